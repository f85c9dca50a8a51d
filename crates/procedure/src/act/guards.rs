//! Whether a guard holds.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::act::{Moment, Proposal};
use crate::clock::{History, is_past};
use crate::definition::{Guard, JoinRule, Move};
use crate::fact::Branch;
use crate::issue::Issue;
use crate::state::{BranchData, Token};
use crate::value;

impl Guard {
    /// What the actor brings along can make it hold: a page offers the move regardless.
    pub(crate) fn suppliable(&self, step: &Move) -> bool {
        match self {
            Guard::Field(_) | Guard::Document(_) | Guard::Checked(_) => true,
            Guard::ValueIn { field, .. } => step.fields.iter().any(|f| f.field == *field),
            _ => false,
        }
    }
}

/// Why a guard does not hold, if it does not.
pub(super) fn issue(moment: &Moment, step: &Move, proposal: &Proposal, guard: &Guard) -> Option<Issue> {
    let branch = proposal.branch.as_ref();
    let held = |field: &str| {
        let new = proposal.data.get(field).filter(|v| value::given(Some(v)));
        new.or_else(|| moment.state.value(field, branch))
    };
    let label = |field: &str| {
        moment
            .definition
            .field(field)
            .map_or(field.to_owned(), |f| f.label.clone())
    };
    let made = match guard {
        Guard::Field(field) if !value::given(held(field)) => {
            let sentence = format!("缺少“{}”", label(field));
            Issue::new("missing-field", sentence, "请填写后再办理").of_field(field)
        }
        Guard::ValueIn { field, values }
            if !held(field).is_some_and(|v| values.contains(&value::as_text(v))) =>
        {
            let sentence = format!("“{}”的当前取值不能办理“{}”", label(field), step.label);
            Issue::new("value-not-allowed", sentence, "请核对该项内容，或选择其他操作").of_field(field)
        }
        Guard::Document(name) if proposal.documents.is_empty() => Issue::new(
            "missing-document",
            format!("没有附上{name}"),
            format!("请上传{name}后再办理"),
        ),
        Guard::Checked(item) if held(item) != Some(&Value::Bool(true)) => {
            let sentence = format!("尚未确认“{}”", label(item));
            Issue::new("not-checked", sentence, "请核实后勾选确认").of_field(item)
        }
        Guard::Count(max) if times(moment, step, branch) >= *max as usize => Issue::new(
            "too-often",
            format!("“{}”最多办理{max}次，已经用完", step.label),
            "请选择其他操作",
        ),
        Guard::Before(clock) if past(moment, clock, branch) => {
            clock_issue(moment, clock, "已经届满", "期限内方可办理")
        }
        Guard::After(clock) if !past(moment, clock, branch) => {
            clock_issue(moment, clock, "尚未届满", "请在期限届满后办理")
        }
        Guard::UntouchedByActor(field) if touched(proposal, held(field)) => Issue::new(
            "touched-by-actor",
            "撰写或修改过这份内容的人不能审核它",
            "请由没有参与撰写、修改的人员办理",
        ),
        Guard::DistinctFrom(moves) if moves.iter().any(|act| same_person(moment, proposal, act)) => {
            Issue::new(
                "same-person",
                "同一人不能办理前后两个互相制约的环节",
                "请由另一位有相应职责的人员办理",
            )
        }
        Guard::ParameterIn { parameter, values } if !bound_to(moment, parameter, values) => {
            let known = moment.definition.parameter(parameter);
            let label = known.map_or(parameter.as_str(), |p| &p.label);
            let sentence = format!("本事项的“{label}”不允许办理“{}”", step.label);
            Issue::new("not-for-this-item", sentence, "请选择其他操作")
        }
        Guard::Pending(clock) if settled(moment, clock, branch) => {
            clock_issue(moment, clock, "没有在计算", "请核对办理进度")
        }
        Guard::Settled(clock) if !settled(moment, clock, branch) => {
            clock_issue(moment, clock, "还没有了结", "请待其了结后再办理")
        }
        Guard::EveryBranch { of, field, values } if !every_branch(moment, of, field, values) => {
            let sentence = format!("各方的“{}”尚不能办理“{}”", label(field), step.label);
            Issue::new(
                "branch-differs",
                sentence,
                "请再次征求有关单位的意见，或选择其他操作",
            )
        }
        Guard::LinkedEnded if proposal.linked_open > 0 => {
            let sentence = format!("还有{}件关联事项没有办结", proposal.linked_open);
            Issue::new("linked-open", sentence, "请待关联事项办结后再办理")
        }
        _ => return None,
    };
    Some(made.under(step.article.as_deref()))
}

fn clock_issue(moment: &Moment, clock: &str, what: &str, onward: &str) -> Issue {
    let rule = moment.definition.clock(clock);
    let label = rule.map_or(clock, |c| c.label.as_str());
    let mut issue = Issue::new("clock", format!("“{label}”{what}"), onward);
    issue.article = rule.map(|c| c.article.clone());
    issue
}

fn times(moment: &Moment, step: &Move, branch: Option<&Branch>) -> usize {
    moment
        .state
        .acts
        .iter()
        .filter(|a| a.act == step.code && a.branch.as_ref() == branch)
        .count()
}

fn past(moment: &Moment, clock: &str, branch: Option<&Branch>) -> bool {
    let rule = moment.definition.clock(clock);
    rule.is_some_and(|c| {
        is_past(
            c,
            moment.params,
            moment.state,
            branch,
            moment.calendar,
            moment.now,
        )
    })
}

/// The item binds the parameter to one of these values.
pub(super) fn bound_to(moment: &Moment, parameter: &str, values: &[String]) -> bool {
    let bound = moment.params.get(parameter);
    bound.is_some_and(|v| values.contains(&value::as_text(v)))
}

/// Nothing is open on the clock of the case, or of this branch.
pub(super) fn settled(moment: &Moment, clock: &str, branch: Option<&Branch>) -> bool {
    let own = |h: &&History| h.clock == clock && (h.branch.is_none() || h.branch.as_ref() == branch);
    !moment.state.clocks.iter().filter(own).any(History::is_open)
}

/// Each member's latest branch of the fork holds one of these values. Whoever was asked twice may have
/// changed their mind; what the case itself holds is nobody's word.
pub(super) fn every_branch(moment: &Moment, of: &str, field: &str, values: &[String]) -> bool {
    let acts = moment.state.acts.iter();
    let forks: Vec<i64> = acts.filter(|a| a.act == of).map(|a| a.seq).collect();
    let mut latest: BTreeMap<&str, &BranchData> = BTreeMap::new();
    let mut all: Vec<&BranchData> = moment.state.branch_data.iter().collect();
    all.sort_by_key(|d| d.branch.fork);
    for data in all.into_iter().filter(|d| forks.contains(&d.branch.fork)) {
        latest.insert(&data.branch.member, data);
    }
    let agrees = |data: &BranchData| {
        let given = data.data.get(field);
        given.is_some_and(|v| values.contains(&value::as_text(v)))
    };
    !latest.is_empty() && latest.values().all(|data| agrees(data))
}

fn touched(proposal: &Proposal, persons: Option<&Value>) -> bool {
    let list = persons.and_then(Value::as_array);
    list.is_some_and(|list| {
        proposal
            .persons()
            .any(|p| list.iter().any(|v| v.as_i64() == Some(p)))
    })
}

fn same_person(moment: &Moment, proposal: &Proposal, act: &str) -> bool {
    let acted = moment.state.last_act(act);
    acted.is_some_and(|a| {
        proposal
            .persons()
            .any(|p| a.actor == Some(p) || a.on_behalf_of == Some(p))
    })
}

/// Why a block cannot be joined yet.
pub(super) fn join_issue(moment: &Moment, step: &Move) -> Option<Issue> {
    let join = step.join.as_ref()?;
    let done = |t: &Token| step.sources().contains(&t.place);
    let silent = |t: &Token| {
        join.clock
            .as_deref()
            .is_some_and(|clock| past(moment, clock, t.branch.as_ref()))
    };
    let mut tokens = moment.state.tokens.iter();
    let ready = match join.when {
        JoinRule::All => tokens.all(done),
        JoinRule::Any => tokens.any(done),
        JoinRule::LeadAfter => tokens.all(|t| done(t) || silent(t)),
    };
    let waiting = moment.state.tokens.iter().filter(|t| !done(t)).count();
    (!ready).then(|| {
        let sentence = format!("还有{waiting}个并行环节没有完成，不能“{}”", step.label);
        Issue::new("join-waits", sentence, "请待各方完成后再办理")
            .under(join.basis.as_deref().or(step.article.as_deref()))
    })
}

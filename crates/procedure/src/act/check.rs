//! Whether a proposed act may pass. All problems at once.

use calendar::Calendar;
use jiff::Timestamp;

use crate::act::{Moment, Planned, Proposal, dates, expiry, guards};
use crate::definition::{Definition, FieldKind, Fork, From, Move};
use crate::fact::{Event, EventKind};
use crate::fold::{self, FoldError};
use crate::issue::Issue;
use crate::params::Params;
use crate::state::State;
use crate::value;

/// Checks a proposal against law and state and plans its event.
///
/// Append what [`due_expiries`](crate::due_expiries) gives first: while an expiry is
/// pending, every act is refused.
///
/// # Errors
/// Every reason for refusing, at once.
pub fn check(
    definition: &Definition,
    params: &Params,
    state: &State,
    calendar: &Calendar,
    now: Timestamp,
    proposal: &Proposal,
) -> Result<Planned, Vec<Issue>> {
    plan(
        &Moment {
            definition,
            params,
            state,
            calendar,
            now,
        },
        proposal,
        Trust::Nobody,
    )
}

/// Checks a proposal to open a case and plans its first event.
///
/// # Errors
/// Every reason for refusing, at once.
pub fn open(
    definition: &Definition,
    params: &Params,
    calendar: &Calendar,
    now: Timestamp,
    proposal: &Proposal,
) -> Result<Planned, Vec<Issue>> {
    check(definition, params, &State::default(), calendar, now, proposal)
}

/// Whether the actor's standing is still to be proved.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Trust {
    /// Yes.
    Nobody,
    /// No: the event was accepted when it was recorded.
    Recorded,
}

pub(super) fn plan(moment: &Moment, proposal: &Proposal, trust: Trust) -> Result<Planned, Vec<Issue>> {
    let step = applicable(moment, proposal).map_err(|issue| vec![issue])?;
    let mut issues = Vec::new();
    if trust == Trust::Nobody && !fits(moment, step, proposal) {
        issues.push(unfit(moment, step, proposal));
    }
    issues.extend(guards::join_issue(moment, step));
    field_issues(moment, step, proposal, &mut issues);
    for guard in &step.guards {
        let issue = guards::issue(moment, step, proposal, guard);
        issues.extend(issue.filter(|i| {
            !issues
                .iter()
                .any(|known| i.field.is_some() && known.field == i.field)
        }));
    }
    issues.extend(dates::date_issues(moment, step, proposal, trust));
    issues.extend(dates::clock_issues(moment, step, proposal));
    let event = event(moment, step, proposal);
    let mut state = moment.state.clone();
    let folded = fold::advance(moment.definition, &mut state, &event);
    match folded {
        Ok(()) => issues.extend(dates::backwards(moment.state, &state, &event)),
        Err(error) if issues.is_empty() => issues.push(misfit(&error)),
        Err(_) => {}
    }
    if issues.is_empty() {
        Ok(Planned::new(event, state, &step.effects))
    } else {
        Err(issues)
    }
}

/// The move, where state lets it be made at all.
fn applicable<'a>(moment: &Moment<'a>, proposal: &Proposal) -> Result<&'a Move, Issue> {
    let Some(step) = moment.definition.find_move(&proposal.act) else {
        let sentence = format!("流程“{}”没有“{}”这一步", moment.definition.name(), proposal.act);
        return Err(Issue::new("unknown-move", sentence, "请刷新页面后重新选择"));
    };
    if moment.definition.only_expires(step) {
        let sentence = format!("“{}”由系统在期限届满时办理", step.label);
        return Err(Issue::new("only-expires", sentence, "无须办理，期满后会自动记录"));
    }
    if moment.state.outcome.is_some() {
        return Err(Issue::new(
            "ended",
            "这件事项已经办结",
            "如有新的情况，请另行提出",
        ));
    }
    if !expiry::pending(moment).is_empty() {
        return Err(Issue::new(
            "expiry-pending",
            "有期限刚刚届满，正在按规定处理",
            "请刷新页面后重试",
        ));
    }
    let branch = proposal.branch.as_ref();
    if !moment.candidates(step).iter().any(|c| c.as_ref() == branch) {
        let here: Vec<_> = moment
            .state
            .holders(moment.definition)
            .into_iter()
            .map(|b| b.label)
            .collect();
        let sentence = match here.is_empty() {
            true => format!("现在不能办理“{}”", step.label),
            false => format!("现在处于“{}”，不能办理“{}”", here.join("、"), step.label),
        };
        return Err(Issue::new(
            "not-here",
            sentence,
            "事项可能已由他人办理，请刷新页面",
        ));
    }
    Ok(step)
}

fn fits(moment: &Moment, step: &Move, proposal: &Proposal) -> bool {
    let place = moment.place(step, proposal.branch.as_ref());
    let member = proposal.branch.as_ref().map(|b| b.member.as_str());
    moment
        .definition
        .actors(step, place)
        .iter()
        .any(|actor| actor.fits(&proposal.standing, member))
}

fn unfit(moment: &Moment, step: &Move, proposal: &Proposal) -> Issue {
    let place = moment.place(step, proposal.branch.as_ref());
    let actors = moment.definition.actors(step, place);
    let who: Vec<_> = actors
        .iter()
        .map(|a| crate::definition::role_label(&a.role).to_owned())
        .collect();
    let who = if actors.iter().all(|a| a.is_system()) {
        "系统".to_owned()
    } else {
        who.join("或")
    };
    Issue::new(
        "not-authorised",
        format!("“{}”须由{who}办理", step.label),
        format!("请联系{who}"),
    )
}

fn field_issues(moment: &Moment, step: &Move, proposal: &Proposal, issues: &mut Vec<Issue>) {
    for (code, value) in &proposal.data {
        let Some(field) = moment
            .definition
            .field(code)
            .filter(|_| step.fields.iter().any(|f| f.field == *code))
        else {
            let sentence = format!("“{}”不收“{code}”这一项", step.label);
            issues.push(Issue::new("undeclared-field", sentence, "请删去这一项").of_field(code));
            continue;
        };
        if value::given(Some(value)) {
            issues.extend(value::problem(field, value));
        }
    }
    for used in step
        .fields
        .iter()
        .filter(|f| f.required && !value::given(proposal.data.get(&f.field)))
    {
        let field = moment.definition.field(&used.field);
        let label = field.map_or(used.field.as_str(), |f| &f.label);
        let onward = match field.map(|f| f.kind) {
            Some(FieldKind::Choice | FieldKind::Organisation | FieldKind::Person) => "请选择",
            _ => "请填写",
        };
        issues.push(Issue::new("missing-field", format!("缺少“{label}”"), onward).of_field(&used.field));
    }
    if step.reason && proposal.reason.as_ref().is_none_or(|r| r.trim().is_empty()) {
        let sentence = format!("“{}”须说明理由", step.label);
        issues.push(
            Issue::new("missing-reason", sentence, "请写明理由")
                .of_field("reason")
                .under(step.article.as_deref()),
        );
    }
    if let Some(Fork::Each { each, .. }) = &step.fork {
        let known = proposal.data.get(each).or_else(|| moment.state.data.get(each));
        if known.is_none_or(|v| value::members(v).is_empty())
            && !issues.iter().any(|i| i.field.as_ref() == Some(each))
        {
            issues.push(
                Issue::new(
                    "missing-field",
                    "没有选定并行办理的单位或当事人",
                    "请至少选择一个",
                )
                .of_field(each),
            );
        }
    }
}

fn event(moment: &Moment, step: &Move, proposal: &Proposal) -> Event {
    let kind = if step.from == From::Nowhere {
        EventKind::Opened
    } else {
        EventKind::Moved
    };
    let mut event = Event::new(moment.state.seq + 1, kind, moment.now, proposal.effective_on);
    event.act = Some(step.code.clone());
    event.branch.clone_from(&proposal.branch);
    event.actor = proposal.actor;
    event.on_behalf_of = proposal.on_behalf_of;
    event.party.clone_from(&proposal.party);
    event.ground.clone_from(&proposal.ground);
    event.reason = proposal.reason.clone().filter(|r| !r.trim().is_empty());
    let given = proposal.data.iter().filter(|(_, v)| value::given(Some(v)));
    event.data = given.map(|(k, v)| (k.clone(), v.clone())).collect();
    event.documents.clone_from(&proposal.documents);
    event.request_key.clone_from(&proposal.request_key);
    event
}

fn misfit(error: &FoldError) -> Issue {
    Issue::new(
        "not-here",
        format!("现在不能办理这一步（{}）", error.reason),
        "请刷新页面后重试",
    )
}

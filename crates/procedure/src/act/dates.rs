//! Legal dates: what an event may say about when it took effect.

use crate::act::check::Trust;
use crate::act::{Moment, Proposal};
use crate::clock::{Mark, expired_at};
use crate::definition::{Budget, Clock, Move, Source};
use crate::fact::Event;
use crate::issue::Issue;
use crate::state::State;
use crate::value;

/// The legal date against today and the opening.
pub(super) fn date_issues(moment: &Moment, step: &Move, proposal: &Proposal, trust: Trust) -> Vec<Issue> {
    let today = calendar::civil_date(moment.now);
    let on = proposal.effective_on;
    let mut issues = Vec::new();
    if on > today {
        issues.push(Issue::new(
            "future-date",
            format!("生效日期{on}晚于今天"),
            "请填写今天或更早的日期",
        ));
    }
    if on < today {
        issues.extend(late_issues(step, proposal, trust));
    }
    if moment.state.opened_on.is_some_and(|opened| on < opened) {
        issues.push(Issue::new(
            "before-opening",
            format!("生效日期{on}早于立案日期"),
            "请核对日期",
        ));
    }
    issues
}

fn late_issues(step: &Move, proposal: &Proposal, trust: Trust) -> Vec<Issue> {
    if step.backdated.is_empty() {
        let sentence = format!("“{}”不能补记为以前的日期", step.label);
        return vec![Issue::new("not-backdated", sentence, "请使用今天的日期")];
    }
    if trust == Trust::Recorded {
        // A corrected date has its reason and document in the correction.
        return Vec::new();
    }
    let mut issues = Vec::new();
    if !proposal
        .ground
        .as_ref()
        .is_some_and(|g| step.backdated.contains(g))
    {
        let onward = format!("请选择补记缘由：{}", step.backdated.join("、"));
        issues.push(Issue::new("missing-ground", "补记以前的日期须说明缘由", onward));
    }
    if proposal.documents.is_empty() {
        issues.push(Issue::new(
            "missing-document",
            "补记以前的日期须附凭证",
            "请上传邮戳、签收单等凭证",
        ));
    }
    issues
}

/// A clock's legal dates never run backwards. An expiry is exempt: the law names its date.
pub(super) fn backwards(before: &State, after: &State, event: &Event) -> Vec<Issue> {
    let mut issues = Vec::new();
    for history in &after.clocks {
        let touched = history
            .marks
            .iter()
            .any(|m| m.seq == event.seq && m.mark != Mark::Expired);
        let known = before
            .clocks
            .iter()
            .find(|h| h.clock == history.clock && h.branch == history.branch);
        if let Some(known) = known.filter(|k| touched && event.effective_on < k.last_on) {
            let sentence = format!(
                "生效日期{}早于同一期限上一次变动的{}",
                event.effective_on, known.last_on
            );
            issues.push(Issue::new("before-clock", sentence, "请按先后顺序填写日期"));
            break;
        }
    }
    issues
}

/// What clocks need of a move's data: extensions within the cap, stated budgets and dates.
pub(super) fn clock_issues(moment: &Moment, step: &Move, proposal: &Proposal) -> Vec<Issue> {
    let clocks = moment.definition.clocks().iter();
    clocks
        .flat_map(|clock| {
            extension(moment, step, proposal, clock)
                .into_iter()
                .chain(stated(moment, step, proposal, clock))
        })
        .collect()
}

fn extension(moment: &Moment, step: &Move, proposal: &Proposal, clock: &Clock) -> Vec<Issue> {
    let Some(rule) = clock.extension.as_ref().filter(|e| e.by == step.code) else {
        return vec![];
    };
    let article = Some(clock.article.as_str());
    let own =
        |h: &&crate::History| h.clock == clock.code && (h.branch.is_none() || h.branch == proposal.branch);
    let history = moment.state.clocks.iter().find(own);
    let Some(history) = history.filter(|h| h.is_live()) else {
        let sentence = format!("“{}”没有在计算，无从延长", clock.label);
        return vec![Issue::new("clock-not-running", sentence, "请核对办理进度").under(article)];
    };
    let mut issues = Vec::new();
    if expired_at(clock, moment.params, history, moment.calendar, moment.now).is_some() {
        let sentence = format!("“{}”已经届满，不能再延长", clock.label);
        issues.push(Issue::new("clock-expired", sentence, "请尽快办结，并说明逾期原因").under(article));
    }
    let by = proposal
        .data
        .get(&rule.field)
        .and_then(serde_json::Value::as_i64)
        .unwrap_or(0);
    let left = i64::from(rule.cap) - history.granted;
    if by < 1 || by > left {
        let unit = clock.unit.label();
        let sentence = format!(
            "延长总共不得超过{}{unit}，还可延长{}{unit}",
            rule.cap,
            left.max(0)
        );
        let onward = if left > 0 {
            format!("请填写1到{left}之间的数")
        } else {
            "不能再延长，请尽快办结".into()
        };
        issues.push(
            Issue::new("extension-cap", sentence, onward)
                .of_field(&rule.field)
                .under(article),
        );
    }
    issues
}

fn stated(moment: &Moment, step: &Move, proposal: &Proposal, clock: &Clock) -> Vec<Issue> {
    if !clock.starts.contains(&step.code) && !clock.restarts.contains(&step.code) {
        return vec![];
    }
    let held = |field: &str| {
        let new = proposal.data.get(field);
        new.or_else(|| moment.state.value(field, proposal.branch.as_ref()))
    };
    let mut issues = Vec::new();
    if let Some(Budget::Field { field, max }) = &clock.budget
        && !held(field)
            .and_then(serde_json::Value::as_i64)
            .is_some_and(|n| n >= 1 && n <= i64::from(*max))
    {
        let sentence = format!("“{}”须在1到{max}{}之间", clock.label, clock.unit.label());
        issues.push(
            Issue::new("budget-out-of-range", sentence, "请改填")
                .of_field(field)
                .under(Some(&clock.article)),
        );
    }
    if let Some(Source::Field(field)) = &clock.anchor
        && held(field).and_then(value::as_date).is_none()
    {
        let sentence = format!("计算“{}”需要一个日期", clock.label);
        issues.push(
            Issue::new("missing-date", sentence, "请填写该日期")
                .of_field(field)
                .under(Some(&clock.article)),
        );
    }
    issues
}

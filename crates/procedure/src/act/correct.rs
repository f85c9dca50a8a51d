//! Putting an earlier event right: by another person, and only if every later one stays valid.

use calendar::Calendar;
use jiff::Timestamp;

use crate::act::check::{Trust, plan};
use crate::act::{Moment, Planned, Proposal, expiry};
use crate::definition::{Definition, Standing};
use crate::fact::{Amendment, Event, EventKind};
use crate::fold;
use crate::issue::Issue;
use crate::params::Params;
use crate::state::State;
use crate::value;

/// A proposed correction.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// The person who corrects.
    pub actor: i64,
    /// What is corrected, and how.
    pub amends: Amendment,
    /// Why.
    pub reason: String,
    /// Digests of documents that show it.
    pub documents: Vec<String>,
    /// Key of the request.
    pub request_key: Option<String>,
}

/// Checks a correction and plans its event. The definitions are those of
/// [`fold_across`](crate::fold_across); only events since the last migration can be corrected.
///
/// # Errors
/// Every reason for refusing, at once.
pub fn check_correction(
    definitions: &[&Definition],
    params: &Params,
    events: &[Event],
    calendar: &Calendar,
    now: Timestamp,
    correction: &Correction,
) -> Result<Planned, Vec<Issue>> {
    let seq = correction.amends.seq;
    let Some(target) = events.iter().find(|e| e.seq == seq) else {
        return Err(vec![Issue::new(
            "unknown-event",
            format!("没有第{seq}条记录"),
            "请核对后重试",
        )]);
    };
    let mut event = Event::new(
        events.len() as i64 + 1,
        EventKind::Corrected,
        now,
        calendar::civil_date(now),
    );
    event.actor = Some(correction.actor);
    event.reason = Some(correction.reason.clone()).filter(|r| !r.trim().is_empty());
    event.documents.clone_from(&correction.documents);
    event.request_key.clone_from(&correction.request_key);
    event.amends = Some(correction.amends.clone());
    let mut issues = own_issues(definitions, events, target, correction, now);
    let mut all = events.to_vec();
    all.push(event.clone());
    if issues.is_empty() {
        issues.extend(later_issues(definitions, params, &all, calendar));
    }
    match fold::fold_across(definitions, &all) {
        Ok(state) if issues.is_empty() => Ok(Planned::new(event, state, &[])),
        Err(error) if issues.is_empty() => Err(vec![invalid(error.seq, &error.reason)]),
        _ => Err(issues),
    }
}

fn own_issues(
    definitions: &[&Definition],
    events: &[Event],
    target: &Event,
    correction: &Correction,
    now: Timestamp,
) -> Vec<Issue> {
    let mut issues = Vec::new();
    if target.persons().any(|p| p == correction.actor) {
        issues.push(Issue::new(
            "same-person",
            "记录不能由原经办人自己更正",
            "请由另一位有权人员更正",
        ));
    }
    if correction.reason.trim().is_empty() {
        issues.push(Issue::new(
            "missing-reason",
            "更正须说明理由",
            "请写明更正的理由和依据",
        ));
    }
    let migrated = events
        .iter()
        .rev()
        .find(|e| e.kind == EventKind::Migrated)
        .map_or(0, |e| e.seq);
    let step = definitions
        .last()
        .and_then(|d| d.find_move(target.act.as_deref()?));
    let Some(step) = step.filter(|_| target.seq > migrated && target.kind != EventKind::Expired) else {
        issues.push(Issue::new(
            "not-correctable",
            "这条记录不能更正",
            "系统产生的记录和流程变更前的记录不作更正",
        ));
        return issues;
    };
    if step.outward() {
        let sentence = format!("“{}”已经对外生效，不能更正", step.label);
        issues.push(Issue::new(
            "outward",
            sentence,
            "请办理相应的撤回、补充告知或变更手续",
        ));
    }
    let amends = &correction.amends;
    if amends.void && target.kind == EventKind::Opened {
        issues.push(Issue::new("opening", "立案记录不能作废", "请办理撤回或终止"));
    }
    if amends
        .effective_on
        .is_some_and(|on| on > calendar::civil_date(target.recorded_at).min(calendar::civil_date(now)))
    {
        issues.push(Issue::new(
            "future-date",
            "更正后的日期晚于原记录时间",
            "请核对日期",
        ));
    }
    let backwards = amends
        .effective_on
        .is_some_and(|on| on < calendar::civil_date(target.recorded_at));
    if backwards && correction.documents.is_empty() {
        issues.push(Issue::new(
            "missing-document",
            "更正为更早的日期须附凭证",
            "请上传邮戳、签收单等凭证",
        ));
    }
    for (code, value) in &amends.data {
        let field = definitions.last().and_then(|d| d.field(code));
        let declared = step.fields.iter().any(|f| f.field == *code);
        match field.filter(|_| declared) {
            None => issues.push(
                Issue::new("undeclared-field", format!("原记录没有“{code}”这一项"), "请删去").of_field(code),
            ),
            Some(field) => issues.extend(value::problem(field, value)),
        }
    }
    issues
}

/// Works through all events once more, each checked as at its recording.
fn later_issues(
    definitions: &[&Definition],
    params: &Params,
    all: &[Event],
    calendar: &Calendar,
) -> Vec<Issue> {
    let amended = match fold::amended(all) {
        Ok(list) => list,
        Err(error) => return vec![invalid(error.seq, &error.reason)],
    };
    let first = all.last().and_then(|e| e.amends.as_ref()).map_or(0, |a| a.seq);
    let migrations = all.iter().filter(|e| e.kind == EventKind::Migrated).count();
    let Some(&definition) = definitions.get(migrations) else {
        return vec![];
    };
    // What precedes the corrected event is untouched and was valid when recorded.
    let before: Vec<Event> = amended.iter().take_while(|e| e.seq < first).cloned().collect();
    let mut state = match fold::fold_across(definitions, &before) {
        Ok(state) => state,
        Err(error) => return vec![invalid(error.seq, &error.reason)],
    };
    for event in amended.iter().filter(|e| e.seq >= first) {
        let moment = Moment {
            definition,
            params,
            state: &state,
            calendar,
            now: event.recorded_at,
        };
        match again(&moment, event) {
            Ok(next) => state = next,
            Err(sentence) => return vec![invalid(event.seq, &sentence)],
        }
    }
    Vec::new()
}

fn again(moment: &Moment, event: &Event) -> Result<State, String> {
    let mut next = moment.state.clone();
    match event.kind {
        EventKind::Opened | EventKind::Moved => {
            let sentences =
                |list: Vec<Issue>| list.into_iter().map(|i| i.sentence).collect::<Vec<_>>().join(";");
            drop(plan(moment, &proposal(event), Trust::Recorded).map_err(sentences)?);
        }
        EventKind::Expired => {
            let due = expiry::pending(moment)
                .into_iter()
                .next()
                .map(|(e, _)| (e.act, e.branch, e.effective_on));
            if due != Some((event.act.clone(), event.branch.clone(), event.effective_on)) {
                return Err("按更正后的情况，该期限当时并未届满，或届满日期不同".into());
            }
        }
        EventKind::Corrected | EventKind::Migrated | EventKind::Erased => {}
    }
    fold::advance(moment.definition, &mut next, event).map_err(|e| e.reason)?;
    Ok(next)
}

fn proposal(event: &Event) -> Proposal {
    let act = event.act.clone().unwrap_or_default();
    Proposal {
        branch: event.branch.clone(),
        on_behalf_of: event.on_behalf_of,
        ground: event.ground.clone(),
        reason: event.reason.clone(),
        data: event.data.clone(),
        documents: event.documents.clone(),
        ..Proposal::new(act, event.actor, Standing::default(), event.effective_on)
    }
}

fn invalid(seq: i64, why: &str) -> Issue {
    let sentence = format!("更正后，第{seq}条记录不再成立：{why}");
    Issue::new("later-invalid", sentence, "请先处理该条记录，或改用其他办法")
}

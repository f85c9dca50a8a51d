//! What holds in every case, whatever is done: random walks through every definition.

use calendar::Calendar;
use jiff::{SignedDuration, Timestamp, ToSpan};
use procedure::{
    Branch, EventKind, FieldKind, Guard, Mark, Offer, Proposal, Who, check, due_expiries, enabled, fold,
    readings,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::given;
use crate::script::{Case, date, instant};

/// A proposal that brings along all that an offer needs.
fn answer(case: &Case, offer: &Offer, actor: i64, now: Timestamp) -> Proposal {
    let step = case
        .definition
        .find_move(&offer.act)
        .expect("offered moves exist");
    let mut proposal = Proposal::new(
        &offer.act,
        Some(actor),
        given::anybody(&case.definition),
        calendar::civil_date(now),
    );
    proposal.branch.clone_from(&offer.branch);
    proposal.reason = Some("依规定办理".into());
    proposal.documents = vec!["b".repeat(64)];
    for need in &offer.fields {
        let wanted = step.guards.iter().find_map(|g| match g {
            Guard::ValueIn { field, values } if *field == need.field => values.first().cloned(),
            _ => None,
        });
        let value: Value = match need.kind {
            _ if need.personal => "c".repeat(64).into(),
            FieldKind::Digest => "d".repeat(64).into(),
            FieldKind::Text | FieldKind::Organisation => "文字".into(),
            FieldKind::Integer => 1.into(),
            FieldKind::Boolean => true.into(),
            FieldKind::Date => (proposal.effective_on + 30.days()).to_string().into(),
            FieldKind::Choice => wanted.unwrap_or_else(|| need.choices[0].code.clone()).into(),
            FieldKind::Person => 1.into(),
            FieldKind::Persons => json!([1, 2]),
            FieldKind::Members => json!(["甲", "乙"]),
        };
        proposal.data.insert(need.field.clone(), value);
    }
    proposal
}

fn offers(case: &Case, actor: i64, now: Timestamp) -> Vec<Offer> {
    let who = Who {
        actor: Some(actor),
        standing: given::anybody(&case.definition),
        linked_open: 0,
    };
    enabled(
        &case.definition,
        &case.params,
        &case.state(),
        &case.calendar,
        now,
        &who,
    )
}

/// Plays choices; at every step offers, checks and fold must agree.
fn walk(code: &str, choices: &[(usize, i64)]) -> Result<(Case, Timestamp), TestCaseError> {
    let mut case = Case::new(code);
    let mut now = instant("2026-01-05");
    for (n, (pick, hours)) in choices.iter().enumerate() {
        now += SignedDuration::from_hours(*hours);
        if !case.events.is_empty() {
            case.wake(now);
        }
        let actor = 100 + n as i64;
        let list = offers(&case, actor, now);
        if list.is_empty() {
            prop_assert!(
                !case.state().is_open() || case.state().seq == 0 || waits(&case),
                "an open case offers nothing"
            );
            break;
        }
        refuses_the_rest(&case, &list, actor, now)?;
        let offer = &list[pick % list.len()];
        let proposal = answer(&case, offer, actor, now);
        let planned = case
            .check(now, &proposal)
            .map_err(|i| TestCaseError::fail(format!("{code} {}: {i:?}", offer.act)))?;
        case.events.push(planned.event);
        prop_assert_eq!(&planned.state, &case.state(), "the plan is the fold");
    }
    Ok((case, now))
}

/// Everything here is done by the program alone.
fn waits(case: &Case) -> bool {
    let state = case.state();
    let here = |m: &&procedure::Move| state.tokens.iter().any(|t| m.sources().contains(&t.place));
    case.definition
        .moves()
        .iter()
        .filter(here)
        .all(|m| m.is_system() || m.join.is_some())
}

/// What is not offered is refused, even when everything needed is brought along.
fn refuses_the_rest(case: &Case, list: &[Offer], actor: i64, now: Timestamp) -> Result<(), TestCaseError> {
    let state = case.state();
    let branches: Vec<Option<Branch>> = state
        .tokens
        .iter()
        .map(|t| t.branch.clone())
        .chain([None])
        .collect();
    for step in case.definition.moves() {
        for branch in &branches {
            if list.iter().any(|o| o.act == step.code && o.branch == *branch) {
                continue;
            }
            let mut proposal = Proposal::new(
                &step.code,
                Some(actor),
                given::anybody(&case.definition),
                calendar::civil_date(now),
            );
            proposal.branch.clone_from(branch);
            proposal.reason = Some("依规定办理".into());
            proposal.documents = vec!["b".repeat(64)];
            let told = check(
                &case.definition,
                &case.params,
                &state,
                &case.calendar,
                now,
                &proposal,
            );
            prop_assert!(told.is_err(), "{} is not offered and passes", step.code);
        }
    }
    Ok(())
}

fn choices() -> impl Strategy<Value = Vec<(usize, i64)>> {
    prop::collection::vec((0..50usize, 1..240i64), 1..14)
}

fn codes() -> impl Strategy<Value = &'static str> {
    let list: Vec<&str> = given::sources().map(|(code, _)| code).collect();
    prop::sample::select(list)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// An open case has one holder a branch, an ended one a single token; histories are in order.
    #[test]
    fn every_walk_keeps_the_house_in_order(code in codes(), choices in choices()) {
        let (case, now) = walk(code, &choices)?;
        if case.events.is_empty() {
            return Ok(());
        }
        let state = case.state();
        match &state.block {
            Some(block) if state.is_open() => {
                prop_assert_eq!(state.tokens.len(), block.members.len());
                prop_assert!(state.tokens.iter().all(|t| t.branch.as_ref().is_some_and(|b| b.fork == block.fork)));
            }
            _ => prop_assert_eq!(state.tokens.len(), 1),
        }
        for history in &state.clocks {
            let dates: Vec<_> = history.marks.iter().filter(|m| m.mark != Mark::Expired).map(|m| m.on).collect();
            prop_assert!(dates.windows(2).all(|w| w[0] <= w[1]), "{} runs backwards", history.clock);
            prop_assert!(state.is_open() || !history.is_live(), "{} outlives its case", history.clock);
        }
        let read = readings(&case.definition, &case.params, &state, &case.calendar, now);
        for clock in case.definition.clocks().iter().filter(|c| c.scope == procedure::Scope::Case) {
            prop_assert_eq!(read.iter().filter(|r| r.clock == clock.code).count(), 1);
        }
    }

    /// Every prefix folds, and folding on from it gives the same as folding all.
    #[test]
    fn folding_is_consistent_with_prefixes(code in codes(), choices in choices()) {
        let (case, _) = walk(code, &choices)?;
        for n in 0..case.events.len() {
            let prefix = fold(&case.definition, &case.events[..n]).expect("a prefix folds");
            prop_assert_eq!(prefix.seq, n as i64);
            let moved: Vec<_> = case.events[..n].iter().filter(|e| matches!(e.kind, EventKind::Opened | EventKind::Moved | EventKind::Expired)).collect();
            prop_assert_eq!(prefix.acts.len(), moved.len());
        }
    }

    /// Nothing is due twice: after the expiries none is pending, whenever one wakes.
    #[test]
    fn expiries_are_taken_once(code in codes(), choices in choices(), days in 0..400i64) {
        let (mut case, now) = walk(code, &choices)?;
        if case.events.is_empty() {
            return Ok(());
        }
        let later = now + SignedDuration::from_hours(24 * days);
        case.wake(later);
        let again = due_expiries(&case.definition, &case.params, &case.state(), &case.calendar, later).expect("folds");
        prop_assert!(again.is_empty());
    }

    /// A pause never shortens, and never gives more than its own length and the edge day.
    #[test]
    fn a_pause_never_shortens(start in 0..200i64, wait in 0..25i64, length in 0..40i64) {
        let begin = date("2026-01-01") + start.days();
        let script = format!("{begin} receive; {}T11:00 ask-agencies; {}T12:00 agencies-answer", begin + wait.days(), begin + (wait + length).days());
        let plain = Case::play("request-sample", &format!("{begin} receive")).expect("plays");
        let paused = Case::play("request-sample", &script).expect("plays");
        let now = instant("2026-12-31");
        let (a, b) = (plain.reading("answer", now), paused.reading("answer", now));
        prop_assert!(b.due_on >= a.due_on, "{:?} before {:?}", b.due_on, a.due_on);
        let view = Calendar::national().latest();
        let (from, to) = (a.due_on.expect("due"), b.due_on.expect("due"));
        prop_assert!(view.working_days_between(from, to) <= view.working_days_between(begin + wait.days(), begin + (wait + length).days()));
    }

    /// A restart gives at most the law's term and its extension, counted from the restart.
    #[test]
    fn a_restart_never_lengthens_beyond_law(start in 0..150i64, wait in 0..6i64, answer in 0..20i64, extension in 1..=20i64) {
        let begin = date("2026-01-05") + start.days();
        let (asked, corrected) = (begin + wait.days(), begin + (wait + answer).days());
        let script = format!("{begin}T09:00 receive; {begin}T09:30 extend extension_days={extension}; {asked}T10:00 ask-correction correction_days=30; {corrected}T11:00 correct");
        let case = Case::play("request-sample", &script).expect("plays");
        let reading = case.reading("answer", instant("2026-12-31"));
        let view = Calendar::national().latest();
        let most = view.add_working_days(corrected, 40).due_on;
        prop_assert!(reading.due_on <= Some(most));
        prop_assert_eq!(reading.due_on, Some(view.add_working_days(corrected, 20 + u32::try_from(extension).expect("small")).due_on));
    }

    /// Whoever works a case out again from JSON gets the same places and dates.
    #[test]
    fn a_replay_gives_the_same_dates(code in codes(), choices in choices()) {
        let (case, now) = walk(code, &choices)?;
        let input = json!({
            "procedure": case.definition.source(),
            "parameters": case.params.as_map(),
            "events": case.events,
            "now": now,
        });
        let output: procedure::replay::ReplayOutput =
            serde_json::from_str(&procedure::replay::run_json(&input.to_string()).expect("replays")).expect("output");
        prop_assert_eq!(output.readings, case.readings(now));
        prop_assert_eq!(output.places.len(), case.state().tokens.len());
    }
}

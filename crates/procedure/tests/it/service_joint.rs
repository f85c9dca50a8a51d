//! 联合办理: each department decides for itself, and its pauses count once for all.

use std::collections::BTreeSet;

use calendar::Calendar;
use jiff::{ToSpan, civil::Date};
use procedure::{Relation, Standing};
use proptest::prelude::*;
use serde_json::json;

use crate::script::{Case, date, instant};
use crate::service_acts::{ACCEPTED, refused};
use crate::service_days::{ALL, go, item, play, worked};

const SENT: &str = "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙";

/// Lateness is told and decides nothing: neither for the late one nor for anybody else.
#[test]
fn a_late_department_is_reported_and_still_decides() {
    let mut case = play(ALL, &format!("{SENT}; 2026-03-10 give-opinion@乙")).expect("plays");
    case.wake(instant("2026-03-23"));
    let late = case.events.last().expect("an event");
    assert_eq!(
        (late.act.as_deref(), late.effective_on),
        (Some("escalate"), date("2026-03-21"))
    );
    assert_eq!(late.branch.as_ref().map(|b| b.member.as_str()), Some("甲"));
    assert_eq!(
        refused(go(&mut case, "2026-03-24 collect").map(|()| item(ALL))),
        "join-waits"
    );
    go(&mut case, "2026-03-24 give-opinion@甲 verdict=disagree").expect("late, and its own");
    go(&mut case, "2026-03-25 collect").expect("all have spoken");
}

/// A department that disagrees bars the grant until it is asked again and agrees.
#[test]
fn nobody_is_overruled_by_the_lead() {
    let deciding = "2026-03-16 collect; 2026-03-17 propose";
    let against = format!(
        "{SENT}; 2026-03-10 give-opinion@甲; 2026-03-11 give-opinion@乙 verdict=disagree; {deciding}"
    );
    assert_eq!(
        refused(play(ALL, &format!("{against}; 2026-03-18 grant"))),
        "branch-differs"
    );
    let again = format!("{against}; 2026-03-18 send-back; 2026-03-19 send departments=乙");
    let third = format!("{against}; 2026-03-18 send-back; 2026-03-19 send departments=丙");
    let ends = |verdict: &str, member: &str| {
        format!(
            "2026-03-20 give-opinion@{member} verdict={verdict}; 2026-03-23 collect; 2026-03-24 propose; 2026-03-25 grant"
        )
    };
    assert_eq!(
        refused(play(ALL, &format!("{again}; {}", ends("conditional", "乙")))),
        "passes"
    );
    assert_eq!(
        refused(play(ALL, &format!("{again}; {}", ends("disagree", "乙")))),
        "branch-differs"
    );
    assert_eq!(
        refused(play(ALL, &format!("{third}; {}", ends("agree", "丙")))),
        "branch-differs",
        "another's word is not theirs"
    );
    let unasked = format!(
        "{ACCEPTED}; 2026-03-10 begin-lead-special; 2026-03-12 end-lead-special; 2026-03-13 propose; 2026-03-16 grant"
    );
    assert_eq!(refused(play(ALL, &unasked)), "branch-differs", "nobody was asked");
}

#[test]
fn a_department_speaks_only_for_itself() {
    let case = play(ALL, SENT).expect("plays");
    let speaks = |member: &str| {
        let (now, mut proposal) = case.proposal("2026-03-10 give-opinion@甲 verdict=agree");
        proposal.standing = Standing::default().within("service_head", Relation::Member, member);
        case.check(now, &proposal).is_ok()
    };
    assert!(speaks("甲") && !speaks("乙"));
    let (now, mut proposal) = case.proposal("2026-03-10 give-opinion@甲 verdict=agree");
    proposal.standing = Standing::of([("service_head", Relation::Own)]);
    assert!(
        case.check(now, &proposal).is_err(),
        "nor does the lead speak for it"
    );
    // Nor does the lead begin or end a department's special procedure.
    let examined = play(ALL, &format!("{SENT}; 2026-03-09 begin-special@乙")).expect("plays");
    let step = "begin-special@甲 special_kind=experts special_days=5";
    for (step, own) in [(step, "甲"), ("end-special@乙", "乙")] {
        let (now, mut proposal) = examined.proposal(&format!("2026-03-10 {step}"));
        proposal.standing = Standing::of([("service_handler", Relation::Own)]);
        assert!(examined.check(now, &proposal).is_err(), "{step}");
        proposal.standing = Standing::default().within("service_handler", Relation::Member, own);
        assert!(examined.check(now, &proposal).is_ok(), "{step}");
    }
}

/// What a department does next, and after how many days.
#[derive(Clone, Debug)]
enum Turn {
    /// Begins one more special procedure, where fewer than three run.
    Begin,
    /// Ends one, where one runs.
    End,
    /// Gives its opinion, where none runs.
    Speak,
}

const MEMBERS: [&str; 3] = ["甲", "乙", "丙"];
const BEGUN: [&str; 3] = ["begin-special", "begin-second", "begin-third"];
const ENDED: [&str; 3] = ["end-special", "end-second", "end-third"];

/// A joint approval that was played at random, and what was done in it.
struct Played {
    case: Case,
    /// Days (first, last) on which some department was in a special procedure.
    stopped: Vec<(Date, Date)>,
    spoken: BTreeSet<usize>,
    accepted: Date,
    last: Date,
}

fn turns() -> impl Strategy<Value = Vec<(usize, i64, Turn)>> {
    let turn = prop_oneof![4 => Just(Turn::Begin), 4 => Just(Turn::End), 1 => Just(Turn::Speak)];
    prop::collection::vec((0..MEMBERS.len(), 0..6i64, turn), 0..16)
}

/// Every turn that can be taken is taken; at the end the special procedures are ended, not the opinions.
fn played(accepted: Date, turns: &[(usize, i64, Turn)]) -> Played {
    let script = format!(
        "{accepted}T08:00 receive; {accepted}T08:30 accept; {accepted}T09:00 send departments=甲,乙,丙"
    );
    let mut all = Played {
        case: play(ALL, &script).expect("plays"),
        stopped: vec![],
        spoken: BTreeSet::new(),
        accepted,
        last: accepted,
    };
    let mut running = [0usize; MEMBERS.len()];
    let mut minute = 0;
    for (member, days, turn) in turns {
        all.last += days.days();
        let step = match turn {
            _ if all.spoken.contains(member) => continue,
            Turn::Begin if running[*member] < BEGUN.len() => BEGUN[running[*member]],
            Turn::End if running[*member] > 0 => ENDED[running[*member] - 1],
            Turn::Speak if running[*member] == 0 => "give-opinion",
            _ => continue,
        };
        minute += 1;
        all.make(step, *member, minute, &mut running);
    }
    for member in 0..MEMBERS.len() {
        while running[member] > 0 {
            minute += 1;
            all.make(ENDED[running[member] - 1], member, minute, &mut running);
        }
    }
    all
}

impl Played {
    fn make(&mut self, step: &str, member: usize, minute: i64, running: &mut [usize]) {
        let name = MEMBERS[member];
        let still = running.iter().all(|n| *n == 0);
        go(
            &mut self.case,
            &format!("{}T12:{minute:02} {step}@{name}", self.last),
        )
        .expect("can be made");
        match step {
            "give-opinion" => _ = self.spoken.insert(member),
            begun if begun.starts_with("begin") => {
                running[member] += 1;
                if still {
                    self.stopped.push((self.last, Date::MAX));
                }
            }
            _ => {
                running[member] -= 1;
                if running.iter().all(|n| *n == 0) {
                    self.stopped.last_mut().expect("it had begun").1 = self.last;
                }
            }
        }
    }

    /// The due day, counted without the engine: a day counts unless some department stood still through it;
    /// the day on which the last of them ends is a new day 0.
    fn due(&self, mut budget: usize) -> Date {
        let mut day = self.accepted;
        let mut stops = self.stopped.iter().peekable();
        loop {
            while let Some((_, to)) = stops.next_if(|(from, _)| *from == day) {
                day = *to;
            }
            if budget == 0 {
                return day;
            }
            day = day.tomorrow().expect("a day");
            budget -= usize::from(worked(day));
        }
    }
}

fn starts() -> impl Strategy<Value = Date> {
    (0..120i64).prop_map(|n| date("2026-01-05") + n.days())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the departments do, a special procedure never makes anything due sooner, nor later than all of
    /// them together allow; and the engine counts as a hand would.
    #[test]
    fn a_pause_never_shortens_and_overlaps_count_once(start in starts(), turns in turns()) {
        let all = played(start, &turns);
        let now = instant("2026-12-30");
        let view = Calendar::national().latest();
        let stood = all.stopped.iter().map(|(from, to)| view.working_days_between(*from, *to)).sum::<i64>();
        for (clock, budget) in [("decision", 45), ("promise", 20)] {
            let due = all.case.reading(clock, now).due_on.expect("due");
            let plain = view.add_working_days(start, u32::try_from(budget).expect("small")).due_on;
            prop_assert!(due >= plain, "{clock}: {due} before {plain}");
            prop_assert!(view.working_days_between(plain, due) <= stood, "{clock}: {due} after {plain}, {stood} stood");
            // One that ran out before a later pause stays due where it was.
            if all.stopped.iter().all(|(from, _)| *from <= plain) {
                prop_assert_eq!(due, all.due(budget), "{}", clock);
            }
        }
    }

    /// Whoever works the approval out again from its events gets the same.
    #[test]
    fn a_replay_of_a_joint_approval_gives_the_same(start in starts(), turns in turns(), days in 0..60i64) {
        let mut all = played(start, &turns);
        let now = instant(&(all.last + (days + 1).days()).to_string());
        all.case.wake(now);
        let input = json!({
            "procedure": all.case.definition.source(),
            "parameters": all.case.params.as_map(),
            "events": all.case.events,
            "now": now,
        });
        let output: procedure::replay::ReplayOutput =
            serde_json::from_str(&procedure::replay::run_json(&input.to_string()).expect("replays")).expect("output");
        prop_assert_eq!(output.readings, all.case.readings(now));
        prop_assert_eq!(output.places.len(), all.case.state().tokens.len());
    }

    /// However long a department is silent: time says nothing in its place, joins nothing, grants nothing.
    #[test]
    fn a_late_branch_never_decides(start in starts(), turns in turns(), days in 30..200i64) {
        let mut all = played(start, &turns);
        let now = instant(&(all.last + days.days()).to_string());
        all.case.wake(now);
        let state = all.case.state();
        for (n, member) in MEMBERS.iter().enumerate() {
            let spoke = all.spoken.contains(&n);
            let place = if spoke { "member-done" } else { "member-review" };
            prop_assert_eq!(&state.branch(member).expect("open").place, place);
            let data = state.branch_data.iter().find(|d| d.branch.member == *member).expect("known");
            prop_assert_eq!(data.data.contains_key("verdict"), spoke, "{} was spoken for", member);
            let told = state.acts.iter().filter(|a| a.act == "escalate" && a.branch.as_ref().is_some_and(|b| b.member == *member)).count();
            prop_assert!(told <= 1 && (spoke || told == 1), "{} told {} times", member, told);
        }
        let collect = format!("{} collect", all.last + days.days());
        let joined = go(&mut all.case, &collect).is_ok();
        prop_assert_eq!(joined, all.spoken.len() == MEMBERS.len());
    }
}

//! 联合办理 at random: from two to eleven departments, acts in any order, time acting late or not at all.
//!
//! A model that knows neither fold nor clocks says who may do what, whose days count and when; the engine has to agree
//! after every turn.

use jiff::{ToSpan, civil::Date};
use procedure::{ClockState, Reading, Relation, Standing, fold, readings};
use proptest::prelude::*;
use serde_json::json;

use crate::script::{Case, date, instant};
use crate::service_days::{ALL, play, usual, worked};

const DEPARTMENTS: [&str; 11] = [
    "规划", "住建", "消防", "人防", "档案", "质监", "气象", "环保", "水务", "城管", "卫健",
];
const BEGUN: [&str; 3] = ["begin-special", "begin-second", "begin-third"];
const ENDED: [&str; 3] = ["end-special", "end-second", "end-third"];
/// Working days of the parameters' defaults.
const MEMBER: i64 = 10;
const STATUTORY: i64 = 45;
const PROMISED: i64 = 20;
const MORE: i64 = 15;

/// What somebody tries.
#[derive(Clone, Debug)]
enum Turn {
    /// A department begins one more special procedure.
    Begin,
    /// It ends one.
    End,
    /// It gives its opinion.
    Speak(&'static str),
    /// Another department, or the lead, tries to speak in its branch; or somebody who was not asked.
    SpokenFor,
    /// The lead reminds it.
    Urge,
    /// The lead calls all of them together, and notes what was said.
    Meet,
    /// The lead tries to go on to the decision: collects, proposes, grants.
    Decide,
    /// The head of the county extends.
    Extend,
    /// The applicant withdraws.
    Withdraw,
    /// The job runs.
    Job,
}

fn turns() -> impl Strategy<Value = Vec<(usize, i64, Turn)>> {
    let verdict = prop::sample::select(vec!["agree", "agree", "conditional", "unconcerned", "disagree"]);
    let turn = prop_oneof![
        8 => Just(Turn::Begin),
        8 => Just(Turn::End),
        10 => verdict.prop_map(Turn::Speak),
        2 => Just(Turn::SpokenFor),
        2 => Just(Turn::Urge),
        2 => Just(Turn::Meet),
        4 => Just(Turn::Decide),
        2 => Just(Turn::Extend),
        1 => Just(Turn::Withdraw),
        3 => Just(Turn::Job),
    ];
    prop::collection::vec((0..DEPARTMENTS.len(), 0..4i64, turn), 0..48)
}

/// A term as a hand counts it: a day counts unless it is spent standing still; the day of going on is a new day 0.
#[derive(Clone, Debug)]
struct Term {
    budget: i64,
    /// Day 0, and from when on it stands still.
    day0: Date,
    still: Option<Date>,
    used: i64,
    /// Its last day, once it ran out: nothing brings it back.
    out: Option<Date>,
    /// Stopped on.
    done: Option<Date>,
}

fn between(from: Date, to: Date) -> i64 {
    let mut count = 0;
    let mut day = from;
    while day < to {
        day = day.tomorrow().expect("a day");
        count += i64::from(worked(day));
    }
    count
}

impl Term {
    fn new(budget: i64, day0: Date) -> Term {
        Term {
            budget,
            day0,
            still: None,
            used: 0,
            out: None,
            done: None,
        }
    }

    /// The last day, where nothing stands still.
    fn due(&self) -> Option<Date> {
        if self.out.is_some() || self.still.is_some() {
            return self.out;
        }
        let mut left = self.budget - self.used;
        let mut day = self.day0;
        while left > 0 {
            day = day.tomorrow().expect("a day");
            left -= i64::from(worked(day));
        }
        Some(day)
    }

    /// Time has come to this day.
    fn reach(&mut self, today: Date) {
        if self.done.is_none() && self.due().is_some_and(|due| today > due) {
            self.out = self.due();
        }
    }

    fn pause(&mut self, on: Date) {
        if self.out.is_none() && self.done.is_none() {
            self.used += between(self.day0, on);
            self.still = Some(on);
        }
    }

    fn go_on(&mut self, on: Date) {
        if self.still.take().is_some() {
            self.day0 = on;
        }
    }

    fn stop(&mut self, on: Date) {
        self.done = self.done.or(Some(on));
    }

    /// The engine shows what the hand counted.
    fn shows(&self, reading: &Reading) -> bool {
        let still = matches!(reading.state, ClockState::Paused { .. });
        let due = reading.due_on == self.due();
        match (self.still, self.done) {
            (Some(_), Some(_)) => true,
            (Some(_), None) => still && self.due().is_none(),
            (None, _) => !still && due,
        }
    }
}

/// One department as the model sees it.
struct Department {
    name: &'static str,
    special: usize,
    verdict: Option<&'static str>,
    term: Term,
}

struct Model {
    case: Case,
    departments: Vec<Department>,
    statutory: Term,
    promised: Term,
    extended: bool,
    /// Decided or withdrawn.
    over: bool,
    today: Date,
    minute: i64,
}

impl Model {
    fn new(accepted: Date, size: usize) -> Model {
        let asked = DEPARTMENTS[..size].join(",");
        let script = format!(
            "{accepted}T06:00 receive; {accepted}T06:10 accept; {accepted}T06:20 send departments={asked}"
        );
        let department = |name: &&'static str| Department {
            name,
            special: 0,
            verdict: None,
            term: Term::new(MEMBER, accepted),
        };
        Model {
            case: play(ALL, &script).expect("plays"),
            departments: DEPARTMENTS[..size].iter().map(department).collect(),
            statutory: Term::new(STATUTORY, accepted),
            promised: Term::new(PROMISED, accepted),
            extended: false,
            over: false,
            today: accepted,
            minute: 0,
        }
    }

    fn all_spoke(&self) -> bool {
        self.departments.iter().all(|it| it.verdict.is_some())
    }

    /// Tries a step with this standing: whether it was made. The plan has to be what the events fold to.
    fn tries(&mut self, step: &str, standing: Standing) -> Result<bool, TestCaseError> {
        self.minute += 1;
        let at = format!(
            "{}T{:02}:{:02}",
            self.today,
            7 + self.minute / 60,
            self.minute % 60
        );
        let step = usual(&self.case, &format!("{at} {step}"));
        let (now, mut proposal) = self.case.proposal(&step);
        proposal.standing = standing;
        // As an act does: what is due before it comes first, and goes with it.
        let kept = self.case.events.len();
        self.case.wake(now);
        match self.case.check(now, &proposal) {
            Ok(planned) => {
                self.case.events.push(planned.event);
                prop_assert_eq!(&planned.state, &self.case.state(), "the plan is the fold");
                Ok(true)
            }
            Err(_) => {
                self.case.events.truncate(kept);
                Ok(false)
            }
        }
    }

    fn pass(&mut self, days: i64) {
        self.today += days.days();
        self.minute = if days > 0 { 0 } else { self.minute };
        let today = self.today;
        self.statutory.reach(today);
        self.promised.reach(today);
        self.departments.iter_mut().for_each(|it| it.term.reach(today));
    }

    fn turn(&mut self, pick: usize, turn: &Turn) -> Result<(), TestCaseError> {
        let n = pick % self.departments.len();
        let (name, special) = (self.departments[n].name, self.departments[n].special);
        let open = !self.over && self.departments[n].verdict.is_none();
        let own = |role: &str| Standing::default().within(role, Relation::Member, name);
        let lead = Standing::of([
            ("service_handler", Relation::Lead),
            ("service_handler", Relation::Own),
        ]);
        let today = self.today;
        match turn {
            Turn::Begin if special < BEGUN.len() => {
                let made = self.tries(&format!("{}@{name}", BEGUN[special]), own("service_handler"))?;
                prop_assert_eq!(made, open, "{} begins", name);
                if made {
                    if self.departments.iter().all(|it| it.special == 0) {
                        self.statutory.pause(today);
                        self.promised.pause(today);
                    }
                    let it = &mut self.departments[n];
                    if it.special == 0 {
                        it.term.pause(today);
                    }
                    it.special += 1;
                }
            }
            Turn::End if special > 0 => {
                let made = self.tries(&format!("{}@{name}", ENDED[special - 1]), own("service_handler"))?;
                prop_assert_eq!(made, open, "{} ends", name);
                if made {
                    self.departments[n].special -= 1;
                    if special == 1 {
                        self.departments[n].term.go_on(today);
                    }
                    if self.departments.iter().all(|it| it.special == 0) {
                        self.statutory.go_on(today);
                        self.promised.go_on(today);
                    }
                }
            }
            Turn::Begin | Turn::End => {}
            Turn::Speak(verdict) => {
                let made = self.tries(
                    &format!("give-opinion@{name} verdict={verdict}"),
                    own("service_head"),
                )?;
                prop_assert_eq!(made, open && special == 0, "{} speaks, late or not", name);
                if made {
                    self.departments[n].verdict = Some(verdict);
                    self.departments[n].term.stop(today);
                }
            }
            Turn::SpokenFor => {
                let others = DEPARTMENTS.iter().filter(|it| **it != name);
                let mut strangers: Vec<Standing> = others
                    .map(|it| Standing::default().within("service_head", Relation::Member, *it))
                    .collect();
                strangers.push(Standing::of([
                    ("service_head", Relation::Lead),
                    ("service_head", Relation::Own),
                ]));
                strangers.push(Standing::default());
                for stranger in strangers {
                    let made = self.tries(&format!("give-opinion@{name} verdict=agree"), stranger)?;
                    prop_assert!(!made, "somebody spoke for {}", name);
                }
            }
            Turn::Urge => {
                let made = self.tries(&format!("urge@{name}"), lead)?;
                prop_assert_eq!(made, open, "the lead urges {}", name);
            }
            Turn::Meet => {
                let made = self.tries("convene meeting_on=2026-06-30", lead.clone())?;
                prop_assert_eq!(made, !self.over, "a meeting");
                let made = self.tries("record-meeting", lead)?;
                prop_assert_eq!(made, !self.over, "its record");
            }
            Turn::Decide => self.decide(lead)?,
            Turn::Extend => {
                let head = Standing::of([("head", Relation::Ancestor("county".into()))]);
                let made = self.tries(&format!("extend extension_days={MORE}"), head)?;
                let may = !self.over && !self.extended && self.statutory.out.is_none();
                prop_assert_eq!(made, may, "extended once, in time");
                if made {
                    self.extended = true;
                    self.statutory.budget += MORE;
                }
            }
            Turn::Withdraw => {
                let made = self.tries("withdraw", Standing::of([("applicant", Relation::Party)]))?;
                prop_assert_eq!(made, !self.over, "the applicant withdraws");
                self.end();
            }
            Turn::Job => self.case.wake(instant(&format!("{today}T23:59"))),
        }
        Ok(())
    }

    /// The lead can go on only when everybody has spoken, and grant only what nobody is against.
    fn decide(&mut self, lead: Standing) -> Result<(), TestCaseError> {
        let head = Standing::of([("service_head", Relation::Lead), ("service_head", Relation::Own)]);
        let spoke = !self.over && self.all_spoke();
        prop_assert!(!self.tries("grant", head.clone())? && !self.tries("refuse", head.clone())?);
        let made = self.tries("collect", lead.clone())?;
        prop_assert_eq!(made, spoke, "silence is no consent");
        if !made {
            return Ok(());
        }
        prop_assert!(self.tries("propose proposal=grant", lead)?);
        let agreed = self.departments.iter().all(|it| it.verdict != Some("disagree"));
        prop_assert_eq!(self.tries("grant", head.clone())?, agreed, "nobody is overruled");
        if !agreed {
            let lead = Standing::of([
                ("service_handler", Relation::Lead),
                ("service_handler", Relation::Own),
            ]);
            prop_assert!(self.tries("send-back", head.clone())?);
            prop_assert!(self.tries("propose proposal=refuse", lead)?);
            prop_assert!(self.tries("refuse", head)?);
        }
        self.end();
        Ok(())
    }

    fn end(&mut self) {
        let today = self.today;
        self.over = true;
        self.statutory.stop(today);
        self.promised.stop(today);
        self.departments.iter_mut().for_each(|it| it.term.stop(today));
    }

    /// What must hold after every turn; the statutory last day, where the clock runs.
    fn holds(&self) -> Result<Option<Date>, TestCaseError> {
        let now = instant(&format!("{}T23:58", self.today));
        let state = self.case.state();
        let all = readings(
            &self.case.definition,
            &self.case.params,
            &state,
            &self.case.calendar,
            now,
        );
        let of = |clock: &str, member: Option<&str>| {
            let own =
                |it: &&Reading| it.clock == clock && it.branch.as_ref().map(|b| b.member.as_str()) == member;
            all.iter().rfind(own).expect("a clock")
        };
        let (decision, promise) = (of("decision", None), of("promise", None));
        prop_assert!(
            self.statutory.shows(decision),
            "{:?} {:?}",
            self.statutory,
            decision
        );
        prop_assert!(self.promised.shows(promise), "{:?} {:?}", self.promised, promise);
        if let (Some(statutory), Some(promised)) = (decision.due_on, promise.due_on) {
            prop_assert!(promised <= statutory, "promised beyond the law");
        }
        for it in &self.departments {
            let told = state.acts.iter().filter(|act| {
                act.act == "escalate" && act.branch.as_ref().is_some_and(|b| b.member == it.name)
            });
            let told = told.count();
            prop_assert!(
                told <= usize::from(it.term.out.is_some()),
                "{} reported {} times",
                it.name,
                told
            );
            if self.over {
                continue;
            }
            let reading = of("member", Some(it.name));
            prop_assert!(it.term.shows(reading), "{}: {:?} {:?}", it.name, it.term, reading);
            let data = state
                .branch_data
                .iter()
                .find(|data| data.branch.member == it.name);
            let said = data
                .and_then(|data| data.data.get("verdict"))
                .and_then(|it| it.as_str());
            prop_assert_eq!(said, it.verdict, "{}", it.name);
        }
        Ok(decision.due_on)
    }

    /// Whoever works it out again from the events gets the same.
    fn replays(&self) -> Result<(), TestCaseError> {
        let now = instant(&format!("{}T23:58", self.today));
        let input = json!({
            "procedure": self.case.definition.source(),
            "parameters": self.case.params.as_map(),
            "events": self.case.events,
            "now": now,
        });
        let told = procedure::replay::run_json(&input.to_string()).expect("replays");
        let told: procedure::replay::ReplayOutput = serde_json::from_str(&told).expect("output");
        prop_assert_eq!(told.readings, self.case.readings(now));
        prop_assert_eq!(told.places.len(), self.case.state().tokens.len());
        for n in 1..=self.case.events.len() {
            prop_assert!(
                fold(&self.case.definition, &self.case.events[..n]).is_ok(),
                "a prefix folds"
            );
        }
        Ok(())
    }
}

fn starts() -> impl Strategy<Value = Date> {
    (0..120i64).prop_map(|n| date("2026-01-05") + n.days())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_joint_approval_runs_as_the_model_says(start in starts(), size in 2..=DEPARTMENTS.len(), turns in turns()) {
        let mut model = Model::new(start, size);
        let mut last = None;
        for (pick, days, turn) in &turns {
            model.pass(*days);
            model.turn(*pick, turn)?;
            // Standing still and extending only ever postpone.
            let due = model.holds()?;
            prop_assert!(due.is_none() || due >= last, "{:?} after {:?}", due, last);
            last = due.or(last);
        }
        // However long nobody does anything: time reports each of the silent once, and speaks for nobody.
        if !model.over {
            model.pass(120);
            for _ in 0..2 {
                model.case.wake(instant(&format!("{}T10:00", model.today)));
            }
            model.holds()?;
            let state = model.case.state();
            let told = state.acts.iter().filter(|act| act.act == "escalate").count();
            prop_assert_eq!(told, model.departments.iter().filter(|it| it.term.out.is_some()).count());
            let lead = Standing::of([("service_handler", Relation::Lead), ("service_handler", Relation::Own)]);
            let spoke = model.all_spoke();
            prop_assert_eq!(model.tries("collect", lead)?, spoke);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whoever_works_it_out_again_gets_the_same(start in starts(), size in 2..=DEPARTMENTS.len(), turns in turns()) {
        let mut model = Model::new(start, size);
        for (pick, days, turn) in &turns {
            model.pass(*days);
            model.turn(*pick, turn)?;
        }
        model.replays()?;
    }
}

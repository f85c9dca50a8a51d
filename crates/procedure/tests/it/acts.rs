//! What is refused, and why; who may do what; what expires by itself.

use procedure::{
    Amendment, Correction, EventKind, Map, Migrating, Params, Relation, Standing, Who, check_correction,
    check_migration, enabled, fold, fold_across, open, starting,
};

use crate::given;
use crate::script::{Case, date, instant};

/// (definition, script whose last step is refused, the codes of the refusal)
type Row = (&'static str, &'static str, &'static [&'static str]);

#[rustfmt::skip]
const REFUSED: &[Row] = &[
    ("request-sample", "2026-03-02 receive; 2026-03-03 fly", &["unknown-move"]),
    ("request-sample", "2026-03-02 receive; 2026-03-03 correct", &["not-here"]),
    ("request-sample", "2026-03-02 receive; 2026-03-03 answer reply_type=granted; 2026-03-04 withdraw", &["ended"]),
    ("request-sample", "2026-03-02 receive; 2026-03-03 lapse", &["only-expires"]),
    ("request-sample", "2026-03-02 receive; 2026-03-03 ask-correction", &["missing-field", "budget-out-of-range"]),
    ("request-sample", "2026-03-02 receive; 2026-03-03 ask-correction correction_days=31", &["budget-out-of-range"]),
    ("request-sample", "2026-03-02 receive; 2026-03-03 ask-correction correction_days=ten", &["bad-value", "budget-out-of-range"]),
    ("request-sample", "2026-03-02 receive; 2026-03-12 ask-correction correction_days=10", &["clock"]),
    ("request-sample", "2026-03-02 receive; 2026-03-04 ask-correction correction_days=10; 2026-03-06 correct; 2026-03-09 ask-correction correction_days=10", &["too-often"]),
    ("request-sample", "2026-03-02 receive; 2026-03-03 answer reply_type=reasonable", &["value-not-allowed"]),
    ("request-sample", "2026-03-02 receive; 2026-03-03 answer reply_type=granted colour=red", &["undeclared-field"]),
    ("request-sample", "2026-03-02 receive; 2026-03-03 extend extension_days=21", &["extension-cap"]),
    ("request-sample", "2026-03-02 receive; 2026-03-03 extend extension_days=15; 2026-03-04 extend extension_days=6", &["extension-cap"]),
    ("request-sample", "2026-03-02 receive; 2026-03-31 extend extension_days=5", &["clock-expired"]),
    ("request-sample", "2026-03-02 receive; 2026-03-04 consult third_parties=甲,甲", &["bad-value"]),
    ("request-sample", "2026-03-02 receive; 2026-03-04 consult third_parties=甲,乙; 2026-03-05 give-opinion@甲 agrees=yes; 2026-03-06 collect", &["join-waits"]),
    ("request-sample", "2026-03-02 receive; 2026-03-04 consult third_parties=甲; 2026-03-05 give-opinion@丙 agrees=yes", &["not-here"]),
    ("request-sample", "2026-03-02 receive; 2026-03-03 delay", &["missing-field", "missing-date"]),
    // Legal dates: never in the future, earlier only where declared, never backwards for a clock.
    ("request-sample", "2026-03-02 receive on=2026-03-03", &["future-date"]),
    ("request-sample", "2026-03-02 receive; 2026-03-05 answer reply_type=granted on=2026-03-04", &["not-backdated"]),
    ("request-sample", "2026-03-02 receive; 2026-03-09 ask-correction correction_days=10; 2026-03-12 correct on=2026-03-06", &["before-clock"]),
    ("request-sample", "2026-03-02 receive; 2026-03-09 ask-correction correction_days=10; 2026-03-12 correct on=2026-03-01", &["before-opening", "before-clock"]),
    ("licence", "2026-03-02 receive; 2026-03-10 tell told_once=true", &["not-here"]),
    ("licence", "2026-03-02 receive; 2026-03-05 tell told_once=false", &["not-checked"]),
    ("renewal", "2026-03-02 register; 2026-06-01 apply", &["clock"]),
    ("joint", "2026-03-02 accept; 2026-03-03 send", &["missing-field"]),
];

#[test]
fn every_refusal_names_its_reasons() {
    let mut wrong = Vec::new();
    for (code, script, expected) in REFUSED {
        let told: Vec<String> = match Case::play(code, script) {
            Ok(_) => vec!["accepted".into()],
            Err(issues) => issues.into_iter().map(|i| i.code).collect(),
        };
        if told != *expected {
            wrong.push(format!("{code}: {script}\n  {told:?}, expected {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every refusal is a Chinese sentence with a way onward.
#[test]
fn a_refusal_reads_well() {
    let mut lines = Vec::new();
    for (code, script, _) in REFUSED {
        for issue in Case::play(code, script).err().unwrap_or_default() {
            lines.push(format!(
                "{}。{}。{}",
                issue.sentence,
                issue.onward,
                issue.article.unwrap_or_default()
            ));
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}

fn submitted() -> Case {
    Case::play("publication-review", "2026-03-02 submit touched_by=100,7").expect("submitted")
}

fn allowed(case: &Case, standing: Standing, actor: i64) -> Vec<String> {
    let who = Who {
        actor: Some(actor),
        standing,
        linked_open: 0,
    };
    let offers = enabled(
        &case.definition,
        &case.params,
        &case.state(),
        &case.calendar,
        instant("2026-03-03"),
        &who,
    );
    offers.into_iter().map(|o| o.act).collect()
}

/// Nobody approves what they wrote or edited, nobody approves twice.
#[test]
fn four_approvals_by_distinct_people() {
    let mut case = submitted();
    let section = || Standing::of([("section_head", Relation::Own)]);
    assert_eq!(
        allowed(&case, section(), 8),
        ["approve-section", "return-section"]
    );
    assert_eq!(allowed(&case, section(), 7), ["return-section"], "7 edited it");
    assert_eq!(
        allowed(&case, Standing::of([("head", Relation::Own)]), 9),
        Vec::<String>::new()
    );
    assert_eq!(
        allowed(&case, Standing::of([("submitter", Relation::Own)]), 100),
        ["recall"]
    );
    case.step("2026-03-03 approve-section").expect("by 101");
    let leader = Standing::of([("branch_leader", Relation::Own)]);
    assert_eq!(
        allowed(&case, leader.clone(), 101),
        ["return-leader"],
        "101 has approved it before"
    );
    assert_eq!(allowed(&case, leader, 102), ["approve-leader", "return-leader"]);
    for step in [
        "2026-03-04 approve-leader",
        "2026-03-05 approve-openness",
        "2026-03-06 approve-head",
    ] {
        case.step(step).expect("passes");
    }
    assert_eq!(case.state().outcome.expect("ended").outcome, "published");
}

/// A township without an openness office turns to its county's; one that has it does not.
#[test]
fn a_lacking_office_is_its_ancestors() {
    let mut case = submitted();
    case.step("2026-03-03 approve-section").expect("passes");
    case.step("2026-03-04 approve-leader").expect("passes");
    let county = Standing::of([("openness_office", Relation::Ancestor("county".into()))]);
    assert_eq!(allowed(&case, county.clone(), 50), Vec::<String>::new());
    assert_eq!(
        allowed(&case, county.lacking("openness_office"), 50),
        ["approve-openness", "return-openness"]
    );
}

/// A deputy acts on behalf of another: both count as having acted.
#[test]
fn whoever_is_acted_for_has_acted_too() {
    let mut case = submitted();
    let (now, mut proposal) = case.proposal("2026-03-03 approve-section");
    proposal.on_behalf_of = Some(7);
    let codes: Vec<String> = case
        .check(now, &proposal)
        .expect_err("7 edited it")
        .into_iter()
        .map(|i| i.code)
        .collect();
    assert_eq!(codes, ["touched-by-actor"]);
    proposal.on_behalf_of = Some(60);
    case.events
        .push(case.check(now, &proposal).expect("passes").event);
    assert_eq!(
        allowed(&case, Standing::of([("branch_leader", Relation::Own)]), 60),
        ["return-leader"]
    );
}

#[test]
fn a_branch_is_acted_in_by_its_own_member_only() {
    let case = Case::play("joint", "2026-03-02 accept; 2026-03-03 send departments=甲,乙").expect("plays");
    let standing = Standing::default().within("member_office", Relation::Member, "甲");
    let who = Who {
        actor: Some(5),
        standing,
        linked_open: 0,
    };
    let offers = enabled(
        &case.definition,
        &case.params,
        &case.state(),
        &case.calendar,
        instant("2026-03-03"),
        &who,
    );
    let told: Vec<_> = offers
        .iter()
        .map(|o| (o.act.as_str(), o.branch.as_ref().map(|b| b.member.as_str())))
        .collect();
    assert_eq!(told, [("visit", Some("甲")), ("agree", Some("甲"))]);
}

/// An act in one branch leaves the others where they were.
#[test]
fn branches_do_not_disturb_each_other() {
    let case = Case::play("joint", "2026-03-02 accept; 2026-03-03 send departments=甲,乙; 2026-03-04 agree@甲 verdict=同意; 2026-03-05 visit@乙").expect("plays");
    let state = case.state();
    assert_eq!(state.branch("甲").map(|t| t.place.as_str()), Some("agreed"));
    assert_eq!(state.branch("乙").map(|t| t.place.as_str()), Some("site-visit"));
    let stopped = Case::play(
        "joint",
        "2026-03-02 accept; 2026-03-03 send departments=甲,乙; 2026-03-04 stop",
    )
    .expect("plays")
    .state();
    assert_eq!(
        (stopped.tokens.len(), stopped.block),
        (1, None),
        "everything is cancelled"
    );
}

/// 行政许可法 art. 32(四): effective on the day of receipt, and what it starts may be due too.
#[test]
fn expiries_come_in_a_row_with_their_legal_dates() {
    let mut case = Case::play("licence", "2026-03-02 receive").expect("plays");
    case.wake(instant("2026-03-09T23:59"));
    assert_eq!(case.events.len(), 1, "the due day is not over");
    case.wake(instant("2026-03-10T00:00"));
    let event = case.events.last().expect("woken").clone();
    assert_eq!(
        (event.kind, event.effective_on, event.actor),
        (EventKind::Expired, date("2026-03-02"), None)
    );
    case.wake(instant("2026-03-10T00:01"));
    assert_eq!(case.events.len(), 2, "once only");
    // Silence of all third parties sends nobody on; each branch expires by itself.
    let mut request = Case::play(
        "request-sample",
        "2026-03-02 receive; 2026-03-09 consult third_parties=甲,乙",
    )
    .expect("plays");
    request.wake(instant("2026-03-31"));
    let dates: Vec<_> = request
        .events
        .iter()
        .filter(|e| e.kind == EventKind::Expired)
        .map(|e| e.effective_on)
        .collect();
    assert_eq!(dates, [date("2026-03-30"), date("2026-03-30")]);
}

/// A pending expiry bars every act; a provisional date never expires.
#[test]
fn expiries_bar_and_provisional_ones_wait() {
    let case = Case::play("licence", "2026-03-02 receive").expect("plays");
    let (_, proposal) = case.proposal("2026-03-10 accept");
    let codes: Vec<String> = case
        .check(instant("2026-03-10"), &proposal)
        .expect_err("pending")
        .into_iter()
        .map(|i| i.code)
        .collect();
    assert_eq!(codes, ["expiry-pending"]);
    let mut late = Case::play("licence", "2026-12-28 receive").expect("plays");
    late.wake(instant("2027-02-01"));
    assert_eq!(
        late.events.len(),
        1,
        "2027 is not announced: it alarms but does not expire"
    );
    assert!(late.reading("telling", instant("2027-02-01")).provisional);
}

/// Silence passes only where the law says so: the lead goes on after fifteen working days.
#[test]
fn the_lead_goes_on_after_silence() {
    let script = "2026-03-02 begin; 2026-03-02T11:00 ask agencies=甲,乙; 2026-03-05 answer@甲";
    let mut case = Case::play("co-author", script).expect("plays");
    let early = case
        .step("2026-03-23 go-on")
        .expect_err("the fifteenth day is not over");
    assert_eq!(early[0].code, "join-waits");
    case.step("2026-03-24 go-on").expect("silence agrees");
    assert_eq!(case.state().outcome.expect("ended").outcome, "settled");
}

fn correction(seq: i64, actor: i64) -> Correction {
    let amends = Amendment {
        seq,
        void: false,
        effective_on: None,
        data: Map::new(),
    };
    Correction {
        actor,
        amends,
        reason: "录入有误".into(),
        documents: vec![],
        request_key: None,
    }
}

fn correct(case: &Case, wanted: &Correction) -> Result<Vec<procedure::Event>, Vec<String>> {
    let now = instant("2026-04-20");
    let planned = check_correction(
        &[&case.definition],
        &case.params,
        &case.events,
        &case.calendar,
        now,
        wanted,
    );
    let append = |p: procedure::Planned| case.events.iter().cloned().chain([p.event]).collect();
    planned
        .map(append)
        .map_err(|list| list.into_iter().map(|i| i.code).collect())
}

/// By another person, never an outward act, and only while every later event stays valid.
#[test]
fn corrections() {
    let script = "2026-03-02 receive; 2026-03-04 ask-agencies; 2026-03-10 agencies-answer; 2026-03-12 extend extension_days=10";
    let case = Case::play("request-sample", script).expect("plays");
    let refused = |c: &Correction| correct(&case, c).expect_err("refused");
    assert_eq!(refused(&correction(3, 102)), ["same-person"]);
    assert_eq!(refused(&correction(1, 900)), ["outward"], "a receipt was issued");
    assert_eq!(refused(&correction(9, 900)), ["unknown-event"]);
    let mut void = correction(2, 900);
    void.amends.void = true;
    assert_eq!(
        refused(&void),
        ["later-invalid"],
        "nothing could be answered then"
    );
    let joint = Case::play(
        "joint",
        "2026-03-02 accept; 2026-03-03 send departments=甲,乙; 2026-03-05 agree@甲 verdict=不同意",
    )
    .expect("plays");
    let mut data = correction(3, 900);
    data.amends.data.insert("verdict".into(), "同意".into());
    let events = correct(&joint, &data).expect("accepted");
    let state = fold(&joint.definition, &events).expect("folds");
    assert_eq!(state.branch_data[0].data["verdict"], "同意");
    assert_eq!(state.seq, 4, "the correction is itself an event");
    let mut void = correction(3, 900);
    void.amends.void = true;
    let state = fold(
        &joint.definition,
        &correct(&joint, &void).expect("nothing came after"),
    )
    .expect("folds");
    assert_eq!(state.branch("甲").map(|t| t.place.as_str()), Some("reviewing"));
}

/// A true date, with its document, moves every clock that rests on it; what would then have
/// expired makes the correction invalid.
#[test]
fn a_corrected_date_moves_the_clocks() {
    let case = Case::play("licence", "2026-03-04 receive; 2026-03-06 accept").expect("plays");
    let mut earlier = correction(1, 900);
    earlier.amends.effective_on = Some(date("2026-03-03"));
    assert_eq!(
        correct(&case, &earlier).expect_err("no document"),
        ["missing-document"]
    );
    earlier.documents = vec!["e".repeat(64)];
    let state = fold(&case.definition, &correct(&case, &earlier).expect("accepted")).expect("folds");
    assert_eq!(state.opened_on, Some(date("2026-03-03")));
    let read = procedure::readings(
        &case.definition,
        &case.params,
        &state,
        &case.calendar,
        instant("2026-04-20"),
    );
    let telling = read.iter().find(|r| r.clock == "telling").expect("read");
    assert_eq!(telling.due_on, Some(date("2026-03-10")));
    earlier.amends.effective_on = Some(date("2026-02-25"));
    assert_eq!(
        correct(&case, &earlier).expect_err("accepted by silence before"),
        ["later-invalid"]
    );
}

/// A running case goes on under a newer definition when every place is mapped.
#[test]
fn migrations() {
    let mut case = Case::play("licence", "2026-03-02 receive; 2026-03-04 accept").expect("plays");
    let newer = case
        .definition
        .source()
        .replace("version = 1", "version = 2")
        .replace("\"special\"", "\"experts\"");
    let newer = procedure::Definition::parse(&newer).expect("proved");
    let params = given::params(&newer);
    let mut wish = Migrating {
        actor: 1,
        places: Default::default(),
        reason: "流程更新".into(),
        request_key: None,
    };
    let migrate = |wish: &Migrating, state: &procedure::State| {
        check_migration(
            &case.definition,
            &newer,
            &params,
            state,
            instant("2026-03-05"),
            wish,
        )
    };
    assert!(
        migrate(&wish, &case.state())
            .expect_err("unmapped")
            .iter()
            .all(|i| i.code == "not-mapped")
    );
    wish.places = case
        .definition
        .places()
        .iter()
        .map(|p| (p.code.clone(), p.code.replace("special", "experts")))
        .collect();
    let planned = migrate(&wish, &case.state()).expect("mapped");
    case.events.push(planned.event);
    assert!(
        fold(&case.definition, &case.events).is_err(),
        "the newer definition is needed"
    );
    let state = fold_across(&[&case.definition, &newer], &case.events).expect("folds");
    assert!(state.at("accepted"));
    let readings = procedure::readings(&newer, &params, &state, &case.calendar, instant("2026-03-06"));
    let decision = readings.iter().find(|r| r.clock == "decision").expect("runs on");
    assert_eq!(decision.due_on, Some(date("2026-04-01")));
}

#[test]
fn parameters_are_checked_when_bound() {
    let definition = given::definition("licence");
    let bind = |value: serde_json::Value| {
        let map = Map::from_iter([
            ("promised_days".to_owned(), value),
            ("colour".to_owned(), "red".into()),
        ]);
        Params::bind(&definition, map)
            .expect_err("wrong")
            .into_iter()
            .map(|i| i.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(bind(21.into()), ["unknown-parameter", "bad-parameter"]);
    assert_eq!(bind("ten".into()), ["unknown-parameter", "bad-parameter"]);
    assert_eq!(
        Params::bind(&given::definition("renewal"), Map::new()).expect_err("no date")[0].code,
        "missing-parameter"
    );
}

/// What opens a case is offered to whoever may open it, and checked like every act.
#[test]
fn opening() {
    let definition = given::definition("take-down");
    let officer = Standing::of([("takedown_officer", Relation::Own)]);
    assert_eq!(starting(&definition, &officer).len(), 1);
    assert!(starting(&definition, &Standing::of([("submitter", Relation::Own)])).is_empty());
    let case = Case::new("take-down");
    let (now, mut proposal) = case.proposal("2026-03-06T17:00 take-offline ground=personal");
    let planned = open(&definition, &case.params, &case.calendar, now, &proposal).expect("opens");
    assert!(
        planned
            .effects
            .iter()
            .any(|e| e.effect == procedure::Effect::Withdraw)
    );
    proposal.reason = Some("  ".into());
    let codes = open(&definition, &case.params, &case.calendar, now, &proposal).expect_err("no reason");
    assert_eq!(codes[0].code, "missing-reason");
}

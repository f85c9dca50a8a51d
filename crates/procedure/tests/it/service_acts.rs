//! 政务服务: what the law demands of the acts, beside their days.

use procedure::{ClockState, Effect, Issue, Map, Params, Relation, Standing};

use crate::script::{Case, date, instant};
use crate::service_days::{ALL, GAP, NOW, ONE, PUB, UP, go, item, play};

pub fn refused(told: Result<Case, Vec<Issue>>) -> String {
    match told {
        Ok(_) => "passes".into(),
        Err(issues) => issues
            .iter()
            .map(|i| i.code.as_ref())
            .collect::<Vec<_>>()
            .join(" "),
    }
}

fn effects(case: &Case, act: &str) -> Vec<Effect> {
    case.definition.find_move(act).expect("a move").effects.clone()
}

pub const ACCEPTED: &str = "2026-03-02 receive; 2026-03-04 accept";

/// art. 32: five answers, each a numbered letter, at the window of every kind of item.
#[test]
fn five_answers_each_with_a_voucher() {
    let answers = [
        "decline-unneeded",
        "decline-elsewhere",
        "fix-on-spot",
        "tell",
        "accept",
    ];
    for code in [NOW, ONE, UP, ALL] {
        let case = item(code);
        for (n, act) in answers.iter().enumerate() {
            let step = case.definition.find_move(act).expect("an answer");
            assert!(step.sources().contains(&"received".into()), "{code} {act}");
            let article = step.article.as_deref().unwrap_or_default();
            let number = ["（一）", "（二）", "（三）", "（四）", "（五）"][n];
            assert!(
                article.contains("第三十二条第一款") && article.contains(number),
                "{code} {act}"
            );
            let letters = step
                .effects
                .iter()
                .filter(|e| matches!(e, Effect::Letter { .. }))
                .count();
            // Its number is that of the letter.
            assert_eq!(letters, 1, "{code} {act}");
        }
    }
}

/// Every move of a person or of time says by what law or rule; only what sends back within the office needs none.
#[test]
fn every_move_has_its_article() {
    for code in [NOW, ONE, UP, ALL, PUB] {
        let case = item(code);
        let bare = case
            .definition
            .moves()
            .iter()
            .filter(|m| m.article.is_none() && m.code != "send-back");
        assert_eq!(
            bare.map(|m| m.code.as_str()).collect::<Vec<_>>(),
            Vec::<&str>::new(),
            "{code}"
        );
    }
}

#[test]
fn what_is_missing_is_told_once() {
    let told = "2026-03-02 receive; 2026-03-05 tell; 2026-03-20 supply; 2026-03-23 tell";
    assert_eq!(refused(play(ONE, told)), "not-here");
    let all = "2026-03-02 receive; 2026-03-05 tell told_all=false";
    assert_eq!(refused(play(ONE, all)), "not-checked");
    let late = "2026-03-02 receive; 2026-03-10 tell";
    assert_eq!(
        refused(play(ONE, late)),
        "not-here",
        "deemed accepted, nothing can be asked for"
    );
}

/// The deemed acceptance has the day of receipt whenever the program looks; only the recording differs.
#[test]
fn acceptance_is_deemed_on_the_day_of_receipt() {
    for looked in ["2026-03-10T00:00", "2026-03-16", "2026-06-01"] {
        let mut case = play(ONE, "2026-03-02 receive").expect("plays");
        case.wake(instant(looked));
        let event = case.events.last().expect("an event");
        assert_eq!(event.act.as_deref(), Some("deem-accepted"));
        assert_eq!(
            (event.effective_on, event.recorded_at),
            (date("2026-03-02"), instant(looked))
        );
    }
    let mut early = play(ONE, "2026-03-02 receive").expect("plays");
    early.wake(instant("2026-03-09T23:59"));
    assert_eq!(early.events.len(), 1, "the fifth day is in time until it is over");
}

#[test]
fn an_item_that_does_not_defer_cannot() {
    let script = "2026-03-02 receive; 2026-03-04 accept-deferred";
    assert_eq!(refused(play(ONE, script)), "not-for-this-item");
    assert_eq!(refused(play(GAP, script)), "passes");
    let unsigned = "2026-03-02 receive; 2026-03-04 accept-deferred promise_signed=false";
    assert_eq!(refused(play(GAP, unsigned)), "not-checked");
}

#[test]
fn nothing_is_granted_while_deferred_materials_are_owed() {
    let owed = "2026-03-02 receive; 2026-03-04 accept-deferred; 2026-03-10 propose; 2026-03-11 grant";
    assert_eq!(refused(play(GAP, owed)), "clock");
    let supplied = "2026-03-02 receive; 2026-03-04 accept-deferred; 2026-03-09 supply-deferred; 2026-03-10 propose; 2026-03-11 grant";
    assert_eq!(refused(play(GAP, supplied)), "passes");
    let nothing = "2026-03-02 receive; 2026-03-04 accept; 2026-03-09 supply-deferred";
    assert_eq!(refused(play(GAP, nothing)), "clock", "nothing was deferred");
    let refusal = "2026-03-02 receive; 2026-03-04 accept-deferred; 2026-03-10 propose proposal=refuse; 2026-03-11 refuse";
    assert_eq!(refused(play(GAP, refusal)), "passes");
}

/// A promise that lapses sends the application back even out of a special procedure.
#[test]
fn what_was_promised_and_not_supplied_is_returned() {
    let script =
        "2026-03-02 receive; 2026-03-04 accept-deferred; 2026-03-11 begin-special; 2026-03-12 begin-second";
    let mut case = play(GAP, script).expect("plays");
    case.wake(instant("2026-03-18T23:59"));
    assert!(case.state().at("special-two"));
    case.wake(instant("2026-03-19"));
    assert!(case.state().at("returned"));
    assert_eq!(
        case.events.last().expect("an event").effective_on,
        date("2026-03-19")
    );
    for clock in ["decision", "promise", "special", "deferral"] {
        assert_ne!(
            case.reading(clock, instant("2026-03-20")).state,
            ClockState::Running,
            "{clock} ran on"
        );
    }
}

#[test]
fn an_extension_is_granted_once_and_by_the_head() {
    let twice = format!("{ACCEPTED}; 2026-03-16 extend extension_days=4; 2026-03-17 extend extension_days=4");
    assert_eq!(refused(play(ONE, &twice)), "too-often");
    let much = format!("{ACCEPTED}; 2026-03-16 extend extension_days=11");
    assert_eq!(refused(play(ONE, &much)), "extension-cap");
    assert_eq!(
        refused(play(
            ALL,
            &format!("{ACCEPTED}; 2026-03-16 extend extension_days=16")
        )),
        "extension-cap"
    );
    assert_eq!(
        refused(play(ONE, &format!("{ACCEPTED}; 2026-04-02 extend"))),
        "clock-expired"
    );
    let head = |code, relation| {
        let case = play(code, ACCEPTED).expect("plays");
        let (now, mut proposal) = case.proposal("2026-03-16 extend extension_days=10");
        proposal.standing = Standing::of([("head", relation)]);
        case.check(now, &proposal).is_ok()
    };
    assert!(head(ONE, Relation::Own));
    assert!(head(ALL, Relation::Ancestor("county".into())));
    assert!(
        !head(ALL, Relation::Own),
        "the lead's own head does not extend a joint approval"
    );
}

#[test]
fn who_proposed_does_not_decide_and_only_what_was_proposed_is_decided() {
    let mut case = play(ONE, &format!("{ACCEPTED}; 2026-03-10 propose")).expect("plays");
    let (now, mut proposal) = case.proposal("2026-03-11 grant");
    proposal.actor = case.state().last_act("propose").expect("proposed").actor;
    assert_eq!(
        case.check(now, &proposal).expect_err("the same person")[0].code,
        "same-person"
    );
    assert_eq!(
        refused(go(&mut case, "2026-03-11 refuse").map(|()| item(ONE))),
        "value-not-allowed"
    );
}

/// A hearing that was claimed is held before anything is proposed (art. 47).
#[test]
fn a_claimed_hearing_is_held() {
    let claimed = format!("{ACCEPTED}; 2026-03-09 tell-hearing; 2026-03-12 claim-hearing");
    assert_eq!(
        refused(play(ONE, &format!("{claimed}; 2026-03-13 propose"))),
        "clock"
    );
    let held = format!("{claimed}; 2026-03-18 begin-hearing; 2026-03-25 end-special; 2026-03-26 propose");
    assert_eq!(refused(play(ONE, &held)), "passes");
    assert_eq!(
        refused(play(ONE, &format!("{ACCEPTED}; 2026-03-12 claim-hearing"))),
        "clock",
        "nobody was told"
    );
    let late = format!("{ACCEPTED}; 2026-03-09 tell-hearing; 2026-03-17 claim-hearing");
    assert_eq!(refused(play(ONE, &late)), "clock", "the five days are over");
}

/// 双公示: what the item binds decides whether a grant opens the linked case.
#[test]
fn a_grant_is_published_where_the_item_says_so() {
    let opens = |act: &str| {
        effects(&item(ONE), act)
            .iter()
            .any(|e| matches!(e, Effect::OpenCase { procedure, .. } if procedure == PUB))
    };
    assert!(opens("grant") && !opens("grant-unpublished"));
    let script = |act: &str| format!("{ACCEPTED}; 2026-03-10 propose; 2026-03-11 {act}");
    let hidden = "service-promised publishes=false";
    assert_eq!(refused(play(ONE, &script("grant"))), "passes");
    assert_eq!(
        refused(play(ONE, &script("grant-unpublished"))),
        "not-for-this-item"
    );
    assert_eq!(refused(play(hidden, &script("grant"))), "not-for-this-item");
    assert_eq!(refused(play(hidden, &script("grant-unpublished"))), "passes");
}

#[test]
fn a_promise_longer_than_the_law_binds_no_item() {
    for code in [NOW, ONE, UP, ALL] {
        let case = item(code);
        let mut map = Map::new();
        map.insert("statutory_days".into(), 4.into());
        map.insert("promised_days".into(), 5.into());
        let issues = Params::bind(&case.definition, map).expect_err("too long");
        assert_eq!(issues[0].code, "promise-too-long", "{code}");
    }
}

/// A page offers the first move that neither refuses nor wants a reason: at every place the one that takes
/// the case onward.
#[test]
fn what_is_usual_comes_first() {
    let usual = |code: &str, place: &str| {
        let definition = item(code).definition;
        let forward = |m: &&procedure::Move| {
            let person = !m.is_system() && m.actors.iter().all(|a| a.role != "applicant");
            person && !m.danger && !m.reason && m.starts_at(place)
        };
        definition
            .moves()
            .iter()
            .find(forward)
            .map(|m| m.code.clone())
            .unwrap_or_default()
    };
    for (code, places) in [
        (
            NOW,
            "received accept; resubmitted accept; deemed issue-voucher; handling grant; decided deliver; delivered archive; lapsed archive",
        ),
        (
            ONE,
            "received accept; reviewing propose; special end-special; special-two end-second; special-three end-third; deciding grant; decided deliver; returned archive",
        ),
        (
            UP,
            "reviewing propose; special end-special; deciding send-up; superior superior-grant; supplementing report-again; decided deliver",
        ),
        (
            ALL,
            "accepted send; member-review give-opinion; special end-special; collected propose; lead-special end-lead-special; deciding grant; withdrawn archive",
        ),
        (PUB, "preparing publish-done"),
    ] {
        for (place, act) in places.split("; ").filter_map(|pair| pair.split_once(' ')) {
            assert_eq!(usual(code, place), act, "{code} {place}");
        }
    }
}

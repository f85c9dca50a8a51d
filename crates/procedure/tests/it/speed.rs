//! How long the engine's part of an act takes.

use std::time::Instant;

use crate::script::{Case, instant};

/// Prints the time of fold + expiries + check + readings; meaningful in release builds only,
/// so the bound is generous.
#[test]
fn an_act_is_quick() {
    let script = "2026-03-02 receive; 2026-03-04 ask-agencies; 2026-03-06 agencies-answer; 2026-03-09 consult third_parties=甲,乙; \
        2026-03-10 give-opinion@甲 agrees=yes; 2026-03-11 give-opinion@乙 agrees=no; 2026-03-12 collect; 2026-03-13 extend extension_days=5";
    let case = Case::play("request-sample", script).expect("plays");
    let (now, proposal) = case.proposal("2026-03-16 answer reply_type=granted");
    let rounds = 200u32;
    let began = Instant::now();
    for _ in 0..rounds {
        let state = case.state();
        let due = procedure::due_expiries(&case.definition, &case.params, &state, &case.calendar, now)
            .expect("folds");
        assert!(due.is_empty());
        let planned = case.check(now, &proposal).expect("passes");
        let read = procedure::readings(
            &case.definition,
            &case.params,
            &planned.state,
            &case.calendar,
            instant("2026-03-16"),
        );
        assert_eq!(read.len(), 8);
    }
    let each = began.elapsed() / rounds;
    println!(
        "fold, expiries, check, readings of {} events: {each:?}",
        case.events.len()
    );
    assert!(each.as_millis() < 20, "{each:?}");
}

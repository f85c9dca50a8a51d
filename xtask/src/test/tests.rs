//! The counting, on outputs as cargo prints them.

use std::time::Duration;

use super::tally::Tally;
use super::{Ended, Will};

fn count(output: &str, cargo_passed: bool, skips: &str) -> String {
    let mut tally = Tally::default();
    output.lines().for_each(|line| tally.read(line));
    tally.end(cargo_passed);
    tally.skip(skips);
    let report = tally.report(Duration::from_secs(61));
    assert_eq!(tally.passed(), report.contains(" 0 failed,"));
    report
}

fn last_line(report: &str) -> &str {
    report.lines().last().expect("a report has lines")
}

const TWO_PROGRAMS: &str = "
     Running unittests src/lib.rs (target/debug/deps/calendar-0123)

running 3 tests
test count::leap ... ok
test count::slow ... ignored, measures only
test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s

     Running house.rs (target/debug/deps/house-0123)
test acts::sqlite ... ok
test acts::postgres ... ok
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s

   Doc-tests calendar
test crates/calendar/src/lib.rs - add (line 3) ... ok
test result: ok. 11 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s
";

#[test]
fn adds_up_programs_and_examples() {
    let report = count(TWO_PROGRAMS, true, "");
    assert_eq!(last_line(&report), "15 passed, 0 failed, 1 skipped");
    assert!(report.contains("count::slow: measures only"));
    assert!(report.contains("Total: 16 tests in 3 programs, 1 min 1 s"));
}

#[test]
fn a_test_that_skipped_itself_has_not_passed() {
    let report = count(
        TWO_PROGRAMS,
        true,
        "house::acts::postgres\tno server\nhouse::acts::postgres\tno server\n",
    );
    assert_eq!(last_line(&report), "14 passed, 0 failed, 2 skipped");
    assert!(report.contains("house::acts::postgres: no server"));
}

#[test]
fn a_failed_test_is_named_and_cannot_be_skipped_away() {
    let output = TWO_PROGRAMS
        .replace("test acts::postgres ... ok", "test acts::postgres ... FAILED")
        .replace(
            "ok. 2 passed; 0 failed; 0 ignored",
            "FAILED. 1 passed; 1 failed; 0 ignored",
        );
    let report = count(&output, false, "house::acts::postgres\tno server\n");
    assert_eq!(last_line(&report), "14 passed, 1 failed, 1 skipped");
    assert!(report.contains("acts::postgres  [house]"));
}

#[test]
fn the_report_repeats_why_a_test_failed() {
    let output = TWO_PROGRAMS
        .replace("test acts::postgres ... ok", "test acts::postgres ... FAILED")
        .replace(
            "test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s",
            "failures:

---- acts::postgres stdout ----
skipped nothing

thread 'acts::postgres' (7) panicked at tests/house/acts.rs:12:5:
the page does not say \"已办理\"
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace


failures:
    acts::postgres

test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s",
        );
    let report = count(&output, false, "");
    let told = "  acts::postgres  [house]
      thread 'acts::postgres' (7) panicked at tests/house/acts.rs:12:5:
      the page does not say \"已办理\"
Total: ";
    assert!(report.contains(told), "{report}");
}

#[test]
fn a_crash_counts_wherever_it_happens() {
    let first = TWO_PROGRAMS.replacen("test result: ok. 2 passed", "killed", 1);
    assert_eq!(
        last_line(&count(&first, false, "")),
        "13 passed, 1 failed, 1 skipped"
    );
    let last = TWO_PROGRAMS.replace("test result: ok. 11 passed", "killed");
    assert_eq!(
        last_line(&count(&last, false, "")),
        "4 passed, 1 failed, 1 skipped"
    );
}

#[test]
fn cargo_s_own_error_counts_and_so_does_a_run_without_tests() {
    assert_eq!(
        last_line(&count("error: no such package", false, "")),
        "0 passed, 1 failed, 0 skipped"
    );
    assert_eq!(last_line(&count("", true, "")), "0 passed, 1 failed, 0 skipped");
}

#[test]
fn what_a_test_prints_is_no_heading() {
    let output = TWO_PROGRAMS.replace("running 3 tests", "Running away (from/it)\nDoc-tests are fun");
    assert_eq!(
        last_line(&count(&output, true, "")),
        "15 passed, 0 failed, 1 skipped"
    );
}

#[test]
fn a_will_is_executed_backwards_even_when_only_dropped() {
    let file = std::env::temp_dir().join(format!("sundial-will-{}", std::process::id()));
    let named = super::will::quoted(&file.display().to_string());
    let mut will = Will::write();
    will.add(format!("echo first >> {named}"));
    will.add(format!("echo last >> {named}"));
    will.execute();
    assert_eq!(std::fs::read_to_string(&file).expect("executed"), "last\nfirst\n");
    std::fs::remove_file(&file).expect("made above");
}

#[test]
fn cargo_runs_in_the_given_folder_and_its_end_is_seen() {
    let mut will = Will::write();
    let mut lines = Vec::new();
    let now = std::time::Instant::now();
    let here = std::env::temp_dir();
    let mut run = |args: &[&str], lines: &mut Vec<String>| {
        super::cargo(&here, args, &[], &mut will, now, &mut |line| {
            lines.push(line.to_owned())
        })
    };
    assert!(run(&["--version"], &mut lines) == Ended::Well);
    assert!(lines[0].starts_with("cargo "));
    assert!(run(&["no-such-command"], &mut lines) == Ended::Badly);
}

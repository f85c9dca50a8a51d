//! Children that behave, and children that do not. The worst of them is this test program itself, started
//! again.

use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::{Limits, confine, run};
use crate::error::{Error, RefusalKind, Result};

const LIMITS: Limits = Limits {
    time: Duration::from_secs(20),
    memory_bytes: 1 << 30,
    output_bytes: 1_000_000,
};
/// Arguments that make this program run [`as_a_child`] and nothing else.
const AGAIN: [&str; 4] = [
    "child::tests::as_a_child",
    "--exact",
    "--nocapture",
    "--test-threads=1",
];

async fn sh(script: &str, input: &[u8], limits: Limits) -> Result<Vec<u8>> {
    run(&PathBuf::from("/bin/sh"), &["-c", script], input.into(), limits).await
}

/// What the log would say.
fn logged(result: Result<Vec<u8>>) -> String {
    match result {
        Err(Error::Fault(fault)) => fault.cause.to_string(),
        other => panic!("no fault: {other:?}"),
    }
}

#[tokio::test]
async fn input_goes_in_and_output_comes_out() {
    // More than a pipe holds, both ways.
    let input = vec![b'a'; 400_000];
    assert_eq!(sh("cat", &input, LIMITS).await.expect("healthy"), input);
    assert_eq!(
        sh("exec <&-; printf done", &input, LIMITS)
            .await
            .expect("healthy"),
        b"done"
    );
}

#[tokio::test]
async fn the_environment_is_empty() {
    let out = sh("printf %s \"$HOME$CARGO_PKG_NAME\"", b"", LIMITS)
        .await
        .expect("healthy");
    assert_eq!(out, b"");
}

#[tokio::test]
async fn a_refusal_is_handed_on() {
    let said = r#"printf '{"refusal":["标题没有填写。","正文过长。"]}'; exit 2"#;
    let Err(Error::Refusal(refusal)) = sh(said, b"", LIMITS).await else {
        panic!("no refusal")
    };
    assert_eq!(refusal.kind, RefusalKind::Invalid);
    let sentences: Vec<_> = refusal.issues.iter().map(|it| it.sentence.as_str()).collect();
    assert_eq!(sentences, ["标题没有填写。", "正文过长。"]);
}

#[tokio::test]
async fn an_exit_of_two_without_sentences_is_a_fault() {
    for said in [
        "exit 2",
        "printf '{\"refusal\":[]}'; exit 2",
        "printf usage; exit 2",
    ] {
        assert!(
            logged(sh(said, b"", LIMITS).await).contains("exit status: 2"),
            "{said}"
        );
    }
}

#[tokio::test]
async fn a_crash_is_a_fault_with_the_end_of_what_was_said() {
    let said = logged(
        sh(
            "head -c 9000 /dev/zero | tr '\\0' x >&2; echo the end >&2; kill -SEGV $$",
            b"",
            LIMITS,
        )
        .await,
    );
    assert!(said.contains("signal: 11") && said.ends_with("the end"), "{said}");
    assert!(said.len() < 2_200, "{} bytes", said.len());
}

#[tokio::test]
async fn time_is_kept() {
    let limits = Limits {
        time: Duration::from_millis(300),
        ..LIMITS
    };
    let started = Instant::now();
    let said = logged(sh("exec sleep 30", b"", limits).await);
    assert!(said.contains("took longer than 300ms"), "{said}");
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn output_is_counted_while_it_comes() {
    let said = logged(sh("while :; do echo yes; done", b"", LIMITS).await);
    assert!(said.contains("wrote more than 1000000 bytes"), "{said}");
    assert_eq!(
        sh(
            "printf 123",
            b"",
            Limits {
                output_bytes: 3,
                ..LIMITS
            }
        )
        .await
        .expect("healthy"),
        b"123"
    );
}

#[tokio::test]
async fn a_child_nobody_waits_for_is_ended() {
    let folder = tempfile::tempdir().expect("a folder");
    let mark = folder.path().join("mark");
    let script = format!("sleep 1; : > '{}'", mark.display());
    let limits = LIMITS;
    let waiting = tokio::time::timeout(Duration::from_millis(200), sh(&script, b"", limits)).await;
    assert!(waiting.is_err());
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert!(!mark.exists());
}

#[tokio::test]
async fn a_program_that_is_not_there_is_a_fault() {
    let said = logged(run(&PathBuf::from("/nonexistent"), &[], vec![], LIMITS).await);
    assert!(said.contains("did not start"), "{said}");
}

#[tokio::test]
async fn a_confined_child_has_little_memory_writes_no_file_and_stops_computing() {
    let program = std::env::current_exe().expect("this program");
    for (role, ends) in [
        ("role=memory", "signal: 6"),
        ("role=file", "signal: 25"),
        ("role=compute", "signal: "),
    ] {
        let args: Vec<&str> = AGAIN.iter().copied().chain([role]).collect();
        let said = logged(run(&program, &args, vec![], LIMITS).await);
        assert!(said.contains(ends), "{role}: {said}");
    }
    let args: Vec<&str> = AGAIN.iter().copied().chain(["role=healthy"]).collect();
    let out = run(&program, &args, vec![], LIMITS).await.expect("healthy");
    assert!(String::from_utf8_lossy(&out).contains("within limits"));
}

/// Not a test of its own: what the one above starts.
#[test]
fn as_a_child() {
    let Some(role) = std::env::args().find_map(|it| it.strip_prefix("role=").map(str::to_owned)) else {
        return;
    };
    confine(Limits {
        time: Duration::from_secs(0),
        memory_bytes: 400 << 20,
        output_bytes: 0,
    })
    .expect("confined");
    match role.as_str() {
        "memory" => drop(std::hint::black_box(vec![1_u8; 500 << 20])),
        "file" => {
            let mut file = tempfile::tempfile().expect("a file");
            file.write_all(b"a").expect("too large");
        }
        "compute" => loop {
            std::hint::black_box(0);
        },
        _ => println!("within limits"),
    }
}

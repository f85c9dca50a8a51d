//! `cargo xtask test`: every test of the workspace, with what the tests need, on any machine that
//! has Rust: installs, starts a PostgreSQL of its own, runs, counts, cleans up.

mod machine;
mod postgres;
mod tally;
mod will;

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use tally::Tally;
use will::Will;

/// A run that takes longer hangs. Building from nothing on two cores takes a good part of it.
const LIMIT: Duration = Duration::from_secs(80 * 60);

/// Runs the tests that `args` choose (arguments of `cargo test`; none: all of them).
pub fn run(root: &Path, args: &[String]) -> bool {
    let began = Instant::now();
    machine::prepare();
    let mut will = Will::write();
    let scratch = scratch_folder(&mut will);
    let skips = scratch.join("skips");
    let mut environment = vec![("SUNDIAL_SKIPS", skips.display().to_string())];
    if std::env::var_os("SUNDIAL_TEST_POSTGRES").is_none() {
        match postgres::start(&scratch, &mut will) {
            Ok(url) => environment.push(("SUNDIAL_TEST_POSTGRES", url)),
            Err(why) => eprintln!("xtask: no PostgreSQL: {why} Its tests will be listed as skipped."),
        }
    }
    let mut tally = Tally::default();
    let choice = choice(args);
    let build: Vec<&str> = ["test", "--no-run"]
        .into_iter()
        .chain(before_dashes(&choice))
        .collect();
    println!("xtask: cargo {}", build.join(" "));
    let built = cargo(root, &build, &environment, &mut will, began, &mut |_| {});
    match built {
        Ended::Well => {
            let all: Vec<&str> = ["test", "--no-fail-fast"]
                .into_iter()
                .chain(choice.iter().map(String::as_str))
                .collect();
            println!("xtask: cargo {}", all.join(" "));
            let ended = cargo(root, &all, &environment, &mut will, began, &mut |line| {
                tally.read(line)
            });
            tally.end(ended == Ended::Well);
            if ended == Ended::OutOfTime {
                tally.fail(format!(
                    "the run: not over after {} minutes",
                    LIMIT.as_secs() / 60
                ));
            }
        }
        Ended::Badly => tally.fail("the build: the tests do not compile".into()),
        Ended::OutOfTime => tally.fail(format!(
            "the build: not over after {} minutes",
            LIMIT.as_secs() / 60
        )),
    }
    tally.skip(&std::fs::read_to_string(&skips).unwrap_or_default());
    will.execute();
    println!("{}", tally.report(began.elapsed()));
    tally.passed()
}

/// A package that is named replaces the whole workspace.
fn choice(args: &[String]) -> Vec<String> {
    let named = args
        .iter()
        .any(|arg| arg.starts_with("-p") || arg.starts_with("--package"));
    let whole = if named {
        None
    } else {
        Some("--workspace".to_owned())
    };
    whole.into_iter().chain(args.iter().cloned()).collect()
}

/// What stands after `--` is for the test programs, not for the build.
fn before_dashes(args: &[String]) -> impl Iterator<Item = &str> {
    args.iter().map(String::as_str).take_while(|arg| *arg != "--")
}

/// A folder that goes when the run goes. Others must be able to pass through it: PostgreSQL
/// refuses to run as root and lives below.
fn scratch_folder(will: &mut Will) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("sundial-test-{}", std::process::id()));
    std::fs::create_dir_all(&folder)
        .unwrap_or_else(|error| panic!("cannot make {}: {error}", folder.display()));
    will.add(format!("rm -rf {}", will::quoted(&folder.display().to_string())));
    folder
}

/// How a run of cargo ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ended {
    Well,
    Badly,
    OutOfTime,
}

/// Runs cargo with both its streams merged, so that a heading stands above its own tests, and
/// shows each line as it comes. In a process group of its own, so that browsers left behind by a
/// crashed test go with it.
fn cargo(
    root: &Path,
    args: &[&str],
    environment: &[(&str, String)],
    will: &mut Will,
    began: Instant,
    each: &mut dyn FnMut(&str),
) -> Ended {
    let mut child = Command::new("sh")
        .args(["-c", "exec \"$0\" \"$@\" 2>&1", env!("CARGO")])
        .args(args)
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .current_dir(root)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .process_group(0)
        .spawn()
        .expect("cargo started us, so it can be started");
    will.add(format!("kill -s TERM -- -{} 2>/dev/null", child.id()));
    let lines = lines_of(child.stdout.take().expect("piped above"));
    loop {
        match lines.recv_timeout(Duration::from_secs(1)) {
            Ok(line) => {
                println!("{line}");
                each(&line);
            }
            Err(mpsc::RecvTimeoutError::Timeout) if began.elapsed() > LIMIT => {
                // The test programs below it go with the will.
                let _ = child.kill();
                let _ = child.wait();
                return Ended::OutOfTime;
            }
            // A browser that a test left behind holds the pipe open after cargo has gone.
            Err(mpsc::RecvTimeoutError::Timeout) if child.try_wait().is_ok_and(|ended| ended.is_some()) => {
                break;
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
        }
    }
    if child.wait().is_ok_and(|status| status.success()) {
        Ended::Well
    } else {
        Ended::Badly
    }
}

/// The lines of a stream, from a thread of their own, so that waiting for one can end.
fn lines_of(stream: impl std::io::Read + Send + 'static) -> mpsc::Receiver<String> {
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || {
        let mut stream = BufReader::new(stream);
        let mut line = Vec::new();
        while stream.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
            let text = String::from_utf8_lossy(&line)
                .trim_end_matches(['\n', '\r'])
                .to_owned();
            line.clear();
            if sender.send(text).is_err() {
                return;
            }
        }
    });
    lines
}

#[cfg(test)]
mod tests;

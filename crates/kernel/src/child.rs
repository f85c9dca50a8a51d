//! Work that may hang, grow or crash, in a process of its own: one of our program's hidden commands.
//!
//! Laying out letters and reading what people send run here: a fault in a library ends the child and not
//! the house. Input goes through the child's standard input, output comes from its standard output; what it
//! says on the error stream is for the log. The child calls [`confine`] first; [`run`] keeps the time and
//! counts the output, whether the child cooperates or not.
//!
//! How the child answers:
//!
//! | Exit | Standard output | Becomes |
//! |---|---|---|
//! | 0 | the result | the result |
//! | 2 | `{"refusal": ["…", …]}`, Chinese sentences | a refusal of kind `Invalid` |
//! | anything else, a signal, a limit | – | a fault |

use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use rustix::process::{Resource, Rlimit, setrlimit};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};

use crate::error::{Error, Fault, Issue, Result};

/// The exit code of a child that refuses.
pub const REFUSED: u8 = 2;
/// As much of the error stream as a log needs, in bytes.
const KEPT_FOR_LOG: usize = 2_000;
/// Files that a child may have open: its streams and a few typefaces.
const OPEN_FILES: u64 = 64;

/// What a child may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From start to end, on the wall; and of processor time.
    pub time: Duration,
    /// Of address space, in bytes. More than what is resident: a program of some size maps a few hundred MiB.
    pub memory_bytes: u64,
    /// Of standard output.
    pub output_bytes: usize,
}

/// Why a child gave no result; for the log.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("child process did not start: {0}")]
    Start(std::io::Error),
    #[error("child process took longer than {0:?} and was ended")]
    Time(Duration),
    #[error("child process wrote more than {0} bytes and was ended")]
    Output(usize),
    #[error("child process was lost: {0}")]
    Lost(#[from] std::io::Error),
    #[error("child process ended with {status}: {said}")]
    Ended { status: ExitStatus, said: String },
}

/// The answer of a child that refuses.
#[derive(serde::Deserialize)]
struct Refused {
    refusal: Vec<String>,
}

/// Runs `program` with `args`, gives it `input` and returns what it wrote. Its environment is empty. It is
/// ended when its time is over and when the returned future is dropped.
///
/// # Errors
///
/// A refusal of kind `Invalid` if the child refuses; otherwise a fault with the end of what it said.
pub async fn run(program: &Path, args: &[&str], input: Vec<u8>, limits: Limits) -> Result<Vec<u8>> {
    let mut command = Command::new(program);
    command.args(args).env_clear().kill_on_drop(true);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|it| fault(Failure::Start(it)))?;
    let talk = talk(&mut child, input, limits.output_bytes);
    let talked = tokio::time::timeout(limits.time, talk).await;
    let (status, output, said) = match talked {
        Ok(Ok(answer)) => answer,
        Ok(Err(failure)) => return Err(ended(child, failure).await),
        Err(_) => return Err(ended(child, Failure::Time(limits.time)).await),
    };
    if status.success() {
        return Ok(output);
    }
    if status.code() == Some(REFUSED.into())
        && let Some(refusal) = refusal(&output)
    {
        return Err(refusal);
    }
    Err(fault(Failure::Ended { status, said }))
}

/// Bounds the process that calls it, once and for all: address space, processor time, no files written, few
/// open, no core dump. Meant for the first line of a hidden command.
///
/// # Errors
///
/// A fault if the system refuses; a child that cannot be bounded must not go on.
pub fn confine(limits: Limits) -> Result<()> {
    let seconds = limits.time.as_secs() + 1;
    for (resource, most) in [
        (Resource::As, limits.memory_bytes),
        (Resource::Cpu, seconds),
        (Resource::Fsize, 0),
        (Resource::Nofile, OPEN_FILES),
        (Resource::Core, 0),
    ] {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, limit).map_err(|it| Error::Fault(Fault::new(std::io::Error::from(it))))?;
    }
    Ok(())
}

/// Feeds and reads at once: a child that writes before it has read everything would wait for us, and we for
/// it.
async fn talk(
    child: &mut Child,
    input: Vec<u8>,
    most: usize,
) -> Result<(ExitStatus, Vec<u8>, String), Failure> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let feed = async {
        if let Some(mut stdin) = stdin {
            // A child that does not want to hear the end says why by its exit.
            let _ = stdin.write_all(&input).await;
        }
        Ok(())
    };
    let ((), output, said) = tokio::try_join!(feed, capped(stdout, most), tail(stderr))?;
    Ok((child.wait().await?, output, said))
}

async fn capped(stream: Option<impl AsyncRead + Unpin>, most: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        stream.take(most as u64 + 1).read_to_end(&mut bytes).await?;
    }
    if bytes.len() > most {
        Err(Failure::Output(most))
    } else {
        Ok(bytes)
    }
}

/// The end of a stream, which is read to its end so that the child never waits.
async fn tail(stream: Option<impl AsyncRead + Unpin>) -> Result<String, Failure> {
    let mut kept = Vec::new();
    let mut piece = [0; 4_096];
    if let Some(mut stream) = stream {
        loop {
            let count = stream.read(&mut piece).await?;
            if count == 0 {
                break;
            }
            kept.extend_from_slice(&piece[..count]);
            kept.drain(..kept.len().saturating_sub(KEPT_FOR_LOG));
        }
    }
    Ok(String::from_utf8_lossy(&kept).trim().to_owned())
}

/// Ends the child and waits until it is gone.
async fn ended(mut child: Child, failure: Failure) -> Error {
    let _ = child.kill().await;
    fault(failure)
}

fn refusal(output: &[u8]) -> Option<Error> {
    let refused: Refused = serde_json::from_slice(output).ok()?;
    let issues: Vec<Issue> = refused
        .refusal
        .into_iter()
        .map(|it| Issue::new("child-refused", it, ""))
        .collect();
    (!issues.is_empty()).then(|| Error::invalid(issues))
}

fn fault(failure: Failure) -> Error {
    Error::Fault(Fault::new(failure))
}

#[cfg(test)]
mod tests;

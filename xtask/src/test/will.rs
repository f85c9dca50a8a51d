//! What must be undone however this program ends: by its own will, by ctrl-c, or killed.
//!
//! A shell waits at a pipe. Closing the pipe is the only thing that a killed program still does,
//! so that is the signal: the shell then carries out the lines it was given, the last one first.

use std::io::Write;
use std::process::{Child, Command, Stdio};

/// Reads the will to its end and executes it backwards: what was begun last is undone first.
const EXECUTOR: &str = "trap '' INT TERM HUP; will=$(tac); eval \"$will\"";

/// The lines to be carried out at the end.
pub struct Will(Child);

impl Will {
    /// An empty will with its executor waiting.
    pub fn write() -> Will {
        let child = Command::new("sh")
            .args(["-c", EXECUTOR])
            .stdin(Stdio::piped())
            .spawn();
        Will(child.expect("every machine that runs cargo has sh"))
    }

    /// Adds one line of shell.
    pub fn add(&mut self, line: String) {
        let pipe = self.0.stdin.as_mut().expect("open until executed");
        writeln!(pipe, "{line}").expect("the executor reads until the end");
    }

    /// Carries it out now and waits for that. Dropping it does the same without waiting.
    pub fn execute(mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

/// The text as one word of shell.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

//! The project’s own commands, run as `cargo xtask …`. Nothing but the standard library, so that
//! the newcomer’s second command starts at once.

mod bench;
mod check;
mod test;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask test  [NAME | -p CRATE] …   every test on SQLite, PostgreSQL and in a browser
cargo xtask check                       format, clippy and the house rules (tidy)
cargo xtask tidy                        the house rules alone: no compiler, one second
cargo xtask bench [NAME]                list the measuring programs, or run one";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    let passed = match command.as_str() {
        "test" => test::run(&root(), &rest),
        "check" => check::run(&root()),
        "tidy" => tidy::run(&root()),
        "bench" => bench::run(&root(), &rest),
        _ => {
            eprintln!("{USAGE}");
            false
        }
    };
    if passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The workspace’s folder: this crate’s parent.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask stands in the workspace")
        .to_path_buf()
}

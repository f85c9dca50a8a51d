//! What a reviewer’s machine checks before a person reads.

use std::path::Path;
use std::process::Command;

use crate::tidy;

/// Runs every check, also after one has failed, and names those that did.
pub fn run(root: &Path) -> bool {
    let checks = [
        ("format", cargo(root, &["fmt", "--all", "--check"])),
        (
            "clippy",
            cargo(
                root,
                &[
                    "clippy",
                    "--workspace",
                    "--all-targets",
                    "--quiet",
                    "--",
                    "-D",
                    "warnings",
                ],
            ),
        ),
        ("tidy", tidy::run(root)),
    ];
    for (name, passed) in checks {
        println!("{name}: {}", if passed { "ok" } else { "FAILED" });
    }
    checks.iter().all(|(_, passed)| *passed)
}

fn cargo(root: &Path, args: &[&str]) -> bool {
    Command::new(env!("CARGO"))
        .args(args)
        .current_dir(root)
        .status()
        .is_ok_and(|status| status.success())
}

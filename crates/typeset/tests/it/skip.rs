//! Skipping by name: a test that cannot run counts as skipped, never as passed.

use std::io::Write;
use std::process::Command;

/// Tells the runner that a test cannot run on this machine, and why.
pub fn skip(name: &str, why: &str) {
    eprintln!("skipped: {name}: {why}");
    let Some(file) = std::env::var_os("SUNDIAL_SKIPS") else {
        return;
    };
    let mut file = std::fs::File::options()
        .create(true)
        .append(true)
        .open(file)
        .expect("the list of skips");
    file.write_all(format!("{name}\t{why}\n").as_bytes())
        .expect("the list of skips is writable");
}

/// What a program of poppler-utils says of a PDF; `None`, and a skip, where it is not installed.
pub fn told_by(name: &str, program: &str, args: &[&str], pdf: &[u8]) -> Option<String> {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), pdf).expect("written");
    let mut command = Command::new(program);
    let out = command.args(args.iter().map(|it| {
        if *it == "FILE" {
            file.path().as_os_str()
        } else {
            it.as_ref()
        }
    }));
    match out.output() {
        Ok(out) => {
            assert!(
                out.status.success(),
                "{program}: {}",
                String::from_utf8_lossy(&out.stderr)
            );
            Some(String::from_utf8_lossy(&out.stdout).into_owned())
        }
        Err(_) => {
            skip(name, &format!("{program} is not installed"));
            None
        }
    }
}

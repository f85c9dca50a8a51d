//! Both databases, a browser, and skipping by name.

pub mod browser;
pub mod databases;

pub use browser::{Browser, Settings, Violation};
pub use databases::TestDb;

use std::io::Write;

/// Records that a test cannot run on this machine, and why. The runner counts it as skipped and
/// lists it; the test then returns. `name` is the test's path, as `module_path!()` gives it.
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
    // One write: tests of one program run side by side.
    file.write_all(format!("{name}\t{why}\n").as_bytes())
        .expect("the list of skips is writable");
}

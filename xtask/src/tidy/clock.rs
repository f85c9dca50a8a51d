//! Time is passed in: only `kernel::time` looks at the clock on the wall.

use super::Finding;
use super::source::Kind;
use super::tree::Tree;

/// What reads the wall clock. A monotonic `Instant` measures durations and is none.
const READS: &[&str] = &[
    "Timestamp::now",
    "Zoned::now",
    "SystemTime",
    "Utc::now",
    "Local::now",
    "OffsetDateTime::now",
];

/// Readings of the wall clock outside `kernel::time`. Tests too pass time in; the commands of the
/// project itself do not belong to the house.
pub fn only_in_kernel_time(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust().filter(|file| !is_exempt(&file.path)) {
        for piece in file.all_pieces().filter(|piece| piece.kind == Kind::Code) {
            let code: String = piece.text.split_whitespace().collect();
            findings.extend(
                READS
                    .iter()
                    .filter(|read| code.contains(*read))
                    .map(|read| Finding {
                        rule: "time-is-passed-in",
                        path: file.path.clone(),
                        line: piece.line,
                        what: (*read).to_owned(),
                    }),
            );
        }
    }
    findings
}

fn is_exempt(path: &str) -> bool {
    path == "crates/kernel/src/time.rs"
        || path.starts_with("crates/kernel/src/time/")
        || path.starts_with("xtask/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_of_the_wall_clock_is_found() {
        let code = "// Timestamp::now in a comment\nfn f() { g(\"SystemTime\", jiff::Timestamp::now()); }\n";
        let tree = Tree::of([
            ("crates/office/src/lib.rs", code),
            ("crates/kernel/src/time.rs", code),
            ("tests/house.rs", "fn f() { Instant::now(); }\n"),
        ]);
        let found = only_in_kernel_time(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].line, found[0].what.as_str()), (2, "Timestamp::now"));
    }
}

//! The house rules that a compiler cannot keep, checked by reading the sources.
//!
//! Every rule is a function from a [`Tree`] to its findings, and has a test that shows it a
//! violation: a rule that finds nothing anywhere would be worth nothing.

mod arrows;
mod clock;
mod codes;
mod glossary;
mod marks;
mod names;
mod shape;
mod source;
mod sql;
mod tree;

use std::fmt;
use std::path::Path;

use tree::Tree;

/// One place that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    rule: &'static str,
    path: String,
    /// From 1; 0 where the whole file is meant.
    line: usize,
    what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {} [{}]", self.path, self.line, self.what, self.rule)
    }
}

const RULES: &[fn(&Tree) -> Vec<Finding>] = &[
    sql::only_in_stores,
    sql::one_dialect,
    clock::only_in_kernel_time,
    names::banned,
    arrows::crates,
    arrows::rooms,
    arrows::no_web_below_pages,
    codes::no_branching,
    shape::length,
    shape::front_door,
    shape::lone_implementor,
    marks::unfinished,
    marks::machine_paths,
    glossary::synonyms,
];

/// Prints what breaks a rule, and what only deserves a second look. True when nothing breaks one.
pub fn run(root: &Path) -> bool {
    let tree = Tree::read(root);
    let findings = findings(&tree);
    for finding in &findings {
        println!("{finding}");
    }
    for (path, lines) in shape::long(&tree) {
        println!("worth a second look: {path} has {lines} lines");
    }
    findings.is_empty()
}

fn findings(tree: &Tree) -> Vec<Finding> {
    RULES.iter().flat_map(|rule| rule(tree)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_is_tidy() {
        let tree = Tree::read(&crate::root());
        assert!(tree.rust().count() > 20, "the sources were not found");
        let findings: Vec<String> = findings(&tree).iter().map(Finding::to_string).collect();
        assert!(
            findings.is_empty(),
            "{} findings:\n{}",
            findings.len(),
            findings.join("\n")
        );
    }

    #[test]
    fn a_finding_in_a_folder_on_disk_is_seen() {
        let root = std::env::temp_dir().join(format!("sundial-tidy-{}", std::process::id()));
        let folder = root.join("crates/kernel/src");
        std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
        let text = "//! Kernel.\nfn now() { std::time::SystemTime::now(); }\n";
        std::fs::write(folder.join("lib.rs"), text).expect("and written to");
        let seen = findings(&Tree::read(&root));
        std::fs::remove_dir_all(&root).expect("made above");
        assert_eq!(seen.len(), 1, "{seen:?}");
        assert_eq!(
            (seen[0].path.as_str(), seen[0].line),
            ("crates/kernel/src/lib.rs", 2)
        );
    }
}

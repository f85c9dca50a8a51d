//! How files look: their length, their door, and traits that pay.

use std::collections::BTreeMap;

use super::Finding;
use super::names::defined_types;
use super::source::{Kind, is_word};
use super::tree::{File, Tree};

const LINES_MAX: usize = 500;
const LINES_SECOND_LOOK: usize = 300;

/// Longer files that belong together, each with the reason.
const LONG_FOR_A_REASON: &[(&str, &str)] = &[
    (
        "crates/text/src/flow/read.rs",
        "one reading pass over a tree: every element's meaning in one place",
    ),
    (
        "crates/face/src/workbench/drafts/edit.rs",
        "one page and its answers: what is typed, kept, refused, overtaken",
    ),
    (
        "crates/matters/src/publication/public_store.rs",
        "every statement whose answer the public sees, to be read together",
    ),
    (
        "crates/matters/src/request/register/reading.rs",
        "one reading of a workbook: a column after another, all problems at once",
    ),
    (
        "crates/face/src/portal/tests/mod.rs",
        "a test a page, one after another",
    ),
];

/// Files too long to be read at a sitting.
pub fn length(tree: &Tree) -> Vec<Finding> {
    let too_long = tree.rust().filter(|file| file.text.lines().count() > LINES_MAX);
    let found = too_long.filter(|file| !LONG_FOR_A_REASON.iter().any(|(path, _)| *path == file.path));
    found
        .map(|file| finding("length", file, 0, format!("{} lines", file.text.lines().count())))
        .collect()
}

/// Files worth a second look, with their lengths: no rule, only a list.
pub fn long(tree: &Tree) -> Vec<(&str, usize)> {
    let files = tree
        .rust()
        .map(|file| (file.path.as_str(), file.text.lines().count()));
    files.filter(|(_, lines)| *lines > LINES_SECOND_LOOK).collect()
}

/// Crates and rooms whose door does not say what they are.
pub fn front_door(tree: &Tree) -> Vec<Finding> {
    let doors = tree.rust().filter(|file| {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        ["lib.rs", "main.rs", "mod.rs"].contains(&name)
    });
    let silent = doors.filter(|file| !file.text.trim_start().starts_with("//!"));
    silent
        .map(|file| finding("front-door", file, 1, "does not begin with `//!`".to_owned()))
        .collect()
}

/// Traits with one implementor: a function or a type would say the same with less.
pub fn lone_implementor(tree: &Tree) -> Vec<Finding> {
    let mut defined = Vec::new();
    let mut implemented: BTreeMap<String, usize> = BTreeMap::new();
    for file in tree.product() {
        for piece in file.pieces().filter(|piece| piece.kind == Kind::Code) {
            if piece.text.contains("trait ") {
                defined.extend(defined_types(&piece.text).map(|name| (name.to_owned(), file, piece.line)));
            }
            if let Some(name) = implemented_trait(&piece.text) {
                *implemented.entry(name.to_owned()).or_default() += 1;
            }
        }
    }
    defined.retain(|(name, _, _)| implemented.get(name) == Some(&1));
    let lone = defined.into_iter();
    lone.map(|(name, file, line)| finding("no-lone-trait", file, line, format!("{name} has one implementor")))
        .collect()
}

/// The trait of `impl<…> path::Trait<…> for …`.
fn implemented_trait(code: &str) -> Option<&str> {
    let code = code.trim_start();
    let (head, _) = code
        .strip_prefix("impl")
        .or_else(|| code.strip_prefix("unsafe impl"))?
        .split_once(" for ")?;
    let path = if head.starts_with('<') {
        head.split_once("> ")?.1
    } else {
        head
    };
    let path = path.trim().split('<').next()?.trim_end();
    path.rsplit(|letter| !is_word(letter)).next()
}

fn finding(rule: &'static str, file: &File, line: usize, what: String) -> Finding {
    Finding {
        rule,
        path: file.path.clone(),
        line,
        what,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_over_the_limit_is_found_and_one_over_the_guide_listed() {
        let lines = |count: usize| "//\n".repeat(count);
        let tree = Tree::of([("a.rs", lines(501)), ("b.rs", lines(500)), ("c.rs", lines(300))]);
        assert_eq!(
            length(&tree).into_iter().map(|it| it.path).collect::<Vec<_>>(),
            ["a.rs"]
        );
        assert_eq!(long(&tree), [("a.rs", 501), ("b.rs", 500)]);
    }

    #[test]
    fn a_silent_door_is_found() {
        let tree = Tree::of([
            ("crates/a/src/lib.rs", "// no doc\n"),
            ("crates/a/src/b/mod.rs", "//! B.\n"),
            ("crates/a/src/c.rs", ""),
        ]);
        assert_eq!(
            front_door(&tree)
                .into_iter()
                .map(|it| it.path)
                .collect::<Vec<_>>(),
            ["crates/a/src/lib.rs"]
        );
    }

    #[test]
    fn a_trait_with_one_implementor_is_found() {
        let code = "pub trait Lone {}\npub trait Shared {}\nimpl Lone for A {}\n\
            impl<T: Copy> Shared for B<T> {}\nimpl crate::Shared for C {}\n";
        let found = lone_implementor(&Tree::of([("crates/a/src/lib.rs", code)]));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].what, "Lone has one implementor");
    }
}

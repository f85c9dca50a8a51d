//! Names that say nothing about what they name.

use super::Finding;
use super::source::{Kind, is_word};
use super::tree::Tree;

const WORDS: &[&str] = &[
    "util", "utils", "helper", "helpers", "manager", "managers", "service", "services",
];

/// The field's own word: a government's service items, and the room that serves them.
const DOMAIN_ROOMS: &[&str] = &[
    "crates/matters/src/service",
    "crates/face/src/portal/service",
    "crates/face/src/workbench/service",
    "tests/house/service",
];

/// Modules and types called after nothing.
pub fn banned(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree
        .rust()
        .filter(|file| !file.path.starts_with("xtask/src/tidy/"))
    {
        let parts = file.path.trim_end_matches(".rs").split('/');
        if let Some(part) = parts
            .into_iter()
            .find(|part| is_banned_module(part))
            .filter(|_| !is_domain(&file.path))
        {
            findings.push(finding(&file.path, 0, format!("a module called {part}")));
        }
        for piece in file.all_pieces().filter(|piece| piece.kind == Kind::Code) {
            let named = defined_types(&piece.text).filter(|name| is_banned_type(name));
            for name in named.filter(|_| !is_domain(&file.path)) {
                findings.push(finding(&file.path, piece.line, format!("a type called {name}")));
            }
        }
    }
    findings
}

fn finding(path: &str, line: usize, what: String) -> Finding {
    Finding {
        rule: "names",
        path: path.to_owned(),
        line,
        what,
    }
}

fn is_domain(path: &str) -> bool {
    DOMAIN_ROOMS.iter().any(|room| path.starts_with(room))
}

fn is_banned_module(part: &str) -> bool {
    part.rsplit('_').next().is_some_and(|last| WORDS.contains(&last))
}

/// `CaseManager`, `Utils`: by the last word of the name. `ServiceItem` is a thing of the field.
fn is_banned_type(name: &str) -> bool {
    let from = name.rfind(char::is_uppercase).unwrap_or(0);
    WORDS.contains(&name[from..].to_lowercase().as_str())
}

/// The names after `struct`, `enum`, `trait`, `type`.
pub fn defined_types(code: &str) -> impl Iterator<Item = &str> {
    let words: Vec<&str> = code
        .split(|letter| !is_word(letter))
        .filter(|word| !word.is_empty())
        .collect();
    let pairs = words
        .windows(2)
        .map(|pair| (pair[0], pair[1]))
        .collect::<Vec<_>>();
    let types = pairs
        .into_iter()
        .filter(|(keyword, _)| ["struct", "enum", "trait", "type"].contains(keyword));
    types
        .map(|(_, name)| name)
        .filter(|name| name.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_names_are_found_and_the_field_s_are_not() {
        let tree = Tree::of([
            ("crates/office/src/text_utils.rs", ""),
            (
                "crates/matters/src/service/mod.rs",
                "pub struct ServiceItem;\npub struct Service;",
            ),
            (
                "crates/office/src/lib.rs",
                "pub struct CaseManager;\nimpl Service<R> for X { type Response = Y; }\n",
            ),
        ]);
        let found: Vec<String> = banned(&tree).into_iter().map(|it| it.what).collect();
        assert_eq!(found, ["a type called CaseManager", "a module called text_utils"]);
    }
}

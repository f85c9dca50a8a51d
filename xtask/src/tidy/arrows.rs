//! Imports flow one way: between crates, between rooms, and never to the web from below.

use std::collections::BTreeSet;

use super::Finding;
use super::source::{Kind, is_word};
use super::tree::{File, Tree};

/// Without a database, a network, a page: usable by anyone who wants to check our reckoning.
const PURE: &[&str] = &[
    "calendar",
    "procedure",
    "text",
    "ledger",
    "typeset",
    "redact",
    "sheet",
];
const NOT_PURE: &[&str] = &[
    "tokio",
    "rusqlite",
    "sqlx",
    "axum",
    "askama",
    "hyper",
    "tower",
    "tower-http",
];
const BELOW_PAGES: &[&str] = &[
    "calendar",
    "procedure",
    "text",
    "ledger",
    "typeset",
    "redact",
    "sheet",
    "search",
    "office",
    "matters",
    "oversight",
];
const WEB: &[&str] = &[
    "axum",
    "askama",
    "hyper",
    "tower",
    "tower_http",
    "tower-http",
    "http",
];

/// Rooms that stand on one another, the lowest first; a room may name those before it.
const ROOM_ORDER: &[(&str, &[&str])] = &[(
    "office",
    &[
        "organisation",
        "form",
        "catalogue",
        "power",
        "file",
        "docket",
        "register",
        "index",
    ],
)];
/// Floors whose rooms never name each other.
const APART: &[&str] = &["matters"];

/// Dependencies between crates against the order in which the root manifest lists them.
pub fn crates(tree: &Tree) -> Vec<Finding> {
    let Some(root) = tree.get("Cargo.toml") else {
        return Vec::new();
    };
    let order: Vec<String> = dependencies(&root.text, "[workspace.dependencies]")
        .filter(|(_, line)| line.contains("path = \"crates/"))
        .map(|(name, _)| name)
        .collect();
    let mut findings = Vec::new();
    for file in tree.all() {
        let Some((name, "Cargo.toml")) = file
            .path
            .strip_prefix("crates/")
            .and_then(|it| it.split_once('/'))
        else {
            continue;
        };
        // A crate that is not in the list is named by nobody: it may name them all.
        let rank = order.iter().position(|it| it == name).unwrap_or(order.len());
        let named = ["[dependencies]", "[dev-dependencies]", "[build-dependencies]"]
            .into_iter()
            .flat_map(|section| dependencies(&file.text, section));
        for (dependency, _) in named {
            let above = order
                .iter()
                .position(|it| *it == dependency)
                .is_some_and(|it| it >= rank);
            let impure = PURE.contains(&name) && NOT_PURE.contains(&dependency.as_str());
            let web = BELOW_PAGES.contains(&name) && WEB.contains(&dependency.as_str());
            if above || impure || web {
                findings.push(finding(
                    file,
                    0,
                    format!("{name} must not depend on {dependency}"),
                ));
            }
        }
    }
    findings
}

/// The names in a section of a manifest, each with its line.
fn dependencies<'t>(manifest: &'t str, section: &str) -> impl Iterator<Item = (String, &'t str)> {
    let lines = manifest
        .lines()
        .skip_while(move |line| line.trim() != section)
        .skip(1);
    let lines: Vec<&str> = lines
        .take_while(|line| !line.trim_start().starts_with('['))
        .collect();
    lines
        .into_iter()
        .filter(|line| !line.trim_start().starts_with('#'))
        .filter_map(|line| {
            let name = line
                .split(['=', '.', ' '])
                .next()
                .filter(|name| !name.is_empty())?;
            Some((name.to_owned(), line))
        })
}

/// A room that names a sibling it should not know.
pub fn rooms(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.product() {
        let (Some(floor), Some((room, _))) = (
            file.crate_name(),
            file.below_src().and_then(|it| it.split_once('/')),
        ) else {
            continue;
        };
        for (line, other) in named_rooms(file) {
            if other != room && is_forbidden(tree, floor, room, &other) {
                findings.push(finding(
                    file,
                    line,
                    format!("{room} must not name its neighbour {other}"),
                ));
            }
        }
    }
    findings
}

fn is_forbidden(tree: &Tree, floor: &str, room: &str, other: &str) -> bool {
    if APART.contains(&floor) {
        return tree.get(&format!("crates/{floor}/src/{other}/mod.rs")).is_some();
    }
    let order = ROOM_ORDER
        .iter()
        .find(|(name, _)| *name == floor)
        .map(|(_, order)| *order);
    let place = |name: &str| order?.iter().position(|it| *it == name);
    matches!((place(room), place(other)), (Some(own), Some(its)) if its > own)
}

/// What follows `crate::` in a file, through groups too, with its line.
fn named_rooms(file: &File) -> BTreeSet<(usize, String)> {
    let mut code = String::new();
    let mut lines = Vec::new();
    for piece in file.pieces().filter(|piece| piece.kind == Kind::Code) {
        code.push_str(&piece.text);
        lines.resize(code.len(), piece.line);
    }
    let mut named = BTreeSet::new();
    for (at, mark) in code.match_indices("crate::") {
        let rest = &code[at + mark.len()..];
        let names = if let Some(group) = rest.strip_prefix('{') {
            first_level(group)
        } else {
            vec![first_word(rest)]
        };
        named.extend(names.into_iter().map(|name| (lines[at], name.to_owned())));
    }
    named
}

fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    text.split(|letter| !is_word(letter)).next().unwrap_or_default()
}

/// The first words of the parts of a group, up to the brace that closes it.
fn first_level(group: &str) -> Vec<&str> {
    let mut words = vec![first_word(group)];
    let mut depth = 0;
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => words.push(first_word(&group[at + 1..])),
            _ => {}
        }
    }
    words
}

/// Types of the web in code that decides.
pub fn no_web_below_pages(tree: &Tree) -> Vec<Finding> {
    let below = tree
        .product()
        .filter(|file| file.crate_name().is_some_and(|name| BELOW_PAGES.contains(&name)));
    let mut findings = Vec::new();
    for file in below {
        for piece in file.pieces().filter(|piece| piece.kind == Kind::Code) {
            let named = WEB.iter().find(|name| names_crate(&piece.text, name));
            findings.extend(named.map(|name| finding(file, piece.line, format!("{name} below the pages"))));
        }
    }
    findings
}

fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(&format!("{name}::"))
        .any(|(at, _)| !code[..at].ends_with(|it| is_word(it) || it == ':'))
}

fn finding(file: &File, line: usize, what: String) -> Finding {
    Finding {
        rule: "one-way",
        path: file.path.clone(),
        line,
        what,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "[workspace.dependencies]\n# from below\ntext = { path = \"crates/text\" }\n\
        kernel = { path = \"crates/kernel\" }\noffice = { path = \"crates/office\" }\n\naxum = \"0.8\"\n";

    fn whats(findings: Vec<Finding>) -> Vec<String> {
        findings.into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn a_dependency_upwards_is_found() {
        let tree = Tree::of([
            ("Cargo.toml", ROOT),
            (
                "crates/kernel/Cargo.toml",
                "[dependencies]\ntext.workspace = true\naxum.workspace = true\n",
            ),
            (
                "crates/office/Cargo.toml",
                "[dependencies]\nkernel.workspace = true\naxum.workspace = true\n",
            ),
            (
                "crates/text/Cargo.toml",
                "[dependencies]\ntokio = \"1\"\n[dev-dependencies]\noffice = { path = \"\" }\n",
            ),
            (
                "crates/sundial/Cargo.toml",
                "[dependencies]\noffice.workspace = true\n",
            ),
        ]);
        assert_eq!(
            whats(crates(&tree)),
            [
                "office must not depend on axum",
                "text must not depend on tokio",
                "text must not depend on office"
            ]
        );
    }

    #[test]
    fn a_matter_that_names_its_neighbour_is_found() {
        let tree = Tree::of([
            (
                "crates/matters/src/request/mod.rs",
                "use crate::{\n    words,\n    publication::{a, b},\n};\n",
            ),
            (
                "crates/matters/src/publication/mod.rs",
                "use crate::publication::a;\nuse crate::request::Form;\n",
            ),
            ("crates/matters/src/words.rs", ""),
        ]);
        let found = rooms(&tree);
        assert_eq!(
            whats(found),
            [
                "publication must not name its neighbour request",
                "request must not name its neighbour publication"
            ]
        );
    }

    #[test]
    fn a_lower_room_that_names_a_higher_one_is_found() {
        let tree = Tree::of([
            (
                "crates/office/src/file/mod.rs",
                "use crate::docket::Case;\nuse crate::organisation::Organisation;\n",
            ),
            ("crates/office/src/docket/mod.rs", "use crate::file::File;\n"),
        ]);
        assert_eq!(whats(rooms(&tree)), ["file must not name its neighbour docket"]);
    }

    #[test]
    fn a_type_of_the_web_in_a_matter_is_found() {
        let tree = Tree::of([
            (
                "crates/matters/src/request/mod.rs",
                "//! axum:: here\nuse axum::Router;\nuse my_axum::x;\n",
            ),
            ("crates/face/src/lib.rs", "use axum::Router;\n"),
        ]);
        assert_eq!(whats(no_web_below_pages(&tree)), ["axum below the pages"]);
    }
}

//! One engine for every kind of matter: nobody but a matter itself asks which procedure a case has.

use std::collections::BTreeSet;

use super::Finding;
use super::source::{Kind, Piece};
use super::tree::Tree;

/// What office does as a matter of its own: its cases are about organisations and people, and about the catalogue.
const OWN_CASES: [&str; 2] = ["crates/office/src/register/", "crates/office/src/adjustment/"];

/// Code that decides by a procedure's code, anywhere but among the matters. The docket and
/// supervision may not name one at all.
pub fn no_branching(tree: &Tree) -> Vec<Finding> {
    let codes = codes(tree);
    let mut findings = Vec::new();
    for file in tree.product() {
        let floor = file.crate_name().unwrap_or_default();
        if floor == "matters" || OWN_CASES.iter().any(|room| file.path.starts_with(room)) {
            continue;
        }
        let pieces: Vec<&Piece> = file
            .pieces()
            .filter(|piece| piece.kind != Kind::Comment)
            .collect();
        for (at, piece) in pieces.iter().enumerate() {
            let is_code = piece.kind == Kind::Text && codes.contains(piece.text.as_str());
            let blind = ["office", "oversight"].contains(&floor) && piece.text.contains(['-', '_']);
            if is_code && (blind || decides(pieces.get(at.wrapping_sub(1)), pieces.get(at + 1))) {
                findings.push(Finding {
                    rule: "one-engine",
                    path: file.path.clone(),
                    line: piece.line,
                    what: format!("asks for the procedure {}", piece.text),
                });
            }
        }
    }
    findings
}

/// The codes that the definitions give themselves: the names of their files.
fn codes(tree: &Tree) -> BTreeSet<&str> {
    let files = tree
        .all()
        .filter_map(|file| file.path.strip_prefix("data/procedures/")?.strip_suffix(".toml"));
    files.filter_map(|path| path.rsplit('/').next()).collect()
}

/// `== "…"`, `"…" ==`, `"…" =>`, `"…" | "…"` and the like.
fn decides(before: Option<&&Piece>, after: Option<&&Piece>) -> bool {
    let before = before.map_or("", |piece| piece.text.trim_end());
    let after = after.map_or("", |piece| piece.text.trim_start());
    let compared = before.ends_with("==")
        || before.ends_with("!=")
        || after.starts_with("==")
        || after.starts_with("!=");
    let matched = after.starts_with("=>")
        || after.starts_with("| ")
        || before.ends_with(" |")
        || after.starts_with("if ");
    compared || matched
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_by_a_procedure_s_code_is_found() {
        let asks = "fn f() { if kind == \"request\" {} match k { \"request\" | \"letter\" => 1, _ => 2 } g(\"request\"); }";
        let tree = Tree::of([
            ("data/procedures/request.toml", ""),
            ("data/procedures/citizen/joint-approval.toml", ""),
            ("crates/face/src/lib.rs", asks),
            ("crates/matters/src/request/mod.rs", asks),
            (
                "crates/office/src/docket/mod.rs",
                "const A: &str = \"joint-approval\"; // \"request\" ==\n",
            ),
        ]);
        let found: Vec<_> = no_branching(&tree)
            .into_iter()
            .map(|it| (it.path, it.what))
            .collect();
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(
            found
                .iter()
                .filter(|(path, _)| path == "crates/face/src/lib.rs")
                .count()
                == 2
        );
        assert!(
            found
                .iter()
                .any(|(_, what)| what == "asks for the procedure joint-approval")
        );
    }
}

//! One thing, one name: the glossary's banned synonyms.
//!
//! A row of a table in `docs/glossary.md` whose heading has a column “banned” (or 禁用) lists, with
//! commas, what the thing is not to be called. A Chinese one is looked for in whatever a person may
//! read (strings, templates, data); an English one is looked for as the whole name of a type or module.

use super::Finding;
use super::names::defined_types;
use super::source::Kind;
use super::tree::{File, Tree};

/// Uses of a banned synonym.
pub fn synonyms(tree: &Tree) -> Vec<Finding> {
    let Some(glossary) = tree.get("docs/glossary.md") else {
        return Vec::new();
    };
    let banned = banned(&glossary.text);
    let (chinese, english): (Vec<&String>, Vec<&String>) = banned.iter().partition(|word| !word.is_ascii());
    let mut findings = Vec::new();
    for file in tree.all() {
        let said = said(file);
        for (line, text) in said {
            let found = chinese.iter().filter(|word| text.contains(word.as_str()));
            findings.extend(found.map(|word| finding(file, line, word)));
        }
    }
    for file in tree.product() {
        let module = file
            .path
            .trim_end_matches("/mod.rs")
            .trim_end_matches(".rs")
            .rsplit('/')
            .next();
        findings.extend(
            english
                .iter()
                .filter(|word| Some(snake(word).as_str()) == module)
                .map(|word| finding(file, 0, word)),
        );
        for piece in file.pieces().filter(|piece| piece.kind == Kind::Code) {
            for name in defined_types(&piece.text) {
                let found = english.iter().filter(|word| camel(word) == name);
                findings.extend(found.map(|word| finding(file, piece.line, word)));
            }
        }
    }
    findings
}

/// What a person may come to read: strings of the product, templates, definitions.
fn said(file: &File) -> Vec<(usize, &str)> {
    if file.path.starts_with("crates/") && file.path.ends_with(".rs") && !file.is_test() {
        let strings = file.pieces().filter(|piece| piece.kind == Kind::Text);
        return strings.map(|piece| (piece.line, piece.text.as_str())).collect();
    }
    let shown = file.path.ends_with(".html") || file.path.starts_with("data/procedures/");
    if shown {
        file.text
            .lines()
            .enumerate()
            .map(|(number, line)| (number + 1, line))
            .collect()
    } else {
        Vec::new()
    }
}

fn banned(glossary: &str) -> Vec<String> {
    let mut column = None;
    let mut words = Vec::new();
    for line in glossary.lines() {
        let Some(row) = line.trim().strip_prefix('|') else {
            column = None;
            continue;
        };
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let heading = cells.iter().position(|cell| {
            let cell = cell.to_lowercase();
            cell.contains("banned") || cell.contains("禁用")
        });
        if column.is_none() {
            column = heading;
        } else if let Some(cell) = column.and_then(|at| cells.get(at)) {
            let listed = cell
                .split([',', '、', '，', ';', '；'])
                .map(|word| word.trim().trim_matches(['`', '*']));
            words.extend(
                listed
                    .filter(|word| word.chars().any(char::is_alphabetic))
                    .map(str::to_owned),
            );
        }
    }
    words
}

fn snake(word: &str) -> String {
    word.to_lowercase().replace([' ', '-'], "_")
}

fn camel(word: &str) -> String {
    let parts = word.split([' ', '-', '_']).map(|part| {
        let mut letters = part.chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    });
    parts.collect()
}

fn finding(file: &File, line: usize, word: &str) -> Finding {
    Finding {
        rule: "glossary",
        path: file.path.clone(),
        line,
        what: format!("the banned synonym {word}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLOSSARY: &str = "# Glossary\n\n| English | 中文 | Article | Banned |\n| --- | --- | --- | --- |\n\
        | information request | 政府信息公开申请 | 27 | 依申请单, `foi ticket` |\n| edition | 版本 | – | – |\n\nText.\n";

    #[test]
    fn banned_words_are_read_from_the_table() {
        assert_eq!(banned(GLOSSARY), ["依申请单", "foi ticket"]);
    }

    #[test]
    fn a_banned_synonym_is_found() {
        let tree = Tree::of([
            ("docs/glossary.md", GLOSSARY),
            (
                "crates/matters/src/a.rs",
                "// 依申请单 in a comment\npub struct FoiTicket;\nconst A: &str = \"新的依申请单\";\n",
            ),
            ("crates/matters/src/foi_ticket.rs", ""),
            ("crates/face/src/b.html", "<h1>\n依申请单</h1>"),
        ]);
        let mut found: Vec<_> = synonyms(&tree)
            .into_iter()
            .map(|it| format!("{}:{}", it.path, it.line))
            .collect();
        found.sort();
        assert_eq!(
            found,
            [
                "crates/face/src/b.html:2",
                "crates/matters/src/a.rs:2",
                "crates/matters/src/a.rs:3",
                "crates/matters/src/foi_ticket.rs:0"
            ]
        );
    }
}

//! SQL stands in stores alone, and in one text for both databases.

use super::Finding;
use super::source::Kind;
use super::tree::{File, Tree};

/// How a statement begins. Followed by a space or a line's end.
const BEGINNINGS: &[&str] = &[
    "SELECT",
    "INSERT INTO",
    "UPDATE",
    "DELETE FROM",
    "CREATE TABLE",
    "CREATE INDEX",
    "CREATE UNIQUE",
    "ALTER TABLE",
    "DROP TABLE",
    "PRAGMA",
    "VACUUM",
    "WITH",
    "SAVEPOINT",
    "TRUNCATE",
];

/// What one of the two databases does not know, or knows otherwise.
const ONE_SIDED: &[&str] = &[
    "FOR UPDATE",
    "FOR SHARE",
    "ANY(",
    "ANY (",
    "::",
    "ILIKE",
    "JSON_",
    "JSONB",
    "->>",
    "NOW()",
    "CURRENT_TIMESTAMP",
    "STRFTIME(",
    "DATETIME(",
    "IFNULL(",
    "ISNULL(",
    "INSERT OR ",
    "REPLACE INTO",
    "DISTINCT ON",
    "DATE_TRUNC(",
    "TO_CHAR(",
    "GROUP_CONCAT(",
    "STRING_AGG(",
    "ARRAY_AGG(",
    "ROWID",
    "GENERATE_SERIES(",
    " LATERAL ",
    "REGEXP",
];

/// Strings of SQL outside the files that may hold them.
pub fn only_in_stores(tree: &Tree) -> Vec<Finding> {
    let outside = tree.product().filter(|file| !may_hold(&file.path));
    outside
        .flat_map(|file| statements(file).map(|(line, text)| finding("sql-in-stores", file, line, &text)))
        .collect()
}

/// Statements that only one of the databases would accept. The kernel's own database code speaks
/// to each in its tongue and is exempt.
pub fn one_dialect(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree
        .product()
        .filter(|file| !file.path.starts_with("crates/kernel/src/db/"))
    {
        for (line, text) in statements(file) {
            findings.extend(one_sided(&text).map(|what| finding("one-dialect", file, line, what)));
        }
    }
    for file in tree.all().filter(|file| file.path.starts_with("migrations/")) {
        for (number, line) in file.text.lines().enumerate() {
            let statement = line.split("--").next().unwrap_or_default();
            findings.extend(one_sided(statement).map(|what| finding("one-dialect", file, number + 1, what)));
        }
    }
    findings
}

/// `store.rs`, files in `store/` and `…_store.rs`; in the kernel the database and the record.
fn may_hold(path: &str) -> bool {
    let in_kernel = ["crates/kernel/src/db/", "crates/kernel/src/record"]
        .iter()
        .any(|it| path.starts_with(it));
    in_kernel || path.ends_with("/store.rs") || path.ends_with("_store.rs") || path.contains("/store/")
}

fn statements(file: &File) -> impl Iterator<Item = (usize, String)> {
    file.pieces()
        .filter(|piece| piece.kind == Kind::Text && is_sql(&piece.text))
        .map(|piece| {
            let words: Vec<&str> = piece.text.split_whitespace().collect();
            (piece.line, words.join(" "))
        })
}

fn is_sql(text: &str) -> bool {
    let text = text.trim_start_matches(['\\', 'n', ' ', '\n', '(']);
    let begins = BEGINNINGS.iter().any(|it| {
        text.strip_prefix(it)
            .is_some_and(|rest| rest.starts_with([' ', '\n']) && !rest.trim().is_empty())
    });
    begins
        || [" FROM ", " WHERE ", " ORDER BY ", " JOIN "]
            .iter()
            .filter(|it| text.contains(*it))
            .count()
            > 1
}

fn one_sided(statement: &str) -> impl Iterator<Item = &'static str> {
    let upper = statement.to_uppercase();
    ONE_SIDED.iter().copied().filter(move |it| upper.contains(it))
}

fn finding(rule: &'static str, file: &File, line: usize, what: &str) -> Finding {
    let what = what.chars().take(60).collect();
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

    const QUERY: &str = "//! Doc.\nfn f() { run(\"SELECT name FROM site\\\n   WHERE id = $1\"); }\n";

    #[test]
    fn a_statement_outside_a_store_is_found() {
        let tree = Tree::of([
            ("crates/office/src/file/mod.rs", QUERY),
            ("crates/office/src/file/store.rs", QUERY),
            ("crates/kernel/src/db/migrate.rs", QUERY),
            ("crates/office/src/file/tests.rs", QUERY),
        ]);
        let found = only_in_stores(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].path.as_str(), found[0].line),
            ("crates/office/src/file/mod.rs", 2)
        );
    }

    #[test]
    fn sentences_are_no_statements() {
        for text in [
            "SELECT",
            "Select one",
            "WITHDRAWN",
            "UPDATED at",
            "from here where we order",
        ] {
            assert!(!is_sql(text), "{text}");
        }
        for text in [
            "UPDATE x SET y = 1",
            "\\n  DELETE FROM x",
            "a.b FROM x JOIN y WHERE 1 = 1",
        ] {
            assert!(is_sql(text), "{text}");
        }
    }

    #[test]
    fn what_one_database_alone_understands_is_found() {
        let store = "fn f() { run(\"SELECT a FROM b WHERE c = ANY($1) FOR UPDATE\", \"x::y\"); }";
        let script = "CREATE TABLE a (b TEXT); -- never FOR UPDATE\nSELECT 1::BIGINT;\n";
        let tree = Tree::of([
            ("crates/office/src/store.rs", store),
            ("migrations/0001_a.sql", script),
        ]);
        let found: Vec<String> = one_dialect(&tree)
            .into_iter()
            .map(|it| format!("{}:{}", it.line, it.what))
            .collect();
        assert_eq!(found, ["1:FOR UPDATE", "1:ANY(", "2:::"]);
    }
}

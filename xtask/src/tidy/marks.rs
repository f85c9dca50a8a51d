//! What must not be left behind in a source.

use super::Finding;
use super::source::Kind;
use super::tree::{File, Tree};

const IN_COMMENTS: &[&str] = &["TODO", "FIXME", "HACK"];
const IN_CODE: &[&str] = &["todo!(", "unimplemented!(", "dbg!("];

/// Folders of one machine. In two halves, since this file is read too.
const MACHINES: &[&str] = &[
    concat!("/wo", "rk/main"),
    concat!("/wo", "rk/shared"),
    concat!("/ro", "ot/"),
    concat!("/tmp/", "brief"),
    concat!("/tmp/", "target"),
];

/// Work that was put off instead of done.
pub fn unfinished(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust() {
        for piece in file.all_pieces() {
            let marks = match piece.kind {
                Kind::Comment => IN_COMMENTS,
                Kind::Code => IN_CODE,
                Kind::Text => continue,
            };
            let mark = marks.iter().find(|mark| piece.text.contains(*mark));
            findings.extend(mark.map(|mark| finding("unfinished", file, piece.line, mark)));
        }
    }
    for file in tree.all().filter(|file| {
        [".html", ".sql", ".css", ".js", ".toml"]
            .iter()
            .any(|it| file.path.ends_with(it))
    }) {
        findings.extend(lines_with(file, "unfinished", &["TODO", "FIXME"]));
    }
    findings
}

/// Names of folders that exist on one machine only.
pub fn machine_paths(tree: &Tree) -> Vec<Finding> {
    tree.all()
        .flat_map(|file| lines_with(file, "no-machine", MACHINES))
        .collect()
}

fn lines_with(file: &File, rule: &'static str, marks: &'static [&'static str]) -> Vec<Finding> {
    let lines = file.text.lines().enumerate();
    lines
        .filter_map(|(number, line)| {
            let mark = marks.iter().find(|mark| line.contains(*mark))?;
            Some(finding(rule, file, number + 1, mark))
        })
        .collect()
}

fn finding(rule: &'static str, file: &File, line: usize, what: &str) -> Finding {
    Finding {
        rule,
        path: file.path.clone(),
        line,
        what: what.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_put_off_is_found() {
        let code = "// TODO later\nfn f() { todo!() }\nfn g() -> &'static str { \"TODO\" }\n";
        let tree = Tree::of([
            ("crates/a/src/b.rs", code),
            ("crates/a/src/c.html", "<p>\n<!-- FIXME -->"),
        ]);
        let found: Vec<_> = unfinished(&tree)
            .into_iter()
            .map(|it| (it.line, it.what))
            .collect();
        assert_eq!(
            found,
            [(1, "TODO".into()), (2, "todo!(".into()), (2, "FIXME".into())]
        );
    }

    #[test]
    fn a_machine_s_folder_is_found_anywhere() {
        let text = format!("see\n{}/x", MACHINES[1]);
        let tree = Tree::of([
            ("docs/a.md", text.as_str()),
            ("docs/b.md", "the page /work/inbox"),
        ]);
        let found = machine_paths(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].path.as_str(), found[0].line), ("docs/a.md", 2));
    }
}

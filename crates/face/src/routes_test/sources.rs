//! Routes as the sources state them: a router cannot be asked for its own.

use std::fs;
use std::path::{Path, PathBuf};

/// A method and the pattern of an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    pub pattern: String,
    pub method: &'static str,
}

const METHODS: [(&str, &str); 5] = [
    ("get", "GET"),
    ("post", "POST"),
    ("put", "PUT"),
    ("patch", "PATCH"),
    ("delete", "DELETE"),
];
/// Ways to open an address that this reading would miss.
const UNREAD: [&str; 7] = [
    ".nest(",
    ".nest_service(",
    ".route_service(",
    ".fallback_service(",
    " any(",
    " on(",
    "MethodRouter::",
];

/// Every route of this crate, in order.
pub fn routes() -> Vec<Route> {
    let mut found = Vec::new();
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let source = fs::read_to_string(&file).unwrap();
        if !source.contains("Router") {
            continue;
        }
        for way in UNREAD {
            // The front opens no address: it hands on what a route rendered for everybody.
            let front = way == ".fallback_service(" && file.ends_with("door/front.rs");
            assert!(
                front || !source.contains(way),
                "{}: {way} is not read here",
                file.display()
            );
        }
        found.extend(read(&source));
    }
    found.sort();
    found
}

/// The routes of one source file.
pub fn read(source: &str) -> Vec<Route> {
    let mut found = Vec::new();
    for (at, _) in source.match_indices(".route(") {
        let call = call(&source[at + ".route(".len()..]);
        let (address, handlers) = call.split_once(',').expect("a route has an address and handlers");
        let pattern = address
            .trim()
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        let pattern = pattern.unwrap_or_else(|| panic!("the address of a route is a literal: {address}"));
        let methods = METHODS.iter().filter(|(name, _)| calls(handlers, name));
        let routes: Vec<Route> = methods
            .map(|(_, method)| Route {
                pattern: pattern.to_owned(),
                method,
            })
            .collect();
        assert!(!routes.is_empty(), "no method is read at {pattern}");
        found.extend(routes);
    }
    found
}

/// The text up to the parenthesis that closes the call.
fn call(rest: &str) -> &str {
    let mut depth = 1;
    for (at, letter) in rest.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &rest[..at];
        }
    }
    panic!("a route is not closed: {rest}")
}

/// True where a function of exactly this name is called.
fn calls(text: &str, name: &str) -> bool {
    text.match_indices(&format!("{name}("))
        .any(|(at, _)| !text[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_'))
}

/// Source files without tests.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if name == "tests" || name == "routes_test" {
            continue;
        }
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            files.push(path);
        }
    }
    files
}

#[test]
fn a_route_is_read_with_each_of_its_methods() {
    let source =
        "Router::new()\n.route(\"/a/{id}\", get(a::budget).post(b))\n.route(\n  \"/b\",\n  delete(c),\n)";
    let read: Vec<(String, &str)> = read(source)
        .into_iter()
        .map(|one| (one.pattern, one.method))
        .collect();
    let wanted = [("/a/{id}", "GET"), ("/a/{id}", "POST"), ("/b", "DELETE")];
    assert_eq!(read, wanted.map(|(pattern, method)| (pattern.to_owned(), method)));
}

//! The sources in memory, so that a rule is tried on a tree of three lines.

use std::path::Path;

use super::source::{Piece, Source};

/// One text file of the repository.
pub struct File {
    /// From the root, with `/`.
    pub path: String,
    /// As it stands.
    pub text: String,
    source: Option<Source>,
}

/// All text files of the repository that somebody here wrote.
pub struct Tree(Vec<File>);

const SKIPPED_FOLDERS: &[&str] = &["target", ".git", "vendor", "node_modules", "snapshots"];
const READ_ENDINGS: &[&str] = &[
    "rs", "toml", "md", "html", "txt", "sql", "css", "js", "sh", "yml", "run",
];

impl Tree {
    /// Reads the repository.
    pub fn read(root: &Path) -> Tree {
        let mut files = Vec::new();
        read_folder(root, "", &mut files);
        Tree::of(files)
    }

    /// A tree of the given paths and texts.
    pub fn of(files: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>) -> Tree {
        let mut files: Vec<File> = files
            .into_iter()
            .map(|(path, text)| File::new(path.into(), text.into()))
            .collect();
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Tree(files)
    }

    /// Every file.
    pub fn all(&self) -> impl Iterator<Item = &File> {
        self.0.iter()
    }

    /// The Rust files.
    pub fn rust(&self) -> impl Iterator<Item = &File> {
        self.all().filter(|file| file.source.is_some())
    }

    /// The Rust files of the product: crates, not tests and commands.
    pub fn product(&self) -> impl Iterator<Item = &File> {
        self.rust().filter(|file| {
            file.path.starts_with("crates/") && !file.path.contains("/examples/") && !file.is_test()
        })
    }

    /// The file at this path.
    pub fn get(&self, path: &str) -> Option<&File> {
        self.all().find(|file| file.path == path)
    }
}

impl File {
    fn new(path: String, text: String) -> File {
        let source = path.ends_with(".rs").then(|| Source::read(&text));
        File { path, text, source }
    }

    /// The pieces of a Rust file, without those of its test module.
    pub fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.source.iter().flat_map(|source| {
            source
                .pieces
                .iter()
                .filter(|piece| piece.line < source.tests_from)
        })
    }

    /// The pieces of a Rust file with those of its test module.
    pub fn all_pieces(&self) -> impl Iterator<Item = &Piece> {
        self.source.iter().flat_map(|source| source.pieces.iter())
    }

    /// The crate's folder name, for files under `crates/`.
    pub fn crate_name(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// The part below `src/`, for files of a crate.
    pub fn below_src(&self) -> Option<&str> {
        self.path
            .strip_prefix("crates/")?
            .split_once("/src/")
            .map(|(_, rest)| rest)
    }

    /// True for files that hold tests only.
    pub fn is_test(&self) -> bool {
        self.path
            .split('/')
            .any(|part| part == "tests" || part == "tests.rs" || part == "benches")
    }
}

fn read_folder(root: &Path, below: &str, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(root.join(below))
        .into_iter()
        .flatten()
        .flatten()
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() {
            name.clone()
        } else {
            format!("{below}/{name}")
        };
        let kind = entry.file_type().expect("just listed");
        if kind.is_dir() && !SKIPPED_FOLDERS.contains(&name.as_str()) && !name.starts_with("data-") {
            read_folder(root, &path, files);
        } else if kind.is_file()
            && READ_ENDINGS.contains(&name.rsplit('.').next().unwrap_or_default())
            && let Ok(text) = std::fs::read_to_string(entry.path())
        {
            files.push((path, text));
        }
    }
}

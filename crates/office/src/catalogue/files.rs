//! Blank forms and samples that go with an item: an item names them, somebody keeps them.
//!
//! They are no part of a version. A form that is typed anew changes nothing of what the law asks; who replaced it,
//! and when, stays readable.

use std::collections::BTreeSet;

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, Issue, Result};

use super::entry::{self, Entry};
use super::files_store as store;
use super::item::Item;

/// A file of an item, as it is served now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemFile {
    /// What it is called, with its ending; unique in the item.
    pub name: String,
    /// Found from its content.
    pub media_type: String,
    /// How large it is.
    pub size_bytes: i64,
    /// SHA-256 of its bytes, hex: where the house's files have them.
    pub digest: String,
    /// Who kept it.
    pub kept_by: i64,
    /// When.
    pub kept_at: Timestamp,
}

/// What an item names a file for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// 空白表格.
    Blank,
    /// 样表.
    Sample,
}

impl Shown {
    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Shown::Blank => "空白表格",
            Shown::Sample => "样表",
        }
    }
}

/// A file that an item's list of materials names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFile {
    /// Its name.
    pub name: String,
    /// The material.
    pub material: String,
    /// Blank or sample.
    pub shown: Shown,
}

/// The files that the item names, in the order of its materials, each name once.
pub fn files_named(item: &Item) -> Vec<NamedFile> {
    let mut seen = BTreeSet::new();
    let mut named = Vec::new();
    for material in &item.materials {
        for (name, shown) in [
            (&material.blank_form, Shown::Blank),
            (&material.sample_form, Shown::Sample),
        ] {
            if !name.is_empty() && seen.insert(name.as_str()) {
                named.push(NamedFile {
                    name: name.clone(),
                    material: material.name.clone(),
                    shown,
                });
            }
        }
    }
    named
}

/// Those that are named and not kept.
pub fn missing_files(item: &Item, files: &[ItemFile]) -> Vec<NamedFile> {
    let mut named = files_named(item);
    named.retain(|one| !files.iter().any(|file| file.name == one.name));
    named
}

/// What is kept with the item, by name.
pub async fn files(conn: &mut Conn, entry: &Entry) -> Result<Vec<ItemFile>> {
    store::files(conn, entry.id).await
}

/// One of them.
///
/// # Errors
/// Not found.
pub async fn file(conn: &mut Conn, code: &str, name: &str) -> Result<ItemFile> {
    let entry = entry::entry(conn, code).await?;
    let found = store::file_named(conn, entry.id, name).await?;
    found.ok_or_else(|| Error::not_found("事项的这个文件"))
}

/// Serves this file from now on; one of the same name is replaced. The bytes are kept before, by their digest.
///
/// # Errors
/// Invalid where the name cannot be an address.
pub async fn keep_file(conn: &mut Conn, entry: &Entry, file: ItemFile) -> Result<()> {
    if let Some(issue) = name_fault(&file.name) {
        return Err(Error::invalid(vec![issue]));
    }
    store::end(conn, entry.id, &file.name, file.kept_by, file.kept_at).await?;
    store::insert(conn, entry.id, &file).await
}

/// Serves it no more.
///
/// # Errors
/// Not found.
pub async fn end_file(conn: &mut Conn, entry: &Entry, name: &str, by: i64, now: Timestamp) -> Result<()> {
    if store::end(conn, entry.id, name, by, now).await? {
        return Ok(());
    }
    Err(Error::not_found("事项的这个文件"))
}

/// Counts changes of all items' files: pages that link to them are drawn anew when it grows.
pub async fn files_version(conn: &mut Conn) -> Result<i64> {
    store::version(conn).await
}

fn name_fault(name: &str) -> Option<Issue> {
    let clean = |c: char| !c.is_control() && !"/\\?#%".contains(c);
    let whole = !name.is_empty() && name.chars().count() <= 120 && !name.starts_with('.');
    if whole && name.chars().all(clean) {
        return None;
    }
    let sentence = format!("文件名“{name}”不能用。");
    Some(
        Issue::new(
            "file-name",
            sentence,
            "请改名，不要带 / \\ ? # % 这些符号，再上传。",
        )
        .at("file"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Material;

    fn material(name: &str, blank: &str, sample: &str) -> Material {
        Material {
            name: name.into(),
            blank_form: blank.into(),
            sample_form: sample.into(),
            ..Material::default()
        }
    }

    #[test]
    fn what_is_named_twice_is_one_file_and_what_is_kept_is_not_missing() {
        let item = Item {
            materials: vec![
                material("申请书", "申请书.docx", "申请书（样表）.docx"),
                material("承诺书", "申请书.docx", ""),
                material("身份证", "", ""),
            ],
            ..Item::default()
        };
        let names = |of: &[NamedFile]| of.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&files_named(&item)), ["申请书.docx", "申请书（样表）.docx"]);
        let kept = ItemFile {
            name: "申请书.docx".into(),
            media_type: String::new(),
            size_bytes: 1,
            digest: String::new(),
            kept_by: 1,
            kept_at: Timestamp::UNIX_EPOCH,
        };
        let missing = missing_files(&item, &[kept]);
        assert_eq!(names(&missing), ["申请书（样表）.docx"]);
        assert_eq!(missing[0].shown, Shown::Sample);
    }

    #[test]
    fn a_name_is_an_address() {
        for (name, good) in [
            ("申请书（样表）.docx", true),
            ("a b.pdf", true),
            ("", false),
            (".htaccess", false),
            ("a/b.pdf", false),
            ("..\\b.pdf", false),
            ("50%.pdf", false),
            ("a?b#c.pdf", false),
        ] {
            assert_eq!(name_fault(name).is_none(), good, "{name}");
        }
    }
}

//! The files of a saved site.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use kernel::{Result, code};
use matters::publication::import::{Finding, Item, ItemStanding, Source, from_page};

use super::{refuse, unreadable};

/// Endings of pages.
const PAGES: [&str; 4] = ["html", "htm", "shtml", "txt"];
/// Folders deeper than this are not looked into.
const DEPTH_MAX: usize = 32;

/// What is in a folder.
#[derive(Debug, Default)]
pub struct Found {
    /// Pages, by name relative to the folder, in order.
    pub pages: Vec<(String, PathBuf)>,
    /// Other files: how many of each ending.
    pub others: BTreeMap<String, usize>,
    /// What could not be looked into.
    pub closed: Vec<String>,
}

/// Looks through the folder and those below it. Links are not followed: they may lead in circles.
pub fn look(folder: &Path) -> Result<Found> {
    let mut found = Found::default();
    let entries = fs::read_dir(folder).map_err(|error| {
        refuse(
            format!("读不到 {}：{}。", folder.display(), unreadable(&error)),
            "请核对路径。",
        )
    })?;
    walk(entries, "", 1, &mut found);
    found.pages.sort();
    if found.pages.is_empty() {
        return Err(refuse(
            format!("{} 里没有可以导入的页面。", folder.display()),
            "能导入的是 .html、.htm、.shtml 和 .txt 文件。",
        ));
    }
    Ok(found)
}

fn walk(entries: fs::ReadDir, above: &str, depth: usize, found: &mut Found) {
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.closed.push(format!("{above}：{}", unreadable(&error)));
                continue;
            }
        };
        let name = format!("{above}{}", entry.file_name().to_string_lossy());
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && depth < DEPTH_MAX => match fs::read_dir(entry.path()) {
                Ok(entries) => walk(entries, &format!("{name}/"), depth + 1, found),
                Err(error) => found.closed.push(format!("{name}：{}", unreadable(&error))),
            },
            Ok(kind) if kind.is_file() => file(name, entry.path(), found),
            Ok(_) => *found.others.entry("链接等".to_owned()).or_default() += 1,
            Err(error) => found.closed.push(format!("{name}：{}", unreadable(&error))),
        }
    }
}

fn file(name: String, path: PathBuf, found: &mut Found) {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    if PAGES.contains(&ending.as_str()) {
        found.pages.push((name, path));
    } else {
        *found.others.entry(format!(".{ending}")).or_default() += 1;
    }
}

/// A page's bytes; or an item that says why there are none.
pub fn bytes(name: &str, path: &Path) -> std::result::Result<Source, Box<Item>> {
    let size = fs::metadata(path).map(|about| about.len()).unwrap_or_default();
    if size > text::decode::MAX_BYTES as u64 {
        let sentence = format!(
            "文件有 {} MB，超过 {} MB 的上限，没有读取。请确认它是网页，或者拆分后再导入。",
            size.div_ceil(1 << 20),
            text::decode::MAX_BYTES >> 20
        );
        return Err(Box::new(refused(name, "too-large", sentence)));
    }
    match fs::read(path) {
        Ok(bytes) => Ok(Source {
            name: name.to_owned(),
            bytes,
        }),
        Err(error) => {
            let sentence = format!(
                "文件读不出来：{}。请检查权限和磁盘后重新导入。",
                unreadable(&error)
            );
            Err(Box::new(refused(name, "unreadable", sentence)))
        }
    }
}

/// The page as an item, whatever its state.
pub fn item(source: &std::result::Result<Source, Box<Item>>, today: Date) -> Item {
    match source {
        Ok(source) => from_page(source, today),
        Err(item) => (**item).clone(),
    }
}

fn refused(name: &str, code_word: &str, sentence: String) -> Item {
    let digest = code::sha256_hex(format!("{code_word}\n{name}").as_bytes());
    Item {
        source_name: name.to_owned(),
        source_digest: digest.clone(),
        content_key: digest,
        standing: ItemStanding::Refused,
        content: Default::default(),
        findings: vec![Finding {
            code: code_word.to_owned(),
            severity: "error".to_owned(),
            line: None,
            excerpt: String::new(),
            sentence,
        }],
        encoding: String::new(),
    }
}

//! The shapes that the templates' parts take (see `templates/README.md`).

use jiff::Timestamp;
use kernel::time::{civil_date, minute_text};
use matters::publication::{AttachmentRef, Listed};

/// An item of `doc_list`.
pub struct Doc {
    pub tag: String,
    pub tag_kind: &'static str,
    pub title: String,
    pub href: String,
    pub date: String,
    pub note: String,
}

impl Doc {
    /// A line of a list: its date is the day it is listed at.
    pub fn listed(item: &Listed) -> Doc {
        let claim = match (item.claimed, item.dated) {
            (_, false) => "来源没有写明发布日期",
            (true, true) => "原发布日期为来源网页所标",
            (false, true) => "",
        };
        let note: Vec<&str> = [item.doc_number.as_str(), claim]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect();
        Doc {
            tag: String::new(),
            tag_kind: "",
            title: item.title.clone(),
            href: format!("/d/{}", item.slug),
            // A day that nobody named is not shown.
            date: if item.dated {
                civil_date(item.listed_at).to_string()
            } else {
                String::new()
            },
            note: note.join("　"),
        }
    }
}

/// A line of `meta_list`.
pub struct Fact {
    pub term: &'static str,
    pub text: String,
    pub wide: bool,
    pub href: String,
    pub claim: &'static str,
}

impl Fact {
    pub fn new(term: &'static str, text: impl Into<String>) -> Fact {
        Fact {
            term,
            text: text.into(),
            wide: false,
            href: String::new(),
            claim: "",
        }
    }

    pub fn at(term: &'static str, at: Timestamp) -> Fact {
        Fact::new(term, minute_text(at))
    }

    pub fn linked(mut self, href: impl Into<String>) -> Fact {
        self.href = href.into();
        self
    }

    pub fn claimed(mut self, by: &'static str) -> Fact {
        self.claim = by;
        self
    }

    pub fn wide(mut self) -> Fact {
        self.wide = true;
        self
    }

    /// Facts with nothing to say are not shown.
    pub fn present(facts: Vec<Fact>) -> Vec<Fact> {
        facts.into_iter().filter(|fact| !fact.text.is_empty()).collect()
    }
}

/// A link of `facet`.
pub struct FacetLink {
    pub label: String,
    pub href: String,
    pub count: i64,
    pub current: bool,
}

/// An item of `files`.
pub struct FileItem {
    pub name: String,
    pub href: String,
    pub kind: String,
    pub size: String,
}

impl FileItem {
    pub fn of(slug: &str, file: &AttachmentRef) -> FileItem {
        let href = format!("/d/{slug}/files/{}", file.digest);
        FileItem::named(&file.name, &file.name, href, file.size_bytes)
    }

    /// A file called `name`, shown as `label`.
    pub fn named(label: &str, name: &str, href: String, bytes: i64) -> FileItem {
        FileItem {
            name: label.to_owned(),
            href,
            kind: kind(name),
            size: size(bytes),
        }
    }
}

/// What readers call a file with this ending.
fn kind(name: &str) -> String {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase())
        .unwrap_or_default();
    match ending.as_str() {
        "doc" | "docx" | "wps" => "Word".into(),
        "xls" | "xlsx" | "et" | "csv" => "表格".into(),
        "jpg" | "jpeg" | "png" | "gif" => "图片".into(),
        "zip" | "rar" | "7z" => "压缩包".into(),
        "" => "文件".into(),
        other => other.to_uppercase(),
    }
}

/// `240 KB`, `1.4 MB`: decimal, as file managers show it.
pub fn size(bytes: i64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} 字节"),
        1_000..1_000_000 => format!("{} KB", (bytes + 500) / 1_000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// A row of `tree`.
pub struct TreeRow {
    pub depth: usize,
    pub label: String,
    pub href: String,
    pub note: String,
    pub current: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_kinds_are_what_readers_call_them() {
        for (bytes, shown) in [
            (0, "0 字节"),
            (999, "999 字节"),
            (1_000, "1 KB"),
            (240_400, "240 KB"),
            (1_449_000, "1.4 MB"),
        ] {
            assert_eq!(size(bytes), shown);
        }
        for (name, shown) in [
            ("表.XLSX", "表格"),
            ("a.b.docx", "Word"),
            ("公告.pdf", "PDF"),
            ("无后缀", "文件"),
        ] {
            assert_eq!(kind(name), shown);
        }
    }
}

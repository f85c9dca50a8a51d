//! One legacy page or record, read into the form of a document.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use text::page::{self, Hints, Page, Severity};

use super::leads;
use crate::publication::content::{Content, Meta, UNDATED, UNNAMED};
use crate::publication::vocabulary;

/// The longest summary that submission takes, in characters.
const SUMMARY_MAX: usize = 300;

/// The original as it came: its name and bytes.
#[derive(Clone, Debug)]
pub struct Source {
    /// Relative path, or the record's own identifier.
    pub name: String,
    /// As they were.
    pub bytes: Vec<u8>,
}

/// What reading found, with its place; never repaired by invention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code, such as `character-lost`.
    pub code: String,
    /// `info`, `warning`, `error`.
    pub severity: String,
    /// Paragraph of the body, from 1; none for the whole page.
    pub line: Option<usize>,
    /// The words it is about.
    pub excerpt: String,
    /// A Chinese sentence.
    pub sentence: String,
}

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemStanding {
    /// Goes public when the batch is accepted.
    Ready,
    /// A person has to repair it: becomes a draft when the batch is accepted.
    Held,
    /// Could not be read at all.
    Refused,
    /// The same content is there already.
    Duplicate,
    /// Public.
    Published,
}

impl ItemStanding {
    /// As rows hold it.
    pub fn code(self) -> &'static str {
        match self {
            ItemStanding::Ready => "ready",
            ItemStanding::Held => "held",
            ItemStanding::Refused => "refused",
            ItemStanding::Duplicate => "duplicate",
            ItemStanding::Published => "published",
        }
    }

    /// As pages say it.
    pub fn label(self) -> &'static str {
        match self {
            ItemStanding::Ready => "可以公开",
            ItemStanding::Held => "需要人工处理",
            ItemStanding::Refused => "无法读取",
            ItemStanding::Duplicate => "重复",
            ItemStanding::Published => "已公开",
        }
    }
}

/// An original, read.
#[derive(Clone, Debug)]
pub struct Item {
    /// Relative path or identifier.
    pub source_name: String,
    /// SHA-256 of the original bytes, hex.
    pub source_digest: String,
    /// SHA-256 over what was read of it, hex: the same content has the same key.
    pub content_key: String,
    /// Where it stands.
    pub standing: ItemStanding,
    /// What it would say.
    pub content: Content,
    /// Everything found.
    pub findings: Vec<Finding>,
    /// Encoding of the original, for the report.
    pub encoding: String,
}

/// Reads a legacy page. Never fails: what cannot be read is an item that says why.
pub fn from_page(source: &Source, today: Date) -> Item {
    let hints = Hints {
        file_name: Some(source.name.clone()),
        today: Some(today),
        ..Hints::default()
    };
    match page::read(&source.bytes, &hints) {
        Ok(page) => read_page(source, page),
        Err(refused) => unreadable(source, &refused.to_string()),
    }
}

fn read_page(source: &Source, page: Page) -> Item {
    let findings: Vec<Finding> = page
        .findings
        .iter()
        .map(|found| Finding {
            code: found.code.to_owned(),
            severity: severity(found.severity).to_owned(),
            line: found.place.line,
            excerpt: found.place.excerpt.clone(),
            sentence: found.sentence.clone(),
        })
        .collect();
    let title = page.title.clone().unwrap_or_default();
    let mut keywords = text::guess::keywords(&title, &page.body_text);
    keywords.truncate(5);
    let content = Content {
        body: page.body_html.clone(),
        meta: Meta {
            issuer: page.publishing_body.clone().unwrap_or_default(),
            doc_number: page.doc_number.clone().unwrap_or_default(),
            written_on: page.written_on.as_ref().map(|claim| claim.on),
            genre: genre(&title),
            keywords,
            summary: text::guess::summary(&page.body_text),
            source: page
                .source
                .clone()
                .or_else(|| page.site_name.clone())
                .unwrap_or_default(),
            author: page.author.clone().unwrap_or_default(),
            claimed_published: page
                .published_on
                .as_ref()
                .map(|claim| claim.on.to_string())
                .unwrap_or_default(),
            old_address: old_address(&source.name),
            ..Meta::default()
        },
        title,
        ..Content::default()
    };
    let blocked = page
        .findings
        .iter()
        .any(|found| found.severity == Severity::Error);
    finish(source, content, findings, blocked, page.encoding)
}

/// The genre's code, guessed from a title; empty where nothing in it tells.
fn genre(title: &str) -> String {
    text::guess::genre(title)
        .map(vocabulary::genre_code)
        .unwrap_or_default()
        .to_owned()
}

/// A saved page's place in the old site, where the files keep the site's folders.
fn old_address(name: &str) -> String {
    let page = name.ends_with(".html") || name.ends_with(".htm") || name.ends_with(".shtml");
    if page && name.contains('/') {
        format!("/{name}")
    } else {
        String::new()
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    category: String,
    #[serde(default)]
    region: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    document_number: String,
    #[serde(default)]
    notes: String,
    #[serde(default)]
    body: String,
}

/// Reads one line of structured records: JSON with `id`, `title`, `category`, `region`, `date`
/// (`YYYY-MM-DD` or empty), `document_number`, `notes` and `body` (Markdown headings and paragraphs).
pub fn from_record(line: usize, json: &str) -> Item {
    let source = Source {
        name: format!("第{line}行"),
        bytes: json.as_bytes().to_vec(),
    };
    match serde_json::from_str::<Record>(json) {
        Ok(record) => read_record(source, record),
        Err(error) => {
            let fault = procedure::json_fault(&error);
            unreadable(
                &source,
                &format!("第{line}行不是可用的 JSON 记录：{fault}请改正这一行后重新导入。"),
            )
        }
    }
}

fn read_record(mut source: Source, record: Record) -> Item {
    if !record.id.is_empty() {
        source.name = record.id.clone();
    }
    let mut findings = Vec::new();
    let mut claimed = record.date.trim().to_owned();
    if !claimed.is_empty() && claimed.parse::<Date>().is_err() {
        findings.push(finding(
            "date-impossible",
            "warning",
            &claimed,
            "日期无法识别，没有采用。",
        ));
        claimed.clear();
    } else if claimed.is_empty() {
        findings.push(finding("no-date", "info", "", "原记录没有日期，不作推测。"));
    }
    let mut body = text::markdown::to_html(&record.body);
    let notes = record.notes.trim();
    let summary = match notes.chars().count() {
        0 => text::guess::summary(&text::sanitise::plain_text(&body)),
        1..=SUMMARY_MAX => notes.to_owned(),
        length => {
            let sentence = format!("备注有{length}个字，放不进内容概述，全文放在正文开头。");
            findings.push(finding("notes-in-body", "info", "", &sentence));
            let summary = text::guess::summary(&text::sanitise::plain_text(&body));
            body = text::sanitise::from_plain(notes) + &body;
            summary
        }
    };
    let content = Content {
        title: record.title.trim().to_owned(),
        body,
        meta: Meta {
            genre: genre(&record.title),
            // Whence a record comes is no issuing body: it is looked for, and so it is a keyword.
            keywords: [record.category, record.region]
                .into_iter()
                .filter(|word| !word.trim().is_empty())
                .collect(),
            summary,
            doc_number: record.document_number.trim().to_owned(),
            claimed_published: claimed,
            ..Meta::default()
        },
        ..Content::default()
    };
    finish(&source, content, findings, false, "UTF-8")
}

/// What every item must have: a title and a body.
fn finish(
    source: &Source,
    content: Content,
    mut findings: Vec<Finding>,
    blocked: bool,
    encoding: &str,
) -> Item {
    let mut content = content.cleaned();
    leads::settle(&mut content, &mut findings);
    if content.meta.issuer.is_empty() {
        content.meta.issuer = UNNAMED.to_owned();
    }
    if content.meta.claimed_published.is_empty() {
        content.meta.claimed_published = UNDATED.to_owned();
    }
    let mut held = blocked;
    let known = |findings: &[Finding], code: &str| findings.iter().any(|found| found.code == code);
    if content.title.is_empty() {
        held = true;
        if !known(&findings, "no-title") {
            findings.push(finding("no-title", "error", "", "没有找到标题，需要人工补上。"));
        }
    }
    if text::sanitise::plain_text(&content.body).trim().is_empty() {
        held = true;
        if !known(&findings, "empty-body") {
            findings.push(finding("empty-body", "error", "", "没有找到正文，需要人工补上。"));
        }
    }
    Item {
        source_name: source.name.clone(),
        source_digest: kernel::code::sha256_hex(&source.bytes),
        content_key: content_key(&content),
        standing: if held {
            ItemStanding::Held
        } else {
            ItemStanding::Ready
        },
        content,
        findings,
        encoding: encoding.to_owned(),
    }
}

/// What makes two items the same: title, text, document number and claimed day; not the file's name,
/// nor white space.
pub(in crate::publication) fn content_key(content: &Content) -> String {
    let text: String = text::sanitise::plain_text(&content.body)
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    let meta = &content.meta;
    let day = if meta.claimed_published == UNDATED {
        ""
    } else {
        &meta.claimed_published
    };
    kernel::code::sha256_hex(format!("{}\n{}\n{day}\n{text}", content.title, meta.doc_number).as_bytes())
}

fn unreadable(source: &Source, sentence: &str) -> Item {
    let digest = kernel::code::sha256_hex(&source.bytes);
    Item {
        source_name: source.name.clone(),
        content_key: digest.clone(),
        source_digest: digest,
        standing: ItemStanding::Refused,
        content: Content::default(),
        findings: vec![finding("unreadable", "error", "", sentence)],
        encoding: String::new(),
    }
}

pub(super) fn finding(code: &str, severity: &str, excerpt: &str, sentence: &str) -> Finding {
    Finding {
        code: code.to_owned(),
        severity: severity.to_owned(),
        line: None,
        excerpt: excerpt.to_owned(),
        sentence: sentence.to_owned(),
    }
}

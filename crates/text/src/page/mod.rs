//! Saved pages of old government sites: what the document says of itself, its body, and what is wrong.
//!
//! Nothing is invented. Every date is a *claim* of the page. Damage (lost characters, lost ordinals, junk
//! put in by hijackers, conversion to traditional characters) is reported with its place; what can be undone
//! without guessing is undone, and that too is reported. The original bytes stay with whoever imports.

mod content;
mod damage;
mod furniture;
mod header;
mod labels;
mod repair;
mod scrutiny;

use jiff::civil::{Date, Time};
use serde::Serialize;

use crate::decode::{self, How, Refused};
use crate::flow;
use crate::width::shorten;
use crate::{guess, sanitise};

/// What is known besides the bytes.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// The file's name, for its title where the page has none.
    pub file_name: Option<String>,
    /// Where the page was saved from.
    pub address: Option<String>,
    /// The day of import; later dates in the page are doubtful.
    pub today: Option<Date>,
}

/// A page, read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Page {
    /// The document's title.
    pub title: Option<String>,
    /// The body that published it, as the page names it.
    pub publishing_body: Option<String>,
    /// 发布日期, as the page claims.
    pub published_on: Option<DateClaim>,
    /// 成文日期, from the signature or the page's catalogue table.
    pub written_on: Option<DateClaim>,
    /// The document's own 发文字号, canonical. Numbers it merely cites are not meant.
    pub doc_number: Option<String>,
    /// 来源, as printed.
    pub source: Option<String>,
    /// 作者, as printed.
    pub author: Option<String>,
    /// The way from the home page, outermost first.
    pub breadcrumb: Vec<String>,
    /// The column it stood in.
    pub column: Option<String>,
    /// The site's name.
    pub site_name: Option<String>,
    /// 政府网站标识码.
    pub site_code: Option<String>,
    /// What the page's catalogue table says: 索引号, 主题分类 and so on, as labelled there.
    pub catalogue: Vec<(String, String)>,
    /// The body in the HTML that may be published ([`crate::sanitise`]).
    pub body_html: String,
    /// The same body as plain text, a paragraph a line.
    pub body_text: String,
    /// Links in the body, attachments not among them.
    pub links: Vec<Link>,
    /// Addresses of the images in the body.
    pub images: Vec<String>,
    /// Links to files.
    pub attachments: Vec<Link>,
    /// What a person should know or decide.
    pub findings: Vec<Finding>,
    /// The encoding of the bytes.
    pub encoding: &'static str,
    /// Whether some bytes could not be read.
    pub lossy: bool,
    /// HTML or text.
    pub form: Form,
}

/// What the file was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A saved web page.
    Html,
    /// Plain text, perhaps with stray tags.
    Text,
}

/// A date that a page claims.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateClaim {
    /// The day.
    pub on: Date,
    /// The time, where the page gives one.
    pub at: Option<Time>,
    /// As printed.
    pub words: String,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Its words.
    pub text: String,
    /// Its address, as the page has it.
    pub href: String,
}

/// Something that a person should know or decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// A stable code for programs: `ordinal-lost`, `signed-after-published` …
    pub code: &'static str,
    /// How grave.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// A Chinese sentence: what was found, what was done.
    pub sentence: String,
}

/// Where something was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The line of [`Page::body_text`], from 1; none for the page's head or the whole page.
    pub line: Option<usize>,
    /// The words around it; may be empty.
    pub excerpt: String,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Done and told.
    Info,
    /// Look at it.
    Warning,
    /// A person must decide before it is published.
    Error,
}

impl Finding {
    fn new(code: &'static str, severity: Severity, sentence: impl Into<String>) -> Self {
        Finding {
            code,
            severity,
            place: Place::default(),
            sentence: sentence.into(),
        }
    }

    fn at(mut self, line: Option<usize>, excerpt: impl Into<String>) -> Self {
        self.place = Place {
            line,
            excerpt: excerpt.into(),
        };
        self
    }
}

/// Reads a saved page.
///
/// # Errors
/// Only where the bytes are no text, or too many; everything else gives a page with findings.
///
/// ```
/// use text::page::{Hints, read};
/// let page = read("关于放假的通知\n发布日期：2026-01-05　来源：县政府办\n各乡镇：\n一、放假三天。\n县政府办\n2026年1月4日".as_bytes(),
///     &Hints::default()).unwrap();
/// assert_eq!(page.title.as_deref(), Some("关于放假的通知"));
/// assert_eq!(page.written_on.unwrap().words, "2026年1月4日");
/// assert_eq!(page.source.as_deref(), Some("县政府办"));
/// ```
pub fn read(bytes: &[u8], hints: &Hints) -> Result<Page, Refused> {
    let decoded = decode::decode(bytes)?;
    let mut findings = encoding_findings(&decoded);
    let repaired = repair::repair(&decoded.text, &mut findings);
    let form = content::form(&repaired);
    let mut content = match form {
        Form::Html => content::from_html(&repaired, &mut findings),
        Form::Text => content::from_text(&repaired, &mut findings),
    };
    let head = header::read(&mut content);
    let mut page = assemble(content, head, &decoded, form);
    damage::examine(&page.body_text, &mut findings);
    scrutiny::examine(&page, hints, &mut findings);
    if page.title.is_none() {
        page.title = hints.file_name.as_deref().and_then(title_of_file);
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    page.findings = findings;
    Ok(page)
}

/// Where a text still shows only the reading of a lost character, such as `F(xiàn)` for 现: the words around
/// the first one. It stays in what is imported, for whoever mends it; it is nothing to publish.
pub fn residue(text: &str) -> Option<String> {
    damage::residue(text)
}

fn assemble(content: content::Content, head: header::Head, decoded: &decode::Decoded, form: Form) -> Page {
    let (links, attachments) = content::links(&content.body);
    let body_text = flow::plain(&content.body);
    let signed_on = guess::written_on(&body_text);
    let publishing_body = head.publishing_body(guess::signed_by(&body_text));
    Page {
        publishing_body,
        published_on: head.published_on,
        written_on: signed_on.or(head.written_on),
        doc_number: head.doc_number,
        source: head.source,
        author: head.author,
        column: head.column.or_else(|| head.breadcrumb.last().cloned()),
        breadcrumb: head.breadcrumb,
        title: head.title,
        site_name: head.site_name,
        site_code: head.site_code,
        catalogue: head.catalogue,
        body_html: sanitise::check(&flow::render(&content.body)),
        body_text,
        links,
        attachments,
        images: content::images(&content.body),
        findings: Vec::new(),
        encoding: decoded.encoding,
        lossy: decoded.lossy,
        form,
    }
}

fn encoding_findings(decoded: &decode::Decoded) -> Vec<Finding> {
    let mut findings = Vec::new();
    if decoded.lossy {
        let (at, lost) = lost_characters(&decoded.text);
        let sentence = format!(
            "按 {} 编码读取时有 {lost} 处字节无法识别，文中以 \u{FFFD} 标出。请对照原件补正，或用正确编码重新保存后再导入。",
            decoded.encoding
        );
        findings.push(Finding::new("encoding-lossy", Severity::Error, sentence).at(None, at));
    } else if decoded.how == How::Guessed {
        let sentence = format!(
            "文件没有标明编码，按字节特征判断为 {}。请看正文有无乱码。",
            decoded.encoding
        );
        findings.push(Finding::new("encoding-guessed", Severity::Info, sentence));
    }
    findings
}

fn lost_characters(text: &str) -> (String, usize) {
    let lost = text.chars().filter(|c| *c == '\u{FFFD}').count();
    let excerpt = text
        .find('\u{FFFD}')
        .map(|at| crate::width::excerpt(text, at, at + '\u{FFFD}'.len_utf8(), 10))
        .unwrap_or_default();
    (excerpt, lost)
}

/// A file's name as a title, where it has Chinese words.
fn title_of_file(name: &str) -> Option<String> {
    let stem = name.rsplit(['/', '\\']).next()?;
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem).trim();
    (stem.chars().filter(|c| crate::hanzi::is_han(*c)).count() >= 4).then(|| shorten(stem, 100))
}

//! Redactions: documents of a case of which a part may be given, the marks on them, and what came of it.
//!
//! **The law behind it.** 政府信息公开条例 art. 37 (区分处理: give what may be given, with reasons for the rest);
//! the grounds are those of art. 14–16 ([`redact::Ground`]).
//!
//! The work is nobody's act: it changes no case. What it comes to is a paper that a later act gives out. The
//! bytes are in [`crate::file`]; drawing and proving is `redact`'s, in a child process of whoever calls.
//!
//! # Invariants
//! - What was released fits the marks as they stand: marking anew takes it back.
//! - Two people who mark at once are told; neither overwrites the other.
//! - The report repeats nothing of what was withheld.
//!
//! # Verbs
//! [`begin`], [`mark`], [`give`], [`drop`]; for reading [`read`], [`of_case`], [`originals`]; [`erase`], [`holds`].

mod store;

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, RefusalKind, Result};
use serde::{Deserialize, Serialize};

use crate::paper::Sheet;

/// Table whose pages are rewritten after an erasure.
pub const ERASED_TABLES: &[&str] = &["redaction"];

/// What is marked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Marks {
    /// Areas of a PDF's pages.
    Areas(Vec<redact::Mark>),
    /// Words of a document.
    Words {
        /// Stretches that are withheld.
        marks: Vec<redact::words::Mark>,
        /// Appearances of the same words that stay on purpose.
        kept: Vec<redact::words::Kept>,
    },
}

impl Marks {
    /// No mark, for a document of this type: areas for a PDF, words for anything else.
    pub fn none(media_type: &str) -> Marks {
        match media_type {
            "application/pdf" => Marks::Areas(Vec::new()),
            _ => Marks::Words {
                marks: Vec::new(),
                kept: Vec::new(),
            },
        }
    }

    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Marks::Areas(marks) => marks.len(),
            Marks::Words { marks, .. } => marks.len(),
        }
    }

    /// Nothing is marked.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What came of it: a file that may go out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// The new file; its bytes are kept.
    pub sheet: Sheet,
    /// What the labels in it mean, for the letter.
    pub legend: Vec<String>,
    /// What was in the original and is not in it, and what was checked: sentences for the page.
    pub report: Vec<String>,
    /// When it was proved.
    pub at: Timestamp,
}

/// A document that is being redacted.
#[derive(Clone, Debug)]
pub struct Work {
    /// Row.
    pub id: i64,
    /// The case.
    pub case_id: i64,
    /// The original.
    pub original: Sheet,
    /// What is marked on it.
    pub marks: Marks,
    /// What came of it, while the marks stand as they did.
    pub given: Option<Given>,
    /// Counts every change of the marks.
    pub version: i64,
    /// Who marked last.
    pub marked_by: i64,
    /// When.
    pub marked_at: Timestamp,
    /// Marks and bytes were destroyed.
    pub erased: bool,
}

/// Begins a redaction of a document whose bytes are kept. Its row. The same document in the same case is taken up
/// where it was left.
pub async fn begin(
    conn: &mut Conn,
    case_id: i64,
    original: &Sheet,
    person_id: i64,
    now: Timestamp,
) -> Result<i64> {
    if let Some(id) = store::same(conn, case_id, &original.digest).await? {
        return Ok(id);
    }
    let marks = serde_json::to_string(&Marks::none(&original.media_type))?;
    store::insert(conn, case_id, original, &marks, person_id, now).await
}

/// Replaces the marks; what was released before is released no longer.
///
/// # Errors
/// Conflict where somebody marked since `version`.
pub async fn mark(
    conn: &mut Conn,
    id: i64,
    version: i64,
    marks: &Marks,
    person_id: i64,
    now: Timestamp,
) -> Result<()> {
    let marks = serde_json::to_string(marks)?;
    expect(store::mark(conn, id, version, &marks, person_id, now).await?)
}

/// Keeps what came of the marks of this version.
///
/// # Errors
/// Conflict where somebody marked since.
pub async fn give(conn: &mut Conn, id: i64, version: i64, given: &Given) -> Result<()> {
    let body = serde_json::to_string(given)?;
    expect(store::give(conn, id, version, &body, &given.sheet.digest).await?)
}

fn expect(done: bool) -> Result<()> {
    if done {
        return Ok(());
    }
    Err(Error::refuse(
        RefusalKind::Conflict,
        "marked-meanwhile",
        "这份材料刚被别人改过遮盖，您的修改没有保存。",
        "请重新打开遮盖页面，看过现在的遮盖再改。",
    ))
}

/// Gives the work up. The digests of its files come back; the caller removes the bytes that nothing [`holds`].
pub async fn drop(conn: &mut Conn, id: i64) -> Result<Vec<String>> {
    store::remove(conn, id).await
}

/// One of them.
pub async fn read(conn: &mut Conn, id: i64) -> Result<Option<Work>> {
    store::read(conn, id).await
}

/// Those of a case, oldest first.
pub async fn of_case(conn: &mut Conn, case_id: i64) -> Result<Vec<Work>> {
    store::of_case(conn, case_id).await
}

/// Digests of the case's documents on which something is marked: they must not go out whole.
pub async fn originals(conn: &mut Conn, case_id: i64) -> Result<Vec<String>> {
    let works = of_case(conn, case_id).await?;
    let marked = works.into_iter().filter(|work| !work.marks.is_empty());
    Ok(marked.map(|work| work.original.digest).collect())
}

/// Destroys names and marks of a case's redactions; the digests of their files come back.
pub async fn erase(conn: &mut Conn, case_id: i64, now: Timestamp) -> Result<Vec<String>> {
    store::erase(conn, case_id, now).await
}

/// A redaction still needs the file with this digest.
pub async fn holds(conn: &mut Conn, digest: &str) -> Result<bool> {
    store::holds(conn, digest).await
}

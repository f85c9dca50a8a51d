//! Refusals and faults: the only two things that can go wrong before a person.
//!
//! A *refusal* is an answer: law or state says no, in a Chinese sentence with the way onward,
//! all problems at once. A *fault* is ours: it is logged once, where it becomes a page, and the
//! person sees only its reference number.

use std::fmt;

/// The result of everything that may be refused or may fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Either an answer or our own failure.
#[derive(Debug)]
pub enum Error {
    /// Law or state says no.
    Refusal(Refusal),
    /// Ours.
    Fault(Fault),
}

/// What kind of no, so that a page can choose its HTTP status and its way onward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// What was sent cannot be taken as it is (422).
    Invalid,
    /// Nothing here, or nothing that this person may know of (404).
    NotFound,
    /// Known person, no authority (403).
    Forbidden,
    /// Nobody is logged in (401; pages lead to the login).
    Unauthenticated,
    /// The state moved on meanwhile (409).
    Conflict,
    /// Too many attempts (429).
    TooMany,
    /// The machine cannot take it now, for example a full disk (503).
    Unavailable,
}

/// An answer of no: one or more issues, all at once.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// What kind of no.
    pub kind: RefusalKind,
    /// At least one issue.
    pub issues: Vec<Issue>,
}

/// One thing that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Stable code for programs and tests, such as `untouched-by-actor`.
    pub code: String,
    /// The form's field that it belongs to, where there is one.
    pub field: Option<String>,
    /// The article of law behind it, where there is one.
    pub article: Option<String>,
    /// A Chinese sentence: what is wrong.
    pub sentence: String,
    /// A Chinese sentence: the way onward. May be empty where the sentence says it already.
    pub onward: String,
}

impl Issue {
    /// An issue with neither field nor article.
    pub fn new(code: &str, sentence: impl Into<String>, onward: impl Into<String>) -> Self {
        Issue {
            code: code.into(),
            field: None,
            article: None,
            sentence: sentence.into(),
            onward: onward.into(),
        }
    }

    /// The same issue, at a form's field.
    pub fn at(mut self, field: &str) -> Self {
        self.field = Some(field.into());
        self
    }
}

impl Refusal {
    /// A refusal with one issue.
    pub fn one(kind: RefusalKind, issue: Issue) -> Self {
        Refusal {
            kind,
            issues: vec![issue],
        }
    }
}

/// Shorthand for the commonest refusals.
impl Error {
    /// What was sent cannot be taken.
    pub fn invalid(issues: Vec<Issue>) -> Self {
        Error::Refusal(Refusal {
            kind: RefusalKind::Invalid,
            issues,
        })
    }

    /// One issue of any kind.
    pub fn refuse(
        kind: RefusalKind,
        code: &str,
        sentence: impl Into<String>,
        onward: impl Into<String>,
    ) -> Self {
        Error::Refusal(Refusal::one(kind, Issue::new(code, sentence, onward)))
    }

    /// Nothing at this address.
    pub fn not_found(what: &str) -> Self {
        Self::refuse(
            RefusalKind::NotFound,
            "not-found",
            format!("没有找到{what}。"),
            "请核对地址，或者用搜索查找。",
        )
    }

    /// The machine has no room for it.
    pub fn disk_full() -> Self {
        Self::refuse(
            RefusalKind::Unavailable,
            "disk-full",
            "磁盘空间已满，这次操作没有保存。",
            "请联系系统管理员清理磁盘；清理后重新提交即可，已公开的内容不受影响。",
        )
    }

    /// The refusal, if it is one.
    pub fn as_refusal(&self) -> Option<&Refusal> {
        match self {
            Error::Refusal(refusal) => Some(refusal),
            Error::Fault(_) => None,
        }
    }
}

/// Our own failure, with the number that the person is shown.
#[derive(Debug)]
pub struct Fault {
    /// `F-XXXX-XXXX`, shown on the page and written in the log.
    pub reference: String,
    /// What happened, for the log.
    pub cause: Box<dyn std::error::Error + Send + Sync>,
}

impl Fault {
    /// A fault of this cause with a fresh reference number.
    pub fn new(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Fault {
            reference: crate::code::reference(),
            cause: cause.into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Refusal(refusal) => {
                for (n, issue) in refusal.issues.iter().enumerate() {
                    if n > 0 {
                        f.write_str("\n")?;
                    }
                    write!(f, "{}{}", issue.sentence, issue.onward)?;
                }
                Ok(())
            }
            Error::Fault(fault) => write!(f, "系统出错（{}）：{}", fault.reference, fault.cause),
        }
    }
}

impl std::error::Error for Error {}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Error::Refusal(refusal)
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Error::Fault(fault)
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        if is_disk_full(&error) {
            return Self::disk_full();
        }
        Error::Fault(Fault::new(error))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Error::Fault(Fault::new(error))
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            return Self::disk_full();
        }
        Error::Fault(Fault::new(error))
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull) {
            return Self::disk_full();
        }
        Error::Fault(Fault::new(error))
    }
}

/// PostgreSQL's class 53100.
fn is_disk_full(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(db) => db.code().as_deref() == Some("53100"),
        _ => false,
    }
}

//! The press: what is made of hostile input or may grow without end, in child processes that can neither hang nor
//! grow. Letters become PDF and DOCX ([`Press::print`]); documents are shown, searched and redacted
//! ([`redaction`]).

pub mod redaction;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use kernel::child::{self, Limits};
use kernel::{Error, Fault, Issue, RefusalKind, Result};
use tokio::sync::Semaphore;
use typeset::{Fonts, Letter, LetterError};

/// How many documents are drawn or proved at a time: each may take a processor and much memory.
const DOCUMENTS_AT_ONCE: usize = 2;

/// What a child that sets a letter may use: a register of many pages takes a second or two.
pub const LIMITS: Limits = Limits {
    time: Duration::from_secs(20),
    memory_bytes: 2 << 30,
    output_bytes: 32 << 20,
};

/// A form in which a letter can be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// PDF/A with its typefaces inside.
    Pdf,
    /// For Word and WPS.
    Docx,
}

impl Form {
    /// As an address ends.
    pub fn ending(self) -> &'static str {
        match self {
            Form::Pdf => "pdf",
            Form::Docx => "docx",
        }
    }

    /// The form of an ending.
    pub fn of(ending: &str) -> Option<Form> {
        [Form::Pdf, Form::Docx]
            .into_iter()
            .find(|form| form.ending() == ending)
    }

    /// For the answer's head.
    pub fn media_type(self) -> &'static str {
        match self {
            Form::Pdf => "application/pdf",
            Form::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

/// Where letters are set and documents redacted. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Press {
    /// The program that does it as its hidden command `press`; none: here, in this process (tests).
    program: Option<Arc<PathBuf>>,
    fonts: Arc<Vec<PathBuf>>,
    documents: Arc<Semaphore>,
}

impl Press {
    /// Sets letters in children of `program`, with typefaces from these folders before the system's.
    pub fn of(program: PathBuf, fonts: Vec<PathBuf>) -> Press {
        Press {
            program: Some(Arc::new(program)),
            fonts: Arc::new(fonts),
            documents: Arc::new(Semaphore::new(DOCUMENTS_AT_ONCE)),
        }
    }

    /// Sets letters here, without the bounds of a child.
    pub fn here() -> Press {
        Press {
            program: None,
            fonts: Arc::new(Vec::new()),
            documents: Arc::new(Semaphore::new(DOCUMENTS_AT_ONCE)),
        }
    }

    /// The letter in this form.
    ///
    /// # Errors
    /// Invalid: characters that no typeface has, typefaces that are not installed. A fault where the child
    /// fails.
    pub async fn print(&self, letter: &Letter, form: Form) -> Result<Vec<u8>> {
        match &self.program {
            Some(program) => {
                let input = serde_json::to_vec(letter)?;
                self.child(program, form.ending(), input, LIMITS).await
            }
            None => print(letter, form, &self.fonts),
        }
    }

    /// What a seal prints, as an SVG. Reads typefaces: blocking work.
    ///
    /// # Errors
    /// Unavailable where typefaces are not installed.
    pub fn impression(&self, impression: &typeset::Impression) -> Result<String> {
        let path = Fonts::find(&self.fonts)
            .and_then(|fonts| typeset::seal_path(impression, &fonts))
            .map_err(|error| told(LetterError::Font(error)))?;
        Ok(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-50 -50 100 100\"><path fill=\"#d40000\" d=\"{path}\"/></svg>"
        ))
    }

    async fn child(
        &self,
        program: &std::path::Path,
        what: &str,
        input: Vec<u8>,
        limits: Limits,
    ) -> Result<Vec<u8>> {
        let mut args = vec!["press".to_owned(), what.to_owned()];
        args.extend(self.fonts.iter().map(|folder| folder.display().to_string()));
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        child::run(program, &args, input, limits).await
    }
}

/// The work itself, as the hidden command does it.
///
/// # Errors
/// Invalid, in sentences for whoever asked for the letter; unavailable where typefaces are not installed.
pub fn print(letter: &Letter, form: Form, fonts: &[PathBuf]) -> Result<Vec<u8>> {
    match form {
        Form::Docx => typeset::docx(letter).map_err(told),
        Form::Pdf => Fonts::find(fonts)
            .map_err(LetterError::Font)
            .and_then(|fonts| typeset::pdf(letter, &fonts))
            .map_err(told),
    }
}

fn told(error: LetterError) -> Error {
    match error {
        LetterError::Invalid(problems) => Error::invalid(
            problems
                .iter()
                .map(|it| Issue::new("letter", it.to_string(), ""))
                .collect(),
        ),
        LetterError::Font(error) => Error::refuse(
            RefusalKind::Unavailable,
            "typefaces",
            error.to_string(),
            "可以先下载 Word 版本，或者请系统管理员安装字体。",
        ),
        LetterError::Writing(what) => Fault::new(what).into(),
    }
}

//! Documents of which a part is given: shown page by page, searched, released with a proof; in a child process,
//! since the files are somebody else's.

use std::path::PathBuf;
use std::time::Duration;

use kernel::child::Limits;
use kernel::{Fault, Result};
use redact::words::{self, Kept, Released, Words};
use redact::{Area, Concern, Look, Mark, PageImage, Refusal, Release, Report, Substitute};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use typeset::{Fonts, Role};

use super::Press;

/// What the hidden command is called with.
pub const COMMAND: &str = "redaction";
/// What a child may use: several hundred pages are drawn twice before they are released.
pub const LIMITS: Limits = Limits {
    time: Duration::from_secs(240),
    memory_bytes: 4 << 30,
    output_bytes: 512 << 20,
};

/// A document whose words are marked, not areas of its pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Word and WPS.
    Docx,
    /// Plain text.
    Plain,
    /// A spreadsheet: read only to say why it is not redacted here.
    Xlsx,
}

impl Format {
    /// Of a media type; none where neither words nor areas can be marked, or where areas are.
    pub fn of(media_type: &str) -> Option<Format> {
        let kind = media_type.split(';').next().unwrap_or_default().trim();
        match kind {
            "text/plain" | "text/csv" => Some(Format::Plain),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => Some(Format::Docx),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => Some(Format::Xlsx),
            _ => None,
        }
    }

    fn words(self, bytes: &[u8]) -> Result<Words, Refusal> {
        match self {
            Format::Docx => words::docx(bytes),
            Format::Plain => words::plain(bytes),
            Format::Xlsx => Err(words::xlsx(bytes)),
        }
    }
}

/// What is asked of the child about the document that follows.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Ask {
    Sizes,
    Page(usize),
    Find(String),
    Release {
        name: String,
        marks: Vec<Mark>,
        accepted: Vec<Concern>,
    },
    Words(Format),
    ReleaseWords {
        name: String,
        format: Format,
        marks: Vec<words::Mark>,
        kept: Vec<Kept>,
    },
}

/// Answer of the library: what was asked for, or why not. Bytes follow where there are any.
type Told<T> = std::result::Result<T, Refusal>;

impl Press {
    /// The paper sizes of a PDF's pages, (width, height) in points.
    ///
    /// # Errors
    /// A fault where the child fails; the document's own refusal is inside.
    pub async fn sizes(&self, pdf: &[u8]) -> Result<Told<Vec<(f64, f64)>>> {
        Ok(self.ask(&Ask::Sizes, pdf).await?.0)
    }

    /// One page of a PDF as a picture, from 1.
    ///
    /// # Errors
    /// As [`Press::sizes`].
    pub async fn page(&self, pdf: &[u8], number: usize) -> Result<Told<PageImage>> {
        let (told, png): (Told<Picture>, Vec<u8>) = self.ask(&Ask::Page(number), pdf).await?;
        Ok(told.map(|it| it.with(png)))
    }

    /// Where words stand on a PDF's pages.
    ///
    /// # Errors
    /// As [`Press::sizes`].
    pub async fn find(&self, pdf: &[u8], words: &str) -> Result<Told<Vec<(usize, Area)>>> {
        Ok(self.ask(&Ask::Find(words.to_owned()), pdf).await?.0)
    }

    /// A PDF with the marks blackened, proved; it will go out under this name.
    ///
    /// # Errors
    /// As [`Press::sizes`].
    pub async fn release(
        &self,
        pdf: &[u8],
        name: &str,
        marks: &[Mark],
        accepted: &[Concern],
    ) -> Result<Told<Release>> {
        let ask = Ask::Release {
            name: name.to_owned(),
            marks: marks.to_vec(),
            accepted: accepted.to_vec(),
        };
        let (told, bytes): (Told<Report>, Vec<u8>) = self.ask(&ask, pdf).await?;
        Ok(told.map(|report| Release { pdf: bytes, report }))
    }

    /// The visible words of a document.
    ///
    /// # Errors
    /// As [`Press::sizes`].
    pub async fn words(&self, bytes: &[u8], format: Format) -> Result<Told<Words>> {
        Ok(self.ask(&Ask::Words(format), bytes).await?.0)
    }

    /// Its words with the marks withheld, proved; they will go out under this name.
    ///
    /// # Errors
    /// As [`Press::sizes`].
    pub async fn release_words(
        &self,
        bytes: &[u8],
        name: &str,
        format: Format,
        marks: &[words::Mark],
        kept: &[Kept],
    ) -> Result<Told<Released>> {
        let ask = Ask::ReleaseWords {
            name: name.to_owned(),
            format,
            marks: marks.to_vec(),
            kept: kept.to_vec(),
        };
        Ok(self.ask(&ask, bytes).await?.0)
    }

    async fn ask<T: DeserializeOwned>(&self, ask: &Ask, bytes: &[u8]) -> Result<(T, Vec<u8>)> {
        let input = framed(ask, bytes)?;
        let _turn = self.documents.acquire().await.map_err(Fault::new)?;
        let output = match &self.program {
            Some(program) => self.child(program, COMMAND, input, LIMITS).await?,
            None => {
                let fonts = self.fonts.clone();
                tokio::task::spawn_blocking(move || answer(&input, &fonts))
                    .await
                    .map_err(Fault::new)??
            }
        };
        let (told, bytes) = parted(&output)?;
        Ok((told, bytes.to_vec()))
    }
}

/// A page's picture without its bytes, which follow.
#[derive(Serialize, Deserialize)]
struct Picture {
    number: usize,
    points: (f64, f64),
    pixels: (u32, u32),
    concerns: Vec<Concern>,
}

impl Picture {
    fn with(self, png: Vec<u8>) -> PageImage {
        PageImage {
            number: self.number,
            width_points: self.points.0,
            height_points: self.points.1,
            width: self.pixels.0,
            height: self.pixels.1,
            png,
            concerns: self.concerns,
        }
    }
}

/// The work itself, as the hidden command does it: a framed question in, a framed answer out.
///
/// # Errors
/// A fault where the frame is broken.
pub fn answer(input: &[u8], fonts: &[PathBuf]) -> Result<Vec<u8>> {
    let (ask, bytes): (Ask, &[u8]) = parted(input)?;
    let look = look(fonts);
    match ask {
        Ask::Sizes => framed(&redact::sizes(bytes, &look), &[]),
        Ask::Find(words) => framed(&redact::find(bytes, &words, &look), &[]),
        Ask::Page(number) => {
            let (mut png, told) = (Vec::new(), redact::page(bytes, number, &look));
            let told = told.map(|page| {
                png = page.png;
                Picture {
                    number: page.number,
                    points: (page.width_points, page.height_points),
                    pixels: (page.width, page.height),
                    concerns: page.concerns,
                }
            });
            framed(&told, &png)
        }
        Ask::Release {
            name,
            marks,
            accepted,
        } => {
            let named = redact::betrays(bytes, &marks, &name, &look).and_then(fit);
            let told = named.and_then(|()| redact::release(bytes, &marks, &look, &accepted));
            let mut pdf = Vec::new();
            let told = told.map(|release| {
                pdf = release.pdf;
                release.report
            });
            framed(&told, &pdf)
        }
        Ask::Words(format) => framed(&format.words(bytes), &[]),
        Ask::ReleaseWords {
            name,
            format,
            marks,
            kept,
        } => {
            let told = format.words(bytes).and_then(|it| {
                fit(words::betrays(&it, &marks, &name))?;
                words::release(&it, &marks, &kept)
            });
            framed(&told, &[])
        }
    }
}

/// A name that says what is withheld goes with nothing.
fn fit(betrays: bool) -> Told<()> {
    if betrays { Err(Refusal::Name) } else { Ok(()) }
}

/// The same look for showing, releasing and proving.
fn look(fonts: &[PathBuf]) -> Look {
    let found = Fonts::find(fonts).and_then(|fonts| fonts.file(Role::Song));
    Look {
        substitute: found.ok().map(|(data, index)| Substitute { data, index }),
        ..Look::default()
    }
}

/// Length of the head in four bytes, the head as JSON, then bytes.
fn framed(head: &impl Serialize, bytes: &[u8]) -> Result<Vec<u8>> {
    let head = serde_json::to_vec(head)?;
    let length = u32::try_from(head.len()).map_err(Fault::new)?;
    Ok([&length.to_be_bytes(), head.as_slice(), bytes].concat())
}

fn parted<T: DeserializeOwned>(frame: &[u8]) -> Result<(T, &[u8])> {
    let broken = || Fault::new("broken frame between the house and its press");
    let (length, rest) = frame.split_first_chunk::<4>().ok_or_else(broken)?;
    let length = u32::from_be_bytes(*length) as usize;
    let (head, bytes) = rest.split_at_checked(length).ok_or_else(broken)?;
    Ok((serde_json::from_slice(head)?, bytes))
}

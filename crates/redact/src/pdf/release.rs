//! The released file, or why there is none.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::hidden::{Tally, inventory};
use super::seen::read_only;
use super::write::Writer;
use super::{Concern, Kind, Leftover, Look, Mark, Seen, ink, look_at, open};
use crate::guard::guarded;
use crate::limit::MOST_MARKS;
use crate::proof::{Proof, prove};
use crate::under::{Under, betrayed, uncovered};
use crate::{Refusal, legend};

/// A file that may go out: the proof holds.
#[derive(Clone, PartialEq)]
pub struct Release {
    /// The new file.
    pub pdf: Vec<u8>,
    /// What was done.
    pub report: Report,
}

impl fmt::Debug for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Release({} bytes, {:?})", self.pdf.len(), self.report)
    }
}

/// What was done, for the file of the case. It repeats nothing of what was withheld.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Pages, all of which are in the released file.
    pub pages: usize,
    /// Dots per inch of the pictures.
    pub dpi: u16,
    /// The marks, in the caller's order.
    pub marks: Vec<Mark>,
    /// What the labels in the boxes mean, for the letter.
    pub legend: Vec<String>,
    /// What the original held unseen and the released file does not.
    pub leftovers: Vec<Leftover>,
    /// What a person accepted.
    pub accepted: Vec<Concern>,
    /// SHA-256 of the original, in hex.
    pub original: String,
    /// SHA-256 of the released file, in hex.
    pub released: String,
    /// What was checked.
    pub proof: Proof,
}

/// Blackens the marks, writes a new file, and proves it; no proof, no file.
///
/// Every [`Concern`] must be among the `accepted`, else they come back as [`Refusal::Unresolved`], all at once.
///
/// # Errors
/// As [`super::pages`], and what is wrong with the marks, unaccepted concerns, or doubts of the proof.
pub fn release(bytes: &[u8], marks: &[Mark], look: &Look, accepted: &[Concern]) -> Result<Release, Refusal> {
    if marks.is_empty() {
        return Err(Refusal::NoMarks);
    }
    if marks.len() > MOST_MARKS {
        return Err(Refusal::TooManyMarks { limit: MOST_MARKS });
    }
    let made = guarded(|| make(bytes, marks, look))?;
    let open: Vec<Concern> = made
        .concerns
        .iter()
        .filter(|it| !accepted.contains(it))
        .cloned()
        .collect();
    if !open.is_empty() {
        return Err(Refusal::Unresolved(open));
    }
    let proof = prove(bytes, &made.pdf, marks, look).map_err(Refusal::Unproved)?;
    let report = Report {
        pages: proof.pages,
        dpi: look.dpi,
        marks: marks.to_vec(),
        legend: legend(marks.iter().map(|it| it.ground)),
        leftovers: made.leftovers,
        accepted: made.concerns,
        original: digest(bytes),
        released: digest(&made.pdf),
        proof,
    };
    Ok(Release {
        pdf: made.pdf,
        report,
    })
}

/// Whether `name`, under which the released file goes out, says what stands under a mark.
///
/// # Errors
/// As [`super::pages`], and marks on pages that are not there.
pub fn betrays(bytes: &[u8], marks: &[Mark], name: &str, look: &Look) -> Result<bool, Refusal> {
    guarded(|| {
        let original = open(bytes, look)?;
        let mut under = Under::default();
        let marked: std::collections::BTreeSet<usize> = marks.iter().map(|it| it.page).collect();
        for number in marked {
            under.page(number, &read_only(&original, number, look)?, marks);
        }
        Ok(betrayed(&under, name))
    })
}

fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// A file that is not yet proved.
struct Made {
    pdf: Vec<u8>,
    concerns: Vec<Concern>,
    leftovers: Vec<Leftover>,
}

fn make(bytes: &[u8], marks: &[Mark], look: &Look) -> Result<Made, Refusal> {
    let original = open(bytes, look)?;
    let pages = original.count();
    if let Some(mark) = marks.iter().find(|it| !(1..=pages).contains(&it.page)) {
        return Err(Refusal::NoSuchPage {
            page: mark.page,
            pages,
        });
    }
    let mut tally = Tally::default();
    inventory(&original, bytes, &mut tally);
    let mut writer = Writer::new(pages);
    let mut concerns = Vec::new();
    let mut under = Under::default();
    for number in 1..=pages {
        let mut seen = look_at(&original, number, look)?;
        unseen(&seen, look.dpi, &mut tally);
        concerns.append(&mut seen.concerns);
        concerns.extend(under.page(number, &seen.watch, marks));
        let here: Vec<usize> = (0..marks.len()).filter(|it| marks[*it].page == number).collect();
        let covered = ink::paint(&mut seen.raster, here.iter().map(|it| &marks[*it]), look.dpi);
        if let Some((mark, _)) = here.iter().zip(covered).find(|(_, covered)| !covered) {
            return Err(Refusal::EmptyMark { mark: *mark });
        }
        writer.page(&seen.raster, seen.width_points, seen.height_points);
    }
    concerns.extend(uncovered(&under, marks));
    concerns.sort();
    concerns.dedup();
    Ok(Made {
        pdf: writer.finish(),
        concerns,
        leftovers: tally.list(),
    })
}

fn unseen(seen: &Seen, dpi: u16, tally: &mut Tally) {
    let (off, hidden): (Vec<_>, Vec<_>) = seen.unseen(dpi).partition(|(_, off)| *off);
    tally.add(Kind::UnseenText, hidden.len(), Some(seen.number));
    tally.add(Kind::TextOffPage, off.len(), Some(seen.number));
    tally.add(Kind::ReplacementText, seen.watch.replacements, Some(seen.number));
}

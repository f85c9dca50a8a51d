//! The record: every notice and override, and the views of it through time.

use std::sync::{Arc, LazyLock, OnceLock};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Notice, Override, Problems, View, national};

/// An immutable edition of the record of working days.
///
/// Cloning is cheap. Two calendars with the same notices and overrides have the same
/// [`digest`](Calendar::digest); as JSON it is the list of both, and reading it back checks
/// them again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Record", into = "Record")]
pub struct Calendar(Arc<Edition>);

#[derive(Debug)]
struct Edition {
    record: Record,
    digest: String,
    /// From each instant at which something became known, the view from then on; built
    /// when first asked for. The first is the view of an instant before all notices.
    steps: Vec<(Timestamp, OnceLock<View>)>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    notices: Vec<Notice>,
    #[serde(default)]
    overrides: Vec<Override>,
}

impl Calendar {
    /// The embedded national record, 2004 to 2026.
    pub fn national() -> Calendar {
        static NATIONAL: LazyLock<Calendar> = LazyLock::new(|| {
            Calendar::with(national::notices(), Vec::new()).expect("the embedded notices are tested")
        });
        NATIONAL.clone()
    }

    /// A calendar of exactly these notices and overrides, in any order.
    ///
    /// # Errors
    /// All contradictions and doubtful dates at once, each as a Chinese sentence.
    pub fn with(notices: Vec<Notice>, overrides: Vec<Override>) -> Result<Calendar, Problems> {
        let problems: Vec<String> = notices
            .iter()
            .flat_map(Notice::problems)
            .chain(overrides.iter().flat_map(Override::problems))
            .collect();
        let mut record = Record { notices, overrides };
        // A stable sort: of two things known at one instant the one given later prevails.
        record.notices.sort_by_key(|notice| notice.known_from);
        record.overrides.sort_by_key(|decision| decision.known_from);
        Problems::or(problems, || Calendar(Arc::new(Edition::new(record))))
    }

    /// This calendar with more notices and overrides: next year's notice, or what one
    /// organisation decides otherwise.
    ///
    /// # Errors
    /// As [`Calendar::with`].
    pub fn plus(&self, notices: Vec<Notice>, overrides: Vec<Override>) -> Result<Calendar, Problems> {
        let Record {
            notices: mut all,
            overrides: mut decisions,
        } = self.0.record.clone();
        all.extend(notices);
        decisions.extend(overrides);
        Calendar::with(all, decisions)
    }

    /// What was known at an instant. A lookup; the view is shared by all who ask.
    pub fn known_at(&self, now: Timestamp) -> View {
        let later = self.0.steps.partition_point(|(from, _)| *from <= now);
        self.0.view(later.saturating_sub(1))
    }

    /// All that this edition holds, whenever it became known.
    pub fn latest(&self) -> View {
        self.0.view(self.0.steps.len() - 1)
    }

    /// SHA-256 of the notices and overrides, in lower-case hexadecimal.
    pub fn digest(&self) -> &str {
        &self.0.digest
    }

    /// The notices in the order in which they became known.
    pub fn notices(&self) -> &[Notice] {
        &self.0.record.notices
    }

    /// The overrides in the order in which they became known.
    pub fn overrides(&self) -> &[Override] {
        &self.0.record.overrides
    }
}

impl Edition {
    fn new(record: Record) -> Edition {
        let mut known: Vec<Timestamp> = record.notices.iter().map(|notice| notice.known_from).collect();
        known.extend(record.overrides.iter().map(|decision| decision.known_from));
        known.push(Timestamp::MIN);
        known.sort();
        known.dedup();
        let steps = known.into_iter().map(|from| (from, OnceLock::new())).collect();
        Edition {
            digest: digest(&record),
            record,
            steps,
        }
    }

    fn view(&self, step: usize) -> View {
        let (from, view) = &self.steps[step];
        view.get_or_init(|| {
            let notices = self
                .record
                .notices
                .iter()
                .filter(|notice| notice.known_from <= *from);
            let overrides = self
                .record
                .overrides
                .iter()
                .filter(|decision| decision.known_from <= *from);
            let known = Record {
                notices: notices.cloned().collect(),
                overrides: overrides.cloned().collect(),
            };
            View::new(&known.notices, &known.overrides, digest(&known))
        })
        .clone()
    }
}

/// Over JSON with the fields in their declared order: the same on every machine.
fn digest(record: &Record) -> String {
    let json = serde_json::to_vec(record).expect("dates and text serialise");
    hex::encode(Sha256::digest(json))
}

impl From<Calendar> for Record {
    fn from(calendar: Calendar) -> Record {
        calendar.0.record.clone()
    }
}

impl TryFrom<Record> for Calendar {
    type Error = Problems;

    fn try_from(record: Record) -> Result<Calendar, Problems> {
        Calendar::with(record.notices, record.overrides)
    }
}

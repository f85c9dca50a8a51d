//! The office's list of applications.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;

use super::{Kind, store};

/// Which applications.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Not yet concluded.
    #[default]
    Open,
    /// Received and not yet accepted: the five working days run.
    ToAnswer,
    /// Decided or ended, not yet archived.
    Concluded,
    /// Archived.
    Archived,
    /// Everything.
    All,
}

impl Standing {
    /// In the order of the tabs.
    pub const ALL: [Standing; 5] = [
        Standing::Open,
        Standing::ToAnswer,
        Standing::Concluded,
        Standing::Archived,
        Standing::All,
    ];

    /// As an address writes it.
    pub fn code(self) -> &'static str {
        match self {
            Standing::Open => "open",
            Standing::ToAnswer => "to-answer",
            Standing::Concluded => "concluded",
            Standing::Archived => "archived",
            Standing::All => "all",
        }
    }

    /// The standing of a code.
    pub fn of(code: &str) -> Standing {
        Standing::ALL
            .into_iter()
            .find(|it| it.code() == code)
            .unwrap_or_default()
    }
}

/// What is asked of the list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Applications to organisations at or below this path, such as `1/5/`; empty for everybody.
    pub org_path: String,
    /// Which.
    pub standing: Standing,
    /// A number, or nothing.
    pub number: String,
    /// Rows before the page.
    pub offset: i64,
    /// Rows of the page.
    pub limit: i64,
}

/// A row of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The application.
    pub service_id: i64,
    /// Its case.
    pub case_id: i64,
    /// Its number.
    pub number: String,
    /// Its item's name when it was filed.
    pub title: String,
    /// Who received it.
    pub org_id: i64,
    /// Its name.
    pub org_name: String,
    /// Who applies.
    pub applicant_kind: Kind,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// When it was received.
    pub received_on: Option<Date>,
    /// When it was accepted.
    pub accepted_on: Option<Date>,
    /// Where it lies, in officials' words.
    pub place: String,
    /// Before acceptance the last day of the five; afterwards the statutory one.
    pub due_on: Option<Date>,
    /// State of the clock that this day belongs to: `running`, `paused`, …; empty before it was started.
    pub clock: String,
    /// The promised day.
    pub promised_due_on: Option<Date>,
    /// State of the promised clock, as above.
    pub promise: String,
    /// Its light, as below.
    pub promised_light: String,
    /// `green`, `yellow`, `red`, or nothing.
    pub light: String,
    /// When it was concluded.
    pub concluded_on: Option<Date>,
    /// How: code of [`super::RESULTS`].
    pub result: Option<String>,
    /// Past the statutory day.
    pub late_statutory: bool,
    /// Past the promised day.
    pub late_promised: bool,
    /// In the priority lane.
    pub priority: bool,
}

/// Nobody counts further: a number above this says that there are more.
pub const COUNTED_MAX: i64 = 10_000;

/// How many applications of each standing, each counted up to one more than [`COUNTED_MAX`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Received, not answered.
    pub unanswered: i64,
    /// Not concluded, unanswered ones included.
    pub open: i64,
    /// Concluded, not archived.
    pub concluded: i64,
    /// Archived.
    pub archived: i64,
}

impl Counts {
    /// Of this standing.
    pub fn of(&self, standing: Standing) -> i64 {
        match standing {
            Standing::ToAnswer => self.unanswered,
            Standing::Open => self.open,
            Standing::Concluded => self.concluded,
            Standing::Archived => self.archived,
            Standing::All => self.open + self.concluded + self.archived,
        }
    }
}

/// A page of the list: the most urgent first where they are still open, otherwise the newest. `counts`: of the same path
/// ([`counts`]).
pub async fn list(conn: &mut Conn, filter: &Filter, counts: &Counts) -> Result<Vec<Listed>> {
    store::list(conn, filter, counts.of(filter.standing) <= COUNTED_MAX).await
}

/// How many of each standing there are at or below a path.
pub async fn counts(conn: &mut Conn, org_path: &str) -> Result<Counts> {
    let unanswered = store::count(conn, org_path, "unanswered").await?;
    Ok(Counts {
        unanswered,
        open: unanswered + store::count(conn, org_path, "open").await?,
        concluded: store::count(conn, org_path, "concluded").await?,
        archived: store::count(conn, org_path, "archived").await?,
    })
}

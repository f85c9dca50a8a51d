//! The office's list of requests.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;

use super::{Kind, table_store};

/// Which requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Not yet concluded.
    #[default]
    Open,
    /// Waiting for both sides to confirm.
    Awaiting,
    /// Answered or ended, not yet archived.
    Concluded,
    /// Archived.
    Archived,
    /// Everything.
    All,
}

impl Standing {
    /// As an address writes it.
    pub fn code(self) -> &'static str {
        match self {
            Standing::Open => "open",
            Standing::Awaiting => "awaiting",
            Standing::Concluded => "concluded",
            Standing::Archived => "archived",
            Standing::All => "all",
        }
    }

    /// The standing of a code.
    pub fn of(code: &str) -> Standing {
        let all = [
            Standing::Awaiting,
            Standing::Concluded,
            Standing::Archived,
            Standing::All,
        ];
        all.into_iter().find(|it| it.code() == code).unwrap_or_default()
    }
}

/// What is asked of the list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Requests to organisations at or below this path, such as `1/5/`; empty for everybody.
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
    /// The request.
    pub request_id: i64,
    /// Its case.
    pub case_id: i64,
    /// Its number.
    pub number: String,
    /// Whose it is.
    pub org_name: String,
    /// Who asks.
    pub applicant_kind: Kind,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// When it was received.
    pub received_on: Option<Date>,
    /// Where it lies, in officials' words.
    pub place: String,
    /// Due day of the answer, while it counts.
    pub due_on: Option<Date>,
    /// That day may still move.
    pub provisional: bool,
    /// `green`, `yellow`, `red`, or nothing.
    pub light: String,
    /// `running`, `paused`, `halted`, …
    pub clock: String,
    /// When it was concluded.
    pub concluded_on: Option<Date>,
    /// How.
    pub result: Option<String>,
    /// Too late.
    pub late: bool,
}

/// How many requests of each standing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Waiting for confirmation.
    pub awaiting: i64,
    /// Not concluded, awaiting included.
    pub open: i64,
    /// Concluded, not archived.
    pub concluded: i64,
    /// Archived.
    pub archived: i64,
}

/// A page of the list, the most urgent first, and how many there are in all.
pub async fn list(conn: &mut Conn, filter: &Filter) -> Result<(Vec<Listed>, i64)> {
    Ok((
        table_store::list(conn, filter).await?,
        table_store::list_count(conn, filter).await?,
    ))
}

/// How many of each standing there are at or below a path.
pub async fn counts(conn: &mut Conn, org_path: &str) -> Result<Counts> {
    table_store::counts(conn, org_path).await
}

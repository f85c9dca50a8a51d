//! The desks' SQL: which cases wait for whom.

use jiff::civil::Date;
use kernel::db::{Conn, Row};
use kernel::{Result, args};

use crate::organisation::beyond;

/// A token that waits for a role, for desks.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The case.
    pub case_id: i64,
    /// The case's organisation.
    pub org_id: i64,
    /// The day on which the next of its clocks is due.
    pub due_on: Option<Date>,
}

/// By what a waiting case is chosen, without reading it.
#[derive(Clone, Debug)]
pub struct Label {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub subject_kind: String,
}

/// Tokens that wait for a role in organisations at or below a path, or in the branch of the organisation of that path. A
/// case that is over waits for nobody. `CROSS JOIN` keeps SQLite from beginning with whatever it guesses to be short.
macro_rules! waiting {
    ($columns:literal, $join:literal, $of:literal) => {
        concat!(
            "SELECT h.case_id, h.org_id, h.due_on",
            $columns,
            " FROM organisation o CROSS JOIN holding h",
            $join,
            " WHERE o.path >= $2 AND o.path < $3 AND h.org_id = o.id AND h.role = $1",
            $of,
            " UNION ALL SELECT h.case_id, h.org_id, h.due_on",
            $columns,
            " FROM organisation o CROSS JOIN holding h",
            $join,
            " WHERE o.path = $2 AND h.role = $1 AND h.branch <> '' AND h.branch LIKE '%.o' || CAST(o.id AS TEXT)",
            $of
        )
    };
}

const WAITING: &str = waiting!("", "", "");
const WAITING_LABELLED: &str = waiting!(
    ", c.number, c.title, c.subject_kind",
    " CROSS JOIN case_file c",
    " AND c.id = h.case_id"
);

fn waiting(row: &Row) -> Result<Waiting> {
    Ok(Waiting {
        case_id: row.get("case_id")?,
        org_id: row.get("org_id")?,
        due_on: row.get("due_on")?,
    })
}

/// The same with their labels.
pub(super) async fn waiting_labelled(
    conn: &mut Conn,
    role: &str,
    org_path: &str,
) -> Result<Vec<(Waiting, Label)>> {
    let rows = conn
        .all(WAITING_LABELLED, args![role, org_path, beyond(org_path)])
        .await?;
    rows.iter()
        .map(|row| {
            let label = Label {
                number: row.get("number")?,
                title: row.get("title")?,
                subject_kind: row.get("subject_kind")?,
            };
            Ok((waiting(row)?, label))
        })
        .collect()
}

impl super::Docket {
    /// Tokens that wait for `role` in the organisation of this path or below it, or in its own branch of a case of others.
    /// Whether this person may act is the engine's to say; this is only where to look.
    pub async fn waiting_for(&self, conn: &mut Conn, role: &str, org_path: &str) -> Result<Vec<Waiting>> {
        let rows = conn.all(WAITING, args![role, org_path, beyond(org_path)]).await?;
        rows.iter().map(waiting).collect()
    }
}

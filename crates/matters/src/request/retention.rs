//! 保管期限: how long an archived request keeps what its applicant typed.
//!
//! The terms (10 years, 30 years, permanent) are those of archives (文书档案); counted from the day of archiving
//! [K]. When a term is over, nothing is erased by itself: somebody selects, states the ground, and answers for it.

use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;
use office::docket::{Case, Docket};
use serde_json::Value as Json;

use super::table_store;

/// The shortest term, in years: what ended later than this cannot be due.
const SHORTEST: i64 = 10;

/// An archived request whose values are still kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Row.
    pub request_id: i64,
    /// Its case.
    pub case_id: i64,
    /// Its number.
    pub number: String,
    /// Whose it is.
    pub org_name: String,
    /// When it was answered or ended.
    pub concluded_on: Option<Date>,
    /// When it was archived.
    pub archived_on: Option<Date>,
    /// `years_10`, `years_30`, `permanent`.
    pub retention: String,
    /// The last day of its term; nothing where it is kept for ever.
    pub until: Option<Date>,
}

/// Requests whose term is over, of the organisations at or below a path; at most 1,000 are looked at.
pub async fn overdue(docket: &Docket, conn: &mut Conn, org_path: &str, today: Date) -> Result<Vec<Term>> {
    let before = today.saturating_sub(SHORTEST.years());
    let mut found = terms(docket, conn, org_path, before, "").await?;
    found.retain(|term| term.until.is_some_and(|until| until < today));
    Ok(found)
}

/// The archived request of a number, whatever its term: for an applicant who demands it.
pub async fn kept(
    docket: &Docket,
    conn: &mut Conn,
    org_path: &str,
    number: &str,
    today: Date,
) -> Result<Option<Term>> {
    let number = number.trim();
    if number.is_empty() {
        return Ok(None);
    }
    Ok(terms(docket, conn, org_path, today, number)
        .await?
        .into_iter()
        .next())
}

async fn terms(
    docket: &Docket,
    conn: &mut Conn,
    org_path: &str,
    until: Date,
    number: &str,
) -> Result<Vec<Term>> {
    let mut found = Vec::new();
    for (request_id, case_id, number, org_name, concluded_on) in
        table_store::archived(conn, org_path, until, number).await?
    {
        let case = docket.case(conn, case_id).await?;
        let (archived_on, retention) = archiving(&case);
        let years = match retention.as_str() {
            "years_10" => Some(10),
            "years_30" => Some(30),
            _ => None,
        };
        // The term runs from the day after, so its last day is the same day of the last year.
        let until = archived_on
            .zip(years)
            .map(|(on, years)| on.saturating_add(i64::years(years)));
        found.push(Term {
            request_id,
            case_id,
            number,
            org_name,
            concluded_on,
            archived_on,
            retention,
            until,
        });
    }
    Ok(found)
}

fn archiving(case: &Case) -> (Option<Date>, String) {
    let acted = case.state.acts.iter().rev().find(|acted| acted.act == "archive");
    let retention = case
        .state
        .data
        .get("retention")
        .and_then(Json::as_str)
        .unwrap_or_default();
    (acted.map(|acted| acted.effective_on), retention.to_owned())
}

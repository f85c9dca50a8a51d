//! A case in a few lines, for whoever has several of them in one list.

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use kernel::time::civil_date;
use office::docket::Case;
use office::{letter, organisation};

use super::clocks::{self, ClockView};
use super::{Followed, followed, story, take};
use crate::portal::page::Ask;

/// What the list shows.
pub(in crate::portal) struct Glance {
    pub case_id: i64,
    pub number: String,
    pub org: String,
    pub filed_on: String,
    /// What was asked for; empty once it was cleared.
    pub wanted: String,
    /// Its personal values were destroyed when their time was over.
    pub cleared: bool,
    /// Where it stands, in public words.
    pub heading: String,
    /// One for each term that concerns the applicant.
    pub terms: Vec<Term>,
    /// Letters that came since it was looked at last.
    pub fresh: usize,
}

/// `最迟 2026-12-17 答复，还剩 20 个工作日`, the day apart so that no line breaks in it.
pub(in crate::portal) struct Term {
    pub before: String,
    /// Empty while there is none.
    pub due: String,
    pub after: String,
}

/// This case, as whoever looked at it last at `seen_at` sees it.
pub(in crate::portal) async fn of(
    ask: &Ask,
    conn: &mut Conn,
    case_id: i64,
    seen_at: Timestamp,
) -> Result<Glance> {
    let case = ask.app.docket.case(conn, case_id).await?;
    let matter = followed::of(&case.file)?;
    let facts = matter.facts(conn, &case).await?;
    Ok(Glance {
        case_id,
        number: case.file.number.clone(),
        org: organisation::name(conn, case.file.org_id).await?,
        filed_on: civil_date(facts.filed_at).to_string(),
        cleared: facts.cleared,
        heading: story::heading(matter, &case, facts.result.as_deref()),
        terms: clocks::views(matter, &ask.app.docket, &case, ask.app.now())
            .iter()
            .map(term)
            .collect(),
        fresh: fresh(matter, conn, &case, seen_at).await?,
        wanted: facts.wanted,
    })
}

fn term(clock: &ClockView) -> Term {
    let says = clock.says.trim_end_matches('。');
    let provisional = if clock.provisional { "（暂定）" } else { "" };
    // The case's page asks 最迟什么时候答复; a line of a list says it.
    let (before, after) = match clock.title.split_once("什么时候") {
        Some((before, after)) => (before.to_owned(), after),
        None => (format!("{}：", clock.title), ""),
    };
    match clock.due.is_empty() {
        true => Term {
            before: says.to_owned(),
            due: String::new(),
            after: String::new(),
        },
        false => Term {
            before,
            due: clock.due.clone(),
            after: format!("{after}{provisional}，{says}"),
        },
    }
}

async fn fresh(matter: &dyn Followed, conn: &mut Conn, case: &Case, seen_at: Timestamp) -> Result<usize> {
    let letters = letter::of_case(conn, case.file.id).await?;
    Ok(letters
        .iter()
        .filter(|row| row.made_at > seen_at && take::is_theirs(matter, case, row))
        .count())
}

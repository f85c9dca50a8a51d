//! SQL of figures.

use jiff::civil::Date;
use kernel::db::{Conn, Row};
use kernel::{Result, args};
use office::organisation::beyond;

use super::figures::{Counted, Figures, Line, Period, Took, What, Whose};

/// An application counts where it was received, where it was accepted and where it was decided, each on its own day: three
/// readings of an index each, put together. `$1`, `$2` bound the organisations' path, `$3`, `$4` the days, `$5` is the
/// item or -1. What is grouped by is named for each of the three.
macro_rules! counted {
    ($received:literal, $accepted:literal, $decided:literal) => {
        concat!(
            "SELECT k.key, CAST(sum(k.received) AS BIGINT) AS received, CAST(sum(k.accepted) AS BIGINT) AS accepted,
                    CAST(sum(k.decided) AS BIGINT) AS decided, CAST(sum(k.granted) AS BIGINT) AS granted,
                    CAST(sum(k.in_law) AS BIGINT) AS in_law, CAST(sum(k.in_promise) AS BIGINT) AS in_promise,
                    CAST(sum(k.one_visit) AS BIGINT) AS one_visit, CAST(sum(k.saved) AS BIGINT) AS saved,
                    CAST(sum(k.a) AS BIGINT) AS a, count(k.a) AS a_of, CAST(sum(k.d) AS BIGINT) AS d,
                    count(k.d) AS d_of, CAST(sum(k.v) AS BIGINT) AS v, count(k.v) AS v_of
             FROM (
               SELECT ", $received, " AS key, 1 AS received, 0 AS accepted, 0 AS decided, 0 AS granted, 0 AS in_law,
                      0 AS in_promise, 0 AS one_visit, 0 AS saved, CAST(NULL AS BIGINT) AS a,
                      CAST(NULL AS BIGINT) AS d, CAST(NULL AS BIGINT) AS v
               FROM service s JOIN organisation o ON o.id = s.org_id
               WHERE o.path >= $1 AND o.path < $2 AND s.received_on >= $3 AND s.received_on < $4
                 AND ($5 = -1 OR s.item_id = $5)
               UNION ALL
               SELECT ", $accepted, ", 0, 1, 0, 0, 0, 0, 0, 0, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT),
                      CAST(NULL AS BIGINT)
               FROM service s JOIN organisation o ON o.id = s.org_id
               WHERE o.path >= $1 AND o.path < $2 AND s.accepted_on >= $3 AND s.accepted_on < $4
                 AND ($5 = -1 OR s.item_id = $5)
               UNION ALL
               SELECT ", $decided, ", 0, 0, 1, CASE WHEN s.result = 'granted' THEN 1 ELSE 0 END,
                      1 - s.late_statutory, 1 - s.late_promised, CASE WHEN s.visits <= 1 THEN 1 ELSE 0 END,
                      CASE WHEN s.saved_days > 0 THEN s.saved_days ELSE 0 END, s.accept_days, s.decide_days,
                      s.deliver_days
               FROM service s JOIN organisation o ON o.id = s.org_id
               WHERE o.path >= $1 AND o.path < $2 AND s.decided_on >= $3 AND s.decided_on < $4
                 AND ($5 = -1 OR s.item_id = $5)
             ) k GROUP BY k.key ORDER BY k.key"
        )
    };
}

async fn lines(conn: &mut Conn, text: &'static str, whose: &Whose, period: Period) -> Result<Vec<Line>> {
    let rows = conn
        .all(
            text,
            args![
                &whose.org_path,
                beyond(&whose.org_path),
                period.from,
                period.until,
                whose.item_id.unwrap_or(-1)
            ],
        )
        .await?;
    rows.iter().map(line).collect()
}

fn line(row: &Row) -> Result<Line> {
    let took = |days: &str, of: &str| -> Result<Took> {
        Ok(Took {
            days: row.get::<Option<i64>>(days)?.unwrap_or_default(),
            of: row.get(of)?,
        })
    };
    Ok(Line {
        key: row.get("key")?,
        name: String::new(),
        figures: Figures {
            received: row.get("received")?,
            accepted: row.get("accepted")?,
            decided: row.get("decided")?,
            granted: row.get("granted")?,
            in_law: row.get("in_law")?,
            in_promise: row.get("in_promise")?,
            one_visit: row.get("one_visit")?,
            saved_days: row.get("saved")?,
            accept: took("a", "a_of")?,
            decide: took("d", "d_of")?,
            deliver: took("v", "v_of")?,
        },
    })
}

pub(super) async fn by_month(conn: &mut Conn, whose: &Whose, period: Period) -> Result<Vec<Line>> {
    const TEXT: &str = counted!(
        "substr(s.received_on, 1, 7)",
        "substr(s.accepted_on, 1, 7)",
        "substr(s.decided_on, 1, 7)"
    );
    lines(conn, TEXT, whose, period).await
}

pub(super) async fn by_office(conn: &mut Conn, whose: &Whose, period: Period) -> Result<Vec<Line>> {
    const TEXT: &str = counted!(
        "CAST(s.org_id AS TEXT)",
        "CAST(s.org_id AS TEXT)",
        "CAST(s.org_id AS TEXT)"
    );
    let names = "SELECT CAST(id AS TEXT) AS key, name FROM organisation";
    named(conn, TEXT, names, whose, period).await
}

pub(super) async fn by_item(conn: &mut Conn, whose: &Whose, period: Period) -> Result<Vec<Line>> {
    const TEXT: &str = counted!(
        "CAST(s.item_id AS TEXT)",
        "CAST(s.item_id AS TEXT)",
        "CAST(s.item_id AS TEXT)"
    );
    let names = "SELECT CAST(id AS TEXT) AS key, name FROM item";
    named(conn, TEXT, names, whose, period).await
}

/// Lines with what their keys are called.
async fn named(
    conn: &mut Conn,
    count: &'static str,
    names: &'static str,
    whose: &Whose,
    period: Period,
) -> Result<Vec<Line>> {
    let mut found = lines(conn, count, whose, period).await?;
    for row in conn.all(names, args![]).await? {
        let key: String = row.get("key")?;
        if let Some(line) = found.iter_mut().find(|line| line.key == key) {
            line.name = row.get("name")?;
        }
    }
    Ok(found)
}

/// The cases of one of the three days. `$6` is the result or empty, `$7` late by the promise, `$8` late by the law, `$9` at
/// most one visit; -1 does not matter.
macro_rules! behind {
    ($day:literal) => {
        concat!(
            "SELECT s.case_id, c.number, c.title, o.name AS org_name, s.",
            $day,
            " AS day
             FROM service s JOIN organisation o ON o.id = s.org_id JOIN case_file c ON c.id = s.case_id
             WHERE o.path >= $1 AND o.path < $2 AND s.",
            $day,
            " >= $3 AND s.",
            $day,
            " < $4
               AND ($5 = -1 OR s.item_id = $5) AND ($6 = '' OR s.result = $6)
               AND ($7 = -1 OR s.late_promised = $7) AND ($8 = -1 OR s.late_statutory = $8)
               AND ($9 = -1 OR CASE WHEN s.visits <= 1 THEN 1 ELSE 0 END = $9)
             ORDER BY s.",
            $day,
            ", s.id LIMIT $10"
        )
    };
}

pub(super) async fn cases_of(
    conn: &mut Conn,
    whose: &Whose,
    period: Period,
    what: What,
    limit: i64,
) -> Result<Vec<Counted>> {
    let text = match what {
        What::Received => behind!("received_on"),
        What::Accepted => behind!("accepted_on"),
        _ => behind!("decided_on"),
    };
    let (result, past_promise, past_law, one_visit) = match what {
        What::Granted => ("granted", -1, -1, -1),
        What::Refused => ("refused", -1, -1, -1),
        What::PastPromise => ("", 1, -1, -1),
        What::PastLaw => ("", -1, 1, -1),
        What::OneVisit => ("", -1, -1, 1),
        What::Received | What::Accepted | What::Decided => ("", -1, -1, -1),
    };
    let rows = conn
        .all(
            text,
            args![
                &whose.org_path,
                beyond(&whose.org_path),
                period.from,
                period.until,
                whose.item_id.unwrap_or(-1),
                result,
                past_promise,
                past_law,
                one_visit,
                limit
            ],
        )
        .await?;
    rows.iter().map(counted).collect()
}

fn counted(row: &Row) -> Result<Counted> {
    Ok(Counted {
        case_id: row.get("case_id")?,
        number: row.get("number")?,
        title: row.get("title")?,
        org_name: row.get("org_name")?,
        on: row.get::<Date>("day")?,
    })
}

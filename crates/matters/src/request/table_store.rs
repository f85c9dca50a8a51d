//! SQL of lists, statistics and linked cases. Nothing personal is read here.

use jiff::civil::Date;
use kernel::db::{Conn, Row as DbRow};
use kernel::{Result, args};
use office::organisation::beyond;

use super::list::{Counts, Filter, Listed, Standing};
use super::table::{Counted, bounds};
use super::{Kind, Remedy};

/// What a request's standing is made of, as the statements below ask it.
fn flags(standing: Standing) -> (i64, i64, i64) {
    // (concluded, archived, awaiting): -1 does not matter.
    match standing {
        Standing::Open => (0, 0, -1),
        Standing::Awaiting => (0, 0, 1),
        Standing::Concluded => (1, 0, -1),
        Standing::Archived => (-1, 1, -1),
        Standing::All => (-1, -1, -1),
    }
}

pub(super) async fn list(conn: &mut Conn, filter: &Filter) -> Result<Vec<Listed>> {
    let (concluded, archived, awaiting) = flags(filter.standing);
    let rows = conn
        .all(
            "SELECT r.id, r.case_id, c.number, o.name AS org_name, r.applicant_kind, r.filed_at, r.received_on,
                    r.concluded_on, r.result, r.late,
                    (SELECT min(h.label) FROM holding h WHERE h.case_id = r.case_id) AS place,
                    k.due_on, k.provisional, k.light, k.state
             FROM request r
             JOIN case_file c ON c.id = r.case_id
             JOIN organisation o ON o.id = r.org_id
             LEFT JOIN clock_reading k ON k.case_id = r.case_id AND k.branch = '' AND k.clock =
                 (SELECT max(t.clock) FROM clock_reading t WHERE t.case_id = r.case_id AND t.branch = ''
                         AND t.clock IN ('answer', 'delay') AND t.state <> 'stopped')
             WHERE o.path >= $1 AND o.path < $2
               AND ($3 = -1 OR $3 = CASE WHEN r.concluded_on IS NULL THEN 0 ELSE 1 END)
               AND ($4 = -1 OR $4 = CASE WHEN c.outcome IS NULL THEN 0 ELSE 1 END)
               AND ($5 = -1 OR (r.received_on IS NULL AND r.concluded_on IS NULL))
               AND ($6 = '' OR c.number = $6)
             ORDER BY CASE WHEN r.concluded_on IS NULL THEN 0 ELSE 1 END, k.due_on IS NULL, k.due_on, r.id DESC
             LIMIT $7 OFFSET $8",
            args![
                &filter.org_path,
                beyond(&filter.org_path),
                concluded,
                archived,
                awaiting,
                filter.number.trim(),
                filter.limit,
                filter.offset
            ],
        )
        .await?;
    rows.iter().map(listed).collect()
}

pub(super) async fn list_count(conn: &mut Conn, filter: &Filter) -> Result<i64> {
    let (concluded, archived, awaiting) = flags(filter.standing);
    conn.one(
        "SELECT count(*) AS n FROM request r
         JOIN case_file c ON c.id = r.case_id JOIN organisation o ON o.id = r.org_id
         WHERE o.path >= $1 AND o.path < $2
           AND ($3 = -1 OR $3 = CASE WHEN r.concluded_on IS NULL THEN 0 ELSE 1 END)
           AND ($4 = -1 OR $4 = CASE WHEN c.outcome IS NULL THEN 0 ELSE 1 END)
           AND ($5 = -1 OR (r.received_on IS NULL AND r.concluded_on IS NULL))
           AND ($6 = '' OR c.number = $6)",
        args![
            &filter.org_path,
            beyond(&filter.org_path),
            concluded,
            archived,
            awaiting,
            filter.number.trim()
        ],
    )
    .await?
    .get("n")
}

fn listed(row: &DbRow) -> Result<Listed> {
    Ok(Listed {
        request_id: row.get("id")?,
        case_id: row.get("case_id")?,
        number: row.get("number")?,
        org_name: row.get("org_name")?,
        applicant_kind: Kind::of(&row.get::<String>("applicant_kind")?).unwrap_or_default(),
        filed_at: row.get("filed_at")?,
        received_on: row.get("received_on")?,
        place: row.get::<Option<String>>("place")?.unwrap_or_default(),
        due_on: row.get("due_on")?,
        provisional: row.get::<Option<i64>>("provisional")?.unwrap_or_default() != 0,
        light: row.get::<Option<String>>("light")?.unwrap_or_default(),
        clock: row.get::<Option<String>>("state")?.unwrap_or_default(),
        concluded_on: row.get("concluded_on")?,
        result: row.get("result")?,
        late: row.get("late")?,
    })
}

pub(super) async fn counts(conn: &mut Conn, org_path: &str) -> Result<Counts> {
    let row = conn
        .one(
            "SELECT count(CASE WHEN r.received_on IS NULL AND r.concluded_on IS NULL THEN 1 END) AS awaiting,
                    count(CASE WHEN r.concluded_on IS NULL THEN 1 END) AS open,
                    count(CASE WHEN r.concluded_on IS NOT NULL AND c.outcome IS NULL THEN 1 END) AS concluded,
                    count(CASE WHEN c.outcome IS NOT NULL THEN 1 END) AS archived
             FROM request r JOIN case_file c ON c.id = r.case_id JOIN organisation o ON o.id = r.org_id
             WHERE o.path >= $1 AND o.path < $2",
            args![org_path, beyond(org_path)],
        )
        .await?;
    Ok(Counts {
        awaiting: row.get("awaiting")?,
        open: row.get("open")?,
        concluded: row.get("concluded")?,
        archived: row.get("archived")?,
    })
}

/// (kind of applicant, new, carried over, left over). What was never received is not counted.
pub(super) async fn movements(
    conn: &mut Conn,
    org_path: &str,
    year: i16,
) -> Result<Vec<(String, i64, i64, i64)>> {
    let (first, last) = bounds(year);
    let rows = conn
        .all(
            "SELECT r.applicant_kind,
                    count(CASE WHEN r.received_on >= $3 AND r.received_on <= $4 THEN 1 END) AS new_ones,
                    count(CASE WHEN r.received_on < $3 AND (r.concluded_on IS NULL OR r.concluded_on >= $3) THEN 1 END)
                      AS carried,
                    count(CASE WHEN r.received_on <= $4 AND (r.concluded_on IS NULL OR r.concluded_on > $4) THEN 1 END)
                      AS left_over
             FROM request_fact r JOIN organisation o ON o.id = r.org_id
             WHERE o.path >= $1 AND o.path < $2
             GROUP BY r.applicant_kind",
            args![org_path, beyond(org_path), first, last],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.get("applicant_kind")?,
                row.get("new_ones")?,
                row.get("carried")?,
                row.get("left_over")?,
            ))
        })
        .collect()
}

/// (kind of applicant, result, count) of what was concluded in the year.
pub(super) async fn results(
    conn: &mut Conn,
    org_path: &str,
    year: i16,
) -> Result<Vec<(String, String, i64)>> {
    let (first, last) = bounds(year);
    let rows = conn
        .all(
            "SELECT r.applicant_kind, r.result, count(*) AS n
             FROM request_fact r JOIN organisation o ON o.id = r.org_id
             WHERE o.path >= $1 AND o.path < $2 AND r.result IS NOT NULL
               AND r.concluded_on >= $3 AND r.concluded_on <= $4
             GROUP BY r.applicant_kind, r.result",
            args![org_path, beyond(org_path), first, last],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("applicant_kind")?, row.get("result")?, row.get("n")?)))
        .collect()
}

/// A request as the statistics see it.
pub(super) struct Row {
    pub counted: Counted,
    pub kind: String,
    pub received_on: Date,
    pub concluded_on: Option<Date>,
    pub result: Option<String>,
}

/// Every request that a figure of the year may count.
pub(super) async fn cases(conn: &mut Conn, org_path: &str, year: i16) -> Result<Vec<Row>> {
    let (first, last) = bounds(year);
    let rows = conn
        .all(
            "SELECT r.case_id, r.number, r.batch_id, r.applicant_kind, r.received_on, r.concluded_on, r.result
             FROM request_fact r JOIN organisation o ON o.id = r.org_id
             WHERE o.path >= $1 AND o.path < $2 AND r.received_on <= $4
               AND (r.concluded_on IS NULL OR r.concluded_on >= $3)
             ORDER BY r.received_on, r.number, r.row_id",
            args![org_path, beyond(org_path), first, last],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Row {
                counted: Counted {
                    case_id: row.get("case_id")?,
                    number: row.get("number")?,
                    batch_id: row.get("batch_id")?,
                },
                kind: row.get("applicant_kind")?,
                received_on: row.get("received_on")?,
                concluded_on: row.get("concluded_on")?,
                result: row.get("result")?,
            })
        })
        .collect()
}

/// What was concluded in the year (in time, late), and fees told and paid in it (notices, yuan, yuan).
pub(super) async fn conduct(conn: &mut Conn, org_path: &str, year: i16) -> Result<[i64; 5]> {
    let (first, last) = bounds(year);
    let row = conn
        .one(
            "SELECT count(CASE WHEN r.concluded_on >= $3 AND r.concluded_on <= $4 AND r.late = 0 THEN 1 END) AS in_time,
                    count(CASE WHEN r.concluded_on >= $3 AND r.concluded_on <= $4 AND r.late <> 0 THEN 1 END) AS late,
                    count(CASE WHEN r.fee_yuan > 0 AND r.fee_on >= $3 AND r.fee_on <= $4 THEN 1 END) AS notices,
                    CAST(COALESCE(sum(CASE WHEN r.fee_on >= $3 AND r.fee_on <= $4 THEN r.fee_yuan END), 0) AS BIGINT)
                      AS due,
                    CAST(COALESCE(sum(CASE WHEN r.paid_on >= $3 AND r.paid_on <= $4 THEN r.paid_yuan END), 0) AS BIGINT)
                      AS paid
             FROM request_fact r JOIN organisation o ON o.id = r.org_id
             WHERE o.path >= $1 AND o.path < $2",
            args![org_path, beyond(org_path), first, last],
        )
        .await?;
    Ok([
        row.get("in_time")?,
        row.get("late")?,
        row.get("notices")?,
        row.get("due")?,
        row.get("paid")?,
    ])
}

/// (case of the request, number of the linked case, kind, route, outcome or nothing while pending) of reviews
/// and lawsuits that ended in the year or were pending at its end.
pub(super) async fn remedies_of_year(conn: &mut Conn, org_path: &str, year: i16) -> Result<Vec<RemedyRow>> {
    let (first, last) = bounds(year);
    let rows = conn
        .all(
            "SELECT r.case_id, c.number, m.kind, m.route, CASE WHEN m.concluded_on <= $4 THEN m.outcome END AS outcome
             FROM remedy m JOIN request r ON r.id = m.request_id JOIN organisation o ON o.id = r.org_id
             JOIN case_file c ON c.id = m.case_id
             WHERE o.path >= $1 AND o.path < $2 AND m.kind IN ('administrative-review', 'lawsuit')
               AND m.registered_on <= $4 AND (m.concluded_on IS NULL OR m.concluded_on >= $3)
             ORDER BY m.registered_on, m.id",
            args![org_path, beyond(org_path), first, last],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(RemedyRow {
                counted: Counted {
                    case_id: row.get("case_id")?,
                    number: row.get("number")?,
                    batch_id: None,
                },
                kind: row.get("kind")?,
                route: row.get("route")?,
                outcome: row.get("outcome")?,
            })
        })
        .collect()
}

/// A review or a lawsuit as table 4 sees it.
pub(super) struct RemedyRow {
    pub counted: Counted,
    pub kind: String,
    pub route: Option<String>,
    pub outcome: Option<String>,
}

type Outcome = (String, Option<String>, Option<String>, i64);

/// (kind, route, outcome or nothing while pending, count) of reviews and lawsuits that ended in the year or
/// were pending at its end.
pub(super) async fn outcomes(conn: &mut Conn, org_path: &str, year: i16) -> Result<Vec<Outcome>> {
    let (first, last) = bounds(year);
    let rows = conn
        .all(
            "SELECT m.kind, m.route, CASE WHEN m.concluded_on <= $4 THEN m.outcome END AS outcome, count(*) AS n
             FROM remedy m JOIN request r ON r.id = m.request_id JOIN organisation o ON o.id = r.org_id
             WHERE o.path >= $1 AND o.path < $2 AND m.kind IN ('administrative-review', 'lawsuit')
               AND m.registered_on <= $4 AND (m.concluded_on IS NULL OR m.concluded_on >= $3)
             GROUP BY m.kind, m.route, CASE WHEN m.concluded_on <= $4 THEN m.outcome END",
            args![org_path, beyond(org_path), first, last],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.get("kind")?,
                row.get("route")?,
                row.get("outcome")?,
                row.get("n")?,
            ))
        })
        .collect()
}

pub(super) async fn insert_remedy(conn: &mut Conn, request_id: i64, kind: &str) -> Result<i64> {
    conn.one(
        "INSERT INTO remedy (request_id, kind) VALUES ($1, $2) RETURNING id",
        args![request_id, kind],
    )
    .await?
    .get("id")
}

pub(super) async fn bind_remedy(conn: &mut Conn, id: i64, case_id: i64) -> Result<()> {
    conn.run("UPDATE remedy SET case_id = $2 WHERE id = $1", args![id, case_id])
        .await
        .map(|_| ())
}

pub(super) async fn keep_remedy(
    conn: &mut Conn,
    id: i64,
    route: Option<String>,
    registered_on: Option<Date>,
    concluded_on: Option<Date>,
    outcome: Option<String>,
) -> Result<()> {
    conn.run(
        "UPDATE remedy SET route = $2, registered_on = $3, concluded_on = $4, outcome = $5 WHERE id = $1",
        args![id, route, registered_on, concluded_on, outcome],
    )
    .await
    .map(|_| ())
}

pub(super) async fn remedies(conn: &mut Conn, request_id: i64) -> Result<Vec<Remedy>> {
    let rows = conn
        .all(
            "SELECT m.id, m.case_id, c.number, m.kind, m.route, m.registered_on, m.concluded_on, m.outcome
             FROM remedy m JOIN case_file c ON c.id = m.case_id WHERE m.request_id = $1 ORDER BY m.id",
            args![request_id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Remedy {
                id: row.get("id")?,
                case_id: row.get("case_id")?,
                number: row.get("number")?,
                kind: row.get("kind")?,
                route: row.get("route")?,
                registered_on: row.get("registered_on")?,
                concluded_on: row.get("concluded_on")?,
                outcome: row.get("outcome")?,
            })
        })
        .collect()
}

/// Requests whose case is closed and whose values are still there: row, case, number, organisation, end.
/// `until`: ended by then; `number`: only this one, or empty.
pub(super) async fn archived(
    conn: &mut Conn,
    org_path: &str,
    until: Date,
    number: &str,
) -> Result<Vec<(i64, i64, String, String, Option<Date>)>> {
    let rows = conn
        .all(
            "SELECT r.id, r.case_id, c.number, o.name AS org_name, r.concluded_on
             FROM request r JOIN case_file c ON c.id = r.case_id JOIN organisation o ON o.id = r.org_id
             WHERE o.path >= $1 AND o.path < $2 AND c.outcome IS NOT NULL AND r.erased_at IS NULL
               AND r.concluded_on <= $3 AND ($4 = '' OR c.number = $4)
             ORDER BY r.concluded_on, r.id LIMIT 1000",
            args![org_path, beyond(org_path), until, number],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.get("id")?,
                row.get("case_id")?,
                row.get("number")?,
                row.get("org_name")?,
                row.get("concluded_on")?,
            ))
        })
        .collect()
}

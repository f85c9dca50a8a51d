//! The requests' SQL.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::{Conn, Row};
use kernel::{Result, args};

use super::facts::Facts;
use super::{Channel, Kind, Request};

pub(super) struct NewRequest<'n> {
    pub org_id: i64,
    pub channel: Channel,
    pub kind: Kind,
    pub form_wanted: &'n str,
    pub delivery_way: &'n str,
    pub applicant_key: Option<&'n str>,
}

pub(super) async fn insert(conn: &mut Conn, it: &NewRequest<'_>, now: Timestamp) -> Result<i64> {
    conn.one(
        "INSERT INTO request (org_id, channel, applicant_kind, form_wanted, delivery_way, applicant_key, filed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
        args![it.org_id, it.channel.code(), it.kind.code(), it.form_wanted, it.delivery_way, it.applicant_key, now],
    )
    .await?
    .get("id")
}

pub(super) async fn bind_case(conn: &mut Conn, id: i64, case_id: i64, facts: &Facts) -> Result<()> {
    conn.run(
        "UPDATE request SET case_id = $2, received_on = $3 WHERE id = $1",
        args![id, case_id, facts.received_on],
    )
    .await
    .map(|_| ())
}

/// A case that is linked to a request is about it too, and says nothing of these: only the request's own does.
pub(super) async fn keep_facts(conn: &mut Conn, case_id: i64, facts: &Facts) -> Result<()> {
    conn.run(
        "UPDATE request SET received_on = $2, concluded_on = $3, result = $4, late = $5, fee_yuan = $6, paid_yuan = $7,
                fee_on = $8, paid_on = $9
         WHERE case_id = $1",
        args![
            case_id,
            facts.received_on,
            facts.concluded_on,
            facts.result.as_deref(),
            facts.late,
            facts.fee_yuan,
            facts.paid_yuan,
            facts.fee_on,
            facts.paid_on
        ],
    )
    .await
    .map(|_| ())
}

fn read(row: &Row) -> Result<Request> {
    Ok(Request {
        id: row.get("id")?,
        org_id: row.get("org_id")?,
        case_id: row.get("case_id")?,
        channel: Channel::of(&row.get::<String>("channel")?).unwrap_or_default(),
        applicant_kind: Kind::of(&row.get::<String>("applicant_kind")?).unwrap_or_default(),
        form_wanted: row.get("form_wanted")?,
        delivery_way: row.get("delivery_way")?,
        filed_at: row.get("filed_at")?,
        received_on: row.get("received_on")?,
        concluded_on: row.get("concluded_on")?,
        result: row.get("result")?,
        late: row.get("late")?,
        fee_yuan: row.get("fee_yuan")?,
        paid_yuan: row.get("paid_yuan")?,
        log_title: row.get("log_title")?,
        log_summary: row.get("log_summary")?,
        application: None,
        erased_at: row.get("erased_at")?,
    })
}

pub(super) async fn request(conn: &mut Conn, id: i64) -> Result<Option<Request>> {
    let row = conn
        .first(
            "SELECT id, org_id, case_id, channel, applicant_kind, form_wanted, delivery_way, filed_at, received_on,
                    concluded_on, result, late, fee_yuan, paid_yuan, log_title, log_summary, erased_at
             FROM request WHERE id = $1 AND case_id IS NOT NULL",
            args![id],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

pub(super) async fn request_of_case(conn: &mut Conn, case_id: i64) -> Result<Option<Request>> {
    let row = conn
        .first(
            "SELECT id, org_id, case_id, channel, applicant_kind, form_wanted, delivery_way, filed_at, received_on,
                    concluded_on, result, late, fee_yuan, paid_yuan, log_title, log_summary, erased_at
             FROM request WHERE case_id = $1",
            args![case_id],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

pub(super) async fn applicant_key_of(conn: &mut Conn, id: i64) -> Result<Option<String>> {
    match conn
        .first("SELECT applicant_key FROM request WHERE id = $1", args![id])
        .await?
    {
        Some(row) => row.get("applicant_key"),
        None => Ok(None),
    }
}

/// The applicant's other requests to the same organisation, newest first, at most 50: request, case, number.
pub(super) async fn of_applicant(
    conn: &mut Conn,
    org_id: i64,
    key: &str,
    but: i64,
) -> Result<Vec<(i64, i64, String)>> {
    let rows = conn
        .all(
            "SELECT r.id, r.case_id, c.number FROM request r JOIN case_file c ON c.id = r.case_id
             WHERE r.applicant_key = $1 AND r.org_id = $2 AND r.id <> $3 ORDER BY r.id DESC LIMIT 50",
            args![key, org_id, but],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.get("case_id")?, row.get("number")?)))
        .collect()
}

/// How many requests this applicant filed with the organisation in a month (`2026-03`).
pub(super) async fn filed_in_month(conn: &mut Conn, org_id: i64, key: &str, month: &str) -> Result<i64> {
    conn.one(
        "SELECT count(*) AS n FROM request WHERE applicant_key = $1 AND org_id = $2
                AND received_on >= $3 AND received_on < $4",
        args![key, org_id, format!("{month}-01"), format!("{month}-32")],
    )
    .await?
    .get("n")
}

/// Number and case of a request, where it is of this organisation.
pub(super) async fn number_of(
    conn: &mut Conn,
    id: i64,
    org_id: i64,
) -> Result<Option<(i64, String, Option<String>)>> {
    let row = conn
        .first(
            "SELECT r.case_id, c.number, r.result FROM request r JOIN case_file c ON c.id = r.case_id
             WHERE r.id = $1 AND r.org_id = $2",
            args![id, org_id],
        )
        .await?;
    row.map(|row| Ok((row.get("case_id")?, row.get("number")?, row.get("result")?)))
        .transpose()
}

/// Forgets what tells the applicant again.
pub(super) async fn erased(conn: &mut Conn, id: i64, now: Timestamp) -> Result<()> {
    conn.run(
        "UPDATE request SET applicant_key = NULL, erased_at = $2 WHERE id = $1",
        args![id, now],
    )
    .await
    .map(|_| ())
}

pub(super) async fn log(conn: &mut Conn, id: i64, title: Option<&str>, summary: Option<&str>) -> Result<()> {
    conn.run(
        "UPDATE request SET log_title = $2, log_summary = $3 WHERE id = $1",
        args![id, title, summary],
    )
    .await
    .map(|_| ())
}

/// Answered requests that may be shown, newest first.
pub(super) async fn logged(conn: &mut Conn, limit: i64, offset: i64) -> Result<Vec<super::Logged>> {
    let rows = conn
        .all(
            "SELECT r.id, o.name AS org_name, r.log_title, r.log_summary, r.result, r.received_on, r.concluded_on
             FROM request r JOIN organisation o ON o.id = r.org_id
             WHERE r.log_title IS NOT NULL AND r.concluded_on IS NOT NULL
             ORDER BY r.concluded_on DESC, r.id DESC LIMIT $1 OFFSET $2",
            args![limit, offset],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(super::Logged {
                request_id: row.get("id")?,
                org_name: row.get("org_name")?,
                title: row.get("log_title")?,
                summary: row.get::<Option<String>>("log_summary")?.unwrap_or_default(),
                result: row.get::<Option<String>>("result")?.unwrap_or_default(),
                received_on: row.get::<Option<Date>>("received_on")?,
                concluded_on: row.get("concluded_on")?,
            })
        })
        .collect()
}

pub(super) async fn logged_count(conn: &mut Conn) -> Result<i64> {
    conn.one(
        "SELECT count(*) AS n FROM request WHERE log_title IS NOT NULL AND concluded_on IS NOT NULL",
        args![],
    )
    .await?
    .get("n")
}

pub(super) async fn insert_party(
    conn: &mut Conn,
    request_id: i64,
    kind: &str,
    member: &str,
    org_id: Option<i64>,
) -> Result<i64> {
    conn.one(
        "INSERT INTO request_party (request_id, kind, member, org_id) VALUES ($1, $2, $3, $4) RETURNING id",
        args![request_id, kind, member, org_id],
    )
    .await?
    .get("id")
}

/// (row, kind, member, organisation)
pub(super) async fn parties(
    conn: &mut Conn,
    request_id: i64,
) -> Result<Vec<(i64, String, String, Option<i64>)>> {
    let rows = conn
        .all(
            "SELECT id, kind, member, org_id FROM request_party WHERE request_id = $1 ORDER BY id",
            args![request_id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.get("id")?,
                row.get("kind")?,
                row.get("member")?,
                row.get("org_id")?,
            ))
        })
        .collect()
}

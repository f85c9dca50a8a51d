//! The docket's SQL.

use jiff::Timestamp;
use kernel::db::{Conn, Row};
use kernel::{Result, args};
use procedure::Definition;

use super::almanac::NoticeRow;
use super::cache::{HoldingRow, ReadingRow};
use super::{Case, CaseFile};

pub(super) async fn keep_definition(conn: &mut Conn, definition: &Definition, now: Timestamp) -> Result<()> {
    conn.run(
        "INSERT INTO procedure_definition (digest, code, version, body, kept_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (digest) DO NOTHING",
        args![
            definition.digest(),
            definition.code(),
            definition.version().to_string(),
            definition.source(),
            now
        ],
    )
    .await
    .map(|_| ())
}

pub(super) async fn definition_source(conn: &mut Conn, digest: &str) -> Result<Option<String>> {
    let row = conn
        .first(
            "SELECT body FROM procedure_definition WHERE digest = $1",
            args![digest],
        )
        .await?;
    row.map(|row| row.get("body")).transpose()
}

pub(super) async fn keep_notice(conn: &mut Conn, title: &str, body: &str, now: Timestamp) -> Result<i64> {
    let digest = kernel::code::sha256_hex(body.as_bytes());
    conn.run(
        "INSERT INTO calendar_notice (digest, title, body, known_from) VALUES ($1, $2, $3, $4)
         ON CONFLICT (digest) DO NOTHING",
        args![&digest, title, body, now],
    )
    .await?;
    conn.one("SELECT id FROM calendar_notice WHERE digest = $1", args![&digest])
        .await?
        .get("id")
}

pub(super) async fn notices(conn: &mut Conn) -> Result<Vec<NoticeRow>> {
    let rows = conn
        .all(
            "SELECT id, title, body, known_from FROM calendar_notice ORDER BY id",
            args![],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(NoticeRow {
                id: row.get("id")?,
                title: row.get("title")?,
                body: row.get("body")?,
                known_from: row.get("known_from")?,
            })
        })
        .collect()
}

fn file(row: &Row) -> Result<CaseFile> {
    Ok(CaseFile {
        id: row.get("id")?,
        number: row.get("number")?,
        query_code: row.get("query_code")?,
        org_id: row.get("org_id")?,
        procedure_code: row.get("procedure_code")?,
        procedure_digest: row.get("procedure_digest")?,
        params: serde_json::from_str(&row.get::<String>("params")?)?,
        title: row.get("title")?,
        subject_kind: row.get("subject_kind")?,
        subject_id: row.get("subject_id")?,
        parent_id: row.get("parent_id")?,
        opened_at: row.get("opened_at")?,
        last_seq: row.get("last_seq")?,
        outcome: row.get("outcome")?,
    })
}

pub(super) async fn insert_case(conn: &mut Conn, file: &CaseFile) -> Result<i64> {
    conn.one(
        "INSERT INTO case_file (number, query_code, org_id, procedure_code, procedure_digest, params, title,
                                subject_kind, subject_id, parent_id, opened_at, last_seq, outcome)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id",
        args![
            &file.number,
            &file.query_code,
            file.org_id,
            &file.procedure_code,
            &file.procedure_digest,
            serde_json::to_string(&file.params)?,
            &file.title,
            &file.subject_kind,
            file.subject_id,
            file.parent_id,
            file.opened_at,
            file.last_seq,
            file.outcome.as_deref(),
        ],
    )
    .await?
    .get("id")
}

pub(super) async fn case(conn: &mut Conn, case_id: i64) -> Result<Option<CaseFile>> {
    let row = conn
        .first(
            "SELECT id, number, query_code, org_id, procedure_code, procedure_digest, params, title, subject_kind,
                    subject_id, parent_id, opened_at, last_seq, outcome
             FROM case_file WHERE id = $1",
            args![case_id],
        )
        .await?;
    row.as_ref().map(file).transpose()
}

/// Cases that this one opened, oldest first.
pub(super) async fn linked(conn: &mut Conn, case_id: i64) -> Result<Vec<CaseFile>> {
    let rows = conn
        .all(
            "SELECT id, number, query_code, org_id, procedure_code, procedure_digest, params, title, subject_kind,
                    subject_id, parent_id, opened_at, last_seq, outcome
             FROM case_file WHERE parent_id = $1 ORDER BY id",
            args![case_id],
        )
        .await?;
    rows.iter().map(file).collect()
}

/// The lock, on both databases: whoever updates the row first goes on, the others wait here. A parent
/// is locked with its child by the same statement. No ring can form: an act of the parent never locks
/// a child, and two acts of one child take the same two rows by the same plan.
///
/// `coming` is how many events the caller is about to append: counted here already, so that an ordinary
/// act need not write the row once more. Whoever appends none after all writes the row ([`update_case`]).
pub(super) async fn lock(conn: &mut Conn, case_id: i64, coming: i64) -> Result<Option<CaseFile>> {
    let rows = conn
        .all(
            "UPDATE case_file SET last_seq = last_seq + CASE WHEN id = $1 THEN CAST($2 AS BIGINT) ELSE 0 END
             WHERE id = $1 OR id = (SELECT child.parent_id FROM case_file child WHERE child.id = $1)
             RETURNING id, number, query_code, org_id, procedure_code, procedure_digest, params, title, subject_kind,
                       subject_id, parent_id, opened_at, last_seq, outcome",
            args![case_id, coming],
        )
        .await?;
    let files: Vec<CaseFile> = rows.iter().map(file).collect::<Result<_>>()?;
    Ok(files.into_iter().find(|file| file.id == case_id))
}

pub(super) async fn update_case(conn: &mut Conn, file: &CaseFile) -> Result<()> {
    conn.run(
        "UPDATE case_file SET last_seq = $2, outcome = $3, procedure_digest = $4, params = $5 WHERE id = $1",
        args![
            file.id,
            file.last_seq,
            file.outcome.as_deref(),
            &file.procedure_digest,
            serde_json::to_string(&file.params)?
        ],
    )
    .await
    .map(|_| ())
}

pub(super) async fn open_children(conn: &mut Conn, case_id: i64) -> Result<u32> {
    let row = conn
        .one(
            "SELECT count(*) AS n FROM case_file WHERE parent_id = $1 AND outcome IS NULL",
            args![case_id],
        )
        .await?;
    Ok(u32::try_from(row.get::<i64>("n")?).unwrap_or(u32::MAX))
}

/// Leaves an outward effect for the job that does it, keyed so that it is done once.
pub(super) async fn post(
    conn: &mut Conn,
    case: &Case,
    n: i64,
    kind: &str,
    body: &str,
    done_at: Option<Timestamp>,
) -> Result<()> {
    conn.run(
        "INSERT INTO outbox (case_id, seq, n, kind, body, done_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![case.file.id, case.file.last_seq, n, kind, body, done_at],
    )
    .await
    .map(|_| ())
}

pub(super) async fn holdings(conn: &mut Conn, case_id: i64) -> Result<Vec<HoldingRow>> {
    let rows = conn
        .all(
            "SELECT branch, place, label, holder, role, org_id, due_on FROM holding WHERE case_id = $1",
            args![case_id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(HoldingRow {
                branch: row.get("branch")?,
                place: row.get("place")?,
                label: row.get("label")?,
                holder: row.get("holder")?,
                role: row.get("role")?,
                org_id: row.get("org_id")?,
                due_on: row.get("due_on")?,
            })
        })
        .collect()
}

pub(super) async fn put_holding(conn: &mut Conn, case_id: i64, row: &HoldingRow) -> Result<()> {
    conn.run(
        "INSERT INTO holding (case_id, branch, place, label, holder, role, org_id, due_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (case_id, branch, place, COALESCE(role, '')) DO UPDATE
         SET label = excluded.label, holder = excluded.holder, org_id = excluded.org_id, due_on = excluded.due_on",
        args![
            case_id,
            &row.branch,
            &row.place,
            &row.label,
            &row.holder,
            row.role.as_deref(),
            row.org_id,
            row.due_on
        ],
    )
    .await
    .map(|_| ())
}

/// A row gives way to another.
pub(super) async fn replace_holding(
    conn: &mut Conn,
    case_id: i64,
    was: &HoldingRow,
    is: &HoldingRow,
) -> Result<()> {
    conn.run(
        "UPDATE holding SET branch = $5, place = $6, label = $7, holder = $8, role = $9, org_id = $10, due_on = $11
         WHERE case_id = $1 AND branch = $2 AND place = $3 AND COALESCE(role, '') = $4",
        args![
            case_id,
            &was.branch,
            &was.place,
            was.role.as_deref().unwrap_or_default(),
            &is.branch,
            &is.place,
            &is.label,
            &is.holder,
            is.role.as_deref(),
            is.org_id,
            is.due_on
        ],
    )
    .await
    .map(|_| ())
}

pub(super) async fn drop_holding(conn: &mut Conn, case_id: i64, row: &HoldingRow) -> Result<()> {
    conn.run(
        "DELETE FROM holding WHERE case_id = $1 AND branch = $2 AND place = $3 AND COALESCE(role, '') = $4",
        args![
            case_id,
            &row.branch,
            &row.place,
            row.role.as_deref().unwrap_or_default()
        ],
    )
    .await
    .map(|_| ())
}

pub(super) async fn readings(conn: &mut Conn, case_id: i64) -> Result<Vec<ReadingRow>> {
    let rows = conn
        .all(
            "SELECT branch, clock, label, kind, state, due_on, provisional, light, turns_at
             FROM clock_reading WHERE case_id = $1",
            args![case_id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(ReadingRow {
                branch: row.get("branch")?,
                clock: row.get("clock")?,
                label: row.get("label")?,
                kind: row.get("kind")?,
                state: row.get("state")?,
                due_on: row.get("due_on")?,
                provisional: row.get("provisional")?,
                light: row.get("light")?,
                turns_at: row.get("turns_at")?,
            })
        })
        .collect()
}

pub(super) async fn put_reading(conn: &mut Conn, case_id: i64, row: &ReadingRow) -> Result<()> {
    conn.run(
        "INSERT INTO clock_reading (case_id, branch, clock, label, kind, state, due_on, provisional, light, turns_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (case_id, branch, clock) DO UPDATE
         SET state = excluded.state, due_on = excluded.due_on, provisional = excluded.provisional,
             light = excluded.light, turns_at = excluded.turns_at, label = excluded.label, kind = excluded.kind",
        args![
            case_id,
            &row.branch,
            &row.clock,
            &row.label,
            &row.kind,
            &row.state,
            row.due_on,
            row.provisional,
            &row.light,
            row.turns_at
        ],
    )
    .await
    .map(|_| ())
}

/// A reading gives way to another.
pub(super) async fn replace_reading(
    conn: &mut Conn,
    case_id: i64,
    was: &ReadingRow,
    is: &ReadingRow,
) -> Result<()> {
    conn.run(
        "UPDATE clock_reading SET branch = $4, clock = $5, label = $6, kind = $7, state = $8, due_on = $9,
                provisional = $10, light = $11, turns_at = $12
         WHERE case_id = $1 AND branch = $2 AND clock = $3",
        args![
            case_id,
            &was.branch,
            &was.clock,
            &is.branch,
            &is.clock,
            &is.label,
            &is.kind,
            &is.state,
            is.due_on,
            is.provisional,
            &is.light,
            is.turns_at
        ],
    )
    .await
    .map(|_| ())
}

pub(super) async fn drop_reading(conn: &mut Conn, case_id: i64, row: &ReadingRow) -> Result<()> {
    conn.run(
        "DELETE FROM clock_reading WHERE case_id = $1 AND branch = $2 AND clock = $3",
        args![case_id, &row.branch, &row.clock],
    )
    .await
    .map(|_| ())
}

pub(super) async fn clear(conn: &mut Conn, case_id: i64) -> Result<()> {
    conn.run("DELETE FROM holding WHERE case_id = $1", args![case_id])
        .await?;
    conn.run("DELETE FROM clock_reading WHERE case_id = $1", args![case_id])
        .await
        .map(|_| ())
}

pub(super) async fn turned(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<i64>> {
    let rows = conn
        .all(
            "SELECT case_id FROM clock_reading WHERE turns_at <= $1 GROUP BY case_id ORDER BY min(turns_at) LIMIT $2",
            args![now, limit],
        )
        .await?;
    rows.iter().map(|row| row.get("case_id")).collect()
}

impl super::Docket {
    /// Cases about one subject, newest first.
    pub async fn cases_about(
        &self,
        conn: &mut Conn,
        subject_kind: &str,
        subject_id: i64,
    ) -> Result<Vec<CaseFile>> {
        let rows = conn
            .all(
                "SELECT id, number, query_code, org_id, procedure_code, procedure_digest, params, title, subject_kind,
                        subject_id, parent_id, opened_at, last_seq, outcome
                 FROM case_file WHERE subject_kind = $1 AND subject_id = $2 ORDER BY id DESC",
                args![subject_kind, subject_id],
            )
            .await?;
        rows.iter().map(file).collect()
    }

    /// Open cases behind `after` (by id) whose clocks have a due date, at most `limit`.
    pub(super) async fn dated_cases(&self, conn: &mut Conn, after: i64, limit: i64) -> Result<Vec<i64>> {
        let rows = conn
            .all(
                "SELECT DISTINCT case_id FROM clock_reading WHERE due_on IS NOT NULL AND case_id > $1
                 ORDER BY case_id LIMIT $2",
                args![after, limit],
            )
            .await?;
        rows.iter().map(|row| row.get("case_id")).collect()
    }
}

pub(super) async fn keep_redating(
    conn: &mut Conn,
    case_id: i64,
    notice_id: i64,
    before: &ReadingRow,
    after: &ReadingRow,
    reason: &str,
    now: Timestamp,
) -> Result<()> {
    conn.run(
        "INSERT INTO redating (case_id, clock, branch, notice_id, old_due_on, new_due_on, reason, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            case_id,
            &before.clock,
            &before.branch,
            notice_id,
            before.due_on,
            after.due_on,
            reason,
            now
        ],
    )
    .await
    .map(|_| ())
}

/// Word that repeated the reason of one event says only that there was something.
pub(super) async fn forget_notices(conn: &mut Conn, case_id: i64, seq: i64) -> Result<()> {
    conn.run(
        "UPDATE notice SET sentence = '这条提醒的内容已经依法清除。'
         WHERE substr(source_key, 1, length($1)) = $1",
        args![format!("{case_id}/{seq}/")],
    )
    .await
    .map(|_| ())
}

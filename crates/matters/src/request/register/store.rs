//! SQL of the registers. Nothing personal is kept here.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::{Conn, Row};
use kernel::{Result, args};

use super::{Batch, Entry};
use crate::request::{Channel, Kind};
use office::organisation::beyond;

pub(super) struct NewBatch<'n> {
    pub org_id: i64,
    pub year: i16,
    pub file_name: &'n str,
    pub file_digest: &'n str,
    pub rows_digest: &'n str,
    pub made_by: i64,
}

pub(super) async fn insert_batch(conn: &mut Conn, it: &NewBatch<'_>, now: Timestamp) -> Result<i64> {
    conn.one(
        "INSERT INTO register_batch (org_id, year, file_name, file_digest, rows_digest, made_by, made_at, standing)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'reading') RETURNING id",
        args![it.org_id, i64::from(it.year), it.file_name, it.file_digest, it.rows_digest, it.made_by, now],
    )
    .await?
    .get("id")
}

pub(super) async fn insert_entry(
    conn: &mut Conn,
    batch_id: i64,
    org_id: i64,
    row: u32,
    it: &Entry,
) -> Result<()> {
    conn.run(
        "INSERT INTO request_import (batch_id, row_number, org_id, number, received_on, channel, applicant_kind,
                                     concluded_on, result, late, fee_yuan, paid_yuan)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            batch_id,
            i64::from(row),
            org_id,
            &it.number,
            it.received_on,
            it.channel.code(),
            it.applicant_kind.code(),
            it.concluded_on,
            it.result.as_deref(),
            it.late,
            it.fee_yuan,
            it.paid_yuan,
        ],
    )
    .await
    .map(|_| ())
}

fn batch_of(row: &Row) -> Result<Batch> {
    Ok(Batch {
        id: row.get("id")?,
        org_id: row.get("org_id")?,
        case_id: row.get("case_id")?,
        year: i16::try_from(row.get::<i64>("year")?).unwrap_or_default(),
        file_name: row.get("file_name")?,
        file_digest: row.get("file_digest")?,
        rows_digest: row.get("rows_digest")?,
        made_by: row.get("made_by")?,
        made_at: row.get("made_at")?,
        standing: row.get("standing")?,
        rows: row.get("n")?,
        counted: row.get("counted")?,
    })
}

pub(super) async fn batch(conn: &mut Conn, id: i64) -> Result<Option<Batch>> {
    let row = conn
        .first(
            "SELECT b.id, b.org_id, b.case_id, b.year, b.file_name, b.file_digest, b.rows_digest, b.made_by, b.made_at,
                    b.standing, (SELECT count(*) FROM request_import i WHERE i.batch_id = b.id) AS n,
                    (SELECT count(*) FROM request_import i WHERE i.batch_id = b.id AND i.counted = 1) AS counted
             FROM register_batch b WHERE b.id = $1",
            args![id],
        )
        .await?;
    row.as_ref().map(batch_of).transpose()
}

pub(super) async fn batches(conn: &mut Conn, org_path: &str) -> Result<Vec<Batch>> {
    let rows = conn
        .all(
            "SELECT b.id, b.org_id, b.case_id, b.year, b.file_name, b.file_digest, b.rows_digest, b.made_by, b.made_at,
                    b.standing, (SELECT count(*) FROM request_import i WHERE i.batch_id = b.id) AS n,
                    (SELECT count(*) FROM request_import i WHERE i.batch_id = b.id AND i.counted = 1) AS counted
             FROM register_batch b JOIN organisation o ON o.id = b.org_id
             WHERE o.path >= $1 AND o.path < $2 ORDER BY b.id DESC LIMIT 200",
            args![org_path, beyond(org_path)],
        )
        .await?;
    rows.iter().map(batch_of).collect()
}

/// The batch of a file that was not turned down.
pub(super) async fn of_file(conn: &mut Conn, org_id: i64, digest: &str) -> Result<Option<i64>> {
    let row = conn
        .first(
            "SELECT id FROM register_batch
             WHERE org_id = $1 AND file_digest = $2 AND standing IN ('reading', 'reported', 'accepted')",
            args![org_id, digest],
        )
        .await?;
    row.map(|row| row.get("id")).transpose()
}

/// Holds the batch until the act ends: two who decide go one after the other.
pub(super) async fn lock(conn: &mut Conn, id: i64) -> Result<()> {
    conn.run(
        "UPDATE register_batch SET standing = standing WHERE id = $1",
        args![id],
    )
    .await
    .map(|_| ())
}

pub(super) async fn bind_case(conn: &mut Conn, id: i64, case_id: i64) -> Result<()> {
    conn.run(
        "UPDATE register_batch SET case_id = $2, standing = 'reported' WHERE id = $1",
        args![id, case_id],
    )
    .await
    .map(|_| ())
}

pub(super) async fn set_standing(conn: &mut Conn, id: i64, standing: &str) -> Result<()> {
    conn.run(
        "UPDATE register_batch SET standing = $2 WHERE id = $1",
        args![id, standing],
    )
    .await
    .map(|_| ())
}

pub(super) async fn discard(conn: &mut Conn, id: i64) -> Result<()> {
    conn.run("DELETE FROM request_import WHERE batch_id = $1", args![id])
        .await?;
    conn.run("DELETE FROM register_batch WHERE id = $1", args![id])
        .await
        .map(|_| ())
}

/// Open requests of earlier batches whose end this batch tells count no longer.
pub(super) async fn uncount_ended(conn: &mut Conn, batch_id: i64) -> Result<()> {
    conn.run(
        "UPDATE request_import SET counted = 0
         WHERE counted = 1 AND concluded_on IS NULL AND EXISTS (
               SELECT 1 FROM request_import n WHERE n.batch_id = $1 AND n.org_id = request_import.org_id
                      AND n.number = request_import.number AND n.received_on = request_import.received_on
                      AND n.concluded_on IS NOT NULL)",
        args![batch_id],
    )
    .await
    .map(|_| ())
}

/// The first number of a batch that counts already, here or from another file.
pub(super) async fn taken(conn: &mut Conn, batch_id: i64) -> Result<Option<String>> {
    let row = conn
        .first(
            "SELECT n.number FROM request_import n
             WHERE n.batch_id = $1 AND (
                   EXISTS (SELECT 1 FROM request_import i WHERE i.counted = 1 AND i.org_id = n.org_id AND i.number = n.number)
                   OR EXISTS (SELECT 1 FROM case_file c JOIN request r ON r.case_id = c.id
                              WHERE c.number = n.number AND r.org_id = n.org_id))
             ORDER BY n.row_number LIMIT 1",
            args![batch_id],
        )
        .await?;
    row.map(|row| row.get("number")).transpose()
}

pub(super) async fn count(conn: &mut Conn, batch_id: i64) -> Result<()> {
    conn.run(
        "UPDATE request_import SET counted = 1 WHERE batch_id = $1",
        args![batch_id],
    )
    .await
    .map(|_| ())
}

pub(super) async fn live_numbers(conn: &mut Conn, org_id: i64) -> Result<Vec<String>> {
    let rows = conn
        .all(
            "SELECT c.number FROM request r JOIN case_file c ON c.id = r.case_id WHERE r.org_id = $1",
            args![org_id],
        )
        .await?;
    rows.iter().map(|row| row.get("number")).collect()
}

/// (number, day of receipt, has ended) of what counts.
pub(super) async fn imported_numbers(conn: &mut Conn, org_id: i64) -> Result<Vec<(String, Date, bool)>> {
    let rows = conn
        .all(
            "SELECT number, received_on, concluded_on FROM request_import WHERE org_id = $1 AND counted = 1",
            args![org_id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.get("number")?,
                row.get("received_on")?,
                row.get::<Option<Date>>("concluded_on")?.is_some(),
            ))
        })
        .collect()
}

fn entry(row: &Row) -> Result<Entry> {
    Ok(Entry {
        number: row.get("number")?,
        received_on: row.get("received_on")?,
        channel: Channel::of(&row.get::<String>("channel")?).unwrap_or_default(),
        applicant_kind: Kind::of(&row.get::<String>("applicant_kind")?).unwrap_or_default(),
        concluded_on: row.get("concluded_on")?,
        result: row.get("result")?,
        late: row.get("late")?,
        fee_yuan: row.get("fee_yuan")?,
        paid_yuan: row.get("paid_yuan")?,
    })
}

/// The entries of a batch, in the order of the file.
pub(super) async fn entries(conn: &mut Conn, batch_id: i64) -> Result<Vec<(u32, Entry)>> {
    let rows = conn
        .all(
            "SELECT row_number, number, received_on, channel, applicant_kind, concluded_on, result, late, fee_yuan,
                    paid_yuan
             FROM request_import WHERE batch_id = $1 ORDER BY row_number",
            args![batch_id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok((
                u32::try_from(row.get::<i64>("row_number")?).unwrap_or_default(),
                entry(row)?,
            ))
        })
        .collect()
}

/// A request of a year's register, lived here or imported.
pub(super) struct Registered {
    pub org_id: i64,
    pub org_name: String,
    pub case_id: i64,
    /// The request's row; nothing for what was imported.
    pub request_id: Option<i64>,
    pub entry: Entry,
}

/// What was received in a year, was carried into it, or ended in it.
pub(super) async fn registered(
    conn: &mut Conn,
    org_path: &str,
    first: Date,
    last: Date,
) -> Result<Vec<Registered>> {
    let rows = conn
        .all(
            "SELECT r.org_id, o.name AS org_name, r.case_id, r.batch_id, r.row_id, r.number, r.received_on, r.channel,
                    r.applicant_kind, r.concluded_on, r.result, r.late, r.fee_yuan, r.paid_yuan
             FROM request_fact r JOIN organisation o ON o.id = r.org_id
             WHERE o.path >= $1 AND o.path < $2 AND r.received_on <= $4
               AND (r.concluded_on IS NULL OR r.concluded_on >= $3)
             ORDER BY r.received_on, r.number, r.row_id",
            args![org_path, beyond(org_path), first, last],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let imported = row.get::<Option<i64>>("batch_id")?.is_some();
            Ok(Registered {
                org_id: row.get("org_id")?,
                org_name: row.get("org_name")?,
                case_id: row.get("case_id")?,
                request_id: (!imported).then(|| row.get("row_id")).transpose()?,
                entry: entry(row)?,
            })
        })
        .collect()
}

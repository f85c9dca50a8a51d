//! The seals' SQL.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::{Conn, Row};
use kernel::{Result, args};

use super::{Seal, Use};

fn seal(row: &Row) -> Result<Seal> {
    Ok(Seal {
        id: row.get("id")?,
        org_id: row.get("org_id")?,
        kind: row.get("kind")?,
        ring: row.get("ring")?,
        from_on: row.get("from_on")?,
        until_on: row.get("until_on")?,
        case_id: row.get("case_id")?,
    })
}

pub(super) async fn of_org(conn: &mut Conn, org_id: i64) -> Result<Vec<Seal>> {
    let rows = conn
        .all(
            "SELECT id, org_id, kind, ring, from_on, until_on, case_id FROM seal WHERE org_id = $1 ORDER BY id DESC",
            args![org_id],
        )
        .await?;
    rows.iter().map(seal).collect()
}

pub(super) async fn find(conn: &mut Conn, id: i64) -> Result<Option<Seal>> {
    let row = conn
        .first(
            "SELECT id, org_id, kind, ring, from_on, until_on, case_id FROM seal WHERE id = $1",
            args![id],
        )
        .await?;
    row.as_ref().map(seal).transpose()
}

/// Takes a seal into use. Its row.
pub(crate) async fn enter(
    conn: &mut Conn,
    org_id: i64,
    kind: &str,
    ring: &str,
    on: Date,
    case_id: i64,
) -> Result<i64> {
    conn.one(
        "INSERT INTO seal (org_id, kind, ring, from_on, case_id) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        args![org_id, kind, ring, on, case_id],
    )
    .await?
    .get("id")
}

/// Takes a seal out of use.
pub(crate) async fn end(conn: &mut Conn, id: i64, on: Date) -> Result<()> {
    conn.run(
        "UPDATE seal SET until_on = $2 WHERE id = $1 AND until_on IS NULL",
        args![id, on],
    )
    .await
    .map(|_| ())
}

/// Takes every seal of an organisation out of use.
pub(crate) async fn end_all(conn: &mut Conn, org_id: i64, on: Date) -> Result<()> {
    conn.run(
        "UPDATE seal SET until_on = $2 WHERE org_id = $1 AND until_on IS NULL",
        args![org_id, on],
    )
    .await
    .map(|_| ())
}

pub(super) async fn uses(
    conn: &mut Conn,
    org_id: i64,
    from: Timestamp,
    until: Timestamp,
    limit: i64,
) -> Result<Vec<(Use, Option<i64>)>> {
    let rows = conn
        .all(
            "SELECT l.id, l.seal_id, l.made_at, l.name, l.number, l.code, l.case_id, c.number AS case_number, e.actor_id
             FROM seal s JOIN letter l ON l.seal_id = s.id JOIN case_file c ON c.id = l.case_id
                  JOIN event e ON e.case_id = l.case_id AND e.seq = l.seq
             WHERE s.org_id = $1 AND l.made_at >= $2 AND l.made_at < $3 ORDER BY l.made_at DESC, l.id DESC LIMIT $4",
            args![org_id, from, until, limit],
        )
        .await?;
    let one = |row: &Row| {
        let one = Use {
            letter_id: row.get("id")?,
            seal_id: row.get("seal_id")?,
            at: row.get("made_at")?,
            letter: row.get("name")?,
            number: row.get("number")?,
            code: row.get("code")?,
            case_id: row.get("case_id")?,
            case_number: row.get("case_number")?,
            person: None,
        };
        Ok((one, row.get("actor_id")?))
    };
    rows.iter().map(one).collect()
}

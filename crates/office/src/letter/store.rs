//! The letters' SQL.

use jiff::Timestamp;
use kernel::db::{Conn, Row as DbRow};
use kernel::{Result, args};

use super::rows::Row;
use super::{Composed, Wording};

pub(super) async fn insert(
    conn: &mut Conn,
    case_id: i64,
    seq: i64,
    n: i64,
    composed: &Composed,
    now: Timestamp,
) -> Result<i64> {
    conn.one(
        "INSERT INTO letter (case_id, seq, n, template, version, name, addressee, member, number, body, digest, salt,
                             made_at, seal_id, code)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id",
        args![
            case_id,
            seq,
            n,
            &composed.draft.template,
            composed.version,
            &composed.name,
            &composed.draft.to,
            composed.draft.member.as_deref(),
            composed.letter.number.as_deref(),
            &composed.body,
            &composed.digest,
            composed.salt.as_bytes().as_slice(),
            now,
            composed.seal_id,
            &composed.code,
        ],
    )
    .await?
    .get("id")
}

fn row(row: &DbRow) -> Result<Row> {
    let body: Option<String> = row.get("body")?;
    Ok(Row {
        id: row.get("id")?,
        case_id: row.get("case_id")?,
        seq: row.get("seq")?,
        name: row.get("name")?,
        template: row.get("template")?,
        to: row.get("addressee")?,
        member: row.get("member")?,
        number: row.get("number")?,
        letter: body.as_deref().map(serde_json::from_str).transpose()?,
        digest: row.get("digest")?,
        made_at: row.get("made_at")?,
        seal_id: row.get("seal_id")?,
    })
}

pub(super) async fn of_case(conn: &mut Conn, case_id: i64) -> Result<Vec<Row>> {
    let rows = conn
        .all(
            "SELECT id, case_id, seq, template, name, addressee, member, number, body, digest, made_at, seal_id
             FROM letter WHERE case_id = $1 ORDER BY id",
            args![case_id],
        )
        .await?;
    rows.iter().map(row).collect()
}

pub(super) async fn read(conn: &mut Conn, id: i64) -> Result<Option<Row>> {
    let found = conn
        .first(
            "SELECT id, case_id, seq, template, name, addressee, member, number, body, digest, made_at, seal_id
             FROM letter WHERE id = $1",
            args![id],
        )
        .await?;
    found.as_ref().map(row).transpose()
}

pub(super) async fn by_code(conn: &mut Conn, code: &str) -> Result<Option<Row>> {
    let found = conn
        .first(
            "SELECT id, case_id, seq, template, name, addressee, member, number, body, digest, made_at, seal_id
             FROM letter WHERE code = $1",
            args![code],
        )
        .await?;
    found.as_ref().map(row).transpose()
}

pub(super) async fn erase(conn: &mut Conn, case_id: i64, now: Timestamp) -> Result<()> {
    conn.run(
        "UPDATE letter SET body = NULL, salt = NULL, erased_at = $2 WHERE case_id = $1 AND erased_at IS NULL",
        args![case_id, now],
    )
    .await
    .map(|_| ())
}

/// 机关代字 of the organisation; empty where it has none.
pub(super) async fn prefix(conn: &mut Conn, org_id: i64) -> Result<String> {
    let row = conn
        .one(
            "SELECT number_prefix FROM organisation WHERE id = $1",
            args![org_id],
        )
        .await?;
    Ok(row.get::<Option<String>>("number_prefix")?.unwrap_or_default())
}

/// The newest own wording of each letter: code, version, text.
pub(super) async fn newest_wordings(conn: &mut Conn, org_id: i64) -> Result<Vec<(String, i64, String)>> {
    let rows = conn
        .all(
            "SELECT code, version, body FROM letter_template t WHERE org_id = $1 AND version =
                    (SELECT max(n.version) FROM letter_template n WHERE n.org_id = t.org_id AND n.code = t.code)",
            args![org_id],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("code")?, row.get("version")?, row.get("body")?)))
        .collect()
}

/// (version, text, who, when) of an office's own wordings of a letter, newest first.
pub(super) async fn versions(
    conn: &mut Conn,
    org_id: i64,
    code: &str,
) -> Result<Vec<(i64, String, i64, Timestamp)>> {
    let rows = conn
        .all(
            "SELECT version, body, by_person, at FROM letter_template WHERE org_id = $1 AND code = $2
             ORDER BY version DESC",
            args![org_id, code],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.get("version")?,
                row.get("body")?,
                row.get("by_person")?,
                row.get("at")?,
            ))
        })
        .collect()
}

pub(super) async fn insert_wording(
    conn: &mut Conn,
    org_id: i64,
    wording: &Wording,
    person_id: i64,
    now: Timestamp,
) -> Result<()> {
    conn.run(
        "INSERT INTO letter_template (org_id, code, version, body, by_person, at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![org_id, &wording.code, wording.version, &wording.body, person_id, now],
    )
    .await
    .map(|_| ())
}

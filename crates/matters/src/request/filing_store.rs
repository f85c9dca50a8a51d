//! SQL of what is counted while a form is being filled in.

use kernel::db::Conn;
use kernel::{Result, args};

pub(super) async fn count(
    conn: &mut Conn,
    org_id: i64,
    month: &str,
    shown: i64,
    answered: i64,
) -> Result<()> {
    conn.run(
        "INSERT INTO deflection (org_id, month, shown, answered) VALUES ($1, $2, $3, $4)
         ON CONFLICT (org_id, month) DO UPDATE
         SET shown = deflection.shown + excluded.shown, answered = deflection.answered + excluded.answered",
        args![org_id, month, shown, answered],
    )
    .await
    .map(|_| ())
}

pub(super) async fn deflected(conn: &mut Conn, org_path: &str, year: i16) -> Result<(i64, i64)> {
    let row = conn
        .one(
            "SELECT CAST(coalesce(sum(d.shown), 0) AS BIGINT) AS shown,
                    CAST(coalesce(sum(d.answered), 0) AS BIGINT) AS answered
             FROM deflection d JOIN organisation o ON o.id = d.org_id
             WHERE o.path >= $1 AND o.path < $2 AND d.month >= $3 AND d.month <= $4",
            args![
                org_path,
                office::organisation::beyond(org_path),
                format!("{year}-01"),
                format!("{year}-12")
            ],
        )
        .await?;
    Ok((row.get("shown")?, row.get("answered")?))
}

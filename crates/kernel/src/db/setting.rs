//! Small settings of the installation, and secrets that it keeps to itself.

use super::Conn;
use crate::args;
use crate::error::Result;

/// The setting of this name, if it was ever set.
pub async fn setting(conn: &mut Conn, name: &str) -> Result<Option<String>> {
    let row = conn
        .first("SELECT value FROM setting WHERE name = $1", args![name])
        .await?;
    row.map(|row| row.get("value")).transpose()
}

/// Sets it.
pub async fn set_setting(conn: &mut Conn, name: &str, value: &str) -> Result<()> {
    conn.run(
        "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        args![name, value],
    )
    .await
    .map(|_| ())
}

/// A random secret of this installation, made when it is first asked for. Inside an act.
pub async fn secret(conn: &mut Conn, name: &str) -> Result<String> {
    let name = format!("secret/{name}");
    if let Some(secret) = setting(conn, &name).await? {
        return Ok(secret);
    }
    conn.run(
        "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
        args![&name, crate::code::token()],
    )
    .await?;
    // Whoever was first has set it.
    conn.one("SELECT value FROM setting WHERE name = $1", args![&name])
        .await?
        .get("value")
}

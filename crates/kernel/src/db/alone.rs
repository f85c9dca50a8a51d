//! One at a time, by name.

use super::Conn;
use crate::args;
use crate::error::Result;

/// Waits until nobody else who goes by this name is in an act, and lets nobody in until this act has ended:
/// two transactions that would both find nothing and both make it. On SQLite there is one writer anyway.
pub async fn alone(conn: &mut Conn, name: &str) -> Result<()> {
    if conn.is_postgres() {
        conn.first("SELECT pg_advisory_xact_lock($1)", args![number(name)])
            .await?;
    }
    Ok(())
}

/// A name as the 64 bits that the lock is taken by. Names that meet wait for each other, no more.
fn number(name: &str) -> i64 {
    let hex = crate::code::sha256_hex(name.as_bytes());
    u64::from_str_radix(&hex[..16], 16).map_or(0, u64::cast_signed)
}

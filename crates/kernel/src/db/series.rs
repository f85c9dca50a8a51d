//! Numbers without gaps.

use super::Conn;
use crate::args;
use crate::error::Result;

/// The next number of a series, from 1, without gaps: an act that is rolled back gives it back. Whoever
/// takes the same series waits until this act has committed.
pub async fn next_number(conn: &mut Conn, series: &str) -> Result<i64> {
    conn.one(
        "INSERT INTO number_series (series, next) VALUES ($1, 2)
         ON CONFLICT (series) DO UPDATE SET next = number_series.next + 1
         RETURNING next - 1 AS n",
        args![series],
    )
    .await?
    .get("n")
}

//! A pass to one's own case: which case, until when, and a digest that only this installation can make.
//!
//! Nothing is stored for it; it ends by itself, and with the installation's secret all passes end.

use jiff::{Timestamp, ToSpan as _};
use kernel::Result;
use kernel::db::Conn;

/// How long a pass is good, in hours.
pub(in crate::portal) const HOURS: i64 = 2;

const SECRET: &str = "case-pass";

/// A pass to this case. Inside an act: the secret may be made now.
pub(in crate::portal) async fn issue(conn: &mut Conn, case_id: i64, now: Timestamp) -> Result<String> {
    let secret = kernel::db::secret(conn, SECRET).await?;
    let until = now.saturating_add(HOURS.hours()).unwrap_or(now).as_second();
    Ok(format!("{case_id}.{until}.{}", digest(&secret, case_id, until)))
}

/// The case to which this pass leads, if it is ours and good now.
pub(in crate::portal) async fn case(conn: &mut Conn, pass: &str, now: Timestamp) -> Result<Option<i64>> {
    let Some((case_id, until, shown)) = read(pass) else {
        return Ok(None);
    };
    if now.as_second() >= until {
        return Ok(None);
    }
    // Where no pass was ever issued, none can be good; a reader makes no secret.
    let secret = kernel::db::setting(conn, &format!("secret/{SECRET}")).await?;
    Ok(secret
        .filter(|secret| same(&digest(secret, case_id, until), shown))
        .map(|_| case_id))
}

fn read(pass: &str) -> Option<(i64, i64, &str)> {
    let (case_id, rest) = pass.split_once('.')?;
    let (until, shown) = rest.split_once('.')?;
    Some((case_id.parse().ok()?, until.parse().ok()?, shown))
}

/// The secret stands at both ends, so that nothing can be added behind.
fn digest(secret: &str, case_id: i64, until: i64) -> String {
    kernel::code::sha256_hex(
        format!("sundial/case-pass/v1\n{secret}\n{case_id}\n{until}\n{secret}").as_bytes(),
    )
}

/// Takes as long wherever they differ.
fn same(ours: &str, shown: &str) -> bool {
    ours.len() == shown.len()
        && ours
            .bytes()
            .zip(shown.bytes())
            .fold(0, |differs, (a, b)| differs | (a ^ b))
            == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_for_another_case_or_time_is_none() {
        let good = digest("s", 7, 100);
        assert!(same(&digest("s", 7, 100), &good));
        for other in [
            digest("s", 8, 100),
            digest("s", 7, 101),
            digest("t", 7, 100),
            String::new(),
        ] {
            assert!(!same(&other, &good));
        }
        for broken in ["", "7", "7.8", "x.8.ab", "7.x.ab"] {
            assert!(
                read(broken).is_none_or(|(_, _, shown)| shown.is_empty()),
                "{broken}"
            );
        }
    }
}

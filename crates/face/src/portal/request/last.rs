//! 用我上次填的: who asks and how to reach them, from the newest request that was filed from the same account. The
//! account keeps none of it: it is read from that request, for as long as its values live.

use kernel::Result;
use kernel::db::Conn;
use kernel::time::civil_date;
use matters::request::{self, Application};
use office::account;

use crate::door::Owner;
use crate::portal::page::Ask;

/// Requests that are looked at; the values of all of them may be cleared.
const LOOKED_AT: i64 = 10;

/// What was typed last, and where.
pub(super) struct Last {
    /// `公开2026-00012`
    pub number: String,
    /// `2026-11-03`
    pub filed_on: String,
    pub application: Application,
}

/// The newest request filed from this account whose values still live. Cases that came to the account by number and
/// query code are none: who knows those two never saw an identity number.
pub(super) async fn of(ask: &Ask, conn: &mut Conn, owner: &Owner) -> Result<Option<Last>> {
    for case_id in account::own(conn, owner.account.id, LOOKED_AT).await? {
        let request = request::request_of_case(conn, case_id).await?;
        if let Some(application) = request.application {
            return Ok(Some(Last {
                number: ask.app.docket.file(conn, case_id).await?.number,
                filed_on: civil_date(request.filed_at).to_string(),
                application,
            }));
        }
    }
    Ok(None)
}

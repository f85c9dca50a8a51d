//! One act in a case, whatever the case is about.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, RefusalKind, Result};
use matters::publication::{self, DOCUMENT, Decision, import};
use matters::request;
use office::docket::{Docket, Done, Order};
use office::organisation::Actor;

use super::is_review;
use crate::workbench::service;

/// Carries out `act` in the case. `seen_digest` is what the page showed, where it showed an edition.
pub async fn carry_out(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    case_id: i64,
    act: &str,
    seen_digest: &str,
    order: Order,
    now: Timestamp,
) -> Result<Done> {
    let file = docket.case(conn, case_id).await?.file;
    match file.subject_kind.as_str() {
        // Taking back and giving up are the writer's own; they bind to no edition that was shown.
        _ if is_review(&file) && !seen_digest.is_empty() => {
            let decision = Decision {
                act: act.to_owned(),
                seen_digest: seen_digest.to_owned(),
                order,
            };
            let done = publication::decide(docket, conn, actor, case_id, decision, now).await?;
            if let Some(person_id) = actor.person_id() {
                publication::look_at(conn, person_id, file.subject_id, seen_digest, now).await?;
            }
            Ok(done)
        }
        import::IMPORT => import::decide_batch(docket, conn, actor, file.subject_id, act, order, now).await,
        _ if request::is_linked(&file) => {
            request::act_linked(docket, conn, actor, case_id, act, order, Vec::new(), now).await
        }
        _ if service::is_linked(&file) => {
            let done = docket.act(conn, case_id, act, actor, order, now).await?;
            matters::service::follow(docket, conn, done, now).await
        }
        DOCUMENT => publication::act_in(docket, conn, actor, case_id, act, order, now).await,
        _ => Err(Error::refuse(
            RefusalKind::Conflict,
            "elsewhere",
            "这个事项不在这里办理。",
            "请打开它自己的办理页面。",
        )),
    }
}

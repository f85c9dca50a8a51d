//! 审核: what a reviewer decides about exactly the edition they saw.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, RefusalKind, Result};
use office::docket::{Docket, Done, Order};
use office::organisation::Actor;

use super::submit::sent_before;
use super::{DOCUMENT, effects, store};

/// The field in which a review declares which edition the reviewer saw.
const SEEN: &str = "seen_digest";

/// A reviewer's decision, as the page sends it.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The move of the procedure: `approve…`, `return…`.
    pub act: String,
    /// Digest of the edition that the page showed.
    pub seen_digest: String,
    /// Words, and the form's key.
    pub order: Order,
}

/// Carries out a decision in a review's case. Refused when the edition is no longer the one seen.
pub async fn decide(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    case_id: i64,
    decision: Decision,
    now: Timestamp,
) -> Result<Done> {
    let document_id = docket.file(conn, case_id).await?.subject_id;
    // The document before its case, as every act about it: nothing moves between looking and deciding.
    store::lock_document(conn, document_id).await?;
    if let Some(done) = sent_before(docket, conn, &decision.order, DOCUMENT, document_id).await? {
        return Ok(done);
    }
    let case = docket.case(conn, case_id).await?;
    let edition = store::newest_edition(conn, document_id).await?;
    let edition = edition.ok_or_else(|| Error::not_found("送审的版本"))?;
    if edition.digest != decision.seen_digest {
        return Err(Error::refuse(
            RefusalKind::Conflict,
            "edition-moved",
            "您看的不是最新送审的版本，这次决定没有生效。",
            "请看过最新版本的改动，再作决定。",
        ));
    }
    let mut order = decision.order;
    if case
        .definition
        .find_move(&decision.act)
        .is_some_and(|step| step.fields.iter().any(|field| field.field == SEEN))
    {
        order.data.insert(SEEN.to_owned(), edition.digest.clone().into());
    }
    order.documents = vec![edition.digest];
    let done = docket
        .act(conn, case_id, &decision.act, actor, order, now)
        .await?;
    effects::follow(docket, conn, done, now).await
}

/// Any other move in a case about a document or a batch: recall, abandon, uphold, restore, approve.
pub async fn act_in(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    case_id: i64,
    act: &str,
    order: Order,
    now: Timestamp,
) -> Result<Done> {
    let file = docket.file(conn, case_id).await?;
    if file.subject_kind == DOCUMENT {
        store::lock_document(conn, file.subject_id).await?;
    }
    let done = docket.act(conn, case_id, act, actor, order, now).await?;
    effects::follow(docket, conn, done, now).await
}

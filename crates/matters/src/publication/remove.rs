//! 下线与撤回: one authorised person takes an edition offline at once; a withdrawal is approved first.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, Issue, RefusalKind, Result};
use office::docket::{Docket, Done, Opening, Order};
use office::organisation::Actor;
use serde_json::Map;

use super::submit::sent_before;
use super::{DOCUMENT, effects, store};

/// 应急下线: offline now, with a reason; a review follows within one working day.
pub async fn take_down(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    document_id: i64,
    order: Order,
    now: Timestamp,
) -> Result<Done> {
    remove(docket, conn, actor, document_id, "take-down", "下", order, now).await
}

/// 申请撤回: proposed with a reason, approved by somebody else; then a tombstone stands in its place.
pub async fn propose_withdrawal(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    document_id: i64,
    order: Order,
    now: Timestamp,
) -> Result<Done> {
    remove(docket, conn, actor, document_id, "withdrawal", "撤", order, now).await
}

#[allow(clippy::too_many_arguments)]
async fn remove(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    document_id: i64,
    procedure: &str,
    series: &str,
    order: Order,
    now: Timestamp,
) -> Result<Done> {
    let document = store::lock_document(conn, document_id)
        .await?
        .ok_or_else(|| Error::not_found("这篇文档"))?;
    if let Some(done) = sent_before(docket, conn, &order, DOCUMENT, document_id).await? {
        return Ok(done);
    }
    let edition = store::public_edition(conn, document_id)
        .await?
        .filter(|_| document.standing == "public");
    let Some(edition) = edition else {
        return Err(Error::refuse(
            RefusalKind::Conflict,
            "not-public",
            "这篇文档现在没有公开。",
            "不需要下线；可以在公开历史里查看它何时、因何下线。",
        ));
    };
    let definition = docket.registry.current(procedure)?;
    let act = definition
        .starts()
        .next()
        .map(|start| start.code.clone())
        .unwrap_or_default();
    let opening = Opening {
        procedure: procedure.to_owned(),
        act,
        org_id: document.org_id,
        title: edition.content.title.clone(),
        subject_kind: DOCUMENT.to_owned(),
        subject_id: document_id,
        parent_id: document.case_id,
        params: Map::new(),
        series: series.to_owned(),
    };
    let mut order = order;
    order
        .data
        .insert("edition_digest".to_owned(), edition.digest.clone().into());
    order.documents = vec![edition.digest];
    let unfit = unfit_for_the_public(order.data.get("public_notice").and_then(|notice| notice.as_str()));
    let done = match docket.open(conn, opening, actor, order, now).await {
        Err(Error::Refusal(mut refusal)) if refusal.kind == RefusalKind::Invalid => {
            refusal.issues.extend(unfit);
            return Err(Error::Refusal(refusal));
        }
        _ if !unfit.is_empty() => return Err(Error::invalid(unfit)),
        opened => opened?,
    };
    effects::follow(docket, conn, done, now).await
}

/// Numbers of people in a sentence that everybody will read at the document's address.
fn unfit_for_the_public(notice: Option<&str>) -> Vec<Issue> {
    let found = text::identifier::find(notice.unwrap_or_default())
        .into_iter()
        .filter(|hit| hit.kind.personal());
    found
        .map(|hit| {
            Issue::new(
                "personal-number",
                format!("告示里有{}：{}，而告示公众看得到。", hit.kind.name(), hit.masked),
                "请删去这个号码，换一种说法。",
            )
            .at("public_notice")
        })
        .collect()
}

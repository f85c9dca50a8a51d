//! One legacy page: what was read, what was found, and the original bytes.

use askama::Template;
use axum::extract::{Path, State};
use kernel::db::Conn;
use kernel::{Error, Result};
use matters::publication::import::{self, BatchView, ItemRow};

use super::batch::{FindingView, findings, standing};
use crate::App;
use crate::door::{PageResult, Visitor, html};
use crate::portal::framed;
use crate::workbench::acting::may_see;
use crate::workbench::drafts::attachment;
use crate::workbench::{DeskShell, desk_shell};

#[derive(Template)]
#[template(path = "workbench/item.html")]
struct Page {
    shell: DeskShell,
    batch_id: i64,
    item_id: i64,
    label: String,
    title: String,
    source: String,
    digest: String,
    standing: (&'static str, &'static str),
    body: String,
    meta: Vec<(&'static str, String, &'static str)>,
    findings: Vec<FindingView>,
    document: String,
    previous: String,
    next: String,
}

async fn item(app: &App, conn: &mut Conn, visitor: &Visitor, batch_id: i64, item_id: i64) -> Result<ItemRow> {
    let batch = import::batch(conn, batch_id).await?;
    may_see(conn, visitor, batch.org_id, app.now()).await?;
    let found = BatchView::items(conn, batch_id, item_id - 1, 1).await?;
    found
        .into_iter()
        .find(|item| item.id == item_id)
        .ok_or_else(|| Error::not_found("这一条"))
}

pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path((batch_id, item_id)): Path<(i64, i64)>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let item = item(&app, &mut conn, &visitor, batch_id, item_id).await?;
    let next = BatchView::items(&mut conn, batch_id, item_id, 1).await?;
    let batch = import::batch(&mut conn, batch_id).await?;
    let meta = &item.content.meta;
    let facts = [
        ("发文机关", meta.issuer.clone(), ""),
        ("发文字号", meta.doc_number.clone(), ""),
        (
            "成文日期",
            meta.written_on.map(|on| on.to_string()).unwrap_or_default(),
            "原页面所载",
        ),
        ("原发布日期", meta.claimed_published.clone(), "原页面所载"),
        ("来源", meta.source.clone(), ""),
        ("关键词", meta.keywords.join("、"), "自动提取"),
        ("内容概述", meta.summary.clone(), "自动提取"),
        ("原地址", meta.old_address.clone(), ""),
    ];
    html(&Page {
        shell: desk_shell(&app, &mut conn, &visitor, "/desk/imports").await?,
        batch_id,
        item_id,
        label: batch.label,
        title: if item.content.title.is_empty() {
            item.source_name.clone()
        } else {
            item.content.title.clone()
        },
        source: item.source_name.clone(),
        digest: item.source_digest.clone(),
        standing: standing(&item.standing),
        body: framed(&item.content.body),
        meta: facts
            .into_iter()
            .filter(|(_, text, _)| !text.is_empty())
            .collect(),
        findings: findings(batch_id, std::slice::from_ref(&item)),
        document: item
            .document_id
            .map(|id| format!("/desk/drafts/{id}"))
            .unwrap_or_default(),
        previous: format!("/desk/imports/{batch_id}"),
        next: next
            .first()
            .map(|next| format!("/desk/imports/{batch_id}/items/{}", next.id))
            .unwrap_or_default(),
    })
}

/// The bytes as they came, for saving: an old page never runs on this site.
pub async fn original(
    State(app): State<App>,
    visitor: Visitor,
    Path((batch_id, item_id)): Path<(i64, i64)>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let item = item(&app, &mut conn, &visitor, batch_id, item_id).await?;
    drop(conn);
    let (store, digest) = (app.files.clone(), item.source_digest.clone());
    let bytes = tokio::task::spawn_blocking(move || store.read(&digest))
        .await
        .map_err(kernel::Fault::new)??;
    let name = item.source_name.rsplit('/').next().unwrap_or_default();
    Ok(attachment(name, "application/octet-stream", bytes))
}

//! A batch from its first item to its acceptance.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, RefusalKind, Result};
use office::docket::{Case, Docket, Done, MatterEffect, Opening, Order, Step};
use office::organisation::{self, Actor};
use procedure::Offer;
use serde::Serialize;
use serde_json::{Map, json};

use super::item::{Item, ItemStanding};
use super::store::{self, ItemRow};
use super::{IMPORT, leads};
use crate::publication::submit::sent_before;
use crate::publication::{effects, store as publication};

/// A batch as it stands.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Row.
    pub id: i64,
    /// Its case, once it was reported.
    pub case_id: Option<i64>,
    /// The organisation whose pages they are.
    pub org_id: i64,
    /// Where they go.
    pub column_id: i64,
    /// Who read it.
    pub made_by: i64,
    /// When it was begun.
    pub made_at: Timestamp,
    /// What it is called.
    pub label: String,
    /// `reading`, `reported`, `accepted`, `rejected`.
    pub standing: String,
}

/// How many items stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// 可以公开
    pub ready: i64,
    /// 需要人工处理
    pub held: i64,
    /// 无法读取
    pub refused: i64,
    /// 重复
    pub duplicate: i64,
    /// 已公开
    pub published: i64,
}

/// Everything that the batch's page shows.
#[derive(Clone, Debug)]
pub struct BatchView {
    /// The batch.
    pub batch: Batch,
    /// Counts.
    pub tally: Tally,
    /// Its case, once reported.
    pub case: Option<Case>,
    /// What this person may do.
    pub offers: Vec<Offer>,
    /// What happened.
    pub steps: Vec<Step>,
}

/// Begins a batch, or goes on with the one of the same label that is still being read.
pub async fn begin(
    conn: &mut Conn,
    actor: &Actor,
    org_id: i64,
    column_id: i64,
    label: &str,
    now: Timestamp,
) -> Result<i64> {
    let person_id = may_import(conn, actor, org_id, now).await?;
    match store::open_batch(conn, org_id, label).await? {
        Some(batch_id) => Ok(batch_id),
        None => store::insert_batch(conn, org_id, column_id, person_id, label, now).await,
    }
}

/// Puts items into the batch; how each fared, in order. An item that the batch has already is left
/// as it is, one that another batch has is a duplicate.
pub async fn read_into(conn: &mut Conn, batch_id: i64, items: Vec<Item>) -> Result<Vec<ItemStanding>> {
    let batch = locked(conn, batch_id).await?;
    if batch.standing != "reading" {
        return Err(Error::refuse(
            RefusalKind::Conflict,
            "batch-closed",
            "这一批已经提交验收，不能再加入内容。",
            "请另起一批导入。",
        ));
    }
    let mut standings = Vec::with_capacity(items.len());
    for mut item in items {
        if store::has_source(conn, batch_id, &item.source_name, &item.source_digest).await? {
            standings.push(item.standing);
            continue;
        }
        if item.standing != ItemStanding::Refused && store::known(conn, &item.content_key).await? {
            item.standing = ItemStanding::Duplicate;
        }
        item.content.column_id = batch.column_id;
        store::insert_item(conn, batch_id, &item).await?;
        standings.push(item.standing);
    }
    Ok(standings)
}

/// 提交验收: the batch is complete; its case opens, bound to a digest over every item.
pub async fn report(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    batch_id: i64,
    order: Order,
    now: Timestamp,
) -> Result<Done> {
    let batch = locked(conn, batch_id).await?;
    if let Some(done) = sent_before(docket, conn, &order, IMPORT, batch_id).await? {
        return Ok(done);
    }
    if batch.standing != "reading" {
        return Err(Error::refuse(
            RefusalKind::Conflict,
            "batch-reported",
            "这一批已经提交验收。",
            "请在这一批的页面查看进度。",
        ));
    }
    settle_leads(conn, batch_id).await?;
    let tally = store::tally(conn, batch_id).await?;
    if tally.ready + tally.held == 0 {
        return Err(Error::refuse(
            RefusalKind::Invalid,
            "batch-empty",
            "这一批没有可以验收的新内容（全部重复或无法读取）。",
            "请查看导入报告；不需要再做什么。",
        ));
    }
    let opening = Opening {
        procedure: "legacy-batch".to_owned(),
        act: docket
            .registry
            .current("legacy-batch")?
            .starts()
            .next()
            .map(|start| start.code.clone())
            .unwrap_or_default(),
        org_id: batch.org_id,
        title: format!("历史数据导入：{}", batch.label),
        subject_kind: IMPORT.to_owned(),
        subject_id: batch_id,
        parent_id: None,
        params: Map::new(),
        series: "导".to_owned(),
    };
    let manifest = store::manifest(conn, batch_id).await?;
    let mut order = order;
    order
        .data
        .insert("report_digest".to_owned(), manifest.clone().into());
    order.data.insert("accepted_count".to_owned(), tally.ready.into());
    order.data.insert(
        "excluded_count".to_owned(),
        (tally.held + tally.refused + tally.duplicate).into(),
    );
    order.documents = vec![manifest];
    let done = docket.open(conn, opening, actor, order, now).await?;
    store::bind_case(conn, batch_id, done.case_id).await?;
    effects::follow(docket, conn, done, now).await
}

/// Links to pages of the old site stay where that page is here, or comes with this batch.
async fn settle_leads(conn: &mut Conn, batch_id: i64) -> Result<()> {
    for mut item in store::items_with_links(conn, batch_id).await? {
        let mut known = std::collections::BTreeSet::new();
        for address in text::sanitise::local_links(&item.content.body) {
            if let Some(path) = leads::old_page(&address)
                && store::leads_on(conn, batch_id, path).await?
            {
                known.insert(path.to_owned());
            }
        }
        let leads = |address: &str| leads::old_page(address).is_some_and(|path| known.contains(path));
        if leads::strike(&mut item.content, &mut item.findings, leads) {
            store::rewrite_item(conn, &item).await?;
        }
    }
    Ok(())
}

/// A batch that brought nothing new leaves no rows: what it read is here already, or could not be read, and
/// its report has said so. True where it was so.
pub async fn discard(conn: &mut Conn, actor: &Actor, batch_id: i64, now: Timestamp) -> Result<bool> {
    let batch = locked(conn, batch_id).await?;
    may_import(conn, actor, batch.org_id, now).await?;
    let tally = store::tally(conn, batch_id).await?;
    if batch.standing != "reading" || tally.ready + tally.held > 0 {
        return Ok(false);
    }
    store::discard(conn, batch_id).await?;
    Ok(true)
}

/// Decides on a reported batch with a move of its procedure (accept, reject).
pub async fn decide_batch(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    batch_id: i64,
    act: &str,
    order: Order,
    now: Timestamp,
) -> Result<Done> {
    let batch = locked(conn, batch_id).await?;
    let case_id = batch.case_id.ok_or_else(|| {
        Error::refuse(
            RefusalKind::Conflict,
            "batch-reading",
            "这一批还没有提交验收。",
            "请导入人先看过报告并提交验收。",
        )
    })?;
    let manifest = store::manifest(conn, batch_id).await?;
    let order = Order {
        documents: vec![manifest],
        ..order
    };
    let done = docket.act(conn, case_id, act, actor, order, now).await?;
    effects::follow(docket, conn, done, now).await
}

/// A case that ended without acceptance frees what its batch holds, so that it can be imported anew.
pub(in crate::publication) async fn settle_batch(conn: &mut Conn, batch_id: i64) -> Result<()> {
    if store::standing(conn, batch_id).await? == "reported" {
        store::set_standing(conn, batch_id, "rejected").await?;
    }
    Ok(())
}

/// Accepts a batch: [`decide_batch`] with the procedure's move `accept`.
pub async fn accept(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    batch_id: i64,
    order: Order,
    now: Timestamp,
) -> Result<Done> {
    decide_batch(docket, conn, actor, batch_id, "accept", order, now).await
}

/// What acceptance does: everything ready is public at once; what a person must repair is a draft.
pub(in crate::publication) async fn publish_batch(
    conn: &mut Conn,
    effect: &MatterEffect,
    now: Timestamp,
) -> Result<()> {
    let batch = batch(conn, effect.subject_id).await?;
    if effect.actor_id == Some(batch.made_by) {
        return Err(Error::refuse(
            RefusalKind::Forbidden,
            "same-person",
            "这一批是您自己读入的，不能由您接收。",
            "请由另一位历史数据验收人复核后接收。",
        ));
    }
    let month = format!("{}{:02}", civil_date(now).year(), civil_date(now).month());
    for item in store::items_standing(conn, batch.id, ItemStanding::Ready).await? {
        let document_id = publish_item(conn, &batch, &item, effect.case_id, &month, now).await?;
        store::settle_item(conn, item.id, ItemStanding::Published, document_id).await?;
    }
    for item in store::items_standing(conn, batch.id, ItemStanding::Held).await? {
        let slug = publication::next_slug(conn, civil_date(now).year()).await?;
        let document_id = publication::insert_document(conn, &slug, batch.org_id, batch.made_by, now).await?;
        publication::put_draft(
            conn,
            document_id,
            1,
            &item.content,
            &[batch.made_by],
            batch.made_by,
            now,
        )
        .await?;
        store::settle_item(conn, item.id, ItemStanding::Held, document_id).await?;
    }
    store::set_standing(conn, batch.id, "accepted").await
}

async fn publish_item(
    conn: &mut Conn,
    batch: &Batch,
    item: &ItemRow,
    case_id: i64,
    month: &str,
    now: Timestamp,
) -> Result<i64> {
    let slug = publication::next_slug(conn, civil_date(now).year()).await?;
    let document_id = publication::insert_document(conn, &slug, batch.org_id, batch.made_by, now).await?;
    publication::put_draft(
        conn,
        document_id,
        1,
        &item.content,
        &[batch.made_by],
        batch.made_by,
        now,
    )
    .await?;
    let index_number = publication::assign_index_number(conn, document_id, batch.org_id, month).await?;
    publication::bind_case(conn, document_id, case_id).await?;
    let draft = publication::draft(conn, document_id)
        .await?
        .ok_or_else(|| Error::not_found("刚写入的稿件"))?;
    let edition = publication::insert_edition(conn, &draft, &index_number, now).await?;
    publication::publish_edition(conn, document_id, &edition.digest, now).await?;
    if !item.content.meta.old_address.is_empty() {
        store::insert_redirect(conn, &item.content.meta.old_address, document_id).await?;
    }
    Ok(document_id)
}

/// The batch, held until the act ends: nothing is added while it is reported or decided.
async fn locked(conn: &mut Conn, batch_id: i64) -> Result<Batch> {
    store::lock_batch(conn, batch_id)
        .await?
        .ok_or_else(|| Error::not_found("这一批导入"))
}

/// The batch. A refusal when there is none.
pub async fn batch(conn: &mut Conn, batch_id: i64) -> Result<Batch> {
    store::batch(conn, batch_id)
        .await?
        .ok_or_else(|| Error::not_found("这一批导入"))
}

/// Batches, newest first.
pub async fn batches(conn: &mut Conn, limit: i64) -> Result<Vec<(Batch, Tally)>> {
    let mut all = Vec::new();
    for batch in store::batches(conn, limit).await? {
        let tally = store::tally(conn, batch.id).await?;
        all.push((batch, tally));
    }
    Ok(all)
}

impl BatchView {
    /// The page of one batch for this actor.
    pub async fn read(
        docket: &Docket,
        conn: &mut Conn,
        actor: &Actor,
        batch_id: i64,
        now: Timestamp,
    ) -> Result<BatchView> {
        let batch = batch(conn, batch_id).await?;
        let tally = store::tally(conn, batch_id).await?;
        let case = match batch.case_id {
            Some(case_id) => Some(docket.case(conn, case_id).await?),
            None => None,
        };
        let (offers, steps) = match &case {
            Some(case) => (
                docket.offers(conn, case, actor, now).await?,
                docket.steps(conn, case).await?,
            ),
            None => (Vec::new(), Vec::new()),
        };
        Ok(BatchView {
            batch,
            tally,
            case,
            offers,
            steps,
        })
    }

    /// The items, at most `limit` behind `after` (by row).
    pub async fn items(conn: &mut Conn, batch_id: i64, after: i64, limit: i64) -> Result<Vec<ItemRow>> {
        store::items(conn, batch_id, after, limit).await
    }

    /// The report as JSON: counts, and every finding with its place.
    pub async fn report_json(conn: &mut Conn, batch_id: i64) -> Result<serde_json::Value> {
        let batch = batch(conn, batch_id).await?;
        let tally = store::tally(conn, batch_id).await?;
        let items = store::items(conn, batch_id, 0, i64::MAX).await?;
        Ok(json!({ "batch": batch.id, "label": batch.label, "tally": tally, "items": items }))
    }
}

async fn may_import(conn: &mut Conn, actor: &Actor, org_id: i64, now: Timestamp) -> Result<i64> {
    let standing = organisation::standing(conn, actor, org_id, civil_date(now)).await?;
    match actor.person_id() {
        Some(person_id) if standing.holds.iter().any(|hold| hold.role == "importer") => Ok(person_id),
        _ => Err(Error::refuse(
            RefusalKind::Forbidden,
            "not-yours",
            "您没有为这个单位导入历史数据的岗位。",
            "请由历史数据导入人操作，或者请组织人员管理员为您设岗。",
        )),
    }
}

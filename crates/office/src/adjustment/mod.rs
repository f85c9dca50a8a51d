//! 动态调整: every change of the service items and of the powers, proposed with its basis by whoever handles them and in
//! force once the keeper of the catalogue has accepted it.
//!
//! **The law behind it.** 优化营商环境条例 art. 35–36: items, terms and materials change by rule and are made public;
//! 中办发〔2015〕21号: lists of powers change as the law does.
//!
//! # Invariants
//! - An item or a power changes here and nowhere else; the version names the case that made it.
//! - What was proposed is what comes into force: the case's event holds the digest of all rows.
//! - What changed since it was proposed is not overwritten: the adjustment is refused whole.
//! - A power's version holds from the day that was proposed, never from a day before the last version's.
//! - Running cases keep the version under which they began; nothing here touches a case but its own.
//!
//! # Verbs
//! [`begin`], [`propose`], [`decide`], [`discard`]; for reading [`adjustment`], [`adjustments`], [`changes`],
//! [`holds_from`].

mod listed;
mod order;
mod rows;
mod store;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Fault, RefusalKind, Result};
use serde_json::Map;

pub use listed::{Entering, List, Listed, Newest};
pub use rows::{Begun, Change, begin};

use crate::catalogue::Item;
use crate::docket::{Docket, Done, Opening, Order};
use crate::organisation::{self, Actor};
use crate::power::Power;

/// The subject of an adjustment's case: of service items, of powers.
pub const ADJUSTMENT: &str = "adjustment";
/// See [`ADJUSTMENT`].
pub const ADJUSTMENT_OF_POWERS: &str = "adjustment-of-powers";
/// The procedures.
const ITEMS_BY: &str = "catalogue-adjustment";
const POWERS_BY: &str = "power-adjustment";
/// Posts that propose.
const PROPOSERS: [&str; 1] = ["service_handler"];

/// A change of the catalogue or of the powers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// Row.
    pub id: i64,
    /// Whose rows it changes: at or below this organisation.
    pub org_id: i64,
    /// What it changes.
    pub list: List,
    /// Its case, once it was proposed.
    pub case_id: Option<i64>,
    /// What it is called: the workbook's name, or the item's.
    pub label: String,
    /// SHA-256 of its rows, hex.
    pub rows_digest: String,
    /// Who made it.
    pub made_by: i64,
    /// When.
    pub made_at: Timestamp,
    /// `draft`, `proposed`, `accepted`, `rejected`, `withdrawn`.
    pub standing: String,
    /// Rows that it changes.
    pub rows: i64,
}

/// One of them.
///
/// # Errors
/// Not found.
pub async fn adjustment(conn: &mut Conn, id: i64) -> Result<Adjustment> {
    let found = store::adjustment(conn, id).await?;
    found.ok_or_else(|| Error::not_found("这次调整"))
}

/// Those of a list and of the organisations at or below a path, newest first, at most 200.
pub async fn adjustments(conn: &mut Conn, list: List, org_path: &str) -> Result<Vec<Adjustment>> {
    store::adjustments(conn, list, org_path).await
}

/// What it changes, in order.
pub async fn changes<T: Listed>(conn: &mut Conn, id: i64) -> Result<Vec<Change<T>>> {
    store::changes(conn, id).await
}

/// The day from which it was proposed to hold; none where nobody named one.
pub async fn holds_from(docket: &Docket, conn: &mut Conn, it: &Adjustment) -> Result<Option<Date>> {
    let Some(case_id) = it.case_id else {
        return Ok(None);
    };
    let case = docket.case(conn, case_id).await?;
    Ok(order::named(&case.state.data))
}

/// Proposes it: its case opens, bound to the digest of its rows.
///
/// # Errors
/// As the docket's; invalid where its day is not in order; conflict where it is no draft any more.
pub async fn propose(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    id: i64,
    mut order: Order,
    now: Timestamp,
) -> Result<Done> {
    if let Some(done) = docket.answered(conn, order.request_key.as_deref()).await? {
        return Ok(done);
    }
    let it = held(conn, id, "draft").await?;
    unspoilt(conn, &it).await?;
    let untimely = order::untimely(conn, &it, &order.data, now).await?;
    order
        .data
        .insert("rows_digest".to_owned(), it.rows_digest.clone().into());
    order.data.insert("row_count".to_owned(), it.rows.into());
    let opening = Opening {
        procedure: it.list.procedure().to_owned(),
        act: "propose".to_owned(),
        org_id: it.org_id,
        title: format!("{}调整：{}", it.list.title(), it.label),
        subject_kind: it.list.subject().to_owned(),
        subject_id: id,
        parent_id: None,
        params: Map::new(),
        series: "事项".to_owned(),
    };
    let done = docket.open(conn, opening, actor, order, now).await;
    let done = order::together(done, untimely)?;
    store::bind_case(conn, id, done.case_id).await?;
    Ok(done)
}

/// Decides on it: `accept`, `reject`, `withdraw`. What is accepted holds from the day that was proposed, or at once.
///
/// # Errors
/// As the docket's; conflict where an item or a power changed since.
pub async fn decide(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    id: i64,
    act: &str,
    order: Order,
    now: Timestamp,
) -> Result<Done> {
    if let Some(done) = docket.answered(conn, order.request_key.as_deref()).await? {
        return Ok(done);
    }
    let it = held(conn, id, "proposed").await?;
    let case_id = it.case_id.ok_or_else(|| Error::not_found("这次调整的核对事项"))?;
    unspoilt(conn, &it).await?;
    let done = docket.act(conn, case_id, act, actor, order, now).await?;
    let standing = match act {
        "accept" => {
            let named = holds_from(docket, conn, &it).await?;
            let entering = Entering {
                case_id,
                holds_from: named.unwrap_or_else(|| civil_date(now)),
                now,
            };
            match it.list {
                List::Items => come_into_force::<Item>(conn, id, entering).await?,
                List::Powers => come_into_force::<Power>(conn, id, entering).await?,
            }
            "accepted"
        }
        "reject" => "rejected",
        _ => "withdrawn",
    };
    store::set_standing(conn, id, standing).await?;
    Ok(done)
}

/// Gives up a draft: nothing of it stays.
///
/// # Errors
/// Forbidden for whoever may not propose; conflict where it is no draft any more.
pub async fn discard(conn: &mut Conn, actor: &Actor, id: i64, now: Timestamp) -> Result<()> {
    let it = held(conn, id, "draft").await?;
    proposer(conn, actor, it.org_id, it.list, now).await?;
    store::discard(conn, id).await
}

async fn come_into_force<T: Listed>(conn: &mut Conn, id: i64, entering: Entering) -> Result<()> {
    let orgs = organisation::directory(conn).await?;
    for change in changes::<T>(conn, id).await? {
        let newest = T::newest(conn, &change.code).await?;
        let version = newest.as_ref().map_or(0, |it| it.version);
        if version != change.before || order::too_early(newest.as_ref(), entering.holds_from) {
            return Err(Error::refuse(
                RefusalKind::Conflict,
                "item-moved",
                format!("“{}”在这次调整提交以后已经另有调整。", change.code),
                "请退回，由经办人在现行版本上重新提出。",
            ));
        }
        match change.item {
            Some(item) => {
                let org = orgs.iter().find(|org| org.code == item.org_code());
                let org = org.ok_or_else(|| Error::not_found("它所属的单位"))?;
                item.enter(conn, org.id, entering).await?;
            }
            None => T::end(conn, &change.code, entering).await?,
        }
    }
    Ok(())
}

async fn held(conn: &mut Conn, id: i64, standing: &str) -> Result<Adjustment> {
    store::lock(conn, id).await?;
    let it = adjustment(conn, id).await?;
    if it.standing == standing {
        return Ok(it);
    }
    Err(Error::refuse(
        RefusalKind::Conflict,
        "adjustment-moved",
        "这次调整的状态已经变了。",
        "请重新打开这次调整的页面，查看进展。",
    ))
}

/// The rows are those that were proposed: what was signed is what comes into force.
async fn unspoilt(conn: &mut Conn, it: &Adjustment) -> Result<()> {
    let digest = match it.list {
        List::Items => rows::digest(&changes::<Item>(conn, it.id).await?)?,
        List::Powers => rows::digest(&changes::<Power>(conn, it.id).await?)?,
    };
    if digest == it.rows_digest {
        return Ok(());
    }
    Err(Fault::new(format!(
        "the rows of adjustment {} are not those that were made",
        it.id
    ))
    .into())
}

/// The person who may propose for this organisation.
async fn proposer(conn: &mut Conn, actor: &Actor, org_id: i64, list: List, now: Timestamp) -> Result<i64> {
    let standing = organisation::standing(conn, actor, org_id, civil_date(now)).await?;
    let holds = standing
        .holds
        .iter()
        .any(|hold| PROPOSERS.contains(&hold.role.as_str()));
    match actor.person_id() {
        Some(person_id) if holds => Ok(person_id),
        _ => Err(Error::refuse(
            RefusalKind::Forbidden,
            "not-yours",
            format!("您没有为这个单位调整{}的岗位。", list.title()),
            "请由审批经办人操作，或者请组织人员管理员为您设岗。",
        )),
    }
}

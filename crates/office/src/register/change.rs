//! 机构变更: founded, renamed, merged, ended; seals taken into use and out of it. One person proposes on a written basis, another confirms.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, Fault, Issue, Result};
use serde_json::{Map, Value as Json, json};

use super::{ORGANISATION, change_form, chart, keep, takes_effect};
use crate::docket::{Docket, Opening, Order};
use crate::organisation::{self, Actor};
use crate::seal;

/// An organisation to be entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewOrganisation {
    /// 代号, ASCII: part of its public address; never changes.
    pub code: String,
    /// 全称
    pub name: String,
    /// 简称
    pub short_name: String,
    /// Code of [`super::KINDS`].
    pub kind: String,
    /// Code of the organisation above; none for the root alone.
    pub parent: Option<String>,
    /// 统一社会信用代码
    pub uscc: Option<String>,
    /// 机关代字
    pub number_prefix: Option<String>,
    /// 办公地址
    pub address: Option<String>,
    /// 联系电话
    pub phone: Option<String>,
    /// 办公时间
    pub hours: Option<String>,
    /// Order among its siblings.
    pub position: i64,
}

/// What is to become of the tree.
#[derive(Clone, Debug)]
pub enum Change {
    /// 设立
    Found(NewOrganisation),
    /// 更名
    Rename {
        /// Which.
        org_id: i64,
        /// 新全称
        name: String,
        /// 新简称
        short_name: String,
    },
    /// 合并: it ends, another takes its duties, its people's posts end.
    Merge {
        /// Which ends.
        org_id: i64,
        /// Which goes on.
        successor_id: i64,
    },
    /// 撤销, with nobody to succeed.
    End {
        /// Which.
        org_id: i64,
    },
    /// 启用印章
    TakeSeal {
        /// Whose.
        org_id: i64,
        /// Code of [`seal::KINDS`].
        kind: String,
    },
    /// 停用印章
    EndSeal {
        /// Whose.
        org_id: i64,
        /// Which.
        seal_id: i64,
    },
}

impl Change {
    /// The organisation that changes; none where one is to be founded.
    pub(super) fn org_id(&self) -> Option<i64> {
        match self {
            Change::Found(_) => None,
            Change::Rename { org_id, .. }
            | Change::Merge { org_id, .. }
            | Change::End { org_id }
            | Change::TakeSeal { org_id, .. }
            | Change::EndSeal { org_id, .. } => Some(*org_id),
        }
    }
}

/// Proposes a change; its case. `order` carries the digest of the document that orders it.
pub async fn propose(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    change: Change,
    basis_number: &str,
    order: Order,
    now: Timestamp,
) -> Result<i64> {
    let (org_id, title) = change_form::place(conn, &change).await?;
    if !keep::taken(conn, &order).await? {
        keep::unless_empty(change_form::problems(conn, &change, basis_number, now).await?)?;
    }
    let mut data = data_of(&change);
    data.insert("basis_number".to_owned(), Json::from(basis_number.trim()));
    let opening = Opening {
        procedure: "organisation-register".to_owned(),
        act: "propose".to_owned(),
        org_id,
        title,
        subject_kind: ORGANISATION.to_owned(),
        subject_id: org_id,
        parent_id: None,
        params: Map::new(),
        series: "机".to_owned(),
    };
    let done = docket
        .open(conn, opening, actor, Order { data, ..order }, now)
        .await?;
    Ok(done.case_id)
}

/// Everything that is wrong with a change that was not proposed yet, for a form that lacks its document.
pub async fn change_problems(
    conn: &mut Conn,
    change: &Change,
    basis_number: &str,
    now: Timestamp,
) -> Result<Vec<Issue>> {
    change_form::problems(conn, change, basis_number, now).await
}

fn data_of(change: &Change) -> Map<String, Json> {
    keep::fields(match change {
        Change::Found(new) => json!({
            "change": "created", "new_name": new.name.trim(), "new_short_name": new.short_name.trim(),
            "org_code": new.code, "org_kind": new.kind, "uscc": new.uscc, "number_prefix": new.number_prefix,
            "address": new.address, "phone": new.phone, "hours": new.hours, "position": new.position,
        }),
        Change::Rename {
            org_id,
            name,
            short_name,
        } => json!({
            "change": "renamed", "organisation": org_id, "new_name": name.trim(), "new_short_name": short_name.trim(),
        }),
        Change::Merge { org_id, successor_id } => {
            json!({ "change": "merged", "organisation": org_id, "successor": successor_id })
        }
        Change::End { org_id } => json!({ "change": "ended", "organisation": org_id }),
        Change::TakeSeal { org_id, kind } => {
            json!({ "change": "seal-taken", "organisation": org_id, "seal_kind": kind })
        }
        Change::EndSeal { org_id, seal_id } => {
            json!({ "change": "seal-ended", "organisation": org_id, "seal": seal_id })
        }
    })
}

/// Confirms a change; it takes effect in the same transaction. Never by whoever proposed it.
pub async fn confirm(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    case_id: i64,
    order: Order,
    now: Timestamp,
) -> Result<()> {
    let case = docket.case(conn, case_id).await?;
    let act = match case.state.data.get("change").and_then(Json::as_str) {
        Some("created") => "register-created",
        Some("renamed") => "register-renamed",
        Some("merged") => "register-merged",
        Some("ended") => "register-ended",
        Some("seal-taken") => "register-seal-taken",
        Some("seal-ended") => "register-seal-ended",
        other => return Err(Fault::new(format!("case {case_id} changes {other:?}")).into()),
    };
    act_in(docket, conn, actor, case_id, act, order, now).await
}

/// Refuses a proposed change, with a reason.
pub async fn refuse(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    case_id: i64,
    order: Order,
    now: Timestamp,
) -> Result<()> {
    act_in(docket, conn, actor, case_id, "refuse", order, now).await
}

/// Takes a proposed change back, with a reason.
pub async fn cancel(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    case_id: i64,
    order: Order,
    now: Timestamp,
) -> Result<()> {
    act_in(docket, conn, actor, case_id, "cancel", order, now).await
}

async fn act_in(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    case_id: i64,
    act: &str,
    order: Order,
    now: Timestamp,
) -> Result<()> {
    let done = docket.act(conn, case_id, act, actor, order, now).await?;
    for effect in &done.effects {
        takes_effect::carry_out(docket, conn, effect, now).await?;
    }
    Ok(())
}

/// The organisation above a new one.
pub(super) async fn parent_of(conn: &mut Conn, new: &NewOrganisation) -> Result<super::Organisation> {
    let code = new.parent.as_deref().unwrap_or_default();
    let id = chart::org_by_code(conn, code)
        .await?
        .ok_or_else(|| Error::not_found("上级单位"))?;
    chart::organisation(conn, id)
        .await?
        .ok_or_else(|| Error::not_found("上级单位"))
}

/// What lists call the change.
pub(super) async fn title(conn: &mut Conn, change: &Change) -> Result<String> {
    Ok(match change {
        Change::Found(new) => format!("设立{}", new.name.trim()),
        Change::Rename { org_id, name, .. } => {
            format!(
                "{}更名为{}",
                organisation::name(conn, *org_id).await?,
                name.trim()
            )
        }
        Change::Merge { org_id, successor_id } => {
            let successor = organisation::name(conn, *successor_id).await?;
            format!("{}并入{successor}", organisation::name(conn, *org_id).await?)
        }
        Change::End { org_id } => format!("撤销{}", organisation::name(conn, *org_id).await?),
        Change::TakeSeal { org_id, kind } => format!(
            "启用{}{}",
            organisation::name(conn, *org_id).await?,
            seal::kind_label(kind)
        ),
        Change::EndSeal { seal_id, .. } => match seal::find(conn, *seal_id).await? {
            Some(seal) => format!("停用{}", seal.name()),
            None => return Err(Error::not_found("这枚印章")),
        },
    })
}

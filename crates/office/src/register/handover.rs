//! 工作交接: what one person answers for passes to another when that other accepts, and not before.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Issue, RefusalKind, Result};
use serde_json::{Map, json};

use super::post::forbidden;
use super::{HANDOVER, bond_store, chart, keep, store, takes_effect};
use crate::docket::{Docket, Opening, Order};
use crate::organisation::{self, Actor, leave_notice};

/// Everything that somebody answers for in one organisation, offered to a named colleague.
#[derive(Clone, Debug)]
pub struct HandOver {
    /// Who gives.
    pub from_person: i64,
    /// Who is to take.
    pub to_person: i64,
    /// Where.
    pub org_id: i64,
}

/// Offers the work; the hand-over's row. The giver does it, or an administrator in their place.
pub async fn hand_over(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    new: HandOver,
    order: Order,
    now: Timestamp,
) -> Result<i64> {
    if keep::taken(conn, &order).await?
        && let Some(id) = chart::open_hand_over(conn, new.from_person, new.org_id).await?
    {
        return Ok(id);
    }
    let today = civil_date(now);
    let own = actor.person_id() == Some(new.from_person) && actor.on_behalf_of().is_none();
    if !own && !chart::may_administer(conn, actor, new.org_id, today).await? {
        return Err(forbidden());
    }
    keep::unless_empty(problems(conn, &new, today).await?)?;
    let opening = Opening {
        procedure: "handover".to_owned(),
        act: "propose".to_owned(),
        org_id: new.org_id,
        title: format!("{}工作交接", organisation::name(conn, new.org_id).await?),
        subject_kind: HANDOVER.to_owned(),
        subject_id: new.from_person,
        parent_id: None,
        params: Map::new(),
        series: "交".to_owned(),
    };
    let data = keep::fields(json!({ "from_person": new.from_person, "to_person": new.to_person }));
    let done = docket
        .open(conn, opening, actor, Order { data, ..order }, now)
        .await?;
    let id = store::insert_handover(conn, done.case_id, &new).await?;
    let giver = organisation::person_name(conn, new.from_person).await?;
    let sentence = format!(
        "{giver}要把{}的工作交给您，请查看后确认。",
        organisation::name(conn, new.org_id).await?
    );
    leave_notice(
        conn,
        new.to_person,
        &sentence,
        "/desk/me",
        &format!("handover/{id}"),
        now,
    )
    .await?;
    Ok(id)
}

async fn problems(conn: &mut Conn, new: &HandOver, today: Date) -> Result<Vec<Issue>> {
    let mut issues = Vec::new();
    if new.from_person == new.to_person {
        issues.push(Issue::new("to-oneself", "不能交接给本人。", "请选择一位同事。").at("to_person"));
    }
    let taker = chart::person(conn, new.to_person).await?;
    let stays = |person: &super::Person| person.left_on.is_none();
    let posts = chart::posts_of(conn, new.to_person).await?;
    let there = posts
        .iter()
        .any(|post| post.org_id == new.org_id && post.is_in_force(today));
    if !taker.as_ref().is_some_and(stays) || !there {
        let onward = "请选择在这个单位有岗位的同事；没有合适的人，请先任命。";
        issues.push(Issue::new("not-a-colleague", "接手人在这个单位没有岗位。", onward).at("to_person"));
    }
    if chart::open_hand_over(conn, new.from_person, new.org_id)
        .await?
        .is_some()
    {
        issues.push(Issue::new(
            "handover-open",
            "这些工作正等别人确认接手。",
            "请等对方答复，或者先取消那次交接。",
        ));
    }
    if bond_store::owned(conn, new.from_person, new.org_id)
        .await?
        .is_empty()
    {
        let onward = "没有需要交接的栏目、稿件和文件，可以直接办理岗位变动。";
        issues.push(Issue::new(
            "nothing-owned",
            "移交人在这个单位名下没有工作。",
            onward,
        ));
    }
    Ok(issues)
}

/// The named successor accepts: in the same transaction everything becomes theirs.
pub async fn accept_hand_over(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    handover_id: i64,
    order: Order,
    now: Timestamp,
) -> Result<()> {
    answer(docket, conn, actor, handover_id, "accept", order, now).await
}

/// The named successor declines, with a reason; nothing passes.
pub async fn decline_hand_over(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    handover_id: i64,
    order: Order,
    now: Timestamp,
) -> Result<()> {
    answer(docket, conn, actor, handover_id, "decline", order, now).await
}

/// The giver or an administrator takes the offer back, with a reason.
pub async fn cancel_hand_over(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    handover_id: i64,
    order: Order,
    now: Timestamp,
) -> Result<()> {
    answer(docket, conn, actor, handover_id, "cancel", order, now).await
}

async fn answer(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    handover_id: i64,
    act: &str,
    order: Order,
    now: Timestamp,
) -> Result<()> {
    let row = store::handover(conn, handover_id)
        .await?
        .ok_or_else(|| Error::not_found("这次交接"))?;
    let done = docket.act(conn, row.case_id, act, actor, order, now).await?;
    for effect in &done.effects {
        takes_effect::carry_out(docket, conn, effect, now).await?;
    }
    Ok(())
}

/// What acceptance does. The receiver alone accepts or declines, whichever page the act came from.
pub(super) async fn answered(
    conn: &mut Conn,
    case_id: i64,
    actor_id: Option<i64>,
    accepted: bool,
    now: Timestamp,
) -> Result<()> {
    let row = store::handover_of_case(conn, case_id)
        .await?
        .ok_or_else(|| Error::not_found("这次交接"))?;
    if actor_id != Some(row.to_person) {
        return Err(Error::refuse(
            RefusalKind::Forbidden,
            "not-the-receiver",
            "只有接手人本人可以答复这次交接。",
            "请等接手人答复；移交人和管理员可以取消它。",
        ));
    }
    if accepted {
        super::bond::pass_on(conn, row.org_id, row.from_person, row.to_person).await?;
        store::accept_handover(conn, row.id, now).await?;
    }
    Ok(())
}

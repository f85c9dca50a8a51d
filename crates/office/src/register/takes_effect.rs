//! What a recorded event does to the rows of organisations and of what people own.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Fault, Issue, RefusalKind, Result};
use procedure::Effect;
use serde_json::{Map, Value as Json, json};

use super::change::NewOrganisation;
use super::{bond, change_form, chart, handover, keep, store};
use crate::docket::{Docket, MatterEffect, Order};
use crate::organisation::{self, Actor, leave_notice};
use crate::seal;

/// Does one effect that the docket handed back from a case about an organisation or a hand-over,
/// within the act's transaction.
pub async fn carry_out(
    docket: &Docket,
    conn: &mut Conn,
    effect: &MatterEffect,
    now: Timestamp,
) -> Result<()> {
    let Effect::ChangeItem(change) = &effect.effect else {
        return Err(Fault::new(format!(
            "the register does not know the effect {:?}",
            effect.effect
        ))
        .into());
    };
    let case = docket.case(conn, effect.case_id).await?;
    let data = &case.state.data;
    match change.as_str() {
        "organisation-created" => created(docket, conn, case.file.org_id, data, now).await,
        "organisation-renamed" => renamed(conn, data, civil_date(now)).await,
        "organisation-merged" => merged(docket, conn, data, now).await,
        "organisation-ended" => ended(docket, conn, data, now).await,
        "seal-taken" => seal_taken(conn, data, effect.case_id, now).await,
        "seal-ended" => seal::end(conn, row(data, "seal")?, civil_date(now)).await,
        "handover-accepted" => handover::answered(conn, effect.case_id, effect.actor_id, true, now).await,
        "handover-declined" => handover::answered(conn, effect.case_id, effect.actor_id, false, now).await,
        // The verbs of this room enter such acts together with their rows; by itself one is half done.
        "register-row" => Err(Error::refuse(
            RefusalKind::Invalid,
            "by-the-register",
            "这一步要在“组织与人员”页办理。",
            "请打开“组织与人员”，找到该单位后办理。",
        )),
        other => Err(Fault::new(format!("the register does not know the change {other}")).into()),
    }
}

async fn created(
    docket: &Docket,
    conn: &mut Conn,
    parent_id: i64,
    data: &Map<String, Json>,
    now: Timestamp,
) -> Result<()> {
    let text = |field: &str| data.get(field).and_then(Json::as_str).map(str::to_owned);
    let new = NewOrganisation {
        code: text("org_code").unwrap_or_default(),
        name: text("new_name").unwrap_or_default(),
        short_name: text("new_short_name").unwrap_or_default(),
        kind: text("org_kind").unwrap_or_default(),
        parent: None,
        uscc: text("uscc"),
        number_prefix: text("number_prefix"),
        address: text("address"),
        phone: text("phone"),
        hours: text("hours"),
        position: data.get("position").and_then(Json::as_i64).unwrap_or_default(),
    };
    // Two proposals of the same name may have waited beside each other.
    if chart::org_by_code(conn, &new.code).await?.is_some() {
        let sentence = format!("代号“{}”已有单位使用。", new.code);
        return Err(Error::invalid(vec![Issue::new(
            "code-taken",
            sentence,
            "请不予核准，由提出人改用其他代号。",
        )]));
    }
    enter(docket, conn, Some(parent_id), &new, now).await.map(|_| ())
}

/// Enters an organisation below another and opens its register; its row.
pub(super) async fn enter(
    docket: &Docket,
    conn: &mut Conn,
    parent_id: Option<i64>,
    new: &NewOrganisation,
    now: Timestamp,
) -> Result<i64> {
    let org_id = store::insert_organisation(conn, parent_id, new).await?;
    keep::open(docket, conn, org_id, now).await?;
    Ok(org_id)
}

async fn renamed(conn: &mut Conn, data: &Map<String, Json>, on: Date) -> Result<()> {
    let org_id = row(data, "organisation")?;
    let text = |field: &str| data.get(field).and_then(Json::as_str).unwrap_or_default();
    seal::end_all(conn, org_id, on).await?;
    store::rename(conn, org_id, text("new_name"), text("new_short_name"), on).await
}

/// Two proposals of the same seal may have waited beside each other.
async fn seal_taken(conn: &mut Conn, data: &Map<String, Json>, case_id: i64, now: Timestamp) -> Result<()> {
    let (org_id, on) = (row(data, "organisation")?, civil_date(now));
    let kind = data.get("seal_kind").and_then(Json::as_str).unwrap_or_default();
    let all = seal::of_org(conn, org_id).await?;
    if all.iter().any(|it| it.kind == kind && it.is_in_use(on)) {
        return Err(Error::invalid(vec![Issue::new(
            "seal-in-use",
            "同一种印章已经启用。",
            "请不予核准，或者先停用旧的。",
        )]));
    }
    let ring = organisation::name(conn, org_id).await?;
    seal::enter(conn, org_id, kind, &ring, on, case_id)
        .await
        .map(|_| ())
}

/// Everything was looked at when it was proposed; it is looked at again, for days may lie between.
async fn merged(docket: &Docket, conn: &mut Conn, data: &Map<String, Json>, now: Timestamp) -> Result<()> {
    let (org_id, successor_id) = (row(data, "organisation")?, row(data, "successor")?);
    let on = civil_date(now);
    keep::unless_empty(bond::of_merger(conn, org_id, successor_id, on).await?)?;
    let successor = chart::organisation(conn, successor_id).await?;
    if successor.is_none_or(|successor| successor.ended_on.is_some()) {
        let issue = Issue::new(
            "org-ended",
            "承接单位已经撤并。",
            "请不予核准，由提出人改选承接单位。",
        );
        return Err(Error::invalid(vec![issue]));
    }
    tell(conn, org_id, Some(successor_id), on, now).await?;
    close(
        docket,
        conn,
        org_id,
        "close-merged",
        json!({ "successor": successor_id }),
        now,
    )
    .await?;
    bond::follow_merger(conn, org_id, successor_id).await?;
    seal::end_all(conn, org_id, on).await?;
    store::end_organisation(conn, org_id, Some(successor_id), on).await?;
    store::move_below(conn, org_id, successor_id).await
}

async fn ended(docket: &Docket, conn: &mut Conn, data: &Map<String, Json>, now: Timestamp) -> Result<()> {
    let (org_id, on) = (row(data, "organisation")?, civil_date(now));
    keep::unless_empty(bond::of_ending(conn, org_id).await?)?;
    tell(conn, org_id, None, on, now).await?;
    close(docket, conn, org_id, "close-ended", json!({}), now).await?;
    seal::end_all(conn, org_id, on).await?;
    store::end_organisation(conn, org_id, None, on).await
}

/// Whoever holds a post there hears that it ends.
async fn tell(
    conn: &mut Conn,
    org_id: i64,
    successor_id: Option<i64>,
    on: Date,
    now: Timestamp,
) -> Result<()> {
    let org = organisation::name(conn, org_id).await?;
    let end = match successor_id {
        Some(successor_id) => format!("并入{}", organisation::name(conn, successor_id).await?),
        None => "撤销".to_owned(),
    };
    for post in chart::posts_at(conn, org_id, on).await? {
        let sentence = format!("{org}已{end}，您在那里的岗位到{on}为止。");
        leave_notice(
            conn,
            post.person_id,
            &sentence,
            "/desk/me",
            &format!("org-end/{org_id}"),
            now,
        )
        .await?;
    }
    Ok(())
}

async fn close(
    docket: &Docket,
    conn: &mut Conn,
    org_id: i64,
    act: &str,
    data: Json,
    now: Timestamp,
) -> Result<()> {
    keep::enter(
        docket,
        conn,
        org_id,
        act,
        &Actor::system(),
        Order::default(),
        data,
        now,
    )
    .await
}

fn row(data: &Map<String, Json>, field: &str) -> Result<i64> {
    data.get(field)
        .and_then(Json::as_i64)
        .ok_or_else(|| Fault::new(format!("the case names no {field}")).into())
}

/// What a new organisation's facts must be, for the bootstrap too.
pub(super) fn facts_issues(new: &NewOrganisation) -> Vec<Issue> {
    change_form::of_facts(new)
}

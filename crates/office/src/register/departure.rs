//! 离职: somebody leaves, and later what is personal about them is erased.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Issue, RefusalKind, Result, record};
use serde_json::json;

use super::post::{forbidden, not_own};
use super::{bond, chart, keep, store};
use crate::docket::{Docket, Order};
use crate::organisation::Actor;
use crate::organisation::account::end_person;

/// Tables whose pages are rewritten after an erasure: hand them to [`kernel::db::Db::settle`].
pub const ERASED_TABLES: &[&str] = &[
    "person",
    "personal_value",
    "notice",
    "event",
    "delegation",
    "session",
];

/// Somebody leaves with the end of the day before `left_on`: from that day on nobody logs in with the
/// account. Every post ends; refused, with a list, while anything would be left without an owner.
pub async fn leave(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    person_id: i64,
    left_on: Date,
    order: Order,
    now: Timestamp,
) -> Result<()> {
    if keep::taken(conn, &order).await? {
        return Ok(());
    }
    not_own(
        actor,
        person_id,
        "给自己办理离职",
        "请由另一位组织人员管理员办理。",
    )?;
    let person = chart::person(conn, person_id)
        .await?
        .ok_or_else(|| Error::not_found("这个人"))?;
    if person.left_on.is_some() {
        let onward = "需要时可以清除个人信息。";
        return Err(Error::refuse(
            RefusalKind::Conflict,
            "has-left",
            "这个人已经办理离职。",
            onward,
        ));
    }
    let today = civil_date(now);
    let home = keep::register_for(conn, actor, person_id, now).await?;
    let last_day = left_on.yesterday().unwrap_or(left_on);
    let posts = chart::posts_of(conn, person_id).await?;
    let posts: Vec<_> = posts
        .into_iter()
        .filter(|post| post.until_on.is_none_or(|until| until > last_day))
        .collect();
    for org_id in posts.iter().map(|post| post.org_id).chain([home]) {
        if !chart::may_administer(conn, actor, org_id, today).await? {
            return Err(forbidden());
        }
    }
    let mut issues = bond::of_posts(conn, &posts, last_day).await?;
    issues.extend(elsewhere(conn, person_id, &posts).await?);
    if left_on < today {
        issues.push(
            Issue::new("backdated", "离职日期不能早于今天。", "请填写今天或以后的日期。").at("left_on"),
        );
    }
    issues.extend(stands_in(conn, person_id, left_on).await?);
    keep::unless_empty(issues)?;
    let data = json!({ "person": person_id, "until_on": left_on });
    keep::enter(docket, conn, home, "leave", actor, order.clone(), data, now).await?;
    for (n, post) in posts.iter().enumerate() {
        let data = json!({ "post": post.id, "person": person_id, "until_on": last_day });
        keep::enter(
            docket,
            conn,
            post.org_id,
            "dismiss",
            actor,
            keep::nth(&order, n + 1),
            data,
            now,
        )
        .await?;
        store::end_post(conn, post.id, last_day).await?;
    }
    end_person(conn, person_id, left_on, now).await
}

/// What they own in organisations where they hold no post any more: there is such a thing only if
/// data came from elsewhere, but then above all.
async fn elsewhere(conn: &mut Conn, person_id: i64, posts: &[super::Post]) -> Result<Vec<Issue>> {
    let mut issues = Vec::new();
    for org_id in bond::owned_in(conn, person_id).await? {
        if !posts.iter().any(|post| post.org_id == org_id) {
            issues.extend(bond::of_person(conn, person_id, org_id).await?);
        }
    }
    Ok(issues)
}

/// Those for whom they act while they are away.
async fn stands_in(conn: &mut Conn, person_id: i64, left_on: Date) -> Result<Vec<Issue>> {
    let given = store::stands_in_for(conn, person_id, left_on).await?;
    Ok(given
        .into_iter()
        .map(|(name, until)| {
            let sentence = format!("正在代{name}办理，到{until}为止。");
            Issue::new("stands-in", sentence, "请先结束这项代办，由对方另行委托。")
        })
        .collect())
}

/// Erases name, login, telephone and mail of somebody who has left, the words of their delegations,
/// and word that was left for or about them. Posts and acts stay, under “已离职人员”. The caller then
/// settles [`ERASED_TABLES`], outside the act.
pub async fn erase_person(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    person_id: i64,
    order: Order,
    now: Timestamp,
) -> Result<()> {
    if keep::taken(conn, &order).await? {
        return Ok(());
    }
    let person = chart::person(conn, person_id)
        .await?
        .ok_or_else(|| Error::not_found("这个人"))?;
    let home = keep::register_for(conn, actor, person_id, now).await?;
    keep::may(docket, conn, home, "erase", actor, now).await?;
    if person.left_on.is_none_or(|left| left > civil_date(now)) {
        let onward = "请先办理离职；在岗期间的姓名和联系方式是办事所必需的。";
        return Err(Error::refuse(
            RefusalKind::Conflict,
            "still-here",
            "这个人还没有离职，不能清除。",
            onward,
        ));
    }
    if person.erased {
        return Err(Error::refuse(
            RefusalKind::Conflict,
            "erased",
            "这个人的个人信息已经清除。",
            "",
        ));
    }
    keep::enter(
        docket,
        conn,
        home,
        "erase",
        actor,
        order,
        json!({ "person": person_id }),
        now,
    )
    .await?;
    for (case_id, seq) in store::personal_events(conn, person_id).await? {
        record::forget_reason(conn, case_id, seq).await?;
    }
    store::erase_person(conn, person_id, &person.name, now).await
}

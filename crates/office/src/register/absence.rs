//! 请假代办: while somebody is away, somebody else acts in their post, on their behalf.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Issue, Result};
use serde_json::json;

use super::chart::Post;
use super::post::{forbidden, role_label};
use super::{chart, keep, store};
use crate::docket::{Docket, Order};
use crate::organisation::{Actor, leave_notice};

/// Posts lent to a colleague for a time.
#[derive(Clone, Debug)]
pub struct NewDelegation {
    /// All of one person.
    pub post_ids: Vec<i64>,
    /// Who acts.
    pub to_person: i64,
    /// First day.
    pub from_on: Date,
    /// Last day, that day included.
    pub until_on: Date,
}

/// Lends posts to a colleague; the rows of the delegations. Whoever holds the posts does it, or an
/// administrator for somebody who cannot. What is lent cannot be lent on.
pub async fn delegate(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    new: NewDelegation,
    order: Order,
    now: Timestamp,
) -> Result<Vec<i64>> {
    if keep::taken(conn, &order).await? {
        return Ok(Vec::new());
    }
    let mut posts = Vec::new();
    for id in &new.post_ids {
        posts.extend(chart::post(conn, *id).await?);
    }
    for post in &posts {
        may(conn, actor, post, civil_date(now)).await?;
    }
    keep::unless_empty(problems(conn, &new, &posts, civil_date(now)).await?)?;
    let reason = order.reason.clone().unwrap_or_default();
    let mut made = Vec::new();
    for (n, post) in posts.iter().enumerate() {
        let id = store::insert_delegation(conn, post.id, &new, reason.trim()).await?;
        let data = json!({
            "delegation": id, "post": post.id, "to_person": new.to_person,
            "from_on": new.from_on, "until_on": new.until_on,
        });
        keep::enter(
            docket,
            conn,
            post.org_id,
            "delegate",
            actor,
            keep::nth(&order, n),
            data,
            now,
        )
        .await?;
        let sentence = format!(
            "{}请您代办{}的{}，{}至{}。",
            post.person_name,
            post.org_name,
            role_label(&post.role),
            new.from_on,
            new.until_on
        );
        leave_notice(
            conn,
            new.to_person,
            &sentence,
            "/desk/me",
            &format!("delegation/{id}"),
            now,
        )
        .await?;
        made.push(id);
    }
    Ok(made)
}

/// One's own post, for oneself; or an administrator's right.
async fn may(conn: &mut Conn, actor: &Actor, post: &Post, today: Date) -> Result<()> {
    let own = actor.person_id() == Some(post.person_id) && actor.on_behalf_of().is_none();
    if own || chart::may_administer(conn, actor, post.org_id, today).await? {
        Ok(())
    } else {
        Err(forbidden())
    }
}

async fn problems(conn: &mut Conn, new: &NewDelegation, posts: &[Post], today: Date) -> Result<Vec<Issue>> {
    let mut issues = Vec::new();
    if posts.is_empty() || posts.len() != new.post_ids.len() {
        issues.push(Issue::new("no-post", "没有选择要委托的岗位。", "请至少选择一个岗位。").at("posts"));
    }
    if new.until_on < new.from_on {
        issues.push(Issue::new("dates-crossed", "截止日期早于起始日期。", "请核对两个日期。").at("until_on"));
    }
    if new.from_on < today {
        issues.push(
            Issue::new(
                "backdated",
                "委托不能从过去的日期起算。",
                "请填写今天或以后的日期。",
            )
            .at("from_on"),
        );
    }
    let delegate = chart::person(conn, new.to_person).await?;
    if delegate
        .as_ref()
        .is_none_or(|person| person.left_on.is_some_and(|left| left <= new.until_on))
    {
        issues
            .push(Issue::new("no-person", "代办人不在岗。", "请选择这段时间都在岗的同事。").at("to_person"));
    }
    let theirs = chart::posts_of(conn, new.to_person).await?;
    for post in posts {
        if post.person_id == new.to_person {
            issues.push(Issue::new("to-oneself", "不能委托给本人。", "请选择一位同事。").at("to_person"));
        }
        if !post.is_in_force(new.from_on) || post.until_on.is_some_and(|until| until < new.until_on) {
            let sentence = format!("{}的岗位不覆盖这段时间。", role_label(&post.role));
            issues.push(Issue::new("post-ends", sentence, "请把委托的日期放在任职期内。").at("until_on"));
        }
        let near =
            |other: &Post| other.is_in_force(new.from_on) && post.org_path.starts_with(&other.org_path);
        if delegate.is_some() && !theirs.iter().any(near) {
            let onward = format!("请选择在{}或者上级单位任职的人。", post.org_name);
            issues.push(
                Issue::new("not-a-colleague", "代办人那时在这个单位没有岗位。", onward).at("to_person"),
            );
        }
        if store::lent_between(conn, post.id, new.from_on, new.until_on).await? {
            let sentence = format!("{}在这段时间已经委托出去了。", role_label(&post.role));
            issues.push(Issue::new("already-lent", sentence, "请先结束原来的代办。").at("posts"));
        }
    }
    issues.dedup();
    Ok(issues)
}

/// Ends a delegation now: from today on the delegate acts no more.
pub async fn end_delegation(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    delegation_id: i64,
    order: Order,
    now: Timestamp,
) -> Result<()> {
    if keep::taken(conn, &order).await? {
        return Ok(());
    }
    let Some((post_id, to_person)) = store::delegation(conn, delegation_id).await? else {
        return Err(kernel::Error::not_found("这项仍然有效的代办"));
    };
    let Some(post) = chart::post(conn, post_id).await? else {
        return Err(kernel::Error::not_found("这个岗位"));
    };
    may(conn, actor, &post, civil_date(now)).await?;
    let data = json!({ "delegation": delegation_id });
    keep::enter(
        docket,
        conn,
        post.org_id,
        "end-delegation",
        actor,
        order,
        data,
        now,
    )
    .await?;
    store::end_delegation(conn, delegation_id, civil_date(now)).await?;
    let sentence = format!("{}的{}已收回代办。", post.person_name, role_label(&post.role));
    leave_notice(
        conn,
        to_person,
        &sentence,
        "/desk/me",
        &format!("delegation-end/{delegation_id}"),
        now,
    )
    .await
}

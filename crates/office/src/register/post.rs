//! 任免: a post gives one person one role in one organisation, for a time.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Issue, RefusalKind, Result};
use serde_json::json;

use super::chart::Post;
use super::{bond, chart, keep, store};
use crate::docket::{Docket, Order};
use crate::organisation::{self, Actor, ROLES, leave_notice};

/// An appointment. Each role becomes a post of its own.
#[derive(Clone, Debug)]
pub struct NewPost {
    /// Who.
    pub person_id: i64,
    /// Where.
    pub org_id: i64,
    /// As what: codes of [`ROLES`].
    pub roles: Vec<String>,
    /// 职务, as pages write it.
    pub title: String,
    /// In everything below the organisation too.
    pub subtree: bool,
    /// First day.
    pub from_on: Date,
    /// Last day, that day included.
    pub until_on: Option<Date>,
}

/// Roles that watch or run the whole house: given by a system administrator alone.
const GIVEN_BY_SITE_ADMIN: &[&str] = &["site_admin", "supervisor"];

/// Appoints somebody; the rows of the posts. Nobody appoints themselves.
pub async fn appoint(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    post: NewPost,
    order: Order,
    now: Timestamp,
) -> Result<Vec<i64>> {
    if keep::taken(conn, &order).await? {
        return Ok(Vec::new());
    }
    not_own(
        actor,
        post.person_id,
        "任免自己的岗位",
        "请由另一位组织人员管理员办理。",
    )?;
    keep::unless_empty(problems(conn, actor, &post, now).await?)?;
    let mut made = Vec::new();
    for (n, role) in post.roles.iter().enumerate() {
        let id = store::insert_post(conn, &post, role).await?;
        let data = json!({
            "post": id, "person": post.person_id, "role": role, "title": post.title.trim(),
            "subtree": post.subtree, "from_on": post.from_on, "until_on": post.until_on,
        });
        keep::enter(
            docket,
            conn,
            post.org_id,
            "appoint",
            actor,
            keep::nth(&order, n),
            data,
            now,
        )
        .await?;
        made.push(id);
    }
    if actor.person_id().is_some() {
        let org = organisation::name(conn, post.org_id).await?;
        let sentence = format!(
            "您在{org}的岗位已登记：{}，自{}起。",
            post.title.trim(),
            post.from_on
        );
        leave_notice(
            conn,
            post.person_id,
            &sentence,
            "/desk/me",
            &format!("post/{}", made[0]),
            now,
        )
        .await?;
    }
    Ok(made)
}

async fn problems(conn: &mut Conn, actor: &Actor, post: &NewPost, now: Timestamp) -> Result<Vec<Issue>> {
    let mut issues = Vec::new();
    let today = civil_date(now);
    match chart::organisation(conn, post.org_id).await? {
        None => return Err(Error::not_found("这个单位")),
        Some(org) if org.ended_on.is_some() => {
            issues.push(Issue::new(
                "org-ended",
                format!("{}已经撤并，不能再任职。", org.name),
                "请在承接单位任职。",
            ));
        }
        Some(_) => {}
    }
    match chart::person(conn, post.person_id).await? {
        None => issues.push(Issue::new("no-person", "没有这个人。", "请先登记人员，再任职。").at("person")),
        Some(person)
            if person
                .left_on
                .is_some_and(|left| left < post.until_on.unwrap_or(Date::MAX)) =>
        {
            issues.push(
                Issue::new(
                    "has-left",
                    "这个人已经办理离职。",
                    "离职的人不能再任职，请选择其他人。",
                )
                .at("person"),
            );
        }
        Some(_) => {}
    }
    if post.roles.is_empty() {
        issues.push(Issue::new("no-role", "没有选择岗位。", "请至少选择一个岗位。").at("roles"));
    }
    for role in &post.roles {
        if !ROLES.iter().any(|known| known.code == role) {
            issues.push(
                Issue::new(
                    "unknown-role",
                    format!("没有“{role}”这个岗位。"),
                    "请从列表中选择。",
                )
                .at("roles"),
            );
        } else if store::held(conn, post, role).await? {
            let sentence = format!("这个人在这段时间已经是{}。", role_label(role));
            issues.push(
                Issue::new(
                    "already-held",
                    sentence,
                    "不必重复任职；要改职务，请先免去原岗位。",
                )
                .at("roles"),
            );
        }
    }
    if post.title.trim().is_empty() || post.title.chars().count() > 60 {
        issues.push(
            Issue::new(
                "title-missing",
                "没有写职务，或者职务超过60个字。",
                "例如“综合科科长”。",
            )
            .at("title"),
        );
    }
    if post.until_on.is_some_and(|until| until < post.from_on) {
        issues.push(Issue::new("dates-crossed", "截止日期早于起始日期。", "请核对两个日期。").at("until_on"));
    }
    if actor.person_id().is_some() && post.from_on < today {
        let onward = format!("请填写{today}或以后的日期；以前的任职事实可以写在职务里。");
        issues.push(Issue::new("backdated", "任职不能从过去的日期起算。", onward).at("from_on"));
    }
    let reserved = post
        .roles
        .iter()
        .any(|role| GIVEN_BY_SITE_ADMIN.contains(&role.as_str()));
    if reserved && !may_give_reserved(conn, actor, post.org_id, today).await? {
        let onward = "请由系统管理员办理。";
        issues.push(
            Issue::new(
                "reserved-role",
                "系统管理员、监察员的岗位只能由系统管理员任命。",
                onward,
            )
            .at("roles"),
        );
    }
    Ok(issues)
}

async fn may_give_reserved(conn: &mut Conn, actor: &Actor, org_id: i64, today: Date) -> Result<bool> {
    if actor.person_id().is_none() {
        return Ok(true);
    }
    let standing = organisation::standing(conn, actor, org_id, today).await?;
    Ok(standing.holds.iter().any(|hold| hold.role == "site_admin"))
}

/// Ends posts with the day `until_on`, that day included; all of them or none. Refused, with a list,
/// while something would be left without anybody to answer for it.
pub async fn end_posts(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    post_ids: &[i64],
    until_on: Date,
    order: Order,
    now: Timestamp,
) -> Result<()> {
    if keep::taken(conn, &order).await? {
        return Ok(());
    }
    let posts = in_force(conn, post_ids, until_on, now).await?;
    for post in &posts {
        not_own(
            actor,
            post.person_id,
            "任免自己的岗位",
            "请由另一位组织人员管理员办理。",
        )?;
    }
    may_end(conn, actor, &posts, civil_date(now)).await?;
    keep::unless_empty(bond::of_posts(conn, &posts, until_on).await?)?;
    for (n, post) in posts.iter().enumerate() {
        let data = json!({ "post": post.id, "person": post.person_id, "until_on": until_on });
        keep::enter(
            docket,
            conn,
            post.org_id,
            "dismiss",
            actor,
            keep::nth(&order, n),
            data,
            now,
        )
        .await?;
        store::end_post(conn, post.id, until_on).await?;
        let sentence = format!(
            "您在{}的{}岗位到{until_on}为止。",
            post.org_name,
            role_label(&post.role)
        );
        leave_notice(
            conn,
            post.person_id,
            &sentence,
            "/desk/me",
            &format!("post-end/{}", post.id),
            now,
        )
        .await?;
    }
    Ok(())
}

/// Authority first: what is orphaned is told to those who may know of it.
async fn may_end(conn: &mut Conn, actor: &Actor, posts: &[Post], today: Date) -> Result<()> {
    for post in posts {
        if !chart::may_administer(conn, actor, post.org_id, today).await? {
            return Err(forbidden());
        }
    }
    Ok(())
}

async fn in_force(conn: &mut Conn, post_ids: &[i64], until_on: Date, now: Timestamp) -> Result<Vec<Post>> {
    let (mut posts, mut issues) = (Vec::new(), Vec::new());
    if post_ids.is_empty() {
        issues.push(Issue::new("no-post", "没有选择要免去的岗位。", "请至少选择一个岗位。").at("posts"));
    }
    if until_on < civil_date(now) {
        issues.push(Issue::new("backdated", "免职不能早于今天。", "请填写今天或以后的日期。").at("until_on"));
    }
    for id in post_ids {
        match chart::post(conn, *id).await? {
            Some(post) if post.until_on.is_none_or(|until| until > until_on) => posts.push(post),
            Some(post) => {
                let sentence = format!("{}在{}的岗位在此之前已经结束。", post.person_name, post.org_name);
                issues.push(Issue::new("already-ended", sentence, "请刷新页面核对。").at("posts"));
            }
            None => issues.push(Issue::new("no-post", "没有这个岗位。", "请刷新页面核对。").at("posts")),
        }
    }
    keep::unless_empty(issues)?;
    Ok(posts)
}

/// Nobody decides about themselves, nor somebody for whom they stand in.
pub(super) fn not_own(actor: &Actor, person_id: i64, what: &str, onward: &str) -> Result<()> {
    if actor.person_id() == Some(person_id) || actor.on_behalf_of() == Some(person_id) {
        return Err(Error::refuse(
            RefusalKind::Forbidden,
            "own-post",
            format!("不能{what}。"),
            onward,
        ));
    }
    Ok(())
}

/// The refusal of somebody without the post of an administrator there.
pub(super) fn forbidden() -> Error {
    Error::refuse(
        RefusalKind::Forbidden,
        "not-authorised",
        "您没有管理这个单位人员的岗位。",
        "请联系该单位或者上级的组织人员管理员。",
    )
}

/// A role's Chinese name.
pub(super) fn role_label(role: &str) -> &str {
    ROLES
        .iter()
        .find(|known| known.code == role)
        .map_or(role, |known| known.label)
}

//! What would be left without anybody to answer for it.
//!
//! What a person can own is a closed list ([`bond_store`]). A post can be the last one for which a
//! running case waits. Whoever would cut such a bond is told all of them, each with its way onward.

use jiff::civil::Date;
use kernel::db::Conn;
use kernel::{Issue, Result};

use super::chart::Post;
use super::post::role_label;
use super::{bond_store as store, chart};
use crate::docket::nested;

/// Something that a person owns in an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Owned {
    /// `栏目`, `稿件` …
    pub kind: &'static str,
    /// As pages name it.
    pub title: String,
}

/// A running case that waits for a role.
#[derive(Clone, Debug)]
pub(super) struct WaitingCase {
    pub number: String,
    pub title: String,
    pub org_id: i64,
    pub org_path: String,
}

/// A post that gives a role on some day.
#[derive(Clone, Debug)]
pub(super) struct RolePost {
    pub id: i64,
    pub org_id: i64,
    pub org_path: String,
    pub subtree: bool,
}

/// Everything that the end of these posts, with the day `until_on`, would orphan.
pub(super) async fn of_posts(conn: &mut Conn, posts: &[Post], until_on: Date) -> Result<Vec<Issue>> {
    let next_day = until_on.tomorrow().unwrap_or(until_on);
    let ending: Vec<i64> = posts.iter().map(|post| post.id).collect();
    let mut issues = Vec::new();
    let mut places: Vec<(i64, i64)> = posts.iter().map(|post| (post.person_id, post.org_id)).collect();
    places.sort_unstable();
    places.dedup();
    for (person_id, org_id) in places {
        let stays = chart::posts_of(conn, person_id)
            .await?
            .iter()
            .any(|post| post.org_id == org_id && !ending.contains(&post.id) && post.is_in_force(next_day));
        if !stays {
            issues.extend(of_person(conn, person_id, org_id).await?);
        }
    }
    for post in posts {
        issues.extend(of_role(conn, post, &ending, next_day).await?);
        issues.extend(of_delegation(conn, post, next_day).await?);
    }
    Ok(issues)
}

/// What a person owns in an organisation, and hand-overs there that wait for an answer.
pub(super) async fn of_person(conn: &mut Conn, person_id: i64, org_id: i64) -> Result<Vec<Issue>> {
    let name = crate::organisation::person_name(conn, person_id).await?;
    let org = crate::organisation::name(conn, org_id).await?;
    let mut issues = Vec::new();
    for owned in store::owned(conn, person_id, org_id).await? {
        let sentence = format!("{}“{}”由{name}负责。", owned.kind, owned.title);
        let onward = format!("请先把{name}在{org}的工作交接给同事，对方确认后再办理。");
        issues.push(Issue::new("still-owned", sentence, onward));
    }
    for title in store::open_handovers(conn, person_id, org_id).await? {
        let onward = "请等对方确认，或者先取消这次交接。";
        issues.push(Issue::new(
            "handover-open",
            format!("{title}还没有确认。"),
            onward,
        ));
    }
    Ok(issues)
}

/// Cases that wait for the role of this post where nobody else could take them, and an office that
/// nobody could administer any more.
async fn of_role(conn: &mut Conn, post: &Post, ending: &[i64], next_day: Date) -> Result<Vec<Issue>> {
    let mut left = store::role_posts(conn, &post.role, next_day).await?;
    left.retain(|other| !ending.contains(&other.id));
    let mut issues = Vec::new();
    for case in store::waiting(conn, &post.role, &post.org_path).await? {
        if !left.iter().any(|other| covers(other, &case, post.org_id)) {
            let sentence = format!(
                "{}《{}》正等{}办理。",
                case.number,
                nested(&case.title),
                role_label(&post.role)
            );
            let onward = format!(
                "请先在{}任命接任的{}，或者等这件事办完。",
                post.org_name,
                role_label(&post.role)
            );
            issues.push(Issue::new("case-waits", sentence, onward));
        }
    }
    let administers = matches!(post.role.as_str(), "org_admin" | "site_admin");
    if administers
        && !left
            .iter()
            .any(|other| post.org_path.starts_with(&other.org_path))
    {
        let sentence = format!(
            "{}是{}及上级唯一的{}。",
            post.person_name,
            post.org_name,
            role_label(&post.role)
        );
        issues.push(Issue::new("last-administrator", sentence, "请先任命接任者。"));
    }
    Ok(issues)
}

/// Whether a remaining post can take the case: it is in the case's organisation, reaches down to it,
/// or, where the vacated post stood above the case's organisation, stands there or above too.
fn covers(other: &RolePost, case: &WaitingCase, vacated_org: i64) -> bool {
    let above = case.org_path.starts_with(&other.org_path);
    other.org_id == case.org_id || above && (other.subtree || case.org_id != vacated_org)
}

/// A post that is lent to somebody that day cannot end under them.
async fn of_delegation(conn: &mut Conn, post: &Post, next_day: Date) -> Result<Vec<Issue>> {
    let lent = store::lent_after(conn, post.id, next_day).await?;
    Ok(lent
        .into_iter()
        .map(|(delegate, until)| {
            let sentence = format!(
                "{}的{}委托给{delegate}代办，到{until}为止。",
                post.person_name,
                role_label(&post.role)
            );
            Issue::new("still-lent", sentence, "请先结束代办。")
        })
        .collect())
}

/// Everything that the merger of an organisation into another, with the day `on`, would orphan:
/// owners who would hold no post in the successor, and roles that waiting cases would not find there.
pub(super) async fn of_merger(
    conn: &mut Conn,
    org_id: i64,
    successor_id: i64,
    on: Date,
) -> Result<Vec<Issue>> {
    let successor = crate::organisation::name(conn, successor_id).await?;
    let mut issues = Vec::new();
    for owner in store::owners(conn, org_id).await? {
        let posts = chart::posts_of(conn, owner).await?;
        if !posts
            .iter()
            .any(|post| post.org_id == successor_id && post.is_in_force(on))
        {
            let onward = format!("请先任命其在{successor}的岗位，或者把工作交接给将到{successor}任职的人。");
            for issue in of_person(conn, owner, org_id).await? {
                issues.push(Issue {
                    onward: onward.clone(),
                    ..issue
                });
            }
        }
    }
    issues.extend(pending(conn, org_id).await?);
    let org = chart::organisation(conn, org_id).await?;
    let path = org.map(|org| org.path).unwrap_or_default();
    for role in store::roles_waited_for(conn, org_id).await? {
        let there = store::role_posts(conn, &role, on).await?;
        let target = chart::organisation(conn, successor_id)
            .await?
            .map(|org| org.path)
            .unwrap_or_default();
        let held = there.iter().any(|post| {
            post.org_id == successor_id || target.starts_with(&post.org_path) && post.org_id != org_id
        });
        if !held {
            for case in store::waiting(conn, &role, &path)
                .await?
                .iter()
                .filter(|case| case.org_id == org_id)
            {
                let sentence = format!(
                    "{}《{}》正等{}办理，而{successor}没有这个岗位。",
                    case.number,
                    nested(&case.title),
                    role_label(&role)
                );
                issues.push(Issue::new(
                    "case-waits",
                    sentence,
                    format!("请先在{successor}任命{}。", role_label(&role)),
                ));
            }
        }
    }
    Ok(issues)
}

/// Everything that stands in the way of ending an organisation that nobody succeeds.
pub(super) async fn of_ending(conn: &mut Conn, org_id: i64) -> Result<Vec<Issue>> {
    let mut issues = Vec::new();
    for owner in store::owners(conn, org_id).await? {
        issues.extend(
            of_person(conn, owner, org_id)
                .await?
                .into_iter()
                .map(|issue| Issue {
                    onward: "撤销的单位不能留下稿件和栏目：请先办结、撤回，或者改为并入承接单位。".to_owned(),
                    ..issue
                }),
        );
    }
    for (number, title) in store::open_cases(conn, org_id).await? {
        let onward = "请先办结，或者改为并入承接单位。";
        issues.push(Issue::new(
            "case-open",
            format!("{number}《{}》还没有办结。", nested(&title)),
            onward,
        ));
    }
    for name in store::standing_below(conn, org_id).await? {
        issues.push(Issue::new(
            "has-members",
            format!("{name}还在它下面。"),
            "请先撤销或者并入其他单位。",
        ));
    }
    issues.extend(pending(conn, org_id).await?);
    Ok(issues)
}

/// Hand-overs in the organisation that wait for an answer.
async fn pending(conn: &mut Conn, org_id: i64) -> Result<Vec<Issue>> {
    let open = store::open_handovers_at(conn, org_id).await?;
    let issue = |title| {
        Issue::new(
            "handover-open",
            format!("{title}还没有确认。"),
            "请等对方确认，或者先取消这次交接。",
        )
    };
    Ok(open.into_iter().map(issue).collect())
}

/// Organisations in which the person owns something.
pub(super) async fn owned_in(conn: &mut Conn, person_id: i64) -> Result<Vec<i64>> {
    store::owned_in(conn, person_id).await
}

/// Everything that `from` owns in the organisation becomes `to`'s; how many things.
pub(super) async fn pass_on(conn: &mut Conn, org_id: i64, from: i64, to: i64) -> Result<u64> {
    store::pass_on(conn, org_id, from, to).await
}

/// The columns of a merged organisation are its successor's; its documents stay under its name.
pub(super) async fn follow_merger(conn: &mut Conn, org_id: i64, successor_id: i64) -> Result<()> {
    store::move_columns(conn, org_id, successor_id).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_else_can_take_a_case() {
        let case = WaitingCase {
            number: String::new(),
            title: String::new(),
            org_id: 3,
            org_path: "1/2/3/".into(),
        };
        let post = |org_id, org_path: &str, subtree| RolePost {
            id: 9,
            org_id,
            org_path: org_path.into(),
            subtree,
        };
        for (other, vacated, taken) in [
            (post(3, "1/2/3/", false), 3, true),   // a colleague
            (post(2, "1/2/", false), 3, false),    // above, without reach: the definition may not let it
            (post(2, "1/2/", true), 3, true),      // above, reaching down
            (post(2, "1/2/", false), 2, true),     // it was taken from above anyhow
            (post(4, "1/2/4/", true), 3, false),   // a neighbour
            (post(5, "1/2/3/5/", true), 3, false), // below
        ] {
            assert_eq!(covers(&other, &case, vacated), taken, "{other:?} {vacated}");
        }
    }
}

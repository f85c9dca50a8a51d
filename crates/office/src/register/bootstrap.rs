//! 首次建立: the first organisations, people and posts, before anybody has authority.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::{Error, Issue, RefusalKind, Result};

use super::change::NewOrganisation;
use super::person::{NewPerson, enrol};
use super::post::{NewPost, appoint};
use super::{keep, store, takes_effect};
use crate::docket::{Docket, Order};
use crate::organisation::Actor;

/// What an installation starts with: parents before their children, exactly one root.
#[derive(Clone, Debug, Default)]
pub struct Bootstrap {
    /// The tree.
    pub organisations: Vec<NewOrganisation>,
    /// Everybody.
    pub people: Vec<NewPerson>,
    /// Who is what.
    pub posts: Vec<FirstPost>,
}

/// A post named by codes, since nothing has a row yet.
#[derive(Clone, Debug)]
pub struct FirstPost {
    /// 账号
    pub login: String,
    /// Code of the organisation.
    pub organisation: String,
    /// Codes of roles.
    pub roles: Vec<String>,
    /// 职务
    pub title: String,
    /// In everything below too.
    pub subtree: bool,
    /// First day; it may lie in the past.
    pub from_on: Date,
    /// Last day, that day included.
    pub until_on: Option<Date>,
}

/// Rows of what was made.
#[derive(Clone, Debug, Default)]
pub struct Founded {
    /// By code.
    pub organisations: BTreeMap<String, i64>,
    /// By login.
    pub people: BTreeMap<String, i64>,
}

/// Enters everything, by the system, each in its register. Only on an empty database, and only with
/// two administrators (one to propose a change of the tree, one to confirm it).
pub async fn bootstrap(
    docket: &Docket,
    conn: &mut Conn,
    first: &Bootstrap,
    now: Timestamp,
) -> Result<Founded> {
    if store::any_organisation(conn).await? {
        return Err(Error::refuse(
            RefusalKind::Conflict,
            "not-empty",
            "已经有单位了，首次建立只能做一次。",
            "请在“组织与人员”页登记新的单位和人员。",
        ));
    }
    keep::unless_empty(problems(first))?;
    let system = Actor::system();
    let mut founded = Founded::default();
    for new in &first.organisations {
        let parent = new
            .parent
            .as_ref()
            .and_then(|code| founded.organisations.get(code))
            .copied();
        let org_id = takes_effect::enter(docket, conn, parent, new, now).await?;
        founded.organisations.insert(new.code.clone(), org_id);
    }
    for person in &first.people {
        let org_id = founded.organisations[home(first, person)];
        let person_id = enrol(
            docket,
            conn,
            &system,
            org_id,
            person.clone(),
            Order::default(),
            now,
        )
        .await?;
        founded.people.insert(person.login.clone(), person_id);
    }
    for post in &first.posts {
        let new = NewPost {
            person_id: founded.people[&post.login],
            org_id: founded.organisations[&post.organisation],
            roles: post.roles.clone(),
            title: post.title.clone(),
            subtree: post.subtree,
            from_on: post.from_on,
            until_on: post.until_on,
        };
        appoint(docket, conn, &system, new, Order::default(), now).await?;
    }
    Ok(founded)
}

/// In whose register the person is entered: where their first post is; else the root's.
fn home<'a>(first: &'a Bootstrap, person: &NewPerson) -> &'a str {
    let post = first.posts.iter().find(|post| post.login == person.login);
    post.map_or(&first.organisations[0].code, |post| &post.organisation)
}

fn problems(first: &Bootstrap) -> Vec<Issue> {
    let mut issues = Vec::new();
    let mut known: Vec<&str> = Vec::new();
    for (n, new) in first.organisations.iter().enumerate() {
        issues.extend(takes_effect::facts_issues(new));
        let placed = match &new.parent {
            None => n == 0,
            Some(parent) => known.contains(&parent.as_str()),
        };
        if !placed {
            let onward = "请把上级写在前面；只有第一个单位没有上级。";
            issues.push(Issue::new(
                "parent-missing",
                format!("{}的上级没有写在它前面。", new.name),
                onward,
            ));
        }
        if known.contains(&new.code.as_str()) {
            issues.push(Issue::new(
                "code-taken",
                format!("单位代号“{}”写了两次。", new.code),
                "请改用不同的代号。",
            ));
        }
        known.push(&new.code);
    }
    for post in &first.posts {
        if !known.contains(&post.organisation.as_str())
            || !first.people.iter().any(|it| it.login == post.login)
        {
            let sentence = format!("岗位“{}”写到的人员或单位没有列出。", post.title);
            issues.push(Issue::new("post-nowhere", sentence, "请核对账号和单位代号。"));
        }
    }
    let administrators = |role: &str| {
        let given = first
            .posts
            .iter()
            .filter(move |post| post.roles.iter().any(|held| held == role));
        given.map(|post| post.login.as_str()).collect::<Vec<_>>()
    };
    let (proposing, confirming) = (administrators("org_admin"), administrators("site_admin"));
    let two = proposing
        .iter()
        .any(|one| confirming.iter().any(|other| one != other));
    if !two {
        let onward = "请任命一位组织人员管理员，并由另一个人任系统管理员。";
        issues.push(Issue::new(
            "two-persons",
            "至少要有两位管理员：一位提出变更，一位核准。",
            onward,
        ));
    }
    issues
}

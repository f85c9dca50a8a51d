//! 机构和人员一览: what pages and acts read of organisations, people, posts and what is between them.

use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;

use super::chart_store as store;
use crate::organisation::{self, Actor};

/// An organisation as its register has it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Row.
    pub id: i64,
    /// 代号
    pub code: String,
    /// 全称
    pub name: String,
    /// 简称
    pub short_name: String,
    /// Code of [`super::KINDS`].
    pub kind: String,
    /// The organisation above (once merged: its successor).
    pub parent_id: Option<i64>,
    /// Rows from the root down to it, each followed by `/`.
    pub path: String,
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
    /// The day from which on it stands no more.
    pub ended_on: Option<Date>,
    /// Who took its duties.
    pub successor_id: Option<i64>,
    /// Its register.
    pub case_id: Option<i64>,
}

/// A line of the tree, parents before children.
#[derive(Clone, Debug)]
pub struct TreeRow {
    /// Row.
    pub id: i64,
    /// Row of the one above.
    pub parent_id: Option<i64>,
    /// Rows from the root down.
    pub path: String,
    /// 全称
    pub name: String,
    /// Code of [`super::KINDS`].
    pub kind: String,
    /// The day from which on it stands no more.
    pub ended_on: Option<Date>,
    /// How many people hold a post there.
    pub people: i64,
    /// How many cases are open there, registers not counted.
    pub open_cases: i64,
}

/// A post, with the names that pages show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Row.
    pub id: i64,
    /// Who.
    pub person_id: i64,
    /// Their name; `已离职人员` where it was erased.
    pub person_name: String,
    /// Where.
    pub org_id: i64,
    /// Its name.
    pub org_name: String,
    /// Rows from the root down to it.
    pub org_path: String,
    /// Code of the role.
    pub role: String,
    /// 职务
    pub title: String,
    /// In everything below too.
    pub subtree: bool,
    /// First day.
    pub from_on: Date,
    /// Last day, that day included.
    pub until_on: Option<Date>,
}

impl Post {
    /// True on its first day, its last, and between.
    pub fn is_in_force(&self, on: Date) -> bool {
        self.from_on <= on && self.until_on.is_none_or(|until| on <= until)
    }
}

/// A post lent to a colleague.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Row.
    pub id: i64,
    /// Whose post.
    pub person_id: i64,
    /// Their name.
    pub person_name: String,
    /// Who acts.
    pub to_person: i64,
    /// Their name.
    pub to_name: String,
    /// Code of the role.
    pub role: String,
    /// Where.
    pub org_id: i64,
    /// Its name.
    pub org_name: String,
    /// First day.
    pub from_on: Date,
    /// Last day, that day included.
    pub until_on: Date,
    /// The day from which on it was taken back.
    pub ended_on: Option<Date>,
    /// The words given.
    pub reason: String,
}

impl Absence {
    /// True while the colleague acts.
    pub fn is_in_force(&self, on: Date) -> bool {
        self.from_on <= on && on <= self.until_on && self.ended_on.is_none_or(|ended| ended > on)
    }
}

/// A person as pages show them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Row.
    pub id: i64,
    /// 账号
    pub login: String,
    /// 姓名; `已离职人员` where it was erased.
    pub name: String,
    /// 电话
    pub phone: Option<String>,
    /// 电子邮箱
    pub email: Option<String>,
    /// From that day on nobody logs in with the account.
    pub left_on: Option<Date>,
    /// Their personal values are gone.
    pub erased: bool,
    /// There is a password.
    pub has_password: bool,
    /// It was given by an administrator and not yet changed.
    pub must_change: bool,
}

/// A name that an organisation had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerName {
    /// The name.
    pub name: String,
    /// The day on which it ended.
    pub until_on: Date,
}

/// A case that is open in an organisation.
#[derive(Clone, Debug)]
pub struct OpenCase {
    /// Row.
    pub id: i64,
    /// Public number.
    pub number: String,
    /// What it is about.
    pub title: String,
    /// Where it lies; empty between two places.
    pub place: String,
}

/// A proposed change of the tree that nobody has decided.
#[derive(Clone, Debug)]
pub struct ChangeWaiting {
    /// Its case.
    pub case_id: i64,
    /// Public number.
    pub number: String,
    /// Such as `甲局并入乙局`.
    pub title: String,
    /// In whose name it was proposed.
    pub org_id: i64,
}

/// A hand-over that nobody has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// Row.
    pub id: i64,
    /// Its case.
    pub case_id: i64,
    /// Its public number.
    pub number: String,
    /// Who gives.
    pub from_person: i64,
    /// Their name.
    pub from_name: String,
    /// Who is to take.
    pub to_person: i64,
    /// Their name.
    pub to_name: String,
    /// Where.
    pub org_id: i64,
    /// Its name.
    pub org_name: String,
    /// What would pass: `栏目“…”`, `稿件“…”`.
    pub items: Vec<String>,
}

/// Where somebody administers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Paths of the organisations, each with everything below it.
    pub paths: Vec<String>,
    /// They are a system administrator somewhere.
    pub site_admin: bool,
}

impl Reach {
    /// True where the organisation of this path is within.
    pub fn holds(&self, path: &str) -> bool {
        self.paths.iter().any(|above| path.starts_with(above))
    }
}

/// Where the person administers on a day, by posts of their own and posts lent to them.
pub async fn reach(conn: &mut Conn, person_id: i64, on: Date) -> Result<Reach> {
    let mut reach = Reach::default();
    for seat in organisation::seats(conn, person_id, on).await? {
        if matches!(seat.role.as_str(), "org_admin" | "site_admin") {
            reach.site_admin |= seat.role == "site_admin";
            reach.paths.push(seat.org_path);
        }
    }
    Ok(reach)
}

/// Whether the actor may change posts of the organisation.
pub async fn may_administer(conn: &mut Conn, actor: &Actor, org_id: i64, on: Date) -> Result<bool> {
    if actor.person_id().is_none() {
        return Ok(true);
    }
    let standing = organisation::standing(conn, actor, org_id, on).await?;
    Ok(standing
        .holds
        .iter()
        .any(|hold| matches!(hold.role.as_str(), "org_admin" | "site_admin")))
}

/// Every organisation, parents before children, in order.
pub async fn tree(conn: &mut Conn, on: Date) -> Result<Vec<TreeRow>> {
    let rows = store::tree(conn, on).await?;
    let mut ordered = Vec::with_capacity(rows.len());
    let roots: Vec<_> = rows.iter().filter(|row| row.parent_id.is_none()).collect();
    let mut open: Vec<&TreeRow> = roots.into_iter().rev().collect();
    while let Some(row) = open.pop() {
        ordered.push(row.clone());
        open.extend(rows.iter().rev().filter(|child| child.parent_id == Some(row.id)));
    }
    Ok(ordered)
}

/// One organisation.
pub async fn organisation(conn: &mut Conn, org_id: i64) -> Result<Option<Organisation>> {
    store::organisation(conn, org_id).await
}

/// Names it had before, newest first.
pub async fn former_names(conn: &mut Conn, org_id: i64) -> Result<Vec<FormerName>> {
    store::former_names(conn, org_id).await
}

/// Posts in force there on a day, and those that begin later.
pub async fn posts_at(conn: &mut Conn, org_id: i64, on: Date) -> Result<Vec<Post>> {
    store::posts_at(conn, org_id, on).await
}

/// Every post the person has, had or will have, newest first.
pub async fn posts_of(conn: &mut Conn, person_id: i64) -> Result<Vec<Post>> {
    store::posts_of(conn, person_id).await
}

/// One post.
pub(super) async fn post(conn: &mut Conn, post_id: i64) -> Result<Option<Post>> {
    store::post(conn, post_id).await
}

/// The post in force on a day by which the person holds the role there.
pub async fn post_id(
    conn: &mut Conn,
    person_id: i64,
    org_id: i64,
    role: &str,
    on: Date,
) -> Result<Option<i64>> {
    let posts = store::posts_of(conn, person_id).await?;
    let found = posts
        .iter()
        .find(|post| post.org_id == org_id && post.role == role && post.is_in_force(on));
    Ok(found.map(|post| post.id))
}

/// Delegations from and to the person, newest first.
pub async fn delegations_of(conn: &mut Conn, person_id: i64) -> Result<Vec<Absence>> {
    store::delegations_of(conn, person_id).await
}

/// The delegation of this post that runs on a day, or will.
pub async fn open_delegation(conn: &mut Conn, post_id: i64, on: Date) -> Result<Option<i64>> {
    store::open_delegation(conn, post_id, on).await
}

/// Unanswered hand-overs from and to the person, with what would pass.
pub async fn handovers_of(conn: &mut Conn, person_id: i64) -> Result<Vec<Handover>> {
    let mut open = store::handovers_of(conn, person_id).await?;
    for handover in &mut open {
        let owned = super::bond_store::owned(conn, handover.from_person, handover.org_id).await?;
        handover.items = owned
            .into_iter()
            .map(|owned| format!("{}“{}”", owned.kind, owned.title))
            .collect();
    }
    Ok(open)
}

/// The unanswered hand-over of what the person owns there.
pub async fn open_hand_over(conn: &mut Conn, from_person: i64, org_id: i64) -> Result<Option<i64>> {
    let open = store::handovers_of(conn, from_person).await?;
    Ok(open
        .iter()
        .find(|one| one.from_person == from_person && one.org_id == org_id)
        .map(|one| one.id))
}

/// One person.
pub async fn person(conn: &mut Conn, person_id: i64) -> Result<Option<Person>> {
    store::person(conn, person_id).await
}

/// People who have not left, by name; all of them, for lists to choose from.
pub async fn people(conn: &mut Conn) -> Result<Vec<Person>> {
    store::people(conn).await
}

/// Cases open in the organisation, registers not counted, newest first, at most `limit`.
pub async fn open_cases(conn: &mut Conn, org_id: i64, limit: i64) -> Result<Vec<OpenCase>> {
    store::open_cases(conn, org_id, limit).await
}

/// Proposed changes of the tree that wait for somebody to confirm them.
pub async fn changes_waiting(conn: &mut Conn) -> Result<Vec<ChangeWaiting>> {
    store::changes_waiting(conn).await
}

/// The proposed change that waits for this organisation.
pub async fn open_change(conn: &mut Conn, org_id: i64) -> Result<Option<i64>> {
    store::open_change(conn, org_id).await
}

/// How many sessions of the person are alive.
pub async fn sessions_of(conn: &mut Conn, person_id: i64) -> Result<i64> {
    store::sessions_of(conn, person_id).await
}

/// Row of the organisation of this code.
pub async fn org_by_code(conn: &mut Conn, code: &str) -> Result<Option<i64>> {
    store::org_by_code(conn, code).await
}

/// Row of the person with this login.
pub async fn person_by_login(conn: &mut Conn, login: &str) -> Result<Option<i64>> {
    super::store::person_by_login(conn, login).await
}

//! SQL that reads organisations, people and posts.

use jiff::civil::Date;
use kernel::db::{Conn, Row};
use kernel::{Result, args};

use super::chart::{
    Absence, ChangeWaiting, FormerName, Handover, OpenCase, Organisation, Person, Post, TreeRow,
};

pub(super) async fn tree(conn: &mut Conn, on: Date) -> Result<Vec<TreeRow>> {
    let rows = conn
        .all(
            "SELECT o.id, o.parent_id, o.path, o.name, o.kind, o.ended_on,
                    (SELECT count(DISTINCT p.person_id) FROM post p WHERE p.org_id = o.id AND p.from_on <= $1
                     AND (p.until_on IS NULL OR p.until_on >= $1)) AS people,
                    (SELECT count(*) FROM case_file c WHERE c.org_id = o.id AND c.outcome IS NULL
                     AND c.procedure_code <> 'post-register') AS open_cases
             FROM organisation o ORDER BY o.position, o.id",
            args![on],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(TreeRow {
                id: row.get("id")?,
                parent_id: row.get("parent_id")?,
                path: row.get("path")?,
                name: row.get("name")?,
                kind: row.get("kind")?,
                ended_on: row.get("ended_on")?,
                people: row.get("people")?,
                open_cases: row.get("open_cases")?,
            })
        })
        .collect()
}

pub(super) async fn organisation(conn: &mut Conn, org_id: i64) -> Result<Option<Organisation>> {
    let row = conn
        .first(
            "SELECT id, code, name, short_name, kind, parent_id, path, uscc, number_prefix, address, phone, hours,
                    ended_on, successor_id, case_id FROM organisation WHERE id = $1",
            args![org_id],
        )
        .await?;
    row.map(|row| {
        Ok(Organisation {
            id: row.get("id")?,
            code: row.get("code")?,
            name: row.get("name")?,
            short_name: row.get("short_name")?,
            kind: row.get("kind")?,
            parent_id: row.get("parent_id")?,
            path: row.get("path")?,
            uscc: row.get("uscc")?,
            number_prefix: row.get("number_prefix")?,
            address: row.get("address")?,
            phone: row.get("phone")?,
            hours: row.get("hours")?,
            ended_on: row.get("ended_on")?,
            successor_id: row.get("successor_id")?,
            case_id: row.get("case_id")?,
        })
    })
    .transpose()
}

pub(super) async fn former_names(conn: &mut Conn, org_id: i64) -> Result<Vec<FormerName>> {
    let rows = conn
        .all(
            "SELECT name, until_on FROM organisation_name WHERE org_id = $1 ORDER BY until_on DESC",
            args![org_id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(FormerName {
                name: row.get("name")?,
                until_on: row.get("until_on")?,
            })
        })
        .collect()
}

/// What an erased name is shown as.
const LEFT: &str = "已离职人员";

fn shown(name: String) -> String {
    if name.is_empty() { LEFT.to_owned() } else { name }
}

fn post_of(row: &Row) -> Result<Post> {
    Ok(Post {
        id: row.get("id")?,
        person_id: row.get("person_id")?,
        person_name: shown(row.get("person_name")?),
        org_id: row.get("org_id")?,
        org_name: row.get("org_name")?,
        org_path: row.get("path")?,
        role: row.get("role")?,
        title: row.get("title")?,
        subtree: row.get("subtree")?,
        from_on: row.get("from_on")?,
        until_on: row.get("until_on")?,
    })
}

pub(super) async fn posts_at(conn: &mut Conn, org_id: i64, on: Date) -> Result<Vec<Post>> {
    let rows = conn
        .all(
            "SELECT p.id, p.person_id, who.name AS person_name, p.org_id, o.name AS org_name, o.path, p.role, p.title,
                    p.subtree, p.from_on, p.until_on
             FROM post p JOIN person who ON who.id = p.person_id JOIN organisation o ON o.id = p.org_id
             WHERE p.org_id = $1 AND (p.until_on IS NULL OR (p.until_on >= $2 AND p.until_on >= p.from_on))
             ORDER BY p.from_on, p.id",
            args![org_id, on],
        )
        .await?;
    rows.iter().map(post_of).collect()
}

pub(super) async fn posts_of(conn: &mut Conn, person_id: i64) -> Result<Vec<Post>> {
    let rows = conn
        .all(
            "SELECT p.id, p.person_id, who.name AS person_name, p.org_id, o.name AS org_name, o.path, p.role, p.title,
                    p.subtree, p.from_on, p.until_on
             FROM post p JOIN person who ON who.id = p.person_id JOIN organisation o ON o.id = p.org_id
             WHERE p.person_id = $1 ORDER BY p.from_on DESC, p.id DESC",
            args![person_id],
        )
        .await?;
    rows.iter().map(post_of).collect()
}

pub(super) async fn post(conn: &mut Conn, post_id: i64) -> Result<Option<Post>> {
    let row = conn
        .first(
            "SELECT p.id, p.person_id, who.name AS person_name, p.org_id, o.name AS org_name, o.path, p.role, p.title,
                    p.subtree, p.from_on, p.until_on
             FROM post p JOIN person who ON who.id = p.person_id JOIN organisation o ON o.id = p.org_id
             WHERE p.id = $1",
            args![post_id],
        )
        .await?;
    row.as_ref().map(post_of).transpose()
}

pub(super) async fn delegations_of(conn: &mut Conn, person_id: i64) -> Result<Vec<Absence>> {
    let rows = conn
        .all(
            "SELECT d.id, p.person_id, who.name AS person_name, d.to_person, other.name AS to_name, p.role, p.org_id,
                    o.name AS org_name, d.from_on, d.until_on, d.ended_on, d.reason
             FROM delegation d JOIN post p ON p.id = d.post_id JOIN organisation o ON o.id = p.org_id
             JOIN person who ON who.id = p.person_id JOIN person other ON other.id = d.to_person
             WHERE p.person_id = $1 OR d.to_person = $1 ORDER BY d.from_on DESC, d.id DESC",
            args![person_id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Absence {
                id: row.get("id")?,
                person_id: row.get("person_id")?,
                person_name: shown(row.get("person_name")?),
                to_person: row.get("to_person")?,
                to_name: shown(row.get("to_name")?),
                role: row.get("role")?,
                org_id: row.get("org_id")?,
                org_name: row.get("org_name")?,
                from_on: row.get("from_on")?,
                until_on: row.get("until_on")?,
                ended_on: row.get("ended_on")?,
                reason: row.get("reason")?,
            })
        })
        .collect()
}

pub(super) async fn open_delegation(conn: &mut Conn, post_id: i64, on: Date) -> Result<Option<i64>> {
    let row = conn
        .first(
            "SELECT id FROM delegation WHERE post_id = $1 AND until_on >= $2 AND ended_on IS NULL
             ORDER BY from_on, id LIMIT 1",
            args![post_id, on],
        )
        .await?;
    row.map(|row| row.get("id")).transpose()
}

pub(super) async fn handovers_of(conn: &mut Conn, person_id: i64) -> Result<Vec<Handover>> {
    let rows = conn
        .all(
            "SELECT h.id, h.case_id, c.number, h.from_person, giver.name AS from_name, h.to_person,
                    taker.name AS to_name, h.org_id, o.name AS org_name
             FROM handover h JOIN case_file c ON c.id = h.case_id JOIN organisation o ON o.id = h.org_id
             JOIN person giver ON giver.id = h.from_person JOIN person taker ON taker.id = h.to_person
             WHERE c.outcome IS NULL AND (h.from_person = $1 OR h.to_person = $1) ORDER BY h.id",
            args![person_id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Handover {
                id: row.get("id")?,
                case_id: row.get("case_id")?,
                number: row.get("number")?,
                from_person: row.get("from_person")?,
                from_name: row.get("from_name")?,
                to_person: row.get("to_person")?,
                to_name: row.get("to_name")?,
                org_id: row.get("org_id")?,
                org_name: row.get("org_name")?,
                items: Vec::new(),
            })
        })
        .collect()
}

fn person_of(row: &Row) -> Result<Person> {
    let name: String = row.get("name")?;
    Ok(Person {
        id: row.get("id")?,
        login: row.get("login")?,
        erased: name.is_empty(),
        name: shown(name),
        phone: row.get("phone")?,
        email: row.get("email")?,
        left_on: row.get("left_on")?,
        has_password: row.get("has_password")?,
        must_change: row.get("must_change")?,
    })
}

pub(super) async fn person(conn: &mut Conn, person_id: i64) -> Result<Option<Person>> {
    let row = conn
        .first(
            "SELECT p.id, p.login, p.name, p.left_on, p.must_change,
                    CASE WHEN p.password_hash IS NULL THEN CAST(0 AS BIGINT) ELSE CAST(1 AS BIGINT) END AS has_password,
                    (SELECT v.value FROM personal_value v WHERE v.subject_kind = 'person' AND v.subject_id = p.id
                     AND v.field = 'phone') AS phone,
                    (SELECT v.value FROM personal_value v WHERE v.subject_kind = 'person' AND v.subject_id = p.id
                     AND v.field = 'email') AS email
             FROM person p WHERE p.id = $1",
            args![person_id],
        )
        .await?;
    row.as_ref().map(person_of).transpose()
}

pub(super) async fn people(conn: &mut Conn) -> Result<Vec<Person>> {
    let rows = conn
        .all(
            "SELECT p.id, p.login, p.name, p.left_on, p.must_change,
                    CASE WHEN p.password_hash IS NULL THEN CAST(0 AS BIGINT) ELSE CAST(1 AS BIGINT) END AS has_password,
                    CAST(NULL AS TEXT) AS phone, CAST(NULL AS TEXT) AS email
             FROM person p WHERE p.left_on IS NULL ORDER BY p.login",
            args![],
        )
        .await?;
    rows.iter().map(person_of).collect()
}

pub(super) async fn open_cases(conn: &mut Conn, org_id: i64, limit: i64) -> Result<Vec<OpenCase>> {
    let rows = conn
        .all(
            "SELECT c.id, c.number, c.title, COALESCE((SELECT min(h.label) FROM holding h WHERE h.case_id = c.id), '') AS place
             FROM case_file c WHERE c.org_id = $1 AND c.outcome IS NULL AND c.procedure_code <> 'post-register'
             ORDER BY c.id DESC LIMIT $2",
            args![org_id, limit],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(OpenCase {
                id: row.get("id")?,
                number: row.get("number")?,
                title: row.get("title")?,
                place: row.get("place")?,
            })
        })
        .collect()
}

pub(super) async fn changes_waiting(conn: &mut Conn) -> Result<Vec<ChangeWaiting>> {
    let rows = conn
        .all(
            "SELECT id, number, title, org_id FROM case_file
             WHERE procedure_code = 'organisation-register' AND outcome IS NULL ORDER BY id",
            args![],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(ChangeWaiting {
                case_id: row.get("id")?,
                number: row.get("number")?,
                title: row.get("title")?,
                org_id: row.get("org_id")?,
            })
        })
        .collect()
}

pub(super) async fn open_change(conn: &mut Conn, org_id: i64) -> Result<Option<i64>> {
    let row = conn
        .first(
            "SELECT id FROM case_file WHERE procedure_code = 'organisation-register' AND outcome IS NULL
             AND subject_kind = 'organisation' AND subject_id = $1 ORDER BY id LIMIT 1",
            args![org_id],
        )
        .await?;
    row.map(|row| row.get("id")).transpose()
}

pub(super) async fn sessions_of(conn: &mut Conn, person_id: i64) -> Result<i64> {
    conn.one(
        "SELECT count(*) AS n FROM session WHERE person_id = $1",
        args![person_id],
    )
    .await?
    .get("n")
}

pub(super) async fn org_by_code(conn: &mut Conn, code: &str) -> Result<Option<i64>> {
    let row = conn
        .first("SELECT id FROM organisation WHERE code = $1", args![code])
        .await?;
    row.map(|row| row.get("id")).transpose()
}

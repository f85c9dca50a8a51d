//! What a person can own: the closed list, and SQL about it.
//!
//! Columns and documents belong to a matter on the floor above, whose rows carry their owner. This
//! one file reads and moves those two columns (`site_column.owner_id`, `document.owner_id`), and
//! nothing else of theirs; `docs/decisions/0003-ownership.md` says why. A new kind of thing that a
//! person owns is added in [`owned`], [`owners`] and [`pass_on`].

use jiff::civil::Date;
use kernel::db::{Conn, Row};
use kernel::{Result, args};

use super::bond::{Owned, RolePost, WaitingCase};

pub(super) async fn owned(conn: &mut Conn, person_id: i64, org_id: i64) -> Result<Vec<Owned>> {
    let mut owned = Vec::new();
    let columns = conn
        .all(
            "SELECT name FROM site_column WHERE owner_id = $1 AND org_id = $2 ORDER BY id",
            args![person_id, org_id],
        )
        .await?;
    for row in &columns {
        owned.push(Owned {
            kind: "栏目",
            title: row.get("name")?,
        });
    }
    let documents = conn
        .all(
            "SELECT d.standing, d.work, w.content,
                    (SELECT e.title FROM edition e WHERE e.document_id = d.id ORDER BY e.number DESC LIMIT 1) AS title
             FROM document d LEFT JOIN draft w ON w.document_id = d.id
             WHERE d.owner_id = $1 AND d.org_id = $2 AND NOT (d.standing = 'withdrawn' AND d.work = 'none')
             ORDER BY d.id",
            args![person_id, org_id],
        )
        .await?;
    for row in &documents {
        owned.push(document(row)?);
    }
    Ok(owned)
}

fn document(row: &Row) -> Result<Owned> {
    let working = row.get::<Option<String>>("content")?.and_then(|content| {
        let content: serde_json::Value = serde_json::from_str(&content).ok()?;
        content
            .get("title")?
            .as_str()
            .filter(|title| !title.is_empty())
            .map(str::to_owned)
    });
    let title = match row.get::<Option<String>>("title")? {
        Some(title) => title,
        None => working.unwrap_or_else(|| "未写标题的稿件".to_owned()),
    };
    let public = row.get::<String>("standing")? == "public" && row.get::<String>("work")? == "none";
    Ok(Owned {
        kind: if public { "已公开文件" } else { "稿件" },
        title,
    })
}

/// Organisations in which the person owns something.
pub(super) async fn owned_in(conn: &mut Conn, person_id: i64) -> Result<Vec<i64>> {
    let rows = conn
        .all(
            "SELECT org_id FROM site_column WHERE owner_id = $1
             UNION SELECT org_id FROM document WHERE owner_id = $1 AND NOT (standing = 'withdrawn' AND work = 'none')
             ORDER BY org_id",
            args![person_id],
        )
        .await?;
    rows.iter().map(|row| row.get("org_id")).collect()
}

/// Whoever owns something in the organisation.
pub(super) async fn owners(conn: &mut Conn, org_id: i64) -> Result<Vec<i64>> {
    let rows = conn
        .all(
            "SELECT owner_id AS person_id FROM site_column WHERE org_id = $1 AND owner_id IS NOT NULL
             UNION SELECT owner_id AS person_id FROM document
             WHERE org_id = $1 AND NOT (standing = 'withdrawn' AND work = 'none')
             ORDER BY person_id",
            args![org_id],
        )
        .await?;
    rows.iter().map(|row| row.get("person_id")).collect()
}

pub(super) async fn pass_on(conn: &mut Conn, org_id: i64, from: i64, to: i64) -> Result<u64> {
    let columns = conn
        .run(
            "UPDATE site_column SET owner_id = $3 WHERE owner_id = $2 AND org_id = $1",
            args![org_id, from, to],
        )
        .await?;
    let documents = conn
        .run(
            "UPDATE document SET owner_id = $3 WHERE owner_id = $2 AND org_id = $1",
            args![org_id, from, to],
        )
        .await?;
    Ok(columns + documents)
}

pub(super) async fn move_columns(conn: &mut Conn, org_id: i64, successor_id: i64) -> Result<()> {
    conn.run(
        "UPDATE site_column SET org_id = $2 WHERE org_id = $1",
        args![org_id, successor_id],
    )
    .await
    .map(|_| ())
}

/// Open cases that wait for the role in the organisation of this path or below it.
pub(super) async fn waiting(conn: &mut Conn, role: &str, org_path: &str) -> Result<Vec<WaitingCase>> {
    let rows = conn
        .all(
            "SELECT DISTINCT c.id, c.number, c.title, c.org_id, o.path FROM holding h
             JOIN case_file c ON c.id = h.case_id JOIN organisation o ON o.id = h.org_id
             WHERE h.role = $1 AND c.outcome IS NULL AND substr(o.path, 1, length($2)) = $2 ORDER BY c.id",
            args![role, org_path],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(WaitingCase {
                number: row.get("number")?,
                title: row.get("title")?,
                org_id: row.get("org_id")?,
                org_path: row.get("path")?,
            })
        })
        .collect()
}

pub(super) async fn roles_waited_for(conn: &mut Conn, org_id: i64) -> Result<Vec<String>> {
    let rows = conn
        .all(
            "SELECT DISTINCT h.role FROM holding h JOIN case_file c ON c.id = h.case_id
             WHERE h.org_id = $1 AND h.role IS NOT NULL AND c.outcome IS NULL
               AND c.procedure_code <> 'organisation-register' ORDER BY h.role",
            args![org_id],
        )
        .await?;
    rows.iter().map(|row| row.get("role")).collect()
}

pub(super) async fn role_posts(conn: &mut Conn, role: &str, on: Date) -> Result<Vec<RolePost>> {
    let rows = conn
        .all(
            "SELECT p.id, p.org_id, p.subtree, o.path FROM post p JOIN organisation o ON o.id = p.org_id
             WHERE p.role = $1 AND p.from_on <= $2 AND (p.until_on IS NULL OR p.until_on >= $2)",
            args![role, on],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(RolePost {
                id: row.get("id")?,
                org_id: row.get("org_id")?,
                org_path: row.get("path")?,
                subtree: row.get("subtree")?,
            })
        })
        .collect()
}

/// Delegates of the post from this day on, with the last day of each.
pub(super) async fn lent_after(conn: &mut Conn, post_id: i64, from: Date) -> Result<Vec<(String, String)>> {
    let rows = conn
        .all(
            "SELECT who.name, d.until_on FROM delegation d JOIN person who ON who.id = d.to_person
             WHERE d.post_id = $1 AND d.until_on >= $2 AND d.ended_on IS NULL ORDER BY d.from_on",
            args![post_id, from],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("name")?, row.get("until_on")?)))
        .collect()
}

pub(super) async fn open_cases(conn: &mut Conn, org_id: i64) -> Result<Vec<(String, String)>> {
    let rows = conn
        .all(
            "SELECT number, title FROM case_file WHERE org_id = $1 AND outcome IS NULL
             AND procedure_code NOT IN ('organisation-register', 'post-register', 'handover') ORDER BY id",
            args![org_id],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("number")?, row.get("title")?)))
        .collect()
}

pub(super) async fn standing_below(conn: &mut Conn, org_id: i64) -> Result<Vec<String>> {
    let rows = conn
        .all(
            "SELECT name FROM organisation WHERE parent_id = $1 AND ended_on IS NULL ORDER BY position, id",
            args![org_id],
        )
        .await?;
    rows.iter().map(|row| row.get("name")).collect()
}

pub(super) async fn open_handovers(conn: &mut Conn, person_id: i64, org_id: i64) -> Result<Vec<String>> {
    let rows = conn
        .all(
            "SELECT c.number FROM handover h JOIN case_file c ON c.id = h.case_id
             WHERE c.outcome IS NULL AND h.org_id = $2 AND (h.from_person = $1 OR h.to_person = $1) ORDER BY h.id",
            args![person_id, org_id],
        )
        .await?;
    rows.iter()
        .map(|row| Ok(format!("工作交接{}", row.get::<String>("number")?)))
        .collect()
}

pub(super) async fn open_handovers_at(conn: &mut Conn, org_id: i64) -> Result<Vec<String>> {
    let rows = conn
        .all(
            "SELECT c.number FROM handover h JOIN case_file c ON c.id = h.case_id
             WHERE c.outcome IS NULL AND h.org_id = $1 ORDER BY h.id",
            args![org_id],
        )
        .await?;
    rows.iter()
        .map(|row| Ok(format!("工作交接{}", row.get::<String>("number")?)))
        .collect()
}

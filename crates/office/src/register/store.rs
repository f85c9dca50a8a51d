//! SQL that changes organisations, people and posts.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::{Result, args};

use super::absence::NewDelegation;
use super::change::NewOrganisation;
use super::facts::Facts;
use super::handover::HandOver;
use super::post::NewPost;

pub(super) async fn any_organisation(conn: &mut Conn) -> Result<bool> {
    Ok(conn
        .first("SELECT id FROM organisation LIMIT 1", args![])
        .await?
        .is_some())
}

/// Empty text is absence.
fn kept(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

pub(super) async fn insert_organisation(
    conn: &mut Conn,
    parent_id: Option<i64>,
    new: &NewOrganisation,
) -> Result<i64> {
    let id: i64 = conn
        .one(
            "INSERT INTO organisation (code, name, short_name, kind, parent_id, path, uscc, number_prefix, address,
                                       phone, hours, position)
             VALUES ($1, $2, $3, $4, $5, '', $6, $7, $8, $9, $10, $11) RETURNING id",
            args![
                &new.code,
                new.name.trim(),
                new.short_name.trim(),
                &new.kind,
                parent_id,
                kept(&new.uscc),
                kept(&new.number_prefix),
                kept(&new.address),
                kept(&new.phone),
                kept(&new.hours),
                new.position
            ],
        )
        .await?
        .get("id")?;
    conn.run(
        "UPDATE organisation
         SET path = COALESCE((SELECT above.path FROM organisation above WHERE above.id = organisation.parent_id), '')
                    || CAST(id AS TEXT) || '/'
         WHERE id = $1",
        args![id],
    )
    .await?;
    Ok(id)
}

pub(super) async fn set_register(conn: &mut Conn, org_id: i64, case_id: i64) -> Result<()> {
    conn.run(
        "UPDATE organisation SET case_id = $2 WHERE id = $1",
        args![org_id, case_id],
    )
    .await
    .map(|_| ())
}

pub(super) async fn register(conn: &mut Conn, org_id: i64) -> Result<Option<i64>> {
    let row = conn
        .first("SELECT case_id FROM organisation WHERE id = $1", args![org_id])
        .await?;
    Ok(row
        .map(|row| row.get::<Option<i64>>("case_id"))
        .transpose()?
        .flatten())
}

pub(super) async fn name_taken(conn: &mut Conn, name: &str, own: Option<i64>) -> Result<bool> {
    let row = conn
        .first(
            "SELECT id FROM organisation WHERE name = $1 AND ended_on IS NULL AND id <> $2 LIMIT 1",
            args![name, own.unwrap_or(0)],
        )
        .await?;
    Ok(row.is_some())
}

pub(super) async fn rename(
    conn: &mut Conn,
    org_id: i64,
    name: &str,
    short_name: &str,
    on: Date,
) -> Result<()> {
    conn.run(
        "INSERT INTO organisation_name (org_id, name, until_on) SELECT id, name, $2 FROM organisation WHERE id = $1",
        args![org_id, on],
    )
    .await?;
    conn.run(
        "UPDATE organisation SET name = $2, short_name = $3 WHERE id = $1",
        args![org_id, name, short_name],
    )
    .await
    .map(|_| ())
}

/// Its posts end with this day, and so does everything that was lent of them.
pub(super) async fn end_organisation(
    conn: &mut Conn,
    org_id: i64,
    successor_id: Option<i64>,
    on: Date,
) -> Result<()> {
    conn.run(
        "UPDATE organisation SET ended_on = $2, successor_id = $3 WHERE id = $1",
        args![org_id, on, successor_id],
    )
    .await?;
    conn.run(
        "UPDATE delegation SET ended_on = $2 WHERE ended_on IS NULL AND until_on >= $2
         AND post_id IN (SELECT id FROM post WHERE org_id = $1)",
        args![org_id, on],
    )
    .await?;
    conn.run(
        "UPDATE post SET until_on = $2 WHERE org_id = $1 AND (until_on IS NULL OR until_on > $2)",
        args![org_id, on],
    )
    .await
    .map(|_| ())
}

/// Hangs the organisation, with everything below it, under another.
pub(super) async fn move_below(conn: &mut Conn, org_id: i64, above_id: i64) -> Result<()> {
    let old: String = conn
        .one("SELECT path FROM organisation WHERE id = $1", args![org_id])
        .await?
        .get("path")?;
    let above: String = conn
        .one("SELECT path FROM organisation WHERE id = $1", args![above_id])
        .await?
        .get("path")?;
    let new = format!("{above}{org_id}/");
    conn.run(
        "UPDATE organisation SET parent_id = $2 WHERE id = $1",
        args![org_id, above_id],
    )
    .await?;
    conn.run(
        "UPDATE organisation SET path = $2 || substr(path, length($1) + 1) WHERE substr(path, 1, length($1)) = $1",
        args![old, new],
    )
    .await
    .map(|_| ())
}

pub(super) async fn set_facts(conn: &mut Conn, org_id: i64, facts: &Facts) -> Result<()> {
    conn.run(
        "UPDATE organisation SET uscc = $2, number_prefix = $3, address = $4, phone = $5, hours = $6 WHERE id = $1",
        args![
            org_id,
            kept(&facts.uscc),
            kept(&facts.number_prefix),
            kept(&facts.address),
            kept(&facts.phone),
            kept(&facts.hours)
        ],
    )
    .await
    .map(|_| ())
}

pub(super) async fn person_by_login(conn: &mut Conn, login: &str) -> Result<Option<i64>> {
    let row = conn
        .first("SELECT id FROM person WHERE login = $1", args![login])
        .await?;
    row.map(|row| row.get("id")).transpose()
}

pub(super) async fn insert_person(conn: &mut Conn, login: &str, name: &str) -> Result<i64> {
    conn.one(
        "INSERT INTO person (login, name) VALUES ($1, $2) RETURNING id",
        args![login, name],
    )
    .await?
    .get("id")
}

pub(super) async fn set_contact(conn: &mut Conn, person_id: i64, field: &str, value: &str) -> Result<()> {
    conn.run(
        "INSERT INTO personal_value (subject_kind, subject_id, field, value) VALUES ('person', $1, $2, $3)",
        args![person_id, field, value],
    )
    .await
    .map(|_| ())
}

/// The organisation of the person's newest post.
pub(super) async fn home(conn: &mut Conn, person_id: i64) -> Result<Option<i64>> {
    let row = conn
        .first(
            "SELECT p.org_id FROM post p JOIN organisation o ON o.id = p.org_id
             WHERE p.person_id = $1 AND o.ended_on IS NULL ORDER BY p.from_on DESC, p.id DESC LIMIT 1",
            args![person_id],
        )
        .await?;
    row.map(|row| row.get("org_id")).transpose()
}

/// The topmost organisation where the person holds the role.
pub(super) async fn administered(
    conn: &mut Conn,
    person_id: i64,
    role: &str,
    on: Date,
) -> Result<Option<i64>> {
    let row = conn
        .first(
            "SELECT p.org_id FROM post p JOIN organisation o ON o.id = p.org_id
             WHERE p.person_id = $1 AND p.role = $2 AND p.from_on <= $3 AND (p.until_on IS NULL OR p.until_on >= $3)
             ORDER BY length(o.path), p.id LIMIT 1",
            args![person_id, role, on],
        )
        .await?;
    row.map(|row| row.get("org_id")).transpose()
}

/// Whether the person holds this role there on some day of the new post's term.
pub(super) async fn held(conn: &mut Conn, post: &NewPost, role: &str) -> Result<bool> {
    let row = conn
        .first(
            "SELECT id FROM post WHERE person_id = $1 AND org_id = $2 AND role = $3
             AND (until_on IS NULL OR (until_on >= $4 AND until_on >= from_on)) AND ($5 = '' OR from_on <= $5) LIMIT 1",
            args![
                post.person_id,
                post.org_id,
                role,
                post.from_on,
                post.until_on.map_or(String::new(), |until| until.to_string())
            ],
        )
        .await?;
    Ok(row.is_some())
}

pub(super) async fn insert_post(conn: &mut Conn, post: &NewPost, role: &str) -> Result<i64> {
    conn.one(
        "INSERT INTO post (person_id, org_id, role, title, subtree, from_on, until_on)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
        args![
            post.person_id,
            post.org_id,
            role,
            post.title.trim(),
            post.subtree,
            post.from_on,
            post.until_on
        ],
    )
    .await?
    .get("id")
}

pub(super) async fn end_post(conn: &mut Conn, post_id: i64, until_on: Date) -> Result<()> {
    conn.run(
        "UPDATE post SET until_on = $2 WHERE id = $1",
        args![post_id, until_on],
    )
    .await
    .map(|_| ())
}

pub(super) async fn insert_delegation(
    conn: &mut Conn,
    post_id: i64,
    new: &NewDelegation,
    reason: &str,
) -> Result<i64> {
    conn.one(
        "INSERT INTO delegation (post_id, to_person, from_on, until_on, reason) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        args![post_id, new.to_person, new.from_on, new.until_on, reason],
    )
    .await?
    .get("id")
}

pub(super) async fn lent_between(conn: &mut Conn, post_id: i64, from: Date, until: Date) -> Result<bool> {
    let row = conn
        .first(
            "SELECT id FROM delegation WHERE post_id = $1 AND from_on <= $3 AND until_on >= $2
             AND (ended_on IS NULL OR ended_on > $2) LIMIT 1",
            args![post_id, from, until],
        )
        .await?;
    Ok(row.is_some())
}

/// Post and delegate of a delegation that has not been taken back.
pub(super) async fn delegation(conn: &mut Conn, delegation_id: i64) -> Result<Option<(i64, i64)>> {
    let row = conn
        .first(
            "SELECT post_id, to_person FROM delegation WHERE id = $1 AND ended_on IS NULL",
            args![delegation_id],
        )
        .await?;
    row.map(|row| Ok((row.get("post_id")?, row.get("to_person")?)))
        .transpose()
}

pub(super) async fn end_delegation(conn: &mut Conn, delegation_id: i64, on: Date) -> Result<()> {
    conn.run(
        "UPDATE delegation SET ended_on = $2 WHERE id = $1",
        args![delegation_id, on],
    )
    .await
    .map(|_| ())
}

/// For whom the person acts from this day on, and until when.
pub(super) async fn stands_in_for(
    conn: &mut Conn,
    person_id: i64,
    from: Date,
) -> Result<Vec<(String, String)>> {
    let rows = conn
        .all(
            "SELECT who.name, d.until_on FROM delegation d JOIN post p ON p.id = d.post_id
             JOIN person who ON who.id = p.person_id
             WHERE d.to_person = $1 AND d.until_on >= $2 AND d.ended_on IS NULL ORDER BY d.from_on, d.id",
            args![person_id, from],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("name")?, row.get("until_on")?)))
        .collect()
}

/// A hand-over's fixed facts.
#[derive(Clone, Debug)]
pub(super) struct HandoverRow {
    pub id: i64,
    pub case_id: i64,
    pub from_person: i64,
    pub to_person: i64,
    pub org_id: i64,
}

pub(super) async fn insert_handover(conn: &mut Conn, case_id: i64, new: &HandOver) -> Result<i64> {
    conn.one(
        "INSERT INTO handover (case_id, from_person, to_person, org_id) VALUES ($1, $2, $3, $4) RETURNING id",
        args![case_id, new.from_person, new.to_person, new.org_id],
    )
    .await?
    .get("id")
}

pub(super) async fn handover(conn: &mut Conn, handover_id: i64) -> Result<Option<HandoverRow>> {
    let row = conn
        .first(
            "SELECT id, case_id, from_person, to_person, org_id FROM handover WHERE id = $1",
            args![handover_id],
        )
        .await?;
    row.as_ref().map(handover_row).transpose()
}

pub(super) async fn handover_of_case(conn: &mut Conn, case_id: i64) -> Result<Option<HandoverRow>> {
    let row = conn
        .first(
            "SELECT id, case_id, from_person, to_person, org_id FROM handover WHERE case_id = $1",
            args![case_id],
        )
        .await?;
    row.as_ref().map(handover_row).transpose()
}

fn handover_row(row: &kernel::db::Row) -> Result<HandoverRow> {
    Ok(HandoverRow {
        id: row.get("id")?,
        case_id: row.get("case_id")?,
        from_person: row.get("from_person")?,
        to_person: row.get("to_person")?,
        org_id: row.get("org_id")?,
    })
}

pub(super) async fn accept_handover(conn: &mut Conn, handover_id: i64, now: Timestamp) -> Result<()> {
    conn.run(
        "UPDATE handover SET accepted_at = $2 WHERE id = $1",
        args![handover_id, now],
    )
    .await
    .map(|_| ())
}

/// Events whose words are about the person's absences and hand-overs: case and place in it.
pub(super) async fn personal_events(conn: &mut Conn, person_id: i64) -> Result<Vec<(i64, i64)>> {
    let rows = conn
        .all(
            "SELECT e.case_id, e.seq FROM event e JOIN case_file c ON c.id = e.case_id
             WHERE e.reason IS NOT NULL AND (
               (c.procedure_code = 'post-register' AND e.act = 'delegate' AND e.actor_id = $1)
               OR (c.procedure_code = 'handover' AND c.subject_id = $1))
             ORDER BY e.id",
            args![person_id],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("case_id")?, row.get("seq")?)))
        .collect()
}

/// Overwrites what is personal. A name may stand in word left for others, so it is replaced there.
pub(super) async fn erase_person(conn: &mut Conn, person_id: i64, name: &str, now: Timestamp) -> Result<()> {
    conn.run(
        "UPDATE person SET name = '', login = 'left-' || CAST(id AS TEXT), password_hash = NULL WHERE id = $1",
        args![person_id],
    )
    .await?;
    conn.run(
        "UPDATE personal_value SET value = NULL, salt = NULL, erased_at = $2
         WHERE subject_kind = 'person' AND subject_id = $1",
        args![person_id, now],
    )
    .await?;
    conn.run(
        "UPDATE delegation SET reason = '' WHERE post_id IN (SELECT id FROM post WHERE person_id = $1)",
        args![person_id],
    )
    .await?;
    conn.run("DELETE FROM notice WHERE person_id = $1", args![person_id])
        .await?;
    conn.run(
        "UPDATE notice SET sentence = replace(sentence, $1, '已离职人员') WHERE replace(sentence, $1, '') <> sentence",
        args![name],
    )
    .await?;
    conn.run("DELETE FROM session WHERE person_id = $1", args![person_id])
        .await
        .map(|_| ())
}

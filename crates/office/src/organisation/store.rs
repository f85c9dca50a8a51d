//! The organisation room's SQL.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::{Conn, Row};
use kernel::{Result, args};

/// A post in force, with where it is.
#[derive(Clone, Debug)]
pub(super) struct PostHeld {
    pub role: String,
    pub org_id: i64,
    pub org_kind: String,
    pub org_path: String,
    pub subtree: bool,
}

/// Everything that authority over one case of one organisation is computed from, on one day.
#[derive(Clone, Debug, Default)]
pub(super) struct Grounds {
    /// The organisation's path; `/1/5/`.
    pub path: String,
    /// The organisation that has taken its place, where it has ended by then.
    pub successor_id: Option<i64>,
    /// The actor's own posts, or those lent by the principal.
    pub posts: Vec<PostHeld>,
    /// Roles that somebody holds here, by a post here or by one above that reaches down.
    pub roles_held: Vec<String>,
    /// The two people of the hand-over that the case is; nobody for any other case.
    pub parties: Vec<i64>,
}

/// Who asks, and over what. `own` and `lent` are told apart so that each finds its rows by an index.
pub(super) struct Asked {
    pub org_id: i64,
    pub person_id: i64,
    pub principal_id: Option<i64>,
    /// Nothing when it is no case that is asked about.
    pub case_id: Option<i64>,
    pub on: Date,
}

/// The grounds, in one statement: on PostgreSQL each statement is a journey of its own. Nothing, when
/// there is no such organisation.
pub(super) async fn grounds(conn: &mut Conn, asked: &Asked) -> Result<Option<Grounds>> {
    let own = asked.principal_id.is_none().then_some(asked.person_id);
    let rows = conn
        .all(
            "SELECT 'here' AS fact, successor_id AS id, path, kind, '' AS role, 0 AS subtree, ended_on
             FROM organisation WHERE id = $1
             UNION ALL
             SELECT 'post', p.org_id, o.path, o.kind, p.role, p.subtree, NULL
             FROM post p JOIN organisation o ON o.id = p.org_id
             WHERE p.person_id = $2 AND p.from_on <= $3 AND (p.until_on IS NULL OR p.until_on >= $3)
             UNION ALL
             SELECT 'post', p.org_id, o.path, o.kind, p.role, p.subtree, NULL
             FROM delegation d JOIN post p ON p.id = d.post_id JOIN organisation o ON o.id = p.org_id
             WHERE d.to_person = $4 AND p.person_id = $5
               AND p.from_on <= $3 AND (p.until_on IS NULL OR p.until_on >= $3)
               AND d.from_on <= $3 AND d.until_on >= $3 AND (d.ended_on IS NULL OR d.ended_on > $3)
             UNION ALL
             SELECT 'held', p.org_id, '', '', p.role, p.subtree, NULL FROM post p
             WHERE p.org_id = $1 AND p.from_on <= $3 AND (p.until_on IS NULL OR p.until_on >= $3)
             UNION ALL
             SELECT 'held', p.org_id, '', '', p.role, p.subtree, NULL
             FROM post p JOIN organisation o ON o.id = p.org_id JOIN organisation here ON here.id = $1
             WHERE p.subtree = 1 AND substr(here.path, 1, length(o.path)) = o.path
               AND p.from_on <= $3 AND (p.until_on IS NULL OR p.until_on >= $3)
             UNION ALL
             SELECT 'party', from_person, '', '', '', 0, NULL FROM handover WHERE case_id = $6
             UNION ALL
             SELECT 'party', to_person, '', '', '', 0, NULL FROM handover WHERE case_id = $6",
            args![
                asked.org_id,
                own,
                asked.on,
                asked.person_id,
                asked.principal_id,
                asked.case_id
            ],
        )
        .await?;
    let mut found = None;
    let mut grounds = Grounds::default();
    for row in &rows {
        match row.get::<String>("fact")?.as_str() {
            "here" => {
                found = Some(());
                grounds.path = row.get("path")?;
                grounds.successor_id = successor(row, "id", asked.on)?;
            }
            "post" => grounds.posts.push(PostHeld {
                role: row.get("role")?,
                org_id: row.get("id")?,
                org_kind: row.get("kind")?,
                org_path: row.get("path")?,
                subtree: row.get("subtree")?,
            }),
            "held" => grounds.roles_held.push(row.get("role")?),
            _ => grounds.parties.push(row.get("id")?),
        }
    }
    Ok(found.map(|()| grounds))
}

/// How far to go from an organisation to its successor or to the one above, and on from there. Neither
/// way runs in a ring; the bound is for damage.
pub(super) const STEPS_MAX: usize = 32;

/// The two people of the hand-over that this case is, giver first; nobody for any other case.
pub(super) async fn handover_parties(conn: &mut Conn, case_id: i64) -> Result<Vec<i64>> {
    let row = conn
        .first(
            "SELECT from_person, to_person FROM handover WHERE case_id = $1",
            args![case_id],
        )
        .await?;
    match row {
        Some(row) => Ok(vec![row.get("from_person")?, row.get("to_person")?]),
        None => Ok(Vec::new()),
    }
}

/// Who holds a role in exactly one organisation, and where to ask when nobody does.
#[derive(Default)]
pub(super) struct Holders {
    /// In the order of their rows, with the delegates of the day.
    pub people: Vec<i64>,
    /// The organisation above.
    pub parent_id: Option<i64>,
    /// The organisation that has taken its place, where it has ended by then.
    pub successor_id: Option<i64>,
}

pub(super) async fn holders(conn: &mut Conn, role: &str, org_id: i64, on: Date) -> Result<Holders> {
    let rows = conn
        .all(
            "SELECT 'here' AS fact, parent_id AS id, successor_id, ended_on FROM organisation WHERE id = $1
             UNION ALL
             SELECT 'holder', p.person_id, NULL, NULL FROM post p
             WHERE p.org_id = $1 AND p.role = $2 AND p.from_on <= $3 AND (p.until_on IS NULL OR p.until_on >= $3)
             UNION ALL
             SELECT 'holder', d.to_person, NULL, NULL FROM post p JOIN delegation d ON d.post_id = p.id
             WHERE p.org_id = $1 AND p.role = $2 AND p.from_on <= $3 AND (p.until_on IS NULL OR p.until_on >= $3)
               AND d.from_on <= $3 AND d.until_on >= $3 AND (d.ended_on IS NULL OR d.ended_on > $3)",
            args![org_id, role, on],
        )
        .await?;
    let mut holders = Holders::default();
    for row in &rows {
        match row.get::<String>("fact")?.as_str() {
            "here" => {
                holders.parent_id = row.get("id")?;
                holders.successor_id = successor(row, "successor_id", on)?;
            }
            _ => holders.people.push(row.get("id")?),
        }
    }
    holders.people.sort_unstable();
    holders.people.dedup();
    Ok(holders)
}

/// Who has taken the place of an organisation that has ended by then.
fn successor(row: &Row, column: &str, on: Date) -> Result<Option<i64>> {
    let ended = row
        .get::<Option<Date>>("ended_on")?
        .is_some_and(|ended| ended <= on);
    Ok(row.get::<Option<i64>>(column)?.filter(|_| ended))
}

pub(super) async fn insert_notice(
    conn: &mut Conn,
    person_id: i64,
    sentence: &str,
    address: &str,
    source_key: &str,
    now: Timestamp,
) -> Result<()> {
    conn.run(
        "INSERT INTO notice (person_id, at, sentence, address, source_key) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (source_key) DO NOTHING",
        args![person_id, now, sentence, address, source_key],
    )
    .await
    .map(|_| ())
}

/// A role exercised somewhere: one's own post, or one that is delegated.
#[derive(Clone, Debug)]
pub struct Seat {
    /// The role's code.
    pub role: String,
    /// Path of the organisation, for what lies below it.
    pub org_path: String,
    /// For whom, when it is somebody else's post: row and name.
    pub on_behalf_of: Option<(i64, String)>,
}

/// Every role that the person exercises on a day, their own first.
pub async fn seats(conn: &mut Conn, person_id: i64, on: Date) -> Result<Vec<Seat>> {
    let own = conn
        .all(
            "SELECT p.role, o.path FROM post p JOIN organisation o ON o.id = p.org_id
             WHERE p.person_id = $1 AND p.from_on <= $2 AND (p.until_on IS NULL OR p.until_on >= $2)
             ORDER BY o.path, p.role",
            args![person_id, on],
        )
        .await?;
    let lent = conn
        .all(
            "SELECT p.role, o.path, p.person_id AS principal, who.name AS principal_name
             FROM delegation d JOIN post p ON p.id = d.post_id JOIN organisation o ON o.id = p.org_id
             JOIN person who ON who.id = p.person_id
             WHERE d.to_person = $1 AND p.from_on <= $2 AND (p.until_on IS NULL OR p.until_on >= $2)
               AND d.from_on <= $2 AND d.until_on >= $2 AND (d.ended_on IS NULL OR d.ended_on > $2)
             ORDER BY o.path, p.role",
            args![person_id, on],
        )
        .await?;
    let mut seats = Vec::new();
    for row in &own {
        seats.push(Seat {
            role: row.get("role")?,
            org_path: row.get("path")?,
            on_behalf_of: None,
        });
    }
    for row in &lent {
        let principal = (row.get("principal")?, row.get("principal_name")?);
        seats.push(Seat {
            role: row.get("role")?,
            org_path: row.get("path")?,
            on_behalf_of: Some(principal),
        });
    }
    Ok(seats)
}

/// The organisation's name now.
pub async fn name(conn: &mut Conn, org_id: i64) -> Result<String> {
    let row = conn
        .first("SELECT name FROM organisation WHERE id = $1", args![org_id])
        .await?;
    Ok(row.map(|row| row.get("name")).transpose()?.unwrap_or_default())
}

/// A person's name; `已离职人员` where it was erased.
pub async fn person_name(conn: &mut Conn, person_id: i64) -> Result<String> {
    let row = conn
        .first("SELECT name FROM person WHERE id = $1", args![person_id])
        .await?;
    let name: String = row.map(|row| row.get("name")).transpose()?.unwrap_or_default();
    Ok(if name.is_empty() {
        "已离职人员".to_owned()
    } else {
        name
    })
}

/// What a person is, in one line: `政务公开办审核人 · 晴川县人民政府办公室`, posts joined by `；`.
pub async fn posts_line(conn: &mut Conn, person_id: i64, on: Date) -> Result<String> {
    let rows = conn
        .all(
            "SELECT p.title, o.short_name FROM post p JOIN organisation o ON o.id = p.org_id
             WHERE p.person_id = $1 AND p.from_on <= $2 AND (p.until_on IS NULL OR p.until_on >= $2)
             ORDER BY o.path, p.id",
            args![person_id, on],
        )
        .await?;
    let mut parts: Vec<String> = Vec::new();
    for row in &rows {
        let part = format!(
            "{} · {}",
            row.get::<String>("short_name")?,
            row.get::<String>("title")?
        );
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    Ok(parts.join("；"))
}

/// How many notices the person has not seen, counted to a hundred: every page of the desk asks, and somebody who never
/// looks may have thousands.
pub async fn unseen_notices(conn: &mut Conn, person_id: i64) -> Result<i64> {
    conn.one(
        "SELECT count(*) AS n FROM
                (SELECT id FROM notice WHERE person_id = $1 AND seen_at IS NULL LIMIT 100) AS unseen",
        args![person_id],
    )
    .await?
    .get("n")
}

/// A post in force with the person and the organisation, for lists of who can do what.
#[derive(Clone, Debug)]
pub struct Incumbent {
    /// Row of the person.
    pub person_id: i64,
    /// 账号
    pub login: String,
    /// Name.
    pub name: String,
    /// Row of the organisation; none for somebody without a post.
    pub org_id: Option<i64>,
    /// Its code.
    pub org_code: String,
    /// Its name.
    pub org_name: String,
    /// Its short name.
    pub org_short: String,
    /// The role's code.
    pub role: String,
}

/// Everybody with every post in force on a day, in the order of enrolment; somebody without a post
/// once, with empty fields.
pub async fn incumbents(conn: &mut Conn, on: Date) -> Result<Vec<Incumbent>> {
    let rows = conn
        .all(
            "SELECT w.id AS person_id, w.login, w.name, o.id AS org_id, o.code, o.name AS org_name, o.short_name, p.role
             FROM person w
             LEFT JOIN post p ON p.person_id = w.id AND p.from_on <= $1 AND (p.until_on IS NULL OR p.until_on >= $1)
             LEFT JOIN organisation o ON o.id = p.org_id ORDER BY w.id, p.id",
            args![on],
        )
        .await?;
    let text = |row: &Row, column: &str| row.get::<Option<String>>(column).map(Option::unwrap_or_default);
    rows.iter()
        .map(|row| {
            Ok(Incumbent {
                person_id: row.get("person_id")?,
                login: row.get("login")?,
                name: row.get("name")?,
                org_id: row.get("org_id")?,
                org_code: text(row, "code")?,
                org_name: text(row, "org_name")?,
                org_short: text(row, "short_name")?,
                role: text(row, "role")?,
            })
        })
        .collect()
}

/// Organisations for which somebody holds `role` on this day: there, or at the county above.
pub(super) async fn answering(conn: &mut Conn, role: &str, on: Date) -> Result<Vec<super::Answering>> {
    let rows = conn
        .all(
            "SELECT o.id, o.name, o.kind, o.address, o.phone, o.hours FROM organisation o
             WHERE (o.ended_on IS NULL OR o.ended_on > $2) AND o.kind <> 'village'
               AND EXISTS (SELECT 1 FROM post p JOIN organisation h ON h.id = p.org_id
                           WHERE p.role = $1 AND p.from_on <= $2 AND (p.until_on IS NULL OR p.until_on >= $2)
                             AND (h.id = o.id OR (h.kind = 'county' AND substr(o.path, 1, length(h.path)) = h.path)))
             ORDER BY o.path, o.position",
            args![role, on],
        )
        .await?;
    let text = |row: &Row, column: &str| {
        Ok::<String, kernel::Error>(row.get::<Option<String>>(column)?.unwrap_or_default())
    };
    rows.iter()
        .map(|row| {
            Ok(super::Answering {
                id: row.get("id")?,
                name: row.get("name")?,
                kind: row.get("kind")?,
                address: text(row, "address")?,
                phone: text(row, "phone")?,
                hours: text(row, "hours")?,
            })
        })
        .collect()
}

/// The organisation and everything above it, itself first: (name, kind).
pub(super) async fn above(conn: &mut Conn, org_id: i64) -> Result<Vec<(String, String)>> {
    let rows = conn
        .all(
            "SELECT a.name, a.kind FROM organisation o
             JOIN organisation a ON substr(o.path, 1, length(a.path)) = a.path
             WHERE o.id = $1 ORDER BY length(a.path) DESC",
            args![org_id],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((row.get("name")?, row.get("kind")?)))
        .collect()
}

pub(super) async fn directory(conn: &mut Conn) -> Result<Vec<super::Listing>> {
    let rows = conn
        .all(
            "SELECT id, code, name, short_name, kind, path FROM organisation WHERE ended_on IS NULL
             ORDER BY path, position, id",
            args![],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(super::Listing {
                id: row.get("id")?,
                code: row.get("code")?,
                name: row.get("name")?,
                short_name: row.get("short_name")?,
                kind: row.get("kind")?,
                path: row.get("path")?,
            })
        })
        .collect()
}

/// 机关名称、地址、电话 of an organisation, for its letters.
pub(super) async fn contact(conn: &mut Conn, org_id: i64) -> Result<String> {
    let row = conn
        .one(
            "SELECT name, address, phone FROM organisation WHERE id = $1",
            args![org_id],
        )
        .await?;
    let parts = [
        Some(row.get::<String>("name")?),
        row.get::<Option<String>>("address")?,
        row.get::<Option<String>>("phone")?,
    ];
    Ok(parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("，"))
}

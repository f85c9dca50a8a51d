//! The applications' SQL.

use jiff::Timestamp;
use kernel::db::{Conn, Row};
use kernel::{Result, args};
use office::organisation::beyond;

use super::facts::Facts;
use super::list::{Counts, Filter, Listed, Standing};
use super::{Channel, Kind, Service};

pub(super) struct NewService<'n> {
    pub org_id: i64,
    pub item_id: i64,
    pub item_version: i64,
    pub channel: Channel,
    pub kind: Kind,
    pub delivery_way: &'n str,
    pub applicant_key: &'n str,
}

pub(super) async fn insert(conn: &mut Conn, it: &NewService<'_>, now: Timestamp) -> Result<i64> {
    conn.one(
        "INSERT INTO service (org_id, item_id, item_version, channel, applicant_kind, delivery_way, applicant_key,
                              filed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
        args![
            it.org_id,
            it.item_id,
            it.item_version,
            it.channel.code(),
            it.kind.code(),
            it.delivery_way,
            it.applicant_key,
            now
        ],
    )
    .await?
    .get("id")
}

pub(super) async fn bind_case(conn: &mut Conn, id: i64, case_id: i64) -> Result<()> {
    conn.run(
        "UPDATE service SET case_id = $2 WHERE id = $1",
        args![id, case_id],
    )
    .await
    .map(|_| ())
}

pub(super) async fn keep_facts(conn: &mut Conn, case_id: i64, facts: &Facts) -> Result<()> {
    let [accept_days, decide_days, deliver_days] = facts.stages();
    conn.run(
        "UPDATE service SET received_on = $2, accepted_on = $3, decided_on = $4, concluded_on = $5, result = $6,
                late_statutory = $7, late_promised = $8, used_days = $9, saved_days = $10, visits = $11, priority = $12,
                delivered_on = $13, accept_days = $14, decide_days = $15, deliver_days = $16
         WHERE case_id = $1",
        args![
            case_id,
            facts.received_on,
            facts.accepted_on,
            facts.decided_on,
            facts.concluded_on,
            facts.result.as_deref(),
            facts.late_statutory,
            facts.late_promised,
            facts.used_days,
            facts.saved_days,
            facts.visits,
            facts.priority,
            facts.delivered_on,
            accept_days,
            decide_days,
            deliver_days
        ],
    )
    .await
    .map(|_| ())
}

fn read(row: &Row) -> Result<Service> {
    Ok(Service {
        id: row.get("id")?,
        org_id: row.get("org_id")?,
        case_id: row.get("case_id")?,
        item_id: row.get("item_id")?,
        item_code: row.get("item_code")?,
        item_version: row.get("item_version")?,
        channel: Channel::of(&row.get::<String>("channel")?).unwrap_or_default(),
        applicant_kind: Kind::of(&row.get::<String>("applicant_kind")?).unwrap_or_default(),
        delivery_way: row.get("delivery_way")?,
        filed_at: row.get("filed_at")?,
        received_on: row.get("received_on")?,
        accepted_on: row.get("accepted_on")?,
        decided_on: row.get("decided_on")?,
        concluded_on: row.get("concluded_on")?,
        result: row.get("result")?,
        late_statutory: row.get("late_statutory")?,
        late_promised: row.get("late_promised")?,
        used_days: row.get("used_days")?,
        visits: row.get("visits")?,
        priority: row.get("priority")?,
        application: None,
        erased_at: row.get("erased_at")?,
    })
}

pub(super) async fn service(conn: &mut Conn, id: i64) -> Result<Option<Service>> {
    let row = conn
        .first(
            "SELECT s.id, s.org_id, s.case_id, s.item_id, i.code AS item_code, s.item_version, s.channel,
                    s.applicant_kind, s.delivery_way, s.filed_at, s.received_on, s.accepted_on, s.decided_on,
                    s.concluded_on, s.result, s.late_statutory, s.late_promised, s.used_days, s.visits, s.priority,
                    s.erased_at
             FROM service s JOIN item i ON i.id = s.item_id WHERE s.id = $1 AND s.case_id IS NOT NULL",
            args![id],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

pub(super) async fn service_of_case(conn: &mut Conn, case_id: i64) -> Result<Option<Service>> {
    let row = conn
        .first(
            "SELECT s.id, s.org_id, s.case_id, s.item_id, i.code AS item_code, s.item_version, s.channel,
                    s.applicant_kind, s.delivery_way, s.filed_at, s.received_on, s.accepted_on, s.decided_on,
                    s.concluded_on, s.result, s.late_statutory, s.late_promised, s.used_days, s.visits, s.priority,
                    s.erased_at
             FROM service s JOIN item i ON i.id = s.item_id WHERE s.case_id = $1",
            args![case_id],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// Forgets what tells the applicant again.
pub(super) async fn erased(conn: &mut Conn, id: i64, now: Timestamp) -> Result<()> {
    conn.run(
        "UPDATE service SET applicant_key = NULL, erased_at = $2 WHERE id = $1",
        args![id, now],
    )
    .await
    .map(|_| ())
}

/// (concluded, archived, to be answered): -1 does not matter.
fn flags(standing: Standing) -> (i64, i64, i64) {
    match standing {
        Standing::Open => (0, 0, -1),
        Standing::ToAnswer => (0, 0, 1),
        Standing::Concluded => (1, 0, -1),
        Standing::Archived => (-1, 1, -1),
        Standing::All => (-1, -1, -1),
    }
}

pub(super) async fn list(conn: &mut Conn, filter: &Filter) -> Result<Vec<Listed>> {
    let (concluded, archived, unanswered) = flags(filter.standing);
    let rows = conn
        .all(
            "SELECT s.id, s.case_id, c.number, c.title, s.org_id, o.name AS org_name, s.applicant_kind, s.filed_at, s.received_on,
                    s.accepted_on, s.concluded_on, s.result, s.late_statutory, s.late_promised, s.priority,
                    (SELECT min(h.label) FROM holding h WHERE h.case_id = s.case_id) AS place,
                    k.due_on, k.light, k.state AS clock, p.due_on AS promised_due_on, p.light AS promised_light,
                    p.state AS promise
             FROM service s
             JOIN case_file c ON c.id = s.case_id
             JOIN organisation o ON o.id = s.org_id
             LEFT JOIN clock_reading k ON k.case_id = s.case_id AND k.branch = '' AND k.state <> 'stopped'
                  AND k.clock = CASE WHEN s.accepted_on IS NULL THEN 'telling' ELSE 'decision' END
             LEFT JOIN clock_reading p ON p.case_id = s.case_id AND p.branch = '' AND p.state <> 'stopped'
                  AND p.clock = 'promise'
             WHERE o.path >= $1 AND o.path < $2
               AND ($3 = -1 OR $3 = CASE WHEN s.concluded_on IS NULL THEN 0 ELSE 1 END)
               AND ($4 = -1 OR $4 = CASE WHEN c.outcome IS NULL THEN 0 ELSE 1 END)
               AND ($5 = -1 OR (s.accepted_on IS NULL AND s.concluded_on IS NULL))
               AND ($6 = '' OR c.number = $6)
             ORDER BY CASE WHEN s.concluded_on IS NULL THEN 0 ELSE 1 END, s.priority DESC, k.due_on IS NULL, k.due_on,
                      s.id DESC
             LIMIT $7 OFFSET $8",
            args![
                &filter.org_path,
                beyond(&filter.org_path),
                concluded,
                archived,
                unanswered,
                filter.number.trim(),
                filter.limit,
                filter.offset
            ],
        )
        .await?;
    rows.iter().map(listed).collect()
}

pub(super) async fn list_count(conn: &mut Conn, filter: &Filter) -> Result<i64> {
    let (concluded, archived, unanswered) = flags(filter.standing);
    conn.one(
        "SELECT count(*) AS n FROM service s
         JOIN case_file c ON c.id = s.case_id JOIN organisation o ON o.id = s.org_id
         WHERE o.path >= $1 AND o.path < $2
           AND ($3 = -1 OR $3 = CASE WHEN s.concluded_on IS NULL THEN 0 ELSE 1 END)
           AND ($4 = -1 OR $4 = CASE WHEN c.outcome IS NULL THEN 0 ELSE 1 END)
           AND ($5 = -1 OR (s.accepted_on IS NULL AND s.concluded_on IS NULL))
           AND ($6 = '' OR c.number = $6)",
        args![
            &filter.org_path,
            beyond(&filter.org_path),
            concluded,
            archived,
            unanswered,
            filter.number.trim()
        ],
    )
    .await?
    .get("n")
}

fn listed(row: &Row) -> Result<Listed> {
    Ok(Listed {
        service_id: row.get("id")?,
        case_id: row.get("case_id")?,
        number: row.get("number")?,
        title: row.get("title")?,
        org_id: row.get("org_id")?,
        org_name: row.get("org_name")?,
        applicant_kind: Kind::of(&row.get::<String>("applicant_kind")?).unwrap_or_default(),
        filed_at: row.get("filed_at")?,
        received_on: row.get("received_on")?,
        accepted_on: row.get("accepted_on")?,
        place: row.get::<Option<String>>("place")?.unwrap_or_default(),
        due_on: row.get("due_on")?,
        clock: row.get::<Option<String>>("clock")?.unwrap_or_default(),
        promised_due_on: row.get("promised_due_on")?,
        promise: row.get::<Option<String>>("promise")?.unwrap_or_default(),
        promised_light: row.get::<Option<String>>("promised_light")?.unwrap_or_default(),
        light: row.get::<Option<String>>("light")?.unwrap_or_default(),
        concluded_on: row.get("concluded_on")?,
        result: row.get("result")?,
        late_statutory: row.get("late_statutory")?,
        late_promised: row.get("late_promised")?,
        priority: row.get("priority")?,
    })
}

pub(super) async fn counts(conn: &mut Conn, org_path: &str) -> Result<Counts> {
    let row = conn
        .one(
            "SELECT count(CASE WHEN s.accepted_on IS NULL AND s.concluded_on IS NULL THEN 1 END) AS unanswered,
                    count(CASE WHEN s.concluded_on IS NULL THEN 1 END) AS open,
                    count(CASE WHEN s.concluded_on IS NOT NULL AND c.outcome IS NULL THEN 1 END) AS concluded,
                    count(CASE WHEN c.outcome IS NOT NULL THEN 1 END) AS archived
             FROM service s JOIN case_file c ON c.id = s.case_id JOIN organisation o ON o.id = s.org_id
             WHERE o.path >= $1 AND o.path < $2",
            args![org_path, beyond(org_path)],
        )
        .await?;
    Ok(Counts {
        unanswered: row.get("unanswered")?,
        open: row.get("open")?,
        concluded: row.get("concluded")?,
        archived: row.get("archived")?,
    })
}

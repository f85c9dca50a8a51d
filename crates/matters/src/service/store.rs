//! The applications' SQL.

use jiff::Timestamp;
use kernel::db::{Conn, Row};
use kernel::{Result, args};
use office::organisation::beyond;

use super::facts::Facts;
use super::list::{COUNTED_MAX, Filter, Listed, Standing};
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

/// What the row says of its case, and which case that is.
pub(super) async fn keep_facts(conn: &mut Conn, id: i64, case_id: i64, facts: &Facts) -> Result<()> {
    let [accept_days, decide_days, deliver_days] = facts.stages();
    conn.run(
        "UPDATE service SET received_on = $2, accepted_on = $3, decided_on = $4, concluded_on = $5, result = $6,
                late_statutory = $7, late_promised = $8, used_days = $9, saved_days = $10, visits = $11, priority = $12,
                delivered_on = $13, accept_days = $14, decide_days = $15, deliver_days = $16, standing = $17,
                due_on = $18, case_id = $19
         WHERE id = $1",
        args![
            id,
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
            deliver_days,
            facts.standing(),
            facts.due_on,
            case_id
        ],
    )
    .await
    .map(|_| ())
}

/// The last day of every running application that this notice moved.
pub(crate) async fn redated(conn: &mut Conn, notice_id: i64) -> Result<()> {
    conn.run(
        "UPDATE service SET due_on = (
           SELECT k.due_on FROM clock_reading k
           WHERE k.case_id = service.case_id AND k.branch = '' AND k.state <> 'stopped'
                 AND k.clock = CASE WHEN service.accepted_on IS NULL THEN 'telling' ELSE 'decision' END)
         WHERE standing IN ('unanswered', 'open')
               AND case_id IN (SELECT d.case_id FROM redating d WHERE d.notice_id = $1)",
        args![notice_id],
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

/// The codes of a standing in the rows; as many as a statement has places for.
fn codes(standing: Standing) -> [&'static str; 4] {
    match standing {
        Standing::ToAnswer => ["unanswered"; 4],
        Standing::Open => ["unanswered", "unanswered", "open", "open"],
        Standing::Concluded => ["concluded"; 4],
        Standing::Archived => ["archived"; 4],
        Standing::All => ["unanswered", "open", "concluded", "archived"],
    }
}

/// Rows of a page. What is to be shown is read for the rows of the page alone. `CROSS JOIN` keeps the order in which SQLite
/// goes through the tables; it knows nothing of how they are filled.
macro_rules! listed {
    ($page:literal, $order:literal) => {
        concat!(
            "WITH page AS (",
            $page,
            ") SELECT s.id, s.case_id, c.number, c.title, s.org_id, o.name AS org_name, s.applicant_kind, s.filed_at,
                      s.received_on, s.accepted_on, s.concluded_on, s.result, s.late_statutory, s.late_promised,
                      s.priority, (SELECT min(h.label) FROM holding h WHERE h.case_id = s.case_id) AS place,
                      k.due_on, k.light, k.state AS clock, p.due_on AS promised_due_on, p.light AS promised_light,
                      p.state AS promise
               FROM page CROSS JOIN service s CROSS JOIN case_file c CROSS JOIN organisation o
               LEFT JOIN clock_reading k ON k.case_id = s.case_id AND k.branch = '' AND k.state <> 'stopped'
                    AND k.clock = CASE WHEN s.accepted_on IS NULL THEN 'telling' ELSE 'decision' END
               LEFT JOIN clock_reading p ON p.case_id = s.case_id AND p.branch = '' AND p.state <> 'stopped'
                    AND p.clock = 'promise'
               WHERE s.id = page.id AND c.id = s.case_id AND o.id = s.org_id
               ORDER BY ",
            $order
        )
    };
}

/// Of those that are not concluded: the priority lane first, then by the last day.
const URGENT: &str = listed!(
    "SELECT s.id FROM organisation o CROSS JOIN service s
     WHERE o.path >= $1 AND o.path < $2 AND s.org_id = o.id AND s.standing IN ($3, $4, $5, $6)
     ORDER BY s.priority DESC, s.due_on IS NULL, s.due_on, s.id DESC LIMIT $7 OFFSET $8",
    "s.priority DESC, s.due_on IS NULL, s.due_on, s.id DESC"
);

/// The newest first, where there are few: all of them are looked at, and no others.
const NEWEST_OF_FEW: &str = listed!(
    "SELECT s.id FROM organisation o CROSS JOIN service s
     WHERE o.path >= $1 AND o.path < $2 AND s.org_id = o.id AND s.standing IN ($3, $4, $5, $6)
     ORDER BY s.id DESC LIMIT $7 OFFSET $8",
    "s.id DESC"
);

/// The newest first, where there are many: from the newest down, until the page is full.
const NEWEST_OF_MANY: &str = listed!(
    "SELECT s.id FROM service s CROSS JOIN organisation o
     WHERE o.id = s.org_id AND o.path >= $1 AND o.path < $2 AND s.standing = $3
     ORDER BY s.id DESC LIMIT $7 OFFSET $8",
    "s.id DESC"
);
const NEWEST_OF_ALL: &str = listed!(
    "SELECT s.id FROM service s CROSS JOIN organisation o
     WHERE o.id = s.org_id AND o.path >= $1 AND o.path < $2 AND s.case_id IS NOT NULL
     ORDER BY s.id DESC LIMIT $7 OFFSET $8",
    "s.id DESC"
);

/// The one of this number.
const OF_NUMBER: &str = listed!(
    "SELECT s.id FROM case_file c CROSS JOIN service s CROSS JOIN organisation o
     WHERE c.number = $9 AND s.case_id = c.id AND o.id = s.org_id AND o.path >= $1 AND o.path < $2
           AND s.standing IN ($3, $4, $5, $6)
     LIMIT $7 OFFSET $8",
    "s.id DESC"
);

/// A page of the list. `few`: there are no more than [`COUNTED_MAX`] in all.
pub(super) async fn list(conn: &mut Conn, filter: &Filter, few: bool) -> Result<Vec<Listed>> {
    let [first, second, third, fourth] = codes(filter.standing);
    let sql = match filter.standing {
        _ if !filter.number.is_empty() => OF_NUMBER,
        Standing::Open | Standing::ToAnswer => URGENT,
        _ if few => NEWEST_OF_FEW,
        Standing::All => NEWEST_OF_ALL,
        _ => NEWEST_OF_MANY,
    };
    let args = args![
        &filter.org_path,
        beyond(&filter.org_path),
        first,
        second,
        third,
        fourth,
        filter.limit,
        filter.offset,
        &filter.number
    ];
    conn.all(sql, args).await?.iter().map(listed).collect()
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

/// How many there are of a standing, counted up to one more than [`COUNTED_MAX`].
pub(super) async fn count(conn: &mut Conn, org_path: &str, standing: &str) -> Result<i64> {
    conn.one(
        "SELECT count(*) AS n FROM (
           SELECT s.id FROM organisation o CROSS JOIN service s
           WHERE o.path >= $1 AND o.path < $2 AND s.org_id = o.id AND s.standing = $3 LIMIT $4) AS counted",
        args![org_path, beyond(org_path), standing, COUNTED_MAX + 1],
    )
    .await?
    .get("n")
}

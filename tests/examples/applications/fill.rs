//! Cases by the hundred thousand: lives of four kinds, copied by statements: archived, decided, running, and not yet answered.

use kernel::Result;
use kernel::args;
use kernel::db::{Conn, Db};
use matters::service::Sent;
use office::organisation::Actor;
use serde_json::json;

use super::county::{County, DEPARTMENTS};
use super::life;

/// Copies of one transaction.
const BATCH: i64 = 20_000;
/// Of a thousand: decided and not yet archived, running, not yet answered. The others are archived: a county with two
/// hundred thousand applications a year, each open for ten working days, has one in a hundred of five years open.
const DECIDED: i64 = 8;
const RUNNING: i64 = 10;
const UNANSWERED: i64 = 2;

/// Rows of lives to copy.
struct Pattern {
    archived: Span,
    decided: Span,
    running: Span,
    unanswered: Span,
    department: i64,
}

/// Rows of one life: its cases lie together, its application is one row.
#[derive(Clone, Copy)]
struct Span {
    first_case: i64,
    cases: i64,
    service: i64,
}

/// Lives those that are copied.
async fn pattern(county: &County) -> Result<Pattern> {
    let mut whole = life::steps(county);
    let mut delivered = life::step("deliver", "", json!({ "delivery_way": "counter" }));
    delivered.sheets = vec![life::sheet("proof", "送达回证")];
    whole.push((county.clerk, delivered));
    whole.push((
        county.clerk,
        life::step("archive", "", json!({ "retention": "years_10" })),
    ));
    Ok(Pattern {
        archived: lived(county, whole, true).await?,
        decided: lived(county, life::steps(county), false).await?,
        running: lived(county, life::steps(county).into_iter().take(2).collect(), false).await?,
        unanswered: lived(county, Vec::new(), false).await?,
        department: county.department,
    })
}

/// `published`: what is linked to it, the publication of the grant, is done too.
async fn lived(county: &County, steps: Vec<(i64, Sent)>, published: bool) -> Result<Span> {
    let own = county.clone();
    county
        .db
        .act(move |conn| {
            Box::pin(async move {
                let first_case = life::lived(&own.docket, conn, &own, steps).await?;
                let last = highest(conn, "SELECT max(id) AS id FROM case_file").await?;
                if published {
                    for linked in first_case + 1..=last {
                        publish(&own, conn, linked).await?;
                    }
                }
                Ok(Span {
                    first_case,
                    cases: last - first_case + 1,
                    service: highest(conn, "SELECT max(id) AS id FROM service").await?,
                })
            })
        })
        .await
}

async fn publish(county: &County, conn: &mut Conn, linked: i64) -> Result<()> {
    let order = life::step(
        "publish-done",
        "",
        json!({ "address": "https://credit.example/1" }),
    )
    .order;
    let clerk = Actor::person(county.clerk);
    let done = county
        .docket
        .act(conn, linked, "publish-done", &clerk, order, county.now);
    done.await.map(|_| ())
}

async fn highest(conn: &mut Conn, sql: &'static str) -> Result<i64> {
    Ok(conn
        .one(sql, args![])
        .await?
        .get::<Option<i64>>("id")?
        .unwrap_or_default())
}

/// Fills until there are so many applications, then lets PostgreSQL look at what it has, as it would itself.
pub async fn to(county: &County, size: i64) -> Result<()> {
    let db = &county.db;
    let mut there = count(db).await?;
    if there >= size {
        return Ok(());
    }
    let pattern = pattern(county).await?;
    while there < size {
        let more = (size - there).min(BATCH);
        let of = |share: i64| (more * share / 1000).max(1);
        let rest = (more - of(DECIDED) - of(RUNNING) - of(UNANSWERED)).max(1);
        for (span, copies) in [
            (pattern.running, of(RUNNING)),
            (pattern.archived, rest),
            (pattern.unanswered, of(UNANSWERED)),
            (pattern.decided, of(DECIDED)),
        ] {
            let department = pattern.department;
            db.act(move |conn| {
                Box::pin(async move {
                    if conn.is_postgres() {
                        // Whom a row names need not be looked up for every copy.
                        conn.run("SET LOCAL session_replication_role = replica", args![])
                            .await?;
                    }
                    copy(conn, span, copies, department).await
                })
            })
            .await?;
        }
        there = count(db).await?;
    }
    db.act(|conn| {
        Box::pin(async move {
            if conn.is_postgres() {
                let named =
                    "SELECT setval(pg_get_serial_sequence($1, 'id'), (SELECT max(id) FROM case_file))";
                conn.first(named, args!["case_file"]).await?;
                let named = "SELECT setval(pg_get_serial_sequence($1, 'id'), (SELECT max(id) FROM service))";
                conn.first(named, args!["service"]).await?;
            }
            // SQLite looks at nothing by itself, and the house does not ask it to; PostgreSQL does.
            match conn.is_postgres() {
                true => conn.run("ANALYZE", args![]).await.map(|_| ()),
                false => Ok(()),
            }
        })
    })
    .await
}

async fn count(db: &Db) -> Result<i64> {
    let mut conn = db.read().await?;
    conn.one("SELECT count(*) AS n FROM service", args![])
        .await?
        .get("n")
}

/// `$1` the first case, `$2` how many cases a life has, `$3` the application, `$4` copies, `$5` and `$6` the rows behind
/// which cases and applications come, `$7` the first department.
async fn copy(conn: &mut Conn, span: Span, copies: i64, department: i64) -> Result<()> {
    let cases = highest(conn, "SELECT max(id) AS id FROM case_file").await?;
    let services = highest(conn, "SELECT max(id) AS id FROM service").await?;
    for sql in COPIES {
        let args = args![
            span.first_case,
            span.cases,
            span.service,
            copies,
            cases,
            services,
            department,
            DEPARTMENTS
        ];
        conn.run(sql, args).await?;
    }
    Ok(())
}

/// The copies' numbers, the case that stands for the pattern's, and the application. Every parameter has a type here, so
/// that no database has to guess one.
macro_rules! copied {
    ($insert:literal, $select:literal) => {
        concat!(
            "WITH RECURSIVE n(k) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT k + 1 FROM n WHERE k < CAST($4 AS BIGINT)),
             p(first_case, cases, service, case_base, service_base, department, departments) AS (
               SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($5 AS BIGINT),
                      CAST($6 AS BIGINT), CAST($7 AS BIGINT), CAST($8 AS BIGINT)) ",
            $insert, " ", $select
        )
    };
}

/// Of copied events the leaf, and of copied letters the text, is left out: no list and no index reads them, and a million
/// of them would be more than twice the disk.
const COPIES: [&str; 10] = [
    copied!(
        "INSERT INTO case_file (id, number, query_code, org_id, procedure_code, procedure_digest, params, title,
                                subject_kind, subject_id, parent_id, opened_at, last_seq, outcome)",
        "SELECT p.case_base + (n.k - 1) * p.cases + c.id - p.first_case + 1,
                c.number || '/' || CAST(p.case_base + n.k AS TEXT), c.query_code,
                p.department + n.k % p.departments, c.procedure_code, c.procedure_digest, c.params, c.title,
                c.subject_kind, p.service_base + n.k,
                CASE WHEN c.parent_id IS NULL THEN NULL
                     ELSE p.case_base + (n.k - 1) * p.cases + c.parent_id - p.first_case + 1 END,
                c.opened_at, c.last_seq, c.outcome
         FROM p, n, case_file c WHERE c.id >= p.first_case AND c.id < p.first_case + p.cases ORDER BY n.k, c.id"
    ),
    copied!(
        "INSERT INTO service (id, org_id, case_id, item_id, item_version, channel, applicant_kind, delivery_way,
                              applicant_key, filed_at, received_on, accepted_on, decided_on, concluded_on, result,
                              late_statutory, late_promised, used_days, saved_days, visits, priority, delivered_on,
                              accept_days, decide_days, deliver_days, standing, due_on)",
        "SELECT p.service_base + n.k, p.department + n.k % p.departments,
                p.case_base + (n.k - 1) * p.cases + 1, s.item_id + n.k % p.departments, s.item_version, s.channel,
                s.applicant_kind, s.delivery_way, s.applicant_key || CAST(n.k AS TEXT), s.filed_at,
                '202' || CAST(n.k % 6 AS TEXT) || '-1' || CAST(n.k % 3 AS TEXT) || '-1' || CAST(n.k % 9 AS TEXT),
                CASE WHEN s.accepted_on IS NULL THEN NULL ELSE '202' || CAST(n.k % 6 AS TEXT) || '-1'
                     || CAST(n.k % 3 AS TEXT) || '-1' || CAST(n.k % 9 AS TEXT) END,
                CASE WHEN s.decided_on IS NULL THEN NULL ELSE '202' || CAST(n.k % 6 AS TEXT) || '-1'
                     || CAST(n.k % 3 AS TEXT) || '-2' || CAST(n.k % 9 AS TEXT) END,
                s.concluded_on, s.result, s.late_statutory, s.late_promised, s.used_days, s.saved_days, s.visits,
                s.priority, s.delivered_on, s.accept_days, s.decide_days, s.deliver_days, s.standing,
                CASE WHEN s.due_on IS NULL THEN NULL ELSE '2026-10-1' || CAST(n.k % 10 AS TEXT) END
         FROM p, n, service s WHERE s.id = p.service"
    ),
    copied!(
        "INSERT INTO event (case_id, seq, kind, act, branch, actor_id, on_behalf_of, recorded_at, effective_on, reason,
                            data, documents, corrects, salt, request_key, leaf, leaf_hash, ledger_index)",
        "SELECT p.case_base + (n.k - 1) * p.cases + e.case_id - p.first_case + 1, e.seq, e.kind, e.act, e.branch,
                e.actor_id, e.on_behalf_of, e.recorded_at, e.effective_on, e.reason, e.data, e.documents, e.corrects,
                e.salt, CASE WHEN e.request_key IS NULL THEN NULL
                             ELSE e.request_key || CAST(p.case_base + n.k AS TEXT) END,
                substr(e.leaf, 1, 1), e.leaf_hash,
                -(p.case_base + (n.k - 1) * p.cases + e.case_id - p.first_case + 1) * 100 - e.seq
         FROM p, n, event e WHERE e.case_id >= p.first_case AND e.case_id < p.first_case + p.cases
         ORDER BY n.k, e.id"
    ),
    copied!(
        "INSERT INTO holding (case_id, branch, place, label, holder, role, org_id, due_on)",
        "SELECT p.case_base + (n.k - 1) * p.cases + h.case_id - p.first_case + 1, h.branch, h.place, h.label, h.holder,
                h.role, p.department + n.k % p.departments,
                CASE WHEN h.due_on IS NULL THEN NULL ELSE '2026-10-1' || CAST(n.k % 10 AS TEXT) END
         FROM p, n, holding h WHERE h.case_id >= p.first_case AND h.case_id < p.first_case + p.cases"
    ),
    copied!(
        "INSERT INTO clock_reading (case_id, branch, clock, label, kind, state, due_on, provisional, light, turns_at)",
        "SELECT p.case_base + (n.k - 1) * p.cases + r.case_id - p.first_case + 1, r.branch, r.clock, r.label, r.kind,
                r.state, CASE WHEN r.due_on IS NULL THEN NULL ELSE '2026-10-1' || CAST(n.k % 10 AS TEXT) END, r.provisional, r.light, r.turns_at + n.k * 1000000
         FROM p, n, clock_reading r WHERE r.case_id >= p.first_case AND r.case_id < p.first_case + p.cases"
    ),
    copied!(
        "INSERT INTO personal_value (subject_kind, subject_id, field, value, salt, event_id, erased_at)",
        "SELECT v.subject_kind, p.service_base + n.k, v.field, v.value, v.salt, v.event_id, v.erased_at
         FROM p, n, personal_value v WHERE v.subject_kind = 'service' AND v.subject_id = p.service"
    ),
    copied!(
        "INSERT INTO paper (case_id, kind, name, digest, salt, media_type, size_bytes, by_person, for_party, at, about)",
        "SELECT p.case_base + (n.k - 1) * p.cases + a.case_id - p.first_case + 1, a.kind, a.name, a.digest, a.salt,
                a.media_type, a.size_bytes, a.by_person, a.for_party, a.at, a.about
         FROM p, n, paper a WHERE a.case_id >= p.first_case AND a.case_id < p.first_case + p.cases"
    ),
    copied!(
        "INSERT INTO letter (case_id, seq, n, template, version, name, addressee, member, number, body, digest, salt,
                             made_at)",
        "SELECT p.case_base + (n.k - 1) * p.cases + l.case_id - p.first_case + 1, l.seq, l.n, l.template, l.version,
                l.name, l.addressee, l.member, l.number, NULL, l.digest, NULL, l.made_at
         FROM p, n, letter l WHERE l.case_id >= p.first_case AND l.case_id < p.first_case + p.cases"
    ),
    copied!(
        "INSERT INTO outbox (case_id, seq, n, kind, body, done_at)",
        "SELECT p.case_base + (n.k - 1) * p.cases + x.case_id - p.first_case + 1, x.seq, x.n, x.kind, x.body, x.done_at
         FROM p, n, outbox x WHERE x.case_id >= p.first_case AND x.case_id < p.first_case + p.cases"
    ),
    // Word to colleagues: what they have read already.
    copied!(
        "INSERT INTO notice (person_id, sentence, address, source_key, at, seen_at)",
        "SELECT w.person_id, w.sentence, w.address, w.source_key || '/' || CAST(p.case_base + n.k AS TEXT), w.at, w.at
         FROM p, n, notice w WHERE w.id <= 3"
    ),
];

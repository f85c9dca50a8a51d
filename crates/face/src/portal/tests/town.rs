//! A small town with a portal: what is public in it went through all five hands.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use jiff::{SignedDuration, Timestamp};
use kernel::db::{Conn, Db};
use kernel::record::{Identity, Signer};
use kernel::time::Clock;
use kernel::{Result, args};
use matters::publication::{self, AttachmentRef, Column, Content, Decision, Saved};
use office::docket::{Almanac, Docket, Order, Registry};
use office::file::Files;
use office::index;
use office::organisation::{Actor, Site, set_site};
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::{App, door, open, portal};

const ROLES: [(&str, &str); 12] = [
    ("xie", "submitter"),
    ("ke", "section_head"),
    ("fen", "branch_leader"),
    ("gong", "openness_office"),
    ("shou", "head"),
    ("xia", "takedown_officer"),
    ("wei", "head"),
    ("ban", "request_clerk"),
    ("zhu", "openness_head"),
    ("jian", "supervisor"),
    ("pi", "service_handler"),
    ("ku", "catalogue_keeper"),
];

/// Rows that documents hang on.
#[derive(Clone)]
pub struct Rows {
    pub people: HashMap<&'static str, i64>,
    pub county: i64,
    pub policy: i64,
    pub reading: i64,
    pub notices: i64,
}

pub struct Town {
    pub app: App,
    pub rows: Rows,
    clock: Clock,
    folder: TempDir,
}

/// What came back.
pub struct Seen {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }
}

impl Town {
    pub async fn found() -> Town {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::simulated("2026-11-19T09:00:00+08:00".parse().unwrap());
        let db = Db::sqlite(&folder.path().join("sundial.db")).await.unwrap();
        let registry = Arc::new(Registry::open(&db, clock.now()).await.unwrap());
        let almanac = Arc::new(Almanac::open(&db).await.unwrap());
        let identity = Identity::load_or_make(&folder.path().join("key"), || {
            Ok(ledger::Origin::demo("www.qingchuan.gov.example/ledger").map_err(kernel::Fault::new)?)
        });
        let signer = Signer::open(db.clone(), identity.unwrap(), folder.path().join("witness"))
            .await
            .unwrap();
        let rows = db.act(|conn| Box::pin(rows(conn))).await.unwrap();
        let app = App {
            db,
            clock: clock.clone(),
            docket: Docket { registry, almanac },
            files: Files::open(&folder.path().join("files")).unwrap(),
            search: search::Index::in_memory().unwrap(),
            signer,
            press: crate::press::Press::here(),
            pages: portal::Pages::new(),
            secure_cookies: false,
        };
        Town {
            app,
            rows,
            clock,
            folder,
        }
    }

    pub fn actor(&self, who: &str) -> Actor {
        Actor::person(self.rows.people[who])
    }

    pub fn later(&self) -> Timestamp {
        let now = self.clock.now() + SignedDuration::from_mins(1);
        self.clock.set(now);
        now
    }

    /// Published by the county at this address, through all five hands; its row.
    pub async fn publish(&self, slug: &'static str, content: Content) -> i64 {
        let (org, person, now) = (self.rows.county, self.rows.people["xie"], self.later());
        let made = self.app.db.act(move |conn| {
            Box::pin(async move { publication::start_at(conn, person, org, slug, content, now).await })
        });
        let document = made.await.unwrap();
        self.sign(document).await;
        document
    }

    /// The next edition of a public document.
    pub async fn revise(&self, document: i64, content: Content) {
        let (actor, now) = (self.actor("xie"), self.later());
        let saved = self.app.db.act(move |conn| {
            Box::pin(async move {
                let base = publication::revise(conn, &actor, document, now).await?;
                publication::save(conn, &actor, document, base, content, now).await
            })
        });
        assert!(matches!(saved.await.unwrap(), Saved::Kept { .. }));
        self.sign(document).await;
    }

    async fn sign(&self, document: i64) {
        let (docket, actor, now) = (self.app.docket.clone(), self.actor("xie"), self.later());
        let submitted = self.app.db.act(move |conn| {
            Box::pin(async move {
                let revision = publication::draft(conn, document).await?.revision;
                publication::submit(&docket, conn, &actor, document, revision, Order::default(), now).await
            })
        });
        let case = submitted.await.unwrap().case_id;
        for (who, act) in [
            ("ke", "approve-section"),
            ("fen", "approve-leader"),
            ("gong", "approve-openness"),
            ("shou", "approve-head"),
        ] {
            let (docket, actor, now) = (self.app.docket.clone(), self.actor(who), self.later());
            let decided = self.app.db.act(move |conn| {
                Box::pin(async move {
                    let seen_digest = publication::review(&docket, conn, &actor, case, now)
                        .await?
                        .edition
                        .digest;
                    let decision = Decision {
                        act: act.into(),
                        seen_digest,
                        order: Order::default(),
                    };
                    publication::decide(&docket, conn, &actor, case, decision, now).await
                })
            });
            let _ = decided.await.unwrap();
        }
        self.settle().await;
    }

    /// Offline at once.
    pub async fn take_down(&self, document: i64, reason: &'static str) {
        let (docket, actor, now) = (self.app.docket.clone(), self.actor("xia"), self.later());
        let order = Order {
            reason: Some(reason.into()),
            data: serde_json::json!({ "ground": "personal" })
                .as_object()
                .unwrap()
                .clone(),
            ..Order::default()
        };
        let taken = self.app.db.act(move |conn| {
            Box::pin(async move { publication::take_down(&docket, conn, &actor, document, order, now).await })
        });
        let _ = taken.await.unwrap();
        self.app.pages.changed();
    }

    /// An old address that leads to the document.
    pub async fn redirect(&self, old: &'static str, document: i64) {
        let kept = self.app.db.act(move |conn| {
            Box::pin(async move {
                conn.run(
                    "INSERT INTO redirect (old_path, document_id) VALUES ($1, $2)",
                    args![old, document],
                )
                .await
            })
        });
        kept.await.unwrap();
    }

    /// Signs the ledger, takes everything into the index, and says that pages changed.
    pub async fn settle(&self) {
        self.app.signer.sign(&self.clock).await.unwrap();
        let mut conn = self.app.db.read().await.unwrap();
        let round = index::next_round(&self.app.docket, &mut conn, self.app.search.cursor())
            .await
            .unwrap();
        let mut entries = Vec::new();
        for case in &round.cases {
            for id in publication::touched(&mut conn, &case.subject_kind, case.subject_id)
                .await
                .unwrap()
            {
                entries.push(publication::findable(&mut conn, id).await.unwrap());
            }
            for code in index::touched(&mut conn, &case.subject_kind, case.subject_id)
                .await
                .unwrap()
            {
                entries.extend(index::item(&mut conn, &code).await.unwrap());
            }
        }
        index::take_in(&self.app.search, entries, round.cursor, false).unwrap();
        self.app.pages.changed();
    }

    /// A file as an edition refers to it, its bytes kept.
    pub fn file(&self, name: &str, media_type: &str, bytes: &[u8]) -> AttachmentRef {
        let digest = self.app.files.keep(bytes).unwrap();
        AttachmentRef {
            name: name.into(),
            media_type: media_type.into(),
            size_bytes: bytes.len() as i64,
            digest,
        }
    }

    /// Everything the public can reach.
    pub fn routes(&self) -> Router {
        let rooms = Router::new()
            .merge(portal::routes())
            .merge(open::routes())
            .merge(door::routes());
        door::guard(rooms, self.app.clone()).with_state(self.app.clone())
    }

    pub async fn get(&self, path: &str) -> Seen {
        self.get_with(path, &[]).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Seen {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = self
            .routes()
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = to_bytes(body, 1 << 24).await.unwrap();
        Seen {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// Moves the clock to this instant.
    pub fn at(&self, at: &str) -> Timestamp {
        self.clock.set(at.parse().unwrap());
        self.clock.now()
    }

    /// Keeps the folder for as long as the house stands.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}

async fn rows(conn: &mut Conn) -> Result<Rows> {
    let county = organisation(conn, "county", "晴川县人民政府", None, "/1/").await?;
    organisation(conn, "housing", "晴川县住房和城乡建设局", Some(county), "/1/2/").await?;
    let mut people = HashMap::new();
    for (login, role) in ROLES {
        let id: i64 = conn
            .one(
                "INSERT INTO person (login, name) VALUES ($1, $1) RETURNING id",
                args![login],
            )
            .await?
            .get("id")?;
        conn.run(
            "INSERT INTO post (person_id, org_id, role, title, from_on) VALUES ($1, $2, $3, $3, '2026-01-01')",
            args![id, county, role],
        )
        .await?;
        people.insert(login, id);
    }
    set_site(conn, &identity()).await?;
    let policy = column(conn, "policy", "政策文件", "政策文件", None, county, 1).await?;
    let reading = column(
        conn,
        "interpretation",
        "政策解读",
        "政策解读",
        Some(policy),
        county,
        2,
    )
    .await?;
    let notices = column(conn, "notices", "通知公告", "工作动态", None, county, 3).await?;
    column(conn, "empty", "空栏目", "工作动态", None, county, 4).await?;
    Ok(Rows {
        people,
        county,
        policy,
        reading,
        notices,
    })
}

fn identity() -> Site {
    Site {
        name: "晴川县人民政府".into(),
        domain: "www.qingchuan.gov.example".into(),
        id_code: "9900000001".into(),
        tagline: "该公开的，按时公开；该办的，按时办".into(),
        sponsor: "晴川县人民政府".into(),
        operator: "晴川县人民政府办公室".into(),
        address: "晴川县城关明德路18号".into(),
        phone: "0990-0000125".into(),
        icp: "晴ICP备00000001号".into(),
        police_record: String::new(),
        fictional: true,
    }
}

async fn organisation(
    conn: &mut Conn,
    code: &str,
    name: &str,
    above: Option<i64>,
    path: &str,
) -> Result<i64> {
    conn.one(
        "INSERT INTO organisation (code, name, short_name, kind, parent_id, path, uscc, address, phone, hours, position)
         VALUES ($1, $2, $2, 'department', $3, $4, '11990100001001005F', '明德路18号', '0990-0000120', '工作日 09:00-17:00', 1)
         RETURNING id",
        args![code, name, above, path],
    )
    .await?
    .get("id")
}

async fn column(
    conn: &mut Conn,
    slug: &str,
    name: &str,
    kind: &str,
    parent_id: Option<i64>,
    org_id: i64,
    position: i64,
) -> Result<i64> {
    let column = Column {
        id: 0,
        slug: slug.into(),
        name: name.into(),
        column_type: kind.into(),
        description: format!("{name}，按发布时间排列。"),
        keywords: format!("{name},晴川县"),
        org_id,
        owner_id: None,
        parent_id,
        position,
        update_days: None,
    };
    publication::add_column(conn, &column).await
}

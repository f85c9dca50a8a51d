//! A town whose staff work at the workbench: everybody has a browser of their own.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use jiff::{SignedDuration, Timestamp};
use kernel::db::{Conn, Db};
use kernel::record::{Identity, Signer};
use kernel::time::Clock;
use kernel::{Result, args, session};
use matters::publication::{self, Column};
use office::docket::{Almanac, Docket, Registry};
use office::file::Files;
use office::organisation::{Site, set_site};
use office::register::{self, Bootstrap, FirstPost, NewOrganisation, NewPerson};
use tempfile::TempDir;
use tower::ServiceExt as _;

pub use super::super::words::encode;
use crate::{App, portal};

/// Login, role. Everybody is in the county's office.
const STAFF: [(&str, &str); 19] = [
    ("xie", "submitter"),
    ("ning", "submitter"),
    ("ke", "section_head"),
    ("fen", "branch_leader"),
    ("gong", "openness_office"),
    ("shou", "head"),
    ("xia", "takedown_officer"),
    ("jian", "supervisor"),
    ("dao", "importer"),
    ("yan", "import_reviewer"),
    ("zu", "org_admin"),
    ("jing", "request_clerk"),
    ("min", "request_clerk"),
    ("qian", "openness_head"),
    ("chuang", "window_clerk"),
    ("pi", "service_handler"),
    ("piz", "service_head"),
    ("ku", "catalogue_keeper"),
    ("xitong", "site_admin"),
];

/// In the bureau below: `wai` writes for it, `cao` answers requests.
const BUREAU: [(&str, &str); 2] = [("wai", "submitter"), ("cao", "request_clerk")];

pub struct Town {
    pub app: App,
    /// The house, put together once.
    routes: Router,
    pub clock: Clock,
    pub people: HashMap<&'static str, i64>,
    pub county: i64,
    pub column: i64,
    sessions: HashMap<&'static str, String>,
    _folder: TempDir,
}

/// What came back.
pub struct Seen {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Seen {
    pub fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    pub fn leads_to(&self) -> &str {
        self.headers.get("location").map_or("", |to| to.to_str().unwrap())
    }

    /// The value of the first hidden input of this name.
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let Some((_, rest)) = self.body.split_once(&mark) else {
            panic!("no {name} in {} {}", self.status, self.body)
        };
        rest.split('"').next().unwrap().to_owned()
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
        let docket = Docket { registry, almanac };
        let (founding, now) = (docket.clone(), clock.now());
        let made = db.act(move |conn| Box::pin(async move { rows(&founding, conn, now).await }));
        let (county, column, people) = made.await.unwrap();
        let mut sessions = HashMap::new();
        for (login, id) in people.clone() {
            let now = clock.now();
            let begun = db.act(move |conn| Box::pin(session::begin(conn, session::Whose::Person(id), now)));
            sessions.insert(login, begun.await.unwrap().1);
        }
        let app = App {
            db,
            clock: clock.clone(),
            docket,
            files: Files::open(&folder.path().join("files")).unwrap(),
            search: search::Index::in_memory().unwrap(),
            signer,
            press: crate::press::Press::here(),
            pages: portal::Pages::new(),
            secure_cookies: false,
        };
        Town {
            routes: crate::router(app.clone()),
            app,
            clock,
            people,
            county,
            column,
            sessions,
            _folder: folder,
        }
    }

    /// The same town once more, its rows a copy: what is done in one is not seen in the other. The files
    /// stay where they are, so this town has to outlive the copy.
    pub async fn copy(&self) -> Town {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sundial.db");
        self.app.db.backup(&file).await.unwrap();
        let app = App {
            db: Db::sqlite(&file).await.unwrap(),
            press: crate::press::Press::here(),
            pages: portal::Pages::new(),
            ..self.app.clone()
        };
        Town {
            routes: crate::router(app.clone()),
            app,
            clock: self.clock.clone(),
            people: self.people.clone(),
            county: self.county,
            column: self.column,
            sessions: self.sessions.clone(),
            _folder: folder,
        }
    }

    /// Where everything of it lies.
    pub fn folder(&self) -> &std::path::Path {
        self._folder.path()
    }

    pub fn later(&self, minutes: i64) {
        self.clock
            .set(self.clock.now() + SignedDuration::from_mins(minutes));
    }

    /// Days pass; whoever was logged in has to log in again.
    pub async fn days(&mut self, days: i64) {
        self.later(days * 24 * 60);
        for (login, id) in self.people.clone() {
            let now = self.clock.now();
            let begun = self
                .app
                .db
                .act(move |conn| Box::pin(session::begin(conn, session::Whose::Person(id), now)));
            self.sessions.insert(login, begun.await.unwrap().1);
        }
    }

    pub fn routes(&self) -> Router {
        self.routes.clone()
    }

    /// The cookie under which somebody is logged in.
    pub fn cookie(&self, who: &str) -> String {
        format!("sundial_session={}", self.sessions[who])
    }

    pub async fn get(&self, who: &str, path: &str) -> Seen {
        let request = Request::builder()
            .uri(path)
            .header("cookie", self.cookie(who))
            .header("accept", "text/html");
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// A form of this site, with the session's token.
    pub async fn post(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> Seen {
        // A session's value changes every half hour: a long story has to fit into one.
        self.clock.set(self.clock.now() + SignedDuration::from_secs(20));
        let mut body = format!("csrf={}", encode(&self.token(who).await));
        for (name, value) in fields {
            body.push_str(&format!("&{name}={}", encode(value)));
        }
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header("cookie", self.cookie(who))
            .header("sec-fetch-site", "same-origin")
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// The same with a file.
    pub async fn upload(
        &self,
        who: &str,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Seen {
        let token = self.token(who).await;
        let mut body = Vec::new();
        for (name, value) in [("csrf", token.as_str())].iter().chain(fields) {
            body.extend(
                format!("--X\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let (field, name, bytes) = file;
        let head =
            format!("--X\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.bytes());
        body.extend(bytes);
        body.extend(b"\r\n--X--\r\n");
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header("cookie", self.cookie(who))
            .header("sec-fetch-site", "same-origin")
            .header("accept", "text/html")
            .header("content-type", "multipart/form-data; boundary=X");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// The session's token, as a page of theirs carries it.
    pub async fn token(&self, who: &str) -> String {
        self.get(who, "/desk/password").await.hidden("csrf")
    }

    pub async fn send(&self, request: Request<Body>) -> Seen {
        let answer = self.routes().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = to_bytes(body, 1 << 26).await.unwrap();
        Seen {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// Makes `to` stand in for `from` in every post of theirs.
    pub async fn delegate(&self, from: &str, to: &str) {
        let (from, to) = (self.people[from], self.people[to]);
        let made = self.app.db.act(move |conn| {
            Box::pin(async move {
                conn.run(
                    "INSERT INTO delegation (post_id, to_person, from_on, until_on, reason)
                     SELECT id, $2, '2026-11-01', '2026-12-31', '出差' FROM post WHERE person_id = $1",
                    args![from, to],
                )
                .await
            })
        });
        made.await.unwrap();
    }

    /// A draft begun by this person; its row.
    pub async fn draft(&self, who: &str, title: &str) -> i64 {
        let fields = [
            ("org_id", self.county.to_string()),
            ("column_id", self.column.to_string()),
            ("title", title.to_owned()),
        ];
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let made = self.post(who, "/desk/drafts/new", &fields).await;
        assert_eq!(made.status, 303, "{}", made.body);
        made.leads_to().rsplit('/').next().unwrap().parse().unwrap()
    }

    /// What the editor would send, as the draft stands.
    pub async fn form(&self, who: &str, id: i64) -> Vec<(String, String)> {
        let page = self.get(who, &format!("/desk/drafts/{id}")).await;
        assert_eq!(page.status, 200, "{}", page.body);
        [
            ("version", page.hidden("version")),
            ("request_key", page.hidden("request_key")),
            ("title", "城区停车收费标准".to_owned()),
            ("body", "首小时收费四元。\n之后每半小时一元。".to_owned()),
            ("column_id", self.column.to_string()),
            ("genre", "notice".to_owned()),
            ("summary", "规定城区停车收费。".to_owned()),
            ("keywords", "停车、收费".to_owned()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
    }

    /// A submitted document: its row and its case.
    pub async fn submitted(&self, who: &str) -> (i64, i64) {
        let id = self.draft(who, "城区停车收费标准").await;
        let form = self.form(who, id).await;
        let sent = self
            .post(who, &format!("/desk/drafts/{id}/submit"), &refs(&form))
            .await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        (id, sent.leads_to().rsplit('/').next().unwrap().parse().unwrap())
    }

    /// Presses the button of `act` on the review's page.
    pub async fn decide(&self, who: &str, case: i64, act: &str, more: &[(&str, &str)]) -> Seen {
        let page = self.get(who, &format!("/desk/reviews/{case}")).await;
        assert!(
            page.has(&format!("name=\"act\" value=\"{act}\"")),
            "{who} is not offered {act}: {}",
            page.body
        );
        self.decide_on(&page, who, case, act, more).await
    }

    /// The same from a page that was opened before.
    pub async fn decide_on(
        &self,
        page: &Seen,
        who: &str,
        case: i64,
        act: &str,
        more: &[(&str, &str)],
    ) -> Seen {
        let hidden: Vec<(&str, String)> = ["request_key", "seq", "principal", "seen_digest"]
            .into_iter()
            .map(|name| (name, page.hidden(name)))
            .collect();
        let mut fields = vec![("act", act)];
        fields.extend(hidden.iter().map(|(name, value)| (*name, value.as_str())));
        fields.extend(more);
        self.post(who, &format!("/desk/reviews/{case}/acts"), &fields)
            .await
    }

    /// A public document: its row and its case.
    pub async fn published(&self) -> (i64, i64) {
        let (id, case) = self.submitted("xie").await;
        for (who, act) in HANDS {
            let done = self.decide(who, case, act, &[]).await;
            assert_eq!(done.status, 303, "{who}: {}", done.body);
        }
        (id, case)
    }
}

/// Who approves, in order.
pub const HANDS: [(&str, &str); 4] = [
    ("ke", "approve-section"),
    ("fen", "approve-leader"),
    ("gong", "approve-openness"),
    ("shou", "approve-head"),
];

pub fn refs(form: &[(String, String)]) -> Vec<(&str, &str)> {
    form.iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// The form with one field changed.
pub fn with(form: &[(String, String)], name: &str, value: &str) -> Vec<(String, String)> {
    let mut form: Vec<_> = form.iter().filter(|(known, _)| known != name).cloned().collect();
    form.push((name.to_owned(), value.to_owned()));
    form
}

async fn rows(
    docket: &Docket,
    conn: &mut Conn,
    now: Timestamp,
) -> Result<(i64, i64, HashMap<&'static str, i64>)> {
    let founded = register::bootstrap(docket, conn, &first(), now).await?;
    conn.run("UPDATE person SET must_change = 0", args![]).await?;
    let county = founded.organisations["county"];
    let known = STAFF.iter().chain(&BUREAU).map(|(login, _)| *login);
    let people = known.map(|login| (login, founded.people[login])).collect();
    let site = Site {
        name: "晴川县人民政府".into(),
        domain: "www.qingchuan.gov.example".into(),
        ..Site::default()
    };
    set_site(conn, &site).await?;
    let column = Column {
        id: 0,
        slug: "policy".into(),
        name: "政策文件".into(),
        column_type: "政策文件".into(),
        description: "政策文件".into(),
        keywords: "政策".into(),
        org_id: county,
        owner_id: None,
        parent_id: None,
        position: 1,
        update_days: None,
    };
    Ok((county, publication::add_column(conn, &column).await?, people))
}

/// The county, the bureau below it, and a post for everybody.
fn first() -> Bootstrap {
    let organisation = |code: &str, name: &str, kind: &str, parent: Option<&str>| NewOrganisation {
        code: code.into(),
        name: name.into(),
        short_name: name.into(),
        kind: kind.into(),
        parent: parent.map(str::to_owned),
        uscc: Some("11990100001001005F".into()),
        position: 1,
        ..NewOrganisation::default()
    };
    let posts = STAFF.iter().map(|(login, role)| (*login, "county", *role));
    let posts: Vec<_> = posts
        .chain(BUREAU.iter().map(|(login, role)| (*login, "housing", *role)))
        .collect();
    Bootstrap {
        organisations: vec![
            organisation("county", "晴川县人民政府", "county", None),
            organisation("housing", "晴川县住房和城乡建设局", "department", Some("county")),
        ],
        people: posts
            .iter()
            .map(|(login, ..)| NewPerson {
                login: (*login).into(),
                name: (*login).into(),
                phone: None,
                email: None,
            })
            .collect(),
        posts: posts
            .iter()
            .map(|(login, organisation, role)| FirstPost {
                login: (*login).into(),
                organisation: (*organisation).into(),
                roles: vec![(*role).into()],
                title: (*role).into(),
                subtree: false,
                from_on: jiff::civil::date(2026, 1, 1),
                until_on: None,
            })
            .collect(),
    }
}

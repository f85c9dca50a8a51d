//! A small county for the tests below the pages: three organisations, their people, one column, and
//! everything a person does with a document.

mod check;
mod person;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use kernel::db::{Conn, Db, Running};
use kernel::time::Clock;
use kernel::{Error, Result};
use matters::publication::{self, Content, Meta, PublicReader, Visible};
use office::docket::{Almanac, Docket, Registry};
use office::organisation::Actor;
use office::register::{self, Bootstrap, FirstPost, NewOrganisation, NewPerson};
use std::sync::Arc;

pub use check::{Ledger, caches_differ, figures};
pub use person::{Answer, SIGNATURES, Take};

/// (login, organisation, roles). The township has no openness office; the county has.
const POSTS: [(&str, &str, &[&str]); 31] = [
    ("guan", "county", &["org_admin"]),
    ("zong", "county", &["site_admin"]),
    ("xian", "county", &["openness_office"]),
    ("jian", "county", &["supervisor"]),
    ("xie", "bureau", &["submitter"]),
    ("bian", "bureau", &["submitter", "section_head"]),
    ("ke", "bureau", &["section_head"]),
    ("ke2", "bureau", &["section_head"]),
    ("fen", "bureau", &["branch_leader"]),
    ("gong", "bureau", &["openness_office"]),
    ("shou", "bureau", &["head"]),
    ("xia", "bureau", &["takedown_officer"]),
    ("ban", "bureau", &["request_clerk"]),
    ("zhu", "bureau", &["openness_head", "request_clerk"]),
    ("xian-ban", "county", &["request_clerk", "openness_head"]),
    ("chuang", "bureau", &["window_clerk"]),
    ("shi", "bureau", &["service_handler"]),
    ("shen", "bureau", &["service_head"]),
    ("xiang-chuang", "township", &["window_clerk"]),
    ("xiang-shi", "township", &["service_handler"]),
    ("xiang-shen", "township", &["service_head"]),
    ("mu", "county", &["catalogue_keeper"]),
    ("dao", "bureau", &["importer"]),
    ("dao2", "bureau", &["importer", "import_reviewer"]),
    ("yan", "bureau", &["import_reviewer"]),
    ("ti", "bureau", &["importer"]),
    ("xiang-xie", "township", &["submitter"]),
    ("xiang-ke", "township", &["section_head"]),
    ("xiang-fen", "township", &["branch_leader"]),
    ("xiang-shou", "township", &["head"]),
    ("cun", "village", &["submitter"]),
];

/// (code, name, kind, above, 统一社会信用代码)
const ORGANISATIONS: [(&str, &str, &str, Option<&str>, &str); 4] = [
    ("county", "晴川县人民政府", "county", None, "11990100001001005F"),
    (
        "bureau",
        "晴川县人民政府办公室",
        "department",
        Some("county"),
        "11990100001002008W",
    ),
    (
        "township",
        "柳林镇人民政府",
        "township",
        Some("county"),
        "11990100001003001L",
    ),
    ("village", "东沟村村民委员会", "village", Some("township"), ""),
];

/// More departments of the county, for those who ask for them: (code, name).
pub const DEPARTMENTS: [(&str, &str); 11] = [
    ("land", "晴川县自然资源和规划局"),
    ("housing", "晴川县住房和城乡建设局"),
    ("fire", "晴川县消防救援大队"),
    ("defence", "晴川县人民防空办公室"),
    ("archives", "晴川县档案馆"),
    ("quality", "晴川县建设工程质量监督站"),
    ("weather", "晴川县气象局"),
    ("environment", "晴川县生态环境局"),
    ("water", "晴川县水务局"),
    ("city", "晴川县城市管理局"),
    ("health", "晴川县卫生健康局"),
];

/// The county and where it stands in time.
#[derive(Clone)]
pub struct Town {
    pub db: Db,
    pub docket: Docket,
    pub clock: Clock,
    pub column: i64,
    people: Arc<BTreeMap<String, i64>>,
    organisations: Arc<BTreeMap<String, i64>>,
}

impl Town {
    /// Founds it on an empty database: Monday, 7 September 2026, nine o'clock.
    pub async fn found(db: &Db) -> Town {
        Town::founded(db, "2026-09-07", 0).await
    }

    /// The same on another day, with this many of [`DEPARTMENTS`]: in each a handler and a head of services, called
    /// `fire-shi` and `fire-shen`; and above them `xian-shou`, the head of the county.
    pub async fn founded(db: &Db, day: &str, departments: usize) -> Town {
        let now: Timestamp = format!("{day}T09:00:00+08:00").parse().expect("an instant");
        let founding_of = county(&DEPARTMENTS[..departments]);
        let docket = docket(db, now).await;
        let founding = docket.clone();
        let (founded, column) = db
            .act(move |conn| {
                Box::pin(async move {
                    let founded = register::bootstrap(&founding, conn, &founding_of, now).await?;
                    let column =
                        publication::add_column(conn, &column(founded.organisations["county"])).await?;
                    Ok((founded, column))
                })
            })
            .await
            .unwrap_or_else(|error| panic!("the county is founded: {error}"));
        Town {
            db: db.clone(),
            docket,
            clock: Clock::simulated(now),
            column,
            people: Arc::new(founded.people),
            organisations: Arc::new(founded.organisations),
        }
    }

    /// The same county, met again after its database was closed or its program killed.
    pub async fn again(db: &Db, now: Timestamp) -> Town {
        let docket = docket(db, now).await;
        let mut conn = db.read().await.expect("a reader");
        let mut organisations = BTreeMap::new();
        for (code, ..) in ORGANISATIONS {
            let id = register::org_by_code(&mut conn, code)
                .await
                .expect("readable")
                .expect("founded");
            organisations.insert(code.to_owned(), id);
        }
        let mut people = BTreeMap::new();
        for (login, ..) in POSTS {
            let id = register::person_by_login(&mut conn, login)
                .await
                .expect("readable")
                .expect("enrolled");
            people.insert(login.to_owned(), id);
        }
        let column = publication::columns(&mut conn).await.expect("readable")[0].id;
        Town {
            db: db.clone(),
            docket,
            clock: Clock::simulated(now),
            column,
            people: Arc::new(people),
            organisations: Arc::new(organisations),
        }
    }

    pub fn person(&self, who: &str) -> i64 {
        *self
            .people
            .get(who)
            .unwrap_or_else(|| panic!("nobody is called {who}"))
    }

    /// A person, or `who for whom`.
    pub fn actor(&self, who: &str) -> Actor {
        match who.split_once(" for ") {
            Some((who, whom)) => Actor::person(self.person(who)).on_behalf(self.person(whom)),
            None => Actor::person(self.person(who)),
        }
    }

    pub fn everybody(&self) -> impl Iterator<Item = &str> {
        self.people.keys().map(String::as_str)
    }

    pub fn org(&self, code: &str) -> i64 {
        self.organisations[code]
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the clock by whole days.
    pub fn sleep_days(&self, days: i64) {
        self.clock.set(self.now() + SignedDuration::from_hours(24 * days));
    }

    /// A minute passes, and something is done in one act.
    pub async fn run<T, F>(&self, act: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Docket, &'c mut Conn, Timestamp) -> Running<'c, T> + Send + 'static,
    {
        self.clock.set(self.now() + SignedDuration::from_mins(1));
        self.run_now(act).await
    }

    /// Something is done in one act, at this very instant: for those who come at the same time.
    pub async fn run_now<T, F>(&self, act: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Docket, &'c mut Conn, Timestamp) -> Running<'c, T> + Send + 'static,
    {
        let (docket, now) = (self.docket.clone(), self.now());
        self.db.act(move |conn| act(docket, conn, now)).await
    }

    /// What the public finds at this address.
    pub async fn at(&self, slug: &str) -> Option<Visible> {
        let mut conn = self.db.read().await.expect("a reader");
        PublicReader::new(&mut conn)
            .at(slug)
            .await
            .expect("the address is readable")
    }

    /// A notice of this title, ready to be submitted.
    pub fn content(&self, title: &str) -> Content {
        Content {
            title: title.into(),
            body: "<p>现将有关事项通知如下。</p>".into(),
            column_id: self.column,
            meta: Meta {
                genre: "notice".into(),
                doc_number: "晴政发[2026]5号".into(),
                ..Meta::default()
            },
            ..Content::default()
        }
    }
}

/// What the refusal says, by code; a fault fails the test.
pub fn codes<T: std::fmt::Debug>(outcome: Result<T>) -> Vec<String> {
    match outcome {
        Err(Error::Refusal(refusal)) => refusal.issues.into_iter().map(|issue| issue.code).collect(),
        other => panic!("a refusal was due, not {other:?}"),
    }
}

async fn docket(db: &Db, now: Timestamp) -> Docket {
    Docket {
        registry: Arc::new(Registry::open(db, now).await.expect("the shipped definitions")),
        almanac: Arc::new(Almanac::open(db).await.expect("the calendar")),
    }
}

fn county(departments: &[(&str, &str)]) -> Bootstrap {
    let mut founding = Bootstrap {
        organisations: Vec::new(),
        people: Vec::new(),
        posts: Vec::new(),
    };
    let further = departments
        .iter()
        .map(|(code, name)| (*code, *name, "department", Some("county"), ""));
    for (n, (code, name, kind, parent, uscc)) in ORGANISATIONS.into_iter().chain(further).enumerate() {
        founding.organisations.push(NewOrganisation {
            code: code.into(),
            name: name.into(),
            short_name: name.chars().take(6).collect(),
            kind: kind.into(),
            parent: parent.map(str::to_owned),
            uscc: Some(uscc.to_owned()).filter(|uscc| !uscc.is_empty()),
            position: n as i64 + 1,
            ..NewOrganisation::default()
        });
    }
    for (login, organisation, roles) in POSTS {
        seat(&mut founding, login, organisation, roles);
    }
    for (code, _) in departments {
        seat(&mut founding, &format!("{code}-shi"), code, &["service_handler"]);
        seat(&mut founding, &format!("{code}-shen"), code, &["service_head"]);
    }
    if !departments.is_empty() {
        seat(&mut founding, "xian-shou", "county", &["head"]);
    }
    founding
}

/// One more person, in one post.
fn seat(founding: &mut Bootstrap, login: &str, organisation: &str, roles: &[&str]) {
    founding.people.push(NewPerson {
        login: login.into(),
        name: format!("{login}某"),
        phone: None,
        email: None,
    });
    founding.posts.push(FirstPost {
        login: login.into(),
        organisation: organisation.into(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        title: "职员".into(),
        subtree: false,
        from_on: jiff::civil::date(2026, 1, 1),
        until_on: None,
    });
}

fn column(org_id: i64) -> publication::Column {
    publication::Column {
        id: 0,
        slug: "notices".into(),
        name: "通知公告".into(),
        column_type: "政策文件".into(),
        description: "通知".into(),
        keywords: "通知".into(),
        org_id,
        owner_id: None,
        parent_id: None,
        position: 1,
        update_days: None,
    }
}

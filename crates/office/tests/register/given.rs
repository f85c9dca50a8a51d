//! A small county: two bureaus, a town with a village, seven people.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Result;
use kernel::db::{Conn, Db};
use office::docket::{Almanac, Docket, Order, Registry};
use office::organisation::Actor;
use office::register::{Bootstrap, FirstPost, Founded, NewOrganisation, NewPerson, NewPost, bootstrap};

/// The county in a database of its own.
pub struct County {
    pub folder: tempfile::TempDir,
    pub db: Db,
    pub docket: Docket,
    pub founded: Founded,
}

/// Monday morning.
pub fn now() -> Timestamp {
    "2026-11-23T09:00:00+08:00".parse().unwrap()
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn reason(text: &str) -> Order {
    Order {
        reason: Some(text.to_owned()),
        ..Order::default()
    }
}

/// With the document that orders a change of the tree.
pub fn ordered() -> Order {
    Order {
        documents: vec![kernel::code::sha256_hex(b"ordered")],
        ..Order::default()
    }
}

impl County {
    pub async fn founded() -> County {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::sqlite(&folder.path().join("county.db")).await.unwrap();
        let registry = Arc::new(Registry::open(&db, now()).await.unwrap());
        let docket = Docket {
            registry,
            almanac: Arc::new(Almanac::open(&db).await.unwrap()),
        };
        let it = docket.clone();
        let founded = db
            .act(move |conn| Box::pin(async move { bootstrap(&it, conn, &first(), now()).await }))
            .await
            .unwrap();
        County {
            folder,
            db,
            docket,
            founded,
        }
    }

    pub fn org(&self, code: &str) -> i64 {
        self.founded.organisations[code]
    }

    pub fn person(&self, login: &str) -> i64 {
        self.founded.people[login]
    }

    pub fn actor(&self, login: &str) -> Actor {
        Actor::person(self.person(login))
    }

    pub fn post(&self, login: &str, org: &str, role: &str) -> NewPost {
        NewPost {
            person_id: self.person(login),
            org_id: self.org(org),
            roles: vec![role.to_owned()],
            title: "科员".to_owned(),
            subtree: false,
            from_on: day("2026-11-23"),
            until_on: None,
        }
    }

    pub async fn read(&self) -> Conn {
        self.db.read().await.unwrap()
    }
}

/// Runs one verb as one act: `done!(county, |docket, conn| verb(&docket, conn, …))`.
#[macro_export]
macro_rules! done {
    ($county:expr, |$docket:ident, $conn:ident| $verb:expr) => {{
        let $docket = $county.docket.clone();
        $county
            .db
            .act(move |$conn| Box::pin(async move { $verb.await }))
            .await
    }};
}

/// The codes of a refusal's issues, in order.
pub fn codes<T: std::fmt::Debug>(result: Result<T>) -> Vec<String> {
    let error = result.expect_err("refused");
    let refusal = error
        .as_refusal()
        .unwrap_or_else(|| panic!("not a refusal: {error}"));
    refusal.issues.iter().map(|issue| issue.code.clone()).collect()
}

pub fn first() -> Bootstrap {
    let organisation = |code: &str, kind: &str, parent: Option<&str>| NewOrganisation {
        code: code.to_owned(),
        name: format!("{code}单位全称"),
        short_name: code.to_owned(),
        kind: kind.to_owned(),
        parent: parent.map(str::to_owned),
        ..NewOrganisation::default()
    };
    let person = |login: &str| NewPerson {
        login: login.to_owned(),
        name: format!("{login}姓名"),
        phone: Some(format!("0990-00{:05}", login.len() * 11111)),
        email: Some(format!("{login}@county.example")),
    };
    let post = |login: &str, organisation: &str, role: &str| FirstPost {
        login: login.to_owned(),
        organisation: organisation.to_owned(),
        roles: vec![role.to_owned()],
        title: "任职".to_owned(),
        subtree: false,
        from_on: day("2025-01-06"),
        until_on: None,
    };
    Bootstrap {
        organisations: vec![
            organisation("county", "county", None),
            organisation("housing", "department", Some("county")),
            organisation("water", "department", Some("county")),
            organisation("town", "township", Some("county")),
            organisation("village", "village", Some("town")),
        ],
        people: ["admin", "site", "cai", "dan", "eve", "fay", "gus"]
            .map(person)
            .to_vec(),
        posts: vec![
            post("admin", "county", "org_admin"),
            post("site", "county", "site_admin"),
            post("cai", "housing", "submitter"),
            post("dan", "housing", "section_head"),
            post("eve", "housing", "submitter"),
            post("fay", "water", "head"),
            post("gus", "town", "org_admin"),
        ],
    }
}

//! A county as far as an application needs it: departments, people, items in force.

use std::sync::Arc;

use jiff::Timestamp;
use kernel::db::Db;
use kernel::{Result, args};
use office::adjustment;
use office::catalogue::{Audience, Handling, Item, Material, Term, Unit};
use office::docket::{Almanac, Docket, Order, Registry};
use office::organisation::Actor;
use office::register::{self, Bootstrap, FirstPost, NewOrganisation, NewPerson};
use serde_json::json;

/// As many departments as the county of the demonstration has with items.
pub const DEPARTMENTS: i64 = 26;

/// Where applications are lived.
#[derive(Clone)]
pub struct County {
    pub db: Db,
    pub docket: Docket,
    pub now: Timestamp,
    /// Row of the first department; the others follow.
    pub department: i64,
    /// Receives for the whole county.
    pub clerk: i64,
    /// Receives for the first department alone.
    pub desk: i64,
    pub handler: i64,
    pub leader: i64,
}

impl County {
    /// The county of this database; founded, where nothing is there yet.
    pub async fn open(db: &Db) -> Result<County> {
        let now: Timestamp = "2026-09-07T09:00:00+08:00".parse().expect("an instant");
        let docket = Docket {
            registry: Arc::new(Registry::open(db, now).await?),
            almanac: Arc::new(Almanac::open(db).await?),
        };
        let mut county = County {
            db: db.clone(),
            docket,
            now,
            department: 0,
            clerk: 0,
            desk: 0,
            handler: 0,
            leader: 0,
        };
        if !county.known().await? {
            county.found().await?;
            county.known().await?;
        }
        Ok(county)
    }

    async fn known(&mut self) -> Result<bool> {
        let mut conn = self.db.read().await?;
        let found = conn
            .first("SELECT id FROM organisation WHERE code = 'd0'", args![])
            .await?;
        let Some(row) = found else { return Ok(false) };
        self.department = row.get("id")?;
        for (login, id) in [
            ("clerk", &mut self.clerk),
            ("desk", &mut self.desk),
            ("handler", &mut self.handler),
            ("leader", &mut self.leader),
        ] {
            let row = conn
                .one("SELECT id FROM person WHERE login = $1", args![login])
                .await?;
            *id = row.get("id")?;
        }
        Ok(true)
    }

    async fn found(&self) -> Result<()> {
        let (first, known, now) = (bootstrap(), self.docket.clone(), self.now);
        let founded = self
            .db
            .act(move |conn| {
                Box::pin(async move {
                    let founded = register::bootstrap(&known, conn, &first, now).await?;
                    conn.run("UPDATE person SET must_change = 0", args![]).await?;
                    Ok(founded)
                })
            })
            .await?;
        let (shi, mu) = (founded.people["proposer"], founded.people["keeper"]);
        self.catalogue(
            founded.organisations["county"],
            Actor::person(shi),
            Actor::person(mu),
        )
        .await
    }

    async fn catalogue(&self, org_id: i64, proposer: Actor, keeper: Actor) -> Result<()> {
        let items: Vec<Item> = (0..DEPARTMENTS).map(item).collect();
        let (docket, now) = (self.docket.clone(), self.now);
        self.db
            .act(move |conn| {
                Box::pin(async move {
                    let begun =
                        adjustment::begin(conn, &proposer, org_id, "目录.xlsx", items, vec![], now).await?;
                    let data = json!({ "ground": "first" });
                    let order = Order {
                        reason: Some("首次公布".into()),
                        data: data.as_object().cloned().unwrap_or_default(),
                        ..Order::default()
                    };
                    let _ = adjustment::propose(&docket, conn, &proposer, begun.id, order, now).await?;
                    adjustment::decide(&docket, conn, &keeper, begun.id, "accept", Order::default(), now)
                        .await
                        .map(|_| ())
                })
            })
            .await
    }
}

/// The code of a department's item.
pub fn code(n: i64) -> String {
    format!("990100SL-XK-{n:04}-01")
}

fn item(n: i64) -> Item {
    let term = |days| Term {
        days: Some(days),
        unit: Unit::Working,
    };
    let material = |name: &str| Material {
        name: name.into(),
        copies: 1,
        needed: true,
        ..Material::default()
    };
    Item {
        code: code(n),
        name: format!("第{n}项许可"),
        everyday_words: vec![format!("开第{n}家店"), "办证".into()],
        main_name: format!("第{n}项许可"),
        kind: "permit".into(),
        org_code: format!("d{n}"),
        audience: vec![Audience::Person],
        handling: Handling::Promised,
        statutory: term(20),
        promised: term(10),
        materials: ["申请书", "身份证", "场所证明"].map(material).to_vec(),
        ways: vec!["窗口".into()],
        place: "县政务大厅".into(),
        phone: "0990-0000500".into(),
        result_name: "许可证".into(),
        ..Item::default()
    }
}

fn bootstrap() -> Bootstrap {
    let organisation = |code: &str, kind: &str, parent: Option<&str>, position| NewOrganisation {
        code: code.into(),
        name: format!("测县{code}"),
        short_name: code.into(),
        kind: kind.into(),
        parent: parent.map(str::to_owned),
        number_prefix: Some("测许".into()),
        address: Some("测县一路1号".into()),
        phone: Some("0990-0000199".into()),
        position,
        ..NewOrganisation::default()
    };
    let mut organisations = vec![organisation("county", "county", None, 1)];
    organisations.extend(
        (0..DEPARTMENTS).map(|n| organisation(&format!("d{n}"), "department", Some("county"), n + 2)),
    );
    let people = ["clerk", "desk", "handler", "leader", "proposer", "keeper"];
    let post = |login: &str, organisation: &str, roles: &[&str]| FirstPost {
        login: login.into(),
        organisation: organisation.into(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        title: "职员".into(),
        subtree: true,
        from_on: jiff::civil::date(2026, 1, 1),
        until_on: None,
    };
    Bootstrap {
        organisations,
        people: people
            .map(|login| NewPerson {
                login: login.into(),
                name: format!("{login}某"),
                phone: None,
                email: None,
            })
            .to_vec(),
        posts: vec![
            post("clerk", "county", &["window_clerk"]),
            post("desk", "d0", &["window_clerk"]),
            post("handler", "county", &["service_handler"]),
            post("leader", "county", &["service_head", "head"]),
            post("proposer", "county", &["service_handler", "org_admin"]),
            post("keeper", "county", &["catalogue_keeper", "site_admin"]),
        ],
    }
}

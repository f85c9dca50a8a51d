//! 事项库 below the pages: items change by procedure, versions stay, nothing is overwritten.

use kernel::Result;
use office::adjustment::{self, Begun, Listed};
use office::catalogue::{self, Filter, Handling, Item, ItemFile, Material, Question, Term, Unit};
use office::docket::{Done, Order};
use office::form::{Field, Kind};
use serde_json::json;
use tests::both;

use super::town::{Ledger, Town, caches_differ, codes};

async fn kept(town: &Town, name: &'static str, digest: &'static str) -> Result<()> {
    let by = town.person("mu");
    town.run(move |_, conn, now| {
        Box::pin(async move {
            let entry = catalogue::entry(conn, "a-1").await?;
            let file = ItemFile {
                name: name.into(),
                media_type: "application/pdf".into(),
                size_bytes: 2,
                digest: digest.into(),
                kept_by: by,
                kept_at: now,
            };
            catalogue::keep_file(conn, &entry, file).await
        })
    })
    .await
}

/// An item of the bureau that may run.
pub fn item(code: &str, name: &str) -> Item {
    let term = |days| Term {
        days: Some(days),
        unit: Unit::Working,
    };
    Item {
        code: code.into(),
        name: name.into(),
        kind: "permit".into(),
        org_code: "bureau".into(),
        handling: Handling::Promised,
        statutory: term(45),
        promised: term(20),
        brief: "打井、从河里取水，先办取水许可。".into(),
        place: "晴川县城关政通路1号县政务大厅2楼11号窗口".into(),
        hours: "工作日 08:30-12:00，14:30-17:30；周六 09:00-12:00".into(),
        materials: vec![Material {
            name: "取水许可申请书".into(),
            copies: 2,
            needed: true,
            notes: "写明取水地点、用途、数量和退水去向".into(),
            ..Material::default()
        }],
        questions: vec![Question {
            code: "amount".into(),
            text: "一天取多少水？".into(),
            options: vec!["不到 1000 吨".into(), "1000 吨以上".into()],
        }],
        form: form(),
        ..Item::default()
    }
}

/// A form with a control of every shape.
fn form() -> Vec<Field> {
    let field = |code: &str, label: &str, kind: Kind| Field {
        code: code.into(),
        label: label.into(),
        kind,
        ..Field::default()
    };
    let required = |field: Field| Field {
        required: true,
        ..field
    };
    vec![
        Field {
            section: "取水".into(),
            hint: "写到村组".into(),
            ..required(field("intake", "取水地点", Kind::Address))
        },
        Field {
            choices: ["生活", "灌溉", "养殖", "工业", "发电", "景观", "施工", "其他"]
                .map(str::to_owned)
                .into(),
            ..required(field("purpose", "主要用途", Kind::Choice))
        },
        Field {
            choices: vec!["河水".into(), "地下水".into()],
            ..field("source", "水源", Kind::Several)
        },
        Field {
            unit: "立方米".into(),
            ..field("yearly", "年取水量", Kind::Decimal)
        },
        field("begins", "打算开始的日子", Kind::Date),
        field("metered", "装没装计量设施", Kind::YesNo),
        Field {
            only_if: vec!["metered:是".into()],
            ..field("meter", "计量设施型号", Kind::Text)
        },
        field("returns", "退水方式和地点", Kind::Paragraph),
        Field {
            group: "wells".into(),
            group_label: "取水井".into(),
            least: 2,
            most: 5,
            ..required(field("well", "井名", Kind::Text))
        },
        Field {
            group: "wells".into(),
            unit: "米".into(),
            ..field("depth", "井深", Kind::Integer)
        },
        field("plan", "位置图", Kind::Attachment),
    ]
}

fn order(reason: &str) -> Order {
    let data = json!({ "ground": "law" });
    Order {
        reason: Some(reason.to_owned()),
        data: data.as_object().cloned().unwrap_or_default(),
        ..Order::default()
    }
}

/// A draft by this person.
pub async fn begun<T: Listed>(town: &Town, who: &str, items: Vec<T>, ended: Vec<String>) -> Result<Begun> {
    let (actor, org) = (town.actor(who), town.org("bureau"));
    town.run(move |_, conn, now| {
        Box::pin(async move { adjustment::begin(conn, &actor, org, "目录.xlsx", items, ended, now).await })
    })
    .await
}

/// A draft of these items by shi.
pub async fn draft(town: &Town, items: Vec<Item>) -> Result<i64> {
    Ok(begun(town, "shi", items, Vec::new()).await?.id)
}

/// The draft, proposed.
pub async fn proposed(town: &Town, id: i64) -> Result<Done> {
    let actor = town.actor("shi");
    town.run(move |docket, conn, now| {
        Box::pin(async move {
            adjustment::propose(&docket, conn, &actor, id, order("《水法》第四十八条"), now).await
        })
    })
    .await
}

/// Decided by this person.
pub async fn decided(town: &Town, id: i64, who: &str, act: &'static str) -> Result<Done> {
    let actor = town.actor(who);
    town.run(move |docket, conn, now| {
        Box::pin(async move {
            let order = Order {
                reason: (act != "accept").then(|| "另行提出".to_owned()),
                ..Order::default()
            };
            adjustment::decide(&docket, conn, &actor, id, act, order, now).await
        })
    })
    .await
}

pub async fn in_force(town: &Town, items: Vec<Item>) {
    let id = draft(town, items).await.expect("a draft");
    let _ = proposed(town, id).await.expect("proposed");
    let _ = decided(town, id, "mu", "accept").await.expect("accepted");
}

async fn listed(town: &Town) -> Vec<(String, i64, Option<i64>)> {
    let mut conn = town.db.read().await.expect("a reader");
    let all = catalogue::list(&mut conn, &Filter::default())
        .await
        .expect("a list");
    all.into_iter()
        .map(|it| (it.code, it.version, it.promised.days.map(i64::from)))
        .collect()
}

fn quicker(days: u16) -> Item {
    let mut it = item("a-1", "取水许可");
    it.promised.days = Some(days);
    it
}

both! {
    async fn an_item_changes_by_procedure_and_its_versions_stay(site: TestDb) {
        let town = Town::found(&site.db).await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        assert_eq!(codes(begun(&town, "xie", vec![item("a-1", "取水许可")], vec![]).await), ["not-yours"]);
        in_force(&town, vec![item("a-1", "取水许可"), item("a-2", "采砂许可")]).await;
        assert_eq!(listed(&town).await, [("a-1".into(), 1, Some(20)), ("a-2".into(), 1, Some(20))]);
        let begun = begun(&town, "shi", vec![quicker(12), item("a-2", "采砂许可")], vec![]).await.unwrap();
        assert_eq!((begun.new, begun.changed, begun.same), (0, 1, 1), "what is the same is left out");
        let case = proposed(&town, begun.id).await.unwrap().case_id;
        assert_eq!(listed(&town).await[0].2, Some(20), "proposed is not in force");
        assert!(decided(&town, begun.id, "shi", "accept").await.is_err(), "nobody accepts what they proposed");
        let _ = decided(&town, begun.id, "mu", "accept").await.unwrap();
        assert_eq!(listed(&town).await, [("a-1".into(), 2, Some(12)), ("a-2".into(), 1, Some(20))]);
        let mut conn = site.db.read().await.unwrap();
        let entry = catalogue::entry(&mut conn, "a-1").await.unwrap();
        let old = catalogue::item(&mut conn, &entry, 1).await.unwrap();
        assert_eq!(old, item("a-1", "取水许可"), "the version that was is as it was");
        let versions = catalogue::versions(&mut conn, &entry).await.unwrap();
        assert_eq!((versions.len(), versions[0].case_id), (2, case));
        assert_eq!(versions[0].digest, catalogue::canonical(&quicker(12)).unwrap().1);
        drop(conn);
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, Vec::<String>::new());
        assert_eq!(ledger.verify(&site.db, town.now()).await, Vec::<String>::new());
    }

    async fn what_changed_meanwhile_or_was_touched_is_refused_whole(site: TestDb) {
        let town = Town::found(&site.db).await;
        in_force(&town, vec![item("a-1", "取水许可")]).await;
        let one = draft(&town, vec![quicker(15)]).await.unwrap();
        let other = draft(&town, vec![item("a-3", "打井许可"), quicker(10)]).await.unwrap();
        for id in [one, other] {
            let _ = proposed(&town, id).await.unwrap();
        }
        let _ = decided(&town, one, "mu", "accept").await.unwrap();
        assert_eq!(codes(decided(&town, other, "mu", "accept").await), ["item-moved"]);
        assert_eq!(listed(&town).await, [("a-1".into(), 2, Some(15))], "nothing of it came into force");
        assert_eq!(codes(decided(&town, one, "mu", "accept").await), ["adjustment-moved"], "once is enough");
        // Rows that are not those that were proposed come into force by no hand.
        let _ = site.db.act(move |conn| {
            Box::pin(async move {
                conn.run("UPDATE adjustment_row SET before = 2 WHERE adjustment_id = $1 AND code = 'a-1'", kernel::args![other]).await
            })
        }).await.unwrap();
        assert!(decided(&town, other, "mu", "accept").await.unwrap_err().as_refusal().is_none(), "a fault");
    }

    async fn an_item_that_leaves_keeps_its_versions(site: TestDb) {
        let town = Town::found(&site.db).await;
        in_force(&town, vec![item("a-1", "取水许可"), item("a-2", "采砂许可")]).await;
        let out = begun::<Item>(&town, "shi", vec![], vec!["a-1".into()]).await.unwrap();
        assert_eq!(out.ended, 1);
        let _ = proposed(&town, out.id).await.unwrap();
        let _ = decided(&town, out.id, "mu", "accept").await.unwrap();
        assert_eq!(listed(&town).await, [("a-2".into(), 1, Some(20))]);
        let mut conn = site.db.read().await.unwrap();
        let entry = catalogue::entry(&mut conn, "a-1").await.unwrap();
        assert!(!entry.in_force);
        assert_eq!(catalogue::item(&mut conn, &entry, 1).await.unwrap().name, "取水许可");
        drop(conn);
        // It comes back as its next version.
        in_force(&town, vec![item("a-1", "取水许可")]).await;
        assert_eq!(listed(&town).await[0], ("a-1".into(), 2, Some(20)));
    }

    async fn a_form_is_replaced_and_ended_and_who_did_it_stays(site: TestDb) {
        let town = Town::found(&site.db).await;
        in_force(&town, vec![item("a-1", "取水许可"), item("a-2", "采砂许可")]).await;
        assert!(kept(&town, "../x.pdf", "aa").await.is_err(), "a name is an address");
        for (name, digest) in [("申请书.pdf", "aa"), ("样表.pdf", "bb"), ("申请书.pdf", "cc")] {
            kept(&town, name, digest).await.unwrap();
        }
        let mut conn = site.db.read().await.unwrap();
        let (entry, other) = (
            catalogue::entry(&mut conn, "a-1").await.unwrap(),
            catalogue::entry(&mut conn, "a-2").await.unwrap(),
        );
        let mut now: Vec<_> = catalogue::files(&mut conn, &entry)
            .await
            .unwrap()
            .into_iter()
            .map(|file| format!("{} {}", file.name, file.digest))
            .collect();
        now.sort();
        assert_eq!(now, ["样表.pdf bb", "申请书.pdf cc"]);
        assert!(catalogue::files(&mut conn, &other).await.unwrap().is_empty());
        // Three kept, one ended.
        assert_eq!(catalogue::files_version(&mut conn).await.unwrap(), 4);
        drop(conn);
        let end = |name: &'static str| {
            let (entry, by) = (entry.clone(), town.person("mu"));
            town.run(move |_, conn, now| Box::pin(async move { catalogue::end_file(conn, &entry, name, by, now).await }))
        };
        end("申请书.pdf").await.unwrap();
        assert!(end("申请书.pdf").await.is_err());
        let mut conn = site.db.read().await.unwrap();
        assert!(catalogue::file(&mut conn, "a-1", "申请书.pdf").await.is_err());
        assert_eq!(catalogue::file(&mut conn, "a-1", "样表.pdf").await.unwrap().digest, "bb");
        assert_eq!(catalogue::files_version(&mut conn).await.unwrap(), 5, "pages are drawn anew");
    }

    async fn what_does_not_hold_together_is_no_draft(site: TestDb) {
        let town = Town::found(&site.db).await;
        let mut elsewhere = item("a-1", "取水许可");
        elsewhere.org_code = "township".into();
        let told = codes(begun(&town, "shi", vec![elsewhere, quicker(60)], vec![]).await);
        assert_eq!(told, ["elsewhere", "item"], "all at once");
        in_force(&town, vec![item("a-1", "取水许可")]).await;
        assert_eq!(codes(begun(&town, "shi", vec![item("a-1", "取水许可")], vec![]).await), ["nothing-changes"]);
        let id = draft(&town, vec![quicker(9)]).await.unwrap();
        let actor = town.actor("shi");
        town.run(move |_, conn, now| Box::pin(async move { adjustment::discard(conn, &actor, id, now).await })).await.unwrap();
        assert_eq!(codes(proposed(&town, id).await), ["not-found"]);
    }
}

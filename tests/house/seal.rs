//! 印章: registered by two, borne by letters, in the register of use; and the code by which a letter is asked after.

use kernel::Result;
use matters::service::Channel;
use office::catalogue::Handling;
use office::docket::Order;
use office::letter;
use office::register::{self, Change};
use office::seal::{self, Seal};
use serde_json::json;
use tests::both;

use super::request::sent;
use super::service::{answer, complete, filing};
use super::town::{Town, codes};

const BASIS: &str = "晴政办发〔2026〕2号";

impl Town {
    /// Guan proposes; its case.
    pub async fn propose_seal(&self, change: Change) -> Result<i64> {
        let guan = self.actor("guan");
        let order = Order {
            documents: vec!["07".repeat(32)],
            ..Order::default()
        };
        self.run(move |docket, conn, now| {
            Box::pin(async move { register::propose(&docket, conn, &guan, change, BASIS, order, now).await })
        })
        .await
    }

    pub async fn confirm_seal(&self, who: &str, case: i64) -> Result<()> {
        let who = self.actor(who);
        self.run(move |docket, conn, now| {
            Box::pin(async move { register::confirm(&docket, conn, &who, case, Order::default(), now).await })
        })
        .await
    }

    /// A seal of this kind for the bureau, by both.
    pub async fn sealed(&self, kind: &str) {
        let case = self.propose_seal(self.taking(kind)).await.expect("guan proposes");
        self.confirm_seal("zong", case).await.expect("zong confirms");
    }

    fn taking(&self, kind: &str) -> Change {
        Change::TakeSeal {
            org_id: self.org("bureau"),
            kind: kind.into(),
        }
    }

    async fn seals(&self) -> Vec<Seal> {
        let mut conn = self.db.read().await.expect("a reader");
        seal::of_org(&mut conn, self.org("bureau")).await.expect("seals")
    }

    /// What the letters of a case bear, in order.
    async fn borne(&self, case: i64) -> Vec<String> {
        let mut conn = self.db.read().await.expect("a reader");
        let rows = letter::of_case(&mut conn, case).await.expect("letters");
        let line = |row: &letter::Row| {
            let signature = row.letter.as_ref()?.signature.as_ref()?;
            let impression = signature.impression.as_ref()?;
            Some(format!("{}{}", impression.ring, impression.line))
        };
        rows.iter().map(|row| line(row).unwrap_or_default()).collect()
    }
}

both! {
    async fn letters_bear_the_seal_that_is_in_use(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Immediate).await;
        let before = town.received().await.case_id;
        assert_eq!(town.borne(before).await, [""], "room is left where there is none");
        town.sealed("official").await;
        town.sealed("service").await;
        let case = town.received().await.case_id;
        town.walk(case, vec![
            ("chuang", answer("accept", "", json!({}), complete())),
            ("chuang", sent("grant", "", json!({ "valid_until": "2031-09-06" }))),
        ]).await;
        let bureau = town.seals().await[0].ring.clone();
        let (own, of_service) = (bureau.clone(), format!("{bureau}政务服务专用章"));
        assert_eq!(town.borne(case).await, [of_service.clone(), of_service, own.clone(), own]);

        // The result is a letter with its own number, and each letter has its own code.
        let mut conn = site.db.read().await.unwrap();
        let rows = letter::of_case(&mut conn, case).await.unwrap();
        let result = rows.iter().find(|row| row.template == "service-result").unwrap();
        let written = result.letter.as_ref().unwrap();
        assert_eq!(written.title, "取水许可证");
        assert!(result.number.as_deref().unwrap().contains("证〔2026〕1号"), "{:?}", result.number);
        let qr = |row: &letter::Row| row.letter.as_ref().unwrap().qr.clone().unwrap().content;
        let code = qr(result).strip_prefix("/v/").unwrap().to_owned();
        for copied in [code.clone(), code.replace('-', "").to_lowercase(), format!(" {code} ")] {
            let found = letter::by_code(&mut conn, &copied).await.unwrap().unwrap();
            assert_eq!(found.id, result.id, "{copied}");
        }
        assert!(letter::by_code(&mut conn, "7K3M-9QXA-CDEF").await.unwrap().is_none());
        assert!(letter::by_code(&mut conn, "' OR 1=1 --").await.unwrap().is_none());
        let mut all: Vec<String> = rows.iter().map(qr).collect();
        all.dedup();
        assert_eq!(all.len(), 4);

        // Four uses, newest first, by whoever did the act.
        let (from, until) = kernel::time::year_span(2026).unwrap();
        let uses = seal::uses(&mut conn, town.org("bureau"), from, until, 10).await.unwrap();
        let told: Vec<(&str, Option<&str>)> = uses.iter().map(|it| (it.letter.as_str(), it.person.as_deref())).collect();
        assert_eq!(told, [("办理结果", Some("chuang某")), ("准予决定书", Some("chuang某")), ("受理通知书", Some("chuang某")), ("收件凭证", Some("chuang某"))]);
        assert!(uses.iter().all(|it| it.case_id == case && it.code.is_some()));
        let (from, until) = kernel::time::year_span(2025).unwrap();
        assert!(seal::uses(&mut conn, town.org("bureau"), from, until, 10).await.unwrap().is_empty());
    }

    async fn a_seal_needs_two_people_and_is_one_of_its_kind(site: TestDb) {
        let town = Town::found(&site.db).await;
        let case = town.propose_seal(town.taking("official")).await.unwrap();
        assert!(town.seals().await.is_empty(), "nothing before it is confirmed");
        assert_eq!(codes(town.propose_seal(town.taking("service")).await), ["change-open"]);
        assert_eq!(codes(town.confirm_seal("guan", case).await), ["not-authorised", "same-person"]);
        town.confirm_seal("zong", case).await.unwrap();
        assert_eq!(codes(town.propose_seal(town.taking("official")).await), ["seal-in-use"]);
        assert_eq!(codes(town.propose_seal(town.taking("golden")).await), ["kind-missing"]);

        let seal_id = town.seals().await[0].id;
        let county = Change::EndSeal { org_id: town.org("county"), seal_id };
        assert_eq!(codes(town.propose_seal(county).await), ["seal-not-in-use"]);
        let ending = Change::EndSeal { org_id: town.org("bureau"), seal_id };
        let case = town.propose_seal(ending.clone()).await.unwrap();
        town.confirm_seal("zong", case).await.unwrap();
        assert!(!town.seals().await[0].is_in_use(kernel::time::civil_date(town.now())));
        assert_eq!(codes(town.propose_seal(ending).await), ["seal-not-in-use"]);
    }

    async fn what_went_out_keeps_its_seal_and_the_next_letter_has_none(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Promised).await;
        town.sealed("official").await;
        let old = town.received().await.case_id;
        let seal_id = town.seals().await[0].id;
        let case = town.propose_seal(Change::EndSeal { org_id: town.org("bureau"), seal_id }).await.unwrap();
        town.confirm_seal("zong", case).await.unwrap();
        let new = town.applies("", filing("", Channel::Online)).await.unwrap().case_id;
        assert_ne!(town.borne(old).await, [""]);
        assert_eq!(town.borne(new).await, [""]);
        // A name that changes does not change what was cut.
        town.sealed("official").await;
        let uses = {
            let mut conn = site.db.read().await.unwrap();
            let (from, until) = kernel::time::year_span(2026).unwrap();
            seal::uses(&mut conn, town.org("bureau"), from, until, 10).await.unwrap()
        };
        assert_eq!(uses.iter().map(|it| it.case_id).collect::<Vec<_>>(), [old]);
    }

    async fn the_seals_of_a_name_go_with_it(site: TestDb) {
        let town = Town::found(&site.db).await;
        town.sealed("official").await;
        town.sealed("service").await;
        let rename = Change::Rename {
            org_id: town.org("bureau"),
            name: "晴川县人民政府办公中心".into(),
            short_name: "县政府办".into(),
        };
        let case = town.propose_seal(rename).await.unwrap();
        let today = kernel::time::civil_date(town.now());
        assert!(town.seals().await.iter().all(|it| it.is_in_use(today)), "nothing before it is confirmed");
        town.confirm_seal("zong", case).await.unwrap();
        assert!(town.seals().await.iter().all(|it| !it.is_in_use(today)));
        town.sealed("official").await;
        assert_eq!(town.seals().await[0].ring, "晴川县人民政府办公中心");
    }

    async fn the_register_knows_the_kinds_of_seals(site: TestDb) {
        let town = Town::found(&site.db).await;
        let definition = town.docket.registry.current("organisation-register").unwrap();
        let field = definition.fields().iter().find(|it| it.code == "seal_kind").unwrap();
        let there: Vec<(&str, &str)> = field.choices.iter().map(|it| (it.code.as_str(), it.label.as_str())).collect();
        let known: Vec<(&str, &str)> = seal::KINDS.iter().map(|(code, label, _)| (*code, *label)).collect();
        assert_eq!(there, known);
    }
}

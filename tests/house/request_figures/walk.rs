//! People who do whatever the engine offers them, at random.

use std::collections::BTreeMap;

use matters::request::{self, Channel, Kind, RemedyKind, Sent};
use office::docket::Order;
use office::organisation::Actor;
use procedure::Offer;
use serde_json::{Map, Value as Json, json};

use crate::request::{application, named, sheet};
use crate::town::Town;

/// Acts that a walk leaves to others: they open branches in which nobody of the walk sits, or take long.
const LEFT_OUT: [&str; 7] = [
    "assign",
    "ask-makers",
    "consult",
    "convert",
    "tell-third-party",
    "archive",
    "delay",
];

pub struct Walk {
    town: Town,
    seed: u64,
    made: usize,
    /// Every request with the kind of its applicant.
    pub cases: Vec<(i64, Kind)>,
    /// How often each act was done.
    pub done: BTreeMap<String, usize>,
}

impl Walk {
    pub fn of(town: &Town, seed: u64) -> Walk {
        Walk {
            town: town.clone(),
            seed,
            made: 0,
            cases: Vec::new(),
            done: BTreeMap::new(),
        }
    }

    /// SplitMix64: the same walk for the same seed.
    fn pick(&mut self, of: usize) -> usize {
        self.seed = self.seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % of.max(1) as u64).unwrap_or_default()
    }

    /// Files requests and takes steps.
    pub async fn go(&mut self, requests: usize, steps: usize) {
        for n in 0..steps {
            if n * requests / steps >= self.made {
                self.file().await;
            }
            self.step().await;
            let sleep = self.pick(4);
            self.town.sleep_days(i64::try_from(sleep).unwrap_or_default());
        }
    }

    /// In how many ways requests ended.
    pub fn ends(&self) -> usize {
        ["dispatch", "lapse", "unpay", "withdraw"]
            .iter()
            .filter(|act| self.done.contains_key(**act))
            .count()
            + self.done.keys().filter(|act| act.starts_with("reply ")).count()
    }

    /// Requests of walks before this one.
    pub async fn everybody_else(&self) -> Vec<(i64, Kind)> {
        let filter = request::Filter {
            org_path: String::new(),
            standing: request::Standing::All,
            limit: 10_000,
            ..request::Filter::default()
        };
        let mut conn = self.town.db.read().await.expect("a reader");
        let (rows, _) = request::list(&mut conn, &filter).await.expect("a list");
        let known = |case: i64| self.cases.iter().any(|(id, _)| *id == case);
        rows.into_iter()
            .map(|row| (row.case_id, row.applicant_kind))
            .filter(|(id, _)| !known(*id))
            .collect()
    }

    async fn file(&mut self) {
        self.made += 1;
        let kind = Kind::ALL[self.pick(6)];
        let mut it = application(&format!("第{}份", self.made));
        it.kind = kind;
        if kind != Kind::Person {
            it.identity_kind = "credit_code".into();
            it.identity_number = "11990100001002008W".into();
            it.contact_person = "陈晓月".into();
        }
        let online = self.pick(3) == 0;
        let (who, channel) = if online {
            ("", Channel::Online)
        } else {
            ("ban", Channel::Counter)
        };
        let key = format!("{}/{}", self.seed, self.made);
        let done = self.town.file(who, channel, it, &key).await.expect("it is taken");
        self.cases.push((done.case_id, kind));
    }

    async fn step(&mut self) {
        if self.cases.is_empty() {
            return;
        }
        let at = self.pick(self.cases.len());
        let (case_id, _) = self.cases[at];
        if self.pick(6) == 0 {
            self.town.wake(case_id).await;
            return self.note_expiries(case_id).await;
        }
        if self.pick(12) == 0 {
            return self.remedy(case_id).await;
        }
        let who = ["ban", "zhu", "ban", "zhu", ""][self.pick(5)];
        let offers = self.offers(who, case_id).await;
        if offers.is_empty() {
            return;
        }
        // Withdrawing is always offered: rarer, or nothing else would happen.
        let rare = |act: &str| matches!(act, "withdraw" | "ask-correction" | "supplement");
        let offer = offers[self.pick(offers.len())].clone();
        if rare(&offer.act) && self.pick(3) > 0 {
            return;
        }
        let sent = self.filled(&offer);
        let reply = sent
            .order
            .data
            .get("reply_type")
            .and_then(Json::as_str)
            .map(|it| format!("reply {it}"));
        // Whatever is refused has left nothing; the recount sees what was done.
        if self.town.step(who, case_id, sent).await.is_ok() {
            *self.done.entry(offer.act).or_default() += 1;
            if let Some(reply) = reply {
                *self.done.entry(reply).or_default() += 1;
            }
        }
    }

    async fn note_expiries(&mut self, case_id: i64) {
        let mut conn = self.town.db.read().await.expect("a reader");
        let case = self.town.docket.case(&mut conn, case_id).await.expect("a case");
        for event in case.events.iter().filter(|event| event.actor.is_none()) {
            self.done
                .entry(event.act.clone().unwrap_or_default())
                .or_default();
        }
    }

    async fn offers(&self, who: &str, case_id: i64) -> Vec<Offer> {
        let actor = if who.is_empty() {
            Actor::applicant()
        } else {
            self.town.actor(who)
        };
        let mut conn = self.town.db.read().await.expect("a reader");
        let case = self.town.docket.case(&mut conn, case_id).await.expect("a case");
        let offers = self
            .town
            .docket
            .offers(&mut conn, &case, &actor, self.town.now())
            .await
            .expect("offers");
        offers
            .into_iter()
            .filter(|offer| !LEFT_OUT.contains(&offer.act.as_str()))
            .collect()
    }

    /// What somebody would write on the form.
    fn filled(&mut self, offer: &Offer) -> Sent {
        let mut data = Map::new();
        for field in &offer.fields {
            let value = match field.field.as_str() {
                "applicant_confirmed" => json!(true),
                "correction_days" => json!(10),
                "extension_days" => json!(1 + self.pick(20)),
                "fee_method" => json!("pages"),
                "fee_quantity" => json!(31 + self.pick(300)),
                "paid_yuan" => json!(self.pick(900)),
                "fee_yuan" => continue,
                _ if !field.choices.is_empty() => json!(field.choices[self.pick(field.choices.len())].code),
                _ => continue,
            };
            data.insert(field.field.clone(), value);
        }
        let mut sent = Sent {
            act: offer.act.clone(),
            ..Sent::default()
        };
        sent.order = Order {
            data,
            branch: offer.branch.clone(),
            ..Order::default()
        };
        if offer.reason || matches!(offer.act.as_str(), "propose-reply" | "supplement") {
            sent.order.reason = Some("写明的内容。".into());
        }
        if !offer.documents.is_empty() || matches!(offer.act.as_str(), "supplement" | "correct") {
            sent.sheets = vec![sheet("proof")];
        }
        if offer.act == "ask-agencies" {
            sent.other_office = "晴川县档案馆".into();
        }
        if offer.act == "consult" {
            sent.parties = vec![named("甲公司")];
        }
        sent
    }

    async fn remedy(&mut self, case_id: i64) {
        let request_id = self.town.request(case_id).await.id;
        let (kind, data) = match self.pick(3) {
            0 => (RemedyKind::Review, json!({ "review_organ": "晴川县人民政府" })),
            1 => (
                RemedyKind::Lawsuit,
                json!({ "court": "晴川县人民法院", "route": "direct" }),
            ),
            _ => (
                RemedyKind::Lawsuit,
                json!({ "court": "晴川县人民法院", "route": "after_review" }),
            ),
        };
        let Json::Object(data) = data else { return };
        let (actor, order) = (
            self.town.actor("ban"),
            Order {
                data,
                ..Order::default()
            },
        );
        let outcome = ["upheld", "corrected", "other"][self.pick(3)];
        let ends = self.pick(2) == 0;
        let made = self.town.run(move |docket, conn, now| {
            Box::pin(async move {
                let done =
                    request::register_remedy(&docket, conn, &actor, request_id, kind, order, vec![], now)
                        .await?;
                if !ends {
                    return Ok(());
                }
                for (act, data) in [
                    ("respond", json!({})),
                    ("record-outcome", json!({ "outcome": outcome })),
                ] {
                    let Json::Object(data) = data else { continue };
                    let order = Order {
                        data,
                        ..Order::default()
                    };
                    let papers = vec![sheet("ruling")];
                    let _ = request::act_linked(&docket, conn, &actor, done.case_id, act, order, papers, now)
                        .await?;
                }
                Ok(())
            })
        });
        if made.await.is_ok() {
            *self.done.entry(format!("remedy {}", kind.code())).or_default() += 1;
        }
    }
}

//! 政务服务 below the pages: an application from filing to archive, and everything that may come between.

mod answers;
mod eleven;
mod figures;
mod handled;
mod joint;
mod lives;
mod misuse;
mod renewal;
mod script;
mod walks;

use jiff::civil::Date;
use kernel::Result;
use matters::service::{self, Application, Channel, Checked, Filing, Sent, Service};
use office::catalogue::{Handling, Item, Material, Term, Unit};
use office::organisation::Actor;
use serde_json::Value as Json;

use super::catalogue::{in_force, item};
use super::request::{sent, sheet};
use super::town::{Answer, Town};

/// Both limits in working days.
pub fn terms(mut it: Item, statutory: u16, promised: u16) -> Item {
    let term = |days| Term {
        days: Some(days),
        unit: Unit::Working,
    };
    (it.statutory, it.promised) = (term(statutory), term(promised));
    it
}

/// A permit with three materials: one firm, one that may follow, one that is welcome.
pub fn permit(code: &str, handling: Handling) -> Item {
    let mut it = terms(item(code, "取水许可"), 20, 10);
    it.handling = handling;
    it.questions.clear();
    it.form.clear();
    it.result_name = "取水许可证".into();
    let material = |name: &str, needed, may_follow| Material {
        name: name.into(),
        copies: 1,
        needed,
        may_follow,
        ..Material::default()
    };
    it.materials = vec![
        material("取水许可申请书", true, false),
        material("水资源论证报告", true, true),
        material("取水口照片", false, false),
    ];
    if handling == Handling::Immediate {
        it = terms(it, 20, 0);
    }
    if handling == Handling::Joint {
        it.partners = vec!["township".into(), "county".into()];
        it = terms(it, 45, 20);
    }
    it
}

/// What somebody applies with, complete.
pub fn applying() -> Application {
    said(&[
        ("f.applicant_kind", "个人"),
        ("f.applicant_name", "陈晓月"),
        ("f.applicant_paper", "居民身份证"),
        ("f.applicant_id", "11010519491231002X"),
        ("f.contact_phone", "13900000001"),
    ])
}

/// An application in which this was typed.
pub fn said(pairs: &[(&str, &str)]) -> Application {
    let pairs: Vec<(String, String)> = pairs
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    let fields = permit("s-1", Handling::Promised).whole_form();
    Application {
        answers: office::form::read(&fields, &pairs, &[]).answers,
        delivery_way: "counter".into(),
        ..Application::default()
    }
}

/// What the window found, in the order of the list.
pub fn found(all: &[(&str, &str, &str)]) -> Vec<Checked> {
    let checked = |(material, found, note): &(&str, &str, &str)| Checked {
        material: (*material).into(),
        found: (*found).into(),
        note: (*note).into(),
    };
    all.iter().map(checked).collect()
}

/// Everything is there.
pub fn complete() -> Vec<Checked> {
    found(&[
        ("取水许可申请书", "ok", ""),
        ("水资源论证报告", "ok", ""),
        ("取水口照片", "ok", ""),
    ])
}

/// An answer of the window, with its list.
pub fn answer(act: &str, reason: &str, data: Json, checklist: Vec<Checked>) -> Sent {
    Sent {
        checklist,
        ..sent(act, reason, data)
    }
}

impl Town {
    /// The town with one item of this handling in force.
    pub async fn serving(db: &kernel::db::Db, handling: Handling) -> Town {
        let town = Town::found(db).await;
        in_force(&town, vec![permit("s-1", handling)]).await;
        town
    }

    /// Files for `s-1`; `who` empty: the applicant online.
    pub async fn applies(&self, who: &str, filing: Filing) -> Result<Answer> {
        let actor = if who.is_empty() {
            Actor::applicant()
        } else {
            self.actor(who)
        };
        let done = self
            .run(move |docket, conn, now| {
                Box::pin(async move { service::file(&docket, conn, &actor, filing, now).await })
            })
            .await?;
        Ok(done.into())
    }

    /// An application at the window, received now.
    pub async fn received(&self) -> Answer {
        self.applies("chuang", filing("", Channel::Counter))
            .await
            .expect("it is received")
    }

    /// One step of an application. `who` empty: the applicant.
    pub async fn serves(&self, who: &str, case_id: i64, sent: Sent) -> Result<Answer> {
        let actor = if who.is_empty() {
            Actor::applicant()
        } else {
            self.actor(who)
        };
        let done = self
            .run(move |docket, conn, now| {
                Box::pin(async move { service::act(&docket, conn, &actor, case_id, sent, now).await })
            })
            .await?;
        Ok(done.into())
    }

    /// Steps that have to succeed, in order.
    pub async fn walk(&self, case_id: i64, steps: Vec<(&str, Sent)>) {
        for (who, sent) in steps {
            let act = sent.act.clone();
            self.serves(who, case_id, sent)
                .await
                .unwrap_or_else(|error| panic!("{act} by {who}: {error}"));
        }
    }

    /// Time acts, as the job lets it.
    pub async fn time_acts(&self, case_id: i64) {
        self.run(move |docket, conn, now| {
            Box::pin(async move {
                let done = docket.wake(conn, case_id, now).await?;
                service::follow(&docket, conn, done, now).await.map(|_| ())
            })
        })
        .await
        .expect("it wakes");
    }

    pub async fn service(&self, case_id: i64) -> Service {
        let mut conn = self.db.read().await.expect("a reader");
        service::service_of_case(&mut conn, case_id)
            .await
            .expect("an application")
    }

    /// The clock stands at nine o'clock of this day.
    pub fn on_day(&self, day: &str) {
        let day: Date = day.parse().expect("a date");
        let nine = day.at(9, 0, 0, 0).in_tz("Asia/Shanghai").expect("an instant");
        assert!(nine.timestamp() >= self.now(), "time runs forward");
        self.clock.set(nine.timestamp());
    }
}

/// A filing for `s-1`; an empty key is a new one.
pub fn filing(key: &str, channel: Channel) -> Filing {
    Filing {
        item_code: "s-1".into(),
        org_id: None,
        channel,
        application: applying(),
        sheets: vec![office::paper::Sheet {
            about: "取水许可申请书".into(),
            ..sheet("material")
        }],
        received_on: None,
        declined: false,
        request_key: if key.is_empty() {
            kernel::code::token()
        } else {
            key.to_owned()
        },
    }
}

/// Everything that a letter says, with its addressee.
pub fn says(row: &office::letter::Row) -> String {
    serde_json::to_string(row.letter.as_ref().expect("a letter")).expect("written")
}

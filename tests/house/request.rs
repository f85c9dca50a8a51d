//! 依申请公开 below the pages: a request from filing to archive, and everything that may come between.

mod asked;
mod burst;
mod consulted;
mod endings;
mod erased;
mod partly;

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::Result;
use matters::request::{self, Application, Channel, Filing, Kind, NewParty, Request, Sent};
use office::docket::Order;
use office::letter;
use office::organisation::Actor;
use office::paper::Sheet;
use serde_json::{Value as Json, json};

use super::town::{Answer, Town};

/// What somebody asks for, complete.
pub fn application(wanted: &str) -> Application {
    Application {
        kind: Kind::Person,
        name: "陈晓月".into(),
        identity_kind: "id_card".into(),
        identity_number: "11010519491231002X".into(),
        phone: "13800005678".into(),
        address: "晴川县清河路9号".into(),
        info_name: wanted.into(),
        form_wanted: "paper".into(),
        delivery_way: "post".into(),
        ..Application::default()
    }
}

/// A paper whose bytes are kept elsewhere.
pub fn sheet(kind: &str) -> Sheet {
    Sheet {
        kind: kind.into(),
        name: format!("{kind}.pdf"),
        digest: kernel::code::sha256_hex(kind.as_bytes()),
        media_type: "application/pdf".into(),
        size_bytes: 1234,
        about: String::new(),
    }
}

impl Town {
    /// Files a request with the bureau; `who` empty: the applicant online.
    pub async fn file(&self, who: &str, channel: Channel, it: Application, key: &str) -> Result<Answer> {
        let actor = if who.is_empty() {
            Actor::applicant()
        } else {
            self.actor(who)
        };
        let filing = Filing {
            org_id: self.org("bureau"),
            channel,
            application: it,
            sheets: vec![],
            received_on: None,
            request_key: key.to_owned(),
        };
        let done = self
            .run(move |docket, conn, now| {
                Box::pin(async move { request::file(&docket, conn, &actor, filing, now).await })
            })
            .await?;
        Ok(done.into())
    }

    /// A request handed over at the counter today: received at once.
    pub async fn handed_over(&self, wanted: &str) -> Answer {
        self.file(
            "ban",
            Channel::Counter,
            application(wanted),
            &kernel::code::token(),
        )
        .await
        .expect("it is registered")
    }

    /// One step of a request. `who` empty: the applicant.
    pub async fn step(&self, who: &str, case_id: i64, sent: Sent) -> Result<Answer> {
        let actor = if who.is_empty() {
            Actor::applicant()
        } else {
            self.actor(who)
        };
        let done = self
            .run(move |docket, conn, now| {
                Box::pin(async move { request::act(&docket, conn, &actor, case_id, sent, now).await })
            })
            .await?;
        Ok(done.into())
    }

    /// A step with words and data.
    pub async fn does(&self, who: &str, case_id: i64, act: &str, reason: &str, data: Json) -> Result<Answer> {
        self.step(who, case_id, sent(act, reason, data)).await
    }

    /// Time acts, as the job lets it.
    pub async fn wake(&self, case_id: i64) {
        self.run(move |docket, conn, now| {
            Box::pin(async move {
                let done = docket.wake(conn, case_id, now).await?;
                request::follow(&docket, conn, done, now).await.map(|_| ())
            })
        })
        .await
        .expect("it wakes");
    }

    pub async fn request(&self, case_id: i64) -> Request {
        let mut conn = self.db.read().await.expect("a reader");
        request::request_of_case(&mut conn, case_id)
            .await
            .expect("a request")
    }

    /// Where the case lies, by place, branches in order.
    pub async fn places(&self, case_id: i64) -> Vec<String> {
        let mut conn = self.db.read().await.expect("a reader");
        let case = self.docket.case(&mut conn, case_id).await.expect("a case");
        let mut places: Vec<String> = case
            .state
            .tokens
            .iter()
            .map(|token| token.place.clone())
            .collect();
        places.sort();
        places
    }

    /// Due day of a clock, or what else it says.
    pub async fn clock(&self, case_id: i64, clock: &str) -> String {
        let mut conn = self.db.read().await.expect("a reader");
        let case = self.docket.case(&mut conn, case_id).await.expect("a case");
        let readings = self.docket.readings(&case, self.now());
        let reading = readings
            .iter()
            .find(|it| it.clock == clock)
            .expect("a clock of the definition");
        match (&reading.state, reading.due_on) {
            (procedure::ClockState::Running | procedure::ClockState::Stopped, Some(on)) => on.to_string(),
            (state, _) => format!("{state:?}")
                .split([' ', '{'])
                .next()
                .unwrap_or_default()
                .to_lowercase(),
        }
    }

    /// The letters of a case: name → number, in the order of writing.
    pub async fn letters(&self, case_id: i64) -> Vec<(String, String)> {
        let mut conn = self.db.read().await.expect("a reader");
        let rows = letter::of_case(&mut conn, case_id).await.expect("letters");
        rows.into_iter()
            .map(|row| (row.name, row.number.unwrap_or_default()))
            .collect()
    }
}

/// What a form sends.
pub fn sent(act: &str, reason: &str, data: Json) -> Sent {
    let Json::Object(data) = data else {
        panic!("data is an object")
    };
    Sent {
        act: act.to_owned(),
        order: Order {
            reason: Some(reason.to_owned()).filter(|it| !it.is_empty()),
            data,
            ..Order::default()
        },
        ..Sent::default()
    }
}

/// The same with a paper.
pub fn with_paper(mut sent: Sent, kind: &str) -> Sent {
    sent.sheets.push(sheet(kind));
    sent
}

/// The same, effective on an earlier day on this ground.
pub fn on(mut sent: Sent, day: &str, ground: &str) -> Sent {
    sent.order.effective_on = Some(day.parse::<Date>().expect("a date"));
    sent.order.ground = Some(ground.to_owned());
    sent
}

/// The same in the branch of this member.
pub async fn in_branch(town: &Town, case_id: i64, mut sent: Sent, member: &str) -> Sent {
    let mut conn = town.db.read().await.expect("a reader");
    let case = town.docket.case(&mut conn, case_id).await.expect("a case");
    let token = case
        .state
        .tokens
        .iter()
        .find(|it| it.branch.as_ref().is_some_and(|b| b.member == member));
    sent.order.branch = token
        .unwrap_or_else(|| panic!("no branch of {member}"))
        .branch
        .clone();
    sent
}

/// Somebody to be asked, by name.
pub fn named(name: &str) -> NewParty {
    NewParty {
        org_id: None,
        name: name.into(),
        contact: "晴川县河西路3号".into(),
    }
}

/// What came of a walk to a signed and delivered reply.
pub async fn answered(town: &Town, case_id: i64, reply_type: &str, text: &str) {
    let steps: [(&str, Sent); 3] = [
        (
            "ban",
            sent("propose-reply", text, json!({ "reply_type": reply_type })),
        ),
        ("zhu", sent("sign", "", json!({}))),
        ("ban", sent("dispatch", "", json!({ "delivery_way": "post" }))),
    ];
    for (who, sent) in steps {
        let act = sent.act.clone();
        town.step(who, case_id, sent)
            .await
            .unwrap_or_else(|error| panic!("{act}: {error}"));
    }
}

/// Requests by row of table 3, for a whole year.
pub async fn counted(town: &Town, year: i16) -> BTreeMap<String, i64> {
    let mut conn = town.db.read().await.expect("a reader");
    let table = request::table_three(&mut conn, "", year).await.expect("a table");
    assert_eq!(table.contradictions(), Vec::<String>::new());
    let rows = request::ROWS
        .iter()
        .zip(&table.results)
        .map(|(row, n)| (row.code.to_owned(), n[6]));
    rows.chain([
        ("new".to_owned(), table.new[6]),
        ("left".to_owned(), table.left[6]),
    ])
    .chain([("carried".to_owned(), table.carried[6])])
    .filter(|(_, n)| *n > 0)
    .collect()
}

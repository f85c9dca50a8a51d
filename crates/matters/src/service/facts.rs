//! What an application's row says of its case: caches for lists and figures, always equal to the events.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;
use office::docket::{Case, Docket};
use procedure::{Acted, ClockState, Reading};
use serde_json::Value as Json;

use super::{is_service, store};

/// The facts of an application's case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub received_on: Option<Date>,
    pub accepted_on: Option<Date>,
    pub decided_on: Option<Date>,
    pub concluded_on: Option<Date>,
    pub delivered_on: Option<Date>,
    pub result: Option<String>,
    pub late_statutory: bool,
    pub late_promised: bool,
    /// Working days of the statutory term that were used when it was decided.
    pub used_days: Option<i64>,
    /// Working days of it that were left.
    pub saved_days: Option<i64>,
    /// How often somebody came in person: on how many days.
    pub visits: i64,
    pub priority: bool,
    pub archived: bool,
    /// The last day of whatever runs: of the answer, after acceptance of the decision.
    pub due_on: Option<Date>,
}

impl Facts {
    /// Read from the acts (corrections applied), oldest first.
    pub fn of(docket: &Docket, case: &Case, now: Timestamp) -> Facts {
        let mut facts = Facts {
            archived: !case.state.is_open(),
            ..Facts::default()
        };
        let mut came = BTreeSet::new();
        for acted in &case.state.acts {
            facts.follow(acted);
            if in_person(acted, case) {
                came.insert(acted.effective_on);
            }
        }
        facts.visits = i64::try_from(came.len()).unwrap_or(i64::MAX);
        let readings = procedure::readings(
            &case.definition,
            &case.params,
            &case.state,
            &docket.almanac.calendar(),
            now,
        );
        facts.due_on = facts.due(&readings);
        let of = |clock: &str| readings.iter().find(|reading| reading.clock == clock);
        facts.late_statutory = of("decision").is_some_and(|it| it.late);
        facts.late_promised = of("promise").is_some_and(|it| it.late);
        if let Some(decision) = of("decision").filter(|_| facts.decided_on.is_some()) {
            facts.measure(decision);
        }
        facts
    }

    fn due(&self, readings: &[Reading]) -> Option<Date> {
        let clock = if self.accepted_on.is_some() {
            "decision"
        } else {
            "telling"
        };
        let running =
            |it: &&Reading| it.clock == clock && it.branch.is_none() && it.state != ClockState::Stopped;
        readings.iter().find(running)?.due_on
    }

    fn measure(&mut self, decision: &Reading) {
        self.used_days = Some(decision.used);
        self.saved_days = Some(decision.budget - decision.used);
    }

    fn follow(&mut self, acted: &Acted) {
        let on = Some(acted.effective_on);
        match acted.act.as_str() {
            "receive" | "file" => self.received_on = on,
            "accept" | "accept-deferred" | "deem-accepted" => self.accepted_on = on,
            "grant" | "grant-unpublished" | "superior-grant" => self.decide(on, "granted"),
            "refuse" | "superior-refuse" => self.decide(on, "refused"),
            "decline-unneeded" => self.end(on, "unneeded"),
            "decline-elsewhere" | "refuse-incomplete" => self.end(on, "declined"),
            "lapse" => self.end(on, "lapsed"),
            "return-deferred" => self.end(on, "returned"),
            "withdraw" => self.end(on, "withdrawn"),
            "deliver" => self.delivered_on = on,
            "prioritise" => self.priority = true,
            _ => {}
        }
    }

    /// Code under which lists find it.
    pub fn standing(&self) -> &'static str {
        match self {
            Facts { archived: true, .. } => "archived",
            Facts {
                concluded_on: Some(_),
                ..
            } => "concluded",
            Facts {
                accepted_on: Some(_), ..
            } => "open",
            _ => "unanswered",
        }
    }

    /// Days of the calendar from receipt to acceptance, on to the decision, on to delivery.
    pub fn stages(&self) -> [Option<i64>; 3] {
        let days = |from: Option<Date>, to: Option<Date>| Some(i64::from((to? - from?).get_days()));
        [
            days(self.received_on, self.accepted_on),
            days(self.accepted_on, self.decided_on),
            days(self.decided_on, self.delivered_on),
        ]
    }

    fn decide(&mut self, on: Option<Date>, result: &str) {
        self.decided_on = on;
        self.end(on, result);
    }

    fn end(&mut self, on: Option<Date>, result: &str) {
        self.concluded_on = on;
        self.result = Some(result.to_owned());
    }
}

/// The applicant came for this act: handed something in at the window, or fetched the result there.
fn in_person(acted: &Acted, case: &Case) -> bool {
    let event = case.events.iter().find(|event| event.seq == acted.seq);
    let said = |field: &str| event.and_then(|it| it.data.get(field)).and_then(Json::as_str);
    match acted.act.as_str() {
        "receive" => said("channel") == Some("counter"),
        "deliver" => said("delivery_way") == Some("counter"),
        "supply" | "supply-deferred" | "supplement" => {
            acted.actor.is_some() && event.and_then(|it| it.ground.as_deref()) != Some("邮寄签收")
        }
        _ => false,
    }
}

/// Brings the row of an application up to its events. Called after every act, wake and correction of its case; a
/// linked case says nothing of it.
pub async fn refresh(docket: &Docket, conn: &mut Conn, case_id: i64, now: Timestamp) -> Result<()> {
    let case = docket.case(conn, case_id).await?;
    keep(docket, conn, &case, now).await
}

pub(super) async fn keep(docket: &Docket, conn: &mut Conn, case: &Case, now: Timestamp) -> Result<()> {
    if is_service(&case.file) {
        let facts = Facts::of(docket, case, now);
        store::keep_facts(conn, case.file.subject_id, case.file.id, &facts).await?;
    }
    Ok(())
}

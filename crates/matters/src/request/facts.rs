//! What a request's row says of its case: caches for lists and statistics, always equal to the events.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;
use office::docket::{Case, Docket};
use procedure::Acted;
use serde_json::Value as Json;

use super::{REQUEST, remedy, store};

/// The facts of a request's case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub received_on: Option<Date>,
    pub concluded_on: Option<Date>,
    pub result: Option<String>,
    pub late: bool,
    pub fee_yuan: Option<i64>,
    pub paid_yuan: Option<i64>,
    /// The days on which a fee was told and paid.
    pub fee_on: Option<Date>,
    pub paid_on: Option<Date>,
}

impl Facts {
    /// Read from the acts (corrections applied), oldest first; a late acceptance takes an ending back.
    pub fn of(docket: &Docket, case: &Case, now: Timestamp) -> Facts {
        let mut facts = Facts::default();
        for acted in &case.state.acts {
            facts.follow(acted, case);
        }
        let counts = |clock: &str| matches!(clock, "answer" | "delay");
        facts.late = facts.concluded_on.is_some()
            && docket
                .readings(case, now)
                .iter()
                .any(|reading| counts(&reading.clock) && reading.late);
        facts
    }

    fn follow(&mut self, acted: &Acted, case: &Case) {
        let integer = |field: &str| case.state.data.get(field).and_then(Json::as_i64);
        match acted.act.as_str() {
            "register" | "confirm" => self.received_on = Some(acted.effective_on),
            "dispatch" => {
                let reply = case.state.data.get("reply_type").and_then(Json::as_str);
                self.end(acted, reply.unwrap_or("other"));
            }
            "lapse" => self.end(acted, "lapsed"),
            "unpay" => self.end(acted, "unpaid"),
            "withdraw" => self.end(acted, "withdrawn"),
            "accept-late" => (self.concluded_on, self.result) = (None, None),
            "charge" => (self.fee_yuan, self.fee_on) = (integer("fee_yuan"), Some(acted.effective_on)),
            "waive-fee" => (self.fee_yuan, self.fee_on) = (None, None),
            "pay" => (self.paid_yuan, self.paid_on) = (integer("paid_yuan"), Some(acted.effective_on)),
            _ => {}
        }
    }

    fn end(&mut self, acted: &Acted, result: &str) {
        self.concluded_on = Some(acted.effective_on);
        self.result = Some(result.to_owned());
    }
}

/// Brings the row of whatever the case is about up to its events. Called after every act, wake and
/// correction of a case of this room.
pub async fn refresh(docket: &Docket, conn: &mut Conn, case_id: i64, now: Timestamp) -> Result<()> {
    let case = docket.case(conn, case_id).await?;
    match case.file.subject_kind.as_str() {
        REQUEST => store::keep_facts(conn, case_id, &Facts::of(docket, &case, now)).await,
        _ => remedy::refresh(conn, &case).await,
    }
}

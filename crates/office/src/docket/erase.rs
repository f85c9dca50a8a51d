//! 清除: a person's words leave the record; the act, its date and its proof stay.
//!
//! 个人信息保护法 第四十七条. What was said is destroyed with the salt of its digest, and so is word that
//! repeated it to colleagues. That something was erased, by whom and on which ground, is an event
//! itself. The caller then settles the database ([`kernel::db::Db::settle`]) with [`ERASED_TABLES`],
//! outside the act, so that no journal keeps it either.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, RefusalKind, Result, record};
use procedure::{Event, EventKind, Planned};

use super::act::{Done, keep_row, repeated};
use super::amend::may;
use super::{Docket, cache, case, store};
use crate::organisation::Actor;

/// Tables whose pages are rewritten after the words of an act were erased.
pub const ERASED_TABLES: &[&str] = &["event", "notice"];

/// Which words go, and on what ground.
#[derive(Clone, Debug)]
pub struct Erasure {
    /// The event that carries them.
    pub seq: i64,
    /// The ground in law, without any personal value: it stays.
    pub ground: String,
    /// The form's key.
    pub request_key: Option<String>,
}

impl Docket {
    /// Erases the reason of one event.
    pub async fn erase_reason(
        &self,
        conn: &mut Conn,
        case_id: i64,
        actor: &Actor,
        erasure: Erasure,
        now: Timestamp,
    ) -> Result<Done> {
        let mut case = self.locked(conn, case_id, 1).await?;
        if let Some(done) = repeated(&case, erasure.request_key.as_deref()) {
            keep_row(conn, &case).await?;
            return Ok(done);
        }
        let before = cache::cached(&case, &self.almanac.calendar(), case.written_at());
        let person_id = may_erase(conn, actor, &case, &erasure.ground, now).await?;
        let said = case
            .events
            .iter_mut()
            .find(|event| event.seq == erasure.seq && event.reason.is_some());
        let Some(said) = said else {
            return Err(refuse(
                "nothing-to-erase",
                "这一步没有写下的理由，或者已经清除。",
                "不需要再做什么。",
            ));
        };
        said.reason = None;
        record::forget_reason(conn, case_id, erasure.seq).await?;
        store::forget_notices(conn, case_id, erasure.seq).await?;
        let planned = planned(&case, person_id, erasure, now)?;
        let effects = self.record(conn, &mut case, planned, now).await?;
        self.settle(conn, &case, before, effects, now).await
    }

    /// Erases the reason of every event of the case, in one event of its own. The matter destroys its own
    /// values in the same transaction.
    pub async fn erase_words(
        &self,
        conn: &mut Conn,
        case_id: i64,
        actor: &Actor,
        ground: &str,
        now: Timestamp,
    ) -> Result<Done> {
        let mut case = self.locked(conn, case_id, 1).await?;
        let before = cache::cached(&case, &self.almanac.calendar(), case.written_at());
        let person_id = may_erase(conn, actor, &case, ground, now).await?;
        for event in case.events.iter_mut().filter(|event| event.reason.is_some()) {
            event.reason = None;
            record::forget_reason(conn, case_id, event.seq).await?;
            store::forget_notices(conn, case_id, event.seq).await?;
        }
        // No event has the number 0: the words of all of them went.
        let erasure = Erasure {
            seq: 0,
            ground: ground.to_owned(),
            request_key: None,
        };
        let planned = planned(&case, person_id, erasure, now)?;
        let effects = self.record(conn, &mut case, planned, now).await?;
        self.settle(conn, &case, before, effects, now).await
    }
}

async fn may_erase(
    conn: &mut Conn,
    actor: &Actor,
    case: &case::Case,
    ground: &str,
    now: Timestamp,
) -> Result<i64> {
    let person_id = may(conn, actor, case.file.org_id, &["org_admin", "site_admin"], now).await?;
    if ground.trim().is_empty() {
        return Err(refuse(
            "ground-missing",
            "清除个人信息要写明依据。",
            "请填写法律依据，例如“个人信息保护法第四十七条”。",
        ));
    }
    Ok(person_id)
}

fn planned(case: &case::Case, person_id: i64, erasure: Erasure, now: Timestamp) -> Result<Planned> {
    let mut event = Event::new(case.file.last_seq + 1, EventKind::Erased, now, civil_date(now));
    event.actor = Some(person_id);
    event.ground = Some(erasure.ground);
    event.request_key = erasure.request_key;
    event.data.insert("erased".to_owned(), erasure.seq.into());
    let mut events = case.events.clone();
    events.push(event.clone());
    Ok(Planned {
        state: case::fold(&case.chain, &events)?,
        event,
        effects: Vec::new(),
    })
}

fn refuse(code: &str, sentence: &str, onward: &str) -> Error {
    Error::refuse(RefusalKind::Invalid, code, sentence, onward)
}

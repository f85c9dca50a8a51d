//! A case as it stands: the fixed facts, the events, and the state folded from them.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, Fault, Issue, Result, record};
use procedure::{Definition, Event, Params, Reading, State};
use serde_json::{Map, Value as Json};

use super::{Docket, fact, store};
use crate::organisation::CaseSeat;

/// The facts fixed at opening, and two caches (`last_seq`, `outcome`).
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// Row.
    pub id: i64,
    /// Public number, such as `审2026-00012`.
    pub number: String,
    /// With which an outsider asks after it.
    pub query_code: String,
    /// The organisation whose case it is.
    pub org_id: i64,
    /// The procedure's code.
    pub procedure_code: String,
    /// Digest of the version it runs under now.
    pub procedure_digest: String,
    /// Bound parameters.
    pub params: Map<String, Json>,
    /// What it is about, for lists.
    pub title: String,
    /// What kind of thing it is about: `document`, `import`, `organisation`, …
    pub subject_kind: String,
    /// Which one.
    pub subject_id: i64,
    /// The case that opened it.
    pub parent_id: Option<i64>,
    /// When.
    pub opened_at: Timestamp,
    /// How many events.
    pub last_seq: i64,
    /// Code of the end it reached.
    pub outcome: Option<String>,
}

/// A case, read through its definition.
#[derive(Clone, Debug)]
pub struct Case {
    /// The fixed facts.
    pub file: CaseFile,
    /// The definition it runs under.
    pub definition: Definition,
    /// The bound parameters.
    pub params: Params,
    /// Everything that happened, in sequence.
    pub events: Vec<Event>,
    /// Where it stands.
    pub state: State,
    /// What its row says now, in this transaction.
    pub(super) row: Row,
    /// The definitions it ran under before, oldest first, ending with the present one.
    pub(super) chain: Vec<Definition>,
}

/// What a case's row keeps of it beside the fixed facts. All of it follows from the events.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    last_seq: i64,
    outcome: Option<String>,
    procedure_digest: String,
    params: Map<String, Json>,
}

impl Row {
    pub(super) fn of(file: &CaseFile) -> Row {
        Row {
            last_seq: file.last_seq,
            outcome: file.outcome.clone(),
            procedure_digest: file.procedure_digest.clone(),
            params: file.params.clone(),
        }
    }
}

impl Case {
    /// The instant at which an act last wrote the case's caches. Clocks turn by time alone: what the
    /// rows say is what was so then, not what is so now.
    pub(super) fn written_at(&self) -> Timestamp {
        self.events
            .last()
            .map_or(self.file.opened_at, |event| event.recorded_at)
    }

    /// Where it lies, for authority.
    pub fn seat(&self) -> CaseSeat<'_> {
        let members = self.state.block.as_ref().map_or(&[][..], |block| &block.members);
        CaseSeat {
            case_id: self.file.id,
            org_id: self.file.org_id,
            members,
        }
    }
}

impl Docket {
    /// Reads a case. A refusal when there is none.
    pub async fn case(&self, conn: &mut Conn, case_id: i64) -> Result<Case> {
        let file = store::case(conn, case_id)
            .await?
            .ok_or_else(|| Error::not_found("这个事项"))?;
        self.folded(conn, file).await
    }

    /// The fixed facts of a case, without reading its events.
    pub async fn file(&self, conn: &mut Conn, case_id: i64) -> Result<CaseFile> {
        store::case(conn, case_id)
            .await?
            .ok_or_else(|| Error::not_found("这个事项"))
    }

    /// The cases that this one opened, oldest first.
    pub async fn linked(&self, conn: &mut Conn, case_id: i64) -> Result<Vec<CaseFile>> {
        store::linked(conn, case_id).await
    }

    /// The clocks of a case at `now`, each with its arithmetic.
    pub fn readings(&self, case: &Case, now: Timestamp) -> Vec<Reading> {
        procedure::explained_readings(
            &case.definition,
            &case.params,
            &case.state,
            &self.almanac.calendar(),
            now,
        )
    }

    pub(super) async fn folded(&self, conn: &mut Conn, mut file: CaseFile) -> Result<Case> {
        let row = Row::of(&file);
        let mut events = Vec::new();
        let mut chain = Vec::new();
        for stored in record::events(conn, file.id).await? {
            let (event, digest) = fact::event(stored)?;
            if let Some(digest) = digest {
                chain.push(self.registry.by_digest(conn, &digest).await?);
            }
            events.push(event);
        }
        let definition = self.registry.by_digest(conn, &file.procedure_digest).await?;
        let params = Params::bind(&definition, file.params.clone()).map_err(unbound)?;
        let state = fold(&chain, &events)?;
        file.last_seq = events.last().map_or(0, |event| event.seq);
        file.outcome = outcome(&state);
        Ok(Case {
            file,
            definition,
            params,
            events,
            state,
            row,
            chain,
        })
    }
}

/// Code of the end that was reached.
pub(super) fn outcome(state: &State) -> Option<String> {
    state.outcome.as_ref().map(|outcome| outcome.outcome.clone())
}

pub(super) fn fold(chain: &[Definition], events: &[Event]) -> Result<State> {
    let chain: Vec<&Definition> = chain.iter().collect();
    procedure::fold_across(&chain, events).map_err(|error| Error::Fault(Fault::new(error.to_string())))
}

/// Parameters were checked when they were bound; failing now is our fault.
fn unbound(issues: Vec<procedure::Issue>) -> Error {
    let sentences: Vec<_> = issues.into_iter().map(|issue| issue.sentence).collect();
    Error::Fault(Fault::new(format!(
        "kept parameters do not bind: {}",
        sentences.join(" ")
    )))
}

/// The engine's issues as the kernel's, unchanged.
pub(super) fn issues(issues: Vec<procedure::Issue>) -> Vec<Issue> {
    issues
        .into_iter()
        .map(|issue| Issue {
            code: issue.code.to_string(),
            field: issue.field,
            article: issue.article,
            sentence: issue.sentence,
            onward: issue.onward,
        })
        .collect()
}

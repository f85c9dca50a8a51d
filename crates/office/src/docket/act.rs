//! Opening a case and acting in it.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, RefusalKind, Result, code, record};
use procedure::{Branch, Effect, Event, Params, Planned, Proposal, Standing, State};
use serde_json::{Map, Value as Json};

use super::case::{Row, issues, outcome};
use super::{Case, CaseFile, Docket, cache, effects, fact, store, wake};
use crate::organisation::{self, Actor};

/// What a new case is about.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The procedure's code; the case runs under its current version.
    pub procedure: String,
    /// The starting move.
    pub act: String,
    /// The organisation whose case it is.
    pub org_id: i64,
    /// For lists.
    pub title: String,
    /// What kind of thing it is about.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: i64,
    /// The case that opens it.
    pub parent_id: Option<i64>,
    /// Bound parameters.
    pub params: Map<String, Json>,
    /// Series of its public number, such as `审`; the year is added.
    pub series: String,
}

/// One administrative act: what is done in which case, by whom, and what goes with it.
#[derive(Clone, Debug, Default)]
pub struct Order {
    /// The branch, where the case has forked.
    pub branch: Option<Branch>,
    /// The legal date, where the move lets it be earlier than today.
    pub effective_on: Option<Date>,
    /// The declared ground, for a backdated act.
    pub ground: Option<String>,
    /// The person's words.
    pub reason: Option<String>,
    /// The move's fields.
    pub data: Map<String, Json>,
    /// Digests (hex).
    pub documents: Vec<String>,
    /// The form's key: sent twice, done once.
    pub request_key: Option<String>,
}

/// What came of an act.
#[derive(Debug)]
#[must_use = "effects that only the matter knows are in here"]
pub struct Done {
    /// The case.
    pub case_id: i64,
    /// Its public number.
    pub number: String,
    /// The event's place in the case.
    pub seq: i64,
    /// True when the same form had been taken before; nothing was done now.
    pub repeated: bool,
    /// The event itself.
    pub event: Option<Event>,
    /// Where the case stands now.
    pub state: State,
    /// What the matter has to do, in this transaction.
    pub effects: Vec<MatterEffect>,
}

/// An effect that only its matter knows how to do.
#[derive(Clone, Debug)]
pub struct MatterEffect {
    /// The case it happened in.
    pub case_id: i64,
    /// What the case is about.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: i64,
    /// The event.
    pub seq: i64,
    /// The effect's place in the event.
    pub n: i64,
    /// The branch in which it happened, where the case has forked.
    pub branch: Option<Branch>,
    /// The move.
    pub act: String,
    /// Who moved; nobody for an expiry.
    pub actor_id: Option<i64>,
    /// What is to be done.
    pub effect: Effect,
}

impl Docket {
    /// Opens a case with its first act.
    pub async fn open(
        &self,
        conn: &mut Conn,
        opening: Opening,
        actor: &Actor,
        order: Order,
        now: Timestamp,
    ) -> Result<Done> {
        if let Some(done) = self.answered(conn, order.request_key.as_deref()).await? {
            return Ok(done);
        }
        let (_, done) = self.opened(conn, opening, actor, order, now).await?;
        Ok(done)
    }

    /// The same for whoever has asked already whether the form was taken before ([`Docket::answered`]); with the case
    /// as it stands then, so that it need not be read again.
    pub async fn opened(
        &self,
        conn: &mut Conn,
        opening: Opening,
        actor: &Actor,
        order: Order,
        now: Timestamp,
    ) -> Result<(Case, Done)> {
        let definition = self.registry.current(&opening.procedure)?;
        let params =
            Params::bind(&definition, opening.params.clone()).map_err(|all| Error::invalid(issues(all)))?;
        let standing = organisation::standing(conn, actor, opening.org_id, civil_date(now)).await?;
        let proposal = proposal(&opening.act, actor, standing, order, now);
        let planned = procedure::open(&definition, &params, &self.almanac.calendar(), now, &proposal)
            .map_err(|all| refused(all))?;
        let file = new_file(conn, &opening, definition.digest(), now).await?;
        let mut case = Case {
            row: Row::of(&file),
            file,
            chain: vec![definition.clone()],
            definition,
            params,
            events: Vec::new(),
            state: planned.state.clone(),
        };
        let before = cache::Cached::default();
        let effects = self.record(conn, &mut case, planned, now).await?;
        let done = self.settle(conn, &case, before, effects, now).await?;
        Ok((case, done))
    }

    /// Does `act` in the case.
    pub async fn act(
        &self,
        conn: &mut Conn,
        case_id: i64,
        act: &str,
        actor: &Actor,
        order: Order,
        now: Timestamp,
    ) -> Result<Done> {
        let case = self.locked(conn, case_id, 1).await?;
        self.act_in(conn, case, act, actor, order, None, now).await
    }

    /// Does `act` in a case that was held for it ([`Docket::hold_to_act`]) and foretold: neither the case nor the
    /// actor's standing is read again.
    #[allow(
        clippy::too_many_arguments,
        reason = "an act, the case that it is done in, and what is known of it"
    )]
    pub async fn act_held(
        &self,
        conn: &mut Conn,
        case: Case,
        act: &str,
        actor: &Actor,
        order: Order,
        standing: Standing,
        now: Timestamp,
    ) -> Result<Done> {
        self.act_in(conn, case, act, actor, order, Some(standing), now)
            .await
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "an act, the case that it is done in, and what is known of it"
    )]
    async fn act_in(
        &self,
        conn: &mut Conn,
        mut case: Case,
        act: &str,
        actor: &Actor,
        order: Order,
        known: Option<Standing>,
        now: Timestamp,
    ) -> Result<Done> {
        if let Some(done) = repeated(&case, order.request_key.as_deref()) {
            keep_row(conn, &case).await?;
            return Ok(done);
        }
        let before = cache::cached(&case, &self.almanac.calendar(), case.written_at());
        let there = case.events.len();
        let mut effects = self.expire(conn, &mut case, now).await?;
        // What expired may have closed branches, and with them what the actor holds there.
        let standing = match known.filter(|_| case.events.len() == there) {
            Some(standing) => standing,
            None => organisation::standing_in(conn, actor, case.seat(), civil_date(now)).await?,
        };
        let stranger = actor.person_id().is_some() && standing.holds.is_empty();
        let mut proposal = proposal(act, actor, standing, order, now);
        proposal.linked_open = linked_open(conn, &case).await?;
        let planned = procedure::check(
            &case.definition,
            &case.params,
            &case.state,
            &self.almanac.calendar(),
            now,
            &proposal,
        )
        .map_err(|all| if stranger { not_theirs() } else { refused(all) })?;
        effects.extend(self.record(conn, &mut case, planned, now).await?);
        self.settle(conn, &case, before, effects, now).await
    }

    /// Locks the case, so that what an act needs can be read and made before it is done: nobody moves
    /// the case until this transaction ends.
    pub async fn hold(&self, conn: &mut Conn, case_id: i64) -> Result<Case> {
        self.locked(conn, case_id, 0).await
    }

    /// The same for whoever goes on to [`Docket::act_held`]: the event to come is counted already, and every other way
    /// out has to be an error.
    pub async fn hold_to_act(&self, conn: &mut Conn, case_id: i64) -> Result<Case> {
        self.locked(conn, case_id, 1).await
    }

    /// Records one planned event and takes the case along. Returns what is left for the matter.
    pub(super) async fn record(
        &self,
        conn: &mut Conn,
        case: &mut Case,
        planned: Planned,
        now: Timestamp,
    ) -> Result<Vec<MatterEffect>> {
        record::append(conn, &fact::entry(&case.file, &planned.event)?).await?;
        case.file.last_seq = planned.event.seq;
        case.state = planned.state;
        case.file.outcome = outcome(&case.state);
        case.events.push(planned.event);
        effects::carry_out(self, conn, case, planned.effects, now).await
    }

    /// Writes the case's row and caches, and answers.
    pub(super) async fn settle(
        &self,
        conn: &mut Conn,
        case: &Case,
        before: cache::Cached,
        effects: Vec<MatterEffect>,
        now: Timestamp,
    ) -> Result<Done> {
        keep_row(conn, case).await?;
        let after = cache::cached(case, &self.almanac.calendar(), now);
        cache::write(conn, case, &before, &after).await?;
        Ok(done(case, case.file.last_seq, false, effects))
    }

    /// Locks the case, with its parent before it, and folds it. `coming`: how many events will be
    /// appended, as [`store::lock`] says.
    pub(super) async fn locked(&self, conn: &mut Conn, case_id: i64, coming: i64) -> Result<Case> {
        let file = store::lock(conn, case_id, coming)
            .await?
            .ok_or_else(|| Error::not_found("这个事项"))?;
        self.folded(conn, file).await
    }

    /// The stored answer of a form that was taken before, whatever case it was in. The same form sent at the
    /// same time waits here until the first has been taken.
    pub async fn answered(&self, conn: &mut Conn, request_key: Option<&str>) -> Result<Option<Done>> {
        let Some(key) = request_key.filter(|key| !key.is_empty()) else {
            return Ok(None);
        };
        kernel::db::alone(conn, &format!("form/{key}")).await?;
        let Some((case_id, seq)) = record::find_by_key(conn, key).await? else {
            return Ok(None);
        };
        let case = self.case(conn, case_id).await?;
        Ok(Some(done(&case, seq, true, Vec::new())))
    }

    async fn expire(&self, conn: &mut Conn, case: &mut Case, now: Timestamp) -> Result<Vec<MatterEffect>> {
        wake::expire(self, conn, case, now).await
    }
}

/// Writes the case's row, where it does not say so already.
pub(super) async fn keep_row(conn: &mut Conn, case: &Case) -> Result<()> {
    if case.row == Row::of(&case.file) {
        Ok(())
    } else {
        store::update_case(conn, &case.file).await
    }
}

fn done(case: &Case, seq: i64, repeated: bool, effects: Vec<MatterEffect>) -> Done {
    Done {
        case_id: case.file.id,
        number: case.file.number.clone(),
        seq,
        repeated,
        event: case.events.iter().rfind(|event| event.seq == seq).cloned(),
        state: case.state.clone(),
        effects,
    }
}

pub(super) fn repeated(case: &Case, request_key: Option<&str>) -> Option<Done> {
    let key = request_key.filter(|key| !key.is_empty())?;
    let event: &Event = case
        .events
        .iter()
        .find(|event| event.request_key.as_deref() == Some(key))?;
    Some(done(case, event.seq, true, Vec::new()))
}

pub(super) fn proposal(
    act: &str,
    actor: &Actor,
    standing: Standing,
    order: Order,
    now: Timestamp,
) -> Proposal {
    let today = civil_date(now);
    let mut proposal = Proposal::new(
        act,
        actor.person_id(),
        standing,
        order.effective_on.unwrap_or(today),
    );
    proposal.on_behalf_of = actor.on_behalf_of();
    proposal.party = actor.party_role().map(str::to_owned);
    proposal.branch = order.branch;
    proposal.ground = order.ground;
    proposal.reason = order.reason;
    proposal.data = order.data;
    proposal.documents = order.documents;
    proposal.request_key = order.request_key;
    proposal
}

/// Whoever holds nothing towards an organisation is not told where its cases stand.
pub(super) fn not_theirs() -> Error {
    Error::refuse(
        RefusalKind::Forbidden,
        "not-authorised",
        "这件事项属于其他单位，您没有办理的岗位。",
        "需要办理的，请组织人员管理员为您设岗。",
    )
}

/// What the law or the state forbids is a conflict with the state; a form's gaps are invalid.
pub(super) fn refused(all: Vec<procedure::Issue>) -> Error {
    let kind = match all.iter().map(|issue| issue.code.as_ref()).collect::<Vec<&str>>() {
        codes if codes.contains(&"not-authorised") => RefusalKind::Forbidden,
        codes if codes.contains(&"not-here") => RefusalKind::Conflict,
        _ => RefusalKind::Invalid,
    };
    Error::Refusal(kernel::Refusal {
        kind,
        issues: issues(all),
    })
}

async fn new_file(conn: &mut Conn, opening: &Opening, digest: &str, now: Timestamp) -> Result<CaseFile> {
    let year = civil_date(now).year();
    let n = kernel::db::next_number(conn, &format!("case/{}/{year}", opening.series)).await?;
    let file = CaseFile {
        id: 0,
        number: format!("{}{year}-{n:05}", opening.series),
        query_code: code::query_code(),
        org_id: opening.org_id,
        procedure_code: opening.procedure.clone(),
        procedure_digest: digest.to_owned(),
        params: opening.params.clone(),
        title: opening.title.clone(),
        subject_kind: opening.subject_kind.clone(),
        subject_id: opening.subject_id,
        parent_id: opening.parent_id,
        opened_at: now,
        // Its first act follows in this transaction.
        last_seq: 1,
        outcome: None,
    };
    let id = store::insert_case(conn, &file).await?;
    Ok(CaseFile { id, ..file })
}

/// How many linked cases are still open; counted only where some guard asks.
pub(super) async fn linked_open(conn: &mut Conn, case: &Case) -> Result<u32> {
    let asked = case.definition.moves().iter().any(|step| {
        step.guards
            .iter()
            .any(|guard| matches!(guard, procedure::Guard::LinkedEnded))
    });
    if asked {
        store::open_children(conn, case.file.id).await
    } else {
        Ok(0)
    }
}

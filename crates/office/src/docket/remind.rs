//! 提醒: word to whoever holds the ball when a clock that binds an office comes near its due day, and again when
//! it has run out.
//!
//! What there is to say follows from readings at `now`; that it was said is kept in the act that says it. However
//! long nobody looked, what is true now is said once, and nothing that has ceased to be true.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Result;
use kernel::db::{Conn, Db};
use kernel::time::minute_text;
use procedure::{Actor, Branch, Clock, ClockKind, ClockState, Light, Reading, Relation, Unit};

use super::remind_store::{self as store, Said};
use super::{Case, Docket, effects, fact, wake};
use crate::organisation::{self, CaseSeat};

/// How many cases are looked for at a time.
const BATCH_CASES_MAX: i64 = 200;
/// Who watches the terms of the law (电子监察).
const SUPERVISOR: &str = "supervisor";
/// Who sees to it that somebody is there, where nobody is.
const CARETAKER: &str = "org_admin";

/// What there is to say about a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// It is lit before its due day.
    Near,
    /// It has run out.
    Late,
}

impl Docket {
    /// Says everything that there is to say at `now`, each case in an act of its own; to how many people. A case
    /// that fails does not keep the others from it.
    pub async fn remind(&self, db: &Db, now: Timestamp) -> Result<usize> {
        let (mut told, mut after, mut failed) = (0, 0, None);
        loop {
            let batch = store::candidates(&mut db.read().await?, after, now, BATCH_CASES_MAX).await?;
            let Some(last) = batch.last() else { break };
            after = *last;
            for case_id in batch {
                let docket = self.clone();
                let said =
                    db.act(move |conn| Box::pin(async move { docket.remind_case(conn, case_id, now).await }));
                match said.await {
                    Ok(people) => told += people,
                    Err(error) => failed = failed.or(Some(error)),
                }
            }
        }
        failed.map_or(Ok(told), Err)
    }

    /// Says what there is to say in one case; to how many people. An expiry that is due comes first: until the
    /// case has been woken, where it lies is not where it is.
    pub async fn remind_case(&self, conn: &mut Conn, case_id: i64, now: Timestamp) -> Result<usize> {
        let case = self.locked(conn, case_id, 0).await?;
        if !case.state.is_open() || !wake::due(self, &case, now)?.is_empty() {
            return Ok(0);
        }
        let calendar = self.almanac.calendar();
        let mut told = 0;
        for reading in procedure::readings(&case.definition, &case.params, &case.state, &calendar, now) {
            let clock = case.definition.clock(&reading.clock);
            if let (Some(clock), Some(kind), Some(due_on)) = (clock, kind(&reading), reading.due_on) {
                told += say(conn, &case, clock, &reading, kind, due_on, now).await?;
            }
        }
        Ok(told)
    }
}

/// What there is to say. Nothing of a clock that is paused in time, halted or stopped; nothing of a due day that
/// is provisional and past, since it warns and never expires.
fn kind(reading: &Reading) -> Option<Kind> {
    let lit = matches!(reading.light, Light::Yellow | Light::Red);
    match reading.state {
        ClockState::Expired => Some(Kind::Late),
        ClockState::Running if lit && reading.left.is_some_and(|left| left >= 0) => Some(Kind::Near),
        _ => None,
    }
}

/// Whether anybody of the house has to be told at all.
fn concerns(clock: &Clock, reading: &Reading, kind: Kind) -> bool {
    clock.binds_office() && !(kind == Kind::Near && lit_from_the_start(clock, reading))
}

/// A term no longer than its own warning: whoever was handed the work has just read when it is due.
fn lit_from_the_start(clock: &Clock, reading: &Reading) -> bool {
    let term = match clock.unit {
        Unit::Hours => reading.budget,
        _ => reading.used + reading.left.unwrap_or_default(),
    };
    term <= clock.yellow.max(clock.red.unwrap_or_default())
}

/// Leaves the word and keeps that it was left. Where nobody is there to hear it, nothing is kept, so that it is said
/// as soon as somebody is.
async fn say(
    conn: &mut Conn,
    case: &Case,
    clock: &Clock,
    reading: &Reading,
    kind: Kind,
    due_on: Date,
    now: Timestamp,
) -> Result<usize> {
    let mut people = BTreeSet::new();
    let mut words = sentence(case, reading, kind, due_on);
    if concerns(clock, reading, kind) {
        people = hands(conn, case, reading, now).await?;
        if people.is_empty() {
            people.extend(organisation::recipients(conn, CARETAKER, case.seat(), now).await?);
            words.push_str(effects::words("clock-nobody"));
        }
        if kind == Kind::Late {
            people.extend(watchers(conn, case, clock, now).await?);
        }
        if people.is_empty() {
            return Ok(0);
        }
    }
    let said = Said {
        case_id: case.file.id,
        branch: &reading.branch.as_ref().map(fact::branch_text).unwrap_or_default(),
        clock: &reading.clock,
        kind: kind.word(),
        due_on,
        told: people.len(),
    };
    if !store::keep(conn, &said, now).await? {
        return Ok(0);
    }
    let key = format!(
        "reminder/{}/{}/{}/{}/{due_on}",
        said.case_id, said.branch, said.clock, said.kind
    );
    for person_id in &people {
        let address = effects::case_address(case);
        organisation::leave_notice(conn, *person_id, &words, &address, &key, now).await?;
    }
    Ok(people.len())
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Near => "near",
            Kind::Late => "late",
        }
    }
}

/// Whoever may act where the clock runs.
async fn hands(conn: &mut Conn, case: &Case, reading: &Reading, now: Timestamp) -> Result<BTreeSet<i64>> {
    let mut people = BTreeSet::new();
    for (actor, branch) in holders(case, reading.branch.as_ref()) {
        people.extend(recipients(conn, case, &actor, branch.as_ref(), now).await?);
    }
    Ok(people)
}

/// Of what is late, also whoever could have given more time, and, where it is a term of the law, whoever watches
/// those.
async fn watchers(conn: &mut Conn, case: &Case, clock: &Clock, now: Timestamp) -> Result<Vec<i64>> {
    let mut people = Vec::new();
    if let Some(extension) = &clock.extension {
        people.extend(recipients(conn, case, &extension.approver, None, now).await?);
    }
    if clock.kind == ClockKind::Statutory {
        people.extend(organisation::recipients(conn, SUPERVISOR, case.seat(), now).await?);
    }
    Ok(people)
}

/// In which roles the ball is held: in the clock's own branch, or everywhere for a clock of the case. While
/// branches are open the case itself is with whoever will close them.
fn holders(case: &Case, branch: Option<&Branch>) -> Vec<(Actor, Option<Branch>)> {
    let mut roles = Vec::new();
    for ball in case.state.holders(&case.definition) {
        if branch.is_none() || ball.branch.as_ref() == branch {
            roles.extend(ball.actors.into_iter().map(|actor| (actor, ball.branch.clone())));
        }
    }
    let block = case.state.block.as_ref().filter(|_| branch.is_none());
    if let Some(join) = block.and_then(|block| case.definition.join_of(&block.act)) {
        roles.extend(join.actors.iter().map(|actor| (actor.clone(), None)));
    }
    roles
}

/// Who holds the role: in the organisation for which the branch runs where the definition says so, else in the
/// case's own.
async fn recipients(
    conn: &mut Conn,
    case: &Case,
    actor: &Actor,
    branch: Option<&Branch>,
    now: Timestamp,
) -> Result<Vec<i64>> {
    let office = branch.and_then(|branch| organisation::of_member(&branch.member));
    let seat = match office.filter(|_| actor.relations.contains(&Relation::Member)) {
        Some(org_id) => CaseSeat {
            org_id,
            members: &[],
            ..case.seat()
        },
        None => case.seat(),
    };
    organisation::recipients(conn, &actor.role, seat, now).await
}

fn sentence(case: &Case, reading: &Reading, kind: Kind, due_on: Date) -> String {
    let amount = reading.left.unwrap_or_default();
    let template = match (kind, reading.unit) {
        (Kind::Near, Unit::Hours) if amount == 0 => "clock-hour",
        (Kind::Near, unit) if amount == 0 && unit != Unit::Hours => "clock-today",
        (Kind::Near, _) => "clock-near",
        // The first days after a due day may be none that are counted.
        (Kind::Late, _) if amount < 0 => "clock-over",
        (Kind::Late, _) => "clock-late",
    };
    let provisional = if reading.provisional { "（暂定）" } else { "" };
    effects::words(template)
        .replace("{title}", &effects::nested(&case.file.title))
        .replace("{number}", &case.file.number)
        .replace("{clock}", &reading.label)
        .replace("{left}", &format!("{} {}", amount.abs(), reading.unit.counted()))
        .replace("{due}", &format!("{}{provisional}", due_text(reading, due_on)))
}

/// The day; for a clock of hours, the minute.
fn due_text(reading: &Reading, due_on: Date) -> String {
    match reading.expires_at.filter(|_| reading.unit == Unit::Hours) {
        Some(at) => minute_text(at),
        None => due_on.to_string(),
    }
}

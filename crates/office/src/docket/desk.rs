//! Desks: what waits for whom, what may be done with it, and what happened so far.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;
use kernel::time::civil_date;
use procedure::{EventKind, Light, Offer, Reading, Unit, Who};

use super::act::linked_open;
use super::{Case, CaseFile, Docket, Label, Waiting, desk_store};
use crate::organisation::{self, Actor, Seat};

/// A case that waits for somebody, with what they may do.
#[derive(Clone, Debug)]
pub struct DeskItem {
    /// The case.
    pub file: CaseFile,
    /// The organisation's name.
    pub org_name: String,
    /// Where it lies, in officials' words.
    pub place: String,
    /// Members of the block that runs in it.
    pub members: Vec<String>,
    /// The moves open to this person now.
    pub offers: Vec<Offer>,
    /// For whom they would act, when not for themselves: row and name.
    pub on_behalf_of: Option<(i64, String)>,
    /// The nearest due date of the running clocks.
    pub due_on: Option<Date>,
    /// What is left of that clock in its own unit, the same figure as on the case's page: 0 on the due
    /// day, negative after it. Months are counted down in days.
    pub left: Option<(i64, Unit)>,
    /// The worst light.
    pub light: Light,
    /// When it came to where it lies.
    pub since: Timestamp,
}

/// A case that may wait for somebody, as rows say.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The first of its tokens that waits for a post of theirs.
    pub waiting: Waiting,
    /// For whom they might act, in the order in which it is tried; `None`: for themselves.
    behalf: Vec<Option<(i64, String)>>,
}

/// Each case once, however many of its tokens wait.
#[derive(Default)]
struct Candidates(BTreeMap<i64, Candidate>);

impl Candidates {
    fn add(&mut self, waiting: Waiting, seat: &Seat) {
        let one = self.0.entry(waiting.case_id).or_insert_with(|| Candidate {
            waiting,
            behalf: Vec::new(),
        });
        if !one.behalf.contains(&seat.on_behalf_of) {
            one.behalf.push(seat.on_behalf_of.clone());
        }
    }

    fn in_order(self) -> Vec<Candidate> {
        let mut all: Vec<_> = self.0.into_values().collect();
        all.sort_by_key(|one| (one.waiting.due_on.unwrap_or(Date::MAX), one.waiting.case_id));
        all
    }
}

/// One thing that happened in a case, for people.
#[derive(Clone, Debug)]
pub struct Step {
    /// Place in the case.
    pub seq: i64,
    /// What was done, in the definition's words.
    pub label: String,
    /// The move's code.
    pub act: Option<String>,
    /// Who did it; `系统` for expiries.
    pub actor: String,
    /// For whom, under a delegation.
    pub on_behalf_of: Option<String>,
    /// When it was recorded.
    pub at: Timestamp,
    /// The legal date.
    pub effective_on: Date,
    /// The person's words.
    pub reason: Option<String>,
    /// Digests of what it was about.
    pub documents: Vec<String>,
}

impl Docket {
    /// What the actor may do in this case now.
    pub async fn offers(
        &self,
        conn: &mut Conn,
        case: &Case,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Vec<Offer>> {
        let standing = organisation::standing_in(conn, actor, case.seat(), civil_date(now)).await?;
        let who = Who {
            actor: actor.person_id(),
            standing,
            linked_open: linked_open(conn, case).await?,
        };
        Ok(procedure::enabled(
            &case.definition,
            &case.params,
            &case.state,
            &self.almanac.calendar(),
            now,
            &who,
        ))
    }

    /// Where to look for what waits for this person, for themselves and for those they stand in for, most urgent first: rows
    /// alone, no case is read. What may be done in one is the engine's word ([`Docket::desk_item`]).
    pub async fn queue(&self, conn: &mut Conn, person_id: i64, now: Timestamp) -> Result<Vec<Candidate>> {
        let mut found = Candidates::default();
        for seat in organisation::seats(conn, person_id, civil_date(now)).await? {
            let waiting = self.waiting_for(conn, &seat.role, &seat.org_path).await?;
            waiting.into_iter().for_each(|one| found.add(one, &seat));
        }
        Ok(found.in_order())
    }

    /// The same, only of cases whose label is wanted.
    pub async fn queue_of(
        &self,
        conn: &mut Conn,
        person_id: i64,
        now: Timestamp,
        wanted: impl Fn(&Label) -> bool,
    ) -> Result<Vec<Candidate>> {
        let mut found = Candidates::default();
        for seat in organisation::seats(conn, person_id, civil_date(now)).await? {
            for (one, label) in desk_store::waiting_labelled(conn, &seat.role, &seat.org_path).await? {
                if wanted(&label) {
                    found.add(one, &seat);
                }
            }
        }
        Ok(found.in_order())
    }

    /// The candidate's case, where this person may do anything in it now.
    pub async fn desk_item(
        &self,
        conn: &mut Conn,
        person_id: i64,
        candidate: &Candidate,
        now: Timestamp,
    ) -> Result<Option<DeskItem>> {
        let case = self.case(conn, candidate.waiting.case_id).await?;
        for behalf in &candidate.behalf {
            let actor = match behalf {
                Some((principal, _)) => Actor::person(person_id).on_behalf(*principal),
                None => Actor::person(person_id),
            };
            let offers = self.offers(conn, &case, &actor, now).await?;
            if !offers.is_empty() {
                return self.item(conn, case, offers, behalf.clone(), now).await.map(Some);
            }
        }
        Ok(None)
    }

    /// The first `limit` items among these candidates, and how many candidates were looked at for them.
    pub async fn desk_part(
        &self,
        conn: &mut Conn,
        person_id: i64,
        candidates: &[Candidate],
        limit: usize,
        now: Timestamp,
    ) -> Result<(Vec<DeskItem>, usize)> {
        let mut items = Vec::new();
        for (n, candidate) in candidates.iter().enumerate() {
            if items.len() == limit {
                return Ok((items, n));
            }
            items.extend(self.desk_item(conn, person_id, candidate, now).await?);
        }
        Ok((items, candidates.len()))
    }

    /// Everything that waits for this person, most urgent first. Reads every case: for few of them.
    pub async fn desk(&self, conn: &mut Conn, person_id: i64, now: Timestamp) -> Result<Vec<DeskItem>> {
        let queue = self.queue(conn, person_id, now).await?;
        let part = self.desk_part(conn, person_id, &queue, usize::MAX, now);
        part.await.map(|(items, _)| items)
    }

    async fn item(
        &self,
        conn: &mut Conn,
        case: Case,
        offers: Vec<Offer>,
        on_behalf_of: Option<(i64, String)>,
        now: Timestamp,
    ) -> Result<DeskItem> {
        let readings = procedure::readings(
            &case.definition,
            &case.params,
            &case.state,
            &self.almanac.calendar(),
            now,
        );
        let (due_on, light) = urgency(&readings);
        let left = left(&readings);
        let mut place: Vec<String> = Vec::new();
        for ball in case.state.holders(&case.definition) {
            if !place.contains(&ball.label) {
                place.push(ball.label);
            }
        }
        let since = case
            .events
            .last()
            .map_or(case.file.opened_at, |event| event.recorded_at);
        Ok(DeskItem {
            org_name: organisation::name(conn, case.file.org_id).await?,
            place: place.join("、"),
            members: case.seat().members.to_vec(),
            file: case.file,
            offers,
            on_behalf_of,
            due_on,
            left,
            light,
            since,
        })
    }

    /// What is left, in its own unit, of the case's clock that falls due next: [`DeskItem::left`].
    pub fn left(&self, case: &Case, now: Timestamp) -> Option<(i64, Unit)> {
        left(&procedure::readings(
            &case.definition,
            &case.params,
            &case.state,
            &self.almanac.calendar(),
            now,
        ))
    }

    /// What happened in the case, oldest first, in words.
    pub async fn steps(&self, conn: &mut Conn, case: &Case) -> Result<Vec<Step>> {
        let mut steps = Vec::new();
        for event in &case.events {
            let label = event
                .act
                .as_deref()
                .and_then(|act| case.definition.find_move(act))
                .map_or_else(|| kind_label(event.kind).to_owned(), |step| step.label.clone());
            steps.push(Step {
                seq: event.seq,
                label,
                act: event.act.clone(),
                actor: match event.actor {
                    Some(person_id) => organisation::person_name(conn, person_id).await?,
                    None => procedure::role_label(event.party.as_deref().unwrap_or("系统")).to_owned(),
                },
                on_behalf_of: match event.on_behalf_of {
                    Some(person_id) => Some(organisation::person_name(conn, person_id).await?),
                    None => None,
                },
                at: event.recorded_at,
                effective_on: event.effective_on,
                reason: event.reason.clone(),
                documents: event.documents.clone(),
            });
        }
        Ok(steps)
    }
}

/// The nearest due date and the worst light among clocks that still count.
pub fn urgency(readings: &[Reading]) -> (Option<Date>, Light) {
    let counting = || readings.iter().filter(|reading| reading.stopped_on.is_none());
    let due_on = counting().filter_map(|reading| reading.due_on).min();
    let light = counting()
        .map(|reading| reading.light)
        .max()
        .unwrap_or(Light::None);
    (due_on, light)
}

/// What is left of the clock that falls due next, by which lists say how late a case is.
fn left(readings: &[Reading]) -> Option<(i64, Unit)> {
    let counting = readings
        .iter()
        .filter(|reading| reading.stopped_on.is_none() && reading.due_on.is_some());
    let next = counting.min_by_key(|reading| reading.due_on)?;
    Some((next.left?, next.unit))
}

fn kind_label(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Opened => "立案",
        EventKind::Moved => "办理",
        EventKind::Expired => "到期",
        EventKind::Corrected => "更正记录",
        EventKind::Migrated => "流程升级",
        EventKind::Erased => "清除个人信息",
    }
}

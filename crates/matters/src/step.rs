//! One step in a case, whatever the matter: the act, its letters and its papers in one transaction.
//!
//! A matter says what only it knows through [`Room`]; the order of things is the same for all.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, Issue, RefusalKind, Result};
use office::docket::{Case, Docket, Done, Order};
use office::letter::{self, Composed, Draft, Drafted};
use office::organisation::Actor;
use office::paper::{self, Sheet};
use office::personal::{self, Sealed, Subject};
use procedure::{FieldKind, Move, Reading};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// What a form of a case desk, or of the applicant's page, sends.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    /// The move.
    pub act: String,
    /// Branch, dates, words, data, the form's key.
    pub order: Order,
    /// Papers that come with it; bytes are kept already.
    pub sheets: Vec<Sheet>,
    /// Some of them were redacted ([`crate::request::give_part`]).
    pub partly: bool,
    /// Whom a consultation asks.
    pub parties: Vec<NewParty>,
    /// The other agency whose help is asked for, or to which the case is reported.
    pub other_office: String,
    /// What was found of each material, where the step answers an application for a service item.
    pub checklist: Vec<Checked>,
}

/// Somebody who is to be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewParty {
    /// An organisation of this house, where it is one.
    pub org_id: Option<i64>,
    /// Otherwise its name.
    pub name: String,
    /// Address and telephone, for the letter.
    pub contact: String,
}

/// What the window found of one material.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// As the item calls it.
    pub material: String,
    /// Code of what was found: [`crate::service::FOUND`].
    pub found: String,
    /// What is wrong with it or missing in it.
    pub note: String,
}

impl Sent {
    /// The text of a field, trimmed; empty where it has none.
    pub fn text(&self, field: &str) -> &str {
        self.order
            .data
            .get(field)
            .and_then(Json::as_str)
            .unwrap_or_default()
            .trim()
    }

    /// The whole number of a field.
    pub fn integer(&self, field: &str) -> Option<i64> {
        self.order.data.get(field).and_then(Json::as_i64)
    }
}

/// A letter that goes with an act, before it is written.
pub(crate) struct Addressed {
    /// The effect that asks for it, counted among the move's effects.
    pub n: i64,
    /// Who writes it.
    pub org_id: i64,
    /// What it says, to whom.
    pub draft: Draft,
}

/// What a matter adds to every step of its cases.
pub(crate) trait Room: Sync {
    /// Refuses a case that is not this room's.
    fn own(&self, case: &Case) -> Result<()>;

    /// Adds what the page does not send but the act declares; writes what the act refers to.
    ///
    /// # Errors
    /// Invalid: everything that the room has against it, at once.
    fn prepare(
        &self,
        conn: &mut Conn,
        case: &Case,
        sent: &mut Sent,
    ) -> impl Future<Output = Result<()>> + Send;

    /// The same without writing anything: what the room has against it goes into `found`.
    fn foresee(
        &self,
        conn: &mut Conn,
        case: &Case,
        sent: &mut Sent,
        found: &mut Vec<Issue>,
    ) -> impl Future<Output = Result<()>> + Send;

    /// The letters of the step. `after`: the clocks as the act leaves them. `rehearsed`: nothing was written.
    fn letters(
        &self,
        docket: &Docket,
        conn: &mut Conn,
        made: &Made<'_>,
    ) -> impl Future<Output = Result<Vec<Addressed>>> + Send;

    /// Where a value of a letter is typed, where that has another name.
    fn typed_at<'n>(&self, name: &'n str) -> &'n str {
        name
    }

    /// Whether a value of a letter follows from the clocks as the act leaves them: where it would not be taken, there is
    /// none, and what stands against the act is said already.
    fn of_clocks(&self, _: &str) -> bool {
        false
    }

    /// What the applicant may open at once: their own papers.
    fn shown(&self, act: &str) -> bool;

    /// What else belongs to the act, in its transaction.
    fn follow(
        &self,
        docket: &Docket,
        conn: &mut Conn,
        case: &Case,
        sent: &Sent,
        done: Done,
        now: Timestamp,
    ) -> impl Future<Output = Result<Done>> + Send;
}

/// A step as its letters see it.
pub(crate) struct Made<'m> {
    /// Before the act.
    pub case: &'m Case,
    /// The move.
    pub step: &'m Move,
    /// As typed, personal texts included.
    pub sent: &'m Sent,
    /// The clocks after the act; nothing where the act would not be taken.
    pub after: &'m [Reading],
    /// Nothing was written for it: whoever is newly named has no row.
    pub rehearsed: bool,
    /// When.
    pub now: Timestamp,
}

/// Does one step.
pub(crate) async fn act<R: Room>(
    room: &R,
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    case_id: i64,
    mut sent: Sent,
    now: Timestamp,
) -> Result<Done> {
    if let Some(done) = docket.answered(conn, sent.order.request_key.as_deref()).await? {
        return Ok(done);
    }
    let case = docket.hold_to_act(conn, case_id).await?;
    room.own(&case)?;
    room.prepare(conn, &case, &mut sent).await?;
    let sheets = sent
        .sheets
        .iter()
        .cloned()
        .map(paper::seal)
        .collect::<Result<Vec<_>>>()?;
    let (mut order, private) = sealed(&case, &sent)?;
    order
        .documents
        .extend(sheets.iter().map(|sheet| sheet.digest.clone()));
    // Papers are asked of people: a letter that the act itself sends is none of them. What stands against the act
    // is the answer, before any letter has gaps.
    let told = docket
        .foretell(conn, &case, &sent.act, actor, order.clone(), now)
        .await?;
    let going = compose(room, docket, conn, &case, &sent, &told.readings, now).await?;
    order
        .documents
        .extend(going.iter().map(|(_, letter)| letter.digest.clone()));
    let (before, standing) = (case.clone(), told.standing);
    let done = docket
        .act_held(conn, before, &sent.act, actor, order, standing, now)
        .await?;
    for (n, letter) in &going {
        letter::keep(conn, done.case_id, done.seq, *n, letter, now).await?;
    }
    keep_private(conn, &case, done.seq, &private).await?;
    for sheet in &sheets {
        let shown = room.shown(&sent.act);
        paper::add(conn, case_id, sheet, actor.person_id(), shown, now).await?;
    }
    room.follow(docket, conn, &case, &sent, done, now).await
}

async fn compose<R: Room>(
    room: &R,
    docket: &Docket,
    conn: &mut Conn,
    case: &Case,
    sent: &Sent,
    after: &[Reading],
    now: Timestamp,
) -> Result<Vec<(i64, Composed)>> {
    let Some(step) = case.definition.find_move(&sent.act) else {
        return Ok(Vec::new());
    };
    let made = Made {
        case,
        step,
        sent,
        after,
        rehearsed: false,
        now,
    };
    let mut going = Vec::new();
    for it in room.letters(docket, conn, &made).await? {
        going.push((it.n, letter::compose(conn, it.org_id, it.draft, now).await?));
    }
    Ok(going)
}

/// Every letter that the step would send, as it would go out but for its number. Reads only.
///
/// # Errors
/// As [`act`], all at once: what the law or the state forbids, what is missing on the form, gaps in letters.
pub(crate) async fn rehearse<R: Room>(
    room: &R,
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    case_id: i64,
    mut sent: Sent,
    now: Timestamp,
) -> Result<Vec<Drafted>> {
    let case = docket.case(conn, case_id).await?;
    room.own(&case)?;
    let mut found = Vec::new();
    room.foresee(conn, &case, &mut sent, &mut found).await?;
    let Some(step) = case.definition.find_move(&sent.act) else {
        return Err(Error::not_found("这一步"));
    };
    let (mut order, _) = sealed(&case, &sent)?;
    order
        .documents
        .extend(sent.sheets.iter().map(|sheet| sheet.digest.clone()));
    let told = docket.foretell(conn, &case, &sent.act, actor, order, now).await;
    let after = gather(told, &mut found)?
        .map(|it| it.readings)
        .unwrap_or_default();
    let made = Made {
        case: &case,
        step,
        sent: &sent,
        after: &after,
        rehearsed: true,
        now,
    };
    let mut drafted = Vec::new();
    for it in room.letters(docket, conn, &made).await? {
        let written = letter::draft(conn, it.org_id, &it.draft, now).await;
        let mut gaps = Vec::new();
        drafted.extend(gather(written, &mut gaps)?);
        for gap in gaps {
            let name = gap.field.as_deref().unwrap_or_default();
            if made.after.is_empty() && room.of_clocks(name) {
                continue;
            }
            let field = gap.field.as_deref().map(|name| room.typed_at(name).to_owned());
            if !found.iter().any(|known: &Issue| known.field == field) {
                found.push(Issue { field, ..gap });
            }
        }
    }
    if found.is_empty() {
        Ok(drafted)
    } else {
        Err(Error::invalid(found))
    }
}

/// Keeps what a form can mend; anything else ends the rehearsal.
pub(crate) fn gather<T>(answer: Result<T>, found: &mut Vec<Issue>) -> Result<Option<T>> {
    match answer {
        Ok(it) => Ok(Some(it)),
        Err(Error::Refusal(refusal)) if refusal.kind == RefusalKind::Invalid => {
            found.extend(refusal.issues);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// The order with the digests of what is personal in it, and those values.
fn sealed(case: &Case, sent: &Sent) -> Result<(Order, Vec<(String, Sealed)>)> {
    let mut order = sent.order.clone();
    let mut private = Vec::new();
    for field in case.definition.fields() {
        if !field.personal || field.kind != FieldKind::Text {
            continue;
        }
        let typed = sent.text(&field.code);
        if typed.is_empty() {
            order.data.remove(&field.code);
            continue;
        }
        let value = personal::seal(typed.to_owned())?;
        order
            .data
            .insert(field.code.clone(), Json::from(value.digest.clone()));
        private.push((field.code.clone(), value));
    }
    Ok((order, private))
}

/// Personal texts of an act stand beside their subject, under the field and the event.
async fn keep_private(conn: &mut Conn, case: &Case, seq: i64, private: &[(String, Sealed)]) -> Result<()> {
    for (field, value) in private {
        let subject = Subject {
            kind: &case.file.subject_kind,
            id: case.file.subject_id,
        };
        personal::keep(conn, subject, &private_name(field, seq), value).await?;
    }
    Ok(())
}

/// What was typed into a personal field in this event; nothing after erasure.
pub(crate) async fn private(conn: &mut Conn, case: &Case, field: &str, seq: i64) -> Result<Option<String>> {
    let subject = Subject {
        kind: &case.file.subject_kind,
        id: case.file.subject_id,
    };
    personal::read(conn, subject, &private_name(field, seq)).await
}

fn private_name(field: &str, seq: i64) -> String {
    format!("{field}/{seq}")
}

/// The data of the form by name, for rooms that add to it.
pub(crate) fn put(data: &mut Map<String, Json>, field: &str, value: impl Into<Json>) {
    data.insert(field.to_owned(), value.into());
}

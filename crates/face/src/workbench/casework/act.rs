//! One step of a case: read, rehearsed, shown where it sends letters, done.

use axum::http::StatusCode;
use kernel::{Error, Result};
use matters::Sent;
use office::docket::Case;
use office::organisation::Actor;
use procedure::Offer;

use super::forms::{Back, Typed, text};
use super::overtaken::overtaken;
use super::shown::{self, mendable};
use super::{Desk, ROWS, inputs, prefix, preview, sheets};
use crate::App;
use crate::door::{PageResult, SafeMultipart, Visitor, see_other};
use crate::form::Errors;
use crate::workbench::acting::{actor_of, objections};

/// A step that somebody sent.
struct Step<'s> {
    app: &'s App,
    visitor: &'s Visitor,
    case: &'s Case,
    offer: &'s Offer,
    actor: Actor,
}

/// Receives the form of a step of the case `id`.
pub async fn receive<D: Desk>(
    desk: D,
    app: &App,
    visitor: &Visitor,
    id: i64,
    form: SafeMultipart,
) -> PageResult {
    let typed: Typed = form.form()?;
    let (actor, now) = (
        actor_of(visitor, text(&typed, "principal").parse().ok()),
        app.now(),
    );
    let mut conn = app.db.read().await?;
    let case = app.docket.case(&mut conn, id).await?;
    if !desk.owns(&case.file) {
        return Err(Error::not_found("这件申请").into());
    }
    let back = Back {
        typed,
        ..Back::default()
    };
    if taken(&case, &back.typed) {
        return Ok(see_other(&home(desk, id)));
    }
    let offers = app.docket.offers(&mut conn, &case, &actor, now).await?;
    let Some(offer) = chosen(&offers, &back.typed) else {
        let sentence = why_not(app, &mut conn, &case, &actor, &back.typed).await?;
        return overtaken(desk, app, &mut conn, visitor, &case, &back, sentence).await;
    };
    if stale(&case, offer, &back.typed) {
        let sentence = "您打开这一页之后，这件申请有了新的情况。您的办理没有生效，请看过以后再决定。";
        return overtaken(desk, app, &mut conn, visitor, &case, &back, sentence.to_owned()).await;
    }
    drop(conn);
    let step = Step {
        app,
        visitor,
        case: &case,
        offer,
        actor,
    };
    step.take(desk, form, back).await
}

fn home<D: Desk>(desk: D, case_id: i64) -> String {
    format!("{}/{case_id}", desk.manner().address)
}

/// This very form was taken before.
pub fn taken(case: &Case, typed: &Typed) -> bool {
    let key = text(typed, "request_key");
    !key.is_empty()
        && case
            .events
            .iter()
            .any(|event| event.request_key.as_deref() == Some(key))
}

/// The offer that a form means.
pub fn chosen<'o>(offers: &'o [Offer], typed: &Typed) -> Option<&'o Offer> {
    let (act, branch) = (text(typed, "act"), text(typed, "branch"));
    let of = |offer: &Offer| {
        offer
            .branch
            .as_ref()
            .map(|it| format!("{}.{}", it.fork, it.member))
            .unwrap_or_default()
    };
    offers
        .iter()
        .find(|offer| offer.act == act && of(offer) == branch)
}

/// Branches run side by side; anything else is decided on what the page showed.
pub fn stale(case: &Case, offer: &Offer, typed: &Typed) -> bool {
    let seen = text(typed, "seq").parse::<i64>();
    offer.branch.is_none() && seen.is_ok_and(|seen| seen < case.file.last_seq)
}

/// Why the step is not offered, in sentences.
pub async fn why_not(
    app: &App,
    conn: &mut kernel::db::Conn,
    case: &Case,
    actor: &Actor,
    typed: &Typed,
) -> Result<String> {
    let branch = text(typed, "branch").split_once('.').and_then(|(fork, member)| {
        Some(procedure::Branch {
            fork: fork.parse().ok()?,
            member: member.to_owned(),
        })
    });
    let found = objections(app, conn, case, actor, text(typed, "act"), branch, app.now()).await?;
    if found.is_empty() {
        return Ok("这一步现在不能由您办理，您的办理没有生效。".to_owned());
    }
    Ok(found
        .iter()
        .map(|issue| format!("{}。", issue.sentence.trim_end_matches('。')))
        .collect())
}

impl Step<'_> {
    async fn take<D: Desk>(self, desk: D, form: SafeMultipart, mut back: Back) -> PageResult {
        let (app, manner, id) = (self.app, desk.manner(), self.case.file.id);
        let (key, now) = (text(&back.typed, "request_key").to_owned(), app.now());
        let about = desk.about(app, &mut app.db.read().await?, self.case).await?;
        let controls = inputs::controls(manner, self.offer, &about);
        let mut errors = Errors::none();
        back.waiting = sheets::take(app, self.visitor, &key, &form, &controls, &mut errors).await?;
        let go = text(&back.typed, "go").to_owned();
        if go == "rows" {
            more_rows(self.offer, &mut back.typed);
        }
        if matches!(go.as_str(), "rows" | "edit") {
            return self.again(desk, back, StatusCode::OK).await;
        }
        let mut sent = shown::sent(manner, self.offer, &back.typed, now, &mut errors);
        sent.sheets = back.waiting.iter().map(|it| it.sheet.clone()).collect();
        let mut conn = app.db.read().await?;
        let complete = desk.complete(&mut conn, self.case, self.offer, &back.typed, &mut sent);
        if let Err(error) = complete.await {
            return match mendable(manner, &error, self.offer) {
                Some(errors) => self.wrong(desk, Back { errors, ..back }).await,
                None => Err(error.into()),
            };
        }
        let rehearsed = desk.rehearse(&app.docket, &mut conn, &self.actor, id, sent.clone(), now);
        let rehearsed = rehearsed.await;
        drop(conn);
        let letters = match rehearsed {
            Ok(letters) => letters,
            Err(error) => {
                let Some(found) = mendable(manner, &error, self.offer) else {
                    return self.refused(desk, back, error).await;
                };
                for one in &found {
                    errors.add(&one.field, one.message.clone());
                }
                Vec::new()
            }
        };
        if !errors.is_empty() {
            return self.wrong(desk, Back { errors, ..back }).await;
        }
        if !letters.is_empty() && go != "confirm" {
            return preview::page(
                manner,
                app,
                self.visitor,
                self.case,
                self.offer,
                &sent,
                letters,
                &back,
            )
            .await;
        }
        match self.done(desk, sent, &key, &back).await {
            Ok(()) => Ok(see_other(&home(desk, id))),
            Err(error) => match mendable(manner, &error, self.offer) {
                Some(errors) => self.wrong(desk, Back { errors, ..back }).await,
                None => self.refused(desk, back, error).await,
            },
        }
    }

    async fn done<D: Desk>(&self, desk: D, sent: Sent, key: &str, back: &Back) -> Result<()> {
        let (app, visitor) = (self.app, self.visitor);
        sheets::keep(app, visitor, key, &back.waiting).await?;
        let (docket, session_id, id) = (app.docket.clone(), visitor.session_id, self.case.file.id);
        let (actor, label, now) = (self.actor.clone(), self.offer.label.clone(), app.now());
        app.db
            .act(move |conn| {
                Box::pin(async move {
                    let done = desk.act(&docket, conn, &actor, id, sent, now).await?;
                    let sentence = format!("已办理：{label}（{}）。", done.number);
                    kernel::session::flash(conn, session_id, &sentence).await
                })
            })
            .await?;
        sheets::clear(app, visitor, key).await
    }

    async fn wrong<D: Desk>(&self, desk: D, back: Back) -> PageResult {
        self.again(desk, back, StatusCode::UNPROCESSABLE_ENTITY).await
    }

    async fn again<D: Desk>(&self, desk: D, back: Back, status: StatusCode) -> PageResult {
        let mut conn = self.app.db.read().await?;
        desk.page(self.app, &mut conn, self.visitor, self.case.file.id, back, status)
            .await
    }

    /// Somebody was quicker: what happened meanwhile. Anything else is a page of its own.
    async fn refused<D: Desk>(&self, desk: D, back: Back, error: Error) -> PageResult {
        let mut conn = self.app.db.read().await?;
        let case = self.app.docket.case(&mut conn, self.case.file.id).await?;
        let seen: i64 = text(&back.typed, "seq").parse().unwrap_or(case.file.last_seq);
        match error.as_refusal().filter(|_| case.file.last_seq > seen) {
            Some(refusal) => {
                let sentence = refusal
                    .issues
                    .iter()
                    .map(|issue| issue.sentence.as_str())
                    .collect();
                overtaken(desk, self.app, &mut conn, self.visitor, &case, &back, sentence).await
            }
            None => Err(error.into()),
        }
    }
}

/// Three rows more, with everything that was typed.
fn more_rows(offer: &Offer, typed: &mut Typed) {
    let name = format!("{}.rows", prefix(offer));
    let rows = text(typed, &name).parse::<usize>().unwrap_or(ROWS);
    typed.insert(name, vec![(rows + ROWS).to_string()]);
}

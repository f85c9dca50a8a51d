//! One step of a request: read, rehearsed, shown where it sends letters, done.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{Error, Result};
use matters::request::{self, Sent};
use office::docket::Case;
use office::organisation::Actor;
use procedure::Offer;

use super::case::{mendable, overtaken, read};
use super::fields;
use super::forms::{Back, Typed, text};
use super::{preview, redaction, sheets, shown};
use crate::App;
use crate::door::{PageResult, SafeMultipart, Visitor, html, html_with, see_other};
use crate::form::Errors;
use crate::workbench::acting::{actor_of, objections};

pub async fn receive(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    form: SafeMultipart,
) -> PageResult {
    let typed: Typed = form.form()?;
    let (actor, now) = (
        actor_of(&visitor, text(&typed, "principal").parse().ok()),
        app.now(),
    );
    let mut conn = app.db.read().await?;
    let case = app.docket.case(&mut conn, id).await?;
    if !super::is_request(&case.file) {
        return Err(Error::not_found("这件申请").into());
    }
    let back = Back {
        typed,
        ..Back::default()
    };
    if taken(&case, &back.typed) {
        return Ok(see_other(&format!("/desk/requests/{id}")));
    }
    let offers = app.docket.offers(&mut conn, &case, &actor, now).await?;
    let Some(offer) = chosen(&offers, &back.typed) else {
        let sentence = why_not(&app, &mut conn, &case, &actor, &back.typed).await?;
        return overtaken(&app, &mut conn, &visitor, &case, &back, sentence).await;
    };
    if stale(&case, offer, &back.typed) {
        let sentence = "您打开这一页之后，这件申请有了新的情况。您的办理没有生效，请看过以后再决定。";
        return overtaken(&app, &mut conn, &visitor, &case, &back, sentence.to_owned()).await;
    }
    drop(conn);
    step(&app, &visitor, &case, offer, actor, form, back).await
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

async fn step(
    app: &App,
    visitor: &Visitor,
    case: &Case,
    offer: &Offer,
    actor: Actor,
    form: SafeMultipart,
    mut back: Back,
) -> PageResult {
    let (id, key, now) = (
        case.file.id,
        text(&back.typed, "request_key").to_owned(),
        app.now(),
    );
    let controls: Vec<(String, &str)> = fields::papers(offer, &fields::prefix(offer))
        .into_iter()
        .map(|it| (it.name, it.kind))
        .collect();
    let mut errors = Errors::none();
    back.waiting = sheets::take(app, visitor, &key, &form, &controls, &mut errors).await?;
    let go = text(&back.typed, "go").to_owned();
    if go == "rows" {
        more_rows(offer, &mut back.typed);
    }
    if matches!(go.as_str(), "rows" | "edit") {
        return html(&read(app, &mut app.db.read().await?, visitor, id, back).await?);
    }
    let mut sent = shown::sent(offer, &back.typed, now, &mut errors);
    sent.sheets = back.waiting.iter().map(|it| it.sheet.clone()).collect();
    let mut conn = app.db.read().await?;
    let works = office::redaction::of_case(&mut conn, id).await?;
    match redaction::chosen(offer, &works, &back.typed) {
        Ok(given) => request::give_part(&mut sent, &given),
        Err(error) => match mendable(&error, offer) {
            Some(errors) => return again(app, visitor, id, Back { errors, ..back }).await,
            None => return Err(error.into()),
        },
    }
    let rehearsed = request::rehearse(&app.docket, &mut conn, &actor, id, sent.clone(), now).await;
    drop(conn);
    let letters = match rehearsed {
        Ok(letters) => letters,
        Err(error) => {
            let Some(found) = mendable(&error, offer) else {
                return refused(app, visitor, id, back, error).await;
            };
            for one in &found {
                errors.add(&one.field, one.message.clone());
            }
            Vec::new()
        }
    };
    if !errors.is_empty() {
        return again(app, visitor, id, Back { errors, ..back }).await;
    }
    if !letters.is_empty() && go != "confirm" {
        return preview::page(app, visitor, case, offer, &sent, letters, &back).await;
    }
    match done(app, visitor, case, offer, actor, sent, &key, &back).await {
        Ok(()) => Ok(see_other(&format!("/desk/requests/{id}"))),
        Err(error) => match mendable(&error, offer) {
            Some(errors) => again(app, visitor, id, Back { errors, ..back }).await,
            None => refused(app, visitor, id, back, error).await,
        },
    }
}

#[allow(clippy::too_many_arguments)]
async fn done(
    app: &App,
    visitor: &Visitor,
    case: &Case,
    offer: &Offer,
    actor: Actor,
    sent: Sent,
    key: &str,
    back: &Back,
) -> Result<()> {
    sheets::keep(app, visitor, key, &back.waiting).await?;
    let (docket, session_id, id, label) = (
        app.docket.clone(),
        visitor.session_id,
        case.file.id,
        offer.label.clone(),
    );
    let now = app.now();
    app.db
        .act(move |conn| {
            Box::pin(async move {
                let done = request::act(&docket, conn, &actor, id, sent, now).await?;
                let sentence = format!("已办理：{label}（{}）。", done.number);
                kernel::session::flash(conn, session_id, &sentence).await
            })
        })
        .await?;
    sheets::clear(app, visitor, key).await
}

/// Three rows more, with everything that was typed.
fn more_rows(offer: &Offer, typed: &mut Typed) {
    let name = format!("{}.rows", fields::prefix(offer));
    let rows = text(typed, &name).parse::<usize>().unwrap_or(super::forms::ROWS);
    typed.insert(name, vec![(rows + super::forms::ROWS).to_string()]);
}

async fn again(app: &App, visitor: &Visitor, id: i64, back: Back) -> PageResult {
    let page = read(app, &mut app.db.read().await?, visitor, id, back).await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Somebody was quicker: what happened meanwhile. Anything else is a page of its own.
async fn refused(app: &App, visitor: &Visitor, id: i64, back: Back, error: Error) -> PageResult {
    let mut conn = app.db.read().await?;
    let case = app.docket.case(&mut conn, id).await?;
    let seen: i64 = text(&back.typed, "seq").parse().unwrap_or(case.file.last_seq);
    match error.as_refusal().filter(|_| case.file.last_seq > seen) {
        Some(refusal) => {
            let sentence = refusal
                .issues
                .iter()
                .map(|issue| issue.sentence.as_str())
                .collect();
            overtaken(app, &mut conn, visitor, &case, &back, sentence).await
        }
        None => Err(error.into()),
    }
}

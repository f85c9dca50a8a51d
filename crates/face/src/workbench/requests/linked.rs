//! A linked case of a request: a review, a lawsuit, a grievance, a conversion. It stands at `/desk/cases/…`
//! like any case; its steps bring papers, so they are sent here.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::db::Conn;
use kernel::time::minute_text;
use kernel::{Error, Result};
use matters::request;
use office::docket::Case;
use office::organisation;

use super::desk::Requests;
use super::manner::MANNER;
use super::reach::{self, Sight};
use crate::App;
use crate::door::{PageResult, SafeMultipart, Visitor, html_with, see_other};
use crate::form::Errors;
use crate::workbench::acting::{acting, actor_of};
use crate::workbench::cases::{self, StepView};
use crate::workbench::casework::{
    self, About, Back, BallView, FormsView, PaperRow, chosen, controls, mendable, overtaken, sent, sheets,
    stale, taken, text, why_not,
};
use crate::workbench::words::ClockView;
use crate::workbench::{DeskShell, desk_shell};

#[derive(Template)]
#[template(path = "workbench/requests/linked.html")]
pub struct Page {
    shell: DeskShell,
    title: String,
    number: String,
    org: String,
    opened: String,
    place: String,
    outcome: String,
    parent_href: String,
    facts: Vec<(String, String)>,
    statement: String,
    balls: Vec<BallView>,
    ours: Vec<ClockView>,
    theirs: Vec<ClockView>,
    steps: Vec<StepView>,
    papers: Vec<PaperRow>,
    record: String,
    forms: FormsView,
    errors: Errors,
}

/// The page, for whoever handles the request or the linked case.
pub async fn page(app: &App, conn: &mut Conn, visitor: &Visitor, case: Case, back: Back) -> Result<Page> {
    let now = app.now();
    let acting = acting(app, conn, visitor, &case, now).await?;
    let sight = reach::POSTS.of_case(conn, visitor, &case, now).await?;
    // Whoever is to check it reads it, from wherever they supervise.
    let sight = if acting.offers.is_empty() {
        sight
    } else {
        Sight::Full
    };
    reach::need(sight, Sight::Outline)?;
    let (about, readings) = (About::default(), app.docket.readings(&case, now));
    let (ours, theirs) = casework::clocks(&readings, &about, sight);
    let steps = app.docket.steps(conn, &case).await?;
    let places: Vec<String> = case
        .state
        .holders(&case.definition)
        .into_iter()
        .map(|ball| ball.label)
        .collect();
    let (id, full) = (case.file.id, sight == Sight::Full);
    let statement = match case.file.subject_kind.as_str() {
        request::LINKED if full => request::statement(conn, case.file.subject_id).await?,
        _ => None,
    };
    Ok(Page {
        shell: desk_shell(app, conn, visitor, "/desk/requests").await?,
        title: case.definition.name().to_owned(),
        number: case.file.number.clone(),
        org: organisation::name(conn, case.file.org_id).await?,
        opened: minute_text(case.file.opened_at),
        place: places.join("、"),
        outcome: cases::outcome(&case),
        parent_href: request::request_case(&case.file)
            .map(|id| format!("/desk/requests/{id}"))
            .unwrap_or_default(),
        facts: cases::facts(&case),
        statement: statement.unwrap_or_default(),
        balls: casework::balls(&case, &readings, &about, sight),
        ours,
        theirs,
        steps: casework::steps(&case, &steps, &about, sight, &[]),
        papers: if full {
            casework::papers(conn, &MANNER, id).await?
        } else {
            Vec::new()
        },
        record: format!("/desk/cases/{id}?view=record"),
        forms: FormsView::of(
            &MANNER,
            visitor,
            &case,
            &acting,
            format!("/desk/cases/{id}/linked"),
            &about,
            &back,
        ),
        errors: back.errors,
    })
}

pub async fn receive(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    form: SafeMultipart,
) -> PageResult {
    let mut back = Back {
        typed: form.form()?,
        ..Back::default()
    };
    let (actor, now) = (
        actor_of(&visitor, text(&back.typed, "principal").parse().ok()),
        app.now(),
    );
    let mut conn = app.db.read().await?;
    let case = app.docket.case(&mut conn, id).await?;
    if !request::is_linked(&case.file) {
        return Err(Error::not_found("这个关联事项").into());
    }
    if taken(&case, &back.typed) {
        return Ok(see_other(&format!("/desk/cases/{id}")));
    }
    let offers = app.docket.offers(&mut conn, &case, &actor, now).await?;
    let offer = chosen(&offers, &back.typed).filter(|offer| !stale(&case, offer, &back.typed));
    let Some(offer) = offer else {
        let sentence = why_not(&app, &mut conn, &case, &actor, &back.typed).await?;
        return overtaken(Requests, &app, &mut conn, &visitor, &case, &back, sentence).await;
    };
    drop(conn);
    let key = text(&back.typed, "request_key").to_owned();
    let controls = controls(&MANNER, offer, &About::default());
    let mut errors = Errors::none();
    back.waiting = sheets::take(&app, &visitor, &key, &form, &controls, &mut errors).await?;
    let order = sent(&MANNER, offer, &back.typed, now, &mut errors).order;
    if errors.is_empty() {
        sheets::keep(&app, &visitor, &key, &back.waiting).await?;
        let papers = back.waiting.iter().map(|it| it.sheet.clone()).collect();
        let (docket, session_id) = (app.docket.clone(), visitor.session_id);
        let (act, label) = (offer.act.clone(), offer.label.clone());
        let done = app.db.act(move |conn| {
            Box::pin(async move {
                let done = request::act_linked(&docket, conn, &actor, id, &act, order, papers, now).await?;
                let sentence = format!("已办理：{label}（{}）。", done.number);
                kernel::session::flash(conn, session_id, &sentence).await
            })
        });
        match done.await {
            Ok(()) => {
                sheets::clear(&app, &visitor, &key).await?;
                return Ok(see_other(&format!("/desk/cases/{id}")));
            }
            Err(error) => match mendable(&MANNER, &error, offer) {
                Some(found) => errors = found,
                None => return Err(error.into()),
            },
        }
    }
    let mut conn = app.db.read().await?;
    let case = app.docket.case(&mut conn, id).await?;
    let page = page(&app, &mut conn, &visitor, case, Back { errors, ..back }).await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

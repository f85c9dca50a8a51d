//! 行政复议、行政诉讼、申诉举报: registered from the case desk, each a linked case of its own.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Result};
use matters::request::{self, RemedyKind};
use office::docket::Case;
use office::organisation;
use procedure::{Definition, Offer};

use super::case::read;
use super::manner::MANNER;
use super::reach;
use crate::App;
use crate::door::{PageResult, SafeMultipart, Visitor, html_with, see_other};
use crate::form::{self, Errors};
use crate::workbench::casework::{
    About, ActView, Back, controls, mendable, prefix, sent, sheets, text, views,
};

/// The way in which each kind may be registered by this visitor: its controls are named after the kind.
async fn starts(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    org_id: i64,
) -> Result<Vec<(RemedyKind, Definition, Offer)>> {
    let standing = organisation::standing(conn, &visitor.actor(), org_id, civil_date(app.now())).await?;
    let mut all = Vec::new();
    for kind in RemedyKind::ALL {
        let definition = app.docket.registry.current(kind.code())?;
        if let Some(offer) = procedure::starting(&definition, &standing).into_iter().next() {
            all.push((kind, definition, offer));
        }
    }
    Ok(all)
}

/// Registering a remedy, a form for each kind.
pub async fn forms(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    case: &Case,
    back: &Back,
) -> Result<Vec<(String, ActView)>> {
    let remedy = organisation::remedies_of(conn, case.file.org_id).await?;
    let about = About {
        presets: vec![("review_organ", remedy.review_organ), ("court", remedy.court)],
        ..About::default()
    };
    let mut all = Vec::new();
    for (kind, definition, offer) in starts(app, conn, visitor, case.file.org_id).await? {
        let renamed = renamed(kind, &offer);
        let view = views(&MANNER, &definition, &[renamed], &about, back)
            .into_iter()
            .next();
        // Each form has a key of its own: one kind registered does not stand for another.
        let open = opened(kind, back);
        let key = if open {
            text(&back.typed, "request_key").to_owned()
        } else {
            form::request_key()
        };
        all.extend(view.map(|view| {
            (
                key,
                ActView {
                    main: false,
                    key: "",
                    open,
                    ..view
                },
            )
        }));
    }
    Ok(all)
}

fn opened(kind: RemedyKind, back: &Back) -> bool {
    back.typed
        .keys()
        .any(|name| name.starts_with(&format!("{}.", kind.code())))
}

/// Two kinds begin with a step of the same name; their controls must not.
fn renamed(kind: RemedyKind, offer: &Offer) -> Offer {
    let mut offer = Offer {
        act: kind.code().to_owned(),
        label: kind.label().to_owned(),
        ..offer.clone()
    };
    for need in offer.fields.iter_mut().filter(|need| need.personal) {
        // What somebody complains of is typed as words; the room keeps it apart.
        need.required = false;
    }
    offer.reason |= kind == RemedyKind::Grievance;
    offer
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
    let now = app.now();
    let mut conn = app.db.read().await?;
    let case = app.docket.case(&mut conn, id).await?;
    if !super::is_request(&case.file) {
        return Err(Error::not_found("这件申请").into());
    }
    let sight = reach::POSTS.of_case(&mut conn, &visitor, &case, now).await?;
    reach::need(sight, reach::Sight::Full)?;
    let kind = RemedyKind::of(text(&back.typed, "act")).ok_or_else(|| Error::not_found("这种救济"))?;
    let starts = starts(&app, &mut conn, &visitor, case.file.org_id).await?;
    let Some((_, _, offer)) = starts.into_iter().find(|(known, ..)| *known == kind) else {
        return Err(Error::refuse(
            kernel::RefusalKind::Forbidden,
            "not-authorised",
            format!("{}由依申请公开经办人登记，您没有这个岗位。", kind.label()),
            "请联系经办人，或者请组织人员管理员为您设岗。",
        )
        .into());
    };
    drop(conn);
    let (offer, mut errors) = (renamed(kind, &offer), Errors::none());
    let key = text(&back.typed, "request_key").to_owned();
    let prefix = prefix(&offer);
    let controls = controls(&MANNER, &offer, &About::default());
    back.waiting = sheets::take(&app, &visitor, &key, &form, &controls, &mut errors).await?;
    let order = sent(&MANNER, &offer, &back.typed, now, &mut errors).order;
    if kind == RemedyKind::Grievance && order.reason.is_none() {
        errors.add(
            &format!("{prefix}.reason"),
            "还没有写申诉、举报的内容。请按本人的原话记下。",
        );
    }
    if errors.is_empty() {
        match register(&app, &visitor, &case, kind, order, &key, &back).await {
            Ok(case_id) => return Ok(see_other(&format!("/desk/cases/{case_id}"))),
            Err(error) => match mendable(&MANNER, &error, &offer) {
                Some(found) => errors = found,
                None => return Err(error.into()),
            },
        }
    }
    let page = read(
        &app,
        &mut app.db.read().await?,
        &visitor,
        id,
        Back { errors, ..back },
    )
    .await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn register(
    app: &App,
    visitor: &Visitor,
    case: &Case,
    kind: RemedyKind,
    order: office::docket::Order,
    key: &str,
    back: &Back,
) -> Result<i64> {
    sheets::keep(app, visitor, key, &back.waiting).await?;
    let papers = back.waiting.iter().map(|it| it.sheet.clone()).collect();
    let (docket, actor, session_id) = (app.docket.clone(), visitor.actor(), visitor.session_id);
    let (request_id, now) = (case.file.subject_id, app.now());
    let case_id = app
        .db
        .act(move |conn| {
            Box::pin(async move {
                let done =
                    request::register_remedy(&docket, conn, &actor, request_id, kind, order, papers, now)
                        .await?;
                let sentence = format!("已登记{}（{}）。", kind.label(), done.number);
                kernel::session::flash(conn, session_id, &sentence).await?;
                Ok(done.case_id)
            })
        })
        .await?;
    sheets::clear(app, visitor, key).await?;
    Ok(case_id)
}

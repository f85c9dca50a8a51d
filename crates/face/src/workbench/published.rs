//! 已公开: what the public reads of one's organisations; the next edition, withdrawal, take-down.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use kernel::db::Conn;
use kernel::time::{civil_date, minute_text};
use kernel::{Error, RefusalKind, Result};
use matters::publication;
use office::docket::Done;
use office::organisation::{self, Actor};
use procedure::Offer;
use serde::Deserialize;

use super::acting::may_see;
use super::offers::{self, OfferView, Sent};
use super::words::{self, encode};
use super::{DeskShell, desk_shell};
use crate::App;
use crate::door::{PageResult, SafeForm, Visitor, html, html_with, see_other};
use crate::form::{self, Errors, Nothing};

/// Rows on one page.
const PAGE: i64 = 50;
/// Procedures by which something public goes away.
const REMOVALS: [&str; 2] = ["withdrawal", "take-down"];

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/published", get(list))
        .route("/desk/published/{id}", get(show))
        .route("/desk/published/{id}/revise", post(revise))
        .route("/desk/published/{id}/remove", post(remove))
}

struct Row {
    href: String,
    title: String,
    org: String,
    standing: (&'static str, &'static str),
    work: (&'static str, &'static str),
    at: String,
    public_href: String,
}

#[derive(Template)]
#[template(path = "workbench/published.html")]
struct ListPage {
    shell: DeskShell,
    rows: Vec<Row>,
    q: String,
    previous: String,
    next: String,
}

#[derive(Deserialize)]
struct Ask {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: i64,
}

async fn list(State(app): State<App>, visitor: Visitor, Query(ask): Query<Ask>) -> PageResult {
    let mut conn = app.db.read().await?;
    let page = ask.page.max(0);
    let mut found = publication::shelf(
        &mut conn,
        visitor.person_id,
        &ask.q,
        page * PAGE,
        PAGE + 1,
        app.now(),
    )
    .await?;
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let to = |page: i64| format!("/desk/published?q={}&page={page}", encode(&ask.q));
    html(&ListPage {
        shell: desk_shell(&app, &mut conn, &visitor, "/desk/published").await?,
        rows: found
            .into_iter()
            .map(|one| Row {
                href: format!("/desk/published/{}", one.document_id),
                title: one.title,
                org: one.org_name,
                standing: words::standing(&one.standing),
                work: words::work(&one.work),
                at: one.published_at.map(minute_text).unwrap_or_default(),
                public_href: format!("/d/{}", one.slug),
            })
            .collect(),
        previous: if page > 0 { to(page - 1) } else { String::new() },
        next: if more { to(page + 1) } else { String::new() },
        q: ask.q,
    })
}

#[derive(Template)]
#[template(path = "workbench/shelved.html")]
struct Page {
    shell: DeskShell,
    id: i64,
    title: String,
    org: String,
    standing: (&'static str, &'static str),
    work: (&'static str, &'static str),
    public_href: String,
    index_number: String,
    published: String,
    draft_href: String,
    case_href: String,
    removal_href: String,
    may_revise: bool,
    request_key: String,
    offers: Vec<OfferView>,
    errors: Errors,
}

async fn show(State(app): State<App>, visitor: Visitor, Path(id): Path<i64>) -> PageResult {
    let mut conn = app.db.read().await?;
    html(&read(&app, &mut conn, &visitor, id, &Sent::new(), Errors::none()).await?)
}

async fn read(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    id: i64,
    sent: &Sent,
    errors: Errors,
) -> Result<Page> {
    let facts = publication::document_facts(conn, id).await?;
    may_see(conn, visitor, facts.org_id, app.now()).await?;
    let public = publication::public_now(conn, id)
        .await?
        .ok_or_else(|| Error::not_found("公开的版本"))?;
    let open = facts.standing == "public" && facts.removal.is_none();
    let offers = if open {
        starts(app, conn, visitor, facts.org_id).await?
    } else {
        Vec::new()
    };
    let writes = publication::orgs_with_role(conn, visitor.person_id, "submitter", app.now()).await?;
    let mut views = offers::views(&offers, sent, &errors);
    for view in &mut views {
        view.aside = true;
        view.key = "";
    }
    Ok(Page {
        shell: desk_shell(app, conn, visitor, "/desk/published").await?,
        id,
        title: public.content.title,
        org: facts.org_name,
        standing: words::standing(&facts.standing),
        work: words::work(&facts.work),
        public_href: format!("/d/{}", facts.slug),
        index_number: facts.index_number.unwrap_or_default(),
        published: public.published_at.map(minute_text).unwrap_or_default(),
        draft_href: match facts.work.as_str() {
            "draft" | "returned" => format!("/desk/drafts/{id}"),
            _ => String::new(),
        },
        case_href: facts
            .case_id
            .map(|case| format!("/desk/cases/{case}"))
            .unwrap_or_default(),
        removal_href: facts
            .removal
            .map(|case| format!("/desk/cases/{case}"))
            .unwrap_or_default(),
        may_revise: facts.standing == "public"
            && facts.work == "none"
            && writes.iter().any(|(org_id, _)| *org_id == facts.org_id),
        request_key: sent.get("request_key").cloned().unwrap_or_else(form::request_key),
        offers: views,
        errors,
    })
}

/// The ways in which this person may start taking something away.
async fn starts(app: &App, conn: &mut Conn, visitor: &Visitor, org_id: i64) -> Result<Vec<Offer>> {
    let actor = Actor::person(visitor.person_id);
    let standing = organisation::standing(conn, &actor, org_id, civil_date(app.now())).await?;
    let mut offers = Vec::new();
    for code in REMOVALS {
        offers.extend(procedure::starting(
            &app.docket.registry.current(code)?,
            &standing,
        ));
    }
    Ok(offers)
}

async fn revise(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(_): SafeForm<Nothing>,
) -> PageResult {
    let (actor, now) = (visitor.actor(), app.now());
    app.db
        .act(move |conn| Box::pin(async move { publication::revise(conn, &actor, id, now).await }))
        .await?;
    Ok(see_other(&format!("/desk/drafts/{id}")))
}

async fn remove(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(sent): SafeForm<Sent>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let facts = publication::document_facts(&mut conn, id).await?;
    let offers = starts(&app, &mut conn, &visitor, facts.org_id).await?;
    let offer = offers::chosen(&offers, &sent).ok_or_else(not_yours)?.clone();
    drop(conn);
    let answer = match offers::order(&offer, &sent) {
        Ok(order) => match begin(&app, &visitor, id, &offer, order).await {
            Err(Error::Refusal(refusal)) if refusal.kind == RefusalKind::Invalid => {
                Err(offers::placed(&offer.act, &refusal))
            }
            begun => Ok(begun?),
        },
        Err(errors) => Err(errors),
    };
    match answer {
        Ok(done) => {
            app.pages.changed();
            Ok(see_other(&format!("/desk/cases/{}", done.case_id)))
        }
        Err(errors) => {
            let mut conn = app.db.read().await?;
            let page = read(&app, &mut conn, &visitor, id, &sent, errors).await?;
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn begin(
    app: &App,
    visitor: &Visitor,
    id: i64,
    offer: &Offer,
    order: office::docket::Order,
) -> Result<Done> {
    let (docket, actor, now, session_id) =
        (app.docket.clone(), visitor.actor(), app.now(), visitor.session_id);
    let takes_down = offer.danger;
    app.db
        .act(move |conn| {
            Box::pin(async move {
                let done = if takes_down {
                    publication::take_down(&docket, conn, &actor, id, order, now).await?
                } else {
                    publication::propose_withdrawal(&docket, conn, &actor, id, order, now).await?
                };
                let what = if takes_down {
                    "已下线，等待复核"
                } else {
                    "撤回申请已提出"
                };
                kernel::session::flash(conn, session_id, &format!("{what}（{}）。", done.number)).await?;
                Ok(done)
            })
        })
        .await
}

fn not_yours() -> Error {
    Error::refuse(
        RefusalKind::Forbidden,
        "not-yours",
        "您没有办理这一步的岗位。",
        "撤回由本单位的信息提交人提出；紧急情况请联系应急下线负责人。",
    )
}

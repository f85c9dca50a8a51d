//! The page of any case.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::{civil_date, minute_text};
use kernel::{Error, Issue, Refusal, RefusalKind, Result, record};
use matters::publication::{self, DOCUMENT};
use office::docket::Case;
use office::organisation::{self, Actor};
use office::register::ORGANISATION;
use serde::Deserialize;

use super::{StepView, at_home, carry_out, facts, href, is_review, person, timeline};
use crate::App;
use crate::door::{PageResult, SafeForm, Visitor, html, html_with, see_other};
use crate::form::{self, Errors};
use crate::portal::framed;
use crate::workbench::acting::{Acting, acting, actor_of, may_see, objections};
use crate::workbench::drafts::FileView;
use crate::workbench::offers::{self, OfferView, Sent};
use crate::workbench::words::{self, ClockView};
use crate::workbench::{DeskShell, desk_shell, requests, service};

#[derive(Deserialize)]
pub struct Ask {
    #[serde(default)]
    view: String,
}

/// An event for the record's table.
pub struct EventRow {
    pub seq: i64,
    pub label: String,
    pub who: String,
    pub at: String,
    pub effective_on: String,
    pub reason: String,
    pub documents: Vec<DocumentView>,
    /// Its place in the ledger; empty until it has one.
    pub ledger: String,
}

/// What a form of acts needs, wherever it stands.
pub struct ActsForm {
    pub action: String,
    pub csrf: String,
    pub request_key: String,
    pub seen_digest: String,
    pub seq: i64,
    pub principal: String,
    pub behalf: String,
    pub offers: Vec<OfferView>,
    /// What is not offered although the posts would allow it, and why.
    pub withheld: Vec<String>,
}

/// A document that an event names.
pub struct DocumentView {
    /// What it is.
    pub label: &'static str,
    /// SHA-256 in hex.
    pub digest: String,
    /// Where it can be read; empty where the digest stands for a text that is on this page.
    pub href: String,
}

/// The text that the case is about, as the public read it last.
pub struct TextView {
    pub title: String,
    pub published: String,
    pub body: String,
    pub files: Vec<FileView>,
    pub desk: String,
}

#[derive(Template)]
#[template(path = "workbench/case.html")]
struct Page {
    shell: DeskShell,
    number: String,
    title: String,
    procedure: String,
    org: String,
    opened: String,
    places: String,
    outcome: String,
    subject_href: String,
    subject_label: String,
    room: String,
    steps: Vec<StepView>,
    clocks: Vec<ClockView>,
    events: Vec<EventRow>,
    facts: Vec<(String, String)>,
    text: Option<TextView>,
    forms: ActsForm,
    elsewhere: bool,
    errors: Errors,
}

/// Somebody else was quicker: what happened meanwhile, and what one had typed.
#[derive(Template)]
#[template(path = "workbench/overtaken.html")]
struct Overtaken {
    shell: DeskShell,
    title: String,
    href: String,
    sentence: String,
    steps: Vec<StepView>,
    typed: Vec<String>,
}

pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(ask): Query<Ask>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let case = app.docket.case(&mut conn, id).await?;
    may_read(&app, &mut conn, &visitor, &case).await?;
    let home = href(&case.file);
    if home != format!("/desk/cases/{id}") && ask.view != "record" {
        return Ok(see_other(&home));
    }
    if ask.view == "record" {
        requests::may_read_record(&app, &mut conn, &visitor, &case).await?;
        service::may_read_record(&app, &mut conn, &visitor, &case).await?;
    }
    if matters::request::is_linked(&case.file) && ask.view != "record" {
        let page = requests::linked_page(&app, &mut conn, &visitor, case, Default::default()).await?;
        return html(&page);
    }
    let page = read(&app, &mut conn, &visitor, case, &Sent::new(), Errors::none()).await?;
    html(&page)
}

async fn read(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    case: Case,
    sent: &Sent,
    errors: Errors,
) -> Result<Page> {
    let now = app.now();
    let acting = acting(app, conn, visitor, &case, now).await?;
    if acting.offers.is_empty() {
        may_see(conn, visitor, case.file.org_id, now).await?;
    }
    let steps = app.docket.steps(conn, &case).await?;
    let places: Vec<String> = case
        .state
        .holders(&case.definition)
        .into_iter()
        .map(|ball| ball.label)
        .collect();
    let (subject_href, subject_label) = subject(conn, &case).await?;
    let room = match href(&case.file) {
        home if home.starts_with("/desk/cases/") => String::new(),
        home => home,
    };
    let at_home = at_home(&case.file);
    let elsewhere = !at_home && room.is_empty() && !acting.offers.is_empty();
    let offers = match at_home {
        true => acting.offers.clone(),
        false => Vec::new(),
    };
    Ok(Page {
        shell: desk_shell(app, conn, visitor, "/desk").await?,
        number: case.file.number.clone(),
        title: case.file.title.clone(),
        procedure: case.definition.name().to_owned(),
        org: organisation::name(conn, case.file.org_id).await?,
        opened: minute_text(case.file.opened_at),
        outcome: outcome(&case),
        room,
        facts: facts(&case),
        text: text(conn, &case).await?,
        events: events(conn, &case).await?,
        clocks: words::clocks(&app.docket.readings(&case, now)),
        steps: timeline(&steps, if case.state.is_open() { &places } else { &[] }),
        places: places.join("、"),
        subject_href,
        subject_label,
        forms: acts_form(visitor, &case, &acting, &offers, String::new(), sent, &errors),
        elsewhere,
        errors,
    })
}

/// The forms of what may be done, as they go onto a page.
pub fn acts_form(
    visitor: &Visitor,
    case: &Case,
    acting: &Acting,
    offers: &[procedure::Offer],
    seen_digest: String,
    sent: &Sent,
    errors: &Errors,
) -> ActsForm {
    ActsForm {
        action: format!("/desk/cases/{}/acts", case.file.id),
        csrf: visitor.csrf.clone(),
        request_key: sent.get("request_key").cloned().unwrap_or_else(form::request_key),
        seen_digest,
        seq: case.file.last_seq,
        principal: acting
            .principal
            .as_ref()
            .map(|(id, _)| id.to_string())
            .unwrap_or_default(),
        behalf: acting
            .principal
            .as_ref()
            .map(|(_, name)| name.clone())
            .unwrap_or_default(),
        offers: offers::views(offers, sent, errors),
        withheld: acting.withheld.clone(),
    }
}

/// What a take-down or a withdrawal is about. It is gone from the portal, and whoever decides has to read it.
async fn text(conn: &mut Conn, case: &Case) -> Result<Option<TextView>> {
    if case.file.subject_kind != DOCUMENT || is_review(&case.file) {
        return Ok(None);
    }
    let Some(edition) = publication::public_now(conn, case.file.subject_id).await? else {
        return Ok(None);
    };
    let mut files = FileView::all(case.file.subject_id, &edition.content.attachments);
    for file in &mut files {
        file.href = format!("/desk/cases/{}/files/{}", case.file.id, file.digest);
    }
    Ok(Some(TextView {
        title: edition.content.title,
        published: edition.published_at.map(minute_text).unwrap_or_default(),
        body: framed(&edition.content.body),
        files,
        desk: format!("/desk/published/{}", case.file.subject_id),
    }))
}

/// The end that the case reached, in words; empty while it is open.
pub fn outcome(case: &Case) -> String {
    match &case.state.outcome {
        Some(outcome) => case
            .definition
            .place(&outcome.place)
            .map_or_else(|| outcome.outcome.clone(), |place| place.label.clone()),
        None => String::new(),
    }
}

async fn events(conn: &mut Conn, case: &Case) -> Result<Vec<EventRow>> {
    let mut rows = Vec::new();
    for stored in record::events(conn, case.file.id).await? {
        let label = stored
            .act
            .as_deref()
            .and_then(|act| case.definition.find_move(act));
        rows.push(EventRow {
            seq: stored.seq,
            label: label.map_or_else(|| stored.kind.clone(), |step| step.label.clone()),
            who: match stored.actor_id {
                Some(person_id) => organisation::person_name(conn, person_id).await?,
                None => "系统".to_owned(),
            },
            at: minute_text(stored.recorded_at),
            effective_on: stored.effective_on.to_string(),
            reason: stored.reason.unwrap_or_default(),
            documents: stored
                .documents
                .into_iter()
                .map(|digest| document(case, digest))
                .collect(),
            ledger: stored
                .ledger_index
                .map(|index| index.to_string())
                .unwrap_or_default(),
        });
    }
    Ok(rows)
}

fn document(case: &Case, digest: String) -> DocumentView {
    let (label, href) = match case.file.subject_kind.as_str() {
        DOCUMENT => ("内容摘要（SHA-256）", String::new()),
        ORGANISATION => ("批准文件", format!("/desk/cases/{}/files/{digest}", case.file.id)),
        _ => ("所附材料的摘要（SHA-256）", String::new()),
    };
    DocumentView { label, digest, href }
}

async fn subject(conn: &mut Conn, case: &Case) -> Result<(String, String)> {
    Ok(match case.file.subject_kind.as_str() {
        DOCUMENT => {
            let facts = publication::document_facts(conn, case.file.subject_id).await?;
            match facts.standing.as_str() {
                "unpublished" => (format!("/desk/drafts/{}", facts.document_id), "稿件".to_owned()),
                "public" => (format!("/d/{}", facts.slug), "门户上的页面".to_owned()),
                _ => (format!("/d/{}", facts.slug), "公众在原网址看到的说明".to_owned()),
            }
        }
        _ => match case.file.parent_id.filter(|_| service::is_linked(&case.file)) {
            Some(parent) => (format!("/desk/services/{parent}"), "这件申请".to_owned()),
            None => (String::new(), String::new()),
        },
    })
}

/// Rooms whose cases hold words about persons say who may read them.
async fn may_read(app: &App, conn: &mut Conn, visitor: &Visitor, case: &Case) -> Result<()> {
    requests::may_read(app, conn, visitor, case).await?;
    service::may_read(app, conn, visitor, case).await
}

pub async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(sent): SafeForm<Sent>,
) -> PageResult {
    let principal = sent.get("principal").and_then(|id| id.parse().ok());
    let (actor, now) = (actor_of(&visitor, principal), app.now());
    let mut conn = app.db.read().await?;
    let case = app.docket.case(&mut conn, id).await?;
    may_read(&app, &mut conn, &visitor, &case).await?;
    let offers = app.docket.offers(&mut conn, &case, &actor, now).await?;
    let Some(offer) = offers::chosen(&offers, &sent) else {
        return not_offered(&app, &mut conn, &visitor, case, &sent, &actor).await;
    };
    let order = match offers::order(offer, &sent) {
        Ok(order) => order,
        Err(errors) => return again(&app, &mut conn, &visitor, case, &sent, errors).await,
    };
    drop(conn);
    let answer = send(&app, &visitor, id, offer, &sent, order, actor, now).await;
    match answer {
        Ok(()) => {
            app.pages.changed();
            Ok(see_other(&href(&case.file)))
        }
        Err(Error::Refusal(refusal)) if refusal.kind == RefusalKind::Invalid => {
            let errors = offers::placed(&offer.act, &refusal);
            let mut conn = app.db.read().await?;
            let case = app.docket.case(&mut conn, id).await?;
            again(&app, &mut conn, &visitor, case, &sent, errors).await
        }
        Err(error) => {
            let mut conn = app.db.read().await?;
            let case = app.docket.case(&mut conn, id).await?;
            overtaken(&app, &mut conn, &visitor, case, &sent, error).await
        }
    }
}

#[allow(clippy::too_many_arguments)]
async fn send(
    app: &App,
    visitor: &Visitor,
    case_id: i64,
    offer: &procedure::Offer,
    sent: &Sent,
    order: office::docket::Order,
    actor: Actor,
    now: Timestamp,
) -> Result<()> {
    let (docket, session_id) = (app.docket.clone(), visitor.session_id);
    let (act, label) = (offer.act.clone(), offer.label.clone());
    let seen = sent.get("seen_digest").cloned().unwrap_or_default();
    app.db
        .act(move |conn| {
            Box::pin(async move {
                let done = carry_out(&docket, conn, &actor, case_id, &act, &seen, order, now).await?;
                let sentence = format!("已办理：{label}（{}）。", done.number);
                kernel::session::flash(conn, session_id, &sentence).await
            })
        })
        .await
}

/// The form names a move that is not offered: it was made already (by this form, or by somebody else).
async fn not_offered(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    case: Case,
    sent: &Sent,
    actor: &Actor,
) -> PageResult {
    let key = sent.get("request_key").filter(|key| !key.is_empty());
    if key.is_some_and(|key| {
        case.events
            .iter()
            .any(|event| event.request_key.as_ref() == Some(key))
    }) {
        return Ok(see_other(&href(&case.file)));
    }
    let act = sent.get("act").map(String::as_str).unwrap_or_default();
    let mut issues = objections(app, conn, &case, actor, act, offers::branch(sent), app.now()).await?;
    if issues.is_empty() {
        issues.push(Issue::new(
            "not-here",
            "这一步现在不能由您办理，您的决定没有生效。",
            "请打开这件事，看现在由谁办理。",
        ));
    }
    let refused = Error::Refusal(Refusal {
        kind: RefusalKind::Conflict,
        issues,
    });
    overtaken(app, conn, visitor, case, sent, refused).await
}

async fn overtaken(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    case: Case,
    sent: &Sent,
    error: Error,
) -> PageResult {
    let seen: i64 = sent
        .get("seq")
        .and_then(|seq| seq.parse().ok())
        .unwrap_or(case.file.last_seq);
    let Some(refusal) = error.as_refusal().filter(|_| case.file.last_seq > seen) else {
        return Err(error.into());
    };
    may_see(conn, visitor, case.file.org_id, app.now()).await?;
    let sentence = refusal
        .issues
        .iter()
        .map(|issue| issue.sentence.as_str())
        .collect::<String>();
    let steps = app.docket.steps(conn, &case).await?;
    let later: Vec<_> = steps.into_iter().filter(|step| step.seq > seen).collect();
    let typed = sent
        .iter()
        .filter(|(name, text)| name.contains('.') && text.chars().count() > 3);
    let page = Overtaken {
        shell: desk_shell(app, conn, visitor, "/desk/reviews").await?,
        title: case.file.title.clone(),
        href: href(&case.file),
        sentence,
        steps: later
            .iter()
            .map(|step| StepView {
                label: format!("{} {}", person(step), step.label),
                state: "done",
                when: minute_text(step.at),
                note: step.reason.clone().unwrap_or_default(),
                href: String::new(),
            })
            .collect(),
        typed: typed.map(|(_, text)| text.clone()).collect(),
    };
    html_with(StatusCode::CONFLICT, &page)
}

/// The page on which the form stands, with what was typed and what is wrong.
async fn again(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    case: Case,
    sent: &Sent,
    errors: Errors,
) -> PageResult {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    if super::is_review(&case.file) {
        let page = crate::workbench::review::read(app, conn, visitor, case.file.id, sent, errors).await?;
        return html_with(status, &page);
    }
    if case.file.subject_kind == matters::publication::import::IMPORT {
        let page =
            crate::workbench::imports::read(app, conn, visitor, case.file.subject_id, sent, errors).await?;
        return html_with(status, &page);
    }
    let page = read(app, conn, visitor, case, sent, errors).await?;
    html_with(status, &page)
}

/// Today, for pages that count days.
pub fn today(app: &App) -> jiff::civil::Date {
    civil_date(app.now())
}

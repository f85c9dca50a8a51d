//! The case desk of a request: everything on one screen.

use askama::Template;
use axum::extract::{Path, State};
use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use kernel::time::minute_text;
use matters::request::{self, Request};
use office::docket::Case;
use office::{letter, organisation, paper, redaction};

use super::facts::{self, BallView, Fact, LetterRow, LinkedRow, PaperRow, SimilarRow};
use super::forms::{self, About, ActView, Back, GroupView};
use super::public_log::LogView;
use super::reach::{self, Sight};
use super::redaction::WorksView;
use super::{remedies, shown};
use crate::App;
use crate::door::{PageResult, Visitor, html};
use crate::form::{self, Errors};
use crate::workbench::acting::{Acting, acting};
use crate::workbench::cases::{self, StepView};
use crate::workbench::words::{ClockView, LightView};
use crate::workbench::{DeskShell, desk_shell};

/// What every form of a case carries.
pub struct FormsView {
    pub action: String,
    pub csrf: String,
    pub request_key: String,
    pub seq: i64,
    pub principal: String,
    pub behalf: String,
    pub accept: &'static str,
    pub main: Option<ActView>,
    pub groups: Vec<GroupView>,
    pub withheld: Vec<String>,
}

impl FormsView {
    /// The steps that are offered in this case, posted to `action`.
    pub fn of(
        visitor: &Visitor,
        case: &Case,
        acting: &Acting,
        action: String,
        views: Vec<ActView>,
        key: &str,
    ) -> Self {
        let (main, groups) = forms::grouped(views);
        let principal = acting.principal.as_ref();
        FormsView {
            action,
            csrf: visitor.csrf.clone(),
            request_key: if key.is_empty() {
                form::request_key()
            } else {
                key.to_owned()
            },
            seq: case.file.last_seq,
            principal: principal.map(|(id, _)| id.to_string()).unwrap_or_default(),
            behalf: principal.map(|(_, name)| name.clone()).unwrap_or_default(),
            accept: crate::workbench::drafts::ACCEPT,
            main,
            groups,
            withheld: acting.withheld.clone(),
        }
    }

    /// Nothing is offered.
    pub fn is_empty(&self) -> bool {
        self.main.is_none() && self.groups.is_empty()
    }
}

#[derive(Template)]
#[template(path = "workbench/requests/case.html")]
pub struct Page {
    shell: DeskShell,
    case_id: i64,
    number: String,
    title: String,
    org: String,
    channel: &'static str,
    kind: &'static str,
    filed: String,
    received: String,
    place: String,
    open: bool,
    result: String,
    late: bool,
    full: bool,
    erased: bool,
    wanted: Vec<Fact>,
    applicant: Vec<Fact>,
    fee: String,
    in_month: i64,
    balls: Vec<BallView>,
    answer: Option<(LightView, String)>,
    ours: Vec<ClockView>,
    theirs: Vec<ClockView>,
    extension: String,
    steps: Vec<StepView>,
    letters: Vec<LetterRow>,
    works: Option<WorksView>,
    papers: Vec<PaperRow>,
    similar: Vec<SimilarRow>,
    linked: Vec<LinkedRow>,
    remedies: Vec<(String, ActView)>,
    remedies_open: bool,
    log: Option<LogView>,
    forms: FormsView,
    errors: Errors,
}

pub async fn show(State(app): State<App>, visitor: Visitor, Path(id): Path<i64>) -> PageResult {
    let mut conn = app.db.read().await?;
    html(&read(&app, &mut conn, &visitor, id, Back::default()).await?)
}

/// Reads the page; with what was typed, where a form came back.
pub async fn read(app: &App, conn: &mut Conn, visitor: &Visitor, case_id: i64, back: Back) -> Result<Page> {
    let now = app.now();
    let case = app.docket.case(conn, case_id).await?;
    if !super::is_request(&case.file) {
        return Err(kernel::Error::not_found("这件申请"));
    }
    let acting = acting(app, conn, visitor, &case, now).await?;
    let sight = reach::of_case(conn, visitor, &case, now).await?;
    reach::need(
        sight,
        if acting.offers.is_empty() {
            Sight::Outline
        } else {
            Sight::Nothing
        },
    )?;
    let it = request::request_of_case(conn, case_id).await?;
    let about = about(app, conn, &case, &it, sight).await?;
    let readings = app.docket.readings(&case, now);
    let (ours, theirs) = facts::clocks(&readings, &about, sight);
    let steps = app.docket.steps(conn, &case).await?;
    let places: Vec<String> = case
        .state
        .holders(&case.definition)
        .into_iter()
        .map(|ball| ball.label)
        .collect();
    let (full, application) = (
        sight == Sight::Full,
        it.application.as_ref().filter(|_| sight >= Sight::Wanted),
    );
    let views = forms::views(&case.definition, &acting.offers, &about, &back);
    // Only a step's form says what it saw of the case.
    let remedies = if full {
        remedies::forms(app, conn, visitor, &case, &back).await?
    } else {
        Vec::new()
    };
    let key = if back.typed.contains_key("seq") {
        forms::text(&back.typed, "request_key")
    } else {
        ""
    };
    let action = format!("/desk/requests/{case_id}/acts");
    Ok(Page {
        shell: desk_shell(app, conn, visitor, "/desk/requests").await?,
        case_id,
        number: case.file.number.clone(),
        title: application.map_or_else(|| case.file.title.clone(), facts::title),
        org: organisation::name(conn, case.file.org_id).await?,
        channel: it.channel.label(),
        kind: it.applicant_kind.label(),
        filed: minute_text(it.filed_at),
        received: it.received_on.map(|on| on.to_string()).unwrap_or_default(),
        place: one_of_each(places),
        open: case.state.is_open(),
        result: it
            .result
            .as_deref()
            .map(|code| facts::result(&case.definition, code))
            .unwrap_or_default(),
        late: it.late,
        full,
        erased: it.erased_at.is_some(),
        wanted: application.map(facts::wanted).unwrap_or_default(),
        applicant: application
            .filter(|_| full)
            .map(facts::applicant)
            .unwrap_or_default(),
        fee: fee(&it),
        in_month: if full {
            request::in_month(conn, it.id).await?
        } else {
            0
        },
        balls: facts::balls(&case, &readings, &about, sight),
        answer: facts::answer(&readings),
        ours,
        theirs,
        extension: facts::extension(&case),
        steps: facts::steps(&case, &steps, &about, sight),
        letters: if full {
            facts::letters(letter::of_case(conn, case_id).await?, &about)
        } else {
            Vec::new()
        },
        works: works(conn, visitor, &case, sight, &back, now).await?,
        papers: if full {
            facts::papers(conn, case_id).await?
        } else {
            Vec::new()
        },
        similar: if full {
            facts::similar(conn, it.id, &case.definition).await?
        } else {
            Vec::new()
        },
        linked: if full {
            facts::linked(app, conn, &it, now).await?
        } else {
            Vec::new()
        },
        // An answer is what remedies are mostly about.
        remedies_open: it.concluded_on.is_some() || remedies.iter().any(|(_, act)| act.open),
        remedies,
        log: LogView::of(conn, visitor, &it, &back, now).await?,
        forms: FormsView::of(visitor, &case, &acting, action, views, key),
        errors: back.errors,
    })
}

/// Documents that are being redacted, for whoever does the work while it is under way.
async fn works(
    conn: &mut Conn,
    visitor: &Visitor,
    case: &Case,
    sight: Sight,
    back: &Back,
    now: Timestamp,
) -> Result<Option<WorksView>> {
    let ours = sight == Sight::Full && reach::works(conn, visitor, case.file.org_id, now).await?;
    if !ours || !case.state.is_open() {
        return Ok(None);
    }
    let papers = paper::of_case(conn, case.file.id).await?;
    let error = back.errors.of("original");
    WorksView::of(conn, case.file.id, &papers, error).await.map(Some)
}

fn one_of_each(mut places: Vec<String>) -> String {
    places.dedup();
    places.join("、")
}

/// What the forms of a request say of it.
async fn about(app: &App, conn: &mut Conn, case: &Case, it: &Request, sight: Sight) -> Result<About> {
    let mut about = About::read(app, conn, case.file.org_id).await?;
    about.parties = request::parties(conn, it.id).await?;
    about.presets = vec![
        ("correction_days", "10".to_owned()),
        ("delivery_way", it.delivery_way.clone()),
    ];
    if sight == Sight::Full {
        about.works = redaction::of_case(conn, case.file.id).await?;
        let count = request::in_month(conn, it.id).await?;
        about.hints.push((
            "fee_quantity",
            format!("按件的填当月申请件数（同一申请人本月 {count} 件），按量的填提供信息的页数"),
        ));
    }
    about.hints.push(("extension_days", facts::extension(case)));
    Ok(about)
}

fn fee(it: &Request) -> String {
    match (it.fee_yuan, it.paid_yuan) {
        (Some(fee), Some(paid)) => format!("应收 {fee} 元，实收 {paid} 元"),
        (Some(fee), None) => format!("应收 {fee} 元，还没有收到"),
        _ => String::new(),
    }
}

/// What stands on a page when somebody was quicker.
#[derive(Template)]
#[template(path = "workbench/requests/overtaken.html")]
struct Overtaken {
    shell: DeskShell,
    title: String,
    href: String,
    sentence: String,
    steps: Vec<StepView>,
    typed: Vec<String>,
}

/// 409: what happened since the page was opened, and what had been typed.
pub async fn overtaken(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    case: &Case,
    back: &Back,
    sentence: String,
) -> PageResult {
    let sight = reach::of_case(conn, visitor, case, app.now()).await?;
    reach::need(sight, Sight::Outline)?;
    let seen: i64 = forms::text(&back.typed, "seq")
        .parse()
        .unwrap_or(case.file.last_seq);
    let about = About {
        parties: parties(conn, case).await?,
        ..About::read(app, conn, case.file.org_id).await?
    };
    let mut later = app.docket.steps(conn, case).await?;
    later.retain(|step| step.seq > seen);
    let mut steps = facts::steps(case, &later, &about, sight);
    steps.retain(|step| step.state == "done");
    let typed = back
        .typed
        .iter()
        .filter(|(name, _)| name.contains('.'))
        .flat_map(|(_, all)| all);
    let page = Overtaken {
        shell: desk_shell(app, conn, visitor, "/desk/requests").await?,
        title: case.file.number.clone(),
        href: cases::href(&case.file),
        sentence,
        steps,
        typed: typed.filter(|text| text.chars().count() > 3).cloned().collect(),
    };
    crate::door::html_with(axum::http::StatusCode::CONFLICT, &page)
}

async fn parties(conn: &mut Conn, case: &Case) -> Result<Vec<request::Party>> {
    if super::is_request(&case.file) {
        request::parties(conn, case.file.subject_id).await
    } else {
        Ok(Vec::new())
    }
}

/// Errors of the room at the controls of this step; nothing where the room said something else.
pub fn mendable(error: &kernel::Error, offer: &procedure::Offer) -> Option<Errors> {
    let refusal = error.as_refusal()?;
    (refusal.kind == kernel::RefusalKind::Invalid).then(|| shown::placed(offer, refusal))
}

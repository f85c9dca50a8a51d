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

use super::facts::{self, SimilarRow};
use super::manner::MANNER;
use super::public_log::LogView;
use super::reach::{self, Sight};
use super::redaction::WorksView;
use super::{desk, remedies};
use crate::App;
use crate::door::{PageResult, Visitor, html};
use crate::form::Errors;
use crate::workbench::acting::acting;
use crate::workbench::cases::StepView;
use crate::workbench::casework::{
    self, About, ActView, Back, BallView, Fact, FormsView, LetterRow, LinkedRow, PaperRow,
};
use crate::workbench::words::{ClockView, LightView};
use crate::workbench::{DeskShell, desk_shell};

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
    let sight = reach::POSTS.of_case(conn, visitor, &case, now).await?;
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
    let (ours, theirs) = casework::clocks(&readings, &about, sight);
    let steps = app.docket.steps(conn, &case).await?;
    let (full, application) = (
        sight == Sight::Full,
        it.application.as_ref().filter(|_| sight >= Sight::Share),
    );
    let remedies = if full {
        remedies::forms(app, conn, visitor, &case, &back).await?
    } else {
        Vec::new()
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
        place: casework::place(&case),
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
        balls: casework::balls(&case, &readings, &about, sight),
        answer: casework::line(&readings, &["answer", "delay"]),
        ours,
        theirs,
        extension: facts::extension(&case),
        steps: casework::steps(&case, &steps, &about, sight, &[]),
        letters: if full {
            casework::letters(letter::of_case(conn, case_id).await?, &about)
        } else {
            Vec::new()
        },
        works: works(conn, visitor, &case, sight, &back, now).await?,
        papers: if full {
            casework::papers(conn, &MANNER, case_id).await?
        } else {
            Vec::new()
        },
        similar: if full {
            facts::similar(conn, it.id, &case.definition).await?
        } else {
            Vec::new()
        },
        linked: if full {
            linked(app, conn, &it, now).await?
        } else {
            Vec::new()
        },
        // An answer is what remedies are mostly about.
        remedies_open: it.concluded_on.is_some() || remedies.iter().any(|(_, act)| act.open),
        remedies,
        log: LogView::of(conn, visitor, &it, &back, now).await?,
        forms: FormsView::of(&MANNER, visitor, &case, &acting, action, &about, &back),
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
    let ours = sight == Sight::Full && reach::POSTS.works(conn, visitor, case.file.org_id, now).await?;
    if !ours || !case.state.is_open() {
        return Ok(None);
    }
    let papers = paper::of_case(conn, case.file.id).await?;
    let error = back.errors.of("original");
    WorksView::of(conn, case.file.id, &papers, error).await.map(Some)
}

/// Reviews, lawsuits, grievances, conversions.
async fn linked(app: &App, conn: &mut Conn, it: &Request, now: Timestamp) -> Result<Vec<LinkedRow>> {
    let mut cases: Vec<i64> = request::remedies(conn, it.id)
        .await?
        .into_iter()
        .map(|one| one.case_id)
        .collect();
    let about = app.docket.cases_about(conn, request::REQUEST, it.id).await?;
    cases.extend(
        about
            .iter()
            .filter(|file| request::is_linked(file))
            .map(|file| file.id),
    );
    casework::linked(app, conn, &cases, now).await
}

/// What the forms of a request say of it.
async fn about(app: &App, conn: &mut Conn, case: &Case, it: &Request, sight: Sight) -> Result<About> {
    let mut about = desk::about(app, conn, case).await?;
    about.presets = vec![
        ("correction_days", "10".to_owned()),
        ("delivery_way", it.delivery_way.clone()),
    ];
    if sight == Sight::Full {
        let works = redaction::of_case(conn, case.file.id).await?;
        about.picks = vec![super::redaction::ready(&works)];
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

//! The case desk of an application: everything on one screen.

use askama::Template;
use axum::extract::{Path, State};
use kernel::Result;
use kernel::db::Conn;
use kernel::time::minute_text;
use matters::service::{self, Service, result_label};
use office::{catalogue, letter, organisation};
use procedure::Reading;

use super::manner::MANNER;
use super::reach::{self, Sight};
use super::{desk, facts, materials, papers, told};
use crate::App;
use crate::door::{PageResult, Visitor, html};
use crate::form::Errors;
use crate::workbench::acting::acting;
use crate::workbench::cases::StepView;
use crate::workbench::casework::{
    self, About, Back, BallView, Fact, FormsView, LetterRow, LinkedRow, PaperRow,
};
use crate::workbench::words::{ClockView, LightView};
use crate::workbench::{DeskShell, desk_shell};

/// A material with what was found of it.
struct MaterialRow {
    name: String,
    asked: String,
    papers: Vec<(String, String)>,
    found: &'static str,
    note: String,
}

/// A limit in a line.
struct LimitView {
    label: &'static str,
    light: LightView,
    due: String,
}

/// The item, in the version under which the case runs.
struct ItemView {
    name: String,
    guide: String,
    version: i64,
    version_href: String,
    /// The version in force, where that is another one; 0 where the item is no longer in force.
    newest: Option<i64>,
}

#[derive(Template)]
#[template(path = "workbench/service/case.html")]
pub struct Page {
    shell: DeskShell,
    case_id: i64,
    number: String,
    item: ItemView,
    org: String,
    channel: &'static str,
    kind: &'static str,
    filed: String,
    received: String,
    accepted: String,
    place: String,
    open: bool,
    result: String,
    late: Vec<&'static str>,
    priority: bool,
    full: bool,
    erased: bool,
    handling: Vec<Fact>,
    applicant: Vec<Fact>,
    agent: Vec<Fact>,
    answers: Vec<(String, String)>,
    materials: Vec<MaterialRow>,
    lacking: String,
    balls: Vec<BallView>,
    limits: Vec<LimitView>,
    ours: Vec<ClockView>,
    theirs: Vec<ClockView>,
    extension: String,
    steps: Vec<StepView>,
    letters: Vec<LetterRow>,
    papers: Vec<PaperRow>,
    linked: Vec<LinkedRow>,
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
    if !service::is_service(&case.file) {
        return Err(kernel::Error::not_found("这件申请"));
    }
    let acting = acting(app, conn, visitor, &case, now).await?;
    let sight = reach::POSTS.of_case(conn, visitor, &case, now).await?;
    let least = match acting.offers.is_empty() {
        true => Sight::Outline,
        false => Sight::Nothing,
    };
    reach::need(sight, least)?;
    let it = service::service_of_case(conn, case_id).await?;
    let item = service::item_of(conn, &it).await?;
    let about = desk::about(app, conn, &case, &it, &item).await?;
    let readings = app.docket.readings(&case, now);
    let (ours, theirs) = casework::clocks(&readings, &about, sight);
    let steps = app.docket.steps(conn, &case).await?;
    let told = told::told(conn, &case, sight).await?;
    let full = sight == Sight::Full;
    let application = it.application.as_ref().filter(|_| sight >= Sight::Share);
    let action = format!("/desk/services/{case_id}/acts");
    let forms = FormsView::of(&MANNER, visitor, &case, &acting, action, &about, &back);
    Ok(Page {
        shell: desk_shell(app, conn, visitor, "/desk/services").await?,
        case_id,
        number: case.file.number.clone(),
        item: item_view(conn, &it, &item.name).await?,
        org: organisation::name(conn, case.file.org_id).await?,
        channel: it.channel.label(),
        kind: it.applicant_kind.label(),
        filed: minute_text(it.filed_at),
        received: it.received_on.map(|on| on.to_string()).unwrap_or_default(),
        accepted: it.accepted_on.map(|on| on.to_string()).unwrap_or_default(),
        place: casework::place(&case),
        open: case.state.is_open(),
        result: it
            .result
            .as_deref()
            .map(result_label)
            .unwrap_or_default()
            .to_owned(),
        late: late(&it),
        priority: it.priority,
        full,
        erased: it.erased_at.is_some(),
        handling: facts::handling(conn, &case, &it, &item).await?,
        applicant: application
            .map(|one| facts::applicant(one, full))
            .unwrap_or_default(),
        agent: application.filter(|_| full).map(facts::agent).unwrap_or_default(),
        answers: application
            .map(|one| facts::answers(one, &item))
            .unwrap_or_default(),
        lacking: match application {
            Some(_) => materials::lacking(&it, &item, &about.checklist),
            None => String::new(),
        },
        // Where it is answered, the list stands in the answer's form.
        materials: match application {
            Some(_) if forms.answers.is_none() => material_rows(&about),
            _ => Vec::new(),
        },
        balls: casework::balls(&case, &readings, &about, sight),
        limits: limits(&readings, it.accepted_on.is_some()),
        ours,
        theirs,
        extension: facts::extension(&case),
        steps: casework::steps(&case, &steps, &about, sight, &told),
        letters: letters(conn, case_id, &about, sight).await?,
        papers: paper_rows(conn, case_id, &about, sight).await?,
        linked: match full {
            true => linked(app, conn, case_id).await?,
            false => Vec::new(),
        },
        forms,
        errors: back.errors,
    })
}

async fn item_view(conn: &mut Conn, it: &Service, name: &str) -> Result<ItemView> {
    let entry = catalogue::entry(conn, &it.item_code).await?;
    let newest = match entry.in_force {
        true => entry.version,
        false => 0,
    };
    Ok(ItemView {
        name: name.to_owned(),
        guide: format!("/services/{}", it.item_code),
        version: it.item_version,
        version_href: format!(
            "/desk/catalogue/items/{}?version={}",
            it.item_code, it.item_version
        ),
        newest: Some(newest).filter(|newest| *newest != it.item_version),
    })
}

fn late(it: &Service) -> Vec<&'static str> {
    let marks = [
        (it.late_statutory, "超过法定期限"),
        (it.late_promised && !it.late_statutory, "超过承诺期限"),
    ];
    marks
        .into_iter()
        .filter(|(late, _)| *late)
        .map(|(_, mark)| mark)
        .collect()
}

/// Before acceptance the five days; then both limits, the law's first.
fn limits(readings: &[Reading], accepted: bool) -> Vec<LimitView> {
    let wanted: &[(&'static str, &str)] = match accepted {
        false => &[("五日内答复", "telling")],
        true => &[("法定期限", "decision"), ("承诺期限", "promise")],
    };
    let views = wanted.iter().filter_map(|(label, clock)| {
        let (light, due) = casework::line(readings, &[clock])?;
        Some(LimitView { label, light, due })
    });
    views.collect()
}

fn material_rows(about: &About) -> Vec<MaterialRow> {
    let rows = about.checklist.iter().map(|row| MaterialRow {
        name: row.material.clone(),
        asked: row.asked.clone(),
        papers: row.papers.clone(),
        found: materials::found_label(&row.found),
        note: row.note.clone(),
    });
    rows.collect()
}

/// Letters that the visitor may read.
async fn letters(conn: &mut Conn, case_id: i64, about: &About, sight: Sight) -> Result<Vec<LetterRow>> {
    let mut rows = letter::of_case(conn, case_id).await?;
    rows.retain(|row| sight >= reach::least_for(&row.to));
    Ok(casework::letters(rows, about))
}

/// Papers that stand with no material, as far as the visitor may open them.
async fn paper_rows(conn: &mut Conn, case_id: i64, about: &About, sight: Sight) -> Result<Vec<PaperRow>> {
    let mut rows = casework::papers(conn, &MANNER, case_id).await?;
    let listed = |name: &str| about.checklist.iter().any(|row| row.material == name);
    rows.retain(|row| !listed(&row.about) && sight >= papers::least_for(&row.code));
    Ok(rows)
}

/// Cases that this one opened: the publication of a grant.
async fn linked(app: &App, conn: &mut Conn, case_id: i64) -> Result<Vec<LinkedRow>> {
    let opened = app.docket.linked(conn, case_id).await?;
    let ids: Vec<i64> = opened.iter().map(|file| file.id).collect();
    casework::linked(app, conn, &ids, app.now()).await
}

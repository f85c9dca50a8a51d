//! The page on which a document is marked: a PDF's page as a picture, or a document's words.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use kernel::Result;
use kernel::db::Conn;
use office::docket::Case;
use office::redaction::{Marks, Work};
use redact::{Area, Concern, Ground, Mark};
use serde::Deserialize;

use super::words::{self, TextView};
use super::{address, bytes, code, open};
use crate::App;
use crate::door::{PageResult, Visitor, html, html_with};
use crate::form::Errors;
use crate::press::redaction::Format;
use crate::workbench::offers::ChoiceView;
use crate::workbench::words::size;
use crate::workbench::{DeskShell, NavLink, desk_shell};

/// Millimetres of a point.
const MM: f64 = 25.4 / 72.0;

/// Which page of the document, and the ground that was chosen last.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub page: usize,
    pub ground: String,
}

/// What a form sent, for the page that shows it again.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    pub version: i64,
    pub page: usize,
    pub ground: String,
    pub left: String,
    pub top: String,
    pub width: String,
    pub height: String,
    pub words: String,
    pub place: String,
    pub from: String,
    pub to: String,
    /// Under which the file goes out, without its ending.
    pub name: String,
    pub go: String,
    pub remove: String,
    /// Concerns and second appearances, as JSON: looked at and accepted.
    pub accepted: Vec<String>,
}

/// What has to be looked at before the file is made.
#[derive(Default)]
pub(super) struct Open {
    pub rows: Vec<OpenRow>,
    /// They are the same words elsewhere: they can all be marked at once.
    pub repeats: bool,
}

pub(super) struct OpenRow {
    pub value: String,
    pub text: String,
    pub checked: bool,
}

/// A page of a PDF.
struct SheetView {
    href: String,
    width: String,
    height: String,
    rects: Vec<RectView>,
}

struct RectView {
    n: usize,
    left: String,
    top: String,
    width: String,
    height: String,
    name: String,
}

/// A mark in the list.
pub(super) struct MarkRow {
    pub n: usize,
    pub index: usize,
    pub text: String,
    pub ground: String,
    pub href: String,
}

struct GivenView {
    name: String,
    href: String,
    size: String,
    legend: Vec<String>,
    report: Vec<String>,
}

#[derive(Template)]
#[template(path = "workbench/requests/redaction.html")]
struct Page {
    shell: DeskShell,
    case_href: String,
    number: String,
    name: String,
    here: String,
    version: i64,
    page: usize,
    pages: Vec<NavLink>,
    sheet: Option<SheetView>,
    text: Option<TextView>,
    grounds: Vec<ChoiceView>,
    marks: Vec<MarkRow>,
    elsewhere: usize,
    typed: Sent,
    open: Open,
    given: Option<GivenView>,
    errors: Errors,
}

pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, work_id)): Path<(i64, i64)>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let (case, work) = open(&app, &mut app.db.read().await?, &visitor, id, work_id).await?;
    let typed = Sent {
        page: asked.page,
        ground: asked.ground,
        ..Sent::default()
    };
    let page = build(
        &app,
        &visitor,
        &case,
        &work,
        typed,
        Open::default(),
        Errors::none(),
    )
    .await?;
    html(&page)
}

/// The page again, with what was typed and what is wrong with it.
pub(super) async fn again(
    app: &App,
    visitor: &Visitor,
    case: &Case,
    work: &Work,
    typed: Sent,
    open: Open,
    errors: Errors,
) -> PageResult {
    let page = build(app, visitor, case, work, typed, open, errors).await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn build(
    app: &App,
    visitor: &Visitor,
    case: &Case,
    work: &Work,
    mut typed: Sent,
    open: Open,
    mut errors: Errors,
) -> Result<Page> {
    let mut conn: Conn = app.db.read().await?;
    let shell = desk_shell(app, &mut conn, visitor, "/desk/requests").await?;
    drop(conn);
    let original = bytes(app, &work.original.digest).await?;
    let here = address(work.case_id, work.id);
    let (mut sizes, mut text) = (Vec::new(), None);
    match Format::of(&work.original.media_type) {
        Some(format) => match app.press.words(&original, format).await? {
            Ok(found) => text = Some(words::view(&found, &work.marks)),
            Err(refusal) => errors.add("", refusal.to_string()),
        },
        None => match app.press.sizes(&original).await? {
            Ok(found) => sizes = found,
            Err(refusal) => errors.add("", refusal.to_string()),
        },
    }
    if typed.name.trim().is_empty() {
        typed.name = format!("{}（遮盖后）", stem(&work.original.name));
    }
    typed.page = typed.page.clamp(1, sizes.len().max(1));
    let size_points = sizes.get(typed.page - 1).copied();
    let (marks, elsewhere) = rows(&work.marks, typed.page, text.as_ref());
    Ok(Page {
        shell,
        case_href: format!("/desk/requests/{}", work.case_id),
        number: case.file.number.clone(),
        name: work.original.name.clone(),
        version: work.version,
        page: typed.page,
        pages: pages(&here, &work.marks, sizes.len(), &typed),
        sheet: size_points.map(|points| sheet(&here, &work.marks, typed.page, points)),
        text,
        grounds: grounds(&typed.ground),
        marks,
        elsewhere,
        open,
        given: work.given.as_ref().map(|given| GivenView {
            name: given.sheet.name.clone(),
            href: format!("{here}/given"),
            size: size(given.sheet.size_bytes),
            legend: given.legend.clone(),
            report: given.report.clone(),
        }),
        here,
        typed,
        errors,
    })
}

/// A file's name without its ending.
pub(super) fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn grounds(chosen: &str) -> Vec<ChoiceView> {
    let choice = |ground: Ground| ChoiceView {
        value: code(ground),
        label: format!("{} {}（条例{}）", ground.label(), ground.name(), ground.article()),
        hint: String::new(),
        selected: code(ground) == chosen,
    };
    Ground::ALL.map(choice).into()
}

/// Links to the pages, each with how many marks it has; of many pages those near this one.
fn pages(here: &str, marks: &Marks, count: usize, typed: &Sent) -> Vec<NavLink> {
    const NEAR: usize = 4;
    let on = |page: usize| match marks {
        Marks::Areas(marks) => marks.iter().filter(|it| it.page == page).count(),
        Marks::Words { .. } => 0,
    };
    let near =
        |page: &usize| page.abs_diff(typed.page) <= NEAR || *page == 1 || *page == count || on(*page) > 0;
    let link = |page: usize| NavLink {
        label: match on(page) {
            0 => page.to_string(),
            n => format!("{page}（{n} 处）"),
        },
        href: format!("{here}?page={page}&ground={}#sheet", typed.ground),
        current: page == typed.page,
    };
    (1..=count).filter(near).map(link).collect()
}

fn sheet(here: &str, marks: &Marks, page: usize, (width, height): (f64, f64)) -> SheetView {
    let Marks::Areas(marks) = marks else {
        return SheetView {
            href: String::new(),
            width: String::new(),
            height: String::new(),
            rects: Vec::new(),
        };
    };
    let points = |it: f64| format!("{it:.2}");
    let rect = |(at, mark): (usize, &Mark)| RectView {
        n: at + 1,
        left: points(mark.area.left),
        top: points(mark.area.top),
        width: points(mark.area.width),
        height: points(mark.area.height),
        name: mark.ground.name().to_owned(),
    };
    let here_marked = marks.iter().enumerate().filter(|(_, mark)| mark.page == page);
    SheetView {
        href: format!("{here}/pages/{page}"),
        width: points(width),
        height: points(height),
        rects: here_marked.map(rect).collect(),
    }
}

/// The marks of this page (of words: all), and how many stand on others.
fn rows(marks: &Marks, page: usize, text: Option<&TextView>) -> (Vec<MarkRow>, usize) {
    match marks {
        Marks::Areas(marks) => {
            let here = marks.iter().enumerate().filter(|(_, mark)| mark.page == page);
            let row = |(at, mark): (usize, &Mark)| MarkRow {
                n: at + 1,
                index: at,
                text: place(&mark.area),
                ground: mark.ground.name().to_owned(),
                href: String::new(),
            };
            let rows: Vec<MarkRow> = here.map(row).collect();
            let elsewhere = marks.len() - rows.len();
            (rows, elsewhere)
        }
        Marks::Words { marks, .. } => (words::rows(marks, text), 0),
    }
}

/// `左 20.1 上 30.2，宽 40.0 高 5.0 毫米`
fn place(area: &Area) -> String {
    let mm = |points: f64| points * MM;
    format!(
        "左 {:.1} 上 {:.1}，宽 {:.1} 高 {:.1} 毫米",
        mm(area.left),
        mm(area.top),
        mm(area.width),
        mm(area.height)
    )
}

/// The area that was typed, in points.
pub(super) fn area(sent: &Sent, errors: &mut Errors) -> Option<Area> {
    let mut read = |name: &str, text: &str, label: &str| {
        let number: Option<f64> = text.trim().parse().ok().filter(|it: &f64| it.is_finite());
        if number.is_none() {
            errors.add(
                name,
                format!("“{label}”要填毫米数，例如 25.4。也可以在页面上框选。"),
            );
        }
        number.map(|it| it / MM)
    };
    let (left, top) = (read("left", &sent.left, "左"), read("top", &sent.top, "上"));
    let (width, height) = (
        read("width", &sent.width, "宽"),
        read("height", &sent.height, "高"),
    );
    Some(Area {
        left: left?,
        top: top?,
        width: width?,
        height: height?,
    })
}

/// What stands open of a PDF, each to be accepted by itself.
pub(super) fn concerns(found: &[Concern], accepted: &[String]) -> Result<Open> {
    let mut open = Open::default();
    for concern in found {
        let value = serde_json::to_string(concern)?;
        open.rows.push(OpenRow {
            checked: accepted.contains(&value),
            text: concern.to_string(),
            value,
        });
    }
    Ok(open)
}

//! 日历: which days are worked, from which notice, and entering next year's.
//!
//! A notice counts from the moment of confirmation. Before that the page shows what would move; what
//! is confirmed is the text that was shown, carried along in the form.

use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use calendar::{Calendar, Kind, Notice, Problems, View};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use kernel::time::{civil_date, minute_text};
use kernel::{Error, RefusalKind, Result};
use office::docket::{Foreseen, Redated};
use office::register;
use serde::Deserialize;

use super::{DeskShell, desk_shell};
use crate::App;
use crate::door::{PageResult, SafeForm, Visitor, html, html_with};
use crate::form::Errors;

const ROOM: &str = "/desk/calendar";

/// Routes of the room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/calendar", get(page))
        .route("/desk/calendar/preview", post(preview))
        .route("/desk/calendar/notices", post(enter))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    year: String,
}

/// Years of which there is a calendar: the national record begins with 2004.
const YEARS: std::ops::RangeInclusive<i16> = 2004..=2100;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Form {
    text: String,
}

#[derive(Template)]
#[template(path = "calendar/calendar.html")]
struct Page {
    shell: DeskShell,
    year: i16,
    earlier: bool,
    later: bool,
    announced: bool,
    months: Vec<Month>,
    notices: Vec<NoticeView>,
    may_enter: bool,
    form: Form,
    errors: Errors,
}

struct Month {
    name: String,
    worked: usize,
    weeks: Vec<Vec<Option<DayView>>>,
}

struct DayView {
    number: i8,
    /// `work`, `off`, `holiday`, `make-up`.
    kind: &'static str,
    /// What stands below the number, two characters at most.
    mark: &'static str,
    /// The whole sentence.
    title: String,
}

struct NoticeView {
    title: String,
    number: String,
    known_from: String,
    supplement: bool,
}

async fn page(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> PageResult {
    let this = civil_date(app.now()).year();
    let (year, errors) = year(&asked.year, this);
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::NOT_FOUND
    };
    html_with(
        status,
        &build(&app, &visitor, year, Form::default(), errors).await?,
    )
}

/// The year asked for; or this year, and why not that one.
fn year(asked: &str, this: i16) -> (i16, Errors) {
    let mut errors = Errors::none();
    let year = match asked.trim() {
        "" => this,
        asked => asked.parse().ok().filter(|year| YEARS.contains(year)).unwrap_or_else(|| {
            let (first, last) = (YEARS.start(), YEARS.end());
            errors.add(
                "",
                format!("没有“{asked}”年的日历，下面是 {this} 年的。可以看 {first} 至 {last} 年，请写四位数字。"),
            );
            this
        }),
    };
    (year, errors)
}

async fn build(app: &App, visitor: &Visitor, year: i16, form: Form, errors: Errors) -> Result<Page> {
    let mut conn = app.db.read().await?;
    let (now, calendar) = (app.now(), app.docket.almanac.calendar());
    let view = calendar.known_at(now);
    let reach = register::reach(&mut conn, visitor.person_id, civil_date(now)).await?;
    Ok(Page {
        shell: desk_shell(app, &mut conn, visitor, ROOM).await?,
        year,
        earlier: YEARS.contains(&(year - 1)),
        later: YEARS.contains(&(year + 1)),
        announced: view.is_announced(year),
        months: (1..=12).map(|month| month_view(&view, year, month)).collect(),
        notices: notices(&calendar, year, now),
        may_enter: reach.site_admin,
        form,
        errors,
    })
}

fn month_view(view: &View, year: i16, month: i8) -> Month {
    let first = date(year, month, 1);
    let mut weeks = Vec::new();
    let mut week: Vec<Option<DayView>> = Vec::new();
    week.resize_with(first.weekday().to_monday_zero_offset() as usize, || None);
    let mut worked = 0;
    for day in view.days(first..=first.last_of_month()) {
        worked += usize::from(day.working);
        let (kind, mark) = match day.kind {
            Kind::Weekday => ("work", ""),
            Kind::Weekend => ("off", ""),
            Kind::Holiday => ("holiday", "休"),
            Kind::MakeUp => ("make-up", "班"),
        };
        let provisional = if day.provisional { "（暂定）" } else { "" };
        let name = day
            .name
            .as_deref()
            .map(|name| format!("，{name}"))
            .unwrap_or_default();
        let works = if day.working { "工作日" } else { "休息日" };
        let title = format!("{}：{works}{name}{provisional}", day.date);
        week.push(Some(DayView {
            number: day.date.day(),
            kind,
            mark,
            title,
        }));
        if week.len() == 7 {
            weeks.push(std::mem::take(&mut week));
        }
    }
    if !week.is_empty() {
        week.resize_with(7, || None);
        weeks.push(week);
    }
    Month {
        name: format!("{month} 月"),
        worked,
        weeks,
    }
}

fn notices(calendar: &Calendar, year: i16, now: Timestamp) -> Vec<NoticeView> {
    let known = calendar
        .notices()
        .iter()
        .filter(|notice| notice.known_from <= now && notice.year == year);
    known
        .map(|notice| NoticeView {
            title: notice.title.clone(),
            number: notice.number.clone().unwrap_or_default(),
            known_from: minute_text(notice.known_from),
            supplement: notice.supplement,
        })
        .collect()
}

/// The notice as typed: our own form, or the official announcement in its own words.
fn read(text: &str, now: Timestamp) -> std::result::Result<Notice, Problems> {
    let own = text
        .lines()
        .any(|line| line.trim_start().starts_with("year") && line.contains('='));
    if own {
        calendar::parse_notice(text)
    } else {
        calendar::read_announcement(text, now)
    }
}

fn wrong(problems: &Problems) -> Errors {
    let mut errors = Errors::none();
    for sentence in problems.sentences() {
        errors.add("text", sentence.to_owned());
    }
    errors
}

#[derive(Template)]
#[template(path = "calendar/preview.html")]
struct Preview {
    shell: DeskShell,
    title: String,
    number: String,
    /// What looks like a slip of copying; a person may accept it.
    doubts: Vec<String>,
    days: Vec<String>,
    moved: Vec<MovedView>,
    /// How many cases with a time limit were read.
    read: usize,
    /// The notice as it will be kept.
    toml: String,
}

struct MovedView {
    case_id: i64,
    title: String,
    sentence: String,
}

async fn preview(State(app): State<App>, visitor: Visitor, SafeForm(sent): SafeForm<Form>) -> PageResult {
    permitted(&app, &visitor).await?;
    let (now, calendar) = (app.now(), app.docket.almanac.calendar());
    let planned = read(&sent.text, now).and_then(|mut notice| {
        notice.known_from = now;
        let after = calendar.plus(vec![notice.clone()], Vec::new())?;
        Ok((notice, after))
    });
    let (notice, after) = match planned {
        Ok(planned) => planned,
        Err(problems) => {
            let year = civil_date(now).year();
            let page = build(&app, &visitor, year, sent, wrong(&problems)).await?;
            return html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let days = calendar::compare(&calendar.known_at(now), &after.known_at(now), &[]).days;
    let mut conn = app.db.read().await?;
    let (moved, read) = app.docket.foresee(&mut conn, &calendar, &after, now).await?;
    html(&Preview {
        shell: desk_shell(&app, &mut conn, &visitor, ROOM).await?,
        number: notice.number.clone().unwrap_or_default(),
        doubts: notice.doubts(),
        days: days.iter().map(calendar::DayChange::sentence).collect(),
        moved: moved.into_iter().map(foreseen_view).collect(),
        read,
        toml: notice.to_toml(),
        title: notice.title,
    })
}

fn foreseen_view(one: Foreseen) -> MovedView {
    let sentence = format!(
        "{}：原定 {}，将改为 {}",
        one.clock,
        day_text(one.old_due_on),
        day_text(one.new_due_on)
    );
    MovedView {
        case_id: one.case_id,
        title: one.title,
        sentence,
    }
}

fn day_text(day: Option<Date>) -> String {
    day.map_or("没有日期".to_owned(), |day| day.to_string())
}

#[derive(Template)]
#[template(path = "calendar/entered.html")]
struct Entered {
    shell: DeskShell,
    moved: Vec<MovedView>,
}

/// Enters what was shown, and reads every open case again.
async fn enter(State(app): State<App>, visitor: Visitor, SafeForm(sent): SafeForm<Form>) -> PageResult {
    permitted(&app, &visitor).await?;
    let (now, before) = (app.now(), app.docket.almanac.calendar());
    let notice_id = app.docket.almanac.enter(&app.db, &sent.text, now).await?;
    let moved = matters::redate(&app.docket, &app.db, notice_id, &before, now).await?;
    let mut conn = app.db.read().await?;
    let mut views = Vec::new();
    for one in moved {
        let case = app.docket.case(&mut conn, one.case_id).await?;
        views.push(redated_view(one, case.file.title));
    }
    html(&Entered {
        shell: desk_shell(&app, &mut conn, &visitor, ROOM).await?,
        moved: views,
    })
}

fn redated_view(one: Redated, title: String) -> MovedView {
    let (old, new) = (day_text(one.old_due_on), day_text(one.new_due_on));
    let sentence = format!("{}：原定 {old}，现为 {new}。{}", one.clock, one.reason);
    MovedView {
        case_id: one.case_id,
        title,
        sentence,
    }
}

/// A notice counts for every case of the installation: a system administrator enters it.
async fn permitted(app: &App, visitor: &Visitor) -> Result<()> {
    let mut conn = app.db.read().await?;
    if register::reach(&mut conn, visitor.person_id, civil_date(app.now()))
        .await?
        .site_admin
    {
        return Ok(());
    }
    Err(Error::refuse(
        RefusalKind::Forbidden,
        "not-authorised",
        "节假日通知由系统管理员录入。",
        "请把通知全文转给系统管理员。",
    ))
}

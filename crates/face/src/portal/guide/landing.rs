//! /q/{code}, 一事一码: what somebody needs who has scanned the code at a window or on a poster. One answer of a few
//! kilobytes: no script, no picture, no style sheet to fetch, no login.

use std::sync::LazyLock;

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header::CONTENT_SECURITY_POLICY};
use jiff::civil::DateTime;
use kernel::Result;
use kernel::time::local;
use office::catalogue::{self, Entry, Hours, Item, Opening};

use super::item;
use super::parts::{brief, fee};
use crate::door::PageResult;
use crate::portal::frame::telephone;
use crate::portal::page::{Ask, Drawn, encode};

const STYLE: &str = include_str!("../../../templates/portal/guide/landing.css");

/// The one style sheet of the page is within it, and named by its digest; nothing else may come.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let digest = kernel::code::sha256_base64(STYLE.as_bytes());
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).expect("ASCII")
});

/// A material to tick off.
struct Tick {
    name: String,
    note: String,
}

#[derive(Template)]
#[template(path = "portal/guide/landing.html")]
struct LandingPage {
    style: &'static str,
    site: String,
    fictional: bool,
    elder: bool,
    traditional: bool,
    name: String,
    org: String,
    in_force: bool,
    brief: Vec<(&'static str, String)>,
    steps: [String; 3],
    ticks: Vec<Tick>,
    asks: bool,
    place: String,
    hours: String,
    opening: String,
    open: bool,
    phone: String,
    dial: String,
    apply: String,
    guide: String,
}

/// The address that the code to scan holds.
pub(super) fn address(code: &str) -> String {
    format!("/q/{}", encode(code))
}

pub(super) async fn page(ask: Ask, Path(code): Path<String>) -> PageResult {
    match draw(&ask, &code).await {
        Ok(drawn) => {
            let mut answer = ask.once(drawn)?;
            answer
                .headers_mut()
                .insert(CONTENT_SECURITY_POLICY, POLICY.clone());
            Ok(answer)
        }
        Err(error) => crate::portal::lost::or(&ask, error).await,
    }
}

async fn draw(ask: &Ask, code: &str) -> Result<Drawn> {
    let mut conn = ask.conn().await?;
    let entry = catalogue::entry(&mut conn, code).await?;
    let item = catalogue::item(&mut conn, &entry, entry.version).await?;
    drop(conn);
    let mut page = LandingPage::of(entry, item);
    let now = local(ask.app.now()).datetime();
    let calendar = ask.app.docket.almanac.calendar().known_at(ask.app.now());
    if let Some(opening) = Hours::read(&page.hours).map(|hours| hours.at(now, &calendar)) {
        page.open = matches!(opening, Opening::Until(_));
        page.opening = said(opening, now);
    }
    page.site = ask.frame.site.name.clone();
    page.fictional = ask.frame.site.fictional;
    (page.elder, page.traditional) = (ask.look.elder, ask.look.traditional);
    let status = match page.in_force {
        true => StatusCode::OK,
        false => StatusCode::GONE,
    };
    Ok(Drawn::new(&page)?.status(status))
}

impl LandingPage {
    /// What the item says; who shows it, and whether the window is open, comes after.
    fn of(entry: Entry, item: Item) -> LandingPage {
        LandingPage {
            style: STYLE,
            site: String::new(),
            fictional: false,
            elder: false,
            traditional: false,
            in_force: entry.in_force,
            brief: brief(&item),
            steps: steps(&item),
            ticks: item.materials.iter().map(|it| tick(&item, it)).collect(),
            asks: !item.questions.is_empty(),
            opening: String::new(),
            open: false,
            dial: telephone(&item.phone).0.to_owned(),
            apply: item::apply_address(&entry, &item),
            guide: item::address(&item.code),
            org: entry.org_name,
            name: item.name,
            place: item.place,
            hours: item.hours,
            phone: item.phone,
        }
    }
}

/// Three steps, from what the item says of itself.
fn steps(item: &Item) -> [String; 3] {
    let bring = match item.materials.len() {
        0 => "带上身份证件，先打电话问清要带什么".to_owned(),
        n if item.questions.is_empty() => format!("备齐下面 {n} 样材料，有一样勾一样"),
        n => format!("照您的情形备材料，最多 {n} 样，有一样勾一样"),
    };
    let window = if item.place.is_empty() {
        "窗口"
    } else {
        &item.place
    };
    let online = item.ways.iter().any(|way| way.contains("网上"));
    let submit = match (online, item.visits) {
        (true, Some(0)) => "在网上提交，不用到现场".to_owned(),
        (true, _) => format!("在网上提交，或者交到{window}"),
        (false, _) => format!("交到{window}"),
    };
    let result = match item.result_name.as_str() {
        "" => "结果".to_owned(),
        name => name.to_owned(),
    };
    let post = if item.by_post { "，可以寄给您" } else { "" };
    let wait = match item.promised.days {
        None => format!("办好以后拿{result}{post}"),
        Some(0) => format!("当场拿{result}{post}"),
        Some(_) => format!("受理以后 {}内拿{result}{post}", item.promised.text()),
    };
    let fee = match item.fees.is_empty() {
        true => "，不收费".to_owned(),
        false => format!("；{}", fee(item)),
    };
    [bring, submit, wait + &fee]
}

/// What it is, and for whom: the page asks nothing, so every situation stands here.
fn tick(item: &Item, it: &catalogue::Material) -> Tick {
    let mut notes = vec![format!("{} {} 份", it.kind.label(), it.copies)];
    let options = it.only_if.iter().filter_map(|one| one.split_once(':'));
    let options: Vec<&str> = options.map(|(_, option)| option).collect();
    if !options.is_empty() && !item.questions.is_empty() {
        notes.insert(0, format!("只有“{}”要", options.join("”“")));
    }
    if it.may_follow {
        notes.push("可以后补".to_owned());
    } else if !it.needed {
        notes.push("有的带上".to_owned());
    }
    if !it.notes.is_empty() {
        notes.push(it.notes.clone());
    }
    Tick {
        name: it.name.clone(),
        note: notes.join("，"),
    }
}

/// Whether somebody is there, as one would say it.
fn said(opening: Opening, now: DateTime) -> String {
    let start = match opening {
        Opening::Until(end) => return format!("现在开着，{} 关", end.strftime("%H:%M")),
        Opening::Shut => return "最近两个星期都不开，请先打电话问".to_owned(),
        Opening::From(start) => start,
    };
    let days = (start.date() - now.date()).get_days();
    let day = match days {
        0 => "今天".to_owned(),
        1 => "明天".to_owned(),
        _ => format!("{} 月 {} 日（{}）", start.month(), start.day(), weekday(start)),
    };
    format!("现在没开，{day} {} 开", start.strftime("%H:%M"))
}

fn weekday(at: DateTime) -> &'static str {
    const NAMES: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    NAMES[usize::from(at.weekday().to_monday_zero_offset().unsigned_abs())]
}

#[cfg(test)]
#[path = "landing_tests.rs"]
mod tests;

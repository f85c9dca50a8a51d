//! /track: a number and a query code, and one's own case stands open for two hours.

use askama::Template;
use axum::http::StatusCode;
use serde::Deserialize;

use super::limits::{clock, limits};
use super::{page, pass, seat};
use crate::door::{Caller, FormToken, Kept, PageResult, SafeForm, see_other};
use crate::form::{Errors, Nothing};
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::workbench::NavLink;

const ADDRESS: &str = "request-track";
const NUMBER: &str = "request-track-number";

#[derive(Template)]
#[template(path = "portal/progress/track.html")]
struct TrackPage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    errors: Errors,
    number: String,
    code: String,
}

/// What is printed on the receipt.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::portal) struct Shown {
    number: String,
    code: String,
}

pub(in crate::portal) async fn page(ask: Ask, token: FormToken) -> PageResult {
    draw(&ask, token, Shown::default(), Errors::none(), StatusCode::OK)
}

fn draw(ask: &Ask, token: FormToken, shown: Shown, errors: Errors, status: StatusCode) -> PageResult {
    let page = TrackPage {
        shell: ask.shell("/track"),
        trail: ask.frame.trail(None, "查办理进度"),
        csrf: token.0,
        errors,
        number: shown.number,
        code: shown.code,
    };
    page::own_with(ask, &page, status)
}

pub(in crate::portal) async fn enter(
    ask: Ask,
    caller: Caller,
    token: FormToken,
    SafeForm(shown): SafeForm<Shown>,
) -> PageResult {
    let mut errors = Errors::none();
    let number = tidy(&shown.number);
    if number.is_empty() {
        errors.add(
            "number",
            "还没有填写申请编号。请照回执填写，例如 公开2026-00012。",
        );
    }
    if shown.code.trim().is_empty() {
        errors.add("code", "还没有填写查询码。请照回执填写，共 10 位。");
    }
    if !errors.is_empty() {
        return draw(&ask, token, shown, errors, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let limits = limits(&mut ask.conn().await?).await?;
    let tried = caller
        .take(ADDRESS, limits.track)
        .and_then(|()| caller.take_for(NUMBER, &number, limits.track_number));
    if let Err(until) = tried {
        errors.add(
            "number",
            format!(
                "试的次数太多了。请在 {} 以后再试；回执找不到的，请打电话问。",
                clock(until)
            ),
        );
        return draw(&ask, token, shown, errors, StatusCode::TOO_MANY_REQUESTS);
    }
    let (code, now, sought) = (shown.code.clone(), ask.app.now(), number.clone());
    let passed = ask.app.db.act(move |conn| {
        Box::pin(async move {
            for matter in crate::portal::FOLLOWED {
                if let Some(case_id) = matter.track(conn, sought.clone(), code.clone()).await? {
                    return pass::issue(conn, case_id, now).await.map(Some);
                }
            }
            Ok(None)
        })
    });
    let Some(passed) = passed.await? else {
        errors.add(
            "number",
            "没有查到。编号或者查询码可能抄错了，请对照回执再填一次。",
        );
        return draw(&ask, token, shown, errors, StatusCode::UNPROCESSABLE_ENTITY);
    };
    caller.give_back(ADDRESS);
    caller.give_back_for(NUMBER, &number);
    caller.keep(Kept::Case, &passed);
    Ok(see_other("/track/case"))
}

/// As numbers are written, whatever was typed around them: spaces, full-width figures, other dashes.
fn tidy(typed: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '－' | '—' | '–' | '‐' | '−' => '-',
        c => c,
    };
    let kept: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .map(narrow)
        .collect();
    kept.chars().take(60).collect()
}

/// 结束查询
pub(in crate::portal) async fn end(ask: Ask, caller: Caller, SafeForm(_): SafeForm<Nothing>) -> PageResult {
    seat::leave(&ask, &caller).await?;
    Ok(see_other("/track"))
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn a_number_is_read_as_people_copy_it() {
        for typed in ["公开2026-00012", " 公开 ２０２６－０００１２ ", "公开2026—00012"] {
            assert_eq!(tidy(typed), "公开2026-00012");
        }
    }
}

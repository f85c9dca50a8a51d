//! /apply: what it is, whom to ask, what it costs, how long it takes, and how else; and the first step.

use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use kernel::time::civil_date;
use kernel::{Result, code};
use matters::request::filing::{self, Form};
use office::organisation::{self, Answering};
use serde::Deserialize;

use super::page::Choice;
use super::parts;
use crate::door::{Caller, FormToken, Kept, PageResult, SafeForm, see_other};
use crate::form::{Errors, Nothing};
use crate::portal::frame::Shell;
use crate::portal::page::{Ask, Drawn};
use crate::portal::progress::limits::{clock, limits};
use crate::portal::upload;
use crate::workbench::NavLink;

/// So many organisations are radios; more of them are a list to choose from.
const RADIOS_MAX: usize = 6;

#[derive(Template)]
#[template(path = "portal/request/start.html")]
struct StartPage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    errors: Errors,
    orgs: Vec<Choice>,
    radios: bool,
    /// Where a form that was begun goes on; empty for none.
    begun: String,
}

/// What is sent to begin.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Begin {
    org: String,
}

pub(super) async fn page(
    ask: Ask,
    caller: Caller,
    token: FormToken,
    Query(begin): Query<Begin>,
) -> PageResult {
    draw(&ask, &caller, token, &begin.org, Errors::none(), StatusCode::OK).await
}

async fn draw(
    ask: &Ask,
    caller: &Caller,
    token: FormToken,
    chosen: &str,
    errors: Errors,
    status: StatusCode,
) -> PageResult {
    let mut conn = ask.conn().await?;
    let orgs = organisation::answering(&mut conn, civil_date(ask.app.now())).await?;
    let begun = match caller.kept(Kept::Filing) {
        Some(secret) => filing::open(&mut conn, secret)
            .await?
            .filter(|form| form.became.is_none()),
        None => None,
    };
    let page = StartPage {
        shell: ask.shell("/apply"),
        trail: ask.frame.trail(None, "依申请公开"),
        csrf: token.0,
        errors,
        radios: orgs.len() <= RADIOS_MAX,
        orgs: orgs.iter().map(|org| choice(org, chosen, orgs.len())).collect(),
        begun: begun
            .map(|form| parts::onward(&form).to_owned())
            .filter(|to| to != "/apply")
            .unwrap_or_default(),
    };
    ask.private(Drawn::new(&page)?.status(status))
}

fn choice(org: &Answering, chosen: &str, of: usize) -> Choice {
    let hint: Vec<&str> = [org.address.as_str(), &org.phone]
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect();
    Choice {
        value: org.id.to_string(),
        label: org.name.clone(),
        hint: hint.join("，"),
        selected: of == 1 || org.id.to_string() == chosen,
    }
}

pub(super) async fn begin(
    ask: Ask,
    caller: Caller,
    token: FormToken,
    SafeForm(begin): SafeForm<Begin>,
) -> PageResult {
    let mut errors = Errors::none();
    let mut conn = ask.conn().await?;
    let orgs = organisation::answering(&mut conn, civil_date(ask.app.now())).await?;
    let limit = limits(&mut conn).await?.begin;
    drop(conn);
    let Some(org) = orgs.iter().find(|org| org.id.to_string() == begin.org) else {
        errors.add(
            "org",
            "还没有选择向哪个单位申请。请选一个；拿不准的，选最接近的，不归它管的它会告诉您找谁。",
        );
        return draw(
            &ask,
            &caller,
            token,
            &begin.org,
            errors,
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
    };
    if let Err(until) = caller.take("request-begin", limit) {
        let sentence = format!(
            "从您这个网络地址开始填写的表单太多了。请在 {} 以后再试，或者打电话、当面申请。",
            clock(until)
        );
        errors.add("", sentence);
        return draw(
            &ask,
            &caller,
            token,
            &begin.org,
            errors,
            StatusCode::TOO_MANY_REQUESTS,
        )
        .await;
    }
    let secret = open(&ask, &caller, org.id).await?;
    caller.keep(Kept::Filing, &secret);
    Ok(see_other(parts::WANTED))
}

/// A new form; one that was begun goes on with the other organisation.
async fn open(ask: &Ask, caller: &Caller, org_id: i64) -> Result<String> {
    let (now, kept) = (ask.app.now(), caller.kept(Kept::Filing).map(str::to_owned));
    let act = ask.app.db.act(move |conn| {
        Box::pin(async move {
            if let Some(secret) = kept
                && let Some(mut form) = filing::open(conn, &secret)
                    .await?
                    .filter(|form| form.became.is_none())
            {
                // What was found elsewhere for another organisation is shown again for this one.
                form.shown &= form.org_id == org_id;
                form.org_id = org_id;
                if filing::save(conn, &secret, &form, now).await? {
                    return Ok(secret);
                }
            }
            let (request_key, room) = (crate::form::request_key(), code::token());
            filing::begin(
                conn,
                &Form {
                    org_id,
                    request_key,
                    room,
                    ..Form::default()
                },
                now,
            )
            .await
        })
    });
    act.await
}

/// Gives the form up: nothing of it stays, on this side or in the browser.
pub(super) async fn forget(ask: Ask, caller: Caller, SafeForm(_): SafeForm<Nothing>) -> PageResult {
    if let Some(secret) = caller.kept(Kept::Filing).map(str::to_owned) {
        let found = filing::open(&mut ask.conn().await?, &secret).await?;
        upload::clear(&ask, found.unwrap_or_default().room).await?;
        ask.app
            .db
            .act(move |conn| Box::pin(async move { filing::forget(conn, &secret).await }))
            .await?;
    }
    caller.drop(Kept::Filing);
    Ok(see_other("/apply"))
}

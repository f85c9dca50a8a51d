//! /apply/wanted: which information, and in what form.

use askama::Template;
use axum::extract::Query;
use matters::request::filing;
use matters::request::{Application, FORMS_WANTED};
use office::organisation;

use super::page::{self, Choice};
use super::typed::Typed;
use super::{likely, parts, seat};
use crate::door::{Caller, FormToken, PageResult, SafeForm, see_other};
use crate::form::Errors;
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::workbench::NavLink;

const TITLE: &str = "您要哪一份信息";

#[derive(Template)]
#[template(path = "portal/request/wanted.html")]
struct WantedPage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    errors: Errors,
    title: &'static str,
    part: u8,
    back: String,
    org: String,
    it: Application,
    forms: Vec<Choice>,
}

pub(super) async fn page(
    ask: Ask,
    caller: Caller,
    token: FormToken,
    Query(typed): Query<Typed>,
) -> PageResult {
    match seat::form(&ask, &caller).await? {
        Ok(open) => {
            let part = parts::number(parts::WANTED, &typed.part, ask.look.elder);
            draw(&ask, token, &open, part, typed.back, Errors::none()).await
        }
        Err(answer) => Ok(answer),
    }
}

async fn draw(
    ask: &Ask,
    token: FormToken,
    open: &seat::Open,
    part: u8,
    back: String,
    errors: Errors,
) -> PageResult {
    let it = open.form.application.clone();
    let page = WantedPage {
        shell: page::shell(ask, parts::WANTED),
        trail: page::trail(ask, TITLE),
        csrf: token.0,
        title: parts::title(parts::WANTED, part, TITLE),
        part,
        back,
        org: organisation::name(&mut ask.conn().await?, open.form.org_id).await?,
        forms: forms(&it.form_wanted),
        it,
        errors,
    };
    page::own(ask, &page, &page.errors)
}

fn forms(chosen: &str) -> Vec<Choice> {
    let all = Choice::all(FORMS_WANTED.iter().copied(), chosen);
    let all = Choice::hint(all, "electronic", "在网上查看、下载，或者发到您的邮箱");
    Choice::hint(all, "reading", "到单位去看，可以抄录")
}

pub(super) async fn save(
    ask: Ask,
    caller: Caller,
    token: FormToken,
    SafeForm(typed): SafeForm<Typed>,
) -> PageResult {
    let mut open = match seat::form(&ask, &caller).await? {
        Ok(open) => open,
        Err(answer) => return Ok(answer),
    };
    let part = parts::number(parts::WANTED, &typed.part, false);
    let back = typed.back.clone();
    typed.into(&mut open.form.application, parts::WANTED, part);
    if !open.save(&ask).await? {
        return seat::gone(&ask);
    }
    let errors = parts::problems(&open.form, parts::WANTED, part);
    if !errors.is_empty() {
        return draw(&ask, token, &open, part, back, errors).await;
    }
    if back == "check" {
        return Ok(see_other("/apply/check"));
    }
    match parts::after(parts::WANTED, part, "").as_str() {
        "" => found_first(&ask, open).await,
        next => Ok(see_other(next)),
    }
}

/// Shows what may answer the question already, once; where nothing does, the form goes on.
async fn found_first(ask: &Ask, mut open: seat::Open) -> PageResult {
    if likely::hits(ask, &open.form.application).await?.is_empty() {
        return Ok(see_other(parts::WHO));
    }
    if !open.form.shown {
        open.form.shown = true;
        let (secret, form, now) = (open.secret, open.form, ask.app.now());
        let counted = ask.app.db.act(move |conn| {
            Box::pin(async move {
                filing::count_shown(conn, form.org_id, now).await?;
                filing::save(conn, &secret, &form, now).await
            })
        });
        counted.await?;
    }
    Ok(see_other("/apply/found"))
}

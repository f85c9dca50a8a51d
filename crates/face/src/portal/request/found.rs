//! /apply/found: what is public already and may be the answer, before anybody waits twenty working days.

use askama::Template;
use matters::request::filing;
use serde::Deserialize;

use super::likely::{self, Likely};
use super::{page, parts, seat};
use crate::door::{Caller, FormToken, Kept, PageResult, SafeForm, see_other};
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::portal::upload;
use crate::workbench::NavLink;

#[derive(Template)]
#[template(path = "portal/request/found.html")]
struct FoundPage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    wanted: String,
    items: Vec<Likely>,
}

/// Which one it was; empty where none was.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Answer {
    href: String,
}

pub(super) async fn page(ask: Ask, caller: Caller, token: FormToken) -> PageResult {
    let open = match seat::form(&ask, &caller).await? {
        Ok(open) => open,
        Err(answer) => return Ok(answer),
    };
    let items = likely::hits(&ask, &open.form.application).await?;
    if items.is_empty() {
        return Ok(see_other(parts::WHO));
    }
    let page = FoundPage {
        shell: page::shell(&ask, "/apply/found"),
        trail: page::trail(&ask, "可能已经公开"),
        csrf: token.0,
        wanted: open.form.application.wanted(),
        items,
    };
    page::own_with(&ask, &page, axum::http::StatusCode::OK)
}

pub(super) async fn choose(ask: Ask, caller: Caller, SafeForm(answer): SafeForm<Answer>) -> PageResult {
    let open = match seat::form(&ask, &caller).await? {
        Ok(open) => open,
        Err(answer) => return Ok(answer),
    };
    let items = likely::hits(&ask, &open.form.application).await?;
    // Only what was shown is an answer, and only there does one get led.
    let Some(item) = items.iter().find(|item| item.href == answer.href) else {
        return Ok(see_other(parts::WHO));
    };
    upload::clear(&ask, open.form.room.clone()).await?;
    let (secret, org_id, now) = (open.secret, open.form.org_id, ask.app.now());
    let done = ask.app.db.act(move |conn| {
        Box::pin(async move {
            filing::count_answered(conn, org_id, now).await?;
            filing::forget(conn, &secret).await
        })
    });
    done.await?;
    caller.drop(Kept::Filing);
    Ok(see_other(&item.href))
}

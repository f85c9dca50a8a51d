//! Whose form, whose case: found by what the browser keeps, and the way onward where it keeps nothing.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use jiff::ToSpan as _;
use kernel::Result;
use matters::request::filing::{self, Became, Form};

use super::page;
use crate::door::{Caller, Kept, PageResult, see_other};
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::portal::progress::pass;
use crate::workbench::NavLink;

/// A form that is open before somebody.
pub(super) struct Open {
    pub secret: String,
    pub form: Form,
}

impl Open {
    /// Keeps what was typed. False where the form is gone meanwhile.
    pub async fn save(&self, ask: &Ask) -> Result<bool> {
        let (secret, form, now) = (self.secret.clone(), self.form.clone(), ask.app.now());
        ask.app
            .db
            .act(move |conn| Box::pin(async move { filing::save(conn, &secret, &form, now).await }))
            .await
    }
}

/// The caller's form, or the answer that they get instead: where to begin, that it is gone, what it became.
pub(super) async fn form(ask: &Ask, caller: &Caller) -> PageResult<std::result::Result<Open, Response>> {
    let Some(secret) = caller.kept(Kept::Filing) else {
        return Ok(Err(see_other("/apply")));
    };
    let found = filing::open(&mut ask.conn().await?, secret).await?;
    Ok(match found {
        Some(Form {
            became: Some(became), ..
        }) => Err(receipt(ask, caller, became).await?),
        Some(form) => Ok(Open {
            secret: secret.to_owned(),
            form,
        }),
        None => Err(gone(ask)?),
    })
}

/// Leads to the receipt of a form that was sent, for as long as a pass is good; after that, number and query
/// code lead there.
pub(super) async fn receipt(ask: &Ask, caller: &Caller, became: Became) -> PageResult {
    let now = ask.app.now();
    if now >= became.at.saturating_add(pass::HOURS.hours()).unwrap_or(now) {
        caller.drop(Kept::Filing);
        return Ok(see_other("/track"));
    }
    let issued = ask
        .app
        .db
        .act(move |conn| Box::pin(pass::issue(conn, became.case_id, now)))
        .await?;
    caller.keep(Kept::Case, &issued);
    Ok(see_other("/apply/done"))
}

#[derive(Template)]
#[template(path = "portal/request/gone.html")]
struct GonePage {
    shell: Shell,
    trail: Vec<NavLink>,
}

/// The form is not on this device any more.
pub(in crate::portal) fn gone(ask: &Ask) -> PageResult {
    let page = GonePage {
        shell: page::shell(ask, "/apply"),
        trail: page::trail(ask, "表单不在这里"),
    };
    page::own_with(ask, &page, StatusCode::GONE)
}

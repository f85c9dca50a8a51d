//! Whose form: found by what the browser keeps, and the way onward where it keeps nothing.

use axum::response::Response;
use jiff::ToSpan as _;
use kernel::Result;
use matters::service::filing::{self, Became, Form};
use office::catalogue::{self, Item};

use super::page::HOME;
use crate::door::{Caller, FormToken, Kept, PageResult, SafeForm, see_other};
use crate::form::Nothing;
use crate::portal::page::Ask;
use crate::portal::progress::pass;
use crate::portal::request::relay;
use crate::portal::upload;

/// A form that is open before somebody.
pub(super) struct Open {
    pub secret: String,
    pub form: Form,
    /// The item, in the version with which the form was begun.
    pub item: Item,
    /// Another version came into force meanwhile, or the item was taken out.
    pub outdated: bool,
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

    /// Name and code, for the way back.
    pub fn named(&self) -> (&str, &str) {
        (&self.item.name, &self.item.code)
    }
}

/// The caller's form, or the answer that they get instead: where to begin, what it became.
pub(super) async fn form(ask: &Ask, caller: &Caller) -> PageResult<std::result::Result<Open, Response>> {
    let Some(secret) = caller.kept(Kept::Applying) else {
        return Ok(Err(see_other(HOME.1)));
    };
    let mut conn = ask.conn().await?;
    let Some(form) = filing::open(&mut conn, secret).await? else {
        drop(conn);
        return Ok(Err(gone(ask)?));
    };
    if let Some(became) = form.became {
        drop(conn);
        return Ok(Err(receipt(ask, caller, became).await?));
    }
    let entry = catalogue::entry(&mut conn, &form.item_code).await?;
    let item = catalogue::item(&mut conn, &entry, form.item_version).await?;
    Ok(Ok(Open {
        secret: secret.to_owned(),
        outdated: !entry.in_force || entry.version != form.item_version,
        form,
        item,
    }))
}

/// The form is not on this device any more.
pub(super) fn gone(ask: &Ask) -> PageResult {
    crate::portal::request::gone(ask)
}

/// Leads to the receipt of a form that was sent, for as long as a pass is good.
pub(super) async fn receipt(ask: &Ask, caller: &Caller, became: Became) -> PageResult {
    let now = ask.app.now();
    if now >= became.at.saturating_add(pass::HOURS.hours()).unwrap_or(now) {
        caller.drop(Kept::Applying);
        return Ok(see_other("/track"));
    }
    let issued = ask
        .app
        .db
        .act(move |conn| Box::pin(pass::issue(conn, became.case_id, now)))
        .await?;
    caller.keep(Kept::Case, &issued);
    Ok(see_other("/services/apply/done"))
}

/// Gives the form up: nothing of it stays, on this side or in the browser.
pub(super) async fn forget(ask: Ask, caller: Caller, SafeForm(_): SafeForm<Nothing>) -> PageResult {
    if let Some(secret) = caller.kept(Kept::Applying).map(str::to_owned) {
        let found = filing::open(&mut ask.conn().await?, &secret).await?;
        upload::clear(&ask, found.unwrap_or_default().room).await?;
        ask.app
            .db
            .act(move |conn| Box::pin(async move { filing::forget(conn, &secret).await }))
            .await?;
    }
    caller.drop(Kept::Applying);
    Ok(see_other(HOME.1))
}

/// 六位数接力.
const RELAY: ((&str, &str), &str, &str) = (HOME, "/services/apply/relay", "/services/apply/check");

pub(super) async fn relay(ask: Ask, caller: Caller, token: FormToken) -> PageResult {
    match form(&ask, &caller).await? {
        Ok(_) => relay::lent(&ask, token, String::new(), RELAY),
        Err(answer) => Ok(answer),
    }
}

pub(super) async fn lend(
    ask: Ask,
    caller: Caller,
    token: FormToken,
    SafeForm(_): SafeForm<Nothing>,
) -> PageResult {
    let open = match form(&ask, &caller).await? {
        Ok(open) => open,
        Err(answer) => return Ok(answer),
    };
    let (secret, now) = (open.secret, ask.app.now());
    let figures = ask
        .app
        .db
        .act(move |conn| Box::pin(async move { office::filing::lend(conn, &secret, now).await }))
        .await?;
    relay::lent(&ask, token, figures, RELAY)
}

//! A case comes among those of an account, is opened from there, and goes again.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use kernel::db::Conn;
use kernel::{Error, Result};
use office::account;

use super::page;
use crate::door::{Caller, FormToken, Kept, Owner, PageResult, SafeForm, see_other};
use crate::form::Nothing;
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::portal::progress::{pass, seat};
use crate::workbench::NavLink;

/// 收进我的账号: the case whose number and query code were shown, or that was just filed here. The pass says which.
pub(super) async fn keep(
    ask: Ask,
    caller: Caller,
    owner: Owner,
    SafeForm(_): SafeForm<Nothing>,
) -> PageResult {
    let mut conn = ask.conn().await?;
    let case_id = match seat::case(&ask, &caller, &mut conn).await? {
        Ok(case_id) => case_id,
        Err(answer) => return Ok(answer),
    };
    drop(conn);
    let (account_id, now) = (owner.account.id, ask.app.now());
    let kept = ask
        .app
        .db
        .act(move |conn| Box::pin(account::add(conn, account_id, case_id, false, now)));
    Ok(match kept.await? {
        true => see_other("/track/case?done=kept"),
        false => see_other("/my/login"),
    })
}

/// Opens a case of the account: by the pass that number and query code would have given.
pub(super) async fn open(
    ask: Ask,
    caller: Caller,
    owner: Owner,
    Path(case_id): Path<i64>,
    SafeForm(_): SafeForm<Nothing>,
) -> PageResult {
    let (account_id, now) = (owner.account.id, ask.app.now());
    let opened = ask.app.db.act(move |conn| {
        Box::pin(async move {
            match account::see(conn, account_id, case_id, now).await? {
                true => pass::issue(conn, case_id, now).await.map(Some),
                false => Ok(None),
            }
        })
    });
    let issued = opened.await?.ok_or_else(not_theirs)?;
    caller.keep(Kept::Case, &issued);
    Ok(see_other("/track/case"))
}

fn not_theirs() -> Error {
    Error::not_found("这件申请")
}

#[derive(Template)]
#[template(path = "portal/account/remove.html")]
struct RemovePage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    case_id: i64,
    number: String,
}

/// Whoever has lost the query code loses the way to the case: that is said before.
pub(super) async fn ask_removal(
    ask: Ask,
    owner: Owner,
    token: FormToken,
    Path(case_id): Path<i64>,
) -> PageResult {
    let mut conn = ask.conn().await?;
    let number = number(&ask, &mut conn, owner.account.id, case_id).await?;
    drop(conn);
    let page = RemovePage {
        shell: page::shell(&ask, &format!("/my/cases/{case_id}/remove")),
        trail: page::trail(&ask, "移出账号"),
        csrf: token.0,
        case_id,
        number,
    };
    page::own(&ask, &page, StatusCode::OK)
}

async fn number(ask: &Ask, conn: &mut Conn, account_id: i64, case_id: i64) -> Result<String> {
    if !account::holds(conn, account_id, case_id).await? {
        return Err(not_theirs());
    }
    Ok(ask.app.docket.file(conn, case_id).await?.number)
}

pub(super) async fn remove(
    ask: Ask,
    owner: Owner,
    Path(case_id): Path<i64>,
    SafeForm(_): SafeForm<Nothing>,
) -> PageResult {
    let account_id = owner.account.id;
    let removed = ask
        .app
        .db
        .act(move |conn| Box::pin(account::remove(conn, account_id, case_id)));
    // Pressed twice, it is gone already.
    Ok(match removed.await? {
        true => see_other("/my?done=removed"),
        false => see_other("/my"),
    })
}

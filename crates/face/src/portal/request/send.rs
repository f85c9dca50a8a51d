//! Sending the form: it becomes a request, once, however often the button is pressed.

use axum::http::StatusCode;
use kernel::{Error, Fault, Result};
use matters::request::filing::{self, Became, Form};
use matters::request::{self, Channel, Filing};
use office::account;
use office::file::Files;
use office::organisation::Actor;
use office::paper::Sheet;

use super::{check, parts, seat};
use crate::door::{Caller, FormToken, MaybeOwner, Owner, PageResult, SafeForm};
use crate::form::{self, Errors, Nothing};
use crate::portal::page::Ask;
use crate::portal::progress::limits::{clock, limits};
use crate::portal::upload;

const WHAT: &str = "request-file";

pub(super) async fn send(
    ask: Ask,
    caller: Caller,
    MaybeOwner(owner): MaybeOwner,
    token: FormToken,
    SafeForm(_): SafeForm<Nothing>,
) -> PageResult {
    let open = match seat::form(&ask, &caller).await? {
        Ok(open) => open,
        Err(answer) => return Ok(answer),
    };
    let missing = Errors::of_issues(&parts::all_problems(&open.form));
    if !missing.is_empty() {
        return check::draw(
            &ask,
            owner.as_ref(),
            token,
            &open.form,
            missing,
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
    }
    let limit = limits(&mut ask.conn().await?).await?.file;
    if let Err(until) = caller.take(WHAT, limit) {
        let mut errors = Errors::none();
        errors.add("", too_many(limit.tries, limit.minutes, &clock(until)));
        return check::draw(
            &ask,
            owner.as_ref(),
            token,
            &open.form,
            errors,
            StatusCode::TOO_MANY_REQUESTS,
        )
        .await;
    }
    match form::told(file(&ask, &open, owner.as_ref()).await) {
        Ok(Ok(became)) => {
            upload::clear(&ask, open.form.room).await?;
            seat::receipt(&ask, &caller, became).await
        }
        Ok(Err(errors)) => {
            caller.give_back(WHAT);
            check::draw(
                &ask,
                owner.as_ref(),
                token,
                &open.form,
                errors,
                StatusCode::UNPROCESSABLE_ENTITY,
            )
            .await
        }
        Err(page) => {
            caller.give_back(WHAT);
            Err(page)
        }
    }
}

fn too_many(tries: u32, minutes: i64, at: &str) -> String {
    format!(
        "从您这个网络地址，{minutes} 分钟里已经提交了 {tries} 件申请，这一件还没有提交。填写的内容都在，请在 {at} 以后再按一次“提交申请”。多人共用一个网络的，可以打电话告诉我们。"
    )
}

async fn file(ask: &Ask, open: &seat::Open, owner: Option<&Owner>) -> Result<Became> {
    let form = open.form.clone();
    let account_id = owner.map(|owner| owner.account.id).filter(|_| !form.relayed);
    let sheets = bring(ask.app.files.clone(), &form).await?;
    let (docket, secret, now) = (ask.app.docket.clone(), open.secret.clone(), ask.app.now());
    let filed = ask.app.db.act(move |conn| {
        Box::pin(async move {
            let filing = Filing {
                org_id: form.org_id,
                channel: Channel::Online,
                application: form.application,
                sheets,
                received_on: None,
                request_key: form.request_key,
            };
            let done = request::file(&docket, conn, &Actor::applicant(), filing, now).await?;
            filing::sent(conn, &secret, &form.room, done.case_id, now).await?;
            if let Some(account_id) = account_id {
                account::add(conn, account_id, done.case_id, true, now).await?;
            }
            Ok(Became {
                case_id: done.case_id,
                at: now,
            })
        })
    });
    filed.await
}

/// Brings the papers from the anteroom among the files, where they stay.
async fn bring(files: Files, form: &Form) -> Result<Vec<Sheet>> {
    if form.sheets.is_empty() {
        return Ok(Vec::new());
    }
    let (sheets, room, papers) = (form.sheets.clone(), files.anteroom(&form.room)?, files.papers());
    let brought = tokio::task::spawn_blocking(move || -> Result<Vec<Sheet>> {
        for sheet in &sheets {
            papers.keep(&room.read(&sheet.digest)?)?;
        }
        Ok(sheets)
    });
    match brought.await.map_err(Fault::new)? {
        Err(Error::Refusal(_)) => {
            let issue = kernel::Issue::new(
                "papers-gone",
                "上传的证件已经不在了。",
                "请点“修改”，重新选择文件。",
            );
            Err(Error::invalid(vec![issue.at("files")]))
        }
        brought => brought,
    }
}

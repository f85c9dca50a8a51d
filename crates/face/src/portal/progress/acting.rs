//! An act of the applicant's: every problem at once, then done once.

use axum::extract::Path;
use kernel::{Error, Fault, Result};
use office::docket::{Case, Order};
use office::file::Files;
use office::paper::Sheet;
use serde_json::Value as Json;

use super::act::{self, Act, Typed};
use super::{followed, seat};
use crate::door::{Caller, FormToken, PageResult, SafeMultipart, see_other};
use crate::form::{self, Errors};
use crate::portal::page::Ask;
use crate::portal::upload;

/// Characters of what is written with an act.
const WORDS_MAX: usize = 3000;

pub(in crate::portal) async fn act(
    ask: Ask,
    caller: Caller,
    token: FormToken,
    Path(code): Path<String>,
    sent: SafeMultipart,
) -> PageResult {
    let mut conn = ask.conn().await?;
    let case_id = match seat::case(&ask, &caller, &mut conn).await? {
        Ok(case_id) => case_id,
        Err(answer) => return Ok(answer),
    };
    let case = ask.app.docket.case(&mut conn, case_id).await?;
    let matter = followed::of(&case.file)?;
    let act = Act::of(matter, &code).ok_or_else(|| Error::not_found("这一步"))?;
    drop(conn);
    let mut typed: Typed = sent.form()?;
    typed.words = typed.words.trim().replace("\r\n", "\n");
    if typed.request_key.is_empty() {
        typed.request_key = form::request_key();
    }
    let uploads = sent.uploads("files");
    let mut errors = problems(act, &typed, !uploads.is_empty());
    let room = kernel::code::token();
    let anteroom = ask.app.files.anteroom(&room)?;
    let uploads = if act.papers {
        uploads.into_iter().cloned().collect()
    } else {
        Vec::new()
    };
    let some = !uploads.is_empty();
    let sheets = upload::take(anteroom, &[], uploads, "supplement", &mut errors).await?;
    let done = match errors.is_empty() {
        true => form::told(carry_out(&ask, &case, act, &typed, sheets, &room).await),
        false => Ok(Err(errors)),
    };
    upload::clear(&ask, room).await?;
    match done? {
        Ok(()) => Ok(see_other(&format!("/track/case?done={}", act.code))),
        Err(mut errors) => {
            if some && errors.of("files").is_empty() {
                errors.add("files", "改好以后，文件要重新选一次。");
            }
            act::draw(&ask, token, matter, &case, act, &typed, errors)
        }
    }
}

fn problems(act: &Act, typed: &Typed, papers: bool) -> Errors {
    let mut errors = Errors::none();
    if !act.words.is_empty() && typed.words.is_empty() && !(act.papers_do && papers) {
        let onward = if act.papers_do {
            "请写明，或者上传材料。"
        } else {
            "请写明。"
        };
        errors.add("words", format!("“{}”还没有填写。{onward}", act.words));
    }
    if typed.words.chars().count() > WORDS_MAX {
        errors.add(
            "words",
            format!("超过 {WORDS_MAX} 个字。请缩短，或者作为材料上传。"),
        );
    }
    if act.rates && typed.satisfied.is_empty() {
        errors.add("satisfied", "还没有选择。请选一项，或者不评价。");
    }
    if let Some((_, label)) = act.ticks.filter(|_| typed.tick.is_empty()) {
        errors.add(
            "tick",
            format!("还没有打勾：{label}。是这样的，请打勾；不是的，请打电话告诉我们。"),
        );
    }
    errors
}

async fn carry_out(
    ask: &Ask,
    case: &Case,
    act: &'static Act,
    typed: &Typed,
    mut sheets: Vec<Sheet>,
    room: &str,
) -> Result<()> {
    bring(
        ask.app.files.papers(),
        ask.app.files.anteroom(room)?,
        sheets.clone(),
    )
    .await?;
    // The law asks for a paper; what was typed is one.
    if act.papers_do && !typed.words.is_empty() {
        let name = act.words;
        sheets.push(upload::words_as_sheet(ask.app.files.papers(), name, "supplement", &typed.words).await?);
    }
    let carried = Carried {
        act,
        order: order(act, typed),
    };
    let (docket, now, file) = (ask.app.docket.clone(), ask.app.now(), case.file.clone());
    let matter = followed::of(&case.file)?;
    let done = ask
        .app
        .db
        .act(move |conn| matter.carry_out(docket, conn, file, carried, sheets, now));
    done.await.map(|_| ())
}

/// An act of the applicant's, ready to be done.
pub(in crate::portal) struct Carried {
    /// Which.
    pub act: &'static Act,
    /// Words, data and the form's key.
    pub order: Order,
}

fn order(act: &Act, typed: &Typed) -> Order {
    let mut order = Order {
        request_key: Some(typed.request_key.clone()),
        ..Order::default()
    };
    if act.rates {
        order
            .data
            .insert("satisfied".to_owned(), Json::from(typed.satisfied.clone()));
    }
    if let Some((field, _)) = act.ticks {
        order.data.insert(field.to_owned(), Json::from(true));
    }
    if !act.papers_do && !act.words.is_empty() {
        order.reason = Some(typed.words.clone());
    }
    order
}

async fn bring(files: Files, room: Files, sheets: Vec<Sheet>) -> Result<()> {
    let brought = tokio::task::spawn_blocking(move || {
        sheets
            .iter()
            .try_for_each(|sheet| files.keep(&room.read(&sheet.digest)?).map(|_| ()))
    });
    brought.await.map_err(Fault::new)?
}

//! /apply/who: who asks, their proof of identity, and how to reach them (条例 art. 29). Why they ask is nobody's
//! business here.

use askama::Template;
use axum::extract::Query;
use kernel::Result;
use matters::request::{Application, DELIVERY_WAYS, IDENTITY_KINDS, Kind};
use office::paper::Sheet;

use super::last::{self, Last};
use super::page::{self, Choice};
use super::typed::Typed;
use super::{parts, seat};
use crate::door::{Caller, FormToken, MaybeOwner, Owner, PageResult, SafeMultipart, see_other};
use crate::form::Errors;
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::portal::shape::size;
use crate::portal::upload;
use crate::workbench::NavLink;

const TITLE: &str = "谁来申请";

/// A paper that came with the form already.
struct SheetView {
    name: String,
    size: String,
    digest: String,
}

#[derive(Template)]
#[template(path = "portal/request/who.html")]
struct WhoPage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    errors: Errors,
    title: &'static str,
    part: u8,
    back: String,
    it: Application,
    kinds: Vec<Choice>,
    identity_kinds: Vec<Choice>,
    delivery_ways: Vec<Choice>,
    sheets: Vec<SheetView>,
    accept: &'static str,
    hint: &'static str,
    /// What the account filed last, on the part where names are asked.
    last: Option<Last>,
    /// It was taken over just now.
    filled: bool,
}

pub(super) async fn page(
    ask: Ask,
    caller: Caller,
    MaybeOwner(owner): MaybeOwner,
    token: FormToken,
    Query(typed): Query<Typed>,
) -> PageResult {
    match seat::form(&ask, &caller).await? {
        Ok(open) => {
            let part = parts::number(parts::WHO, &typed.part, ask.look.elder);
            let shown = Shown {
                part,
                filled: !typed.last.is_empty(),
                back: typed.back,
                last: offered(&ask, owner.as_ref(), part).await?,
            };
            draw(&ask, token, &open, shown, Errors::none())
        }
        Err(answer) => Ok(answer),
    }
}

/// What the page shows beside the form itself.
struct Shown {
    part: u8,
    back: String,
    last: Option<Last>,
    filled: bool,
}

/// What the account filed last, where names are asked.
async fn offered(ask: &Ask, owner: Option<&Owner>, part: u8) -> Result<Option<Last>> {
    match owner.filter(|_| parts::holds(parts::WHO, part, "name")) {
        Some(owner) => last::of(ask, &mut ask.conn().await?, owner).await,
        None => Ok(None),
    }
}

fn draw(ask: &Ask, token: FormToken, open: &seat::Open, shown: Shown, errors: Errors) -> PageResult {
    let Shown {
        part,
        back,
        last,
        filled,
    } = shown;
    let it = open.form.application.clone();
    let page = WhoPage {
        shell: page::shell(ask, parts::WHO),
        trail: page::trail(ask, TITLE),
        csrf: token.0,
        title: parts::title(parts::WHO, part, TITLE),
        part,
        back,
        kinds: kinds(it.kind),
        identity_kinds: Choice::all(IDENTITY_KINDS.iter().copied(), &it.identity_kind),
        delivery_ways: ways(&it.delivery_way),
        sheets: open.form.sheets.iter().map(view).collect(),
        accept: upload::ACCEPT,
        hint: upload::HINT,
        // Whoever comes back to change one answer has no use for it.
        last: last.filter(|_| it.name.is_empty() || it.identity_number.is_empty()),
        it,
        errors,
        filled,
    };
    page::own(ask, &page, &page.errors)
}

fn kinds(chosen: Kind) -> Vec<Choice> {
    let all = Choice::all(Kind::ALL.map(|kind| (kind.code(), kind.label())), chosen.code());
    let all = Choice::hint(all, "person", "以个人名义申请");
    Choice::hint(all, "other", "其他法人或者组织")
}

fn ways(chosen: &str) -> Vec<Choice> {
    let all = Choice::all(DELIVERY_WAYS.iter().copied(), chosen);
    let all = Choice::hint(all, "online", "用编号和查询码，在“查办理进度”里看");
    let all = Choice::hint(all, "post", "请在下面填写地址");
    let all = Choice::hint(all, "email", "请在下面填写邮箱");
    Choice::hint(all, "fax", "请在下面填写传真号码")
}

fn view(sheet: &Sheet) -> SheetView {
    SheetView {
        name: sheet.name.clone(),
        size: size(sheet.size_bytes),
        digest: sheet.digest.clone(),
    }
}

pub(super) async fn save(
    ask: Ask,
    caller: Caller,
    MaybeOwner(owner): MaybeOwner,
    token: FormToken,
    sent: SafeMultipart,
) -> PageResult {
    let mut open = match seat::form(&ask, &caller).await? {
        Ok(open) => open,
        Err(answer) => return Ok(answer),
    };
    let typed: Typed = sent.form()?;
    let part = parts::number(parts::WHO, &typed.part, false);
    let (back, remove, wants_last) = (typed.back.clone(), typed.remove.clone(), !typed.last.is_empty());
    typed.into(&mut open.form.application, parts::WHO, part);
    let last = offered(&ask, owner.as_ref(), part).await?;
    if let Some(last) = last.as_ref().filter(|_| wants_last) {
        open.form.application.fill_who(&last.application);
    }
    let mut errors = Errors::none();
    let room = ask.app.files.anteroom(&open.form.room)?;
    if let Some(at) = open.form.sheets.iter().position(|sheet| sheet.digest == remove) {
        room.erase(&open.form.sheets.remove(at).digest)?;
    }
    let uploads = sent.uploads("files").into_iter().cloned().collect();
    let fresh = upload::take(room, &open.form.sheets, uploads, "identity", &mut errors).await?;
    open.form.sheets.extend(fresh);
    if !open.save(&ask).await? {
        return seat::gone(&ask);
    }
    if wants_last && errors.is_empty() {
        return Ok(see_other(&format!("{}&last=filled", here(part, &back))));
    }
    if !remove.is_empty() && errors.is_empty() {
        return Ok(see_other(&format!("{}#files", here(part, &back))));
    }
    let mut all = parts::problems(&open.form, parts::WHO, part);
    errors
        .iter()
        .for_each(|error| all.add(&error.field, &*error.message));
    match all.is_empty() {
        false => {
            let shown = Shown {
                part,
                back,
                last,
                filled: false,
            };
            draw(&ask, token, &open, shown, all)
        }
        true if back == "check" => Ok(see_other("/apply/check")),
        true => Ok(see_other(&parts::after(parts::WHO, part, "/apply/check"))),
    }
}

/// This part again.
fn here(part: u8, back: &str) -> String {
    let back = if back == "check" { "check" } else { "" };
    format!("{}?part={part}&back={back}", parts::WHO)
}

//! 印章和用印登记 of one organisation: which seals it has, what each prints, every letter that bears one.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse as _;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::{civil_date, minute_text, year_span};
use kernel::{Error, Fault, Result};
use office::docket::Order;
use office::organisation;
use office::register::{self, Change, Organisation};
use office::seal::{self, KINDS, Seal, Use};
use serde::Deserialize;
use sheet::{Cell, Column, Sheet};

use super::organisation::trail;
use super::{ROOM, change, option, within};
use crate::App;
use crate::door::{PageResult, SafeMultipart, Visitor, html, html_with, see_other};
use crate::form::{self, Errors};
use crate::workbench::drafts::attachment;
use crate::workbench::offers::ChoiceView;
use crate::workbench::{DeskShell, NavLink, desk_shell};

/// Uses shown on the page; the file has them all.
const SHOWN: i64 = 200;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    what: String,
    basis_number: String,
    request_key: String,
}

/// Which year's uses.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    year: i16,
}

#[derive(Template)]
#[template(path = "people/seals.html")]
struct Page {
    shell: DeskShell,
    trail: Vec<NavLink>,
    org: Organisation,
    seals: Vec<SealView>,
    uses: Vec<UseView>,
    more: bool,
    year: i16,
    years: Vec<ChoiceView>,
    whats: Vec<ChoiceView>,
    form: Form,
    errors: Errors,
}

struct SealView {
    name: String,
    picture: String,
    term: String,
    in_use: bool,
    case_href: String,
}

struct UseView {
    at: String,
    seal: String,
    letter: String,
    number: String,
    code: String,
    case_number: String,
    case_href: String,
    person: String,
}

pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let form = Form {
        request_key: form::request_key(),
        ..Form::default()
    };
    html(&drawn(&app, &visitor, id, asked, form, Errors::none()).await?)
}

async fn drawn(
    app: &App,
    visitor: &Visitor,
    id: i64,
    asked: Asked,
    form: Form,
    errors: Errors,
) -> Result<Page> {
    let (mut conn, today) = (app.db.read().await?, civil_date(app.now()));
    let reach = register::reach(&mut conn, visitor.person_id, today).await?;
    let org = within(&mut conn, &reach, id).await?;
    let seals = seal::of_org(&mut conn, id).await?;
    let year = match asked.year {
        0 => today.year(),
        year => year,
    };
    let (from, until) = whole_year(year)?;
    let mut uses = seal::uses(&mut conn, id, from, until, SHOWN + 1).await?;
    let more = uses.len() > SHOWN as usize;
    uses.truncate(SHOWN as usize);
    let first = seals
        .iter()
        .map(|it| it.from_on.year())
        .min()
        .unwrap_or(today.year());
    Ok(Page {
        shell: desk_shell(app, &mut conn, visitor, ROOM).await?,
        trail: trail(&mut conn, &org, &reach).await?,
        years: (first..=today.year())
            .rev()
            .map(|it| option(it, format!("{it}年"), &year.to_string()))
            .collect(),
        whats: whats(&seals, today, &form.what),
        uses: uses.iter().map(|it| used(it, &seals)).collect(),
        seals: seals.iter().map(|it| view(it, today)).collect(),
        more,
        year,
        org,
        form,
        errors,
    })
}

/// What may be proposed: kinds of which none is in use, and seals that are.
fn whats(seals: &[Seal], today: Date, chosen: &str) -> Vec<ChoiceView> {
    let in_use = |kind: &str| seals.iter().any(|it| it.kind == kind && it.is_in_use(today));
    let taken = KINDS
        .iter()
        .filter(|(code, ..)| !in_use(code))
        .map(|(code, label, _)| option(format!("take-{code}"), format!("启用{label}"), chosen));
    let ended = seals
        .iter()
        .filter(|it| it.is_in_use(today))
        .map(|it| option(format!("end-{}", it.id), format!("停用{}", it.name()), chosen));
    taken.chain(ended).collect()
}

fn view(it: &Seal, today: Date) -> SealView {
    SealView {
        name: it.name(),
        picture: format!(
            "{ROOM}/organisations/{}/seals/{}/impression.svg",
            it.org_id, it.id
        ),
        term: match it.until_on {
            Some(until) => format!("{} 启用，{until} 停用", it.from_on),
            None => format!("{} 启用", it.from_on),
        },
        in_use: it.is_in_use(today),
        case_href: format!("/desk/cases/{}", it.case_id),
    }
}

fn used(it: &Use, seals: &[Seal]) -> UseView {
    let seal = seals.iter().find(|seal| seal.id == it.seal_id);
    UseView {
        at: minute_text(it.at),
        seal: seal.map_or("", |seal| seal::kind_label(&seal.kind)).to_owned(),
        letter: it.letter.clone(),
        number: it.number.clone().unwrap_or_default(),
        code: it.code.clone().unwrap_or_default(),
        case_number: it.case_number.clone(),
        case_href: format!("/desk/cases/{}", it.case_id),
        person: it.person.clone().unwrap_or_else(|| "系统自动用印".to_owned()),
    }
}

fn whole_year(year: i16) -> Result<(Timestamp, Timestamp)> {
    year_span(year).ok_or_else(|| Error::not_found("这一年"))
}

pub async fn propose(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    sent: SafeMultipart,
) -> PageResult {
    let form: Form = sent.form()?;
    let mut errors = Errors::none();
    let change = match (form.what.split_once('-'), form.what.as_str()) {
        (Some(("take", kind)), _) => Some(Change::TakeSeal {
            org_id: id,
            kind: kind.to_owned(),
        }),
        (Some(("end", seal)), _) => seal
            .parse()
            .ok()
            .map(|seal_id| Change::EndSeal { org_id: id, seal_id }),
        _ => None,
    };
    if change.is_none() {
        errors.add("what", "没有选择启用还是停用哪一枚印章。请选择一项。");
    }
    let documents = match sent.upload("basis") {
        Some(upload) => vec![change::keep(&app, upload.bytes.to_vec()).await?],
        None => {
            errors.add(
                "basis",
                "没有附上批准文件。请上传刻制、启用或者停用印章的批准文件。",
            );
            Vec::new()
        }
    };
    if form.basis_number.trim().is_empty() {
        errors.add("basis_number", "没有填写批准文件文号。请填写文号或者文件名称。");
    }
    if let (Some(change), true) = (change, errors.is_empty()) {
        let order = Order {
            documents,
            request_key: Some(form.request_key.clone()),
            ..Order::default()
        };
        match change::proposed(&app, &visitor, change, &form.basis_number, order).await? {
            Ok(()) => return Ok(see_other(&format!("{ROOM}/organisations/{id}/seals"))),
            Err(found) => {
                for error in found.iter() {
                    // One control asks both which kind and which seal.
                    let field = match error.field.as_str() {
                        "seal_kind" | "seal" => "what",
                        field => field,
                    };
                    errors.add(field, error.message.clone());
                }
            }
        }
    }
    let page = drawn(&app, &visitor, id, Asked::default(), form, errors).await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What a seal prints.
pub async fn picture(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, seal_id)): Path<(i64, i64)>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let seal = sealed(&app, &mut conn, &visitor, id, seal_id).await?;
    drop(conn);
    let (press, impression) = (app.press.clone(), seal.impression());
    let svg = tokio::task::spawn_blocking(move || press.impression(&impression))
        .await
        .map_err(Fault::new)??;
    Ok(([(CONTENT_TYPE, "image/svg+xml")], svg).into_response())
}

async fn sealed(app: &App, conn: &mut Conn, visitor: &Visitor, id: i64, seal_id: i64) -> Result<Seal> {
    let reach = register::reach(conn, visitor.person_id, civil_date(app.now())).await?;
    within(conn, &reach, id).await?;
    let found = seal::find(conn, seal_id).await?;
    found
        .filter(|it| it.org_id == id)
        .ok_or_else(|| super::absent("这枚印章"))
}

/// 用印登记 of a year, to take away: `uses.xlsx`, `uses.csv`, `uses.json`.
pub async fn file(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, file)): Path<(i64, String)>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let form = file
        .strip_prefix("uses.")
        .and_then(sheet::Form::of)
        .ok_or_else(|| Error::not_found("这种格式"))?;
    let (mut conn, today) = (app.db.read().await?, civil_date(app.now()));
    let reach = register::reach(&mut conn, visitor.person_id, today).await?;
    within(&mut conn, &reach, id).await?;
    let (from, until) = whole_year(asked.year)?;
    let seals = seal::of_org(&mut conn, id).await?;
    let uses = seal::uses(&mut conn, id, from, until, i64::MAX).await?;
    let name = organisation::name(&mut conn, id).await?;
    drop(conn);
    let called = format!("{name}{}年用印登记", asked.year);
    let table = table(&called, uses.iter().map(|it| used(it, &seals)));
    let bytes = form.write(&table, today).map_err(Fault::new)?;
    Ok(attachment(
        &format!("{called}.{}", form.ending()),
        form.media_type(),
        bytes,
    ))
}

fn table(name: &str, uses: impl Iterator<Item = UseView>) -> Sheet {
    let row = |it: UseView| {
        let texts = [
            it.at,
            it.seal,
            it.letter,
            it.number,
            it.case_number,
            it.person,
            it.code,
        ];
        texts.iter().map(|text| Cell::from(text.as_str())).collect()
    };
    Sheet {
        name: name.to_owned(),
        columns: vec![
            Column::new("at", "用印时间", 18),
            Column::new("seal", "印章", 20),
            Column::new("letter", "文书", 20),
            Column::new("number", "文号", 24),
            Column::new("case", "案件编号", 20),
            Column::new("person", "用印人", 12),
            Column::new("code", "文书验证码", 18),
        ],
        rows: uses.map(row).collect(),
        notes: Vec::new(),
    }
}

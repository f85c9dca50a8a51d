//! /desk/window/items/{code}: the screen.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use kernel::db::Conn;
use kernel::{Result, code};
use matters::service::filing::{self, Form};
use matters::service::{self, Agent, AgentKind, Channel, DELIVERY_WAYS, FOUND};
use office::catalogue::{self, Entry, Item};
use office::paper::Sheet;

use super::find;
use super::typed::{ANSWERS, PROMISE, QUESTION, Typed};
use crate::App;
use crate::door::{PageResult, Visitor, html_with};
use crate::fields::{self, Drawn, Filling};
use crate::form::Errors;
use crate::upload::ACCEPT;
use crate::workbench::words::size;
use crate::workbench::{ChoiceView, DeskShell, desk_shell};

pub struct QuestionView {
    name: String,
    text: String,
    options: Vec<ChoiceView>,
}

pub struct FileView {
    name: String,
    size: String,
    remove: String,
}

pub struct MaterialRow {
    n: usize,
    name: String,
    how: String,
    needed: bool,
    found: Vec<ChoiceView>,
    note: String,
    files: Vec<FileView>,
    error: String,
}

pub struct AnswerView {
    act: &'static str,
    label: &'static str,
    hint: &'static str,
    key: usize,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "workbench/window/screen.html")]
pub struct Page {
    shell: DeskShell,
    errors: Errors,
    here: String,
    secret: String,
    name: String,
    org: String,
    terms: String,
    guide: String,
    channels: Vec<ChoiceView>,
    received_on: String,
    agents: Vec<ChoiceView>,
    agent: Option<Agent>,
    mandates: Vec<FileView>,
    questions: Vec<QuestionView>,
    drawn: Drawn,
    ways: Vec<ChoiceView>,
    materials: Vec<MaterialRow>,
    answers: Vec<AnswerView>,
    words: String,
    competent: String,
    fixed: String,
    promised: bool,
    promises: Vec<FileView>,
    accept: &'static str,
}

/// The form before somebody: the item in its version, what was typed, where it is kept.
pub struct Open {
    pub entry: Entry,
    pub item: Item,
    pub form: Form,
    /// Empty before anything was kept.
    pub secret: String,
}

/// The item and a new form of it; a kept one where its secret came with the screen.
///
/// # Errors
/// Forbidden for whoever does not receive it; conflict where the item was taken out.
pub async fn open(app: &App, conn: &mut Conn, visitor: &Visitor, code: &str, secret: &str) -> Result<Open> {
    let entry = service::takes(conn, code).await?;
    find::need_clerk(conn, visitor, entry.org_id, app.now()).await?;
    let kept = match secret.is_empty() {
        true => None,
        false => filing::open(conn, secret)
            .await?
            .filter(|form| form.item_code == code),
    };
    let (form, secret) = match kept {
        Some(form) => (form, secret.to_owned()),
        None => (new(&entry), String::new()),
    };
    let item = catalogue::item(conn, &entry, entry.version).await?;
    Ok(Open {
        form: Form {
            item_version: entry.version,
            ..form
        },
        entry,
        item,
        secret,
    })
}

fn new(entry: &Entry) -> Form {
    Form {
        item_code: entry.code.clone(),
        item_version: entry.version,
        request_key: crate::form::request_key(),
        room: code::token(),
        ..Form::default()
    }
}

pub async fn blank(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let mut open = open(&app, &mut conn, &visitor, &code, "").await?;
    open.form.application.situation = chosen(&open.item, &pairs);
    drop(conn);
    draw(&app, &visitor, &open, &Typed::default(), Errors::none()).await
}

/// The answers to the item's questions among these pairs.
pub fn chosen(item: &Item, pairs: &[(String, String)]) -> Vec<(String, String)> {
    let of = |question: &catalogue::Question| {
        let name = format!("{QUESTION}{}", question.code);
        let said = pairs.iter().find(|(known, _)| *known == name)?;
        question
            .options
            .contains(&said.1)
            .then(|| (question.code.clone(), said.1.clone()))
    };
    item.questions.iter().filter_map(of).collect()
}

fn choices<'c>(all: impl IntoIterator<Item = (&'c str, &'c str)>, chosen: &str) -> Vec<ChoiceView> {
    let view = |(value, label): (&str, &str)| ChoiceView {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: String::new(),
        selected: value == chosen,
    };
    all.into_iter().map(view).collect()
}

fn files(sheets: &[Sheet], kind: &str, about: &str) -> Vec<FileView> {
    let here = sheets.iter().filter(|it| it.kind == kind && it.about == about);
    here.map(|it| FileView {
        name: it.name.clone(),
        size: size(it.size_bytes),
        remove: format!("{}|{kind}|{about}", it.digest),
    })
    .collect()
}

/// The screen with what was typed and what is wrong.
pub async fn draw(app: &App, visitor: &Visitor, open: &Open, typed: &Typed, errors: Errors) -> PageResult {
    let mut conn = app.db.read().await?;
    let shell = desk_shell(app, &mut conn, visitor, "/desk/window").await?;
    drop(conn);
    let here = format!("/desk/window/items/{}", open.item.code);
    let it = &open.form.application;
    let all = open.item.whole_form();
    let drawn = fields::draw(&Filling {
        fields: &all,
        chosen: &it.situation,
        answers: &it.answers,
        errors: &errors,
        notes: &open.form.prefilled,
        action: &here,
        send: "",
        own: false,
    });
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let offered = DELIVERY_WAYS
        .iter()
        .copied()
        .filter(|(code, _)| open.item.by_post || *code != "post");
    let page = Page {
        shell,
        here,
        secret: open.secret.clone(),
        name: open.item.name.clone(),
        org: open.entry.org_name.clone(),
        terms: format!(
            "承诺 {}，法定 {}",
            open.item.promised.text(),
            open.item.statutory.text()
        ),
        guide: format!("/services/{}", open.item.code),
        channels: choices(
            Channel::BY_CLERK.map(|it| (it.code(), it.label())),
            typed.channel().code(),
        ),
        received_on: typed.received_on.clone(),
        agents: choices(
            [("self", "本人")]
                .into_iter()
                .chain(AgentKind::ALL.map(|it| (it.code(), it.label()))),
            it.agent.as_ref().map_or("self", |agent| agent.kind.code()),
        ),
        agent: it.agent.clone(),
        mandates: files(&open.form.sheets, "mandate", ""),
        questions: questions(open),
        drawn,
        ways: choices(
            offered,
            if it.delivery_way.is_empty() {
                "counter"
            } else {
                &it.delivery_way
            },
        ),
        materials: materials(open, typed, &errors),
        answers: answers(open, &typed.answer),
        words: typed.words.clone(),
        competent: typed.competent.clone(),
        fixed: typed.fixed.clone(),
        promised: typed.promised,
        promises: files(&open.form.sheets, PROMISE, ""),
        accept: ACCEPT,
        errors,
    };
    html_with(status, &page)
}

fn questions(open: &Open) -> Vec<QuestionView> {
    let said = |code: &str| {
        let found = open
            .form
            .application
            .situation
            .iter()
            .find(|(known, _)| known == code);
        found.map_or("", |(_, option)| option.as_str())
    };
    open.item
        .questions
        .iter()
        .map(|it| QuestionView {
            name: format!("{QUESTION}{}", it.code),
            text: it.text.clone(),
            options: choices(
                it.options.iter().map(|one| (one.as_str(), one.as_str())),
                said(&it.code),
            ),
        })
        .collect()
}

/// The list. Before anybody judged it, what was scanned counts as there.
fn materials(open: &Open, typed: &Typed, errors: &Errors) -> Vec<MaterialRow> {
    let situation = &open.form.application.situation;
    let rows = open.item.materials_for(situation).enumerate();
    rows.map(|(n, material)| {
        let files = files(&open.form.sheets, "material", &material.name);
        let judged = typed.checklist.iter().find(|it| it.material == material.name);
        let found = match judged.map(|it| it.found.as_str()) {
            Some(found) if !found.is_empty() => found,
            _ if !files.is_empty() => "ok",
            _ => "",
        };
        let offered = FOUND
            .iter()
            .copied()
            .filter(|(code, _)| *code != "later" || material.may_follow);
        MaterialRow {
            n: n + 1,
            name: material.name.clone(),
            how: format!("{} {} 份", material.kind.label(), material.copies),
            needed: material.needed,
            found: choices(offered, found),
            note: judged.map(|it| it.note.clone()).unwrap_or_default(),
            error: errors.of(&format!("m.{}", n + 1)).to_owned(),
            files,
        }
    })
    .collect()
}

/// The answers that this item's procedure has.
fn answers(open: &Open, chosen: &str) -> Vec<AnswerView> {
    let follows = open.item.materials.iter().any(|it| it.may_follow);
    ANSWERS
        .iter()
        .filter(|it| it.act != "accept-deferred" || follows)
        .enumerate()
        .map(|(n, it)| AnswerView {
            act: it.act,
            label: it.label,
            hint: it.hint,
            key: n + 1,
            chosen: it.act == chosen,
        })
        .collect()
}

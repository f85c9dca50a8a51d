//! An item's form as applicants will meet it, to be tried: it judges what is typed, and keeps nothing of it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Result};
use office::adjustment;
use office::catalogue::{self, Item};
use office::form::{self, Answers, Attached, Field};
use serde::Deserialize;

use super::scope::Scope;
use crate::App;
use crate::door::{PageResult, SafeMultipart, Visitor, html_with};
use crate::fields::{self, AnswerGroup, Drawn, Filling};
use crate::form::Errors;
use crate::workbench::{ChoiceView, DeskShell, desk_shell};

/// How the names of the situation's questions begin.
const QUESTION: &str = "q.";
/// Files that were chosen before: this page keeps none, so that their names go along with it.
const TRIED: &str = "tried";

/// Which version; 0 is the one in force. Or the item as an adjustment is to make it.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    version: i64,
    adjustment: i64,
}

struct QuestionView {
    name: String,
    text: String,
    options: Vec<ChoiceView>,
}

#[derive(Template)]
#[template(path = "workbench/catalogue/form.html")]
struct Page {
    shell: DeskShell,
    name: String,
    /// `第 3 版`, `待核对的调整`
    which: String,
    back: String,
    here: String,
    questions: Vec<QuestionView>,
    own: usize,
    tried: Vec<String>,
    drawn: Drawn,
    /// What would be taken, where nothing is wrong.
    answers: Option<Vec<AnswerGroup>>,
    errors: Errors,
}

/// What is being tried.
struct Trial {
    item: Item,
    which: String,
    back: String,
    here: String,
}

/// What was typed, and what came of it.
#[derive(Default)]
struct Typed {
    chosen: Vec<(String, String)>,
    answers: Answers,
    files: Vec<Attached>,
    errors: Errors,
    /// It was sent whole, not for another row.
    whole: bool,
}

pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let trial = trial(&app, &mut conn, &visitor, &code, asked).await?;
    draw(&app, &mut conn, &visitor, trial, Typed::default()).await
}

pub async fn tried(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
    sent: SafeMultipart,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let trial = trial(&app, &mut conn, &visitor, &code, asked).await?;
    let typed = typed(&app, &trial.item, &sent);
    draw(&app, &mut conn, &visitor, trial, typed).await
}

/// The item in this version, or as it is proposed.
async fn trial(app: &App, conn: &mut Conn, visitor: &Visitor, code: &str, asked: Asked) -> Result<Trial> {
    let here = format!("/desk/catalogue/items/{code}/form");
    if asked.adjustment > 0 {
        let scope = Scope::of(conn, visitor, app.now()).await?;
        let it = adjustment::adjustment(conn, asked.adjustment).await?;
        scope.need(scope.keeps(&scope.org(it.org_id)?.path))?;
        let changes = adjustment::changes(conn, it.id).await?;
        let proposed = changes
            .into_iter()
            .find(|it| it.code == code)
            .and_then(|it| it.item);
        return Ok(Trial {
            item: proposed.ok_or_else(|| Error::not_found("这个事项"))?,
            which: format!("调整“{}”里的", it.label),
            back: format!("/desk/catalogue/adjustments/{}", it.id),
            here: format!("{here}?adjustment={}", it.id),
        });
    }
    let entry = catalogue::entry(conn, code).await?;
    let version = if asked.version > 0 {
        asked.version
    } else {
        entry.version
    };
    Ok(Trial {
        item: catalogue::item(conn, &entry, version).await?,
        which: format!("第 {version} 版"),
        back: format!("/desk/catalogue/items/{code}?version={version}"),
        here: format!("{here}?version={version}"),
    })
}

fn typed(app: &App, item: &Item, sent: &SafeMultipart) -> Typed {
    let (all, pairs) = (item.whole_form(), sent.pairs());
    let chosen: Vec<(String, String)> = pairs
        .iter()
        .filter_map(|(name, said)| Some((name.strip_prefix(QUESTION)?.to_owned(), said.clone())))
        .collect();
    let files: Vec<Attached> = pairs
        .iter()
        .filter(|(name, _)| name == TRIED)
        .filter_map(|(_, said)| {
            let (digest, name) = said.split_once(' ')?;
            Some(Attached {
                digest: digest.to_owned(),
                name: name.to_owned(),
            })
        })
        .collect();
    let came = fields::receive(&all, &chosen, sent, &files, civil_date(app.now()));
    Typed {
        files: files
            .into_iter()
            .chain(came.taken.into_iter().map(|it| it.file))
            .collect(),
        answers: came.answers,
        errors: came.errors,
        whole: came.whole,
        chosen,
    }
}

async fn draw(app: &App, conn: &mut Conn, visitor: &Visitor, trial: Trial, typed: Typed) -> PageResult {
    let Trial {
        item,
        which,
        back,
        here,
    } = trial;
    let all: Vec<Field> = item.whole_form();
    let drawn = fields::draw(&Filling {
        fields: &all,
        chosen: &typed.chosen,
        answers: &typed.answers,
        errors: &typed.errors,
        notes: &[],
        action: &here,
        send: "试着提交",
        own: false,
    });
    let passed = typed.whole && typed.errors.is_empty();
    let kept = typed.answers.kept(&all, &typed.chosen);
    let page = Page {
        shell: desk_shell(app, conn, visitor, "/desk/catalogue").await?,
        questions: item
            .questions
            .iter()
            .map(|it| question(it, &typed.chosen))
            .collect(),
        own: item.form.len(),
        tried: used(&typed),
        answers: passed.then(|| fields::answers(form::shown(&all, &typed.chosen, &kept), &typed.errors)),
        errors: typed.errors,
        name: item.name,
        which,
        back,
        here,
        drawn,
    };
    let status = match page.errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    html_with(status, &page)
}

/// Files that still answer something, as the page carries them.
fn used(typed: &Typed) -> Vec<String> {
    let used = typed.answers.files();
    let all = typed.files.iter().filter(|it| used.contains(it));
    all.map(|it| format!("{} {}", it.digest, it.name)).collect()
}

fn question(it: &catalogue::Question, chosen: &[(String, String)]) -> QuestionView {
    let said = chosen
        .iter()
        .find(|(code, _)| *code == it.code)
        .map(|(_, said)| said);
    QuestionView {
        name: format!("{QUESTION}{}", it.code),
        text: it.text.clone(),
        options: it
            .options
            .iter()
            .map(|one| ChoiceView {
                value: one.clone(),
                label: one.clone(),
                hint: String::new(),
                selected: said == Some(one),
            })
            .collect(),
    }
}

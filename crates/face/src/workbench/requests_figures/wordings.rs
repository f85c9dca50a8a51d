//! 文书措辞: each office's own words for its letters, tried before they count.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::{civil_date, minute_text};
use kernel::{Error, Result};
use office::letter::{self, FieldName, Wording};
use serde::Deserialize;
use typeset::{Block, FormRow};

use super::scope::{self, Chosen, Scope, WRITERS};
use crate::App;
use crate::door::{PageResult, SafeForm, Visitor, html, html_with, see_other};
use crate::form::{self, Errors};
use crate::press;
use crate::workbench::offers::ChoiceView;
use crate::workbench::{DeskShell, NavLink};

pub const HERE: &str = "/desk/requests/wordings";
/// Who reads the words.
pub const WORDS: &[&str] = &["request_clerk", "openness_head", "org_admin"];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub org: String,
}

struct Row {
    href: String,
    name: String,
    part: bool,
    own: bool,
    version: i64,
}

#[derive(Template)]
#[template(path = "workbench/requests_figures/wordings.html")]
struct List {
    shell: DeskShell,
    pages: Vec<NavLink>,
    orgs: Vec<ChoiceView>,
    org: Chosen,
    rows: Vec<Row>,
    may_write: bool,
}

pub async fn list(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> PageResult {
    let mut conn = app.db.read().await?;
    let (shell, scope, pages) = scope::open(&app, &mut conn, &visitor, HERE).await?;
    let org = scope.choose(&asked.org, WORDS)?;
    let rows = letter::wordings(&mut conn, org.id)
        .await?
        .into_iter()
        .map(|it| Row {
            href: format!("{HERE}/{}?org={}", it.code, org.id),
            part: it.is_part(),
            own: it.version > 0,
            version: it.version,
            name: it.name,
        });
    html(&List {
        shell,
        pages,
        orgs: scope.choices(WORDS, org.id),
        rows: rows.collect(),
        may_write: scope.holds(&org.path, WRITERS),
        org,
    })
}

/// A line of a letter as the page shows it.
pub struct Piece {
    /// `heading`, `paragraph`, `note`, `form`.
    kind: &'static str,
    text: String,
}

/// What a letter says, line by line: for reading on the screen; its layout is the PDF's.
fn pieces(letter: &typeset::Letter) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for block in &letter.blocks {
        match block {
            Block::Heading(heading) => pieces.push(Piece {
                kind: "heading",
                text: heading.text.clone(),
            }),
            Block::Paragraph(text) => pieces.push(Piece {
                kind: "paragraph",
                text: text.clone(),
            }),
            Block::Note(text) => pieces.push(Piece {
                kind: "note",
                text: text.clone(),
            }),
            Block::Form(rows) => pieces.extend(rows.iter().filter_map(form_row)),
            Block::Table(_) => {}
        }
    }
    pieces
}

fn form_row(row: &FormRow) -> Option<Piece> {
    let FormRow::Fields(fields) = row else { return None };
    let text: Vec<String> = fields
        .iter()
        .map(|field| format!("{}：{}", field.label, field.value))
        .collect();
    Some(Piece {
        kind: "form",
        text: text.join("　"),
    })
}

struct VersionRow {
    href: String,
    version: i64,
    by: String,
    at: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "workbench/requests_figures/wording.html")]
struct Page {
    shell: DeskShell,
    pages: Vec<NavLink>,
    org: Chosen,
    wording: Wording,
    /// What stands in the form: what is in force, or what was typed.
    typed: String,
    /// Nobody has written another version in the meantime.
    version: i64,
    fields: &'static [FieldName],
    title: String,
    preview: Vec<Piece>,
    versions: Vec<VersionRow>,
    may_write: bool,
    errors: Errors,
}

pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> PageResult {
    html(&build(&app, &visitor, &code, &asked.org, None, Errors::none()).await?)
}

async fn build(
    app: &App,
    visitor: &Visitor,
    code: &str,
    org: &str,
    typed: Option<&Typed>,
    mut errors: Errors,
) -> Result<Page> {
    let mut conn = app.db.read().await?;
    let today = civil_date(app.now());
    let (shell, scope, pages) = scope::open(app, &mut conn, visitor, HERE).await?;
    let org = scope.choose(org, WORDS)?;
    let wording = letter::wording(&mut conn, org.id, code).await?;
    let text = typed.map_or_else(|| wording.body.clone(), |it| it.body.replace("\r\n", "\n"));
    let shown = Wording {
        body: text.clone(),
        ..wording.clone()
    };
    let letter = match letter::preview(&mut conn, org.id, &shown, today).await {
        Ok(letter) => Some(letter),
        // A part alone may lack nothing that its letter gives; what cannot be read is told at the field.
        Err(error) => match form::told::<()>(Err(error)) {
            Ok(Err(found)) if errors.is_empty() && typed.is_some() => {
                found
                    .iter()
                    .for_each(|error| errors.add("body", error.message.clone()));
                None
            }
            Ok(_) => None,
            Err(_) => return Err(Error::not_found("这种文书的预览")),
        },
    };
    Ok(Page {
        shell,
        pages,
        versions: versions(&mut conn, &org, &wording).await?,
        typed: text,
        version: typed.map_or(wording.version, |it| it.version),
        fields: letter::field_names(),
        title: letter
            .as_ref()
            .map(|letter| letter.title.clone())
            .unwrap_or_default(),
        preview: letter.as_ref().map(pieces).unwrap_or_default(),
        may_write: scope.holds(&org.path, WRITERS),
        errors,
        wording,
        org,
    })
}

async fn versions(conn: &mut Conn, org: &Chosen, wording: &Wording) -> Result<Vec<VersionRow>> {
    let history = letter::wording_history(conn, org.id, &wording.code).await?;
    Ok(history
        .into_iter()
        .map(|it| VersionRow {
            href: format!("{HERE}/{}/versions/{}?org={}", wording.code, it.version, org.id),
            current: it.version == wording.version,
            version: it.version,
            by: it.by,
            at: minute_text(it.at),
        })
        .collect())
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    org: String,
    body: String,
    version: i64,
    /// `preview`: only look.
    action: String,
}

/// Tries what was typed, or puts it in force from the next letter on.
pub async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    SafeForm(typed): SafeForm<Typed>,
) -> PageResult {
    if typed.action == "preview" {
        return html(&build(&app, &visitor, &code, &typed.org, Some(&typed), Errors::none()).await?);
    }
    let told = write(
        &app,
        &visitor,
        &code,
        &typed,
        typed.body.clone(),
        "已保存，以后的文书用新的措辞；已经发出的不变。",
    )
    .await;
    match form::told(told)? {
        Ok(path) => Ok(see_other(&path)),
        Err(found) => {
            // One place to type: the title's problems stand there too.
            let mut errors = Errors::none();
            found
                .iter()
                .for_each(|error| errors.add("body", error.message.clone()));
            let page = build(&app, &visitor, &code, &typed.org, Some(&typed), errors).await?;
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// Back to the words that come with the program; what stood before stays in the history.
pub async fn restore(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    SafeForm(typed): SafeForm<Typed>,
) -> PageResult {
    let shipped = letter::shipped_wording(&code)?.body;
    let path = write(
        &app,
        &visitor,
        &code,
        &typed,
        shipped,
        "已恢复通用措辞；原来的措辞仍在历史里。",
    )
    .await?;
    Ok(see_other(&path))
}

async fn write(
    app: &App,
    visitor: &Visitor,
    code: &str,
    typed: &Typed,
    body: String,
    sentence: &'static str,
) -> Result<String> {
    let (now, person_id, session_id) = (app.now(), visitor.person_id, visitor.session_id);
    let mut conn = app.db.read().await?;
    let org = Scope::of(&mut conn, visitor, civil_date(now))
        .await?
        .choose(&typed.org, WRITERS)?;
    drop(conn);
    let (code, base) = (code.to_owned(), typed.version);
    let path = format!("{HERE}/{code}?org={}", org.id);
    let act = app.db.act(move |conn| {
        Box::pin(async move {
            // Inside the act: two who write at once do not overwrite each other unseen.
            if letter::wording(conn, org.id, &code).await?.version != base {
                return Err(Error::invalid(vec![overtaken()]));
            }
            letter::reword(conn, org.id, &code, &body, person_id, now).await?;
            kernel::session::flash(conn, session_id, sentence).await
        })
    });
    act.await?;
    Ok(path)
}

fn overtaken() -> kernel::Issue {
    kernel::Issue::new(
        "wording-overtaken",
        "刚才有人改了这份措辞。",
        "您写的还在下面；请先在“历史”里看过最新的一版，再重新打开这一页修改。",
    )
    .at("body")
}

/// The letter in force with sample values, as it would be printed.
pub async fn preview(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let today: Date = civil_date(app.now());
    let org = Scope::of(&mut conn, &visitor, today)
        .await?
        .choose(&asked.org, WORDS)?;
    let wording = letter::wording(&mut conn, org.id, &code).await?;
    let letter = letter::preview(&mut conn, org.id, &wording, today).await?;
    drop(conn);
    let form = press::Form::Pdf;
    let bytes = app.press.print(&letter, form).await?;
    let name = format!("预览-{}.{}", wording.name, form.ending());
    Ok(crate::workbench::drafts::attachment(
        &name,
        form.media_type(),
        bytes,
    ))
}

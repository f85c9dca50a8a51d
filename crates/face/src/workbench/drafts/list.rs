//! The list of working copies, and the blank page.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use kernel::time::minute_text;
use matters::publication::{self, Column, Content};
use office::organisation;
use serde::Deserialize;

use super::form::column_options;
use crate::App;
use crate::door::{PageResult, SafeForm, Visitor, html, html_with, see_other};
use crate::form::{self, Errors};
use crate::workbench::offers::ChoiceView;
use crate::workbench::{DeskShell, desk_shell, words};

struct Row {
    href: String,
    title: String,
    org: String,
    column: String,
    work: (&'static str, &'static str),
    second: bool,
    saved_by: String,
    saved_at: String,
    revision: i64,
}

#[derive(Template)]
#[template(path = "workbench/drafts.html")]
struct ListPage {
    shell: DeskShell,
    rows: Vec<Row>,
    may_write: bool,
}

pub async fn page(State(app): State<App>, visitor: Visitor) -> PageResult {
    let mut conn = app.db.read().await?;
    let now = app.now();
    let columns = publication::columns(&mut conn).await?;
    let mut rows = Vec::new();
    for draft in publication::draft_list(&mut conn, visitor.person_id, now).await? {
        let title = draft.content.title.clone();
        rows.push(Row {
            href: format!("/desk/drafts/{}", draft.document_id),
            title: if title.is_empty() {
                "（还没有标题）".to_owned()
            } else {
                title
            },
            org: organisation::name(&mut conn, draft.org_id).await?,
            column: column_name(&columns, draft.content.column_id),
            work: words::work(&draft.work),
            second: draft.standing == "public",
            saved_by: organisation::person_name(&mut conn, draft.saved_by).await?,
            saved_at: minute_text(draft.saved_at),
            revision: draft.revision,
        });
    }
    let may_write = !publication::orgs_with_role(&mut conn, visitor.person_id, "submitter", now)
        .await?
        .is_empty();
    html(&ListPage {
        shell: desk_shell(&app, &mut conn, &visitor, "/desk/drafts").await?,
        rows,
        may_write,
    })
}

/// The column's name, or a sentence.
pub fn column_name(columns: &[Column], id: i64) -> String {
    columns
        .iter()
        .find(|column| column.id == id)
        .map_or_else(|| "还没有选".to_owned(), |column| column.name.clone())
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewForm {
    org_id: String,
    column_id: String,
    title: String,
}

#[derive(Template)]
#[template(path = "workbench/draft_new.html")]
struct NewPage {
    shell: DeskShell,
    orgs: Vec<ChoiceView>,
    columns: Vec<ChoiceView>,
    form: NewForm,
    errors: Errors,
}

pub async fn blank(State(app): State<App>, visitor: Visitor) -> PageResult {
    let mut conn = app.db.read().await?;
    html(&new_page(&app, &mut conn, &visitor, NewForm::default(), Errors::none()).await?)
}

async fn new_page(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    form: NewForm,
    errors: Errors,
) -> Result<NewPage> {
    let orgs = publication::orgs_with_role(conn, visitor.person_id, "submitter", app.now()).await?;
    let only = orgs.len() == 1;
    let columns = publication::columns(conn).await?;
    Ok(NewPage {
        shell: desk_shell(app, conn, visitor, "/desk/drafts").await?,
        orgs: orgs
            .into_iter()
            .map(|(id, name)| ChoiceView {
                selected: only || id.to_string() == form.org_id,
                value: id.to_string(),
                label: name,
                hint: String::new(),
            })
            .collect(),
        columns: column_options(&columns, &form.column_id),
        form,
        errors,
    })
}

pub async fn start(
    State(app): State<App>,
    visitor: Visitor,
    SafeForm(form): SafeForm<NewForm>,
) -> PageResult {
    let mut errors = Errors::none();
    let org_id: i64 = form.org_id.parse().unwrap_or_default();
    if org_id == 0 {
        errors.add("org_id", "还没有选择单位。请选择以哪个单位的名义公开。");
    }
    let column_id: i64 = form.column_id.parse().unwrap_or_default();
    if column_id == 0 {
        errors.add("column_id", "还没有选择栏目。请选择打算放在哪里，以后可以改。");
    }
    if errors.is_empty() {
        let content = Content {
            title: form.title.clone(),
            column_id,
            ..Content::default()
        };
        match form::told(begin(&app, &visitor, org_id, content, app.now()).await)? {
            Ok(id) => return Ok(see_other(&format!("/desk/drafts/{id}"))),
            Err(found) => errors = found,
        }
    }
    let mut conn = app.db.read().await?;
    let page = new_page(&app, &mut conn, &visitor, form, errors).await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn begin(app: &App, visitor: &Visitor, org_id: i64, content: Content, now: Timestamp) -> Result<i64> {
    let actor = visitor.actor();
    app.db
        .act(move |conn| {
            Box::pin(async move { publication::start(conn, &actor, org_id, content, now).await })
        })
        .await
}

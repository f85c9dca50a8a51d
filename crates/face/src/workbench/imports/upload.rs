//! Pages from the browser: read, kept by digest, put into a batch. Nothing of it is public yet.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::time::civil_date;
use kernel::{Fault, Result};
use matters::publication;
use matters::publication::import::{self, Item, ItemStanding, Source};
use serde::Deserialize;

use crate::App;
use crate::door::{PageResult, SafeMultipart, Upload, Visitor, html, html_with, see_other};
use crate::form::{self, Errors};
use crate::workbench::acting::may_see;
use crate::workbench::drafts::column_options;
use crate::workbench::offers::ChoiceView;
use crate::workbench::{DeskShell, desk_shell};

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewBatch {
    org_id: String,
    column_id: String,
    label: String,
}

#[derive(Template)]
#[template(path = "workbench/batch_new.html")]
struct Page {
    shell: DeskShell,
    orgs: Vec<ChoiceView>,
    columns: Vec<ChoiceView>,
    form: NewBatch,
    errors: Errors,
}

pub async fn blank(State(app): State<App>, visitor: Visitor) -> PageResult {
    html(&page(&app, &visitor, NewBatch::default(), Errors::none()).await?)
}

async fn page(app: &App, visitor: &Visitor, form: NewBatch, errors: Errors) -> Result<Page> {
    let mut conn = app.db.read().await?;
    let orgs = publication::orgs_with_role(&mut conn, visitor.person_id, "importer", app.now()).await?;
    let only = orgs.len() == 1;
    let columns = publication::columns(&mut conn).await?;
    Ok(Page {
        shell: desk_shell(app, &mut conn, visitor, "/desk/imports").await?,
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

pub async fn start(State(app): State<App>, visitor: Visitor, sent: SafeMultipart) -> PageResult {
    let form: NewBatch = sent.form()?;
    let (org_id, column_id) = (
        form.org_id.parse().unwrap_or(0),
        form.column_id.parse().unwrap_or(0),
    );
    let uploads: Vec<Upload> = sent.uploads("pages").into_iter().cloned().collect();
    let mut errors = Errors::none();
    for (missing, field, sentence) in [
        (
            org_id == 0,
            "org_id",
            "还没有选择单位。请选择这些页面属于哪个单位。",
        ),
        (
            column_id == 0,
            "column_id",
            "还没有选择栏目。请选择公开后放在哪里。",
        ),
        (
            form.label.trim().is_empty(),
            "label",
            "还没有填写批次名称。请写明来源和范围，例如“旧网站 2016 年文件”。",
        ),
        (
            uploads.is_empty(),
            "pages",
            "还没有选择文件。请选择保存下来的网页（.html）或文本文件。",
        ),
    ] {
        if missing {
            errors.add(field, sentence);
        }
    }
    if errors.is_empty() {
        let (actor, label, now) = (visitor.actor(), form.label.trim().to_owned(), app.now());
        let begun = app
            .db
            .act(move |conn| {
                Box::pin(async move { import::begin(conn, &actor, org_id, column_id, &label, now).await })
            })
            .await;
        match form::told(begun)? {
            Ok(batch_id) => return put(&app, &visitor, batch_id, uploads).await,
            Err(found) => errors = found,
        }
    }
    html_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &page(&app, &visitor, form, errors).await?,
    )
}

/// More pages for a batch that is still being read.
pub async fn more(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    sent: SafeMultipart,
) -> PageResult {
    let uploads: Vec<Upload> = sent.uploads("pages").into_iter().cloned().collect();
    let mut conn = app.db.read().await?;
    let batch = import::batch(&mut conn, id).await?;
    may_see(&mut conn, &visitor, batch.org_id, app.now()).await?;
    if uploads.is_empty() {
        let mut errors = Errors::none();
        errors.add(
            "pages",
            "还没有选择文件。请选择保存下来的网页（.html）或文本文件。",
        );
        let page = super::read(&app, &mut conn, &visitor, id, &Default::default(), errors).await?;
        return html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    drop(conn);
    put(&app, &visitor, id, uploads).await
}

/// Reads pages off the threads that answer requests, then puts them into the batch in one act.
async fn put(app: &App, visitor: &Visitor, batch_id: i64, uploads: Vec<Upload>) -> PageResult {
    let (store, today) = (app.files.clone(), civil_date(app.now()));
    let read = tokio::task::spawn_blocking(move || -> Result<Vec<Item>> {
        uploads
            .into_iter()
            .map(|upload| {
                let source = Source {
                    name: upload.name,
                    bytes: upload.bytes,
                };
                store.keep(&source.bytes)?;
                Ok(import::from_page(&source, today))
            })
            .collect()
    });
    let items = read.await.map_err(Fault::new)??;
    let (actor, now, session_id) = (visitor.actor(), app.now(), visitor.session_id);
    app.db
        .act(move |conn| {
            Box::pin(async move {
                // The batch's own verb asks for the post of an importer; reading into it needs the same.
                let batch = import::batch(conn, batch_id).await?;
                import::begin(conn, &actor, batch.org_id, batch.column_id, &batch.label, now).await?;
                let standings = import::read_into(conn, batch_id, items).await?;
                let ready = standings
                    .iter()
                    .filter(|one| **one == ItemStanding::Ready)
                    .count();
                let sentence = format!(
                    "读入 {} 个文件，其中 {ready} 个可以公开。请看下面的发现。",
                    standings.len()
                );
                kernel::session::flash(conn, session_id, &sentence).await
            })
        })
        .await?;
    Ok(see_other(&format!("/desk/imports/{batch_id}")))
}

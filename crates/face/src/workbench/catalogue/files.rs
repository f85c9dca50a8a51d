//! Blank forms and samples of an item: which it names, which are kept, and keeping them.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::Result;
use kernel::time::minute_text;
use matters::publication::AttachmentRef;
use office::catalogue::{self, ItemFile};
use office::organisation;
use serde::Deserialize;

use super::scope::Scope;
use crate::App;
use crate::door::{PageResult, SafeForm, SafeMultipart, Visitor, html, html_with, see_other};
use crate::form::{self, Errors};
use crate::workbench::drafts::{ACCEPT, keep};
use crate::workbench::{DeskShell, desk_shell, words};

/// A file that is kept.
struct KeptRow {
    name: String,
    href: String,
    size: String,
    by: String,
    at: String,
    /// What the item names it for; empty: the item names no such file.
    named_for: String,
}

/// One that the item names and nobody kept.
struct LackRow {
    name: String,
    named_for: String,
}

#[derive(Template)]
#[template(path = "workbench/catalogue/files.html")]
struct Page {
    shell: DeskShell,
    code: String,
    name: String,
    here: String,
    item_href: String,
    kept: Vec<KeptRow>,
    lacking: Vec<LackRow>,
    may_keep: bool,
    accept: &'static str,
    errors: Errors,
}

/// What is to be served no more.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Ended {
    name: String,
}

pub async fn page(State(app): State<App>, visitor: Visitor, Path(code): Path<String>) -> PageResult {
    html(&build(&app, &visitor, &code, Errors::none()).await?)
}

async fn build(app: &App, visitor: &Visitor, code: &str, errors: Errors) -> Result<Page> {
    let mut conn = app.db.read().await?;
    let scope = Scope::of(&mut conn, visitor, app.now()).await?;
    let entry = catalogue::entry(&mut conn, code).await?;
    let item = catalogue::item(&mut conn, &entry, entry.version).await?;
    let files = catalogue::files(&mut conn, &entry).await?;
    let named = catalogue::files_named(&item);
    let lacking = catalogue::missing_files(&item, &files);
    let label = |it: &catalogue::NamedFile| format!("{}的{}", it.material, it.shown.label());
    let mut kept = Vec::new();
    for file in files {
        let found = named.iter().find(|it| it.name == file.name);
        kept.push(KeptRow {
            href: format!("/services/{code}/files/{}", words::encode(&file.name)),
            size: words::size(file.size_bytes),
            by: organisation::person_name(&mut conn, file.kept_by).await?,
            at: minute_text(file.kept_at),
            named_for: found.map(label).unwrap_or_default(),
            name: file.name,
        });
    }
    Ok(Page {
        shell: desk_shell(app, &mut conn, visitor, "/desk/catalogue").await?,
        here: format!("/desk/catalogue/items/{code}/files"),
        item_href: format!("/desk/catalogue/items/{code}"),
        lacking: lacking
            .iter()
            .map(|it| LackRow {
                named_for: label(it),
                name: it.name.clone(),
            })
            .collect(),
        may_keep: entry.in_force && scope.files(&entry.org_path),
        accept: ACCEPT,
        code: code.to_owned(),
        name: item.name,
        kept,
        errors,
    })
}

/// The item, if this visitor keeps its files.
async fn kept_by(app: &App, visitor: &Visitor, code: &str) -> Result<catalogue::Entry> {
    let mut conn = app.db.read().await?;
    let scope = Scope::of(&mut conn, visitor, app.now()).await?;
    let entry = catalogue::entry(&mut conn, code).await?;
    scope.need(scope.files(&entry.org_path))?;
    Ok(entry)
}

pub async fn receive(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    sent: SafeMultipart,
) -> PageResult {
    let entry = kept_by(&app, &visitor, &code).await?;
    let mut errors = Errors::none();
    let uploads: Vec<_> = sent.uploads("file").into_iter().cloned().collect();
    if uploads.is_empty() {
        errors.add("file", "还没有选择文件。请选择空白表格或者样表，可以一次选几份。");
        return again(&app, &visitor, &code, errors).await;
    }
    let files = match keep(&app, uploads).await? {
        Ok(files) => files,
        Err(wrong) => {
            wrong
                .iter()
                .for_each(|sentence| errors.add("file", sentence.as_str()));
            return again(&app, &visitor, &code, errors).await;
        }
    };
    let (by, now, session_id, n) = (visitor.person_id, app.now(), visitor.session_id, files.len());
    let kept = app.db.act(move |conn| {
        Box::pin(async move {
            for file in files {
                catalogue::keep_file(conn, &entry, item_file(file, by, now)).await?;
            }
            kernel::session::flash(
                conn,
                session_id,
                &format!("已保存 {n} 份文件，办事指南上可以下载。"),
            )
            .await
        })
    });
    match form::told(kept.await)? {
        Ok(()) => {
            app.pages.changed();
            Ok(see_other(&format!("/desk/catalogue/items/{code}/files")))
        }
        Err(errors) => again(&app, &visitor, &code, errors).await,
    }
}

fn item_file(file: AttachmentRef, kept_by: i64, kept_at: jiff::Timestamp) -> ItemFile {
    ItemFile {
        name: file.name,
        media_type: file.media_type,
        size_bytes: file.size_bytes,
        digest: file.digest,
        kept_by,
        kept_at,
    }
}

async fn again(app: &App, visitor: &Visitor, code: &str, errors: Errors) -> PageResult {
    let page = build(app, visitor, code, errors).await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub async fn end(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    SafeForm(sent): SafeForm<Ended>,
) -> PageResult {
    let entry = kept_by(&app, &visitor, &code).await?;
    let (by, now, session_id) = (visitor.person_id, app.now(), visitor.session_id);
    let ended = app.db.act(move |conn| {
        Box::pin(async move {
            catalogue::end_file(conn, &entry, &sent.name, by, now).await?;
            let sentence = format!("“{}”不再提供下载。", sent.name);
            kernel::session::flash(conn, session_id, &sentence).await
        })
    });
    ended.await?;
    app.pages.changed();
    Ok(see_other(&format!("/desk/catalogue/items/{code}/files")))
}

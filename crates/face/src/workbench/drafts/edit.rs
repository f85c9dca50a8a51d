//! The editor: open, save, attach, check, submit. One form; every button sends all of it.

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::db::Conn;
use kernel::time::{local, minute_text};
use kernel::{Error, Result};
use matters::publication::{self, AttachmentRef, Column, Draft, Saved};
use office::docket::Order;
use office::organisation;
use serde::Deserialize;
use serde_json::json;

use super::clash::{self, Choice};
use super::files::{self, FileView};
use super::form::{DraftForm, RelationRow};
use super::list::column_name;
use crate::App;
use crate::door::{PageResult, SafeForm, SafeMultipart, Visitor, html, html_with, see_other};
use crate::form::{self, Errors};
use crate::portal::{genre_name, theme_name};
use crate::workbench::acting::may_see;
use crate::workbench::check::{CheckView, Checked, check};
use crate::workbench::offers::ChoiceView;
use crate::workbench::review::{Piece, pieces};
use crate::workbench::{DeskShell, cases, desk_shell, words};

/// What somebody else saved while this form was open.
struct ConflictView {
    by: String,
    at: String,
    /// What they changed.
    theirs_items: String,
    theirs_summary: String,
    theirs: Vec<Piece>,
    /// How this form differs from what they saved.
    mine_summary: String,
    mine: Vec<Piece>,
    /// Items that differ, to choose from.
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "workbench/draft.html")]
struct Page {
    shell: DeskShell,
    id: i64,
    org: String,
    work: (&'static str, &'static str),
    second: bool,
    saved: String,
    returned: String,
    case_href: String,
    slug: String,
    columns: Vec<ChoiceView>,
    relations: Vec<RelationRow>,
    files: Vec<FileView>,
    accept: &'static str,
    checks: Vec<CheckView>,
    form: DraftForm,
    errors: Errors,
    conflict: Option<ConflictView>,
}

/// What a save changes besides the form's own fields.
#[derive(Clone, Default)]
struct Also {
    add: Vec<AttachmentRef>,
    remove: String,
}

pub async fn show(State(app): State<App>, visitor: Visitor, Path(id): Path<i64>) -> PageResult {
    let mut conn = app.db.read().await?;
    let draft = publication::draft(&mut conn, id).await?;
    may_see(&mut conn, &visitor, draft.org_id, app.now()).await?;
    match (draft.work.as_str(), draft.case_id) {
        ("in_review", Some(case_id)) => return Ok(see_other(&format!("/desk/reviews/{case_id}"))),
        ("none", _) => return Ok(see_other(&format!("/desk/published/{id}"))),
        _ => {}
    }
    let form = DraftForm::of(&draft.content, draft.revision);
    html(&page(&app, &mut conn, &visitor, draft, form, Errors::none()).await?)
}

async fn page(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    draft: Draft,
    form: DraftForm,
    errors: Errors,
) -> Result<Page> {
    may_see(conn, visitor, draft.org_id, app.now()).await?;
    let columns = publication::columns(conn).await?;
    let (content, _) = form.content(&draft.content);
    let was_public = draft.published_before;
    let checked = Checked {
        content: &content,
        was_public,
        today: cases::today(app),
    };
    let checks = check(conn, &checked).await?;
    Ok(Page {
        shell: desk_shell(app, conn, visitor, "/desk/drafts").await?,
        id: draft.document_id,
        org: organisation::name(conn, draft.org_id).await?,
        work: words::work(&draft.work),
        second: was_public,
        saved: format!(
            "{} 由 {} 保存（第 {} 次）",
            minute_text(draft.saved_at),
            organisation::person_name(conn, draft.saved_by).await?,
            draft.revision
        ),
        returned: returned(app, conn, &draft).await?,
        case_href: draft
            .case_id
            .map(|case_id| format!("/desk/reviews/{case_id}"))
            .unwrap_or_default(),
        slug: if draft.standing == "public" {
            draft.slug.clone()
        } else {
            String::new()
        },
        columns: form.column_options(&columns),
        relations: form.relation_rows(),
        files: FileView::all(draft.document_id, &draft.content.attachments),
        accept: files::ACCEPT,
        checks,
        form,
        errors,
        conflict: None,
    })
}

/// The words with which the draft came back.
async fn returned(app: &App, conn: &mut Conn, draft: &Draft) -> Result<String> {
    let Some(case_id) = draft.case_id.filter(|_| draft.work == "returned") else {
        return Ok(String::new());
    };
    let case = app.docket.case(conn, case_id).await?;
    let steps = app.docket.steps(conn, &case).await?;
    Ok(steps
        .last()
        .map(|step| {
            format!(
                "{} {} {}：{}",
                minute_text(step.at),
                cases::person(step),
                step.label,
                step.reason.clone().unwrap_or_default()
            )
        })
        .unwrap_or_default())
}

/// Saves the form over the revision it was opened at.
async fn keep(app: &App, visitor: &Visitor, id: i64, form: &DraftForm, also: Also) -> Result<Saved> {
    let (actor, now, form) = (visitor.actor(), app.now(), form.clone());
    app.db
        .act(move |conn| {
            Box::pin(async move {
                let draft = publication::draft(conn, id).await?;
                let (mut content, _) = form.content(&draft.content);
                clash::settle(&mut content, &draft.content, &form.take);
                for file in &also.add {
                    content
                        .attachments
                        .retain(|known| known.digest != file.digest || known.name != file.name);
                    content.attachments.push(file.clone());
                }
                content
                    .attachments
                    .retain(|file| also.remove.is_empty() || file.digest != also.remove);
                let saved = publication::save(conn, &actor, id, form.version, content, now).await?;
                if matches!(saved, Saved::Kept { .. }) {
                    for file in &also.add {
                        publication::attach(conn, &actor, id, file, now).await?;
                    }
                }
                Ok(saved)
            })
        })
        .await
}

async fn say(app: &App, visitor: &Visitor, sentence: &str) -> Result<()> {
    let (session_id, sentence) = (visitor.session_id, sentence.to_owned());
    app.db
        .act(move |conn| Box::pin(async move { kernel::session::flash(conn, session_id, &sentence).await }))
        .await
}

/// The editor again, with everything typed and what is wrong.
async fn again(app: &App, visitor: &Visitor, id: i64, form: DraftForm, errors: Errors) -> PageResult {
    let mut conn = app.db.read().await?;
    let draft = publication::draft(&mut conn, id).await?;
    let page = page(app, &mut conn, visitor, draft, form, errors).await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Saves, then goes on to `then`; a wrong field or somebody else's save shows the form again.
async fn save_then(
    app: &App,
    visitor: &Visitor,
    id: i64,
    form: DraftForm,
    also: Also,
    then: &str,
    sentence: &str,
) -> PageResult {
    match save_first(app, visitor, id, form, also).await? {
        Ok(_) => {
            if !sentence.is_empty() {
                say(app, visitor, sentence).await?;
            }
            Ok(see_other(then))
        }
        Err(page) => Ok(page),
    }
}

/// The new revision, or the page that says why not.
async fn save_first(
    app: &App,
    visitor: &Visitor,
    id: i64,
    form: DraftForm,
    also: Also,
) -> PageResult<std::result::Result<(i64, DraftForm), axum::response::Response>> {
    let (_, errors) = form.content(&Default::default());
    if !errors.is_empty() {
        return Ok(Err(again(app, visitor, id, form, errors).await?));
    }
    match form::told(keep(app, visitor, id, &form, also).await)? {
        Ok(Saved::Kept { revision }) => Ok(Ok((revision, form))),
        Ok(Saved::Conflict { theirs }) => Ok(Err(conflict(app, visitor, form, *theirs).await?)),
        Err(errors) => Ok(Err(again(app, visitor, id, form, errors).await?)),
    }
}

/// Both texts: what they saved since this form was opened, and how this form differs from it.
async fn conflict(app: &App, visitor: &Visitor, mut form: DraftForm, theirs: Draft) -> PageResult {
    let mut conn = app.db.read().await?;
    let base = publication::revision(&mut conn, theirs.document_id, form.version).await?;
    let (mine, _) = form.content(&theirs.content);
    let (by_them, by_me) = (
        text::diff::html(&base.body, &theirs.content.body),
        text::diff::html(&theirs.content.body, &mine.body),
    );
    let columns = publication::columns(&mut conn).await?;
    let mut choices = clash::choices(&base, &theirs.content, &mine);
    for choice in &mut choices {
        for side in [&mut choice.theirs, &mut choice.mine] {
            *side = in_words(choice.code, side, &columns);
        }
    }
    let view = ConflictView {
        by: organisation::person_name(&mut conn, theirs.saved_by).await?,
        at: minute_text(theirs.saved_at),
        theirs_items: clash::changed(&base, &theirs.content).join("、"),
        theirs_summary: by_them.summary.to_string(),
        theirs: pieces(&by_them),
        mine_summary: by_me.summary.to_string(),
        mine: pieces(&by_me),
        choices,
    };
    // Saving again is now a decision: it stands on what they saved.
    form.version = theirs.revision;
    form.take = view
        .choices
        .iter()
        .filter(|one| one.take)
        .map(|one| one.code.to_owned())
        .collect();
    let mut page = page(app, &mut conn, visitor, theirs, form, Errors::none()).await?;
    page.conflict = Some(view);
    html_with(StatusCode::CONFLICT, &page)
}

/// An item's content for people: names for codes, and of a long text only that it differs.
fn in_words(code: &str, text: &str, columns: &[Column]) -> String {
    match code {
        "column_id" => column_name(columns, text.parse().unwrap_or_default()),
        "genre" => genre_name(text).to_owned(),
        "theme" => theme_name(text).to_owned(),
        "body" => format!(
            "{} 字，差别见上",
            text.chars().filter(|c| !c.is_whitespace()).count()
        ),
        _ if text.is_empty() => "（空）".to_owned(),
        _ => text.to_owned(),
    }
}

pub async fn save(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(form): SafeForm<DraftForm>,
) -> PageResult {
    save_then(
        &app,
        &visitor,
        id,
        form,
        Also::default(),
        &format!("/desk/drafts/{id}"),
        "已保存。",
    )
    .await
}

pub async fn save_and_preview(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(form): SafeForm<DraftForm>,
) -> PageResult {
    save_then(
        &app,
        &visitor,
        id,
        form,
        Also::default(),
        &format!("/desk/drafts/{id}/preview"),
        "",
    )
    .await
}

/// Fills empty metadata from the text, then saves. What somebody wrote is never overwritten.
pub async fn guess(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(mut form): SafeForm<DraftForm>,
) -> PageResult {
    form.guess();
    let sentence = "已按正文补上空着的元数据，请逐项核对。";
    save_then(
        &app,
        &visitor,
        id,
        form,
        Also::default(),
        &format!("/desk/drafts/{id}"),
        sentence,
    )
    .await
}

pub async fn remove_file(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(form): SafeForm<DraftForm>,
) -> PageResult {
    let also = Also {
        remove: form.remove.clone(),
        ..Also::default()
    };
    let sentence = "已移除附件。需要恢复的，可以从保存历史里找回。";
    save_then(
        &app,
        &visitor,
        id,
        form,
        also,
        &format!("/desk/drafts/{id}#files"),
        sentence,
    )
    .await
}

pub async fn add_files(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    sent: SafeMultipart,
) -> PageResult {
    let form: DraftForm = sent.form()?;
    let uploads: Vec<_> = sent.uploads("files").into_iter().cloned().collect();
    let mut errors = Errors::none();
    if uploads.is_empty() {
        errors.add("files", "还没有选择文件。请先选择要上传的附件。");
        return again(&app, &visitor, id, form, errors).await;
    }
    // Before bytes are kept: only for somebody who may write here.
    let mut conn = app.db.read().await?;
    let draft = publication::draft(&mut conn, id).await?;
    may_see(&mut conn, &visitor, draft.org_id, app.now()).await?;
    drop(conn);
    match files::keep(&app, uploads).await? {
        Ok(add) => {
            let sentence = format!("已上传 {} 个附件。", add.len());
            let also = Also {
                add,
                ..Also::default()
            };
            save_then(
                &app,
                &visitor,
                id,
                form,
                also,
                &format!("/desk/drafts/{id}#files"),
                &sentence,
            )
            .await
        }
        Err(wrong) => {
            for sentence in wrong {
                errors.add("files", sentence);
            }
            again(&app, &visitor, id, form, errors).await
        }
    }
}

/// Answers in JSON: the script shows the time, or stops and shows the message.
pub async fn autosave(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(form): SafeForm<DraftForm>,
) -> PageResult {
    Ok(match keep(&app, &visitor, id, &form, Also::default()).await? {
        Saved::Kept { revision } => {
            let at = local(app.now()).strftime("%H:%M").to_string();
            Json(json!({ "at": at, "version": revision })).into_response()
        }
        Saved::Conflict { theirs } => {
            let mut conn = app.db.read().await?;
            let by = organisation::person_name(&mut conn, theirs.saved_by).await?;
            let message = format!(
                "{by} 刚刚也保存了这篇稿件，自动保存已停止。您写的还在，点“保存”可以对照两边的改动。"
            );
            (StatusCode::CONFLICT, Json(json!({ "message": message }))).into_response()
        }
    })
}

#[derive(Deserialize)]
pub struct Pasted {
    #[serde(default)]
    html: String,
    #[serde(default)]
    text: String,
}

/// Clipboard content of Word or WPS, cleaned the same way as saving would.
pub async fn clean(_visitor: Visitor, SafeForm(pasted): SafeForm<Pasted>) -> PageResult {
    let html = if pasted.html.trim().is_empty() {
        text::sanitise::from_plain(&pasted.text)
    } else {
        text::paste::clean(&pasted.html)
    };
    Ok(Json(json!({ "html": html })).into_response())
}

/// 提交审核: saves, then submits what was saved. Everything that is missing is said at once.
pub async fn submit(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(form): SafeForm<DraftForm>,
) -> PageResult {
    if let Some(case_id) = sent_before(&app, &form.request_key).await? {
        return Ok(see_other(&format!("/desk/reviews/{case_id}")));
    }
    let (revision, mut form) = match save_first(&app, &visitor, id, form, Also::default()).await? {
        Ok(kept) => kept,
        Err(page) => return Ok(page),
    };
    form.version = revision;
    let (docket, actor, now, session_id) =
        (app.docket.clone(), visitor.actor(), app.now(), visitor.session_id);
    let order = Order {
        request_key: Some(form.request_key.clone()).filter(|key| !key.is_empty()),
        ..Order::default()
    };
    let answer = app
        .db
        .act(move |conn| {
            Box::pin(async move {
                let done = publication::submit(&docket, conn, &actor, id, revision, order, now).await?;
                let sentence = format!("已提交审核，编号 {}。", done.number);
                kernel::session::flash(conn, session_id, &sentence).await?;
                Ok(done.case_id)
            })
        })
        .await;
    match form::told(answer)? {
        Ok(case_id) => Ok(see_other(&format!("/desk/reviews/{case_id}"))),
        Err(errors) => again(&app, &visitor, id, form, errors).await,
    }
}

/// The case that this form opened or moved already: pressing twice submits once.
async fn sent_before(app: &App, request_key: &str) -> Result<Option<i64>, Error> {
    if request_key.is_empty() {
        return Ok(None);
    }
    let mut conn = app.db.read().await?;
    Ok(kernel::record::find_by_key(&mut conn, request_key)
        .await?
        .map(|(case_id, _)| case_id))
}

//! Taking a document up, and giving the work up.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{Error, Fault, RefusalKind, Result};
use office::paper::{self, Sheet};
use office::redaction;

use super::{address, bench, bytes, forget, list, open};
use crate::App;
use crate::door::{PageResult, SafeForm, SafeMultipart, Visitor, html_with, see_other};
use crate::form::{Errors, Nothing};
use crate::press::redaction::Format;
use crate::workbench::casework::Back;
use crate::workbench::drafts::{base_name, sniff};
use crate::workbench::requests::case::read;

/// A paper of the case, or an upload: what was found and is to be given in part.
pub(super) async fn receive(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    form: SafeMultipart,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let case = bench(&app, &mut conn, &visitor, id).await?;
    if !case.state.is_open() {
        return Err(closed().into());
    }
    drop(conn);
    let (sheet, content) = match document(&app, id, &form).await? {
        Ok(document) => document,
        Err(sentence) => return again(&app, &visitor, id, sentence).await,
    };
    if let Some(refusal) = unreadable(&app, &sheet, &content).await? {
        return again(&app, &visitor, id, format!("“{}”：{refusal}", sheet.name)).await;
    }
    let store = app.files.papers();
    let digest = tokio::task::spawn_blocking(move || store.keep(&content))
        .await
        .map_err(Fault::new)??;
    debug_assert_eq!(digest, sheet.digest);
    let (person_id, now) = (visitor.person_id, app.now());
    let begun = app
        .db
        .act(move |conn| Box::pin(async move { redaction::begin(conn, id, &sheet, person_id, now).await }));
    Ok(see_other(&address(id, begun.await?)))
}

fn closed() -> Error {
    Error::refuse(
        RefusalKind::Conflict,
        "closed",
        "这件申请已经归档，不再提供材料。",
        "请在办理期间遮盖。",
    )
}

/// The document that the form means, or a sentence that says why it cannot be taken.
async fn document(
    app: &App,
    case_id: i64,
    form: &SafeMultipart,
) -> Result<std::result::Result<(Sheet, Vec<u8>), String>> {
    if let Ok(paper_id) = form.text("paper").parse() {
        let found = paper::read(&mut app.db.read().await?, paper_id).await?;
        let found = found.filter(|it| it.case_id == case_id && !it.erased);
        let sheet = found.ok_or_else(|| Error::not_found("这份材料"))?.sheet;
        let content = bytes(app, &sheet.digest).await?;
        return Ok(taken(sheet, content));
    }
    let Some(upload) = form.upload("original") else {
        return Ok(Err(
            "还没有选择要遮盖的材料。请选一份已有的材料，或者上传。".to_owned()
        ));
    };
    let name = base_name(&upload.name);
    Ok(sniff(&name, &upload.bytes).and_then(|media_type| {
        let sheet = Sheet {
            kind: "original".to_owned(),
            digest: kernel::code::sha256_hex(&upload.bytes),
            media_type: media_type.to_owned(),
            size_bytes: i64::try_from(upload.bytes.len()).unwrap_or(i64::MAX),
            about: String::new(),
            name,
        };
        taken(sheet, upload.bytes.clone())
    }))
}

fn taken(sheet: Sheet, content: Vec<u8>) -> std::result::Result<(Sheet, Vec<u8>), String> {
    if list::markable(&sheet.media_type) || Format::of(&sheet.media_type).is_some() {
        return Ok((sheet, content));
    }
    Err(format!(
        "“{}”不能直接遮盖。可以遮盖 PDF、DOCX 和文本文件；其他文件请先另存或打印成 PDF。",
        sheet.name
    ))
}

/// Why it cannot be read whole, if it cannot.
async fn unreadable(app: &App, sheet: &Sheet, content: &[u8]) -> Result<Option<redact::Refusal>> {
    Ok(match Format::of(&sheet.media_type) {
        Some(format) => app.press.words(content, format).await?.err(),
        None => app.press.sizes(content).await?.err(),
    })
}

async fn again(app: &App, visitor: &Visitor, id: i64, sentence: String) -> PageResult {
    let mut errors = Errors::none();
    errors.add("original", sentence);
    let back = Back {
        errors,
        ..Back::default()
    };
    let page = read(app, &mut app.db.read().await?, visitor, id, back).await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The document stays as it came; marks and what came of them go.
pub(super) async fn give_up(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, work_id)): Path<(i64, i64)>,
    SafeForm(_): SafeForm<Nothing>,
) -> PageResult {
    open(&app, &mut app.db.read().await?, &visitor, id, work_id).await?;
    let session_id = visitor.session_id;
    let dropped = app.db.act(move |conn| {
        Box::pin(async move {
            let files = redaction::drop(conn, work_id).await?;
            kernel::session::flash(conn, session_id, "已放弃这份材料的遮盖。").await?;
            Ok(files)
        })
    });
    forget(&app, dropped.await?).await?;
    Ok(see_other(&format!("/desk/requests/{id}#redactions")))
}

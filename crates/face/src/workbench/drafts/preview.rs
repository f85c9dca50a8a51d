//! The draft as readers will see it: desktop, phone, elder.

use askama::Template;
use axum::extract::{Path, Query, State};
use matters::publication;
use office::organisation;
use serde::Deserialize;

use super::FileView;
use crate::App;
use crate::door::{Look, PageResult, Visitor, html};
use crate::portal::{Frame, Shell, genre_name, theme_name};
use crate::workbench::acting::may_see;

#[derive(Deserialize)]
pub struct Ask {
    #[serde(default)]
    look: String,
}

#[derive(Template)]
#[template(path = "workbench/preview.html")]
struct Page {
    shell: Shell,
    id: i64,
    look: String,
    title: String,
    doc_number: String,
    org: String,
    body: String,
    summary: String,
    change_note: String,
    meta: Vec<(&'static str, String)>,
    files: Vec<FileView>,
}

pub async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(ask): Query<Ask>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let draft = publication::draft(&mut conn, id).await?;
    may_see(&mut conn, &visitor, draft.org_id, app.now()).await?;
    let frame = Frame::read(&mut conn).await?;
    let look = Look {
        elder: ask.look == "elder",
        traditional: false,
    };
    let org = organisation::name(&mut conn, draft.org_id).await?;
    let (content, meta) = (&draft.content, &draft.content.meta);
    let or = |text: &str, other: &str| {
        if text.is_empty() {
            other.to_owned()
        } else {
            text.to_owned()
        }
    };
    let facts = [
        (
            "索引号",
            or(draft.index_number.as_deref().unwrap_or_default(), "提交时生成"),
        ),
        ("发布机构", org.clone()),
        ("发文机关", meta.issuer.clone()),
        ("发文字号", meta.doc_number.clone()),
        (
            "成文日期",
            meta.written_on.map(|on| on.to_string()).unwrap_or_default(),
        ),
        ("体裁分类", genre_name(&meta.genre).to_owned()),
        ("主题分类", theme_name(&meta.theme).to_owned()),
        ("有效性", meta.validity.clone()),
        ("关键词", meta.keywords.join("、")),
    ];
    html(&Page {
        shell: frame.shell(&look, &format!("/desk/drafts/{id}/preview")),
        id,
        look: ask.look,
        title: or(&content.title, "（还没有标题）"),
        doc_number: meta.doc_number.clone(),
        body: text::anchor::anchors(&content.body).html,
        summary: meta.summary.clone(),
        change_note: content.change_note.clone(),
        meta: facts.into_iter().filter(|(_, text)| !text.is_empty()).collect(),
        files: FileView::all(id, &content.attachments),
        org,
    })
}

//! The draft as readers will see it, with the very parts of the portal's page: desktop, phone, elder.

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use matters::publication::{self, Article, Draft, PublicColumn, PublicEdition, PublicReader, Visible};
use office::organisation;
use serde::Deserialize;

use super::FileView;
use crate::App;
use crate::door::{Look, PageResult, Visitor, html};
use crate::portal::{DocumentView, Frame, Shell};
use crate::workbench::NavLink;
use crate::workbench::acting::may_see;

/// What stands where the public page shows what is only known once the last hand has signed.
const LATER: &str = "签发后生成";

#[derive(Deserialize)]
pub struct Ask {
    #[serde(default)]
    look: String,
}

#[derive(Template)]
#[template(path = "workbench/preview.html")]
struct Page {
    shell: Shell,
    trail: Vec<NavLink>,
    id: i64,
    look: String,
    doc: DocumentView,
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
    html(&Page {
        shell: frame.shell(&look, &format!("/desk/drafts/{id}/preview")),
        trail: frame.trail(Some(draft.content.column_id), "正文"),
        doc: as_published(&mut conn, &frame, draft, app.now()).await?,
        id,
        look: ask.look,
    })
}

/// The document's page, were the draft signed at this instant.
async fn as_published(conn: &mut Conn, frame: &Frame, draft: Draft, now: Timestamp) -> Result<DocumentView> {
    let files = FileView::all(draft.document_id, &draft.content.attachments);
    let unnumbered = draft.index_number.is_none();
    let mut article = article(conn, draft, now).await?;
    if article.current.content.title.is_empty() {
        article.current.content.title = "（还没有标题）".to_owned();
    }
    let mut doc = DocumentView::of(frame, &article);
    let first = article.current.ordinal == 1;
    for fact in &mut doc.facts {
        let unknown = match fact.term {
            "索引号" => unnumbered,
            "发布日期" => first,
            "本版发布" => true,
            _ => false,
        };
        if unknown {
            fact.text = LATER.to_owned();
        }
    }
    for (shown, file) in doc.files.iter_mut().zip(files) {
        shown.href = file.href;
    }
    Ok(doc)
}

async fn article(conn: &mut Conn, draft: Draft, now: Timestamp) -> Result<Article> {
    let org_name = organisation::name(conn, draft.org_id).await?;
    let mut reader = PublicReader::new(conn);
    let (published, first_published_at, spoken_of) = match reader.at(&draft.slug).await? {
        Some(Visible::Article(public)) => {
            (public.editions.len(), public.first_published_at, public.spoken_of)
        }
        _ => (0, now, Vec::new()),
    };
    let mut speaks_of = Vec::new();
    for relation in &draft.content.relations {
        if let Some(Visible::Article(other)) = reader.at(&relation.slug).await? {
            speaks_of.push((relation.kind.clone(), other.slug, other.current.content.title));
        }
    }
    Ok(Article {
        document_id: draft.document_id,
        index_number: draft.index_number.unwrap_or_else(|| LATER.to_owned()),
        org_id: draft.org_id,
        org_name,
        column: nowhere(draft.content.column_id),
        current: PublicEdition {
            ordinal: published + 1,
            id: 0,
            digest: String::new(),
            content: draft.content,
            published_at: now,
            ended_at: None,
        },
        editions: Vec::new(),
        first_published_at,
        speaks_of,
        spoken_of,
        case_id: draft.case_id,
        slug: draft.slug,
    })
}

/// The column, of which a document's own part of the page says nothing.
fn nowhere(id: i64) -> PublicColumn {
    PublicColumn {
        id,
        slug: String::new(),
        name: String::new(),
        column_type: String::new(),
        description: String::new(),
        keywords: String::new(),
        parent_id: None,
        documents: 0,
        updated_at: None,
    }
}

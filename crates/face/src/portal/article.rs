//! 文件页: one document as it stands, where it comes from, and what proves it.

use askama::Template;
use axum::extract::Path;
use kernel::time::{civil_date, minute_text};
use kernel::{Error, Result};
use matters::publication::{Article, PublicReader, Visible, Witness};

use super::document::{DocumentView, Printed};
use super::frame::Shell;
use super::page::{Ask, Drawn, shorten};
use super::{meta, tombstone};
use crate::door::PageResult;
use crate::workbench::NavLink;

#[derive(Template)]
#[template(path = "portal/article.html")]
struct ArticlePage {
    shell: Shell,
    trail: Vec<NavLink>,
    doc: DocumentView,
    editions: Vec<EditionLine>,
    base: String,
    digest: String,
    ledger_number: String,
}

/// One line of the history.
pub(super) struct EditionLine {
    pub label: String,
    pub href: String,
    pub when: String,
    pub note: String,
    pub current: bool,
}

pub(super) async fn page(ask: Ask, Path(slug): Path<String>) -> PageResult {
    ask.kept(&format!("/d/{slug}"), draw(&ask, &slug)).await
}

/// What stands at the address, or a refusal that leads to the page which searches.
pub(super) async fn visible(reader: &mut PublicReader<'_>, slug: &str) -> Result<Visible> {
    reader.at(slug).await?.ok_or_else(|| Error::not_found("这份文件"))
}

async fn draw(ask: &Ask, slug: &str) -> Result<Drawn> {
    let mut conn = ask.conn().await?;
    let mut reader = PublicReader::new(&mut conn);
    let article = match visible(&mut reader, slug).await? {
        Visible::Article(article) => *article,
        Visible::Tombstone(stone) => return tombstone::drawn(ask, &stone),
    };
    let witness = reader.witness(article.document_id, &article.current).await?;
    let path = format!("/d/{slug}");
    let shell = shell(ask, &article, &path);
    let ledger_number = ledger_number(witness.as_ref());
    let mut doc = DocumentView::of(&ask.frame, &article);
    if article.current.ordinal > 1 {
        doc.compared = format!("{path}/editions/{}", article.current.ordinal);
    }
    doc.printed = Some(Printed {
        address: shell.canonical.clone(),
        ordinal: article.current.ordinal,
        published_at: minute_text(article.current.published_at),
        ledger_number: ledger_number.clone(),
        digest: article.current.digest.clone(),
    });
    let page = ArticlePage {
        trail: trail(ask, &article, "正文"),
        doc,
        editions: edition_lines(&article),
        base: path.clone(),
        digest: article.current.digest.clone(),
        ledger_number,
        shell,
    };
    Ok(Drawn::new(&page)?.changed(article.current.published_at))
}

/// The shell with column and content tags.
fn shell(ask: &Ask, article: &Article, path: &str) -> Shell {
    let mut shell = ask.shell(path);
    shell.meta.extend(meta::column(&article.column));
    shell.meta.extend(meta::content(article, &shell.canonical));
    let content = &article.current.content;
    let summary = match content.meta.summary.as_str() {
        "" => shorten(
            &text::sanitise::plain_text(&content.body).replace(['\n', '\t'], " "),
            120,
        ),
        summary => summary.to_owned(),
    };
    shell.meta.extend(meta::description(&summary));
    shell
}

/// 首页 › columns › what one looks at. A document's own page ends at its column.
pub(super) fn trail(ask: &Ask, article: &Article, last: &str) -> Vec<NavLink> {
    ask.frame.trail(Some(article.column.id), last)
}

/// 第 N 条, counted from 1 as people count; empty until it is numbered.
pub(super) fn ledger_number(witness: Option<&Witness>) -> String {
    witness
        .and_then(|witness| witness.ledger_index)
        .map(|index| (index + 1).to_string())
        .unwrap_or_default()
}

/// The public history, newest first.
pub(super) fn edition_lines(article: &Article) -> Vec<EditionLine> {
    let lines = article.editions.iter().rev().map(|edition| EditionLine {
        label: format!("第 {} 版", edition.ordinal),
        href: format!("/d/{}/editions/{}", article.slug, edition.ordinal),
        when: match edition.ended_at {
            None => format!("{} 起", minute_text(edition.published_at)),
            Some(ended) => format!("{} 至 {}", minute_text(edition.published_at), civil_date(ended)),
        },
        note: edition.content.change_note.clone(),
        current: edition.ordinal == article.current.ordinal,
    });
    lines.collect()
}

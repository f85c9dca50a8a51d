//! 版本: the public history of a document, and each edition as it was, with what it changed.

use askama::Template;
use axum::extract::Path;
use kernel::{Error, Result};
use matters::publication::{Article, PublicEdition, PublicReader, Visible};

use super::article::{self, EditionLine};
use super::body::{Body, body};
use super::difference::{Passage, passages};
use super::document::facts;
use super::frame::Shell;
use super::page::{Ask, Drawn};
use super::shape::{Fact, FileItem};
use super::tombstone;
use crate::door::PageResult;
use crate::workbench::NavLink;

#[derive(Template)]
#[template(path = "portal/editions.html")]
struct HistoryPage {
    shell: Shell,
    trail: Vec<NavLink>,
    title: String,
    editions: Vec<EditionLine>,
}

#[derive(Template)]
#[template(path = "portal/edition.html")]
struct EditionPage {
    shell: Shell,
    trail: Vec<NavLink>,
    title: String,
    ordinal: usize,
    current: bool,
    facts: Vec<Fact>,
    body: Body,
    files: Vec<FileItem>,
    note: String,
    changes: Option<Changes>,
    base: String,
    digest: String,
}

/// What an edition changed.
struct Changes {
    summary: String,
    metadata: Vec<String>,
    paragraphs: Vec<Passage>,
}

pub(super) async fn history(ask: Ask, Path(slug): Path<String>) -> PageResult {
    let path = format!("/d/{slug}/editions");
    ask.kept(&path, draw_history(&ask, &slug, &path)).await
}

async fn draw_history(ask: &Ask, slug: &str, path: &str) -> Result<Drawn> {
    let article = match read(ask, slug).await? {
        Visible::Article(article) => article,
        Visible::Tombstone(stone) => return tombstone::drawn(ask, &stone),
    };
    let page = HistoryPage {
        shell: ask.shell(path),
        trail: below(ask, &article, "版本历史"),
        title: article.current.content.title.clone(),
        editions: article::edition_lines(&article),
    };
    Ok(Drawn::new(&page)?.changed(article.current.published_at))
}

pub(super) async fn page(ask: Ask, Path((slug, ordinal)): Path<(String, usize)>) -> PageResult {
    let path = format!("/d/{slug}/editions/{ordinal}");
    ask.kept(&path, draw(&ask, &slug, ordinal, &path)).await
}

async fn draw(ask: &Ask, slug: &str, ordinal: usize, path: &str) -> Result<Drawn> {
    let article = match read(ask, slug).await? {
        Visible::Article(article) => article,
        Visible::Tombstone(stone) => return tombstone::drawn(ask, &stone),
    };
    let edition = at(&article, ordinal)?;
    let before = ordinal
        .checked_sub(1)
        .and_then(|before| at(&article, before).ok());
    let content = &edition.content;
    let page = EditionPage {
        shell: ask.shell(path),
        trail: below(ask, &article, &format!("第 {ordinal} 版")),
        title: content.title.clone(),
        ordinal,
        current: ordinal == article.current.ordinal,
        facts: facts(&ask.frame, &article, edition),
        body: body(&content.body),
        files: content
            .attachments
            .iter()
            .map(|file| FileItem::of(slug, file))
            .collect(),
        note: content.change_note.clone(),
        changes: before.map(|before| changes(before, edition)),
        base: format!("/d/{slug}"),
        digest: edition.digest.clone(),
    };
    Ok(Drawn::new(&page)?.changed(edition.published_at))
}

async fn read(ask: &Ask, slug: &str) -> Result<Visible> {
    let mut conn = ask.conn().await?;
    article::visible(&mut PublicReader::new(&mut conn), slug).await
}

/// A published edition by its place in the public history.
pub(super) fn at(article: &Article, ordinal: usize) -> Result<&PublicEdition> {
    let found = article.editions.iter().find(|edition| edition.ordinal == ordinal);
    found.ok_or_else(|| Error::not_found("这一版"))
}

/// 首页 › columns › the document › last.
pub(super) fn below(ask: &Ask, article: &Article, last: &str) -> Vec<NavLink> {
    let mut trail = article::trail(ask, article, last);
    let document = NavLink {
        label: article.current.content.title.clone(),
        href: format!("/d/{}", article.slug),
        current: false,
    };
    trail.insert(trail.len() - 1, document);
    trail
}

fn changes(before: &PublicEdition, after: &PublicEdition) -> Changes {
    let diff = text::diff::html(&before.content.body, &after.content.body);
    let summary = if diff.is_empty() {
        "正文没有改动".to_owned()
    } else {
        diff.summary.to_string()
    };
    Changes {
        summary,
        metadata: metadata_changes(before, after),
        paragraphs: passages(&diff),
    }
}

/// What changed besides the text, in sentences.
fn metadata_changes(before: &PublicEdition, after: &PublicEdition) -> Vec<String> {
    let (old, new) = (&before.content, &after.content);
    let pairs = [
        ("标题", &old.title, &new.title),
        ("发文机关", &old.meta.issuer, &new.meta.issuer),
        ("发文字号", &old.meta.doc_number, &new.meta.doc_number),
        ("有效性", &old.meta.validity, &new.meta.validity),
        ("内容概述", &old.meta.summary, &new.meta.summary),
    ];
    let mut lines: Vec<String> = pairs
        .into_iter()
        .filter(|(_, old, new)| old != new)
        .map(|(name, old, new)| format!("{name}由“{}”改为“{}”", or_none(old), or_none(new)))
        .collect();
    let names = |edition: &PublicEdition| -> Vec<(String, String)> {
        edition
            .content
            .attachments
            .iter()
            .map(|file| (file.digest.clone(), file.name.clone()))
            .collect()
    };
    let (had, has) = (names(before), names(after));
    lines.extend(
        had.iter()
            .filter(|file| !has.contains(file))
            .map(|(_, name)| format!("去掉附件“{name}”")),
    );
    lines.extend(
        has.iter()
            .filter(|file| !had.contains(file))
            .map(|(_, name)| format!("加上附件“{name}”")),
    );
    lines
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "（空）" } else { text }
}

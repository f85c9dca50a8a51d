//! 文件页: one document as it stands, where it comes from, and what proves it.

use askama::Template;
use axum::extract::Path;
use kernel::time::{civil_date, minute_text};
use kernel::{Error, Result};
use matters::publication::{Article, PublicEdition, PublicReader, Visible, Witness};

use super::body::{Body, body};
use super::frame::Shell;
use super::page::{Ask, Drawn, shorten};
use super::shape::{Fact, FileItem};
use super::{meta, tombstone, vocabulary};
use crate::door::PageResult;
use crate::workbench::NavLink;

#[derive(Template)]
#[template(path = "portal/article.html")]
struct ArticlePage {
    shell: Shell,
    trail: Vec<NavLink>,
    title: String,
    number: String,
    validity: String,
    ordinal: usize,
    facts: Vec<Fact>,
    note: String,
    body: Body,
    files: Vec<FileItem>,
    relations: Vec<Relations>,
    editions: Vec<EditionLine>,
    base: String,
    digest: String,
    ledger_number: String,
    address: String,
    published_at: String,
}

/// Documents related in one way.
struct Relations {
    title: String,
    links: Vec<NavLink>,
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
    let content = &article.current.content;
    let page = ArticlePage {
        trail: trail(ask, &article, "正文"),
        title: content.title.clone(),
        number: content.meta.doc_number.clone(),
        validity: content.meta.validity.clone(),
        ordinal: article.current.ordinal,
        facts: facts(ask, &article, &article.current),
        note: content.change_note.clone(),
        body: body(&content.body),
        files: content
            .attachments
            .iter()
            .map(|file| FileItem::of(slug, file))
            .collect(),
        relations: relations(&article),
        editions: edition_lines(&article),
        base: path.clone(),
        digest: article.current.digest.clone(),
        ledger_number: ledger_number(witness.as_ref()),
        address: shell.canonical.clone(),
        published_at: minute_text(article.current.published_at),
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

/// 目录元数据 of one edition.
pub(super) fn facts(ask: &Ask, article: &Article, edition: &PublicEdition) -> Vec<Fact> {
    let meta = &edition.content.meta;
    let issuer = if meta.issuer.is_empty() {
        &article.org_name
    } else {
        &meta.issuer
    };
    let org_href = ask
        .frame
        .org(article.org_id)
        .map(|org| format!("/orgs/{}", org.code))
        .unwrap_or_default();
    let issuer = Fact::new("发文机关", issuer.clone());
    Fact::present(vec![
        Fact::new("索引号", &*article.index_number),
        Fact::new("主题分类", vocabulary::theme_name(&meta.theme)),
        Fact::new("体裁", vocabulary::genre_name(&meta.genre)),
        if meta.issuer.is_empty() {
            issuer.linked(&*org_href)
        } else {
            issuer
        },
        Fact::new("发文字号", &*meta.doc_number),
        Fact::new(
            "成文日期",
            meta.written_on.map(|on| on.to_string()).unwrap_or_default(),
        )
        .claimed("文件标注"),
        Fact::at("发布日期", article.first_published_at),
        Fact::new(
            "本版发布",
            if edition.ordinal > 1 {
                minute_text(edition.published_at)
            } else {
                String::new()
            },
        ),
        Fact::new("原发布日期", &*meta.claimed_published).claimed("来源网页标注"),
        Fact::new("有效性", &*meta.validity),
        Fact::new("来源", &*meta.source),
        Fact::new(
            "公开单位",
            if meta.issuer.is_empty() {
                String::new()
            } else {
                article.org_name.clone()
            },
        )
        .linked(org_href),
        Fact::new("关键词", meta.keywords.join("　")).wide(),
        Fact::new("内容概述", &*meta.summary).wide(),
    ])
}

/// Both ways, by meaning: 解读 leads to its policy, and a policy to its 解读.
fn relations(article: &Article) -> Vec<Relations> {
    let mut groups: Vec<Relations> = Vec::new();
    let forward = article
        .speaks_of
        .iter()
        .map(|relation| (way(&relation.0, true), relation));
    let back = article
        .spoken_of
        .iter()
        .map(|relation| (way(&relation.0, false), relation));
    for (title, (_, slug, name)) in forward.chain(back) {
        let link = NavLink {
            label: name.clone(),
            href: format!("/d/{slug}"),
            current: false,
        };
        match groups.iter_mut().find(|group| group.title == title) {
            Some(group) if group.links.iter().any(|known| known.href == link.href) => {}
            Some(group) => group.links.push(link),
            None => groups.push(Relations {
                title,
                links: vec![link],
            }),
        }
    }
    groups
}

fn way(kind: &str, forward: bool) -> String {
    match (kind, forward) {
        ("解读", true) => "本文解读的文件".into(),
        ("解读", false) => "这份文件的解读".into(),
        ("修改", true) => "本文修改的文件".into(),
        ("修改", false) => "修改了本文的文件".into(),
        ("废止", true) => "本文废止的文件".into(),
        ("废止", false) => "废止了本文的文件".into(),
        ("相关", _) => "相关文件".into(),
        (other, true) => other.to_owned(),
        (other, false) => format!("{other}（对方指向本文）"),
    }
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

#[cfg(test)]
mod tests {
    use super::way;

    #[test]
    fn each_relation_reads_both_ways() {
        assert_ne!(way("解读", true), way("解读", false));
        assert_ne!(way("废止", true), way("废止", false));
        assert_eq!(way("相关", true), way("相关", false));
    }
}

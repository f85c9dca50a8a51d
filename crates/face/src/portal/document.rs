//! A document as readers see it: its page shows it, and so does the preview of what is not public yet.

use kernel::time::minute_text;
use matters::publication::{Article, PublicEdition};

use super::body::{Body, body};
use super::frame::Frame;
use super::shape::{Fact, FileItem};
use super::vocabulary;
use crate::workbench::NavLink;

/// What `portal/document.html` shows.
pub struct DocumentView {
    /// 标题.
    pub title: String,
    /// 发文字号, or empty.
    pub number: String,
    /// 有效性, in words.
    pub validity: String,
    /// Which edition, from 1.
    pub ordinal: usize,
    /// The other facts about it.
    pub facts: Vec<Fact>,
    /// What changed in this edition, or empty.
    pub note: String,
    /// The text.
    pub body: Body,
    /// Attachments.
    pub files: Vec<FileItem>,
    /// What it is related to.
    pub relations: Vec<Relations>,
    /// Where the history is; empty where there is none yet.
    pub history: String,
    /// Where this edition is compared with the one before; empty where it cannot be.
    pub compared: String,
    /// What stands below the text on paper; nothing on a preview.
    pub printed: Option<Printed>,
}

/// By what a printed copy can be checked.
pub struct Printed {
    pub address: String,
    pub ordinal: usize,
    pub published_at: String,
    pub ledger_number: String,
    pub digest: String,
}

/// Documents related in one way.
pub struct Relations {
    pub title: String,
    pub links: Vec<NavLink>,
}

impl DocumentView {
    /// The current edition.
    pub fn of(frame: &Frame, article: &Article) -> DocumentView {
        let content = &article.current.content;
        DocumentView {
            title: content.title.clone(),
            number: content.meta.doc_number.clone(),
            validity: content.meta.validity.clone(),
            ordinal: article.current.ordinal,
            facts: facts(frame, article, &article.current),
            note: content.change_note.clone(),
            body: body(&content.body),
            files: content
                .attachments
                .iter()
                .map(|file| FileItem::of(&article.slug, file))
                .collect(),
            relations: relations(article),
            history: format!("/d/{}/editions", article.slug),
            compared: String::new(),
            printed: None,
        }
    }
}

/// 目录元数据 of one edition.
pub fn facts(frame: &Frame, article: &Article, edition: &PublicEdition) -> Vec<Fact> {
    let meta = &edition.content.meta;
    let issuer = if meta.issuer.is_empty() {
        &article.org_name
    } else {
        &meta.issuer
    };
    let org_href = frame
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

//! What an edition says: exactly what an approval binds to.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What stands in place of a day that an imported source does not name.
pub const UNDATED: &str = "不详";

/// What stands in place of an issuing body that an imported source does not name: nobody is put there
/// who is not in the source, not even the organisation that imports.
pub const UNNAMED: &str = "来源未写明";

/// Text, metadata, attachments, column and relations of one edition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// 标题
    pub title: String,
    /// Sanitised HTML (`text::sanitise`).
    pub body: String,
    /// The column it stands in.
    pub column_id: i64,
    /// Catalogue metadata.
    pub meta: Meta,
    /// In the order they are listed.
    pub attachments: Vec<AttachmentRef>,
    /// To other documents, both ways shown.
    pub relations: Vec<Relation>,
    /// 更正、更新说明: what changed and why, from the second edition on.
    pub change_note: String,
}

/// 目录元数据: what the catalogue carries about a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Meta {
    /// 发文机关: who issued it, where that is not the publishing organisation.
    pub issuer: String,
    /// 发文字号, canonical.
    pub doc_number: String,
    /// 成文日期: the document's own date, a claim.
    pub written_on: Option<Date>,
    /// 体裁分类: code in `data/genres.toml`.
    pub genre: String,
    /// 主题分类: code in `data/theme-categories.toml`.
    pub theme: String,
    /// 关键词
    pub keywords: Vec<String>,
    /// 内容概述
    pub summary: String,
    /// 来源 (`ContentSource`); the publishing organisation where empty.
    pub source: String,
    /// 责任编辑
    pub author: String,
    /// 有效性: empty, or `有效`, `已修改`, `废止`, `失效`.
    pub validity: String,
    /// 原发布日期: when an imported page says it was first published; a claim, labelled so. [`UNDATED`]
    /// where it was imported and says nothing.
    pub claimed_published: String,
    /// The address it had before it was imported.
    pub old_address: String,
}

/// A file that belongs to the edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentRef {
    /// As the reader sees it, with its ending.
    pub name: String,
    /// Such as `application/pdf`.
    pub media_type: String,
    /// Bytes.
    pub size_bytes: i64,
    /// SHA-256 in hex.
    pub digest: String,
}

/// A link to another document, with its meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// `解读`, `修改`, `废止`, `相关`.
    pub kind: String,
    /// The other document's slug.
    pub slug: String,
}

impl Content {
    /// The digest that reviewers approve: SHA-256 over canonical JSON of everything above and the
    /// document's address, index number and edition number, so that no two editions share one and no
    /// document is moved to another address unnoticed.
    pub fn digest(&self, slug: &str, index_number: &str, edition: i64) -> String {
        #[derive(Serialize)]
        struct Bound<'a> {
            v: u8,
            slug: &'a str,
            index_number: &'a str,
            edition: i64,
            content: &'a Content,
        }
        sealed(&Bound {
            v: 2,
            slug,
            index_number,
            edition,
            content: self,
        })
    }

    /// As editions were sealed before their address belonged to it. Only for holding old ones against
    /// the record; nothing new is sealed so.
    pub(super) fn digest_without_address(&self, index_number: &str, edition: i64) -> String {
        #[derive(Serialize)]
        struct Bound<'a> {
            v: u8,
            index_number: &'a str,
            edition: i64,
            content: &'a Content,
        }
        sealed(&Bound {
            v: 1,
            index_number,
            edition,
            content: self,
        })
    }

    /// Cleans what came from a form or the clipboard: allowed HTML only, canonical document number, no
    /// characters that nobody sees, no spaces at the ends. Cleaning twice is cleaning once.
    pub fn cleaned(mut self) -> Content {
        self.title = text::sanitise::visible(&self.title)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        self.body = text::paste::clean(&self.body);
        let number = text::sanitise::visible(&self.meta.doc_number);
        self.meta.doc_number =
            text::docnumber::canonical(number.trim()).unwrap_or_else(|| number.trim().to_owned());
        let meta = &mut self.meta;
        for field in [
            &mut meta.issuer,
            &mut meta.summary,
            &mut meta.source,
            &mut meta.author,
            &mut self.change_note,
        ] {
            *field = text::sanitise::visible(field).trim().to_owned();
        }
        meta.keywords.retain_mut(|word| {
            *word = text::sanitise::visible(word).trim().to_owned();
            !word.is_empty()
        });
        self
    }

    /// Pictures in the body that are no attachments of this document: readers would see a gap.
    pub fn pictures_astray(&self) -> Vec<String> {
        let kept = |src: &str| {
            self.attachments
                .iter()
                .any(|file| !file.digest.is_empty() && src.contains(&file.digest))
        };
        text::sanitise::without_astray(&self.body, kept, |_| true)
            .1
            .pictures
    }
}

fn sealed(bound: &impl Serialize) -> String {
    let bytes = serde_json::to_vec(bound).expect("plain structs are always JSON");
    kernel::code::sha256_hex(&bytes)
}

//! The county's documents, from Markdown with its front matter, and from the clipboard.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::Result;
use matters::publication::{Content, Meta, Relation};
use serde::Deserialize;

use super::fixtures::{self, Flaw, wrong};

/// What stands between the two `+++` lines.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    dead_code,
    reason = "every key of the format is named, so that any other is an error"
)]
pub struct Front {
    pub slug: String,
    pub title: String,
    pub org: String,
    issuer: Option<String>,
    column: String,
    genre: String,
    theme: String,
    doc_number: Option<String>,
    written_on: Option<Date>,
    effective_on: Option<Date>,
    expires_on: Option<Date>,
    public_until: Option<Date>,
    #[serde(default)]
    keywords: Vec<String>,
    #[serde(default)]
    summary: String,
    pub submitter: String,
    #[serde(default)]
    change_note: String,
    #[serde(default)]
    relation: Vec<FrontRelation>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontRelation {
    kind: String,
    target: String,
}

/// A document's file.
pub struct Document {
    /// Its front matter.
    pub front: Front,
    path: String,
    body: String,
}

/// Names that documents use for what has rows.
pub struct Names<'a> {
    /// Rows of columns by slug.
    pub columns: &'a BTreeMap<String, i64>,
    /// Names of organisations by code.
    pub organisations: &'a BTreeMap<String, String>,
}

impl Document {
    /// The first or the second edition's file.
    pub fn read(slug: &str, edition: usize) -> Result<Document> {
        let folder = if edition == 1 {
            "county/documents"
        } else {
            "county/documents/second"
        };
        let path = format!("{folder}/{slug}.md");
        let text = fixtures::text(&path)?;
        let rest = text
            .strip_prefix("+++\n")
            .ok_or_else(|| wrong(&path, "没有文首"))?;
        let (front, body) = rest
            .split_once("\n+++\n")
            .ok_or_else(|| wrong(&path, "文首没有结束"))?;
        let front: Front = toml::from_str(front).map_err(|error| wrong(&path, &error.to_string()))?;
        if front.slug != slug {
            return Err(wrong(&path, "文件名与 slug 不同"));
        }
        Ok(Document {
            front,
            path,
            body: body.to_owned(),
        })
    }

    /// What the working copy says, with the flaws put in.
    pub fn content(&self, names: &Names, flaws: &[Flaw]) -> Result<Content> {
        let front = &self.front;
        let column = names.columns.get(&front.column);
        Ok(Content {
            title: front.title.clone(),
            body: text::markdown::to_html(&self.flawed(flaws)?),
            column_id: *column.ok_or_else(|| wrong(&self.path, &format!("没有栏目 {}", front.column)))?,
            meta: self.meta(names)?,
            relations: front
                .relation
                .iter()
                .map(|to| self.relation(to))
                .collect::<Result<_>>()?,
            change_note: front.change_note.clone(),
            ..Content::default()
        })
    }

    fn meta(&self, names: &Names) -> Result<Meta> {
        let front = &self.front;
        let issuer = match &front.issuer {
            Some(code) => names
                .organisations
                .get(code)
                .ok_or_else(|| wrong(&self.path, &format!("没有单位 {code}")))?,
            None => "",
        };
        Ok(Meta {
            issuer: issuer.to_owned(),
            doc_number: front.doc_number.clone().unwrap_or_default(),
            written_on: front.written_on,
            genre: front.genre.clone(),
            theme: front.theme.clone(),
            keywords: front.keywords.clone(),
            summary: front.summary.clone(),
            validity: front.expires_on.map_or("", |_| "有效").to_owned(),
            ..Meta::default()
        })
    }

    fn relation(&self, to: &FrontRelation) -> Result<Relation> {
        let kind = match to.kind.as_str() {
            "interprets" => "解读",
            "related" => "相关",
            other => return Err(wrong(&self.path, &format!("不认识的关联 {other}"))),
        };
        Ok(Relation {
            kind: kind.to_owned(),
            slug: to.target.clone(),
        })
    }

    fn flawed(&self, flaws: &[Flaw]) -> Result<String> {
        let mut body = self.body.clone();
        for flaw in flaws {
            if body.matches(&flaw.right).count() != 1 {
                return Err(wrong(&self.path, &format!("“{}”应当恰好出现一次", flaw.right)));
            }
            body = body.replacen(&flaw.right, &flaw.wrong, 1);
        }
        Ok(body)
    }
}

/// What comes of a paste: cleaned, its first line taken for the title.
pub fn pasted(file: &str, column_id: i64, genre: &str) -> Result<Content> {
    let path = format!("county/paste/{file}");
    let body = text::paste::clean(&fixtures::text(&path)?);
    let plain = text::sanitise::plain_text(&body);
    let title = plain
        .lines()
        .find(|line| !line.trim().is_empty())
        .ok_or_else(|| wrong(&path, "没有文字"))?;
    Ok(Content {
        title: title.trim().to_owned(),
        meta: Meta {
            genre: genre.to_owned(),
            ..Meta::default()
        },
        body,
        column_id,
        ..Content::default()
    })
}

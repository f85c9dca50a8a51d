//! What the public may see, and nothing else: every query here is over published editions.

use jiff::Timestamp;
use kernel::Result;
use kernel::db::{Conn, Row};
use serde::Serialize;

use super::content::Content;
use super::public_store as store;

/// Reads published views only. Pages for the public get this, never a connection.
pub struct PublicReader<'c> {
    pub(super) conn: &'c mut Conn,
}

/// One line of a list.
#[derive(Clone, Debug, Serialize)]
pub struct Listed {
    /// Address part.
    pub slug: String,
    /// 标题
    pub title: String,
    /// 发文字号, or empty.
    pub doc_number: String,
    /// The day lists show it at: the system's own day, or for an imported one the day it claims.
    pub listed_at: Timestamp,
    /// True where that day is the imported page's claim.
    pub claimed: bool,
    /// False for an imported one that claims no day: `listed_at` is then only an order, nothing to show.
    pub dated: bool,
    /// Publishing organisation.
    pub org_name: String,
    /// Column's name.
    pub column_name: String,
    /// 内容概述
    pub summary: String,
}

/// A column that has something to show.
#[derive(Clone, Debug, Serialize)]
pub struct PublicColumn {
    /// Row.
    pub id: i64,
    /// Address part.
    pub slug: String,
    /// 栏目名称
    pub name: String,
    /// `ColumnType`
    pub column_type: String,
    /// `ColumnDescription`
    pub description: String,
    /// `ColumnKeywords`
    pub keywords: String,
    /// The column above.
    pub parent_id: Option<i64>,
    /// Public documents in it and below it.
    pub documents: i64,
    /// When something was last published in it.
    pub updated_at: Option<Timestamp>,
}

/// One published edition in the public history.
#[derive(Clone, Debug)]
pub struct PublicEdition {
    /// Counts published editions from 1.
    pub ordinal: usize,
    /// Row, for its own address.
    pub id: i64,
    /// SHA-256 that the reviewers approved.
    pub digest: String,
    /// What it says.
    pub content: Content,
    /// When it became public.
    pub published_at: Timestamp,
    /// When the next one took its place.
    pub ended_at: Option<Timestamp>,
}

/// A document as the public reads it.
#[derive(Clone, Debug)]
pub struct Article {
    /// Row.
    pub document_id: i64,
    /// Address part.
    pub slug: String,
    /// 索引号
    pub index_number: String,
    /// Publishing organisation.
    pub org_id: i64,
    /// Its name.
    pub org_name: String,
    /// Where it stands.
    pub column: PublicColumn,
    /// What is public now.
    pub current: PublicEdition,
    /// Every published edition, oldest first.
    pub editions: Vec<PublicEdition>,
    /// When the first one became public.
    pub first_published_at: Timestamp,
    /// Other documents it speaks of: (meaning, slug, title).
    pub speaks_of: Vec<(String, String, String)>,
    /// Other documents that speak of it.
    pub spoken_of: Vec<(String, String, String)>,
    /// The case of its review, for the proof.
    pub case_id: Option<i64>,
}

/// What stands at the address of a document that was taken away.
#[derive(Clone, Debug)]
pub struct Tombstone {
    /// Address part.
    pub slug: String,
    /// What it was called.
    pub title: String,
    /// 索引号
    pub index_number: String,
    /// Who had published it.
    pub org_name: String,
    /// True while a take-down is still under review.
    pub under_review: bool,
    /// On which ground, as the case declares it; empty where none was chosen.
    pub ground: String,
    /// The sentence written for the public, or empty. An act's reason is never public.
    pub notice: String,
    /// When.
    pub at: Timestamp,
    /// When it had first been public.
    pub first_published_at: Timestamp,
}

/// What stands at an address.
#[derive(Clone, Debug)]
pub enum Visible {
    /// A public document.
    Article(Box<Article>),
    /// It was here.
    Tombstone(Tombstone),
}

/// What happened to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new.
    Published,
    /// This edition, counted from 1, took the place of an earlier one.
    Revised(i64),
    /// It was withdrawn, after review.
    Withdrawn,
}

/// Something that changed before the public's eyes.
#[derive(Clone, Debug)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// Address part.
    pub slug: String,
    /// 标题
    pub title: String,
    /// Column's name; empty for what was withdrawn.
    pub column_name: String,
    /// When.
    pub at: Timestamp,
}

/// Where the record witnesses the publication of an edition.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The case whose event published it.
    pub case_id: i64,
    /// The event's place in that case.
    pub seq: i64,
    /// Its place in the ledger, from 0; none until the sequencer has come by.
    pub ledger_index: Option<i64>,
    /// Digests that the event carries: the edition's own, or the manifest's of an imported batch.
    pub documents: Vec<String>,
}

/// A published edition that was found by its digest.
#[derive(Clone, Debug)]
pub struct KnownEdition {
    /// Address part of its document, which is public.
    pub slug: String,
    /// 标题, as that edition has it.
    pub title: String,
    /// When it became public.
    pub published_at: Timestamp,
    /// When the next one took its place.
    pub ended_at: Option<Timestamp>,
}

/// What the front page shows.
#[derive(Clone, Debug)]
pub struct Home {
    /// What changed here lately, newest first; imported ones are not news.
    pub changes: Vec<Change>,
    /// Newest in lists.
    pub latest: Vec<Listed>,
    /// Columns with something in them.
    pub columns: Vec<PublicColumn>,
    /// How many documents are public.
    pub documents: i64,
}

/// An organisation's public page.
#[derive(Clone, Debug)]
pub struct OrgPage {
    /// Row.
    pub id: i64,
    /// Address part.
    pub code: String,
    /// Name.
    pub name: String,
    /// `county`, `department`, …
    pub kind: String,
    /// The organisation above.
    pub parent_id: Option<i64>,
    /// Path of rows from the root.
    pub path: String,
    /// 地址
    pub address: Option<String>,
    /// 电话
    pub phone: Option<String>,
    /// 办公时间
    pub hours: Option<String>,
    /// Names it had before, each with its last day.
    pub earlier_names: Vec<(String, String)>,
    /// Where its duties went, once it ended.
    pub successor: Option<(String, String)>,
    /// The day it ended.
    pub ended_on: Option<String>,
    /// How many public documents it has.
    pub documents: i64,
}

impl<'c> PublicReader<'c> {
    /// A reader over this connection.
    pub fn new(conn: &'c mut Conn) -> Self {
        PublicReader { conn }
    }

    /// What stands at `/d/<slug>`; nothing when nothing ever was public there.
    pub async fn at(&mut self, slug: &str) -> Result<Option<Visible>> {
        store::at(self.conn, slug).await
    }

    /// The same by row, for the search index.
    pub async fn article_by_id(&mut self, document_id: i64) -> Result<Option<Article>> {
        match store::slug_of(self.conn, document_id).await? {
            Some(slug) => Ok(match self.at(&slug).await? {
                Some(Visible::Article(article)) => Some(*article),
                _ => None,
            }),
            None => Ok(None),
        }
    }

    /// The front page.
    pub async fn home(&mut self, latest: i64) -> Result<Home> {
        Ok(Home {
            changes: store::changes(self.conn, latest).await?,
            latest: store::latest(self.conn, latest).await?,
            columns: self.columns().await?,
            documents: store::count_public(self.conn).await?,
        })
    }

    /// Columns that have something to show, and those above them. Empty ones are nobody's business.
    pub async fn columns(&mut self) -> Result<Vec<PublicColumn>> {
        store::public_columns(self.conn).await
    }

    /// Documents of a column and of those below it, newest first, perhaps of one year only: one page
    /// and the total.
    pub async fn in_column(
        &mut self,
        column_id: i64,
        year: Option<i16>,
        offset: i64,
        limit: i64,
    ) -> Result<(Vec<Listed>, i64)> {
        store::in_column(self.conn, column_id, year, offset, limit).await
    }

    /// Years in which a column and those below it have documents, newest first, each with how many.
    pub async fn years_in_column(&mut self, column_id: i64) -> Result<Vec<(i16, i64)>> {
        store::years_in_column(self.conn, column_id).await
    }

    /// Where the record witnesses that this edition of the document became public.
    pub async fn witness(&mut self, document_id: i64, edition: &PublicEdition) -> Result<Option<Witness>> {
        store::witness(self.conn, document_id, edition).await
    }

    /// The published edition with this digest, as long as its document is public.
    pub async fn by_digest(&mut self, digest: &str) -> Result<Option<KnownEdition>> {
        store::by_digest(self.conn, digest).await
    }

    /// True while the document is public. The index may be a moment behind; this is not.
    pub async fn is_public(&mut self, document_id: i64) -> Result<bool> {
        store::is_public(self.conn, document_id).await
    }

    /// Grows with every act that is recorded or numbered in the ledger: pages rendered under one value stay
    /// good while it holds.
    pub async fn version(&mut self) -> Result<i64> {
        store::version(self.conn).await
    }

    /// The highest row of anything public, 0 for none: how far the sitemap goes.
    pub async fn last_document(&mut self) -> Result<i64> {
        store::last_document(self.conn).await
    }

    /// Documents of an organisation.
    pub async fn of_org(&mut self, org_id: i64, offset: i64, limit: i64) -> Result<(Vec<Listed>, i64)> {
        store::of_org(self.conn, org_id, offset, limit).await
    }

    /// Organisations, parents before children.
    pub async fn organisations(&mut self) -> Result<Vec<OrgPage>> {
        super::public_org_store::organisations(self.conn).await
    }

    /// Slugs and last changes of everything public, for the sitemap: behind `after`, at most `limit`.
    pub async fn sitemap(&mut self, after: i64, limit: i64) -> Result<Vec<(i64, String, Timestamp)>> {
        store::sitemap(self.conn, after, limit).await
    }

    /// Where an old address leads now.
    pub async fn redirect(&mut self, old_path: &str) -> Result<Option<String>> {
        store::redirect(self.conn, old_path).await
    }

    /// An attachment's name and type, if some published edition carries it now.
    pub async fn attachment(&mut self, slug: &str, digest: &str) -> Result<Option<(String, String)>> {
        let Some(Visible::Article(article)) = self.at(slug).await? else {
            return Ok(None);
        };
        let found = article
            .editions
            .iter()
            .flat_map(|edition| &edition.content.attachments)
            .find(|attachment| attachment.digest == digest);
        Ok(found.map(|attachment| (attachment.name.clone(), attachment.media_type.clone())))
    }
}

pub(super) fn listed(row: &Row) -> Result<Listed> {
    let meta: serde_json::Value = serde_json::from_str(&row.get::<String>("meta")?)?;
    let text = |name: &str| meta["meta"][name].as_str().unwrap_or_default().to_owned();
    Ok(Listed {
        slug: row.get("slug")?,
        title: row.get("title")?,
        doc_number: text("doc_number"),
        listed_at: row.get("listed_at")?,
        claimed: !text("claimed_published").is_empty(),
        dated: row.get::<Timestamp>("listed_at")? > super::store::NO_DAY,
        org_name: row.get("org_name")?,
        column_name: row.get("column_name")?,
        summary: text("summary"),
    })
}

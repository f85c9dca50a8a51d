//! What the events say became of each document.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use kernel::time::minute_text;

use super::{Case, Happened};
use crate::publication::Audit;
use crate::publication::audit_store::short;
use crate::publication::store::{ERASED_REASON, Listing};

/// An edition's row, as far as its publication goes.
pub(super) struct EditionRow {
    pub id: i64,
    pub document_id: i64,
    pub number: i64,
    pub digest: String,
    pub published_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// Where its publication would put the document in lists.
    pub listing: Listing,
}

/// A document's row.
pub(super) struct DocumentRow {
    pub id: i64,
    pub slug: String,
    pub standing: String,
    pub public_edition: Option<i64>,
    pub first_published_at: Option<Timestamp>,
    pub listed_at: Option<Timestamp>,
    pub tombstone: Option<Stone>,
}

/// What a tombstone says.
pub(super) struct Stone {
    /// The ground and the sentence for the public; none on one that is older than both.
    pub words: Option<(String, String)>,
    pub at: Timestamp,
    /// Some words of its case were erased, and perhaps with them what repeated them here.
    pub erased: bool,
}

impl Stone {
    /// Whether a row says what the events say.
    fn is_told_by(&self, told: &Stone) -> bool {
        let words = match (&self.words, &told.words) {
            (None, _) => true,
            (Some((ground, notice)), Some((told_ground, told_notice))) => {
                ground == told_ground && (notice == told_notice || (told.erased && notice == ERASED_REASON))
            }
            (Some(_), None) => false,
        };
        words && self.at == told.at
    }
}

/// The batch of a case, and the documents that its items became.
#[derive(Default)]
pub(super) struct BatchRow {
    pub documents: Vec<i64>,
    /// The batch's row says that it was accepted, and no item is left unpublished.
    pub settled: bool,
    pub label: String,
}

/// A document as the events leave it.
#[derive(Default)]
struct Told {
    standing: Option<&'static str>,
    /// Row of the edition that is shown, or was last.
    shown: Option<i64>,
    first: Option<(Timestamp, i64)>,
    stone: Option<Stone>,
    imported: bool,
}

/// Every document as far as the events have been read.
#[derive(Default)]
pub(super) struct Documents {
    editions: Vec<EditionRow>,
    by_digest: HashMap<String, usize>,
    /// Document to its first edition.
    first: HashMap<i64, usize>,
    batches: HashMap<i64, BatchRow>,
    told: BTreeMap<i64, Told>,
    /// Row of an edition: when it became public, and when it ceased to be.
    public: BTreeMap<i64, (Timestamp, Option<Timestamp>)>,
    accepted: BTreeSet<i64>,
    problems: Vec<String>,
}

impl Documents {
    pub(super) fn of(editions: Vec<EditionRow>, batches: HashMap<i64, BatchRow>) -> Documents {
        let by_digest = editions
            .iter()
            .enumerate()
            .map(|(at, edition)| (edition.digest.clone(), at))
            .collect();
        let first =
            |(at, edition): (usize, &EditionRow)| (edition.number == 1).then_some((edition.document_id, at));
        let first = editions.iter().enumerate().filter_map(first).collect();
        Documents {
            editions,
            by_digest,
            first,
            batches,
            ..Documents::default()
        }
    }

    /// The document that the case was opened about.
    fn subject(&self, case: &Case) -> Option<i64> {
        case.subject
            .iter()
            .find_map(|digest| Some(self.edition(digest)?.document_id))
    }

    fn edition(&self, digest: &str) -> Option<&EditionRow> {
        self.by_digest.get(digest).map(|at| &self.editions[*at])
    }

    pub(super) fn publish(&mut self, case: &Case, event: &Happened) {
        if let Some(batch) = self.batches.get(&event.case_id) {
            let of_batch: Vec<(i64, i64)> = batch
                .documents
                .iter()
                .filter_map(|document| Some((*document, self.editions[*self.first.get(document)?].id)))
                .collect();
            self.accepted.insert(event.case_id);
            for (document, edition) in of_batch {
                self.show(document, edition, event.at);
                self.told.entry(document).or_default().imported = true;
            }
            return;
        }
        match event.documents.first() {
            Some(digest) => match self
                .edition(digest)
                .map(|edition| (edition.document_id, edition.id))
            {
                Some((document, edition)) => self.show(document, edition, event.at),
                None => self.problems.push(format!(
                    "{} 公开的版本（摘要值 {}）在数据库里不见了",
                    minute_text(event.at),
                    short(digest)
                )),
            },
            None => {
                if let Some(told) = self
                    .subject(case)
                    .and_then(|document| self.told.get_mut(&document))
                {
                    (told.standing, told.stone) = (Some("public"), None);
                }
            }
        }
    }

    fn show(&mut self, document: i64, edition: i64, at: Timestamp) {
        let told = self.told.entry(document).or_default();
        if let Some(before) = told.shown
            && let Some((_, ended)) = self.public.get_mut(&before)
        {
            ended.get_or_insert(at);
        }
        self.public.insert(edition, (at, None));
        (told.standing, told.shown, told.stone) = (Some("public"), Some(edition), None);
        told.first.get_or_insert((at, edition));
    }

    pub(super) fn withdraw(&mut self, case: &Case, event: &Happened, ends: bool) {
        let Some(document) = self.subject(case) else {
            let digest = case.subject.first().map(String::as_str).unwrap_or_default();
            self.problems.push(format!(
                "{} 撤下的版本（摘要值 {}）在数据库里不见了",
                minute_text(event.at),
                short(digest)
            ));
            return;
        };
        let words = Some((case.ground_label().to_owned(), case.notice.clone()));
        let told = self.told.entry(document).or_default();
        told.standing = Some(if ends { "withdrawn" } else { "taken_down" });
        told.stone = Some(Stone {
            words,
            at: event.at,
            erased: case.erased,
        });
    }

    /// A removal that ended without being lifted is for good.
    pub(super) fn settle(&mut self, case: &Case) {
        if let Some(told) = self
            .subject(case)
            .and_then(|document| self.told.get_mut(&document))
            && told.standing == Some("taken_down")
        {
            told.standing = Some("withdrawn");
        }
    }

    /// Every row beside what the events say.
    pub(super) fn compare(mut self, rows: Vec<DocumentRow>, audit: &mut Audit) {
        let mut problems = std::mem::take(&mut self.problems);
        let mut there = BTreeSet::new();
        for row in &rows {
            there.insert(row.id);
            let nothing = Told::default();
            let told = self.told.get(&row.id).unwrap_or(&nothing);
            self.document(row, told, &mut problems);
        }
        for (document, _) in self.told.iter().filter(|(document, _)| !there.contains(document)) {
            problems.push(format!(
                "记录里公开过的一篇文档（第 {document} 行）在数据库里不见了"
            ));
        }
        let slugs: HashMap<i64, &str> = rows.iter().map(|row| (row.id, row.slug.as_str())).collect();
        for edition in &self.editions {
            let told = self.public.get(&edition.id);
            if edition.published_at != told.map(|told| told.0)
                || edition.ended_at != told.and_then(|told| told.1)
            {
                let slug = slugs.get(&edition.document_id).unwrap_or(&"（已不在）");
                problems.push(format!(
                    "文档 {slug} 第 {} 次送审的版本：公开、停止公开的时间与记录不符",
                    edition.number
                ));
            }
        }
        for (case, batch) in &self.batches {
            if self.accepted.contains(case) != batch.settled {
                problems.push(format!(
                    "导入批次“{}”：记录里的验收与数据库里的状态不符，有条目没有照验收公开",
                    batch.label
                ));
            }
        }
        audit.documents = rows.len() as u64;
        audit.problems.append(&mut problems);
    }

    fn document(&self, row: &DocumentRow, told: &Told, problems: &mut Vec<String>) {
        let (slug, standing) = (&row.slug, told.standing.unwrap_or("unpublished"));
        if row.standing != standing {
            problems.push(format!(
                "文档 {slug}：记录显示它{}，数据库里却标为{}",
                word(standing),
                word(&row.standing)
            ));
        }
        if row.public_edition != told.shown {
            problems.push(format!("文档 {slug} 显示的不是最后公开的版本"));
        }
        if row.first_published_at != told.first.map(|first| first.0) || !self.listed_well(row, told) {
            problems.push(format!("文档 {slug}：首次公开的时间或列表里的日期与记录不符"));
        }
        let same = match (&row.tombstone, &told.stone) {
            (None, None) => true,
            (Some(row), Some(told)) => row.is_told_by(told),
            _ => false,
        };
        if !same {
            problems.push(format!("文档 {slug}：撤下的说明（缘由、告示或时间）与记录不符"));
        }
    }

    fn listed_well(&self, row: &DocumentRow, told: &Told) -> bool {
        let Some((first, edition)) = told.first else {
            return row.listed_at.is_none();
        };
        let listing = self
            .editions
            .iter()
            .find(|it| it.id == edition)
            .map(|it| it.listing);
        match listing {
            // An undated import of an earlier version stands at its own day.
            Some(Listing::Plain) if told.imported => {
                row.listed_at == Some(first) || row.listed_at == Some(Listing::Undated.instant(first))
            }
            Some(listing) => row.listed_at == Some(listing.instant(first)),
            None => false,
        }
    }
}

fn word(standing: &str) -> &'static str {
    match standing {
        "public" => "已公开",
        "taken_down" => "已应急下线",
        "withdrawn" => "已撤回",
        "unpublished" => "从未公开",
        _ => "没有这种状态",
    }
}

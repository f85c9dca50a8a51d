//! What staff see of a document: working copies, and the review page with the difference since one's
//! last look.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Result};
use office::docket::{Case, Docket, Step};
use office::organisation::Actor;
use procedure::{Offer, Reading};
use text::diff::Diff;

use super::content::Content;
use super::draft::Draft;
use super::store::{self, Edition};

/// An edition for the review page.
pub type EditionView = Edition;

/// A step of the review.
pub type ReviewStep = Step;

/// Everything that the review page shows.
#[derive(Clone, Debug)]
pub struct Review {
    /// The case.
    pub case: Case,
    /// What was submitted last.
    pub edition: EditionView,
    /// What the public sees now, if anything.
    pub public: Option<EditionView>,
    /// What changed since this person last looked; none at the first look.
    pub since_last_look: Option<Difference>,
    /// What changes for the public; none for a first edition.
    pub since_public: Option<Difference>,
    /// What this person may do now.
    pub offers: Vec<Offer>,
    /// The clocks, with their arithmetic.
    pub readings: Vec<Reading>,
    /// What happened so far.
    pub steps: Vec<ReviewStep>,
}

/// How one edition differs from another.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The number of the earlier edition.
    pub from_number: i64,
    /// Text.
    pub body: Diff,
    /// Metadata: (field in Chinese, before, after).
    pub fields: Vec<(String, String, String)>,
}

/// Working copies that this person may go on with, newest first.
pub async fn draft_list(conn: &mut Conn, person_id: i64, now: Timestamp) -> Result<Vec<Draft>> {
    store::drafts_of(conn, person_id, civil_date(now), 200).await
}

/// The review page of a case for this actor. Reads only; [`look`] remembers that they saw it.
pub async fn review(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    case_id: i64,
    now: Timestamp,
) -> Result<Review> {
    let case = docket.case(conn, case_id).await?;
    let document_id = case.file.subject_id;
    let edition = store::newest_edition(conn, document_id).await?.ok_or_else(|| Error::not_found("送审的版本"))?;
    let public = store::public_edition(conn, document_id).await?.filter(|public| public.id != edition.id);
    let seen = match actor.person_id() {
        Some(person_id) => store::last_look(conn, person_id, document_id).await?,
        None => None,
    };
    let seen = match seen.filter(|seen| *seen != edition.id) {
        Some(edition_id) => store::edition(conn, edition_id).await?,
        None => None,
    };
    Ok(Review {
        since_last_look: seen.map(|seen| difference(&seen, &edition)),
        since_public: public.as_ref().map(|public| difference(public, &edition)),
        offers: docket.offers(conn, &case, actor, now).await?,
        readings: docket.readings(&case, now),
        steps: docket.steps(conn, &case).await?,
        case,
        edition,
        public,
    })
}

/// Remembers that this person has seen this edition.
pub async fn look(conn: &mut Conn, person_id: i64, document_id: i64, edition_id: i64, now: Timestamp) -> Result<()> {
    store::put_look(conn, person_id, document_id, edition_id, now).await
}

/// What one edition says differently from another.
pub fn difference(before: &Edition, after: &Edition) -> Difference {
    Difference {
        from_number: before.number,
        body: text::diff::html(&before.content.body, &after.content.body),
        fields: fields(&before.content, &after.content),
    }
}

fn fields(before: &Content, after: &Content) -> Vec<(String, String, String)> {
    type Pick = fn(&Content) -> String;
    let pairs: [(&str, Pick); 12] = [
        ("标题", |it| it.title.clone()),
        ("发文机关", |it| it.meta.issuer.clone()),
        ("发文字号", |it| it.meta.doc_number.clone()),
        ("成文日期", |it| it.meta.written_on.map(|on| on.to_string()).unwrap_or_default()),
        ("体裁分类", |it| it.meta.genre.clone()),
        ("主题分类", |it| it.meta.theme.clone()),
        ("关键词", |it| it.meta.keywords.join("、")),
        ("内容概述", |it| it.meta.summary.clone()),
        ("有效性", |it| it.meta.validity.clone()),
        ("附件", |it| it.attachments.iter().map(|file| file.name.clone()).collect::<Vec<_>>().join("、")),
        ("关联文件", |it| {
            it.relations.iter().map(|other| format!("{}：{}", other.kind, other.slug)).collect::<Vec<_>>().join("、")
        }),
        ("更新说明", |it| it.change_note.clone()),
    ];
    pairs
        .iter()
        .map(|(label, pick)| ((*label).to_owned(), pick(before), pick(after)))
        .filter(|(_, before, after)| before != after)
        .collect()
}

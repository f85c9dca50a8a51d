//! What staff see of a document: working copies, and the review page with the difference since one's
//! last look.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Result};
use office::docket::{Case, CaseFile, Docket, Step};
use office::organisation::Actor;
use procedure::{Offer, Reading, Unit};
use text::diff::Diff;

use super::content::Content;
use super::desk_store;
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
    let edition = store::newest_edition(conn, document_id)
        .await?
        .ok_or_else(|| Error::not_found("送审的版本"))?;
    let public = store::public_edition(conn, document_id)
        .await?
        .filter(|public| public.id != edition.id);
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
pub async fn look(
    conn: &mut Conn,
    person_id: i64,
    document_id: i64,
    edition_id: i64,
    now: Timestamp,
) -> Result<()> {
    store::put_look(conn, person_id, document_id, edition_id, now).await
}

/// What one edition says differently from another.
pub fn difference(before: &Edition, after: &Edition) -> Difference {
    Difference {
        from_number: before.number,
        body: text::diff::html(&before.content.body, &after.content.body),
        fields: changed_fields(&before.content, &after.content),
    }
}

/// Metadata that one content says differently from another: field in Chinese, before, after.
pub fn changed_fields(before: &Content, after: &Content) -> Vec<(String, String, String)> {
    type Pick = fn(&Content) -> String;
    let pairs: [(&str, Pick); 12] = [
        ("标题", |it| it.title.clone()),
        ("发文机关", |it| it.meta.issuer.clone()),
        ("发文字号", |it| it.meta.doc_number.clone()),
        ("成文日期", |it| {
            it.meta.written_on.map(|on| on.to_string()).unwrap_or_default()
        }),
        ("体裁分类", |it| it.meta.genre.clone()),
        ("主题分类", |it| it.meta.theme.clone()),
        ("关键词", |it| it.meta.keywords.join("、")),
        ("内容概述", |it| it.meta.summary.clone()),
        ("有效性", |it| it.meta.validity.clone()),
        ("附件", |it| {
            it.attachments
                .iter()
                .map(|file| file.name.clone())
                .collect::<Vec<_>>()
                .join("、")
        }),
        ("关联文件", |it| {
            it.relations
                .iter()
                .map(|other| format!("{}：{}", other.kind, other.slug))
                .collect::<Vec<_>>()
                .join("、")
        }),
        ("更新说明", |it| it.change_note.clone()),
    ];
    pairs
        .iter()
        .map(|(label, pick)| ((*label).to_owned(), pick(before), pick(after)))
        .filter(|(_, before, after)| before != after)
        .collect()
}

/// A document on its way through review.
#[derive(Clone, Debug)]
pub struct Underway {
    /// The document.
    pub document_id: i64,
    /// The review's case.
    pub case_id: i64,
    /// The case's number.
    pub number: String,
    /// 标题
    pub title: String,
    /// Whose document.
    pub org_name: String,
    /// Where it lies: who holds the ball.
    pub place: String,
    /// Since when.
    pub since: Timestamp,
    /// The nearest due date of the running clocks.
    pub due_on: Option<Date>,
    /// Who made the last move.
    pub by: String,
    /// Their words.
    pub words: String,
}

/// A clock that ran out in a case that one has acted in.
#[derive(Clone, Debug)]
pub struct Overdue {
    /// The case.
    pub file: CaseFile,
    /// Members of the block that runs in it.
    pub members: Vec<String>,
    /// The clock.
    pub clock: String,
    /// The last day in time.
    pub due_on: Option<Date>,
    /// How far past it, as the case's page counts: (negative, the clock's own unit).
    pub left: Option<(i64, Unit)>,
    /// Where it lies now.
    pub place: String,
}

/// The row of such a clock.
pub(super) struct RanOut {
    pub case_id: i64,
    pub clock: String,
    pub due_on: Option<Date>,
    pub place: String,
}

/// An earlier state of a working copy.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Counts up with every save.
    pub revision: i64,
    /// Who saved it.
    pub saved_by: String,
    /// When.
    pub saved_at: Timestamp,
}

/// A document that is or was public.
#[derive(Clone, Debug)]
pub struct Shelved {
    /// The document.
    pub document_id: i64,
    /// Address part.
    pub slug: String,
    /// 标题 of the edition that is or was shown last.
    pub title: String,
    /// Whose.
    pub org_name: String,
    /// `public`, `taken_down`, `withdrawn`.
    pub standing: String,
    /// The working copy: `draft`, `in_review`, `returned`, `none`.
    pub work: String,
    /// When that edition became public.
    pub published_at: Option<Timestamp>,
    /// An open take-down or withdrawal.
    pub removal: Option<i64>,
    /// The review's or the import's case.
    pub case_id: Option<i64>,
}

/// The fixed facts of a document and where it stands.
#[derive(Clone, Debug)]
pub struct DocumentFacts {
    /// Row.
    pub document_id: i64,
    /// Address part.
    pub slug: String,
    /// Its organisation.
    pub org_id: i64,
    /// Its organisation's name.
    pub org_name: String,
    /// `unpublished`, `public`, `taken_down`, `withdrawn`.
    pub standing: String,
    /// `draft`, `in_review`, `returned`, `none`.
    pub work: String,
    /// The review's or the import's case.
    pub case_id: Option<i64>,
    /// 索引号
    pub index_number: Option<String>,
    /// An open take-down or withdrawal.
    pub removal: Option<i64>,
}

/// Reviews that this person sent on their way and that are not decided yet, newest first.
pub async fn submitted_by(conn: &mut Conn, person_id: i64) -> Result<Vec<Underway>> {
    desk_store::submitted_by(conn, person_id, 100).await
}

/// Drafts of this person's organisations that came back, with the words they came back with.
pub async fn returned_to(conn: &mut Conn, person_id: i64, now: Timestamp) -> Result<Vec<Underway>> {
    desk_store::returned_to(conn, person_id, civil_date(now), 100).await
}

/// Clocks that ran out in open cases in which this person has acted, oldest first.
pub async fn overdue_at(
    docket: &Docket,
    conn: &mut Conn,
    person_id: i64,
    now: Timestamp,
) -> Result<Vec<Overdue>> {
    let mut all = Vec::new();
    for one in desk_store::ran_out(conn, person_id, 50).await? {
        let case = docket.case(conn, one.case_id).await?;
        let readings = docket.readings(&case, now);
        let same = readings
            .into_iter()
            .find(|reading| reading.label == one.clock && reading.due_on == one.due_on);
        all.push(Overdue {
            left: same.and_then(|reading| Some((reading.left?, reading.unit))),
            members: case.seat().members.to_vec(),
            file: case.file,
            clock: one.clock,
            due_on: one.due_on,
            place: one.place,
        });
    }
    Ok(all)
}

/// Earlier states of a working copy, newest first.
pub async fn revisions(conn: &mut Conn, document_id: i64) -> Result<Vec<Revision>> {
    desk_store::revisions(conn, document_id, 60).await
}

/// What a revision said. A refusal when there is none.
pub async fn revision(conn: &mut Conn, document_id: i64, revision: i64) -> Result<Content> {
    desk_store::revision(conn, document_id, revision)
        .await?
        .ok_or_else(|| Error::not_found("这一次保存的稿件"))
}

/// Organisations in which the person holds this role themselves: row and name.
pub async fn orgs_with_role(
    conn: &mut Conn,
    person_id: i64,
    role: &str,
    now: Timestamp,
) -> Result<Vec<(i64, String)>> {
    desk_store::orgs_with_role(conn, person_id, role, civil_date(now)).await
}

/// What is or was public of the organisations in which this person has a post, newest first, perhaps
/// only with these words in the title.
pub async fn shelf(
    conn: &mut Conn,
    person_id: i64,
    words: &str,
    offset: i64,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<Shelved>> {
    let escaped = words
        .trim()
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    desk_store::shelf(
        conn,
        person_id,
        civil_date(now),
        &format!("%{escaped}%"),
        offset,
        limit,
    )
    .await
}

/// The document's facts. A refusal when there is none.
pub async fn document_facts(conn: &mut Conn, document_id: i64) -> Result<DocumentFacts> {
    desk_store::facts(conn, document_id)
        .await?
        .ok_or_else(|| Error::not_found("这篇文档"))
}

/// What the public sees of a document now, if anything.
pub async fn public_now(conn: &mut Conn, document_id: i64) -> Result<Option<EditionView>> {
    store::public_edition(conn, document_id).await
}

/// Remembers that this person has seen the edition with this digest; an unknown digest is ignored.
pub async fn look_at(
    conn: &mut Conn,
    person_id: i64,
    document_id: i64,
    digest: &str,
    now: Timestamp,
) -> Result<()> {
    match desk_store::edition_id(conn, document_id, digest).await? {
        Some(edition_id) => look(conn, person_id, document_id, edition_id, now).await,
        None => Ok(()),
    }
}

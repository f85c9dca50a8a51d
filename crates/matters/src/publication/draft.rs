//! 稿件: the working copy. It belongs to its organisation; whoever edits is remembered, and will not
//! review what they wrote.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, RefusalKind, Result};
use office::organisation::{self, Actor};
use procedure::Relation;

use super::content::{AttachmentRef, Content};
use super::store;

/// A working copy as it stands.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The document.
    pub document_id: i64,
    /// The document's organisation.
    pub org_id: i64,
    /// Who answers for it.
    pub owner_id: i64,
    /// The public face: `unpublished`, `public`, `withdrawn`, `taken_down`.
    pub standing: String,
    /// The working copy: `draft`, `in_review`, `returned`, or `none` when it is what is public.
    pub work: String,
    /// Counts up with every save.
    pub revision: i64,
    /// What it says.
    pub content: Content,
    /// Everybody who saved a revision since the last submission was published.
    pub editors: Vec<i64>,
    /// Who saved last.
    pub saved_by: i64,
    /// When.
    pub saved_at: Timestamp,
    /// Address part of the document.
    pub slug: String,
    /// 索引号, once assigned.
    pub index_number: Option<String>,
    /// The review's case, if one was opened.
    pub case_id: Option<i64>,
    /// How many editions there are, published or not.
    pub editions: i64,
    /// Some edition was public once: the next one needs a change note.
    pub published_before: bool,
}

/// How saving went.
#[derive(Clone, Debug)]
pub enum Saved {
    /// Kept, as this revision.
    Kept {
        /// The new revision.
        revision: i64,
    },
    /// Somebody saved in between; nothing was overwritten. What they saved is here, what you wrote is
    /// still in your hands.
    Conflict {
        /// The draft as it stands now.
        theirs: Box<Draft>,
    },
}

/// Starts a document of this organisation with its first working copy; its row.
pub async fn start(
    conn: &mut Conn,
    actor: &Actor,
    org_id: i64,
    content: Content,
    now: Timestamp,
) -> Result<i64> {
    let person_id = may_write(conn, actor, org_id, now).await?;
    let slug = store::next_slug(conn, civil_date(now).year()).await?;
    start_at(conn, person_id, org_id, &slug, content, now).await
}

/// As [`start`], at an address that is already known: demo and tests, and documents that keep theirs.
pub async fn start_at(
    conn: &mut Conn,
    person_id: i64,
    org_id: i64,
    slug: &str,
    content: Content,
    now: Timestamp,
) -> Result<i64> {
    let document_id = store::insert_document(conn, slug, org_id, person_id, now).await?;
    store::put_draft(
        conn,
        document_id,
        1,
        &content.cleaned(),
        &[person_id],
        person_id,
        now,
    )
    .await?;
    Ok(document_id)
}

/// Opens a working copy of what is public now, for the next edition.
pub async fn revise(conn: &mut Conn, actor: &Actor, document_id: i64, now: Timestamp) -> Result<i64> {
    let document = store::lock_document(conn, document_id)
        .await?
        .ok_or_else(|| Error::not_found("这篇稿件"))?;
    let person_id = may_write(conn, actor, document.org_id, now).await?;
    match (document.standing.as_str(), document.work.as_str()) {
        (_, "in_review") => return Err(in_review()),
        ("withdrawn" | "taken_down", _) => {
            return Err(refuse_state(
                "已经下线的内容不能修订。",
                "需要再次公开的，请新建稿件。",
            ));
        }
        ("public", "none") => {}
        _ => return Ok(draft(conn, document_id).await?.revision),
    }
    let edition = store::public_edition(conn, document_id)
        .await?
        .ok_or_else(|| Error::not_found("公开的版本"))?;
    let mut content = edition.content;
    content.change_note = String::new();
    let revision = store::last_revision(conn, document_id).await? + 1;
    store::put_draft(
        conn,
        document_id,
        revision,
        &content,
        &[person_id],
        person_id,
        now,
    )
    .await?;
    store::set_work(conn, document_id, "draft").await?;
    Ok(revision)
}

/// The working copy. A refusal when there is none.
pub async fn draft(conn: &mut Conn, document_id: i64) -> Result<Draft> {
    store::draft(conn, document_id)
        .await?
        .ok_or_else(|| Error::not_found("这篇稿件"))
}

/// Saves over revision `base`, and never over anything newer.
pub async fn save(
    conn: &mut Conn,
    actor: &Actor,
    document_id: i64,
    base: i64,
    content: Content,
    now: Timestamp,
) -> Result<Saved> {
    let document = store::lock_document(conn, document_id)
        .await?
        .ok_or_else(|| Error::not_found("这篇稿件"))?;
    let person_id = may_write(conn, actor, document.org_id, now).await?;
    if document.work == "in_review" {
        return Err(in_review());
    }
    let mut current = draft(conn, document_id).await?;
    let content = content.cleaned();
    if current.content == content {
        return Ok(Saved::Kept {
            revision: current.revision,
        });
    }
    if current.revision != base {
        return Ok(Saved::Conflict {
            theirs: Box::new(current),
        });
    }
    if !current.editors.contains(&person_id) {
        current.editors.push(person_id);
    }
    let revision = base + 1;
    store::put_draft(
        conn,
        document_id,
        revision,
        &content,
        &current.editors,
        person_id,
        now,
    )
    .await?;
    Ok(Saved::Kept { revision })
}

/// Notes an uploaded file as belonging to the document. Its bytes are kept already; it becomes part
/// of an edition when the draft's content names it.
pub async fn attach(
    conn: &mut Conn,
    actor: &Actor,
    document_id: i64,
    file: &AttachmentRef,
    now: Timestamp,
) -> Result<()> {
    let document = store::lock_document(conn, document_id)
        .await?
        .ok_or_else(|| Error::not_found("这篇稿件"))?;
    let person_id = may_write(conn, actor, document.org_id, now).await?;
    store::insert_attachment(conn, document_id, file, person_id, now).await
}

/// Writing for an organisation takes the post of a submitter there.
pub(super) async fn may_write(conn: &mut Conn, actor: &Actor, org_id: i64, now: Timestamp) -> Result<i64> {
    let standing = organisation::standing(conn, actor, org_id, civil_date(now)).await?;
    let writes = |hold: &procedure::Hold| hold.role == "submitter" && hold.relation == Relation::Own;
    match actor.person_id() {
        Some(person_id) if standing.holds.iter().any(writes) => Ok(person_id),
        _ => Err(Error::refuse(
            RefusalKind::Forbidden,
            "not-yours",
            "您没有为这个单位起草稿件的岗位。",
            "请由本单位的信息提交人起草，或者请组织人员管理员为您设岗。",
        )),
    }
}

fn in_review() -> Error {
    refuse_state(
        "这篇稿件正在审核，不能修改。",
        "提交人可以先撤回，改好后重新提交。",
    )
}

fn refuse_state(sentence: &str, onward: &str) -> Error {
    Error::refuse(RefusalKind::Conflict, "not-now", sentence, onward)
}

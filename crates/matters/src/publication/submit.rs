//! 提交: a working copy becomes an edition, and the edition goes into review.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Issue, RefusalKind, Result};
use office::docket::{Docket, Done, Opening, Order};
use office::organisation::Actor;
use serde_json::{Map, Value as Json, json};

use super::content::Content;
use super::draft::{self, Draft};
use super::{DOCUMENT, store};

/// What keeps this content from being submitted; all of it at once, each at its field.
pub fn problems(content: &Content, published_before: bool) -> Vec<Issue> {
    let mut found = Vec::new();
    let mut need = |missing: bool, field: &str, code: &str, sentence: &str, onward: &str| {
        if missing {
            found.push(Issue::new(code, sentence, onward).at(field));
        }
    };
    let body = text::sanitise::plain_text(&content.body);
    need(
        content.title.is_empty(),
        "title",
        "title-missing",
        "还没有填写标题。",
        "请填写标题。",
    );
    need(
        content.title.chars().count() > 200,
        "title",
        "title-long",
        "标题超过200个字。",
        "请缩短标题，细节写进正文或内容概述。",
    );
    let pictures = content.pictures_astray();
    need(
        !pictures.is_empty(),
        "body",
        "picture-astray",
        &format!(
            "正文里有{}张图片不是这篇稿件的附件（{}），公开后显示不出来。",
            pictures.len(),
            pictures.first().map_or("", String::as_str)
        ),
        "请删去，或者把图片作为附件上传。",
    );
    let lost = text::page::residue(&body);
    need(
        lost.is_some(),
        "body",
        "character-lost",
        &format!(
            "正文里有丢失的字，只剩读音：“{}”。",
            lost.as_deref().unwrap_or_default()
        ),
        "请对照原件补上这个字，删去字母和读音。",
    );
    need(
        body.trim().is_empty(),
        "body",
        "body-missing",
        "还没有正文。",
        "请填写正文，或者从 Word、WPS 粘贴。",
    );
    need(
        content.column_id == 0,
        "column_id",
        "column-missing",
        "还没有选择栏目。",
        "请选择要发布到的栏目。",
    );
    need(
        content.meta.genre.is_empty(),
        "genre",
        "genre-missing",
        "还没有选择体裁分类。",
        "请选择体裁分类。",
    );
    need(
        content.meta.summary.chars().count() > 300,
        "summary",
        "summary-long",
        "内容概述超过300个字。",
        "请缩短内容概述。",
    );
    let number = &content.meta.doc_number;
    need(
        !number.is_empty() && text::docnumber::parse(number).is_none(),
        "doc_number",
        "doc-number-form",
        "发文字号的写法无法识别。",
        "请按“机关代字〔年份〕顺序号”填写，例如“晴政发〔2026〕5号”；没有发文字号的请留空。",
    );
    need(
        published_before && content.change_note.is_empty(),
        "change_note",
        "change-note-missing",
        "修改已公开的内容要写明改了什么、为什么改。",
        "请填写更新说明，它会与新版本一同公开。",
    );
    found
}

/// A document is dated by its signature (GB/T 9704), which may still be days away when it is submitted. [K]
const DATED_AHEAD_DAYS: i64 = 14;

/// What only the day and the other documents tell: a date of the document's own that lies further ahead than
/// a review takes, a relation to a document that there is not.
async fn problems_here(conn: &mut Conn, content: &Content, today: Date) -> Result<Vec<Issue>> {
    let mut found = Vec::new();
    let last = today.saturating_add(DATED_AHEAD_DAYS.days());
    if let Some(on) = content.meta.written_on.filter(|on| *on > last) {
        let sentence = format!("成文日期{on}离现在还有{DATED_AHEAD_DAYS}天以上。");
        found.push(Issue::new("written-in-future", sentence, "请核对文件落款的日期。").at("written_on"));
    }
    for relation in &content.relations {
        if !store::slug_taken(conn, &relation.slug).await? {
            let sentence = format!("关联的文件“{}”不存在。", relation.slug);
            found.push(
                Issue::new(
                    "relation-unknown",
                    sentence,
                    "请核对网址末尾的编号，或者删去这条关联。",
                )
                .at("relations"),
            );
        }
    }
    Ok(found)
}

/// Makes the next edition of revision `revision` and sends it into review: a new case, or the same
/// one where it was returned or recalled.
pub async fn submit(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    document_id: i64,
    revision: i64,
    order: Order,
    now: Timestamp,
) -> Result<Done> {
    let document = store::lock_document(conn, document_id)
        .await?
        .ok_or_else(|| Error::not_found("这篇稿件"))?;
    if let Some(done) = sent_before(docket, conn, &order, DOCUMENT, document_id).await? {
        return Ok(done);
    }
    draft::may_write(conn, actor, document.org_id, now).await?;
    let draft = draft::draft(conn, document_id).await?;
    let here = problems_here(conn, &draft.content, civil_date(now)).await?;
    ready(&draft, revision, here)?;
    let index_number = index_number(conn, &draft, now).await?;
    let edition = store::insert_edition(conn, &draft, &index_number, now).await?;
    store::set_work(conn, document_id, "in_review").await?;
    let order = Order {
        data: declared(&draft, &edition.digest),
        documents: vec![edition.digest.clone()],
        ..order
    };
    let open_case = match document.case_id {
        Some(case_id) if docket.case(conn, case_id).await?.state.is_open() => Some(case_id),
        _ => None,
    };
    let done = match open_case {
        Some(case_id) => docket.act(conn, case_id, "resubmit", actor, order, now).await?,
        None => {
            let opening = opening(conn, &draft).await?;
            docket.open(conn, opening, actor, order, now).await?
        }
    };
    store::bind_case(conn, document_id, done.case_id).await?;
    Ok(done)
}

/// The same form sent twice is answered like the first time, wherever its matter stands by now.
pub(super) async fn sent_before(
    docket: &Docket,
    conn: &mut Conn,
    order: &Order,
    subject_kind: &str,
    subject_id: i64,
) -> Result<Option<Done>> {
    let Some(done) = docket.answered(conn, order.request_key.as_deref()).await? else {
        return Ok(None);
    };
    let file = docket.file(conn, done.case_id).await?;
    Ok((file.subject_kind == subject_kind && file.subject_id == subject_id).then_some(done))
}

fn ready(draft: &Draft, revision: i64, here: Vec<Issue>) -> Result<()> {
    if draft.work == "in_review" {
        return Err(Error::refuse(
            RefusalKind::Conflict,
            "in-review",
            "这篇稿件已经提交，正在审核。",
            "可以在审核页查看进度；需要修改的，请先撤回。",
        ));
    }
    if draft.revision != revision {
        return Err(Error::refuse(
            RefusalKind::Conflict,
            "draft-moved",
            "提交之前，有人又保存了这篇稿件。",
            "请打开最新的稿件看过改动，再提交。",
        ));
    }
    let mut found = problems(&draft.content, draft.published_before);
    found.extend(here);
    if draft.work == "none" {
        found.push(Issue::new(
            "nothing-changed",
            "与已公开的版本相比没有改动。",
            "请修改后再提交。",
        ));
    }
    if found.is_empty() {
        Ok(())
    } else {
        Err(Error::invalid(found))
    }
}

/// What the review declares: exactly what is submitted, and who wrote and edited it, so that the
/// engine keeps them from reviewing.
fn declared(draft: &Draft, digest: &str) -> Map<String, Json> {
    let mut data = Map::new();
    data.insert("edition_digest".to_owned(), json!(digest));
    data.insert("touched_by".to_owned(), json!(draft.editors));
    data
}

async fn opening(conn: &mut Conn, draft: &Draft) -> Result<Opening> {
    Ok(Opening {
        procedure: store::review_procedure(conn, draft.org_id).await?,
        act: "submit".to_owned(),
        org_id: draft.org_id,
        title: draft.content.title.clone(),
        subject_kind: DOCUMENT.to_owned(),
        subject_id: draft.document_id,
        parent_id: None,
        params: Map::new(),
        series: "审".to_owned(),
    })
}

/// 索引号, assigned once, at the first submission: `<统一社会信用代码>/<yyyyMM>-<5 digits>`.
async fn index_number(conn: &mut Conn, draft: &Draft, now: Timestamp) -> Result<String> {
    if let Some(assigned) = &draft.index_number {
        return Ok(assigned.clone());
    }
    let today = civil_date(now);
    let month = format!("{}{:02}", today.year(), today.month());
    store::assign_index_number(conn, draft.document_id, draft.org_id, &month).await
}

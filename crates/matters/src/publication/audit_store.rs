//! Whether what the tables say was published is what the record says was approved.

use std::collections::HashSet;

use kernel::Result;
use kernel::db::{Conn, Row};
use kernel::{args, code};

use super::import::content_key;
use super::{held, store};

/// Editions held against the record.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// How many editions were read.
    pub editions: u64,
    /// How many of them came with an accepted batch.
    pub imported: u64,
    /// How many of them have a digest that does not cover the document's address.
    pub unaddressed: u64,
    /// Documents whose standing was held against the events.
    pub documents: u64,
    /// Posts that were held against the registers.
    pub posts: u64,
    /// Every fault, a Chinese sentence with its place.
    pub problems: Vec<String>,
}

/// So many rows at a time.
const PAGE_ROWS: i64 = 500;

/// Computes every edition's digest anew and looks for it in the event that submitted or published it;
/// an imported one is held against the report that its batch was accepted by. Then every document's
/// standing, and every post, is held against what the events say.
pub async fn audit(conn: &mut Conn) -> Result<Audit> {
    let mut audit = Audit::default();
    let imported = batches(conn, &mut audit).await?;
    editions(conn, &imported, &mut audit).await?;
    held::hold(conn, &mut audit).await?;
    Ok(audit)
}

async fn editions(conn: &mut Conn, imported: &HashSet<i64>, audit: &mut Audit) -> Result<()> {
    let mut after = 0i64;
    loop {
        let rows = conn
            .all(
                "SELECT e.id, e.document_id, e.number, e.digest, e.title, e.body, e.meta, e.column_id, e.change_note,
                        e.editors, e.made_at, e.published_at, e.ended_at, d.slug, d.index_number,
                        (SELECT v.documents FROM event v JOIN case_file c ON c.id = v.case_id
                         WHERE c.subject_kind = 'document' AND c.subject_id = e.document_id
                           AND v.recorded_at = COALESCE(e.published_at, e.made_at) ORDER BY v.id DESC LIMIT 1) AS witness
                 FROM edition e JOIN document d ON d.id = e.document_id WHERE e.id > $1 ORDER BY e.id LIMIT $2",
                args![after, PAGE_ROWS],
            )
            .await?;
        for row in &rows {
            after = row.get("id")?;
            audit.editions += 1;
            edition(row, imported, audit)?;
        }
        if (rows.len() as i64) < PAGE_ROWS {
            return Ok(());
        }
    }
}

fn edition(row: &Row, imported: &HashSet<i64>, audit: &mut Audit) -> Result<()> {
    let (slug, number): (String, i64) = (row.get("slug")?, row.get("number")?);
    let place = format!("文档 {slug} 第 {number} 次送审的版本");
    let Ok(edition) = store::edition_row(row) else {
        audit
            .problems
            .push(format!("{place}无法读出：数据库里的这一行被改动过"));
        return Ok(());
    };
    let index_number: String = row.get::<Option<String>>("index_number")?.unwrap_or_default();
    if edition.content.digest(&slug, &index_number, number) == edition.digest {
        // As it should be.
    } else if edition.content.digest_without_address(&index_number, number) == edition.digest {
        audit.unaddressed += 1;
    } else {
        audit.problems.push(format!(
            "{place}（{}）与它的摘要值不符：网址、标题、正文、元数据、索引号或摘要值在送审之后被改动过",
            edition.content.title
        ));
    }
    let witness: Option<String> = row.get("witness")?;
    let witnessed = witness.is_some_and(|documents| documents.contains(&format!("\"{}\"", edition.digest)));
    if !witnessed && !imported.contains(&edition.id) {
        let act = if edition.published_at.is_some() {
            "公开"
        } else {
            "送审"
        };
        audit.problems.push(format!(
            "{place}：记录里没有{act}它的事件（摘要值 {}）",
            short(&edition.digest)
        ));
    }
    Ok(())
}

/// Editions that a batch's accepted report witnesses.
async fn batches(conn: &mut Conn, audit: &mut Audit) -> Result<HashSet<i64>> {
    let rows = conn
        .all(
            "SELECT b.id, b.label,
                    (SELECT v.documents FROM event v WHERE v.case_id = b.case_id AND v.act = 'accept' LIMIT 1) AS accepted
             FROM import_batch b WHERE b.standing = 'accepted' ORDER BY b.id",
            args![],
        )
        .await?;
    let mut witnessed = HashSet::new();
    for row in &rows {
        let (batch_id, label): (i64, String) = (row.get("id")?, row.get("label")?);
        let accepted: Option<String> = row.get("accepted")?;
        let manifest = items(conn, batch_id, &label, audit, &mut witnessed).await?;
        if !accepted.is_some_and(|accepted| accepted.contains(&manifest)) {
            audit.problems.push(format!(
                "导入批次“{label}”与验收时的报告不符：有条目在验收之后被增删或改动过"
            ));
        }
    }
    audit.imported = witnessed.len() as u64;
    Ok(witnessed)
}

/// Holds each item against the edition it became. The digest over the report, as it was accepted.
async fn items(
    conn: &mut Conn,
    batch_id: i64,
    label: &str,
    audit: &mut Audit,
    witnessed: &mut HashSet<i64>,
) -> Result<String> {
    let (mut lines, mut after) = (String::new(), 0i64);
    loop {
        let rows = conn
            .all(
                "SELECT i.id AS item_id, i.source_name, i.content_key, i.standing, e.id, e.number, e.digest, e.title,
                        e.body, e.meta, e.column_id, e.change_note, e.editors, e.made_at, e.published_at, e.ended_at
                 FROM import_item i LEFT JOIN edition e
                   ON e.document_id = i.document_id AND e.number = 1 AND i.standing = 'published'
                 WHERE i.batch_id = $1 AND i.id > $2 ORDER BY i.id LIMIT $3",
                args![batch_id, after, PAGE_ROWS],
            )
            .await?;
        for row in &rows {
            after = row.get("item_id")?;
            let (key, standing): (String, String) = (row.get("content_key")?, row.get("standing")?);
            // Acceptance turns what was ready into what is published; the report said ready.
            let reported = if standing == "published" {
                "ready"
            } else {
                &standing
            };
            lines.push_str(&format!("{key} {reported}\n"));
            if standing == "published" {
                item(row, &key, label, audit, witnessed)?;
            }
        }
        if (rows.len() as i64) < PAGE_ROWS {
            return Ok(code::sha256_hex(lines.as_bytes()));
        }
    }
}

fn item(row: &Row, key: &str, label: &str, audit: &mut Audit, witnessed: &mut HashSet<i64>) -> Result<()> {
    match store::edition_row(row) {
        Ok(edition) if content_key(&edition.content) == key => {
            witnessed.insert(edition.id);
        }
        _ => {
            let name: String = row.get("source_name")?;
            audit
                .problems
                .push(format!("导入批次“{label}”的“{name}”：公开的内容与验收的内容不符"));
        }
    }
    Ok(())
}

pub(super) fn short(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}

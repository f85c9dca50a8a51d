//! SQL of what is held against the record.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use kernel::db::{Conn, Row};
use kernel::{Result, args};
use procedure::Definition;
use serde_json::{Map, Value as Json};

use super::Happened;
use super::document::{BatchRow, DocumentRow, EditionRow, Stone};
use super::post::Post;
use crate::publication::Audit;
use crate::publication::store::listing;

/// So many rows at a time.
const PAGE_ROWS: i64 = 500;

/// Definitions by digest; one whose text is another is a fault.
pub(super) async fn definitions(conn: &mut Conn, audit: &mut Audit) -> Result<BTreeMap<String, Definition>> {
    let rows = conn
        .all(
            "SELECT digest, code, body FROM procedure_definition ORDER BY digest",
            args![],
        )
        .await?;
    let mut known = BTreeMap::new();
    for row in &rows {
        let (digest, code): (String, String) = (row.get("digest")?, row.get("code")?);
        match Definition::parse(&row.get::<String>("body")?) {
            Ok(definition) if definition.digest() == digest => {
                known.insert(digest, definition);
            }
            _ => audit
                .problems
                .push(format!("流程定义 {code} 与它的摘要值不符：留存的原文被改动过")),
        }
    }
    Ok(known)
}

/// Events behind row `after`, in the order of recording.
pub(super) async fn events(conn: &mut Conn, after: i64) -> Result<Vec<Happened>> {
    let rows = conn
        .all(
            "SELECT id, case_id, kind, act, recorded_at, data, documents,
                    CASE WHEN salt IS NULL THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS erased
             FROM event WHERE id > $1 ORDER BY id LIMIT $2",
            args![after, PAGE_ROWS],
        )
        .await?;
    rows.iter().map(happened).collect()
}

fn happened(row: &Row) -> Result<Happened> {
    let envelope: Map<String, Json> = serde_json::from_str(&row.get::<String>("data")?)?;
    let data = envelope
        .get("data")
        .and_then(Json::as_object)
        .cloned()
        .unwrap_or_default();
    Ok(Happened {
        id: row.get("id")?,
        case_id: row.get("case_id")?,
        kind: row.get("kind")?,
        act: row.get("act")?,
        at: row.get("recorded_at")?,
        erased: row.get("erased")?,
        data,
        procedure: envelope
            .get("procedure")
            .and_then(Json::as_str)
            .map(str::to_owned),
        documents: serde_json::from_str(&row.get::<String>("documents")?)?,
    })
}

pub(super) async fn editions(conn: &mut Conn) -> Result<Vec<EditionRow>> {
    let (mut editions, mut after) = (Vec::new(), 0i64);
    loop {
        let rows = conn
            .all(
                "SELECT id, document_id, number, digest, meta, published_at, ended_at FROM edition
                 WHERE id > $1 ORDER BY id LIMIT $2",
                args![after, PAGE_ROWS],
            )
            .await?;
        for row in &rows {
            after = row.get("id")?;
            editions.push(EditionRow {
                id: after,
                document_id: row.get("document_id")?,
                number: row.get("number")?,
                digest: row.get("digest")?,
                published_at: row.get("published_at")?,
                ended_at: row.get("ended_at")?,
                listing: listing(&row.get::<String>("meta")?),
            });
        }
        if (rows.len() as i64) < PAGE_ROWS {
            return Ok(editions);
        }
    }
}

/// Batches by their case, with what their items became.
pub(super) async fn batches(conn: &mut Conn) -> Result<HashMap<i64, BatchRow>> {
    let rows = conn
        .all(
            "SELECT b.case_id, b.label, b.standing AS batch_standing, i.standing, i.document_id
             FROM import_batch b LEFT JOIN import_item i ON i.batch_id = b.id AND i.standing IN ('ready', 'published')
             WHERE b.case_id IS NOT NULL ORDER BY i.id",
            args![],
        )
        .await?;
    let mut batches: HashMap<i64, BatchRow> = HashMap::new();
    for row in &rows {
        let accepted = row.get::<String>("batch_standing")? == "accepted";
        let batch = batches.entry(row.get("case_id")?).or_insert_with(|| BatchRow {
            settled: accepted,
            ..Default::default()
        });
        batch.label = row.get("label")?;
        let (standing, document): (Option<String>, Option<i64>) =
            (row.get("standing")?, row.get("document_id")?);
        match (standing.as_deref(), document) {
            (Some("published"), Some(document)) => batch.documents.push(document),
            (Some(_), _) => batch.settled = false,
            (None, _) => {}
        }
    }
    Ok(batches)
}

pub(super) async fn documents(conn: &mut Conn) -> Result<Vec<DocumentRow>> {
    let rows = conn
        .all(
            "SELECT id, slug, standing, public_edition, first_published_at, listed_at, tombstone FROM document ORDER BY id",
            args![],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(DocumentRow {
                id: row.get("id")?,
                slug: row.get("slug")?,
                standing: row.get("standing")?,
                public_edition: row.get("public_edition")?,
                first_published_at: row.get("first_published_at")?,
                listed_at: row.get("listed_at")?,
                tombstone: row
                    .get::<Option<String>>("tombstone")?
                    .map(|stone| stone_of(&stone)),
            })
        })
        .collect()
}

/// A stone of before 0.2.0 has a `reason`, which is not shown any more: only its instant is compared.
fn stone_of(text: &str) -> Stone {
    let stone: Json = serde_json::from_str(text).unwrap_or_default();
    let at = stone["at"]
        .as_i64()
        .and_then(|at| Timestamp::from_microsecond(at).ok());
    let said = |key: &str| stone[key].as_str().unwrap_or_default().to_owned();
    let old = stone["ground"].is_null() && stone["notice"].is_null() && !stone["reason"].is_null();
    Stone {
        words: (!old).then(|| (said("ground"), said("notice"))),
        at: at.unwrap_or(Timestamp::MIN),
        erased: false,
    }
}

pub(super) async fn posts(conn: &mut Conn) -> Result<BTreeMap<i64, Post>> {
    let rows = conn
        .all(
            "SELECT id, person_id, org_id, role, title, subtree, from_on, until_on FROM post ORDER BY id",
            args![],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let post = Post {
                person_id: row.get("person_id")?,
                org_id: row.get("org_id")?,
                role: row.get("role")?,
                title: row.get("title")?,
                subtree: row.get("subtree")?,
                from_on: row.get("from_on")?,
                until_on: row.get("until_on")?,
            };
            Ok((row.get("id")?, post))
        })
        .collect()
}

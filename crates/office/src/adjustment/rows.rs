//! What an adjustment changes: told apart from what is in force, row by row.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, Issue, Result};
use serde::{Deserialize, Serialize};

use super::{proposer, store};
use crate::catalogue::{self, Item};
use crate::organisation::{self, Actor};

/// One item, as it is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The item's code.
    pub code: String,
    /// As it is to be; nothing: it leaves the catalogue.
    pub item: Option<Item>,
    /// The version in force when the change was made; 0: none was.
    pub before: i64,
}

/// What became of a workbook or a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The adjustment's row.
    pub id: i64,
    /// Items that are new.
    pub new: usize,
    /// Items that change.
    pub changed: usize,
    /// Items that leave.
    pub ended: usize,
    /// Items that are in force just so already, and are left out.
    pub same: usize,
}

/// Keeps what a workbook or a form says as a draft; in force is nothing of it yet.
///
/// # Errors
/// Forbidden: no post. Invalid: items of organisations elsewhere, items that contradict themselves, nothing that
/// changes.
pub async fn begin(
    conn: &mut Conn,
    actor: &Actor,
    org_id: i64,
    label: &str,
    items: Vec<Item>,
    ended: Vec<String>,
    now: Timestamp,
) -> Result<Begun> {
    let made_by = proposer(conn, actor, org_id, now).await?;
    sound(conn, org_id, &items).await?;
    let (mut changes, mut begun) = (
        Vec::new(),
        Begun {
            id: 0,
            new: 0,
            changed: 0,
            ended: 0,
            same: 0,
        },
    );
    for item in items {
        let before = version_now(conn, &item.code).await?;
        if before > 0 && in_force(conn, &item).await? {
            begun.same += 1;
            continue;
        }
        *(if before == 0 {
            &mut begun.new
        } else {
            &mut begun.changed
        }) += 1;
        changes.push(Change {
            code: item.code.clone(),
            item: Some(item),
            before,
        });
    }
    for code in ended {
        let entry = catalogue::entry(conn, &code).await?;
        begun.ended += 1;
        changes.push(Change {
            before: entry.version,
            item: None,
            code,
        });
    }
    if changes.is_empty() {
        let issue = Issue::new(
            "nothing-changes",
            format!("这 {} 项与现行目录完全一致，没有要调整的。", begun.same),
            "请核对是不是选错了文件。",
        );
        return Err(Error::invalid(vec![issue.at("file")]));
    }
    let rows_digest = digest(&changes)?;
    begun.id = store::insert(conn, org_id, label, &rows_digest, made_by, &changes, now).await?;
    Ok(begun)
}

/// SHA-256 of the rows as JSON, hex.
pub(super) fn digest(changes: &[Change]) -> Result<String> {
    Ok(kernel::code::sha256_hex(
        serde_json::to_string(changes)?.as_bytes(),
    ))
}

/// The version in force; 0 where there is none.
pub(super) async fn version_now(conn: &mut Conn, code: &str) -> Result<i64> {
    match catalogue::entry(conn, code).await {
        Ok(entry) => Ok(entry.version),
        Err(Error::Refusal(_)) => Ok(0),
        Err(fault) => Err(fault),
    }
}

/// It is in the catalogue in just these words.
async fn in_force(conn: &mut Conn, item: &Item) -> Result<bool> {
    let entry = catalogue::entry(conn, &item.code).await?;
    let there = catalogue::item(conn, &entry, entry.version).await?;
    Ok(entry.in_force && there == *item)
}

/// Every item belongs here and holds together.
async fn sound(conn: &mut Conn, org_id: i64, items: &[Item]) -> Result<()> {
    let orgs = organisation::directory(conn).await?;
    let own = orgs
        .iter()
        .find(|org| org.id == org_id)
        .map(|org| org.path.clone());
    let own = own.ok_or_else(|| Error::not_found("这个单位"))?;
    let mut issues = Vec::new();
    for item in items {
        let here = orgs
            .iter()
            .any(|org| org.code == item.org_code && org.path.starts_with(&own));
        if !here {
            let sentence = format!("“{}”的实施主体不在您调整的单位里。", item.name);
            issues.push(Issue::new("elsewhere", sentence, "请由该单位或者上级提出调整。").at("file"));
        }
        for fault in catalogue::faults(item) {
            let sentence = format!("“{}”：{}", item.name, fault.sentence);
            issues.push(Issue::new("item", sentence, "").at(fault.field));
        }
    }
    if issues.is_empty() {
        Ok(())
    } else {
        Err(Error::invalid(issues))
    }
}

//! What an adjustment changes: told apart from what is in force, row by row.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, Issue, Result};
use serde::{Deserialize, Serialize};

use super::listed::Listed;
use super::{proposer, store};
use crate::catalogue::Item;
use crate::organisation::{self, Actor};

/// One item or power, as it is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change<T = Item> {
    /// Its code.
    pub code: String,
    /// As it is to be; nothing: it leaves the list.
    pub item: Option<T>,
    /// The newest version when the change was made; 0: there was none.
    pub before: i64,
}

/// What became of a workbook or a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The adjustment's row.
    pub id: i64,
    /// Rows that are new.
    pub new: usize,
    /// Rows that change.
    pub changed: usize,
    /// Rows that leave.
    pub ended: usize,
    /// Rows that are in force just so already, and are left out.
    pub same: usize,
}

/// Keeps what a workbook or a form says as a draft; in force is nothing of it yet.
///
/// # Errors
/// Forbidden: no post. Invalid: rows of organisations elsewhere, rows that contradict themselves, nothing that changes.
pub async fn begin<T: Listed>(
    conn: &mut Conn,
    actor: &Actor,
    org_id: i64,
    label: &str,
    items: Vec<T>,
    ended: Vec<String>,
    now: Timestamp,
) -> Result<Begun> {
    let made_by = proposer(conn, actor, org_id, T::LIST, now).await?;
    sound(conn, org_id, &items).await?;
    let mut changes = Vec::new();
    let mut begun = Begun {
        id: 0,
        new: 0,
        changed: 0,
        ended: 0,
        same: 0,
    };
    for item in items {
        let newest = T::newest(conn, item.code()).await?;
        match &newest {
            None => begun.new += 1,
            Some(it) if it.body.as_ref() == Some(&item) => {
                begun.same += 1;
                continue;
            }
            Some(_) => begun.changed += 1,
        }
        changes.push(Change {
            code: item.code().to_owned(),
            item: Some(item),
            before: newest.map_or(0, |it| it.version),
        });
    }
    for code in ended {
        let newest = T::newest(conn, &code).await?;
        let newest = newest.ok_or_else(|| Error::not_found(&format!("“{code}”这一项")))?;
        begun.ended += 1;
        changes.push(Change {
            before: newest.version,
            item: None,
            code,
        });
    }
    if changes.is_empty() {
        let issue = Issue::new(
            "nothing-changes",
            format!("这 {} 项与现行的完全一致，没有要调整的。", begun.same),
            "请核对是不是选错了文件。",
        );
        return Err(Error::invalid(vec![issue.at("file")]));
    }
    let rows_digest = digest(&changes)?;
    begun.id = store::insert(
        conn,
        (org_id, T::LIST),
        label,
        &rows_digest,
        made_by,
        &changes,
        now,
    )
    .await?;
    Ok(begun)
}

/// SHA-256 of the rows as JSON, hex.
pub(super) fn digest<T: Serialize>(changes: &[Change<T>]) -> Result<String> {
    Ok(kernel::code::sha256_hex(
        serde_json::to_string(changes)?.as_bytes(),
    ))
}

/// Every row belongs here and holds together.
async fn sound<T: Listed>(conn: &mut Conn, org_id: i64, items: &[T]) -> Result<()> {
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
            .any(|org| org.code == item.org_code() && org.path.starts_with(&own));
        if !here {
            let sentence = format!("“{}”不属于您调整的单位。", item.name());
            issues.push(Issue::new("elsewhere", sentence, "请由该单位或者上级提出调整。").at("file"));
        }
        for fault in item.faults() {
            let sentence = format!("“{}”：{}", item.name(), fault.sentence);
            issues.push(Issue::new("item", sentence, "").at(fault.field));
        }
    }
    if issues.is_empty() {
        Ok(())
    } else {
        Err(Error::invalid(issues))
    }
}

//! What search finds of a service item: its version in force, or nothing.

use kernel::Result;
use kernel::db::Conn;
use search::Doc;

use super::Entry;
use crate::adjustment::{self, ADJUSTMENT};
use crate::catalogue::{self, Item};

/// The kind of service items in the index.
pub const ITEM: &str = "item";

/// Codes of the items that an event of a case about this subject may have changed.
pub async fn touched(conn: &mut Conn, subject_kind: &str, subject_id: i64) -> Result<Vec<String>> {
    if subject_kind != ADJUSTMENT {
        return Ok(Vec::new());
    }
    let changes = adjustment::changes(conn, subject_id).await?;
    Ok(changes.into_iter().map(|change| change.code).collect())
}

/// What the index should hold of this item now; nothing where it never came into force.
pub async fn item(conn: &mut Conn, code: &str) -> Result<Option<Entry>> {
    let Some(entry) = catalogue::find(conn, code).await? else {
        return Ok(None);
    };
    if !entry.in_force {
        return Ok(Some(Entry::Remove(ITEM.to_owned(), entry.id)));
    }
    let it = catalogue::item(conn, &entry, entry.version).await?;
    Ok(Some(Entry::Put(Box::new(Doc {
        kind: ITEM.to_owned(),
        id: entry.id,
        title: it.name.clone(),
        body: words(&it),
        names: it.everyday_words.clone(),
        index_number: Some(entry.code.clone()),
        org_id: Some(entry.org_id),
        org_path: entry.org_path.split('/').filter_map(|id| id.parse().ok()).collect(),
        url: format!("/services/{}", entry.code),
        ..Doc::default()
    }))))
}

/// Everything on the guide that somebody may look for, the answer in thirty seconds first: it is what the list of
/// hits shows.
fn words(it: &Item) -> String {
    let mut lines: Vec<&str> = vec![&it.brief];
    lines.extend(it.conditions.iter().map(String::as_str));
    lines.extend(it.materials.iter().map(|one| one.name.as_str()));
    for faq in &it.faqs {
        lines.extend([faq.question.as_str(), &faq.answer]);
    }
    lines.extend([it.result_name.as_str(), &it.main_name, &it.sub_name, &it.theme]);
    lines.extend(it.basis.iter().map(String::as_str));
    lines.extend(it.everyday_words.iter().map(String::as_str));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

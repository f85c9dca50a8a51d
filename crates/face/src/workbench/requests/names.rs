//! What rows of other rooms call a request: all of them bear the same title.

use std::collections::HashMap;

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use matters::request;
use office::docket::CaseFile;

use super::reach::POSTS;
use crate::door::Visitor;
use crate::workbench::casework;

/// Names for those of these cases that are about a request, by case: what is wanted, for whoever may read it; else
/// its number beside the title. Each comes with the members of the block that runs in it.
pub async fn names(
    conn: &mut Conn,
    visitor: &Visitor,
    cases: &[(&CaseFile, &[String])],
    now: Timestamp,
) -> Result<HashMap<i64, String>> {
    let (mut names, readable) = casework::names(&POSTS, conn, visitor, request::REQUEST, cases, now).await?;
    let requests: Vec<i64> = readable.values().copied().collect();
    let wanted = request::wanted(conn, &requests).await?;
    for (case_id, request_id) in readable {
        if let Some(wanted) = wanted.get(&request_id).filter(|it| !it.is_empty()) {
            names.insert(case_id, wanted.clone());
        }
    }
    Ok(names)
}

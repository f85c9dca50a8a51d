//! What rows of other rooms call a request: all of them bear the same title.

use std::collections::HashMap;

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use matters::request;
use office::docket::CaseFile;
use office::organisation::CaseSeat;

use super::reach::{self, Sight};
use crate::door::Visitor;

/// Names for those of these cases that are about a request, by case: what is wanted, for whoever may read it; else
/// its number beside the title. Each comes with the members of the block that runs in it.
pub async fn names(
    conn: &mut Conn,
    visitor: &Visitor,
    cases: &[(&CaseFile, &[String])],
    now: Timestamp,
) -> Result<HashMap<i64, String>> {
    let (mut sights, mut names, mut readable) = (HashMap::new(), HashMap::new(), HashMap::new());
    for (file, members) in cases {
        if file.subject_kind != request::REQUEST {
            continue;
        }
        names.insert(file.id, format!("{}（{}）", file.title, file.number));
        if sees(conn, visitor, file, members, &mut sights, now).await? >= Sight::Wanted {
            readable.insert(file.id, file.subject_id);
        }
    }
    let requests: Vec<i64> = readable.values().copied().collect();
    let wanted = request::wanted(conn, &requests).await?;
    for (case_id, request_id) in readable {
        if let Some(wanted) = wanted.get(&request_id).filter(|it| !it.is_empty()) {
            names.insert(case_id, wanted.clone());
        }
    }
    Ok(names)
}

/// What the visitor sees by a post towards the organisation, asked once for each; where that is not enough, by
/// assisting in this very case.
async fn sees(
    conn: &mut Conn,
    visitor: &Visitor,
    file: &CaseFile,
    members: &[String],
    sights: &mut HashMap<i64, Sight>,
    now: Timestamp,
) -> Result<Sight> {
    let sight = match sights.get(&file.org_id) {
        Some(sight) => *sight,
        None => reach::of_organisation(conn, visitor, file.org_id, now).await?,
    };
    sights.insert(file.org_id, sight);
    if sight >= Sight::Wanted || members.is_empty() {
        return Ok(sight);
    }
    let seat = CaseSeat {
        case_id: file.id,
        org_id: file.org_id,
        members,
    };
    reach::of_seat(conn, visitor, seat, now).await
}

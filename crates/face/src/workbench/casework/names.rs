//! What rows of other rooms call a case of a matter whose cases all bear the same title.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use office::docket::CaseFile;
use office::organisation::CaseSeat;

use super::reach::{Posts, Sight};
use crate::door::Visitor;

/// Of these cases those about `kind`, by case: the row that each is about where the visitor may read it, and for the
/// others the number beside the title. Each case comes with the members of the block that runs in it.
pub async fn names(
    posts: &Posts,
    conn: &mut Conn,
    visitor: &Visitor,
    kind: &str,
    cases: &[(&CaseFile, &[String])],
    now: Timestamp,
) -> Result<(HashMap<i64, String>, BTreeMap<i64, i64>)> {
    let (mut sights, mut names, mut readable) = (HashMap::new(), HashMap::new(), BTreeMap::new());
    for (file, members) in cases {
        if file.subject_kind != kind {
            continue;
        }
        names.insert(file.id, format!("{}（{}）", file.title, file.number));
        if sees(posts, conn, visitor, file, members, &mut sights, now).await? >= Sight::Share {
            readable.insert(file.id, file.subject_id);
        }
    }
    Ok((names, readable))
}

/// What the visitor sees by a post towards the organisation, asked once for each; where that is not enough, by
/// assisting in this very case.
async fn sees(
    posts: &Posts,
    conn: &mut Conn,
    visitor: &Visitor,
    file: &CaseFile,
    members: &[String],
    sights: &mut HashMap<i64, Sight>,
    now: Timestamp,
) -> Result<Sight> {
    let sight = match sights.get(&file.org_id) {
        Some(sight) => *sight,
        None => posts.of_organisation(conn, visitor, file.org_id, now).await?,
    };
    sights.insert(file.org_id, sight);
    if sight >= Sight::Share || members.is_empty() {
        return Ok(sight);
    }
    let seat = CaseSeat {
        case_id: file.id,
        org_id: file.org_id,
        members,
    };
    posts.of_seat(conn, visitor, seat, now).await
}

//! Who may see what of a request.
//!
//! **The law behind it.** 个人信息保护法 art. 51（二）, （四）: no further than the work needs.

use std::cmp::max;

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, RefusalKind, Result};
use office::docket::Case;
use office::organisation::{self, Actor, CaseSeat};
use procedure::{Relation, Standing};

use crate::door::Visitor;
use crate::workbench::acting::principals;

/// Posts that handle requests, or answer for how they are handled.
const HANDLING: [&str; 5] = [
    "request_clerk",
    "openness_head",
    "head",
    "branch_leader",
    "supervisor",
];
/// Posts that do the work itself; where an organisation has none, the county's do it.
const WORKING: [&str; 2] = ["request_clerk", "openness_head"];

/// How much somebody may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// Not even that it is there.
    Nothing,
    /// Where it stands and when it is due: whoever supervises from above.
    Outline,
    /// That, and what is wanted: whoever assists.
    Wanted,
    /// Everything: whoever handles it.
    Full,
}

/// For whom the visitor may act: themselves, and those they stand in for.
pub async fn actors(conn: &mut Conn, visitor: &Visitor, now: Timestamp) -> Result<Vec<Actor>> {
    let own = Actor::person(visitor.person_id);
    let lent = principals(conn, visitor.person_id, now).await?;
    Ok(std::iter::once(own.clone())
        .chain(lent.into_iter().map(|(id, _)| own.clone().on_behalf(id)))
        .collect())
}

/// What the visitor may see of requests to this organisation.
pub async fn of_organisation(
    conn: &mut Conn,
    visitor: &Visitor,
    org_id: i64,
    now: Timestamp,
) -> Result<Sight> {
    let mut sight = Sight::Nothing;
    for actor in actors(conn, visitor, now).await? {
        let standing = organisation::standing(conn, &actor, org_id, civil_date(now)).await?;
        sight = max(sight, seen(&standing));
    }
    Ok(sight)
}

/// What the visitor may see of this case.
pub async fn of_case(conn: &mut Conn, visitor: &Visitor, case: &Case, now: Timestamp) -> Result<Sight> {
    of_seat(conn, visitor, case.seat(), now).await
}

/// The same, where only its seat is at hand.
pub async fn of_seat(
    conn: &mut Conn,
    visitor: &Visitor,
    seat: CaseSeat<'_>,
    now: Timestamp,
) -> Result<Sight> {
    let mut sight = Sight::Nothing;
    for actor in actors(conn, visitor, now).await? {
        let standing = organisation::standing_in(conn, &actor, seat, civil_date(now)).await?;
        sight = max(sight, seen(&standing));
    }
    Ok(sight)
}

fn seen(standing: &Standing) -> Sight {
    let handling = standing
        .holds
        .iter()
        .filter(|hold| HANDLING.contains(&hold.role.as_str()));
    let each = handling.map(|hold| match &hold.relation {
        Relation::Own => Sight::Full,
        Relation::Member => Sight::Wanted,
        Relation::Ancestor(_) if works_from_above(standing, &hold.role) => Sight::Full,
        _ => Sight::Outline,
    });
    each.max().unwrap_or(Sight::Nothing)
}

/// The county handles what an organisation without a clerk of its own is asked.
fn works_from_above(standing: &Standing, role: &str) -> bool {
    WORKING.contains(&role) && standing.lacking.iter().any(|lacking| lacking == role)
}

/// Whether the visitor does the work of this organisation's requests.
pub async fn works(conn: &mut Conn, visitor: &Visitor, org_id: i64, now: Timestamp) -> Result<bool> {
    for actor in actors(conn, visitor, now).await? {
        let standing = organisation::standing(conn, &actor, org_id, civil_date(now)).await?;
        let fits = standing.holds.iter().any(|hold| {
            let here = hold.relation == Relation::Own || works_from_above(&standing, &hold.role);
            WORKING.contains(&hold.role.as_str()) && here
        });
        if fits {
            return Ok(true);
        }
    }
    Ok(false)
}

/// As whom the visitor registers requests to this organisation; nobody where they may not.
pub async fn clerk(conn: &mut Conn, visitor: &Visitor, org_id: i64, now: Timestamp) -> Result<Option<Actor>> {
    for actor in actors(conn, visitor, now).await? {
        let standing = organisation::standing(conn, &actor, org_id, civil_date(now)).await?;
        let county = |relation: &Relation| *relation == Relation::Ancestor("county".to_owned());
        let fits = standing.holds.iter().any(|hold| {
            let above = county(&hold.relation) && works_from_above(&standing, &hold.role);
            hold.role == "request_clerk" && (hold.relation == Relation::Own || above)
        });
        if fits {
            return Ok(Some(actor));
        }
    }
    Ok(None)
}

/// Refuses whoever may not see at least this much.
pub fn need(sight: Sight, least: Sight) -> Result<()> {
    if sight >= least {
        return Ok(());
    }
    Err(Error::refuse(
        RefusalKind::Forbidden,
        "not-yours",
        "这件申请由其他单位办理，您没有查看的岗位。",
        "需要办理的，请组织人员管理员为您设岗。",
    ))
}

/// The paths of the organisations whose requests the visitor sees, none of them below another.
pub async fn paths(conn: &mut Conn, visitor: &Visitor, now: Timestamp) -> Result<Vec<String>> {
    let seats = organisation::seats(conn, visitor.person_id, civil_date(now)).await?;
    let mut paths: Vec<String> = seats
        .into_iter()
        .filter(|seat| HANDLING.contains(&seat.role.as_str()))
        .map(|seat| seat.org_path)
        .collect();
    paths.sort();
    paths.dedup();
    let all = paths.clone();
    paths.retain(|path| {
        !all.iter()
            .any(|other| other != path && path.starts_with(other.as_str()))
    });
    Ok(paths)
}

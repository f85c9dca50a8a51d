//! For whom somebody acts in a case, and what of it they may read.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, RefusalKind, Result};
use office::docket::Case;
use office::organisation::{self, Actor};
use procedure::{Offer, Relation};

use crate::App;
use crate::door::Visitor;

/// Somebody in a case: for themselves, or for somebody who is away.
pub struct Acting {
    /// As the engine is told.
    pub actor: Actor,
    /// For whom: row and name.
    pub principal: Option<(i64, String)>,
    /// What they may do.
    pub offers: Vec<Offer>,
}

/// What the visitor may do in the case: first for themselves; where that is nothing, for those who
/// have asked them to stand in.
pub async fn acting(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    case: &Case,
    now: Timestamp,
) -> Result<Acting> {
    let own = Actor::person(visitor.person_id);
    let offers = app.docket.offers(conn, case, &own, now).await?;
    if !offers.is_empty() {
        return Ok(Acting {
            actor: own,
            principal: None,
            offers,
        });
    }
    for (principal, name) in principals(conn, visitor.person_id, now).await? {
        let actor = Actor::person(visitor.person_id).on_behalf(principal);
        let offers = app.docket.offers(conn, case, &actor, now).await?;
        if !offers.is_empty() {
            return Ok(Acting {
                actor,
                principal: Some((principal, name)),
                offers,
            });
        }
    }
    Ok(Acting {
        actor: own,
        principal: None,
        offers: Vec::new(),
    })
}

/// The actor that a form names: oneself, or whom one stands in for. The engine checks it.
pub fn actor_of(visitor: &Visitor, principal: Option<i64>) -> Actor {
    match principal {
        Some(principal) => Actor::person(visitor.person_id).on_behalf(principal),
        None => Actor::person(visitor.person_id),
    }
}

async fn principals(conn: &mut Conn, person_id: i64, now: Timestamp) -> Result<Vec<(i64, String)>> {
    let mut found: Vec<(i64, String)> = Vec::new();
    for seat in organisation::seats(conn, person_id, civil_date(now)).await? {
        if let Some(principal) = seat.on_behalf_of.filter(|one| !found.contains(one)) {
            found.push(principal);
        }
    }
    Ok(found)
}

/// Refuses whoever has no business with what this organisation has not published: it takes a post
/// there, or above it one that reviews or supervises, or standing in for such a post.
pub async fn may_see(conn: &mut Conn, visitor: &Visitor, org_id: i64, now: Timestamp) -> Result<()> {
    let mut actors = vec![Actor::person(visitor.person_id)];
    for (principal, _) in principals(conn, visitor.person_id, now).await? {
        actors.push(Actor::person(visitor.person_id).on_behalf(principal));
    }
    for actor in actors {
        let standing = organisation::standing(conn, &actor, org_id, civil_date(now)).await?;
        if standing
            .holds
            .iter()
            .any(|hold| hold.relation == Relation::Own || hold.role != "submitter")
        {
            return Ok(());
        }
    }
    Err(Error::refuse(
        RefusalKind::Forbidden,
        "not-yours",
        "这是其他单位还没有公开的内容，您没有查看的岗位。",
        "需要办理的，请组织人员管理员为您设岗；已公开的内容可以在门户上查看。",
    ))
}

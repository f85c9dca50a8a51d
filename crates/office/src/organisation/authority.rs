//! Who may act where: from posts and delegations to the engine's standing.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Result};
use procedure::{Relation, Standing};

use super::store::{self, PostHeld};

/// Somebody who acts, for themselves or on behalf of somebody who is away. It grants nothing by
/// itself: what it may do is read from posts inside every act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    person_id: Option<i64>,
    on_behalf_of: Option<i64>,
}

impl Actor {
    /// The system itself: expiries, linked cases.
    pub fn system() -> Actor {
        Actor { person_id: None, on_behalf_of: None }
    }

    /// A person acting for themselves.
    pub fn person(person_id: i64) -> Actor {
        Actor { person_id: Some(person_id), on_behalf_of: None }
    }

    /// The same person acting for `principal`, where a delegation lets them.
    pub fn on_behalf(self, principal: i64) -> Actor {
        Actor { on_behalf_of: Some(principal), ..self }
    }

    /// Who; nobody for the system.
    pub fn person_id(&self) -> Option<i64> {
        self.person_id
    }

    /// For whom.
    pub fn on_behalf_of(&self) -> Option<i64> {
        self.on_behalf_of
    }
}

/// Where in the tree a case lies: all of a case that authority needs to know.
#[derive(Clone, Copy, Debug)]
pub struct CaseSeat<'a> {
    /// The case.
    pub case_id: i64,
    /// Its organisation.
    pub org_id: i64,
    /// Members of the block that runs in it; empty where none does.
    pub members: &'a [String],
}

/// What the actor holds towards an organisation on a day, and which roles nobody holds there.
///
/// An organisation that was merged is its successor: whoever holds a post there stands to the old
/// one's cases as to their own. Everybody with a post in the organisation is also a `handler` of its
/// work: somebody to whom a colleague may hand it.
pub async fn standing(conn: &mut Conn, actor: &Actor, org_id: i64, on: Date) -> Result<Standing> {
    let Some(person_id) = actor.person_id else { return Ok(Standing::system()) };
    let (org_id, path) =
        store::acting_organisation(conn, org_id, on).await?.ok_or_else(|| Error::not_found("这个单位"))?;
    let posts = match actor.on_behalf_of {
        Some(principal) => store::delegated_posts(conn, person_id, principal, on).await?,
        None => store::posts_held(conn, person_id, on).await?,
    };
    let mut standing = Standing::default();
    for post in &posts {
        if let Some(relation) = relation(post, org_id, &path) {
            standing = standing.with(&post.role, relation);
        }
    }
    if actor.on_behalf_of.is_none() && posts.iter().any(|post| post.org_id == org_id) {
        standing = standing.with(HANDLER, Relation::Own);
    }
    let held = store::roles_held_at(conn, org_id, on).await?;
    for role in super::ROLES {
        if !held.iter().any(|held| held == role.code) {
            standing = standing.lacking(role.code);
        }
    }
    Ok(standing)
}

/// The role of somebody between whom work changes hands. No post gives it.
const HANDLER: &str = "handler";

/// As [`standing`], with what the actor holds in the branches of a block that runs in the case. A
/// branch's member is an organisation, `o` and its row. In a hand-over, only the two people between
/// whom it runs are handlers.
pub async fn standing_in(conn: &mut Conn, actor: &Actor, seat: CaseSeat<'_>, on: Date) -> Result<Standing> {
    let mut whole = standing(conn, actor, seat.org_id, on).await?;
    let parties = store::handover_parties(conn, seat.case_id).await?;
    if !parties.is_empty() {
        whole.holds.retain(|hold| hold.role != HANDLER);
        let own = actor.on_behalf_of.is_none();
        if own && actor.person_id.is_some_and(|person_id| parties.contains(&person_id)) {
            whole = whole.with(HANDLER, Relation::Own);
        }
    }
    for member in seat.members {
        let Some(org_id) = member.strip_prefix('o').and_then(|id| id.parse().ok()) else { continue };
        for hold in standing(conn, actor, org_id, on).await?.holds {
            if hold.relation == Relation::Own {
                whole = whole.within(&hold.role, Relation::Member, member);
            }
        }
    }
    Ok(whole)
}

/// How a post relates to an organisation: it is there (or reaches down to it), or it is above.
fn relation(post: &PostHeld, org_id: i64, path: &str) -> Option<Relation> {
    if post.org_id == org_id {
        return Some(Relation::Own);
    }
    let above = path.starts_with(&post.org_path);
    match (above, post.subtree) {
        (true, true) => Some(Relation::Own),
        (true, false) => Some(Relation::Ancestor(post.org_kind.clone())),
        (false, _) => None,
    }
}

/// Who is told when word goes to `role` of a case: whoever holds it in the case's organisation (or in
/// its successor); where nobody does, whoever holds it in the nearest organisation above; and their
/// delegates. For a hand-over's `handler`, the two people between whom it runs.
pub async fn recipients(conn: &mut Conn, role: &str, seat: CaseSeat<'_>, now: Timestamp) -> Result<Vec<i64>> {
    if role == HANDLER {
        return store::handover_parties(conn, seat.case_id).await;
    }
    let on = civil_date(now);
    let Some((_, path)) = store::acting_organisation(conn, seat.org_id, on).await? else { return Ok(Vec::new()) };
    for org_id in path.split('/').rev().filter_map(|id| id.parse::<i64>().ok()) {
        let people = store::holders(conn, role, org_id, on).await?;
        if !people.is_empty() {
            return Ok(people);
        }
    }
    Ok(Vec::new())
}

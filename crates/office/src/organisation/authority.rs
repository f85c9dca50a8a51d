//! Who may act where: from posts and delegations to the engine's standing.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Result};
use procedure::{Relation, Standing};

use super::store::{self, Grounds, PostHeld};

/// Somebody who acts, for themselves or on behalf of somebody who is away. It grants nothing by
/// itself: what it may do is read from posts inside every act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    person_id: Option<i64>,
    on_behalf_of: Option<i64>,
    party: Option<Party>,
}

/// Somebody outside the house who is a party of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Party {
    role: String,
    /// Their branch, where the case has forked for several.
    member: Option<String>,
}

impl Actor {
    /// The system itself: expiries, linked cases.
    pub fn system() -> Actor {
        Actor {
            person_id: None,
            on_behalf_of: None,
            party: None,
        }
    }

    /// Whoever asked for the case. Made only by a matter that has seen the case's query code, or in
    /// opening the case.
    pub fn applicant() -> Actor {
        Actor::party("applicant", None)
    }

    /// A third party in their own branch, known in the case as `member`.
    pub fn third_party(member: &str) -> Actor {
        Actor::party("third_party", Some(member.to_owned()))
    }

    fn party(role: &str, member: Option<String>) -> Actor {
        Actor {
            party: Some(Party {
                role: role.to_owned(),
                member,
            }),
            ..Actor::system()
        }
    }

    /// A person acting for themselves.
    pub fn person(person_id: i64) -> Actor {
        Actor {
            person_id: Some(person_id),
            ..Actor::system()
        }
    }

    /// The same person acting for `principal`, where a delegation lets them.
    pub fn on_behalf(self, principal: i64) -> Actor {
        Actor {
            on_behalf_of: Some(principal),
            ..self
        }
    }

    /// Who; nobody for the system.
    pub fn person_id(&self) -> Option<i64> {
        self.person_id
    }

    /// The role of a party; nobody of the house.
    pub fn party_role(&self) -> Option<&str> {
        self.party.as_ref().map(|party| party.role.as_str())
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

impl Party {
    fn standing(&self) -> Standing {
        match &self.member {
            Some(member) => Standing::default().within(&self.role, Relation::Party, member),
            None => Standing::default().with(&self.role, Relation::Party),
        }
    }
}

/// What the actor holds towards an organisation on a day, and which roles nobody holds there.
///
/// An organisation that was merged is its successor: whoever holds a post there stands to the old
/// one's cases as to their own. Everybody with a post in the organisation is also a `handler` of its
/// work: somebody to whom a colleague may hand it.
pub async fn standing(conn: &mut Conn, actor: &Actor, org_id: i64, on: Date) -> Result<Standing> {
    Ok(grounded(conn, actor, org_id, None, on).await?.0)
}

/// The role of somebody between whom work changes hands. No post gives it.
const HANDLER: &str = "handler";

/// As [`standing`], with what the actor holds in the branches of a block that runs in the case. A
/// branch's member is an organisation, `o` and its row. In a hand-over, only the two people between
/// whom it runs are handlers.
pub async fn standing_in(conn: &mut Conn, actor: &Actor, seat: CaseSeat<'_>, on: Date) -> Result<Standing> {
    let (mut whole, parties) = grounded(conn, actor, seat.org_id, Some(seat.case_id), on).await?;
    if !parties.is_empty() {
        whole.holds.retain(|hold| hold.role != HANDLER);
        let own = actor.on_behalf_of.is_none();
        if own
            && actor
                .person_id
                .is_some_and(|person_id| parties.contains(&person_id))
        {
            whole = whole.with(HANDLER, Relation::Own);
        }
    }
    for member in seat.members {
        let Some(org_id) = super::of_member(member) else {
            continue;
        };
        for hold in standing(conn, actor, org_id, on).await?.holds {
            if hold.relation == Relation::Own {
                whole = whole.within(&hold.role, Relation::Member, member);
            }
        }
    }
    Ok(whole)
}

/// The standing, and between whom the case changes hands.
async fn grounded(
    conn: &mut Conn,
    actor: &Actor,
    org_id: i64,
    case_id: Option<i64>,
    on: Date,
) -> Result<(Standing, Vec<i64>)> {
    if let Some(party) = &actor.party {
        return Ok((party.standing(), Vec::new()));
    }
    let Some(person_id) = actor.person_id else {
        return Ok((Standing::system(), Vec::new()));
    };
    let mut asked = store::Asked {
        org_id,
        person_id,
        principal_id: actor.on_behalf_of,
        case_id,
        on,
    };
    for _ in 0..store::STEPS_MAX {
        let grounds = store::grounds(conn, &asked)
            .await?
            .ok_or_else(|| Error::not_found("这个单位"))?;
        match grounds.successor_id {
            Some(successor_id) => asked.org_id = successor_id,
            None => return Ok((stand(&grounds, actor, asked.org_id), grounds.parties)),
        }
    }
    Err(Error::not_found("这个单位"))
}

fn stand(grounds: &Grounds, actor: &Actor, org_id: i64) -> Standing {
    let mut standing = Standing::default();
    for post in &grounds.posts {
        if let Some(relation) = relation(post, org_id, &grounds.path) {
            standing = standing.with(&post.role, relation);
        }
    }
    if actor.on_behalf_of.is_none() && grounds.posts.iter().any(|post| post.org_id == org_id) {
        standing = standing.with(HANDLER, Relation::Own);
    }
    for role in super::ROLES {
        if !grounds.roles_held.iter().any(|held| held == role.code) {
            standing = standing.lacking(role.code);
        }
    }
    standing
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
    let (mut org_id, on) = (seat.org_id, civil_date(now));
    for _ in 0..store::STEPS_MAX {
        let holders = store::holders(conn, role, org_id, on).await?;
        org_id = match (holders.successor_id, holders.parent_id) {
            (Some(successor_id), _) => successor_id,
            (None, _) if !holders.people.is_empty() => return Ok(holders.people),
            (None, Some(parent_id)) => parent_id,
            (None, None) => break,
        };
    }
    Ok(Vec::new())
}

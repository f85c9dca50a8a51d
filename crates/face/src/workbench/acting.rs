//! For whom somebody acts in a case, and what of it they may read.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Issue, RefusalKind, Result};
use office::docket::{Case, Order};
use office::organisation::{self, Actor};
use procedure::{Branch, Offer, Relation};

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
    /// What their posts would let them do and the rules do not, in sentences.
    pub withheld: Vec<String>,
}

/// What is only not yet written on the form.
const UNWRITTEN: [&str; 4] = [
    "missing-field",
    "missing-reason",
    "missing-document",
    "not-checked",
];
/// Guards that keep one pair of eyes from being counted twice.
const OWN_WORK: [&str; 2] = ["touched-by-actor", "same-person"];

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
    let withheld = withheld(app, conn, visitor, case, now).await?;
    let offers = app.docket.offers(conn, case, &own, now).await?;
    if !offers.is_empty() {
        return Ok(Acting {
            actor: own,
            principal: None,
            offers,
            withheld,
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
                withheld,
            });
        }
    }
    Ok(Acting {
        actor: own,
        principal: None,
        offers: Vec::new(),
        withheld,
    })
}

/// Why moves are missing that somebody with these posts expects: who wrote it does not review it, who signed
/// once does not sign again, not even for somebody else.
pub async fn withheld(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    case: &Case,
    now: Timestamp,
) -> Result<Vec<String>> {
    let mut said = Vec::new();
    if !case.state.is_open() {
        return Ok(said);
    }
    let mut actors = vec![(Actor::person(visitor.person_id), String::new())];
    for (principal, name) in principals(conn, visitor.person_id, now).await? {
        actors.push((
            Actor::person(visitor.person_id).on_behalf(principal),
            format!("代 {name} "),
        ));
    }
    for (actor, whose) in actors {
        for step in case.definition.moves().iter().filter(|step| !step.reason) {
            let found = objections(app, conn, case, &actor, &step.code, None, now).await?;
            let own_work = |issue: &Issue| OWN_WORK.contains(&issue.code.as_str());
            if !found.is_empty() && found.iter().all(own_work) {
                let why: String = found
                    .iter()
                    .map(|issue| format!("{}{}", issue.sentence, issue.onward))
                    .collect();
                said.push(format!("您不能{whose}办理“{}”：{why}", step.label));
            }
        }
    }
    Ok(said)
}

/// What law and state have against this actor making the move now, fields that are still empty left out.
pub async fn objections(
    app: &App,
    conn: &mut Conn,
    case: &Case,
    actor: &Actor,
    act: &str,
    branch: Option<Branch>,
    now: Timestamp,
) -> Result<Vec<Issue>> {
    let order = Order {
        branch,
        ..Order::default()
    };
    let against = match app.docket.rehearse(conn, case, act, actor, order, now).await {
        Ok(()) => Vec::new(),
        Err(Error::Refusal(refusal)) => refusal.issues,
        Err(fault) => return Err(fault),
    };
    Ok(against
        .into_iter()
        .filter(|issue| !UNWRITTEN.contains(&issue.code.as_str()))
        .collect())
}

/// The actor that a form names: oneself, or whom one stands in for. The engine checks it.
pub fn actor_of(visitor: &Visitor, principal: Option<i64>) -> Actor {
    match principal {
        Some(principal) => Actor::person(visitor.person_id).on_behalf(principal),
        None => Actor::person(visitor.person_id),
    }
}

/// Those who have asked the person to stand in for them: row and name.
pub async fn principals(conn: &mut Conn, person_id: i64, now: Timestamp) -> Result<Vec<(i64, String)>> {
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

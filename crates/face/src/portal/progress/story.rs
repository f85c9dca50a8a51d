//! What happened to a case and where it stands, in words for everybody: public labels, legal dates, names of offices,
//! never one of a person.

use std::collections::BTreeMap;

use kernel::Result;
use kernel::db::Conn;
use kernel::time::{civil_date, minute_text};
use office::docket::Case;
use office::organisation;
use procedure::{Acted, Branch, Holder};

use super::Followed;

/// A step of the timeline.
pub(in crate::portal) struct Step {
    pub label: String,
    pub state: &'static str,
    pub when: String,
    pub note: String,
    pub href: String,
}

/// Who holds the ball, and what for.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::portal) struct Ball {
    pub what: String,
    pub who: String,
}

/// The offices through whose hands a case goes: whose it is, and those that have branches of it.
pub(in crate::portal) struct Hands {
    own: String,
    members: BTreeMap<String, String>,
}

impl Hands {
    /// Reads their names.
    pub async fn of(conn: &mut Conn, case: &Case) -> Result<Hands> {
        let branches = case.state.acts.iter().filter_map(|acted| acted.branch.as_ref());
        let open = case.state.tokens.iter().filter_map(|token| token.branch.as_ref());
        let mut members = BTreeMap::new();
        for branch in branches.chain(open) {
            if let Some(org_id) = organisation::of_member(&branch.member)
                && !members.contains_key(&branch.member)
            {
                let name = organisation::name(conn, org_id).await?;
                members.insert(branch.member.clone(), name);
            }
        }
        Ok(Hands {
            own: organisation::name(conn, case.file.org_id).await?,
            members,
        })
    }

    /// The office that acts in the branch, or in none; nothing where a branch is a person's.
    fn name(&self, branch: Option<&Branch>) -> Option<&str> {
        match branch {
            Some(branch) => self.members.get(&branch.member).map(String::as_str),
            None => Some(&self.own),
        }
    }
}

/// The public moves, oldest first, and where it stands now.
pub(in crate::portal) fn steps(case: &Case, hands: &Hands) -> Vec<Step> {
    let mut steps: Vec<Step> = case
        .state
        .acts
        .iter()
        .filter_map(|acted| done(case, acted, hands))
        .collect();
    let awaited = |code: &str| case.definition.place(code).is_some_and(|place| place.awaited);
    if case.state.is_open() && case.state.tokens.iter().any(|token| awaited(&token.place)) {
        steps.extend(balls(case, hands).into_iter().map(|ball| Step {
            label: ball.what,
            state: "now",
            when: "现在".to_owned(),
            note: ball.who,
            href: String::new(),
        }));
    }
    steps
}

fn done(case: &Case, acted: &Acted, hands: &Hands) -> Option<Step> {
    let label = case.definition.find_move(&acted.act)?.public.clone()?;
    let event = case.events.iter().find(|event| event.seq == acted.seq);
    let party = event.and_then(|event| event.party.as_deref());
    let note = match party {
        Some("applicant") => "由您办理",
        None if acted.actor.is_some() => hands.name(acted.branch.as_ref()).unwrap_or_default(),
        _ if acted.actor.is_none() && acted.act != "file" => "期限届满",
        _ => "",
    };
    let same_day = civil_date(acted.recorded_at) == acted.effective_on;
    Some(Step {
        label,
        state: "done",
        when: if same_day {
            minute_text(acted.recorded_at)
        } else {
            acted.effective_on.to_string()
        },
        note: note.to_owned(),
        href: String::new(),
    })
}

/// Where it stands, and with whom: each place once for each office that has it.
pub(in crate::portal) fn balls(case: &Case, hands: &Hands) -> Vec<Ball> {
    let mut balls: Vec<Ball> = Vec::new();
    for held in case.state.holders(&case.definition) {
        let Some(what) = held.public.clone() else {
            continue;
        };
        let ball = Ball {
            what,
            who: match (held.holder, &held.branch) {
                // Its part is done: it has it no more.
                (Holder::Nobody, Some(branch)) => hands.name(Some(branch)).unwrap_or_default().to_owned(),
                (holder, _) => who(holder, office(&held, hands)),
            },
        };
        if !balls.contains(&ball) {
            balls.push(ball);
        }
    }
    balls
}

/// Outside a branch another agency is none of this house, whatever its name is.
fn office<'h>(held: &procedure::Ball, hands: &'h Hands) -> Option<&'h str> {
    match (&held.branch, held.holder) {
        (None, Holder::OtherOffice) => None,
        (branch, _) => hands.name(branch.as_ref()),
    }
}

fn who(holder: Holder, office: Option<&str>) -> String {
    match (holder, office) {
        (Holder::Applicant, _) => "在您这里".to_owned(),
        (Holder::ThirdParty, _) => "在被征求意见的第三方".to_owned(),
        // Where nobody holds the ball, the office takes it up again.
        (_, Some(office)) => format!("在{office}"),
        (Holder::Office | Holder::Nobody, None) => "在经办机关".to_owned(),
        (Holder::OtherOffice, _) => "在其他机关".to_owned(),
    }
}

/// The page's heading.
pub(in crate::portal) fn heading(matter: &dyn Followed, case: &Case, result: Option<&str>) -> String {
    let held = case.state.holders(&case.definition).into_iter();
    let mut yours = held.filter(|held| held.holder == Holder::Applicant);
    match yours.find_map(|held| held.public) {
        Some(what) => format!("轮到您了：{what}"),
        None => matter.heading(case, result),
    }
}

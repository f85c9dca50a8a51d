//! What happened to a case and where it stands, in words for everybody: public labels, legal dates, never a
//! name.

use kernel::time::{civil_date, minute_text};
use office::docket::Case;
use procedure::{Acted, Holder};

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
    pub yours: bool,
}

/// The public moves, oldest first, and where it stands now.
pub(in crate::portal) fn steps(case: &Case) -> Vec<Step> {
    let mut steps: Vec<Step> = case
        .state
        .acts
        .iter()
        .filter_map(|acted| done(case, acted))
        .collect();
    let awaited = |code: &str| case.definition.place(code).is_some_and(|place| place.awaited);
    if case.state.is_open() && case.state.tokens.iter().any(|token| awaited(&token.place)) {
        steps.extend(balls(case).into_iter().map(|ball| Step {
            label: ball.what,
            state: "now",
            when: "现在".to_owned(),
            note: ball.who,
            href: String::new(),
        }));
    }
    steps
}

fn done(case: &Case, acted: &Acted) -> Option<Step> {
    let label = case.definition.find_move(&acted.act)?.public.clone()?;
    let event = case.events.iter().find(|event| event.seq == acted.seq);
    let party = event.and_then(|event| event.party.as_deref());
    let note = match party {
        Some("applicant") => "由您办理",
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

/// Where it stands, each place once, however many branches stand there.
pub(in crate::portal) fn balls(case: &Case) -> Vec<Ball> {
    let mut balls: Vec<Ball> = Vec::new();
    for held in case.state.holders(&case.definition) {
        let Some(what) = held.public else { continue };
        let ball = Ball {
            what,
            who: who(held.holder).to_owned(),
            yours: held.holder == Holder::Applicant,
        };
        if !balls.iter().any(|known| known.what == ball.what) {
            balls.push(ball);
        }
    }
    balls
}

fn who(holder: Holder) -> &'static str {
    match holder {
        // Where nobody holds the ball, the office takes it up again.
        Holder::Office | Holder::Nobody => "在经办机关",
        Holder::Applicant => "在您这里",
        Holder::ThirdParty => "在被征求意见的第三方",
        Holder::OtherOffice => "在其他机关",
    }
}

/// The page's heading.
pub(in crate::portal) fn heading(matter: &dyn Followed, case: &Case, result: Option<&str>) -> String {
    match balls(case).iter().find(|ball| ball.yours) {
        Some(ball) => format!("轮到您了：{}", ball.what),
        None => matter.heading(case, result),
    }
}

//! What a person may do now: buttons are drawn from this.

use calendar::Calendar;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::act::{Moment, Proposal, expiry, guards};
use crate::definition::{Choice, Definition, FieldKind, Guard, Move, Standing};
use crate::fact::Branch;
use crate::fold;
use crate::params::Params;
use crate::state::State;

/// Who asks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Who {
    /// The person; `None`: the program.
    pub actor: Option<i64>,
    /// What they are in this case.
    pub standing: Standing,
    /// How many linked cases are still open.
    pub linked_open: u32,
}

/// A field that an offered move takes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldNeed {
    /// Code.
    pub field: String,
    /// Chinese label.
    pub label: String,
    /// One line under the input.
    pub hint: Option<String>,
    /// Kind of value.
    pub kind: FieldKind,
    /// For a choice.
    pub choices: Vec<Choice>,
    /// Must it be given.
    pub required: bool,
    /// A personal value: keep it apart and give its digest.
    pub personal: bool,
    /// What the case already holds.
    pub known: Option<Value>,
}

/// A move that may be made, and what it needs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Offer {
    /// The move.
    pub act: String,
    /// The words on the button.
    pub label: String,
    /// The branch in which it may be made.
    pub branch: Option<Branch>,
    /// The fields it takes.
    pub fields: Vec<FieldNeed>,
    /// A reason is required.
    pub reason: bool,
    /// Documents required, in Chinese.
    pub documents: Vec<String>,
    /// Grounds on which an earlier legal date may be given.
    pub backdated: Vec<String>,
    /// The outside will see it: it cannot be corrected afterwards.
    pub outward: bool,
    /// It refuses, cancels or takes back.
    pub danger: bool,
    /// The article behind it.
    pub article: Option<String>,
}

/// Every move this person may make now. Expiries already due are reckoned with.
pub fn enabled(
    definition: &Definition,
    params: &Params,
    state: &State,
    calendar: &Calendar,
    now: Timestamp,
    who: &Who,
) -> Vec<Offer> {
    let after = after_expiries(&Moment {
        definition,
        params,
        state,
        calendar,
        now,
    });
    let moment = Moment {
        definition,
        params,
        state: after.as_ref().unwrap_or(state),
        calendar,
        now,
    };
    let mut offers = Vec::new();
    for step in definition
        .moves()
        .iter()
        .filter(|step| !definition.only_expires(step))
    {
        for branch in moment.candidates(step) {
            if offered(&moment, step, branch.as_ref(), who) {
                offers.push(offer(&moment, step, branch));
            }
        }
    }
    offers
}

/// Every way in which this person may open a case.
pub fn starting(definition: &Definition, standing: &Standing) -> Vec<Offer> {
    let state = State::default();
    let (params, calendar) = (Params::default(), Calendar::national());
    let moment = Moment {
        definition,
        params: &params,
        state: &state,
        calendar: &calendar,
        now: Timestamp::MIN,
    };
    let fits = |step: &&Move| step.actors.iter().any(|actor| actor.fits(standing, None));
    definition
        .starts()
        .filter(fits)
        .map(|step| offer(&moment, step, None))
        .collect()
}

fn after_expiries(moment: &Moment) -> Option<State> {
    if expiry::pending(moment).is_empty() {
        return None;
    }
    let Moment {
        definition,
        params,
        state,
        calendar,
        now,
    } = *moment;
    let planned = super::due_expiries(definition, params, state, calendar, now).ok()?;
    planned.into_iter().next_back().map(|p| p.state)
}

fn offered(moment: &Moment, step: &Move, branch: Option<&Branch>, who: &Who) -> bool {
    let member = branch.map(|b| b.member.as_str());
    let actors = moment.definition.actors(step, moment.place(step, branch));
    let Some(today) = Some(calendar::civil_date(moment.now))
        .filter(|_| actors.iter().any(|a| a.fits(&who.standing, member)))
    else {
        return false;
    };
    let mut asked = Proposal::new(&step.code, who.actor, Standing::default(), today);
    asked.branch = branch.cloned();
    asked.linked_open = who.linked_open;
    let barred =
        |guard: &Guard| !guard.suppliable(step) && guards::issue(moment, step, &asked, guard).is_some();
    guards::join_issue(moment, step).is_none()
        && !step.guards.iter().any(barred)
        && !spent(moment, step, branch)
        && fold::source(moment.definition, moment.state, step, branch).is_ok()
}

/// An extension that cannot be granted any more.
fn spent(moment: &Moment, step: &Move, branch: Option<&Branch>) -> bool {
    moment.definition.clocks().iter().any(|clock| {
        let Some(rule) = clock.extension.as_ref().filter(|e| e.by == step.code) else {
            return false;
        };
        let own = |h: &&crate::History| {
            h.clock == clock.code && (h.branch.is_none() || h.branch.as_ref() == branch)
        };
        let history = moment.state.clocks.iter().find(own).filter(|h| h.is_live());
        history.is_none_or(|h| {
            h.granted >= i64::from(rule.cap)
                || crate::clock::expired_at(clock, moment.params, h, moment.calendar, moment.now).is_some()
        })
    })
}

fn offer(moment: &Moment, step: &Move, branch: Option<Branch>) -> Offer {
    let need = |used: &crate::definition::FieldUse| {
        let field = moment.definition.field(&used.field)?;
        Some(FieldNeed {
            field: field.code.clone(),
            label: field.label.clone(),
            hint: field.hint.clone(),
            kind: field.kind,
            choices: field.choices.clone(),
            required: used.required
                || step
                    .guards
                    .iter()
                    .any(|g| *g == Guard::Checked(field.code.clone())),
            personal: field.personal,
            known: moment.state.value(&field.code, branch.as_ref()).cloned(),
        })
    };
    let document = |guard: &Guard| match guard {
        Guard::Document(name) => Some(name.clone()),
        _ => None,
    };
    Offer {
        act: step.code.clone(),
        label: step.label.clone(),
        fields: step.fields.iter().filter_map(need).collect(),
        reason: step.reason,
        documents: step.guards.iter().filter_map(document).collect(),
        backdated: step.backdated.clone(),
        outward: step.outward(),
        danger: step.danger,
        article: step.article.clone(),
        branch,
    }
}

//! Where a case lies, what its clocks say and what happened in it, as far as whoever looks may read it.

use kernel::time::{civil_date, minute_text};
use office::docket::{Case, Step};
use procedure::{ClockState, Holder, Reading};

use super::About;
use super::reach::Sight;
use crate::workbench::cases::{StepView, person};
use crate::workbench::words::{self, ClockView, LightView};

/// For `parts::meta_list`.
pub struct Fact {
    pub term: &'static str,
    pub text: String,
    pub wide: bool,
    pub href: String,
    pub claim: String,
}

/// A fact; nothing where there is nothing to say.
pub fn fact(term: &'static str, text: &str, wide: bool) -> Option<Fact> {
    let shown = !text.trim().is_empty();
    shown.then(|| Fact {
        term,
        text: text.to_owned(),
        wide,
        href: String::new(),
        claim: String::new(),
    })
}

/// Where a part of the case lies.
pub struct BallView {
    pub about: String,
    pub place: String,
    pub holder: &'static str,
    pub light: Option<LightView>,
    pub due: String,
}

/// Where the case lies, each branch with its own clock.
pub fn balls(case: &Case, readings: &[Reading], about: &About, sight: Sight) -> Vec<BallView> {
    case.state
        .holders(&case.definition)
        .into_iter()
        .map(|ball| {
            let own = readings
                .iter()
                .filter(|it| it.branch == ball.branch && counts(it));
            let own = own.min_by_key(|it| (it.due_on.is_none(), it.due_on)).cloned();
            let view = own.and_then(|reading| words::clocks(&[reading]).into_iter().next());
            BallView {
                about: ball
                    .branch
                    .as_ref()
                    .map(|it| named(&it.member, about, sight))
                    .unwrap_or_default(),
                place: ball.label,
                holder: ball.holder.label(),
                due: view.as_ref().map(|view| view.due.clone()).unwrap_or_default(),
                light: view.map(|view| view.light),
            }
        })
        .collect()
}

pub(super) fn counts(reading: &Reading) -> bool {
    !matches!(reading.state, ClockState::Idle | ClockState::Stopped)
}

/// Where the case lies, in officials' words.
pub fn place(case: &Case) -> String {
    let holders = case.state.holders(&case.definition);
    let mut places: Vec<String> = holders.into_iter().map(|ball| ball.label).collect();
    places.dedup();
    places.join("、")
}

/// Third parties are named only to whoever handles the case.
fn named(member: &str, about: &About, sight: Sight) -> String {
    if sight == Sight::Full || member.starts_with('o') {
        about.called(member)
    } else {
        "第三方".to_owned()
    }
}

/// The clocks that bind the office, and those that bind the others.
pub fn clocks(readings: &[Reading], about: &About, sight: Sight) -> (Vec<ClockView>, Vec<ClockView>) {
    let told = |reading: &Reading| {
        let mut reading = reading.clone();
        if let Some(branch) = &reading.branch {
            reading.label = format!("{}（{}）", reading.label, named(&branch.member, about, sight));
        }
        reading
    };
    let (ours, theirs): (Vec<_>, Vec<_>) = readings
        .iter()
        .map(told)
        .partition(|reading| reading.binds == Holder::Office);
    (words::clocks(&ours), words::clocks(&theirs))
}

/// The clock that everybody asks for, in a line: the last of these that was started.
pub fn line(readings: &[Reading], clocks: &[&str]) -> Option<(LightView, String)> {
    let mut of = readings.iter().filter(|it| clocks.contains(&it.clock.as_str()));
    let reading = of.rfind(|it| it.state != ClockState::Idle)?.clone();
    let paused = matches!(reading.state, ClockState::Paused { .. });
    let view = words::clocks(&[reading]).into_iter().next()?;
    let text = if paused {
        "暂停计时".to_owned()
    } else {
        view.light.text
    };
    Some((LightView { text, ..view.light }, view.due))
}

/// What happened. Words that may name people are for whoever handles the case. `told`: what else stands with a step,
/// by its place in the case.
pub fn steps(
    case: &Case,
    steps: &[Step],
    about: &About,
    sight: Sight,
    told: &[(i64, String)],
) -> Vec<StepView> {
    let done = steps.iter().map(|step| {
        let event = case.events.iter().find(|event| event.seq == step.seq);
        let branch = event.and_then(|event| event.branch.as_ref());
        let whose = branch
            .map(|it| format!("：{}", named(&it.member, about, sight)))
            .unwrap_or_default();
        let earlier =
            (civil_date(step.at) != step.effective_on).then(|| format!("法定日期 {}", step.effective_on));
        let reason = step.reason.clone().filter(|_| sight == Sight::Full);
        let more = told.iter().filter(|(seq, _)| *seq == step.seq);
        let more = more.map(|(_, words)| words.clone());
        let notes = earlier.into_iter().chain(reason).chain(more);
        StepView {
            label: format!("{} {}{whose}", person(step), step.label),
            state: "done",
            when: minute_text(step.at),
            note: notes.collect::<Vec<_>>().join("；"),
            href: String::new(),
        }
    });
    let open = case
        .state
        .holders(&case.definition)
        .into_iter()
        .filter(|_| case.state.is_open());
    let now = open.map(|ball| StepView {
        label: match &ball.branch {
            Some(branch) => format!("{}：{}", ball.label, named(&branch.member, about, sight)),
            None => ball.label.clone(),
        },
        state: "now",
        when: String::new(),
        note: "现在在这里".to_owned(),
        href: String::new(),
    });
    done.chain(now).collect()
}

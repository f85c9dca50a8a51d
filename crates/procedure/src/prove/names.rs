//! Every name is written once and everything named exists.

use std::collections::BTreeSet;

use crate::definition::{Budget, Choice, Definition, Effect, FieldKind, Fork, Guard, Move, Source};
use crate::problem::Collector;

pub(super) fn check(definition: &Definition, problems: &mut Collector) {
    let head = &definition.body().head;
    if head.code.is_empty() || head.name.is_empty() || head.version == 0 || head.basis.is_empty() {
        problems.add("procedure", "", "shape", "code、name、version、basis 都要写明");
    }
    let codes = |kind: &'static str, list: Vec<&str>, problems: &mut Collector| {
        let mut seen = BTreeSet::new();
        for code in list {
            if !seen.insert(code.to_owned()) {
                problems.add(kind, code, "duplicate-code", format!("“{code}”写了不止一次"));
            }
        }
    };
    codes(
        "parameter",
        definition.parameters().iter().map(|p| p.code.as_str()).collect(),
        problems,
    );
    codes(
        "field",
        definition.fields().iter().map(|f| f.code.as_str()).collect(),
        problems,
    );
    codes(
        "place",
        definition.places().iter().map(|p| p.code.as_str()).collect(),
        problems,
    );
    codes(
        "move",
        definition.moves().iter().map(|m| m.code.as_str()).collect(),
        problems,
    );
    codes(
        "clock",
        definition.clocks().iter().map(|c| c.code.as_str()).collect(),
        problems,
    );
    let mut known = Known { definition, problems };
    for step in definition.moves() {
        move_names(&mut known, step);
    }
    for clock in definition.clocks() {
        clock_names(&mut known, clock);
    }
}

struct Known<'a, 'b> {
    definition: &'a Definition,
    problems: &'a mut Collector<'b>,
}

impl Known<'_, '_> {
    fn place(&mut self, kind: &str, of: &str, code: &str) {
        if self.definition.place(code).is_none() {
            self.problems.add(
                kind,
                of,
                "unknown-place",
                format!("没有名为“{code}”的环节（place）"),
            );
        }
    }
    fn step(&mut self, kind: &str, of: &str, code: &str) {
        if self.definition.find_move(code).is_none() {
            self.problems.add(
                kind,
                of,
                "unknown-move",
                format!("没有名为“{code}”的动作（move）"),
            );
        }
    }
    fn clock(&mut self, kind: &str, of: &str, code: &str) {
        if self.definition.clock(code).is_none() {
            self.problems.add(
                kind,
                of,
                "unknown-clock",
                format!("没有名为“{code}”的期限（clock）"),
            );
        }
    }
    fn field(&mut self, kind: &str, of: &str, code: &str, kinds: &[FieldKind]) {
        match self.definition.field(code) {
            None => self.problems.add(
                kind,
                of,
                "unknown-field",
                format!("没有名为“{code}”的数据项（field）"),
            ),
            Some(field) if !kinds.is_empty() && !kinds.contains(&field.kind) => {
                self.problems.add(
                    kind,
                    of,
                    "field-kind",
                    format!("数据项“{code}”的类型在这里不合用"),
                );
            }
            // Presence may be asked of a personal value, its content never.
            Some(field) if field.personal && !kinds.is_empty() => {
                self.problems.add(
                    kind,
                    of,
                    "personal-read",
                    format!("“{code}”是个人信息，条件和期限不得读取"),
                );
            }
            _ => {}
        }
    }
    fn values(&mut self, of: &str, named: &str, choices: &[Choice], values: &[String]) {
        let strange = |v: &&String| !choices.is_empty() && !choices.iter().any(|c| c.code == **v);
        if let Some(value) = values.iter().find(strange) {
            let text = format!("“{named}”没有取值“{value}”");
            self.problems.add("move", of, "unknown-value", text);
        }
    }
    fn parameter(&mut self, kind: &str, of: &str, code: &str, wanted: FieldKind) {
        match self.definition.parameter(code) {
            None => self.problems.add(
                kind,
                of,
                "unknown-parameter",
                format!("没有名为“{code}”的参数（parameter）"),
            ),
            Some(p) if p.kind != wanted => {
                self.problems
                    .add(kind, of, "field-kind", format!("参数“{code}”的类型在这里不合用"));
            }
            _ => {}
        }
    }
}

fn move_names(known: &mut Known, step: &Move) {
    let of = step.code.as_str();
    let excepted = step.except.iter().map(String::as_str);
    for place in step
        .sources()
        .iter()
        .map(String::as_str)
        .chain(step.targets())
        .chain(excepted)
    {
        known.place("move", of, place);
    }
    for used in &step.fields {
        known.field("move", of, &used.field, &[]);
    }
    if let Some(Fork::Each { each, .. }) = &step.fork {
        known.field("move", of, each, &[FieldKind::Members]);
    }
    if let Some(join) = &step.join {
        known.step("move", of, &join.of);
        join.clock.iter().for_each(|clock| known.clock("move", of, clock));
    }
    step.guards.iter().for_each(|guard| guard_names(known, of, guard));
    for effect in &step.effects {
        if let Effect::Assign { field, .. } = effect {
            known.field("move", of, field, &[FieldKind::Person, FieldKind::Organisation]);
        }
    }
}

fn guard_names(known: &mut Known, of: &str, guard: &Guard) {
    match guard {
        Guard::Field(field) => known.field("move", of, field, &[]),
        Guard::ValueIn { field, values } => {
            use FieldKind::{Boolean, Choice, Date, Digest, Integer, Organisation, Text};
            known.field(
                "move",
                of,
                field,
                &[Boolean, Choice, Date, Digest, Integer, Organisation, Text],
            );
            let choices = known
                .definition
                .field(field)
                .map(|f| f.choices.as_slice())
                .unwrap_or_default();
            known.values(of, field, choices, values);
        }
        Guard::Checked(field) => known.field("move", of, field, &[FieldKind::Boolean]),
        Guard::Before(clock) | Guard::After(clock) => known.clock("move", of, clock),
        Guard::UntouchedByActor(field) => known.field("move", of, field, &[FieldKind::Persons]),
        Guard::DistinctFrom(moves) => moves.iter().for_each(|m| known.step("move", of, m)),
        Guard::ParameterIn { parameter, values } => parameter_names(known, of, parameter, values),
        Guard::Pending(clock) | Guard::Settled(clock) => known.clock("move", of, clock),
        Guard::EveryBranch {
            of: fork,
            field,
            values,
        } => {
            known.step("move", of, fork);
            use FieldKind::{Boolean, Choice, Text};
            known.field("move", of, field, &[Boolean, Choice, Text]);
            let choices = known.definition.field(field).map(|f| f.choices.as_slice());
            known.values(of, field, choices.unwrap_or_default(), values);
        }
        Guard::Document(_) | Guard::Count(_) | Guard::LinkedEnded => {}
    }
}

/// Only what an item chooses among few: numbers and dates are for clocks.
fn parameter_names(known: &mut Known, of: &str, parameter: &str, values: &[String]) {
    let Some(rule) = known.definition.parameter(parameter) else {
        known.parameter("move", of, parameter, FieldKind::Boolean);
        return;
    };
    if matches!(rule.kind, FieldKind::Boolean | FieldKind::Choice) {
        known.values(of, parameter, &rule.choices, values);
    } else {
        known.parameter("move", of, parameter, FieldKind::Boolean);
    }
}

fn clock_names(known: &mut Known, clock: &crate::definition::Clock) {
    let of = clock.code.as_str();
    let moves = [&clock.starts, &clock.stops, &clock.halts, &clock.restarts];
    moves
        .into_iter()
        .flatten()
        .for_each(|m| known.step("clock", of, m));
    clock
        .during
        .iter()
        .chain(&clock.pauses)
        .for_each(|p| known.place("clock", of, p));
    match &clock.budget {
        Some(Budget::Parameter { parameter }) => known.parameter("clock", of, parameter, FieldKind::Integer),
        Some(Budget::Field { field, .. }) => known.field("clock", of, field, &[FieldKind::Integer]),
        _ => {}
    }
    match &clock.anchor {
        Some(Source::Parameter(parameter)) => known.parameter("clock", of, parameter, FieldKind::Date),
        Some(Source::Field(field)) => known.field("clock", of, field, &[FieldKind::Date]),
        None => {}
    }
    if let Some(extension) = &clock.extension {
        known.step("clock", of, &extension.by);
        known.field("clock", of, &extension.field, &[FieldKind::Integer]);
    }
    clock.expiry.iter().for_each(|e| known.step("clock", of, &e.by));
    clock.within.iter().for_each(|law| known.clock("clock", of, law));
}

//! Rules on places and moves that can be read off the text.

use crate::definition::{Definition, FieldKind, From, Guard, Holder, Move, Place};
use crate::problem::Collector;

pub(super) fn check(definition: &Definition, problems: &mut Collector) {
    if definition.starts().next().is_none() {
        problems.add(
            "procedure",
            "",
            "no-start",
            "没有立案动作：至少要有一个不写 from 的 move",
        );
    }
    if !definition.places().iter().any(Place::is_end) {
        problems.add(
            "procedure",
            "",
            "no-end",
            "没有办结环节：至少要有一个写明 outcome 的 place",
        );
    }
    for field in definition
        .fields()
        .iter()
        .filter(|f| (f.kind == FieldKind::Choice) == f.choices.is_empty())
    {
        problems.add(
            "field",
            &field.code,
            "choices",
            "choice 类型须列出 choices，其他类型不得列出",
        );
    }
    definition
        .places()
        .iter()
        .for_each(|place| place_rules(definition, place, problems));
    definition
        .moves()
        .iter()
        .for_each(|step| move_rules(definition, step, problems));
}

fn place_rules(definition: &Definition, place: &Place, problems: &mut Collector) {
    let code = place.code.as_str();
    let leaves = |m: &&Move| m.sources().iter().any(|p| p == code) && !m.stay;
    if place.is_end() {
        if let Some(step) = definition
            .moves()
            .iter()
            .find(|m| m.sources().iter().any(|p| p == code))
        {
            problems.add(
                "place",
                code,
                "end-with-moves",
                format!("办结环节不能再有动作，却有“{}”", step.code),
            );
        }
        if place.holder != Holder::Nobody {
            problems.add("place", code, "end-held", "办结环节的 holder 应为 nobody");
        }
    } else if place.holder != Holder::Nobody && !definition.moves().iter().any(|m| leaves(&m)) {
        problems.add("place", code, "no-way-out", "有人持有的环节须有离开它的动作");
    }
}

fn move_rules(definition: &Definition, step: &Move, problems: &mut Collector) {
    let code = step.code.as_str();
    let ways = usize::from(step.to.is_some()) + usize::from(step.stay) + usize::from(step.fork.is_some());
    if ways != 1 {
        problems.add("move", code, "one-way", "to、stay、fork 须写且只写一个");
    }
    if step.stay && (step.is_start() || step.join.is_some()) {
        problems.add("move", code, "one-way", "立案和汇合动作不能同时是 stay");
    }
    if !step.except.is_empty() && step.from != From::Everywhere {
        problems.add("move", code, "except", "except 只能与 from = \"*\" 同写");
    }
    let unled = |place: &String| definition.place(place).is_some_and(|p| p.actors.is_empty());
    let whole = step.from == From::Everywhere || step.is_start() || step.join.is_some();
    if step.actors.is_empty() && (whole || step.sources().iter().any(unled)) {
        problems.add(
            "move",
            code,
            "no-actor",
            "没有写明由谁办理：动作或其所在环节须有 actor",
        );
    }
    for guard in &step.guards {
        guard_rules(definition, step, guard, problems);
    }
}

fn guard_rules(definition: &Definition, step: &Move, guard: &Guard, problems: &mut Collector) {
    let code = step.code.as_str();
    let taken = |field: &str| {
        definition
            .moves()
            .iter()
            .any(|m| m.fields.iter().any(|f| f.field == field))
    };
    match guard {
        Guard::Field(f)
        | Guard::Checked(f)
        | Guard::UntouchedByActor(f)
        | Guard::ValueIn { field: f, .. }
        | Guard::EveryBranch { field: f, .. }
            if !taken(f) =>
        {
            problems.add(
                "move",
                code,
                "never-given",
                format!("条件要看“{f}”，却没有任何动作收取它"),
            );
        }
        Guard::EveryBranch { of, .. } if definition.find_move(of).is_none_or(|m| m.fork.is_none()) => {
            problems.add(
                "move",
                code,
                "every-branch-of",
                "every_branch 的 of 须是一个分办动作",
            );
        }
        Guard::Count(0) => problems.add("move", code, "count-zero", "count 至少为1"),
        Guard::DistinctFrom(moves) if moves.is_empty() => {
            problems.add("move", code, "shape", "distinct_from 须列出动作");
        }
        _ => {}
    }
}

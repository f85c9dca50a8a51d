//! Blocks: what a fork opens one join closes, and nothing leaks in or out.

use std::collections::{BTreeMap, BTreeSet};

use crate::definition::{Body, Definition, JoinRule, Move};
use crate::problem::Collector;

/// Place → the forking move whose block it belongs to.
pub(crate) fn blocks(body: &Body) -> BTreeMap<String, String> {
    let mut map = BTreeMap::new();
    for fork in body.moves.iter().filter(|m| m.fork.is_some()) {
        for place in closure(body, fork.targets().into_iter().map(str::to_owned).collect()) {
            map.entry(place).or_insert_with(|| fork.code.clone());
        }
    }
    map
}

/// Places reached from these by ordinary moves; an end belongs to no block.
fn closure(body: &Body, mut reached: BTreeSet<String>) -> BTreeSet<String> {
    let is_end = |code: &str| body.places.iter().any(|p| p.code == code && p.is_end());
    loop {
        let ordinary = body
            .moves
            .iter()
            .filter(|m| m.join.is_none() && m.fork.is_none() && !m.stay);
        let from_here = ordinary.filter(|m| m.sources().iter().any(|p| reached.contains(p)));
        let next: BTreeSet<String> = from_here
            .filter_map(|m| m.to.clone())
            .filter(|p| !is_end(p))
            .collect();
        let size = reached.len();
        reached.extend(next);
        if reached.len() == size {
            return reached;
        }
    }
}

pub(super) fn check(definition: &Definition, problems: &mut Collector) {
    for fork in definition.moves().iter().filter(|m| m.fork.is_some()) {
        let joins = definition
            .moves()
            .iter()
            .filter(|m| m.join.as_ref().is_some_and(|j| j.of == fork.code))
            .count();
        if joins != 1 {
            problems.add(
                "move",
                &fork.code,
                "one-join",
                format!("一次分办须有且只有一个汇合，现有{joins}个"),
            );
        }
        if fork.sources().iter().any(|p| definition.block_of(p).is_some()) {
            problems.add("move", &fork.code, "nested-block", "并行环节之内不能再分办");
        }
    }
    for step in definition.moves().iter().filter(|m| m.join.is_some()) {
        join_rules(definition, step, problems);
    }
    leaks(definition, problems);
}

fn join_rules(definition: &Definition, step: &Move, problems: &mut Collector) {
    let Some(join) = &step.join else { return };
    let code = step.code.as_str();
    let foreign = |p: &&String| definition.block_of(p) != Some(&join.of);
    if step.sources().is_empty() || step.sources().iter().any(|p| foreign(&p)) {
        problems.add(
            "move",
            code,
            "join-outside",
            "汇合的 from 须是所汇合分办之内的环节",
        );
    }
    if step.to.is_none() {
        problems.add("move", code, "join-outside", "汇合须有去处（to）");
    }
    let lead = join.when == JoinRule::LeadAfter;
    if lead && (join.clock.is_none() || join.basis.as_ref().is_none_or(|b| b.trim().is_empty())) {
        problems.add(
            "move",
            code,
            "silence-without-basis",
            "lead_after 须写明期限（clock）和法律依据（basis）",
        );
    }
}

/// No move but a fork, a join or one from everywhere crosses a block's edge.
fn leaks(definition: &Definition, problems: &mut Collector) {
    let block = |place: &str| definition.block_of(place);
    let trunk: Vec<&str> = {
        let starts = definition
            .moves()
            .iter()
            .filter(|m| m.sources().is_empty() || m.join.is_some());
        starts.filter_map(|m| m.to.as_deref()).collect()
    };
    let trunk = closure(definition.body(), trunk.into_iter().map(str::to_owned).collect());
    for place in trunk.iter().filter(|p| block(p).is_some()) {
        problems.add("place", place, "block-leak", "这个环节既在并行之内又在并行之外");
    }
    for step in definition
        .moves()
        .iter()
        .filter(|m| m.join.is_none() && m.fork.is_none())
    {
        let to = step.to.as_deref().and_then(|p| definition.place(p));
        let inside = step.sources().iter().any(|p| block(p).is_some());
        if inside && to.is_some_and(|p| p.is_end()) {
            problems.add(
                "move",
                &step.code,
                "token-left",
                "并行环节不能单独办结：办结后还会留下其他并行环节",
            );
        }
        if inside
            && step
                .sources()
                .iter()
                .any(|p| block(p) != block(&step.sources()[0]))
        {
            problems.add("move", &step.code, "block-leak", "一个动作不能从并行内外两处出发");
        }
    }
}

//! Where boxes and arrows of a flowchart go.
//!
//! One column of boxes in the order of the procedure. An arrow to the next box runs straight
//! down; every other arrow leaves and enters at a slot of its own on a box's side and runs in
//! a lane of its own, forward ones on the right, backward ones on the left. So nothing ever
//! covers anything, whatever the definition.

use std::collections::BTreeMap;

use crate::definition::{Definition, Fork, From, Holder, Move, Place};

pub(super) const BOX_WIDTH: i32 = 284;
pub(super) const STUB: i32 = 172;
pub(super) const LANE: i32 = 16;
pub(super) const LINE: i32 = 18;
const GAP: i32 = 58;
const LABEL_EMS: f32 = 12.0;

/// A box: a place, or the start (`place` is `None`).
pub(super) struct Node<'a> {
    pub place: Option<&'a Place>,
    pub lines: Vec<String>,
    pub y: i32,
    pub height: i32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Down,
    Right,
    Left,
}

/// An arrow between two boxes.
pub(super) struct Arrow {
    pub from: usize,
    pub to: usize,
    pub label: Vec<String>,
    pub way: Way,
    pub lane: i32,
    pub y1: i32,
    pub y2: i32,
}

pub(super) struct Layout<'a> {
    pub nodes: Vec<Node<'a>>,
    pub arrows: Vec<Arrow>,
    pub left_lanes: i32,
    pub right_lanes: i32,
    pub bottom: i32,
}

pub(super) fn layout(definition: &Definition) -> Layout<'_> {
    let order = order(definition);
    let mut nodes = vec![Node {
        place: None,
        lines: vec!["开始".into()],
        y: 0,
        height: 0,
    }];
    nodes.extend(order.iter().map(|place| Node {
        place: Some(place),
        lines: lines(definition, place),
        y: 0,
        height: 0,
    }));
    let mut arrows = arrows(definition, &order);
    let (left_lanes, right_lanes) = lanes(&mut arrows);
    let bottom = stack(&mut nodes, &mut arrows);
    Layout {
        nodes,
        arrows,
        left_lanes,
        right_lanes,
        bottom,
    }
}

/// Places from the start on, ends last, each where it is first reached.
fn order(definition: &Definition) -> Vec<&Place> {
    let mut seen: Vec<&str> = Vec::new();
    let mut stack: Vec<&str> = definition.starts().flat_map(|m| m.targets()).rev().collect();
    while let Some(code) = stack.pop() {
        if seen.contains(&code) {
            continue;
        }
        seen.push(code);
        let leaving = definition
            .moves()
            .iter()
            .filter(|m| m.sources().iter().any(|p| p == code));
        let next: Vec<&str> = leaving.flat_map(|m| m.targets()).collect();
        // The order written is the order meant: what is written first comes first.
        stack.extend(next.into_iter().rev());
    }
    let mut list: Vec<&Place> = seen.iter().filter_map(|code| definition.place(code)).collect();
    let missing = definition
        .places()
        .iter()
        .filter(|p| !seen.contains(&p.code.as_str()));
    list.extend(missing);
    // Stable: keeps the order within each group.
    list.sort_by_key(|p| p.is_end());
    list
}

fn lines(definition: &Definition, place: &Place) -> Vec<String> {
    let mut lines = vec![place.label.clone()];
    let holder = place.holder.label();
    let roles: Vec<_> = place.actors.iter().map(|a| crate::role_label(&a.role)).collect();
    match roles.join("或") {
        _ if place.is_end() => {}
        _ if place.holder == Holder::Nobody => lines.push("等待各方".into()),
        roles if roles.is_empty() || roles == holder => lines.push(holder.to_owned()),
        roles => lines.push(format!("{holder}·{roles}")),
    }
    for clock in definition
        .clocks()
        .iter()
        .filter(|c| c.during.contains(&place.code))
    {
        lines.push(format!("{}：{}", clock.label, clock.budget_label(definition)));
    }
    if definition.block_of(&place.code).is_some() {
        lines.push("各方并行办理".into());
    }
    if place.ground.is_some() && definition.clocks().iter().any(|c| c.pauses.contains(&place.code)) {
        lines.push("所需时间依法不计".into());
    }
    let stays = definition
        .moves()
        .iter()
        .filter(|m| m.stay && m.sources().contains(&place.code));
    lines.extend(stays.map(|m| format!("可：{}", m.label)));
    lines.into_iter().flat_map(|line| wrap(&line, 20.0)).collect()
}

fn arrows(definition: &Definition, order: &[&Place]) -> Vec<Arrow> {
    let index = |code: &str| order.iter().position(|p| p.code == code).map(|n| n + 1);
    let mut labels: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for step in definition
        .moves()
        .iter()
        .filter(|m| !m.stay && m.from != From::Everywhere)
    {
        let sources: Vec<usize> = if step.is_start() {
            vec![0]
        } else {
            step.sources().iter().filter_map(|p| index(p)).collect()
        };
        for from in sources {
            for to in step.targets().into_iter().filter_map(index) {
                labels.entry((from, to)).or_default().push(label(step));
            }
        }
    }
    let arrow = |((from, to), texts): ((usize, usize), Vec<String>)| Arrow {
        from,
        to,
        label: texts.iter().flat_map(|t| wrap(t, LABEL_EMS)).collect(),
        way: if to == from + 1 {
            Way::Down
        } else if to > from {
            Way::Right
        } else {
            Way::Left
        },
        lane: 0,
        y1: 0,
        y2: 0,
    };
    labels.into_iter().map(arrow).collect()
}

fn label(step: &Move) -> String {
    let what = match (&step.fork, &step.join) {
        (Some(Fork::Each { .. } | Fork::Named { .. }), _) => "（分办）",
        (_, Some(_)) => "（汇合）",
        _ if step.is_system() => "（自动）",
        _ => "",
    };
    format!("{}{what}", step.label)
}

/// Gives each side arrow the innermost lane free over its whole length.
fn lanes(arrows: &mut [Arrow]) -> (i32, i32) {
    let mut taken: [Vec<Vec<(usize, usize)>>; 2] = [vec![], vec![]];
    let mut sides: Vec<usize> = (0..arrows.len())
        .filter(|n| arrows[*n].way != Way::Down)
        .collect();
    sides.sort_by_key(|n| arrows[*n].from.abs_diff(arrows[*n].to));
    for n in sides {
        let side = &mut taken[usize::from(arrows[n].way == Way::Right)];
        let (low, high) = (arrows[n].from.min(arrows[n].to), arrows[n].from.max(arrows[n].to));
        let free = |lane: &Vec<(usize, usize)>| lane.iter().all(|(a, b)| high < *a || low > *b);
        let lane = side.iter().position(free).unwrap_or_else(|| {
            side.push(vec![]);
            side.len() - 1
        });
        side[lane].push((low, high));
        arrows[n].lane = i32::try_from(lane).unwrap_or(0);
    }
    let count = |lanes: &Vec<Vec<(usize, usize)>>| i32::try_from(lanes.len()).unwrap_or(0);
    (count(&taken[0]), count(&taken[1]))
}

/// Puts boxes below each other, high enough for the slots on their sides.
fn stack(nodes: &mut [Node], arrows: &mut [Arrow]) -> i32 {
    let mut y = 70;
    for (n, node) in nodes.iter_mut().enumerate() {
        let mut sides = [0, 0];
        for (side, way) in [Way::Left, Way::Right].into_iter().enumerate() {
            let mut slot = 10;
            for arrow in arrows
                .iter_mut()
                .filter(|a| a.way == way && (a.from == n || a.to == n))
            {
                if arrow.from == n {
                    slot += LINE * i32::try_from(arrow.label.len()).unwrap_or(1);
                    arrow.y1 = y + slot;
                    slot += 6;
                } else {
                    slot += 10;
                    arrow.y2 = y + slot;
                    slot += 6;
                }
            }
            sides[side] = slot;
        }
        let text = 20 + LINE * i32::try_from(node.lines.len()).unwrap_or(1);
        node.y = y;
        node.height = text.max(sides[0]).max(sides[1]);
        let down = arrows.iter().find(|a| a.way == Way::Down && a.from == n);
        let label = down.map_or(0, |a| LINE * i32::try_from(a.label.len()).unwrap_or(1));
        y += node.height
            + if down.is_some() {
                GAP.max(26 + label)
            } else {
                GAP / 2
            };
    }
    y
}

/// Breaks a text into lines of so many ems; a Latin letter or digit is half an em.
pub(super) fn wrap(text: &str, ems: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut width = 0.0;
    for c in text.chars() {
        let w = if c.is_ascii() { 0.56 } else { 1.0 };
        // A closing mark stays with what it closes.
        if width + w > ems && !"，。；：、）”》".contains(c) {
            lines.push(String::new());
            width = 0.0;
        }
        width += w;
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
    }
    lines
}

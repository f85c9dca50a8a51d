//! The flowchart as SVG.

use std::fmt::Write;

use super::layout::{Arrow, BOX_WIDTH, LANE, LINE, Layout, Node, STUB, Way, layout, wrap};
use super::words::clock_sentence;
use crate::definition::{Definition, From, Holder};

const STYLE: &str = "text{font-family:\"Noto Sans CJK SC\",\"Source Han Sans SC\",\"Microsoft YaHei\",\"PingFang SC\",sans-serif;\
font-size:13px;fill:#1f2a37}.t{font-size:20px;font-weight:600}.b{font-weight:600;font-size:14px}.s{fill:#4b5563}\
.l{fill:#374151}.h{font-weight:600}path{fill:none;stroke:#6b7280;stroke-width:1.4}rect{stroke-width:1.4}";

/// Draws the running definition: places as boxes coloured by who holds the ball, moves as
/// arrows, clocks with their articles below. A complete SVG document, no outside resource.
pub fn draw_svg(definition: &Definition) -> String {
    let plan = layout(definition);
    let left = if plan.left_lanes > 0 {
        STUB + plan.left_lanes * LANE + 12
    } else {
        12
    };
    let right = if plan.right_lanes > 0 {
        STUB + plan.right_lanes * LANE + 12
    } else {
        12
    };
    let x = 24 + left;
    let width = (x + BOX_WIDTH + right + 24).max(640);
    let notes = notes(definition, ((width - 64) as f32 / 13.0).floor());
    let height = plan.bottom + 20 + LINE * i32::try_from(notes.len()).unwrap_or(0) + 30;
    let name = escape(definition.name());
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-label=\"{name}流程图\"><title>{name}流程图</title><style>{STYLE}</style>\
         <defs><marker id=\"a\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">\
         <path d=\"M0 0L10 5L0 10z\" style=\"fill:#6b7280;stroke:none\"/></marker></defs>\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\
         <text class=\"t\" x=\"24\" y=\"38\">{name}</text>"
    );
    plan.arrows
        .iter()
        .for_each(|arrow| draw_arrow(&mut svg, &plan, arrow, x));
    plan.nodes.iter().for_each(|node| draw_node(&mut svg, node, x));
    for (n, (class, line)) in notes.iter().enumerate() {
        let y = plan.bottom + 10 + LINE * i32::try_from(n).unwrap_or(0);
        let _ = write!(
            svg,
            "<text class=\"{class}\" x=\"24\" y=\"{y}\">{}</text>",
            escape(line)
        );
    }
    svg.push_str("</svg>");
    svg
}

fn draw_node(svg: &mut String, node: &Node, x: i32) {
    let (fill, stroke) = match node.place.map(|p| (p.is_end(), p.holder)) {
        None => ("#f3f4f6", "#9ca3af"),
        Some((true, _)) => ("#e5e7eb", "#4b5563"),
        Some((_, Holder::Office)) => ("#e8f0fe", "#3b6fd4"),
        Some((_, Holder::Applicant)) => ("#e7f6ec", "#2e8b57"),
        Some((_, Holder::ThirdParty)) => ("#fff4e0", "#c77f1a"),
        Some((_, Holder::OtherOffice)) => ("#f1eafc", "#7c54c4"),
        Some((_, Holder::Nobody)) => ("#f9fafb", "#9ca3af"),
    };
    let round = if node.place.is_none_or(|p| p.is_end()) {
        18
    } else {
        6
    };
    let (y, height) = (node.y, node.height);
    let _ = write!(
        svg,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{BOX_WIDTH}\" height=\"{height}\" rx=\"{round}\" fill=\"{fill}\" stroke=\"{stroke}\"/>"
    );
    let text = LINE * i32::try_from(node.lines.len()).unwrap_or(1);
    let top = y + (height - text) / 2 + 13;
    for (n, line) in node.lines.iter().enumerate() {
        let class = if n == 0 { "b" } else { "s" };
        let (cx, ty) = (x + BOX_WIDTH / 2, top + LINE * i32::try_from(n).unwrap_or(0));
        let _ = write!(
            svg,
            "<text class=\"{class}\" x=\"{cx}\" y=\"{ty}\" text-anchor=\"middle\">{}</text>",
            escape(line)
        );
    }
}

fn draw_arrow(svg: &mut String, plan: &Layout, arrow: &Arrow, x: i32) {
    let (from, to) = (&plan.nodes[arrow.from], &plan.nodes[arrow.to]);
    let edge = |right: bool| if right { x + BOX_WIDTH } else { x };
    let lines = i32::try_from(arrow.label.len()).unwrap_or(1);
    let (path, tx, ty, anchor) = match arrow.way {
        Way::Down => {
            let cx = x + BOX_WIDTH / 2;
            let (y1, y2) = (from.y + from.height, to.y);
            (
                format!("M{cx} {y1}V{y2}"),
                cx + 8,
                (y1 + y2) / 2 - (lines - 1) * LINE / 2 + 3,
                "start",
            )
        }
        Way::Right => {
            let (a, lane) = (edge(true), edge(true) + STUB + (arrow.lane + 1) * LANE);
            (
                format!("M{a} {}H{lane}V{}H{a}", arrow.y1, arrow.y2),
                a + 8,
                arrow.y1 - 5 - (lines - 1) * LINE,
                "start",
            )
        }
        Way::Left => {
            let (a, lane) = (edge(false), edge(false) - STUB - (arrow.lane + 1) * LANE);
            (
                format!("M{a} {}H{lane}V{}H{a}", arrow.y1, arrow.y2),
                a - 8,
                arrow.y1 - 5 - (lines - 1) * LINE,
                "end",
            )
        }
    };
    let _ = write!(svg, "<path d=\"{path}\" marker-end=\"url(#a)\"/>");
    for (n, line) in arrow.label.iter().enumerate() {
        let y = ty + LINE * i32::try_from(n).unwrap_or(0);
        let _ = write!(
            svg,
            "<text class=\"l\" x=\"{tx}\" y=\"{y}\" text-anchor=\"{anchor}\">{}</text>",
            escape(line)
        );
    }
}

/// Moves of the whole case, clocks and the law, below the chart.
fn notes(definition: &Definition, ems: f32) -> Vec<(&'static str, String)> {
    let mut list = Vec::new();
    let mut part = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            list.push(("h", title.to_owned()));
            list.extend(
                lines
                    .iter()
                    .flat_map(|line| wrap(line, ems))
                    .map(|line| ("s", line)),
            );
            list.push(("s", String::new()));
        }
    };
    let whole = definition.moves().iter().filter(|m| m.from == From::Everywhere);
    let to = |code: &str| {
        definition
            .place(code)
            .map_or(String::new(), |p| format!("，转到“{}”", p.label))
    };
    let line = |m: &crate::Move| format!("· {}{}", m.label, m.to.as_deref().map(to).unwrap_or_default());
    part("办理过程中随时可以", whole.map(line).collect());
    part(
        "期限",
        definition
            .clocks()
            .iter()
            .map(|c| format!("· {}", clock_sentence(definition, c)))
            .collect(),
    );
    part(
        "依据",
        definition.basis().iter().map(|b| format!("· {b}")).collect(),
    );
    list
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

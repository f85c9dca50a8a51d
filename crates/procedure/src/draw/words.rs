//! A definition in plain Chinese.

use std::fmt::Write;

use crate::definition::{
    Actor, Choice, Clock, Definition, Effective, From, Guard, Holder, JoinRule, Move, PausesWhen, Place,
    Relation, Scope, role_label,
};

/// Who acts, in Chinese: `科室负责人（本单位）`.
pub(super) fn who(actors: &[Actor]) -> String {
    let one = |actor: &Actor| {
        if actor.is_system() {
            return "系统".to_owned();
        }
        let relations = |list: &[Relation]| list.iter().map(Relation::label).collect::<Vec<_>>().join("或");
        let role = role_label(&actor.role);
        if actor.relations == [Relation::Party] {
            return role.to_owned();
        }
        match actor.otherwise.is_empty() {
            true => format!("{role}（{}）", relations(&actor.relations)),
            false => format!(
                "{role}（{}；本单位没有的，由{}）",
                relations(&actor.relations),
                relations(&actor.otherwise)
            ),
        }
    };
    actors.iter().map(one).collect::<Vec<_>>().join("，或")
}

/// A clock in one sentence.
pub(super) fn clock_sentence(definition: &Definition, clock: &Clock) -> String {
    let moves = |codes: &[String]| {
        quoted(
            codes
                .iter()
                .filter_map(|c| definition.find_move(c))
                .map(|m| m.label.as_str()),
        )
    };
    let places = |codes: &[String]| {
        quoted(
            codes
                .iter()
                .filter_map(|c| definition.place(c))
                .map(|p| p.label.as_str()),
        )
    };
    let mut text = format!(
        "{}（{}）：{}",
        clock.label,
        clock.kind.label(),
        clock.budget_label(definition)
    );
    if clock.scope == Scope::Branch {
        text.push_str("，每个并行环节各自计算");
    }
    if !clock.during.is_empty() {
        let _ = write!(text, "，在{}期间计算", places(&clock.during));
    } else {
        let _ = write!(text, "，自{}起算", moves(&clock.starts));
    }
    if !clock.stops.is_empty() {
        let _ = write!(text, "，至{}为止", moves(&clock.stops));
    }
    if !clock.halts.is_empty() {
        let _ = write!(
            text,
            "；{}后停止，{}后重新起算",
            moves(&clock.halts),
            moves(&clock.restarts)
        );
    }
    if !clock.pauses.is_empty() {
        let when = match clock.pauses_when {
            Some(PausesWhen::All) => "（全部并行环节都在其中时）",
            Some(PausesWhen::Any) => "（任一并行环节在其中时）",
            None => "",
        };
        let _ = write!(text, "；{}期间不计{when}", places(&clock.pauses));
    }
    if let Some(extension) = &clock.extension {
        let unit = clock.unit.label();
        let _ = write!(
            text,
            "；经{}批准可延长，合计不超过{}{unit}",
            role_label(&extension.approver.role),
            extension.cap
        );
    }
    if let Some((expiry, step)) = clock
        .expiry
        .as_ref()
        .and_then(|e| Some((e, definition.find_move(&e.by)?)))
    {
        let on = match expiry.effective {
            Effective::Start => "，自起算之日生效",
            Effective::Due => "，自届满之日生效",
            Effective::DayAfterDue => "，自届满次日生效",
        };
        let _ = write!(text, "；期满：{}{on}", step.label);
    }
    let _ = write!(text, "。依据：{}", clock.article);
    text
}

fn quoted<'a>(labels: impl Iterator<Item = &'a str>) -> String {
    labels.map(|l| format!("“{l}”")).collect::<Vec<_>>().join("、")
}

/// The whole definition as Chinese text: places with their moves, then the clocks.
pub fn explain(definition: &Definition) -> String {
    let mut text = format!("{}（第{}版）\n", definition.name(), definition.version());
    if !definition.summary().is_empty() {
        let _ = writeln!(text, "{}", definition.summary());
    }
    let _ = writeln!(text, "依据：{}", definition.basis().join("；"));
    text.push_str("\n一、立案\n");
    definition
        .starts()
        .for_each(|step| text.push_str(&move_lines(definition, step, None)));
    text.push_str("\n二、环节\n");
    for place in definition.places().iter().filter(|p| !p.is_end()) {
        place_lines(definition, place, &mut text);
    }
    let whole: Vec<&Move> = definition
        .moves()
        .iter()
        .filter(|m| m.from == From::Everywhere)
        .collect();
    if !whole.is_empty() {
        text.push_str("〇 任何环节\n");
        whole
            .iter()
            .for_each(|step| text.push_str(&move_lines(definition, step, None)));
    }
    text.push_str("\n三、办结\n");
    for place in definition.places().iter().filter(|p| p.is_end()) {
        let public = place
            .public
            .as_deref()
            .map(|p| format!("（公众可见：{p}）"))
            .unwrap_or_default();
        let _ = writeln!(text, "〇 {}{public}", place.label);
    }
    text.push_str("\n四、期限\n");
    for clock in definition.clocks() {
        let _ = writeln!(text, "〇 {}", clock_sentence(definition, clock));
    }
    text
}

fn place_lines(definition: &Definition, place: &Place, text: &mut String) {
    let _ = write!(text, "〇 {}：", place.label);
    let (holder, actors) = (place.holder.label(), who(&place.actors));
    let _ = match place.holder {
        Holder::Nobody => write!(text, "等待各方"),
        _ if actors.is_empty() || actors == holder => write!(text, "由{holder}办理"),
        Holder::Applicant | Holder::ThirdParty => write!(text, "等待{holder}，由{actors}登记"),
        _ => write!(text, "由{holder}的{actors}办理"),
    };
    if let Some(public) = &place.public {
        let _ = write!(text, "；公众可见：{public}");
    }
    let pauses = definition.clocks().iter().any(|c| c.pauses.contains(&place.code));
    if let Some(ground) = place.ground.as_ref().filter(|_| pauses) {
        let _ = write!(text, "；期限暂停的理由：{ground}");
    }
    text.push('\n');
    for step in definition
        .moves()
        .iter()
        .filter(|m| m.sources().contains(&place.code))
    {
        text.push_str(&move_lines(definition, step, Some(place)));
    }
}

fn move_lines(definition: &Definition, step: &Move, place: Option<&Place>) -> String {
    let mut text = format!("  － {}", step.label);
    let target = |code: &str| {
        definition
            .place(code)
            .map_or(code.to_owned(), |p| format!("“{}”", p.label))
    };
    match (&step.fork, step.stay) {
        (Some(_), _) => {
            let list: Vec<_> = step.targets().into_iter().map(target).collect();
            let _ = write!(text, "，分办到{}，各方并行", list.join("、"));
        }
        (None, true) => text.push_str("，环节不变"),
        (None, false) => {
            let list: Vec<_> = step.targets().into_iter().map(target).collect();
            let _ = write!(text, "，转到{}", list.join("、"));
        }
    }
    if let Some(join) = &step.join {
        text.push_str(match join.when {
            JoinRule::All => "（各方全部完成后汇合）",
            JoinRule::Any => "（任一方完成即汇合，其余终止）",
            JoinRule::LeadAfter => "（各方完成或逾期未答后由牵头单位汇合）",
        });
        let _ = join.basis.as_ref().map(|basis| write!(text, "（依据：{basis}）"));
    }
    let own = place.is_none_or(|p| p.actors != step.actors) && !step.actors.is_empty();
    if own {
        let _ = write!(text, "；由{}办理", who(&step.actors));
    }
    let mut conditions: Vec<String> = step.guards.iter().map(|g| condition(definition, g)).collect();
    conditions.extend(step.reason.then(|| "说明理由".to_owned()));
    if !conditions.is_empty() {
        let _ = write!(text, "；须{}", conditions.join("、"));
    }
    let effects: Vec<String> = step.effects.iter().map(crate::Effect::label).collect();
    if !effects.is_empty() {
        let _ = write!(text, "；随即{}", effects.join("、"));
    }
    text.push('\n');
    text
}

fn condition(definition: &Definition, guard: &Guard) -> String {
    let field = |code: &str| {
        definition
            .field(code)
            .map_or(code.to_owned(), |f| f.label.clone())
    };
    let clock = |code: &str| {
        definition
            .clock(code)
            .map_or(code.to_owned(), |c| c.label.clone())
    };
    match guard {
        Guard::Field(code) => format!("有“{}”", field(code)),
        Guard::ValueIn { field: code, values } => {
            let choices = definition.field(code).map(|f| f.choices.as_slice());
            format!("“{}”为{}", field(code), either(choices, values))
        }
        Guard::Document(name) => format!("附{name}"),
        Guard::Checked(code) => format!("确认“{}”", field(code)),
        Guard::Count(max) => format!("不超过{max}次"),
        Guard::Before(code) => format!("在“{}”届满前", clock(code)),
        Guard::After(code) => format!("在“{}”届满后", clock(code)),
        Guard::UntouchedByActor(_) => "由没有撰写、修改过内容的人办理".into(),
        Guard::DistinctFrom(moves) => {
            let labels: Vec<_> = moves
                .iter()
                .filter_map(|m| definition.find_move(m))
                .map(|m| m.label.as_str())
                .collect();
            format!("与办理“{}”的不是同一人", labels.join("、"))
        }
        Guard::LinkedEnded => "待关联事项全部办结".into(),
        Guard::ParameterIn { parameter, values } => {
            let known = definition.parameter(parameter);
            let label = known.map_or(parameter.as_str(), |p| &p.label);
            format!(
                "事项的“{label}”为{}",
                either(known.map(|p| p.choices.as_slice()), values)
            )
        }
        Guard::Pending(code) => format!("“{}”尚未了结", clock(code)),
        Guard::Settled(code) => format!("待“{}”了结", clock(code)),
        Guard::EveryBranch {
            of,
            field: code,
            values,
        } => {
            let fork = definition.find_move(of).map_or(of.as_str(), |m| &m.label);
            let choices = definition.field(code).map(|f| f.choices.as_slice());
            format!("“{fork}”的各方“{}”均为{}", field(code), either(choices, values))
        }
    }
}

/// Values by their labels, `是` and `否` for yes and no.
fn either(choices: Option<&[Choice]>, values: &[String]) -> String {
    let label = |value: &String| {
        let choice = choices.unwrap_or_default().iter().find(|c| c.code == *value);
        match (choice, value.as_str()) {
            (Some(choice), _) => choice.label.clone(),
            (None, "true") => "是".into(),
            (None, "false") => "否".into(),
            (None, other) => other.to_owned(),
        }
    };
    values.iter().map(label).collect::<Vec<_>>().join("或")
}

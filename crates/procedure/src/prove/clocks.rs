//! Rules on clocks that can be read off the text.

use crate::definition::{Budget, Clock, ClockKind, Definition, Direction, Guard, Move, Scope, Unit};
use crate::problem::Collector;

pub(super) fn check(definition: &Definition, problems: &mut Collector) {
    for clock in definition.clocks() {
        shape(clock, problems);
        scope(definition, clock, problems);
        pauses(definition, clock, problems);
        extension(definition, clock, problems);
        expiry(definition, clock, problems);
        promise(definition, clock, problems);
    }
}

fn shape(clock: &Clock, problems: &mut Collector) {
    let code = clock.code.as_str();
    if clock.article.trim().is_empty() {
        problems.add(
            "clock",
            code,
            "no-article",
            "须写明依据（article）;内部时限写明本地规定",
        );
    }
    if clock.starts.is_empty() == clock.during.is_empty() {
        problems.add("clock", code, "never-starts", "starts 与 during 须写且只写一个");
    }
    if clock.budget.is_none() != (clock.unit == Unit::Date) || clock.budget == Some(Budget::Constant(0)) {
        problems.add(
            "clock",
            code,
            "budget",
            "须写明时限（budget）且不为0;只有 unit = \"date\" 不写",
        );
    }
    if clock.anchored() != clock.anchor.is_some() {
        problems.add(
            "clock",
            code,
            "anchor",
            "倒计时和至指定日期的期限须写明 anchor，其他期限不得写",
        );
    }
    if clock.direction == Direction::Before && clock.unit == Unit::Hours {
        problems.add("clock", code, "anchor", "小时不能倒计");
    }
    let moved = !clock.pauses.is_empty() || clock.extension.is_some();
    if clock.anchored() && moved {
        problems.add("clock", code, "fixed-date", "以指定日期为准的期限不能暂停或延长");
    }
    if !clock.halts.is_empty() && clock.restarts.is_empty() {
        problems.add(
            "clock",
            code,
            "halt-without-restart",
            "停止等待（halts）须有重新起算（restarts）",
        );
    }
}

fn scope(definition: &Definition, clock: &Clock, problems: &mut Collector) {
    let code = clock.code.as_str();
    let forks = definition.moves().iter().any(|m| m.fork.is_some());
    if clock.scope == Scope::Branch && !forks {
        problems.add(
            "clock",
            code,
            "branch-scope",
            "没有分办，期限不能以并行环节为范围",
        );
    }
    let inside = clock.pauses.iter().any(|p| definition.block_of(p).is_some());
    if clock.scope == Scope::Case && inside && (clock.pauses_when.is_none() || clock.pauses_basis.is_none()) {
        let text = "在并行环节暂停的全案期限，须写明任一（any）还是全部（all）并行环节在此时才暂停，以及依据（pauses_basis）";
        problems.add("clock", code, "pause-any-or-all", text);
    }
    if clock
        .during
        .iter()
        .chain(&clock.pauses)
        .any(|p| definition.place(p).is_some_and(|p| p.is_end()))
    {
        problems.add("clock", code, "clock-at-end", "办结环节不再计算期限");
    }
}

/// A pause is a place with a legal ground and a document.
fn pauses(definition: &Definition, clock: &Clock, problems: &mut Collector) {
    for code in &clock.pauses {
        let ground = definition
            .place(code)
            .and_then(|p| p.ground.as_deref())
            .unwrap_or_default();
        if ground.trim().is_empty() {
            let text = format!("在此暂停“{}”须写明法定理由（ground）", clock.label);
            problems.add("place", code, "pause-without-ground", text);
        }
        let enters = |m: &&Move| {
            m.targets().contains(&code.as_str()) && !m.sources().iter().all(|p| clock.pauses.contains(p))
        };
        let bare = definition
            .moves()
            .iter()
            .filter(enters)
            .find(|m| !m.documented() && clock.kind != ClockKind::Internal);
        if let Some(step) = bare {
            let text = format!(
                "它使“{}”暂停，须附文书：条件 document 或出具文书 letter",
                clock.label
            );
            problems.add("move", &step.code, "pause-without-document", text);
        }
    }
}

fn extension(definition: &Definition, clock: &Clock, problems: &mut Collector) {
    let Some(extension) = &clock.extension else { return };
    let Some(step) = definition.find_move(&extension.by) else {
        return;
    };
    if !step.stay {
        problems.add(
            "clock",
            &clock.code,
            "extension",
            format!("延长动作“{}”须为 stay", step.code),
        );
    }
    if !step
        .fields
        .iter()
        .any(|f| f.field == extension.field && f.required)
    {
        problems.add(
            "clock",
            &clock.code,
            "extension",
            format!("延长动作“{}”须收取“{}”", step.code, extension.field),
        );
    }
    if step.actors != [extension.approver.clone()] {
        problems.add(
            "clock",
            &clock.code,
            "extension-approver",
            format!("延长须由{}批准", extension.approver),
        );
    }
    if extension.cap == 0 {
        problems.add("clock", &clock.code, "extension", "延长上限（cap）须大于0");
    }
}

fn expiry(definition: &Definition, clock: &Clock, problems: &mut Collector) {
    let Some(step) = clock.expiry.as_ref().and_then(|e| definition.find_move(&e.by)) else {
        return;
    };
    if !step.actors.iter().any(|a| a.is_system()) {
        problems.add(
            "clock",
            &clock.code,
            "expiry-by-system",
            format!("期满动作“{}”须可由 system 办理", step.code),
        );
    }
    // The program brings nothing along.
    let wants = |g: &Guard| {
        matches!(
            g,
            Guard::Document(_) | Guard::Checked(_) | Guard::Field(_) | Guard::LinkedEnded
        )
    };
    if step.reason
        || step.fields.iter().any(|f| f.required)
        || step.guards.iter().any(wants)
        || step.join.is_some()
    {
        let text = format!(
            "期满动作“{}”由系统办理，不能要求填写、附件、理由或汇合",
            step.code
        );
        problems.add("clock", &clock.code, "expiry-needs-nothing", text);
    }
    if step.fork.is_some() || step.is_start() {
        problems.add(
            "clock",
            &clock.code,
            "expiry-needs-nothing",
            "期满动作不能是分办或立案",
        );
    }
}

fn promise(definition: &Definition, clock: &Clock, problems: &mut Collector) {
    let code = clock.code.as_str();
    if clock.kind != ClockKind::Promised {
        if clock.within.is_some() {
            problems.add("clock", code, "promise", "只有承诺期限才写 within");
        }
        return;
    }
    let law = clock.within.as_deref().and_then(|law| definition.clock(law));
    let Some(law) = law.filter(|law| law.kind == ClockKind::Statutory) else {
        // Where the law sets no term there is nothing to stay within.
        if clock.within.is_some() || definition.clocks().iter().any(|law| same_span(law, clock)) {
            problems.add("clock", code, "promise", "承诺期限须用 within 指明对应的法定期限");
        }
        return;
    };
    if law.unit != clock.unit || law.starts != clock.starts || law.during != clock.during {
        problems.add(
            "clock",
            code,
            "promise",
            format!("与法定期限“{}”的单位、起算须一致", law.code),
        );
    }
    // Parameters are compared again, value by value, when an item binds them.
    if let (Some(most), Some(least)) = (most(definition, clock), least(definition, law))
        && most > least
        && !bound(clock)
        && !bound(law)
    {
        problems.add(
            "clock",
            code,
            "promise-too-long",
            format!("承诺{most}超过法定{least}"),
        );
    }
    let longer = clock.extension.as_ref().map_or(0, |e| e.cap) > law.extension.as_ref().map_or(0, |e| e.cap);
    if longer {
        problems.add(
            "clock",
            code,
            "promise-too-long",
            "承诺期限的延长不得多于法定期限的延长",
        );
    }
}

/// A statutory clock that counts from the same acts: the one that a promise has to name.
fn same_span(law: &Clock, promise: &Clock) -> bool {
    law.kind == ClockKind::Statutory && law.starts == promise.starts && law.during == promise.during
}

fn bound(clock: &Clock) -> bool {
    matches!(clock.budget, Some(Budget::Parameter { .. }))
}

fn most(definition: &Definition, clock: &Clock) -> Option<i64> {
    match clock.budget.as_ref()? {
        Budget::Constant(n) => Some((*n).into()),
        Budget::Field { max, .. } => Some((*max).into()),
        Budget::Parameter { parameter } => definition.parameter(parameter)?.max,
    }
}

fn least(definition: &Definition, clock: &Clock) -> Option<i64> {
    match clock.budget.as_ref()? {
        Budget::Parameter { parameter } => definition.parameter(parameter)?.min,
        _ => most(definition, clock),
    }
}

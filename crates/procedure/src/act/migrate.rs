//! Carrying a running case over to a newer definition.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::act::Planned;
use crate::definition::Definition;
use crate::fact::{Event, EventKind, Migration};
use crate::fold;
use crate::issue::Issue;
use crate::params::Params;
use crate::state::State;

/// A proposed migration.
#[derive(Clone, Debug, PartialEq)]
pub struct Migrating {
    /// The person who decides it.
    pub actor: i64,
    /// Every place of the old definition → a place of the new one.
    pub places: BTreeMap<String, String>,
    /// Why.
    pub reason: String,
    /// Key of the request.
    pub request_key: Option<String>,
}

/// Checks a migration and plans its event. `_params` are those bound to the new definition:
/// asking for them proves that they bind.
///
/// # Errors
/// Every reason for refusing, at once.
pub fn check_migration(
    from: &Definition,
    to: &Definition,
    _params: &Params,
    state: &State,
    now: Timestamp,
    migrating: &Migrating,
) -> Result<Planned, Vec<Issue>> {
    let mut issues = Vec::new();
    if !state.is_open() {
        issues.push(Issue::new("ended", "已办结的事项不变更流程", "无须处理"));
    }
    if from.code() != to.code() || to.version() <= from.version() {
        issues.push(Issue::new(
            "not-newer",
            "只能改用同一流程的更新版本",
            "请选择更新的版本",
        ));
    }
    if migrating.reason.trim().is_empty() {
        issues.push(Issue::new("missing-reason", "变更流程须说明理由", "请写明理由"));
    }
    issues.extend(
        from.places()
            .iter()
            .filter_map(|place| mapped(from, to, &place.code, migrating)),
    );
    for history in state
        .clocks
        .iter()
        .filter(|h| h.is_live() && to.clock(&h.clock).is_none())
    {
        let label = from
            .clock(&history.clock)
            .map_or(history.clock.as_str(), |c| &c.label);
        issues.push(Issue::new(
            "clock-lost",
            format!("正在计算的“{label}”在新流程中不存在"),
            "新流程须保留这一期限",
        ));
    }
    if let Some(block) = &state.block
        && to.find_move(&block.act).is_none_or(|m| m.fork.is_none())
    {
        issues.push(Issue::new(
            "block-lost",
            "正在并行办理的环节在新流程中不存在",
            "请待并行环节办完后再变更",
        ));
    }
    let mut event = Event::new(state.seq + 1, EventKind::Migrated, now, calendar::civil_date(now));
    event.actor = Some(migrating.actor);
    event.reason = Some(migrating.reason.clone());
    event.request_key.clone_from(&migrating.request_key);
    event.migrates = Some(Migration {
        version: to.version(),
        digest: to.digest().to_owned(),
        places: migrating.places.clone(),
    });
    let mut after = state.clone();
    match fold::migrate(to, &mut after, &event) {
        Ok(()) if issues.is_empty() => Ok(Planned::new(event, after, &[])),
        Err(error) if issues.is_empty() => {
            Err(vec![Issue::new("not-mapped", error.reason, "请补全对应关系")])
        }
        _ => Err(issues),
    }
}

/// Why a place is not rightly mapped.
fn mapped(from: &Definition, to: &Definition, code: &str, migrating: &Migrating) -> Option<Issue> {
    let old = from.place(code)?;
    let Some(new) = migrating.places.get(code).and_then(|target| to.place(target)) else {
        let sentence = format!("环节“{}”没有对应到新流程", old.label);
        return Some(Issue::new(
            "not-mapped",
            sentence,
            "请为每个环节选定新流程中的环节",
        ));
    };
    let parallel = from.block_of(code).is_some() != to.block_of(&new.code).is_some();
    (old.is_end() != new.is_end() || parallel).then(|| {
        let sentence = format!("环节“{}”与“{}”性质不同，不能对应", old.label, new.label);
        Issue::new("not-mapped", sentence, "办结对办结，并行对并行")
    })
}

//! Days from which powers hold: named when a change is proposed, in order from version to version.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Issue, RefusalKind, Result};
use serde_json::{Map, Value};

use super::listed::{List, Listed, Newest};
use super::{Adjustment, changes};
use crate::docket::Done;
use crate::power::Power;

/// The field of the procedure.
const FIELD: &str = "holds_from";
/// Powers that a sentence names.
const NAMED: usize = 3;

/// The day that somebody named.
pub(super) fn named(data: &Map<String, Value>) -> Option<Date> {
    data.get(FIELD)?.as_str()?.parse().ok()
}

/// A version may not hold from a day before the last one's.
pub(super) fn too_early<T>(newest: Option<&Newest<T>>, from: Date) -> bool {
    newest
        .and_then(|it| it.holds_from)
        .is_some_and(|last| from < last)
}

/// What is wrong with the day from which powers are to hold. That it is there, and a day, the procedure asks.
pub(super) async fn untimely(
    conn: &mut Conn,
    it: &Adjustment,
    data: &Map<String, Value>,
    now: Timestamp,
) -> Result<Vec<Issue>> {
    let (List::Powers, Some(from)) = (it.list, named(data)) else {
        return Ok(Vec::new());
    };
    let mut issues = Vec::new();
    let today = civil_date(now);
    if from > today.saturating_add(1.year()) {
        let sentence = format!("{from} 在一年以后，恐怕填错了。");
        issues.push(Issue::new("too-late", sentence, "请填写一年以内的日期。").at(FIELD));
    }
    let mut early = Vec::new();
    for change in changes::<Power>(conn, it.id).await? {
        let newest = Power::newest(conn, &change.code).await?;
        if too_early(newest.as_ref(), from) {
            early.push((change.code, newest.and_then(|it| it.holds_from)));
        }
    }
    if let Some(latest) = early.iter().filter_map(|(_, day)| *day).max() {
        let codes: Vec<&str> = early.iter().take(NAMED).map(|(code, _)| code.as_str()).collect();
        let more = if early.len() > NAMED { "等" } else { "" };
        let sentence = format!(
            "{}{more} {} 项的上一版自 {latest} 起施行，这一版不能更早。",
            codes.join("、"),
            early.len()
        );
        let onward = format!("请填写 {latest} 或者以后的日期。");
        issues.push(Issue::new("too-early", sentence, onward).at(FIELD));
    }
    Ok(issues)
}

/// The docket's answer with these issues beside its own: all problems at once.
pub(super) fn together(done: Result<Done>, issues: Vec<Issue>) -> Result<Done> {
    match done {
        Err(Error::Refusal(mut refusal)) if refusal.kind == RefusalKind::Invalid => {
            refusal.issues.extend(issues);
            Err(Error::Refusal(refusal))
        }
        Ok(_) if !issues.is_empty() => Err(Error::invalid(issues)),
        done => done,
    }
}

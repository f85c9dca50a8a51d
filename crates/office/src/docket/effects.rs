//! Effects that no matter needs to know: numbers, notices, linked cases.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use procedure::{Effect, Effected};
use serde_json::json;

use super::{Case, Docket, MatterEffect, Opening, Order, store};
use crate::organisation::{self, Actor};

/// Does what is generic and hands back the rest.
pub(super) async fn carry_out(
    docket: &Docket,
    conn: &mut Conn,
    case: &Case,
    effects: Vec<Effected>,
    now: Timestamp,
) -> Result<Vec<MatterEffect>> {
    let mut left = Vec::new();
    for effected in effects {
        let n = i64::from(effected.n);
        match &effected.effect {
            Effect::Number(series) => number(conn, case, n, series, now).await?,
            Effect::Notify { to, template } => notify(conn, case, n, to, template, now).await?,
            Effect::OpenCase { procedure, relation } => {
                left.extend(open_linked(docket, conn, case, procedure, relation, now).await?);
            }
            Effect::TellParent(act) => left.extend(tell_parent(docket, conn, case, act, now).await?),
            // Which person a role falls to is read from the case's data by whoever asks.
            Effect::Assign { .. } => {}
            // What a letter says only the matter knows; it writes it in this transaction.
            Effect::Letter { .. } | Effect::Publish | Effect::Withdraw | Effect::ChangeItem(_) => {
                left.push(for_matter(case, effected));
            }
        }
    }
    Ok(left)
}

fn for_matter(case: &Case, effected: Effected) -> MatterEffect {
    let event = case.events.last().expect("an effect follows an event");
    MatterEffect {
        case_id: case.file.id,
        subject_kind: case.file.subject_kind.clone(),
        subject_id: case.file.subject_id,
        seq: event.seq,
        n: i64::from(effected.n),
        branch: effected.branch,
        act: event.act.clone().unwrap_or_default(),
        actor_id: event.actor,
        effect: effected.effect,
    }
}

/// The next number of the series for this organisation and year, taken inside the act that uses it.
async fn number(conn: &mut Conn, case: &Case, n: i64, series: &str, now: Timestamp) -> Result<()> {
    let year = kernel::time::civil_date(now).year();
    let next = kernel::db::next_number(conn, &format!("{series}/{}/{year}", case.file.org_id)).await?;
    let body = json!({ "series": series, "year": year, "number": next });
    store::post(conn, case, n, "number", &body.to_string(), Some(now)).await
}

/// The words of notices, by the template that definitions name.
pub(super) fn words(template: &str) -> &'static str {
    WORDS
        .get(template)
        .map_or("《{title}》有新的进展。", String::as_str)
}

static WORDS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../data/notices.toml"))
        .expect("shipped words of notices are readable")
});

/// Word to everybody who holds the role for this case, and to nobody twice.
async fn notify(
    conn: &mut Conn,
    case: &Case,
    n: i64,
    to: &str,
    template: &str,
    now: Timestamp,
) -> Result<()> {
    let event = case.events.last().expect("an effect follows an event");
    let words = words(template);
    let actor = match event.actor {
        Some(person_id) if words.contains("{actor}") => organisation::person_name(conn, person_id).await?,
        _ => "系统".to_owned(),
    };
    let sentence = words
        .replace("《{title}》", &format!("《{}》", nested(&case.file.title)))
        .replace("{title}", &case.file.title)
        .replace("{number}", &case.file.number)
        .replace("{actor}", &actor)
        .replace("{reason}", event.reason.as_deref().unwrap_or("没有写明理由"));
    let key = format!("{}/{}/{n}", case.file.id, event.seq);
    for person_id in told(conn, case, to, now).await? {
        if event.actor != Some(person_id) {
            organisation::leave_notice(conn, person_id, &sentence, &case_address(case), &key, now).await?;
        }
    }
    Ok(())
}

/// A title that is to stand between 《》: its own marks become single ones (GB/T 15834, 书名号).
pub(crate) fn nested(title: &str) -> String {
    title.replace('《', "〈").replace('》', "〉")
}

/// Whoever holds the role in the case's organisation; when the work has just been divided among
/// organisations, whoever holds it there.
async fn told(conn: &mut Conn, case: &Case, to: &str, now: Timestamp) -> Result<Vec<i64>> {
    let act = case
        .events
        .last()
        .and_then(|event| event.act.as_deref())
        .unwrap_or_default();
    let divided = case
        .definition
        .find_move(act)
        .is_some_and(|step| step.fork.is_some());
    let seat = case.seat();
    let offices: Vec<i64> = seat
        .members
        .iter()
        .filter_map(|it| organisation::of_member(it))
        .collect();
    if !divided || offices.is_empty() {
        return organisation::recipients(conn, to, seat, now).await;
    }
    let mut people = Vec::new();
    for org_id in offices {
        let there = organisation::CaseSeat {
            org_id,
            members: &[],
            ..seat
        };
        people.extend(organisation::recipients(conn, to, there, now).await?);
    }
    Ok(people)
}

/// Where the workbench shows a case.
pub(super) fn case_address(case: &Case) -> String {
    format!("/desk/cases/{}", case.file.id)
}

/// A case of its own number, about the same subject. The system opens it: its law is the parent's.
async fn open_linked(
    docket: &Docket,
    conn: &mut Conn,
    case: &Case,
    procedure: &str,
    relation: &str,
    now: Timestamp,
) -> Result<Vec<MatterEffect>> {
    let definition = docket.registry.current(procedure)?;
    let act = definition
        .starts()
        .next()
        .map(|start| start.code.clone())
        .unwrap_or_default();
    let opening = Opening {
        procedure: procedure.to_owned(),
        act,
        org_id: case.file.org_id,
        title: format!("{}（{relation}）", case.file.title),
        subject_kind: case.file.subject_kind.clone(),
        subject_id: case.file.subject_id,
        parent_id: Some(case.file.id),
        params: serde_json::Map::new(),
        series: "联".to_owned(),
    };
    let opened = Box::pin(docket.open(conn, opening, &Actor::system(), Order::default(), now)).await?;
    Ok(opened.effects)
}

/// The declared move of the parent, made by the system because the child ended.
async fn tell_parent(
    docket: &Docket,
    conn: &mut Conn,
    case: &Case,
    act: &str,
    now: Timestamp,
) -> Result<Vec<MatterEffect>> {
    let Some(parent_id) = case.file.parent_id else {
        return Ok(Vec::new());
    };
    let told = Box::pin(docket.act(conn, parent_id, act, &Actor::system(), Order::default(), now)).await?;
    Ok(told.effects)
}

#[cfg(test)]
mod tests {
    use super::nested;

    #[test]
    fn a_title_within_a_title_has_single_marks() {
        assert_eq!(
            nested("关于印发《停车收费标准》的通知"),
            "关于印发〈停车收费标准〉的通知"
        );
        assert_eq!(nested("停水公告"), "停水公告");
    }
}

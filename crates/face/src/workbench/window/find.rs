//! /desk/window: which item. Words as people say them; figures choose.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, RefusalKind, Result};
use office::catalogue::{self, Entry, Filter};
use office::organisation::{self, Actor};
use procedure::Relation;
use serde::Deserialize;

use crate::App;
use crate::door::{PageResult, Visitor, html};
use crate::workbench::{DeskShell, desk_shell};

/// As many as figures choose.
const SHOWN: usize = 9;
/// The role of whoever receives.
const CLERK: &str = "window_clerk";

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Sought {
    q: String,
}

struct ItemRow {
    key: String,
    href: String,
    name: String,
    org: String,
    terms: String,
}

#[derive(Template)]
#[template(path = "workbench/window/find.html")]
struct Page {
    shell: DeskShell,
    q: String,
    rows: Vec<ItemRow>,
    more: usize,
    /// Nobody's items may be received.
    none: bool,
}

pub async fn page(State(app): State<App>, visitor: Visitor, Query(sought): Query<Sought>) -> PageResult {
    let mut conn = app.db.read().await?;
    let mine = receivable(&app, &mut conn, &visitor).await?;
    let none = mine.is_empty();
    let q = sought.q.trim().to_owned();
    let found = match q.is_empty() {
        true => mine,
        false => ranked(&mut conn, mine, &q).await?,
    };
    let more = found.len().saturating_sub(SHOWN);
    let rows = found.into_iter().take(SHOWN).enumerate().map(|(n, it)| ItemRow {
        key: (n + 1).to_string(),
        href: format!("/desk/window/items/{}", it.code),
        terms: format!("承诺 {}，法定 {}", it.promised.text(), it.statutory.text()),
        name: it.name,
        org: it.org_name,
    });
    let rows = rows.collect();
    html(&Page {
        shell: desk_shell(&app, &mut conn, &visitor, "/desk/window").await?,
        q,
        rows,
        more,
        none,
    })
}

/// The items in force that this visitor may receive.
async fn receivable(app: &App, conn: &mut Conn, visitor: &Visitor) -> Result<Vec<Entry>> {
    let all = catalogue::list(conn, &Filter::default()).await?;
    let mut may: HashMap<i64, bool> = HashMap::new();
    let mut mine = Vec::new();
    for entry in all {
        let known = match may.get(&entry.org_id) {
            Some(known) => *known,
            None => clerk(conn, visitor, entry.org_id, app.now()).await?,
        };
        may.insert(entry.org_id, known);
        if known {
            mine.push(entry);
        }
    }
    Ok(mine)
}

/// Whether the visitor receives for this organisation.
pub async fn clerk(conn: &mut Conn, visitor: &Visitor, org_id: i64, now: Timestamp) -> Result<bool> {
    let actor = Actor::person(visitor.person_id);
    let standing = organisation::standing(conn, &actor, org_id, civil_date(now)).await?;
    Ok(standing
        .holds
        .iter()
        .any(|hold| hold.role == CLERK && hold.relation == Relation::Own))
}

/// Refuses whoever does not receive for this organisation.
pub async fn need_clerk(conn: &mut Conn, visitor: &Visitor, org_id: i64, now: Timestamp) -> Result<()> {
    if clerk(conn, visitor, org_id, now).await? {
        return Ok(());
    }
    Err(Error::refuse(
        RefusalKind::Forbidden,
        "not-yours",
        "您没有为这个单位收件的岗位。",
        "需要收件的，请组织人员管理员为您设“窗口收件人”的岗位。",
    ))
}

/// Those that the words are about, the likeliest first: name and everyday words before what is only said of it.
async fn ranked(conn: &mut Conn, mine: Vec<Entry>, q: &str) -> Result<Vec<Entry>> {
    let words: Vec<String> = q.split_whitespace().map(str::to_lowercase).collect();
    let mut scored = Vec::new();
    for item in catalogue::items(conn, &Filter::default()).await? {
        let score = score(&item, &words);
        if score > 0
            && let Some(entry) = mine.iter().find(|entry| entry.code == item.code)
        {
            scored.push((score, entry.clone()));
        }
    }
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    Ok(scored.into_iter().map(|(_, entry)| entry).collect())
}

fn score(item: &catalogue::Item, words: &[String]) -> u32 {
    let has = |text: &str, word: &str| text.to_lowercase().contains(word);
    let mut total = 0;
    for word in words {
        let everyday = item
            .everyday_words
            .iter()
            .any(|it| has(it, word) || has(word, it));
        let one = match () {
            () if item.code.to_lowercase() == *word => 100,
            () if has(&item.name, word) => 20,
            () if everyday => 15,
            () if has(&item.main_name, word) || has(&item.sub_name, word) => 8,
            () if has(&item.brief, word) || has(&item.result_name, word) => 3,
            () => shared(&item.name, word),
        };
        if one == 0 {
            return 0;
        }
        total += one;
    }
    total
}

/// Pairs of characters that both have: somebody says 饭店许可, the item is called 食品经营许可.
fn shared(name: &str, word: &str) -> u32 {
    let pairs = |text: &str| -> Vec<(char, char)> {
        let all: Vec<char> = text.chars().collect();
        all.windows(2).map(|two| (two[0], two[1])).collect()
    };
    let name = pairs(name);
    let common = pairs(word).iter().filter(|pair| name.contains(pair)).count();
    u32::from(common > 0) * u32::try_from(common.min(2)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_say_finds_the_item() {
        let item = catalogue::Item {
            code: "s-1".into(),
            name: "食品经营许可（新办）".into(),
            everyday_words: vec!["开饭馆".into(), "卫生证".into()],
            brief: "开餐馆先办这个证".into(),
            ..catalogue::Item::default()
        };
        let of = |q: &str| {
            let words: Vec<String> = q.split_whitespace().map(str::to_lowercase).collect();
            score(&item, &words)
        };
        let order = [
            of("S-1"),
            of("食品经营"),
            of("我要开饭馆"),
            of("餐馆"),
            of("经营许可证"),
        ];
        assert!(order.windows(2).all(|two| two[0] > two[1]), "{order:?}");
        assert_eq!((of("身份证"), of("食品 身份证")), (0, 0), "every word counts");
    }
}

//! Published items that may be what somebody is about to ask for.
//!
//! A question names a thing in its own words, so it is tried whole and in pieces: what holds several pieces
//! stands before what holds one.

use kernel::Result;
use matters::publication::DOCUMENT;
use matters::request::Application;
use search::{Item, Query, Segment};

use crate::portal::hits;
use crate::portal::page::Ask;

/// How many are shown.
const SHOWN: usize = 5;
/// How many pieces are looked for.
const PIECES: usize = 12;
/// Votes of something that has the whole name, or the number.
const WHOLE: usize = 10;

/// An item as the page shows it.
pub(super) struct Likely {
    pub href: String,
    pub title: Vec<Segment>,
    pub snippet: Vec<Segment>,
    pub org: String,
    pub date: String,
}

struct Found {
    votes: usize,
    item: Item,
}

/// What may be the answer, likeliest first.
pub(super) async fn hits(ask: &Ask, it: &Application) -> Result<Vec<Likely>> {
    let mut found: Vec<Found> = Vec::new();
    for whole in [&it.info_number, &it.info_name] {
        vote(ask, whole.trim(), WHOLE, &mut found).await?;
    }
    let pieces = pieces(&format!("{}，{}", it.info_name, it.info_features));
    // One piece in common is chance, unless there is only one.
    let enough = if pieces.len() > 2 { 2 } else { 1 };
    for piece in &pieces {
        vote(ask, &format!("\"{piece}\""), 1, &mut found).await?;
    }
    found.retain(|one| one.votes >= enough);
    found.sort_by_key(|one| std::cmp::Reverse(one.votes));
    Ok(found
        .into_iter()
        .take(SHOWN)
        .map(|one| shape(ask, one.item))
        .collect())
}

async fn vote(ask: &Ask, words: &str, votes: usize, found: &mut Vec<Found>) -> Result<()> {
    if words.trim_matches('"').is_empty() {
        return Ok(());
    }
    let query = Query {
        text: words.to_owned(),
        limit: SHOWN * 2,
        kind: Some(DOCUMENT.to_owned()),
        ..Query::default()
    };
    for item in hits::search(&ask.app, query).await?.items {
        match found.iter_mut().find(|one| one.item.url == item.url) {
            Some(one) => one.votes += votes,
            None => found.push(Found { votes, item }),
        }
    }
    Ok(())
}

/// Four characters and four characters, from all over the text; words that every question has say nothing.
fn pieces(text: &str) -> Vec<String> {
    const SAY_NOTHING: [&str; 6] = ["关于", "情况", "信息", "公开", "申请", "资料"];
    let mut text = text.to_owned();
    for word in SAY_NOTHING {
        text = text.replace(word, "，");
    }
    let all: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .map(|run| run.chars().collect::<Vec<char>>())
        .filter(|run| run.len() >= 3)
        .flat_map(|run| {
            run.chunks(4)
                .filter(|it| it.len() >= 3)
                .map(|it| it.iter().collect())
                .collect::<Vec<_>>()
        })
        .collect();
    let step = all.len().div_ceil(PIECES).max(1);
    all.into_iter().step_by(step).collect()
}

fn shape(ask: &Ask, item: Item) -> Likely {
    Likely {
        org: item
            .org_id
            .and_then(|id| ask.frame.org(id))
            .map(|org| org.name.clone())
            .unwrap_or_default(),
        date: hits::day(item.published_on),
        href: item.url,
        title: item.title,
        snippet: item.snippet,
    }
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn pieces_are_what_a_question_is_about() {
        assert_eq!(pieces("关于城区停车收费标准的信息"), ["城区停车", "收费标准"]);
        assert!(pieces("公开申请，信息").is_empty());
        assert!(pieces(&"停车场收费标准，".repeat(100)).len() <= 12);
    }
}

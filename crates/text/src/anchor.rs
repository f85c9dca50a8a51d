//! Places inside a text that can be linked to: headings and 第N条.

use serde::Serialize;

use crate::flow::{self, Block, Mark, mark_of};
use crate::sanitise;

/// A body whose clauses can be pointed at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Anchored {
    /// The same body, with `id="clause-…"` on headings and articles.
    pub html: String,
    /// The clauses in order.
    pub clauses: Vec<Clause>,
}

/// A clause that can be pointed at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// `clause-2`, `clause-2-1`, `clause-article-10`.
    pub id: String,
    /// Its number as printed: `二、`, `（一）`, `第十条`; empty for headings without one.
    pub label: String,
    /// Its heading, or the first words of an article.
    pub heading: String,
}

/// Gives every heading and every 第…条 an anchor. Anchors follow the numbering where there is one, so that they
/// stay when text around them changes; a repeated one gets a further number.
///
/// ```
/// let anchored = text::anchor::anchors("<h2>一、总则</h2><p>第三条　公开为常态。</p>");
/// assert_eq!(anchored.clauses[0].id, "clause-1");
/// assert_eq!(anchored.clauses[1].id, "clause-article-3");
/// assert!(anchored.html.contains("<p id=\"clause-article-3\">"));
/// ```
pub fn anchors(html: &str) -> Anchored {
    let mut blocks = flow::read(html);
    let mut clauses: Vec<Clause> = Vec::new();
    let mut used = std::collections::HashMap::new();
    let mut above = [0u32; 2];
    for block in &mut blocks {
        let words = block.words().unwrap_or_default();
        let (id, is_heading) = match block {
            Block::Heading { id, .. } => (id, true),
            Block::Paragraph { id, .. } => (id, false),
            _ => continue,
        };
        *id = None;
        let mark = mark_of(&words);
        let is_article = matches!(mark, Some((Mark::Article, ..)));
        if !is_heading && !is_article {
            continue;
        }
        let base = anchor(mark, clauses.len() + 1, &mut above);
        let times: &mut usize = used.entry(base.clone()).or_default();
        *times += 1;
        let name = if *times == 1 {
            base
        } else {
            format!("{base}-r{times}")
        };
        *id = Some(name.clone());
        clauses.push(clause(name, &words, mark));
    }
    Anchored {
        html: sanitise::check(&flow::render(&blocks)),
        clauses,
    }
}

fn anchor(mark: Option<(Mark, u32, usize)>, place: usize, above: &mut [u32; 2]) -> String {
    match mark {
        Some((Mark::Chapter, number, _)) => format!("clause-chapter-{number}"),
        Some((Mark::Section, number, _)) => format!("clause-section-{number}"),
        Some((Mark::Article, number, _)) => format!("clause-article-{number}"),
        Some((Mark::First, number, _)) => {
            *above = [number, 0];
            format!("clause-{number}")
        }
        Some((Mark::Second, number, _)) => {
            above[1] = number;
            format!("clause-{}-{number}", above[0])
        }
        Some((Mark::Third, number, _)) => format!("clause-{}-{}-{number}", above[0], above[1]),
        Some((Mark::Fourth, number, _)) => format!("clause-{}-{}-0-{number}", above[0], above[1]),
        None => format!("clause-h{place}"),
    }
}

fn clause(id: String, words: &str, mark: Option<(Mark, u32, usize)>) -> Clause {
    let taken = mark.map_or(0, |(_, _, characters)| characters);
    let label: String = words.chars().take(taken).collect();
    let rest: String = words.chars().skip(taken).collect();
    Clause {
        id,
        label,
        heading: crate::width::shorten(rest.trim(), 40),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_follow_the_numbering_and_never_collide() {
        let html = "<h2>一、甲</h2><h3>（二）乙</h3><h2>一、丙</h2><h2>附则</h2><p>第一百零二条 文</p>";
        let anchored = anchors(html);
        let ids: Vec<&str> = anchored.clauses.iter().map(|clause| clause.id.as_str()).collect();
        assert_eq!(
            ids,
            [
                "clause-1",
                "clause-1-2",
                "clause-1-r2",
                "clause-h4",
                "clause-article-102"
            ]
        );
        assert_eq!(anchors(&anchored.html), anchored);
    }
}

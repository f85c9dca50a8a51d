//! 搜索: what was found, marked and counted; how to narrow it; and when nothing was, the way onward.

use askama::Template;
use axum::extract::Query;
use kernel::Result;
use matters::publication::DOCUMENT;
use office::index::ITEM;
use search::{Facets, Item, Segment, Sort};
use serde::Deserialize;

use super::frame::Shell;
use super::hits;
use super::page::{Ask, Drawn};
use super::pager::{self, PER_PAGE, Pager};
use super::shape::FacetLink;
use crate::door::PageResult;
use crate::workbench::NavLink;

/// What the index holds, as people call it.
const KINDS: [(&str, &str); 2] = [(ITEM, "办事"), (DOCUMENT, "文件")];
/// Links of one dimension that are worth showing.
const FACET_LINKS: usize = 10;
/// Words of a question that found nothing, each tried alone.
const WORDS_TRIED: usize = 4;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    q: String,
    kind: String,
    org: String,
    column: String,
    year: String,
    sort: String,
    page: String,
}

impl Wanted {
    fn query(&self) -> Vec<(&'static str, String)> {
        vec![
            ("q", self.q.clone()),
            ("kind", self.kind.clone()),
            ("org", self.org.clone()),
            ("column", self.column.clone()),
            ("year", self.year.clone()),
            ("sort", self.sort.clone()),
        ]
    }

    fn filtered(&self) -> bool {
        [&self.kind, &self.org, &self.column, &self.year]
            .iter()
            .any(|filter| !filter.is_empty())
    }

    fn address(&self) -> String {
        pager::address("/search", &self.query(), 1)
    }

    fn with(&self, change: impl FnOnce(&mut Wanted)) -> String {
        let mut wanted = self.clone();
        change(&mut wanted);
        wanted.address()
    }
}

#[derive(Template)]
#[template(path = "portal/search.html")]
struct ResultsPage {
    shell: Shell,
    q: String,
    total: u64,
    sorts: Vec<NavLink>,
    notes: Vec<String>,
    hits: Vec<Hit>,
    kinds: Vec<FacetLink>,
    orgs: Vec<FacetLink>,
    columns: Vec<FacetLink>,
    years: Vec<FacetLink>,
    pager: Pager,
    words: Vec<FacetLink>,
    unfiltered: String,
}

struct Hit {
    /// `办事` for service items; documents are told by their number and date.
    tag: &'static str,
    title: Vec<Segment>,
    snippet: Vec<Segment>,
    href: String,
    org: String,
    doc_number: String,
    date: String,
}

pub(super) async fn page(ask: Ask, Query(wanted): Query<Wanted>) -> PageResult {
    let drawn = draw(&ask, &wanted).await?;
    ask.once(drawn)
}

async fn draw(ask: &Ask, wanted: &Wanted) -> Result<Drawn> {
    let current = pager::asked(Some(&wanted.page));
    let by_date = wanted.sort == "date" || wanted.q.trim().is_empty();
    let found = hits::search(&ask.app, asked(wanted, by_date, current)).await?;
    let facets = found.facets.clone().unwrap_or_default();
    let nothing = found.total == 0;
    let mut shell = ask.shell(&ask.address);
    shell.canonical.clear();
    let page = ResultsPage {
        q: wanted.q.clone(),
        total: found.total,
        sorts: sorts(wanted, by_date),
        notes: found
            .notes
            .iter()
            .map(|note| note.sentence().to_string())
            .collect(),
        hits: found.items.into_iter().map(|item| hit(ask, item)).collect(),
        kinds: kinds(wanted, &facets),
        orgs: orgs(ask, wanted, &facets),
        columns: columns(ask, wanted, &facets),
        years: years(wanted, &facets),
        pager: pager::pager("/search", &wanted.query(), current, found.total as i64),
        words: if nothing {
            words(ask, wanted).await?
        } else {
            Vec::new()
        },
        unfiltered: if nothing && wanted.filtered() {
            unfiltered(wanted)
        } else {
            String::new()
        },
        shell,
    };
    Drawn::new(&page)
}

fn asked(wanted: &Wanted, by_date: bool, current: i64) -> search::Query {
    search::Query {
        text: wanted.q.clone(),
        kind: KINDS
            .iter()
            .find(|(kind, _)| *kind == wanted.kind)
            .map(|(kind, _)| (*kind).to_owned()),
        org: wanted.org.parse().ok(),
        column: wanted.column.parse().ok(),
        year: wanted.year.parse().ok(),
        sort: if by_date { Sort::Date } else { Sort::Relevance },
        offset: ((current - 1) * PER_PAGE) as usize,
        limit: PER_PAGE as usize,
        facets: true,
        ..search::Query::default()
    }
}

fn hit(ask: &Ask, item: Item) -> Hit {
    Hit {
        tag: if item.kind == ITEM { label(ITEM) } else { "" },
        title: item.title,
        snippet: item.snippet,
        href: item.url,
        org: item
            .org_id
            .and_then(|id| ask.frame.org(id))
            .map(|org| org.name.clone())
            .unwrap_or_default(),
        doc_number: item.doc_number.unwrap_or_default(),
        date: hits::day(item.published_on),
    }
}

fn sorts(wanted: &Wanted, by_date: bool) -> Vec<NavLink> {
    if wanted.q.trim().is_empty() {
        return Vec::new();
    }
    let link = |label: &str, sort: &str, current| NavLink {
        label: label.into(),
        href: wanted.with(|wanted| wanted.sort = sort.into()),
        current,
    };
    vec![link("按相关程度", "", !by_date), link("按时间", "date", by_date)]
}

/// What kinds of things were found.
fn kinds(wanted: &Wanted, facets: &Facets) -> Vec<FacetLink> {
    let named = facets
        .kinds
        .iter()
        .map(|(kind, count)| (kind.clone(), label(kind).to_owned(), *count));
    links(named, &wanted.kind, |kind| {
        wanted.with(|wanted| wanted.kind = kind)
    })
}

fn label(kind: &str) -> &'static str {
    KINDS
        .iter()
        .find(|(known, _)| *known == kind)
        .map_or("", |(_, label)| label)
}

/// Every organisation that has hits, in the order of their number; the chosen one can be taken back.
fn orgs(ask: &Ask, wanted: &Wanted, facets: &Facets) -> Vec<FacetLink> {
    let named = facets
        .orgs
        .iter()
        .filter_map(|(id, count)| Some((id.to_string(), ask.frame.org(*id)?.name.clone(), *count)));
    links(named, &wanted.org, |id| wanted.with(|wanted| wanted.org = id))
}

fn columns(ask: &Ask, wanted: &Wanted, facets: &Facets) -> Vec<FacetLink> {
    let named = facets
        .columns
        .iter()
        .filter_map(|(id, count)| Some((id.to_string(), ask.frame.column(*id)?.name.clone(), *count)));
    links(named, &wanted.column, |id| {
        wanted.with(|wanted| wanted.column = id)
    })
}

fn years(wanted: &Wanted, facets: &Facets) -> Vec<FacetLink> {
    let named = facets
        .years
        .iter()
        .map(|(year, count)| (year.to_string(), format!("{year} 年"), *count));
    links(named, &wanted.year, |year| {
        wanted.with(|wanted| wanted.year = year)
    })
}

/// “全部” first where something is chosen; a dimension with one value is no choice.
fn links(
    values: impl Iterator<Item = (String, String, u64)>,
    chosen: &str,
    address: impl Fn(String) -> String,
) -> Vec<FacetLink> {
    let link = |(id, label, count): (String, String, u64)| FacetLink {
        current: id == chosen,
        label,
        href: address(id),
        count: count as i64,
    };
    let mut links: Vec<FacetLink> = values.map(link).collect();
    let at = links.iter().position(|link| link.current);
    if let Some(at) = at.filter(|at| *at >= FACET_LINKS) {
        links.swap(FACET_LINKS - 1, at);
    }
    links.truncate(FACET_LINKS);
    if links.len() < 2 && chosen.is_empty() {
        return Vec::new();
    }
    for link in links.iter_mut().filter(|link| link.current) {
        link.label = format!("{}（取消）", link.label);
        link.href = address(String::new());
    }
    links
}

/// The words of a question that found nothing, each alone, with what it finds.
async fn words(ask: &Ask, wanted: &Wanted) -> Result<Vec<FacetLink>> {
    let words: Vec<&str> = wanted.q.split_whitespace().take(WORDS_TRIED).collect();
    let mut links = Vec::new();
    if words.len() > 1 {
        for word in words {
            let query = search::Query {
                text: word.to_owned(),
                limit: 1,
                ..search::Query::default()
            };
            let found = hits::search(&ask.app, query).await?;
            if found.total > 0 {
                let href = Wanted {
                    q: word.to_owned(),
                    ..Wanted::default()
                }
                .address();
                links.push(FacetLink {
                    label: word.to_owned(),
                    href,
                    count: found.total as i64,
                    current: false,
                });
            }
        }
    }
    Ok(links)
}

fn unfiltered(wanted: &Wanted) -> String {
    Wanted {
        q: wanted.q.clone(),
        ..Wanted::default()
    }
    .address()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(chosen: &str, values: &[(i64, u64)]) -> Vec<(String, String, bool)> {
        let values = values
            .iter()
            .map(|(id, count)| (id.to_string(), format!("栏目{id}"), *count));
        let links = links(values, chosen, |id| format!("/search?column={id}"));
        links
            .into_iter()
            .map(|link| (link.label, link.href, link.current))
            .collect()
    }

    #[test]
    fn a_dimension_with_one_value_is_no_choice_and_a_choice_can_be_taken_back() {
        assert!(shown("", &[(1, 5)]).is_empty());
        assert_eq!(
            shown("1", &[(1, 5)]),
            [("栏目1（取消）".to_owned(), "/search?column=".to_owned(), true)]
        );
        assert_eq!(
            shown("", &[(1, 5), (2, 3)])[1],
            ("栏目2".to_owned(), "/search?column=2".to_owned(), false)
        );
    }

    #[test]
    fn the_chosen_value_is_shown_however_rare() {
        let many: Vec<(i64, u64)> = (1..=30).map(|id| (id, 100 - id as u64)).collect();
        let links = shown("25", &many);
        assert_eq!(links.len(), FACET_LINKS);
        assert!(
            links
                .iter()
                .any(|(label, _, current)| label == "栏目25（取消）" && *current)
        );
    }
}

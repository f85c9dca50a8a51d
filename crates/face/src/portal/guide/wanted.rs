//! Which items of the list are wanted: one address for each choice, with how many it shows.

use std::collections::BTreeMap;

use office::catalogue::{Audience, Entry, Handling, Item, KINDS};
use serde::Deserialize;

use crate::portal::page::encode;
use crate::portal::shape::FacetLink;

/// An item in force with what it says.
pub(super) type Row = (Entry, Item);

/// The filters of the list; empty ones hold nothing back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    pub theme: String,
    pub audience: String,
    pub kind: String,
    pub handling: String,
    pub org: String,
}

/// A dimension: its name in the address, its title, and what a row has of it: codes with their labels.
struct Dimension {
    name: &'static str,
    title: &'static str,
    of: fn(&Row) -> Vec<(String, String)>,
}

const DIMENSIONS: [Dimension; 5] = [
    Dimension {
        name: "theme",
        title: "主题",
        of: |(_, item)| one(&item.theme, &item.theme),
    },
    Dimension {
        name: "audience",
        title: "服务对象",
        of: |(_, item)| {
            item.audience
                .iter()
                .map(|it| (it.code().to_owned(), it.label().to_owned()))
                .collect()
        },
    },
    Dimension {
        name: "handling",
        title: "办件类型",
        of: |(_, item)| one(item.handling.code(), item.handling.label()),
    },
    Dimension {
        name: "kind",
        title: "事项类型",
        of: |(_, item)| one(&item.kind, office::catalogue::kind_label(&item.kind)),
    },
    Dimension {
        name: "org",
        title: "单位",
        of: |(entry, _)| one(&entry.org_id.to_string(), &entry.org_name),
    },
];

fn one(code: &str, label: &str) -> Vec<(String, String)> {
    match code.is_empty() {
        true => Vec::new(),
        false => vec![(code.to_owned(), label.to_owned())],
    }
}

/// The choices of one dimension.
pub(super) struct FacetView {
    pub title: &'static str,
    pub links: Vec<FacetLink>,
}

impl Wanted {
    fn get(&self, name: &str) -> &str {
        match name {
            "theme" => &self.theme,
            "audience" => &self.audience,
            "kind" => &self.kind,
            "handling" => &self.handling,
            _ => &self.org,
        }
    }

    fn with(&self, name: &str, value: &str) -> Wanted {
        let mut other = self.clone();
        let field = match name {
            "theme" => &mut other.theme,
            "audience" => &mut other.audience,
            "kind" => &mut other.kind,
            "handling" => &mut other.handling,
            _ => &mut other.org,
        };
        value.clone_into(field);
        other
    }

    /// The filters as a query, with its question mark; empty where there are none.
    pub fn query(&self) -> String {
        let pairs: Vec<String> = DIMENSIONS
            .iter()
            .filter(|it| !self.get(it.name).is_empty())
            .map(|it| format!("{}={}", it.name, encode(self.get(it.name))))
            .collect();
        match pairs.is_empty() {
            true => String::new(),
            false => format!("?{}", pairs.join("&")),
        }
    }

    /// The list's address.
    pub fn address(&self) -> String {
        format!("/services{}", self.query())
    }

    /// Whether the row is wanted; `but` names a dimension that is not asked.
    fn fits(&self, row: &Row, but: &str) -> bool {
        DIMENSIONS.iter().filter(|it| it.name != but).all(|it| {
            let wanted = self.get(it.name);
            wanted.is_empty() || (it.of)(row).iter().any(|(code, _)| code == wanted)
        })
    }

    /// The rows that are wanted, in their order.
    pub fn of<'r>(&self, all: &'r [Row]) -> Vec<&'r Row> {
        all.iter().filter(|row| self.fits(row, "")).collect()
    }

    /// Every dimension in which there is something to choose, each counted within the other choices.
    pub fn facets(&self, all: &[Row]) -> Vec<FacetView> {
        let facet = |it: &Dimension| self.facet(it, all);
        DIMENSIONS
            .iter()
            .map(facet)
            .filter(|it| it.links.len() > 2)
            .collect()
    }

    fn facet(&self, it: &Dimension, all: &[Row]) -> FacetView {
        let rows: Vec<&Row> = all.iter().filter(|row| self.fits(row, it.name)).collect();
        let mut counted: BTreeMap<(usize, String), (String, i64)> = BTreeMap::new();
        for (code, label) in rows.iter().flat_map(|row| (it.of)(row)) {
            counted
                .entry((order(it.name, &code), code))
                .or_insert((label, 0))
                .1 += 1;
        }
        let chosen = self.get(it.name);
        let link = |label: String, code: &str, count| FacetLink {
            label,
            href: self.with(it.name, code).address(),
            count,
            current: chosen == code,
        };
        // What most items have comes first, unless the list has an order of its own.
        let mut counted: Vec<_> = counted.into_iter().collect();
        counted.sort_by_key(|((order, _), (_, count))| (*order, -count));
        let mut links = vec![link("全部".to_owned(), "", rows.len() as i64)];
        links.extend(
            counted
                .into_iter()
                .map(|((_, code), (label, count))| link(label, &code, count)),
        );
        FacetView {
            title: it.title,
            links,
        }
    }

    /// For a choice that shows nothing: every filter, what it is, and the address without it.
    pub fn given_up(&self, all: &[Row]) -> Vec<FacetLink> {
        let chosen = DIMENSIONS.iter().filter(|it| !self.get(it.name).is_empty());
        chosen
            .map(|it| {
                let without = self.with(it.name, "");
                FacetLink {
                    label: format!("不限{}", it.title),
                    href: without.address(),
                    count: without.of(all).len() as i64,
                    current: false,
                }
            })
            .filter(|link| link.count > 0)
            .collect()
    }
}

/// Closed lists stand in their own order, organisations in that of their founding, everything else by number.
fn order(name: &str, code: &str) -> usize {
    let at = |codes: Vec<&str>| codes.iter().position(|it| *it == code);
    let found = match name {
        "kind" => at(KINDS.iter().map(|(code, _)| *code).collect()),
        "handling" => at(Handling::ALL.iter().map(|it| it.code()).collect()),
        "audience" => at(Audience::ALL.iter().map(|it| it.code()).collect()),
        // Rows, in the order in which they were founded.
        "org" => code.parse().ok(),
        _ => None,
    };
    found.unwrap_or(usize::MAX)
}

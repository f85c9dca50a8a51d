//! Pages of a list: which links to show, and where they lead.

use super::page::encode;
use crate::workbench::NavLink;

/// Items on one page of a list.
pub const PER_PAGE: i64 = 20;
/// Nobody reads further; whoever needs more narrows the search or takes the data.
pub const LAST_PAGE: i64 = 500;

/// What the `pager` part takes.
pub struct Pager {
    pub total: i64,
    pub links: Vec<NavLink>,
    pub previous: String,
    pub next: String,
}

/// The page asked for, as the address says it; what cannot be read is the first.
pub fn asked(page: Option<&str>) -> i64 {
    page.and_then(|page| page.parse().ok())
        .unwrap_or(1)
        .clamp(1, LAST_PAGE)
}

/// How many pages this many items have.
pub fn pages(total: i64) -> i64 {
    (((total + PER_PAGE - 1) / PER_PAGE).max(1)).min(LAST_PAGE)
}

/// First, last, the current one and its neighbours; gaps between. `query` holds what else the address says.
pub fn pager(path: &str, query: &[(&str, String)], current: i64, total: i64) -> Pager {
    let last = pages(total);
    let mut links: Vec<NavLink> = Vec::new();
    let mut shown = 0;
    for page in (1..=last).filter(|page| *page == 1 || *page == last || (page - current).abs() <= 2) {
        if page > shown + 1 {
            links.push(NavLink {
                label: String::new(),
                href: String::new(),
                current: false,
            });
        }
        links.push(NavLink {
            label: page.to_string(),
            href: address(path, query, page),
            current: page == current,
        });
        shown = page;
    }
    Pager {
        total,
        links,
        previous: if current > 1 {
            address(path, query, current - 1)
        } else {
            String::new()
        },
        next: if current < last {
            address(path, query, current + 1)
        } else {
            String::new()
        },
    }
}

/// The first page has the plain address, so that a list has one address and not two.
pub fn address(path: &str, query: &[(&str, String)], page: i64) -> String {
    let page = if page > 1 { page.to_string() } else { String::new() };
    let parts: Vec<String> = query
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .chain([("page", page.as_str())])
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    if parts.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", parts.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(current: i64, total: i64) -> String {
        let pager = pager("/c/a", &[], current, total);
        let shown = pager
            .links
            .iter()
            .map(|link| match (link.current, link.label.as_str()) {
                (true, label) => format!("[{label}]"),
                (false, "") => "…".to_owned(),
                (false, label) => label.to_owned(),
            });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn links_show_both_ends_and_the_neighbourhood() {
        for (current, total, shown) in [
            (1, 0, "[1]"),
            (1, 20, "[1]"),
            (1, 21, "[1] 2"),
            (1, 200, "[1] 2 3 … 10"),
            (5, 200, "1 … 3 4 [5] 6 7 … 10"),
            (4, 200, "1 2 3 [4] 5 6 … 10"),
            (10, 200, "1 … 8 9 [10]"),
            (2, 1_000_000, "1 [2] 3 4 … 500"),
        ] {
            assert_eq!(labels(current, total), shown, "page {current} of {total}");
        }
    }

    #[test]
    fn addresses_keep_the_rest_of_the_query_and_the_first_page_is_plain() {
        let query = [("q", "危房 改造&x".to_owned()), ("year", String::new())];
        let pager = pager("/search", &query, 2, 60);
        assert_eq!(
            pager.previous,
            "/search?q=%E5%8D%B1%E6%88%BF%20%E6%94%B9%E9%80%A0%26x"
        );
        assert_eq!(
            pager.next,
            "/search?q=%E5%8D%B1%E6%88%BF%20%E6%94%B9%E9%80%A0%26x&page=3"
        );
        assert_eq!(address("/c/a", &[], 1), "/c/a");
    }

    #[test]
    fn what_cannot_be_read_is_the_first_page() {
        for (text, page) in [
            (None, 1),
            (Some("x"), 1),
            (Some("-3"), 1),
            (Some("7"), 7),
            (Some("99999999"), LAST_PAGE),
        ] {
            assert_eq!(asked(text), page);
        }
    }
}

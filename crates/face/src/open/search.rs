//! `GET /api/v1/search`: what the portal's search finds, as JSON. Documented for people at `/api`.

use ::search::{Query, Sort};
use axum::Json;
use axum::extract;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL};
use axum::response::IntoResponse;
use kernel::{Error, Issue, Result};
use matters::publication::DOCUMENT;
use office::index::ITEM;
use serde::{Deserialize, Serialize};

use crate::door::PageResult;
use crate::portal::{self, Ask, Frame};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    q: String,
    kind: String,
    limit: String,
    offset: String,
    org: String,
    column: String,
    year: String,
    sort: String,
}

/// The answer. Fields may be added in v1, never changed or removed.
#[derive(Serialize)]
struct Answer {
    q: String,
    total: u64,
    offset: usize,
    limit: usize,
    items: Vec<Item>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct Item {
    /// `document` or `item`.
    kind: String,
    title: String,
    url: String,
    snippet: String,
    published_on: Option<String>,
    org: Option<String>,
    doc_number: Option<String>,
}

pub(super) async fn search(ask: Ask, extract::Query(wanted): extract::Query<Wanted>) -> PageResult {
    let query = read(&wanted, ask.frame())?;
    let (offset, limit) = (query.offset, query.limit);
    let found = portal::search(ask.app(), query).await?;
    let items = found.items.into_iter().map(|item| Item {
        kind: item.kind,
        title: portal::plain(&item.title),
        url: item.url,
        snippet: portal::plain(&item.snippet),
        published_on: item.published_on.map(|day| portal::day(Some(day))),
        org: item
            .org_id
            .and_then(|id| ask.frame().org(id))
            .map(|org| org.name.clone()),
        doc_number: item.doc_number,
    });
    let answer = Answer {
        q: wanted.q,
        total: found.total,
        offset,
        limit,
        items: items.collect(),
        notes: found
            .notes
            .iter()
            .map(|note| note.sentence().to_string())
            .collect(),
    };
    Ok((
        [(ACCESS_CONTROL_ALLOW_ORIGIN, "*"), (CACHE_CONTROL, "no-cache")],
        Json(answer),
    )
        .into_response())
}

/// The query, or every parameter that cannot be read.
fn read(wanted: &Wanted, frame: &Frame) -> Result<Query> {
    let mut issues = Vec::new();
    let mut wrong = |field: &str, sentence: &str| {
        issues.push(Issue::new("bad-parameter", sentence, "说明见 /api。").at(field));
    };
    let limit = number(&wanted.limit, 20, 1..=100);
    if limit.is_none() {
        wrong("limit", "limit 应是 1 到 100 的整数。");
    }
    let offset = number(&wanted.offset, 0, 0..=10_000);
    if offset.is_none() {
        wrong("offset", "offset 应是 0 到 10000 的整数。");
    }
    let org = named(&wanted.org, |code| {
        frame.orgs.iter().find(|org| org.code == code).map(|org| org.id)
    });
    if org.is_none() {
        wrong("org", "没有这个机构代码。");
    }
    let column = named(&wanted.column, |slug| {
        frame.columns.iter().find(|it| it.slug == slug).map(|it| it.id)
    });
    if column.is_none() {
        wrong("column", "没有这个栏目代码，或者栏目里还没有内容。");
    }
    let year = named(&wanted.year, |year| {
        year.parse().ok().filter(|year| (1..=9999).contains(year))
    });
    if year.is_none() {
        wrong("year", "year 应是四位数的年份。");
    }
    let kind = named(&wanted.kind, |kind| {
        [ITEM, DOCUMENT].contains(&kind).then(|| kind.to_owned())
    });
    if kind.is_none() {
        wrong("kind", "kind 应是 document 或者 item。");
    }
    let sort = match wanted.sort.as_str() {
        "" if wanted.q.trim().is_empty() => Some(Sort::Date),
        "" | "relevance" => Some(Sort::Relevance),
        "date" => Some(Sort::Date),
        _ => None,
    };
    if sort.is_none() {
        wrong("sort", "sort 应是 relevance 或者 date。");
    }
    match (limit, offset, org, column, year, kind, sort) {
        (Some(limit), Some(offset), Some(org), Some(column), Some(year), Some(kind), Some(sort)) => {
            Ok(Query {
                kind,
                text: wanted.q.clone(),
                org,
                column,
                year,
                sort,
                offset,
                limit,
                ..Query::default()
            })
        }
        _ => Err(Error::invalid(issues)),
    }
}

/// The number, the default where nothing is written, or nothing where it cannot be used.
fn number(text: &str, default: usize, range: std::ops::RangeInclusive<usize>) -> Option<usize> {
    if text.is_empty() {
        Some(default)
    } else {
        text.parse().ok().filter(|number| range.contains(number))
    }
}

/// What a filter names: no filter, the thing named, or nothing where there is no such thing.
fn named<T>(text: &str, find: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    if text.is_empty() {
        Some(None)
    } else {
        find(text).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_parameter_is_named_at_once() {
        let wanted = Wanted {
            limit: "0".into(),
            offset: "x".into(),
            org: "nobody".into(),
            column: "none".into(),
            year: "二〇".into(),
            kind: "page".into(),
            sort: "random".into(),
            ..Wanted::default()
        };
        let error = read(&wanted, &Frame::default()).unwrap_err();
        let issues = &error.as_refusal().unwrap().issues;
        let fields: Vec<&str> = issues.iter().filter_map(|issue| issue.field.as_deref()).collect();
        assert_eq!(
            fields,
            ["limit", "offset", "org", "column", "year", "kind", "sort"]
        );
    }

    #[test]
    fn an_empty_question_means_everything_newest_first() {
        let query = read(&Wanted::default(), &Frame::default()).unwrap();
        assert_eq!((query.limit, query.offset, query.sort), (20, 0, Sort::Date));
        let query = read(
            &Wanted {
                q: "公告".into(),
                limit: "100".into(),
                ..Wanted::default()
            },
            &Frame::default(),
        )
        .unwrap();
        assert_eq!((query.limit, query.sort), (100, Sort::Relevance));
    }
}

//! Answering a query.

use crate::explanation::MAX_DEPTH;
use crate::facets::{FacetCounts, Filters};
use crate::highlight::{hits, segments};
use crate::plan::Plan;
use crate::schema::column;
use crate::snippet::snippet;
use crate::term::{Term, terms};
use crate::{Explanation, Facets, Index, Item, Query, Result, Results, Sort};
use std::time::{Duration, Instant};
use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue};
use tantivy::collector::{Collector, Count, TopDocs};
use tantivy::query::Query as EngineQuery;
use tantivy::schema::{Field, Value};
use tantivy::{DocAddress, Order, Searcher, TantivyDocument};

/// A document's place in the order, with what the order was made of.
struct Ranked {
    score: f32,
    date: Option<i64>,
    id: i64,
    address: DocAddress,
}

impl Index {
    /// Finds the documents that hold every term of the query, within its filters.
    ///
    /// Any text gives an answer; where it was not taken exactly as typed, [`Results::notes`] says so. Errors
    /// are faults of the folder only.
    pub fn search(&self, query: &Query) -> Result<Results> {
        let started = Instant::now();
        let (terms, mut notes) = terms(&query.text);
        let mut results = Results {
            total: 0,
            items: vec![],
            facets: None,
            notes: vec![],
            took: Duration::ZERO,
        };
        if terms.is_empty() && query.text.trim().is_empty() && is_unbounded(query) {
            notes.push(Explanation::Blank);
        } else if !notes.contains(&Explanation::OnlyPunctuation) {
            self.find(query, &terms, &mut results)?;
            if query.offset.saturating_add(query.limit) > MAX_DEPTH && results.total > query.offset as u64 {
                notes.push(Explanation::TooDeep { reach: MAX_DEPTH });
            }
        }
        results.notes = notes;
        results.took = started.elapsed();
        Ok(results)
    }

    fn find(&self, query: &Query, terms: &[Term], results: &mut Results) -> Result<()> {
        let searcher = self.reader.searcher();
        let plan = Plan::new(&searcher, &self.fields);
        let filters = Filters::of(query);
        let text = plan.text(query, terms)?;
        let together = (query.facets && filters.is_empty()).then(|| FacetCounts(filters.clone()));
        if query.facets && !filters.is_empty() {
            results.facets = Some(searcher.search(&*text, &FacetCounts(filters))?);
        }
        let found = plan.filtered(text, query);
        let (ranked, total, facets) = ranked(&searcher, &*found, query, together)?;
        results.total = total as u64;
        results.facets = facets.or(results.facets.take());
        for place in ranked {
            results.items.push(self.item(&searcher, place, terms)?);
        }
        Ok(())
    }

    fn item(&self, searcher: &Searcher, place: Ranked, terms: &[Term]) -> Result<Item> {
        let doc: TantivyDocument = searcher.doc(place.address)?;
        let text = |field: Field| doc.get_first(field).and_then(|value| value.as_str());
        let title = text(self.fields.title).unwrap_or_default();
        Ok(Item {
            kind: text(self.fields.kind).unwrap_or_default().into(),
            id: place.id,
            title: segments(title, 0..title.len(), &hits(title, terms)),
            snippet: snippet(text(self.fields.body).unwrap_or_default(), terms),
            score: place.score,
            published_on: place.date.and_then(|day| i32::try_from(day).ok()),
            doc_number: text(self.fields.doc_number).map(Into::into),
            org_id: doc
                .get_first(self.fields.own_org)
                .and_then(|value| value.as_i64()),
            url: text(self.fields.url).unwrap_or_default().into(),
        })
    }
}

/// Neither a filter nor a day: a blank text would list everything.
fn is_unbounded(query: &Query) -> bool {
    Filters::of(query).is_empty() && query.from_on.is_none() && query.to_on.is_none()
}

type Found = (Vec<Ranked>, usize, Option<Facets>);

fn ranked(
    searcher: &Searcher,
    found: &dyn EngineQuery,
    query: &Query,
    facets: Option<FacetCounts>,
) -> tantivy::Result<Found> {
    let end = query.offset.saturating_add(query.limit);
    if query.limit == 0 || end > MAX_DEPTH {
        let (total, facets) = searcher.search(found, &(Count, facets))?;
        return Ok((vec![], total, facets));
    }
    let top = TopDocs::for_doc_range(query.offset..end);
    let newest = || (SortByStaticFastValue::<i64>::for_field(column::DATE), Order::Desc);
    let last = || (SortByStaticFastValue::<i64>::for_field(column::ID), Order::Desc);
    match query.sort {
        Sort::Relevance => {
            let order = top.order_by((SortBySimilarityScore, newest(), last()));
            collected(
                searcher,
                found,
                (order, Count, facets),
                |((score, date, id), address)| Ranked {
                    score,
                    date,
                    id: id.unwrap_or_default(),
                    address,
                },
            )
        }
        Sort::Date => {
            let order = top.order_by((newest(), last()));
            collected(
                searcher,
                found,
                (order, Count, facets),
                |((date, id), address)| Ranked {
                    score: 0.0,
                    date,
                    id: id.unwrap_or_default(),
                    address,
                },
            )
        }
    }
}

fn collected<Key, Top>(
    searcher: &Searcher,
    found: &dyn EngineQuery,
    collector: (Top, Count, Option<FacetCounts>),
    place: impl Fn(Key) -> Ranked,
) -> tantivy::Result<Found>
where
    Key: Send + 'static,
    Top: Collector<Fruit = Vec<Key>>,
{
    let (top, total, facets) = searcher.search(found, &collector)?;
    Ok((top.into_iter().map(place).collect(), total, facets))
}

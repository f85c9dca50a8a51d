//! Counting a search's documents by kind, organisation, column and year, in one pass.
//!
//! Each dimension is counted without its own filter, with all the others, so that a page that shows one year
//! still says what the other years hold.

use crate::Query;
use crate::schema::column;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// How many matching documents fall under each value. Values without any are not listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// By kind, largest first.
    pub kinds: Vec<(String, u64)>,
    /// By organisation, each with all below it, largest first.
    pub orgs: Vec<(i64, u64)>,
    /// By column, largest first.
    pub columns: Vec<(i64, u64)>,
    /// By year, newest first.
    pub years: Vec<(i32, u64)>,
}

const KIND: usize = 0;
/// The numeric dimensions, in the order of [`Filters::numbers`].
const NUMBERS: [&str; 3] = [column::ORG, column::COLUMN, column::YEAR];

/// What a page has chosen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filters {
    kind: Option<String>,
    numbers: [Option<i64>; 3],
}

impl Filters {
    pub fn of(query: &Query) -> Filters {
        Filters {
            kind: query.kind.clone(),
            numbers: [query.org, query.column, query.year.map(i64::from)],
        }
    }

    pub fn is_empty(&self) -> bool {
        self.kind.is_none() && self.numbers.iter().all(Option::is_none)
    }
}

/// Counts documents of an *unfiltered* query; applies the filters itself.
pub(crate) struct FacetCounts(pub Filters);

type Counts = (BTreeMap<String, u64>, [BTreeMap<i64, u64>; 3]);

pub(crate) struct SegmentCounts {
    kind_column: Option<StrColumn>,
    /// The chosen kind's number in this segment; the inner `None`: no document here has it.
    kind_filter: Option<Option<u64>>,
    kinds: Vec<u64>,
    numbers: [NumberCounts; 3],
}

struct NumberCounts {
    column: Option<Column<i64>>,
    filter: Option<i64>,
    tally: Tally,
}

/// Counts of numbers: by index where they lie close together, as identifiers and years do.
struct Tally {
    base: i64,
    dense: Vec<u64>,
    sparse: BTreeMap<i64, u64>,
}

/// The widest span of numbers that is counted by index (512 KiB).
const DENSE_SPAN: i64 = 65_536;

impl Tally {
    fn over(span: Option<RangeInclusive<i64>>) -> Tally {
        let span = span.unwrap_or(0..=0);
        let width = span.end().saturating_sub(*span.start());
        let slots = if width < DENSE_SPAN { width as usize + 1 } else { 0 };
        Tally {
            base: *span.start(),
            dense: vec![0; slots],
            sparse: BTreeMap::new(),
        }
    }

    #[inline]
    fn add(&mut self, number: i64) {
        match self.dense.get_mut(number.wrapping_sub(self.base) as usize) {
            Some(count) => *count += 1,
            None => *self.sparse.entry(number).or_default() += 1,
        }
    }

    fn into_counts(self) -> BTreeMap<i64, u64> {
        let mut counts = self.sparse;
        let dense = self.dense.into_iter().enumerate().filter(|(_, count)| *count > 0);
        counts.extend(dense.map(|(slot, count)| (self.base + slot as i64, count)));
        counts
    }
}

impl Collector for FacetCounts {
    type Fruit = Facets;
    type Child = SegmentCounts;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentCounts> {
        let kind_column = segment.fast_fields().str(column::KIND)?;
        let kind_filter = match (&self.0.kind, &kind_column) {
            (None, _) => None,
            (Some(_), None) => Some(None),
            (Some(kind), Some(column)) => Some(column.dictionary().term_ord(kind)?),
        };
        let kinds = vec![0; kind_column.as_ref().map_or(0, |column| column.num_terms())];
        let mut numbers = Vec::with_capacity(NUMBERS.len());
        for (name, filter) in NUMBERS.iter().zip(self.0.numbers) {
            let column = segment.fast_fields().column_opt::<i64>(name)?;
            let tally = Tally::over(
                column
                    .as_ref()
                    .map(|column| column.min_value()..=column.max_value()),
            );
            numbers.push(NumberCounts {
                column,
                filter,
                tally,
            });
        }
        let numbers = numbers
            .try_into()
            .unwrap_or_else(|_| unreachable!("one for each of NUMBERS"));
        Ok(SegmentCounts {
            kind_column,
            kind_filter,
            kinds,
            numbers,
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Counts>>) -> tantivy::Result<Facets> {
        let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
        let mut numbers: [BTreeMap<i64, u64>; 3] = Default::default();
        for segment in segments {
            let (segment_kinds, segment_numbers) = segment?;
            for (kind, count) in segment_kinds {
                *kinds.entry(kind).or_default() += count;
            }
            for (total, part) in numbers.iter_mut().zip(segment_numbers) {
                for (number, count) in part {
                    *total.entry(number).or_default() += count;
                }
            }
        }
        let [orgs, columns, years] = numbers;
        Ok(Facets {
            kinds: largest_first(kinds),
            orgs: largest_first(orgs),
            columns: largest_first(columns),
            years: years
                .into_iter()
                .rev()
                .map(|(year, count)| (year as i32, count))
                .collect(),
        })
    }
}

fn largest_first<T: Ord>(counts: BTreeMap<T, u64>) -> Vec<(T, u64)> {
    let mut counts: Vec<(T, u64)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

impl SegmentCounts {
    /// Which filters the document fails, one bit each.
    #[inline]
    fn failures(&self, doc: DocId) -> u8 {
        let mut failures = 0;
        if let (Some(kind), Some(column)) = (self.kind_filter, &self.kind_column) {
            failures |= u8::from(column.ords().first(doc) != kind) << KIND;
        }
        for (index, number) in self.numbers.iter().enumerate() {
            if let Some(wanted) = number.filter {
                let has = number
                    .column
                    .as_ref()
                    .is_some_and(|c| c.values_for_doc(doc).any(|v| v == wanted));
                failures |= u8::from(!has) << (index + 1);
            }
        }
        failures
    }
}

impl SegmentCollector for SegmentCounts {
    type Fruit = tantivy::Result<Counts>;

    fn collect(&mut self, doc: DocId, _: Score) {
        let failures = self.failures(doc);
        if failures & !(1 << KIND) == 0
            && let Some(ordinal) = self
                .kind_column
                .as_ref()
                .and_then(|column| column.ords().first(doc))
        {
            self.kinds[ordinal as usize] += 1;
        }
        for (index, number) in self.numbers.iter_mut().enumerate() {
            if failures & !(1 << (index + 1)) == 0
                && let Some(column) = &number.column
            {
                column
                    .values_for_doc(doc)
                    .for_each(|value| number.tally.add(value));
            }
        }
    }

    fn harvest(self) -> tantivy::Result<Counts> {
        let mut kinds = BTreeMap::new();
        for (ordinal, count) in self.kinds.iter().enumerate().filter(|(_, count)| **count > 0) {
            let mut kind = String::new();
            if let Some(column) = &self.kind_column {
                column.ord_to_str(ordinal as u64, &mut kind)?;
            }
            kinds.insert(kind, *count);
        }
        Ok((kinds, self.numbers.map(|number| number.tally.into_counts())))
    }
}

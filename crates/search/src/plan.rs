//! From terms and filters to the engine's query.

use crate::Query;
use crate::cover::cover;
use crate::schema::{Fields, name_key, number_key};
use crate::term::{Part, Spot, Term};
use std::ops::Bound;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhrasePrefixQuery, PhraseQuery,
    Query as EngineQuery, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term as EngineTerm};

/// Frequency lifts a BM25 score by at most 2.2 times and a title of up to three times the usual length lowers
/// it to no less than 0.55; so four times keeps one hit in a title above any number in a text.
const TITLE_BOOST: f32 = 4.0;
/// Part of a document or index number: beside a title.
const NUMBER_BOOST: f32 = 4.0;
/// Part of another name: beside a title, above any text. More would set whoever is called 卫生许可证 by some before what
/// is called 卫生许可.
const NAME_BOOST: f32 = 6.0;
/// A whole other name: above every text that only mentions it.
const WHOLE_NAME_SCORE: f32 = 500.0;
/// A whole document number: above everything that BM25 can reach.
const WHOLE_NUMBER_SCORE: f32 = 1000.0;
/// Shorter numbers standing alone are not looked for in document numbers: 2016 would find a year's worth.
const MIN_NUMBER: usize = 5;

type Boxed = Box<dyn EngineQuery>;

pub(crate) struct Plan<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
}

impl<'a> Plan<'a> {
    pub fn new(searcher: &'a Searcher, fields: &'a Fields) -> Self {
        Plan { searcher, fields }
    }

    /// What the text and the days ask for; everything when there are no terms.
    pub fn text(&self, query: &Query, terms: &[Term]) -> tantivy::Result<Boxed> {
        let words = self.words(query, terms)?;
        let (from, to) = (self.day(query.from_on), self.day(query.to_on));
        if from == Bound::Unbounded && to == Bound::Unbounded {
            return Ok(words);
        }
        Ok(all(vec![words, unscored(Box::new(RangeQuery::new(from, to)))]))
    }

    /// `text` within the chosen kind, organisation, column and year.
    pub fn filtered(&self, text: Boxed, query: &Query) -> Boxed {
        let fields = self.fields;
        let kind = query
            .kind
            .as_ref()
            .map(|kind| EngineTerm::from_field_text(fields.kind, kind));
        let year = query.year.map(i64::from);
        let numbers = [
            (fields.org, query.org),
            (fields.column, query.column),
            (fields.year, year),
        ];
        let numbers = numbers
            .into_iter()
            .filter_map(|(field, number)| Some((field, number?)));
        let chosen = kind
            .into_iter()
            .chain(numbers.map(|(field, n)| EngineTerm::from_field_i64(field, n)));
        let filters = chosen.map(|term| unscored(Box::new(TermQuery::new(term, IndexRecordOption::Basic))));
        all(std::iter::once(text).chain(filters).collect())
    }

    fn day(&self, day: Option<i32>) -> Bound<EngineTerm> {
        day.map_or(Bound::Unbounded, |day| {
            Bound::Included(EngineTerm::from_field_i64(self.fields.date, i64::from(day)))
        })
    }

    fn words(&self, query: &Query, terms: &[Term]) -> tantivy::Result<Boxed> {
        if terms.is_empty() {
            return Ok(unscored(Box::new(AllQuery)));
        }
        let every: Vec<Boxed> = terms
            .iter()
            .map(|term| self.term(term))
            .collect::<tantivy::Result<_>>()?;
        let every = all(every);
        // A document number typed with a space in it is several terms, and still one number.
        let number = if terms.len() > 1 {
            self.whole_number(&query.text)?
        } else {
            None
        };
        let name = self.whole_name(&query.text)?;
        Ok(any(std::iter::once(every).chain(number).chain(name).collect()))
    }

    fn term(&self, term: &Term) -> tantivy::Result<Boxed> {
        let spots = term.spots();
        let mut places = Vec::new();
        places.extend(
            self.run(self.fields.title, &spots)?
                .map(|run| boosted(run, TITLE_BOOST)),
        );
        places.extend(self.run(self.fields.body, &spots)?);
        places.extend(
            self.run(self.fields.names, &spots)?
                .map(|run| boosted(run, NAME_BOOST)),
        );
        if looks_like_number(term) {
            places.extend(
                self.run(self.fields.number, &spots)?
                    .map(|run| boosted(run, NUMBER_BOOST)),
            );
            places.extend(self.whole_number(&term.as_text())?);
        }
        Ok(any(places))
    }

    /// Spots standing together in a field; `None` where the index lacks one of them, so nothing can match.
    fn run(&self, field: Field, spots: &[Spot]) -> tantivy::Result<Option<Boxed>> {
        let mut frequencies = Vec::with_capacity(spots.len());
        for spot in spots {
            let frequency = match spot.prefix {
                true => self.widest_expansion(field, &spot.token)?,
                false => self
                    .searcher
                    .doc_freq(&EngineTerm::from_field_text(field, &spot.token))?,
            };
            if frequency == 0 {
                return Ok(None);
            }
            frequencies.push(frequency);
        }
        let expansion = spots
            .last()
            .zip(frequencies.last())
            .filter(|(spot, _)| spot.prefix)
            .map(|last| *last.1);
        let mut kept: Vec<(usize, EngineTerm)> = cover(spots, &frequencies)
            .map(|spot| (spot.offset, EngineTerm::from_field_text(field, &spot.token)))
            .collect();
        Ok(Some(if let Some(expansion) = expansion {
            let mut run = PhrasePrefixQuery::new_with_offset(kept);
            // Also what the engine reserves memory for, so exactly as many as there are.
            run.set_max_expansions(u32::try_from(expansion).unwrap_or(u32::MAX));
            Box::new(run)
        } else if kept.len() == 1 {
            Box::new(TermQuery::new(kept.remove(0).1, IndexRecordOption::WithFreqs))
        } else {
            Box::new(PhraseQuery::new_with_offset(kept))
        }))
    }

    /// The most tokens with this beginning that any segment has.
    fn widest_expansion(&self, field: Field, beginning: &str) -> tantivy::Result<u64> {
        let mut widest = 0;
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut tokens = inverted.terms().range().ge(beginning).into_stream()?;
            let mut count = 0;
            while tokens.advance() && tokens.key().starts_with(beginning.as_bytes()) {
                count += 1;
            }
            widest = widest.max(count);
        }
        Ok(widest)
    }

    fn whole_number(&self, text: &str) -> tantivy::Result<Option<Boxed>> {
        self.whole(self.fields.number_key, &number_key(text), WHOLE_NUMBER_SCORE)
    }

    fn whole_name(&self, text: &str) -> tantivy::Result<Option<Boxed>> {
        self.whole(self.fields.name_key, &name_key(text), WHOLE_NAME_SCORE)
    }

    /// What has just this key; `None` where nothing has.
    fn whole(&self, field: Field, key: &str, score: f32) -> tantivy::Result<Option<Boxed>> {
        let key = EngineTerm::from_field_text(field, key);
        if self.searcher.doc_freq(&key)? == 0 {
            return Ok(None);
        }
        let exact: Boxed = Box::new(TermQuery::new(key, IndexRecordOption::Basic));
        Ok(Some(Box::new(ConstScoreQuery::new(exact, score))))
    }
}

/// Whether a term may be (part of) a document or index number.
fn looks_like_number(term: &Term) -> bool {
    let long = |part: &Part| matches!(part, Part::Word { letters, .. } if letters.len() >= MIN_NUMBER);
    term.has_digit() && (term.parts.len() > 1 || term.parts.iter().any(long))
}

fn boosted(query: Boxed, boost: f32) -> Boxed {
    Box::new(BoostQuery::new(query, boost))
}

fn unscored(query: Boxed) -> Boxed {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn all(queries: Vec<Boxed>) -> Boxed {
    combined(Occur::Must, queries)
}

fn any(queries: Vec<Boxed>) -> Boxed {
    combined(Occur::Should, queries)
}

fn combined(occur: Occur, mut queries: Vec<Boxed>) -> Boxed {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::new(
            queries.into_iter().map(|query| (occur, query)).collect(),
        )),
    }
}

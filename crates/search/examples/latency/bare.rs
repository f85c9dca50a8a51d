//! The measure: tantivy with a plain bigram tokenizer and nothing else done for the reader. It knows neither
//! spellings nor marks nor several forms of a document number.

use crate::Failure;
use crate::corpus::{Corpus, Question};
use search::Sort;
use std::path::Path;
use std::time::Instant;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, BoostQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};
use tantivy::{DocAddress, Index, Order, ReloadPolicy, Searcher, TantivyDocument, Term, doc};

#[derive(Clone)]
struct Pairs;

struct PairStream(std::vec::IntoIter<Token>, Token);

fn pairs(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 3);
    let mut add = |from: usize, to: usize| {
        let position = tokens.len();
        let text = text[from..to].to_owned();
        tokens.push(Token {
            offset_from: from,
            offset_to: to,
            position,
            text,
            position_length: 1,
        });
    };
    let (mut last, mut length) = (0, 0);
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        if character.is_alphanumeric() {
            if length > 0 {
                add(last, at + character.len_utf8());
            }
            last = at;
            length += 1;
        } else {
            if length == 1 {
                add(last, at);
            }
            length = 0;
        }
    }
    tokens
}

impl Tokenizer for Pairs {
    type TokenStream<'a> = PairStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PairStream {
        PairStream(pairs(text).into_iter(), Token::default())
    }
}

impl TokenStream for PairStream {
    fn advance(&mut self) -> bool {
        self.0.next().map(|token| self.1 = token).is_some()
    }

    fn token(&self) -> &Token {
        &self.1
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.1
    }
}

pub struct Bare {
    searcher: Searcher,
    title: Field,
    body: Field,
    number: Field,
    department: Field,
}

type Ranked = (usize, Vec<DocAddress>);

impl Bare {
    pub fn build(folder: &Path, corpus: &Corpus) -> Result<Bare, Failure> {
        let mut schema = Schema::builder();
        let running = TextFieldIndexing::default()
            .set_tokenizer("pairs")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let running = TextOptions::default().set_indexing_options(running).set_stored();
        let title = schema.add_text_field("title", running.clone());
        let body = schema.add_text_field("body", running);
        let number = schema.add_text_field("number", STRING | STORED);
        let department = schema.add_i64_field("department", INDEXED);
        let date = schema.add_i64_field("date", FAST | STORED);
        let id = schema.add_i64_field("id", FAST | STORED | INDEXED);
        let new = !folder.exists();
        std::fs::create_dir_all(folder)?;
        let directory = tantivy::directory::MmapDirectory::open(folder)?;
        let index = Index::open_or_create(directory, schema.build())?;
        index
            .tokenizers()
            .register("pairs", TextAnalyzer::builder(Pairs).build());
        if new {
            let started = Instant::now();
            let mut writer = index.writer_with_num_threads(2, 512 << 20)?;
            for at in 0..corpus.len() {
                let made = corpus.document(at);
                writer.add_document(
                    doc!(title => made.title, body => made.body, number => made.number,
                    department => made.department, date => i64::from(made.day), id => at as i64),
                )?;
            }
            writer.commit()?;
            let committed = started.elapsed();
            writer.wait_merging_threads()?;
            let size = crate::size(folder)? >> 20;
            println!(
                "bare: committed {committed:.1?}, merged {:.1?}, {size} MiB",
                started.elapsed()
            );
        }
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Bare {
            searcher: reader.searcher(),
            title,
            body,
            number,
            department,
        })
    }

    /// Total and snippets' length, in the given order; by date within the department.
    pub fn run(&self, question: &Question, sort: Sort) -> Result<(usize, usize), Failure> {
        let (total, found) = match sort {
            Sort::Relevance => self.relevance(question)?,
            Sort::Date => self.by_date(question)?,
        };
        let mut length = 0;
        for address in found {
            let document: TantivyDocument = self.searcher.doc(address)?;
            let text = document
                .get_first(self.body)
                .and_then(|body| body.as_str())
                .unwrap_or_default();
            length += snippet(text, &question.terms[0]).len();
        }
        Ok((total, length))
    }

    pub fn relevance(&self, question: &Question) -> Result<Ranked, Failure> {
        let top = TopDocs::with_limit(20).order_by_score();
        let (found, total) = self
            .searcher
            .search(&self.query(question, false), &(top, Count))?;
        Ok((total, found.into_iter().map(|hit| hit.1).collect()))
    }

    fn by_date(&self, question: &Question) -> Result<Ranked, Failure> {
        let top = TopDocs::with_limit(20).order_by_fast_field::<i64>("date", Order::Desc);
        let (found, total) = self.searcher.search(&self.query(question, true), &(top, Count))?;
        Ok((total, found.into_iter().map(|hit| hit.1).collect()))
    }

    fn query(&self, question: &Question, filtered: bool) -> BooleanQuery {
        let exact = |term| Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>;
        let mut every: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for term in &question.terms {
            every.push((
                Occur::Must,
                match term.contains('〔') {
                    true => exact(Term::from_field_text(self.number, term)),
                    false => Box::new(BooleanQuery::new(vec![
                        (
                            Occur::Should,
                            Box::new(BoostQuery::new(run(self.title, term), 3.0)),
                        ),
                        (Occur::Should, run(self.body, term)),
                    ])),
                },
            ));
        }
        if filtered {
            every.push((
                Occur::Must,
                exact(Term::from_field_i64(self.department, question.department)),
            ));
        }
        BooleanQuery::new(every)
    }
}

fn run(field: Field, term: &str) -> Box<dyn Query> {
    let mut terms: Vec<Term> = pairs(term)
        .iter()
        .map(|t| Term::from_field_text(field, &t.text))
        .collect();
    match terms.len() {
        1 => Box::new(TermQuery::new(terms.remove(0), IndexRecordOption::WithFreqs)),
        _ => Box::new(PhraseQuery::new(terms)),
    }
}

fn snippet(text: &str, term: &str) -> String {
    let hit = text.find(term).unwrap_or(0);
    let start = text[..hit].char_indices().rev().nth(40).map_or(0, |(at, _)| at);
    text[start..]
        .chars()
        .take(120)
        .collect::<String>()
        .replace(term, &format!("<mark>{term}</mark>"))
}

//! Search latency and exactness beside a bare tantivy index, in one process: see `bench/search/RESULTS.md`.
//!
//! `latency FOLDER [DOCUMENTS] [ROUNDS]`: makes the documents, counts each query's matches by scanning, builds
//! both indexes under FOLDER, compares the totals, and measures query by query in turn.

mod bare;
mod corpus;

use bare::Bare;
use corpus::{Corpus, Question, queries};
use search::{Doc, Index, Query, Sort};
use std::path::Path;
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("a folder for the indexes is needed")?;
    let documents: usize = arguments.next().unwrap_or_else(|| "100000".into()).parse()?;
    let rounds: usize = arguments.next().unwrap_or_else(|| "3".into()).parse()?;
    let corpus = Corpus::new(documents);
    let questions = queries(&corpus);
    let started = Instant::now();
    let truth = corpus::scan(&corpus, &questions);
    println!(
        "{documents} documents, {} queries, scanned in {:.1?}",
        questions.len(),
        started.elapsed()
    );

    let ours = build(&Path::new(&folder).join("ours"), &corpus)?;
    let bare = Bare::build(&Path::new(&folder).join("bare"), &corpus)?;
    check("ours", &truth, &questions, |question| {
        Ok(ours.search(&asked(question, Sort::Relevance))?.total)
    })?;
    check("bare", &truth, &questions, |question| {
        Ok(bare.relevance(question)?.0 as u64)
    })?;

    println!("first column ours, second bare, milliseconds; load {}", load());
    for (name, sort) in [
        ("relevance, total, 20 snippets", Sort::Relevance),
        ("department, by date, total, 20 snippets", Sort::Date),
    ] {
        let (mut mine, mut theirs) = (Vec::new(), Vec::new());
        for round in 0..=rounds {
            for (at, question) in questions.iter().enumerate() {
                let query = asked(question, sort);
                let one = || timed(|| Ok(ours.search(&query)?.items.len()));
                let other = || timed(|| Ok(bare.run(question, sort)?.1));
                // In turns, so that neither always finds the caches warmed by the other.
                let (a, b) = if (round + at) % 2 == 0 {
                    (one()?, other()?)
                } else {
                    let b = other()?;
                    (one()?, b)
                };
                if round > 0 {
                    mine.push(a);
                    theirs.push(b);
                }
            }
        }
        compare(name, &mut mine, &mut theirs);
    }
    let mut facets = Vec::new();
    for question in questions.iter().cycle().take(questions.len() * rounds) {
        let query = Query {
            facets: true,
            ..asked(question, Sort::Relevance)
        };
        facets.push(timed(|| Ok(ours.search(&query)?.items.len()))?);
    }
    println!(
        "ours with counts by kind, organisation, column, year: {}",
        percentiles(&mut facets)
    );
    println!("load {}", load());
    Ok(())
}

fn build(folder: &Path, corpus: &Corpus) -> Result<Index, Failure> {
    let (index, opened) = Index::open(folder)?;
    if !opened.needs_rebuild() {
        println!("ours: using the index that is there");
        return Ok(index);
    }
    let started = Instant::now();
    let mut writer = index.bulk_writer()?;
    for number in 0..corpus.len() {
        let made = corpus.document(number);
        writer.put(Doc {
            kind: "article".into(),
            id: number as i64,
            title: made.title,
            body: made.body,
            doc_number: Some(made.number),
            org_id: Some(made.department),
            org_path: vec![1, made.department],
            columns: vec![made.department % 7],
            year: Some(made.year),
            published_on: Some(made.day),
            url: format!("/articles/{number}"),
            ..Doc::default()
        })?;
    }
    writer.commit(corpus.len() as i64)?;
    let committed = started.elapsed();
    writer.close()?;
    println!(
        "ours: committed {committed:.1?}, merged {:.1?}, {} MiB",
        started.elapsed(),
        size(folder)? >> 20
    );
    let opening = Instant::now();
    let (index, _) = Index::open(folder)?;
    println!(
        "ours: opened again with all checksums in {:.1?}",
        opening.elapsed()
    );
    Ok(index)
}

/// Bytes in a folder's files.
fn size(folder: &Path) -> std::io::Result<u64> {
    std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.metadata()?.len()))
        .sum()
}

fn asked(question: &Question, sort: Sort) -> Query {
    let org = (sort == Sort::Date).then_some(question.department);
    Query {
        text: question.terms.join(" "),
        org,
        sort,
        limit: 20,
        ..Query::default()
    }
}

fn check(
    name: &str,
    truth: &[u64],
    questions: &[Question],
    total: impl Fn(&Question) -> Result<u64, Failure>,
) -> Result<(), Failure> {
    let mut exact = 0;
    for (truth, question) in truth.iter().zip(questions) {
        let total = total(question)?;
        exact += usize::from(total == *truth);
        if total != *truth {
            println!("{name}: {:?}: {total} instead of {truth}", question.terms);
        }
    }
    println!("{name}: {exact} of {} totals exact", questions.len());
    Ok(())
}

fn timed<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<f64, Failure> {
    let started = Instant::now();
    std::hint::black_box(work()?);
    Ok(started.elapsed().as_secs_f64() * 1e3)
}

fn compare(name: &str, ours: &mut [f64], bare: &mut [f64]) {
    println!("{name}: ours {} | bare {}", percentiles(ours), percentiles(bare));
    println!(
        "    ratio p50 {:.2} p99 {:.2}",
        at(ours, 0.5) / at(bare, 0.5),
        at(ours, 0.99) / at(bare, 0.99)
    );
}

fn percentiles(times: &mut [f64]) -> String {
    times.sort_by(f64::total_cmp);
    format!(
        "p50 {:.2} p90 {:.2} p99 {:.2} max {:.2}",
        at(times, 0.5),
        at(times, 0.9),
        at(times, 0.99),
        at(times, 1.0)
    )
}

fn at(sorted: &[f64], share: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * share).round() as usize]
}

fn load() -> String {
    std::fs::read_to_string("/proc/loadavg")
        .unwrap_or_default()
        .split(' ')
        .next()
        .unwrap_or_default()
        .into()
}

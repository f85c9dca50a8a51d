//! Structured records, a JSON object a line.

use std::path::Path;
use std::process::ExitCode;

use kernel::Result;
use matters::publication::import::{Item, ItemStanding};

use super::Into;
use super::batch::{Filling, aside};
use super::lines::Lines;
use crate::Place;

/// So many records an act.
const CHUNK_RECORDS: usize = 100;
/// So many bad lines are named; the report has all.
const NAMED_MAX: usize = 20;

/// Reads into a batch, a hundred records an act: killed and run again, it goes on where it stood.
pub async fn import(file: &Path, into: &Into, place: &Place) -> Result<ExitCode> {
    let mut lines = Lines::open(file)?;
    let label = file.file_name().map_or_else(
        || "结构化数据".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    let mut filling = Filling::begin(place, into, &label).await?;
    let mut bad = 0;
    loop {
        let (read, back) = aside(move || (lines.next(CHUNK_RECORDS), lines)).await?;
        lines = back;
        let items = read?;
        if items.is_empty() {
            break;
        }
        for item in items.iter().filter(|item| item.standing == ItemStanding::Refused) {
            bad += 1;
            name_bad(item, bad);
        }
        filling.put(items, None).await?;
    }
    if bad > NAMED_MAX {
        eprintln!("\n……还有 {} 行不能读取，见报告（--report）。", bad - NAMED_MAX);
    }
    let imported = filling.finish(into.report.as_deref()).await?;
    Ok(if imported {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn name_bad(item: &Item, nth: usize) {
    if nth <= NAMED_MAX {
        let sentences: Vec<_> = item
            .findings
            .iter()
            .map(|found| found.sentence.as_str())
            .collect();
        eprintln!("\r· {}", sentences.join(""));
    }
}

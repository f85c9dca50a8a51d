//! Asking the index, and never showing what is no longer public.

use kernel::{Error, Fault, Result};
use matters::publication::PublicReader;
use office::catalogue;
use office::index::ITEM;
use search::{Query, Results, Segment};

use crate::App;

/// The first day that any search may ask from: with it, an empty question means everything.
const LONG_AGO: i32 = -1_000_000;

/// Results of this query. The index may be a moment behind the record, so what is no longer public is taken
/// out of the page here, and out of its total.
pub async fn search(app: &App, mut query: Query) -> Result<Results> {
    // Items have no date: a question for them alone asks for all of them as it is.
    if query.text.trim().is_empty() && query.kind.is_none() {
        query.from_on = query.from_on.or(Some(LONG_AGO));
    }
    let index = app.search.clone();
    let asked = tokio::task::spawn_blocking(move || index.search(&query)).await;
    let mut results = asked
        .map_err(|error| Error::Fault(Fault::new(error)))?
        .map_err(Fault::new)?;
    let mut conn = app.db.read().await?;
    let mut shown = Vec::with_capacity(results.items.len());
    for item in std::mem::take(&mut results.items) {
        let public = match item.kind.as_str() {
            ITEM => catalogue::stands(&mut conn, item.id).await?,
            _ => PublicReader::new(&mut conn).is_public(item.id).await?,
        };
        if public {
            shown.push(item)
        } else {
            results.total = results.total.saturating_sub(1)
        }
    }
    results.items = shown;
    Ok(results)
}

/// The words of a marked text, without the marks.
pub fn plain(segments: &[Segment]) -> String {
    segments.iter().map(|segment| segment.text.as_str()).collect()
}

/// A civil day as the index keeps it.
pub fn day(published_on: Option<i32>) -> String {
    let instant = published_on.and_then(|day| jiff::Timestamp::from_second(i64::from(day) * 86_400).ok());
    instant
        .map(|at| at.strftime("%Y-%m-%d").to_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_civil_dates() {
        assert_eq!(day(Some(0)), "1970-01-01");
        assert_eq!(day(Some(20_777)), "2026-11-20");
        assert_eq!(day(None), "");
    }
}

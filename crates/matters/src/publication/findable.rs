//! What search finds of a document: its published edition, or nothing.

use kernel::Result;
use kernel::db::Conn;
use kernel::time::civil_date;
use office::index::Entry;
use search::Doc;

use super::{DOCUMENT, PublicReader, store};

/// What the index should hold of this document now.
pub async fn findable(conn: &mut Conn, document_id: i64) -> Result<Entry> {
    let article = PublicReader::new(conn).article_by_id(document_id).await?;
    let Some(article) = article else { return Ok(Entry::Remove(DOCUMENT.to_owned(), document_id)) };
    let content = &article.current.content;
    let claimed = content.meta.claimed_published.get(..10).and_then(|day| day.parse().ok());
    let listed_on: jiff::civil::Date = claimed.unwrap_or_else(|| civil_date(article.first_published_at));
    Ok(Entry::Put(Box::new(Doc {
        kind: DOCUMENT.to_owned(),
        id: document_id,
        title: content.title.clone(),
        body: text::sanitise::plain_text(&content.body),
        doc_number: Some(content.meta.doc_number.clone()).filter(|number| !number.is_empty()),
        index_number: Some(article.index_number.clone()),
        org_id: Some(article.org_id),
        org_path: store::org_path(conn, article.org_id).await?,
        columns: store::column_path(conn, content.column_id).await?,
        year: Some(i32::from(listed_on.year())),
        published_on: Some(days_since_epoch(listed_on)),
        url: format!("/d/{}", article.slug),
    })))
}

fn days_since_epoch(on: jiff::civil::Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    on.since(epoch).map_or(0, |span| span.get_days())
}

//! What search finds of a document: its published edition, or nothing.

use kernel::Result;
use kernel::db::Conn;
use kernel::time::civil_date;
use office::index::Entry;
use search::Doc;

use super::{Content, DOCUMENT, PublicReader, store};

/// What the index should hold of this document now.
pub async fn findable(conn: &mut Conn, document_id: i64) -> Result<Entry> {
    let article = PublicReader::new(conn).article_by_id(document_id).await?;
    let Some(article) = article else {
        return Ok(Entry::Remove(DOCUMENT.to_owned(), document_id));
    };
    let content = &article.current.content;
    let listed_on = match store::Listing::of(&content.meta) {
        store::Listing::Plain => Some(civil_date(article.first_published_at)),
        store::Listing::Claimed(day) => Some(day),
        store::Listing::Undated => None,
    };
    Ok(Entry::Put(Box::new(Doc {
        kind: DOCUMENT.to_owned(),
        id: document_id,
        title: content.title.clone(),
        body: words(content),
        names: Vec::new(),
        doc_number: Some(content.meta.doc_number.clone()).filter(|number| !number.is_empty()),
        index_number: Some(article.index_number.clone()),
        org_id: Some(article.org_id),
        org_path: store::org_path(conn, article.org_id).await?,
        columns: store::column_path(conn, content.column_id).await?,
        year: listed_on.map(|on| i32::from(on.year())),
        published_on: listed_on.map(days_since_epoch),
        url: format!("/d/{}", article.slug),
    })))
}

/// Everything that stands on the page to be read: the body, then 内容概述 and 关键词, each a line of its own,
/// where they say something else.
fn words(content: &Content) -> String {
    let mut words = text::sanitise::plain_text(&content.body);
    for more in std::iter::once(&content.meta.summary).chain(&content.meta.keywords) {
        if !words.contains(more.as_str()) {
            words.push('\n');
            words.push_str(more);
        }
    }
    words
}

fn days_since_epoch(on: jiff::civil::Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    on.since(epoch).map_or(0, |span| span.get_days())
}

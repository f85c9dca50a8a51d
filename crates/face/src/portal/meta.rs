//! `<meta>` tags that government sites carry: site, column and content (政府网站发展指引; names and values as
//! the interface standard has them). Site tags stand on every page; a document's page carries all three.

use kernel::time::minute_text;
use matters::publication::{Article, PublicColumn};
use office::organisation::Site;

/// Tags in the order in which they are written.
pub type Tags = Vec<(String, String)>;

fn tag(name: &str, content: impl Into<String>) -> (String, String) {
    (name.to_owned(), content.into())
}

/// SiteName, SiteDomain, SiteIDCode: 必选.
pub fn site(site: &Site) -> Tags {
    vec![
        tag("SiteName", &*site.name),
        tag("SiteDomain", &*site.domain),
        tag("SiteIDCode", &*site.id_code),
    ]
}

/// ColumnName, ColumnDescription, ColumnKeywords, ColumnType: 必选.
pub fn column(column: &PublicColumn) -> Tags {
    vec![
        tag("ColumnName", &*column.name),
        tag("ColumnDescription", &*column.description),
        tag("ColumnKeywords", &*column.keywords),
        tag("ColumnType", &*column.column_type),
    ]
}

/// ArticleTitle, PubDate, ContentSource: 必选; Keywords, Author, Description, Url where there is something
/// to say. PubDate is when it became public here, as the ledger witnesses; never a claim.
pub fn content(article: &Article, address: &str) -> Tags {
    let content = &article.current.content;
    let meta = &content.meta;
    let source = if meta.source.is_empty() {
        &article.org_name
    } else {
        &meta.source
    };
    let mut tags = vec![
        tag("ArticleTitle", &*content.title),
        tag("PubDate", minute_text(article.first_published_at)),
        tag("ContentSource", &**source),
    ];
    let optional = [
        ("Keywords", meta.keywords.join(",")),
        ("Author", meta.author.clone()),
        ("Description", meta.summary.clone()),
        ("Url", address.to_owned()),
    ];
    tags.extend(
        optional
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| tag(name, value)),
    );
    tags
}

/// What search engines show below a link.
pub fn description(text: &str) -> Option<(String, String)> {
    (!text.is_empty()).then(|| tag("description", text))
}

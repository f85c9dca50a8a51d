//! 网站地图: for people one page of columns and organisations; for programs every public address.

use std::fmt::Write as _;

use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use jiff::Timestamp;
use kernel::time::local;
use kernel::{Error, Result};
use matters::publication::{PublicColumn, PublicReader};
use office::catalogue;

use super::frame::Shell;
use super::lost;
use super::page::{Ask, Drawn, encode};
use super::shape::TreeRow;
use crate::door::PageResult;
use crate::workbench::NavLink;

/// Rows of documents in one file; the protocol allows 50,000 addresses.
const ROWS: i64 = 40_000;

#[derive(Template)]
#[template(path = "portal/sitemap.html")]
struct MapPage {
    shell: Shell,
    trail: Vec<NavLink>,
    columns: Vec<TreeRow>,
    documents: i64,
}

pub(super) async fn page(ask: Ask) -> PageResult {
    ask.kept("/sitemap", async {
        let mut columns = Vec::new();
        grow(&ask.frame.columns, None, 0, &mut columns);
        let documents = ask
            .frame
            .columns
            .iter()
            .filter(|column| column.parent_id.is_none())
            .map(|it| it.documents);
        let documents = documents.sum();
        Drawn::new(&MapPage {
            shell: ask.shell("/sitemap"),
            trail: ask.frame.trail(None, "网站地图"),
            columns,
            documents,
        })
    })
    .await
}

fn grow(columns: &[PublicColumn], parent: Option<i64>, depth: usize, rows: &mut Vec<TreeRow>) {
    for column in columns.iter().filter(|column| column.parent_id == parent) {
        rows.push(TreeRow {
            depth: depth.min(5),
            label: column.name.clone(),
            href: format!("/c/{}", column.slug),
            note: format!("{} 篇", column.documents),
            current: false,
        });
        grow(columns, Some(column.id), depth + 1, rows);
    }
}

/// `/sitemap.xml`: one file where that is enough, else the list of files.
pub(super) async fn index(ask: Ask) -> PageResult {
    let last = PublicReader::new(&mut ask.conn().await?).last_document().await?;
    if last <= ROWS {
        return Ok(xml(urls(&ask, 0, true).await?));
    }
    let mut out = String::from("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for n in 0..=(last - 1) / ROWS {
        let _ = writeln!(
            out,
            "<sitemap><loc>{}</loc></sitemap>",
            ask.frame.absolute(&format!("/sitemap/{n}.xml"))
        );
    }
    out.push_str("</sitemapindex>\n");
    Ok(xml(out))
}

/// `/sitemap/{n}.xml`: the documents of the n-th rows, from 0; the first has the columns too.
pub(super) async fn part(ask: Ask, Path(name): Path<String>) -> PageResult {
    let n = name
        .strip_suffix(".xml")
        .and_then(|n| n.parse::<i64>().ok())
        .filter(|n| (0..100_000).contains(n));
    match n {
        Some(n) => match urls(&ask, n, n == 0).await {
            Ok(text) => Ok(xml(text)),
            Err(error) => lost::or(&ask, error).await,
        },
        None => lost::answer(&ask).await,
    }
}

async fn urls(ask: &Ask, n: i64, with_lists: bool) -> Result<String> {
    let mut conn = ask.conn().await?;
    let found = PublicReader::new(&mut conn).sitemap(n * ROWS, ROWS).await?;
    let documents: Vec<_> = found
        .into_iter()
        .filter(|(id, _, _)| *id <= (n + 1) * ROWS)
        .collect();
    if documents.is_empty() && !with_lists {
        return Err(Error::not_found("这份网站地图"));
    }
    let mut out = String::from("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    if with_lists {
        url(ask, "/", None, &mut out);
        url(ask, "/orgs", None, &mut out);
        for column in &ask.frame.columns {
            url(ask, &format!("/c/{}", column.slug), column.updated_at, &mut out);
        }
        for org in &ask.frame.orgs {
            url(ask, &format!("/orgs/{}", org.code), None, &mut out);
        }
        if ask.frame.has_items {
            url(ask, "/services", None, &mut out);
        }
        for item in catalogue::list(&mut conn, &catalogue::Filter::default()).await? {
            url(ask, &format!("/services/{}", encode(&item.code)), None, &mut out);
        }
    }
    for (_, slug, at) in documents {
        url(ask, &format!("/d/{slug}"), Some(at), &mut out);
    }
    out.push_str("</urlset>\n");
    Ok(out)
}

fn url(ask: &Ask, path: &str, at: Option<Timestamp>, out: &mut String) {
    let _ = write!(out, "<url><loc>{}</loc>", ask.frame.absolute(path));
    if let Some(at) = at {
        let _ = write!(
            out,
            "<lastmod>{}</lastmod>",
            local(at).strftime("%Y-%m-%dT%H:%M:%S%:z")
        );
    }
    out.push_str("</url>\n");
}

fn xml(body: String) -> Response<Body> {
    Response::builder()
        .header(CONTENT_TYPE, "application/xml; charset=utf-8")
        .header(CACHE_CONTROL, "public, max-age=300")
        .body(Body::from(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body}"
        )))
        .expect("our own headers are valid")
}

/// What programs should leave alone: the workbench, and endless combinations of a search.
pub(super) async fn robots(ask: Ask) -> Response<Body> {
    let map = ask.frame.absolute("/sitemap.xml");
    let text =
        format!("User-agent: *\nDisallow: /desk\nDisallow: /search\nDisallow: /look\nSitemap: {map}\n");
    Response::builder()
        .header(CONTENT_TYPE, "text/plain; charset=utf-8")
        .header(CACHE_CONTROL, "public, max-age=3600")
        .body(Body::from(text))
        .expect("our own headers are valid")
}

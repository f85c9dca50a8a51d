//! 没有这一页: old addresses lead on; for the rest, a page that searches.

use askama::Template;
use axum::body::Body;
use axum::http::header::LOCATION;
use axum::http::{Response, StatusCode};
use kernel::{Error, RefusalKind};
use matters::publication::PublicReader;

use super::frame::Shell;
use super::page::{Ask, Drawn};
use crate::door::{PageError, PageResult};

#[derive(Template)]
#[template(path = "portal/lost.html")]
struct LostPage {
    shell: Shell,
    words: String,
}

/// Whatever has no other answer: an address of the old site leads to its document for good.
pub async fn not_found(ask: Ask) -> PageResult {
    let path = ask.address.split('?').next().unwrap_or_default().to_owned();
    if path.starts_with("/api/") {
        return Err(PageError::from(Error::not_found("这个接口")));
    }
    let mut conn = ask.conn().await?;
    let mut reader = PublicReader::new(&mut conn);
    for old in [&ask.address, &path, &decode(&path)] {
        if let Some(slug) = reader.redirect(old).await? {
            return Ok(moved(&slug));
        }
    }
    drop(conn);
    answer(&ask).await
}

fn moved(slug: &str) -> Response<Body> {
    Response::builder()
        .status(StatusCode::MOVED_PERMANENTLY)
        .header(LOCATION, format!("/d/{slug}"))
        .body(Body::empty())
        .expect("a slug is ASCII")
}

/// The page that searches.
pub(super) async fn answer(ask: &Ask) -> PageResult {
    let mut shell = ask.shell(&ask.address);
    shell.canonical.clear();
    let page = LostPage {
        shell,
        words: words(&ask.address),
    };
    ask.once(Drawn::new(&page)?.status(StatusCode::NOT_FOUND))
}

/// The page that searches when nothing was found; other errors as they are.
pub(super) async fn or(ask: &Ask, error: Error) -> PageResult {
    match error {
        Error::Refusal(refusal) if refusal.kind == RefusalKind::NotFound => answer(ask).await,
        other => Err(other.into()),
    }
}

/// Chinese words of the address, to search for; addresses of numbers and Latin letters say nothing.
fn words(address: &str) -> String {
    let path = decode(address.split('?').next().unwrap_or_default());
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    path.split(|c: char| !han(c))
        .filter(|word| word.chars().count() >= 2)
        .take(3)
        .collect::<Vec<_>>()
        .join(" ")
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match (first, code.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn the_address_says_what_to_search_for() {
        for (address, expected) in [
            ("/%E5%85%AC%E7%A7%9F%E6%88%BF/index.html?x=1", "公租房"),
            ("/art/2016/3/2/art_12.html", ""),
            ("/%zz/%E5", ""),
            ("/公告/稳岗返还.html", "公告 稳岗返还"),
        ] {
            assert_eq!(words(address), expected, "{address}");
        }
    }
}

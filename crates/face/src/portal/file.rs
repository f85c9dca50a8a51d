//! 附件: the bytes as they were published, never run by the browser as a page of ours.

use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, Response};
use kernel::{Error, Fault, Result};
use matters::publication::{PublicReader, Visible};

use super::page::{Ask, encode};
use super::{article, lost, tombstone};
use crate::door::PageResult;

/// Shown within a page; everything else is taken away as a file.
const PICTURES: &[&str] = &["image/png", "image/jpeg", "image/gif", "image/webp"];

pub(super) async fn download(
    ask: Ask,
    Path((slug, digest)): Path<(String, String)>,
    headers: HeaderMap,
) -> PageResult {
    let mut conn = ask.conn().await?;
    let mut reader = PublicReader::new(&mut conn);
    match article::visible(&mut reader, &slug).await {
        Ok(Visible::Article(_)) => {}
        Ok(Visible::Tombstone(stone)) => return ask.once(tombstone::drawn(&ask, &stone)?),
        Err(error) => return lost::or(&ask, error).await,
    }
    let Some((name, media_type)) = reader.attachment(&slug, &digest).await? else {
        return lost::answer(&ask).await;
    };
    drop(conn);
    send(&ask, &name, &media_type, digest, &headers).await
}

/// The bytes of this digest under this name, or word that the reader has them.
pub(super) async fn send(
    ask: &Ask,
    name: &str,
    media_type: &str,
    digest: String,
    headers: &HeaderMap,
) -> PageResult {
    let etag = format!("\"{digest}\"");
    let fresh = headers
        .get(IF_NONE_MATCH)
        .is_some_and(|known| known.as_bytes() == etag.as_bytes());
    let answer = Response::builder()
        .header(ETAG, etag)
        .header(CACHE_CONTROL, "public, no-cache")
        .header(X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header("content-security-policy", "default-src 'none'; sandbox");
    if fresh {
        return Ok(answer.status(304).body(Body::empty()).map_err(Fault::new)?);
    }
    let bytes = read(ask, digest).await?;
    let answer = answer
        .header(CONTENT_TYPE, media_type_of(media_type))
        .header(CONTENT_DISPOSITION, disposition(name, media_type))
        .header(CONTENT_LENGTH, bytes.len());
    Ok(answer.body(Body::from(bytes)).map_err(Fault::new)?)
}

async fn read(ask: &Ask, digest: String) -> Result<Vec<u8>> {
    let files = ask.app.files.clone();
    tokio::task::spawn_blocking(move || files.read(&digest))
        .await
        .map_err(|error| Error::Fault(Fault::new(error)))?
}

/// What could be run as a page is sent as plain bytes, whatever it was said to be.
pub(super) fn media_type_of(claimed: &str) -> &str {
    let plain = claimed.split(';').next().unwrap_or_default().trim();
    let safe = plain
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"/.+-".contains(&b))
        && plain.contains('/');
    let runs = ["html", "svg", "xml", "javascript", "ecmascript"]
        .iter()
        .any(|kind| plain.contains(kind))
        && !plain.contains("openxmlformats");
    if safe && !runs {
        plain
    } else {
        "application/octet-stream"
    }
}

/// The name in UTF-8 (RFC 6266), and in ASCII for whoever cannot read that.
pub(super) fn disposition(name: &str, media_type: &str) -> String {
    let kind = if PICTURES.contains(&media_type) {
        "inline"
    } else {
        "attachment"
    };
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || "._-".contains(c) {
            c
        } else {
            '_'
        }
    };
    let ascii: String = name.chars().map(plain).collect();
    format!("{kind}; filename=\"{ascii}\"; filename*=UTF-8''{}", encode(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_reach_the_reader_whole() {
        let name = "资金 测算表\"1\".xlsx";
        let shown = disposition(name, "application/pdf");
        assert!(
            shown.starts_with("attachment; filename=\"_______1_.xlsx\""),
            "{shown}"
        );
        assert!(shown.ends_with("%E8%A1%A8%221%22.xlsx"), "{shown}");
        assert!(disposition("图.png", "image/png").starts_with("inline"));
    }

    #[test]
    fn nothing_is_served_that_could_run_as_a_page() {
        for (claimed, served) in [
            ("application/pdf", "application/pdf"),
            ("text/html; charset=utf-8", "application/octet-stream"),
            ("image/svg+xml", "application/octet-stream"),
            (
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ),
            ("text/plain\r\nx: y", "application/octet-stream"),
            ("", "application/octet-stream"),
        ] {
            assert_eq!(media_type_of(claimed), served);
        }
    }
}

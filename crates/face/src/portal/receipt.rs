//! 正本凭证: the ledger's proof that an edition was published, to take away and check anywhere.

use askama::Template;
use axum::body::Body;
use axum::extract::{Path, Query};
use axum::http::Response;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use kernel::time::minute_text;
use kernel::{Error, Result};
use ledger::Receipt;
use matters::publication::{Article, PublicReader, Visible};
use serde::Deserialize;

use super::frame::Shell;
use super::page::{Ask, Drawn};
use super::{article, edition, lost, tombstone};
use crate::door::PageResult;
use crate::workbench::NavLink;

#[derive(Deserialize)]
pub(super) struct Wanted {
    edition: Option<usize>,
}

#[derive(Template)]
#[template(path = "portal/receipt.html")]
struct ReceiptPage {
    shell: Shell,
    trail: Vec<NavLink>,
    title: String,
    ordinal: usize,
    digest: String,
    published_at: String,
    number: String,
    /// The digest stands in the event itself; for an imported batch the event carries its manifest.
    direct: bool,
    text: String,
    download: String,
    verifier: String,
    demo: bool,
}

/// What a receipt is made of.
struct Found {
    article: Box<Article>,
    ordinal: usize,
    receipt: Option<Receipt>,
    number: String,
    direct: bool,
}

enum At {
    Here(Found),
    Gone(Drawn),
}

pub(super) async fn page(ask: Ask, Path(slug): Path<String>, Query(wanted): Query<Wanted>) -> PageResult {
    match find(&ask, &slug, wanted.edition).await {
        Ok(At::Here(found)) => ask.once(draw(&ask, &slug, &found)?),
        Ok(At::Gone(drawn)) => ask.once(drawn),
        Err(error) => lost::or(&ask, error).await,
    }
}

/// The receipt as a file, in the form that any standard client reads.
pub(super) async fn download(ask: Ask, Path((slug, ordinal)): Path<(String, usize)>) -> PageResult {
    let found = match find(&ask, &slug, Some(ordinal)).await {
        Ok(At::Here(found)) => found,
        Ok(At::Gone(drawn)) => return ask.once(drawn),
        Err(error) => return lost::or(&ask, error).await,
    };
    let receipt = found
        .receipt
        .ok_or_else(|| Error::not_found("凭证：账本还没有签到这一条"))?;
    let name = format!("attachment; filename=\"{slug}-{ordinal}.tlog-proof\"");
    Ok(Response::builder()
        .header(CONTENT_TYPE, "text/plain; charset=utf-8")
        .header(CONTENT_DISPOSITION, name)
        .header(CACHE_CONTROL, "no-store")
        .body(Body::from(receipt.to_string()))
        .expect("our own headers are valid"))
}

async fn find(ask: &Ask, slug: &str, ordinal: Option<usize>) -> Result<At> {
    let mut conn = ask.conn().await?;
    let mut reader = PublicReader::new(&mut conn);
    let article = match article::visible(&mut reader, slug).await? {
        Visible::Article(article) => article,
        Visible::Tombstone(stone) => return Ok(At::Gone(tombstone::drawn(ask, &stone)?)),
    };
    let ordinal = ordinal.unwrap_or(article.current.ordinal);
    let edition = edition::at(&article, ordinal)?;
    let witness = reader.witness(article.document_id, edition).await?;
    let receipt = match &witness {
        Some(witness) => kernel::record::proof(&mut conn, witness.case_id, witness.seq).await?,
        None => None,
    };
    let direct = witness
        .as_ref()
        .is_some_and(|witness| witness.documents.contains(&edition.digest));
    Ok(At::Here(Found {
        ordinal,
        receipt,
        number: article::ledger_number(witness.as_ref()),
        direct,
        article,
    }))
}

fn draw(ask: &Ask, slug: &str, found: &Found) -> Result<Drawn> {
    let edition = edition::at(&found.article, found.ordinal)?;
    let identity = ask.app.signer.identity();
    Drawn::new(&ReceiptPage {
        shell: ask.shell(&format!("/d/{slug}/receipt")),
        trail: edition::below(ask, &found.article, "凭证"),
        title: edition.content.title.clone(),
        ordinal: found.ordinal,
        digest: edition.digest.clone(),
        published_at: minute_text(edition.published_at),
        number: found.number.clone(),
        direct: found.direct,
        text: found
            .receipt
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        download: format!("/d/{slug}/receipt/{}", found.ordinal),
        verifier: identity.verifier().to_string(),
        demo: identity.origin().is_demo(),
    })
}

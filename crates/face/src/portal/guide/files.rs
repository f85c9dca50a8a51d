//! /services/{code}/files/{name}: blank forms and samples, as they were kept.

use axum::extract::Path;
use axum::http::HeaderMap;
use office::catalogue;

use crate::door::PageResult;
use crate::portal::page::Ask;
use crate::portal::{file, lost};

pub(super) async fn download(
    ask: Ask,
    Path((code, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> PageResult {
    let found = catalogue::file(&mut ask.conn().await?, &code, &name).await;
    match found {
        Ok(it) => file::send(&ask, &it.name, &it.media_type, it.digest, &headers).await,
        Err(error) => lost::or(&ask, error).await,
    }
}

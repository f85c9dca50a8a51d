//! Papers that come with a request: how many, and where they are kept.

use std::collections::HashSet;

use kernel::{Fault, Result};
use office::file::Files;
use office::paper::Sheet;

use crate::door::Upload;
use crate::form::Errors;
use crate::portal::page::Ask;
use crate::upload::judge;

/// How many go with one form or one act.
pub(in crate::portal) const FILES_MAX: usize = 5;
pub(in crate::portal) use crate::upload::ACCEPT;
/// For the hint at the field.
pub(in crate::portal) const HINT: &str = "照片（JPG、PNG）或者 PDF，最多 5 个，每个不超过 10 MB。";

/// Keeps what may be taken in `room`, beside those that are there. What may not is told at the field.
pub(in crate::portal) async fn take(
    room: Files,
    there: &[Sheet],
    uploads: Vec<Upload>,
    kind: &str,
    errors: &mut Errors,
) -> Result<Vec<Sheet>> {
    if there.len() + uploads.len() > FILES_MAX {
        let sentence = format!(
            "文件有 {} 个，最多 {FILES_MAX} 个。请合并成一个 PDF，或者只留下必要的。",
            there.len() + uploads.len()
        );
        errors.add("files", sentence);
        return Ok(Vec::new());
    }
    let mut taken = Vec::new();
    for upload in uploads {
        match judge(&upload.name, &upload.bytes) {
            Ok((name, media_type)) => taken.push((name, media_type, upload.bytes)),
            Err(sentence) => errors.add("files", sentence),
        }
    }
    let kept = tokio::task::spawn_blocking(move || keep(&room, taken))
        .await
        .map_err(Fault::new)??;
    let mut known: HashSet<String> = there.iter().map(|sheet| sheet.digest.clone()).collect();
    let fresh = kept
        .into_iter()
        .filter(|sheet| known.insert(sheet.digest.clone()));
    Ok(fresh
        .map(|sheet| Sheet {
            kind: kind.to_owned(),
            ..sheet
        })
        .collect())
}

fn keep(room: &Files, taken: Vec<(String, &'static str, Vec<u8>)>) -> Result<Vec<Sheet>> {
    let sheet = |(name, media_type, bytes): (String, &str, Vec<u8>)| {
        Ok(Sheet {
            kind: String::new(),
            name,
            digest: room.keep(&bytes)?,
            media_type: media_type.to_owned(),
            size_bytes: bytes.len() as i64,
            about: String::new(),
        })
    };
    taken.into_iter().map(sheet).collect()
}

/// Takes the papers of a form out of their anteroom.
pub(in crate::portal) async fn clear(ask: &Ask, room: String) -> Result<()> {
    if room.is_empty() {
        return Ok(());
    }
    let files = ask.app.files.clone();
    let cleared = tokio::task::spawn_blocking(move || files.clear_anteroom(&room)).await;
    cleared.map_err(kernel::Fault::new)?
}

/// Words that were typed instead of a paper, as one.
pub(in crate::portal) async fn words_as_sheet(
    files: Files,
    name: &str,
    kind: &str,
    typed: &str,
) -> Result<Sheet> {
    let bytes = typed.as_bytes().to_vec();
    let size_bytes = bytes.len() as i64;
    let digest = tokio::task::spawn_blocking(move || files.keep(&bytes))
        .await
        .map_err(Fault::new)??;
    let media_type = "text/plain; charset=utf-8".to_owned();
    Ok(Sheet {
        kind: kind.to_owned(),
        name: format!("{name}.txt"),
        digest,
        media_type,
        size_bytes,
        about: String::new(),
    })
}

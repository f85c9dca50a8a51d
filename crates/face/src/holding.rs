//! Papers of an application while it is being filled in, at home or at the window: they wait in the form's anteroom
//! ([`office::file`]) until it is sent.

use std::collections::HashSet;

use kernel::{Error, Fault, Issue, Result};
use matters::service::Application;
use office::form::Attached;
use office::paper::Sheet;

use crate::App;
use crate::fields::Taken;

/// Under this kind the files of the form's own fields are kept.
pub const ATTACHED: &str = "application";

/// A paper that was just taken, with its bytes.
pub type Fresh = (Sheet, Vec<u8>);

/// The files that answer the form's own fields.
pub fn attached(sheets: &[Sheet]) -> Vec<Attached> {
    let own = sheets.iter().filter(|sheet| sheet.kind == ATTACHED);
    own.map(|sheet| Attached {
        digest: sheet.digest.clone(),
        name: sheet.name.clone(),
    })
    .collect()
}

/// Files that came with the form's own fields, as papers.
pub fn of_fields(taken: Vec<Taken>) -> Vec<Fresh> {
    let fresh = taken.into_iter().map(|one| {
        let sheet = Sheet {
            kind: ATTACHED.to_owned(),
            name: one.file.name,
            digest: one.file.digest,
            media_type: one.media_type.to_owned(),
            size_bytes: size(&one.bytes),
            about: String::new(),
        };
        (sheet, one.bytes)
    });
    fresh.collect()
}

/// Bytes, as rows count them.
pub fn size(bytes: &[u8]) -> i64 {
    i64::try_from(bytes.len()).unwrap_or(i64::MAX)
}

/// Lets fresh papers wait in this anteroom beside those that do already, each once.
pub async fn keep(app: &App, room: &str, sheets: &mut Vec<Sheet>, fresh: Vec<Fresh>) -> Result<()> {
    if fresh.is_empty() {
        return Ok(());
    }
    let room = app.files.anteroom(room)?;
    let kept = tokio::task::spawn_blocking(move || -> Result<Vec<Sheet>> {
        let keep = |(sheet, bytes): Fresh| {
            Ok(Sheet {
                digest: room.keep(&bytes)?,
                ..sheet
            })
        };
        fresh.into_iter().map(keep).collect()
    });
    for sheet in kept.await.map_err(Fault::new)?? {
        let same = |it: &Sheet| it.digest == sheet.digest && it.kind == sheet.kind && it.about == sheet.about;
        if !sheets.iter().any(same) {
            sheets.push(sheet);
        }
    }
    Ok(())
}

/// A file that answers no field any more goes.
pub fn still_used(sheets: &mut Vec<Sheet>, application: &Application) {
    let used: HashSet<String> = application
        .answers
        .files()
        .into_iter()
        .map(|file| file.digest.clone())
        .collect();
    sheets.retain(|sheet| sheet.kind != ATTACHED || used.contains(&sheet.digest));
}

/// Brings the papers from the anteroom among the files, where they stay.
///
/// # Errors
/// Invalid where they are not there any more.
pub async fn bring(app: &App, room: &str, sheets: Vec<Sheet>) -> Result<()> {
    if sheets.is_empty() {
        return Ok(());
    }
    let (room, papers) = (app.files.anteroom(room)?, app.files.papers());
    let brought = tokio::task::spawn_blocking(move || -> Result<()> {
        for sheet in &sheets {
            papers.keep(&room.read(&sheet.digest)?)?;
        }
        Ok(())
    });
    match brought.await.map_err(Fault::new)? {
        Err(Error::Refusal(_)) => {
            let issue = Issue::new("papers-gone", "上传的材料已经不在了。", "请重新选择文件。");
            Err(Error::invalid(vec![issue.at("materials")]))
        }
        brought => brought,
    }
}

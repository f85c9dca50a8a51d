//! Uploads of a form that is not yet taken: their bytes wait in an anteroom of the form's own, the form
//! carries what they are. Nobody can attach what they did not upload with this very form.

use kernel::{Fault, Result};
use office::file::Files;
use office::paper::Sheet;

use crate::App;
use crate::door::{SafeMultipart, Upload, Visitor};
use crate::form::Errors;
use crate::workbench::drafts::{base_name, sniff};
use crate::workbench::words;

/// A control through which papers come.
pub struct Control {
    /// Its id.
    pub name: String,
    /// The kind under which they are kept.
    pub kind: &'static str,
    /// Of which material they are, or empty.
    pub about: String,
}

/// An upload that waits, for the page.
pub struct WaitingView {
    pub text: String,
    pub digest: String,
    pub label: String,
}

/// An upload that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// What it is.
    pub sheet: Sheet,
    /// The control through which it came.
    pub control: String,
}

impl Waiting {
    /// As the form carries it.
    pub fn text(&self) -> String {
        let it = &self.sheet;
        [
            &self.control,
            &it.kind,
            &it.digest,
            &it.size_bytes.to_string(),
            &it.media_type,
            &it.name,
        ]
        .map(String::as_str)
        .join("|")
    }

    fn of(text: &str) -> Option<Waiting> {
        let parts: Vec<&str> = text.splitn(6, '|').collect();
        let [control, kind, digest, size, media_type, name] = parts.as_slice() else {
            return None;
        };
        let sheet = Sheet {
            kind: (*kind).to_owned(),
            name: base_name(name),
            digest: (*digest).to_owned(),
            media_type: (*media_type).to_owned(),
            size_bytes: size.parse().ok()?,
            about: String::new(),
        };
        Some(Waiting {
            sheet,
            control: (*control).to_owned(),
        })
    }

    /// Those that came through this control, for the page.
    pub fn at(all: &[Waiting], control: &str) -> Vec<WaitingView> {
        let here = all.iter().filter(|it| it.control == control);
        here.map(|it| WaitingView {
            text: it.text(),
            digest: it.sheet.digest.clone(),
            label: it.label(),
        })
        .collect()
    }

    /// `送达回证.pdf（240 KB）`
    pub fn label(&self) -> String {
        format!("{}（{}）", self.sheet.name, words::size(self.sheet.size_bytes))
    }
}

/// Where the uploads of this form wait: one place for a person and a form.
fn anteroom(app: &App, visitor: &Visitor, request_key: &str) -> (String, Files) {
    let name = kernel::code::sha256_hex(format!("desk/{}/{request_key}", visitor.person_id).as_bytes());
    let room = app.files.anteroom(&name).expect("a digest names an anteroom");
    (name, room)
}

/// Takes the uploads of these controls into the anteroom and adds those that wait there already, except
/// for what was taken out. What cannot be taken is said at its control.
pub async fn take(
    app: &App,
    visitor: &Visitor,
    request_key: &str,
    sent: &SafeMultipart,
    controls: &[Control],
    errors: &mut Errors,
) -> Result<Vec<Waiting>> {
    let (_, room) = anteroom(app, visitor, request_key);
    let mut fresh: Vec<(Sheet, String, Upload)> = Vec::new();
    for control in controls {
        for upload in sent.uploads(&control.name) {
            match sniff(&base_name(&upload.name), &upload.bytes) {
                Ok(media_type) => {
                    let sheet = named(control, upload, media_type);
                    fresh.push((sheet, control.name.clone(), upload.clone()));
                }
                Err(sentence) => errors.add(&control.name, sentence),
            }
        }
    }
    let lists: std::collections::BTreeMap<String, Vec<String>> = sent.form()?;
    let empty = Vec::new();
    let dropped = lists.get("drop").unwrap_or(&empty);
    let known: Vec<Waiting> = lists
        .get("sheet")
        .unwrap_or(&empty)
        .iter()
        .filter_map(|it| Waiting::of(it))
        .collect();
    let known = known
        .into_iter()
        .filter(|it| !dropped.contains(&it.sheet.digest))
        .filter_map(|mut it| {
            let through = controls
                .iter()
                .find(|control| control.name == it.control && control.kind == it.sheet.kind)?;
            it.sheet.about.clone_from(&through.about);
            Some(it)
        });
    let (known, room_again) = (known.collect::<Vec<_>>(), room.clone());
    let kept = tokio::task::spawn_blocking(move || -> Result<Vec<Waiting>> {
        // What is named but does not wait here was never uploaded with this form.
        let mut all: Vec<Waiting> = known
            .into_iter()
            .filter(|it| room_again.read(&it.sheet.digest).is_ok())
            .collect();
        for (mut sheet, control, upload) in fresh {
            sheet.digest = room.keep(&upload.bytes)?;
            all.retain(|it| it.sheet.digest != sheet.digest || it.control != control);
            all.push(Waiting { sheet, control });
        }
        Ok(all)
    });
    kept.await.map_err(Fault::new)?
}

/// What an upload through this control is; its bytes are not kept yet.
fn named(control: &Control, upload: &Upload, media_type: &str) -> Sheet {
    Sheet {
        kind: control.kind.to_owned(),
        name: base_name(&upload.name),
        digest: String::new(),
        media_type: media_type.to_owned(),
        size_bytes: i64::try_from(upload.bytes.len()).unwrap_or(i64::MAX),
        about: control.about.clone(),
    }
}

/// Keeps the bytes for good, before the act that names them.
pub async fn keep(app: &App, visitor: &Visitor, request_key: &str, waiting: &[Waiting]) -> Result<()> {
    let (_, room) = anteroom(app, visitor, request_key);
    let digests: Vec<String> = waiting.iter().map(|it| it.sheet.digest.clone()).collect();
    let store = app.files.papers();
    let kept = tokio::task::spawn_blocking(move || -> Result<()> {
        for digest in digests {
            store.keep(&room.read(&digest)?)?;
        }
        Ok(())
    });
    kept.await.map_err(Fault::new)?
}

/// The form was taken: nothing waits any longer.
pub async fn clear(app: &App, visitor: &Visitor, request_key: &str) -> Result<()> {
    let (name, _) = anteroom(app, visitor, request_key);
    let store = app.files.clone();
    tokio::task::spawn_blocking(move || store.clear_anteroom(&name))
        .await
        .map_err(Fault::new)?
}

//! /services/apply/materials: what this situation asks for, each with its own files; what is missing may be brought.

use askama::Template;
use matters::service::AgentKind;
use office::catalogue::Material;
use office::paper::Sheet;

use super::page;
use super::seat::{self, Open};
use crate::door::{Caller, FormToken, PageResult, SafeMultipart, Upload, see_other};
use crate::form::Errors;
use crate::holding::{self, Fresh};
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::portal::progress::page as own;
use crate::portal::shape::size;
use crate::upload::{ACCEPT, judge};
use crate::workbench::NavLink;

const HERE: &str = "/services/apply/materials";
/// Files of one material.
const EACH_MAX: usize = 10;
/// Files of one application.
const ALL_MAX: usize = 60;

struct FileView {
    name: String,
    size: String,
    digest: String,
}

struct MaterialView {
    control: String,
    name: String,
    how: String,
    notes: String,
    needed: bool,
    may_follow: bool,
    files: Vec<FileView>,
    error: String,
}

#[derive(Template)]
#[template(path = "portal/service/materials.html")]
struct MaterialsPage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    errors: Errors,
    name: String,
    guide: String,
    materials: Vec<MaterialView>,
    accept: &'static str,
}

/// The mandate of whoever acts for another: a material of the law, not of the item.
const MANDATE: &str = "授权委托书";

/// A control of the page: name, material, kind of paper.
struct Slot<'i> {
    control: String,
    name: &'i str,
    kind: &'static str,
    material: Option<&'i Material>,
}

/// Everything that may be handed in here.
fn slots(open: &Open) -> Vec<Slot<'_>> {
    let agent = open.form.application.agent.as_ref();
    let mandate = agent
        .is_some_and(|agent| agent.kind.needs_mandate())
        .then(|| Slot {
            control: "mandate".to_owned(),
            name: MANDATE,
            kind: "mandate",
            material: None,
        });
    let listed = open.form.application.materials(&open.item);
    let materials = listed.into_iter().enumerate().map(|(n, material)| Slot {
        control: format!("m.{}", n + 1),
        name: material.name.as_str(),
        kind: "material",
        material: Some(material),
    });
    mandate.into_iter().chain(materials).collect()
}

pub(super) async fn page(ask: Ask, caller: Caller, token: FormToken) -> PageResult {
    match seat::form(&ask, &caller).await? {
        Ok(open) => draw(&ask, token, &open, Errors::none()),
        Err(answer) => Ok(answer),
    }
}

fn draw(ask: &Ask, token: FormToken, open: &Open, errors: Errors) -> PageResult {
    let view = |slot: Slot<'_>| MaterialView {
        files: open
            .form
            .sheets
            .iter()
            .filter(|sheet| sheet.kind == slot.kind && sheet.about == about(&slot))
            .map(|sheet| FileView {
                name: sheet.name.clone(),
                size: size(sheet.size_bytes),
                digest: sheet.digest.clone(),
            })
            .collect(),
        error: errors.of(&slot.control).to_owned(),
        name: slot.name.to_owned(),
        how: slot.material.map_or_else(
            || "原件照片或者扫描件".to_owned(),
            |it| format!("{} {} 份，{}", it.kind.label(), it.copies, it.source.label()),
        ),
        notes: slot.material.map(|it| it.notes.clone()).unwrap_or_default(),
        needed: slot.material.is_none_or(|it| it.needed),
        may_follow: slot.material.is_some_and(|it| it.may_follow),
        control: slot.control,
    };
    let page = MaterialsPage {
        shell: own::shell(ask, HERE),
        trail: page::trail(ask, open.named(), "上传材料"),
        csrf: token.0,
        name: open.item.name.clone(),
        guide: format!("/services/{}#materials", open.item.code),
        materials: slots(open).into_iter().map(view).collect(),
        accept: ACCEPT,
        errors,
    };
    own::own(ask, &page, &page.errors)
}

/// Of which material a paper is; the mandate is of none.
fn about<'s>(slot: &'s Slot<'_>) -> &'s str {
    if slot.material.is_some() { slot.name } else { "" }
}

pub(super) async fn save(ask: Ask, caller: Caller, token: FormToken, sent: SafeMultipart) -> PageResult {
    let mut open = match seat::form(&ask, &caller).await? {
        Ok(open) => open,
        Err(answer) => return Ok(answer),
    };
    let mut errors = Errors::none();
    let mut taken: Vec<Fresh> = Vec::new();
    for slot in slots(&open) {
        let there = open
            .form
            .sheets
            .iter()
            .filter(|sheet| sheet.kind == slot.kind && sheet.about == about(&slot))
            .count();
        let uploads = sent.uploads(&slot.control);
        if there + uploads.len() > EACH_MAX || open.form.sheets.len() + taken.len() + uploads.len() > ALL_MAX
        {
            let sentence =
                format!("文件太多：一样材料最多 {EACH_MAX} 个，全部最多 {ALL_MAX} 个。请合并成 PDF 再传。");
            errors.add(&slot.control, sentence);
            continue;
        }
        for upload in uploads {
            match sheet(&slot, upload) {
                Ok(sheet) => taken.push((sheet, upload.bytes.clone())),
                Err(sentence) => errors.add(&slot.control, sentence),
            }
        }
    }
    let removed = sent.text("remove").to_owned();
    holding::keep(&ask.app, &open.form.room, &mut open.form.sheets, taken).await?;
    if let Some((digest, about)) = removed.split_once('|') {
        open.form.sheets.retain(|sheet| {
            sheet.digest != digest || sheet.about != about || sheet.kind == holding::ATTACHED
        });
    }
    if !open.save(&ask).await? {
        return seat::gone(&ask);
    }
    if !errors.is_empty() {
        return draw(&ask, token, &open, errors);
    }
    Ok(match sent.text("go") {
        "next" if removed.is_empty() => see_other("/services/apply/check"),
        _ => see_other(HERE),
    })
}

fn sheet(slot: &Slot<'_>, upload: &Upload) -> Result<Sheet, String> {
    let (name, media_type) = judge(&upload.name, &upload.bytes)?;
    Ok(Sheet {
        kind: slot.kind.to_owned(),
        name,
        digest: String::new(),
        media_type: media_type.to_owned(),
        size_bytes: holding::size(&upload.bytes),
        about: about(slot).to_owned(),
    })
}

/// What is said where nothing of a needed material came: the names of those materials.
pub(super) fn missing(open: &Open) -> Vec<String> {
    let came = |slot: &Slot<'_>| {
        open.form
            .sheets
            .iter()
            .any(|sheet| sheet.kind == slot.kind && sheet.about == about(slot))
    };
    slots(open)
        .into_iter()
        .filter(|slot| slot.material.is_some_and(|it| it.needed) && !came(slot))
        .map(|slot| slot.name.to_owned())
        .collect()
}

/// What came, by material: name and names of files.
pub(super) fn brought(open: &Open) -> Vec<(String, Vec<String>)> {
    slots(open)
        .into_iter()
        .map(|slot| {
            let files = open
                .form
                .sheets
                .iter()
                .filter(|sheet| sheet.kind == slot.kind && sheet.about == about(&slot))
                .map(|sheet| sheet.name.clone());
            (slot.name.to_owned(), files.collect())
        })
        .collect()
}

/// Whether a mandate is asked for and has not come.
pub(super) fn lacks_mandate(open: &Open) -> bool {
    let needed = open
        .form
        .application
        .agent
        .as_ref()
        .map(|agent| agent.kind)
        .is_some_and(AgentKind::needs_mandate);
    needed && !open.form.sheets.iter().any(|sheet| sheet.kind == "mandate")
}

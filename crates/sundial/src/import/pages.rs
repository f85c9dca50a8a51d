//! Saved pages: read only, or into a batch.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::civil::Date;
use kernel::Result;
use kernel::time::{Clock, civil_date};
use matters::publication::import::{Item, ItemStanding};
use office::file::Files;
use serde_json::json;

use super::batch::{Filling, aside};
use super::folder::{self, Found};
use super::{Into, summary, write_report};
use crate::Place;

/// So many pages an act: a page takes milliseconds, and a killed import loses no more.
const CHUNK_PAGES: usize = 25;

/// Reads and tells; nothing is kept.
pub fn look(folder: &Path, report: Option<&Path>) -> Result<ExitCode> {
    let today = civil_date(Clock::machine().now());
    let found = folder::look(folder)?;
    let mut items = Vec::with_capacity(found.pages.len());
    let mut reports = Vec::with_capacity(found.pages.len());
    for (n, (name, path)) in found.pages.iter().enumerate() {
        let source = folder::bytes(name, path);
        let item = folder::item(&source, today);
        let hints = text::page::Hints {
            file_name: Some(name.clone()),
            today: Some(today),
            ..Default::default()
        };
        let page = source
            .as_ref()
            .ok()
            .and_then(|source| text::page::read(&source.bytes, &hints).ok());
        let mut all = summary::report(&item);
        all["page"] = json!(page);
        reports.push(all);
        items.push(item);
        if (n + 1) % 100 == 0 {
            eprintln!("已读取 {}/{}", n + 1, found.pages.len());
        }
    }
    summary::print(&items);
    say!("{}", summary::counted(&items));
    say_others(&found);
    if let Some(file) = report {
        write_report(
            file,
            &json!({ "folder": folder, "read_on": today, "others": found.others, "closed": found.closed, "items": reports }),
        )?;
    }
    let read = items.iter().any(|item| item.standing != ItemStanding::Refused);
    Ok(if read {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Reads into a batch, chunk after chunk; originals are kept by digest.
pub async fn import(folder: &Path, into: &Into, place: &Place) -> Result<ExitCode> {
    let found = folder::look(folder)?;
    let mut filling = Filling::begin(place, into, &label(folder)).await?;
    let today = civil_date(filling.app().now());
    let mut items: Vec<Item> = Vec::with_capacity(found.pages.len());
    for chunk in found.pages.chunks(CHUNK_PAGES) {
        let (chunk, files) = (chunk.to_vec(), filling.app().files.clone());
        let read = aside(move || read(&chunk, &files, today)).await??;
        items.extend(read.iter().cloned());
        filling.put(read, Some(found.pages.len())).await?;
    }
    eprintln!();
    summary::print(&items);
    say_others(&found);
    let imported = filling.finish(into.report.as_deref()).await?;
    Ok(if imported {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn read(pages: &[(String, PathBuf)], files: &Files, today: Date) -> Result<Vec<Item>> {
    let mut items = Vec::with_capacity(pages.len());
    for (name, path) in pages {
        let source = folder::bytes(name, path);
        if let Ok(source) = &source {
            files.keep(&source.bytes)?;
        }
        items.push(folder::item(&source, today));
    }
    Ok(items)
}

fn label(folder: &Path) -> String {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    folder.file_name().map_or_else(
        || "旧网站页面".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

fn say_others(found: &Found) {
    if !found.others.is_empty() {
        let parts: Vec<_> = found
            .others
            .iter()
            .map(|(ending, n)| format!("{ending} {n} 个"))
            .collect();
        say!("没有读取的其他文件：{}。", parts.join("，"));
    }
    for closed in &found.closed {
        say!("· 进不去：{closed}");
    }
}

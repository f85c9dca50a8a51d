//! /services/{code}/process: the whole flowchart of an item, and who answers for what; as a picture and as data.

use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use kernel::time::civil_date;
use kernel::{Error, Fault, Result};
use office::catalogue::{self, Entry, Item};
use procedure::Definition;
use sheet::{Column, Form, Sheet};

use super::item::{address, trail};
use super::parts::without_mark;
use super::steps::{DutyView, StepView, definition, duties, steps};
use super::table;
use crate::door::PageResult;
use crate::portal::frame::Shell;
use crate::portal::lost;
use crate::portal::page::{Ask, Drawn};
use crate::workbench::NavLink;

/// A picture may carry its looks within itself; nothing in it runs.
const PICTURE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

#[derive(Template)]
#[template(path = "portal/guide/process.html")]
struct ProcessPage {
    shell: Shell,
    trail: Vec<NavLink>,
    guide: String,
    here: String,
    name: String,
    handling: &'static str,
    in_force: bool,
    procedure: String,
    version: u32,
    summary: String,
    basis: Vec<String>,
    steps: Vec<StepView>,
    duties: Vec<DutyView>,
}

pub(super) async fn page(ask: Ask, Path(code): Path<String>) -> PageResult {
    let here = format!("{}/process", address(&code));
    ask.kept(&here, draw(&ask, &code, &here)).await
}

async fn draw(ask: &Ask, code: &str, here: &str) -> Result<Drawn> {
    let (entry, item, shown) = read(ask, code).await?;
    let running = ask.app.docket.registry.current(&item.handling.procedure_code())?;
    let guide = NavLink {
        label: item.name.clone(),
        href: address(code),
        current: false,
    };
    Drawn::new(&ProcessPage {
        shell: ask.shell(here),
        trail: trail(ask, Some(guide), "办理流程"),
        guide: address(code),
        here: here.to_owned(),
        handling: item.handling.label(),
        in_force: entry.in_force,
        procedure: running.name().to_owned(),
        version: running.version(),
        summary: running.summary().to_owned(),
        basis: running.basis().iter().map(|it| without_mark(it)).collect(),
        steps: steps(&shown),
        duties: duties(&shown),
        name: item.name,
    })
}

async fn read(ask: &Ask, code: &str) -> Result<(Entry, Item, Definition)> {
    let mut conn = ask.conn().await?;
    let entry = catalogue::entry(&mut conn, code).await?;
    let item = catalogue::item(&mut conn, &entry, entry.version).await?;
    let shown = definition(&ask.app.docket.registry, &item);
    let shown = shown.ok_or_else(|| Error::not_found("这个事项的流程"))?;
    Ok((entry, item, shown))
}

/// The flowchart.
pub(super) async fn picture(ask: Ask, Path(code): Path<String>) -> PageResult {
    let shown = match read(&ask, &code).await {
        Ok((_, _, shown)) => shown,
        Err(error) => return lost::or(&ask, error).await,
    };
    let svg = without_mark(&procedure::draw_svg(&shown));
    let answer = Response::builder()
        .header(CONTENT_TYPE, "image/svg+xml")
        .header(CACHE_CONTROL, "public, no-cache")
        .header("content-security-policy", PICTURE_POLICY)
        .body(Body::from(svg));
    Ok(answer.map_err(Fault::new)?)
}

pub(super) async fn csv(ask: Ask, code: Path<String>) -> PageResult {
    take(ask, code, Form::Csv).await
}

pub(super) async fn xlsx(ask: Ask, code: Path<String>) -> PageResult {
    take(ask, code, Form::Xlsx).await
}

pub(super) async fn json(ask: Ask, code: Path<String>) -> PageResult {
    take(ask, code, Form::Json).await
}

async fn take(ask: Ask, Path(code): Path<String>, form: Form) -> PageResult {
    let (_, item, shown) = match read(&ask, &code).await {
        Ok(found) => found,
        Err(error) => return lost::or(&ask, error).await,
    };
    let sheet = sheet(&item, &shown);
    table::take(
        sheet,
        form,
        format!("{}办理流程", item.name),
        civil_date(ask.app.now()),
    )
    .await
}

fn sheet(item: &Item, shown: &Definition) -> Sheet {
    let row = |it: DutyView| {
        let (lengths, articles): (Vec<String>, Vec<String>) = it.limits.into_iter().unzip();
        let cells = [it.step, it.who, it.acts, lengths.join("\n"), articles.join("\n")];
        cells.into_iter().map(Into::into).collect()
    };
    Sheet {
        name: "办理流程".to_owned(),
        columns: vec![
            Column::new("step", "环节", 24),
            Column::new("responsible", "办理人", 30),
            Column::new("acts", "可以办理", 40),
            Column::new("limits", "时限", 40),
            Column::new("articles", "依据", 50),
        ],
        rows: duties(shown).into_iter().map(row).collect(),
        notes: vec![format!("{}，事项编码 {}。", item.name, item.code)],
    }
}

//! How service items are handled, as people see it: the flowchart and the table of responsibilities of the definition
//! that runs. Both are drawn from it, so that they cannot differ from practice.
//!
//! # Routes
//! `/procedures/{file}` the flowchart as a picture

use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::routing::get;
use kernel::{Error, Fault, Result};
use office::catalogue::Handling;
use procedure::{Holder, Limit, Row, draw_svg, responsibility_table};

use crate::App;
use crate::door::PageResult;
use crate::portal::page::Ask;

/// The picture brings its own letters and colours and nothing else, wherever it is opened.
const PICTURE: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// A definition as its readers see it.
pub struct Process {
    /// What it is called.
    pub name: String,
    /// Which version runs.
    pub version: u32,
    /// The address of its flowchart.
    pub chart: String,
    /// Who does what, within which time, on which basis.
    pub rows: Vec<StepRow>,
}

/// A row of the table of responsibilities.
pub struct StepRow {
    /// 环节.
    pub step: String,
    /// 由谁办理.
    pub responsible: String,
    /// 可以做什么.
    pub acts: String,
    /// 时限, each with its basis.
    pub limits: Vec<String>,
}

pub fn routes() -> Router<App> {
    Router::new().route("/procedures/{file}", get(chart))
}

/// The definition that runs today for items of this kind.
///
/// # Errors
/// As the registry's.
pub fn process(app: &App, handling: Handling) -> Result<Process> {
    let code = handling.procedure_code();
    let definition = app.docket.registry.current(&code)?;
    Ok(Process {
        name: definition.name().to_owned(),
        version: definition.version(),
        chart: format!("/procedures/{code}.svg"),
        rows: responsibility_table(&definition).into_iter().map(step).collect(),
    })
}

fn step(row: Row) -> StepRow {
    // Whom the table does not name, the place does.
    let holder = match row.holder {
        Holder::Applicant => "申请人",
        Holder::ThirdParty => "第三方",
        Holder::OtherOffice => "其他机关",
        Holder::Office | Holder::Nobody => "承办单位",
    };
    StepRow {
        responsible: if row.responsible.is_empty() {
            holder.to_owned()
        } else {
            row.responsible
        },
        step: row.step,
        acts: row.acts.join("、"),
        limits: row.limits.into_iter().map(limit).collect(),
    }
}

/// The mark of what nobody has verified is the definition's author's, not the reader's.
fn limit(limit: Limit) -> String {
    let article = limit.article.replace("[K]", "");
    format!("{}：{}（{}）", limit.label, limit.length, article.trim())
}

async fn chart(ask: Ask, Path(file): Path<String>) -> PageResult {
    let code = file.strip_suffix(".svg").unwrap_or_default();
    let mut public = Handling::ALL.iter().map(|it| it.procedure_code());
    if !public.any(|known| known == code) {
        return Err(Error::not_found("这张流程图").into());
    }
    let definition = ask.app().docket.registry.current(code)?;
    let answer = Response::builder()
        .header(CONTENT_TYPE, "image/svg+xml")
        .header(CONTENT_SECURITY_POLICY, PICTURE)
        .header(CACHE_CONTROL, "public, max-age=300")
        .body(Body::from(draw_svg(&definition)))
        .map_err(Fault::new)?;
    Ok(answer)
}

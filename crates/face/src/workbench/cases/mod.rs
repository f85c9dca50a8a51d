//! Any case: its facts, what happened, its clocks, its events in the ledger, and what may be done.

mod act;
mod facts;
mod file;
mod letter;
mod page;

use axum::Router;
use axum::routing::{get, post};
use kernel::time::minute_text;
use matters::publication::{DOCUMENT, import};
use matters::request;
use office::docket::{CaseFile, Step};

use crate::App;
use crate::workbench::{requests, service};

pub use act::carry_out;
pub use facts::facts;
pub use page::{ActsForm, acts_form, decide, outcome, today};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/cases/{id}", get(page::page))
        .route("/desk/cases/{id}/acts", post(page::decide))
        .route("/desk/cases/{id}/files/{digest}", get(file::download))
        .route("/desk/letters/{file}", get(letter::download))
}

/// True for the reviews of documents, which have a room of their own.
pub fn is_review(file: &CaseFile) -> bool {
    file.subject_kind == DOCUMENT && file.procedure_code.starts_with("publication-review")
}

/// The room in which this case is at home.
pub fn href(file: &CaseFile) -> String {
    match file.subject_kind.as_str() {
        _ if is_review(file) => format!("/desk/reviews/{}", file.id),
        import::IMPORT => format!("/desk/imports/{}", file.subject_id),
        office::adjustment::ADJUSTMENT => format!("/desk/catalogue/adjustments/{}", file.subject_id),
        office::adjustment::ADJUSTMENT_OF_POWERS => format!("/desk/powers/adjustments/{}", file.subject_id),
        matters::request::register::BATCH => format!("/desk/requests/register/import/{}", file.subject_id),
        _ if requests::is_request(file) => format!("/desk/requests/{}", file.id),
        _ if matters::service::is_service(file) => format!("/desk/services/{}", file.id),
        _ => format!("/desk/cases/{}", file.id),
    }
}

/// True where this house's rooms know what the case's effects do.
pub fn at_home(file: &CaseFile) -> bool {
    matches!(file.subject_kind.as_str(), DOCUMENT | import::IMPORT)
        || request::is_linked(file)
        || service::is_linked(file)
}

/// For `parts::timeline`.
#[derive(Clone, Debug)]
pub struct StepView {
    pub label: String,
    pub state: &'static str,
    pub when: String,
    pub note: String,
    pub href: String,
}

/// What happened, and where it lies now.
pub fn timeline(steps: &[Step], places: &[String]) -> Vec<StepView> {
    let done = steps.iter().map(|step| StepView {
        label: format!("{} {}", person(step), step.label),
        state: "done",
        when: minute_text(step.at),
        note: step.reason.clone().unwrap_or_default(),
        href: String::new(),
    });
    let open = places.iter().map(|place| StepView {
        label: place.clone(),
        state: "now",
        when: String::new(),
        note: "现在在这里".to_owned(),
        href: String::new(),
    });
    done.chain(open).collect()
}

/// `何川（代 周岚）`
pub fn person(step: &Step) -> String {
    match &step.on_behalf_of {
        Some(principal) => format!("{}（代 {principal}）", step.actor),
        None => step.actor.clone(),
    }
}

//! 办件: the office's desk for applications for service items, after they were received.
//!
//! **The law behind it.** 行政许可法 art. 26, 32–45, 优化营商环境条例 art. 36–37; what may be done at each step stands in
//! `data/procedures/service-*.toml` and is drawn from the engine's offers.
//!
//! # Invariants
//! - What an applicant gave, letters and papers are shown to whoever handles the application; a department that takes
//!   part in a joint approval reads what its opinion rests on; nobody else any of it ([`reach`]).
//! - Steps are made at the case desk ([`super::casework`]): what goes out is read before it goes.
//! - Only what the item lists is asked for: the answers rest on one list of materials ([`materials`]).

mod case;
mod desk;
mod facts;
mod list;
mod manner;
mod materials;
mod papers;
mod reach;
mod told;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::HashMap;

use axum::Router;
use axum::routing::{get, post};
use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use matters::service::{self, SERVICE};
use office::docket::{Case, CaseFile};
use office::letter;

use crate::App;
use crate::door::Visitor;
use crate::workbench::casework;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/desk/services", get(list::page))
        .route("/desk/services/list.csv", get(list::csv))
        .route("/desk/services/list.xlsx", get(list::xlsx))
        .route("/desk/services/list.json", get(list::json))
        .route("/desk/services/{id}", get(case::show))
        .route("/desk/services/{id}/acts", post(desk::receive))
        .route("/desk/services/{id}/papers/{paper}", get(papers::download))
}

/// True for every case about an application, also for one that is linked to it.
pub fn is_about(file: &CaseFile) -> bool {
    file.subject_kind == SERVICE
}

/// True for a case that is linked to an application: the publication of a grant.
pub fn is_linked(file: &CaseFile) -> bool {
    is_about(file) && !service::is_service(file)
}

/// Refuses whoever may not read a case of this room; says nothing of other cases.
pub async fn may_read(app: &App, conn: &mut Conn, visitor: &Visitor, case: &Case) -> Result<()> {
    match is_about(&case.file) {
        true => reach::POSTS.may_read(app, conn, visitor, case).await,
        false => Ok(()),
    }
}

/// The same for the record: it cannot show less to whoever may see less.
pub async fn may_read_record(app: &App, conn: &mut Conn, visitor: &Visitor, case: &Case) -> Result<()> {
    match is_about(&case.file) {
        true => reach::POSTS.may_read_whole(app, conn, visitor, case).await,
        false => Ok(()),
    }
}

/// Refuses whoever may not read this letter: a department that takes part reads what was written to departments.
pub async fn may_read_letter(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    case: &Case,
    row: &letter::Row,
) -> Result<()> {
    let sight = reach::POSTS.of_case(conn, visitor, case, app.now()).await?;
    reach::need(sight, reach::least_for(&row.to))
}

/// Names for those of these cases that are about an application, by case: the item and who applies, for whoever may
/// read it; else its number beside the item. Each comes with the members of the block that runs in it.
pub async fn names(
    conn: &mut Conn,
    visitor: &Visitor,
    cases: &[(&CaseFile, &[String])],
    now: Timestamp,
) -> Result<HashMap<i64, String>> {
    let (mut names, readable) = casework::names(&reach::POSTS, conn, visitor, SERVICE, cases, now).await?;
    let ids: Vec<i64> = readable.values().copied().collect();
    let applicants = service::titles(conn, &ids).await?;
    for (file, _) in cases {
        let id = readable.get(&file.id);
        if let Some(applicant) = id.and_then(|id| applicants.get(id)) {
            names.insert(file.id, format!("{}：{applicant}", file.title));
        }
    }
    Ok(names)
}

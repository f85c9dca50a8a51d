//! A workbook of items or of powers: read on trial; where nothing is wrong it becomes a draft.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use kernel::time::civil_date;
use kernel::{Fault, Result};
use office::adjustment;
use office::catalogue::Plan;
use office::organisation::{Listing, called};
use sheet::form::CellError;
use sheet::{Limits, XLSX};

use super::scope::Scope;
use super::shelf::{Room, Shelf};
use crate::App;
use crate::door::{PageResult, SafeMultipart, Upload, Visitor, html, html_with, see_other};
use crate::form::{self, Errors};
use crate::workbench::drafts::attachment;
use crate::workbench::offers::ChoiceView;
use crate::workbench::{DeskShell, desk_shell};

/// Errors that are shown at once; the rest come after these are mended.
const ERRORS_SHOWN: usize = 300;

#[derive(Template)]
#[template(path = "workbench/catalogue/import.html")]
struct Page {
    shell: DeskShell,
    room: Room,
    orgs: Vec<ChoiceView>,
    cells: Vec<CellError>,
    hidden_cells: usize,
    ignored: Vec<String>,
    file_name: String,
    whole: bool,
    errors: Errors,
}

/// What was sent beside the workbook.
#[derive(Clone, Default)]
struct Typed {
    org: String,
    file_name: String,
    /// The workbook is the whole list: what it does not have leaves.
    whole: bool,
}

pub async fn page<T: Shelf + Default>(State(app): State<App>, visitor: Visitor) -> PageResult {
    let (plan, typed) = (Plan::<T>::default(), Typed::default());
    html(&build(&app, &visitor, typed, plan, Errors::none()).await?)
}

async fn build<T: Shelf>(
    app: &App,
    visitor: &Visitor,
    typed: Typed,
    plan: Plan<T>,
    errors: Errors,
) -> Result<Page> {
    let mut conn = app.db.read().await?;
    let scope = Scope::of(&mut conn, visitor, app.now()).await?;
    let proposing = scope.proposing();
    scope.need(!proposing.is_empty())?;
    let choice = |it: &&Listing| ChoiceView {
        value: it.id.to_string(),
        label: it.name.clone(),
        hint: String::new(),
        selected: it.id.to_string() == typed.org,
    };
    Ok(Page {
        shell: desk_shell(app, &mut conn, visitor, T::ROOM.href).await?,
        room: T::ROOM,
        orgs: proposing.iter().map(choice).collect(),
        hidden_cells: plan.errors.len().saturating_sub(ERRORS_SHOWN),
        cells: plan.errors.into_iter().take(ERRORS_SHOWN).collect(),
        ignored: plan.ignored,
        file_name: typed.file_name,
        whole: typed.whole,
        errors,
    })
}

/// The workbook to fill in.
pub async fn template<T: Shelf>(State(app): State<App>, visitor: Visitor) -> PageResult {
    let scope = Scope::of(&mut app.db.read().await?, &visitor, app.now()).await?;
    scope.need(!scope.proposing().is_empty())?;
    let bytes = T::template(civil_date(app.now())).map_err(Fault::new)?;
    Ok(attachment(T::ROOM.template, XLSX, bytes))
}

pub async fn receive<T: Shelf + Default>(
    State(app): State<App>,
    visitor: Visitor,
    sent: SafeMultipart,
) -> PageResult {
    let mut typed = Typed {
        org: sent.text("org").to_owned(),
        file_name: String::new(),
        whole: sent.text("whole") == "yes",
    };
    let scope = Scope::of(&mut app.db.read().await?, &visitor, app.now()).await?;
    let mut errors = Errors::none();
    let chosen = typed.org.parse().ok().and_then(|id| scope.org(id).ok());
    let chosen = chosen.filter(|it| scope.proposes(&it.path));
    if chosen.is_none() {
        errors.add("org", "还没有选择调整哪个单位的。请从列表里选。");
    }
    let upload = sent.upload("file").cloned();
    if upload.is_none() {
        errors.add("file", "还没有选择文件。请选择按模板填好的 XLSX 工作簿。");
    }
    let (Some(chosen), Some(upload)) = (chosen, upload) else {
        return again::<T>(&app, &visitor, typed, Plan::default(), errors).await;
    };
    typed.file_name = upload.name.clone();
    let plan = match read::<T>(scope.all().to_vec(), upload).await? {
        Ok(plan) => plan,
        Err(sentence) => {
            errors.add("file", sentence);
            return again::<T>(&app, &visitor, typed, Plan::default(), errors).await;
        }
    };
    if !plan.errors.is_empty() {
        let sentence = format!(
            "“{}”有 {} 处要改，列在下面。一处都没有导入。",
            typed.file_name,
            plan.errors.len()
        );
        errors.add("file", sentence);
        return again(&app, &visitor, typed, plan, errors).await;
    }
    let items: Vec<T> = plan.items.into_iter().map(|(_, item)| item).collect();
    match form::told(begin(&app, &visitor, chosen, &typed, items).await)? {
        Ok(id) => Ok(see_other(&format!("{}/adjustments/{id}", T::ROOM.href))),
        Err(errors) => again::<T>(&app, &visitor, typed, Plan::default(), errors).await,
    }
}

/// Keeps the draft. Of a whole list, what is in force there and not in the workbook leaves.
async fn begin<T: Shelf>(
    app: &App,
    visitor: &Visitor,
    chosen: &Listing,
    typed: &Typed,
    items: Vec<T>,
) -> Result<i64> {
    let (actor, now, org_id) = (visitor.actor(), app.now(), chosen.id);
    let (label, path, whole) = (typed.file_name.clone(), chosen.path.clone(), typed.whole);
    let begun = app.db.act(move |conn| {
        Box::pin(async move {
            let mut ended = Vec::new();
            if whole {
                ended = T::codes(conn, &path, civil_date(now)).await?;
                ended.retain(|code| !items.iter().any(|it| it.code() == code));
            }
            adjustment::begin(conn, &actor, org_id, &label, items, ended, now).await
        })
    });
    Ok(begun.await?.id)
}

async fn again<T: Shelf>(
    app: &App,
    visitor: &Visitor,
    typed: Typed,
    plan: Plan<T>,
    errors: Errors,
) -> PageResult {
    let page = build(app, visitor, typed, plan, errors).await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What the workbook says, or why it cannot be read.
async fn read<T: Shelf>(orgs: Vec<Listing>, upload: Upload) -> Result<std::result::Result<Plan<T>, String>> {
    let parsed = tokio::task::spawn_blocking(move || {
        let code = |name: &str| called(&orgs, name).map(|org| org.code.clone());
        sheet::read(&upload.bytes, &Limits::default()).map(|pages| T::read(&pages, &code))
    });
    Ok(parsed.await.map_err(Fault::new)?.map_err(|told| told.to_string()))
}

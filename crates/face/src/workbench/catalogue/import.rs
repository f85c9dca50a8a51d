//! A workbook of items: read on trial; where nothing is wrong it becomes a draft.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use kernel::time::civil_date;
use kernel::{Fault, Result};
use office::adjustment;
use office::catalogue::{self, Plan};
use office::organisation::{Listing, called};
use sheet::form::CellError;
use sheet::{Limits, XLSX};

use super::scope::Scope;
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
    orgs: Vec<ChoiceView>,
    cells: Vec<CellError>,
    hidden_cells: usize,
    ignored: Vec<String>,
    file_name: String,
    errors: Errors,
}

pub async fn page(State(app): State<App>, visitor: Visitor) -> PageResult {
    html(&build(&app, &visitor, "", Plan::default(), "", Errors::none()).await?)
}

async fn build(
    app: &App,
    visitor: &Visitor,
    org: &str,
    plan: Plan,
    file_name: &str,
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
        selected: it.id.to_string() == org,
    };
    Ok(Page {
        shell: desk_shell(app, &mut conn, visitor, "/desk/catalogue").await?,
        orgs: proposing.iter().map(choice).collect(),
        hidden_cells: plan.errors.len().saturating_sub(ERRORS_SHOWN),
        cells: plan.errors.into_iter().take(ERRORS_SHOWN).collect(),
        ignored: plan.ignored,
        file_name: file_name.to_owned(),
        errors,
    })
}

/// The workbook to fill in.
pub async fn template(State(app): State<App>, visitor: Visitor) -> PageResult {
    let scope = Scope::of(&mut app.db.read().await?, &visitor, app.now()).await?;
    scope.need(!scope.proposing().is_empty())?;
    let bytes = catalogue::template(civil_date(app.now())).map_err(Fault::new)?;
    Ok(attachment("政务服务事项目录模板.xlsx", XLSX, bytes))
}

pub async fn receive(State(app): State<App>, visitor: Visitor, sent: SafeMultipart) -> PageResult {
    let org = sent.text("org").to_owned();
    let scope = Scope::of(&mut app.db.read().await?, &visitor, app.now()).await?;
    let mut errors = Errors::none();
    let chosen = org.parse().ok().and_then(|id| scope.org(id).ok());
    let Some(chosen) = chosen.filter(|it| scope.proposes(&it.path)) else {
        errors.add("org", "还没有选择调整哪个单位的目录。请从列表里选。");
        return again(&app, &visitor, &org, Plan::default(), "", errors).await;
    };
    let Some(upload) = sent.upload("file").cloned() else {
        errors.add("file", "还没有选择文件。请选择按模板填好的 XLSX 工作簿。");
        return again(&app, &visitor, &org, Plan::default(), "", errors).await;
    };
    let name = upload.name.clone();
    let plan = match read(scope.all().to_vec(), upload).await? {
        Ok(plan) => plan,
        Err(sentence) => {
            errors.add("file", sentence);
            return again(&app, &visitor, &org, Plan::default(), &name, errors).await;
        }
    };
    if !plan.errors.is_empty() {
        let sentence = format!(
            "“{name}”有 {} 处要改，列在下面。一处都没有导入。",
            plan.errors.len()
        );
        errors.add("file", sentence);
        return again(&app, &visitor, &org, plan, &name, errors).await;
    }
    let (actor, org_id, now, label) = (visitor.actor(), chosen.id, app.now(), name.clone());
    let items = plan.items.into_iter().map(|(_, item)| item).collect();
    let begun = app.db.act(move |conn| {
        Box::pin(async move { adjustment::begin(conn, &actor, org_id, &label, items, Vec::new(), now).await })
    });
    match form::told(begun.await)? {
        Ok(begun) => Ok(see_other(&format!("/desk/catalogue/adjustments/{}", begun.id))),
        Err(errors) => again(&app, &visitor, &org, Plan::default(), &name, errors).await,
    }
}

async fn again(
    app: &App,
    visitor: &Visitor,
    org: &str,
    plan: Plan,
    name: &str,
    errors: Errors,
) -> PageResult {
    let page = build(app, visitor, org, plan, name, errors).await?;
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What the workbook says, or why it cannot be read.
async fn read(orgs: Vec<Listing>, upload: Upload) -> Result<std::result::Result<Plan, String>> {
    let parsed = tokio::task::spawn_blocking(move || {
        let code = |name: &str| called(&orgs, name).map(|org| org.code.clone());
        sheet::read(&upload.bytes, &Limits::default()).map(|pages| catalogue::read(&pages, &code))
    });
    Ok(parsed.await.map_err(Fault::new)?.map_err(|told| told.to_string()))
}

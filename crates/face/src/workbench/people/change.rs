//! 机构变更: proposed here, confirmed by somebody else on the page of the tree.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Result, session};
use office::docket::Order;
use office::register::{self, Change, KINDS, NewOrganisation, Organisation};
use serde::Deserialize;

use super::organisation::trail;
use super::{ROOM, option, within};
use crate::App;
use crate::door::{PageError, PageResult, SafeForm, SafeMultipart, Visitor, html, html_with, see_other};
use crate::form::{self, Errors};
use crate::workbench::offers::ChoiceView;
use crate::workbench::{DeskShell, NavLink, desk_shell};

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    change: String,
    name: String,
    short_name: String,
    code: String,
    kind: String,
    successor: String,
    basis_number: String,
    request_key: String,
}

#[derive(Template)]
#[template(path = "people/change.html")]
struct Page {
    shell: DeskShell,
    trail: Vec<NavLink>,
    org: Organisation,
    changes: Vec<ChoiceView>,
    kinds: Vec<ChoiceView>,
    successors: Vec<ChoiceView>,
    form: Form,
    errors: Errors,
}

pub async fn blank(State(app): State<App>, visitor: Visitor, Path(id): Path<i64>) -> PageResult {
    let form = Form {
        request_key: form::request_key(),
        ..Form::default()
    };
    html(&page(&app, &visitor, id, form, Errors::none()).await?)
}

async fn page(app: &App, visitor: &Visitor, id: i64, form: Form, errors: Errors) -> Result<Page> {
    let (mut conn, today) = (app.db.read().await?, civil_date(app.now()));
    let reach = register::reach(&mut conn, visitor.person_id, today).await?;
    let org = within(&mut conn, &reach, id).await?;
    let tree = register::tree(&mut conn, today).await?;
    let others = tree
        .iter()
        .filter(|row| row.ended_on.is_none() && !row.path.starts_with(&org.path));
    let changes = [
        ("rename", "更名"),
        ("merge", "并入另一单位"),
        ("end", "撤销"),
        ("found", "在它下面设立新单位"),
    ];
    Ok(Page {
        shell: desk_shell(app, &mut conn, visitor, ROOM).await?,
        trail: trail(&mut conn, &org, &reach).await?,
        changes: changes
            .into_iter()
            .map(|(code, label)| option(code, label, &form.change))
            .collect(),
        kinds: KINDS
            .iter()
            .map(|(code, label)| option(code, *label, &form.kind))
            .collect(),
        successors: others
            .map(|row| option(row.id, row.name.clone(), &form.successor))
            .collect(),
        org,
        form,
        errors,
    })
}

pub async fn propose(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    sent: SafeMultipart,
) -> PageResult {
    let form: Form = sent.form()?;
    let mut conn = app.db.read().await?;
    let org = register::organisation(&mut conn, id)
        .await?
        .ok_or_else(|| super::absent("这个单位"))?;
    drop(conn);
    let mut errors = Errors::none();
    let change = read(&org, &form, &mut errors);
    let documents = match sent.upload("basis") {
        Some(upload) => vec![keep(&app, upload.bytes.to_vec()).await?],
        None => {
            errors.add("basis", "没有附上批准文件。请上传批准文件的扫描件或者电子件。");
            Vec::new()
        }
    };
    if !errors.is_empty() {
        // Without its document or its kind nothing is proposed, but everything else that is wrong is said too.
        let mut conn = app.db.read().await?;
        also_wrong(&mut conn, change.as_ref(), &form, app.now(), &mut errors).await?;
    }
    if let (Some(change), true) = (change, errors.is_empty()) {
        let order = Order {
            documents,
            request_key: Some(form.request_key.clone()),
            ..Order::default()
        };
        match proposed(&app, &visitor, change, &form.basis_number, order).await? {
            Ok(()) => return Ok(see_other(ROOM)),
            Err(found) => errors = found,
        }
    }
    html_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &page(&app, &visitor, id, form, errors).await?,
    )
}

async fn also_wrong(
    conn: &mut Conn,
    change: Option<&Change>,
    form: &Form,
    now: Timestamp,
    errors: &mut Errors,
) -> Result<()> {
    match change {
        Some(change) => {
            for issue in register::change_problems(conn, change, &form.basis_number, now).await? {
                let field = issue.field.as_deref().unwrap_or_default();
                errors.add(field, format!("{}{}", issue.sentence, issue.onward));
            }
        }
        None if form.basis_number.trim().is_empty() => errors.add(
            "basis_number",
            "没有填写批准文件文号。请填写批准这次变更的文件文号或者名称。",
        ),
        None => {}
    }
    Ok(())
}

fn read(org: &Organisation, form: &Form, errors: &mut Errors) -> Option<Change> {
    let org_id = org.id;
    match form.change.as_str() {
        "rename" => Some(Change::Rename {
            org_id,
            name: form.name.clone(),
            short_name: form.short_name.clone(),
        }),
        "merge" => match form.successor.parse() {
            Ok(successor_id) => Some(Change::Merge { org_id, successor_id }),
            Err(_) => {
                errors.add("successor", "没有选择承接单位。请选择接过职责的单位。");
                None
            }
        },
        "end" => Some(Change::End { org_id }),
        "found" => Some(Change::Found(NewOrganisation {
            code: form.code.trim().to_owned(),
            name: form.name.clone(),
            short_name: form.short_name.clone(),
            kind: form.kind.clone(),
            parent: Some(org.code.clone()),
            ..NewOrganisation::default()
        })),
        _ => {
            errors.add("change", "没有选择变更类别。请选择一项。");
            None
        }
    }
}

/// Proposes a change of the register, or tells what is wrong with it.
pub(super) async fn proposed(
    app: &App,
    visitor: &Visitor,
    change: Change,
    basis: &str,
    order: Order,
) -> std::result::Result<std::result::Result<(), Errors>, PageError> {
    let (docket, actor, now, session_id) =
        (app.docket.clone(), visitor.actor(), app.now(), visitor.session_id);
    let basis = basis.to_owned();
    let done = app.db.act(move |conn| {
        Box::pin(async move {
            register::propose(&docket, conn, &actor, change, &basis, order, now).await?;
            session::flash(conn, session_id, "变更已提出，等另一位管理员核准后生效。").await
        })
    });
    form::told(done.await)
}

/// Keeps the document outside the act; blocking work on a blocking thread.
pub(super) async fn keep(app: &App, bytes: Vec<u8>) -> Result<String> {
    let files = app.files.clone();
    tokio::task::spawn_blocking(move || files.keep(&bytes))
        .await
        .map_err(|error| Error::Fault(kernel::Fault::new(error)))?
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    reason: String,
    request_key: String,
}

pub async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    Path((case_id, answer)): Path<(i64, String)>,
    SafeForm(sent): SafeForm<Answer>,
) -> PageResult {
    let reason = Some(sent.reason).filter(|reason| !reason.trim().is_empty());
    let order = Order {
        reason,
        request_key: Some(sent.request_key),
        ..Order::default()
    };
    let (docket, actor, now, session_id) =
        (app.docket.clone(), visitor.actor(), app.now(), visitor.session_id);
    app.db
        .act(move |conn| {
            Box::pin(async move {
                let told = match answer.as_str() {
                    "confirmation" => {
                        register::confirm(&docket, conn, &actor, case_id, order, now).await?;
                        "变更已核准，已经生效。"
                    }
                    "refusal" => {
                        register::refuse(&docket, conn, &actor, case_id, order, now).await?;
                        "变更没有核准，什么都没有变。"
                    }
                    "cancellation" => {
                        register::cancel(&docket, conn, &actor, case_id, order, now).await?;
                        "变更已取消。"
                    }
                    _ => return Err(Error::not_found("这个页面")),
                };
                session::flash(conn, session_id, told).await
            })
        })
        .await?;
    Ok(see_other(ROOM))
}

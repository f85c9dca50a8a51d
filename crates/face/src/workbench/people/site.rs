//! 网站身份: name, domain, code and contacts that stand on every public page.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use kernel::time::civil_date;
use kernel::{Result, session};
use office::docket::Order;
use office::organisation::{self, Site};
use office::register;
use serde::Deserialize;

use super::no_administrator;
use crate::App;
use crate::door::{PageResult, SafeForm, Visitor, html, html_with, see_other};
use crate::form::{self, Errors};
use crate::workbench::{DeskShell, desk_shell};

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    name: String,
    tagline: String,
    domain: String,
    id_code: String,
    sponsor: String,
    operator: String,
    address: String,
    phone: String,
    icp: String,
    police_record: String,
    request_key: String,
}

#[derive(Template)]
#[template(path = "people/site.html")]
struct Page {
    shell: DeskShell,
    form: Form,
    errors: Errors,
}

pub async fn page(State(app): State<App>, visitor: Visitor) -> PageResult {
    let site = organisation::site(&mut app.db.read().await?).await?;
    let form = Form {
        name: site.name,
        tagline: site.tagline,
        domain: site.domain,
        id_code: site.id_code,
        sponsor: site.sponsor,
        operator: site.operator,
        address: site.address,
        phone: site.phone,
        icp: site.icp,
        police_record: site.police_record,
        request_key: form::request_key(),
    };
    html(&build(&app, &visitor, form, Errors::none()).await?)
}

async fn build(app: &App, visitor: &Visitor, form: Form, errors: Errors) -> Result<Page> {
    let mut conn = app.db.read().await?;
    let reach = register::reach(&mut conn, visitor.person_id, civil_date(app.now())).await?;
    if !reach.site_admin {
        return Err(no_administrator());
    }
    Ok(Page {
        shell: desk_shell(app, &mut conn, visitor, "/desk/people").await?,
        form,
        errors,
    })
}

pub async fn set(State(app): State<App>, visitor: Visitor, SafeForm(sent): SafeForm<Form>) -> PageResult {
    let order = Order {
        request_key: Some(sent.request_key.clone()),
        ..Order::default()
    };
    let (docket, actor, now, session_id) =
        (app.docket.clone(), visitor.actor(), app.now(), visitor.session_id);
    let typed = sent.clone();
    let done = app
        .db
        .act(move |conn| {
            Box::pin(async move {
                // Whether it is a demonstration is not theirs to say.
                let before = organisation::site(conn).await?;
                let site = Site {
                    name: typed.name,
                    tagline: typed.tagline,
                    domain: typed.domain,
                    id_code: typed.id_code,
                    sponsor: typed.sponsor,
                    operator: typed.operator,
                    address: typed.address,
                    phone: typed.phone,
                    icp: typed.icp,
                    police_record: typed.police_record,
                    ..before
                };
                register::set_site(&docket, conn, &actor, &site, order, now).await?;
                session::flash(conn, session_id, "网站身份已更新，各页页脚和标识随之变化。").await
            })
        })
        .await;
    match form::told(done)? {
        Ok(()) => Ok(see_other("/desk/site")),
        Err(errors) => html_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &build(&app, &visitor, sent, errors).await?,
        ),
    }
}

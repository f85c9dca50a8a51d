//! One change of the catalogue or of the powers: every difference, and proposing, accepting, returning or giving it up.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::db::Conn;
use kernel::time::minute_text;
use kernel::{Error, Issue, Result};
use office::adjustment::{self, Adjustment, Change, List};
use office::catalogue::Changed;
use office::docket::Order;
use office::organisation::{self, Actor};
use procedure::Offer;
use serde::Deserialize;

use super::difference::between;
use super::list::standing;
use super::scope::Scope;
use super::shelf::{Name, Room, Shelf};
use crate::App;
use crate::door::{PageResult, SafeForm, Visitor, html, html_with, see_other};
use crate::form::{self, Errors};
use crate::workbench::acting::{acting, actor_of};
use crate::workbench::offers::ChoiceView;
use crate::workbench::{DeskShell, desk_shell};

/// Rows that the page shows with every difference.
const SHOWN: usize = 60;

struct Row {
    code: String,
    name: String,
    /// `新增`, `变更`, `取消`.
    what: &'static str,
    kind: &'static str,
    changed: Vec<Changed>,
    /// Where its form can be tried; empty where it leaves the catalogue.
    form_href: String,
}

struct ActView {
    act: String,
    label: String,
    reason: bool,
    danger: bool,
    principal: String,
}

#[derive(Template)]
#[template(path = "workbench/catalogue/adjustment.html")]
struct Page {
    shell: DeskShell,
    room: Room,
    id: i64,
    label: String,
    org: String,
    by: String,
    at: String,
    digest: String,
    standing: (&'static str, &'static str),
    counts: [usize; 3],
    rows: Vec<Row>,
    more: usize,
    may_propose: bool,
    grounds: Vec<ChoiceView>,
    /// The list asks from which day a change holds.
    dated: bool,
    /// That day, once it was proposed.
    holds_from: String,
    typed: Sent,
    acts: Vec<ActView>,
    withheld: Vec<String>,
    case_href: String,
    request_key: String,
    errors: Errors,
}

/// What a form of the page sent.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    act: String,
    ground: String,
    holds_from: String,
    reason: String,
    request_key: String,
    principal: String,
}

pub async fn page<T: Shelf>(State(app): State<App>, visitor: Visitor, Path(id): Path<i64>) -> PageResult {
    html(&build::<T>(&app, &visitor, id, Sent::default(), Errors::none()).await?)
}

/// The adjustment, where it is one of this list.
async fn of_list<T: Shelf>(conn: &mut Conn, id: i64) -> Result<Adjustment> {
    let it = adjustment::adjustment(conn, id).await?;
    if it.list == T::LIST {
        return Ok(it);
    }
    Err(Error::not_found("这次调整"))
}

async fn build<T: Shelf>(app: &App, visitor: &Visitor, id: i64, typed: Sent, errors: Errors) -> Result<Page> {
    let (mut conn, now) = (app.db.read().await?, app.now());
    let scope = Scope::of(&mut conn, visitor, now).await?;
    let it = of_list::<T>(&mut conn, id).await?;
    let org = scope.org(it.org_id)?.clone();
    scope.need(scope.keeps(&org.path))?;
    let changes: Vec<Change<T>> = adjustment::changes(&mut conn, id).await?;
    let counts = [
        changes
            .iter()
            .filter(|it| it.item.is_some() && it.before == 0)
            .count(),
        changes
            .iter()
            .filter(|it| it.item.is_some() && it.before > 0)
            .count(),
        changes.iter().filter(|it| it.item.is_none()).count(),
    ];
    let name = |code: &str| {
        let org = scope.all().iter().find(|org| org.code == code);
        org.map_or_else(|| code.to_owned(), |org| org.name.clone())
    };
    let more = changes.len().saturating_sub(SHOWN);
    let mut rows = Vec::new();
    for change in changes.into_iter().take(SHOWN) {
        rows.push(row(&mut conn, id, change, &name).await?);
    }
    let holds_from = adjustment::holds_from(&app.docket, &mut conn, &it).await?;
    let (mut acts, mut withheld) = (Vec::new(), Vec::new());
    if let Some(case_id) = it.case_id {
        let case = app.docket.case(&mut conn, case_id).await?;
        let acting = acting(app, &mut conn, visitor, &case, now).await?;
        let principal = acting.principal.map(|(id, _)| id.to_string()).unwrap_or_default();
        acts = acting
            .offers
            .iter()
            .map(|offer| act_view(offer, &principal))
            .collect();
        withheld = acting.withheld;
    }
    Ok(Page {
        shell: desk_shell(app, &mut conn, visitor, T::ROOM.href).await?,
        room: T::ROOM,
        id,
        org: org.name.clone(),
        by: organisation::person_name(&mut conn, it.made_by).await?,
        at: minute_text(it.made_at),
        standing: standing(&it.standing),
        counts,
        rows,
        more,
        may_propose: it.standing == "draft" && scope.proposes(&org.path),
        grounds: grounds(app, T::LIST, &typed.ground)?,
        dated: T::LIST == List::Powers,
        holds_from: holds_from.map(|day| day.to_string()).unwrap_or_default(),
        acts,
        withheld,
        case_href: it
            .case_id
            .map(|id| format!("/desk/cases/{id}?view=record"))
            .unwrap_or_default(),
        request_key: form::request_key(),
        label: it.label,
        digest: it.rows_digest,
        typed,
        errors,
    })
}

/// A row with what becomes of it.
async fn row<T: Shelf>(
    conn: &mut Conn,
    id: i64,
    change: Change<T>,
    org_name: &(dyn Fn(&str) -> String + Sync),
) -> Result<Row> {
    let before: Option<T> = match change.before {
        0 => None,
        version => T::version(conn, &change.code, version).await?,
    };
    let (what, kind) = match (&before, &change.item) {
        (_, None) => ("取消", "danger"),
        (None, Some(_)) => ("新增", "green"),
        (Some(_), Some(_)) => ("变更", "amber"),
    };
    let named = change.item.as_ref().or(before.as_ref());
    Ok(Row {
        name: named.map(|it| it.name().to_owned()).unwrap_or_default(),
        changed: between(before.as_ref(), change.item.as_ref(), org_name as &Name<'_>),
        form_href: match change.item {
            Some(_) => T::form_of(&change.code, id),
            None => String::new(),
        },
        code: change.code,
        what,
        kind,
    })
}

/// The choices of the definition's own field, so that page and rule cannot differ.
fn grounds(app: &App, list: List, chosen: &str) -> Result<Vec<ChoiceView>> {
    let definition = app.docket.registry.current(list.procedure())?;
    let field = definition.field("ground");
    let choices = field.map(|field| field.choices.clone()).unwrap_or_default();
    Ok(choices
        .into_iter()
        .map(|choice| ChoiceView {
            selected: choice.code == chosen,
            value: choice.code,
            label: choice.label,
            hint: String::new(),
        })
        .collect())
}

fn act_view(offer: &Offer, principal: &str) -> ActView {
    ActView {
        act: offer.act.clone(),
        label: offer.label.clone(),
        reason: offer.reason,
        danger: offer.danger,
        principal: principal.to_owned(),
    }
}

pub async fn act<T: Shelf>(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<i64>,
    SafeForm(sent): SafeForm<Sent>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let scope = Scope::of(&mut conn, &visitor, app.now()).await?;
    let it = of_list::<T>(&mut conn, id).await?;
    scope.need(scope.keeps(&scope.org(it.org_id)?.path))?;
    drop(conn);
    match form::told(carry_out::<T>(&app, &visitor, id, sent.clone()).await)? {
        Ok(()) if sent.act == "discard" => Ok(see_other(T::ROOM.href)),
        Ok(()) => {
            app.pages.changed();
            Ok(see_other(&format!("{}/adjustments/{id}", T::ROOM.href)))
        }
        Err(errors) => {
            let page = build::<T>(&app, &visitor, id, sent, errors).await?;
            html_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn carry_out<T: Shelf>(app: &App, visitor: &Visitor, id: i64, sent: Sent) -> Result<()> {
    let (docket, now, session_id) = (app.docket.clone(), app.now(), visitor.session_id);
    let actor: Actor = actor_of(visitor, sent.principal.parse().ok());
    let mut order = Order {
        reason: Some(sent.reason.trim().to_owned()).filter(|it| !it.is_empty()),
        request_key: Some(sent.request_key.clone()).filter(|it| !it.is_empty()),
        ..Order::default()
    };
    let fields = [("ground", &sent.ground), ("holds_from", &sent.holds_from)];
    for (field, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
        if sent.act == "propose" {
            order.data.insert(field.to_owned(), value.clone().into());
        }
    }
    let act = sent.act.clone();
    let done = app.db.act(move |conn| {
        Box::pin(async move {
            let sentence = match act.as_str() {
                "discard" => {
                    adjustment::discard(conn, &actor, id, now).await?;
                    "已放弃这份草稿。"
                }
                "propose" => {
                    let _ = adjustment::propose(&docket, conn, &actor, id, order, now).await?;
                    "已提交，等另一位同事核对。"
                }
                "accept" => {
                    let _ = adjustment::decide(&docket, conn, &actor, id, "accept", order, now).await?;
                    T::ROOM.accepted
                }
                "reject" | "withdraw" => {
                    let _ = adjustment::decide(&docket, conn, &actor, id, &act, order, now).await?;
                    "已办理。"
                }
                _ => {
                    return Err(Error::invalid(vec![Issue::new(
                        "act",
                        "没有这一步。",
                        "请刷新页面后再办理。",
                    )]));
                }
            };
            kernel::session::flash(conn, session_id, sentence).await
        })
    });
    done.await
}

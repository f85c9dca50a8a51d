//! /services/{code}/apply: what it takes, the situation, who hands it in; and the form is begun.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Result, code};
use matters::service::filing::{self, Form};
use matters::service::{self, Agent, AgentKind, Application};
use office::account;
use office::catalogue::{self, Entry, Item};
use office::form::{self, Known};

use super::page::{self, QuestionView};
use crate::door::{Caller, FormToken, Kept, MaybeOwner, Owner, PageResult, SafeMultipart, see_other};
use crate::form::Errors;
use crate::portal::frame::Shell;
use crate::portal::page::{Ask, Drawn};
use crate::portal::progress::limits::{clock, limits};
use crate::portal::progress::page::Choice;
use crate::workbench::NavLink;

/// Applications of an account that are looked at for what is known already.
const LOOKED_AT: i64 = 10;

#[derive(Template)]
#[template(path = "portal/service/begin.html")]
struct BeginPage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    errors: Errors,
    here: String,
    name: String,
    org: String,
    terms: String,
    fees: String,
    materials: usize,
    questions: Vec<QuestionView>,
    agents: Vec<Choice>,
    /// A form for this very item was begun.
    begun: bool,
    /// One for another item was begun: its name.
    other: String,
    logged_in: bool,
}

pub(super) async fn page(
    ask: Ask,
    caller: Caller,
    MaybeOwner(owner): MaybeOwner,
    token: FormToken,
    Path(code): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> PageResult {
    draw(
        &ask,
        &caller,
        owner.is_some(),
        token,
        &code,
        &pairs,
        Errors::none(),
    )
    .await
}

async fn draw(
    ask: &Ask,
    caller: &Caller,
    logged_in: bool,
    token: FormToken,
    code: &str,
    pairs: &[(String, String)],
    errors: Errors,
) -> PageResult {
    let mut conn = ask.conn().await?;
    let (entry, item) = item(&mut conn, code).await?;
    let begun = match caller.kept(Kept::Applying) {
        Some(secret) => filing::open(&mut conn, secret).await?,
        None => None,
    };
    let begun = begun.filter(|form| form.became.is_none());
    let other = match &begun {
        Some(form) if form.item_code != code => catalogue::entry(&mut conn, &form.item_code).await?.name,
        _ => String::new(),
    };
    drop(conn);
    let chosen = page::chosen(&item.questions, pairs);
    let agent = pairs.iter().find(|(name, _)| name == "agent");
    let agent = agent.map_or("self", |(_, said)| said.as_str());
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = BeginPage {
        shell: ask.shell(&format!("/services/{code}/apply")),
        trail: page::trail(ask, (&item.name, code), "网上申请"),
        csrf: token.0,
        errors,
        here: format!("/services/{code}/apply"),
        org: entry.org_name,
        terms: format!("承诺 {}，法定 {}", item.promised.text(), item.statutory.text()),
        fees: match item.fees.is_empty() {
            true => "不收费".to_owned(),
            false => "收费，标准见办事指南".to_owned(),
        },
        materials: item.materials_for(&chosen).count(),
        questions: page::questions(&item.questions, &chosen),
        agents: agents(agent),
        begun: begun.as_ref().is_some_and(|form| form.item_code == code),
        other,
        logged_in,
        name: item.name,
    };
    ask.private(Drawn::new(&page)?.status(status))
}

/// Who hands it in.
fn agents(chosen: &str) -> Vec<Choice> {
    let all = Choice::all(
        [
            ("self", "我自己"),
            (AgentKind::Proxy.code(), "我替别人办，有委托书"),
            (AgentKind::Helper.code(), "我帮别人填，他本人同意"),
            (AgentKind::Village.code(), "我是村（社区）为民代理员，有委托书"),
        ],
        chosen,
    );
    let needed = "要上传申请人签名的授权委托书";
    let all = Choice::hint(all, AgentKind::Proxy.code(), needed);
    Choice::hint(all, AgentKind::Village.code(), needed)
}

/// The item, where one may apply for it online.
async fn item(conn: &mut Conn, code: &str) -> Result<(Entry, Item)> {
    let entry = service::takes(conn, code).await?;
    let item = catalogue::item(conn, &entry, entry.version).await?;
    Ok((entry, item))
}

pub(super) async fn begin(
    ask: Ask,
    caller: Caller,
    MaybeOwner(owner): MaybeOwner,
    token: FormToken,
    Path(code): Path<String>,
    sent: SafeMultipart,
) -> PageResult {
    let mut conn = ask.conn().await?;
    let (entry, item) = item(&mut conn, &code).await?;
    let limit = limits(&mut conn).await?.begin;
    drop(conn);
    let chosen = page::chosen(&item.questions, sent.pairs());
    let mut errors = Errors::none();
    for question in &item.questions {
        if !chosen.iter().any(|(known, _)| *known == question.code) {
            errors.add(
                &format!("{}{}", page::QUESTION, question.code),
                format!("还没有回答“{}”。请选一个：它决定您要交哪些材料。", question.text),
            );
        }
    }
    if errors.is_empty()
        && let Err(until) = caller.take("service-begin", limit)
    {
        errors.add(
            "",
            format!(
                "从您这个网络地址开始填写的表单太多了。请在 {} 以后再试，或者到窗口办理。",
                clock(until)
            ),
        );
    }
    if !errors.is_empty() {
        return draw(&ask, &caller, owner.is_some(), token, &code, sent.pairs(), errors).await;
    }
    let agent = AgentKind::of(sent.text("agent")).map(|kind| Agent {
        kind,
        ..Agent::default()
    });
    let form = new(&ask, &entry, &item, owner.as_ref(), chosen, agent).await?;
    let now = ask.app.now();
    let old = caller.kept(Kept::Applying).map(str::to_owned);
    let secret = ask
        .app
        .db
        .act(move |conn| Box::pin(async move { begun(conn, old, form, now).await }))
        .await?;
    caller.keep(Kept::Applying, &secret);
    Ok(see_other("/services/apply/form"))
}

/// A new form; one for the same item goes on with what was typed, in its new situation.
async fn begun(conn: &mut Conn, old: Option<String>, form: Form, now: jiff::Timestamp) -> Result<String> {
    if let Some(secret) = old
        && let Some(mut kept) = filing::open(conn, &secret).await?
        && kept.became.is_none()
        && kept.item_code == form.item_code
    {
        kept.item_version = form.item_version;
        kept.application.situation = form.application.situation.clone();
        let kind = form.application.agent.as_ref().map(|agent| agent.kind);
        if kept.application.agent.as_ref().map(|agent| agent.kind) != kind {
            kept.application.agent = form.application.agent.clone();
        }
        if filing::save(conn, &secret, &kept, now).await? {
            return Ok(secret);
        }
    }
    filing::begin(conn, &form, now).await
}

async fn new(
    ask: &Ask,
    entry: &Entry,
    item: &Item,
    owner: Option<&Owner>,
    situation: Vec<(String, String)>,
    agent: Option<Agent>,
) -> Result<Form> {
    // Whoever acts for somebody else has other data than their own account.
    let known = match owner.filter(|_| agent.is_none()) {
        Some(owner) => known(ask, owner, item).await?,
        None => Vec::new(),
    };
    let today = civil_date(ask.app.now());
    let (answers, prefilled) = form::prefilled(&item.whole_form(), &known, today);
    Ok(Form {
        item_code: item.code.clone(),
        item_version: entry.version,
        application: Application {
            situation,
            answers,
            agent,
            ..Application::default()
        },
        request_key: crate::form::request_key(),
        room: code::token(),
        prefilled,
        ..Form::default()
    })
}

/// What this account's earlier applications said, newest first; the same item's answers beside who applies.
async fn known(ask: &Ask, owner: &Owner, item: &Item) -> Result<Vec<Known>> {
    let mut conn = ask.conn().await?;
    let mut known = Vec::new();
    for case_id in account::own(&mut conn, owner.account.id, LOOKED_AT).await? {
        let file = ask.app.docket.file(&mut conn, case_id).await?;
        if !service::is_service(&file) {
            continue;
        }
        let it = service::service_of_case(&mut conn, case_id).await?;
        if let Some(application) = it.application {
            known.push(Known {
                label: format!("{} 的申请 {}", civil_date(it.filed_at), file.number),
                facts: form::facts_of(&application.answers),
                answers: match it.item_code == item.code {
                    true => application.answers,
                    false => form::Answers::default(),
                },
            });
        }
    }
    Ok(known)
}

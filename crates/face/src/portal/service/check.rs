//! /services/apply/check: every answer and every material on one page, then sent once.

use askama::Template;
use axum::http::StatusCode;
use kernel::time::civil_date;
use kernel::{Issue, Result};
use matters::service::filing::{self, Became};
use matters::service::{self, Channel, DELIVERY_WAYS, Filing};
use office::account;
use office::organisation::Actor;

use super::seat::{self, Open};
use super::{materials, page};
use crate::door::{Caller, FormToken, MaybeOwner, Owner, PageResult, SafeForm};
use crate::fields::{self, AnswerGroup};
use crate::form::{self, Errors};
use crate::holding;
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::portal::progress::limits::{clock, limits};
use crate::portal::progress::page as own;
use crate::portal::upload;
use crate::workbench::NavLink;

const HERE: &str = "/services/apply/check";

struct BroughtView {
    name: String,
    files: String,
}

#[derive(Template)]
#[template(path = "portal/service/check.html")]
struct CheckPage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    errors: Errors,
    name: String,
    begin: String,
    situation: Vec<(String, String)>,
    groups: Vec<AnswerGroup>,
    delivery: String,
    delivery_error: String,
    agent: String,
    agent_error: String,
    brought: Vec<BroughtView>,
    missing: Vec<String>,
    truth: bool,
    into_account: bool,
}

/// What is sent from here.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    truth: String,
}

pub(super) async fn page(
    ask: Ask,
    caller: Caller,
    MaybeOwner(owner): MaybeOwner,
    token: FormToken,
) -> PageResult {
    match seat::form(&ask, &caller).await? {
        Ok(open) => draw(&ask, owner.as_ref(), token, &open, Errors::none(), StatusCode::OK),
        Err(answer) => Ok(answer),
    }
}

/// The page with what is wrong; where something is missing, that is said before anybody presses the button.
fn draw(
    ask: &Ask,
    owner: Option<&Owner>,
    token: FormToken,
    open: &Open,
    errors: Errors,
    status: StatusCode,
) -> PageResult {
    let it = &open.form.application;
    let known = Errors::of_issues(&problems(ask, open));
    let mut groups = fields::answers(it.shown(&open.item), &known);
    groups.retain(|group| !group.answers.is_empty());
    let of_agent = [
        "agent_name",
        "agent_identity_number",
        "agent_phone",
        "agent_consent",
    ];
    let page = CheckPage {
        shell: own::shell(ask, HERE),
        trail: page::trail(ask, open.named(), "核对并提交"),
        csrf: token.0,
        name: open.item.name.clone(),
        begin: format!("/services/{}/apply", open.item.code),
        situation: situation(open),
        groups,
        delivery: matters::request::option_label(DELIVERY_WAYS, &it.delivery_way).to_owned(),
        delivery_error: known.of("delivery_way").to_owned(),
        agent: it.agent_line(),
        agent_error: of_agent
            .iter()
            .map(|field| known.of(field))
            .find(|error| !error.is_empty())
            .unwrap_or_default()
            .to_owned(),
        brought: materials::brought(open)
            .into_iter()
            .map(|(name, files)| BroughtView {
                name,
                files: files.join("、"),
            })
            .collect(),
        missing: materials::missing(open),
        truth: false,
        into_account: owner.is_some() && !open.form.relayed,
        errors: if errors.is_empty() { known } else { errors },
    };
    own::own_with(ask, &page, status)
}

fn situation(open: &Open) -> Vec<(String, String)> {
    let said = &open.form.application.situation;
    let of = |question: &office::catalogue::Question| {
        let answer = said.iter().find(|(code, _)| *code == question.code);
        (
            question.text.clone(),
            answer.map(|(_, option)| option.clone()).unwrap_or_default(),
        )
    };
    open.item.questions.iter().map(of).collect()
}

fn problems(ask: &Ask, open: &Open) -> Vec<Issue> {
    let mut all = service::problems(&open.form.application, &open.item, civil_date(ask.app.now()));
    if materials::lacks_mandate(open) {
        let issue = Issue::new(
            "mandate-missing",
            "还没有上传授权委托书。",
            "请在“材料”里上传申请人签名的委托书。",
        );
        all.push(issue.at("mandate"));
    }
    if open.outdated {
        let issue = Issue::new(
            "item-changed",
            "您填写期间，这个事项的办事指南更新了。",
            "请从第一步再看一遍，您填过的内容都在。",
        );
        all.push(issue.at("situation"));
    }
    all
}

pub(super) async fn send(
    ask: Ask,
    caller: Caller,
    MaybeOwner(owner): MaybeOwner,
    token: FormToken,
    SafeForm(typed): SafeForm<Typed>,
) -> PageResult {
    let open = match seat::form(&ask, &caller).await? {
        Ok(open) => open,
        Err(answer) => return Ok(answer),
    };
    let mut errors = Errors::of_issues(&problems(&ask, &open));
    if typed.truth.is_empty() {
        errors.add(
            "truth",
            "还没有确认材料真实。请看过以后打勾；拿不准的，先打电话问。",
        );
    }
    let limit = limits(&mut ask.conn().await?).await?.file;
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if errors.is_empty()
        && let Err(until) = caller.take("service-file", limit)
    {
        errors.add(
            "",
            format!(
                "从您这个网络地址提交的申请太多了，这一件还没有提交。填写的内容都在，请在 {} 以后再按一次“提交申请”。",
                clock(until)
            ),
        );
        status = StatusCode::TOO_MANY_REQUESTS;
    }
    if !errors.is_empty() {
        return draw(&ask, owner.as_ref(), token, &open, errors, status);
    }
    match form::told(file(&ask, &open, owner.as_ref()).await) {
        Ok(Ok(became)) => {
            upload::clear(&ask, open.form.room).await?;
            seat::receipt(&ask, &caller, became).await
        }
        Ok(Err(errors)) => {
            caller.give_back("service-file");
            draw(&ask, owner.as_ref(), token, &open, errors, status)
        }
        Err(page) => {
            caller.give_back("service-file");
            Err(page)
        }
    }
}

async fn file(ask: &Ask, open: &Open, owner: Option<&Owner>) -> Result<Became> {
    let form = open.form.clone();
    let account_id = owner.map(|owner| owner.account.id).filter(|_| !form.relayed);
    holding::bring(&ask.app, &form.room, form.sheets.clone()).await?;
    let (docket, secret, now) = (ask.app.docket.clone(), open.secret.clone(), ask.app.now());
    let filed = ask.app.db.act(move |conn| {
        Box::pin(async move {
            let filing = Filing {
                item_code: form.item_code.clone(),
                org_id: None,
                channel: Channel::Online,
                application: form.application.clone(),
                sheets: form.sheets.clone(),
                declined: false,
                received_on: None,
                request_key: form.request_key.clone(),
            };
            let done = service::file(&docket, conn, &Actor::applicant(), filing, now).await?;
            filing::sent(conn, &secret, &form, done.case_id, now).await?;
            if let Some(account_id) = account_id {
                account::add(conn, account_id, done.case_id, true, now).await?;
            }
            Ok(Became {
                case_id: done.case_id,
                at: now,
            })
        })
    });
    filed.await
}

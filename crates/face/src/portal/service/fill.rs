//! /services/apply/form: what the item asks, who acts, and how the result comes.

use askama::Template;
use kernel::time::civil_date;
use matters::service::{Agent, DELIVERY_WAYS};
use office::form::Attached;

use super::page;
use super::seat::{self, Open};
use crate::door::{Caller, FormToken, PageResult, SafeMultipart, see_other};
use crate::fields::{self, Drawn, Filling};
use crate::form::Errors;
use crate::holding;
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::portal::progress::page::{self as own, Choice};
use crate::workbench::NavLink;

const HERE: &str = "/services/apply/form";

#[derive(Template)]
#[template(path = "portal/service/fill.html")]
struct FillPage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    errors: Errors,
    name: String,
    outdated: bool,
    begin: String,
    prefilled: bool,
    drawn: Drawn,
    agent: Option<Agent>,
    ways: Vec<Choice>,
}

pub(super) async fn page(ask: Ask, caller: Caller, token: FormToken) -> PageResult {
    match seat::form(&ask, &caller).await? {
        Ok(open) => draw(&ask, token, &open, Errors::none()),
        Err(answer) => Ok(answer),
    }
}

fn draw(ask: &Ask, token: FormToken, open: &Open, errors: Errors) -> PageResult {
    let it = &open.form.application;
    let all = open.item.whole_form();
    let drawn = fields::draw(&Filling {
        fields: &all,
        chosen: &it.situation,
        answers: &it.answers,
        errors: &errors,
        notes: &open.form.prefilled,
        action: HERE,
        // How the result comes is asked last, so the page has the button.
        send: "",
        own: it.agent.is_none(),
    });
    let page = FillPage {
        shell: own::shell(ask, HERE),
        trail: page::trail(ask, open.named(), "填写申请表"),
        csrf: token.0,
        name: open.item.name.clone(),
        outdated: open.outdated,
        begin: format!("/services/{}/apply", open.item.code),
        prefilled: !open.form.prefilled.is_empty(),
        drawn,
        agent: it.agent.clone(),
        ways: ways(&it.delivery_way, open.item.by_post),
        errors,
    };
    own::own(ask, &page, &page.errors)
}

/// How the result may come; what the item does not send is not offered.
fn ways(chosen: &str, by_post: bool) -> Vec<Choice> {
    let offered = DELIVERY_WAYS
        .iter()
        .copied()
        .filter(|(code, _)| by_post || *code != "post");
    let all = Choice::all(offered, chosen);
    let all = Choice::hint(all, "post", "请填写通信地址");
    Choice::hint(all, "online", "有电子证照、电子文书的，凭编号和查询码下载")
}

pub(super) async fn save(ask: Ask, caller: Caller, token: FormToken, sent: SafeMultipart) -> PageResult {
    let mut open = match seat::form(&ask, &caller).await? {
        Ok(open) => open,
        Err(answer) => return Ok(answer),
    };
    let all = open.item.whole_form();
    let files: Vec<Attached> = holding::attached(&open.form.sheets);
    let it = &mut open.form.application;
    let came = fields::receive(&all, &it.situation, &sent, &files, civil_date(ask.app.now()));
    it.answers = came.answers;
    it.delivery_way = sent.text("delivery_way").to_owned();
    agent(&mut it.agent, &sent);
    let fresh = holding::of_fields(came.taken);
    holding::keep(&ask.app, &open.form.room, &mut open.form.sheets, fresh).await?;
    holding::still_used(&mut open.form.sheets, &open.form.application);
    if !open.save(&ask).await? {
        return seat::gone(&ask);
    }
    if !came.whole || sent.text("go") == "save" {
        return draw(
            &ask,
            token,
            &open,
            if came.whole { Errors::none() } else { came.errors },
        );
    }
    let errors = problems(&ask, &open, came.errors);
    match errors.is_empty() {
        true => Ok(see_other("/services/apply/materials")),
        false => draw(&ask, token, &open, errors),
    }
}

/// Everything that this page can mend; the situation is answered on the page before.
fn problems(ask: &Ask, open: &Open, mut errors: Errors) -> Errors {
    let it = &open.form.application;
    let all = matters::service::problems(it, &open.item, civil_date(ask.app.now()));
    errors.tell(&all);
    errors
}

fn agent(agent: &mut Option<Agent>, sent: &SafeMultipart) {
    if let Some(agent) = agent {
        agent.name = sent.text("agent_name").trim().to_owned();
        agent.identity_number = sent.text("agent_identity_number").trim().to_uppercase();
        agent.phone = sent.text("agent_phone").trim().to_owned();
        agent.consent = !sent.text("agent_consent").is_empty();
    }
}

//! /apply/check: every answer on one page, each with the way back to it, before anything is sent.

use askama::Template;
use axum::http::StatusCode;
use matters::request::{DELIVERY_WAYS, FORMS_WANTED, IDENTITY_KINDS, Kind, filing::Form, option_label};
use office::organisation;

use super::{page, parts, seat};
use crate::door::{Caller, FormToken, MaybeOwner, Owner, PageResult};
use crate::form::Errors;
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::workbench::NavLink;

/// One answer.
struct Answer {
    /// The field; the error summary leads here.
    id: &'static str,
    term: &'static str,
    text: String,
    href: String,
    error: String,
}

/// What belongs together.
struct Group {
    title: &'static str,
    answers: Vec<Answer>,
}

#[derive(Template)]
#[template(path = "portal/request/check.html")]
struct CheckPage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    errors: Errors,
    org: String,
    groups: Vec<Group>,
    /// Sent, it will be one of the account's.
    into_account: bool,
}

pub(super) async fn page(
    ask: Ask,
    caller: Caller,
    MaybeOwner(owner): MaybeOwner,
    token: FormToken,
) -> PageResult {
    match seat::form(&ask, &caller).await? {
        Ok(open) => {
            draw(
                &ask,
                owner.as_ref(),
                token,
                &open.form,
                Errors::none(),
                StatusCode::OK,
            )
            .await
        }
        Err(answer) => Ok(answer),
    }
}

/// The page with what is wrong; where something is missing, that is said before anybody presses the button.
pub(super) async fn draw(
    ask: &Ask,
    owner: Option<&Owner>,
    token: FormToken,
    form: &Form,
    errors: Errors,
    status: StatusCode,
) -> PageResult {
    let missing = Errors::of_issues(&parts::all_problems(form));
    let page = CheckPage {
        shell: page::shell(ask, "/apply/check"),
        trail: page::trail(ask, "核对并提交"),
        csrf: token.0,
        org: match form.org_id {
            0 => String::new(),
            id => organisation::name(&mut ask.conn().await?, id).await?,
        },
        into_account: owner.is_some() && !form.relayed,
        groups: groups(form, &missing, ask.look.elder),
        errors: if errors.is_empty() { missing } else { errors },
    };
    page::own_with(ask, &page, status)
}

fn groups(form: &Form, missing: &Errors, elder: bool) -> Vec<Group> {
    let it = &form.application;
    let answer = |id: &'static str, term: &'static str, text: &str| Answer {
        id,
        term,
        text: text.to_owned(),
        href: parts::address(id, elder),
        error: missing.of(id).to_owned(),
    };
    let mut who = vec![answer("kind", "申请人类型", it.kind.label())];
    who.push(answer(
        "name",
        if it.kind == Kind::Person {
            "姓名"
        } else {
            "单位名称"
        },
        &it.name,
    ));
    if it.kind != Kind::Person {
        who.push(answer("contact_person", "联系人", &it.contact_person));
    }
    who.push(answer(
        "identity_kind",
        "身份证明",
        option_label(IDENTITY_KINDS, &it.identity_kind),
    ));
    who.push(answer("identity_number", "证件号码", &it.identity_number));
    let names: Vec<&str> = form.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    who.push(answer("files", "上传的证件", &names.join("、")));
    vec![
        Group {
            title: "要什么",
            answers: vec![
                answer("info_name", "信息名称", &it.info_name),
                answer("info_number", "文号", &it.info_number),
                answer("info_features", "其他特征", &it.info_features),
                answer("form_wanted", "形式", option_label(FORMS_WANTED, &it.form_wanted)),
            ],
        },
        Group {
            title: "谁来申请",
            answers: who,
        },
        Group {
            title: "怎么联系、怎么送达",
            answers: vec![
                answer(
                    "delivery_way",
                    "答复怎么交给您",
                    option_label(DELIVERY_WAYS, &it.delivery_way),
                ),
                answer("phone", "联系电话", &it.phone),
                answer("email", "电子邮箱", &it.email),
                answer("address", "通信地址", &it.address),
                answer("postcode", "邮政编码", &it.postcode),
                answer("help_wanted", "需要的帮助", &it.help_wanted),
            ],
        },
    ]
}

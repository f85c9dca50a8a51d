//! /my: the account's requests, the newest first, and what can be done with the account.

use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use office::account;
use serde::Deserialize;

use super::page;
use crate::door::{FormToken, Owner, PageResult};
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::portal::pager::{self, PER_PAGE, Pager};
use crate::portal::progress::glance::{self, Glance};
use crate::workbench::NavLink;

#[derive(Template)]
#[template(path = "portal/account/list.html")]
struct ListPage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    login: String,
    done: &'static str,
    cases: Vec<Glance>,
    pager: Pager,
}

/// Which page, and what led here.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    page: String,
    done: String,
}

pub(super) async fn page(
    ask: Ask,
    owner: Owner,
    token: FormToken,
    Query(wanted): Query<Wanted>,
) -> PageResult {
    let (id, number) = (owner.account.id, pager::asked(Some(&wanted.page)));
    let mut conn = ask.conn().await?;
    let total = account::held_count(&mut conn, id).await?;
    let number = number.min(pager::pages(total));
    let mut cases = Vec::new();
    for held in account::held(&mut conn, id, (number - 1) * PER_PAGE, PER_PAGE).await? {
        cases.push(glance::of(&ask, &mut conn, held.case_id, held.seen_at).await?);
    }
    drop(conn);
    let page = ListPage {
        shell: page::shell(&ask, "/my"),
        trail: page::trail(&ask, "我的账号"),
        csrf: token.0,
        login: owner.account.login,
        done: said(&wanted.done),
        cases,
        pager: pager::pager("/my", &[], number, total),
    };
    page::own(&ask, &page, StatusCode::OK)
}

fn said(done: &str) -> &'static str {
    match done {
        "password" => "密码已更换，您在别处的登录都已退出。",
        "removed" => "已移出账号。这件申请照常办理，凭申请编号和查询码仍可查看。",
        _ => "",
    }
}

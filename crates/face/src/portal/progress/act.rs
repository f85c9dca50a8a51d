//! What the applicant may do in their case, one page an act.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use kernel::db::Conn;
use kernel::{Error, Result};
use office::docket::Case;
use office::organisation::Actor;
use procedure::Offer;

use super::page::{self, Choice};
use super::{Followed, followed, seat};
use crate::door::{Caller, FormToken, PageResult, see_other};
use crate::form::{self, Errors};
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::portal::upload;
use crate::workbench::NavLink;

/// An act as the applicant knows it.
pub(in crate::portal) struct Act {
    pub code: &'static str,
    /// The heading, and the link to it.
    pub title: &'static str,
    pub intro: &'static str,
    /// Over the box for words; empty for none.
    pub words: &'static str,
    /// The words may be left out where papers come instead.
    pub papers_do: bool,
    pub papers: bool,
    /// The case waits for it.
    pub awaited: bool,
    /// It cannot be taken back.
    pub danger: bool,
    /// It is a rating (好差评).
    pub rates: bool,
    /// A box to be ticked: field and label.
    pub ticks: Option<(&'static str, &'static str)>,
    pub button: &'static str,
    /// What the case's page says afterwards.
    pub done: &'static str,
}

/// An act that asks for nothing; what differs is written out.
pub(in crate::portal) const PLAIN: Act = Act {
    code: "",
    title: "",
    intro: "",
    words: "",
    papers_do: false,
    papers: false,
    awaited: false,
    danger: false,
    rates: false,
    ticks: None,
    button: "",
    done: "",
};

impl Act {
    /// The act of a code.
    pub fn of(matter: &dyn Followed, code: &str) -> Option<&'static Act> {
        matter.acts().iter().find(|act| act.code == code)
    }

    pub fn href(&self) -> String {
        format!("/track/case/acts/{}", self.code)
    }

    pub fn words_hint(&self) -> &'static str {
        if self.papers_do {
            "也可以只上传材料。"
        } else {
            ""
        }
    }
}

/// What is open to the applicant now, in the order of the matter.
pub(in crate::portal) async fn open(
    ask: &Ask,
    conn: &mut Conn,
    matter: &dyn Followed,
    case: &Case,
) -> Result<Vec<&'static Act>> {
    let offers = offers(ask, conn, case).await?;
    let mut open = Vec::new();
    for act in matter.acts() {
        if matter.opens(conn, case, act, &offers).await? {
            open.push(act);
        }
    }
    Ok(open)
}

pub(in crate::portal) async fn offers(ask: &Ask, conn: &mut Conn, case: &Case) -> Result<Vec<Offer>> {
    ask.app
        .docket
        .offers(conn, case, &Actor::applicant(), ask.app.now())
        .await
}

#[derive(Template)]
#[template(path = "portal/progress/act.html")]
struct ActPage<'a> {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    errors: Errors,
    act: &'static Act,
    number: String,
    typed: &'a Typed,
    ratings: Vec<Choice>,
    accept: &'static str,
    hint: &'static str,
}

/// What is sent with an act.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(in crate::portal) struct Typed {
    pub words: String,
    pub satisfied: String,
    /// The box of [`Act::ticks`].
    pub tick: String,
    pub request_key: String,
}

pub(in crate::portal) async fn page(
    ask: Ask,
    caller: Caller,
    token: FormToken,
    Path(code): Path<String>,
) -> PageResult {
    let mut conn = ask.conn().await?;
    let case_id = match seat::case(&ask, &caller, &mut conn).await? {
        Ok(case_id) => case_id,
        Err(answer) => return Ok(answer),
    };
    let case = ask.app.docket.case(&mut conn, case_id).await?;
    let matter = followed::of(&case.file)?;
    let act = Act::of(matter, &code).ok_or_else(|| Error::not_found("这一步"))?;
    if !open(&ask, &mut conn, matter, &case)
        .await?
        .iter()
        .any(|it| it.code == act.code)
    {
        return Ok(see_other("/track/case?done=closed"));
    }
    let typed = Typed {
        request_key: form::request_key(),
        ..Typed::default()
    };
    draw(&ask, token, matter, &case, act, &typed, Errors::none())
}

pub(in crate::portal) fn draw(
    ask: &Ask,
    token: FormToken,
    matter: &dyn Followed,
    case: &Case,
    act: &'static Act,
    typed: &Typed,
    errors: Errors,
) -> PageResult {
    let choices = case
        .definition
        .field("satisfied")
        .map(|field| field.choices.as_slice())
        .unwrap_or_default();
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = ActPage {
        shell: page::shell(ask, &act.href()),
        trail: trail(ask, matter, act.title),
        csrf: token.0,
        errors,
        act,
        number: case.file.number.clone(),
        ratings: Choice::all(
            choices.iter().map(|it| (it.code.as_str(), it.label.as_str())),
            &typed.satisfied,
        ),
        typed,
        accept: upload::ACCEPT,
        hint: upload::HINT,
    };
    page::own_with(ask, &page, status)
}

fn trail(ask: &Ask, matter: &dyn Followed, last: &str) -> Vec<NavLink> {
    let mut trail = page::trail_of(ask, matter.home(), last);
    let at = trail.len() - 1;
    trail.insert(
        at,
        NavLink {
            label: "我的申请".into(),
            href: "/track/case".into(),
            current: false,
        },
    );
    trail
}

//! What the applicant may do in their case, one page an act.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use kernel::db::Conn;
use kernel::{Error, Result};
use matters::request::{self, RemedyKind};
use office::docket::Case;
use office::organisation::Actor;
use procedure::Offer;

use super::page::{self, Choice};
use super::{seat, upload};
use crate::door::{Caller, FormToken, PageResult, see_other};
use crate::form::{self, Errors};
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::workbench::NavLink;

/// An act as the applicant knows it.
pub(super) struct Act {
    pub code: &'static str,
    /// The heading, and the link to it.
    pub title: &'static str,
    pub intro: &'static str,
    /// Over the box for words; empty for none.
    pub words: &'static str,
    /// The words may be left out where papers come instead.
    pub papers_do: bool,
    pub papers: bool,
    pub button: &'static str,
    /// What the case's page says afterwards.
    pub done: &'static str,
}

/// 申诉举报 is a case of its own, not a move.
pub(super) const GRIEVANCE: &str = "grievance";

pub(super) const ACTS: [Act; 7] = [
    Act {
        code: "acknowledge",
        title: "确认申请是我提交的",
        intro: "网上提交的申请，要等双方确认收到，答复期限才开始计算。您确认以后，经办机关会尽快确认。",
        words: "",
        papers_do: false,
        papers: false,
        button: "确认是我提交的",
        done: "您已确认。经办机关确认收到以后，期限从第二天起计算。",
    },
    Act {
        code: "correct",
        title: "补正申请",
        intro: "请照《补正告知书》写清楚您要的信息。收到补正的第二天起，答复期限重新计算。",
        words: "补正的内容",
        papers_do: true,
        papers: true,
        button: "提交补正",
        done: "已收到您的补正，答复期限重新计算。",
    },
    Act {
        code: "give-reasons",
        title: "说明理由",
        intro: "请说明为什么需要提出这么多申请。理由合理的，会继续办理。",
        words: "您的理由",
        papers_do: false,
        papers: true,
        button: "提交理由",
        done: "已收到您的理由。",
    },
    Act {
        code: "supplement",
        title: "补充材料",
        intro: "还有能帮助查找的线索、证件或者别的材料，可以随时补充。补充材料不改变答复期限。",
        words: "补充说明",
        papers_do: true,
        papers: true,
        button: "提交材料",
        done: "已收到您补充的材料。",
    },
    Act {
        code: "rate",
        title: "评价这次办理",
        intro: "评价完全自愿，不影响您以后的申请。",
        words: "",
        papers_do: false,
        papers: false,
        button: "提交评价",
        done: "谢谢您的评价。",
    },
    Act {
        code: GRIEVANCE,
        title: "申诉、举报",
        intro: "认为经办机关没有依法公开信息的，可以向政府信息公开工作主管部门申诉、举报，由它核查、督促，并告知您结果（条例第五十一条）。",
        words: "请写明什么事、哪里不对",
        papers_do: false,
        papers: true,
        button: "提交申诉举报",
        done: "申诉举报已提交，由主管部门核查。",
    },
    Act {
        code: "withdraw",
        title: "撤回申请",
        intro: "撤回以后，这件申请不再办理，也不能恢复。还需要这份信息的，要重新申请，期限重新计算。",
        words: "",
        papers_do: false,
        papers: false,
        button: "撤回申请",
        done: "您已撤回申请。",
    },
];

impl Act {
    /// The act of a code.
    pub fn of(code: &str) -> Option<&'static Act> {
        ACTS.iter().find(|act| act.code == code)
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

    /// The case waits for it.
    pub fn awaited(&self) -> bool {
        matches!(self.code, "acknowledge" | "correct" | "give-reasons")
    }

    pub fn danger(&self) -> bool {
        self.code == "withdraw"
    }
}

/// What is open to the applicant now, in the order of [`ACTS`].
pub(super) async fn open(ask: &Ask, conn: &mut Conn, case: &Case) -> Result<Vec<&'static Act>> {
    let offers = offers(ask, conn, case).await?;
    let lodged = request::remedies(conn, case.file.subject_id).await?;
    let pending = |it: &request::Remedy| it.kind == RemedyKind::Grievance.code() && it.concluded_on.is_none();
    // What the supervisor looks into already is not lodged twice.
    let may_lodge = !lodged.iter().any(pending);
    let is_open = |act: &&Act| match act.code {
        GRIEVANCE => may_lodge,
        code => offers.iter().any(|offer| offer.act == code),
    };
    Ok(ACTS.iter().filter(is_open).collect())
}

pub(super) async fn offers(ask: &Ask, conn: &mut Conn, case: &Case) -> Result<Vec<Offer>> {
    ask.app
        .docket
        .offers(conn, case, &Actor::applicant(), ask.app.now())
        .await
}

#[derive(Template)]
#[template(path = "portal/request/act.html")]
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
pub(super) struct Typed {
    pub words: String,
    pub satisfied: String,
    pub applicant_confirmed: String,
    pub request_key: String,
}

pub(super) async fn page(ask: Ask, caller: Caller, token: FormToken, Path(code): Path<String>) -> PageResult {
    let mut conn = ask.conn().await?;
    let case_id = match seat::case(&ask, &caller, &mut conn).await? {
        Ok(case_id) => case_id,
        Err(answer) => return Ok(answer),
    };
    let act = Act::of(&code).ok_or_else(|| Error::not_found("这一步"))?;
    let case = ask.app.docket.case(&mut conn, case_id).await?;
    if !open(&ask, &mut conn, &case)
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
    draw(&ask, token, &case, act, &typed, Errors::none())
}

pub(super) fn draw(
    ask: &Ask,
    token: FormToken,
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
        trail: trail(ask, act.title),
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

fn trail(ask: &Ask, last: &str) -> Vec<NavLink> {
    let mut trail = page::trail(ask, last);
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

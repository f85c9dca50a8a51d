//! /track/case: one's own request, from filing to archive.

use askama::Template;
use axum::extract::Query;
use kernel::Result;
use kernel::db::Conn;
use kernel::record;
use kernel::time::minute_text;
use matters::request::{self, Group, RemedyKind, Request, ResultRow};
use office::docket::Case;
use office::organisation::{self, RemedyBodies};
use office::{letter, paper};
use serde::Deserialize;

use super::act::{self, Act};
use super::clocks::{self, ClockView};
use super::page::{self, Keeping};
use super::story::{self, Step};
use super::{seat, take};
use crate::door::{Caller, FormToken, MaybeOwner, PageResult};
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::portal::shape::size;
use crate::workbench::NavLink;

/// A letter that went to the applicant.
struct LetterView {
    name: String,
    number: String,
    at: String,
    pdf: String,
    docx: String,
}

/// A paper that the applicant may open.
struct PaperView {
    name: String,
    href: String,
    size: String,
    /// It was given out with the answer.
    given: bool,
}

/// A linked case: review, lawsuit, grievance.
struct RemedyView {
    label: &'static str,
    number: String,
    standing: String,
}

#[derive(Template)]
#[template(path = "portal/request/case.html")]
struct CasePage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    /// What was just done.
    done: &'static str,
    heading: String,
    number: String,
    wanted: String,
    org: String,
    phone: String,
    filed_at: String,
    received: String,
    steps: Vec<Step>,
    clocks: Vec<ClockView>,
    has_due: bool,
    letters: Vec<LetterView>,
    given: Vec<PaperView>,
    papers: Vec<PaperView>,
    proof: bool,
    acts: Vec<&'static Act>,
    remedies: Vec<RemedyView>,
    answered: bool,
    refused: bool,
    bodies: RemedyBodies,
    keeping: Keeping,
}

/// The act that led here.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct After {
    done: String,
}

pub(super) async fn page(
    ask: Ask,
    caller: Caller,
    MaybeOwner(owner): MaybeOwner,
    token: FormToken,
    Query(after): Query<After>,
) -> PageResult {
    let mut conn = ask.conn().await?;
    let case_id = match seat::case(&ask, &caller, &mut conn).await? {
        Ok(case_id) => case_id,
        Err(answer) => return Ok(answer),
    };
    let case = ask.app.docket.case(&mut conn, case_id).await?;
    let keeping = Keeping::of(&mut conn, owner.as_ref(), case_id).await?;
    let drawn = read(&ask, &mut conn, &case, token, (&after, keeping)).await?;
    drop(conn);
    page::own_with(&ask, &drawn, axum::http::StatusCode::OK)
}

async fn read(
    ask: &Ask,
    conn: &mut Conn,
    case: &Case,
    token: FormToken,
    (after, keeping): (&After, Keeping),
) -> Result<CasePage> {
    let request = request::request_of_case(conn, case.file.id).await?;
    let result = request
        .result
        .as_deref()
        .filter(|_| request.concluded_on.is_some());
    let (given, papers) = papers(conn, case).await?.into_iter().partition(|it| it.given);
    let clocks = clocks::views(&ask.app.docket, case, ask.app.now());
    let answered = case.state.last_act("dispatch").is_some();
    Ok(CasePage {
        shell: page::shell(ask, "/track/case"),
        trail: page::trail(ask, "我的申请"),
        csrf: token.0,
        done: said(&after.done),
        heading: story::heading(case, result),
        number: case.file.number.clone(),
        wanted: request
            .application
            .as_ref()
            .map(matters::request::Application::wanted)
            .unwrap_or_default(),
        org: organisation::name(conn, case.file.org_id).await?,
        phone: ask
            .frame
            .org(case.file.org_id)
            .and_then(|org| org.phone.clone())
            .unwrap_or_default(),
        filed_at: minute_text(request.filed_at),
        received: request.received_on.map(|on| on.to_string()).unwrap_or_default(),
        steps: story::steps(case),
        has_due: clocks.iter().any(|clock| !clock.due.is_empty()),
        clocks,
        letters: letters(conn, case).await?,
        given,
        papers,
        proof: record::proof(conn, case.file.id, 1).await?.is_some(),
        acts: act::open(ask, conn, case).await?,
        remedies: remedies(conn, &request).await?,
        answered,
        refused: answered && result.and_then(ResultRow::of).is_some_and(refuses),
        bodies: organisation::remedies_of(conn, case.file.org_id).await?,
        keeping,
    })
}

/// 行政复议法 art. 23（四）: against these, review comes before a lawsuit.
fn refuses(row: &ResultRow) -> bool {
    matches!(row.group, Group::Refused | Group::Partial)
}

fn said(done: &str) -> &'static str {
    match done {
        "kept" => {
            "已收进您的账号，以后登录就能看到，不用再输编号和查询码。编号和查询码仍然有效，请继续留着。"
        }
        "closed" => "情况已经变了：这一步已经办过，或者现在不用办。",
        code => Act::of(code).map_or("", |act| act.done),
    }
}

async fn letters(conn: &mut Conn, case: &Case) -> Result<Vec<LetterView>> {
    let rows = letter::of_case(conn, case.file.id).await?;
    let view = |row: &letter::Row| LetterView {
        name: row.name.clone(),
        number: row.number.clone().unwrap_or_default(),
        at: minute_text(row.made_at),
        pdf: format!("/track/case/letters/{}/pdf", row.id),
        docx: format!("/track/case/letters/{}/docx", row.id),
    };
    Ok(rows
        .iter()
        .filter(|row| take::is_theirs(case, row))
        .map(view)
        .collect())
}

async fn papers(conn: &mut Conn, case: &Case) -> Result<Vec<PaperView>> {
    let all = paper::of_case(conn, case.file.id).await?;
    let view = |paper: &paper::Paper| PaperView {
        name: paper.sheet.name.clone(),
        href: format!("/track/case/papers/{}", paper.id),
        size: size(paper.sheet.size_bytes),
        given: paper.sheet.kind == "given",
    };
    Ok(all
        .iter()
        .filter(|paper| take::may_open(case, paper))
        .map(view)
        .collect())
}

async fn remedies(conn: &mut Conn, request: &Request) -> Result<Vec<RemedyView>> {
    let all = request::remedies(conn, request.id).await?;
    Ok(all
        .into_iter()
        .filter_map(|it| {
            let standing = match (it.concluded_on, it.outcome.as_deref()) {
                (Some(on), Some(outcome)) => format!("{on} {}", outcome_label(outcome)),
                (Some(on), None) => format!("{on} 已办结"),
                (None, _) => "正在办理".to_owned(),
            };
            Some(RemedyView {
                label: RemedyKind::of(&it.kind)?.label(),
                number: it.number,
                standing,
            })
        })
        .collect())
}

fn outcome_label(code: &str) -> &'static str {
    match code {
        "upheld" => "结果维持",
        "corrected" => "结果纠正",
        "founded" => "情况属实，已督促整改",
        "partly" => "部分属实，已督促整改",
        "unfounded" => "情况不属实",
        "elsewhere" => "不属于信息公开监督事项，已告知途径",
        _ => "已办结",
    }
}

//! /track/case: one's own case, from filing to archive.

use askama::Template;
use axum::extract::Query;
use kernel::Result;
use kernel::db::Conn;
use kernel::record;
use kernel::time::minute_text;
use office::docket::Case;
use office::{letter, organisation, paper};
use serde::Deserialize;

use super::act::{self, Act};
use super::clocks::{self, ClockView};
use super::page::{self, Keeping};
use super::story::{self, Hands, Step};
use super::{Followed, RemedyView, followed, seat, take};
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

#[derive(Template)]
#[template(path = "portal/progress/case.html")]
struct CasePage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    /// What was just done.
    done: &'static str,
    heading: String,
    number: String,
    wanted_label: &'static str,
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
    against: Option<(&'static str, Vec<String>)>,
    keeping: Keeping,
}

/// The act that led here.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::portal) struct After {
    done: String,
}

pub(in crate::portal) async fn page(
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
    let matter = followed::of(&case.file)?;
    let facts = matter.facts(conn, case).await?;
    let (given, papers) = papers(matter, conn, case)
        .await?
        .into_iter()
        .partition(|it| it.given);
    let clocks = clocks::views(matter, &ask.app.docket, case, ask.app.now());
    Ok(CasePage {
        shell: page::shell(ask, "/track/case"),
        trail: page::trail_of(ask, matter.home(), "我的申请"),
        csrf: token.0,
        done: said(matter, &after.done),
        heading: story::heading(matter, case, facts.result.as_deref()),
        number: case.file.number.clone(),
        wanted_label: facts.wanted_label,
        wanted: facts.wanted,
        org: organisation::name(conn, case.file.org_id).await?,
        phone: ask
            .frame
            .org(case.file.org_id)
            .and_then(|org| org.phone.clone())
            .unwrap_or_default(),
        filed_at: minute_text(facts.filed_at),
        received: facts.received_on.map(|on| on.to_string()).unwrap_or_default(),
        steps: story::steps(case, &Hands::of(conn, case).await?),
        has_due: clocks.iter().any(|clock| !clock.due.is_empty()),
        clocks,
        letters: letters(matter, conn, case).await?,
        given,
        papers,
        proof: record::proof(conn, case.file.id, 1).await?.is_some(),
        acts: act::open(ask, conn, matter, case).await?,
        remedies: facts.remedies,
        against: facts.against,
        keeping,
    })
}

fn said(matter: &dyn Followed, done: &str) -> &'static str {
    match done {
        "kept" => {
            "已收进您的账号，以后登录就能看到，不用再输编号和查询码。编号和查询码仍然有效，请继续留着。"
        }
        "closed" => "情况已经变了：这一步已经办过，或者现在不用办。",
        code => Act::of(matter, code).map_or("", |act| act.done),
    }
}

async fn letters(matter: &dyn Followed, conn: &mut Conn, case: &Case) -> Result<Vec<LetterView>> {
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
        .filter(|row| take::is_theirs(matter, case, row))
        .map(view)
        .collect())
}

async fn papers(matter: &dyn Followed, conn: &mut Conn, case: &Case) -> Result<Vec<PaperView>> {
    let all = paper::of_case(conn, case.file.id).await?;
    let view = |paper: &paper::Paper| PaperView {
        name: paper.sheet.name.clone(),
        href: format!("/track/case/papers/{}", paper.id),
        size: size(paper.sheet.size_bytes),
        given: paper.sheet.kind == "given",
    };
    Ok(all
        .iter()
        .filter(|paper| take::may_open(matter, case, paper))
        .map(view)
        .collect())
}

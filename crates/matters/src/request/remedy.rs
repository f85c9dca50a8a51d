//! 行政复议, 行政诉讼, 申诉举报 and conversions to proactive disclosure: linked cases with clocks of their own.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::{Error, RefusalKind, Result};
use office::docket::{Case, CaseFile, Docket, Done, Opening, Order};
use office::organisation::Actor;
use office::paper::{self, Sheet};
use serde_json::{Map, Value as Json};

use super::{PROCEDURE, REQUEST, facts, table_store, view};

/// The subject of a linked case.
pub const LINKED: &str = "remedy";

/// What a linked case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemedyKind {
    /// 行政复议
    Review,
    /// 行政诉讼
    Lawsuit,
    /// 申诉、举报
    Grievance,
}

impl RemedyKind {
    /// Every kind that is registered by hand.
    pub const ALL: [RemedyKind; 3] = [RemedyKind::Review, RemedyKind::Lawsuit, RemedyKind::Grievance];

    /// Code of its procedure.
    pub fn code(self) -> &'static str {
        match self {
            RemedyKind::Review => "administrative-review",
            RemedyKind::Lawsuit => "lawsuit",
            RemedyKind::Grievance => "grievance",
        }
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            RemedyKind::Review => "行政复议",
            RemedyKind::Lawsuit => "行政诉讼",
            RemedyKind::Grievance => "申诉、举报",
        }
    }

    /// The kind of a code.
    pub fn of(code: &str) -> Option<RemedyKind> {
        RemedyKind::ALL.into_iter().find(|it| it.code() == code)
    }

    fn series(self) -> &'static str {
        match self {
            RemedyKind::Review => "复议",
            RemedyKind::Lawsuit => "诉讼",
            RemedyKind::Grievance => "申诉",
        }
    }

    fn start(self) -> &'static str {
        if self == RemedyKind::Grievance {
            "lodge"
        } else {
            "register"
        }
    }
}

/// A linked case of a request.
#[derive(Clone, Debug)]
pub struct Remedy {
    /// Row.
    pub id: i64,
    /// Its case.
    pub case_id: i64,
    /// Its number.
    pub number: String,
    /// Code of its procedure.
    pub kind: String,
    /// `direct` or `after_review`, for a lawsuit.
    pub route: Option<String>,
    /// When it began.
    pub registered_on: Option<Date>,
    /// When it ended.
    pub concluded_on: Option<Date>,
    /// `upheld`, `corrected`, `other`, or a finding.
    pub outcome: Option<String>,
}

/// Registers a review, a lawsuit or a grievance about a request, ended or not.
pub async fn register_remedy(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    request_id: i64,
    kind: RemedyKind,
    mut order: Order,
    sheets: Vec<Sheet>,
    now: Timestamp,
) -> Result<Done> {
    if let Some(done) = docket.answered(conn, order.request_key.as_deref()).await? {
        return Ok(done);
    }
    let request = view::request(conn, request_id).await?;
    let remedy_id = table_store::insert_remedy(conn, request_id, kind.code()).await?;
    if kind == RemedyKind::Grievance {
        let words = order.reason.take().unwrap_or_default();
        let sealed = office::personal::seal(words)?;
        let subject = office::personal::Subject {
            kind: LINKED,
            id: remedy_id,
        };
        office::personal::keep(conn, subject, "statement", &sealed).await?;
        order
            .data
            .insert("statement".to_owned(), Json::from(sealed.digest));
    }
    let sheets = sheets.into_iter().map(paper::seal).collect::<Result<Vec<_>>>()?;
    order.documents = sheets.iter().map(|sheet| sheet.digest.clone()).collect();
    let number = docket.file(conn, request.case_id).await?.number;
    let opening = Opening {
        procedure: kind.code().to_owned(),
        act: kind.start().to_owned(),
        org_id: request.org_id,
        title: format!("{}（{number}）", kind.label()),
        subject_kind: LINKED.to_owned(),
        subject_id: remedy_id,
        parent_id: Some(request.case_id),
        params: Map::new(),
        series: kind.series().to_owned(),
    };
    let done = docket.open(conn, opening, actor, order, now).await?;
    table_store::bind_remedy(conn, remedy_id, done.case_id).await?;
    for sheet in &sheets {
        paper::add(conn, done.case_id, sheet, actor.person_id(), false, now).await?;
    }
    facts::refresh(docket, conn, done.case_id, now).await?;
    Ok(done)
}

/// True for a case that is linked to a request: a remedy, or its conversion into a publication.
pub fn is_linked(file: &CaseFile) -> bool {
    match file.subject_kind.as_str() {
        LINKED => true,
        REQUEST => file.procedure_code != PROCEDURE,
        _ => false,
    }
}

/// The request's case to which a linked case belongs.
pub fn request_case(file: &CaseFile) -> Option<i64> {
    file.parent_id.filter(|_| is_linked(file))
}

/// What somebody complains of, in their own words; nothing for other linked cases, and after erasure.
pub async fn statement(conn: &mut Conn, remedy_id: i64) -> Result<Option<String>> {
    office::personal::read(
        conn,
        office::personal::Subject {
            kind: LINKED,
            id: remedy_id,
        },
        "statement",
    )
    .await
}

/// Any later step of a linked case.
pub async fn act_linked(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    case_id: i64,
    act: &str,
    mut order: Order,
    sheets: Vec<Sheet>,
    now: Timestamp,
) -> Result<Done> {
    if let Some(done) = docket.answered(conn, order.request_key.as_deref()).await? {
        return Ok(done);
    }
    let case = docket.hold(conn, case_id).await?;
    if !is_linked(&case.file) {
        return Err(Error::refuse(
            RefusalKind::NotFound,
            "not-found",
            "没有找到这个关联事项。",
            "",
        ));
    }
    let sheets = sheets.into_iter().map(paper::seal).collect::<Result<Vec<_>>>()?;
    order
        .documents
        .extend(sheets.iter().map(|sheet| sheet.digest.clone()));
    let done = docket.act(conn, case_id, act, actor, order, now).await?;
    for sheet in &sheets {
        paper::add(conn, case_id, sheet, actor.person_id(), false, now).await?;
    }
    facts::refresh(docket, conn, case_id, now).await?;
    Ok(done)
}

/// The linked cases of a request.
pub async fn remedies(conn: &mut Conn, request_id: i64) -> Result<Vec<Remedy>> {
    table_store::remedies(conn, request_id).await
}

/// Brings a linked case's row up to its events.
pub(super) async fn refresh(conn: &mut Conn, case: &Case) -> Result<()> {
    let text = |field: &str| {
        case.state
            .data
            .get(field)
            .and_then(Json::as_str)
            .map(str::to_owned)
    };
    let first = case.state.acts.first().map(|acted| acted.effective_on);
    let last = case.state.outcome.as_ref().map(|outcome| outcome.effective_on);
    let outcome = text("outcome")
        .or_else(|| text("finding"))
        .filter(|_| last.is_some());
    table_store::keep_remedy(conn, case.file.subject_id, text("route"), first, last, outcome).await
}

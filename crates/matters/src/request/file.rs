//! 提交: an application becomes a request with a case, a number, a query code and a receipt.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, RefusalKind, Result};
use office::docket::{Docket, Done, Opening, Order};
use office::organisation::{self, Actor};
use office::paper::{self, Sheet};
use office::personal;
use serde_json::{Map, Value as Json};

use super::facts::Facts;
use super::store::NewRequest;
use super::view::APPLICATION;
use super::{Application, Channel, PROCEDURE, REQUEST, application, letters, similar, store};

/// An application on its way in.
#[derive(Clone, Debug)]
pub struct Filing {
    /// Who answers it.
    pub org_id: i64,
    /// How it came.
    pub channel: Channel,
    /// What was typed.
    pub application: Application,
    /// Proof of identity and whatever came with it; bytes are kept already.
    pub sheets: Vec<Sheet>,
    /// The day of receipt, where the channel allows an earlier one than today.
    pub received_on: Option<Date>,
    /// The form's key: sent twice, taken once.
    pub request_key: String,
}

/// Takes an application: from the applicant online, or from the clerk who registers it.
///
/// # Errors
/// Invalid: everything that art. 29 asks for and that is missing. Forbidden: a clerk of elsewhere.
pub async fn file(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    filing: Filing,
    now: Timestamp,
) -> Result<Done> {
    if let Some(done) = docket.answered(conn, Some(&filing.request_key)).await? {
        return Ok(done);
    }
    let application = filing.application.clone().tidied();
    let found = application::problems(&application, actor.person_id().is_some());
    if !found.is_empty() {
        return Err(Error::invalid(found));
    }
    takes_requests(conn, filing.org_id, now).await?;
    let sealed = personal::seal(serde_json::to_string(&application)?)?;
    let key = similar::applicant_key(conn, &application).await?;
    let request_id = store::insert(conn, &row(&filing, &application, &key), now).await?;
    personal::keep(
        conn,
        personal::Subject {
            kind: REQUEST,
            id: request_id,
        },
        APPLICATION,
        &sealed,
    )
    .await?;
    let sheets = filing
        .sheets
        .iter()
        .cloned()
        .map(paper::seal)
        .collect::<Result<Vec<_>>>()?;
    let mut order = order(&filing, &application, &sealed.digest, now);
    order.documents = sheets.iter().map(|sheet| sheet.digest.clone()).collect();
    let act = if filing.channel.received_at_once() {
        "register"
    } else {
        "file"
    };
    let done = docket
        .open(conn, opening(filing.org_id, request_id, act), actor, order, now)
        .await?;
    for sheet in &sheets {
        paper::add(conn, done.case_id, sheet, actor.person_id(), true, now).await?;
    }
    let case = docket.case(conn, done.case_id).await?;
    store::bind_case(conn, request_id, done.case_id, &Facts::of(docket, &case, now)).await?;
    letters::receipt(docket, conn, &case, &done, now).await?;
    Ok(done)
}

/// Only an organisation that stands and has somebody to answer may be asked.
async fn takes_requests(conn: &mut Conn, org_id: i64, now: Timestamp) -> Result<()> {
    if organisation::answers_requests(conn, org_id, civil_date(now)).await? {
        return Ok(());
    }
    Err(Error::refuse(
        RefusalKind::Invalid,
        "nobody-answers",
        "这个单位没有受理信息公开申请的人员，申请没有提交。",
        "请选择其他单位，或者向上级政务公开办提出。",
    ))
}

fn row<'f>(filing: &Filing, application: &'f Application, key: &'f str) -> NewRequest<'f> {
    NewRequest {
        org_id: filing.org_id,
        channel: filing.channel,
        kind: application.kind,
        form_wanted: &application.form_wanted,
        delivery_way: &application.delivery_way,
        applicant_key: Some(key),
    }
}

fn order(filing: &Filing, application: &Application, digest: &str, now: Timestamp) -> Order {
    let mut data = Map::new();
    data.insert("channel".to_owned(), Json::from(filing.channel.code()));
    data.insert("applicant_kind".to_owned(), Json::from(application.kind.code()));
    data.insert("application".to_owned(), Json::from(digest));
    let earlier = filing
        .received_on
        .filter(|day| *day != civil_date(now) && filing.channel.received_at_once());
    Order {
        effective_on: earlier,
        ground: earlier.map(|_| filing.channel.ground().to_owned()),
        data,
        request_key: Some(filing.request_key.clone()),
        ..Order::default()
    }
}

fn opening(org_id: i64, request_id: i64, act: &str) -> Opening {
    Opening {
        procedure: PROCEDURE.to_owned(),
        act: act.to_owned(),
        org_id,
        // What is asked for is a personal value; lists read it from there.
        title: "政府信息公开申请".to_owned(),
        subject_kind: REQUEST.to_owned(),
        subject_id: request_id,
        parent_id: None,
        params: Map::new(),
        series: "公开".to_owned(),
    }
}

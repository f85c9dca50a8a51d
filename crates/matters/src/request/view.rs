//! A request as its office sees it, and how its applicant finds it again.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::{Error, Result};
use office::personal;

use super::{Application, Channel, Kind, REQUEST, store};
use crate::track;

/// The personal value under which an application is kept.
pub(super) const APPLICATION: &str = "application";

/// A request.
#[derive(Clone, Debug)]
pub struct Request {
    /// Row.
    pub id: i64,
    /// Whose it is.
    pub org_id: i64,
    /// Its case.
    pub case_id: i64,
    /// How it came in.
    pub channel: Channel,
    /// Who asks.
    pub applicant_kind: Kind,
    /// Code of 获取方式.
    pub form_wanted: String,
    /// Code of 送达方式.
    pub delivery_way: String,
    /// When it was typed in.
    pub filed_at: Timestamp,
    /// 收到申请之日; nothing until both sides have confirmed.
    pub received_on: Option<Date>,
    /// When it was answered or ended otherwise.
    pub concluded_on: Option<Date>,
    /// A reply type, or `lapsed`, `unpaid`, `withdrawn`.
    pub result: Option<String>,
    /// The answer came after its due day.
    pub late: bool,
    /// 应收
    pub fee_yuan: Option<i64>,
    /// 实收
    pub paid_yuan: Option<i64>,
    /// Its title in the public log; nothing: not shown there.
    pub log_title: Option<String>,
    /// Its summary there.
    pub log_summary: Option<String>,
    /// What the applicant typed; nothing after erasure.
    pub application: Option<Application>,
    /// When its personal values were destroyed.
    pub erased_at: Option<Timestamp>,
}

/// The request of this row.
pub async fn request(conn: &mut Conn, id: i64) -> Result<Request> {
    let found = store::request(conn, id)
        .await?
        .ok_or_else(|| Error::not_found("这件申请"))?;
    with_application(conn, found).await
}

/// The request that this case is about.
pub async fn request_of_case(conn: &mut Conn, case_id: i64) -> Result<Request> {
    let found = store::request_of_case(conn, case_id)
        .await?
        .ok_or_else(|| Error::not_found("这件申请"))?;
    with_application(conn, found).await
}

/// What these requests (by row) ask for, in one line each; nothing of those that were erased.
pub async fn wanted(conn: &mut Conn, ids: &[i64]) -> Result<BTreeMap<i64, String>> {
    let mut wanted = BTreeMap::new();
    for (id, kept) in personal::of_these(conn, REQUEST, APPLICATION, ids).await? {
        wanted.insert(id, serde_json::from_str::<Application>(&kept)?.wanted());
    }
    Ok(wanted)
}

async fn with_application(conn: &mut Conn, mut found: Request) -> Result<Request> {
    let subject = personal::Subject {
        kind: REQUEST,
        id: found.id,
    };
    let kept = personal::read(conn, subject, APPLICATION).await?;
    found.application = kept.as_deref().map(serde_json::from_str).transpose()?;
    Ok(found)
}

/// The request's case that bears both this number and this query code. Nothing, whichever of the two is wrong: the
/// caller tells nobody which.
pub async fn track(conn: &mut Conn, number: &str, query_code: &str) -> Result<Option<i64>> {
    track::track(conn, REQUEST, number, query_code).await
}

//! An application as its office sees it, and how its applicant finds it again.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::{Error, Result};
use office::catalogue::{self, Item};
use office::docket::Case;
use office::personal::{self, Subject};

use super::act::THIRD_PARTIES;
use super::{Application, Channel, Kind, SERVICE, store};
use crate::{step, track};

/// The personal value under which an application is kept.
pub(super) const APPLICATION: &str = "application";

/// An application for a service item.
#[derive(Clone, Debug)]
pub struct Service {
    /// Row.
    pub id: i64,
    /// Who received it.
    pub org_id: i64,
    /// Its case.
    pub case_id: i64,
    /// The item: row and code.
    pub item_id: i64,
    /// Its code.
    pub item_code: String,
    /// The version under which it runs.
    pub item_version: i64,
    /// How it came in.
    pub channel: Channel,
    /// Who applies.
    pub applicant_kind: Kind,
    /// Code of 送达方式.
    pub delivery_way: String,
    /// When it was typed in.
    pub filed_at: Timestamp,
    /// 收到申请之日.
    pub received_on: Option<Date>,
    /// 受理之日, also where the law deems it accepted.
    pub accepted_on: Option<Date>,
    /// When it was granted or refused.
    pub decided_on: Option<Date>,
    /// When it was decided or ended otherwise.
    pub concluded_on: Option<Date>,
    /// Code of [`super::RESULTS`].
    pub result: Option<String>,
    /// Decided after the statutory day.
    pub late_statutory: bool,
    /// Decided after the promised day.
    pub late_promised: bool,
    /// Working days of the statutory term that were used.
    pub used_days: Option<i64>,
    /// Days on which somebody came in person.
    pub visits: i64,
    /// In the priority lane (绿色通道).
    pub priority: bool,
    /// What the applicant typed; nothing after erasure.
    pub application: Option<Application>,
    /// When its personal values were destroyed.
    pub erased_at: Option<Timestamp>,
}

/// The application of this row.
///
/// # Errors
/// Not found.
pub async fn service(conn: &mut Conn, id: i64) -> Result<Service> {
    let found = store::service(conn, id).await?;
    with_application(conn, found.ok_or_else(|| Error::not_found("这件申请"))?).await
}

/// The application that this case is about.
///
/// # Errors
/// Not found.
pub async fn service_of_case(conn: &mut Conn, case_id: i64) -> Result<Service> {
    let found = store::service_of_case(conn, case_id).await?;
    with_application(conn, found.ok_or_else(|| Error::not_found("这件申请"))?).await
}

async fn with_application(conn: &mut Conn, mut found: Service) -> Result<Service> {
    let kept = personal::read(conn, subject(found.id), APPLICATION).await?;
    found.application = kept.as_deref().map(serde_json::from_str).transpose()?;
    Ok(found)
}

fn subject(id: i64) -> Subject<'static> {
    Subject { kind: SERVICE, id }
}

/// The item in the version under which the application runs.
pub async fn item_of(conn: &mut Conn, it: &Service) -> Result<Item> {
    catalogue::whole(conn, it.item_id, it.item_version).await
}

/// Names and contacts of interested persons (art. 36), in the order in which they were named; nobody after erasure.
pub async fn third_parties(conn: &mut Conn, id: i64) -> Result<Vec<(String, String)>> {
    let kept = personal::read(conn, subject(id), THIRD_PARTIES).await?;
    Ok(kept
        .as_deref()
        .map(serde_json::from_str)
        .transpose()?
        .unwrap_or_default())
}

/// What was typed into a personal field of an act; nothing after erasure or where it asks for none.
pub async fn words(conn: &mut Conn, case: &Case, field: &str, seq: i64) -> Result<Option<String>> {
    step::private(conn, case, field, seq).await
}

/// Who applies, by row: names of these applications; nothing of those that were erased.
pub async fn titles(conn: &mut Conn, ids: &[i64]) -> Result<BTreeMap<i64, String>> {
    let mut names = BTreeMap::new();
    for (id, kept) in personal::of_these(conn, SERVICE, APPLICATION, ids).await? {
        names.insert(id, serde_json::from_str::<Application>(&kept)?.name().to_owned());
    }
    Ok(names)
}

/// The application's case that bears both this number and this query code. Nothing, whichever of the two is wrong: the
/// caller tells nobody which.
pub async fn track(conn: &mut Conn, number: &str, query_code: &str) -> Result<Option<i64>> {
    track::track(conn, SERVICE, number, query_code).await
}

pub(super) fn erased() -> Error {
    Error::refuse(
        kernel::RefusalKind::Conflict,
        "erased",
        "申请人的个人信息已经依法清除，不能再出具文书。",
        "请按档案管理规定办理。",
    )
}

//! Who answers requests for information, and to whom one turns against an answer.
//!
//! **The law behind it.** 政府信息公开条例 art. 4, 27 (whom to ask); 行政复议法 art. 24 (the government of the
//! same level decides; for a county's own acts the one above); 行政诉讼法 art. 14, 18 (the court of the place).

use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;
use serde::{Deserialize, Serialize};

use super::store;

/// The role that answers requests.
const CLERK: &str = "request_clerk";

/// An organisation that may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answering {
    /// Row.
    pub id: i64,
    /// 名称
    pub name: String,
    /// `county`, `department`, `township`, …
    pub kind: String,
    /// 地址
    pub address: String,
    /// 电话
    pub phone: String,
    /// 办公时间
    pub hours: String,
}

/// Against an answer: whom to ask for review, and which court.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RemedyBodies {
    /// 行政复议机关
    pub review_organ: String,
    /// 管辖法院
    pub court: String,
}

/// Every organisation that may be asked on this day: it stands, it is an organ of government, and somebody
/// there (or, where nobody does, at the county) answers.
pub async fn answering(conn: &mut Conn, on: Date) -> Result<Vec<Answering>> {
    store::answering(conn, CLERK, on).await
}

/// Whether this one may be asked.
pub async fn answers_requests(conn: &mut Conn, org_id: i64, on: Date) -> Result<bool> {
    Ok(answering(conn, on).await?.iter().any(|it| it.id == org_id))
}

/// The bodies for this organisation: as set, otherwise by the tree.
pub async fn remedies_of(conn: &mut Conn, org_id: i64) -> Result<RemedyBodies> {
    if let Some(set) = kernel::db::setting(conn, &name(org_id)).await? {
        return Ok(serde_json::from_str(&set)?);
    }
    let above = store::above(conn, org_id).await?;
    let government = |it: &&(String, String)| matches!(it.1.as_str(), "county" | "city");
    let review_organ = above.iter().skip(1).find(government).map(|it| it.0.clone());
    let county = above.iter().find(|it| it.1 == "county").or(above.last());
    Ok(RemedyBodies {
        review_organ: review_organ.unwrap_or_else(|| "上一级人民政府".to_owned()),
        court: county.map_or_else(|| "有管辖权的人民法院".to_owned(), |it| court_of(&it.0)),
    })
}

/// Sets them for one organisation.
pub async fn set_remedies(conn: &mut Conn, org_id: i64, bodies: &RemedyBodies) -> Result<()> {
    kernel::db::set_setting(conn, &name(org_id), &serde_json::to_string(bodies)?).await
}

fn name(org_id: i64) -> String {
    format!("remedies/{org_id}")
}

/// `晴川县人民政府` → `晴川县人民法院`
fn court_of(government: &str) -> String {
    format!("{}人民法院", government.trim_end_matches("人民政府"))
}

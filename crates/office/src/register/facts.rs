//! Facts that need no second person: contacts of an organisation, the identity of the site.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Issue, Result, code};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{change_form, keep, store};
use crate::docket::{Docket, Order};
use crate::organisation::{self, Actor, Site};

/// What an organisation says about itself beside its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// 统一社会信用代码
    pub uscc: Option<String>,
    /// 机关代字
    pub number_prefix: Option<String>,
    /// 办公地址
    pub address: Option<String>,
    /// 联系电话
    pub phone: Option<String>,
    /// 办公时间
    pub hours: Option<String>,
}

/// Changes an organisation's facts; the register keeps the digest of the new ones.
pub async fn amend_facts(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    org_id: i64,
    facts: Facts,
    order: Order,
    now: Timestamp,
) -> Result<()> {
    if keep::taken(conn, &order).await? {
        return Ok(());
    }
    let uscc = facts.uscc.as_deref().filter(|uscc| !uscc.trim().is_empty());
    keep::unless_empty(uscc.and_then(change_form::of_uscc).into_iter().collect())?;
    let digest = code::sha256_hex(serde_json::to_string(&facts)?.as_bytes());
    keep::enter(
        docket,
        conn,
        org_id,
        "amend",
        actor,
        order,
        json!({ "facts_digest": digest }),
        now,
    )
    .await?;
    store::set_facts(conn, org_id, &facts).await
}

/// Sets the identity of the site, in the register of the topmost organisation that the actor
/// administers.
pub async fn set_site(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    site: &Site,
    order: Order,
    now: Timestamp,
) -> Result<()> {
    if keep::taken(conn, &order).await? {
        return Ok(());
    }
    keep::unless_empty(site_problems(site))?;
    let person_id = actor.person_id().unwrap_or_default();
    let org_id = store::administered(conn, person_id, "site_admin", civil_date(now))
        .await?
        .ok_or_else(super::post::forbidden)?;
    let digest = code::sha256_hex(serde_json::to_string(site)?.as_bytes());
    keep::enter(
        docket,
        conn,
        org_id,
        "set-site",
        actor,
        order,
        json!({ "facts_digest": digest }),
        now,
    )
    .await?;
    organisation::set_site(conn, site).await
}

/// 政府网站发展指引: name, domain and code stand on every page.
fn site_problems(site: &Site) -> Vec<Issue> {
    let mut issues = Vec::new();
    if site.name.trim().is_empty() {
        issues.push(Issue::new("name-missing", "没有填写网站名称。", "例如“晴川县人民政府”。").at("name"));
    }
    let domain = site.domain.trim();
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    if !domain.contains('.') || !domain.chars().all(letters) {
        let onward = "只写域名，不写 http:// 和后面的路径，例如 www.example.gov.cn。";
        issues.push(Issue::new("domain-form", "域名的写法不对。", onward).at("domain"));
    }
    if !text::identifier::site_code(&site.id_code) {
        let onward = "请填写“bm”加八位数字，或者十位数字，与全国政府网站信息报送系统一致。";
        issues.push(Issue::new("id-code", "网站标识码的写法不对。", onward).at("id_code"));
    }
    if site.sponsor.trim().is_empty() {
        issues.push(Issue::new("sponsor-missing", "没有填写主办单位。", "请填写全称。").at("sponsor"));
    }
    issues
}

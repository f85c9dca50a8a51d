//! 网站身份: under which name, domain and code this portal stands (政府网站发展指引; the `<meta>` tags of
//! every page and the footer are made of it).

use kernel::Result;
use kernel::db::Conn;
use serde::{Deserialize, Serialize};

/// The site's identity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Site {
    /// 网站名称
    pub name: String,
    /// 域名
    pub domain: String,
    /// 网站标识码: `bm` and eight digits, or ten digits.
    pub id_code: String,
    /// One line under the name.
    pub tagline: String,
    /// 主办单位
    pub sponsor: String,
    /// 承办单位
    pub operator: String,
    /// 地址
    pub address: String,
    /// 联系电话
    pub phone: String,
    /// ICP 备案号
    pub icp: String,
    /// 公安备案号
    pub police_record: String,
    /// A demonstration: every page says so.
    pub fictional: bool,
}

impl Site {
    /// The site's address in front of a path; empty where it has none. Public sites stand under https; a name without a
    /// dot, or with a port, is somebody's own machine.
    pub fn absolute(&self, path: &str) -> String {
        let domain = &self.domain;
        let scheme = if domain.contains(':') || !domain.contains('.') {
            "http"
        } else {
            "https"
        };
        if domain.is_empty() {
            String::new()
        } else {
            format!("{scheme}://{domain}{path}")
        }
    }
}

const SETTING: &str = "site";

/// The identity as it stands; empty before it was set.
pub async fn site(conn: &mut Conn) -> Result<Site> {
    Ok(match kernel::db::setting(conn, SETTING).await? {
        Some(text) => serde_json::from_str(&text)?,
        None => Site::default(),
    })
}

/// Sets the identity. The caller records the change in the register.
pub async fn set_site(conn: &mut Conn, site: &Site) -> Result<()> {
    kernel::db::set_setting(conn, SETTING, &serde_json::to_string(site)?).await
}

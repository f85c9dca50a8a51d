//! What surrounds every page: the site's identity, its columns, its organisations.

use std::collections::HashMap;

use kernel::Result;
use kernel::db::Conn;
use matters::publication::{OrgPage, PublicColumn, PublicReader};
use office::organisation::{self, Site};
use office::{catalogue, power};

use super::meta;
use crate::door::Look;
use crate::workbench::NavLink;

/// How many columns fit beside the name.
const IN_NAVIGATION: usize = 4;

/// What every page of one generation shares.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// 网站身份
    pub site: Site,
    /// Columns that have something to show, in their order.
    pub columns: Vec<PublicColumn>,
    /// Organisations, parents before children.
    pub orgs: Vec<OrgPage>,
    /// Service items are in force: then the menu leads to them.
    pub has_items: bool,
    /// Powers are listed: the same.
    pub has_powers: bool,
}

/// What `portal.html` and `plain.html` need.
#[derive(Clone, Debug, Default)]
pub struct Shell {
    /// 网站名称
    pub site_name: String,
    /// One line under the name.
    pub tagline: String,
    /// 网站标识码
    pub site_id_code: String,
    /// 域名
    pub domain: String,
    /// 长者版
    pub elder: bool,
    /// 繁體
    pub traditional: bool,
    /// Path and query of this page.
    pub path: String,
    /// Main navigation.
    pub columns: Vec<NavLink>,
    /// 演示
    pub fictional: bool,
    /// `<meta>` tags: site, column, content.
    pub meta: Vec<(String, String)>,
    /// The page's one address; empty for none.
    pub canonical: String,
    /// 主办单位
    pub host_unit: String,
    /// 承办单位
    pub operator_unit: String,
    /// 地址
    pub address: String,
    /// 电话: what one dials.
    pub phone: String,
    /// What the site says about it, such as when somebody answers.
    pub phone_note: String,
    /// ICP 备案号
    pub icp: String,
    /// 公安备案号
    pub police_record: String,
}

impl Frame {
    /// Reads what stands now.
    pub async fn read(conn: &mut Conn) -> Result<Frame> {
        let site = organisation::site(conn).await?;
        let has_items = catalogue::any(conn).await?;
        let has_powers = power::any(conn).await?;
        let mut reader = PublicReader::new(conn);
        Ok(Frame {
            site,
            has_items,
            has_powers,
            columns: reader.columns().await?,
            orgs: reader.organisations().await?,
        })
    }

    /// The shell of the page at `path` (with its query), with the site's tags.
    pub fn shell(&self, look: &Look, path: &str) -> Shell {
        let site = self.site.clone();
        let (phone, phone_note) = telephone(&site.phone);
        Shell {
            meta: meta::site(&site),
            site_name: site.name,
            tagline: site.tagline,
            site_id_code: site.id_code,
            domain: site.domain,
            elder: look.elder,
            traditional: look.traditional,
            path: path.to_owned(),
            columns: self.navigation(path),
            fictional: site.fictional,
            canonical: String::new(),
            host_unit: site.sponsor,
            operator_unit: site.operator,
            address: site.address,
            phone: phone.to_owned(),
            phone_note: phone_note.to_owned(),
            icp: site.icp,
            police_record: site.police_record,
        }
    }

    fn navigation(&self, path: &str) -> Vec<NavLink> {
        let here = path.split('?').next().unwrap_or_default();
        let link = |label: &str, href: String| NavLink {
            label: label.into(),
            current: href == here,
            href,
        };
        let top = self
            .columns
            .iter()
            .filter(|column| column.parent_id.is_none())
            .take(IN_NAVIGATION);
        std::iter::once(link("首页", "/".into()))
            .chain(top.map(|column| link(&column.name, format!("/c/{}", column.slug))))
            .chain(self.has_items.then(|| link("办事", "/services".into())))
            .chain(self.has_powers.then(|| link("权责清单", "/powers".into())))
            .chain(std::iter::once(link("机构", "/orgs".into())))
            .collect()
    }

    /// [`organisation::Site::absolute`]
    pub fn absolute(&self, path: &str) -> String {
        self.site.absolute(path)
    }

    /// A column that has something to show.
    pub fn column(&self, id: i64) -> Option<&PublicColumn> {
        self.columns.iter().find(|column| column.id == id)
    }

    /// The column and those above it, from the top.
    pub fn column_path(&self, id: i64) -> Vec<&PublicColumn> {
        let by_id: HashMap<i64, &PublicColumn> =
            self.columns.iter().map(|column| (column.id, column)).collect();
        let mut path = Vec::new();
        let mut next = by_id.get(&id).copied();
        while let Some(column) = next.filter(|_| path.len() < by_id.len()) {
            path.push(column);
            next = column.parent_id.and_then(|parent| by_id.get(&parent).copied());
        }
        path.reverse();
        path
    }

    /// 首页 › column › … and then the last link, which is where one is.
    pub fn trail(&self, column: Option<i64>, last: &str) -> Vec<NavLink> {
        let mut trail = vec![NavLink {
            label: "首页".into(),
            href: "/".into(),
            current: false,
        }];
        for column in column.map(|id| self.column_path(id)).unwrap_or_default() {
            trail.push(NavLink {
                label: column.name.clone(),
                href: format!("/c/{}", column.slug),
                current: false,
            });
        }
        trail.push(NavLink {
            label: last.into(),
            href: String::new(),
            current: true,
        });
        trail
    }

    /// An organisation by row.
    pub fn org(&self, id: i64) -> Option<&OrgPage> {
        self.orgs.iter().find(|org| org.id == id)
    }
}

/// The number to dial and what is said about it: the site's identity has one field for both.
pub(super) fn telephone(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || "+-() ".contains(c)))
        .unwrap_or(text.len());
    let number = text[..end].trim_end_matches([' ', '(']);
    if number.is_empty() {
        (text, "")
    } else {
        (number, text[number.len()..].trim())
    }
}

#[cfg(test)]
mod tests {
    use super::telephone;

    #[test]
    fn a_number_can_be_dialled_whatever_is_said_about_it() {
        for (text, expected) in [
            ("0990-0000125", ("0990-0000125", "")),
            (
                "0990-0000125（工作日 08:30—17:30）",
                ("0990-0000125", "（工作日 08:30—17:30）"),
            ),
            ("+86 (990) 125 (工作日)", ("+86 (990) 125", "(工作日)")),
            ("请拨 12345", ("请拨 12345", "")),
            ("", ("", "")),
        ] {
            assert_eq!(telephone(text), expected);
        }
    }
}

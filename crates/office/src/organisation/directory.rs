//! Every organisation that stands, for telling codes and names apart.

use kernel::Result;
use kernel::db::Conn;

use super::store;

/// An organisation in the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Row.
    pub id: i64,
    /// Its code, for ever.
    pub code: String,
    /// 全称
    pub name: String,
    /// 简称
    pub short_name: String,
    /// `county`, `department`, `township`, …
    pub kind: String,
    /// Its place in the tree, such as `1/5/`.
    pub path: String,
}

/// All that stand, in the order of the tree.
pub async fn directory(conn: &mut Conn) -> Result<Vec<Listing>> {
    store::directory(conn).await
}

/// The one that people call so: by code, name or short name.
pub fn called<'l>(all: &'l [Listing], name: &str) -> Option<&'l Listing> {
    let name = name.trim();
    let by = |of: fn(&Listing) -> &str| all.iter().find(|it| of(it) == name);
    by(|it| &it.code)
        .or_else(|| by(|it| &it.name))
        .or_else(|| by(|it| &it.short_name))
}

/// 机关名称、地址、电话 of an organisation, as its letters say whom to ask.
pub async fn contact(conn: &mut Conn, org_id: i64) -> Result<String> {
    store::contact(conn, org_id).await
}

/// Behind every path that begins with this one: paths such as `1/5/` end in `/`, the character behind it
/// is `0`. The empty path is everybody's beginning; paths are figures and `/`.
pub fn beyond(path: &str) -> String {
    match path {
        "" => "~".to_owned(),
        path => format!("{}0", path.trim_end_matches('/')),
    }
}

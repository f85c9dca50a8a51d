//! SQL over organisations as the public sees them.

use std::collections::HashMap;

use kernel::db::Conn;
use kernel::{Result, args};

use super::public::OrgPage;

pub(super) async fn organisations(conn: &mut Conn) -> Result<Vec<OrgPage>> {
    let mut names: HashMap<i64, Vec<(String, String)>> = HashMap::new();
    for row in conn
        .all(
            "SELECT org_id, name, until_on FROM organisation_name ORDER BY until_on",
            args![],
        )
        .await?
    {
        names
            .entry(row.get("org_id")?)
            .or_default()
            .push((row.get("name")?, row.get("until_on")?));
    }
    let rows = conn
        .all(
            "SELECT o.id, o.code, o.name, o.kind, o.parent_id, o.path, o.address, o.phone, o.hours, o.ended_on,
                    s.code AS successor_code, s.name AS successor_name,
                    COALESCE(n.documents, 0) AS documents
             FROM organisation o LEFT JOIN organisation s ON s.id = o.successor_id
             LEFT JOIN (SELECT org_id, count(*) AS documents FROM document WHERE standing = 'public' GROUP BY org_id) n
               ON n.org_id = o.id
             ORDER BY o.path, o.position",
            args![],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let id: i64 = row.get("id")?;
            let successor: (Option<String>, Option<String>) =
                (row.get("successor_code")?, row.get("successor_name")?);
            Ok(OrgPage {
                id,
                code: row.get("code")?,
                name: row.get("name")?,
                kind: row.get("kind")?,
                parent_id: row.get("parent_id")?,
                path: row.get("path")?,
                address: row.get("address")?,
                phone: row.get("phone")?,
                hours: row.get("hours")?,
                earlier_names: names.remove(&id).unwrap_or_default(),
                successor: successor.0.zip(successor.1),
                ended_on: row.get("ended_on")?,
                documents: row.get("documents")?,
            })
        })
        .collect()
}

//! What the lists of cases share: tabs, a choice of organisations, the cases of others in which one assists.

use std::collections::HashMap;

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use kernel::time::civil_date;
use office::docket::Case;
use office::organisation;

use super::Desk;
use super::reach::Sight;
use crate::App;
use crate::door::Visitor;
use crate::portal::pager;
use crate::workbench::NavLink;

/// A tab with its count.
pub struct Tab {
    pub label: &'static str,
    pub href: String,
    pub count: String,
    pub current: bool,
}

/// A choice of organisations for whoever handles cases of several.
pub async fn orgs(conn: &mut Conn, here: &str, paths: &[String], chosen: &str) -> Result<Vec<NavLink>> {
    if paths.len() < 2 {
        return Ok(Vec::new());
    }
    let mut links = Vec::new();
    for path in paths {
        let id = path
            .trim_end_matches('/')
            .rsplit('/')
            .next()
            .and_then(|id| id.parse().ok())
            .unwrap_or_default();
        links.push(NavLink {
            label: organisation::name(conn, id).await?,
            href: pager::address(here, &[("org", path.clone())], 1),
            current: path == chosen,
        });
    }
    Ok(links)
}

/// Cases of other organisations in which the visitor's own is asked to assist, by posts of these roles. Only those
/// are read: the office's own, of which there are many, are not.
pub async fn assisted<D: Desk>(
    desk: D,
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    roles: &[&str],
    now: Timestamp,
) -> Result<Vec<Case>> {
    let posts = desk.posts();
    let (mut sights, mut cases): (HashMap<i64, Sight>, Vec<i64>) = (HashMap::new(), Vec::new());
    for seat in organisation::seats(conn, visitor.person_id, civil_date(now)).await? {
        if !roles.contains(&seat.role.as_str()) {
            continue;
        }
        for waiting in app.docket.waiting_for(conn, &seat.role, &seat.org_path).await? {
            let sight = match sights.get(&waiting.org_id) {
                Some(sight) => *sight,
                None => posts.of_organisation(conn, visitor, waiting.org_id, now).await?,
            };
            sights.insert(waiting.org_id, sight);
            if sight < Sight::Outline && !cases.contains(&waiting.case_id) {
                cases.push(waiting.case_id);
            }
        }
    }
    let mut found = Vec::new();
    for case_id in cases {
        let case = app.docket.case(conn, case_id).await?;
        if desk.owns(&case.file) && posts.of_case(conn, visitor, &case, now).await? >= Sight::Share {
            found.push(case);
        }
    }
    Ok(found)
}

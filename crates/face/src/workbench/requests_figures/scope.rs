//! Whose figures, registers and wordings somebody may see: by the posts they hold, for what lies at or below.

use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, RefusalKind, Result};
use office::organisation::{self, Seat};
use office::register::{self, TreeRow};

use crate::App;
use crate::door::Visitor;
use crate::workbench::offers::ChoiceView;
use crate::workbench::{DeskShell, NavLink, desk_shell};

/// Who reads figures.
pub const READERS: &[&str] = &[
    "request_clerk",
    "openness_head",
    "head",
    "supervisor",
    "org_admin",
];
/// Who reads what applicants typed.
pub const HANDLERS: &[&str] = &["request_clerk", "openness_head"];
/// Who imports registers, and who accepts them.
pub const IMPORTERS: &[&str] = &["request_clerk", "openness_head"];
/// Who may change the words of letters.
pub const WRITERS: &[&str] = &["openness_head", "org_admin"];
/// Who may erase.
pub const ERASERS: &[&str] = &["org_admin", "site_admin"];

/// What somebody holds on a day, and the organisations there are.
pub struct Scope {
    seats: Vec<Seat>,
    tree: Vec<TreeRow>,
}

/// The organisation that a page is about, with those below it.
#[derive(Clone, Debug)]
pub struct Chosen {
    pub id: i64,
    pub path: String,
    pub name: String,
}

impl Scope {
    pub async fn of(conn: &mut Conn, visitor: &Visitor, on: Date) -> Result<Scope> {
        Ok(Scope {
            seats: organisation::seats(conn, visitor.person_id, on).await?,
            tree: register::tree(conn, on).await?,
        })
    }

    /// One of these roles at the organisation or above it. An administrator of the site stands above all.
    pub fn holds(&self, path: &str, roles: &[&str]) -> bool {
        self.seats.iter().any(|seat| {
            roles.contains(&seat.role.as_str())
                && (path.starts_with(&seat.org_path) || seat.role == "site_admin")
        })
    }

    /// One of these roles in the very organisation.
    pub fn holds_own(&self, path: &str, roles: &[&str]) -> bool {
        self.seats
            .iter()
            .any(|seat| roles.contains(&seat.role.as_str()) && seat.org_path == path)
    }

    /// The organisations for which one of these roles is held, in the order of the tree.
    pub fn orgs(&self, roles: &[&str]) -> Vec<&TreeRow> {
        self.tree
            .iter()
            .filter(|row| self.holds(&row.path, roles))
            .collect()
    }

    /// The organisation that an address names; without one the uppermost.
    ///
    /// # Errors
    /// Forbidden: no post for it, or for any.
    pub fn choose(&self, org: &str, roles: &[&str]) -> Result<Chosen> {
        self.find(org, roles).ok_or_else(forbidden)
    }

    /// The same for rooms that say their own word where there is none.
    pub fn find(&self, org: &str, roles: &[&str]) -> Option<Chosen> {
        let orgs = self.orgs(roles);
        let found = match org.parse::<i64>() {
            Ok(id) => orgs.iter().find(|row| row.id == id),
            Err(_) => orgs.first(),
        };
        found.map(|row| Chosen {
            id: row.id,
            path: row.path.clone(),
            name: row.name.clone(),
        })
    }

    /// For a list to choose from, deeper ones set in.
    pub fn choices(&self, roles: &[&str], chosen: i64) -> Vec<ChoiceView> {
        let orgs = self.orgs(roles);
        let top = orgs.iter().map(|row| depth(row)).min().unwrap_or_default();
        orgs.iter()
            .map(|row| ChoiceView {
                value: row.id.to_string(),
                label: format!("{}{}", "　".repeat(depth(row) - top), row.name),
                hint: String::new(),
                selected: row.id == chosen,
            })
            .collect()
    }

    /// The pages of this room that are open to them.
    pub fn pages(&self, here: &str) -> Vec<NavLink> {
        let pages: [(&str, &str, &[&str]); 5] = [
            ("/desk/requests/figures", "统计表", READERS),
            ("/desk/requests/register", "登记簿", READERS),
            ("/desk/requests/register/import", "导入往年登记簿", IMPORTERS),
            (
                "/desk/requests/wordings",
                "文书措辞",
                &["request_clerk", "openness_head", "org_admin"],
            ),
            ("/desk/requests/erasure", "清除个人信息", ERASERS),
        ];
        pages
            .into_iter()
            .filter(|(_, _, roles)| self.seats.iter().any(|seat| roles.contains(&seat.role.as_str())))
            .map(|(href, label, _)| NavLink {
                label: label.to_owned(),
                href: href.to_owned(),
                current: href == here,
            })
            .collect()
    }
}

/// What they may not see.
pub fn forbidden() -> Error {
    Error::refuse(
        RefusalKind::Forbidden,
        "not-yours",
        "您没有查看这个单位依申请公开情况的岗位。",
        "需要查看的，请组织人员管理员为您设岗。",
    )
}

fn depth(row: &TreeRow) -> usize {
    row.path.matches('/').count()
}

/// Frame, scope and pages of the room, for a page at `here`.
pub async fn open(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    here: &str,
) -> Result<(DeskShell, Scope, Vec<NavLink>)> {
    let scope = Scope::of(conn, visitor, civil_date(app.now())).await?;
    let shell = desk_shell(app, conn, visitor, super::ROOM).await?;
    let pages = scope.pages(here);
    Ok((shell, scope, pages))
}

/// The year that an address names, or this one; years in which there can be figures.
pub fn year_of(asked: Option<i16>, today: Date) -> i16 {
    asked.unwrap_or_else(|| today.year()).clamp(2008, today.year())
}

/// Years to choose from, the newest first.
pub fn years(chosen: i16, today: Date) -> Vec<ChoiceView> {
    (2008..=today.year())
        .rev()
        .map(|year| ChoiceView {
            value: year.to_string(),
            label: format!("{year} 年"),
            hint: String::new(),
            selected: year == chosen,
        })
        .collect()
}

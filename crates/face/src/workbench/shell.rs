//! The workbench's frame: rail by role, who I am, what is new.

use kernel::Result;
use kernel::db::Conn;
use kernel::time::civil_date;
use office::organisation;

use super::service_figures;
use crate::App;
use crate::door::Visitor;

/// One link of a trail or a menu.
#[derive(Clone, Debug)]
pub struct NavLink {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// The page one is on.
    pub current: bool,
}

/// One line of the rail.
#[derive(Clone, Debug)]
pub struct RailItem {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// How many wait there; 0 shows nothing.
    pub count: i64,
    /// The room one is in.
    pub current: bool,
}

/// What `workbench.html` needs.
#[derive(Clone, Debug)]
pub struct DeskShell {
    /// 网站名称
    pub site_name: String,
    /// Who is logged in.
    pub person_name: String,
    /// `政务公开办审核人 · 晴川县人民政府`
    pub posts_line: String,
    /// Rooms open to this person.
    pub rail: Vec<RailItem>,
    /// Unseen notices; a hundred are a hundred or more.
    pub notices: i64,
    /// The session's form token.
    pub csrf: String,
    /// One sentence about what just happened.
    pub flash: Option<String>,
    /// 长者版
    pub elder: bool,
    /// 演示
    pub fictional: bool,
}

/// Rooms of the workbench: address, name, and the roles that see it (none: everybody).
const ROOMS: &[(&str, &str, &[&str])] = &[
    ("/desk", "今日", &[]),
    ("/desk/drafts", "稿件", &["submitter"]),
    ("/desk/reviews", "审核", &[]),
    (
        "/desk/requests",
        "依申请公开",
        &["request_clerk", "openness_head", "supervisor"],
    ),
    (
        "/desk/requests/figures",
        "申请统计",
        &[
            "request_clerk",
            "openness_head",
            "head",
            "supervisor",
            "org_admin",
        ],
    ),
    ("/desk/window", "窗口收件", &["window_clerk"]),
    (
        "/desk/services",
        "办件",
        &[
            "window_clerk",
            "service_handler",
            "service_head",
            "head",
            "supervisor",
        ],
    ),
    (service_figures::ROOM, "办件统计", service_figures::READERS),
    (
        "/desk/catalogue",
        "事项库",
        &["service_handler", "catalogue_keeper", "supervisor"],
    ),
    (
        "/desk/powers",
        "权责清单",
        &["service_handler", "catalogue_keeper", "supervisor"],
    ),
    ("/desk/published", "已公开", &[]),
    ("/desk/imports", "导入", &["importer", "import_reviewer"]),
    ("/desk/people", "组织与人员", &["org_admin", "site_admin"]),
    ("/desk/calendar", "日历", &["site_admin", "org_admin"]),
    ("/desk/me", "我的岗位", &[]),
    ("/desk/notices", "提醒", &[]),
];

/// The frame of a page in the room at `here`.
pub async fn desk_shell(app: &App, conn: &mut Conn, visitor: &Visitor, here: &str) -> Result<DeskShell> {
    let site = organisation::site(conn).await?;
    let seats = organisation::seats(conn, visitor.person_id, civil_date(app.now())).await?;
    let rail = ROOMS
        .iter()
        .filter(|(_, _, roles)| {
            roles.is_empty() || seats.iter().any(|seat| roles.contains(&seat.role.as_str()))
        })
        .map(|(href, label, _)| RailItem {
            label: (*label).to_owned(),
            href: (*href).to_owned(),
            count: 0,
            current: *href == here,
        })
        .collect();
    Ok(DeskShell {
        site_name: site.name,
        person_name: visitor.name.clone(),
        posts_line: organisation::posts_line(conn, visitor.person_id, civil_date(app.now())).await?,
        rail,
        notices: organisation::unseen_notices(conn, visitor.person_id).await?,
        csrf: visitor.csrf.clone(),
        flash: visitor.flash.clone(),
        elder: visitor.elder,
        fictional: site.fictional,
    })
}

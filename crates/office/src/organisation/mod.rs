//! Who there is: organisations, people, posts, delegations, and what follows from them.
//!
//! Facts about an organisation change only through the case of its register; rows here are the
//! newest reading of it. A post gives one person one role in one organisation, for a time, perhaps
//! in everything below it too. While somebody is away, somebody else acts on their behalf.
//!
//! Authority is computed inside the act that uses it, from posts in force that day; nothing is
//! cached, so that a role withdrawn at nine is gone at nine.

pub mod account;
mod account_store;
mod authority;
mod inbox;
mod notices;
mod site;
mod store;

pub use authority::{Actor, CaseSeat, recipients, standing, standing_in};
pub use inbox::{Notice, notices, see_all_notices, see_notice};
pub use notices::leave_notice;
pub use site::{Site, set_site, site};
pub use store::{Seat, name, person_name, posts_line, seats, unseen_notices};

/// A role that posts give: its code in definitions, and its Chinese name.
#[derive(Clone, Copy, Debug)]
pub struct Role {
    /// As definitions write it.
    pub code: &'static str,
    /// As pages write it.
    pub label: &'static str,
}

/// Every role of the house. What a role may do is written in the definitions, not here.
pub const ROLES: &[Role] = &[
    Role { code: "submitter", label: "信息提交人" },
    Role { code: "section_head", label: "提交科室负责人" },
    Role { code: "branch_leader", label: "分管领导" },
    Role { code: "openness_office", label: "政务公开办审核人" },
    Role { code: "head", label: "单位负责人" },
    Role { code: "takedown_officer", label: "应急下线负责人" },
    Role { code: "importer", label: "历史数据导入人" },
    Role { code: "import_reviewer", label: "历史数据验收人" },
    Role { code: "org_admin", label: "组织人员管理员" },
    Role { code: "supervisor", label: "监察员" },
    Role { code: "site_admin", label: "系统管理员" },
];

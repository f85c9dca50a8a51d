//! The role vocabulary in Chinese: the only place where a role gets its name.

/// A role that posts give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// As definitions write it.
    pub code: &'static str,
    /// As pages write it.
    pub label: &'static str,
}

/// Every role that a post can give. What a role may do is written in the definitions, not here.
pub const POST_ROLES: &[Role] = &[
    Role {
        code: "submitter",
        label: "信息提交人",
    },
    Role {
        code: "section_head",
        label: "提交科室负责人",
    },
    Role {
        code: "branch_leader",
        label: "分管领导",
    },
    Role {
        code: "openness_office",
        label: "政务公开办审核人",
    },
    Role {
        code: "head",
        label: "单位负责人",
    },
    Role {
        code: "request_clerk",
        label: "依申请公开经办人",
    },
    Role {
        code: "openness_head",
        label: "政务公开工作机构负责人",
    },
    Role {
        code: "window_clerk",
        label: "窗口收件人",
    },
    Role {
        code: "service_handler",
        label: "审批经办人",
    },
    Role {
        code: "catalogue_keeper",
        label: "事项目录管理员",
    },
    Role {
        code: "service_head",
        label: "审批负责人",
    },
    Role {
        code: "takedown_officer",
        label: "应急下线负责人",
    },
    Role {
        code: "importer",
        label: "历史数据导入人",
    },
    Role {
        code: "import_reviewer",
        label: "历史数据验收人",
    },
    Role {
        code: "org_admin",
        label: "组织人员管理员",
    },
    Role {
        code: "supervisor",
        label: "监察员",
    },
    Role {
        code: "site_admin",
        label: "系统管理员",
    },
];

/// Parties of a case, and whoever a case names: no post gives these.
const PARTIES: &[Role] = &[
    Role {
        code: "handler",
        label: "承办人",
    },
    Role {
        code: "applicant",
        label: "申请人",
    },
    Role {
        code: "third_party",
        label: "第三方",
    },
    Role {
        code: "joint_maker",
        label: "共同制作机关",
    },
    Role {
        code: "other_office",
        label: "其他机关",
    },
    Role {
        code: "member_office",
        label: "参与单位经办人",
    },
];

/// A role's Chinese name; a role outside the vocabulary stands for itself.
pub fn role_label(role: &str) -> &str {
    let known = POST_ROLES.iter().chain(PARTIES).find(|known| known.code == role);
    known.map_or(role, |known| known.label)
}

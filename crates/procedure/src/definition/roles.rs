//! The role vocabulary in Chinese.

/// A role's Chinese name; a role outside the vocabulary stands for itself.
pub fn role_label(role: &str) -> &str {
    match role {
        "submitter" => "信息提交人",
        "section_head" => "科室负责人",
        "branch_leader" => "分管领导",
        "openness_office" => "政务公开办",
        "head" => "单位负责人",
        "takedown_officer" => "紧急下线授权人",
        "importer" => "数据导入人",
        "import_reviewer" => "导入复核人",
        "org_admin" => "机构管理员",
        "supervisor" => "监督人员",
        "site_admin" => "站点管理员",
        "handler" => "承办人",
        "window_clerk" => "窗口人员",
        "applicant" => "申请人",
        "third_party" => "第三方",
        "member_office" => "参与单位经办人",
        other => other,
    }
}

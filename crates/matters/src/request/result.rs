//! From a reply to its row in the annual report's table 3 (国办公开办函〔2021〕30号; mapping [K]).

/// A part of 三、本年度办理结果.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// （一）予以公开
    Granted,
    /// （二）部分公开
    Partial,
    /// （三）不予公开
    Refused,
    /// （四）无法提供
    Unavailable,
    /// （五）不予处理
    NotHandled,
    /// （六）其他处理
    Other,
}

impl Group {
    /// As the table writes it.
    pub fn label(self) -> &'static str {
        match self {
            Group::Granted => "（一）予以公开",
            Group::Partial => "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
            Group::Refused => "（三）不予公开",
            Group::Unavailable => "（四）无法提供",
            Group::NotHandled => "（五）不予处理",
            Group::Other => "（六）其他处理",
        }
    }
}

/// A row of the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResultRow {
    /// Unique; a reply type or an end without reply leads to it.
    pub code: &'static str,
    /// Where it stands.
    pub group: Group,
    /// As the table writes it; empty where the group has but one row.
    pub label: &'static str,
    /// What `request.result` may be to count here.
    pub results: &'static [&'static str],
}

/// Every row, in the table's order.
pub const ROWS: &[ResultRow] = &[
    row("granted", Group::Granted, "", &["already_public", "granted"]),
    row("partial", Group::Partial, "", &["partial"]),
    row(
        "state_secret",
        Group::Refused,
        "1.属于国家秘密",
        &["state_secret"],
    ),
    row(
        "forbidden",
        Group::Refused,
        "2.其他法律行政法规禁止公开",
        &["forbidden"],
    ),
    row("safety", Group::Refused, "3.危及“三安全一稳定”", &["safety"]),
    row(
        "third_party",
        Group::Refused,
        "4.保护第三方合法权益",
        &["third_party"],
    ),
    row(
        "internal",
        Group::Refused,
        "5.属于三类内部事务信息",
        &["internal"],
    ),
    row("process", Group::Refused, "6.属于四类过程性信息", &["process"]),
    row(
        "enforcement",
        Group::Refused,
        "7.属于行政执法案卷",
        &["enforcement"],
    ),
    row("inquiry", Group::Refused, "8.属于行政查询事项", &["inquiry"]),
    row(
        "absent",
        Group::Unavailable,
        "1.本机关不掌握相关政府信息",
        &["absent", "not_ours"],
    ),
    row(
        "needs_making",
        Group::Unavailable,
        "2.没有现成信息需要另行制作",
        &["needs_making"],
    ),
    row(
        "still_unclear",
        Group::Unavailable,
        "3.补正后申请内容仍不明确",
        &["still_unclear"],
    ),
    row(
        "petition",
        Group::NotHandled,
        "1.信访举报投诉类申请",
        &["petition"],
    ),
    row("repeated", Group::NotHandled, "2.重复申请", &["repeated"]),
    row(
        "publication",
        Group::NotHandled,
        "3.要求提供公开出版物",
        &["publication"],
    ),
    row(
        "excessive",
        Group::NotHandled,
        "4.无正当理由大量反复申请",
        &["excessive"],
    ),
    row(
        "reissue",
        Group::NotHandled,
        "5.要求行政机关确认或重新出具已获取信息",
        &["reissue"],
    ),
    row(
        "lapsed",
        Group::Other,
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        &["lapsed"],
    ),
    row(
        "unpaid",
        Group::Other,
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        &["unpaid"],
    ),
    row("other", Group::Other, "3.其他", &["withdrawn", "other"]),
];

const fn row(
    code: &'static str,
    group: Group,
    label: &'static str,
    results: &'static [&'static str],
) -> ResultRow {
    ResultRow {
        code,
        group,
        label,
        results,
    }
}

impl ResultRow {
    /// The row in which a result counts.
    pub fn of(result: &str) -> Option<&'static ResultRow> {
        ROWS.iter().find(|row| row.results.contains(&result))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reply_of_the_definition_has_exactly_one_row() {
        let (_, toml) = procedure::shipped()
            .find(|(code, _)| *code == crate::request::PROCEDURE)
            .expect("shipped");
        let definition = procedure::Definition::parse(toml).expect("proved");
        let field = definition.field("reply_type").expect("declared");
        let ends = ["lapsed", "unpaid", "withdrawn"];
        for code in field
            .choices
            .iter()
            .map(|choice| choice.code.as_str())
            .chain(ends)
        {
            let rows = ROWS.iter().filter(|row| row.results.contains(&code)).count();
            assert_eq!(rows, 1, "{code}");
        }
    }
}

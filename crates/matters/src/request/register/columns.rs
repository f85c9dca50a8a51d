//! The columns of a register that may be imported, and the workbook to fill in.

use jiff::civil::Date;
use sheet::{Cell, Column, Sheet, Unwritable, xlsx};

use super::Entry;
use crate::request::{Channel, Kind};

/// What a request may have come to: code and label, in the order of table 3.
pub const RESULTS: &[(&str, &str)] = &[
    ("already_public", "已主动公开，告知获取方式途径"),
    ("granted", "予以公开"),
    ("partial", "部分公开（区分处理）"),
    ("state_secret", "不予公开：属于国家秘密"),
    ("forbidden", "不予公开：其他法律行政法规禁止公开"),
    ("safety", "不予公开：危及“三安全一稳定”"),
    ("third_party", "不予公开：保护第三方合法权益"),
    ("internal", "不予公开：属于三类内部事务信息"),
    ("process", "不予公开：属于四类过程性信息"),
    ("enforcement", "不予公开：属于行政执法案卷"),
    ("inquiry", "不予公开：属于行政查询事项"),
    ("absent", "无法提供：本机关不掌握，信息不存在"),
    ("not_ours", "无法提供：不属于本机关公开"),
    ("needs_making", "无法提供：没有现成信息需要另行制作"),
    ("still_unclear", "无法提供：补正后申请内容仍不明确"),
    ("petition", "不予处理：信访举报投诉类申请"),
    ("repeated", "不予处理：重复申请"),
    ("publication", "不予处理：要求提供公开出版物"),
    ("excessive", "不予处理：无正当理由大量反复申请"),
    ("reissue", "不予处理：要求确认或重新出具已获取信息"),
    ("lapsed", "其他处理：申请人逾期不补正"),
    ("unpaid", "其他处理：申请人逾期未缴费"),
    ("withdrawn", "其他处理：申请人撤回申请"),
    ("other", "其他处理"),
];

/// A result in Chinese; empty where there is none.
pub fn result_label(code: &str) -> &str {
    RESULTS
        .iter()
        .find(|(known, _)| *known == code)
        .map_or(code, |(_, label)| label)
}

/// 是, 否
pub(super) const YES_NO: [&str; 2] = ["否", "是"];
/// A row that only shows how one is written begins like this, and is passed over.
pub(super) const EXAMPLE: &str = "示例";
/// Rows of the template that can be filled in with lists to choose from.
const SPARE: u32 = 5_000;

/// The columns, in order. Read by their headings, in whatever order they stand.
pub(super) fn columns() -> Vec<Column> {
    let channels = [Channel::Online].into_iter().chain(Channel::BY_CLERK);
    vec![
        Column::new("number", "申请编号", 20),
        Column::new("received_on", "收到日期", 13).of_days(),
        Column::new("channel", "申请渠道", 22).of(channels.map(|it| it.label().to_owned())),
        Column::new("applicant_kind", "申请人类型", 14).of(Kind::ALL.map(|it| it.label().to_owned())),
        Column::new("concluded_on", "办结日期", 13).of_days(),
        Column::new("result", "办理结果", 40).of(RESULTS.iter().map(|(_, label)| (*label).to_owned())),
        Column::new("late", "是否逾期", 10).of(YES_NO.map(str::to_owned)),
        Column::new("fee_yuan", "应收信息处理费（元）", 20),
        Column::new("paid_yuan", "实收信息处理费（元）", 20),
    ]
}

/// An imported row as cells of [`columns`].
pub(super) fn cells(entry: &Entry) -> Vec<Cell> {
    vec![
        Cell::from(entry.number.as_str()),
        entry.received_on.into(),
        entry.channel.label().into(),
        entry.applicant_kind.label().into(),
        entry.concluded_on.into(),
        entry.result.as_deref().map(result_label).into(),
        YES_NO[usize::from(entry.late)].into(),
        entry.fee_yuan.into(),
        entry.paid_yuan.into(),
    ]
}

/// The workbook to fill in, with an example and lists to choose from.
///
/// # Errors
/// None that the house can make.
pub fn template(year: i16, made_on: Date) -> Result<Vec<u8>, Unwritable> {
    let example = Entry {
        number: format!("{EXAMPLE}-依申请〔{year}〕1号"),
        received_on: jiff::civil::date(year, 3, 2),
        channel: Channel::Post,
        applicant_kind: Kind::Person,
        concluded_on: Some(jiff::civil::date(year, 3, 26)),
        result: Some("granted".to_owned()),
        late: false,
        fee_yuan: None,
        paid_yuan: None,
    };
    let notes = [
        "一行一件申请。第一行是列名，请不要改动；列的先后可以调整。",
        "以“示例”开头的行只作填写示范，导入时跳过，也可以删去。",
        "“申请编号”“收到日期”“申请渠道”“申请人类型”“是否逾期”每行都要填；没有办结的，“办结日期”和“办理结果”都留空。",
        "上一年结转、到导入时还没有办结的申请也要填，它们计入“上年结转”。办结以后，可以再导入一次，以后一次为准。",
        "日期填成日期，例如 2025-03-02；金额填整数元，没有收费的留空。请不要使用公式和合并单元格。",
        "请不要填写姓名、证件号码、电话、地址和申请内容：这些列不导入，原文件也不保存。",
    ];
    let sheet = Sheet {
        name: "登记簿".into(),
        columns: columns(),
        rows: vec![cells(&example)],
        notes: notes.map(str::to_owned).to_vec(),
    };
    xlsx(&sheet, made_on, SPARE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reply_of_the_definition_can_be_chosen_in_its_words() {
        let (_, toml) = procedure::shipped()
            .find(|(code, _)| *code == crate::request::PROCEDURE)
            .expect("shipped");
        let definition = procedure::Definition::parse(toml).expect("proved");
        for choice in &definition.field("reply_type").expect("declared").choices {
            assert_eq!(result_label(&choice.code), choice.label);
        }
        for (code, _) in RESULTS {
            assert!(
                crate::request::ResultRow::of(code).is_some(),
                "{code} has a row of table 3"
            );
        }
    }
}

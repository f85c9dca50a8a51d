//! The columns of each sheet.

use sheet::Column;

use super::super::vocabulary::{Handling, KINDS, Level, MaterialKind, MaterialSource, RESULT_KINDS, Unit};
use crate::form;

/// Heading of the column that says whose a row is.
const OF: (&str, &str) = ("code", "事项编码");

/// The words of a closed list.
pub(crate) fn labels<T: Copy>(all: &[T], label: fn(T) -> &'static str) -> Vec<String> {
    all.iter().map(|it| label(*it).to_owned()).collect()
}

fn yes_no() -> Vec<String> {
    vec!["是".to_owned(), "否".to_owned()]
}

/// Of the sheet of items.
pub(super) fn items() -> Vec<Column> {
    let units = || labels(Unit::ALL, Unit::label);
    vec![
        Column::new(OF.0, OF.1, 26),
        Column::new("base_code", "基本编码", 16),
        Column::new("main_name", "主项名称", 30),
        Column::new("sub_name", "子项名称", 30),
        Column::new("name", "业务办理项名称", 34),
        Column::new("kind", "事项类型", 14).of(KINDS.map(|(_, label)| label.to_owned())),
        Column::new("org", "实施主体", 24),
        Column::new("handling_office", "承办机构", 18),
        Column::new("level", "行使层级", 10).of(labels(Level::ALL, Level::label)),
        Column::new("audience", "服务对象", 14),
        Column::new("theme", "服务主题", 14),
        Column::new("handling", "办件类型", 10).of(labels(Handling::ALL, Handling::label)),
        Column::new("everyday_words", "俗称", 24),
        Column::new("brief", "三十秒答案", 40),
        Column::new("basis", "设定依据", 40),
        Column::new("conditions", "受理条件", 40),
        Column::new("statutory_days", "法定办结时限", 12),
        Column::new("statutory_unit", "法定时限单位", 12).of(units()),
        Column::new("promised_days", "承诺办结时限", 12),
        Column::new("promised_unit", "承诺时限单位", 12).of(units()),
        Column::new("term_note", "时限说明", 24),
        Column::new("ways", "办理形式", 14),
        Column::new("visits", "到办事现场次数", 10),
        Column::new("place", "办理地点", 30),
        Column::new("hours", "办理时间", 24),
        Column::new("phone", "咨询电话", 16),
        Column::new("complaint", "投诉渠道", 18),
        Column::new("result_kind", "结果类型", 16).of(RESULT_KINDS.map(str::to_owned)),
        Column::new("result_name", "结果名称", 20),
        Column::new("by_post", "支持物流", 8).of(yes_no()),
        Column::new("pays_online", "支持网上支付", 8).of(yes_no()),
        Column::new("intermediary", "中介服务", 16),
        Column::new("reach", "通办范围", 12),
        Column::new("quota", "数量限制", 12),
        Column::new("yearly", "年审年检", 12),
        Column::new("partners", "联办单位", 24),
        Column::new("named_lead", "固定牵头", 8).of(yes_no()),
    ]
}

/// Of the sheet of materials.
pub(super) fn materials() -> Vec<Column> {
    vec![
        Column::new(OF.0, OF.1, 26),
        Column::new("name", "材料名称", 34),
        Column::new("kind", "材料类型", 12).of(labels(MaterialKind::ALL, MaterialKind::label)),
        Column::new("copies", "份数", 6),
        Column::new("source", "来源渠道", 14).of(labels(MaterialSource::ALL, MaterialSource::label)),
        Column::new("notes", "填报须知", 40),
        Column::new("blank_form", "空白表格", 20),
        Column::new("sample_form", "样表", 20),
        Column::new("needed", "是否必要", 8).of(yes_no()),
        Column::new("may_follow", "是否可容缺", 8).of(yes_no()),
        Column::new("only_if", "适用情形", 24),
    ]
}

/// Of the sheet of special steps.
pub(super) fn special() -> Vec<Column> {
    vec![
        Column::new(OF.0, OF.1, 26),
        Column::new("name", "环节名称", 20),
        Column::new("takes", "所需时限", 20),
        Column::new("basis", "法定依据", 40),
        Column::new("fee_basis", "收费依据", 30),
        Column::new("counts", "是否计算在法定办结时限内", 12).of(yes_no()),
    ]
}

/// Of the sheet of fees.
pub(super) fn fees() -> Vec<Column> {
    fees_of(OF)
}

/// The same, of whatever this column says whose a row is.
pub(crate) fn fees_of(of: (&str, &str)) -> Vec<Column> {
    vec![
        Column::new(of.0, of.1, 26),
        Column::new("name", "收费项目", 24),
        Column::new("tariff", "收费标准", 30),
        Column::new("basis", "收费依据", 40),
        Column::new("relief", "减免", 24),
    ]
}

/// Of the sheet of questions.
pub(super) fn questions() -> Vec<Column> {
    vec![
        Column::new(OF.0, OF.1, 26),
        Column::new("question", "问题代码", 14),
        Column::new("text", "问题", 40),
        Column::new("options", "答案", 40),
    ]
}

/// Of the sheet of frequent questions.
pub(super) fn faqs() -> Vec<Column> {
    vec![
        Column::new(OF.0, OF.1, 26),
        Column::new("question", "问题", 40),
        Column::new("answer", "回答", 60),
    ]
}

/// Of the sheet of forms.
pub(super) fn form() -> Vec<Column> {
    vec![
        Column::new(OF.0, OF.1, 26),
        Column::new("field", "填写项代码", 16),
        Column::new("section", "分节", 16),
        Column::new("label", "填写项名称", 24),
        Column::new("kind", "填写类型", 14).of(labels(form::Kind::ALL, form::Kind::label)),
        Column::new("choices", "选项", 24),
        Column::new("required", "是否必填", 8).of(yes_no()),
        Column::new("hint", "提示", 36),
        Column::new("unit", "单位", 8),
        Column::new("min", "最小", 12),
        Column::new("max", "最大", 12),
        Column::new("group", "重复组代码", 14),
        Column::new("group_label", "重复组名称", 14),
        Column::new("least", "最少行数", 8),
        Column::new("most", "最多行数", 8),
        Column::new("only_if", "适用条件", 24),
        Column::new("prefill", "预填来源", 20).of(labels(form::Prefill::ALL, form::Prefill::label)),
    ]
}

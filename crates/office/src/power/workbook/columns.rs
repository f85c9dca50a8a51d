//! The columns of each sheet.

use sheet::Column;

use super::super::item::{RiskLevel, kinds};
use crate::catalogue::Unit;
use crate::catalogue::workbook::columns::{fees_of, labels};

/// Heading of the column that says whose a row is.
const OF: (&str, &str) = ("code", "权力编码");

/// Of the sheet of powers.
pub(super) fn powers() -> Vec<Column> {
    let units = || labels(Unit::ALL, Unit::label);
    vec![
        Column::new(OF.0, OF.1, 22),
        Column::new("name", "权力名称", 40),
        Column::new("kind", "权力类型", 14).of(kinds().iter().map(|(_, label)| (*label).to_owned())),
        Column::new("org", "行使主体", 24),
        Column::new("office", "承办机构", 18),
        Column::new("basis", "设定依据", 40),
        Column::new("conditions", "行使条件", 40),
        Column::new("statutory_days", "法定时限", 12),
        Column::new("statutory_unit", "法定时限单位", 12).of(units()),
        Column::new("promised_days", "承诺时限", 12),
        Column::new("promised_unit", "承诺时限单位", 12).of(units()),
        Column::new("term_note", "时限说明", 24),
        Column::new("responsibilities", "责任事项", 44),
        Column::new("accountability", "追责情形", 40),
        Column::new("supervision", "监督方式", 36),
        Column::new("items", "办事事项编码", 26),
    ]
}

/// Of the sheet of risk points. What a row is called stands second.
pub(super) fn risks() -> Vec<Column> {
    vec![
        Column::new(OF.0, OF.1, 22),
        Column::new("risk", "风险点", 36),
        Column::new("step", "环节", 14),
        Column::new("level", "等级", 8).of(labels(RiskLevel::ALL, RiskLevel::label)),
        Column::new("measure", "防控措施", 44),
        Column::new("post", "责任人", 18),
    ]
}

/// Of the sheet of fees.
pub(super) fn fees() -> Vec<Column> {
    fees_of(OF)
}

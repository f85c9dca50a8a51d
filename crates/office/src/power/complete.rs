//! What a power still lacks, and what no version may be made of.

use super::item::{Power, kinds};
use crate::catalogue::Fault;

/// What contradicts itself or the law, so that no version may be made of it. What is only missing is no fault.
pub fn faults(power: &Power) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut wrong = |field, sentence: &str| {
        found.push(Fault {
            field,
            at: None,
            sentence: sentence.to_owned(),
        });
    };
    if power.code.trim().is_empty() {
        wrong("code", "没有编码。编码一经使用不再改，请填写。");
    }
    if power.name.trim().is_empty() {
        wrong("name", "没有名称。请填写权力名称。");
    }
    if !kinds().iter().any(|(code, _)| *code == power.kind) {
        wrong("kind", "权力类型不在十类里。请从列表里选。");
    }
    if power.org_code.trim().is_empty() {
        wrong("org_code", "没有行使主体。请填写单位。");
    }
    if power.basis.is_empty() {
        wrong(
            "basis",
            "没有设定依据。没有依据的不是权力，请写明法律、法规、规章和条款。",
        );
    }
    if power.promised.days.is_some() && !power.promised.within(power.statutory) {
        let sentence = format!(
            "承诺时限 {} 长于法定时限 {}。承诺只能更快，请核对。",
            power.promised.text(),
            power.statutory.text()
        );
        wrong("promised", &sentence);
    }
    found
}

/// What a list of powers has to say of each and this one does not, in Chinese.
pub fn gaps(power: &Power) -> Vec<&'static str> {
    let risks = power
        .risks
        .iter()
        .all(|it| !it.measure.is_empty() && !it.post.is_empty());
    [
        (!power.office.is_empty(), "承办机构"),
        (!power.responsibilities.is_empty(), "责任事项"),
        (!power.accountability.is_empty(), "追责情形"),
        (!power.supervision.is_empty(), "监督方式"),
        (!power.risks.is_empty(), "风险点"),
        (risks, "防控措施或者责任人"),
    ]
    .into_iter()
    .filter(|(there, _)| !there)
    .map(|(_, name)| name)
    .collect()
}

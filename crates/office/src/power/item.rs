//! What a power says of itself.

use serde::{Deserialize, Serialize};

use crate::catalogue::{Fee, KINDS, Term};
use crate::closed::closed;

/// A power, whole. Kept as one version; a change is another version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Power {
    /// 权力编码: opaque, unique for ever.
    pub code: String,
    /// 权力名称.
    pub name: String,
    /// 权力类型, a code of [`kinds`].
    pub kind: String,
    /// 行使主体: the organisation's code.
    pub org_code: String,
    /// 承办机构: the office within it.
    pub office: String,
    /// 设定依据: document with article, one a line.
    pub basis: Vec<String>,
    /// 行使条件, one a line.
    pub conditions: Vec<String>,
    /// 法定时限.
    pub statutory: Term,
    /// 承诺时限.
    pub promised: Term,
    /// What is to be known about the terms.
    pub term_note: String,
    /// 收费; none where nothing is charged.
    pub fees: Vec<Fee>,
    /// 责任事项, one a line, `环节：what is owed there`: see [`Power::duties`].
    pub responsibilities: Vec<String>,
    /// 追责情形, one a line.
    pub accountability: Vec<String>,
    /// 监督方式.
    pub supervision: String,
    /// Codes of the service items through which it is exercised.
    pub items: Vec<String>,
    /// 廉政风险点.
    pub risks: Vec<Risk>,
}

closed! {
    /// 风险等级.
    RiskLevel {
        /// 高.
        High = "high", "高";
        /// 中.
        #[default]
        Middle = "middle", "中";
        /// 低.
        Low = "low", "低";
    }
}

/// 廉政风险点.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Risk {
    /// 环节: the step of the responsibilities at which it may happen.
    pub step: String,
    /// 风险点.
    pub risk: String,
    /// 等级.
    pub level: RiskLevel,
    /// 防控措施.
    pub measure: String,
    /// 责任人: the post that answers for it, never a person.
    pub post: String,
}

/// A step of exercising the power: what is owed there, and what may go wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty<'p> {
    /// 环节.
    pub step: &'p str,
    /// 责任事项; empty where only a risk names the step.
    pub owed: &'p str,
    /// Its risk points.
    pub risks: Vec<&'p Risk>,
}

impl Power {
    /// The steps in their order, each with its risk points. A line without `：` is a step whose name is all that is
    /// said; steps that only risks name come last.
    pub fn duties(&self) -> Vec<Duty<'_>> {
        let mut duties: Vec<Duty<'_>> = Vec::new();
        for line in &self.responsibilities {
            let (step, owed) = line.split_once('：').unwrap_or((line, ""));
            duties.push(Duty {
                step: step.trim(),
                owed: owed.trim(),
                risks: Vec::new(),
            });
        }
        for risk in &self.risks {
            match duties.iter_mut().find(|duty| duty.step == risk.step) {
                Some(duty) => duty.risks.push(risk),
                None => duties.push(Duty {
                    step: &risk.step,
                    owed: "",
                    risks: vec![risk],
                }),
            }
        }
        duties
    }

    /// The worst of its risk points; none where it has none.
    pub fn worst(&self) -> Option<RiskLevel> {
        self.risks.iter().map(|risk| risk.level).min()
    }
}

/// 权力类型: the ten, with their words. Public service is no power.
pub fn kinds() -> &'static [(&'static str, &'static str)] {
    &KINDS[..10]
}

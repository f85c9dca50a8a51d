//! What a service item says of itself: everything that a guide shows and an application needs.

use serde::{Deserialize, Serialize};

use super::vocabulary::{Audience, Handling, Level, MaterialKind, MaterialSource, Unit};
use crate::form;

/// A service item that one applies for (业务办理项), whole. Kept as one version; a change is another version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Item {
    /// 业务办理项编码 or whatever code the installation uses: opaque, unique for ever.
    pub code: String,
    /// 基本编码 of the catalogue above; empty for none.
    pub base_code: String,
    /// 主项名称.
    pub main_name: String,
    /// 子项名称; the main item's where it is not divided.
    pub sub_name: String,
    /// 业务办理项名称: what people look for.
    pub name: String,
    /// 事项类型, a code of [`super::KINDS`].
    pub kind: String,
    /// 实施主体: the organisation's code.
    pub org_code: String,
    /// 承办机构: the office within it.
    pub handling_office: String,
    /// 行使层级.
    pub level: Level,
    /// 服务对象.
    pub audience: Vec<Audience>,
    /// 服务主题.
    pub theme: String,
    /// 办件类型.
    pub handling: Handling,
    /// Everyday words by which people look for it.
    pub everyday_words: Vec<String>,
    /// The answer in thirty seconds: who, what to bring, where, how long, what it costs.
    pub brief: String,
    /// 设定依据: document with article, one a line.
    pub basis: Vec<String>,
    /// 受理条件, one a line.
    pub conditions: Vec<String>,
    /// 法定办结时限.
    pub statutory: Term,
    /// 承诺办结时限: never longer than the statutory one.
    pub promised: Term,
    /// What is to be known about the terms.
    pub term_note: String,
    /// 特别环节.
    pub special: Vec<Special>,
    /// 申请材料.
    pub materials: Vec<Material>,
    /// 收费; none where nothing is charged.
    pub fees: Vec<Fee>,
    /// 情形: questions that shorten the list of materials.
    pub questions: Vec<Question>,
    /// 办理形式: 窗口、网上, as they are written.
    pub ways: Vec<String>,
    /// 到办事现场次数.
    pub visits: Option<u8>,
    /// 办理地点, with the window.
    pub place: String,
    /// 办理时间.
    pub hours: String,
    /// 咨询方式.
    pub phone: String,
    /// 投诉渠道.
    pub complaint: String,
    /// 结果类型.
    pub result_kind: String,
    /// 结果名称.
    pub result_name: String,
    /// 是否支持物流.
    pub by_post: bool,
    /// 是否支持网上支付.
    pub pays_online: bool,
    /// 中介服务; empty for none.
    pub intermediary: String,
    /// 通办范围; empty for none.
    pub reach: String,
    /// 数量限制; empty for none.
    pub quota: String,
    /// 年审年检; empty for none.
    pub yearly: String,
    /// 联办单位 of a joint approval: codes of organisations.
    pub partners: Vec<String>,
    /// 固定牵头: only whose item it is receives it and leads. Otherwise whichever of them receives it first leads (行政许可法
    /// art. 26).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub named_lead: bool,
    /// 常见问题.
    pub faqs: Vec<Faq>,
    /// 申请表: what an applicant is asked beside what every application asks ([`form::common`]). An item without fields of
    /// its own is written as it was before there were any: digests of versions and of what is proposed stay true.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub form: Vec<form::Field>,
}

/// A term of days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Term {
    /// How many; 0 is at once. None: the law sets none.
    pub days: Option<u16>,
    /// Of which days.
    pub unit: Unit,
}

impl Term {
    /// `20 个工作日`, `当场`, `没有规定`
    pub fn text(self) -> String {
        match self.days {
            None => "没有规定".to_owned(),
            Some(0) => "当场".to_owned(),
            Some(days) => format!("{days} 个{}", self.unit.label()),
        }
    }

    /// Whether it is at most `other`. Of different units the count of calendar days decides, a week of five working
    /// days being seven of them.
    pub fn within(self, other: Term) -> bool {
        let calendar = |term: Term| {
            term.days.map(|days| match term.unit {
                Unit::Working => u32::from(days) * 7,
                Unit::Calendar => u32::from(days) * 5,
            })
        };
        match (calendar(self), calendar(other)) {
            (Some(own), Some(most)) => own <= most,
            (_, None) => true,
            (None, Some(_)) => false,
        }
    }
}

/// 特别环节: a step whose time does not count (行政许可法 art. 45).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Special {
    /// 环节名称: 听证、检验、专家评审 …
    pub name: String,
    /// 所需时限, in words.
    pub takes: String,
    /// 法定依据.
    pub basis: String,
    /// 收费依据; empty where nothing is charged.
    pub fee_basis: String,
    /// 是否计算在法定办结时限内.
    pub counts: bool,
}

/// 申请材料.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Material {
    /// 名称.
    pub name: String,
    /// 原件、复印件、电子.
    pub kind: MaterialKind,
    /// 份数.
    pub copies: u8,
    /// 来源渠道.
    pub source: MaterialSource,
    /// 填报须知.
    pub notes: String,
    /// 空白表格 and 样表: names of files kept with the item; empty for none.
    pub blank_form: String,
    /// 样表.
    pub sample_form: String,
    /// 是否必要: without it an application is not complete.
    pub needed: bool,
    /// 是否可容缺: it may come later, on a signed promise.
    pub may_follow: bool,
    /// Options of questions in which it is needed, as `question:option`; empty: in every case.
    pub only_if: Vec<String>,
}

/// 收费.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Fee {
    /// What for.
    pub name: String,
    /// 收费标准.
    pub tariff: String,
    /// 收费依据.
    pub basis: String,
    /// 减免; empty for none.
    pub relief: String,
}

/// A question about the applicant's situation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Question {
    /// Short name, unique in the item; materials refer to it.
    pub code: String,
    /// What is asked.
    pub text: String,
    /// The answers, at least two.
    pub options: Vec<String>,
}

/// 常见问题.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Faq {
    /// Question.
    pub question: String,
    /// Answer.
    pub answer: String,
}

impl Item {
    /// Everything that an applicant is asked: what every application asks, then the item's own fields.
    pub fn whole_form(&self) -> Vec<form::Field> {
        let for_some = |one| self.audience.contains(&one);
        let mut fields = form::common(for_some(Audience::Person), for_some(Audience::Legal));
        fields.extend(self.form.iter().cloned());
        fields
    }

    /// The materials that somebody in this situation brings: answers by the question's code.
    pub fn materials_for<'i>(
        &'i self,
        answers: &'i [(String, String)],
    ) -> impl Iterator<Item = &'i Material> {
        let holds = |condition: &String| {
            condition.split_once(':').is_some_and(|(code, option)| {
                answers
                    .iter()
                    .any(|(asked, said)| asked == code && said == option)
            })
        };
        // What was not answered shortens nothing.
        let open = |condition: &String| {
            let code = condition.split_once(':').map_or("", |(code, _)| code);
            !answers.iter().any(|(asked, _)| asked == code)
        };
        self.materials.iter().filter(move |material| {
            material.only_if.is_empty() || material.only_if.iter().any(|it| holds(it) || open(it))
        })
    }
}

//! What an applicant gives for a service item, and what is missing in it (行政许可法 art. 29).

use jiff::civil::Date;
use kernel::Issue;
use office::catalogue::{Item, Material};
use office::form::{self, Answers, Shown};
use serde::{Deserialize, Serialize};

use super::{DELIVERY_WAYS, Kind};
use crate::applicant;

/// Who acts for the applicant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgentKind {
    /// 委托代理人 (行政许可法 art. 29 ¶2), with a written mandate.
    #[default]
    Proxy,
    /// 帮办: somebody who fills in the form with the applicant's consent.
    Helper,
    /// 为民代理员 of the village, with a written mandate.
    Village,
}

impl AgentKind {
    /// In the order of the form.
    pub const ALL: [AgentKind; 3] = [AgentKind::Proxy, AgentKind::Helper, AgentKind::Village];

    /// As a form writes it.
    pub fn code(self) -> &'static str {
        match self {
            AgentKind::Proxy => "proxy",
            AgentKind::Helper => "helper",
            AgentKind::Village => "village",
        }
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            AgentKind::Proxy => "委托代理人",
            AgentKind::Helper => "帮办人（经申请人同意）",
            AgentKind::Village => "村（社区）为民代理员",
        }
    }

    /// The kind of a code.
    pub fn of(code: &str) -> Option<AgentKind> {
        AgentKind::ALL.into_iter().find(|it| it.code() == code)
    }

    /// Whether a written mandate has to come with the application.
    pub fn needs_mandate(self) -> bool {
        self != AgentKind::Helper
    }
}

/// Somebody who hands in the application for another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Agent {
    /// In what capacity.
    pub kind: AgentKind,
    /// 姓名
    pub name: String,
    /// 证件号码 of an identity card; may be empty for a helper.
    pub identity_number: String,
    /// 联系电话
    pub phone: String,
    /// The applicant agreed to this help.
    pub consent: bool,
}

/// Everything that an applicant gives. All of it is personal: it is kept apart and can be erased.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Application {
    /// Answers to the item's questions of the situation: question and option.
    pub situation: Vec<(String, String)>,
    /// Answers to the form: the part that every application has, and the item's own.
    pub answers: Answers,
    /// 送达方式
    pub delivery_way: String,
    /// Who acts for the applicant, where somebody does.
    pub agent: Option<Agent>,
}

impl Application {
    /// As it is kept: what is not asked any more is left out, and what cannot be seen.
    pub fn tidied(mut self, item: &Item) -> Application {
        self.answers = self.answers.kept(&item.whole_form(), &self.situation);
        if let Some(agent) = &mut self.agent {
            for text in [&mut agent.name, &mut agent.identity_number, &mut agent.phone] {
                *text = applicant::visible(text);
            }
            agent.identity_number = applicant::number(&agent.identity_number);
        }
        self
    }

    /// 姓名或者单位名称
    pub fn name(&self) -> &str {
        self.answers.text("applicant_name")
    }

    /// Who applies: a body shows its credit code.
    pub fn kind(&self) -> Kind {
        match self.answers.text("applicant_credit_code") {
            "" => Kind::Person,
            _ => Kind::Legal,
        }
    }

    /// The paper by which the applicant is known: kind and number.
    pub fn paper(&self) -> (&str, &str) {
        let papers = ["applicant_credit_code", "applicant_id", "applicant_paper_number"];
        let shown = papers
            .into_iter()
            .find(|code| !self.answers.text(code).is_empty());
        shown.map_or(("", ""), |code| (code, self.answers.text(code)))
    }

    /// 联系电话
    pub fn phone(&self) -> &str {
        self.answers.text("contact_phone")
    }

    /// 通信地址
    pub fn address(&self) -> &str {
        self.answers.text("contact_address")
    }

    /// What was asked and answered, in words and in order.
    pub fn shown(&self, item: &Item) -> Vec<Shown> {
        form::shown(&item.whole_form(), &self.situation, &self.answers)
    }

    /// The materials that this situation asks for.
    pub fn materials<'i>(&'i self, item: &'i Item) -> Vec<&'i Material> {
        item.materials_for(&self.situation).collect()
    }

    /// Who acts, in one line; empty where the applicant does.
    pub fn agent_line(&self) -> String {
        self.agent.as_ref().map_or_else(String::new, |agent| {
            format!("{}（{}）", agent.name, agent.kind.label())
        })
    }
}

/// What keeps an application from being taken; all of it at once, each at its field. That materials are missing keeps
/// nothing from being received: the window answers it (art. 32).
pub fn problems(it: &Application, item: &Item, today: Date) -> Vec<Issue> {
    let mut found = Vec::new();
    situation(it, item, &mut found);
    found.extend(form::problems(
        &item.whole_form(),
        &it.situation,
        &it.answers,
        today,
    ));
    delivery(it, item, &mut found);
    agent(it, &mut found);
    for issue in &mut found {
        issue
            .article
            .get_or_insert_with(|| "行政许可法 第二十九条".to_owned());
    }
    found
}

/// What is missing of whoever comes with something that is declined at once: a name, and where to reach them.
pub fn callers_problems(it: &Application, item: &Item, today: Date) -> Vec<Issue> {
    let mut found = problems(it, item, today);
    let asked = ["f.applicant_kind", "f.applicant_name", "f.contact_phone"];
    found.retain(|issue| issue.field.as_deref().is_some_and(|field| asked.contains(&field)));
    found
}

fn need(found: &mut Vec<Issue>, missing: bool, field: &str, sentence: &str, onward: &str) {
    if missing {
        found.push(Issue::new("application", sentence, onward).at(field));
    }
}

fn delivery(it: &Application, item: &Item, found: &mut Vec<Issue>) {
    let known = DELIVERY_WAYS.iter().any(|(code, _)| *code == it.delivery_way);
    need(
        found,
        !known,
        "delivery_way",
        "还没有选择怎么取结果。",
        "请选择一种送达方式。",
    );
    let post = it.delivery_way == "post";
    need(
        found,
        post && it.address().is_empty(),
        "f.contact_address",
        "选了邮寄，还没有填写地址。",
        "请填写收件地址，或者改选其他送达方式。",
    );
    need(
        found,
        post && !item.by_post,
        "delivery_way",
        "这个事项的结果不能邮寄。",
        "请改选窗口领取或者网上查看下载。",
    );
}

fn agent(it: &Application, found: &mut Vec<Issue>) {
    let Some(agent) = &it.agent else { return };
    need(
        found,
        agent.name.is_empty(),
        "agent_name",
        "还没有填写代为提交的人的姓名。",
        "请填写姓名；本人提交的，把“谁来提交”改成本人。",
    );
    if agent.kind.needs_mandate() || !agent.identity_number.is_empty() {
        let issues = applicant::identity("id_card", &agent.identity_number, agent.kind.needs_mandate());
        found.extend(issues.into_iter().map(|issue| issue.at("agent_identity_number")));
    }
    need(
        found,
        agent.phone.is_empty(),
        "agent_phone",
        "还没有填写代为提交的人的电话。",
        "请填写手机号码或者带区号的固定电话。",
    );
    need(
        found,
        !agent.consent,
        "agent_consent",
        "还没有确认申请人同意由他人代为提交。",
        "请向申请人说明要提交什么，征得同意后勾选。",
    );
}

fn situation(it: &Application, item: &Item, found: &mut Vec<Issue>) {
    for question in &item.questions {
        let said = it.situation.iter().find(|(code, _)| *code == question.code);
        let answered = said.is_some_and(|(_, option)| question.options.contains(option));
        need(
            found,
            !answered,
            &format!("q.{}", question.code),
            &format!("还没有回答“{}”", question.text),
            "请选一个答案：它决定您要交哪些材料。",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use office::catalogue::{Audience, Question};

    fn item() -> Item {
        Item {
            audience: vec![Audience::Person],
            questions: vec![Question {
                code: "size".into(),
                text: "店有多大？".into(),
                options: vec!["小".into(), "大".into()],
            }],
            ..Item::default()
        }
    }

    fn complete() -> Application {
        let said = [
            ("f.applicant_name", "陈晓月"),
            ("f.applicant_paper", "居民身份证"),
            ("f.applicant_id", "11010519491231002X"),
            ("f.contact_phone", "13900000001"),
        ];
        let pairs = said.map(|(name, text)| (name.to_owned(), text.to_owned()));
        Application {
            answers: form::read(&item().whole_form(), &pairs, &[]).answers,
            delivery_way: "counter".into(),
            situation: vec![("size".into(), "小".into())],
            agent: None,
        }
    }

    /// (what is changed, the fields that are named) — 行政许可法 art. 29.
    #[test]
    fn everything_missing_is_told_at_once() {
        type Change = fn(&mut Application);
        let village = |it: &mut Application| {
            it.agent = Some(Agent {
                kind: AgentKind::Village,
                ..Agent::default()
            });
        };
        let helper = |it: &mut Application| {
            it.agent = Some(Agent {
                kind: AgentKind::Helper,
                name: "王秀兰".into(),
                phone: "13900000002".into(),
                consent: true,
                ..Agent::default()
            });
        };
        let rows: [(Change, &[&str]); 6] = [
            (|_| {}, &[]),
            (
                |it| it.delivery_way = "post".into(),
                &["f.contact_address", "delivery_way"],
            ),
            (
                |it| it.situation = vec![("size".into(), "中".into())],
                &["q.size"],
            ),
            (
                village,
                &[
                    "agent_name",
                    "agent_identity_number",
                    "agent_phone",
                    "agent_consent",
                ],
            ),
            (helper, &[]),
            (
                |it| *it = Application::default(),
                &[
                    "q.size",
                    "f.applicant_name",
                    "f.applicant_paper",
                    "f.contact_phone",
                    "delivery_way",
                ],
            ),
        ];
        for (n, (change, fields)) in rows.into_iter().enumerate() {
            let mut it = complete();
            change(&mut it);
            let told: Vec<_> = problems(&it, &item(), date(2026, 11, 27))
                .into_iter()
                .filter_map(|issue| issue.field)
                .collect();
            assert_eq!(told, fields, "row {n}");
        }
    }

    #[test]
    fn who_applies_is_read_from_the_answers() {
        let it = complete();
        assert_eq!((it.name(), it.kind()), ("陈晓月", Kind::Person));
        assert_eq!(it.paper(), ("applicant_id", "11010519491231002X"));
    }
}

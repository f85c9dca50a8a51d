//! What an applicant gives for a service item, and what is missing in it (行政许可法 art. 29).

use kernel::Issue;
use office::catalogue::{Item, Material};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::{DELIVERY_WAYS, IDENTITY_KINDS, Kind};
use crate::applicant::{self, Reach};

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
    /// Who applies.
    pub kind: Kind,
    /// 姓名或者名称
    pub name: String,
    /// 身份证明的种类
    pub identity_kind: String,
    /// 证件号码
    pub identity_number: String,
    /// 法定代表人或者负责人, of an organisation.
    pub legal_person: String,
    /// 联系人, of an organisation.
    pub contact_person: String,
    /// 联系电话
    pub phone: String,
    /// 电子邮箱
    pub email: String,
    /// 通信地址
    pub address: String,
    /// 邮政编码
    pub postcode: String,
    /// 送达方式
    pub delivery_way: String,
    /// Who acts for the applicant, where somebody does.
    pub agent: Option<Agent>,
    /// Answers to the item's questions of the situation: question and option.
    pub situation: Vec<(String, String)>,
    /// Answers to the item's form, by field.
    pub answers: Map<String, Json>,
}

impl Application {
    /// Without blanks around anything and without invisible characters.
    pub fn tidied(mut self) -> Application {
        let mut texts = vec![
            &mut self.name,
            &mut self.identity_number,
            &mut self.legal_person,
            &mut self.contact_person,
            &mut self.phone,
            &mut self.email,
            &mut self.address,
            &mut self.postcode,
        ];
        if let Some(agent) = &mut self.agent {
            texts.extend([&mut agent.name, &mut agent.identity_number, &mut agent.phone]);
        }
        for text in texts {
            *text = applicant::visible(text);
        }
        self.identity_number = applicant::number(&self.identity_number);
        if let Some(agent) = &mut self.agent {
            agent.identity_number = applicant::number(&agent.identity_number);
        }
        self
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
pub fn problems(it: &Application, item: &Item, by_clerk: bool) -> Vec<Issue> {
    let mut found = Vec::new();
    who(it, by_clerk, &mut found);
    applicant::reach(
        &Reach {
            phone: &it.phone,
            email: &it.email,
            address: &it.address,
            postcode: &it.postcode,
        },
        &mut found,
    );
    delivery(it, item, &mut found);
    agent(it, &mut found);
    situation(it, item, &mut found);
    for issue in &mut found {
        issue
            .article
            .get_or_insert_with(|| "行政许可法 第二十九条".to_owned());
    }
    found
}

fn need(found: &mut Vec<Issue>, missing: bool, field: &str, sentence: &str, onward: &str) {
    if missing {
        found.push(Issue::new("application", sentence, onward).at(field));
    }
}

fn who(it: &Application, by_clerk: bool, found: &mut Vec<Issue>) {
    let person = it.kind == Kind::Person;
    let (sentence, onward) = match person {
        true => ("还没有填写姓名。", "请填写身份证件上的姓名。"),
        false => ("还没有填写单位名称。", "请填写营业执照或者登记证书上的名称。"),
    };
    need(found, it.name.is_empty(), "name", sentence, onward);
    let long = it.name.chars().count() > 100;
    need(found, long, "name", "名称超过100个字。", "请填写证件上的名称。");
    let known = IDENTITY_KINDS.iter().any(|(code, _)| *code == it.identity_kind);
    need(
        found,
        !known,
        "identity_kind",
        "还没有选择身份证明的种类。",
        "请选择一种证件。",
    );
    // At the window the clerk has seen the paper itself.
    let required = !by_clerk || matches!(it.identity_kind.as_str(), "id_card" | "credit_code");
    found.extend(applicant::identity(
        &it.identity_kind,
        &it.identity_number,
        required,
    ));
    need(
        found,
        !person && it.legal_person.is_empty(),
        "legal_person",
        "还没有填写法定代表人或者负责人。",
        "请填写营业执照或者登记证书上的姓名。",
    );
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
        post && it.address.is_empty(),
        "address",
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
    use office::catalogue::Question;

    fn complete() -> Application {
        Application {
            name: "陈晓月".into(),
            identity_kind: "id_card".into(),
            identity_number: "11010519491231002X".into(),
            phone: "13900000001".into(),
            delivery_way: "counter".into(),
            situation: vec![("size".into(), "小".into())],
            ..Application::default()
        }
    }

    fn item() -> Item {
        Item {
            questions: vec![Question {
                code: "size".into(),
                text: "店有多大？".into(),
                options: vec!["小".into(), "大".into()],
            }],
            ..Item::default()
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
        let rows: [(Change, &[&str]); 10] = [
            (|_| {}, &[]),
            (|it| it.name.clear(), &["name"]),
            (
                |it| it.identity_number = "110105194912310021".into(),
                &["identity_number"],
            ),
            (|it| it.kind = Kind::Legal, &["legal_person"]),
            (|it| it.phone.clear(), &["phone"]),
            (|it| it.delivery_way = "post".into(), &["address", "delivery_way"]),
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
                    "name",
                    "identity_kind",
                    "identity_number",
                    "phone",
                    "delivery_way",
                    "q.size",
                ],
            ),
        ];
        for (n, (change, fields)) in rows.into_iter().enumerate() {
            let mut it = complete();
            change(&mut it);
            let told: Vec<_> = problems(&it, &item(), false)
                .into_iter()
                .filter_map(|issue| issue.field)
                .collect();
            assert_eq!(told, fields, "row {n}");
        }
    }
}

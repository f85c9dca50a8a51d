//! What an application says, as lists for the page.

use kernel::Result;
use kernel::db::Conn;
use matters::request::option_label;
use matters::service::{Application, Channel, DELIVERY_WAYS, Kind, Service};
use office::catalogue::{Item, kind_label};
use office::docket::Case;
use office::form;
use office::organisation;
use serde_json::Value as Json;

use crate::workbench::casework::{Fact, fact};

/// Who applies: to whoever handles the application. `whole` false: no more than an opinion needs.
pub fn applicant(it: &Application, whole: bool) -> Vec<Fact> {
    let who = match it.kind() {
        Kind::Person => "姓名",
        _ => "名称",
    };
    let named = [
        fact(who, it.name(), false),
        fact("类型", it.kind().label(), false),
    ];
    let said = |code: &str| it.answers.text(code);
    let paper = match it.kind() {
        Kind::Person => said("applicant_paper"),
        _ => "统一社会信用代码",
    };
    let private = [
        fact("身份证明", &format!("{paper} {}", it.paper().1), false),
        fact("联系人", said("contact_name"), false),
        fact("电话", it.phone(), false),
        fact("电子邮箱", said("contact_email"), false),
        fact("送达方式", option_label(DELIVERY_WAYS, &it.delivery_way), false),
        fact("通信地址", it.address(), true),
    ];
    let private = private.into_iter().filter(|_| whole);
    named.into_iter().chain(private).flatten().collect()
}

/// Who handed it in for the applicant; nothing where the applicant did.
pub fn agent(it: &Application) -> Vec<Fact> {
    let Some(agent) = &it.agent else {
        return Vec::new();
    };
    let rows = [
        fact("代为提交", &it.agent_line(), false),
        fact("身份证号", &agent.identity_number, false),
        fact("代办人电话", &agent.phone, false),
    ];
    rows.into_iter().flatten().collect()
}

/// The situation and what the item's form asked: question and answer.
pub fn answers(it: &Application, item: &Item) -> Vec<(String, String)> {
    let question = |code: &str| {
        let known = item.questions.iter().find(|question| question.code == code);
        known.map_or_else(|| code.to_owned(), |question| question.text.clone())
    };
    let situation = it
        .situation
        .iter()
        .map(|(code, option)| (question(code), option.clone()));
    // Who applies stands in a list of its own.
    let own = it.shown(item).into_iter().filter(|one| {
        let code = one.control.trim_start_matches(form::PREFIX);
        !code.starts_with("applicant_") && !code.starts_with("contact_")
    });
    let typed = own.map(|one| match one.row.is_empty() {
        true => (one.label, one.value),
        false => (format!("{}：{}", one.row, one.label), one.value),
    });
    situation
        .chain(typed)
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

/// What the case is about and who answers for it.
pub async fn handling(conn: &mut Conn, case: &Case, it: &Service, item: &Item) -> Result<Vec<Fact>> {
    let first = person(conn, case, "first_asked").await?;
    let handler = person(conn, case, "handler").await?;
    let valid = case
        .state
        .data
        .get("valid_until")
        .and_then(Json::as_str)
        .unwrap_or_default();
    let days = it
        .used_days
        .map(|days| format!("{days} 个工作日"))
        .unwrap_or_default();
    let rows = [
        fact("事项类型", kind_label(&item.kind), false),
        fact("办件类型", item.handling.label(), false),
        fact(
            "法定、承诺",
            &format!("{}、{}", item.statutory.text(), item.promised.text()),
            false,
        ),
        fact("首问责任人", &first, false),
        fact("经办人", &handler, false),
        fact("到现场", &visits(it), false),
        fact("用了多久", &days, false),
        fact("有效期至", valid, false),
    ];
    Ok(rows.into_iter().flatten().collect())
}

fn visits(it: &Service) -> String {
    match it.channel {
        Channel::Online if it.visits == 0 => String::new(),
        _ => format!("{} 次", it.visits),
    }
}

async fn person(conn: &mut Conn, case: &Case, field: &str) -> Result<String> {
    match case.state.data.get(field).and_then(Json::as_i64) {
        Some(person_id) => organisation::person_name(conn, person_id).await,
        None => Ok(String::new()),
    }
}

/// How far the statutory term may be extended, in a sentence; empty where it cannot be.
pub fn extension(case: &Case) -> String {
    let clock = case.definition.clocks().iter().find(|it| it.code == "decision");
    let Some(extension) = clock.and_then(|it| it.extension.as_ref()) else {
        return String::new();
    };
    let granted = case
        .state
        .clocks
        .iter()
        .find(|it| it.clock == "decision")
        .map_or(0, |it| it.granted);
    match granted {
        0 => format!("法定期限最多延长 {} 个工作日，只能延长一次。", extension.cap),
        days => format!("法定期限已经延长 {days} 个工作日，不能再延长。"),
    }
}

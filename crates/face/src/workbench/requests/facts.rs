//! What a request says, as lists for the page.

use kernel::Result;
use kernel::db::Conn;
use matters::request::{self, Application, DELIVERY_WAYS, FORMS_WANTED, IDENTITY_KINDS, Kind, option_label};
use office::docket::Case;

use crate::workbench::casework::{Fact, fact};

/// What is wanted, and how.
pub fn wanted(it: &Application) -> Vec<Fact> {
    let rows = [
        fact("信息名称", &it.info_name, true),
        fact("文号", &it.info_number, true),
        fact("其他特征", &it.info_features, true),
        fact("获取方式", option_label(FORMS_WANTED, &it.form_wanted), false),
        fact("送达方式", option_label(DELIVERY_WAYS, &it.delivery_way), false),
        fact("需要的帮助", &it.help_wanted, true),
    ];
    rows.into_iter().flatten().collect()
}

/// What a request is called: the shortest that the applicant says of it.
pub fn title(it: &Application) -> String {
    let named = [&it.info_name, &it.info_number]
        .into_iter()
        .find(|text| !text.is_empty());
    let text = named.cloned().unwrap_or_else(|| it.wanted());
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// Who asks.
pub fn applicant(it: &Application) -> Vec<Fact> {
    let identity = match it.identity_number.is_empty() {
        true => option_label(IDENTITY_KINDS, &it.identity_kind).to_owned(),
        false => format!(
            "{} {}",
            option_label(IDENTITY_KINDS, &it.identity_kind),
            it.identity_number
        ),
    };
    let (who, post) = (
        if it.kind == Kind::Person {
            "姓名"
        } else {
            "名称"
        },
        format!("{} {}", it.postcode, it.address),
    );
    let rows = [
        fact(who, &it.name, false),
        fact("类型", it.kind.label(), false),
        fact("身份证明", &identity, false),
        fact("联系人", &it.contact_person, false),
        fact("电话", &it.phone, false),
        fact("电子邮箱", &it.email, false),
        fact("通信地址", &post, true),
    ];
    rows.into_iter().flatten().collect()
}

/// How much of the extension is used, in a sentence.
pub fn extension(case: &Case) -> String {
    let Some(history) = case.state.clocks.iter().find(|it| it.clock == "answer") else {
        return String::new();
    };
    match history.granted {
        0 => "没有延长过；合计最多可以延长 20 个工作日。".to_owned(),
        20.. => "已经延长 20 个工作日，不能再延长。".to_owned(),
        used => format!("已经延长 {used} 个工作日，还可以延长 {} 个。", 20 - used),
    }
}

/// Another request that looks like this one.
pub struct SimilarRow {
    pub href: String,
    pub number: String,
    pub wanted: String,
    pub result: String,
    pub same: bool,
    pub alike: String,
}

pub async fn similar(
    conn: &mut Conn,
    request_id: i64,
    definition: &procedure::Definition,
) -> Result<Vec<SimilarRow>> {
    let found = request::similar(conn, request_id).await?;
    Ok(found
        .into_iter()
        .map(|it| SimilarRow {
            href: format!("/desk/requests/{}", it.case_id),
            number: it.number,
            wanted: it.wanted,
            result: it
                .result
                .as_deref()
                .map(|code| result(definition, code))
                .unwrap_or_default(),
            same: it.same_applicant,
            alike: format!("{:.0}%", it.alike * 100.0),
        })
        .collect())
}

/// How a request ended, in words.
pub fn result(definition: &procedure::Definition, code: &str) -> String {
    let choices = definition
        .field("reply_type")
        .map(|field| field.choices.as_slice())
        .unwrap_or_default();
    match code {
        "lapsed" => "逾期未补正，视为放弃".to_owned(),
        "unpaid" => "逾期未缴费，视为放弃".to_owned(),
        "withdrawn" => "申请人撤回".to_owned(),
        _ => choices
            .iter()
            .find(|it| it.code == code)
            .map_or_else(|| code.to_owned(), |it| it.label.clone()),
    }
}

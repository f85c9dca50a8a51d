//! Giving a part (条例 art. 37, 区分处理): the redacted file goes with the reply, the reply says why, and the
//! original stays inside.

use kernel::db::Conn;
use kernel::{Issue, Result};
use office::redaction::{self, Given};
use serde_json::Value as Json;

use crate::step::Sent;

/// The reply that gives a part.
const PARTIAL: &str = "partial";

/// Puts redacted files into a reply that is being proposed, and the reasons for what they withhold behind its
/// words: whoever signs reads them, and the letter says them.
pub fn give_part(sent: &mut Sent, given: &[Given]) {
    sent.sheets.extend(given.iter().map(|it| it.sheet.clone()));
    sent.partly |= !given.is_empty();
    let mut legend: Vec<&str> = given
        .iter()
        .flat_map(|it| &it.legend)
        .map(String::as_str)
        .collect();
    legend.sort_unstable();
    legend.dedup();
    if let Some(words) = sent.order.reason.as_mut().filter(|_| !legend.is_empty()) {
        let reasons = legend.join("；");
        words.push_str(&format!(
            "\n随本答复提供的材料经过区分处理，遮盖处的编号是不予公开的理由：{reasons}。"
        ));
    }
}

/// What stands against giving these papers out, at the controls that they came from.
pub(super) async fn objections(conn: &mut Conn, case_id: i64, sent: &Sent) -> Result<Vec<Issue>> {
    let mut found = Vec::new();
    let originals = redaction::originals(conn, case_id).await?;
    let whole = sent
        .sheets
        .iter()
        .filter(|sheet| sheet.kind == "given" && originals.contains(&sheet.digest));
    found.extend(whole.map(|sheet| {
        let sentence = format!("“{}”是遮盖以前的原件，不能提供给申请人。", sheet.name);
        let mut issue = Issue::new(
            "original-given",
            sentence,
            "请去掉这份，改选遮盖后的文件；确实可以全部公开的，先在“遮盖”里放弃这份材料的遮盖。",
        );
        issue.article = Some("政府信息公开条例 第三十七条".to_owned());
        issue.at("given")
    }));
    let reply_type = sent.order.data.get("reply_type").and_then(Json::as_str);
    if sent.partly && reply_type.is_some_and(|it| it != PARTIAL) {
        let issue = Issue::new(
            "partly-given",
            "选了遮盖后的材料，答复类型就是“部分公开（区分处理）”。",
            "请改选这个类型，或者不选遮盖后的材料。",
        );
        found.push(issue.at("reply_type"));
    }
    Ok(found)
}

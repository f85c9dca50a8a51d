//! 已答复申请选登: answered requests that may be shown to everybody, without a word of the applicant's.

use jiff::civil::Date;
use kernel::db::Conn;
use kernel::{Error, Issue, Result};

use super::store;

/// An answered request as the public sees it.
#[derive(Clone, Debug)]
pub struct Logged {
    /// Row.
    pub request_id: i64,
    /// Who answered.
    pub org_name: String,
    /// What it was about, in the office's words.
    pub title: String,
    /// What was answered, in the office's words.
    pub summary: String,
    /// A reply type.
    pub result: String,
    /// 收到之日
    pub received_on: Option<Date>,
    /// 答复之日
    pub concluded_on: Date,
}

/// The log, newest first, with how many there are in all.
pub async fn public_log(conn: &mut Conn, limit: i64, offset: i64) -> Result<(Vec<Logged>, i64)> {
    Ok((
        store::logged(conn, limit, offset).await?,
        store::logged_count(conn).await?,
    ))
}

/// Shows a request in the log under these words, or takes it out again (both empty). Its office's choice:
/// the caller has checked that the person may.
///
/// # Errors
/// Invalid: a summary without a title; personal data in either.
pub async fn show_in_log(conn: &mut Conn, request_id: i64, title: &str, summary: &str) -> Result<()> {
    let (title, summary) = (title.trim(), summary.trim());
    let mut found = Vec::new();
    if title.is_empty() && !summary.is_empty() {
        found.push(
            Issue::new(
                "log-title",
                "写了摘要，还没有写标题。",
                "请填写标题；两项都留空就是不选登。",
            )
            .at("log_title"),
        );
    }
    for (field, text) in [("log_title", title), ("log_summary", summary)] {
        if let Some(hit) = text::identifier::find(text).first() {
            let sentence = format!("这里含有{}。", hit.kind.name());
            found
                .push(Issue::new("log-personal", sentence, "选登的内容人人可见，请删去个人信息。").at(field));
        }
    }
    if !found.is_empty() {
        return Err(Error::invalid(found));
    }
    let shown = !title.is_empty();
    store::log(conn, request_id, shown.then_some(title), shown.then_some(summary)).await
}

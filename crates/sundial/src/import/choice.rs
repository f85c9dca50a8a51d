//! Which organisation, column and people are meant; what has only one answer need not be said.

use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;
use matters::publication::{self, Column};
use office::organisation;

use super::{Into, refuse};

/// Everything that an import is done with.
#[derive(Debug)]
pub struct Choice {
    /// The organisation's row.
    pub org_id: i64,
    /// The column.
    pub column: Column,
    /// The importer's row.
    pub by: i64,
    /// Who accepts, where that was said.
    pub accept_by: Option<i64>,
    /// What was taken without being said.
    pub taken: Vec<String>,
}

/// A person in a post at an organisation.
struct Seat {
    person_id: i64,
    login: String,
    name: String,
    org_id: i64,
    org_code: String,
    org_name: String,
}

pub async fn choose(conn: &mut Conn, into: &Into, today: Date) -> Result<Choice> {
    let mut taken = Vec::new();
    let importer = importer(conn, into, today, &mut taken).await?;
    let column = column(conn, into, &mut taken).await?;
    let accept_by = match &into.accept_by {
        Some(login) => Some(person(conn, login).await?),
        None => None,
    };
    if accept_by == Some(importer.person_id) {
        return Err(refuse(
            "导入人和验收人是同一个人。",
            "请用 --accept-by 指定另一个人；谁导入的，不能由谁验收。",
        ));
    }
    Ok(Choice {
        org_id: importer.org_id,
        column,
        by: importer.person_id,
        accept_by,
        taken,
    })
}

/// Who may accept a batch of the organisation, for the sentence that says what is left to do.
pub async fn reviewers(conn: &mut Conn, org_id: i64, today: Date) -> Result<Vec<String>> {
    let all = seats(conn, "import_reviewer", today).await?;
    Ok(all
        .into_iter()
        .filter(|seat| seat.org_id == org_id)
        .map(|seat| format!("{}（{}）", seat.name, seat.login))
        .collect())
}

async fn importer(conn: &mut Conn, into: &Into, today: Date, taken: &mut Vec<String>) -> Result<Seat> {
    let all = seats(conn, "importer", today).await?;
    let mut fitting: Vec<Seat> = all
        .into_iter()
        .filter(|seat| {
            into.by
                .as_ref()
                .is_none_or(|login| seat.login == organisation::account::canonical_login(login))
        })
        .filter(|seat| into.org.as_ref().is_none_or(|code| &seat.org_code == code))
        .collect();
    if fitting.len() == 1 {
        let seat = fitting.remove(0);
        if into.by.is_none() {
            taken.push(format!("导入人：{}（--by {}）", seat.name, seat.login));
        }
        if into.org.is_none() {
            taken.push(format!("单位：{}（--org {}）", seat.org_name, seat.org_code));
        }
        return Ok(seat);
    }
    let onward = if fitting.is_empty() {
        "请组织人员管理员在这个单位设“历史数据导入人”岗位，或者核对 --by 和 --org。".to_owned()
    } else {
        let known: Vec<_> = fitting
            .iter()
            .map(|seat| format!("--by {} --org {}（{}）", seat.login, seat.org_code, seat.name))
            .collect();
        format!("请指定其一：{}。", known.join("；"))
    };
    let sentence = if fitting.is_empty() {
        "没有人可以这样导入。"
    } else {
        "可以导入的不止一人或一个单位。"
    };
    Err(refuse(sentence, onward))
}

async fn column(conn: &mut Conn, into: &Into, taken: &mut Vec<String>) -> Result<Column> {
    let mut all = publication::columns(conn).await?;
    let known = all
        .iter()
        .map(|column| format!("{}（{}）", column.slug, column.name))
        .collect::<Vec<_>>()
        .join("、");
    if let Some(slug) = &into.column {
        let found = all.into_iter().find(|column| &column.slug == slug);
        return found.ok_or_else(|| {
            refuse(
                format!("没有地址代号为“{slug}”的栏目。"),
                format!("现有栏目：{known}。"),
            )
        });
    }
    match all.len() {
        1 => {
            let column = all.remove(0);
            taken.push(format!("栏目：{}（--column {}）", column.name, column.slug));
            Ok(column)
        }
        0 => Err(refuse("还没有栏目。", "请系统管理员先建立栏目。")),
        _ => Err(refuse(
            "请用 --column 指定导入到哪个栏目。",
            format!("现有栏目：{known}。"),
        )),
    }
}

async fn person(conn: &mut Conn, login: &str) -> Result<i64> {
    let found = organisation::account::find_login(conn, login).await?;
    let account = found.ok_or_else(|| refuse(format!("没有登录名为“{login}”的人。"), "请核对登录名。"))?;
    Ok(account.person_id)
}

/// Who holds the role today, by organisation.
async fn seats(conn: &mut Conn, role: &str, today: Date) -> Result<Vec<Seat>> {
    let everybody = organisation::incumbents(conn, today).await?;
    let mut seats: Vec<Seat> = everybody
        .into_iter()
        .filter(|post| post.role == role)
        .filter_map(|post| {
            Some(Seat {
                person_id: post.person_id,
                login: post.login,
                name: post.name,
                org_id: post.org_id?,
                org_code: post.org_code,
                org_name: post.org_name,
            })
        })
        .collect();
    seats.sort_by(|a, b| (a.org_id, &a.login).cmp(&(b.org_id, &b.login)));
    Ok(seats)
}

//! What is wrong with a proposed change, all of it at once, before anybody is asked to confirm it.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Issue, Result};

use super::change::{self, Change, NewOrganisation};
use super::{KINDS, Organisation, bond, chart, store};
use crate::seal;

/// In which organisation's name the change is proposed (a new one's parent), and what lists call it.
pub(super) async fn place(conn: &mut Conn, change: &Change) -> Result<(i64, String)> {
    let org_id = match change {
        Change::Found(new) => change::parent_of(conn, new).await?.id,
        other => other.org_id().unwrap_or_default(),
    };
    Ok((org_id, change::title(conn, change).await?))
}

pub(super) async fn problems(
    conn: &mut Conn,
    change: &Change,
    basis: &str,
    now: Timestamp,
) -> Result<Vec<Issue>> {
    let mut issues = match change {
        Change::Found(new) => of_new(conn, new).await?,
        Change::Rename {
            org_id,
            name,
            short_name,
        } => {
            let mut issues = of_names(conn, name, short_name, Some(*org_id)).await?;
            issues.extend(of_standing(&known(conn, *org_id).await?));
            issues
        }
        Change::Merge { org_id, successor_id } => of_merger(conn, *org_id, *successor_id, now).await?,
        Change::End { org_id } => {
            let mut issues = of_standing(&known(conn, *org_id).await?);
            issues.extend(bond::of_ending(conn, *org_id).await?);
            issues
        }
        Change::TakeSeal { org_id, kind } => of_seal(conn, *org_id, kind, now).await?,
        Change::EndSeal { org_id, seal_id } => of_ending_seal(conn, *org_id, *seal_id, now).await?,
    };
    if basis.trim().is_empty() {
        let onward = "请填写批准这次变更的文件文号或者名称。";
        issues.push(Issue::new("no-basis", "没有填写批准文件文号。", onward).at("basis_number"));
    }
    if let Some(org_id) = change.org_id()
        && chart::open_change(conn, org_id).await?.is_some()
    {
        let onward = "请等它核准，或者先取消它。";
        issues.push(Issue::new(
            "change-open",
            "这个单位还有一项变更没有核准。",
            onward,
        ));
    }
    Ok(issues)
}

async fn of_merger(conn: &mut Conn, org_id: i64, successor_id: i64, now: Timestamp) -> Result<Vec<Issue>> {
    let (org, successor) = (known(conn, org_id).await?, known(conn, successor_id).await?);
    let mut issues = of_standing(&org);
    if successor.ended_on.is_some() {
        let sentence = format!("{}已经撤并，不能承接。", successor.name);
        issues.push(Issue::new("org-ended", sentence, "请选择现有的单位。").at("successor"));
    }
    if successor.path.starts_with(&org.path) {
        let onward = "请选择它以外的单位。";
        issues.push(Issue::new("into-itself", "单位不能并入自己或者自己的下级。", onward).at("successor"));
    }
    issues.extend(bond::of_merger(conn, org_id, successor_id, civil_date(now)).await?);
    Ok(issues)
}

/// One of each kind at a time.
async fn of_seal(conn: &mut Conn, org_id: i64, kind: &str, now: Timestamp) -> Result<Vec<Issue>> {
    let mut issues = of_standing(&known(conn, org_id).await?);
    if seal::kind_label(kind).is_empty() {
        issues.push(Issue::new("kind-missing", "没有选择印章种类。", "请从列表中选择。").at("seal_kind"));
    }
    let today = civil_date(now);
    let all = seal::of_org(conn, org_id).await?;
    if let Some(old) = all.iter().find(|it| it.kind == kind && it.is_in_use(today)) {
        let sentence = format!("{}正在使用，同一种印章只能有一枚。", old.name());
        issues.push(Issue::new("seal-in-use", sentence, "请先停用旧的，再启用新的。").at("seal_kind"));
    }
    Ok(issues)
}

async fn of_ending_seal(conn: &mut Conn, org_id: i64, seal_id: i64, now: Timestamp) -> Result<Vec<Issue>> {
    let found = seal::find(conn, seal_id).await?;
    let fine = found.is_some_and(|it| it.org_id == org_id && it.is_in_use(civil_date(now)));
    let issue = Issue::new(
        "seal-not-in-use",
        "没有选择正在使用的印章。",
        "请选择要停用的一枚。",
    );
    Ok(if fine { Vec::new() } else { vec![issue.at("seal")] })
}

async fn known(conn: &mut Conn, org_id: i64) -> Result<Organisation> {
    chart::organisation(conn, org_id)
        .await?
        .ok_or_else(|| Error::not_found("这个单位"))
}

fn of_standing(org: &Organisation) -> Vec<Issue> {
    let mut issues = Vec::new();
    if org.ended_on.is_some() {
        issues.push(Issue::new(
            "org-ended",
            format!("{}已经撤并，不能再变更。", org.name),
            "",
        ));
    }
    issues
}

async fn of_new(conn: &mut Conn, new: &NewOrganisation) -> Result<Vec<Issue>> {
    let mut issues = of_names(conn, &new.name, &new.short_name, None).await?;
    issues.extend(of_standing(&change::parent_of(conn, new).await?));
    issues.extend(of_facts(new));
    if chart::org_by_code(conn, &new.code).await?.is_some() {
        let sentence = format!("代号“{}”已有单位使用。", new.code);
        issues.push(Issue::new("code-taken", sentence, "请换一个代号。").at("code"));
    }
    Ok(issues)
}

/// What can be seen without the database.
pub(super) fn of_facts(new: &NewOrganisation) -> Vec<Issue> {
    let mut issues = Vec::new();
    let fine = (2..=40).contains(&new.code.len())
        && new
            .code
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !fine {
        let onward = "请用 2 至 40 个小写字母、数字和短横，例如 water-bureau；定了不能再改。";
        issues.push(Issue::new("code-form", "单位代号的写法不对。", onward).at("code"));
    }
    if !KINDS.iter().any(|(code, _)| *code == new.kind) {
        issues.push(Issue::new("kind-missing", "没有选择单位类别。", "请从列表中选择。").at("kind"));
    }
    if let Some(uscc) = new.uscc.as_deref().filter(|uscc| !uscc.trim().is_empty()) {
        issues.extend(of_uscc(uscc));
    }
    issues
}

/// GB 32100: eighteen characters. Codes whose check digit is wrong are in real use, so only the shape
/// is insisted on.
pub(super) fn of_uscc(uscc: &str) -> Option<Issue> {
    let wrong = text::identifier::credit_code(uscc.trim()) == text::identifier::Check::Malformed;
    let onward = "请对照统一社会信用代码证书核对十八位代码；没有可以不填。";
    wrong.then(|| Issue::new("uscc", format!("统一社会信用代码“{uscc}”有误。"), onward).at("uscc"))
}

async fn of_names(conn: &mut Conn, name: &str, short: &str, own: Option<i64>) -> Result<Vec<Issue>> {
    let mut issues = Vec::new();
    if name.trim().chars().count() < 2 || name.chars().count() > 60 {
        issues.push(
            Issue::new(
                "name-missing",
                "单位全称应为 2 至 60 个字。",
                "请按批准文件填写全称。",
            )
            .at("name"),
        );
    }
    if short.trim().is_empty() || short.chars().count() > 20 {
        issues.push(
            Issue::new("short-missing", "单位简称应为 1 至 20 个字。", "请填写规范简称。").at("short_name"),
        );
    }
    if store::name_taken(conn, name.trim(), own).await? {
        let sentence = format!("已有单位使用“{}”这个名称。", name.trim());
        issues.push(Issue::new("name-taken", sentence, "请核对是否已经登记过。").at("name"));
    }
    Ok(issues)
}

//! Who can log in, and what to try first.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;

use face::App;
use jiff::Timestamp;
use kernel::time::civil_date;
use kernel::{Fault, Result};
use office::organisation;
use serde::{Deserialize, Serialize};

use super::found::PASSWORD;
use crate::table::table;

/// The login of the story's applicant who has an account.
const APPLICANT: &str = "chen-xiaoyue";

/// `demo.toml`: for people and for tests.
#[derive(Debug, Serialize, Deserialize)]
struct Logins {
    password: String,
    /// An applicant's account, with requests in it.
    #[serde(default)]
    applicant: String,
    person: Vec<Login>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Login {
    login: String,
    name: String,
    organisation: String,
    posts: String,
}

/// Writes down who can log in at the end of the story.
pub async fn write(app: &App, file: &Path, now: Timestamp) -> Result<()> {
    let labels: BTreeMap<&str, &str> = organisation::ROLES
        .iter()
        .map(|role| (role.code, role.label))
        .collect();
    let mut people: Vec<Login> = Vec::new();
    for post in organisation::incumbents(&mut app.db.read().await?, civil_date(now)).await? {
        if people.last().is_none_or(|last| last.login != post.login) {
            people.push(Login {
                login: post.login,
                name: post.name,
                organisation: String::new(),
                posts: String::new(),
            });
        }
        if let Some(last) = people.last_mut().filter(|_| !post.role.is_empty()) {
            join(&mut last.organisation, &post.org_short);
            join(
                &mut last.posts,
                labels.get(post.role.as_str()).copied().unwrap_or(&post.role),
            );
        }
    }
    let logins = Logins {
        password: PASSWORD.to_owned(),
        applicant: APPLICANT.to_owned(),
        person: people,
    };
    let text = toml::to_string(&logins).map_err(Fault::new)?;
    std::fs::write(
        file,
        format!("# 演示的账号；机构、人员、文件、数字均为虚构。\n{text}"),
    )?;
    Ok(())
}

/// Puts a name behind others, once.
fn join(names: &mut String, name: &str) {
    if !names.split('、').any(|known| known == name) {
        if !names.is_empty() {
            names.push('、');
        }
        names.push_str(name);
    }
}

/// The offices where people only handle applications are many and alike: the file has them, the printed list does not.
fn in_the_story(all: &[Login], it: &Login) -> bool {
    const HANDLING: [&str; 3] = ["审批经办人", "审批负责人", "单位负责人"];
    let more = |one: &Login| one.posts.split('、').any(|post| !HANDLING.contains(&post));
    all.iter()
        .any(|one| one.organisation == it.organisation && more(one))
}

/// What is printed before the demonstration serves.
pub fn text(file: &Path, listen: SocketAddr) -> Result<String> {
    let logins: Logins = toml::from_str(&std::fs::read_to_string(file)?).map_err(Fault::new)?;
    let rows: Vec<Vec<String>> = logins
        .person
        .iter()
        .filter(|it| in_the_story(&logins.person, it))
        .map(|it| {
            vec![
                it.name.clone(),
                it.login.clone(),
                it.organisation.clone(),
                it.posts.clone(),
            ]
        })
        .collect();
    let mut out = String::from("\n");
    out.push_str(&table(&["姓名", "账号", "单位", "岗位"], &rows));
    let _ = write!(
        out,
        "\n所有人的密码：{}（账号也写在 {}）\n\n先试试：\n\
         1. 不登录，打开 http://{listen}/ ，看网站；搜索“停车”。\n\
         2. 用 gu-ruolan 登录，审核云溪乡报来的《茶垭村……》；同意或者退回。\n\
         3. 用 lin-xiaotang 登录，看住建局被退回的路灯采购公告，改好后重新提交。\n\
         4. 打开 http://{listen}/apply ，向住建局申请一份信息；再用 lin-xiaotang 登录，在“依申请公开”里办理。\n\
         5. 以申请人身份，用登录名 {applicant} 和同一个密码登录 http://{listen}/my ，看账号里的两件申请。\n\
         6. 用 dou-jiyue 登录大厅窗口，在“办件统计”里看半年收了多少、办得多快；各部门审批人员的账号在上面那个文件里。\n\
         7. 在任一公开文件的页面下载凭证，用 sundial verify 核对整本账本。\n\n",
        logins.password,
        file.display(),
        applicant = logins.applicant,
    );
    Ok(out)
}

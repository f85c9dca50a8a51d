//! `sundial init`: founds a site: its first organisation, two administrators, its identity, its
//! ledger's name.
//!
//! Two, since a change of the tree takes one to propose and another to confirm. They divide the two
//! roles; whoever else is needed they enrol in the workbench.

use clap::Args;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Fault, Issue, Result, session};
use office::docket::{Docket, Order};
use office::organisation::{Actor, Site, account};
use office::register::{Bootstrap, FirstPost, NewOrganisation, NewPerson, bootstrap, set_site};

use crate::Place;
use crate::house::{House, Settings};

/// What a new site is told.
#[derive(Args, Clone, Debug)]
pub struct Ask {
    /// 单位全称，例如 晴川县人民政府
    #[arg(long, value_name = "名称")]
    organisation: String,
    /// 单位简称；不写则用全称
    #[arg(long, value_name = "简称")]
    short_name: Option<String>,
    /// 单位层级：city、county、department、township
    #[arg(long, default_value = "county", value_name = "层级")]
    kind: String,
    /// 网站域名，也是账本的名称，启用后不能更换
    #[arg(long, value_name = "域名")]
    domain: String,
    /// 网站标识码（10位）
    #[arg(long, value_name = "标识码")]
    id_code: String,
    /// 网站名称；不写则用单位全称
    #[arg(long, value_name = "名称")]
    site_name: Option<String>,
    /// 组织人员管理员，写作 账号:姓名
    #[arg(long, value_name = "账号:姓名")]
    org_admin: String,
    /// 系统管理员，写作 账号:姓名；须是另一个人
    #[arg(long, value_name = "账号:姓名")]
    site_admin: String,
}

/// Founds the site and prints both one-time passwords.
pub async fn run(ask: Ask, place: &Place) -> Result<()> {
    let people = people(&ask)?;
    let key_file = place.data.join("ledger/key");
    let had_key = key_file.exists();
    let house = House::open(Settings {
        ledger_name: Some(ask.domain.clone()),
        ..place.settings()
    })
    .await?;
    let passwords: Vec<String> = people.iter().map(|_| account::one_time_password()).collect();
    let mut hashes = Vec::new();
    for password in passwords.clone() {
        let hashed = tokio::task::spawn_blocking(move || session::hash(&password)).await;
        hashes.push(hashed.map_err(Fault::new)??);
    }
    let (docket, now) = (house.app.docket.clone(), house.app.now());
    let (told, first) = (ask.clone(), first(&ask, &people, civil_date(now)));
    let founded = house
        .app
        .db
        .act(move |conn| Box::pin(async move { found(&docket, conn, &told, &first, &hashes, now).await }))
        .await;
    if founded.is_err() && !had_key {
        // A key carries the ledger's name for good; that of a refused founding may be mistyped.
        std::fs::remove_file(&key_file)?;
    }
    founded?;
    house.app.signer.sign(&house.app.clock).await?;
    say!(
        "已建站：{}（{}）。账本公钥：{}",
        ask.organisation,
        ask.domain,
        house.app.signer.identity().verifier()
    );
    for ((login, name), password) in people.iter().zip(&passwords) {
        say!("  {name}（账号 {login}）的一次性密码：{password}   首次登录后须更换");
    }
    say!("下一步：sundial serve，用上面的账号登录 /desk。");
    house.close().await;
    Ok(())
}

async fn found(
    docket: &Docket,
    conn: &mut Conn,
    ask: &Ask,
    first: &Bootstrap,
    hashes: &[String],
    now: jiff::Timestamp,
) -> Result<()> {
    let founded = bootstrap(docket, conn, first, now).await?;
    let mut administrator = Actor::system();
    for (person, hash) in first.people.iter().zip(hashes) {
        let person_id = founded.people[&person.login];
        account::reset_password(conn, person_id, hash, now).await?;
        administrator = Actor::person(person_id);
    }
    let site = Site {
        name: ask.site_name.clone().unwrap_or_else(|| ask.organisation.clone()),
        domain: ask.domain.clone(),
        id_code: ask.id_code.clone(),
        sponsor: ask.organisation.clone(),
        ..Site::default()
    };
    set_site(docket, conn, &administrator, &site, Order::default(), now).await
}

/// Both administrators, as (login, name); every problem at once.
fn people(ask: &Ask) -> Result<Vec<(String, String)>> {
    let mut problems = Vec::new();
    let mut people = Vec::new();
    for (flag, text) in [("--org-admin", &ask.org_admin), ("--site-admin", &ask.site_admin)] {
        match text.split_once([':', '：']) {
            Some((login, name)) if !login.trim().is_empty() && !name.trim().is_empty() => {
                people.push((account::canonical_login(login), name.trim().to_owned()));
            }
            _ => problems.push(Issue::new(
                "administrator",
                format!("{flag} 的写法不对：{text}。"),
                "请写作 账号:姓名，例如 zhangwei:张伟。",
            )),
        }
    }
    if people.len() == 2 && people[0].0 == people[1].0 {
        problems.push(Issue::new(
            "same-administrator",
            "两名管理员不能是同一个人。",
            "机构变更由一人申请、另一人核准，请写两个账号。",
        ));
    }
    let code = ask.id_code.trim();
    if !text::identifier::site_code(code) {
        problems.push(Issue::new(
            "id-code",
            format!("网站标识码“{code}”不是10位。"),
            "请填写主管部门分配的标识码：10位数字，或者 bm 加8位数字。",
        ));
    }
    if problems.is_empty() {
        Ok(people)
    } else {
        Err(Error::invalid(problems))
    }
}

fn first(ask: &Ask, people: &[(String, String)], today: jiff::civil::Date) -> Bootstrap {
    let code = ask.kind.clone();
    let post = |login: &str, role: &str, title: &str| FirstPost {
        login: login.to_owned(),
        organisation: code.clone(),
        roles: vec![role.to_owned()],
        title: title.to_owned(),
        subtree: true,
        from_on: today,
        until_on: None,
    };
    Bootstrap {
        organisations: vec![NewOrganisation {
            code: code.clone(),
            name: ask.organisation.clone(),
            short_name: ask.short_name.clone().unwrap_or_else(|| ask.organisation.clone()),
            kind: ask.kind.clone(),
            ..NewOrganisation::default()
        }],
        people: people
            .iter()
            .map(|(login, name)| NewPerson {
                login: login.clone(),
                name: name.clone(),
                ..NewPerson::default()
            })
            .collect(),
        posts: vec![
            post(&people[0].0, "org_admin", "组织人员管理员"),
            post(&people[1].0, "site_admin", "系统管理员"),
        ],
    }
}

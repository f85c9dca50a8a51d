//! Acts about requests for information.

use jiff::civil::Date;
use kernel::{Error, Result};
use matters::request::{self, Application, Channel, Filing, Kind, NewParty, RemedyKind, Sent};
use office::account;
use office::docket::Order;
use office::organisation::Actor;
use office::paper::Sheet;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::fixtures::Deed;
use super::live::{Scene, World, disagrees, found};

/// Who acts where no colleague does.
pub const APPLICANT: &str = "applicant";

/// An application of the story.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filed {
    pub label: String,
    pub organisation: String,
    pub channel: String,
    #[serde(default)]
    pub kind: Option<String>,
    pub name: String,
    pub identity_kind: String,
    #[serde(default)]
    pub identity_number: String,
    #[serde(default)]
    pub contact_person: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub address: String,
    pub wanted: String,
    #[serde(default)]
    pub features: String,
    pub form: String,
    pub way: String,
    pub received_on: Option<Date>,
    pub paper: Option<String>,
    /// Login of the account from which it is filed.
    pub account: Option<String>,
}

/// A later step of the story.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub label: String,
    #[serde(rename = "move")]
    pub act: String,
    #[serde(default)]
    pub text: Option<String>,
    #[serde(default)]
    pub data: Map<String, Json>,
    #[serde(default)]
    pub parties: Vec<String>,
    pub member: Option<String>,
    pub paper: Option<String>,
}

/// Applications, steps, remedies, the public log.
pub async fn carry_out(world: &mut World, scene: &mut Scene<'_>, deed: &Deed) -> Result<()> {
    match deed {
        Deed::FileRequest(filed) => file(world, scene, filed).await,
        Deed::RequestStep(step) => act(world, scene, step).await,
        Deed::Remedy { label, kind, data } => {
            let kind = RemedyKind::of(kind).ok_or_else(|| disagrees(format!("没有这种救济途径：{kind}")))?;
            let request_id = request_id(world, scene, label).await?;
            let order = Order {
                data: data.clone(),
                ..Order::default()
            };
            let (docket, actor, now) = (&world.docket, &scene.actor, scene.now);
            request::register_remedy(docket, scene.conn, actor, request_id, kind, order, vec![], now)
                .await
                .map(|_| ())
        }
        Deed::LogRequest {
            label,
            title,
            summary,
        } => {
            let request_id = request_id(world, scene, label).await?;
            request::show_in_log(scene.conn, request_id, title, summary).await
        }
        Deed::OpenAccount { login } => {
            let hash = world.county.password_hash.clone();
            account::register(scene.conn, login, &hash, scene.now)
                .await
                .map(|_| ())
        }
        Deed::KeepRequest { label, login } => {
            let case_id = case_id(world, label)?;
            keep(scene, login, case_id, false).await
        }
        other => Err(disagrees(format!("不认识的动作：{other:?}"))),
    }
}

async fn file(world: &mut World, scene: &mut Scene<'_>, filed: &Filed) -> Result<()> {
    let channel =
        Channel::of(&filed.channel).ok_or_else(|| disagrees(format!("没有这种渠道：{}", filed.channel)))?;
    let sheets = filed
        .paper
        .iter()
        .map(|kind| sheet(world, kind))
        .collect::<Result<Vec<_>>>()?;
    let filing = Filing {
        org_id: world.organisation(&filed.organisation)?,
        channel,
        application: application(filed),
        sheets,
        received_on: filed.received_on,
        request_key: format!("demo-request-{}", filed.label),
    };
    let done = request::file(&world.docket, scene.conn, &scene.actor, filing, scene.now).await?;
    world.requests.insert(filed.label.clone(), done.case_id);
    match &filed.account {
        Some(login) => keep(scene, login, done.case_id, true).await,
        None => Ok(()),
    }
}

async fn keep(scene: &mut Scene<'_>, login: &str, case_id: i64, own: bool) -> Result<()> {
    let account = account::find(scene.conn, login).await?;
    let account = account.ok_or_else(|| disagrees(format!("没有账号 {login}")))?;
    account::add(scene.conn, account.id, case_id, own, scene.now)
        .await
        .map(|_| ())
}

fn application(filed: &Filed) -> Application {
    Application {
        kind: filed.kind.as_deref().and_then(Kind::of).unwrap_or_default(),
        name: filed.name.clone(),
        identity_kind: filed.identity_kind.clone(),
        identity_number: filed.identity_number.clone(),
        contact_person: filed.contact_person.clone(),
        phone: filed.phone.clone(),
        email: filed.email.clone(),
        address: filed.address.clone(),
        info_name: filed.wanted.clone(),
        info_features: filed.features.clone(),
        form_wanted: filed.form.clone(),
        delivery_way: filed.way.clone(),
        ..Application::default()
    }
}

async fn act(world: &World, scene: &mut Scene<'_>, step: &Step) -> Result<()> {
    let case_id = case_id(world, &step.label)?;
    let branch = match &step.member {
        Some(member) => {
            let case = world.docket.case(scene.conn, case_id).await?;
            let mut branches = case.state.tokens.iter().filter_map(|token| token.branch.clone());
            branches.find(|branch| branch.member == *member)
        }
        None => None,
    };
    let sent = Sent {
        act: step.act.clone(),
        order: Order {
            branch,
            reason: step.text.clone(),
            data: step.data.clone(),
            ..Order::default()
        },
        sheets: step
            .paper
            .iter()
            .map(|kind| sheet(world, kind))
            .collect::<Result<Vec<_>>>()?,
        parties: step
            .parties
            .iter()
            .map(|name| NewParty {
                name: name.clone(),
                ..NewParty::default()
            })
            .collect(),
        ..Sent::default()
    };
    request::act(&world.docket, scene.conn, &scene.actor, case_id, sent, scene.now)
        .await
        .map(|_| ())
}

/// A paper of a few words: what it would be in life.
fn sheet(world: &World, kind: &str) -> Result<Sheet> {
    let (name, words) = match kind {
        "proof" => ("送达凭证.txt", "演示用送达凭证。\n"),
        "given" => ("提供的信息.txt", "演示用的信息内容。\n"),
        _ => ("材料.txt", "演示用材料。\n"),
    };
    let digest = world.files.papers().keep(words.as_bytes())?;
    let size_bytes = i64::try_from(words.len()).unwrap_or(i64::MAX);
    Ok(Sheet {
        kind: kind.to_owned(),
        name: name.to_owned(),
        digest,
        media_type: "text/plain".to_owned(),
        size_bytes,
        about: String::new(),
    })
}

fn case_id(world: &World, label: &str) -> Result<i64> {
    found(world.requests.get(label), "申请", label)
}

async fn request_id(world: &World, scene: &mut Scene<'_>, label: &str) -> Result<i64> {
    Ok(request::request_of_case(scene.conn, case_id(world, label)?)
        .await?
        .id)
}

/// Who acts: a colleague, or the applicant.
pub fn actor(world: &World, who: &str) -> Result<Actor, Error> {
    match who {
        APPLICANT => Ok(Actor::applicant()),
        _ => Ok(Actor::person(world.person(who)?)),
    }
}

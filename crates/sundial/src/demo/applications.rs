//! Acts about applications for service items, told or generated.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::Result;
use matters::service::{self, Agent, AgentKind, Application, Channel, Checked, Filing, NewParty, Sent};
use office::catalogue::Item;
use office::docket::Order;
use office::form::{self, Attached, Kind, Value};
use office::organisation::Actor;
use office::paper::Sheet;
use procedure::Branch;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::live::{Scene, World, disagrees, known, today};

/// An application of the story.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Applied {
    pub label: String,
    /// Code of the item.
    pub item: String,
    pub channel: String,
    pub name: String,
    pub identity_number: String,
    /// A body's; a person has none.
    pub credit_code: String,
    pub phone: String,
    pub address: String,
    /// 送达方式
    pub way: String,
    /// Answers to the questions of the situation; of what is not said, the first option.
    pub situation: BTreeMap<String, String>,
    /// Answers to the item's form by field; what is not said is made up.
    pub answers: BTreeMap<String, String>,
    /// Materials that do not come with it.
    pub lacking: Vec<String>,
    pub agent: Option<ForAnother>,
    pub received_on: Option<Date>,
}

/// Who hands it in for the applicant.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ForAnother {
    pub kind: String,
    pub name: String,
    pub identity_number: String,
    pub phone: String,
}

/// A later step of the story.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Move {
    pub label: String,
    #[serde(rename = "move")]
    pub act: String,
    pub text: Option<String>,
    pub data: Map<String, Json>,
    /// What the window found of a material, where that is not that it is there.
    pub found: Vec<Said>,
    /// Code of the department in whose branch it happens.
    pub member: Option<String>,
    pub parties: Vec<String>,
    pub paper: Option<String>,
    /// It is done in the case that this one opened (双公示).
    pub linked: bool,
}

/// What was found of one material.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Said {
    pub material: String,
    pub is: String,
    pub note: String,
}

/// An application on its way.
#[derive(Clone, Debug)]
pub struct Running {
    /// Its case.
    pub case_id: i64,
    item: String,
    situation: Vec<(String, String)>,
}

/// An application comes in.
pub async fn file(world: &mut World, scene: &mut Scene<'_>, applied: &Applied) -> Result<()> {
    let items = world.items.clone();
    let item = items.get(&applied.item);
    let item = item.ok_or_else(|| disagrees(format!("目录里没有 {}", applied.item)))?;
    let channel = Channel::of(&applied.channel)
        .ok_or_else(|| disagrees(format!("没有这种渠道：{}", applied.channel)))?;
    let application = application(world, item, applied, today(scene))?;
    let mut sheets = Vec::new();
    for material in application.materials(item) {
        if !applied.lacking.contains(&material.name) {
            sheets.push(sheet(world, "material", &material.name)?);
        }
    }
    if application
        .agent
        .as_ref()
        .is_some_and(|it| it.kind.needs_mandate())
    {
        sheets.push(sheet(world, "mandate", "")?);
    }
    let situation = application.situation.clone();
    let filing = Filing {
        item_code: applied.item.clone(),
        org_id: None,
        channel,
        application,
        sheets,
        declined: false,
        received_on: applied.received_on,
        request_key: format!("demo-service-{}", applied.label),
    };
    let done = service::file(&world.docket, scene.conn, &scene.actor, filing, scene.now).await?;
    let running = Running {
        case_id: done.case_id,
        item: applied.item.clone(),
        situation,
    };
    world.services.insert(applied.label.clone(), running);
    Ok(())
}

fn application(world: &World, item: &Item, applied: &Applied, today: Date) -> Result<Application> {
    let fields = item.whole_form();
    let chosen = item.questions.iter().map(|asked| {
        let said = applied.situation.get(&asked.code).or(asked.options.first());
        (asked.code.clone(), said.cloned().unwrap_or_default())
    });
    let mut answers = form::sampled(&fields, 0, today);
    let body = !applied.credit_code.is_empty();
    let common = [
        ("applicant_kind", if body { "单位" } else { "个人" }),
        ("applicant_name", &applied.name),
        ("applicant_paper", "居民身份证"),
        ("applicant_id", &applied.identity_number),
        ("applicant_credit_code", &applied.credit_code),
        ("contact_phone", &applied.phone),
        ("contact_email", ""),
        ("contact_address", &applied.address),
    ];
    let own = applied
        .answers
        .iter()
        .map(|(code, text)| (code.as_str(), text.as_str()));
    for (code, text) in common.into_iter().chain(own) {
        if let Some(field) = fields.iter().find(|it| it.code == code && !it.repeats()) {
            answers.set(field, None, Value::Text(text.to_owned()));
        }
    }
    for field in fields
        .iter()
        .filter(|it| it.kind == Kind::Attachment && !it.repeats())
    {
        let kept = sheet(world, "material", &field.label)?;
        let file = Attached {
            digest: kept.digest,
            name: kept.name,
        };
        answers.set(field, None, Value::Files(vec![file]));
    }
    Ok(Application {
        situation: chosen.collect(),
        answers,
        delivery_way: applied.way.clone(),
        agent: applied.agent.as_ref().map(agent),
    })
}

fn agent(it: &ForAnother) -> Agent {
    Agent {
        kind: AgentKind::of(&it.kind).unwrap_or_default(),
        name: it.name.clone(),
        identity_number: it.identity_number.clone(),
        phone: it.phone.clone(),
        consent: true,
    }
}

/// One later step.
pub async fn act(world: &World, scene: &mut Scene<'_>, step: &Move) -> Result<()> {
    let running = running(world, &step.label)?;
    if step.linked {
        return in_linked(world, scene, running.case_id, step).await;
    }
    let mut order = order(step);
    if let Some(code) = &step.member {
        order.branch = Some(branch(world, scene, running.case_id, code).await?);
    }
    let sent = Sent {
        act: step.act.clone(),
        order,
        sheets: step
            .paper
            .iter()
            .map(|kind| sheet(world, kind, ""))
            .collect::<Result<Vec<_>>>()?,
        parties: step.parties.iter().map(|name| party(name)).collect(),
        checklist: checklist(world, running, &step.found)?,
        ..Sent::default()
    };
    let (docket, actor) = (&world.docket, scene.actor.clone());
    service::act(docket, scene.conn, &actor, running.case_id, sent, scene.now)
        .await
        .map(|_| ())
}

fn party(name: &str) -> NewParty {
    NewParty {
        name: name.to_owned(),
        ..NewParty::default()
    }
}

fn order(step: &Move) -> Order {
    Order {
        reason: step.text.clone(),
        data: step.data.clone(),
        ..Order::default()
    }
}

/// Where something was found otherwise, the whole list; where not, the window lets it stand.
fn checklist(world: &World, running: &Running, otherwise: &[Said]) -> Result<Vec<Checked>> {
    let Some(item) = world.items.get(&running.item).filter(|_| !otherwise.is_empty()) else {
        return Ok(Vec::new());
    };
    if let Some(said) = otherwise
        .iter()
        .find(|it| !item.materials.iter().any(|material| material.name == it.material))
    {
        return Err(disagrees(format!("事项没有材料 {}", said.material)));
    }
    let listed = item.materials_for(&running.situation).map(|material| {
        let said = otherwise.iter().find(|it| it.material == material.name);
        Checked {
            material: material.name.clone(),
            found: said.map_or_else(|| "ok".to_owned(), |it| it.is.clone()),
            note: said.map(|it| it.note.clone()).unwrap_or_default(),
        }
    });
    Ok(listed.collect())
}

async fn branch(world: &World, scene: &mut Scene<'_>, case_id: i64, code: &str) -> Result<Branch> {
    let member = office::organisation::as_member(world.organisation(code)?);
    let case = world.docket.case(scene.conn, case_id).await?;
    let mut branches = case.state.tokens.iter().filter_map(|token| token.branch.clone());
    branches
        .find(|branch| branch.member == member)
        .ok_or_else(|| disagrees(format!("{code} 没有参加")))
}

async fn in_linked(world: &World, scene: &mut Scene<'_>, case_id: i64, step: &Move) -> Result<()> {
    let linked = world.docket.linked(scene.conn, case_id).await?;
    let open = linked.iter().find(|file| file.outcome.is_none());
    let open = open.ok_or_else(|| disagrees("没有关联的事项"))?.id;
    let (docket, actor): (_, Actor) = (&world.docket, scene.actor.clone());
    docket
        .act(scene.conn, open, &step.act, &actor, order(step), scene.now)
        .await
        .map(|_| ())
}

/// A paper of a few words: what it would be in life.
fn sheet(world: &World, kind: &str, about: &str) -> Result<Sheet> {
    let (name, words) = match kind {
        "proof" => ("凭证.txt", "演示用凭证。\n"),
        "mandate" => ("授权委托书.txt", "演示用授权委托书。\n"),
        _ => ("材料.txt", "演示用材料。\n"),
    };
    Ok(Sheet {
        kind: kind.to_owned(),
        name: name.to_owned(),
        digest: world.files.papers().keep(words.as_bytes())?,
        media_type: "text/plain".to_owned(),
        size_bytes: i64::try_from(words.len()).unwrap_or(i64::MAX),
        about: about.to_owned(),
    })
}

fn running<'w>(world: &'w World, label: &str) -> Result<&'w Running> {
    known(world.services.get(label), "办件", label)
}

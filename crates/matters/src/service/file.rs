//! 收件: an application becomes a case of its item, with a number, a query code and a voucher.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Issue, RefusalKind, Result};
use office::catalogue::{self, Entry, Item};
use office::docket::{Docket, Done, Opening, Order};
use office::organisation::{self, Actor};
use office::paper::{self, Sheet};
use office::personal::{self, Subject};
use serde_json::{Map, Value as Json};

use super::facts::Facts;
use super::store::NewService;
use super::view::APPLICATION;
use super::{Application, Channel, SERVICE, Service, application, binding, letters, store};
use crate::applicant;

/// An application on its way in.
#[derive(Clone, Debug)]
pub struct Filing {
    /// The item's code; the case runs under its version in force.
    pub item_code: String,
    /// Who receives it, where that is not whose item it is: another department of a joint approval.
    pub org_id: Option<i64>,
    /// How it came.
    pub channel: Channel,
    /// What was typed.
    pub application: Application,
    /// Identity, mandate and materials; bytes are kept already, `about` names the material.
    pub sheets: Vec<Sheet>,
    /// The day of receipt, where the channel allows an earlier one than today.
    pub received_on: Option<Date>,
    /// It is declined in the same breath: who comes and how to reach them is enough, the form need not be filled in.
    pub declined: bool,
    /// The form's key: sent twice, taken once.
    pub request_key: String,
}

impl Filing {
    /// What stands against it; everything at once.
    fn problems(&self, application: &Application, item: &Item, today: Date) -> Vec<Issue> {
        match self.declined {
            true => application::callers_problems(application, item, today),
            false => application::problems(application, item, today),
        }
    }
}

/// Takes an application: from the applicant online, or from the clerk at the window.
///
/// # Errors
/// Invalid: everything that art. 29 asks for and that is missing. Forbidden: a clerk of elsewhere. Conflict: an item that is
/// no longer in the catalogue.
pub async fn file(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    filing: Filing,
    now: Timestamp,
) -> Result<Done> {
    if let Some(done) = docket.answered(conn, Some(&filing.request_key)).await? {
        return Ok(done);
    }
    let entry = takes(conn, &filing.item_code).await?;
    let item = catalogue::item(conn, &entry, entry.version).await?;
    let org_id = receiver(conn, &entry, &item, filing.org_id).await?;
    let application = filing.application.clone().tidied(&item);
    sound(&application, &item, &filing, civil_date(now))?;
    let sealed = personal::seal(serde_json::to_string(&application)?)?;
    let called = (application.name(), application.phone());
    let key = applicant::key(conn, application.paper(), called).await?;
    let row = NewService {
        org_id,
        item_id: entry.id,
        item_version: entry.version,
        channel: filing.channel,
        kind: application.kind(),
        delivery_way: &application.delivery_way,
        applicant_key: &key,
    };
    let service_id = store::insert(conn, &row, now).await?;
    let subject = Subject {
        kind: SERVICE,
        id: service_id,
    };
    personal::keep(conn, subject, APPLICATION, &sealed).await?;
    let sheets = filing
        .sheets
        .iter()
        .cloned()
        .map(paper::seal)
        .collect::<Result<Vec<_>>>()?;
    let mut order = order(&filing, &application, &sealed.digest, actor, now);
    order.documents = sheets.iter().map(|sheet| sheet.digest.clone()).collect();
    let opening = opening(docket, &item, org_id, service_id, actor)?;
    let (case, done) = docket.opened(conn, opening, actor, order, now).await?;
    for sheet in &sheets {
        paper::add(conn, done.case_id, sheet, actor.person_id(), true, now).await?;
    }
    let facts = Facts::of(docket, &case, now);
    store::keep_facts(conn, service_id, done.case_id, &facts).await?;
    let ids = (service_id, org_id, done.case_id);
    let it = just_filed(ids, &entry, filing.channel, application, &facts, now);
    letters::receipt(conn, &case, &done, (&it, &item), now).await?;
    Ok(done)
}

/// The application as its row has it now: nothing of what was just written is read again.
fn just_filed(
    (id, org_id, case_id): (i64, i64, i64),
    entry: &Entry,
    channel: Channel,
    application: Application,
    facts: &Facts,
    now: Timestamp,
) -> Service {
    Service {
        id,
        org_id,
        case_id,
        item_id: entry.id,
        item_code: entry.code.clone(),
        item_version: entry.version,
        channel,
        applicant_kind: application.kind(),
        delivery_way: application.delivery_way.clone(),
        filed_at: now,
        received_on: facts.received_on,
        accepted_on: facts.accepted_on,
        decided_on: facts.decided_on,
        concluded_on: facts.concluded_on,
        result: facts.result.clone(),
        late_statutory: facts.late_statutory,
        late_promised: facts.late_promised,
        used_days: facts.used_days,
        visits: facts.visits,
        priority: facts.priority,
        application: Some(application),
        erased_at: None,
    }
}

/// The item, where one may apply for it.
///
/// # Errors
/// Not found; conflict where it was taken out of the catalogue.
pub async fn takes(conn: &mut Conn, code: &str) -> Result<Entry> {
    let entry = catalogue::entry(conn, code).await?;
    if entry.in_force {
        return Ok(entry);
    }
    Err(Error::refuse(
        RefusalKind::Conflict,
        "item-ended",
        "这个事项已经取消，不能再申请。",
        "请在“办事”里查找现行的事项。",
    ))
}

/// Whose item it is; of a joint approval that names no lead, also another of its departments: whoever receives first
/// leads (art. 26 ¶2).
async fn receiver(conn: &mut Conn, entry: &Entry, item: &Item, wanted: Option<i64>) -> Result<i64> {
    let Some(org_id) = wanted.filter(|org_id| *org_id != entry.org_id) else {
        return Ok(entry.org_id);
    };
    let all = organisation::directory(conn).await?;
    let partner = all
        .iter()
        .find(|it| it.id == org_id)
        .is_some_and(|it| item.partners.contains(&it.code));
    if partner && item.named_lead {
        return Err(Error::refuse(
            RefusalKind::Invalid,
            "lead-is-named",
            format!("这个事项固定由{}牵头受理。", entry.org_name),
            "请交给牵头单位；它受理后会征求您单位的意见。",
        ));
    }
    if partner {
        return Ok(org_id);
    }
    Err(Error::refuse(
        RefusalKind::Invalid,
        "not-a-receiver",
        "这个事项不由所选的单位受理。",
        "请交给事项的实施单位。",
    ))
}

fn sound(application: &Application, item: &Item, filing: &Filing, today: Date) -> Result<()> {
    let mut found = filing.problems(application, item, today);
    let mandate = application
        .agent
        .as_ref()
        .is_some_and(|agent| agent.kind.needs_mandate());
    if mandate && !filing.declined && !filing.sheets.iter().any(|sheet| sheet.kind == "mandate") {
        let mut issue = Issue::new(
            "mandate-missing",
            "还没有上传授权委托书。",
            "请上传申请人签名的委托书；申请人本人提交的，把“谁来提交”改成本人。",
        );
        issue.article = Some("行政许可法 第二十九条第二款".to_owned());
        found.push(issue.at("mandate"));
    }
    if found.is_empty() {
        Ok(())
    } else {
        Err(Error::invalid(found))
    }
}

fn order(filing: &Filing, application: &Application, digest: &str, actor: &Actor, now: Timestamp) -> Order {
    let mut data = Map::new();
    data.insert("applicant_kind".to_owned(), Json::from(application.kind().code()));
    data.insert("application".to_owned(), Json::from(digest));
    let by_clerk = actor.person_id();
    if let Some(person_id) = by_clerk {
        data.insert("channel".to_owned(), Json::from(filing.channel.code()));
        // 首问责任: whoever receives it answers for it until it is handed on.
        data.insert("first_asked".to_owned(), Json::from(person_id));
    }
    let earlier = filing
        .received_on
        .filter(|day| by_clerk.is_some() && *day != civil_date(now));
    Order {
        effective_on: earlier,
        ground: earlier.map(|_| filing.channel.ground().to_owned()),
        data,
        request_key: Some(filing.request_key.clone()),
        ..Order::default()
    }
}

fn opening(docket: &Docket, item: &Item, org_id: i64, service_id: i64, actor: &Actor) -> Result<Opening> {
    let procedure = item.handling.procedure_code();
    let definition = docket.registry.current(&procedure)?;
    Ok(Opening {
        procedure,
        act: if actor.person_id().is_some() {
            "receive"
        } else {
            "file"
        }
        .to_owned(),
        org_id,
        title: item.name.clone(),
        subject_kind: SERVICE.to_owned(),
        subject_id: service_id,
        parent_id: None,
        params: binding::parameters(item, &definition)?,
        series: "办".to_owned(),
    })
}

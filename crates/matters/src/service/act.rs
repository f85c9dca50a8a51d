//! Every later step of an application.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, Issue, Result};
use office::catalogue::Item;
use office::docket::{Case, Docket, Done};
use office::letter::Drafted;
use office::organisation::{self, Actor};
use office::personal::{self, Subject};
use serde_json::Value as Json;
use tokio::sync::OnceCell;

use super::{SERVICE, Service, checklist, facts, hearing, is_service, letters, view};
use crate::step::{self, Addressed, Made, Room, Sent};

/// What an application for a service item adds to every step. One for each step: the application and its item are read
/// once, however many parts of the step ask.
struct Services<'d> {
    docket: &'d Docket,
    now: Timestamp,
    application: OnceCell<Service>,
    item: OnceCell<Item>,
}

impl<'d> Services<'d> {
    fn new(docket: &'d Docket, now: Timestamp) -> Self {
        Services {
            docket,
            now,
            application: OnceCell::new(),
            item: OnceCell::new(),
        }
    }

    async fn service(&self, conn: &mut Conn, case: &Case) -> Result<&Service> {
        self.application
            .get_or_try_init(|| view::service_of_case(conn, case.file.id))
            .await
    }

    async fn item(&self, conn: &mut Conn, it: &Service) -> Result<&Item> {
        self.item.get_or_try_init(|| view::item_of(conn, it)).await
    }
}

/// Does one step in an application's case.
///
/// # Errors
/// Invalid: everything that is missing or wrong, at once. Conflict and forbidden as the engine says.
pub async fn act(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    case_id: i64,
    sent: Sent,
    now: Timestamp,
) -> Result<Done> {
    let room = Services::new(docket, now);
    step::act(&room, docket, conn, actor, case_id, sent, now).await
}

/// Every letter that the step would send, as it would go out but for its number. Reads only.
///
/// # Errors
/// As [`act`], all at once, and the gaps in letters.
pub async fn rehearse(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    case_id: i64,
    sent: Sent,
    now: Timestamp,
) -> Result<Vec<Drafted>> {
    let room = Services::new(docket, now);
    step::rehearse(&room, docket, conn, actor, case_id, sent, now).await
}

/// Brings the application's row up to its case, after an act and after time itself acted.
pub async fn follow(docket: &Docket, conn: &mut Conn, mut done: Done, now: Timestamp) -> Result<Done> {
    // Letters were kept with the act; nothing else is left to an application.
    done.effects.clear();
    facts::refresh(docket, conn, done.case_id, now).await?;
    Ok(done)
}

/// The steps that rest on the list of materials.
const ANSWERS: [&str; 6] = [
    "accept",
    "accept-deferred",
    "decline-unneeded",
    "decline-elsewhere",
    "refuse-incomplete",
    "tell",
];

/// The personal value under which interested persons are kept.
pub(super) const THIRD_PARTIES: &str = "third_parties";

impl Room for Services<'_> {
    fn own(&self, case: &Case) -> Result<()> {
        if is_service(&case.file) {
            return Ok(());
        }
        Err(Error::not_found("这件申请"))
    }

    async fn prepare(&self, conn: &mut Conn, case: &Case, sent: &mut Sent) -> Result<()> {
        let mut found = Vec::new();
        let it = self.service(conn, case).await?;
        self.add(conn, case, it, sent, &mut found).await?;
        if !found.is_empty() {
            return Err(Error::invalid(found));
        }
        if ANSWERS.contains(&sent.act.as_str()) {
            let digest = checklist::keep(conn, it.id, &sent.checklist).await?;
            step::put(&mut sent.order.data, "checklist", digest);
        }
        keep_third_parties(conn, it, sent).await
    }

    async fn foresee(
        &self,
        conn: &mut Conn,
        case: &Case,
        sent: &mut Sent,
        found: &mut Vec<Issue>,
    ) -> Result<()> {
        let it = self.service(conn, case).await?;
        self.add(conn, case, it, sent, found).await?;
        if ANSWERS.contains(&sent.act.as_str()) {
            let digest = checklist::seal(&sent.checklist)?.digest;
            step::put(&mut sent.order.data, "checklist", digest);
        }
        Ok(())
    }

    async fn letters(&self, _: &Docket, conn: &mut Conn, made: &Made<'_>) -> Result<Vec<Addressed>> {
        let wanted = letters::wanted(made.step);
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let it = self.service(conn, made.case).await?;
        let item = self.item(conn, it).await?;
        letters::of(conn, made, wanted, it, item).await
    }

    fn typed_at<'n>(&self, name: &'n str) -> &'n str {
        match name {
            "special_name" => "special_kind",
            "departments" | "member_due_on" => "departments",
            other => other,
        }
    }

    fn of_clocks(&self, name: &str) -> bool {
        letters::OF_CLOCKS.contains(&name)
    }

    fn shown(&self, act: &str) -> bool {
        matches!(
            act,
            "supplement" | "supply" | "supply-deferred" | "state-views" | "claim-hearing" | "object"
        )
    }

    async fn follow(
        &self,
        docket: &Docket,
        conn: &mut Conn,
        case: &Case,
        _: &Sent,
        mut done: Done,
        now: Timestamp,
    ) -> Result<Done> {
        done.effects.clear();
        // What the act left follows from the state that it gave back: nothing is read again.
        let mut after = case.clone();
        after.state.clone_from(&done.state);
        after.events.extend(done.event.clone());
        facts::keep(docket, conn, &after, now).await?;
        Ok(done)
    }
}

impl Services<'_> {
    /// What the page does not send but the act declares, and what the room has against it.
    async fn add(
        &self,
        conn: &mut Conn,
        case: &Case,
        it: &Service,
        sent: &mut Sent,
        found: &mut Vec<Issue>,
    ) -> Result<()> {
        if ANSWERS.contains(&sent.act.as_str()) {
            let Some(application) = &it.application else {
                return Err(view::erased());
            };
            let item = self.item(conn, it).await?;
            if sent.checklist.is_empty() {
                sent.checklist = checklist::of_item(conn, it, item).await?;
            }
            found.extend(checklist::objections(item, application, sent));
            compose(case, item, sent);
        }
        if sent.act == "send" {
            let item = self.item(conn, it).await?;
            departments(conn, it, item, sent, found).await?;
        }
        found.extend(hearing::objection(self.docket, case, sent, self.now));
        if sent.act == "tell-interested" {
            found.extend(nobody_told(conn, it, sent).await?);
        }
        Ok(())
    }
}

/// What the list says already need not be written again.
fn compose(case: &Case, item: &Item, sent: &mut Sent) {
    if sent.act == "tell" && sent.text("gaps").is_empty() {
        let gaps = checklist::gaps(item, &sent.checklist);
        step::put(&mut sent.order.data, "gaps", gaps);
    }
    if sent.act == "accept-deferred" && sent.text("deferred").is_empty() {
        let days = case
            .params
            .get("deferral_days")
            .and_then(Json::as_i64)
            .unwrap_or_default();
        let deferred = checklist::deferred(&sent.checklist, days);
        step::put(&mut sent.order.data, "deferred", deferred);
    }
}

/// Whom a joint approval asks: as chosen, otherwise the departments that the item names.
async fn departments(
    conn: &mut Conn,
    it: &Service,
    item: &Item,
    sent: &mut Sent,
    found: &mut Vec<Issue>,
) -> Result<()> {
    let all = organisation::directory(conn).await?;
    let chosen = sent.order.data.get("departments").and_then(Json::as_array);
    if chosen.is_none_or(Vec::is_empty) {
        let members: Vec<String> = item
            .partners
            .iter()
            .filter_map(|code| all.iter().find(|org| org.code == *code))
            .filter(|org| org.id != it.org_id)
            .map(|org| organisation::as_member(org.id))
            .collect();
        if !members.is_empty() {
            step::put(&mut sent.order.data, "departments", members);
        }
        return Ok(());
    }
    let own = organisation::as_member(it.org_id);
    for member in chosen.into_iter().flatten().filter_map(Json::as_str) {
        let known = all.iter().any(|org| organisation::as_member(org.id) == member);
        if !known || member == own {
            found.push(
                Issue::new(
                    "department-unknown",
                    "选择的部门里有本单位，或者有不存在的单位。",
                    "请只选择其他参与部门；本单位牵头，不用选。",
                )
                .at("departments"),
            );
            break;
        }
    }
    Ok(())
}

/// A letter to interested persons needs at least one of them.
async fn nobody_told(conn: &mut Conn, it: &Service, sent: &Sent) -> Result<Option<Issue>> {
    let named = sent.parties.iter().any(|party| !party.name.trim().is_empty());
    if named || !view::third_parties(conn, it.id).await?.is_empty() {
        return Ok(None);
    }
    let issue = Issue::new(
        "party-missing",
        "还没有写明告知哪一位利害关系人。",
        "请至少填写一个姓名或者名称。",
    );
    Ok(Some(issue.at("party")))
}

/// Interested persons are noted down once; every later letter to them finds them.
async fn keep_third_parties(conn: &mut Conn, it: &Service, sent: &Sent) -> Result<()> {
    let named: Vec<(String, String)> = sent
        .parties
        .iter()
        .filter(|party| !party.name.trim().is_empty())
        .map(|party| (party.name.trim().to_owned(), party.contact.trim().to_owned()))
        .collect();
    if named.is_empty() {
        return Ok(());
    }
    let mut all = view::third_parties(conn, it.id).await?;
    all.extend(
        named
            .into_iter()
            .filter(|one| !all.contains(one))
            .collect::<Vec<_>>(),
    );
    let sealed = personal::seal(serde_json::to_string(&all)?)?;
    let subject = Subject {
        kind: SERVICE,
        id: it.id,
    };
    personal::keep(conn, subject, THIRD_PARTIES, &sealed).await
}

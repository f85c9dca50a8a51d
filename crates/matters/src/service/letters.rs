//! What fills the gaps of an application's letters, and to whom each goes.

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use kernel::time::{civil_date, minute_text};
use office::catalogue::{Item, kind_label};
use office::docket::{Case, Done};
use office::letter::{self, Draft, day};
use office::{organisation, paper};
use procedure::{Effect, Move, Reading};
use serde_json::{Map, Value as Json};

use super::{Application, Service, view};
use crate::step::{self, Addressed, Made, Sent};

/// The wording of what an item hands out.
const RESULT: &str = "service-result";

/// A letter that a move sends: its place among the effects, its wording, to whom.
pub(super) type Wanted<'m> = (usize, &'m str, &'m str);

/// The letters that a move sends.
pub(super) fn wanted(step: &Move) -> Vec<Wanted<'_>> {
    let letters = step.effects.iter().enumerate();
    letters
        .filter_map(|(n, effect)| match effect {
            Effect::Letter { template, to } => Some((n, template.as_str(), to.as_str())),
            _ => None,
        })
        .collect()
}

/// The letters of a step.
pub(super) async fn of(
    conn: &mut Conn,
    made: &Made<'_>,
    wanted: Vec<Wanted<'_>>,
    it: &Service,
    item: &Item,
) -> Result<Vec<Addressed>> {
    let mut values = base(conn, made.case, it, item).await?;
    of_clocks(made, &mut values);
    of_step(conn, made, &mut values).await?;
    let mut letters = Vec::new();
    for (n, template, to) in wanted {
        // An item that ends with a decision alone hands out nothing else.
        if template == RESULT && item.result_name.trim().is_empty() {
            continue;
        }
        for (member, addressee) in addressees(conn, it, to, made).await? {
            let mut values = values.clone();
            step::put(&mut values, "other_party", addressee.clone());
            // It speaks to whoever sees it; the holder stands in it.
            let addressee = match template {
                RESULT => String::new(),
                _ => addressee,
            };
            letters.push(Addressed {
                n: i64::try_from(n).unwrap_or(i64::MAX),
                org_id: writer(made, to),
                draft: Draft {
                    template: template.to_owned(),
                    to: to.to_owned(),
                    member,
                    addressee,
                    values,
                },
            });
        }
    }
    Ok(letters)
}

/// Who writes: in a branch the department whose branch it is, unless it is the one written to; otherwise the office
/// whose case it is.
fn writer(made: &Made<'_>, to: &str) -> i64 {
    let branch = made.sent.order.branch.as_ref().filter(|_| to != "member_office");
    branch
        .and_then(|branch| organisation::of_member(&branch.member))
        .unwrap_or(made.case.file.org_id)
}

/// 收件凭证: with the number and the query code, which exist only once the case is open.
pub(super) async fn receipt(
    conn: &mut Conn,
    case: &Case,
    done: &Done,
    (it, item): (&Service, &Item),
    now: Timestamp,
) -> Result<()> {
    let values = base(conn, case, it, item).await?;
    let draft = Draft {
        template: "service-receipt".to_owned(),
        to: "applicant".to_owned(),
        member: None,
        addressee: String::new(),
        values,
    };
    let step = case.definition.find_move(
        done.event
            .as_ref()
            .and_then(|event| event.act.as_deref())
            .unwrap_or_default(),
    );
    let n = step.and_then(|step| {
        step.effects
            .iter()
            .position(|effect| matches!(effect, Effect::Letter { .. }))
    });
    let composed = letter::compose(conn, case.file.org_id, draft, now).await?;
    let n = n.and_then(|n| i64::try_from(n).ok()).unwrap_or_default();
    letter::keep(conn, done.case_id, done.seq, n, &composed, now)
        .await
        .map(|_| ())
}

/// To whom an effect's letter goes: (member of a branch, name).
async fn addressees(
    conn: &mut Conn,
    it: &Service,
    to: &str,
    made: &Made<'_>,
) -> Result<Vec<(Option<String>, String)>> {
    match to {
        "third_party" => {
            let mut names: Vec<String> = view::third_parties(conn, it.id)
                .await?
                .into_iter()
                .map(|(name, _)| name)
                .collect();
            let new = made.sent.parties.iter().map(|party| party.name.trim().to_owned());
            names.extend(new.filter(|name| !name.is_empty()));
            names.dedup();
            let told = names.into_iter().enumerate();
            Ok(told
                .map(|(n, name)| (Some(format!("t{}", n + 1)), name))
                .collect())
        }
        "member_office" => {
            let mut offices = Vec::new();
            for member in members(made) {
                if let Some(org_id) = organisation::of_member(&member) {
                    let name = organisation::name(conn, org_id).await?;
                    offices.push((Some(member), name));
                }
            }
            Ok(offices)
        }
        "other_office" => Ok(vec![(None, superior(made.case, made.sent))]),
        _ => Ok(vec![(
            None,
            applicant(it).map(|it| it.name().to_owned()).unwrap_or_default(),
        )]),
    }
}

/// The departments of a joint approval: those that are just being asked, otherwise the one whose
/// branch it is, otherwise those whose opinion is open.
fn members(made: &Made<'_>) -> Vec<String> {
    if let Some(asked) = made.sent.order.data.get("departments").and_then(Json::as_array) {
        return asked.iter().filter_map(Json::as_str).map(str::to_owned).collect();
    }
    if let Some(branch) = &made.sent.order.branch {
        return vec![branch.member.clone()];
    }
    let state = &made.case.state;
    let open: Vec<String> = state
        .tokens
        .iter()
        .filter(|token| token.place != "member-done")
        .filter_map(|token| token.branch.as_ref().map(|branch| branch.member.clone()))
        .collect();
    // To a meeting come all, also those who have spoken.
    match (made.step.code.as_str(), &state.block) {
        ("convene", Some(block)) => block.members.clone(),
        _ => open,
    }
}

fn applicant(it: &Service) -> Option<&Application> {
    it.application.as_ref()
}

fn superior(case: &Case, sent: &Sent) -> String {
    let typed = sent.text("superior");
    let kept = case.state.data.get("superior").and_then(Json::as_str);
    if typed.is_empty() {
        kept.unwrap_or_default()
    } else {
        typed
    }
    .to_owned()
}

/// What follows from the case and its item.
async fn base(conn: &mut Conn, case: &Case, it: &Service, item: &Item) -> Result<Map<String, Json>> {
    let application = it.application.clone().ok_or_else(view::erased)?;
    let mut values = Map::new();
    let mut put = |name: &str, text: String| step::put(&mut values, name, text);
    put("applicant", application.name().to_owned());
    put("agent", application.agent_line());
    put("number", case.file.number.clone());
    put("query_code", case.file.query_code.clone());
    put("filed_at", minute_text(it.filed_at));
    put("channel", it.channel.label().to_owned());
    let received = it.received_on.unwrap_or_else(|| civil_date(it.filed_at));
    put("received_on", day(received));
    of_item(item, &mut put);
    put("materials", materials(conn, it).await?);
    put("contact", contact(conn, item, case.file.org_id).await?);
    let remedy = organisation::remedies_of(conn, case.file.org_id).await?;
    put("review_organ", remedy.review_organ);
    put("court", remedy.court);
    Ok(values)
}

fn of_item(item: &Item, put: &mut impl FnMut(&str, String)) {
    put("item", item.name.clone());
    put("item_code", item.code.clone());
    put("kind", item.kind.clone());
    put("kind_label", kind_label(&item.kind).to_owned());
    put("result_name", item.result_name.clone());
}

/// The papers that came, each material once; what has no material by its own name.
async fn materials(conn: &mut Conn, it: &Service) -> Result<String> {
    let mut names: Vec<String> = Vec::new();
    for paper in paper::of_case(conn, it.case_id).await? {
        let sheet = paper.sheet;
        let name = if sheet.about.is_empty() {
            sheet.name
        } else {
            sheet.about
        };
        if sheet.kind == "material" && !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(match names.is_empty() {
        true => "（没有随附材料）".to_owned(),
        false => names.join("、"),
    })
}

/// Where one asks: the item's own window, otherwise the office.
async fn contact(conn: &mut Conn, item: &Item, org_id: i64) -> Result<String> {
    if item.phone.is_empty() {
        return organisation::contact(conn, org_id).await;
    }
    let parts = [item.place.as_str(), item.phone.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Ok(parts.join("，"))
}

/// What [`of_clocks`] fills.
pub(super) const OF_CLOCKS: [&str; 9] = [
    "statutory_days",
    "statutory_due_on",
    "promised_days",
    "promised_due_on",
    "accepted_on",
    "correction_days",
    "correction_due_on",
    "deferral_due_on",
    "member_due_on",
];

/// Days of the clocks, as the act leaves them. A clock that stands still has no last day yet.
fn of_clocks(made: &Made<'_>, values: &mut Map<String, Json>) {
    let find = |clock: &str| made.after.iter().find(|reading| reading.clock == clock);
    let due = |reading: Option<&Reading>| match reading {
        Some(Reading { due_on: Some(on), .. }) => day(*on),
        Some(_) => "特别程序结束后继续计算的届满日".to_owned(),
        None => String::new(),
    };
    let days = |reading: Option<&Reading>| reading.map_or_else(String::new, |it| it.budget.to_string());
    let mut put = |name: &str, text: String| step::put(values, name, text);
    let (decision, promise) = (find("decision"), find("promise"));
    put("statutory_days", days(decision));
    put("statutory_due_on", due(decision));
    put("promised_days", days(promise));
    put("promised_due_on", due(promise));
    put(
        "accepted_on",
        decision
            .and_then(|it| it.started_on)
            .map_or_else(String::new, day),
    );
    put("correction_days", days(find("correction")));
    put("correction_due_on", due(find("correction")));
    put("deferral_due_on", due(find("deferral")));
    put("member_due_on", due(find("member")));
}

/// What the step itself says.
async fn of_step(conn: &mut Conn, made: &Made<'_>, values: &mut Map<String, Json>) -> Result<()> {
    let sent = made.sent;
    for field in ["gaps", "deferred", "fixed", "competent"] {
        step::put(values, field, sent.text(field));
    }
    step::put(values, "reason", sent.order.reason.clone().unwrap_or_default());
    for field in ["special_days", "extension_days"] {
        let typed = sent.integer(field).or_else(|| sent.integer("superior_days_more"));
        step::put(
            values,
            field,
            typed.map(|days| days.to_string()).unwrap_or_default(),
        );
    }
    for field in ["hearing_on", "meeting_on", "valid_until"] {
        let on = sent.text(field).parse().ok();
        step::put(values, field, on.map(day).unwrap_or_default());
    }
    step::put(values, "special_name", special(made));
    step::put(values, "superior", superior(made.case, sent));
    step::put(values, "opinion", opinion(conn, made.case).await?);
    let mut names = Vec::new();
    for member in members(made) {
        if let Some(org_id) = organisation::of_member(&member) {
            names.push(organisation::name(conn, org_id).await?);
        }
    }
    step::put(values, "departments", names.join("、"));
    Ok(())
}

/// 特别程序 in Chinese.
fn special(made: &Made<'_>) -> String {
    let code = made.sent.text("special_kind");
    let field = made
        .case
        .definition
        .fields()
        .iter()
        .find(|it| it.code == "special_kind");
    let choice = field.and_then(|field| field.choices.iter().find(|choice| choice.code == code));
    choice.map(|choice| choice.label.clone()).unwrap_or_default()
}

/// The last opinion that was proposed.
async fn opinion(conn: &mut Conn, case: &Case) -> Result<String> {
    let proposed = case.state.acts.iter().rev().find(|acted| acted.act == "propose");
    Ok(match proposed {
        Some(acted) => step::private(conn, case, "opinion", acted.seq)
            .await?
            .unwrap_or_default(),
        None => String::new(),
    })
}

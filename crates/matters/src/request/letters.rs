//! What fills the gaps of a request's letters, and to whom each goes.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::{civil_date, minute_text};
use kernel::{Error, Result};
use office::docket::{Case, Docket, Done};
use office::letter::{self, Draft, day};
use procedure::Effect;
use serde_json::{Map, Value as Json};

use super::{Application, DELIVERY_WAYS, FORMS_WANTED, Request, fee, option_label, party, view};
use crate::step::{self, Addressed, Made, Sent};

/// The letters of a step. A reply that is only proposed is shown as it will be signed.
pub(super) async fn of(docket: &Docket, conn: &mut Conn, made: &Made<'_>) -> Result<Vec<Addressed>> {
    let (case, sent) = (made.case, made.sent);
    let mut wanted: Vec<(usize, &str, &str)> = made
        .step
        .effects
        .iter()
        .enumerate()
        .filter_map(letter_of)
        .collect();
    // Without a type there is no reply to read; that it is missing, the definition says.
    let proposed =
        made.rehearsed && made.step.code == "propose-reply" && sent.order.data.contains_key("reply_type");
    if proposed {
        wanted.push((usize::MAX, "reply", "applicant"));
    }
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let request = view::request_of_case(conn, case.file.id).await?;
    let mut values = values(docket, conn, case, &request, sent, made.now).await?;
    if proposed {
        step::put(
            &mut values,
            "reply",
            sent.order.reason.clone().unwrap_or_default(),
        );
        step::put(&mut values, "reply_type", sent.text("reply_type"));
    }
    let mut letters = Vec::new();
    for (n, template, to) in wanted {
        for (member, addressee) in addressees(conn, &request, to, made).await? {
            let mut values = values.clone();
            step::put(&mut values, "other_party", addressee.clone());
            letters.push(Addressed {
                n: i64::try_from(n).unwrap_or(i64::MAX),
                org_id: case.file.org_id,
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

fn letter_of((n, effect): (usize, &Effect)) -> Option<(usize, &str, &str)> {
    match effect {
        Effect::Letter { template, to } => Some((n, template, to)),
        _ => None,
    }
}

/// 接收回执: with the number and the query code, which exist only once the case is open.
pub(super) async fn receipt(
    docket: &Docket,
    conn: &mut Conn,
    case: &Case,
    done: &Done,
    now: Timestamp,
) -> Result<()> {
    let request = view::request_of_case(conn, done.case_id).await?;
    let values = values(docket, conn, case, &request, &Sent::default(), now).await?;
    let draft = Draft {
        template: "request-receipt".to_owned(),
        to: "applicant".to_owned(),
        member: None,
        addressee: String::new(),
        values,
    };
    let composed = letter::compose(conn, case.file.org_id, draft, now).await?;
    letter::keep(conn, done.case_id, done.seq, 0, &composed, now)
        .await
        .map(|_| ())
}

/// To whom an effect's letter goes: (member of a branch, name). Whoever is newly asked has no row in a rehearsal.
async fn addressees(
    conn: &mut Conn,
    request: &Request,
    to: &str,
    made: &Made<'_>,
) -> Result<Vec<(Option<String>, String)>> {
    let sent = made.sent;
    let kind = match to {
        "third_party" => "third_party",
        "joint_maker" => "joint_maker",
        "other_office" => return Ok(vec![(None, sent.other_office.clone())]),
        _ => {
            let application = request.application.as_ref();
            let name = application.map(|it| it.name.clone());
            return Ok(vec![(None, name.unwrap_or_default())]);
        }
    };
    let newly = super::act::asked(&sent.act);
    if made.rehearsed && newly.is_some() {
        let mut names = Vec::new();
        for it in party::named(&sent.parties).unwrap_or_default() {
            names.push((None, party::called(conn, it).await?));
        }
        return Ok(names);
    }
    let named = newly.and_then(|(_, field)| sent.order.data.get(field)?.as_array());
    let parties = party::parties(conn, request.id).await?;
    let meant = parties.into_iter().filter(|it| {
        it.kind == kind && named.is_none_or(|members| members.iter().any(|member| *member == it.member))
    });
    Ok(meant.map(|it| (Some(it.member), it.name)).collect())
}

async fn values(
    docket: &Docket,
    conn: &mut Conn,
    case: &Case,
    request: &Request,
    sent: &Sent,
    now: Timestamp,
) -> Result<Map<String, Json>> {
    let application = request.application.clone().ok_or_else(erased)?;
    let mut values = Map::new();
    let mut put = |name: &str, text: String| {
        values.insert(name.to_owned(), Json::from(text));
    };
    of_applicant(&application, &mut put);
    of_case(case, request, &mut put);
    of_clock(docket, case, sent, now, &mut put);
    of_reply(case, sent, &mut put);
    put(
        "contact",
        office::organisation::contact(conn, case.file.org_id).await?,
    );
    let remedy = office::organisation::remedies_of(conn, case.file.org_id).await?;
    put("review_organ", remedy.review_organ);
    put("court", remedy.court);
    Ok(values)
}

fn erased() -> Error {
    Error::refuse(
        kernel::RefusalKind::Conflict,
        "erased",
        "申请人的个人信息已经依法清除，不能再出具文书。",
        "请按档案管理规定办理。",
    )
}

fn of_applicant(it: &Application, put: &mut impl FnMut(&str, String)) {
    put("applicant", it.name.clone());
    put("wanted", it.wanted());
    put(
        "form_wanted",
        option_label(FORMS_WANTED, &it.form_wanted).to_owned(),
    );
    put(
        "delivery_way",
        option_label(DELIVERY_WAYS, &it.delivery_way).to_owned(),
    );
}

fn of_case(case: &Case, request: &Request, put: &mut impl FnMut(&str, String)) {
    put("number", case.file.number.clone());
    put("query_code", case.file.query_code.clone());
    put("filed_at", minute_text(request.filed_at));
    put("channel", request.channel.label().to_owned());
    let received = request.received_on;
    put(
        "received_on",
        received.map_or_else(|| "（待双方确认）".to_owned(), day),
    );
    put(
        "begins",
        match received {
            Some(on) => format!("自{}收到申请的次日起计算", day(on)),
            None => "自双方确认收到之日的次日起计算".to_owned(),
        },
    );
}

fn of_clock(docket: &Docket, case: &Case, sent: &Sent, now: Timestamp, put: &mut impl FnMut(&str, String)) {
    let due = docket
        .readings(case, now)
        .into_iter()
        .find(|reading| reading.clock == "answer");
    put(
        "due_on",
        due.and_then(|reading| reading.due_on)
            .map(day)
            .unwrap_or_default(),
    );
    let integer = |field: &str| sent.order.data.get(field).and_then(Json::as_i64);
    let days = integer("correction_days").and_then(|days| u32::try_from(days).ok());
    put(
        "correction_days",
        days.map(|days| days.to_string()).unwrap_or_default(),
    );
    let until = days.map(|days| {
        docket
            .almanac
            .calendar()
            .known_at(now)
            .add_working_days(civil_date(now), days)
    });
    put(
        "correction_due_on",
        until.map(|deadline| day(deadline.due_on)).unwrap_or_default(),
    );
    put(
        "extension_days",
        integer("extension_days")
            .map(|days| days.to_string())
            .unwrap_or_default(),
    );
    let stated = sent
        .order
        .data
        .get("stated_on")
        .and_then(Json::as_str)
        .and_then(|on| on.parse().ok());
    put("stated_on", stated.map(day).unwrap_or_default());
    let text = |field: &str| {
        sent.order
            .data
            .get(field)
            .and_then(Json::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let charged = integer("fee_quantity").and_then(|quantity| fee::by(&text("fee_method"), quantity));
    put(
        "fee_basis",
        charged.as_ref().map(|fee| fee.basis.clone()).unwrap_or_default(),
    );
    put(
        "fee_yuan",
        charged.map(|fee| fee.yuan.to_string()).unwrap_or_default(),
    );
}

/// The reply is what was proposed; whoever signs it changes nothing.
fn of_reply(case: &Case, sent: &Sent, put: &mut impl FnMut(&str, String)) {
    put("reason", sent.order.reason.clone().unwrap_or_default());
    let proposed = case
        .events
        .iter()
        .rev()
        .find(|event| event.act.as_deref() == Some("propose-reply"));
    put(
        "reply",
        proposed
            .and_then(|event| event.reason.clone())
            .unwrap_or_default(),
    );
    let kind = case
        .state
        .data
        .get("reply_type")
        .and_then(Json::as_str)
        .unwrap_or_default();
    put("reply_type", kind.to_owned());
}

//! Registering a request that came over the counter, by post, fax or e-mail. Where writing is hard, it is
//! told orally and the clerk writes it down (条例 art. 29). Everything is read once more before it is sent.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;
use kernel::time::civil_date;
use matters::request::{
    self, Application, Channel, DELIVERY_WAYS, FORMS_WANTED, Filing, IDENTITY_KINDS, Kind,
};
use office::organisation::{self, Actor};

use super::{facts, reach};
use crate::App;
use crate::door::{PageResult, SafeMultipart, Visitor, html, html_with, see_other};
use crate::form::{self, Errors};
use crate::workbench::casework::{
    Back, Control, Fact, Typed, Waiting, WaitingView, fact, hidden, option, sheets, text,
};
use crate::workbench::drafts::ACCEPT;
use crate::workbench::offers::ChoiceView;
use crate::workbench::{DeskShell, desk_shell};

/// Controls for papers, with the kind under which they are kept.
const CONTROLS: [(&str, &str); 3] = [
    ("scan", "application"),
    ("identity", "identity"),
    ("proof", "proof"),
];

#[derive(Template)]
#[template(path = "workbench/requests/new.html")]
struct Form {
    shell: DeskShell,
    request_key: String,
    accept: &'static str,
    orgs: Vec<ChoiceView>,
    channels: Vec<ChoiceView>,
    kinds: Vec<ChoiceView>,
    identities: Vec<ChoiceView>,
    forms_wanted: Vec<ChoiceView>,
    delivery_ways: Vec<ChoiceView>,
    it: Application,
    received_on: String,
    scans: Vec<WaitingView>,
    identity_papers: Vec<WaitingView>,
    proofs: Vec<WaitingView>,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "workbench/requests/check.html")]
struct Check {
    shell: DeskShell,
    how: Vec<Fact>,
    applicant: Vec<Fact>,
    wanted: Vec<Fact>,
    begins: String,
    hidden: Vec<(String, String)>,
    sheets: Vec<(String, String)>,
}

/// Organisations for which the visitor registers requests: row and name.
async fn offices(conn: &mut Conn, visitor: &Visitor, now: Timestamp) -> Result<Vec<(i64, String)>> {
    let mut all = Vec::new();
    for one in organisation::answering(conn, civil_date(now)).await? {
        if reach::clerk(conn, visitor, one.id, now).await?.is_some() {
            all.push((one.id, one.name));
        }
    }
    Ok(all)
}

pub async fn blank(State(app): State<App>, visitor: Visitor) -> PageResult {
    html(&form(&app, &visitor, Back::default()).await?)
}

async fn form(app: &App, visitor: &Visitor, back: Back) -> Result<Form> {
    let mut conn = app.db.read().await?;
    let offices = offices(&mut conn, visitor, app.now()).await?;
    let chosen = |name: &str| text(&back.typed, name).to_owned();
    let options = |list: &[(&str, &str)], name: &str| {
        let value = chosen(name);
        list.iter()
            .map(|(code, label)| option(code, label, *code == value))
            .collect::<Vec<_>>()
    };
    let channels: Vec<(&str, &str)> = Channel::BY_CLERK
        .iter()
        .map(|it| (it.code(), it.label()))
        .collect();
    let kinds: Vec<(&str, &str)> = Kind::ALL.iter().map(|it| (it.code(), it.label())).collect();
    let key = chosen("request_key");
    let waiting = |control: &str| Waiting::at(&back.waiting, control);
    Ok(Form {
        shell: desk_shell(app, &mut conn, visitor, "/desk/requests").await?,
        request_key: if key.is_empty() { form::request_key() } else { key },
        accept: ACCEPT,
        orgs: offices
            .iter()
            .map(|(id, name)| {
                option(
                    &id.to_string(),
                    name,
                    offices.len() == 1 || id.to_string() == chosen("org_id"),
                )
            })
            .collect(),
        channels: options(&channels, "channel"),
        kinds: options(&kinds, "kind"),
        identities: options(IDENTITY_KINDS, "identity_kind"),
        forms_wanted: options(FORMS_WANTED, "form_wanted"),
        delivery_ways: options(DELIVERY_WAYS, "delivery_way"),
        it: application(&back.typed),
        received_on: chosen("received_on"),
        scans: waiting("scan"),
        identity_papers: waiting("identity"),
        proofs: waiting("proof"),
        errors: back.errors,
    })
}

fn application(typed: &Typed) -> Application {
    let of = |name: &str| text(typed, name).to_owned();
    Application {
        kind: Kind::of(&of("kind")).unwrap_or_default(),
        name: of("name"),
        identity_kind: of("identity_kind"),
        identity_number: of("identity_number"),
        contact_person: of("contact_person"),
        phone: of("phone"),
        email: of("email"),
        address: of("address"),
        postcode: of("postcode"),
        info_name: of("info_name"),
        info_number: of("info_number"),
        info_features: of("info_features"),
        form_wanted: of("form_wanted"),
        delivery_way: of("delivery_way"),
        help_wanted: of("help_wanted"),
    }
    .tidied()
}

/// How it came, when, and for whom; what is missing is said at its control.
struct Arrival {
    org_id: i64,
    channel: Channel,
    received_on: Option<Date>,
}

fn arrival(typed: &Typed, waiting: &[Waiting], today: Date, errors: &mut Errors) -> Arrival {
    let org_id = text(typed, "org_id").parse().unwrap_or(0);
    if org_id == 0 {
        errors.add("org_id", "还没有选择向哪个单位申请。请选择一个单位。");
    }
    let channel = Channel::of(text(typed, "channel")).filter(|it| *it != Channel::Online);
    if channel.is_none() {
        errors.add("channel", "还没有选择申请是怎么来的。请选择一种渠道。");
    }
    if Kind::of(text(typed, "kind")).is_none() {
        errors.add("kind", "还没有选择申请人的类型。请选择自然人，或者单位的类型。");
    }
    let (channel, on) = (channel.unwrap_or_default(), text(typed, "received_on"));
    let received_on = on.parse::<Date>().ok();
    match received_on {
        None if !on.is_empty() => errors.add("received_on", "这个日期无法识别。请按“2026-11-20”的写法填写。"),
        Some(on) if on > today => errors.add("received_on", "收到之日晚于今天。请核对日期。"),
        Some(on) if on < today && channel != Channel::Online && !channel.received_at_once() => errors.add(
            "received_on",
            "这种渠道以双方确认之日为收到之日，不能填写以前的日期。请留空，登记以后与申请人确认。",
        ),
        Some(on) if on < today && !waiting.iter().any(|it| it.control == "proof") => {
            errors.add(
                "proof",
                "填写了以前的日期，还没有凭证。请上传邮戳、签收单或者收件登记。",
            );
        }
        _ => {}
    }
    Arrival {
        org_id,
        channel,
        received_on,
    }
}

pub async fn receive(State(app): State<App>, visitor: Visitor, sent: SafeMultipart) -> PageResult {
    let mut back = Back {
        typed: sent.form()?,
        ..Back::default()
    };
    let (key, now) = (text(&back.typed, "request_key").to_owned(), app.now());
    let controls = CONTROLS.map(|(control, kind)| Control {
        name: control.to_owned(),
        kind,
        about: String::new(),
    });
    let mut errors = Errors::none();
    back.waiting = sheets::take(&app, &visitor, &key, &sent, &controls, &mut errors).await?;
    let go = text(&back.typed, "go").to_owned();
    if go == "edit" {
        return html(&form(&app, &visitor, back).await?);
    }
    let arrival = arrival(&back.typed, &back.waiting, civil_date(now), &mut errors);
    let it = application(&back.typed);
    for issue in request::problems(&it, true) {
        let known = issue.field.as_deref().unwrap_or_default();
        errors.add(known, format!("{}{}", issue.sentence, issue.onward));
    }
    let actor = match arrival.org_id {
        0 => None,
        org_id => reach::clerk(&mut app.db.read().await?, &visitor, org_id, now).await?,
    };
    let Some(actor) = actor.filter(|_| errors.is_empty()) else {
        if errors.is_empty() {
            reach::need(reach::Sight::Nothing, reach::Sight::Full)?;
        }
        return again(&app, &visitor, Back { errors, ..back }).await;
    };
    if go != "confirm" {
        return check(&app, &visitor, &back, &it, &arrival).await;
    }
    match file(&app, &visitor, actor, &arrival, it, &key, &back).await {
        Ok(case_id) => Ok(see_other(&format!("/desk/requests/{case_id}"))),
        Err(error) => match form::told::<()>(Err(error))? {
            Err(errors) => again(&app, &visitor, Back { errors, ..back }).await,
            Ok(()) => unreachable!("an error was told"),
        },
    }
}

async fn again(app: &App, visitor: &Visitor, back: Back) -> PageResult {
    html_with(StatusCode::UNPROCESSABLE_ENTITY, &form(app, visitor, back).await?)
}

/// Everything on one page, before it is sent.
async fn check(app: &App, visitor: &Visitor, back: &Back, it: &Application, arrival: &Arrival) -> PageResult {
    let mut conn = app.db.read().await?;
    let today = civil_date(app.now());
    let on = arrival.received_on.unwrap_or(today);
    let at_once = arrival.channel.received_at_once();
    let how = [
        fact(
            "单位",
            &organisation::name(&mut conn, arrival.org_id).await?,
            false,
        ),
        fact("渠道", arrival.channel.label(), false),
        fact(
            "收到之日",
            &if at_once {
                on.to_string()
            } else {
                "待双方确认".to_owned()
            },
            false,
        ),
    ];
    html(&Check {
        shell: desk_shell(app, &mut conn, visitor, "/desk/requests").await?,
        how: how.into_iter().flatten().collect(),
        applicant: facts::applicant(it),
        wanted: facts::wanted(it),
        begins: match at_once {
            true => format!("答复期限从 {on} 的次日起算（条例第三十一条）。"),
            false => {
                "登记后要与申请人确认收到；答复期限从双方确认之日的次日起算（条例第三十一条）。".to_owned()
            }
        },
        hidden: hidden(back),
        sheets: back.waiting.iter().map(|it| (it.text(), it.label())).collect(),
    })
}

async fn file(
    app: &App,
    visitor: &Visitor,
    actor: Actor,
    arrival: &Arrival,
    application: Application,
    key: &str,
    back: &Back,
) -> Result<i64> {
    sheets::keep(app, visitor, key, &back.waiting).await?;
    let filing = Filing {
        org_id: arrival.org_id,
        channel: arrival.channel,
        application,
        sheets: back.waiting.iter().map(|it| it.sheet.clone()).collect(),
        received_on: arrival.received_on,
        request_key: key.to_owned(),
    };
    let (docket, session_id, now) = (app.docket.clone(), visitor.session_id, app.now());
    let case_id = app
        .db
        .act(move |conn| {
            Box::pin(async move {
                let done = request::file(&docket, conn, &actor, filing, now).await?;
                let sentence = format!(
                    "已登记（{}）。接收回执在“文书”里，可以打印交给申请人。",
                    done.number
                );
                kernel::session::flash(conn, session_id, &sentence).await?;
                Ok(done.case_id)
            })
        })
        .await?;
    sheets::clear(app, visitor, key).await?;
    Ok(case_id)
}

//! The screen is sent: kept, judged, and received and answered in one transaction.

use axum::extract::{Path, State};
use kernel::time::civil_date;
use kernel::{Error, Result};
use matters::service::filing;
use matters::service::{self, Filing, Sent};
use office::docket::Done;
use office::organisation::Actor;
use office::paper::Sheet;

use super::screen::{self, Open};
use super::typed::{self, ANSWERS, PROMISE, Typed};
use crate::App;
use crate::door::{PageResult, SafeMultipart, Visitor, see_other};
use crate::fields;
use crate::form::{self, Errors};
use crate::holding::{self, Fresh};
use crate::upload::judge;

pub async fn receive(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
    sent: SafeMultipart,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let mut open = screen::open(&app, &mut conn, &visitor, &code, sent.text("form")).await?;
    drop(conn);
    if let Some(became) = open.form.became {
        return Ok(see_other(&format!("/desk/window/done/{}", became.case_id)));
    }
    let situation = screen::chosen(&open.item, sent.pairs());
    let all = open.item.whole_form();
    let today = civil_date(app.now());
    let known = holding::attached(&open.form.sheets);
    let came = fields::receive(&all, &situation, &sent, &known, today);
    let typed = Typed::of(&sent, &open.item, &situation);
    let mut errors = Errors::none();
    let mut fresh = holding::of_fields(came.taken);
    fresh.extend(scans(&open, &situation, &sent, &mut errors));
    let it = &mut open.form.application;
    it.situation = situation;
    it.answers = came.answers;
    it.delivery_way = sent.text("delivery_way").to_owned();
    typed::agent(it, &typed, &sent);
    holding::keep(&app, &open.form.room, &mut open.form.sheets, fresh).await?;
    holding::still_used(&mut open.form.sheets, &open.form.application);
    drop_removed(&mut open, sent.text("remove"));
    save(&app, &mut open).await?;
    // A button within the form, or papers that are scanned one after another.
    if !came.whole || !sent.text("remove").is_empty() || sent.text("go") == "look" {
        return screen::draw(&app, &visitor, &open, &typed, errors).await;
    }
    let received_on = typed.received_on(&mut errors);
    if !ANSWERS.iter().any(|it| it.act == typed.answer) {
        errors.add(
            "answer",
            "还没有选择怎么答复。材料来不及核对的，选“只收件，稍后答复”。",
        );
    }
    let declined = typed.declines();
    let told = match declined {
        true => service::callers_problems(&open.form.application, &open.item, today),
        false => service::problems(&open.form.application, &open.item, today),
    };
    errors.tell(&told);
    let acts = typed.acts(&open.form);
    for answer in acts.iter().filter(|sent| !sent.checklist.is_empty()) {
        let found = service::objections(&open.item, &open.form.application, answer);
        for one in &Errors::of_issues(&found) {
            errors.add(&one.field, one.message.clone());
        }
    }
    if !errors.is_empty() {
        return screen::draw(&app, &visitor, &open, &typed, errors).await;
    }
    let filing = Filing {
        item_code: code,
        org_id: None,
        channel: typed.channel(),
        application: open.form.application.clone(),
        sheets: open
            .form
            .sheets
            .iter()
            .filter(|it| it.kind != PROMISE)
            .cloned()
            .collect(),
        received_on,
        declined,
        request_key: open.form.request_key.clone(),
    };
    match form::told(take(&app, &visitor, &open, filing, acts).await)? {
        Ok(done) => {
            clear(&app, &open.form.room).await?;
            Ok(see_other(&format!("/desk/window/done/{}", done.case_id)))
        }
        Err(found) => screen::draw(&app, &visitor, &open, &typed, placed(found)).await,
    }
}

/// Words of the answer stand in one box, the list under its heading.
fn placed(found: Errors) -> Errors {
    let mut errors = Errors::none();
    for one in &found {
        let field = match one.field.as_str() {
            "reason" | "gaps" => "words",
            "document" | "deferred" => "promise",
            other => other,
        };
        errors.add(field, one.message.clone());
    }
    errors
}

/// Scans of materials, the mandate, the signed promise. What may not be taken is told at its control.
fn scans(
    open: &Open,
    situation: &[(String, String)],
    sent: &SafeMultipart,
    errors: &mut Errors,
) -> Vec<Fresh> {
    let materials = open.item.materials_for(situation).enumerate();
    let mut slots: Vec<(String, &'static str, String)> = materials
        .map(|(n, it)| (format!("m.{}", n + 1), "material", it.name.clone()))
        .collect();
    slots.push(("mandate".to_owned(), "mandate", String::new()));
    slots.push(("promise".to_owned(), PROMISE, String::new()));
    let mut fresh = Vec::new();
    for (control, kind, about) in slots {
        for upload in sent.uploads(&control) {
            match judge(&upload.name, &upload.bytes) {
                Ok((name, media_type)) => fresh.push((
                    Sheet {
                        kind: kind.to_owned(),
                        name,
                        digest: String::new(),
                        media_type: media_type.to_owned(),
                        size_bytes: holding::size(&upload.bytes),
                        about: about.clone(),
                    },
                    upload.bytes.clone(),
                )),
                Err(sentence) => errors.add(&control, sentence),
            }
        }
    }
    fresh
}

fn drop_removed(open: &mut Open, removed: &str) {
    let parts: Vec<&str> = removed.splitn(3, '|').collect();
    if let [digest, kind, about] = parts.as_slice() {
        open.form
            .sheets
            .retain(|it| it.digest != *digest || it.kind != *kind || it.about != *about);
    }
}

/// Keeps what was typed, under a new secret where there is none yet.
async fn save(app: &App, open: &mut Open) -> Result<()> {
    let (secret, form, now) = (open.secret.clone(), open.form.clone(), app.now());
    open.secret = app
        .db
        .act(move |conn| {
            Box::pin(async move {
                if !secret.is_empty() && filing::save(conn, &secret, &form, now).await? {
                    return Ok(secret);
                }
                filing::begin(conn, &form, now).await
            })
        })
        .await?;
    Ok(())
}

/// Received and answered, or neither.
async fn take(app: &App, visitor: &Visitor, open: &Open, filing: Filing, acts: Vec<Sent>) -> Result<Done> {
    holding::bring(app, &open.form.room, open.form.sheets.clone()).await?;
    let (docket, now, actor) = (app.docket.clone(), app.now(), Actor::person(visitor.person_id));
    let (secret, form) = (open.secret.clone(), open.form.clone());
    app.db
        .act(move |conn| {
            Box::pin(async move {
                let mut done = service::file(&docket, conn, &actor, filing, now).await?;
                if done.repeated {
                    return Ok(done);
                }
                for sent in acts {
                    done = service::act(&docket, conn, &actor, done.case_id, sent, now).await?;
                }
                filing::sent(conn, &secret, &form, done.case_id, now).await?;
                Ok::<_, Error>(done)
            })
        })
        .await
}

async fn clear(app: &App, room: &str) -> Result<()> {
    let (files, room) = (app.files.clone(), room.to_owned());
    tokio::task::spawn_blocking(move || files.clear_anteroom(&room))
        .await
        .map_err(kernel::Fault::new)?
}

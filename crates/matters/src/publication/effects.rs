//! What a recorded event does to documents: published, withdrawn, given back.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Fault, Result};
use office::docket::{Docket, Done, MatterEffect};
use procedure::Effect;

use super::{DOCUMENT, import, store};

/// Does the effects of an act, and keeps the document's standing in step with where its case stands.
pub async fn follow(docket: &Docket, conn: &mut Conn, mut done: Done, now: Timestamp) -> Result<Done> {
    for effect in std::mem::take(&mut done.effects) {
        carry_out(docket, conn, &effect, now).await?;
    }
    let case = docket.case(conn, done.case_id).await?;
    if case.file.subject_kind == DOCUMENT && done.state.is_open() {
        let waits_for_writer = case
            .state
            .holders(&case.definition)
            .iter()
            .any(|ball| ball.actors.iter().any(|actor| actor.role == "submitter"));
        if waits_for_writer && store::work(conn, case.file.subject_id).await?.as_deref() == Some("in_review")
        {
            store::set_work(conn, case.file.subject_id, "returned").await?;
        }
    }
    if case.file.subject_kind == import::IMPORT && !done.state.is_open() {
        import::settle_batch(conn, case.file.subject_id).await?;
    }
    if case.file.subject_kind == DOCUMENT && !done.state.is_open() {
        store::release_work(conn, case.file.subject_id, done.case_id).await?;
        let removes = |step: &procedure::Move| step.effects.contains(&Effect::Withdraw);
        if case.definition.moves().iter().any(removes) {
            store::settle_removal(conn, case.file.subject_id).await?;
        }
    }
    Ok(done)
}

/// Does one effect that the docket handed back. Within the act's transaction.
pub async fn carry_out(
    docket: &Docket,
    conn: &mut Conn,
    effect: &MatterEffect,
    now: Timestamp,
) -> Result<()> {
    match &effect.effect {
        Effect::Publish => publish(docket, conn, effect, now).await,
        Effect::Withdraw => withdraw(docket, conn, effect, now).await,
        other => Err(Fault::new(format!("publication does not know the effect {other:?}")).into()),
    }
}

/// Shows the newest edition whose digest the case's last event carries; where the event carries none
/// (a take-down was lifted), the edition that was public before.
async fn publish(docket: &Docket, conn: &mut Conn, effect: &MatterEffect, now: Timestamp) -> Result<()> {
    if effect.subject_kind == import::IMPORT {
        return import::publish_batch(conn, effect, now).await;
    }
    let case = docket.case(conn, effect.case_id).await?;
    let event = case.events.iter().find(|event| event.seq == effect.seq);
    let approved = event.and_then(|event| event.documents.first());
    match approved {
        Some(digest) => store::publish_edition(conn, effect.subject_id, digest, now).await,
        None => store::restore(conn, effect.subject_id).await,
    }
}

/// Takes the document offline and leaves a tombstone: what it was, when it went, and what the case declares
/// for the public about why. The reason of an act is for those who deal with the case and is never shown.
async fn withdraw(docket: &Docket, conn: &mut Conn, effect: &MatterEffect, now: Timestamp) -> Result<()> {
    let case = docket.case(conn, effect.case_id).await?;
    let declared = |field: &str| {
        case.state
            .data
            .get(field)
            .and_then(|value| value.as_str())
            .unwrap_or_default()
    };
    let ground = case
        .definition
        .field("ground")
        .and_then(|field| {
            field
                .choices
                .iter()
                .find(|choice| choice.code == declared("ground"))
        })
        .map_or("", |choice| choice.label.as_str());
    let standing = if case.state.is_open() {
        "taken_down"
    } else {
        "withdrawn"
    };
    store::bury(
        conn,
        effect.subject_id,
        standing,
        (ground, declared("public_notice")),
        now,
    )
    .await
}

/// Which documents an event about this subject may have changed for readers: the index asks.
pub async fn touched(conn: &mut Conn, subject_kind: &str, subject_id: i64) -> Result<Vec<i64>> {
    match subject_kind {
        DOCUMENT => Ok(vec![subject_id]),
        import::IMPORT => store::documents_of_batch(conn, subject_id).await,
        _ => Ok(Vec::new()),
    }
}

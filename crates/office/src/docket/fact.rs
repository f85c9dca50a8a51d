//! Between the record's events and the engine's.

use kernel::record::{Entry, Stored};
use kernel::{Fault, Result};
use procedure::{Amendment, Branch, Event, EventKind, Migration};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::CaseFile;

/// What the record's `data` holds beside columns of its own: absent parts have no key.
#[derive(Default, Serialize, Deserialize)]
struct Envelope {
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    data: Map<String, Json>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ground: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    amends: Option<Amendment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    party: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    migrates: Option<Migration>,
    /// At opening: the digest of the definition, so that the chain of definitions is in the events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    procedure: Option<String>,
}

/// The event as the record takes it.
pub(super) fn entry(file: &CaseFile, event: &Event) -> Result<Entry> {
    let opened = event.kind == EventKind::Opened;
    let procedure = match &event.migrates {
        Some(migration) => Some(migration.digest.clone()),
        None => opened.then(|| file.procedure_digest.clone()),
    };
    let envelope = Envelope {
        data: event.data.clone(),
        ground: event.ground.clone(),
        amends: event.amends.clone(),
        party: event.party.clone(),
        migrates: event.migrates.clone(),
        procedure: procedure.clone(),
    };
    let Json::Object(data) = serde_json::to_value(envelope)? else {
        unreachable!("a struct is an object")
    };
    Ok(Entry {
        case_id: file.id,
        case_number: file.number.clone(),
        seq: event.seq,
        kind: event.kind.code().to_owned(),
        act: event.act.clone(),
        branch: event.branch.as_ref().map(branch_text),
        procedure,
        actor_id: event.actor,
        on_behalf_of: event.on_behalf_of,
        party: event.party.clone(),
        recorded_at: event.recorded_at,
        effective_on: event.effective_on,
        reason: event.reason.clone(),
        data,
        documents: event.documents.clone(),
        parent_id: file.parent_id.filter(|_| opened),
        corrects: event.amends.as_ref().map(|amendment| amendment.seq),
        request_key: event.request_key.clone(),
    })
}

/// The event as the engine reads it, and the definition's digest where it opens or migrates.
pub(super) fn event(stored: Stored) -> Result<(Event, Option<String>)> {
    let envelope: Envelope = serde_json::from_value(Json::Object(stored.data))?;
    let kind = EventKind::from_code(&stored.kind)
        .ok_or_else(|| Fault::new(format!("event {} is of unknown kind {}", stored.id, stored.kind)))?;
    let event = Event {
        seq: stored.seq,
        kind,
        act: stored.act,
        branch: stored.branch.as_deref().map(branch).transpose()?,
        actor: stored.actor_id,
        on_behalf_of: stored.on_behalf_of,
        party: envelope.party,
        recorded_at: stored.recorded_at,
        effective_on: stored.effective_on,
        ground: envelope.ground,
        reason: stored.reason,
        data: envelope.data,
        documents: stored.documents,
        request_key: stored.request_key,
        amends: envelope.amends,
        migrates: envelope.migrates,
    };
    Ok((event, envelope.procedure))
}

/// `4.o17`: the fork's sequence, a dot, the member.
pub(super) fn branch_text(branch: &Branch) -> String {
    format!("{}.{}", branch.fork, branch.member)
}

fn branch(text: &str) -> Result<Branch> {
    let (fork, member) = text
        .split_once('.')
        .ok_or_else(|| Fault::new(format!("not a branch: {text}")))?;
    Ok(Branch {
        fork: fork.parse().map_err(Fault::new)?,
        member: member.to_owned(),
    })
}

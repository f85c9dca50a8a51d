//! Documents and posts held against the record: what the events say became of each, and what the rows
//! say.
//!
//! The events are read once, in the order of recording, each case through the definition that its own
//! opening names. Which document a case is about is found by the digest that its opening carries, not by
//! the case's row: whoever turns a row to another document is found too.
//!
//! Not under proof, and said so by `sundial verify`: owners and organisations of documents, delegations,
//! working copies, and the addresses of editions whose digest is older than the addresses in it.

mod document;
mod post;
mod store;

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
use procedure::{Definition, Effect};
use serde_json::{Map, Value as Json};

use self::document::Documents;
use self::post::Posts;
use super::Audit;

/// An event as this reading needs it.
pub(super) struct Happened {
    id: i64,
    case_id: i64,
    kind: String,
    act: Option<String>,
    at: Timestamp,
    /// Its words were erased by law.
    erased: bool,
    data: Map<String, Json>,
    /// Digest of the definition, where it opens or migrates.
    procedure: Option<String>,
    documents: Vec<String>,
}

/// A case as far as it has been read.
struct Case {
    definition: Option<Definition>,
    /// What its opening declared.
    opened: Map<String, Json>,
    /// Digests that its opening carries.
    subject: Vec<String>,
    /// The ground and the words for the public, as declared last.
    ground: String,
    notice: String,
    /// Some words were erased, and perhaps with them what repeated them.
    erased: bool,
}

impl Case {
    fn take(&mut self, event: &Happened) {
        for (field, kept) in [("ground", &mut self.ground), ("public_notice", &mut self.notice)] {
            if let Some(declared) = event.data.get(field).and_then(Json::as_str) {
                *kept = declared.to_owned();
            }
        }
        self.erased |= event.erased;
    }

    /// The ground's name in the definition.
    fn ground_label(&self) -> &str {
        let field = self
            .definition
            .as_ref()
            .and_then(|definition| definition.field("ground"));
        let choice = field.and_then(|field| field.choices.iter().find(|choice| choice.code == self.ground));
        choice.map_or("", |choice| choice.label.as_str())
    }
}

/// Adds what does not agree to the audit.
pub(super) async fn hold(conn: &mut Conn, audit: &mut Audit) -> Result<()> {
    let definitions = store::definitions(conn, audit).await?;
    let mut documents = Documents::of(store::editions(conn).await?, store::batches(conn).await?);
    let mut posts = Posts::default();
    let mut cases: BTreeMap<i64, Case> = BTreeMap::new();
    let mut after = 0;
    loop {
        let events = store::events(conn, after).await?;
        let Some(last) = events.last() else { break };
        after = last.id;
        for event in &events {
            let opens = event.kind == "opened";
            let case = cases.entry(event.case_id).or_insert_with(|| Case {
                definition: None,
                opened: if opens { event.data.clone() } else { Map::new() },
                subject: if opens {
                    event.documents.clone()
                } else {
                    Vec::new()
                },
                ground: String::new(),
                notice: String::new(),
                erased: false,
            });
            if let Some(digest) = &event.procedure {
                case.definition = definitions.get(digest).cloned();
            }
            case.take(event);
            step(&mut documents, &mut posts, case, event);
        }
    }
    documents.compare(store::documents(conn).await?, audit);
    posts.compare(store::posts(conn).await?, audit);
    Ok(())
}

fn step(documents: &mut Documents, posts: &mut Posts, case: &Case, event: &Happened) {
    let Some(definition) = &case.definition else {
        return;
    };
    let made = matches!(event.kind.as_str(), "opened" | "moved" | "expired");
    let Some(step) = event
        .act
        .as_deref()
        .filter(|_| made)
        .and_then(|act| definition.find_move(act))
    else {
        return;
    };
    if definition.code() == "post-register" {
        posts.take(&case.opened, event);
        return;
    }
    // Other matters may publish things of their own; what concerns documents declares its digest.
    if definition
        .field("edition_digest")
        .or_else(|| definition.field("report_digest"))
        .is_none()
    {
        return;
    }
    let ends = step
        .to
        .as_deref()
        .and_then(|to| definition.place(to))
        .is_some_and(procedure::Place::is_end);
    for effect in &step.effects {
        match effect {
            Effect::Publish => documents.publish(case, event),
            Effect::Withdraw => documents.withdraw(case, event, ends),
            _ => {}
        }
    }
    let removes = |step: &procedure::Move| step.effects.contains(&Effect::Withdraw);
    if ends && definition.moves().iter().any(removes) {
        documents.settle(case);
    }
}

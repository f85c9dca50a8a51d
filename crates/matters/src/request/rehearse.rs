//! What a step would send, before it is done. Reads only.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, Issue, RefusalKind, Result};
use office::docket::Docket;
use office::letter::Drafted;
use office::organisation::Actor;
use serde_json::Value as Json;

use super::act::{self, Sent};
use super::{letters, part, party};

/// Every letter that the step would send, as it would go out but for its number.
///
/// # Errors
/// As [`super::act`], all at once: what the law or the state forbids, what is missing on the form, gaps in
/// letters.
pub async fn rehearse(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    case_id: i64,
    mut sent: Sent,
    now: Timestamp,
) -> Result<Vec<Drafted>> {
    let case = docket.case(conn, case_id).await?;
    act::its_own(&case)?;
    let mut found = Vec::new();
    let asked = asked(conn, &mut sent, &mut found).await?;
    found.extend(part::objections(conn, case_id, &sent).await?);
    gather(act::complete(&mut sent), &mut found)?;
    sent.order
        .documents
        .extend(sent.sheets.iter().map(|sheet| sheet.digest.clone()));
    gather(
        docket
            .rehearse(conn, &case, &sent.act, actor, sent.order.clone(), now)
            .await,
        &mut found,
    )?;
    let Some(step) = case.definition.find_move(&sent.act) else {
        return Err(Error::not_found("这一步"));
    };
    let (drafted, gaps) = letters::drafts(docket, conn, &case, step, &sent, &asked, now).await?;
    for gap in gaps {
        let gap = Issue {
            field: gap.field.as_deref().map(typed_at),
            ..gap
        };
        if !found.iter().any(|known: &Issue| known.field == gap.field) {
            found.push(gap);
        }
    }
    if found.is_empty() {
        Ok(drafted)
    } else {
        Err(Error::invalid(found))
    }
}

/// The names of whom the step asks; their places in the case are filled for the check.
async fn asked(conn: &mut Conn, sent: &mut Sent, found: &mut Vec<Issue>) -> Result<Vec<String>> {
    let Some((_, field)) = act::asked(&sent.act) else {
        return Ok(Vec::new());
    };
    let members: Vec<String> = (1..=sent.parties.len().max(1)).map(|n| format!("t{n}")).collect();
    sent.order.data.insert(field.to_owned(), Json::from(members));
    let mut names = Vec::new();
    match party::named(&sent.parties) {
        Ok(named) => {
            for it in named {
                names.push(party::called(conn, it).await?);
            }
        }
        Err(error) => gather(Err(error), found)?,
    }
    Ok(names)
}

/// Keeps what a form can mend; anything else ends the rehearsal.
fn gather(answer: Result<()>, found: &mut Vec<Issue>) -> Result<()> {
    match answer {
        Ok(()) => Ok(()),
        Err(Error::Refusal(refusal)) if refusal.kind == RefusalKind::Invalid => {
            found.extend(refusal.issues);
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Where a value of a letter is typed, where that has another name.
fn typed_at(name: &str) -> String {
    let field = match name {
        "correction_due_on" => "correction_days",
        "fee_basis" | "fee_yuan" => "fee_quantity",
        "reply" => "reason",
        other => other,
    };
    field.to_owned()
}

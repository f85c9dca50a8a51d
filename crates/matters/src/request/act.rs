//! Every later step of a request: the act, its letters, its papers, in one transaction.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, Issue, Result};
use office::docket::{Case, Docket, Done};
use office::letter::Drafted;
use office::organisation::Actor;
use office::paper;
use serde_json::Value as Json;

use super::{PROCEDURE, REQUEST, facts, fee, letters, part, party};
use crate::step::{self, Addressed, Made, Room, Sent};

/// What a request adds to every step.
struct Requests;

/// Does one step in a request's case.
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
    step::act(&Requests, docket, conn, actor, case_id, sent, now).await
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
    step::rehearse(&Requests, docket, conn, actor, case_id, sent, now).await
}

impl Room for Requests {
    fn own(&self, case: &Case) -> Result<()> {
        its_own(case)
    }

    async fn prepare(&self, conn: &mut Conn, case: &Case, sent: &mut Sent) -> Result<()> {
        if let Some((kind, field)) = asked(&sent.act) {
            let members = party::add(conn, case.file.subject_id, kind, &sent.parties).await?;
            step::put(&mut sent.order.data, field, members);
        }
        let objections = part::objections(conn, case.file.id, sent).await?;
        if !objections.is_empty() {
            return Err(Error::invalid(objections));
        }
        complete(sent)
    }

    async fn foresee(
        &self,
        conn: &mut Conn,
        case: &Case,
        sent: &mut Sent,
        found: &mut Vec<Issue>,
    ) -> Result<()> {
        if let Some((_, field)) = asked(&sent.act) {
            // Their places in the case are filled for the check.
            let members: Vec<String> = (1..=sent.parties.len().max(1)).map(|n| format!("t{n}")).collect();
            step::put(&mut sent.order.data, field, members);
            step::gather(party::named(&sent.parties).map(|_| ()), found)?;
        }
        found.extend(part::objections(conn, case.file.id, sent).await?);
        step::gather(complete(sent), found).map(|_| ())
    }

    async fn letters(&self, docket: &Docket, conn: &mut Conn, made: &Made<'_>) -> Result<Vec<Addressed>> {
        letters::of(docket, conn, made).await
    }

    fn typed_at<'n>(&self, name: &'n str) -> &'n str {
        match name {
            "correction_due_on" => "correction_days",
            "fee_basis" | "fee_yuan" => "fee_quantity",
            "reply" => "reason",
            other => other,
        }
    }

    /// What is given to the applicant waits for the reply.
    fn shown(&self, act: &str) -> bool {
        matches!(act, "supplement" | "correct" | "give-reasons")
    }

    async fn follow(
        &self,
        docket: &Docket,
        conn: &mut Conn,
        case: &Case,
        sent: &Sent,
        done: Done,
        now: Timestamp,
    ) -> Result<Done> {
        if sent.act == "dispatch" {
            give_out(conn, case, now).await?;
        }
        follow(docket, conn, done, now).await
    }
}

/// A case that is linked to a request is about it as well, but is not the request.
pub(super) fn its_own(case: &Case) -> Result<()> {
    if case.file.subject_kind == REQUEST && case.file.procedure_code == PROCEDURE {
        return Ok(());
    }
    Err(Error::not_found("这件申请"))
}

/// What is given out comes with the reply: what was prepared for the reply that was signed, and what was
/// added in sending it. Papers of a reply that was sent back stay inside.
async fn give_out(conn: &mut Conn, case: &Case, now: Timestamp) -> Result<()> {
    let proposed = case
        .events
        .iter()
        .rev()
        .find(|event| event.act.as_deref() == Some("propose-reply"));
    let since = proposed.map_or(now, |event| event.recorded_at);
    paper::release(conn, case.file.id, "given", since).await
}

/// Brings the request's row up to its case, after an act and after time itself acted.
pub async fn follow(docket: &Docket, conn: &mut Conn, mut done: Done, now: Timestamp) -> Result<Done> {
    // Letters were kept with the act; nothing else is left to a request.
    done.effects.clear();
    facts::refresh(docket, conn, done.case_id, now).await?;
    Ok(done)
}

/// Whom the act asks: the kind of party, and the field that names them.
pub(super) fn asked(act: &str) -> Option<(&'static str, &'static str)> {
    match act {
        "consult" => Some(("third_party", "third_parties")),
        "ask-makers" => Some(("joint_maker", "joint_makers")),
        _ => None,
    }
}

/// What the page does not send but the act declares: what the tariff comes to.
fn complete(sent: &mut Sent) -> Result<()> {
    if sent.act == "charge" {
        charge(sent)?;
    }
    if sent.act == "ask-agencies" && sent.other_office.trim().is_empty() {
        let issue = Issue::new("party-missing", "还没有写明请哪个机关协助。", "请填写机关名称。");
        return Err(Error::invalid(vec![issue.at("other_office")]));
    }
    Ok(())
}

/// The amount follows from the tariff; nobody types it.
fn charge(sent: &mut Sent) -> Result<()> {
    let method = sent
        .order
        .data
        .get("fee_method")
        .and_then(Json::as_str)
        .unwrap_or_default();
    let quantity = sent
        .order
        .data
        .get("fee_quantity")
        .and_then(Json::as_i64)
        .unwrap_or_default();
    let Some(fee) = fee::by(method, quantity) else {
        return Ok(());
    };
    if fee.yuan == 0 {
        let mut issue = Issue::new(
            "fee-free",
            format!("{}，不收费。", fee.basis),
            "请核对数量；不收费的，直接办理即可。",
        );
        issue.article = Some("信息处理费管理办法".to_owned());
        return Err(Error::invalid(vec![issue.at("fee_quantity")]));
    }
    sent.order
        .data
        .insert("fee_yuan".to_owned(), Json::from(fee.yuan));
    Ok(())
}

//! Every later step of a request: the act, its letters, its papers, in one transaction.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, Issue, Result};
use office::docket::{Case, Docket, Done, Order};
use office::organisation::Actor;
use office::paper::{self, Sheet};
use serde_json::Value as Json;

use super::{NewParty, PROCEDURE, REQUEST, facts, fee, letters, part, party};

/// What a form of the case desk, or of the applicant's page, sends.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    /// The move.
    pub act: String,
    /// Branch, dates, words, data, the form's key.
    pub order: Order,
    /// Papers that come with it; bytes are kept already.
    pub sheets: Vec<Sheet>,
    /// Some of them were redacted ([`super::give_part`]).
    pub partly: bool,
    /// Whom a consultation asks.
    pub parties: Vec<NewParty>,
    /// The other agency whose help is asked for.
    pub other_office: String,
}

/// Does one step in a request's case.
pub async fn act(
    docket: &Docket,
    conn: &mut Conn,
    actor: &Actor,
    case_id: i64,
    mut sent: Sent,
    now: Timestamp,
) -> Result<Done> {
    if let Some(done) = docket.answered(conn, sent.order.request_key.as_deref()).await? {
        return Ok(done);
    }
    let case = docket.hold(conn, case_id).await?;
    its_own(&case)?;
    prepare(conn, &case, &mut sent).await?;
    let sheets = sent
        .sheets
        .iter()
        .cloned()
        .map(paper::seal)
        .collect::<Result<Vec<_>>>()?;
    let going = match case.definition.find_move(&sent.act) {
        Some(step) => letters::compose(docket, conn, &case, step, &sent, now).await,
        None => Ok(Vec::new()),
    };
    // The letter of a step that is not open has gaps: why the step is not open is the answer then.
    if going.is_err() {
        docket
            .rehearse(conn, &case, &sent.act, actor, sent.order.clone(), now)
            .await?;
    }
    let going = going?;
    let mut order = sent.order.clone();
    order
        .documents
        .extend(sheets.iter().map(|sheet| sheet.digest.clone()));
    order.documents.extend(going.iter().map(letters::Going::digest));
    let done = docket.act(conn, case_id, &sent.act, actor, order, now).await?;
    letters::keep(conn, &done, &going, now).await?;
    for sheet in &sheets {
        paper::add(conn, case_id, sheet, actor.person_id(), shown(&sent), now).await?;
    }
    if sent.act == "dispatch" {
        give_out(conn, &case, now).await?;
    }
    follow(docket, conn, done, now).await
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

/// What the page does not send but the act declares: whom it asks, and what the tariff comes to.
async fn prepare(conn: &mut Conn, case: &Case, sent: &mut Sent) -> Result<()> {
    if let Some((kind, field)) = asked(&sent.act) {
        let members = party::add(conn, case.file.subject_id, kind, &sent.parties).await?;
        sent.order.data.insert(field.to_owned(), Json::from(members));
    }
    let objections = part::objections(conn, case.file.id, sent).await?;
    if !objections.is_empty() {
        return Err(Error::invalid(objections));
    }
    complete(sent)
}

/// The part of it that needs no row.
pub(super) fn complete(sent: &mut Sent) -> Result<()> {
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

/// What the applicant may open at once: their own papers. What is given to them waits for the reply.
fn shown(sent: &Sent) -> bool {
    matches!(sent.act.as_str(), "supplement" | "correct" | "give-reasons")
}

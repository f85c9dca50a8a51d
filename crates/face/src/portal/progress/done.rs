//! The receipt of an application that was just sent.

use std::time::Duration;

use askama::Template;
use jiff::ToSpan as _;
use kernel::Result;
use kernel::record;
use kernel::time::minute_text;
use office::{letter, organisation};

use super::page::{self, Keeping};
use super::{Act, followed, pass, seat};
use crate::door::{Caller, FormToken, MaybeOwner, PageResult};
use crate::portal::frame::Shell;
use crate::portal::page::Ask;
use crate::workbench::NavLink;

/// The ledger is signed within a second; whoever waits longer than this looks again later.
const PATIENCE: Duration = Duration::from_secs(2);
const STEP: Duration = Duration::from_millis(200);

#[derive(Template)]
#[template(path = "portal/progress/done.html")]
struct DonePage {
    shell: Shell,
    trail: Vec<NavLink>,
    csrf: String,
    number: String,
    query_code: String,
    org: String,
    filed_at: String,
    begins: &'static str,
    at_once: Option<&'static Act>,
    receipt: String,
    proof: bool,
    hours: i64,
    keeping: Keeping,
}

pub(in crate::portal) async fn page(
    ask: Ask,
    caller: Caller,
    MaybeOwner(owner): MaybeOwner,
    token: FormToken,
) -> PageResult {
    let mut conn = ask.conn().await?;
    let case_id = match seat::case(&ask, &caller, &mut conn).await? {
        Ok(case_id) => case_id,
        Err(answer) => return Ok(answer),
    };
    let case = ask.app.docket.case(&mut conn, case_id).await?;
    let matter = followed::of(&case.file)?;
    let facts = matter.facts(&mut conn, &case).await?;
    let file = case.file;
    let letters = letter::of_case(&mut conn, case_id).await?;
    let receipt = letters
        .iter()
        .find(|it| it.template == matter.receipt_wording() && it.letter.is_some());
    let org = organisation::name(&mut conn, file.org_id).await?;
    let keeping = Keeping::of(&mut conn, owner.as_ref(), case_id).await?;
    drop(conn);
    let fresh = ask.app.now()
        < file
            .opened_at
            .saturating_add(10.seconds())
            .unwrap_or(file.opened_at);
    let (begins, at_once) = matter.begins(&facts);
    let page = DonePage {
        shell: page::shell(&ask, "/track/received"),
        trail: page::trail_of(&ask, matter.home(), "已提交"),
        csrf: token.0,
        org,
        filed_at: minute_text(facts.filed_at),
        begins,
        at_once: at_once.and_then(|code| Act::of(matter, code)),
        receipt: receipt
            .map(|it| format!("/track/case/letters/{}/pdf", it.id))
            .unwrap_or_default(),
        proof: proved(&ask, case_id, fresh).await?,
        number: file.number,
        query_code: file.query_code,
        hours: pass::HOURS,
        keeping,
    };
    page::own_with(&ask, &page, axum::http::StatusCode::OK)
}

/// Whether the ledger proves the filing; right after it, this waits a moment for the signature.
async fn proved(ask: &Ask, case_id: i64, wait: bool) -> Result<bool> {
    let mut waited = Duration::ZERO;
    loop {
        if record::proof(&mut ask.conn().await?, case_id, 1).await?.is_some() {
            return Ok(true);
        }
        if !wait || waited >= PATIENCE {
            return Ok(false);
        }
        tokio::time::sleep(STEP).await;
        waited += STEP;
    }
}

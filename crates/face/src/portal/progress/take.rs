//! What the applicant takes away: letters, papers, the ledger's proof, due days for a calendar. All of it by the
//! pass to this one case; what belongs to another is not found.

use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use calendar::{Reminder, due_dates_ics};
use kernel::{Error, Fault, record};
use office::docket::Case;
use office::letter::{self, Row};
use office::paper::{self, Paper};

use super::{Followed, clocks, followed, seat};
use crate::door::{Caller, PageResult};
use crate::portal::file::{disposition, media_type_of};
use crate::portal::page::Ask;
use crate::press::Form;

/// A letter is the applicant's once it went to them: some are composed before the act that hands them over.
pub(in crate::portal) fn is_theirs(matter: &dyn Followed, case: &Case, row: &Row) -> bool {
    let due = matter.handed_over_by(&row.template);
    let handed_over = due.is_none_or(|act| case.state.last_act(act).is_some_and(|acted| acted.seq > row.seq));
    row.case_id == case.file.id && row.to == "applicant" && row.letter.is_some() && handed_over
}

/// A paper is theirs where it says so; what is given out, once the answer went to them.
pub(in crate::portal) fn may_open(matter: &dyn Followed, case: &Case, paper: &Paper) -> bool {
    let handed_over = paper.sheet.kind != "given" || case.state.last_act(matter.given_by()).is_some();
    paper.case_id == case.file.id && paper.for_party && !paper.erased && handed_over
}

pub(in crate::portal) async fn letter(
    ask: Ask,
    caller: Caller,
    Path((id, form)): Path<(i64, String)>,
) -> PageResult {
    let mut conn = ask.conn().await?;
    let case_id = match seat::case(&ask, &caller, &mut conn).await? {
        Ok(case_id) => case_id,
        Err(answer) => return Ok(answer),
    };
    let case = ask.app.docket.case(&mut conn, case_id).await?;
    let matter = followed::of(&case.file)?;
    let form = Form::of(&form).ok_or_else(|| Error::not_found("这种格式"))?;
    let row = letter::read(&mut conn, id)
        .await?
        .filter(|row| is_theirs(matter, &case, row));
    let row = row.ok_or_else(|| Error::not_found("这份文书"))?;
    drop(conn);
    let letter = row.letter.as_ref().ok_or_else(|| Error::not_found("这份文书"))?;
    let letter = letter::handed_out(letter, |path| ask.frame.absolute(path));
    let bytes = ask.app.press.print(&letter, form).await?;
    let name = format!("{} {}.{}", row.name, case.file.number, form.ending());
    send(&name, form.media_type(), bytes)
}

pub(in crate::portal) async fn paper(ask: Ask, caller: Caller, Path(id): Path<i64>) -> PageResult {
    let mut conn = ask.conn().await?;
    let case_id = match seat::case(&ask, &caller, &mut conn).await? {
        Ok(case_id) => case_id,
        Err(answer) => return Ok(answer),
    };
    let case = ask.app.docket.case(&mut conn, case_id).await?;
    let matter = followed::of(&case.file)?;
    let found = paper::read(&mut conn, id)
        .await?
        .filter(|paper| may_open(matter, &case, paper));
    let sheet = found.ok_or_else(|| Error::not_found("这份材料"))?.sheet;
    drop(conn);
    let (files, digest) = (ask.app.files.papers(), sheet.digest.clone());
    let bytes = tokio::task::spawn_blocking(move || files.read(&digest))
        .await
        .map_err(Fault::new)??;
    send(&sheet.name, media_type_of(&sheet.media_type), bytes)
}

/// The ledger's proof that the application was filed, in the form that any standard client reads.
pub(in crate::portal) async fn proof(ask: Ask, caller: Caller) -> PageResult {
    let mut conn = ask.conn().await?;
    let case_id = match seat::case(&ask, &caller, &mut conn).await? {
        Ok(case_id) => case_id,
        Err(answer) => return Ok(answer),
    };
    let file = ask.app.docket.file(&mut conn, case_id).await?;
    let proof = record::proof(&mut conn, case_id, 1).await?;
    let proof = proof.ok_or_else(|| Error::not_found("凭证：账本还没有签到这一条，请过几秒再试"))?;
    send(
        &format!("{}.tlog-proof", file.number),
        "text/plain; charset=utf-8",
        proof.to_string().into_bytes(),
    )
}

/// The due days that concern the applicant, for their own calendar. It names neither the person nor the code.
pub(in crate::portal) async fn due_dates(ask: Ask, caller: Caller) -> PageResult {
    let mut conn = ask.conn().await?;
    let case_id = match seat::case(&ask, &caller, &mut conn).await? {
        Ok(case_id) => case_id,
        Err(answer) => return Ok(answer),
    };
    let now = ask.app.now();
    let case = ask.app.docket.case(&mut conn, case_id).await?;
    let matter = followed::of(&case.file)?;
    let number = &case.file.number;
    let shown = clocks::views(matter, &ask.app.docket, &case, now);
    let reminders: Vec<Reminder> = shown
        .iter()
        .filter_map(|clock| {
            Some(Reminder {
                uid: format!("{number}-{}@{}", clock.code, ask.frame.site.domain),
                summary: format!("{number}：{}", clock.title),
                description: format!("{}。依据：{}", clock.says, clock.article),
                url: Some(ask.frame.absolute("/track")).filter(|url| !url.is_empty()),
                due_on: clock.due.parse().ok()?,
                provisional: clock.provisional,
                alarm_at: None,
                made_at: now,
            })
        })
        .collect();
    send(
        &format!("{number}.ics"),
        "text/calendar; charset=utf-8",
        due_dates_ics(&reminders).into_bytes(),
    )
}

/// To be taken away, never run as a page of ours, never kept on the way.
fn send(name: &str, media_type: &str, bytes: Vec<u8>) -> PageResult {
    let answer = Response::builder()
        .header(CONTENT_TYPE, media_type)
        .header(
            CONTENT_DISPOSITION,
            disposition(name, media_type).replacen("inline", "attachment", 1),
        )
        .header(CONTENT_LENGTH, bytes.len())
        .header(CACHE_CONTROL, "private, no-store")
        .header(X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header("content-security-policy", "default-src 'none'; sandbox");
    Ok(answer.body(Body::from(bytes)).map_err(Fault::new)?)
}

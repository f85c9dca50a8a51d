//! Marking: an area, words wherever they stand, a selected stretch; and taking a mark away.

use axum::extract::{Path, State};
use kernel::{Error, Result};
use office::docket::Case;
use office::redaction::{self, Marks, Work};
use redact::{Ground, MOST_MARKS, Mark};

use super::page::{Open, Sent, again, area};
use super::{address, bytes, forget, ground, open, words};
use crate::App;
use crate::door::{PageResult, SafeForm, Visitor, see_other};
use crate::form::{self, Errors};
use crate::press::redaction::Format;

pub(super) async fn receive(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, work_id)): Path<(i64, i64)>,
    SafeForm(sent): SafeForm<Sent>,
) -> PageResult {
    let (case, work) = open(&app, &mut app.db.read().await?, &visitor, id, work_id).await?;
    let mut errors = Errors::none();
    let marks = marked(&app, &work, &sent, &mut errors).await?;
    let Some(marks) = marks.filter(|_| errors.is_empty()) else {
        return again(&app, &visitor, &case, &work, sent, Open::default(), errors).await;
    };
    keep(&app, &visitor, (&case, &work), marks, sent).await
}

async fn keep(
    app: &App,
    visitor: &Visitor,
    (case, work): (&Case, &Work),
    marks: Marks,
    sent: Sent,
) -> PageResult {
    let (id, version, person_id, now) = (work.id, sent.version, visitor.person_id, app.now());
    let (session_id, sentence) = (visitor.session_id, said(&work.marks, &marks));
    let kept = app.db.act(move |conn| {
        Box::pin(async move {
            redaction::mark(conn, id, version, &marks, person_id, now).await?;
            kernel::session::flash(conn, session_id, &sentence).await
        })
    });
    match form::told(kept.await)? {
        Ok(()) => {
            // What was made before is made no longer.
            let before = work.given.iter().map(|it| it.sheet.digest.clone());
            forget(app, before.collect()).await?;
            let here = address(case.file.id, id);
            let to = if matches!(work.marks, Marks::Areas(_)) {
                "sheet"
            } else {
                "text"
            };
            Ok(see_other(&format!(
                "{here}?page={}&ground={}#{to}",
                sent.page, sent.ground
            )))
        }
        Err(errors) => again(app, visitor, case, work, sent, Open::default(), errors).await,
    }
}

fn said(before: &Marks, after: &Marks) -> String {
    match after.len().checked_sub(before.len()) {
        Some(more) if more > 0 => format!("已遮盖 {more} 处，共 {} 处。", after.len()),
        _ => format!("已去掉，还有 {} 处遮盖。", after.len()),
    }
}

/// The marks as they are to be, or none with what is wrong.
async fn marked(app: &App, work: &Work, sent: &Sent, errors: &mut Errors) -> Result<Option<Marks>> {
    let mut marks = work.marks.clone();
    if let Ok(at) = sent.remove.parse::<usize>() {
        remove(&mut marks, at)?;
        return Ok(Some(marks));
    }
    let Some(ground) = ground(&sent.ground) else {
        errors.add("ground", "还没有选择不予公开的理由。每一处遮盖都要有法律依据。");
        return Ok(None);
    };
    match &mut marks {
        Marks::Areas(all) => all.extend(areas(app, work, sent, ground, errors).await?),
        Marks::Words { marks, .. } => {
            let fresh = stretches(app, work, sent, ground, errors).await?;
            let known = |mark: &redact::words::Mark| {
                let over = |it: &redact::words::Mark| {
                    it.place == mark.place && it.from <= mark.from && mark.to <= it.to
                };
                marks.iter().any(over)
            };
            let fresh: Vec<_> = fresh.into_iter().filter(|mark| !known(mark)).collect();
            if fresh.is_empty() && errors.is_empty() {
                errors.add("words", "这些文字都已经遮盖了。");
            }
            marks.extend(fresh);
            marks.sort_unstable();
        }
    }
    if marks.len() > MOST_MARKS {
        errors.add(
            "",
            redact::Refusal::TooManyMarks { limit: MOST_MARKS }.to_string(),
        );
    }
    Ok(Some(marks))
}

fn remove(marks: &mut Marks, at: usize) -> Result<()> {
    if at >= marks.len() {
        return Err(Error::not_found("这处遮盖"));
    }
    match marks {
        Marks::Areas(all) => {
            all.remove(at);
        }
        Marks::Words { marks, kept } => {
            marks.remove(at);
            // What was left on purpose was left beside these marks.
            kept.clear();
        }
    }
    Ok(())
}

async fn areas(
    app: &App,
    work: &Work,
    sent: &Sent,
    ground: Ground,
    errors: &mut Errors,
) -> Result<Vec<Mark>> {
    let mark = |(page, area)| Mark { page, area, ground };
    if sent.go != "words" {
        return Ok(area(sent, errors)
            .map(|area| mark((sent.page, area)))
            .into_iter()
            .collect());
    }
    if sent.words.trim().is_empty() {
        errors.add("words", "还没有写要遮盖的文字。");
        return Ok(Vec::new());
    }
    let original = bytes(app, &work.original.digest).await?;
    let found = match app.press.find(&original, &sent.words).await? {
        Ok(found) => found,
        Err(refusal) => {
            errors.add("words", refusal.to_string());
            return Ok(Vec::new());
        }
    };
    let known = match &work.marks {
        Marks::Areas(known) => known.clone(),
        Marks::Words { .. } => Vec::new(),
    };
    let fresh: Vec<Mark> = found
        .iter()
        .copied()
        .map(mark)
        .filter(|mark| {
            !known
                .iter()
                .any(|it| it.page == mark.page && it.area == mark.area)
        })
        .collect();
    if fresh.is_empty() {
        errors.add(
            "words",
            match found.is_empty() {
                true => "没有找到这些文字。扫描件里的文字查不到，请在页面上框选。",
                false => "这些文字都已经遮盖了。",
            },
        );
    }
    Ok(fresh)
}

async fn stretches(
    app: &App,
    work: &Work,
    sent: &Sent,
    ground: Ground,
    errors: &mut Errors,
) -> Result<Vec<redact::words::Mark>> {
    let original = bytes(app, &work.original.digest).await?;
    let Some(format) = Format::of(&work.original.media_type) else {
        return Ok(Vec::new());
    };
    let text = match app.press.words(&original, format).await? {
        Ok(text) => text,
        Err(refusal) => {
            errors.add("", refusal.to_string());
            return Ok(Vec::new());
        }
    };
    if sent.go == "here" {
        let chosen = (sent.place.as_str(), sent.from.as_str(), sent.to.as_str());
        return Ok(words::selected(&text, chosen, ground, errors)
            .into_iter()
            .collect());
    }
    let found = words::places(&text, &sent.words, ground);
    if found.is_empty() {
        errors.add(
            "words",
            match sent.words.trim().is_empty() {
                true => "还没有写要遮盖的文字。",
                false => "正文里没有这些文字。请照正文抄写，标点和空格也要一样。",
            },
        );
    }
    Ok(found)
}

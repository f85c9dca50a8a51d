//! Making the file that may be given: blackened or withheld, written anew, proved. No proof, no file.

use axum::extract::{Path, State};
use kernel::time::civil_date;
use kernel::{Error, Fault, Result};
use office::docket::Case;
use office::organisation;
use office::paper::Sheet;
use office::redaction::{self, Given, Marks, Work};
use redact::words::{INK, Kept, Mark, Part, Released, Repeat, Run};
use redact::{Concern, Refusal, Report};
use typeset::{Align, Block, Column, Letter, Look, Table};

use super::page::{Open, Sent, again, concerns, stem};
use super::{address, bytes, forget, open, words};
use crate::App;
use crate::door::{PageResult, SafeForm, Visitor, see_other};
use crate::form::Errors;
use crate::press::Form;
use crate::press::redaction::Format;
use crate::workbench::drafts::base_name;

/// A file that is proved, and the marks it fits: what was left on purpose is among them.
struct Made {
    name: String,
    content: Vec<u8>,
    legend: Vec<String>,
    report: Vec<String>,
    marks: Marks,
}

/// Why there is none.
enum Held {
    /// Something has to be looked at.
    Open(Open),
    /// The file's name says what is withheld.
    Named(String),
    /// The library or the press says no.
    Refused(String),
    /// The same words elsewhere are to be marked as well.
    Cover(Marks),
}

pub(super) async fn receive(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, work_id)): Path<(i64, i64)>,
    SafeForm(sent): SafeForm<Sent>,
) -> PageResult {
    let (case, work) = open(&app, &mut app.db.read().await?, &visitor, id, work_id).await?;
    let original = bytes(&app, &work.original.digest).await?;
    let made = match (&work.marks, Format::of(&work.original.media_type)) {
        (Marks::Areas(_), _) => of_areas(&app, &work, &original, &sent).await?,
        (Marks::Words { .. }, Some(format)) => of_words(&app, &case, &work, &original, format, &sent).await?,
        (Marks::Words { .. }, None) => return Err(Fault::new("words are marked in what has none").into()),
    };
    match made {
        Ok(made) => keep(&app, &visitor, &work, made, sent.version).await,
        Err(Held::Cover(marks)) => cover(&app, &visitor, &work, marks, &sent).await,
        Err(Held::Open(rows)) => {
            let mut errors = Errors::none();
            errors.add(
                "accepted",
                format!("还有 {} 处需要先核对，见下面的清单。", rows.rows.len()),
            );
            again(&app, &visitor, &case, &work, sent, rows, errors).await
        }
        Err(Held::Named(sentence)) => no(&app, &visitor, (&case, &work), sent, "name", sentence).await,
        Err(Held::Refused(sentence)) => no(&app, &visitor, (&case, &work), sent, "", sentence).await,
    }
}

async fn no(
    app: &App,
    visitor: &Visitor,
    (case, work): (&Case, &Work),
    sent: Sent,
    field: &str,
    sentence: String,
) -> PageResult {
    let mut errors = Errors::none();
    errors.add(field, sentence);
    again(app, visitor, case, work, sent, Open::default(), errors).await
}

async fn of_areas(
    app: &App,
    work: &Work,
    original: &[u8],
    sent: &Sent,
) -> Result<std::result::Result<Made, Held>> {
    let Marks::Areas(marks) = &work.marks else {
        return Err(Fault::new("no areas").into());
    };
    let accepted = words::read::<Concern>(&sent.accepted);
    Ok(
        match app
            .press
            .release(original, &named(work, sent), marks, &accepted)
            .await?
        {
            Ok(release) => Ok(Made {
                name: named(work, sent),
                report: told(&release.report),
                legend: release.report.legend,
                content: release.pdf,
                marks: work.marks.clone(),
            }),
            Err(refusal @ Refusal::Name) => Err(Held::Named(refusal.to_string())),
            Err(Refusal::Unresolved(found)) => Err(Held::Open(concerns(&found, &sent.accepted)?)),
            Err(refusal) => Err(Held::Refused(refusal.to_string())),
        },
    )
}

/// What was done, in sentences for the file of the case.
fn told(report: &Report) -> Vec<String> {
    let mut all = vec![
        format!(
            "共 {} 页，逐页重新画成图片，文件里没有文字层、属性和修改记录。",
            report.pages
        ),
        format!(
            "遮盖 {} 处；逐点核对 {} 个像素，遮盖处 {} 个像素全部涂黑。",
            report.marks.len(),
            report.proof.pixels,
            report.proof.inked
        ),
        format!(
            "检索了原件里的 {} 段文字，都不在新文件里。",
            report.proof.searched
        ),
    ];
    let left: Vec<String> = report
        .leftovers
        .iter()
        .map(|it| format!("{} {} 处", it.kind.name(), it.count))
        .collect();
    if !left.is_empty() {
        all.push(format!("原件里有、没有带过来的：{}。", left.join("，")));
    }
    all.extend(report.accepted.iter().map(|it| format!("经办人已核对：{it}。")));
    all
}

async fn of_words(
    app: &App,
    case: &Case,
    work: &Work,
    original: &[u8],
    format: Format,
    sent: &Sent,
) -> Result<std::result::Result<Made, Held>> {
    let Marks::Words { marks, kept } = &work.marks else {
        return Err(Fault::new("no words").into());
    };
    let mut kept = kept.clone();
    kept.extend(words::read::<Kept>(&sent.accepted));
    kept.dedup();
    let name = named(work, sent);
    let released = match app
        .press
        .release_words(original, &name, format, marks, &kept)
        .await?
    {
        Ok(released) => released,
        Err(Refusal::Repeated(found)) if sent.go == "cover" => {
            let marks = covering(marks, &found, &kept);
            return Ok(Err(Held::Cover(Marks::Words { marks, kept })));
        }
        Err(Refusal::Repeated(found)) => return Ok(Err(Held::Open(words::repeats(&found, &sent.accepted)?))),
        Err(refusal @ Refusal::Name) => return Ok(Err(Held::Named(refusal.to_string()))),
        Err(refusal) => return Ok(Err(Held::Refused(refusal.to_string()))),
    };
    let agency = organisation::name(&mut app.db.read().await?, case.file.org_id).await?;
    let letter = letter(&agency, &name, &released, civil_date(app.now()));
    let content = match app.press.print(&letter, Form::Pdf).await {
        Ok(content) => content,
        Err(Error::Refusal(refusal)) => {
            let said = refusal
                .issues
                .iter()
                .map(|it| format!("{}{}", it.sentence, it.onward));
            return Ok(Err(Held::Refused(said.collect())));
        }
        Err(fault) => return Err(fault),
    };
    Ok(Ok(Made {
        name,
        content,
        report: told_of_words(&released),
        legend: released.legend,
        marks: Marks::Words {
            marks: marks.clone(),
            kept,
        },
    }))
}

/// The marks, and one over every other appearance that nobody keeps, each for the reason of its first.
fn covering(marks: &[Mark], found: &[Repeat], kept: &[Kept]) -> Vec<Mark> {
    let others = found.iter().filter(|it| !kept.contains(&words::kept(it)));
    let others = others.map(|it| Mark {
        place: it.place,
        from: it.from,
        to: it.to,
        ground: marks[it.mark].ground,
    });
    let mut all: Vec<Mark> = marks.iter().copied().chain(others).collect();
    all.sort_unstable();
    all.dedup_by_key(|it| (it.place, it.from, it.to));
    all
}

fn told_of_words(released: &Released) -> Vec<String> {
    let mut all = vec![
        "只取原件里看得见的文字重新排版，文件里没有隐藏文字、批注、修订和属性。".to_owned(),
        format!(
            "检索了 {} 段遮盖的文字，都不在新文件里；经办人确认保留的相同文字 {} 处。",
            released.proof.searched, released.proof.kept
        ),
    ];
    let left: Vec<String> = released
        .findings
        .iter()
        .map(|it| format!("{} {} 处", it.kind.name(), it.count))
        .collect();
    if !left.is_empty() {
        all.push(format!("原件里有、没有带过来的：{}。", left.join("，")));
    }
    all
}

/// The new document in the house's plain look.
fn letter(agency: &str, name: &str, released: &Released, today: jiff::civil::Date) -> Letter {
    let mut letter = Letter::new(Look::Plain, agency, name, today);
    letter.blocks = released.parts.iter().map(block).collect();
    letter
        .blocks
        .extend(released.legend.iter().cloned().map(Block::Note));
    letter
}

fn block(part: &Part) -> Block {
    match part {
        Part::Heading { runs, .. } | Part::Paragraph(runs) => Block::Paragraph(text(runs)),
        Part::Table(rows) => table(rows),
    }
}

/// What is withheld is a block of ink whose length says nothing, with its ground.
fn text(runs: &[Run]) -> String {
    let run = |run: &Run| match run {
        Run::Text(text) => text.clone(),
        Run::Withheld(ground) => format!("{INK}〔{}〕", ground.label()),
    };
    runs.iter().map(run).collect()
}

/// The press sets up to so many columns; wider tables become lines.
const MOST_COLUMNS: usize = 20;

fn table(rows: &[Vec<Vec<Run>>]) -> Block {
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| text(cell)).collect())
        .collect();
    let width = cells.iter().map(Vec::len).max().unwrap_or(0);
    if width == 0 || width > MOST_COLUMNS || cells.len() < 2 {
        let lines: Vec<String> = cells.iter().map(|row| row.join("　")).collect();
        return Block::Paragraph(lines.join("\n"));
    }
    let filled = |row: &Vec<String>| {
        (0..width)
            .map(|at| row.get(at).cloned().unwrap_or_default())
            .collect()
    };
    let head: Vec<String> = filled(&cells[0]);
    Block::Table(Table {
        columns: head
            .into_iter()
            .map(|heading| Column {
                heading,
                share: 1,
                align: Align::Start,
            })
            .collect(),
        rows: cells[1..].iter().map(filled).collect(),
    })
}

/// The name under which the file goes out, as it was typed.
fn named(work: &Work, sent: &Sent) -> String {
    let typed: String = base_name(sent.name.trim()).chars().take(80).collect();
    match typed.is_empty() {
        true => format!("{}（遮盖后）", stem(&work.original.name)),
        false => typed.strip_suffix(".pdf").unwrap_or(&typed).to_owned(),
    }
}

/// Keeps the file and says so. Bytes before the row: a row never names what is not there.
async fn keep(app: &App, visitor: &Visitor, work: &Work, made: Made, version: i64) -> PageResult {
    let (store, content) = (app.files.papers(), made.content.clone());
    let digest = tokio::task::spawn_blocking(move || store.keep(&content))
        .await
        .map_err(Fault::new)??;
    let given = Given {
        sheet: Sheet {
            kind: "given".to_owned(),
            name: format!("{}.pdf", made.name),
            digest,
            media_type: "application/pdf".to_owned(),
            size_bytes: i64::try_from(made.content.len()).unwrap_or(i64::MAX),
            about: String::new(),
        },
        legend: made.legend,
        report: made.report,
        at: app.now(),
    };
    let (id, person_id, now, session_id) = (work.id, visitor.person_id, app.now(), visitor.session_id);
    let (before, changed) = (work.given.clone(), made.marks != work.marks);
    let marks = made.marks;
    let kept = app.db.act(move |conn| {
        Box::pin(async move {
            let mut version = version;
            if changed {
                redaction::mark(conn, id, version, &marks, person_id, now).await?;
                version += 1;
            }
            redaction::give(conn, id, version, &given).await?;
            let sentence = "已生成遮盖后的文件，检查全部通过。";
            kernel::session::flash(conn, session_id, sentence).await
        })
    });
    kept.await?;
    forget(app, before.into_iter().map(|it| it.sheet.digest).collect()).await?;
    Ok(see_other(&format!("{}#given", address(work.case_id, work.id))))
}

async fn cover(app: &App, visitor: &Visitor, work: &Work, marks: Marks, sent: &Sent) -> PageResult {
    let (id, version, person_id, now) = (work.id, sent.version, visitor.person_id, app.now());
    let (session_id, sentence) = (visitor.session_id, format!("已一并遮盖，共 {} 处。", marks.len()));
    let kept = app.db.act(move |conn| {
        Box::pin(async move {
            redaction::mark(conn, id, version, &marks, person_id, now).await?;
            kernel::session::flash(conn, session_id, &sentence).await
        })
    });
    kept.await?;
    Ok(see_other(&format!(
        "{}?ground={}#text",
        address(work.case_id, id),
        sent.ground
    )))
}

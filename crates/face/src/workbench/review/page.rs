//! The page of one review.

use askama::Template;
use axum::extract::{Path, State};
use kernel::Result;
use kernel::db::Conn;
use kernel::time::minute_text;
use matters::publication::{self, Difference, EditionView};
use office::organisation;
use text::diff::{Change, Diff, Kind};

use crate::App;
use crate::door::{PageResult, Visitor, html};
use crate::form::Errors;
use crate::portal::{framed, genre_name, theme_name};
use crate::workbench::acting::{acting, may_see};
use crate::workbench::cases::{self, StepView, timeline};
use crate::workbench::check::{CheckView, Checked, check};
use crate::workbench::drafts::FileView;
use crate::workbench::offers::Sent;
use crate::workbench::words::{self, ClockView};
use crate::workbench::{DeskShell, desk_shell};

/// A run of text of a difference, for `parts::diff`.
pub struct Piece {
    pub kind: &'static str,
    pub text: String,
}

/// How one edition differs from another, for the page.
pub struct DifferenceView {
    pub summary: String,
    pub pieces: Vec<Piece>,
    pub fields: Vec<(String, String, String)>,
    pub same: bool,
}

/// A line of the metadata table: what it says, and what the public sees where that differs.
pub struct MetaRow {
    pub term: String,
    pub text: String,
    pub before: Option<String>,
}

#[derive(Template)]
#[template(path = "workbench/review.html")]
pub struct Page {
    shell: DeskShell,
    case_id: i64,
    number: String,
    title: String,
    org: String,
    edition: i64,
    submitted: String,
    place: String,
    outcome: String,
    body: String,
    digest: String,
    first_look: bool,
    since_look: Option<DifferenceView>,
    since_public: Option<DifferenceView>,
    meta: Vec<MetaRow>,
    files: Vec<FileView>,
    checks: Vec<CheckView>,
    steps: Vec<StepView>,
    clocks: Vec<ClockView>,
    forms: cases::ActsForm,
    public_href: String,
    draft_href: String,
    next: Option<(String, String)>,
    errors: Errors,
}

pub async fn show(State(app): State<App>, visitor: Visitor, Path(id): Path<i64>) -> PageResult {
    let mut conn = app.db.read().await?;
    html(&read(&app, &mut conn, &visitor, id, &Sent::new(), Errors::none()).await?)
}

/// Reads the page; with what was typed, where a decision came back.
pub async fn read(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    case_id: i64,
    sent: &Sent,
    errors: Errors,
) -> Result<Page> {
    let now = app.now();
    let case = app.docket.case(conn, case_id).await?;
    let acting = acting(app, conn, visitor, &case, now).await?;
    if acting.offers.is_empty() {
        may_see(conn, visitor, case.file.org_id, now).await?;
    }
    let review = publication::review(&app.docket, conn, &acting.actor, case_id, now).await?;
    let facts = publication::document_facts(conn, case.file.subject_id).await?;
    let edition = &review.edition;
    let places: Vec<String> = case
        .state
        .holders(&case.definition)
        .into_iter()
        .map(|ball| ball.label)
        .collect();
    let checked = Checked {
        content: &edition.content,
        was_public: false,
        today: cases::today(app),
    };
    // The writer edits in 稿件; here only moves of the review are offered.
    let offers: Vec<_> = acting
        .offers
        .iter()
        .filter(|offer| offer.act != "resubmit")
        .cloned()
        .collect();
    let mut forms = cases::acts_form(
        visitor,
        &case,
        &acting,
        &offers,
        edition.digest.clone(),
        sent,
        &errors,
    );
    forms.action = format!("/desk/reviews/{case_id}/acts");
    Ok(Page {
        shell: desk_shell(app, conn, visitor, "/desk/reviews").await?,
        case_id,
        number: case.file.number.clone(),
        title: edition.content.title.clone(),
        org: organisation::name(conn, case.file.org_id).await?,
        edition: edition.number,
        submitted: minute_text(edition.made_at),
        place: places.join("、"),
        outcome: cases::outcome(&case),
        body: framed(&edition.content.body),
        digest: edition.digest.clone(),
        first_look: review.since_last_look.is_none(),
        since_look: review.since_last_look.as_ref().map(view),
        since_public: review.since_public.as_ref().map(view),
        meta: meta(conn, edition, review.public.as_ref()).await?,
        files: FileView::all(case.file.subject_id, &edition.content.attachments),
        checks: check(conn, &checked).await?,
        steps: timeline(&review.steps, if case.state.is_open() { &places } else { &[] }),
        clocks: words::clocks(&review.readings),
        next: next(app, conn, visitor, case_id).await?,
        public_href: if facts.standing == "public" {
            format!("/d/{}", facts.slug)
        } else {
            String::new()
        },
        draft_href: match facts.work.as_str() {
            "returned" | "draft" => format!("/desk/drafts/{}", facts.document_id),
            _ => String::new(),
        },
        forms,
        errors,
    })
}

/// The most urgent other thing that waits for this person: where, and what it is.
async fn next(
    app: &App,
    conn: &mut Conn,
    visitor: &Visitor,
    case_id: i64,
) -> Result<Option<(String, String)>> {
    for one in app.docket.queue(conn, visitor.person_id, app.now()).await? {
        if one.waiting.case_id == case_id {
            continue;
        }
        let item = app
            .docket
            .desk_item(conn, visitor.person_id, &one, app.now())
            .await?;
        if let Some(item) = item.filter(|item| item.offers.iter().any(|offer| !offer.danger)) {
            return Ok(Some((cases::href(&item.file), item.file.title)));
        }
    }
    Ok(None)
}

pub fn view(difference: &Difference) -> DifferenceView {
    DifferenceView {
        summary: difference.body.summary.to_string(),
        same: difference.body.is_empty() && difference.fields.is_empty(),
        pieces: pieces(&difference.body),
        fields: difference.fields.iter().map(named).collect(),
    }
}

fn named((label, before, after): &(String, String, String)) -> (String, String, String) {
    let name = |text: &str| match label.as_str() {
        "体裁分类" => genre_name(text).to_owned(),
        "主题分类" => theme_name(text).to_owned(),
        _ => text.to_owned(),
    };
    (label.clone(), name(before), name(after))
}

/// Runs of unchanged paragraphs shrink to one sentence, except for their ends.
pub fn pieces(diff: &Diff) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut same = 0_usize;
    let flush = |same: &mut usize, pieces: &mut Vec<Piece>| {
        if *same > 0 {
            pieces.push(Piece {
                kind: "skipped",
                text: format!("{same} 段未改"),
            });
            *same = 0;
        }
    };
    for paragraph in &diff.paragraphs {
        if paragraph.change == Change::Same {
            same += 1;
            continue;
        }
        flush(&mut same, &mut pieces);
        for segment in &paragraph.segments {
            let kind = match segment.kind {
                Kind::Same => "same",
                Kind::Added => "added",
                Kind::Removed => "removed",
            };
            pieces.push(Piece {
                kind,
                text: segment.text.clone(),
            });
        }
        pieces.push(Piece {
            kind: "same",
            text: "\n".to_owned(),
        });
    }
    flush(&mut same, &mut pieces);
    pieces
}

async fn meta(conn: &mut Conn, edition: &EditionView, public: Option<&EditionView>) -> Result<Vec<MetaRow>> {
    let columns = publication::columns(conn).await?;
    let column = |id: i64| {
        columns
            .iter()
            .find(|column| column.id == id)
            .map_or(String::new(), |column| column.name.clone())
    };
    let lines = |edition: &EditionView| {
        let (content, meta) = (&edition.content, &edition.content.meta);
        let relations = content
            .relations
            .iter()
            .map(|other| format!("{}：{}", other.kind, other.slug));
        vec![
            ("标题", content.title.clone()),
            ("栏目", column(content.column_id)),
            ("体裁分类", genre_name(&meta.genre).to_owned()),
            ("主题分类", theme_name(&meta.theme).to_owned()),
            ("发文机关", meta.issuer.clone()),
            ("发文字号", meta.doc_number.clone()),
            (
                "成文日期",
                meta.written_on.map(|on| on.to_string()).unwrap_or_default(),
            ),
            ("有效性", meta.validity.clone()),
            ("来源", meta.source.clone()),
            ("关键词", meta.keywords.join("、")),
            ("内容概述", meta.summary.clone()),
            ("关联文件", relations.collect::<Vec<_>>().join("、")),
            ("更新说明", content.change_note.clone()),
        ]
    };
    let before = public.map(lines);
    Ok(lines(edition)
        .into_iter()
        .enumerate()
        .map(|(n, (term, text))| MetaRow {
            term: term.to_owned(),
            before: before
                .as_ref()
                .map(|lines| lines[n].1.clone())
                .filter(|before| *before != text),
            text,
        })
        .filter(|row| !row.text.is_empty() || row.before.is_some())
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unchanged_paragraphs_are_counted_not_shown() {
        let diff = text::diff::html(
            "<p>一</p><p>二</p><p>首小时收费四元。</p><p>末</p>",
            "<p>一</p><p>二</p><p>首小时收费三元。</p><p>末</p>",
        );
        let shown: Vec<_> = pieces(&diff)
            .iter()
            .map(|piece| (piece.kind, piece.text.clone()))
            .collect();
        assert_eq!(shown.first().unwrap(), &("skipped", "2 段未改".to_owned()));
        assert!(shown.contains(&("removed", "四".to_owned())) && shown.contains(&("added", "三".to_owned())));
        assert_eq!(shown.last().unwrap(), &("skipped", "1 段未改".to_owned()));
    }
}

//! What goes out, before it goes: every letter as it will read, and the button that sends it.

use askama::Template;
use kernel::time::civil_date;
use matters::Sent;
use office::docket::Case;
use office::letter::Drafted;
use procedure::Offer;
use typeset::{Block, FormRow, Letter};

use super::{Back, Manner, Waiting};
use crate::App;
use crate::door::{PageResult, Visitor, html};
use crate::workbench::words::size;
use crate::workbench::{DeskShell, desk_shell};

/// A letter on a page.
pub struct LetterView {
    pub name: String,
    pub agency: String,
    pub number: String,
    pub title: String,
    pub addressee: String,
    pub blocks: Vec<BlockView>,
    pub signature: String,
    pub date: String,
    pub plain: bool,
}

/// A part of it.
pub struct BlockView {
    /// `p`, `h`, `note`, `form`.
    pub kind: &'static str,
    pub text: String,
    pub rows: Vec<Vec<(String, String)>>,
}

impl LetterView {
    pub fn of(name: &str, letter: &Letter) -> LetterView {
        LetterView {
            name: name.to_owned(),
            agency: letter.agency.clone(),
            number: letter.number.clone().unwrap_or_default(),
            title: letter.title.clone(),
            addressee: letter.addressee.clone().unwrap_or_default(),
            blocks: letter.blocks.iter().map(block).collect(),
            signature: letter
                .signature
                .as_ref()
                .map(|it| it.agency.clone())
                .unwrap_or_default(),
            date: letter.date_text(),
            plain: letter.look == typeset::Look::Plain,
        }
    }
}

fn block(block: &Block) -> BlockView {
    let of = |kind, text: &str| BlockView {
        kind,
        text: text.to_owned(),
        rows: Vec::new(),
    };
    match block {
        Block::Paragraph(text) => of("p", text),
        Block::Heading(heading) => of("h", &heading.text),
        Block::Note(text) => of("note", text),
        Block::Table(table) => BlockView {
            rows: table
                .rows
                .iter()
                .map(|row| row.iter().map(|it| (String::new(), it.clone())).collect())
                .collect(),
            ..of("form", "")
        },
        Block::Form(rows) => BlockView {
            rows: rows.iter().map(row).collect(),
            ..of("form", "")
        },
    }
}

fn row(row: &FormRow) -> Vec<(String, String)> {
    match row {
        FormRow::Fields(fields) => fields
            .iter()
            .map(|it| (it.label.clone(), it.value.clone()))
            .collect(),
        FormRow::Section(text) => vec![(String::new(), text.clone())],
    }
}

#[derive(Template)]
#[template(path = "workbench/casework/preview.html")]
struct Page {
    shell: DeskShell,
    number: String,
    label: String,
    action: String,
    letters: Vec<LetterView>,
    intro: &'static str,
    confirm: &'static str,
    figure: Option<(&'static str, String)>,
    on: String,
    hidden: Vec<(String, String)>,
    sheets: Vec<String>,
    /// What goes with it: uploads, and redacted files that were chosen.
    papers: Vec<String>,
    danger: bool,
}

/// The page on which the step is confirmed.
#[allow(clippy::too_many_arguments)]
pub async fn page(
    manner: &Manner,
    app: &App,
    visitor: &Visitor,
    case: &Case,
    offer: &Offer,
    sent: &Sent,
    letters: Vec<Drafted>,
    back: &Back,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let outlook = (manner.outlook)(offer, sent);
    let page = Page {
        shell: desk_shell(app, &mut conn, visitor, manner.address).await?,
        number: case.file.number.clone(),
        label: offer.label.clone(),
        action: format!("{}/{}/acts", manner.address, case.file.id),
        letters: letters
            .iter()
            .map(|it| LetterView::of(&it.name, &it.letter))
            .collect(),
        intro: outlook.intro,
        confirm: outlook.confirm,
        figure: outlook.figure,
        on: sent
            .order
            .effective_on
            .unwrap_or_else(|| civil_date(app.now()))
            .to_string(),
        hidden: hidden(back),
        sheets: back.waiting.iter().map(Waiting::text).collect(),
        papers: sent
            .sheets
            .iter()
            .map(|it| format!("{}（{}）", it.name, size(it.size_bytes)))
            .collect(),
        danger: offer.danger,
    };
    html(&page)
}

/// Everything that was typed, to be sent once more.
pub fn hidden(back: &Back) -> Vec<(String, String)> {
    let kept = |name: &str| !matches!(name, "csrf" | "go" | "sheet" | "drop");
    let pairs = back.typed.iter().filter(|(name, _)| kept(name));
    pairs
        .flat_map(|(name, all)| all.iter().map(move |text| (name.clone(), text.clone())))
        .collect()
}

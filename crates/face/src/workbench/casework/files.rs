//! Letters that went out and papers that came in, as rows and as files: for saving, never for showing.

use kernel::db::Conn;
use kernel::time::minute_text;
use kernel::{Error, Fault, Result};
use office::{letter, organisation, paper};

use super::{About, Manner};
use crate::App;
use crate::door::PageResult;
use crate::press::Form;
use crate::workbench::drafts::attachment;
use crate::workbench::words;

/// A letter of the case.
pub struct LetterRow {
    pub name: String,
    pub number: String,
    pub to: String,
    pub at: String,
    pub pdf: String,
    pub docx: String,
}

/// Letters as rows.
pub fn letters(rows: Vec<letter::Row>, about: &About) -> Vec<LetterRow> {
    rows.into_iter()
        .map(|row| {
            let whole = |ending: &str| match &row.letter {
                Some(_) => format!("/desk/letters/{}.{ending}", row.id),
                None => String::new(),
            };
            LetterRow {
                to: match &row.member {
                    Some(member) => about.called(member),
                    None => row
                        .letter
                        .as_ref()
                        .and_then(|it| it.addressee.clone())
                        .unwrap_or_else(|| procedure::role_label(&row.to).to_owned()),
                },
                at: minute_text(row.made_at),
                pdf: whole("pdf"),
                docx: whole("docx"),
                number: row.number.unwrap_or_default(),
                name: row.name,
            }
        })
        .collect()
}

/// A letter as a file. Who may read it was asked before.
pub async fn letter_file(app: &App, row: letter::Row, form: Form) -> PageResult {
    let letter = row.letter.ok_or_else(|| {
        Error::refuse(
            kernel::RefusalKind::NotFound,
            "erased",
            "这份文书的内容已经依法清除。",
            "文书的编号和日期仍在申请的页面上。",
        )
    })?;
    let mut conn = app.db.read().await?;
    let site = office::organisation::site(&mut conn).await?;
    drop(conn);
    let handed_out = letter::handed_out(&letter, |path| site.absolute(path));
    let bytes = app.press.print(&handed_out, form).await?;
    let name = format!(
        "{}{}.{}",
        letter.title,
        letter.number.unwrap_or_default(),
        form.ending()
    );
    Ok(attachment(&name, form.media_type(), bytes))
}

/// A paper of the case.
pub struct PaperRow {
    /// Under which it is kept.
    pub code: String,
    pub kind: &'static str,
    pub name: String,
    /// Of which material, or empty.
    pub about: String,
    pub href: String,
    pub size: String,
    pub by: String,
    pub at: String,
    pub for_party: bool,
}

/// Papers as rows, oldest first.
pub async fn papers(conn: &mut Conn, manner: &Manner, case_id: i64) -> Result<Vec<PaperRow>> {
    let mut rows = Vec::new();
    for it in paper::of_case(conn, case_id).await? {
        rows.push(PaperRow {
            kind: (manner.paper_kind)(&it.sheet.kind),
            code: it.sheet.kind.clone(),
            href: if it.erased {
                String::new()
            } else {
                format!("{}/{case_id}/papers/{}", manner.address, it.id)
            },
            name: if it.erased {
                "（已清除）".to_owned()
            } else {
                it.sheet.name
            },
            about: it.sheet.about,
            size: words::size(it.sheet.size_bytes),
            by: match it.by_person {
                Some(person_id) => organisation::person_name(conn, person_id).await?,
                None => "申请人".to_owned(),
            },
            at: minute_text(it.at),
            for_party: it.for_party,
        });
    }
    Ok(rows)
}

/// A paper of this case as a file; one of another case is not here, whoever asks. Who may read it was asked before.
pub async fn paper_file(app: &App, conn: &mut Conn, case_id: i64, paper_id: i64) -> PageResult {
    let found = paper::read(conn, paper_id)
        .await?
        .filter(|it| it.case_id == case_id && !it.erased);
    let found = found.ok_or_else(|| Error::not_found("这份材料"))?;
    let (store, digest) = (app.files.papers(), found.sheet.digest.clone());
    let bytes = tokio::task::spawn_blocking(move || store.read(&digest))
        .await
        .map_err(Fault::new)??;
    Ok(attachment(&found.sheet.name, "application/octet-stream", bytes))
}

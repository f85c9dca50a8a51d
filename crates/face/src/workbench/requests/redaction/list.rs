//! The documents of a case that are being redacted, on its desk and in the step that proposes the reply.

use kernel::db::Conn;
use kernel::{Error, Issue, Result};
use office::paper::Paper;
use office::redaction::{self, Given, Work};
use procedure::Offer;

use super::address;
use crate::press::redaction::Format;
use crate::workbench::casework::{Picks, Typed, prefix};
use crate::workbench::words::size;

/// On the case's desk.
pub struct WorksView {
    pub rows: Vec<WorkRow>,
    /// Papers of the case that can be taken: row and name.
    pub papers: Vec<(i64, String)>,
    /// What is wrong with what was chosen.
    pub error: String,
}

pub struct WorkRow {
    pub name: String,
    pub href: String,
    pub marks: usize,
    /// Name of the file that may be given; empty for none yet.
    pub given: String,
}

impl WorksView {
    pub async fn of(conn: &mut Conn, case_id: i64, papers: &[Paper], error: &str) -> Result<WorksView> {
        let works = redaction::of_case(conn, case_id).await?;
        let taken = |paper: &&Paper| works.iter().any(|it| it.original.digest == paper.sheet.digest);
        let papers = papers
            .iter()
            .filter(|it| !it.erased && it.sheet.kind != "given" && markable(&it.sheet.media_type))
            .filter(|it| !taken(it))
            .map(|it| (it.id, it.sheet.name.clone()));
        Ok(WorksView {
            papers: papers.collect(),
            rows: works.iter().filter(|it| !it.erased).map(row).collect(),
            error: error.to_owned(),
        })
    }
}

fn row(work: &Work) -> WorkRow {
    WorkRow {
        name: work.original.name.clone(),
        href: address(work.case_id, work.id),
        marks: work.marks.len(),
        given: work
            .given
            .as_ref()
            .map(|it| it.sheet.name.clone())
            .unwrap_or_default(),
    }
}

/// Something can be marked in a file of this type.
pub(super) fn markable(media_type: &str) -> bool {
    media_type == "application/pdf" || Format::of(media_type).is_some_and(|it| it != Format::Xlsx)
}

const CONTROL: &str = "redacted";

/// What the step that proposes a reply may take along.
pub fn ready(works: &[Work]) -> Picks {
    let options = works.iter().filter_map(|work| {
        let given = work.given.as_ref()?;
        let label = format!("{}（{}）", given.sheet.name, size(given.sheet.size_bytes));
        Some((work.id.to_string(), label))
    });
    Picks {
        act: "propose-reply",
        control: CONTROL,
        legend: "遮盖后的材料",
        hint: "选用的随答复提供，遮盖的理由自动写进答复",
        options: options.collect(),
    }
}

/// The redacted files that were chosen in the form of this step.
///
/// # Errors
/// Invalid where one of them was marked anew meanwhile.
pub fn chosen(offer: &Offer, works: &[Work], typed: &Typed) -> Result<Vec<Given>> {
    let name = format!("{}.{CONTROL}", prefix(offer));
    let wanted = typed.get(&name).cloned().unwrap_or_default();
    let found: Vec<Given> = works
        .iter()
        .filter(|work| wanted.contains(&work.id.to_string()))
        .filter_map(|work| work.given.clone())
        .collect();
    if found.len() == wanted.len() {
        return Ok(found);
    }
    let issue = Issue::new(
        "not-ready",
        "选中的遮盖后的文件刚被改动或者放弃。",
        "请打开“遮盖”重新生成，再选用。",
    );
    Err(Error::invalid(vec![issue.at(CONTROL)]))
}

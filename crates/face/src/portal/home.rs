//! 首页: one search box, what changed lately, the columns with something in them, doors.

use askama::Template;
use kernel::Result;
use kernel::time::civil_date;
use matters::publication::{Change, ChangeKind, PublicReader};

use super::frame::Shell;
use super::page::{Ask, Drawn};
use super::shape::Doc;
use super::{meta, page};
use crate::door::PageResult;
use crate::workbench::NavLink;

/// Lines of what changed lately.
const CHANGES: i64 = 8;
/// Columns that show their newest documents.
const COLUMNS: usize = 6;
/// Documents in each.
const IN_COLUMN: i64 = 5;

#[derive(Template)]
#[template(path = "portal/home.html")]
struct HomePage {
    shell: Shell,
    tries: Vec<NavLink>,
    changes: Vec<Doc>,
    columns: Vec<Shelf>,
    orgs: Vec<NavLink>,
    documents: i64,
    entries: i64,
}

/// A column with its newest documents.
struct Shelf {
    name: String,
    href: String,
    total: i64,
    items: Vec<Doc>,
}

pub(super) async fn page(ask: Ask) -> PageResult {
    ask.kept("/", draw(&ask)).await
}

async fn draw(ask: &Ask) -> Result<Drawn> {
    let mut conn = ask.conn().await?;
    let entries = kernel::record::head_size(&mut conn).await?;
    let mut reader = PublicReader::new(&mut conn);
    let home = reader.home(CHANGES).await?;
    let mut columns = Vec::new();
    for column in home
        .columns
        .iter()
        .filter(|column| column.parent_id.is_none())
        .take(COLUMNS)
    {
        let (items, total) = reader.in_column(column.id, None, 0, IN_COLUMN).await?;
        columns.push(Shelf {
            name: column.name.clone(),
            href: format!("/c/{}", column.slug),
            total,
            items: items.iter().map(Doc::listed).collect(),
        });
    }
    let mut shell = ask.shell("/");
    shell.meta.extend([
        ("ColumnName".to_owned(), "首页".to_owned()),
        ("ColumnDescription".to_owned(), format!("{}首页", shell.site_name)),
        ("ColumnKeywords".to_owned(), "政务公开,政策文件,机构".to_owned()),
        ("ColumnType".to_owned(), "首页".to_owned()),
    ]);
    shell.meta.extend(meta::description(&shell.tagline));
    let changed_at = home.changes.first().map(|change| change.at);
    let drawn = Drawn::new(&HomePage {
        shell,
        tries: tries(&home.latest),
        changes: home.changes.iter().map(change).collect(),
        columns,
        orgs: departments(ask),
        documents: home.documents,
        entries,
    })?;
    Ok(match changed_at {
        Some(at) => drawn.changed(at),
        None => drawn,
    })
}

fn change(change: &Change) -> Doc {
    let (tag, tag_kind, note) = match change.kind {
        ChangeKind::Published => (change.column_name.clone(), "", String::new()),
        ChangeKind::Revised(ordinal) => (
            "修改".to_owned(),
            "quiet",
            format!("现为第 {ordinal} 版，改了什么可以对照"),
        ),
        ChangeKind::Withdrawn => ("撤回".to_owned(), "danger", "原网址说明了原因和时间".to_owned()),
    };
    let href = format!("/d/{}", change.slug);
    Doc {
        tag,
        tag_kind,
        title: change.title.clone(),
        href,
        date: civil_date(change.at).to_string(),
        note,
    }
}

/// What one might type: a document number that is really here.
fn tries(latest: &[matters::publication::Listed]) -> Vec<NavLink> {
    let numbers = latest
        .iter()
        .map(|item| item.doc_number.as_str())
        .filter(|number| !number.is_empty())
        .take(2);
    numbers
        .map(|number| NavLink {
            label: number.to_owned(),
            href: format!("/search?q={}", page::encode(number)),
            current: false,
        })
        .collect()
}

/// Organisations below the top that have something to show, the fullest first.
fn departments(ask: &Ask) -> Vec<NavLink> {
    let mut orgs: Vec<_> = ask
        .frame
        .orgs
        .iter()
        .filter(|org| org.documents > 0 && org.ended_on.is_none())
        .collect();
    orgs.sort_by_key(|org| -org.documents);
    orgs.iter()
        .take(12)
        .map(|org| NavLink {
            label: org.name.clone(),
            href: format!("/orgs/{}", org.code),
            current: false,
        })
        .collect()
}

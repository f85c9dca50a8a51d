//! The list to take away: a file of a year, and data for programs.

use axum::extract::{Path, Query};
use axum::response::IntoResponse;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Result};
use office::power::{self, Entry, Filter, Year};
use serde_json::{Value, json};

use super::wanted::{Wanted, named};
use crate::door::PageResult;
use crate::portal::page::Ask;
use crate::workbench::take::{asked, take};

/// `/powers/list/2026.csv`
pub(super) async fn table(ask: Ask, Path(file): Path<String>, Query(wanted): Query<Wanted>) -> PageResult {
    let (year, form) = asked(&file)?;
    let today = civil_date(ask.app.now());
    let wanted = Wanted {
        year: year.to_owned(),
        ..wanted
    };
    let (edition, entries) = read(&mut ask.conn().await?, &wanted, today).await?;
    if edition.year.to_string() != year {
        return Err(Error::not_found("这一年的清单").into());
    }
    let name = format!("{}权责清单 {} 年版", ask.frame.site.name, edition.year);
    let sheet = power::table("权责清单", &entries, &named(edition, today));
    take(sheet, form, name, today).await
}

/// The list with everything in it.
pub(super) async fn json(ask: Ask, Query(wanted): Query<Wanted>) -> PageResult {
    let today = civil_date(ask.app.now());
    let read = read(&mut ask.conn().await?, &wanted, today).await;
    let (edition, entries) = match read {
        // Nothing is on the list yet: that is an answer too.
        Err(Error::Refusal(_)) => {
            return Ok(axum::Json(json!({ "total": 0, "powers": [] })).into_response());
        }
        read => read?,
    };
    let mut powers = Vec::new();
    for entry in &entries {
        powers.push(whole(&ask, entry)?);
    }
    let answer = json!({
        "year": edition.year,
        "day": edition.day.to_string(),
        "total": powers.len(),
        "powers": powers,
    });
    Ok(axum::Json(answer).into_response())
}

async fn read(conn: &mut Conn, wanted: &Wanted, today: Date) -> Result<(Year, Vec<Entry>)> {
    let years = power::years(conn, today).await?;
    let edition = wanted.year(&years);
    let edition = edition.ok_or_else(|| Error::not_found("权责清单"))?;
    let filter = Filter {
        kind: wanted.kind.clone(),
        words: wanted.q.clone(),
        ..Filter::default()
    };
    let mut entries = power::list(conn, edition.day, &filter).await?;
    entries.retain(|it| wanted.is_of(it));
    Ok((edition, entries))
}

/// Everything that a power says, with the words of its codes and where its page is.
fn whole(ask: &Ask, entry: &Entry) -> Result<Value> {
    let mut value = serde_json::to_value(&entry.power)?;
    if let Some(fields) = value.as_object_mut() {
        let page = format!("/powers/{}", entry.power.code);
        fields.insert("kind_label".into(), entry.kind().into());
        fields.insert("organisation".into(), entry.org_name.clone().into());
        fields.insert("version".into(), entry.version.into());
        fields.insert("holds_from".into(), entry.holds_from.to_string().into());
        fields.insert("page".into(), ask.frame.absolute(&page).into());
    }
    Ok(value)
}

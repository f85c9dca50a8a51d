//! /powers/differences: what came, changed and went between the lists of two years.

use askama::Template;
use axum::extract::{Path, Query};
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Result};
use office::catalogue::Changed;
use office::power::{self, Difference, Filter, What, Year};
use serde::Deserialize;
use sheet::{Cell, Column, Sheet};

use super::wanted::named;
use crate::door::PageResult;
use crate::portal::frame::Shell;
use crate::portal::page::{Ask, Drawn};
use crate::portal::shape::Doc;
use crate::workbench::NavLink;
use crate::workbench::offers::ChoiceView;
use crate::workbench::take::{asked, take};

/// Which years.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    from: String,
    to: String,
}

/// A power that says something else.
struct Altered {
    name: String,
    code: String,
    org: String,
    href: String,
    changed: Vec<Changed>,
}

#[derive(Template)]
#[template(path = "portal/power/difference.html")]
struct DifferencePage {
    shell: Shell,
    trail: Vec<NavLink>,
    /// The two lists by name; empty where there are not two.
    between: Option<(String, String)>,
    from: Vec<ChoiceView>,
    to: Vec<ChoiceView>,
    added: Vec<Doc>,
    removed: Vec<Doc>,
    altered: Vec<Altered>,
    file: String,
}

pub(super) async fn page(ask: Ask, Query(asked): Query<Asked>) -> PageResult {
    let today = civil_date(ask.app.now());
    let here = crate::portal::pager::address(
        "/powers/differences",
        &[("from", asked.from.clone()), ("to", asked.to.clone())],
        1,
    );
    let kept = format!("{here} on {today}");
    ask.kept(&kept, draw(&ask, &asked, &here, today)).await
}

async fn draw(ask: &Ask, asked: &Asked, here: &str, today: Date) -> Result<Drawn> {
    let mut conn = ask.conn().await?;
    let years = power::years(&mut conn, today).await?;
    let pair = pair(&years, asked);
    let mut found = Vec::new();
    if let Some((from, to)) = pair {
        found = between(ask, &mut conn, from, to).await?;
    }
    drop(conn);
    let mut trail = ask.frame.trail(None, "年度差别");
    trail.insert(
        1,
        NavLink {
            label: "权责清单".into(),
            href: "/powers".into(),
            current: false,
        },
    );
    let of = |what: What| -> Vec<Doc> {
        let those = found.iter().filter(|it| it.what == what);
        those.map(doc).collect()
    };
    Drawn::new(&DifferencePage {
        shell: ask.shell(here),
        trail,
        between: pair.map(|(from, to)| (named(from, today), named(to, today))),
        from: choices(&years, pair.map(|(from, _)| from)),
        to: choices(&years, pair.map(|(_, to)| to)),
        added: of(What::Added),
        removed: of(What::Removed),
        file: pair.map_or_else(String::new, |(from, to)| {
            format!("/powers/changes/{}-{}", from.year, to.year)
        }),
        altered: found
            .into_iter()
            .filter(|it| it.what == What::Altered)
            .map(altered)
            .collect(),
    })
}

/// The two years asked for where there are lists of them, the earlier first; else the last two.
fn pair(years: &[Year], asked: &Asked) -> Option<(Year, Year)> {
    let of = |text: &str| years.iter().find(|it| it.year.to_string() == text).copied();
    let to = of(&asked.to).or_else(|| years.first().copied())?;
    let before = |it: &&Year| it.year < to.year;
    let from = of(&asked.from).or_else(|| years.iter().find(before).copied())?;
    Some(if from <= to { (from, to) } else { (to, from) })
}

async fn between(ask: &Ask, conn: &mut Conn, from: Year, to: Year) -> Result<Vec<Difference>> {
    let before = power::list(conn, from.day, &Filter::default()).await?;
    let after = power::list(conn, to.day, &Filter::default()).await?;
    let name = |code: &str| {
        let org = ask.frame.orgs.iter().find(|org| org.code == code);
        org.map_or_else(|| code.to_owned(), |org| org.name.clone())
    };
    Ok(power::differences(&before, &after, &name))
}

fn choices(years: &[Year], chosen: Option<Year>) -> Vec<ChoiceView> {
    let view = |it: &Year| ChoiceView {
        value: it.year.to_string(),
        label: format!("{} 年版", it.year),
        hint: String::new(),
        selected: Some(*it) == chosen,
    };
    years.iter().map(view).collect()
}

fn doc(it: &Difference) -> Doc {
    Doc {
        tag: it.entry.kind().to_owned(),
        tag_kind: "quiet",
        title: it.entry.power.name.clone(),
        href: href(it),
        date: String::new(),
        note: format!("{}　{}", it.entry.org_name, it.entry.power.basis.join("；")),
    }
}

fn href(it: &Difference) -> String {
    format!("/powers/{}?version={}", it.entry.power.code, it.entry.version)
}

fn altered(it: Difference) -> Altered {
    Altered {
        href: href(&it),
        name: it.entry.power.name,
        code: it.entry.power.code,
        org: it.entry.org_name,
        changed: it.changed,
    }
}

/// `/powers/changes/2025-2026.csv`: a row for each field that differs, one for what came or went whole.
pub(super) async fn table(ask: Ask, Path(file): Path<String>) -> PageResult {
    let (years, form) = asked_years(&file)?;
    let today = civil_date(ask.app.now());
    let mut conn = ask.conn().await?;
    let known = power::years(&mut conn, today).await?;
    let found = pair(&known, &years).filter(|(from, to)| {
        [from, to].map(|it| it.year.to_string()) == [years.from.as_str(), years.to.as_str()]
    });
    let (from, to) = found.ok_or_else(|| Error::not_found("这两年的清单"))?;
    let found = between(&ask, &mut conn, from, to).await?;
    drop(conn);
    let name = format!("权责清单 {} 年版与 {} 年版的差别", from.year, to.year);
    let note = format!("{}与{}", named(from, today), named(to, today));
    take(sheet(&found, note), form, name, today).await
}

fn asked_years(file: &str) -> Result<(Asked, sheet::Form)> {
    let (name, form) = asked(file)?;
    let (from, to) = name
        .split_once('-')
        .ok_or_else(|| Error::not_found("这两年的清单"))?;
    let years = Asked {
        from: from.to_owned(),
        to: to.to_owned(),
    };
    Ok((years, form))
}

fn sheet(found: &[Difference], note: String) -> Sheet {
    let columns = [
        ("what", "差别", 8),
        ("code", "权力编码", 22),
        ("name", "权力名称", 40),
        ("kind", "权力类型", 14),
        ("organisation", "行使主体", 24),
        ("field", "内容", 20),
        ("before", "原来", 50),
        ("after", "现在", 50),
    ];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for it in found {
        let whole = [Changed {
            label: String::new(),
            before: String::new(),
            after: String::new(),
        }];
        let fields = if it.changed.is_empty() {
            &whole[..]
        } else {
            &it.changed
        };
        rows.extend(fields.iter().map(|field| {
            vec![
                it.what.label().into(),
                it.entry.power.code.as_str().into(),
                it.entry.power.name.as_str().into(),
                it.entry.kind().into(),
                it.entry.org_name.as_str().into(),
                field.label.as_str().into(),
                field.before.as_str().into(),
                field.after.as_str().into(),
            ]
        }));
    }
    Sheet {
        name: "差别".to_owned(),
        columns: columns
            .map(|(code, label, width)| Column::new(code, label, width))
            .into(),
        rows,
        notes: vec![note],
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn two_years_stand_in_their_order_and_the_last_two_where_none_is_asked_for() {
        let years = [2026, 2025, 2023].map(|year| Year::of(year, date(2026, 11, 27)));
        for (from, to, expected) in [
            ("2025", "2026", (2025, 2026)),
            ("2026", "2023", (2023, 2026)),
            ("", "", (2025, 2026)),
            ("", "2025", (2023, 2025)),
            ("1999", "x", (2025, 2026)),
        ] {
            let asked = Asked {
                from: from.into(),
                to: to.into(),
            };
            let found = pair(&years, &asked).map(|(from, to)| (from.year, to.year));
            assert_eq!(found, Some(expected), "{from} {to}");
        }
        assert_eq!(
            pair(&years[..1], &Asked::default()),
            None,
            "one year differs from nothing"
        );
    }
}

//! The fictional county's powers as its files say them; `fixtures/README.md` has the format.

use office::catalogue::{Item, Term};
use office::power::{Power, Risk, RiskLevel};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::source::{Result, county};

/// This year's list, and last year's.
pub struct Lists {
    pub now: Vec<Power>,
    pub before: Vec<Power>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    kind: Vec<Kind>,
    power: Vec<Row>,
}

/// What holds for every power of a kind that does not say its own.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    kind: String,
    #[serde(default)]
    statutory: Term,
    #[serde(default)]
    term_note: String,
    responsibility: Vec<String>,
    accountability: Vec<String>,
    supervision: String,
    risks: Vec<RiskRow>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: String,
    name: String,
    kind: String,
    org_code: String,
    office: String,
    basis: Vec<String>,
    #[serde(default)]
    risks: Vec<RiskRow>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RiskRow {
    step: String,
    risk: String,
    level: String,
    measure: String,
    post: String,
}

/// In what last year's list differs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LastYear {
    absent: Vec<Code>,
    only: Vec<Row>,
    was: Vec<Was>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    code: String,
}

/// A power as it was said then; what is not here was as it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Was {
    code: String,
    name: Option<String>,
    office: Option<String>,
    basis: Option<Vec<String>>,
    responsibility: Option<Vec<String>>,
    accountability: Option<Vec<String>>,
    supervision: Option<String>,
    risks: Option<Vec<RiskRow>>,
}

/// Both lists, each in the order of its file.
pub fn powers(items: &[Item]) -> Result<Lists> {
    let file: File = read("powers.toml")?;
    let last: LastYear = read("powers-2025.toml")?;
    let whole = |row: &Row| whole(row, &file.kind, items);
    let now: Vec<Power> = file.power.iter().map(whole).collect::<Result<_>>()?;
    let mut before: Vec<Power> = now
        .iter()
        .filter(|power| !last.absent.iter().any(|it| it.code == power.code))
        .cloned()
        .collect();
    for was in last.was {
        let power = before.iter_mut().find(|it| it.code == was.code);
        let power = power.ok_or_else(|| format!("{} is not among last year's", was.code))?;
        rewind(power, was)?;
    }
    for row in &last.only {
        before.push(whole(row)?);
    }
    Ok(Lists { now, before })
}

fn read<T: DeserializeOwned>(file: &str) -> Result<T> {
    let text = std::fs::read_to_string(county().join(file))?;
    toml::from_str(&text).map_err(|error| format!("{file}: {error}").into())
}

/// A power with what its kind says, and what the items say through which it is exercised: what they all say alike.
fn whole(row: &Row, kinds: &[Kind], items: &[Item]) -> Result<Power> {
    let kind = kinds.iter().find(|it| it.kind == row.kind);
    let kind = kind.ok_or_else(|| format!("{}: no [[kind]] {}", row.code, row.kind))?;
    let begins = format!("{}-", row.code);
    let own: Vec<&Item> = items.iter().filter(|it| it.code.starts_with(&begins)).collect();
    let risks = if row.risks.is_empty() {
        &kind.risks
    } else {
        &row.risks
    };
    Ok(Power {
        code: row.code.clone(),
        name: row.name.clone(),
        kind: row.kind.clone(),
        org_code: row.org_code.clone(),
        office: row.office.clone(),
        basis: row.basis.clone(),
        conditions: alike(&own, |it| it.conditions.clone()).unwrap_or_default(),
        statutory: alike(&own, |it| it.statutory).unwrap_or(kind.statutory),
        promised: alike(&own, |it| it.promised).unwrap_or_default(),
        term_note: alike(&own, |it| it.term_note.clone()).unwrap_or_else(|| kind.term_note.clone()),
        fees: alike(&own, |it| it.fees.clone()).unwrap_or_default(),
        responsibilities: kind.responsibility.clone(),
        accountability: kind.accountability.clone(),
        supervision: kind.supervision.clone(),
        items: own.iter().map(|it| it.code.clone()).collect(),
        risks: risks.iter().map(risk).collect::<Result<_>>()?,
    })
}

/// What all of them say; nothing where they differ, or there are none.
fn alike<T: PartialEq>(items: &[&Item], of: impl Fn(&Item) -> T) -> Option<T> {
    let first = of(items.first()?);
    items.iter().all(|it| of(it) == first).then_some(first)
}

fn risk(row: &RiskRow) -> Result<Risk> {
    let level = RiskLevel::ALL.iter().find(|it| it.label() == row.level);
    Ok(Risk {
        step: row.step.clone(),
        risk: row.risk.clone(),
        level: *level.ok_or_else(|| format!("{}: the level {}", row.risk, row.level))?,
        measure: row.measure.clone(),
        post: row.post.clone(),
    })
}

fn rewind(power: &mut Power, was: Was) -> Result<()> {
    fn put<T>(field: &mut T, was: Option<T>) {
        if let Some(was) = was {
            *field = was;
        }
    }
    put(&mut power.name, was.name);
    put(&mut power.office, was.office);
    put(&mut power.basis, was.basis);
    put(&mut power.responsibilities, was.responsibility);
    put(&mut power.accountability, was.accountability);
    put(&mut power.supervision, was.supervision);
    let risks = was
        .risks
        .map(|rows| rows.iter().map(risk).collect::<Result<Vec<_>>>());
    put(&mut power.risks, risks.transpose()?);
    Ok(())
}

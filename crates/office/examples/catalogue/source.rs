//! The fictional county's catalogue as its files say it; `fixtures/README.md` has the format.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};

use office::catalogue::Item;
use office::form::{Field, Prefill};
use serde::Deserialize;
use toml::{Table, Value};

/// What is wrong, in words.
pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The folder of the county.
pub fn county() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/county")
}

/// An organisation by code and name.
#[derive(Deserialize)]
pub struct Office {
    pub code: String,
    pub name: String,
}

/// The county's organisations in their order.
pub fn offices() -> Result<Vec<Office>> {
    #[derive(Deserialize)]
    struct Organisations {
        organisation: Vec<Office>,
    }
    let text = std::fs::read_to_string(county().join("organisations.toml"))?;
    Ok(toml::from_str::<Organisations>(&text)?.organisation)
}

/// The items of all organisations, in the order of organisations and of their files.
pub fn items(offices: &[Office]) -> Result<Vec<Item>> {
    let known = keys()?;
    let mut items = Vec::new();
    for office in offices {
        let path = county().join("catalogue").join(format!("{}.toml", office.code));
        if path.exists() {
            let file: Table = toml::from_str(&std::fs::read_to_string(&path)?)?;
            let wrong = |what: String| format!("{}: {what}", path.display());
            items.extend(of_file(&file, &known).map_err(|error| wrong(error.to_string()))?);
        }
    }
    Ok(items)
}

/// `[common]` stands for what an `[[item]]` does not say itself.
fn of_file(file: &Table, known: &Known) -> Result<Vec<Item>> {
    let common = file.get("common").and_then(Value::as_table);
    let items = file.get("item").and_then(Value::as_array);
    let mut read = Vec::new();
    for own in items.ok_or("no [[item]]")?.iter().filter_map(Value::as_table) {
        let mut item = common.cloned().unwrap_or_default();
        item.extend(own.clone());
        let name = item.get("code").cloned();
        let fields = item.get("form").and_then(Value::as_array);
        let of_form = fields.into_iter().flatten().filter_map(Value::as_table).flatten();
        let unknown = item.keys().filter(|key| !known.item.contains(*key));
        let unknown = unknown.chain(
            of_form
                .map(|(key, _)| key)
                .filter(|key| !known.field.contains(*key)),
        );
        if let Some(key) = unknown.into_iter().next() {
            return Err(format!("{name:?}: the key {key} is not known").into());
        }
        read.push(item.try_into().map_err(|error| format!("{name:?}: {error}"))?);
    }
    Ok(read)
}

/// Keys that a file may use.
struct Known {
    item: BTreeSet<String>,
    field: BTreeSet<String>,
}

/// The fields of an item, and those of what its form asks.
fn keys() -> Result<Known> {
    let field = Field {
        prefill: Some(Prefill::Same),
        ..Field::default()
    };
    let keys = |value: serde_json::Value| -> Result<BTreeSet<String>> {
        let fields = value.as_object().ok_or("it has fields")?;
        Ok(fields.keys().cloned().collect())
    };
    Ok(Known {
        field: keys(serde_json::to_value(&field)?)?,
        item: keys(serde_json::to_value(Item {
            form: vec![field],
            named_lead: true,
            ..Item::default()
        })?)?,
    })
}

//! The county of Qingchuan as its files say it; `fixtures/README.md` has the format.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Error, Fault, Result};
use rust_embed::Embed;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::applications::{Applied, Move};
use super::requests::{Filed, Step};

#[derive(Embed)]
#[folder = "../../fixtures/"]
struct Files;

/// The bytes of a fixture.
pub fn bytes(path: &str) -> Result<Cow<'static, [u8]>> {
    Files::get(path)
        .map(|file| file.data)
        .ok_or_else(|| wrong(path, "没有这个文件"))
}

/// A fixture as text.
pub fn text(path: &str) -> Result<String> {
    String::from_utf8(bytes(path)?.into_owned()).map_err(|_| wrong(path, "不是 UTF-8"))
}

/// A fixture in TOML; a key that is not known is an error.
pub fn read<T: DeserializeOwned>(path: &str) -> Result<T> {
    toml::from_str(&text(path)?).map_err(|error| wrong(path, &error.to_string()))
}

/// A fixture is ours: what is wrong with it is our fault.
pub fn wrong(path: &str, what: &str) -> Error {
    Fault::new(format!("fixtures/{path}：{what}")).into()
}

/// `organisations.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisations {
    pub site: Site,
    pub organisation: Vec<Organisation>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    dead_code,
    reason = "every key of the format is named, so that any other is an error"
)]
pub struct Site {
    pub fictional: bool,
    pub name: String,
    pub domain: String,
    pub id_code: String,
    pub division_code: String,
    pub division_name: String,
    pub city_name: String,
    pub organisation: String,
    pub sponsor: String,
    pub operator: String,
    pub icp: String,
    pub police_record: String,
    pub contact_phone: String,
    pub contact_note: String,
    pub notice: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    dead_code,
    reason = "every key of the format is named, so that any other is an error"
)]
pub struct Organisation {
    pub code: String,
    pub name: String,
    pub short_name: String,
    pub kind: String,
    pub parent: Option<String>,
    pub uscc: Option<String>,
    pub number_prefix: Option<String>,
    pub address: Option<String>,
    pub phone: Option<String>,
    pub office_hours: Option<String>,
    pub introduction: Option<String>,
}

/// `people.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    pub person: Vec<Person>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub login: String,
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    #[serde(default)]
    pub post: Vec<Post>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    dead_code,
    reason = "every key of the format is named, so that any other is an error"
)]
pub struct Post {
    pub organisation: String,
    pub desk: Option<String>,
    pub roles: Vec<String>,
    pub title: String,
    /// It reaches every organisation below its own: the windows of the hall.
    #[serde(default)]
    pub subtree: bool,
    pub from: Date,
    pub until: Option<Date>,
}

/// `columns.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    pub column: Vec<Column>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    dead_code,
    reason = "every key of the format is named, so that any other is an error"
)]
pub struct Column {
    pub slug: String,
    pub name: String,
    #[serde(rename = "type")]
    pub column_type: String,
    pub parent: Option<String>,
    pub order: i64,
    pub description: String,
    pub keywords: Vec<String>,
    pub owner: String,
    pub update_days: Option<i64>,
    pub facet: Option<String>,
}

/// `pages.toml`; what a correct reading finds is for tests.
#[derive(Debug, Deserialize)]
pub struct Pages {
    pub page: Vec<Page>,
}

#[derive(Debug, Deserialize)]
pub struct Page {
    pub file: String,
    pub address: String,
}

/// `story.toml`, its acts read.
#[derive(Debug)]
pub struct Story {
    pub ends_at: Timestamp,
    /// The day on which the county begins to keep its book: half a year before the end.
    pub founded: Date,
    pub acts: Vec<Act>,
    pub desks: Vec<Desk>,
}

/// Somebody does something.
#[derive(Debug)]
pub struct Act {
    pub at: Timestamp,
    pub who: String,
    pub deed: Deed,
}

/// What waits for whom at the end.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    pub document: String,
    pub edition: usize,
    pub waiting: String,
    pub holder: String,
    pub light: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flaw {
    pub right: String,
    pub wrong: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settled {
    pub file: String,
    pub text: String,
}

fn first() -> usize {
    1
}

/// Everything that people of the story do.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Deed {
    Draft {
        document: String,
        #[serde(default)]
        flaw: Vec<Flaw>,
    },
    SecondEdition {
        document: String,
        edition: usize,
    },
    Paste {
        document: String,
        file: String,
        organisation: String,
        column: String,
        genre: String,
    },
    Edit {
        document: String,
    },
    #[serde(alias = "resubmit")]
    Submit {
        document: String,
        #[serde(default = "first")]
        edition: usize,
    },
    Approve {
        document: String,
        step: String,
        #[serde(default = "first")]
        edition: usize,
        on_behalf_of: Option<String>,
    },
    Return {
        document: String,
        step: String,
        reason: String,
        text: String,
    },
    Recall {
        document: String,
        text: String,
    },
    TakeDown {
        document: String,
        ground: String,
        text: String,
    },
    ReviewTakeDown {
        document: String,
        finding: String,
        text: String,
    },
    Withdraw {
        document: String,
        ground: String,
        text: String,
    },
    SupportWithdrawal {
        document: String,
    },
    ConfirmWithdrawal {
        document: String,
    },
    Delegate {
        organisation: String,
        role: String,
        to: String,
        from: Date,
        until: Date,
        text: String,
    },
    ReturnFromLeave {
        organisation: String,
        role: String,
    },
    Appoint {
        person: String,
        organisation: String,
        roles: Vec<String>,
        title: String,
        from: Date,
    },
    EndPost {
        person: String,
        organisation: String,
        roles: Vec<String>,
        until: Date,
    },
    HandOver {
        to: String,
        organisation: String,
        text: String,
    },
    AcceptHandOver {
        giver: String,
        organisation: String,
    },
    ImportPages {
        folder: String,
        label: String,
        organisation: String,
        column: String,
    },
    AcceptBatch {
        label: String,
        decision: Vec<Settled>,
    },
    RenameOrganisation {
        organisation: String,
        name: String,
        short_name: String,
        effective_on: Date,
        basis: String,
    },
    ConfirmRename {
        organisation: String,
    },
    /// A workbook of items is proposed for what lies below the organisation.
    AdjustCatalogue {
        workbook: String,
        organisation: String,
        ground: String,
        text: String,
    },
    /// A workbook is proposed as the whole list of powers from a day on.
    AdjustPowers {
        workbook: String,
        organisation: String,
        ground: String,
        text: String,
        holds_from: Date,
    },
    /// Either is accepted.
    AcceptAdjustment {
        workbook: String,
    },
    /// Blank forms and samples of these items are made and kept.
    KeepForms {
        items: Vec<String>,
    },
    /// An applicant opens an account.
    OpenAccount {
        login: String,
    },
    /// A case comes among an account's, by its number and query code.
    KeepRequest {
        label: String,
        login: String,
    },
    FileRequest(Filed),
    RequestStep(Step),
    Remedy {
        label: String,
        kind: String,
        data: serde_json::Map<String, serde_json::Value>,
    },
    LogRequest {
        label: String,
        title: String,
        summary: String,
    },
    FileService(Applied),
    ServiceStep(Move),
}

impl Deed {
    /// It is about an application for a service item.
    pub fn is_service(&self) -> bool {
        matches!(self, Deed::FileService(_) | Deed::ServiceStep(_))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    story: RawStory,
    act: Vec<toml::Table>,
    desk: Vec<Desk>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStory {
    founded: Date,
    #[allow(dead_code, reason = "a key of the format")]
    from: Date,
    #[allow(dead_code, reason = "a key of the format")]
    until: Date,
    ends_at: Timestamp,
}

/// Acts of one matter, in a file of their own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MoreActs {
    act: Vec<toml::Table>,
}

/// Reads the story and its other files as one; two acts at the same instant are an error.
pub fn story() -> Result<Story> {
    const PATH: &str = "county/story.toml";
    const OTHERS: [&str; 3] = [
        "county/requests.toml",
        "county/items.toml",
        "county/services.toml",
    ];
    let raw: Raw = read(PATH)?;
    let mut acts = read_acts(PATH, raw.act)?;
    for path in OTHERS {
        let more: MoreActs = read(path)?;
        acts.extend(read_acts(path, more.act)?);
    }
    acts.sort_by_key(|act| act.at);
    if let Some(pair) = acts.windows(2).find(|pair| pair[0].at == pair[1].at) {
        return Err(wrong(PATH, &format!("同一时刻有两件事：{:?}", pair[0])));
    }
    Ok(Story {
        ends_at: raw.story.ends_at,
        founded: raw.story.founded,
        acts,
        desks: raw.desk,
    })
}

fn read_acts(path: &str, tables: Vec<toml::Table>) -> Result<Vec<Act>> {
    let one = |table: toml::Table| {
        let what = table.to_string();
        act(table).map_err(|error| wrong(path, &format!("{error}\n{what}")))
    };
    tables.into_iter().map(one).collect()
}

fn act(mut table: toml::Table) -> std::result::Result<Act, String> {
    let mut text = |key: &str| match table.remove(key) {
        Some(toml::Value::String(text)) => Ok(text),
        _ => Err(format!("缺少 {key}")),
    };
    let (at, who) = (text("at")?, text("who")?);
    Ok(Act {
        at: at.parse().map_err(|error: jiff::Error| error.to_string())?,
        who,
        deed: toml::Value::Table(table)
            .try_into()
            .map_err(|error: toml::de::Error| error.to_string())?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_as_the_format_says() {
        assert!(
            read::<Organisations>("county/organisations.toml")
                .unwrap()
                .organisation
                .len()
                > 10
        );
        assert!(read::<People>("county/people.toml").unwrap().person.len() > 100);
        assert!(read::<Columns>("county/columns.toml").unwrap().column.len() > 20);
        assert!(story().unwrap().acts.len() > 150);
    }

    #[test]
    fn an_unknown_key_of_an_act_is_an_error() {
        let table: toml::Table = toml::from_str(
            "at = \"2026-09-07T09:00:00+08:00\"\nwho = \"a\"\ndo = \"edit\"\ndocument = \"d\"\nspeed = 1",
        )
        .unwrap();
        assert!(act(table).unwrap_err().contains("speed"));
    }
}

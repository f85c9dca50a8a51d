//! What an adjustment changes: service items, or powers. Both are kept in versions, each whole.

use std::future::Future;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::db::Conn;
use kernel::{Error, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::catalogue::{self, Fault, Item};
use crate::power::{self, Power};

/// Which list an adjustment changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// 事项库.
    Items,
    /// 权责清单.
    Powers,
}

impl List {
    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            List::Items => "items",
            List::Powers => "powers",
        }
    }

    /// The one with this code.
    pub fn of(code: &str) -> Option<List> {
        [List::Items, List::Powers]
            .into_iter()
            .find(|it| it.code() == code)
    }

    /// The procedure by which it changes.
    pub fn procedure(self) -> &'static str {
        match self {
            List::Items => super::ITEMS_BY,
            List::Powers => super::POWERS_BY,
        }
    }

    /// What its cases are about.
    pub fn subject(self) -> &'static str {
        match self {
            List::Items => super::ADJUSTMENT,
            List::Powers => super::ADJUSTMENT_OF_POWERS,
        }
    }

    /// What it is called in titles of cases.
    pub fn title(self) -> &'static str {
        match self {
            List::Items => "事项目录",
            List::Powers => "权责清单",
        }
    }
}

/// From when, and by which case, something comes into force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entering {
    /// The adjustment's case.
    pub case_id: i64,
    /// The day from which it holds.
    pub holds_from: Date,
    /// When it is accepted.
    pub now: Timestamp,
}

/// The newest version of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newest<T> {
    /// Its number.
    pub version: i64,
    /// What it says; nothing where it left the list.
    pub body: Option<T>,
    /// The day from which it holds, where the list keeps one.
    pub holds_from: Option<Date>,
}

/// Something that an adjustment changes.
pub trait Listed: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Of which list it is.
    const LIST: List;

    /// Its code, for ever.
    fn code(&self) -> &str;
    /// What people call it.
    fn name(&self) -> &str;
    /// Whose it is: the organisation's code.
    fn org_code(&self) -> &str;
    /// What no version may be made of.
    fn faults(&self) -> Vec<Fault>;

    /// Its newest version; nothing where there never was one.
    fn newest(conn: &mut Conn, code: &str) -> impl Future<Output = Result<Option<Newest<Self>>>> + Send;

    /// What one of its versions said.
    fn version(
        conn: &mut Conn,
        code: &str,
        version: i64,
    ) -> impl Future<Output = Result<Option<Self>>> + Send;

    /// Makes it the next version.
    fn enter(&self, conn: &mut Conn, org_id: i64, it: Entering) -> impl Future<Output = Result<()>> + Send;

    /// Takes it off the list.
    fn end(conn: &mut Conn, code: &str, it: Entering) -> impl Future<Output = Result<()>> + Send;
}

impl Listed for Item {
    const LIST: List = List::Items;

    fn code(&self) -> &str {
        &self.code
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn org_code(&self) -> &str {
        &self.org_code
    }

    fn faults(&self) -> Vec<Fault> {
        catalogue::faults(self)
    }

    async fn newest(conn: &mut Conn, code: &str) -> Result<Option<Newest<Item>>> {
        let Some(entry) = absent(catalogue::entry(conn, code).await)? else {
            return Ok(None);
        };
        let item = catalogue::item(conn, &entry, entry.version).await?;
        Ok(Some(Newest {
            version: entry.version,
            body: entry.in_force.then_some(item),
            holds_from: None,
        }))
    }

    async fn version(conn: &mut Conn, code: &str, version: i64) -> Result<Option<Item>> {
        let entry = catalogue::entry(conn, code).await?;
        catalogue::item(conn, &entry, version).await.map(Some)
    }

    async fn enter(&self, conn: &mut Conn, org_id: i64, it: Entering) -> Result<()> {
        catalogue::enter(conn, org_id, self, it.case_id, it.now)
            .await
            .map(|_| ())
    }

    async fn end(conn: &mut Conn, code: &str, _: Entering) -> Result<()> {
        catalogue::end(conn, code).await
    }
}

impl Listed for Power {
    const LIST: List = List::Powers;

    fn code(&self) -> &str {
        &self.code
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn org_code(&self) -> &str {
        &self.org_code
    }

    fn faults(&self) -> Vec<Fault> {
        power::faults(self)
    }

    async fn newest(conn: &mut Conn, code: &str) -> Result<Option<Newest<Power>>> {
        let history = absent(power::history(conn, code).await)?;
        let newest = history.and_then(|it| it.versions.into_iter().next());
        Ok(newest.map(|it| Newest {
            version: it.number,
            body: it.power,
            holds_from: Some(it.holds_from),
        }))
    }

    async fn version(conn: &mut Conn, code: &str, version: i64) -> Result<Option<Power>> {
        let history = power::history(conn, code).await?;
        Ok(history.version(version).and_then(|it| it.power.clone()))
    }

    async fn enter(&self, conn: &mut Conn, org_id: i64, it: Entering) -> Result<()> {
        power::enter(conn, org_id, self, it.holds_from, it.case_id, it.now)
            .await
            .map(|_| ())
    }

    async fn end(conn: &mut Conn, code: &str, it: Entering) -> Result<()> {
        power::end(conn, code, it.holds_from, it.case_id, it.now)
            .await
            .map(|_| ())
    }
}

/// Nothing where it was not found; a fault stays one.
fn absent<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Ok(it) => Ok(Some(it)),
        Err(Error::Refusal(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}

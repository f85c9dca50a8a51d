//! An item as the catalogue lists it, and its versions.

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::{Error, Result};

use super::item::{Item, Term};
use super::store;
use super::vocabulary::Unit;

/// An item in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Row.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// 实施主体.
    pub org_id: i64,
    /// Its name today.
    pub org_name: String,
    /// Its place in the tree, such as `/1/5/`.
    pub org_path: String,
    /// The version in force, or the last that was.
    pub version: i64,
    /// It is in the catalogue.
    pub in_force: bool,
    /// 业务办理项名称.
    pub name: String,
    /// Code of [`super::KINDS`].
    pub kind: String,
    /// Code of [`super::Level`].
    pub level: String,
    /// Code of [`super::Handling`].
    pub handling: String,
    /// 法定办结时限.
    pub statutory: Term,
    /// 承诺办结时限.
    pub promised: Term,
    /// How many of the ten things are there.
    pub points: i64,
}

/// A version of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// From 1.
    pub number: i64,
    /// SHA-256 of its canonical text, hex.
    pub digest: String,
    /// The case of the adjustment that made it.
    pub case_id: i64,
    /// When it came into force.
    pub made_at: Timestamp,
}

/// What of the catalogue is wanted; empty fields hold nothing back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// At or below this organisation.
    pub org_path: String,
    /// Code of [`super::KINDS`].
    pub kind: String,
    /// Code of [`super::Handling`].
    pub handling: String,
    /// Code of [`super::Level`].
    pub level: String,
}

/// The items in force, by organisation, kind and code.
pub async fn list(conn: &mut Conn, filter: &Filter) -> Result<Vec<Entry>> {
    store::list(conn, filter).await
}

/// What the terms of these items come to, a sentence for each unit: working days and calendar days are not added up.
pub fn sums<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Vec<String> {
    let mut sums: Vec<(Unit, u32, u32)> = Unit::ALL.iter().map(|unit| (*unit, 0, 0)).collect();
    for entry in entries {
        for (unit, statutory, promised) in &mut sums {
            let of = |term: Term| u32::from(term.days.filter(|_| term.unit == *unit).unwrap_or_default());
            *statutory += of(entry.statutory);
            *promised += of(entry.promised);
        }
    }
    sums.into_iter()
        .filter(|(_, statutory, promised)| statutory + promised > 0)
        .map(|(unit, statutory, promised)| {
            let unit = unit.label();
            format!("法定时限合计 {statutory} 个{unit}，承诺时限合计 {promised} 个{unit}")
        })
        .collect()
}

/// Whether any item is in force.
pub async fn any(conn: &mut Conn) -> Result<bool> {
    store::any(conn).await
}

/// The same, whole.
pub async fn items(conn: &mut Conn, filter: &Filter) -> Result<Vec<Item>> {
    store::whole(conn, filter).await
}

/// An item by its code, in force or not.
///
/// # Errors
/// Not found.
pub async fn entry(conn: &mut Conn, code: &str) -> Result<Entry> {
    let found = store::by_code(conn, code).await?;
    found.ok_or_else(|| Error::not_found("这个事项"))
}

/// The same, or nothing where no such item ever came into force.
pub async fn find(conn: &mut Conn, code: &str) -> Result<Option<Entry>> {
    store::by_code(conn, code).await
}

/// Whether the item in this row is in force.
pub async fn stands(conn: &mut Conn, item_id: i64) -> Result<bool> {
    store::stands(conn, item_id).await
}

/// What the item of this row is called.
///
/// # Errors
/// Not found.
pub async fn name(conn: &mut Conn, id: i64) -> Result<String> {
    let found = store::name(conn, id).await?;
    found.ok_or_else(|| Error::not_found("这个事项"))
}

/// What one of its versions says.
///
/// # Errors
/// Not found.
pub async fn item(conn: &mut Conn, entry: &Entry, version: i64) -> Result<Item> {
    whole(conn, entry.id, version).await
}

/// The same by the item's row.
///
/// # Errors
/// Not found.
pub async fn whole(conn: &mut Conn, id: i64, version: i64) -> Result<Item> {
    let found = store::version(conn, id, version).await?;
    found.ok_or_else(|| Error::not_found("事项的这个版本"))
}

/// Its versions, newest first.
pub async fn versions(conn: &mut Conn, entry: &Entry) -> Result<Vec<Version>> {
    store::versions(conn, entry.id).await
}

/// An item as the text that is kept and digested. Fields stand in the order of the struct, so that the same item is
/// the same text.
///
/// # Errors
/// A fault where it cannot be written.
pub fn canonical(item: &Item) -> Result<(String, String)> {
    let body = serde_json::to_string(item)?;
    let digest = kernel::code::sha256_hex(body.as_bytes());
    Ok((body, digest))
}

/// Makes this the item's version in force. For [`crate::adjustment`] alone.
pub(crate) async fn enter(
    conn: &mut Conn,
    org_id: i64,
    item: &Item,
    case_id: i64,
    now: Timestamp,
) -> Result<i64> {
    let (body, digest) = canonical(item)?;
    store::enter(conn, org_id, item, (&body, &digest), case_id, now).await
}

/// Takes an item out of the catalogue. For [`crate::adjustment`] alone.
pub(crate) async fn end(conn: &mut Conn, code: &str) -> Result<()> {
    store::end(conn, code).await
}

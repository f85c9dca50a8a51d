//! 印章: the seals of organisations, and the register of their use (用印登记).
//!
//! **The law behind it.** 国发〔1999〕25号 (which seals there are, what stands in them, that they are registered and given
//! back); 行政许可法 art. 32, 39 (vouchers and licences bear the organ's seal); 国务院关于在线政务服务的若干规定 art. 9
//! (an electronic seal has the same effect). What is drawn here is the picture of a seal; whether a letter is genuine is
//! said by its code and the ledger, and the pages say so.
//!
//! # Invariants
//! - A seal is taken into use and out of use by an act of the organisation's register, never otherwise.
//! - The seals of an organisation that is renamed, merged or ended go out of use with its name (国发〔1999〕25号 art. 24).
//! - A letter bears the seal that was in use on its day, and keeps it when the seal goes.
//! - The register of use is read from the letters themselves: there is no use without a letter.
//!
//! # Verbs
//! [`of_org`], [`find`], [`in_use`], [`uses`]; [`crate::register`] takes seals into and out of use.

mod store;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;
use typeset::Impression;

pub(crate) use store::{end, end_all, enter};

/// Kinds of seal: code, name, what stands beneath the star.
pub const KINDS: &[(&str, &str, &str)] = &[
    ("official", "公章", ""),
    ("service", "政务服务专用章", "政务服务专用章"),
    ("disclosure", "政府信息公开专用章", "政府信息公开专用章"),
];

/// The seal of every use.
pub const OFFICIAL: &str = "official";

/// A seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// Row.
    pub id: i64,
    /// Whose.
    pub org_id: i64,
    /// Code of [`KINDS`].
    pub kind: String,
    /// Around the star: the organisation's name when it was taken into use.
    pub ring: String,
    /// First day.
    pub from_on: Date,
    /// The day from which on it is out of use.
    pub until_on: Option<Date>,
    /// The case in which it was registered.
    pub case_id: i64,
}

impl Seal {
    /// What it prints.
    pub fn impression(&self) -> Impression {
        Impression {
            ring: self.ring.clone(),
            line: line_of(&self.kind).to_owned(),
        }
    }

    /// `晴川县水利局公章`, `晴川县水利局政务服务专用章`
    pub fn name(&self) -> String {
        format!("{}{}", self.ring, kind_label(&self.kind))
    }

    /// True from its first day until it is out of use.
    pub fn is_in_use(&self, on: Date) -> bool {
        self.from_on <= on && self.until_on.is_none_or(|until| on < until)
    }
}

/// A kind's name; empty for none that is known.
pub fn kind_label(kind: &str) -> &'static str {
    KINDS
        .iter()
        .find(|(code, ..)| *code == kind)
        .map_or("", |(_, label, _)| label)
}

fn line_of(kind: &str) -> &'static str {
    KINDS
        .iter()
        .find(|(code, ..)| *code == kind)
        .map_or("", |(.., line)| line)
}

/// One use: a letter that bears the seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// Row of the letter.
    pub letter_id: i64,
    /// Which seal.
    pub seal_id: i64,
    /// When.
    pub at: Timestamp,
    /// What the letter is called.
    pub letter: String,
    /// 文号
    pub number: Option<String>,
    /// 文书验证码
    pub code: Option<String>,
    /// The case.
    pub case_id: i64,
    /// Its number.
    pub case_number: String,
    /// Who did the act that sent it; none for the program.
    pub person: Option<String>,
}

/// Every seal that the organisation has or had, newest first.
pub async fn of_org(conn: &mut Conn, org_id: i64) -> Result<Vec<Seal>> {
    store::of_org(conn, org_id).await
}

/// One seal.
pub async fn find(conn: &mut Conn, id: i64) -> Result<Option<Seal>> {
    store::find(conn, id).await
}

/// The seal of this kind that is in use on the day; where there is none, the official one; otherwise none, and room is
/// left for it on the paper.
pub async fn in_use(conn: &mut Conn, org_id: i64, kind: &str, on: Date) -> Result<Option<Seal>> {
    let mut all = store::of_org(conn, org_id).await?;
    all.retain(|seal| seal.is_in_use(on));
    let of = |kind: &str| all.iter().find(|seal| seal.kind == kind).cloned();
    Ok(of(kind).or_else(|| of(OFFICIAL)))
}

/// 用印登记 of the organisation's seals from one instant until before another, newest first, at most `limit`.
pub async fn uses(
    conn: &mut Conn,
    org_id: i64,
    from: Timestamp,
    until: Timestamp,
    limit: i64,
) -> Result<Vec<Use>> {
    let mut uses = Vec::new();
    for (mut one, person_id) in store::uses(conn, org_id, from, until, limit).await? {
        if let Some(person_id) = person_id {
            one.person = Some(crate::organisation::person_name(conn, person_id).await?);
        }
        uses.push(one);
    }
    Ok(uses)
}

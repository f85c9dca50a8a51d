//! Letters: what an agency writes to somebody in a case, in its own words and in the official format.
//!
//! **The law behind it.** 党政机关公文格式 GB/T 9704-2012 (layout, by the `typeset` crate); 政府信息公开条例
//! art. 30–36 and 行政许可法 art. 32 say which letters there are. What goes out is frozen: wording, number
//! and date never change afterwards.
//!
//! # Invariants
//! - A letter is composed inside the act that sends it: number taken, nothing missing, or no act.
//! - The digest of a letter is salted, since it holds personal values, and stands in the act's event.
//! - Erasing takes text and salt; the digest, the number and the date stay.
//!
//! - Every letter has a code of its own (文书验证码) and bears the seal that is in use; where there is none, room is left.
//!
//! # Verbs
//! [`draft`], [`compose`], [`keep`], [`of_case`], [`read`], [`by_code`], [`erase`]; for wording: [`wordings`], [`wording`],
//! [`reword`], [`preview`].

mod markup;
mod rows;
mod store;
mod template;
mod wording;

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, Fault, Issue, Result};
use ledger::{Salt, salted_digest};
use serde_json::{Map, Value as Json};
use typeset::{Look, QrCode, Signature};

pub use rows::{Row, by_code, erase, of_case, read};
pub use template::{FieldName, Template, field_names};
pub use wording::{Version, Wording, preview, reword, shipped_wording, wording, wording_history, wordings};

use crate::organisation;
use crate::seal::{self, Seal};

/// Table whose pages are rewritten after an erasure.
pub const ERASED_TABLES: &[&str] = &["letter"];

/// What is to be written, to whom, and what fills the gaps of the wording.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Code of the wording.
    pub template: String,
    /// The role of whoever it goes to: `applicant`, `third_party`, …
    pub to: String,
    /// The branch's member, where it goes to one of several.
    pub member: Option<String>,
    /// 主送; empty for none.
    pub addressee: String,
    /// Values by the names that wordings use.
    pub values: Map<String, Json>,
}

/// A letter that is ready to go out with the act that sends it.
pub struct Composed {
    /// Salted digest in hex: goes into the act's event.
    pub digest: String,
    seal_id: Option<i64>,
    code: String,
    letter: typeset::Letter,
    body: String,
    salt: Salt,
    draft: Draft,
    version: i64,
    name: String,
}

impl Composed {
    /// What it says.
    pub fn letter(&self) -> &typeset::Letter {
        &self.letter
    }
}

/// Writes the letter in the words of this organisation and takes its number. Inside the act.
///
/// # Errors
/// Invalid, naming every value that the wording needs and does not have.
pub async fn compose(conn: &mut Conn, org_id: i64, draft: Draft, now: Timestamp) -> Result<Composed> {
    let (wording, parts) = wording::with_parts(conn, org_id, &draft.template).await?;
    let mut letter = written(conn, org_id, &wording, &parts, &draft, now).await?;
    letter.number = number(conn, org_id, &wording, now).await?;
    let seal = seal::in_use(conn, org_id, &wording.seal, civil_date(now)).await?;
    if let Some(signature) = &mut letter.signature {
        signature.impression = seal.as_ref().map(Seal::impression);
    }
    let code = kernel::code::letter_code();
    letter.qr = Some(QrCode {
        content: verification(&code),
        caption: format!("验证码 {code}"),
    });
    sound(&letter)?;
    let body = serde_json::to_string(&letter)?;
    let salt = Salt::generate().map_err(Fault::new)?;
    Ok(Composed {
        digest: salted_digest(&salt, body.as_bytes()).to_hex(),
        letter,
        body,
        salt,
        seal_id: seal.map(|seal| seal.id),
        code,
        version: wording.version,
        name: wording.name.clone(),
        draft,
    })
}

/// A letter as it would go out, for whoever decides whether it does.
pub struct Drafted {
    /// What it is called.
    pub name: String,
    /// What it says; its number is still to be taken.
    pub letter: typeset::Letter,
}

/// Stands where the number will.
const UNNUMBERED: &str = "（发出时编号）";

/// Writes the letter without taking a number. Reading only.
///
/// # Errors
/// As [`compose`].
pub async fn draft(conn: &mut Conn, org_id: i64, draft: &Draft, now: Timestamp) -> Result<Drafted> {
    let (wording, parts) = wording::with_parts(conn, org_id, &draft.template).await?;
    let mut letter = written(conn, org_id, &wording, &parts, draft, now).await?;
    letter.number = (!wording.series.is_empty()).then(|| UNNUMBERED.to_owned());
    sound(&letter)?;
    Ok(Drafted {
        name: wording.name,
        letter,
    })
}

/// Where whoever holds the letter asks whether it is genuine, below the site's address.
pub fn verification(code: &str) -> String {
    format!("/v/{code}")
}

/// The letter as it is handed out: its code leads to the site, whose address is not the letter's own.
pub fn handed_out(letter: &typeset::Letter, absolute: impl Fn(&str) -> String) -> typeset::Letter {
    let mut letter = letter.clone();
    if let Some(qr) = &mut letter.qr {
        let address = absolute(&qr.content);
        if !address.is_empty() {
            qr.content = address;
        }
    }
    letter
}

/// Refuses what no press could set.
fn sound(letter: &typeset::Letter) -> Result<()> {
    let told: Vec<Issue> = letter
        .problems()
        .iter()
        .map(|problem| Issue::new("letter", problem.to_string(), "请改正后再发出。").at("letter"))
        .collect();
    if told.is_empty() {
        Ok(())
    } else {
        Err(Error::invalid(told))
    }
}

/// Keeps a composed letter as the `n`-th effect of the event that sent it. Its row.
pub async fn keep(
    conn: &mut Conn,
    case_id: i64,
    seq: i64,
    n: i64,
    composed: &Composed,
    now: Timestamp,
) -> Result<i64> {
    store::insert(conn, case_id, seq, n, composed, now).await
}

async fn written(
    conn: &mut Conn,
    org_id: i64,
    wording: &Wording,
    parts: &[(String, String)],
    draft: &Draft,
    now: Timestamp,
) -> Result<typeset::Letter> {
    let agency = organisation::name(conn, org_id).await?;
    let today = civil_date(now);
    let mut values = draft.values.clone();
    values.insert("agency".to_owned(), agency.clone().into());
    values.insert("today".to_owned(), day(today).into());
    values.insert("addressee".to_owned(), draft.addressee.clone().into());
    let (title, text) = template::fill(wording, parts, &values)?;
    let look = if wording.plain {
        Look::Plain
    } else {
        Look::Correspondence
    };
    let mut letter = typeset::Letter::new(look, &agency, &title, today);
    letter.addressee = Some(draft.addressee.clone()).filter(|name| !name.is_empty());
    letter.blocks = markup::blocks(&text);
    letter.signature = Some(Signature {
        agency,
        seal: true,
        impression: None,
    });
    Ok(letter)
}

/// `晴建公复〔2026〕3号`: 机关代字 of the organisation, the wording's series, the year, the next number.
async fn number(conn: &mut Conn, org_id: i64, wording: &Wording, now: Timestamp) -> Result<Option<String>> {
    if wording.series.is_empty() {
        return Ok(None);
    }
    let prefix = store::prefix(conn, org_id).await?;
    let prefix = prefix.trim_end_matches('发');
    let year = civil_date(now).year();
    let next = kernel::db::next_number(conn, &format!("letter/{}/{org_id}/{year}", wording.series)).await?;
    Ok(Some(format!("{prefix}{}〔{year}〕{next}号", wording.series)))
}

/// `2026年3月5日`
pub fn day(date: jiff::civil::Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

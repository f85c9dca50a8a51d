//! The form while it is being filled in: kept for its owner, lent to a helper by six figures, forgotten
//! within a week.
//!
//! A filing is no matter yet and no record: nothing of it is in the ledger, and it goes when it is sent.

use jiff::{Timestamp, ToSpan as _};
use kernel::db::Conn;
use kernel::{Error, RefusalKind, Result};
use office::paper::Sheet;
use serde::{Deserialize, Serialize};

use super::{Application, filing_store as store, similar};

/// How long a form is kept without a change, in days.
pub const KEPT_DAYS: i64 = 7;
/// How long six figures lend it, in minutes.
pub const RELAY_MINUTES: i64 = 30;

/// A form that is being filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    /// Who is asked; 0 while nobody is chosen.
    pub org_id: i64,
    /// What was typed so far.
    pub application: Application,
    /// The key under which it will be sent.
    pub request_key: String,
    /// Published items were shown for what is wanted.
    pub shown: bool,
    /// Papers that come with it.
    pub sheets: Vec<Sheet>,
    /// The anteroom where their bytes wait ([`office::file`]); whoever forgets the form clears it first.
    pub room: String,
    /// It was lent by six figures: what stands in it was typed by more than one.
    pub relayed: bool,
    /// What it became. Nothing that was typed is left in it then.
    pub became: Option<Became>,
}

/// A form that was sent: the same form sent again finds its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Became {
    /// The case.
    pub case_id: i64,
    /// When.
    pub at: Timestamp,
}

/// Begins a form; the secret that is its owner's.
pub async fn begin(conn: &mut Conn, form: &Form, now: Timestamp) -> Result<String> {
    let secret = kernel::code::token();
    store::insert(conn, &digest(&secret), &serde_json::to_string(form)?, now).await?;
    Ok(secret)
}

/// The form of this secret.
pub async fn open(conn: &mut Conn, secret: &str) -> Result<Option<Form>> {
    let kept = store::form(conn, &digest(secret)).await?;
    Ok(kept.as_deref().map(serde_json::from_str).transpose()?)
}

/// Keeps what was typed. False where the form is gone.
pub async fn save(conn: &mut Conn, secret: &str, form: &Form, now: Timestamp) -> Result<bool> {
    store::save(conn, &digest(secret), &serde_json::to_string(form)?, now).await
}

/// Six figures that open the form once, for half an hour.
pub async fn lend(conn: &mut Conn, secret: &str, now: Timestamp) -> Result<String> {
    let until = now.saturating_add(RELAY_MINUTES.minutes()).unwrap_or(now);
    // Nobody else's form may be open under the same figures.
    for _ in 0..20 {
        let figures = figures();
        if store::lent_under(conn, &relay(&figures), now).await? {
            continue;
        }
        return match store::lend(conn, &digest(secret), &relay(&figures), until).await? {
            true => Ok(figures),
            false => Err(Error::not_found("这张表单：可能已经提交，或者保存超过了一周")),
        };
    }
    Err(Error::refuse(
        RefusalKind::Unavailable,
        "relay-busy",
        "现在用接力码的人太多。",
        "请过几分钟再试。",
    ))
}

/// Takes over a lent form: it is the helper's now, under a secret of their own; the lender's is over.
pub async fn take_over(conn: &mut Conn, figures: &str, now: Timestamp) -> Result<Option<String>> {
    let figures: String = figures.chars().filter(char::is_ascii_digit).collect();
    if figures.len() != 6 {
        return Ok(None);
    }
    let secret = kernel::code::token();
    if !store::take_over(conn, &relay(&figures), &digest(&secret), now).await? {
        return Ok(None);
    }
    if let Some(form) = open(conn, &secret).await? {
        let form = Form {
            relayed: true,
            ..form
        };
        save(conn, &secret, &form, now).await?;
    }
    Ok(Some(secret))
}

/// The form was sent: what was typed goes, what it became stays for as long as forms are kept.
pub async fn sent(conn: &mut Conn, secret: &str, room: &str, case_id: i64, now: Timestamp) -> Result<()> {
    let became = Some(Became { case_id, at: now });
    let left = Form {
        room: room.to_owned(),
        became,
        ..Form::default()
    };
    save(conn, secret, &left, now).await.map(|_| ())
}

/// Forgets the form: its owner gives it up.
pub async fn forget(conn: &mut Conn, secret: &str) -> Result<()> {
    store::forget(conn, &digest(secret)).await
}

/// The anterooms of forms that lay untouched for a week. Clear them, then [`sweep`]: whoever stops between
/// the two finds them again.
pub async fn stale_rooms(conn: &mut Conn, now: Timestamp) -> Result<Vec<String>> {
    let mut rooms = Vec::new();
    for form in store::stale(conn, stale_before(now)).await? {
        let form: Form = serde_json::from_str(&form)?;
        rooms.extend(Some(form.room).filter(|room| !room.is_empty()));
    }
    Ok(rooms)
}

/// Forgets every form that lay untouched for a week. How many.
pub async fn sweep(conn: &mut Conn, now: Timestamp) -> Result<u64> {
    store::sweep(conn, stale_before(now)).await
}

fn stale_before(now: Timestamp) -> Timestamp {
    now.saturating_sub((KEPT_DAYS * 24).hours()).unwrap_or(now)
}

/// Counts that published items were shown to somebody who was about to ask.
pub async fn count_shown(conn: &mut Conn, org_id: i64, now: Timestamp) -> Result<()> {
    store::count(conn, org_id, &similar::month(now), 1, 0).await
}

/// Counts that one of them was the answer.
pub async fn count_answered(conn: &mut Conn, org_id: i64, now: Timestamp) -> Result<()> {
    store::count(conn, org_id, &similar::month(now), 0, 1).await
}

/// (shown, answered) of a year, for the organisations at or below a path.
pub async fn deflected(conn: &mut Conn, org_path: &str, year: i16) -> Result<(i64, i64)> {
    store::deflected(conn, org_path, year).await
}

fn digest(secret: &str) -> String {
    kernel::code::sha256_hex(secret.as_bytes())
}

fn relay(figures: &str) -> String {
    kernel::code::sha256_hex(format!("sundial/relay/v1\n{figures}").as_bytes())
}

/// Six figures, each of a million equally likely.
fn figures() -> String {
    loop {
        let n = u32::from_be_bytes(kernel::code::random_bytes::<4>());
        // What lies behind the last whole million would make the first figures likelier.
        if n < 4_294_000_000 {
            return format!("{:06}", n % 1_000_000);
        }
    }
}

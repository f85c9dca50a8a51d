//! A form while it is being filled in: kept for its owner, lent to a helper by six figures, forgotten within a week.
//!
//! A filing is no matter yet and no record: nothing of it is in the ledger, and it goes when it is sent. What a form
//! holds, its matter knows; here it is a JSON object of one
//! `kind`, whose `room` names the anteroom where its papers wait and whose `became` says what it became.
//!
//! # Verbs
//! [`begin`], [`open`], [`save`], [`lend`], [`take_over`], [`forget`], [`stale_rooms`], [`sweep`].

mod store;

use jiff::{Timestamp, ToSpan as _};
use kernel::db::Conn;
use kernel::{Error, RefusalKind, Result};
use serde::Deserialize;

/// How long a form is kept without a change, in days.
pub const KEPT_DAYS: i64 = 7;
/// How long six figures lend it, in minutes.
pub const RELAY_MINUTES: i64 = 30;

/// Begins a form of this kind; the secret that is its owner's.
pub async fn begin(conn: &mut Conn, kind: &str, form: &str, now: Timestamp) -> Result<String> {
    let secret = kernel::code::token();
    store::insert(conn, &digest(&secret), kind, form, now).await?;
    Ok(secret)
}

/// The form of this secret, where it is of this kind.
pub async fn open(conn: &mut Conn, kind: &str, secret: &str) -> Result<Option<String>> {
    let found = store::form(conn, &digest(secret)).await?;
    Ok(found.filter(|(of, _)| of == kind).map(|(_, form)| form))
}

/// Keeps what was typed. False where the form is gone.
pub async fn save(conn: &mut Conn, secret: &str, form: &str, now: Timestamp) -> Result<bool> {
    store::save(conn, &digest(secret), form, now).await
}

/// Six figures that open the form once, for half an hour.
///
/// # Errors
/// Not found where the form is gone; unavailable where too many are lent at once.
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

/// A form that was taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The helper's own secret of it; the lender's is over.
    pub secret: String,
    /// Of which matter it is.
    pub kind: String,
    /// What it holds.
    pub form: String,
}

/// Takes over a lent form. Nothing where no form is lent under these figures.
pub async fn take_over(conn: &mut Conn, figures: &str, now: Timestamp) -> Result<Option<Taken>> {
    let figures: String = figures.chars().filter(char::is_ascii_digit).collect();
    if figures.len() != 6 {
        return Ok(None);
    }
    let secret = kernel::code::token();
    if !store::take_over(conn, &relay(&figures), &digest(&secret), now).await? {
        return Ok(None);
    }
    let taken = store::form(conn, &digest(&secret)).await?;
    Ok(taken.map(|(kind, form)| Taken { secret, kind, form }))
}

/// Whether the form of this secret is gone or was sent: nothing of it is under way.
pub async fn is_over(conn: &mut Conn, secret: &str) -> Result<bool> {
    Ok(match store::form(conn, &digest(secret)).await? {
        None => true,
        Some((_, form)) => serde_json::from_str::<Common>(&form)?.became.is_some(),
    })
}

/// Forgets the form: its owner gives it up.
pub async fn forget(conn: &mut Conn, secret: &str) -> Result<()> {
    store::forget(conn, &digest(secret)).await
}

/// The anterooms ([`crate::file`]) of forms, of any kind, that lay untouched for a week. Clear them, then [`sweep`]:
/// whoever stops between the two finds them again.
pub async fn stale_rooms(conn: &mut Conn, now: Timestamp) -> Result<Vec<String>> {
    let mut rooms = Vec::new();
    for form in store::stale(conn, stale_before(now)).await? {
        let form: Common = serde_json::from_str(&form)?;
        rooms.extend(Some(form.room).filter(|room| !room.is_empty()));
    }
    Ok(rooms)
}

/// What every form says alike.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Common {
    room: String,
    became: Option<serde::de::IgnoredAny>,
}

/// Forgets every form that lay untouched for a week. How many.
pub async fn sweep(conn: &mut Conn, now: Timestamp) -> Result<u64> {
    store::sweep(conn, stale_before(now)).await
}

fn stale_before(now: Timestamp) -> Timestamp {
    now.saturating_sub((KEPT_DAYS * 24).hours()).unwrap_or(now)
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

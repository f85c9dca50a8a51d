//! The form of a request while it is being filled in ([`office::filing`]).

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
pub use office::filing::forget;
use office::filing::{self, Taken};
use office::paper::Sheet;
use serde::{Deserialize, Serialize};

use super::{Application, REQUEST, filing_store as store, similar};

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
    filing::begin(conn, REQUEST, &serde_json::to_string(form)?, now).await
}

/// The form of this secret.
pub async fn open(conn: &mut Conn, secret: &str) -> Result<Option<Form>> {
    let kept = filing::open(conn, REQUEST, secret).await?;
    Ok(kept.as_deref().map(serde_json::from_str).transpose()?)
}

/// Keeps what was typed. False where the form is gone.
pub async fn save(conn: &mut Conn, secret: &str, form: &Form, now: Timestamp) -> Result<bool> {
    filing::save(conn, secret, &serde_json::to_string(form)?, now).await
}

/// Notes that this form was taken over: what stands in it was typed by more than one.
pub async fn relayed(conn: &mut Conn, taken: &Taken, now: Timestamp) -> Result<Form> {
    let form = Form {
        relayed: true,
        ..serde_json::from_str(&taken.form)?
    };
    save(conn, &taken.secret, &form, now).await?;
    Ok(form)
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

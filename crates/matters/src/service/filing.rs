//! The form of an application while it is being filled in ([`office::filing`]).

use jiff::Timestamp;
use kernel::Result;
use kernel::db::Conn;
pub use office::filing::forget;
use office::filing::{self, Taken};
use office::paper::Sheet;
use serde::{Deserialize, Serialize};

use super::{Application, SERVICE};

/// A form that is being filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    /// The item.
    pub item_code: String,
    /// Its version when the form was begun: another one is said before it is sent.
    pub item_version: i64,
    /// What was typed so far.
    pub application: Application,
    /// The key under which it will be sent.
    pub request_key: String,
    /// Papers that come with it; each says of which material it is.
    pub sheets: Vec<Sheet>,
    /// The anteroom where their bytes wait ([`office::file`]).
    pub room: String,
    /// It was lent by six figures: what stands in it was typed by more than one.
    pub relayed: bool,
    /// Fields that were filled in from an earlier application, with the number it came from.
    pub prefilled: Vec<(String, String)>,
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
    filing::begin(conn, SERVICE, &serde_json::to_string(form)?, now).await
}

/// The form of this secret.
pub async fn open(conn: &mut Conn, secret: &str) -> Result<Option<Form>> {
    let kept = filing::open(conn, SERVICE, secret).await?;
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
pub async fn sent(conn: &mut Conn, secret: &str, form: &Form, case_id: i64, now: Timestamp) -> Result<()> {
    let left = Form {
        item_code: form.item_code.clone(),
        room: form.room.clone(),
        became: Some(Became { case_id, at: now }),
        ..Form::default()
    };
    save(conn, secret, &left, now).await.map(|_| ())
}

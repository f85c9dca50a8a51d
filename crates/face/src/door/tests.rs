//! The door as a browser meets it.

mod browser;
mod entering;
mod forms;
mod frame;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use jiff::{SignedDuration, Timestamp};
use kernel::db::Db;
use kernel::record::{Identity, Signer};
use kernel::session;
use kernel::time::Clock;
use office::docket::{Almanac, Docket, Registry};
use office::file::Files;
use office::organisation::account;
use tempfile::TempDir;

use super::{PageResult, SafeForm, SafeMultipart, Visitor, guard, html_with, routes, see_other};
use crate::App;

const PASSWORD: &str = "五个人签字才公开一份文件";

/// A house in a folder of its own, at nine in the morning.
struct House {
    app: App,
    clock: Clock,
    _folder: TempDir,
}

impl House {
    async fn open() -> House {
        House::with(false).await
    }

    async fn with(secure_cookies: bool) -> House {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::simulated("2026-11-20T01:00:00Z".parse().unwrap());
        let db = Db::sqlite(&folder.path().join("sundial.db")).await.unwrap();
        let registry = Arc::new(Registry::open(&db, clock.now()).await.unwrap());
        let almanac = Arc::new(Almanac::open(&db).await.unwrap());
        let identity = Identity::load_or_make(&folder.path().join("key"), || {
            Ok(ledger::Origin::demo("city.example/ledger").map_err(kernel::Fault::new)?)
        });
        let signer = Signer::open(db.clone(), identity.unwrap(), folder.path().join("witness"))
            .await
            .unwrap();
        let app = App {
            db,
            clock: clock.clone(),
            docket: Docket { registry, almanac },
            files: Files::open(&folder.path().join("files")).unwrap(),
            search: search::Index::open(&folder.path().join("index")).unwrap().0,
            signer,
            press: crate::press::Press::here(),
            pages: crate::portal::Pages::new(),
            secure_cookies,
        };
        House {
            app,
            clock,
            _folder: folder,
        }
    }

    /// The door alone, and a few rooms to try it on.
    fn routes(&self) -> Router {
        let rooms = Router::new()
            .route("/desk/room", get(room).post(write))
            .route("/desk/files", post(file))
            .route("/desk/room/autosave", post(write))
            .route("/desk/panic", get(broken));
        guard(routes().merge(rooms), self.app.clone()).with_state(self.app.clone())
    }

    /// Somebody who may log in with [`PASSWORD`].
    async fn hire(&self, login: &'static str, first: bool) -> i64 {
        let (hash, now) = (session::hash(PASSWORD).unwrap(), self.app.now());
        let hired = self.app.db.act(move |conn| {
            Box::pin(async move {
                let person_id = account::open_account(conn, login, "张伟").await?;
                if first {
                    account::reset_password(conn, person_id, &hash, now).await?;
                } else {
                    account::set_password(conn, person_id, &hash, None, now).await?;
                }
                Ok(person_id)
            })
        });
        hired.await.unwrap()
    }

    fn later(&self, minutes: i64) -> Timestamp {
        self.clock
            .set(self.clock.now() + SignedDuration::from_mins(minutes));
        self.clock.now()
    }
}

/// Says who is there.
async fn room(visitor: Visitor) -> PageResult {
    Ok(axum::response::IntoResponse::into_response(axum::Json(
        serde_json::json!({
            "person_id": visitor.person_id, "csrf": visitor.csrf, "flash": visitor.flash,
        }),
    )))
}

#[derive(serde::Deserialize)]
struct Written {
    title: String,
}

async fn write(_visitor: Visitor, SafeForm(written): SafeForm<Written>) -> PageResult {
    Ok(see_other(&format!("/desk/room?title={}", written.title)))
}

async fn file(_visitor: Visitor, sent: SafeMultipart) -> PageResult {
    let written: Written = sent.form()?;
    let names: Vec<&str> = sent
        .uploads("file")
        .iter()
        .map(|upload| upload.name.as_str())
        .collect();
    html_with(
        axum::http::StatusCode::OK,
        &Kept {
            text: format!("{} {}", written.title, names.join(",")),
        },
    )
}

#[derive(askama::Template)]
#[template(source = "{{ text }}", ext = "html")]
struct Kept {
    text: String,
}

async fn broken() -> PageResult {
    panic!("a secret that nobody may read")
}

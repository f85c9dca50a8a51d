//! The same test on SQLite and on PostgreSQL, each time in a database of its own.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use kernel::db::Db;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tokio::runtime::Runtime;

use super::skip;

/// An empty, migrated database and a folder beside it. Both go when the test ends.
pub struct TestDb {
    /// The database.
    pub db: Db,
    folder: PathBuf,
    postgres: Option<String>,
}

impl TestDb {
    /// A folder for attachments, an index, backups.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Opens the same database once more: a second node on PostgreSQL; on SQLite close the first.
    pub async fn reopen(&self) -> Db {
        match &self.postgres {
            Some(url) => Db::postgres(url).await.expect("opened once already"),
            None => Db::sqlite(&self.folder.join("sundial.db"))
                .await
                .expect("opened once already"),
        }
    }
}

/// Writes each `async fn name(site: TestDb) { … }` as two tests, `name::sqlite` and `name::postgres`.
/// Without `SUNDIAL_TEST_POSTGRES` the second is skipped by name.
#[macro_export]
macro_rules! both {
    ($($(#[$meta:meta])* async fn $name:ident($site:ident: TestDb) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn body($site: $crate::support::TestDb) $body

            #[test]
            fn sqlite() {
                $crate::support::databases::on_sqlite(body);
            }

            #[test]
            fn postgres() {
                $crate::support::databases::on_postgres(concat!(module_path!(), "::postgres"), body);
            }
        }
    )*};
}

/// Runs the test on SQLite.
pub fn on_sqlite<F: Future<Output = ()>>(body: impl FnOnce(TestDb) -> F) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    runtime().block_on(async {
        let db = Db::sqlite(&folder.path().join("sundial.db"))
            .await
            .expect("a new database");
        body(TestDb {
            db,
            folder: folder.path().to_path_buf(),
            postgres: None,
        })
        .await;
    });
}

/// Runs the test on PostgreSQL, in a copy of a template that was migrated once.
pub fn on_postgres<F: Future<Output = ()>>(name: &str, body: impl FnOnce(TestDb) -> F) {
    let Ok(server) = std::env::var("SUNDIAL_TEST_POSTGRES") else {
        return skip(name, "SUNDIAL_TEST_POSTGRES names no server");
    };
    let runtime = runtime();
    let template = template(&runtime, &server);
    static COPIES: AtomicU32 = AtomicU32::new(0);
    let copy = format!(
        "sundial_{}_{}",
        std::process::id(),
        COPIES.fetch_add(1, Ordering::Relaxed)
    );
    runtime.block_on(order(
        &server,
        format!("CREATE DATABASE {copy} TEMPLATE {template}"),
    ));
    let url = on_database(&server, &copy);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let db = Db::postgres(&url).await.expect("a new database");
            body(TestDb {
                db,
                folder: folder.path().to_path_buf(),
                postgres: Some(url.clone()),
            })
            .await;
        });
    }));
    runtime.block_on(order(&server, format!("DROP DATABASE {copy} WITH (FORCE)")));
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

/// The template's name; made by whichever test of this program comes first.
fn template(runtime: &Runtime, server: &str) -> String {
    static MADE: Mutex<Option<String>> = Mutex::new(None);
    let mut made = MADE.lock().expect("no test failed while migrating the template");
    made.get_or_insert_with(|| {
        let name = format!("sundial_template_{}", std::process::id());
        runtime.block_on(async {
            order(server, format!("CREATE DATABASE {name}")).await;
            let db = Db::postgres(&on_database(server, &name))
                .await
                .expect("the template migrates");
            // A template that anybody is connected to cannot be copied.
            db.close().await;
        });
        name
    })
    .clone()
}

async fn order(server: &str, statement: String) {
    let mut conn = PgConnection::connect(server)
        .await
        .expect("SUNDIAL_TEST_POSTGRES answers");
    conn.execute(sqlx::raw_sql(AssertSqlSafe(statement)))
        .await
        .expect("the tests' user may make databases");
    conn.close().await.ok();
}

/// The server's URL with another database's name.
fn on_database(server: &str, name: &str) -> String {
    let (address, query) = server
        .split_once('?')
        .map_or((server, None), |(address, query)| (address, Some(query)));
    let host_from = address.find("://").map_or(0, |at| at + 3);
    let host_to = address[host_from..]
        .find('/')
        .map_or(address.len(), |at| host_from + at);
    let query = query.map_or(String::new(), |query| format!("?{query}"));
    format!("{}/{name}{query}", &address[..host_to])
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
}

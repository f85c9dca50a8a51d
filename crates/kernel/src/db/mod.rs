//! One text of SQL on two databases.
//!
//! On SQLite one writer commits groups (see `writer`); on PostgreSQL every act is a transaction
//! of its own and a sequencer numbers the ledger beside them (see [`crate::record`]).
//!
//! Deliberately absent: an object mapper, JSON in statements, `FOR UPDATE`, `ANY`, `::`.

mod alone;
mod conn;
mod migrate;
mod series;
mod setting;
mod sqlite;
mod value;
mod writer;

use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection as _, PgPool};

pub use alone::alone;
pub use conn::{Conn, Heard};
pub use series::next_number;
pub use setting::{secret, set_setting, setting};
pub use sqlite::SqliteRow;
pub use value::{FromColumn, Row, Unreadable, Value};

use crate::error::{Error, Fault, Result};
use conn::Inner;
use sqlite::Readers;
use writer::Writer;

/// What SQLite says of its own file: `ok`, or every damage that it found, at most twenty.
pub async fn integrity(conn: &mut Conn) -> Result<Vec<String>> {
    let rows = conn.all("PRAGMA integrity_check(20)", vec![]).await?;
    rows.iter().map(|row| row.get("integrity_check")).collect()
}

/// What an act or a reading returns while it runs on a connection.
pub type Running<'c, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'c>>;

/// The database, whichever it is. Cheap to clone.
#[derive(Clone)]
pub struct Db(Kind);

#[derive(Clone)]
enum Kind {
    Sqlite { writer: Writer, readers: Readers },
    Postgres { pool: PgPool },
}

/// A connection of PostgreSQL that was used within this time is taken to live.
const IDLE_TRUSTED: Duration = Duration::from_secs(5);

/// A connection for reading only, given back when dropped.
pub type Reader = Conn;

impl Db {
    /// Opens (and makes, where absent) the SQLite file, migrates it and starts its writer.
    pub async fn sqlite(file: &Path) -> Result<Db> {
        Db::of_file(file, true).await
    }

    /// The same without waiting for the disk at each commit: for what can be made again from nothing, such as the
    /// filling of a demonstration. A machine that loses its power may lose the file.
    pub async fn sqlite_in_haste(file: &Path) -> Result<Db> {
        Db::of_file(file, false).await
    }

    async fn of_file(file: &Path, durable: bool) -> Result<Db> {
        let mut conn = Conn::new(Inner::Writer(sqlite::open_writer(file, durable)?));
        migrate::migrate(&mut conn).await?;
        Ok(Db(Kind::Sqlite {
            writer: Writer::start(conn)?,
            readers: Readers::of(file),
        }))
    }

    /// Connects to PostgreSQL (`postgres://…`) and migrates it.
    pub async fn postgres(url: &str) -> Result<Db> {
        let options: PgConnectOptions = url.parse()?;
        let pool = PgPoolOptions::new()
            .max_connections(32)
            .acquire_timeout(Duration::from_secs(30))
            // Asking whether the connection still lives costs a journey to the server: only where it has
            // lain idle, so that a server that was restarted is noticed.
            .test_before_acquire(false)
            .before_acquire(|conn, lay| {
                Box::pin(async move {
                    if lay.idle_for > IDLE_TRUSTED {
                        conn.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(options.statement_cache_capacity(512))
            .await?;
        let mut conn = Conn::new(Inner::Pooled(pool.acquire().await?));
        migrate::migrate(&mut conn).await?;
        Ok(Db(Kind::Postgres { pool }))
    }

    /// Runs one act: everything in it commits together, or nothing does. When this returns `Ok`,
    /// the act is durable; a refusal has left nothing behind.
    ///
    /// The act must neither wait for the network nor hash passwords: on SQLite others wait for it.
    pub async fn act<T, F>(&self, act: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut Conn) -> Running<'c, T> + Send + 'static,
    {
        match &self.0 {
            Kind::Sqlite { writer, .. } => writer.act(act).await,
            Kind::Postgres { pool } => {
                let mut conn = Conn::new(Inner::Act(pool.begin().await?));
                let answer = act(&mut conn).await;
                let Inner::Act(transaction) = conn.inner else {
                    unreachable!("made three lines above")
                };
                match answer {
                    Ok(answer) => transaction.commit().await.map(|()| answer).map_err(Error::from),
                    Err(error) => {
                        transaction.rollback().await?;
                        Err(error)
                    }
                }
            }
        }
    }

    /// A connection for reading. Each statement sees what was committed before it.
    pub async fn read(&self) -> Result<Reader> {
        Ok(match &self.0 {
            Kind::Sqlite { readers, .. } => Conn::new(Inner::Reader(readers.lend().await?)),
            Kind::Postgres { pool } => Conn::new(Inner::Pooled(pool.acquire().await?)),
        })
    }

    /// True on PostgreSQL, where ledger numbering runs beside the acts.
    pub fn is_postgres(&self) -> bool {
        matches!(self.0, Kind::Postgres { .. })
    }

    /// Moves what is committed into the database's own pages and forgets the rest, so that nothing
    /// of an erased value stays in a journal. On SQLite: checkpoint and truncate the log. On
    /// PostgreSQL: rewrite the named tables (its own log leaves with the next archive cycle).
    pub async fn settle(&self, tables: &[&str]) -> Result<()> {
        match &self.0 {
            Kind::Sqlite { writer, .. } => writer.checkpoint().await,
            Kind::Postgres { pool } => {
                let mut conn = Conn::new(Inner::Pooled(pool.acquire().await?));
                for table in tables {
                    if !table.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
                        return Err(Error::Fault(Fault::new(format!("not a table's name: {table}"))));
                    }
                    conn.script(format!("VACUUM (FULL) {table}")).await?;
                }
                conn.script("CHECKPOINT".into()).await
            }
        }
    }

    /// Writes a consistent copy of the SQLite database to `file`. On PostgreSQL this is the
    /// operator's own tool's work, and a refusal says so.
    pub async fn backup(&self, file: &Path) -> Result<()> {
        match &self.0 {
            Kind::Sqlite { writer, .. } => writer.backup(file.to_path_buf()).await,
            Kind::Postgres { .. } => Err(Error::refuse(
                crate::RefusalKind::Invalid,
                "backup-elsewhere",
                "PostgreSQL 的备份由数据库自己的工具完成。",
                "请使用 pg_dump 或 pg_basebackup。",
            )),
        }
    }

    /// Waits for the writer to finish what it holds and closes the connections.
    pub async fn close(self) {
        match self.0 {
            Kind::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Kind::Postgres { pool } => pool.close().await,
        }
    }
}

//! SQLite in this process: a statement runs on the thread that asks, and has ended when it answers.
//!
//! No thread stands between: handing a statement to another and its answer back was measured at some
//! 80 µs on two cores, several times what most statements take themselves.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::types::{Value as Cell, ValueRef};
use rusqlite::{CachedStatement, Connection, OpenFlags, Rows};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::value::Value;
use crate::error::{Error, Fault, Result};

/// Statements that stay prepared on a connection.
const PREPARED_MAX: usize = 512;

/// Pages of 4 KiB in the log before they are carried into the file: 64 MiB.
const WAL_PAGES: i64 = 16_384;

/// How many may read at once.
const READERS_MAX: u32 = 8;

/// How long to wait for a place among the readers.
const READER_WAIT_MAX: Duration = Duration::from_secs(30);

/// A row that SQLite gave: the names are shared by all rows of the answer.
pub struct SqliteRow {
    names: Arc<[String]>,
    cells: Vec<Cell>,
}

impl SqliteRow {
    /// The cell under this name; nothing, where there is no such column.
    pub(super) fn cell(&self, name: &str) -> Option<&Cell> {
        self.names
            .iter()
            .position(|it| it == name)
            .and_then(|n| self.cells.get(n))
    }
}

/// Opens the one connection that writes, and makes the file where it is absent. `durable`: a commit waits for the disk.
pub(super) fn open_writer(file: &Path, durable: bool) -> Result<Connection> {
    let conn = opened(
        file,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    )?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    conn.pragma_update(None, "synchronous", if durable { "FULL" } else { "OFF" })?;
    conn.pragma_update(None, "foreign_keys", true)?;
    // Erased values must leave the pages, not only the index of the pages.
    conn.pragma_update(None, "secure_delete", true)?;
    // What a savepoint needs to undo an act stays in memory, not in a temporary file.
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    // Acts change the same pages again and again: carried into the file seldom, each is carried once.
    conn.pragma_update(None, "wal_autocheckpoint", WAL_PAGES)?;
    Ok(conn)
}

fn opened(file: &Path, how: OpenFlags) -> Result<Connection> {
    let conn = Connection::open_with_flags(file, how | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(Duration::from_secs(10))?;
    conn.pragma_update(None, "cache_size", -32000)?;
    conn.set_prepared_statement_cache_capacity(PREPARED_MAX);
    Ok(conn)
}

/// At most `limit` rows of the answer.
pub(super) fn rows(conn: &Connection, sql: &str, args: &[Value], limit: usize) -> Result<Vec<SqliteRow>> {
    let mut statement = prepared(conn, sql, args)?;
    let names: Arc<[String]> = statement.column_names().into_iter().map(str::to_owned).collect();
    let mut answer = statement.raw_query();
    let mut rows = Vec::new();
    while rows.len() < limit
        && let Some(row) = answer.next()?
    {
        let cells = (0..names.len())
            .map(|n| row.get::<_, Cell>(n))
            .collect::<Result<_, _>>()?;
        rows.push(SqliteRow {
            names: Arc::clone(&names),
            cells,
        });
    }
    Ok(rows)
}

/// Runs the statement to its end; how many rows it touched.
pub(super) fn run(conn: &Connection, sql: &str, args: &[Value]) -> Result<u64> {
    let mut statement = prepared(conn, sql, args)?;
    let mut answer: Rows<'_> = statement.raw_query();
    while answer.next()?.is_some() {}
    Ok(conn.changes())
}

/// The statement with its arguments bound. SQLite numbers `$1`, `$2` by where they first stand in the
/// text; they are meant by their number.
fn prepared<'c>(conn: &'c Connection, sql: &str, args: &[Value]) -> Result<CachedStatement<'c>> {
    let mut statement = conn.prepare_cached(sql)?;
    for place in 1..=statement.parameter_count() {
        let named = statement
            .parameter_name(place)
            .and_then(|name| name[1..].parse::<usize>().ok());
        let value = named.and_then(|number| args.get(number.wrapping_sub(1)));
        let value =
            value.ok_or_else(|| Fault::new(format!("argument {place} of a statement is missing: {sql}")))?;
        statement.raw_bind_parameter(place, Bound(value))?;
    }
    Ok(statement)
}

struct Bound<'v>(&'v Value);

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        let value = match self.0 {
            Value::Int(Some(it)) => ValueRef::Integer(*it),
            Value::Text(Some(it)) => ValueRef::Text(it.as_bytes()),
            Value::Bytes(Some(it)) => ValueRef::Blob(it),
            Value::Int(None) | Value::Text(None) | Value::Bytes(None) => ValueRef::Null,
        };
        Ok(rusqlite::types::ToSqlOutput::Borrowed(value))
    }
}

/// Connections for reading only; opened when first wanted, kept for the next.
#[derive(Clone)]
pub(super) struct Readers(Arc<Shelf>);

struct Shelf {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
    places: Arc<Semaphore>,
}

/// One of them, given back when dropped.
pub(super) struct Lent {
    conn: Option<Connection>,
    shelf: Arc<Shelf>,
    _place: OwnedSemaphorePermit,
}

impl Readers {
    pub(super) fn of(file: &Path) -> Readers {
        let places = Arc::new(Semaphore::new(READERS_MAX as usize));
        Readers(Arc::new(Shelf {
            file: file.to_path_buf(),
            idle: Mutex::default(),
            places,
        }))
    }

    pub(super) async fn lend(&self) -> Result<Lent> {
        let waited = tokio::time::timeout(READER_WAIT_MAX, Arc::clone(&self.0.places).acquire_owned()).await;
        let place = match waited {
            Ok(Ok(place)) => place,
            Ok(Err(_)) => return Err(Error::Fault(Fault::new("the database is closed"))),
            Err(_) => return Err(Error::Fault(Fault::new("no reader came free in 30 s"))),
        };
        let idle = self.0.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let conn = match idle {
            Some(conn) => conn,
            None => opened(&self.0.file, OpenFlags::SQLITE_OPEN_READ_ONLY)?,
        };
        Ok(Lent {
            conn: Some(conn),
            shelf: Arc::clone(&self.0),
            _place: place,
        })
    }

    /// Waits for whoever reads, then closes every connection.
    pub(super) async fn close(&self) {
        let all = self.0.places.acquire_many(READERS_MAX).await;
        self.0.places.close();
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
        drop(all);
    }
}

impl Lent {
    pub(super) fn conn(&self) -> &Connection {
        self.conn.as_ref().expect("there until dropped")
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let mut idle = self.shelf.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.extend(self.conn.take());
    }
}

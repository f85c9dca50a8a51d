//! One connection to either database, with the same four verbs on both.

use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, Executor, PgConnection, Postgres, Sqlite, SqliteConnection, Transaction};

use super::value::{Row, Value};
use crate::error::{Error, Result};

/// A connection inside an act or for reading. Statements are the shared text of SQL:
/// `$1` parameters, `CAST`, `RETURNING`, BIGINT for whole numbers.
pub struct Conn {
    pub(super) inner: Inner,
    /// Set by [`crate::record::append`]: whether the group has anything to number.
    pub(crate) appended: bool,
}

pub(super) enum Inner {
    Writer(SqliteConnection),
    Reader(PoolConnection<Sqlite>),
    Act(Transaction<'static, Postgres>),
    Pooled(PoolConnection<Postgres>),
}

/// Runs the same code on whichever connection is there.
macro_rules! either {
    ($conn:expr, $sqlite:ident => $on_sqlite:expr, $postgres:ident => $on_postgres:expr) => {
        match &mut $conn.inner {
            Inner::Writer(it) => { let $sqlite: &mut SqliteConnection = it; $on_sqlite }
            Inner::Reader(it) => { let $sqlite: &mut SqliteConnection = it; $on_sqlite }
            Inner::Act(it) => { let $postgres: &mut PgConnection = it; $on_postgres }
            Inner::Pooled(it) => { let $postgres: &mut PgConnection = it; $on_postgres }
        }
    };
}

/// A statement with its arguments bound.
macro_rules! bound {
    ($sql:expr, $args:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $args {
            query = match value {
                Value::Int(it) => query.bind(it),
                Value::Text(it) => query.bind(it),
                Value::Bytes(it) => query.bind(it),
            };
        }
        query
    }};
}

impl Conn {
    pub(super) fn new(inner: Inner) -> Self {
        Conn { inner, appended: false }
    }

    /// Every row.
    pub async fn all(&mut self, sql: &'static str, args: Vec<Value>) -> Result<Vec<Row>> {
        Ok(either!(self,
            c => bound!(sql, args).fetch_all(c).await?.into_iter().map(Row::Sqlite).collect(),
            c => bound!(sql, args).fetch_all(c).await?.into_iter().map(Row::Postgres).collect()))
    }

    /// The first row, if there is one.
    pub async fn first(&mut self, sql: &'static str, args: Vec<Value>) -> Result<Option<Row>> {
        Ok(either!(self,
            c => bound!(sql, args).fetch_optional(c).await?.map(Row::Sqlite),
            c => bound!(sql, args).fetch_optional(c).await?.map(Row::Postgres)))
    }

    /// Exactly one row; a fault when there is none, since the statement promised one.
    pub async fn one(&mut self, sql: &'static str, args: Vec<Value>) -> Result<Row> {
        self.first(sql, args).await?.ok_or_else(|| Error::from(sqlx::Error::RowNotFound))
    }

    /// Runs the statement; how many rows it touched.
    pub async fn run(&mut self, sql: &'static str, args: Vec<Value>) -> Result<u64> {
        Ok(either!(self,
            c => bound!(sql, args).execute(c).await?.rows_affected(),
            c => bound!(sql, args).execute(c).await?.rows_affected()))
    }

    /// Runs a whole script of statements without arguments: migrations, savepoints.
    pub(crate) async fn script(&mut self, sql: String) -> Result<(), sqlx::Error> {
        either!(self,
            c => c.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.map(|_| ()),
            c => c.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.map(|_| ()))
    }

    /// True on PostgreSQL. For the few statements about the database itself, never for data.
    pub fn is_postgres(&self) -> bool {
        matches!(self.inner, Inner::Act(_) | Inner::Pooled(_))
    }
}

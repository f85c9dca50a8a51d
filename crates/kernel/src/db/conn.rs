//! One connection to either database, with the same four verbs on both.

use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, Executor, PgConnection, Postgres, Transaction};

use super::sqlite::{self, Lent};
use super::value::{Row, Value};
use crate::error::{Error, Fault, Result};

/// A connection inside an act or for reading. Statements are the shared text of SQL:
/// `$1` parameters, `CAST`, `RETURNING`, BIGINT for whole numbers.
pub struct Conn {
    pub(super) inner: Inner,
    /// Set by [`crate::record::append`]: whether the group has anything to number.
    pub(crate) appended: bool,
    /// What is asked, while somebody listens ([`Conn::listen`]).
    heard: Option<Vec<Heard>>,
}

/// A statement as it was asked, for measuring what the same statements cost without whoever asked them.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Its text.
    pub sql: &'static str,
    /// Its arguments.
    pub args: Vec<Value>,
    /// The `id` that came back with its first row.
    pub id: Option<i64>,
}

pub(super) enum Inner {
    Writer(rusqlite::Connection),
    Reader(Lent),
    Act(Transaction<'static, Postgres>),
    Pooled(PoolConnection<Postgres>),
}

/// Which of the two it is.
enum Either<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c mut PgConnection),
}

/// A statement for PostgreSQL with its arguments bound.
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
        Conn {
            inner,
            appended: false,
            heard: None,
        }
    }

    /// From now on every statement is kept as well as run.
    pub fn listen(&mut self) {
        self.heard = Some(Vec::new());
    }

    /// What was asked since [`Conn::listen`]; nothing is kept any more.
    pub fn heard(&mut self) -> Vec<Heard> {
        self.heard.take().unwrap_or_default()
    }

    fn hear(&mut self, sql: &'static str, args: &[Value]) {
        if let Some(heard) = &mut self.heard {
            let args = args.to_vec();
            heard.push(Heard { sql, args, id: None });
        }
    }

    /// Whoever reads many rows one statement after the other lets others have the thread in between.
    async fn either(&mut self) -> Either<'_> {
        match &mut self.inner {
            Inner::Writer(it) => Either::Sqlite(it),
            Inner::Reader(it) => {
                tokio::task::consume_budget().await;
                Either::Sqlite(it.conn())
            }
            Inner::Act(it) => Either::Postgres(it),
            Inner::Pooled(it) => Either::Postgres(it),
        }
    }

    /// Every row.
    pub async fn all(&mut self, sql: &'static str, args: Vec<Value>) -> Result<Vec<Row>> {
        self.hear(sql, &args);
        Ok(match self.either().await {
            Either::Sqlite(c) => sqlite::rows(c, sql, &args, usize::MAX)?
                .into_iter()
                .map(Row::Sqlite)
                .collect(),
            Either::Postgres(c) => bound!(sql, args)
                .fetch_all(c)
                .await?
                .into_iter()
                .map(Row::Postgres)
                .collect(),
        })
    }

    /// The first row, if there is one.
    pub async fn first(&mut self, sql: &'static str, args: Vec<Value>) -> Result<Option<Row>> {
        self.hear(sql, &args);
        let row = match self.either().await {
            Either::Sqlite(c) => sqlite::rows(c, sql, &args, 1)?.pop().map(Row::Sqlite),
            Either::Postgres(c) => bound!(sql, args).fetch_optional(c).await?.map(Row::Postgres),
        };
        if let Some(last) = self.heard.as_mut().and_then(|heard| heard.last_mut()) {
            last.id = row.as_ref().and_then(|row| row.get("id").ok());
        }
        Ok(row)
    }

    /// Exactly one row; a fault when there is none, since the statement promised one.
    pub async fn one(&mut self, sql: &'static str, args: Vec<Value>) -> Result<Row> {
        self.first(sql, args)
            .await?
            .ok_or_else(|| Error::Fault(Fault::new(format!("no row came back: {sql}"))))
    }

    /// Runs the statement; how many rows it touched.
    pub async fn run(&mut self, sql: &'static str, args: Vec<Value>) -> Result<u64> {
        self.hear(sql, &args);
        Ok(match self.either().await {
            Either::Sqlite(c) => sqlite::run(c, sql, &args)?,
            Either::Postgres(c) => bound!(sql, args).execute(c).await?.rows_affected(),
        })
    }

    /// Runs a whole script of statements without arguments: migrations, savepoints.
    pub(crate) async fn script(&mut self, sql: String) -> Result<()> {
        match self.either().await {
            Either::Sqlite(c) => c.execute_batch(&sql)?,
            Either::Postgres(c) => {
                c.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
            }
        }
        Ok(())
    }

    /// True on PostgreSQL. For the few statements about the database itself, never for data.
    pub fn is_postgres(&self) -> bool {
        matches!(self.inner, Inner::Act(_) | Inner::Pooled(_))
    }
}

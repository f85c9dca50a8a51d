//! The few types that both databases share: whole numbers, text and bytes, each possibly absent.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{ColumnIndex, Row as _};

use crate::error::{Error, Fault, Result};

/// A value on its way into a statement.
#[derive(Clone, Debug)]
pub enum Value {
    /// BIGINT.
    Int(Option<i64>),
    /// TEXT.
    Text(Option<String>),
    /// BLOB or BYTEA.
    Bytes(Option<Vec<u8>>),
}

macro_rules! into_value {
    ($($from:ty => |$it:ident| $variant:ident($make:expr)),* $(,)?) => {$(
        impl From<$from> for Value {
            fn from($it: $from) -> Self { Value::$variant(Some($make)) }
        }
        impl From<Option<$from>> for Value {
            fn from(it: Option<$from>) -> Self { Value::$variant(it.map(|$it| $make)) }
        }
    )*};
}

into_value! {
    i64 => |it| Int(it),
    bool => |it| Int(i64::from(it)),
    Timestamp => |it| Int(it.as_microsecond()),
    String => |it| Text(it),
    &str => |it| Text(it.to_owned()),
    &String => |it| Text(it.clone()),
    Date => |it| Text(it.to_string()),
    Vec<u8> => |it| Bytes(it),
    &[u8] => |it| Bytes(it.to_vec()),
}

/// Statement arguments: `args![id, "text", now]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::db::Value::from($value)),*] };
}

/// A row that came back.
pub enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

/// A type that a column can be read as.
pub trait FromColumn: Sized {
    /// Reads the column of this name.
    fn read(row: &Row, column: &str) -> Result<Self, sqlx::Error>;
}

impl Row {
    /// The column's value. A fault when there is no such column or it is of another type:
    /// either is a mistake in our own statement.
    pub fn get<T: FromColumn>(&self, column: &str) -> Result<T> {
        T::read(self, column)
            .map_err(|error| Error::Fault(Fault::new(format!("column {column}: {error}"))))
    }
}

macro_rules! read_as {
    ($($base:ty),*) => {$(
        impl FromColumn for $base {
            fn read(row: &Row, column: &str) -> Result<Self, sqlx::Error> {
                // SQLite would read an absent value as 0 or ""; absence is said by Option alone.
                read_base::<Option<$base>>(row, column)?
                    .ok_or_else(|| sqlx::Error::Decode(Box::new(sqlx::error::UnexpectedNullError)))
            }
        }
        impl FromColumn for Option<$base> {
            fn read(row: &Row, column: &str) -> Result<Self, sqlx::Error> {
                read_base::<Option<$base>>(row, column)
            }
        }
    )*};
}

read_as!(i64, String, Vec<u8>);

fn read_base<'s, T>(row: &Row, column: &'s str) -> Result<T, sqlx::Error>
where
    T: for<'r> sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
    T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
    &'s str: ColumnIndex<SqliteRow> + ColumnIndex<PgRow>,
{
    match row {
        Row::Sqlite(row) => row.try_get(column),
        Row::Postgres(row) => row.try_get(column),
    }
}

macro_rules! read_through {
    ($($type:ty, $base:ty => |$it:ident| $make:expr);* $(;)?) => {$(
        impl FromColumn for $type {
            fn read(row: &Row, column: &str) -> Result<Self, sqlx::Error> {
                let $it = <$base>::read(row, column)?;
                $make
            }
        }
        impl FromColumn for Option<$type> {
            fn read(row: &Row, column: &str) -> Result<Self, sqlx::Error> {
                let value = <Option<$base>>::read(row, column)?;
                value.map(|$it| $make).transpose()
            }
        }
    )*};
}

read_through! {
    bool, i64 => |it| Ok(it != 0);
    Timestamp, i64 => |it| Timestamp::from_microsecond(it).map_err(|e| sqlx::Error::Decode(e.into()));
    Date, String => |it| it.parse::<Date>().map_err(|e| sqlx::Error::Decode(e.into()));
}

//! The few types that both databases share: whole numbers, text and bytes, each possibly absent.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::types::Value as Cell;
use sqlx::Row as _;
use sqlx::postgres::PgRow;

use super::sqlite::SqliteRow;
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

/// Why a column cannot be read: a mistake in our own statement.
pub type Unreadable = Box<dyn std::error::Error + Send + Sync>;

/// A type that a column can be read as.
pub trait FromColumn: Sized {
    /// Reads the column of this name.
    fn read(row: &Row, column: &str) -> Result<Self, Unreadable>;
}

impl Row {
    /// The column's value. A fault when there is no such column or it is of another type:
    /// either is a mistake in our own statement.
    pub fn get<T: FromColumn>(&self, column: &str) -> Result<T> {
        T::read(self, column).map_err(|error| Error::Fault(Fault::new(format!("column {column}: {error}"))))
    }
}

macro_rules! read_as {
    ($($base:ty => $variant:ident),* $(,)?) => {$(
        impl FromColumn for $base {
            fn read(row: &Row, column: &str) -> Result<Self, Unreadable> {
                // Absence is said by Option alone.
                <Option<$base>>::read(row, column)?.ok_or_else(|| "absent".into())
            }
        }
        impl FromColumn for Option<$base> {
            fn read(row: &Row, column: &str) -> Result<Self, Unreadable> {
                match row {
                    Row::Sqlite(row) => match row.cell(column) {
                        Some(Cell::$variant(it)) => Ok(Some(it.clone())),
                        Some(Cell::Null) => Ok(None),
                        Some(other) => Err(format!("holds a value of type {}", other.data_type()).into()),
                        None => Err("no such column".into()),
                    },
                    Row::Postgres(row) => Ok(row.try_get(column)?),
                }
            }
        }
    )*};
}

read_as! { i64 => Integer, String => Text, Vec<u8> => Blob }

macro_rules! read_through {
    ($($type:ty, $base:ty => |$it:ident| $make:expr);* $(;)?) => {$(
        impl FromColumn for $type {
            fn read(row: &Row, column: &str) -> Result<Self, Unreadable> {
                let $it = <$base>::read(row, column)?;
                $make
            }
        }
        impl FromColumn for Option<$type> {
            fn read(row: &Row, column: &str) -> Result<Self, Unreadable> {
                let value = <Option<$base>>::read(row, column)?;
                value.map(|$it| $make).transpose()
            }
        }
    )*};
}

read_through! {
    bool, i64 => |it| Ok(it != 0);
    Timestamp, i64 => |it| Ok(Timestamp::from_microsecond(it)?);
    Date, String => |it| Ok(it.parse::<Date>()?);
}

//! 栏目: the shelves of the portal. A column with nothing in it is hidden and alarms its owner.

use kernel::Result;
use kernel::db::Conn;
use serde::{Deserialize, Serialize};

use super::store;

/// Types that 政府网站 meta tags know (`rules.md` §5.3); the text is the type's own name.
pub type ColumnType = String;

/// A column as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Row; 0 before it is kept.
    pub id: i64,
    /// Part of its address, `/c/<slug>`; never changes.
    pub slug: String,
    /// 栏目名称
    pub name: String,
    /// `ColumnType`
    pub column_type: ColumnType,
    /// `ColumnDescription`
    pub description: String,
    /// `ColumnKeywords`, joined by commas.
    pub keywords: String,
    /// The organisation that answers for it.
    pub org_id: i64,
    /// The person who keeps it filled.
    pub owner_id: Option<i64>,
    /// The column above.
    pub parent_id: Option<i64>,
    /// Order among its siblings.
    pub position: i64,
    /// 更新期限, calendar days.
    pub update_days: Option<i64>,
}

/// Adds a column; its row.
pub async fn add_column(conn: &mut Conn, column: &Column) -> Result<i64> {
    store::insert_column(conn, column).await
}

/// Every column, parents before children as far as `position` says.
pub async fn columns(conn: &mut Conn) -> Result<Vec<Column>> {
    store::columns(conn).await
}

/// Gives every column of one owner in one organisation to a successor, at a hand-over.
pub async fn hand_column(conn: &mut Conn, org_id: i64, from: i64, to: i64) -> Result<u64> {
    store::hand_columns(conn, org_id, from, to).await
}

//! Rows of other floors, put in by hand: what a person owns, a case that waits.

use kernel::args;
use kernel::db::Conn;

/// A column and a draft of one person in an organisation.
pub async fn put_work(conn: &mut Conn, org_id: i64, person_id: i64) {
    conn.run(
        "INSERT INTO site_column (slug, name, column_type, description, keywords, org_id, owner_id, position)
         VALUES ($1, '通知公告', '', '', '', $2, $3, 1)",
        args![format!("c{org_id}-{person_id}"), org_id, person_id],
    )
    .await
    .unwrap();
    let row = conn
        .one(
            "INSERT INTO document (slug, org_id, owner_id, standing, work, made_at)
             VALUES ($1, $2, $3, 'unpublished', 'draft', 0) RETURNING id",
            args![format!("d{org_id}-{person_id}"), org_id, person_id],
        )
        .await
        .unwrap();
    let document_id: i64 = row.get("id").unwrap();
    conn.run(
        "INSERT INTO draft (document_id, revision, content, editors, saved_by, saved_at)
         VALUES ($1, 1, '{\"title\":\"危房改造公示\"}', '[]', $2, 0)",
        args![document_id, person_id],
    )
    .await
    .unwrap();
}

/// Owners of columns and documents of an organisation, as they stand in the rows: columns first.
pub async fn owners(conn: &mut Conn, org_id: i64) -> Vec<i64> {
    let mut owners = Vec::new();
    for row in conn
        .all(
            "SELECT owner_id FROM site_column WHERE org_id = $1",
            args![org_id],
        )
        .await
        .unwrap()
    {
        owners.push(row.get("owner_id").unwrap());
    }
    for row in conn
        .all("SELECT owner_id FROM document WHERE org_id = $1", args![org_id])
        .await
        .unwrap()
    {
        owners.push(row.get("owner_id").unwrap());
    }
    owners
}

/// How many events there are.
pub async fn events(conn: &mut Conn) -> i64 {
    conn.one("SELECT count(*) AS n FROM event", args![])
        .await
        .unwrap()
        .get("n")
        .unwrap()
}

/// Every leaf and every event's data, as text.
pub async fn recorded(conn: &mut Conn) -> String {
    let mut text = String::new();
    for row in conn.all("SELECT data, leaf FROM event", args![]).await.unwrap() {
        text += &row.get::<String>("data").unwrap();
        text += &String::from_utf8_lossy(&row.get::<Vec<u8>>("leaf").unwrap());
    }
    text
}

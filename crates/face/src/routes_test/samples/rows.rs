//! Rows of the town that samples name.

use matters::publication;
use office::register;

use crate::workbench::tests::town::Town;

pub(super) async fn slug(town: &Town, document: i64) -> String {
    let mut conn = town.app.db.read().await.unwrap();
    publication::document_facts(&mut conn, document)
        .await
        .unwrap()
        .slug
}

pub(super) async fn post_of(town: &Town, who: &str) -> i64 {
    let mut conn = town.app.db.read().await.unwrap();
    register::posts_of(&mut conn, town.people[who]).await.unwrap()[0].id
}

pub(super) async fn bureau(town: &Town) -> i64 {
    let mut conn = town.app.db.read().await.unwrap();
    register::org_by_code(&mut conn, "housing")
        .await
        .unwrap()
        .unwrap()
}

//! Whoever changes the database behind the program's back is found, and what was changed is named.

use kernel::db::{Db, Value};
use kernel::record::Signer;
use kernel::time::Clock;
use kernel::{Result, args};
use tests::both;
use tests::support::databases::on_sqlite;

use super::town::{Ledger, Take, Town};

/// A statement run directly, as somebody with the database's password would.
async fn tamper(db: &Db, sql: &'static str, args: Vec<Value>) -> u64 {
    db.act(move |conn| Box::pin(async move { conn.run(sql, args).await }))
        .await
        .expect("the database does not mind")
}

/// One row's bytes, turned by `change`.
async fn tamper_bytes(db: &Db, read: &'static str, write: &'static str, at: usize) {
    let done: Result<()> = db
        .act(move |conn| {
            Box::pin(async move {
                let mut bytes: Vec<u8> = conn.one(read, args![]).await?.get("bytes")?;
                bytes[at] ^= 1;
                assert_eq!(conn.run(write, args![bytes]).await?, 1);
                Ok(())
            })
        })
        .await;
    done.expect("the database does not mind");
}

/// A ledger of more than one whole tile with two documents in it, signed and clean.
async fn signed(db: &Db, folder: &std::path::Path) -> (Town, Ledger, i64) {
    let town = Town::found(db).await;
    let (_, case) = town.published("一号通知").await;
    let (_, other) = town.submitted("二号通知").await;
    for n in 0..110 {
        town.act("xie", other, "recall", &format!("改{n}"))
            .await
            .expect("recalled");
        town.submit("xie", 2, &format!("again {n}"))
            .await
            .expect("submitted again");
    }
    let ledger = Ledger::open(db, folder).await;
    assert_eq!(ledger.verify(db, town.now()).await, [] as [String; 0]);
    (town, ledger, case)
}

/// Some fault says all of this.
#[track_caller]
fn named(faults: &[String], words: &[&str]) {
    let found = faults
        .iter()
        .any(|fault| words.iter().all(|word| fault.contains(word)));
    assert!(found, "nobody says {words:?}: {faults:#?}");
}

both! {
    async fn every_kind_of_tampering_is_found_and_named(site: TestDb) {
        let (_, ledger, case) = signed(&site.db, site.folder()).await;
        let event = format!("event {case}/3");
        // One column of an event after another, each put back.
        for (spoil, restore, column) in [
            ("UPDATE event SET actor_id = actor_id + 1 WHERE case_id = $1 AND seq = 3", "UPDATE event SET actor_id = actor_id - 1 WHERE case_id = $1 AND seq = 3", "办理人"),
            ("UPDATE event SET recorded_at = recorded_at + 1 WHERE case_id = $1 AND seq = 3", "UPDATE event SET recorded_at = recorded_at - 1 WHERE case_id = $1 AND seq = 3", "记录时间"),
            ("UPDATE event SET effective_on = '2026-09-06' WHERE case_id = $1 AND seq = 3", "UPDATE event SET effective_on = '2026-09-07' WHERE case_id = $1 AND seq = 3", "法定日期"),
            ("UPDATE event SET act = 'return-leader' WHERE case_id = $1 AND seq = 3", "UPDATE event SET act = 'approve-leader' WHERE case_id = $1 AND seq = 3", "办理动作"),
            ("UPDATE event SET reason = '同意' WHERE case_id = $1 AND seq = 3", "UPDATE event SET reason = NULL WHERE case_id = $1 AND seq = 3", "理由或申报内容"),
            ("UPDATE event SET on_behalf_of = 1 WHERE case_id = $1 AND seq = 3", "UPDATE event SET on_behalf_of = NULL WHERE case_id = $1 AND seq = 3", "被代理人"),
        ] {
            assert_eq!(tamper(&site.db, spoil, args![case]).await, 1);
            named(&ledger.audit(&site.db).await, &[&event, column]);
            tamper(&site.db, restore, args![case]).await;
            assert_eq!(ledger.audit(&site.db).await, [] as [String; 0], "{column} is back");
        }
        // A byte of a whole tile.
        let (read, write) = (
            "SELECT hashes AS bytes FROM ledger_tile WHERE level = 0 AND n = 0",
            "UPDATE ledger_tile SET hashes = $1 WHERE level = 0 AND n = 0",
        );
        tamper_bytes(&site.db, read, write, 40).await;
        assert!(!ledger.audit(&site.db).await.is_empty(), "a tile is no longer what was signed");
        tamper_bytes(&site.db, read, write, 40).await;
        assert_eq!(ledger.audit(&site.db).await, [] as [String; 0]);
        // What an edition says, who may be read in it, and which one is shown.
        assert_eq!(tamper(&site.db, "UPDATE edition SET body = body || '！' WHERE published_at IS NOT NULL", args![]).await, 1);
        named(&ledger.audit(&site.db).await, &["2026-00001", "摘要值不符"]);
        tamper(&site.db, "UPDATE edition SET body = replace(body, '！', '') WHERE published_at IS NOT NULL", args![]).await;
        assert_eq!(ledger.audit(&site.db).await, [] as [String; 0]);
        tamper(&site.db, "UPDATE document SET standing = 'public', public_edition = 2 WHERE slug = '2026-00002'", args![]).await;
        named(&ledger.audit(&site.db).await, &["2026-00002", "显示的不是最后公开的版本"]);
    }

    async fn what_is_quietly_hidden_moved_or_brought_back_is_found(site: TestDb) {
        let town = Town::found(&site.db).await;
        town.published("一号通知").await;
        let (second, _) = town.published("二号通知").await;
        let (third, _) = town.published("三号通知").await;
        let down = town.remove("xia", second, Take::Down, "含个人信息", "d").await.unwrap();
        let asked = town.remove("xie", third, Take::Back, "已被取代", "w").await.unwrap();
        town.act("gong", asked.case_id, "support", "").await.unwrap();
        town.act("shou", asked.case_id, "approve", "").await.unwrap();
        town.submitted("四号通知").await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        assert_eq!(ledger.verify(&site.db, town.now()).await, [] as [String; 0]);
        for (spoil, restore, words) in [
            // A public document disappears, or is moved.
            ("UPDATE document SET standing = 'withdrawn', public_edition = NULL WHERE id = 1", "UPDATE document SET standing = 'public', public_edition = 1 WHERE id = 1", ["2026-00001", "记录显示它已公开"]),
            ("UPDATE document SET standing = 'unpublished' WHERE id = 1", "UPDATE document SET standing = 'public' WHERE id = 1", ["2026-00001", "标为从未公开"]),
            ("UPDATE document SET slug = 'x' WHERE id = 1", "UPDATE document SET slug = '2026-00001' WHERE id = 1", ["文档 x", "摘要值不符：网址"]),
            ("UPDATE document SET index_number = 'y' WHERE id = 1", "UPDATE document SET index_number = (SELECT replace(index_number, '-00002', '-00001') FROM document WHERE id = 2) WHERE id = 1", ["2026-00001", "索引号"]),
            // What went comes back, or went otherwise.
            ("UPDATE document SET standing = 'public' WHERE id = 2", "UPDATE document SET standing = 'taken_down' WHERE id = 2", ["2026-00002", "记录显示它已应急下线"]),
            ("UPDATE document SET standing = 'public' WHERE id = 3", "UPDATE document SET standing = 'withdrawn' WHERE id = 3", ["2026-00003", "记录显示它已撤回"]),
            ("UPDATE document SET tombstone = replace(tombstone, '已有新的通知', '没有') WHERE id = 3", "UPDATE document SET tombstone = replace(tombstone, '没有', '已有新的通知') WHERE id = 3", ["2026-00003", "撤下的说明"]),
            ("UPDATE document SET tombstone = replace(tombstone, '\"at\":', '\"at\":1') WHERE id = 3", "UPDATE document SET tombstone = replace(tombstone, '\"at\":1', '\"at\":') WHERE id = 3", ["2026-00003", "撤下的说明"]),
            // Days.
            ("UPDATE document SET first_published_at = first_published_at - 86400000000 WHERE id = 1", "UPDATE document SET first_published_at = first_published_at + 86400000000 WHERE id = 1", ["2026-00001", "首次公开的时间"]),
            ("UPDATE document SET listed_at = listed_at - 1 WHERE id = 1", "UPDATE document SET listed_at = listed_at + 1 WHERE id = 1", ["2026-00001", "列表里的日期"]),
            ("UPDATE edition SET ended_at = 5 WHERE document_id = 1", "UPDATE edition SET ended_at = NULL WHERE document_id = 1", ["2026-00001", "停止公开的时间"]),
            ("UPDATE edition SET published_at = 5 WHERE document_id = 4", "UPDATE edition SET published_at = NULL WHERE document_id = 4", ["2026-00004", "公开、停止公开的时间"]),
            // The definition by which it is read.
            ("UPDATE procedure_definition SET body = body || ' ' WHERE code = 'take-down'", "UPDATE procedure_definition SET body = substr(body, 1, length(body) - 1) WHERE code = 'take-down'", ["流程定义 take-down", "被改动过"]),
        ] {
            assert!(tamper(&site.db, spoil, args![]).await > 0, "{spoil}");
            named(&ledger.audit(&site.db).await, &words);
            tamper(&site.db, restore, args![]).await;
            assert_eq!(ledger.audit(&site.db).await, [] as [String; 0], "after {restore}");
        }
        // A case turned to another document does not hide what became of the first.
        tamper(&site.db, "UPDATE case_file SET subject_id = 1 WHERE id = $1", args![down.case_id]).await;
        tamper(&site.db, "UPDATE document SET standing = 'public', tombstone = NULL WHERE id = 2", args![]).await;
        named(&ledger.audit(&site.db).await, &["2026-00002", "记录显示它已应急下线"]);
    }

    async fn whoever_gives_a_post_behind_the_register_s_back_is_found(site: TestDb) {
        let town = Town::found(&site.db).await;
        town.published("一号通知").await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        assert_eq!(ledger.verify(&site.db, town.now()).await, [] as [String; 0]);
        let xie = town.person("xie");
        for (spoil, restore, words) in [
            ("UPDATE post SET role = 'head' WHERE person_id = $1", "UPDATE post SET role = 'submitter' WHERE person_id = $1", "：岗位"),
            ("UPDATE post SET subtree = 1 WHERE person_id = $1", "UPDATE post SET subtree = 0 WHERE person_id = $1", "是否含下级单位"),
            ("UPDATE post SET org_id = org_id + 1 WHERE person_id = $1", "UPDATE post SET org_id = org_id - 1 WHERE person_id = $1", "：单位"),
            ("UPDATE post SET from_on = '2025-01-01' WHERE person_id = $1", "UPDATE post SET from_on = '2026-01-01' WHERE person_id = $1", "起始日期"),
            ("UPDATE post SET until_on = '2026-02-01' WHERE person_id = $1", "UPDATE post SET until_on = NULL WHERE person_id = $1", "截止日期"),
            ("INSERT INTO post (person_id, org_id, role, title, subtree, from_on) SELECT person_id, org_id, 'head', '主任', 0, from_on FROM post WHERE person_id = $1", "DELETE FROM post WHERE person_id = $1 AND role = 'head'", "没有这次任职"),
        ] {
            assert_eq!(tamper(&site.db, spoil, args![xie]).await, 1, "{spoil}");
            named(&ledger.audit(&site.db).await, &["岗位", words]);
            tamper(&site.db, restore, args![xie]).await;
            assert_eq!(ledger.audit(&site.db).await, [] as [String; 0], "after {restore}");
        }
        assert_eq!(tamper(&site.db, "DELETE FROM post WHERE person_id = $1", args![xie]).await, 1);
        named(&ledger.audit(&site.db).await, &["岗位", "submitter", "不见了"]);
    }

    async fn a_leaf_that_was_changed_with_its_columns_is_found_all_the_same(site: TestDb) {
        let (_, ledger, case) = signed(&site.db, site.folder()).await;
        let leaf = "SELECT leaf AS bytes FROM event WHERE ledger_index = 260";
        tamper_bytes(&site.db, leaf, "UPDATE event SET leaf = $1 WHERE ledger_index = 260", 30).await;
        assert!(!ledger.audit(&site.db).await.is_empty());
        tamper_bytes(&site.db, leaf, "UPDATE event SET leaf = $1 WHERE ledger_index = 260", 30).await;
        assert_eq!(ledger.audit(&site.db).await, [] as [String; 0]);
        assert_eq!(tamper(&site.db, "DELETE FROM event WHERE case_id = $1 AND seq = 4", args![case]).await, 1);
        let faults = ledger.audit(&site.db).await;
        named(&faults, &["5 events counted, 4 there"]);
        assert!(faults.len() > 1, "the ledger misses it too: {faults:#?}");
    }
}

/// The witness file knows what was signed; a database restored from before it does not go on signing.
#[test]
fn a_restore_from_an_older_backup_stops_the_signing_and_says_so() {
    on_sqlite(|site| async move {
        let town = Town::found(&site.db).await;
        town.published("一号通知").await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        assert_eq!(ledger.verify(&site.db, town.now()).await, [] as [String; 0]);
        let backup = site.folder().join("backup.db");
        site.db.backup(&backup).await.expect("a backup");
        town.published("二号通知").await;
        assert_eq!(ledger.verify(&site.db, town.now()).await, [] as [String; 0]);
        let signed = std::fs::read_to_string(site.folder().join("ledger.head")).expect("the witness");

        let restored = Db::sqlite(&backup).await.expect("a backup is a database");
        let after = Town::again(&restored, town.now()).await;
        let again = Ledger::open(&restored, site.folder()).await;
        let sentence = again
            .signer
            .halted()
            .await
            .expect("it is noticed at once")
            .sentence;
        assert!(
            sentence.contains("停止签名") && sentence.contains("较早的备份"),
            "{sentence}"
        );
        // People work on; nothing is signed, also when there are as many events as before, or more.
        for n in 0..3 {
            after.published(&format!("补发{n}")).await;
            assert!(
                !again
                    .signer
                    .sign(&Clock::simulated(after.now()))
                    .await
                    .expect("no fault")
            );
        }
        let reopened: &Signer = &Ledger::open(&restored, site.folder()).await.signer;
        assert!(
            reopened
                .halted()
                .await
                .expect("another history")
                .sentence
                .contains("不一致")
        );
        assert_eq!(
            std::fs::read_to_string(site.folder().join("ledger.head")).expect("the witness"),
            signed
        );
    });
}

//! 清除: erased words are nowhere any more, and the proof of the act stays.

use std::path::Path;
use std::time::Duration;

use kernel::args;
use matters::publication::{self, PublicReader, Visible};
use office::docket::{Erasure, Order};
use office::index::{next_round, take_in};
use office::register;
use tests::both;
use tests::support::TestDb;

use super::town::{Answer, Ledger, Take, Town, codes};

/// Words that stand nowhere else.
const WORDS: &str = "张桂芳身份证尾号四一二七";
const NAME: &str = "欧阳绛雪";
const PHONE: &str = "13987654321";

/// Files below the folder whose bytes hold the words.
pub fn holding(folder: &Path, words: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            found.extend(holding(&entry.path(), words));
        } else {
            let bytes = std::fs::read(entry.path()).expect("a file");
            if bytes.windows(words.len()).any(|part| part == words.as_bytes()) {
                found.push(entry.path().display().to_string());
            }
        }
    }
    found
}

/// Tables of the database in which some text holds the words.
async fn tables_holding(site: &TestDb, words: &str) -> Vec<&'static str> {
    let mut conn = site.db.read().await.expect("a reader");
    let mut found = Vec::new();
    for (table, sql) in [
        (
            "event",
            "SELECT count(*) AS n FROM event WHERE reason LIKE $1 OR data LIKE $1",
        ),
        (
            "notice",
            "SELECT count(*) AS n FROM notice WHERE sentence LIKE $1",
        ),
        (
            "document",
            "SELECT count(*) AS n FROM document WHERE tombstone LIKE $1",
        ),
        ("person", "SELECT count(*) AS n FROM person WHERE name LIKE $1"),
        (
            "personal_value",
            "SELECT count(*) AS n FROM personal_value WHERE value LIKE $1",
        ),
        (
            "delegation",
            "SELECT count(*) AS n FROM delegation WHERE reason LIKE $1",
        ),
        (
            "case_file",
            "SELECT count(*) AS n FROM case_file WHERE title LIKE $1",
        ),
        ("outbox", "SELECT count(*) AS n FROM outbox WHERE body LIKE $1"),
    ] {
        let n: i64 = conn
            .one(sql, args![format!("%{words}%")])
            .await
            .expect("a count")
            .get("n")
            .expect("a number");
        if n > 0 {
            found.push(table);
        }
    }
    found
}

/// PostgreSQL's files of these tables, where they can be read; none elsewhere.
async fn relation_files(site: &TestDb, tables: &[&'static str]) -> Vec<Vec<u8>> {
    if !site.db.is_postgres() {
        return Vec::new();
    }
    let mut conn = site.db.read().await.expect("a reader");
    let mut files = Vec::new();
    for table in tables {
        let row = conn
            .one(
                "SELECT current_setting('data_directory') || '/' || pg_relation_filepath(CAST($1 AS TEXT)) AS place",
                args![*table],
            )
            .await
            .expect("a file");
        let place: String = row.get("place").expect("a path");
        files.extend(std::fs::read(place).ok());
    }
    files
}

/// Settles until no page of the tables has the words. PostgreSQL keeps a dead row for whoever began to
/// look before it died, and for connections just being made; the next settling takes it.
async fn settle(site: &TestDb, tables: &[&'static str], words: &str) {
    for _ in 0..20 {
        site.db.settle(tables).await.expect("settled");
        let files = relation_files(site, tables).await;
        let stands = |file: &Vec<u8>| file.windows(words.len()).any(|part| part == words.as_bytes());
        if !files.iter().any(stands) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    panic!("the words stay in the pages of {tables:?}");
}

async fn erase(town: &Town, who: &str, case: i64, seq: i64) -> kernel::Result<Answer> {
    let actor = town.actor(who);
    let erasure = Erasure {
        seq,
        ground: "个人信息保护法第四十七条".into(),
        request_key: Some(format!("x{case}/{seq}")),
    };
    town.run(move |docket, conn, now| {
        Box::pin(async move {
            publication::erase_reason(&docket, conn, &actor, case, erasure, now)
                .await
                .map(Answer::from)
        })
    })
    .await
}

async fn by_guan(town: &Town, what: &'static str, person: i64) {
    let actor = town.actor("guan");
    let done = town.run(move |docket, conn, now| {
        Box::pin(async move {
            let today = kernel::time::civil_date(now);
            let order = Order {
                reason: Some("退休".into()),
                ..Order::default()
            };
            match what {
                "leave" => register::leave(&docket, conn, &actor, person, today, order, now).await,
                _ => register::erase_person(&docket, conn, &actor, person, order, now).await,
            }
        })
    });
    done.await.unwrap_or_else(|error| panic!("{what}: {error}"));
}

both! {
    async fn erased_words_are_in_no_row_no_journal_no_backup_and_the_ledger_still_verifies(site: TestDb) {
        let town = Town::found(&site.db).await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        let (document, _) = town.published("低保公示").await;
        let down = town.remove("xia", document, Take::Down, WORDS, "d").await.unwrap();
        assert_eq!(ledger.verify(&site.db, town.now()).await, [] as [String; 0]);
        assert_eq!(tables_holding(&site, WORDS).await, ["event", "notice"], "it was everywhere but in public");
        assert_eq!(codes(erase(&town, "xia", down.case_id, 1).await), ["not-yours"]);
        let done = erase(&town, "guan", down.case_id, 1).await.unwrap();
        assert_eq!(done.seq, 2);
        assert!(erase(&town, "guan", down.case_id, 1).await.unwrap().repeated);
        assert_eq!(tables_holding(&site, WORDS).await, [] as [&str; 0]);
        let Some(Visible::Tombstone(stone)) = town.at("2026-00001").await else { panic!("a tombstone") };
        assert!(stone.under_review && !stone.notice.contains(WORDS), "{stone:?}");
        settle(&site, publication::ERASED_TABLES, WORDS).await;
        assert_eq!(holding(site.folder(), WORDS), [] as [String; 0]);
        if !site.db.is_postgres() {
            site.db.backup(&site.folder().join("backup.db")).await.unwrap();
            assert_eq!(holding(site.folder(), WORDS), [] as [String; 0]);
        }
        // The case goes on, the leaf is what it was, and all of it verifies.
        town.act("jian", down.case_id, "restore", "已核实").await.unwrap();
        assert_eq!(ledger.verify(&site.db, town.now()).await, [] as [String; 0]);
        let mut conn = site.db.read().await.unwrap();
        let receipt = kernel::record::proof(&mut conn, down.case_id, 1).await.unwrap().expect("signed");
        assert_eq!(receipt.verify(ledger.key()).unwrap().leaf.act.as_deref(), Some("take-offline"));
        let again = codes(town.run(move |docket, conn, now| Box::pin(async move {
            let erasure = Erasure { seq: 1, ground: "依法".into(), request_key: None };
            let guan = register::person_by_login(conn, "guan").await?.expect("enrolled");
            docket.erase_reason(conn, down.case_id, &office::organisation::Actor::person(guan), erasure, now).await.map(Answer::from)
        })).await);
        assert_eq!(again, ["nothing-to-erase"]);
    }

    async fn somebody_who_left_is_erased_and_what_they_signed_stays(site: TestDb) {
        let town = Town::found(&site.db).await;
        let (actor, org) = (town.actor("guan"), town.org("bureau"));
        let person = town.run(move |docket, conn, now| Box::pin(async move {
            let new = register::NewPerson { login: "ouyang".into(), name: NAME.into(), phone: Some(PHONE.into()), email: None };
            register::enrol(&docket, conn, &actor, org, new, Order::default(), now).await
        })).await.unwrap();
        assert_eq!(tables_holding(&site, NAME).await, ["person"]);
        assert_eq!(tables_holding(&site, PHONE).await, ["personal_value"]);
        by_guan(&town, "leave", person).await;
        by_guan(&town, "erase", person).await;
        for words in [NAME, PHONE] {
            settle(&site, register::ERASED_TABLES, words).await;
            assert_eq!(tables_holding(&site, words).await, [] as [&str; 0]);
            assert_eq!(holding(site.folder(), words), [] as [String; 0]);
        }
        let ledger = Ledger::open(&site.db, site.folder()).await;
        assert_eq!(ledger.verify(&site.db, town.now()).await, [] as [String; 0]);
    }

    async fn what_was_taken_down_leaves_the_index_s_files_when_something_is_erased(site: TestDb) {
        let town = Town::found(&site.db).await;
        let content = publication::Content { body: format!("<p>{WORDS}</p>"), ..town.content("低保公示") };
        let document = town.start("xie", "bureau", content).await.unwrap();
        let case = town.submit("xie", document, "k").await.unwrap().case_id;
        town.sign_all(case).await;
        let folder = site.folder().join("index");
        let (index, _) = search::Index::open(&folder).unwrap();
        follow(&town, &index).await;
        let found = |words: &str| index.search(&search::Query { text: words.into(), ..search::Query::default() }).unwrap().total;
        assert_eq!(found(WORDS), 1);
        let down = town.remove("xia", document, Take::Down, "含个人信息", "d").await.unwrap();
        follow(&town, &index).await;
        assert_eq!(found(WORDS), 0, "offline at once");
        erase(&town, "guan", down.case_id, 1).await.unwrap();
        assert!(follow(&town, &index).await, "an erasure purges");
        let mut conn = site.db.read().await.unwrap();
        assert!(!PublicReader::new(&mut conn).is_public(document).await.unwrap());
        // Bigrams stand in the index as terms; the stored text would be the words themselves.
        assert_eq!(holding(&folder, WORDS), [] as [String; 0]);
        assert_eq!(index.len(), 0);
    }

    async fn summary_and_keywords_are_found_as_they_stand_on_the_page(site: TestDb) {
        let town = Town::found(&site.db).await;
        let mut content = town.content("关于集体林权的通知");
        content.meta.summary = "本文说明林木采伐限额怎样申请。".into();
        content.meta.keywords = vec!["森林防火".into()];
        let document = town.start("xie", "bureau", content).await.unwrap();
        let case = town.submit("xie", document, "k").await.unwrap().case_id;
        town.sign_all(case).await;
        let (index, _) = search::Index::open(&site.folder().join("index")).unwrap();
        follow(&town, &index).await;
        let found = |words: &str| index.search(&search::Query { text: words.into(), ..search::Query::default() }).unwrap();
        for (words, total) in [("采伐限额", 1), ("森林防火", 1), ("有关事项", 1), ("申请森林", 0), ("通知森林", 0)] {
            assert_eq!(found(words).total, total, "{words}");
        }
        let shown: String = found("采伐限额").items[0].snippet.iter().filter(|part| part.hit).map(|part| part.text.as_str()).collect();
        assert_eq!(shown, "采伐限额", "the snippet shows where it was found");
    }
}

/// The index follows the record to its end; whether it purged.
async fn follow(town: &Town, index: &search::Index) -> bool {
    kernel::record::number(&town.db).await.expect("a sequencer");
    let mut purged = false;
    loop {
        let mut conn = town.db.read().await.expect("a reader");
        let round = next_round(&town.docket, &mut conn, index.cursor())
            .await
            .expect("a round");
        if round.cursor == index.cursor() {
            return purged;
        }
        let mut entries = Vec::new();
        for case in &round.cases {
            for document in publication::touched(&mut conn, &case.subject_kind, case.subject_id)
                .await
                .expect("documents")
            {
                entries.push(
                    publication::findable(&mut conn, document)
                        .await
                        .expect("findable"),
                );
            }
        }
        purged |= round.erased;
        let (index, cursor, erased) = (index.clone(), round.cursor, round.erased);
        tokio::task::spawn_blocking(move || take_in(&index, entries, cursor, erased))
            .await
            .expect("no panic")
            .expect("taken in");
    }
}

//! What must hold of the whole whatever happened: dense sequences, caches equal to a rebuild, a ledger
//! that an outsider can verify.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use kernel::db::{Conn, Db};
use kernel::record::{self, Identity, Signer};
use kernel::time::Clock;
use kernel::{Error, RefusalKind, Result, args};
use ledger::{Audit, Resource, VerifierKey, Wanted};
use matters::publication;
use office::docket::Docket;

/// The key and the last signed head of one ledger.
pub struct Ledger {
    pub signer: Signer,
    key: VerifierKey,
}

impl Ledger {
    /// Opens the ledger's files in `folder`, making them at the first time.
    pub async fn open(db: &Db, folder: &Path) -> Ledger {
        let made = Identity::load_or_make(&folder.join("ledger.key"), || {
            Ok(ledger::Origin::demo("qingchuan.example/ledger").expect("an origin"))
        });
        let identity = made.expect("a key");
        let key = identity.verifier();
        let signer = Signer::open(db.clone(), identity, folder.join("ledger.head"))
            .await
            .expect("a signer");
        Ledger { signer, key }
    }

    pub fn key(&self) -> &VerifierKey {
        &self.key
    }

    /// Signs what there is and holds everything against it. Every fault found, in words.
    pub async fn verify(&self, db: &Db, now: Timestamp) -> Vec<String> {
        self.signer
            .sign(&Clock::simulated(now))
            .await
            .expect("signing works");
        self.audit(db).await
    }

    /// Holds leaves, tiles, rows and editions against the newest signed head.
    pub async fn audit(&self, db: &Db) -> Vec<String> {
        let mut conn = db.read().await.expect("a reader");
        self.faults(&mut conn)
            .await
            .unwrap_or_else(|error| vec![format!("unreadable: {error}")])
    }

    async fn faults(&self, conn: &mut Conn) -> Result<Vec<String>> {
        let Some(note) = record::checkpoint(conn).await? else {
            return Ok(vec!["no signed head".into()]);
        };
        let mut audit = Audit::new(&note, &self.key)
            .expect("the signed head is ours")
            .with_rows();
        let mut faults = Vec::new();
        while let Some(wanted) = audit.wanted() {
            let bytes = match wanted {
                Wanted::Resource(Resource::Tile(id)) => record::tile(conn, &id).await?,
                Wanted::Resource(Resource::Entries(id)) => record::bundle(conn, &id).await?,
                Wanted::Resource(Resource::Checkpoint) => None,
                Wanted::Rows(indices) => {
                    let rows = record::audited(conn, indices).await?;
                    faults.extend(rows.iter().filter(|row| !row.differing.is_empty()).map(|row| {
                        format!("event {}/{}: {}", row.case_id, row.seq, row.differing.join("、"))
                    }));
                    audit.rows(
                        &rows
                            .into_iter()
                            .map(|row| (row.index, row.leaf))
                            .collect::<Vec<_>>(),
                    );
                    continue;
                }
            };
            match bytes {
                Some(bytes) => audit.supply(&bytes),
                None => audit.missing(),
            }
        }
        let report = audit.finish();
        faults.extend(report.problems.iter().map(ToString::to_string));
        for (number, counted, there) in record::miscounted(conn).await? {
            faults.push(format!("case {number}: {counted} events counted, {there} there"));
        }
        faults.extend(publication::audit(conn).await?.problems);
        Ok(faults)
    }
}

/// Numbers what PostgreSQL has not numbered yet; how many leaves there are.
async fn head(db: &Db) -> i64 {
    record::number(db).await.expect("a sequencer");
    record::head_size(&mut db.read().await.expect("a reader"))
        .await
        .expect("a head")
}

/// Every case's sequence is dense, the ledger is dense, and within a case its order is the sequence's.
/// How many events there are.
pub async fn figures(db: &Db) -> usize {
    let leaves = head(db).await;
    let mut conn = db.read().await.expect("a reader");
    let rows = conn
        .all(
            "SELECT case_id, seq, ledger_index FROM event ORDER BY case_id, seq",
            args![],
        )
        .await
        .expect("the events");
    let mut last: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    let mut indices = Vec::new();
    for row in &rows {
        let (case, seq, index): (i64, i64, i64) = (
            row.get("case_id").unwrap(),
            row.get("seq").unwrap(),
            row.get("ledger_index").expect("numbered"),
        );
        let (before, index_before) = last.insert(case, (seq, index)).unwrap_or((0, -1));
        assert_eq!(seq, before + 1, "case {case} has a gap");
        assert!(
            index > index_before,
            "case {case} lies in the ledger in another order"
        );
        indices.push(index);
    }
    indices.sort_unstable();
    assert_eq!(indices, (0..leaves).collect::<Vec<_>>(), "the ledger is dense");
    let kept = conn
        .all("SELECT id, last_seq FROM case_file", args![])
        .await
        .expect("the cases");
    for row in &kept {
        let (case, counted): (i64, i64) = (row.get("id").unwrap(), row.get("last_seq").unwrap());
        assert_eq!(
            last.get(&case).map_or(0, |(seq, _)| *seq),
            counted,
            "case {case} counts otherwise"
        );
    }
    rows.len()
}

/// Rows of the docket's caches that a rebuild from the events would write otherwise, of one case or of
/// all. Nothing is changed: the rebuild is rolled back.
pub async fn caches_differ(docket: &Docket, db: &Db, of: Option<i64>, now: Timestamp) -> Vec<String> {
    let docket = docket.clone();
    let live = rows(&mut db.read().await.expect("a reader"), of)
        .await
        .expect("the caches");
    let (tell, rebuilt) = std::sync::mpsc::channel();
    let rolled_back = db
        .act(move |conn| {
            Box::pin(async move {
                let cases = conn.all("SELECT id FROM case_file ORDER BY id", args![]).await?;
                for case in &cases {
                    let case: i64 = case.get("id")?;
                    if of.is_none_or(|of| of == case) {
                        docket.rebuild(conn, case, now).await?;
                    }
                }
                tell.send(rows(conn, of).await?).expect("the test waits");
                Err::<(), _>(Error::refuse(RefusalKind::Invalid, "only-looking", "", ""))
            })
        })
        .await
        .expect_err("it only looks");
    assert!(rolled_back.as_refusal().is_some(), "{rolled_back}");
    let rebuilt = rebuilt.recv().expect("it was rebuilt");
    let lacking = rebuilt
        .iter()
        .filter(|row| !live.contains(row))
        .map(|row| format!("lacking: {row}"));
    let wrong = live
        .iter()
        .filter(|row| !rebuilt.contains(row))
        .map(|row| format!("wrong: {row}"));
    let misplaced = misplaced(&mut db.read().await.expect("a reader"), of)
        .await
        .expect("the applications");
    wrong.chain(lacking).chain(misplaced).collect()
}

/// Running applications that the list puts in order by another day than their clock's.
async fn misplaced(conn: &mut Conn, of: Option<i64>) -> Result<Vec<String>> {
    let rows = conn
        .all(
            "SELECT s.case_id, COALESCE(s.due_on, '-') AS listed, COALESCE(k.due_on, '-') AS due
             FROM service s LEFT JOIN clock_reading k ON k.case_id = s.case_id AND k.branch = '' AND k.state <> 'stopped'
                  AND k.clock = CASE WHEN s.accepted_on IS NULL THEN 'telling' ELSE 'decision' END
             WHERE s.case_id = COALESCE($1, s.case_id) AND COALESCE(s.due_on, '-') <> COALESCE(k.due_on, '-')",
            args![of],
        )
        .await?;
    let line = |row: &kernel::db::Row| {
        let (case, listed, due): (i64, String, String) =
            (row.get("case_id")?, row.get("listed")?, row.get("due")?);
        Ok(format!("{case} is listed by {listed}, due on {due}"))
    };
    rows.iter().map(line).collect()
}

async fn rows(conn: &mut Conn, of: Option<i64>) -> Result<Vec<String>> {
    let holdings = conn
        .all(
            "SELECT case_id, branch || '|' || place || '|' || label || '|' || holder || '|' || COALESCE(role, '-') || '|'
                    || CAST(org_id AS TEXT) || '|' || COALESCE(due_on, '-') AS line
             FROM holding WHERE case_id = COALESCE($1, case_id) ORDER BY case_id, branch, place",
            args![of],
        )
        .await?;
    let readings = conn
        .all(
            "SELECT case_id, branch || '|' || clock || '|' || label || '|' || kind || '|' || state || '|'
                    || COALESCE(due_on, '-') || '|' || CAST(provisional AS TEXT) || '|' || light || '|'
                    || COALESCE(CAST(turns_at AS TEXT), '-') AS line
             FROM clock_reading WHERE case_id = COALESCE($1, case_id) ORDER BY case_id, branch, clock",
            args![of],
        )
        .await?;
    holdings
        .iter()
        .chain(&readings)
        .map(|row| {
            Ok(format!(
                "{} {}",
                row.get::<i64>("case_id")?,
                row.get::<String>("line")?
            ))
        })
        .collect()
}

//! Signing the tree's head, at most a second behind, and never a head that forgets an earlier one.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ledger::{Checkpoint, root_from_tiles, tiles_for_root};
use tokio::sync::Mutex;

use super::{Identity, number, serve, store};
use crate::db::{Conn, Db};
use crate::error::{Fault, Result};
use crate::time::Clock;

/// Signs the head. Cheap to clone.
#[derive(Clone)]
pub struct Signer {
    db: Db,
    identity: Identity,
    /// The last signed checkpoint, kept outside the database.
    witness_file: PathBuf,
    state: Arc<Mutex<State>>,
}

struct State {
    last: Option<Checkpoint>,
    halted: Option<Halt>,
}

/// Why signing stopped: the database no longer holds the history that was signed.
#[derive(Clone, Debug)]
pub struct Halt {
    /// A Chinese sentence for the operator, with the way onward.
    pub sentence: String,
}

impl Signer {
    /// Opens the witness file and holds the database against it. Without the file signing starts
    /// afresh; with a file that the database contradicts, nothing is signed until a person decides.
    pub async fn open(db: Db, identity: Identity, witness_file: PathBuf) -> Result<Signer> {
        let last = read_witness(&witness_file, &identity)?;
        let signer = Signer {
            db,
            identity,
            witness_file,
            state: Arc::new(Mutex::new(State { last, halted: None })),
        };
        let mut state = signer.state.lock().await;
        let mut conn = signer.db.read().await?;
        state.halted = signer.contradiction(&mut conn, state.last.as_ref()).await?;
        drop((state, conn));
        Ok(signer)
    }

    /// Under which name and key this ledger is signed.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Why signing stopped, if it did.
    pub async fn halted(&self) -> Option<Halt> {
        self.state.lock().await.halted.clone()
    }

    /// Numbers what is committed and signs the head, if it moved. True when a checkpoint was made.
    pub async fn sign(&self, clock: &Clock) -> Result<bool> {
        if self.db.is_postgres() {
            number(&self.db).await?;
        }
        let mut state = self.state.lock().await;
        if state.halted.is_some() {
            return Ok(false);
        }
        let mut conn = self.db.read().await?;
        let size = serve::head_size(&mut conn).await? as u64;
        if size == 0 || state.last.as_ref().is_some_and(|last| last.size == size) {
            return Ok(false);
        }
        if let Some(halt) = self.contradiction(&mut conn, state.last.as_ref()).await? {
            tracing::error!("{}", halt.sentence);
            state.halted = Some(halt);
            return Ok(false);
        }
        let root = root_at(&mut conn, size).await?;
        drop(conn);
        let head = Checkpoint {
            origin: self.identity.origin().clone(),
            size,
            root,
            extensions: vec![],
        };
        let note = head.sign(self.identity.key()).map_err(Fault::new)?.to_string();
        // The witness first: whatever the public has seen, the file knows.
        write_whole(&self.witness_file, &note)?;
        let now = clock.now();
        self.db
            .act(move |conn| {
                Box::pin(async move { store::keep_checkpoint(conn, size as i64, &note, now).await })
            })
            .await?;
        state.last = Some(head);
        Ok(true)
    }

    /// Signs again and again until the task is dropped.
    pub async fn run(self, clock: Clock) {
        let mut tick = tokio::time::interval(Duration::from_millis(400));
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            if let Err(error) = self.sign(&clock).await {
                tracing::error!("signing the ledger: {error}");
            }
        }
    }

    /// What in the database contradicts the last signed checkpoint.
    async fn contradiction(&self, conn: &mut Conn, last: Option<&Checkpoint>) -> Result<Option<Halt>> {
        let Some(last) = last else { return Ok(None) };
        let size = serve::head_size(conn).await? as u64;
        if size < last.size {
            return Ok(Some(Halt {
                sentence: format!(
                    "账本已停止签名：数据库只有 {size} 条记录，而已签名的账本有 {} 条，数据库可能是从较早的备份恢复的。\
                     请恢复更新的备份；确认无法找回时，按操作手册换用新的账本名称重新开始，旧账本保留备查。",
                    last.size
                ),
            }));
        }
        if root_at(conn, last.size).await? != last.root {
            return Ok(Some(Halt {
                sentence: format!(
                    "账本已停止签名：数据库前 {} 条记录与已签名的账本不一致，历史可能被改动。\
                     请立即保全数据库和日志，运行 sundial verify 查明是哪一条。",
                    last.size
                ),
            }));
        }
        Ok(None)
    }
}

async fn root_at(conn: &mut Conn, size: u64) -> Result<ledger::Hash> {
    let tiles = serve::collect(conn, tiles_for_root(size)).await?;
    Ok(root_from_tiles(size, &tiles).map_err(Fault::new)?)
}

fn read_witness(file: &Path, identity: &Identity) -> Result<Option<Checkpoint>> {
    if !file.exists() {
        return Ok(None);
    }
    let note = fs::read_to_string(file)?;
    Ok(Some(
        Checkpoint::open(&note, &identity.verifier()).map_err(Fault::new)?,
    ))
}

/// Replaces the file in one step: a crash leaves the old one or the new one.
fn write_whole(file: &Path, text: &str) -> Result<()> {
    let beside = file.with_extension("new");
    let mut out = fs::File::create(&beside)?;
    out.write_all(text.as_bytes())?;
    out.sync_all()?;
    fs::rename(&beside, file)?;
    Ok(())
}

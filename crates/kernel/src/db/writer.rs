//! SQLite's one writer: many acts in one durable commit.
//!
//! Each act runs in a savepoint of its own, so a refusal undoes only itself. At the end of a group
//! the ledger is numbered in the same transaction, then everything is committed with one flush to
//! disk, and only then is anybody answered.

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt as _;
use tokio::sync::{mpsc, oneshot};

use super::Running;
use super::conn::Conn;
use crate::error::{Error, Fault, Result};
use crate::record;

/// At most this many acts share a commit: enough to spread one flush, few enough that the first
/// of them does not wait noticeably for the last.
const GROUP_ACTS_MAX: usize = 128;

/// How many acts may wait before a new one waits for a place in the queue.
const QUEUE_ACTS_MAX: usize = 4096;

/// Tells the waiting caller how it went, once the group's fate is known.
type Tell = Box<dyn FnOnce(Result<()>) + Send>;

/// How one act went, before the group is committed.
enum Done {
    /// It stands, if the group commits.
    Kept(Tell),
    /// It was refused or failed: its savepoint is undone, and the caller may know at once.
    Undone(Tell),
}

type BoxedAct = Box<dyn for<'c> FnOnce(&'c mut Conn) -> Running<'c, Done> + Send>;

/// An act in the queue, and how to tell its caller when the group is lost before or while it ran.
struct Queued {
    run: BoxedAct,
    lost: Box<dyn FnOnce(Error) + Send>,
}

enum Order {
    Act(Queued),
    Checkpoint(oneshot::Sender<Result<()>>),
    Backup(PathBuf, oneshot::Sender<Result<()>>),
    Close(oneshot::Sender<()>),
}

/// A handle on the writer's queue.
#[derive(Clone)]
pub(super) struct Writer {
    orders: mpsc::Sender<Order>,
}

impl Writer {
    /// Starts the writer on a thread of its own: it answers itself, so nobody else's work waits while
    /// SQLite writes and flushes.
    pub(super) fn start(conn: Conn) -> Result<Writer> {
        let (orders, queue) = mpsc::channel(QUEUE_ACTS_MAX);
        let runtime = tokio::runtime::Handle::current();
        std::thread::Builder::new().name("writer".into()).spawn(move || {
            let _inside = runtime.enter();
            futures::executor::block_on(write(conn, queue));
        })?;
        Ok(Writer { orders })
    }

    pub(super) async fn act<T, F>(&self, act: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut Conn) -> Running<'c, T> + Send + 'static,
    {
        let (once, answer) = oneshot::channel();
        let once = Arc::new(Mutex::new(Some(once)));
        let lost = Arc::clone(&once);
        let run: BoxedAct = Box::new(move |conn| {
            Box::pin(async move {
                Ok(match act(conn).await {
                    Ok(value) => Done::Kept(Box::new(move |fate| tell(&once, fate.map(|()| value)))),
                    Err(error) => Done::Undone(Box::new(move |fate| tell(&once, fate.and(Err(error))))),
                })
            })
        });
        let lost = Box::new(move |error| tell(&lost, Err(error)));
        self.order(Order::Act(Queued { run, lost })).await?;
        answer.await.map_err(|_| gone())?
    }

    pub(super) async fn checkpoint(&self) -> Result<()> {
        let (tell, answer) = oneshot::channel();
        self.order(Order::Checkpoint(tell)).await?;
        answer.await.map_err(|_| gone())?
    }

    pub(super) async fn backup(&self, file: PathBuf) -> Result<()> {
        let (tell, answer) = oneshot::channel();
        self.order(Order::Backup(file, tell)).await?;
        answer.await.map_err(|_| gone())?
    }

    pub(super) async fn close(self) {
        let (tell, answer) = oneshot::channel();
        if self.order(Order::Close(tell)).await.is_ok() {
            let _ = answer.await;
        }
    }

    async fn order(&self, order: Order) -> Result<()> {
        self.orders.send(order).await.map_err(|_| gone())
    }
}

/// Answers the caller, the first time; later words find nobody.
fn tell<T>(once: &Mutex<Option<oneshot::Sender<Result<T>>>>, answer: Result<T>) {
    if let Some(sender) = once.lock().unwrap_or_else(PoisonError::into_inner).take() {
        let _ = sender.send(answer);
    }
}

/// The writer ended under the caller, or the act itself panicked.
fn gone() -> Error {
    Error::Fault(Fault::new("the writer gave no answer"))
}

/// The writer's life: group after group until it is closed or nobody can order any more.
async fn write(mut conn: Conn, mut queue: mpsc::Receiver<Order>) {
    while let Some(order) = queue.recv().await {
        let mut next = Some(order);
        while let Some(order) = next.take() {
            next = match order {
                Order::Act(act) => group(&mut conn, act, &mut queue).await,
                Order::Checkpoint(tell) => {
                    let _ = tell.send(checkpoint(&mut conn).await);
                    None
                }
                Order::Backup(file, tell) => {
                    let file = file.to_string_lossy().into_owned();
                    let done = conn.run("VACUUM INTO $1", vec![file.into()]).await;
                    let _ = tell.send(done.map(|_| ()));
                    None
                }
                Order::Close(tell) => {
                    drop(conn);
                    let _ = tell.send(());
                    return;
                }
            };
        }
    }
}

async fn checkpoint(conn: &mut Conn) -> Result<()> {
    conn.one("PRAGMA wal_checkpoint(TRUNCATE)", vec![])
        .await
        .map(|_| ())
}

/// Runs acts until the queue is empty or the group is full, commits, and tells everybody.
/// Returns the order that ended the group without belonging to it.
async fn group(conn: &mut Conn, first: Queued, queue: &mut mpsc::Receiver<Order>) -> Option<Order> {
    let mut kept: Vec<Tell> = Vec::new();
    let mut beyond = None;
    let mut fate = conn.run("BEGIN IMMEDIATE", vec![]).await.map(|_| ());
    let mut next = Some(first);
    while let Some(act) = next.take() {
        if let Err(error) = &fate {
            (act.lost)(same(error));
            break;
        }
        match one(conn, act).await {
            Ok(Some(tell)) => kept.push(tell),
            Ok(None) => {}
            Err(error) => fate = Err(error),
        }
        if kept.len() < GROUP_ACTS_MAX && fate.is_ok() {
            match queue.try_recv() {
                Ok(Order::Act(act)) => next = Some(act),
                Ok(other) => beyond = Some(other),
                Err(_) => {}
            }
        }
    }
    finish(conn, fate, kept).await;
    beyond
}

/// Runs one act in its savepoint. `Err` means that the whole group is lost; this act's caller has
/// been told already.
async fn one(conn: &mut Conn, act: Queued) -> Result<Option<Tell>> {
    let ran = savepoint(conn, act.run).await;
    if let Err(error) = &ran {
        (act.lost)(same(error));
    }
    ran
}

async fn savepoint(conn: &mut Conn, run: BoxedAct) -> Result<Option<Tell>> {
    conn.run("SAVEPOINT act", vec![]).await?;
    let done = AssertUnwindSafe(run(conn)).catch_unwind().await;
    match done {
        Ok(Ok(Done::Kept(tell))) => {
            conn.run("RELEASE act", vec![]).await?;
            Ok(Some(tell))
        }
        Ok(Ok(Done::Undone(tell))) => {
            let undone = undo(conn).await;
            // A full disk makes SQLite abandon the transaction: the caller still gets its answer.
            tell(Ok(()));
            undone.map(|()| None)
        }
        // A panic is a fault of this act alone: its caller's channel is gone, the others go on.
        Ok(Err(_)) | Err(_) => undo(conn).await.map(|()| None),
    }
}

async fn undo(conn: &mut Conn) -> Result<()> {
    conn.run("ROLLBACK TO act", vec![]).await?;
    conn.run("RELEASE act", vec![]).await.map(|_| ())
}

/// Numbers the ledger, commits, and tells everybody; or rolls back and tells everybody why.
async fn finish(conn: &mut Conn, fate: Result<()>, kept: Vec<Tell>) {
    let fate = match fate {
        Ok(()) => seal(conn).await,
        Err(error) => Err(error),
    };
    if fate.is_err() {
        // Fails where SQLite has rolled back by itself, and then there is nothing left to undo.
        let _ = conn.run("ROLLBACK", vec![]).await;
    }
    for tell in kept {
        tell(fate.as_ref().copied().map_err(same));
    }
}

async fn seal(conn: &mut Conn) -> Result<()> {
    if std::mem::take(&mut conn.appended) {
        record::number_in(conn).await?;
    }
    conn.run("COMMIT", vec![]).await.map(|_| ())
}

/// The same error for each caller of a lost group.
fn same(error: &Error) -> Error {
    match error {
        Error::Refusal(refusal) => Error::Refusal(refusal.clone()),
        Error::Fault(fault) => Error::Fault(Fault {
            reference: fault.reference.clone(),
            cause: fault.cause.to_string().into(),
        }),
    }
}

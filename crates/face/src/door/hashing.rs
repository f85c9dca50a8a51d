//! Passwords tried and made: on blocking threads, only so many at once, each takes 19 MiB.

use kernel::{Fault, Result, session};
use tokio::sync::Semaphore;

/// True when the password fits. Takes as long where there is nothing that it could fit.
pub(super) async fn fits(turns: &Semaphore, password: String, kept: Option<String>) -> Result<bool> {
    let _turn = turns.acquire().await.map_err(Fault::new)?;
    let verified = tokio::task::spawn_blocking(move || session::verify(&password, kept.as_deref()));
    Ok(verified.await.map_err(Fault::new)?)
}

/// The password's hash.
pub(super) async fn hash(turns: &Semaphore, password: String) -> Result<String> {
    let _turn = turns.acquire().await.map_err(Fault::new)?;
    tokio::task::spawn_blocking(move || session::hash(&password))
        .await
        .map_err(Fault::new)?
}

//! A panic in somebody else's parser becomes a refusal.
//!
//! This catches panics only. Running out of memory, of stack or of time is the caller's to bound: it runs this
//! crate in a child process.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::Refusal;

/// What [`give_up`] throws.
struct TooMuch;

/// Runs `work`; a panic in it is [`Refusal::Broke`], [`give_up`] is [`Refusal::Bomb`].
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    // Nothing that was in the making survives: a refusal carries none of it.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|thrown| {
        Err(match thrown.downcast_ref::<TooMuch>() {
            Some(_) => Refusal::Bomb,
            None => Refusal::Broke,
        })
    })
}

/// Leaves an interpreter that has no way to be stopped; no message is printed.
pub(crate) fn give_up() -> ! {
    resume_unwind(Box::new(TooMuch))
}

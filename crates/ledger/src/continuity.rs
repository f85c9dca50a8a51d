//! Does a later head continue an earlier one? Asked before signing after a restore or a failover,
//! and by everybody who kept an old head.

use crate::{Checkpoint, Hash, Origin, ProofError, verify_consistency};

/// Why the later head does not continue the earlier one: signing must stop, and people must know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Discontinuity {
    /// Heads of two ledgers.
    #[error("两个检查点属于不同的账本：“{0}”与“{1}”")]
    OtherLedger(Origin, Origin),
    /// The later one has fewer leaves: the database is behind what was already signed.
    #[error(
        "账本变短：曾签发 {earlier} 条，现在只有 {later} 条；数据库落后于已签发的检查点，须先补齐，不得签发"
    )]
    Shorter {
        /// Leaves in the head already signed.
        earlier: u64,
        /// Leaves now.
        later: u64,
    },
    /// As many leaves, but others.
    #[error("同为 {0} 条记录，根却不同：历史被改动过，不得签发")]
    Forked(u64),
    /// More leaves, but the proof does not lead from one head to the other.
    #[error(
        "{later} 条的检查点不能证明是 {earlier} 条的延续（{cause}）：历史被改动过，或证明不完整，不得签发"
    )]
    Unproven {
        /// Leaves in the head already signed.
        earlier: u64,
        /// Leaves now.
        later: u64,
        /// What is wrong with the proof.
        cause: ProofError,
    },
}

/// Checks that `later` holds every leaf of `earlier` in its place. Both heads must already be
/// trusted or be one's own; `proof` is
/// [`consistency_proof(earlier.size, later.size, …)`](crate::consistency_proof).
///
/// ```
/// use ledger::{Checkpoint, Discontinuity, Hash, Origin, continues};
/// let head = |size, root| Checkpoint {
///     origin: Origin::official("county.example.cn/ledger").unwrap(), size, root, extensions: vec![],
/// };
/// let signed = head(9, Hash::from_bytes([9; 32]));
/// let restored = head(7, Hash::from_bytes([7; 32]));
/// assert_eq!(continues(&signed, &restored, &[]), Err(Discontinuity::Shorter { earlier: 9, later: 7 }));
/// ```
pub fn continues(earlier: &Checkpoint, later: &Checkpoint, proof: &[Hash]) -> Result<(), Discontinuity> {
    if earlier.origin != later.origin {
        return Err(Discontinuity::OtherLedger(
            earlier.origin.clone(),
            later.origin.clone(),
        ));
    }
    let (old, new) = (earlier.size, later.size);
    if new < old {
        return Err(Discontinuity::Shorter {
            earlier: old,
            later: new,
        });
    }
    if new == old {
        return if earlier.root == later.root {
            Ok(())
        } else {
            Err(Discontinuity::Forked(new))
        };
    }
    verify_consistency(old, &earlier.root, new, &later.root, proof).map_err(|cause| Discontinuity::Unproven {
        earlier: old,
        later: new,
        cause,
    })
}

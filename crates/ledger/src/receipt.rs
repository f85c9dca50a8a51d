//! What a citizen takes home: proof that an act stands in the ledger, to be checked without it.
//!
//! The text form is a C2SP [`tlog-proof`](https://c2sp.org/tlog-proof), which any reader of that
//! format verifies; the leaf itself travels in its `extra` line. By custom it is kept in a file
//! ending in `.tlog-proof`.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::checkpoint::{CheckpointError, read_integer};
use crate::{Checkpoint, Hash, Leaf, LeafError, Note, ProofError, VerifierKey, leaf_hash, verify_inclusion};

const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// A leaf, its place, and its proof against a signed head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    note: Note,
    index: u64,
    leaf_bytes: Vec<u8>,
    proof: Vec<Hash>,
}

/// What a receipt proves, once verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The act, as the ledger knows it.
    pub leaf: Leaf,
    /// Its place in the ledger, from 0.
    pub index: u64,
    /// The signed head that holds it; a demo's says so in its [`Origin`](crate::Origin::is_demo).
    pub checkpoint: Checkpoint,
}

/// Why a text is not a receipt, or a receipt proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// Not the text of a receipt; which line, from 1.
    #[error("凭证第 {0} 行不合规：请完整复制凭证全文，不要增删空格或空行")]
    Malformed(usize),
    /// The signed head is missing, damaged, or not signed by this key.
    #[error("凭证中的检查点无效：{0}")]
    Checkpoint(#[from] CheckpointError),
    /// The leaf is not an act.
    #[error("凭证中的记录无效：{0}")]
    Leaf(#[from] LeafError),
    /// The leaf does not stand in the ledger at this place.
    #[error("凭证不成立：{0}")]
    Proof(#[from] ProofError),
}

impl Receipt {
    /// A receipt for the leaf at `index`. Everything but the signature is checked here already, so
    /// that nobody is ever handed a receipt that does not hold.
    pub fn new(note: &Note, index: u64, leaf_bytes: &[u8], proof: Vec<Hash>) -> Result<Self, ReceiptError> {
        let receipt = Self {
            note: note.clone(),
            index,
            leaf_bytes: leaf_bytes.to_vec(),
            proof,
        };
        receipt.check(Checkpoint::unverified(note)?)?;
        Ok(receipt)
    }

    /// The signed head.
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// The leaf's place in the ledger, from 0.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// The canonical bytes of the act.
    pub fn leaf_bytes(&self) -> &[u8] {
        &self.leaf_bytes
    }

    /// The siblings on the way to the root, lowest first.
    pub fn proof(&self) -> &[Hash] {
        &self.proof
    }

    /// Checks signature, proof and leaf, with nothing but the ledger's public key.
    pub fn verify(&self, key: &VerifierKey) -> Result<Verified, ReceiptError> {
        self.check(Checkpoint::open(&self.note.to_string(), key)?)
    }

    fn check(&self, head: Checkpoint) -> Result<Verified, ReceiptError> {
        let leaf = leaf_hash(&self.leaf_bytes);
        verify_inclusion(self.index, head.size, &leaf, &self.proof, &head.root)?;
        Ok(Verified {
            leaf: Leaf::parse(&self.leaf_bytes)?,
            index: self.index,
            checkpoint: head,
        })
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        writeln!(f, "extra {}", STANDARD.encode(&self.leaf_bytes))?;
        writeln!(f, "index {}", self.index)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.note)
    }
}

impl FromStr for Receipt {
    type Err = ReceiptError;

    /// Reads the text form; nothing is proved before [`Receipt::verify`].
    fn from_str(text: &str) -> Result<Self, ReceiptError> {
        let (head, note) = text.split_once("\n\n").ok_or(ReceiptError::Malformed(1))?;
        let mut lines = head.split('\n');
        if lines.next() != Some(HEADER) {
            return Err(ReceiptError::Malformed(1));
        }
        let leaf = lines.next().and_then(|line| line.strip_prefix("extra "));
        let leaf_bytes = leaf
            .and_then(|leaf| STANDARD.decode(leaf).ok())
            .ok_or(ReceiptError::Malformed(2))?;
        let index = lines.next().and_then(|line| line.strip_prefix("index "));
        let index = index.and_then(read_integer).ok_or(ReceiptError::Malformed(3))?;
        let hashes = lines
            .zip(4..)
            .map(|(line, at)| line.parse().map_err(|_| ReceiptError::Malformed(at)));
        let proof = hashes.collect::<Result<Vec<Hash>, _>>()?;
        let note = note.parse().map_err(CheckpointError::from)?;
        Ok(Self {
            note,
            index,
            leaf_bytes,
            proof,
        })
    }
}

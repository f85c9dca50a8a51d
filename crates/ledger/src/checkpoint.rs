//! The signed head of the tree ([`tlog-checkpoint`](https://c2sp.org/tlog-checkpoint)).

use std::fmt;

use crate::tile::SIZE_MAX;
use crate::{Hash, Note, NoteError, Origin, OriginError, SigningKey, VerifierKey};

/// What a ledger says of itself: its name, how many leaves it has, and their root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The ledger's name.
    pub origin: Origin,
    /// How many leaves.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// Further lines, signed but without meaning here; normally none.
    pub extensions: Vec<String>,
}

/// Why a head cannot be signed, or a note is not a head to be trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not a signed note, or not signed by this key.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The first line cannot name a ledger.
    #[error(transparent)]
    Origin(#[from] OriginError),
    /// The text is not name, size and root.
    #[error("检查点的正文应为账本名称、记录总数和根三行")]
    Malformed,
    /// The head of one ledger under the key of another.
    #[error("检查点属于账本“{0}”，密钥属于账本“{1}”")]
    OtherLedger(Origin, Origin),
}

impl Checkpoint {
    /// Signs the head with the key of the same ledger.
    ///
    /// A ledger must never sign two heads of which neither continues the other: sign only what has
    /// been committed, and compare with the last head signed ([`continues`](crate::continues)).
    pub fn sign(&self, key: &SigningKey) -> Result<Note, CheckpointError> {
        self.check_origin(key.origin())?;
        let note = Note::sign(&self.to_string(), key)?;
        // An extension with a newline, or a size beyond the limit, would not read back as this head.
        if Self::unverified(&note)? == *self {
            Ok(note)
        } else {
            Err(CheckpointError::Malformed)
        }
    }

    /// Reads a signed head and checks the signature.
    ///
    /// ```
    /// use ledger::{Checkpoint, Hash, Origin, SigningKey};
    /// let origin = Origin::official("county.example.cn/ledger")?;
    /// let key = SigningKey::generate(&origin)?;
    /// let head = Checkpoint { origin, size: 0, root: Hash::EMPTY_ROOT, extensions: vec![] };
    /// let note = head.sign(&key)?.to_string();
    /// assert_eq!(Checkpoint::open(&note, &key.verifier())?, head);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(note: &str, key: &VerifierKey) -> Result<Self, CheckpointError> {
        let note: Note = note.parse()?;
        note.verify(key)?;
        let head = Self::unverified(&note)?;
        head.check_origin(key.origin())?;
        Ok(head)
    }

    /// What a note claims, whoever signed it.
    pub fn unverified(note: &Note) -> Result<Self, CheckpointError> {
        let lines = note.text().strip_suffix('\n').unwrap_or_default();
        let mut lines = lines.split('\n');
        let mut line = || {
            lines
                .next()
                .filter(|line| !line.is_empty())
                .ok_or(CheckpointError::Malformed)
        };
        let origin = line()?.parse()?;
        let size = read_integer(line()?).ok_or(CheckpointError::Malformed)?;
        let root = line()?.parse().map_err(|_| CheckpointError::Malformed)?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if size > SIZE_MAX || extensions.iter().any(String::is_empty) {
            return Err(CheckpointError::Malformed);
        }
        Ok(Self {
            origin,
            size,
            root,
            extensions,
        })
    }

    fn check_origin(&self, key: &Origin) -> Result<(), CheckpointError> {
        if self.origin == *key {
            Ok(())
        } else {
            Err(CheckpointError::OtherLedger(self.origin.clone(), key.clone()))
        }
    }
}

impl fmt::Display for Checkpoint {
    /// The text that is signed: a line each for name, size, root and extensions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root)?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// Decimal digits without sign and without leading zeroes.
pub(crate) fn read_integer(digits: &str) -> Option<u64> {
    let number: u64 = digits.parse().ok()?;
    (number.to_string() == digits).then_some(number)
}

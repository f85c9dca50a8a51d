//! Hashing: RFC 6962 §2.1 for the tree, domain-separated salted digests for what must stay erasable.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// 32 bytes of SHA-256. Written as standard base64 with padding, as in C2SP checkpoints and proofs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

/// The text or bytes are not a SHA-256 hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("不是合规的 SHA-256 摘要")]
pub struct HashError;

/// The operating system gave no random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("操作系统没有提供随机数，无法生成密钥或盐值，请稍后重试")]
pub struct RandomError;

impl Hash {
    /// The root of the empty tree: SHA-256 of nothing (RFC 6962 §2.1).
    pub const EMPTY_ROOT: Hash = Hash([
        0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27,
        0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
    ]);

    /// Wraps 32 bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Wraps a slice, which must hold exactly 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, HashError> {
        bytes.try_into().map(Self).map_err(|_| HashError)
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// 64 lower-case hexadecimal digits.
    pub fn to_hex(&self) -> String {
        hex::encode(self.0)
    }

    /// Reads 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Result<Self, HashError> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| HashError)?;
        Ok(Self(bytes))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl FromStr for Hash {
    type Err = HashError;

    /// Strict base64: 44 characters, padded, no stray bits.
    fn from_str(text: &str) -> Result<Self, HashError> {
        let bytes = STANDARD.decode(text).map_err(|_| HashError)?;
        Self::from_slice(&bytes)
    }
}

impl serde::Serialize for Hash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Hash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The hash of a leaf: `SHA-256(0x00 || leaf)` (RFC 6962 §2.1).
///
/// ```
/// // The first leaf of the well-known RFC 6962 test tree is the empty string.
/// assert_eq!(
///     ledger::leaf_hash(b"").to_hex(),
///     "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
/// );
/// ```
pub fn leaf_hash(leaf_bytes: &[u8]) -> Hash {
    digest(&[&[0x00], leaf_bytes])
}

/// The hash of an inner node: `SHA-256(0x01 || left || right)` (RFC 6962 §2.1).
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    digest(&[&[0x01], &left.0, &right.0])
}

/// Plain SHA-256, for what is public anyway: published documents, definitions, calendars.
///
/// Never for personal values: those are few enough to be guessed; see [`salted_digest`].
pub fn plain_digest(bytes: &[u8]) -> Hash {
    digest(&[bytes])
}

/// 32 random bytes that make a digest of a guessable value unguessable.
///
/// Kept beside the value and destroyed with it: without both, the digest in the ledger proves
/// nothing and tells nothing (erasure, 个人信息保护法 art. 47).
#[derive(Clone, PartialEq, Eq)]
pub struct Salt([u8; 32]);

impl Salt {
    /// A fresh salt from the operating system.
    pub fn generate() -> Result<Self, RandomError> {
        random_bytes().map(Self)
    }

    /// Wraps stored bytes, which must be exactly 32.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, HashError> {
        bytes.try_into().map(Self).map_err(|_| HashError)
    }

    /// The 32 bytes, to be stored beside the value they protect.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Salt {
    /// A salt is as secret as the value it protects.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(…)")
    }
}

/// The digest an event carries in place of a value: `SHA-256("sundial/salted/v1\n" || salt || value)`.
///
/// ```
/// use ledger::{Salt, salted_digest};
/// let salt = Salt::from_slice(&[7; 32])?;
/// assert_eq!(salted_digest(&salt, b"value"), salted_digest(&salt, b"value"));
/// assert_ne!(salted_digest(&salt, b"value"), salted_digest(&Salt::generate()?, b"value"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn salted_digest(salt: &Salt, value: &[u8]) -> Hash {
    digest(&[b"sundial/salted/v1\n", &salt.0, value])
}

pub(crate) fn random_bytes() -> Result<[u8; 32], RandomError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| RandomError)?;
    Ok(bytes)
}

fn digest(parts: &[&[u8]]) -> Hash {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    Hash(hasher.finalize().into())
}

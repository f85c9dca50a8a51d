//! Ed25519 keys in the text forms of [`signed-note`](https://c2sp.org/signed-note).

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signer as _;
use sha2::{Digest as _, Sha256};

use crate::hash::random_bytes;
use crate::{Origin, RandomError};

/// The signature type of plain Ed25519.
const ED25519: u8 = 0x01;
const PRIVATE: &str = "PRIVATE+KEY+";

/// Signs for one ledger. Whoever has it can sign any history under the ledger's name.
#[derive(Clone)]
pub struct SigningKey {
    origin: Origin,
    key: ed25519_dalek::SigningKey,
}

/// Checks one ledger's signatures; public. Its text form is `<origin>+<key id>+<base64>`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    origin: Origin,
    key: ed25519_dalek::VerifyingKey,
}

/// The text is not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not of the form of a verifier key.
    #[error("不是公钥：应为“账本名称+八位编号+base64”一行，请整行复制")]
    Verifier,
    /// Not of the form of a signing key.
    #[error("不是签名私钥：应为以 PRIVATE+KEY+ 开头的一行，请整行复制")]
    Signing,
    /// Of the right form, but name, number and key do not belong together.
    #[error("密钥的编号与内容不符：名称或密钥抄错或被改动过")]
    Id,
    /// A key of another kind than Ed25519.
    #[error("不支持这种密钥，只支持 Ed25519")]
    Kind,
}

impl SigningKey {
    /// A new key from the operating system's random source.
    pub fn generate(origin: &Origin) -> Result<Self, RandomError> {
        random_bytes().map(|seed| Self::from_seed(origin, seed))
    }

    /// The key of a seed; the same seed always gives the same key.
    pub fn from_seed(origin: &Origin, seed: [u8; 32]) -> Self {
        Self {
            origin: origin.clone(),
            key: ed25519_dalek::SigningKey::from_bytes(&seed),
        }
    }

    /// The ledger for which it signs.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The public half.
    pub fn verifier(&self) -> VerifierKey {
        VerifierKey {
            origin: self.origin.clone(),
            key: self.key.verifying_key(),
        }
    }

    /// The secret text form, `PRIVATE+KEY+<origin>+<key id>+<base64>`: for a file that only the
    /// program can read. There is no `Display`, so that a key is never printed by accident.
    pub fn to_text(&self) -> String {
        PRIVATE.to_owned() + &to_text(&self.origin, self.verifier().id(), self.key.as_bytes())
    }

    /// 64 bytes over the text of a note.
    pub(crate) fn sign(&self, text: &[u8]) -> Vec<u8> {
        self.key.sign(text).to_bytes().to_vec()
    }
}

impl FromStr for SigningKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let rest = text.strip_prefix(PRIVATE).ok_or(KeyError::Signing)?;
        let (origin, id, seed) = from_text(rest, KeyError::Signing)?;
        let key = Self::from_seed(&origin, seed);
        if key.verifier().id() == id {
            Ok(key)
        } else {
            Err(KeyError::Id)
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, …)", self.origin)
    }
}

impl VerifierKey {
    /// The ledger whose signatures it checks.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The key's number: first four bytes of SHA-256 over name, newline, kind and key.
    pub fn id(&self) -> u32 {
        let digest = Sha256::new()
            .chain_update(self.origin.as_str())
            .chain_update([b'\n', ED25519])
            .chain_update(self.key.as_bytes())
            .finalize();
        u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
    }

    /// Did this key sign `text`? Signatures that verifiers could disagree on do not count.
    pub(crate) fn verifies(&self, text: &[u8], signature: &[u8]) -> bool {
        ed25519_dalek::Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verify_strict(text, &signature).is_ok())
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_text(&self.origin, self.id(), self.key.as_bytes()))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierKey({self})")
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let (origin, id, bytes) = from_text(text, KeyError::Verifier)?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(&bytes).map_err(|_| KeyError::Verifier)?;
        let key = Self { origin, key };
        if key.id() == id {
            Ok(key)
        } else {
            Err(KeyError::Id)
        }
    }
}

fn to_text(origin: &Origin, id: u32, key: &[u8; 32]) -> String {
    format!(
        "{origin}+{id:08x}+{}",
        STANDARD.encode([&[ED25519], key.as_slice()].concat())
    )
}

fn from_text(text: &str, malformed: KeyError) -> Result<(Origin, u32, [u8; 32]), KeyError> {
    let mut parts = text.splitn(3, '+');
    let mut part = || parts.next().ok_or(malformed);
    let origin = Origin::parse(part()?).map_err(|_| malformed)?;
    let id = read_id(part()?).ok_or(malformed)?;
    let bytes = STANDARD.decode(part()?).map_err(|_| malformed)?;
    match bytes.split_first() {
        Some((&ED25519, key)) => Ok((origin, id, key.try_into().map_err(|_| malformed)?)),
        Some(_) => Err(KeyError::Kind),
        None => Err(malformed),
    }
}

/// Eight lower-case hexadecimal digits.
fn read_id(digits: &str) -> Option<u32> {
    let id = u32::from_str_radix(digits, 16).ok()?;
    (format!("{id:08x}") == digits).then_some(id)
}

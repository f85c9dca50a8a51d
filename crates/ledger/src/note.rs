//! A text signed by one or more keys ([`signed-note`](https://c2sp.org/signed-note)).

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::{SigningKey, VerifierKey};

/// More are refused unread; the specification asks readers to take at least 16.
const SIGNATURES_MAX: usize = 64;
const LENGTH_MAX: usize = 1 << 20;

/// A text and its signatures. Do not trust the text before [`Note::verify`] has succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

/// One signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The name of the key.
    pub name: String,
    /// The number of the key.
    pub key_id: u32,
    /// The signature itself; its kind depends on the key.
    pub bytes: Vec<u8>,
}

/// Why bytes are not a note, or a note is not to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Not a text, a blank line and signature lines.
    #[error("不是签名文件：应为正文、一个空行和以“— ”开头的签名行，请完整复制")]
    Malformed,
    /// No signature by this key.
    #[error("没有所给公钥的签名：公钥不对，或签名行被改动过")]
    Unsigned,
    /// A signature by this key does not fit the text.
    #[error("签名与正文不符：内容被改动过，或不是由该账本签发")]
    Signature,
}

impl Note {
    /// Signs a text, which must end in a newline and hold no other control characters.
    pub fn sign(text: &str, key: &SigningKey) -> Result<Self, NoteError> {
        if !is_text(text) {
            return Err(NoteError::Malformed);
        }
        let signature = Signature {
            name: key.origin().to_string(),
            key_id: key.verifier().id(),
            bytes: key.sign(text.as_bytes()),
        };
        Ok(Self {
            text: text.to_owned(),
            signatures: vec![signature],
        })
    }

    /// The signed text with its last newline.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// All signatures, by known and unknown keys.
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Succeeds if this key signed the text. Signatures by other keys are passed over (witnesses,
    /// a change of keys), but each one under this key's name and number must hold.
    pub fn verify(&self, key: &VerifierKey) -> Result<(), NoteError> {
        let of_key =
            |signature: &&Signature| signature.name == key.origin().as_str() && signature.key_id == key.id();
        let mut own = self.signatures.iter().filter(of_key).peekable();
        if own.peek().is_none() {
            return Err(NoteError::Unsigned);
        }
        if own.all(|signature| key.verifies(self.text.as_bytes(), &signature.bytes)) {
            Ok(())
        } else {
            Err(NoteError::Signature)
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures
            .iter()
            .try_for_each(|signature| writeln!(f, "{signature}"))
    }
}

impl FromStr for Note {
    type Err = NoteError;

    fn from_str(note: &str) -> Result<Self, NoteError> {
        read(note).ok_or(NoteError::Malformed)
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.key_id.to_be_bytes(), self.bytes.as_slice()].concat();
        write!(f, "— {} {}", self.name, STANDARD.encode(bytes))
    }
}

fn read(note: &str) -> Option<Note> {
    if note.len() > LENGTH_MAX {
        return None;
    }
    // The text may hold blank lines; the last one ends it.
    let (before, lines) = note.strip_suffix('\n')?.rsplit_once("\n\n")?;
    let text = format!("{before}\n");
    let lines: Vec<&str> = lines.split('\n').collect();
    if !is_text(&text) || lines.len() > SIGNATURES_MAX {
        return None;
    }
    let signatures = lines
        .into_iter()
        .map(read_signature)
        .collect::<Option<Vec<_>>>()?;
    Some(Note { text, signatures })
}

fn read_signature(line: &str) -> Option<Signature> {
    let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
    let bytes = STANDARD.decode(encoded).ok()?;
    let (key_id, bytes) = bytes.split_first_chunk::<4>()?;
    let named = !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+');
    (named && !bytes.is_empty()).then(|| Signature {
        name: name.to_owned(),
        key_id: u32::from_be_bytes(*key_id),
        bytes: bytes.to_vec(),
    })
}

fn is_text(text: &str) -> bool {
    text.ends_with('\n') && text.chars().all(|c| c == '\n' || c >= ' ')
}

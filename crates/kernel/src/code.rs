//! Random codes and keys from the operating system's generator.

/// `n` random bytes.
///
/// # Panics
/// When the operating system gives no randomness: nothing safe can be done then.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0u8; N];
    getrandom::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}

/// The SHA-256 digest of `bytes`, 64 hex digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    hex::encode(Sha256::digest(bytes))
}

/// SHA-256 in base64, as a content security policy names what may stand in a page.
pub fn sha256_base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    use sha2::{Digest as _, Sha256};
    base64::engine::general_purpose::STANDARD.encode(Sha256::digest(bytes))
}

/// A secret for a cookie or a form: 32 random bytes in hex.
pub fn token() -> String {
    hex::encode(random_bytes::<32>())
}

/// A fault's reference number, short enough to be read out on the telephone: `F-7K3M-9QXA`.
pub fn reference() -> String {
    let word = readable::<8>();
    format!("F-{}-{}", &word[..4], &word[4..])
}

/// The code with which a citizen asks after a case: 10 readable characters, 49 random bits.
pub fn query_code() -> String {
    readable::<10>()
}

/// The code by which whoever holds a letter asks whether it is genuine: `7K3M-9QXA-CDEF`, 55 random bits.
pub fn letter_code() -> String {
    let word = readable::<12>();
    format!("{}-{}-{}", &word[..4], &word[4..8], &word[8..])
}

/// A letter's code as somebody copied it, written as it is kept; none where it cannot be one.
pub fn as_letter_code(copied: &str) -> Option<String> {
    let word: String = copied
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '－' | '—' | '–'))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let fits = word.len() == 12 && word.bytes().all(|byte| READABLE.contains(&byte));
    fits.then(|| format!("{}-{}-{}", &word[..4], &word[4..8], &word[8..]))
}

/// The code that opens an account whose password was forgotten: `7K3M-9QXA-CDEF-GHJK`, 74 random bits.
pub fn recovery_code() -> String {
    let word = readable::<16>();
    format!("{}-{}-{}-{}", &word[..4], &word[4..8], &word[8..12], &word[12..])
}

/// Characters that no one confuses: no 0/O, 1/I/L, 2/Z, 5/S, 8/B.
const READABLE: &[u8; 25] = b"34679ACDEFGHJKMNPQRTUVWXY";

fn readable<const N: usize>() -> String {
    let mut text = String::with_capacity(N);
    while text.len() < N {
        for byte in random_bytes::<N>() {
            // 25 letters; larger bytes are thrown away so that every letter is equally likely.
            let letter = usize::from(byte) % 32;
            if letter < 25 && text.len() < N {
                text.push(char::from(READABLE[letter]));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_readable_and_differ() {
        let codes: std::collections::HashSet<String> = (0..1000).map(|_| query_code()).collect();
        assert_eq!(codes.len(), 1000);
        for code in &codes {
            assert_eq!(code.len(), 10);
            assert!(code.bytes().all(|b| READABLE.contains(&b)), "{code}");
        }
        let code = letter_code();
        for copied in [
            code.clone(),
            code.to_lowercase(),
            code.replace('-', " "),
            code.replace('-', "－"),
        ] {
            assert_eq!(
                as_letter_code(&copied).as_deref(),
                Some(code.as_str()),
                "{copied}"
            );
        }
        for none in [
            "",
            "7K3M-9QXA",
            "7K3M-9QXA-CDE0",
            "7K3M-9QXA-CDEFG",
            "验证码验证码验证码验证码",
        ] {
            assert_eq!(as_letter_code(none), None, "{none}");
        }
        let code = recovery_code();
        let groups: Vec<&str> = code.split('-').collect();
        assert!(
            groups.len() == 4 && groups.iter().all(|group| group.len() == 4),
            "{code}"
        );
    }
}

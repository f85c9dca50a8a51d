//! A form's token as a page shows it: masked anew each time, because pages are compressed and the length of
//! what is compressed would give an unchanging secret away letter by letter (BREACH).

use kernel::code;

/// The token (64 hex digits) under a fresh mask: mask and masked token, 128 hex digits.
pub(super) fn masked(token: &str) -> String {
    let mask = code::random_bytes::<32>();
    let hidden = bytes(token)
        .unwrap_or_default()
        .into_iter()
        .zip(mask)
        .map(|(byte, mask)| byte ^ mask);
    mask.into_iter()
        .chain(hidden)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// True when `shown` is this token under some mask.
pub(super) fn fits(shown: &str, token: &str) -> bool {
    let (Some(shown), Some(token)) = (bytes(shown), bytes(token)) else {
        return false;
    };
    if token.len() != 32 || shown.len() != 64 {
        return false;
    }
    let (mask, hidden) = shown.split_at(32);
    // No early end: the time taken must not tell how much fits.
    let differing = mask
        .iter()
        .zip(hidden)
        .zip(&token)
        .fold(0, |found, ((mask, hidden), byte)| found | (mask ^ hidden ^ byte));
    differing == 0
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    if !hex.is_ascii() || !hex.len().is_multiple_of(2) {
        return None;
    }
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_fits_under_any_mask_and_no_other_does() {
        let (token, other) = (code::token(), code::token());
        let (one, two) = (masked(&token), masked(&token));
        assert_ne!(one, two);
        assert!(fits(&one, &token) && fits(&two, &token));
        assert!(!fits(&one, &other));
        let mut broken = one.clone();
        broken.replace_range(127.., if one.ends_with('0') { "1" } else { "0" });
        assert!(!fits(&broken, &token));
    }

    #[test]
    fn emptiness_never_fits() {
        for (shown, token) in [("", ""), ("", "ab"), ("zz", "zz"), ("公", "公")] {
            assert!(!fits(shown, token));
        }
        assert!(!fits(&code::token(), &code::token()[..0]));
        assert!(!fits(&masked("not hex"), "not hex"));
    }
}

//! Widths and white space: full-width forms to half-width, what counts as blank in Chinese pages, and what cannot be
//! seen.

/// The half-width twin of a full-width digit, letter or sign that carries structure (brackets, colon, dash);
/// everything else as it is. Always one character for one character.
pub(crate) fn narrow(character: char) -> char {
    match character {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '（' | '）' | '：' | '－' | '／' | '．' | '［' | '］' => {
            char::from_u32(character as u32 - 0xFEE0).unwrap_or(character)
        }
        '\u{3000}' | '\u{A0}' => ' ',
        _ => character,
    }
}

/// Full-width digits, letters and signs that carry structure as half-width ones; the number of characters stays.
///
/// ```
/// assert_eq!(text::width::narrow_str("２０２６－１１－２７（Ｘ）"), "2026-11-27(X)");
/// ```
pub fn narrow_str(text: &str) -> String {
    text.chars().map(narrow).collect()
}

/// Characters that take no room and mean nothing here: zero-width marks, marks that turn the direction of
/// writing, soft hyphens, fillers, byte-order marks, tags, and control characters other than white space.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{115F}' | '\u{1160}' | '\u{2800}' | '\u{3164}'
        | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
        || (character.is_control() && !character.is_whitespace())
}

/// What was typed, without what cannot be seen: it makes equal things look different, and letters cannot print it. Lines
/// end in `\n`, nothing blank stands around the whole.
///
/// ```
/// assert_eq!(text::width::visible(" 陈\u{200B}晓月\u{202E}\r\n二行\u{0} "), "陈晓月\n二行");
/// ```
pub fn visible(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let seen: String = lines.chars().filter(|c| !is_invisible(*c)).collect();
    seen.trim().to_owned()
}

/// A byte range of `text` cut to whole characters, for an excerpt around `start..end`.
pub(crate) fn excerpt(text: &str, start: usize, end: usize, around: usize) -> String {
    let before = text[..start]
        .char_indices()
        .rev()
        .nth(around.saturating_sub(1))
        .map_or(0, |(at, _)| at);
    let after = text[end..]
        .char_indices()
        .nth(around)
        .map_or(text.len(), |(at, _)| end + at);
    let mut words = String::new();
    if before > 0 {
        words.push('…');
    }
    words.push_str(text[before..after].trim());
    if after < text.len() {
        words.push('…');
    }
    words
}

/// At most `limit` characters, with … where something was cut.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

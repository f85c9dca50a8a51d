//! Folding for comparison, character for character, and what kind of character results.

use text::hanzi;

/// The form under which a character is compared: half width, lower case, simplified.
///
/// One character in, one out, so that offsets stay true; idempotent.
///
/// ```
/// use search::fold;
/// assert_eq!("ＡBc國（".chars().map(fold).collect::<String>(), "abc国(");
/// ```
#[inline]
pub fn fold(character: char) -> char {
    match character {
        '\0'..='\x7F' => character.to_ascii_lowercase(),
        '\u{FF01}'..='\u{FF5E}' => narrow(character).to_ascii_lowercase(),
        '\u{4E00}'..='\u{9FFF}' => hanzi::simplify(character),
        '\u{3000}' => ' ',
        '\u{3400}'.. => lower(hanzi::simplify(character)),
        _ => lower(character),
    }
}

/// A full-width form's ASCII twin.
fn narrow(character: char) -> char {
    char::from_u32(character as u32 - 0xFEE0).unwrap_or(character)
}

/// Lower case where that is one character that stays as it is; otherwise the character itself.
#[inline]
fn lower(character: char) -> char {
    if hanzi::is_han(character) {
        return character;
    }
    let mut lower = character.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => character,
    }
}

/// What a folded character does to the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Written without spaces: ideographs, kana, hangul, and private-use characters, which older office
    /// systems use for rare characters in names. Indexed as overlapping pairs.
    Han,
    /// A letter or a digit of other scripts: runs are one token.
    Word,
    /// Spaces, punctuation, signs.
    Gap,
    /// Invisible or combining: as if it were not there.
    Nothing,
}

/// The class of a folded character.
#[inline]
pub(crate) fn class(folded: char) -> Class {
    match folded {
        'a'..='z' | '0'..='9' => Class::Word,
        '\u{4E00}'..='\u{9FFF}' => Class::Han,
        '\0'..='\x7F' => Class::Gap,
        _ => rare_class(folded),
    }
}

fn rare_class(folded: char) -> Class {
    match folded {
        '\u{AD}'
        | '\u{300}'..='\u{36F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2060}'
        | '\u{FEFF}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{E0100}'..='\u{E01EF}' => Class::Nothing,
        '\u{30A0}' | '\u{30FB}' => Class::Gap,
        '\u{3041}'..='\u{312F}'
        | '\u{31A0}'..='\u{31BF}'
        | '\u{31F0}'..='\u{31FF}'
        | '\u{1100}'..='\u{11FF}'
        | '\u{AC00}'..='\u{D7AF}'
        | '\u{FF66}'..='\u{FF9D}'
        | '\u{E000}'..='\u{F8FF}'
        | '\u{F0000}'..='\u{10FFFF}' => Class::Han,
        _ if hanzi::is_han(folded) => Class::Han,
        _ if folded.is_alphanumeric() => Class::Word,
        _ => Class::Gap,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_twice_is_folding_once() {
        for character in '\0'..=char::MAX {
            assert_eq!(
                fold(fold(character)),
                fold(character),
                "U+{:04X}",
                character as u32
            );
        }
    }

    #[test]
    fn every_class_has_its_characters() {
        for (class_of, characters) in [
            (Class::Han, "政〇々㐀𠀀\u{E000}あ한"),
            (Class::Word, "a9éЯⅠ"),
            (Class::Gap, " 　\n，。〔]《·・_-\u{A0}"),
            (Class::Nothing, "\u{200B}\u{FE0F}\u{E0100}\u{301}"),
        ] {
            for character in characters.chars() {
                assert_eq!(class(fold(character)), class_of, "{character:?}");
            }
        }
    }
}

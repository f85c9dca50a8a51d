//! Makes any HTML safe to *parse*: what a tree builder would spend quadratic time or a deep stack on is cut.
//!
//! Three things are limited: how many elements may be open at once (each start tag makes the tree builder
//! walk the open ones), how many attributes a tag may have (each is compared with all before), and how long
//! a tag may be (embedded images, which are not published anyway). An honest page meets none of the limits.

use std::borrow::Cow;
use std::collections::HashMap;

/// Elements open at once.
const OPEN: usize = 200;
/// White space, slashes and quotes in a tag, about three an attribute.
const SEPARATORS: usize = 200;
/// Bytes of a tag.
const TAG_BYTES: usize = 8 * 1024;

/// The same HTML within the limits.
pub(super) fn tame(html: &str) -> Cow<'_, str> {
    let mut gate = Gate::default();
    let mut kept = String::new();
    let mut copied = 0;
    let mut at = 0;
    let bytes = html.as_bytes();
    while let Some(found) = find_byte(bytes, at, b'<') {
        let Some(tag) = Tag::at(html, found) else {
            at = found + 1;
            continue;
        };
        at = tag.end;
        let action = gate.pass(&tag);
        if action == Action::Keep {
            continue;
        }
        kept.push_str(&html[copied..found]);
        if action == Action::Bare {
            kept.push('<');
            kept.push_str(tag.name);
            kept.push('>');
        }
        copied = tag.end;
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(&html[copied..]);
    Cow::Owned(kept)
}

fn find_byte(bytes: &[u8], from: usize, wanted: u8) -> Option<usize> {
    bytes
        .get(from..)?
        .iter()
        .position(|byte| *byte == wanted)
        .map(|at| from + at)
}

struct Tag<'a> {
    name: &'a str,
    closing: bool,
    separators: usize,
    bytes: usize,
    end: usize,
}

impl<'a> Tag<'a> {
    /// The tag that starts at the `<` of `start`; none where it is only a sign or a comment.
    fn at(html: &'a str, start: usize) -> Option<Self> {
        let bytes = html.as_bytes();
        let closing = bytes.get(start + 1) == Some(&b'/');
        let name_at = start + 1 + usize::from(closing);
        if !bytes.get(name_at)?.is_ascii_alphabetic() {
            return None;
        }
        let name_end = bytes[name_at..]
            .iter()
            .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
            .map_or(bytes.len(), |length| name_at + length);
        let (end, separators) = tag_end(bytes, name_end);
        Some(Tag {
            name: &html[name_at..name_end],
            closing,
            separators,
            bytes: end - start,
            end,
        })
    }
}

/// The offset behind the `>` that ends a tag, quotes respected, and the separators met.
fn tag_end(bytes: &[u8], from: usize) -> (usize, usize) {
    let (mut quote, mut separators, mut after_equals) = (None, 0, false);
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        match (quote, byte) {
            (Some(open), close) if open == *close => {
                quote = None;
                separators += 1;
            }
            (Some(_), _) => {}
            (None, b'>') => return (at + 1, separators),
            // A quote opens a value only after `=`; elsewhere the tokenizer takes it for part of a name.
            (None, b'"' | b'\'') if after_equals => quote = Some(*byte),
            (None, b'/') => separators += 1,
            (None, space) if space.is_ascii_whitespace() => separators += 1,
            _ => {}
        }
        after_equals = *byte == b'=' || (after_equals && byte.is_ascii_whitespace());
    }
    (bytes.len(), separators)
}

#[derive(PartialEq, Eq)]
enum Action {
    Keep,
    Bare,
    Drop,
}

#[derive(Default)]
struct Gate {
    open: usize,
    /// For each element: how many are open, and how many start tags were dropped.
    by_name: HashMap<String, (usize, usize)>,
}

impl Gate {
    fn pass(&mut self, tag: &Tag) -> Action {
        let excessive = tag.separators > SEPARATORS || tag.bytes > TAG_BYTES || tag.name.len() > 64;
        let name = tag.name.to_ascii_lowercase();
        if name.len() > 64 {
            return Action::Drop;
        }
        if !closes_itself(&name) && !self.count(name, tag.closing) {
            return Action::Drop;
        }
        if excessive { Action::Bare } else { Action::Keep }
    }

    /// Counts a tag in; false when it must go.
    fn count(&mut self, name: String, closing: bool) -> bool {
        let (open, dropped) = self.by_name.entry(name).or_default();
        if closing {
            if *dropped > 0 {
                *dropped -= 1;
                return false;
            }
            if *open > 0 {
                *open -= 1;
                self.open -= 1;
            }
            return true;
        }
        if self.open >= OPEN {
            *dropped += 1;
            return false;
        }
        *open += 1;
        self.open += 1;
        true
    }
}

/// Void elements, and those whose end tag may be left out because the next start tag closes them.
fn closes_itself(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
            | "p"
            | "li"
            | "dt"
            | "dd"
            | "tr"
            | "td"
            | "th"
            | "tbody"
            | "thead"
            | "tfoot"
            | "option"
            | "html"
            | "head"
            | "body"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_honest_page_is_untouched() {
        let page = "<div class=\"a b\"><p>一<p>二<br/><a href='x?a=1&b=2'>三</a> 3 < 4 <!-- <div> --></div>";
        assert!(matches!(tame(page), Cow::Borrowed(same) if same == page));
    }

    #[test]
    fn depth_attributes_and_length_are_cut() {
        let deep = "<div>".repeat(5_000) + "文" + &"</div>".repeat(5_000);
        assert_eq!(tame(&deep), "<div>".repeat(OPEN) + "文" + &"</div>".repeat(OPEN));
        let wide = format!("<a {}>文</a>", "x ".repeat(500));
        assert_eq!(tame(&wide), "<a>文</a>");
        let long = format!("<img src=\"data:{}\">文", "A".repeat(9_000));
        assert_eq!(tame(&long), "<img>文");
    }
}

//! A search for the original's words in the released bytes, packed and unpacked.
//!
//! After the other three readers nothing can be found here; that is what a canary is for.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use encoding_rs::GB18030;

use super::Doubt;
use crate::limit::{body, find};
use crate::pdf::{Original, walk_strings};
use crate::under::Under;

/// The shortest needle, in bytes: shorter ones stand in packed pictures by accident.
const SHORTEST: usize = 6;
/// The most needles.
const MOST: usize = 20_000;
/// The most bytes of one stream that are searched.
const MOST_STREAM: u64 = 96 * 1024 * 1024;

/// Searches; gives back for how many texts.
pub(super) fn search(original: &Original, under: &Under, released: &[u8], doubts: &mut Vec<Doubt>) -> usize {
    let mut needles = HashSet::new();
    for line in under.texts.values().flatten() {
        spellings(line, &mut needles);
    }
    walk_strings(original, |string| {
        if needles.len() < MOST {
            needles.insert(string.to_vec());
        }
    });
    needles.retain(|it| it.len() >= SHORTEST && it.iter().any(|byte| *byte != it[0]));
    let index = Index::new(&needles);
    let mut found = index.stands_in(released);
    let mut at = 0;
    while let Some(start) = find(released, b"stream\n", at) {
        at = start + 7;
        let mut plain = Vec::new();
        let packed = flate2::read::ZlibDecoder::new(body(&released[start + 6..]));
        // What unpacks up to an error is searched as well.
        let _ = packed.take(MOST_STREAM).read_to_end(&mut plain);
        found |= index.stands_in(&plain);
    }
    doubts.extend(found.then_some(Doubt::Text));
    needles.len()
}

/// A line as a PDF or a program may spell it.
fn spellings(line: &str, needles: &mut HashSet<Vec<u8>>) {
    let utf16: Vec<u16> = line.encode_utf16().collect();
    let big: Vec<u8> = utf16.iter().flat_map(|it| it.to_be_bytes()).collect();
    needles.insert(utf16.iter().flat_map(|it| it.to_le_bytes()).collect());
    needles.insert(hex::encode(&big).into_bytes());
    needles.insert(hex::encode_upper(&big).into_bytes());
    needles.insert(big);
    needles.insert(GB18030.encode(line).0.into_owned());
    needles.insert(line.as_bytes().to_vec());
}

/// Needles by their first bytes: one walk through the file finds any of them.
struct Index<'a>(HashMap<[u8; SHORTEST], Vec<&'a [u8]>>);

impl<'a> Index<'a> {
    fn new(needles: &'a HashSet<Vec<u8>>) -> Self {
        let mut index: HashMap<_, Vec<&[u8]>> = HashMap::new();
        for needle in needles {
            if let Some(head) = needle.first_chunk::<SHORTEST>() {
                index.entry(*head).or_default().push(needle);
            }
        }
        Self(index)
    }

    fn stands_in(&self, bytes: &[u8]) -> bool {
        bytes.windows(SHORTEST).enumerate().any(|(at, window)| {
            let head = window.first_chunk::<SHORTEST>();
            let known = head.and_then(|it| self.0.get(it));
            known.is_some_and(|it| it.iter().any(|needle| bytes[at..].starts_with(needle)))
        })
    }
}

//! The proof that a released PDF gives nothing away, independent of how it was written.
//!
//! Four readers, none of which shares code with the writer:
//!
//! * `grammar` takes the file byte by byte: exactly one revision, exactly the objects it must have, each byte
//!   accounted for;
//! * `objects` reads it with a PDF library: nothing but pages and pictures, everything reachable, four operators;
//! * `pixels` compares every picture with the original's raster, and every marked pixel with ink;
//! * `canary` looks for what the original says, in the file and in each of its streams.
//!
//! All doubts are reported at once; a single one is enough to refuse.

mod canary;
mod doubt;
mod grammar;
mod objects;
mod pixels;

use serde::{Deserialize, Serialize};

use crate::guard::guarded;
use crate::pdf::{Look, Mark, look_at, open};
use crate::under::Under;

pub use doubt::Doubt;

/// What was checked, and held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Pages, each one picture.
    pub pages: usize,
    /// Pixels compared with the original's raster, marked ones included.
    pub pixels: u64,
    /// Pixels under marks, all of them ink or label.
    pub inked: u64,
    /// Texts of the original that were searched for.
    pub searched: usize,
}

/// Proves that `released` is `original` with `marks` blackened, and nothing more.
///
/// # Errors
/// Every [`Doubt`], none of which may be waved through.
pub fn prove(original: &[u8], released: &[u8], marks: &[Mark], look: &Look) -> Result<Proof, Vec<Doubt>> {
    let mut doubts = Vec::new();
    let mut proof = Proof::default();
    let form = grammar::read(released).map_err(|doubt| doubts.push(doubt)).ok();
    let run = |doubts: &mut Vec<Doubt>, check: &mut dyn FnMut(&mut Vec<Doubt>)| {
        // A reader that breaks on the released file is a doubt like any other.
        let whole = guarded(|| {
            check(doubts);
            Ok(())
        });
        doubts.extend(whole.err().map(|_| Doubt::Unreadable));
    };
    run(&mut doubts, &mut |doubts| objects::check(released, doubts));
    let checked = guarded(|| against(original, released, form.as_ref(), marks, look, &mut proof));
    match checked {
        Ok(found) => doubts.extend(found),
        Err(refusal) => doubts.push(Doubt::Original {
            why: refusal.to_string(),
        }),
    }
    if doubts.is_empty() { Ok(proof) } else { Err(doubts) }
}

fn against(
    original: &[u8],
    released: &[u8],
    form: Option<&grammar::Form>,
    marks: &[Mark],
    look: &Look,
    proof: &mut Proof,
) -> Result<Vec<Doubt>, crate::Refusal> {
    let mut doubts = Vec::new();
    let opened = open(original, look)?;
    let reader = pixels::Reader::new(released, form);
    if reader.pages() != opened.count() {
        doubts.push(Doubt::Pages {
            original: opened.count(),
            released: reader.pages(),
        });
    }
    proof.pages = opened.count();
    let mut under = Under::default();
    for number in 1..=opened.count() {
        let seen = look_at(&opened, number, look)?;
        let compared = reader.compare(&seen, marks, look.dpi, &mut doubts);
        proof.pixels += compared.pixels;
        proof.inked += compared.inked;
        under.page(number, &seen.watch, marks);
    }
    proof.searched = canary::search(&opened, &under, released, &mut doubts);
    Ok(doubts)
}

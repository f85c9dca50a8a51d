//! The released file as a PDF library sees it: a list of what may be there, and everything else is a doubt.

use std::collections::HashSet;

use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Dict, MaybeRef, Name, Object, ObjectIdentifier};
use hayro::hayro_syntax::page::Page;

use super::Doubt;
use crate::limit::find;

/// Every name that may be an entry of any dictionary of the file.
const ENTRIES: [&[u8]; 17] = [
    b"Type",
    b"Pages",
    b"Count",
    b"Kids",
    b"Parent",
    b"MediaBox",
    b"Resources",
    b"XObject",
    b"P",
    b"Contents",
    b"Length",
    b"Subtype",
    b"Width",
    b"Height",
    b"ColorSpace",
    b"BitsPerComponent",
    b"Filter",
];
/// What a page draws with, in this order.
const OPERATORS: [&[u8]; 4] = [b"q", b"cm", b"Do", b"Q"];

/// Adds what does not hold.
pub(super) fn check(released: &[u8], doubts: &mut Vec<Doubt>) {
    if times(released, b"%%EOF") != 1 || times(released, b"startxref") != 1 {
        doubts.push(Doubt::Entry { key: "%%EOF".into() });
    }
    let Ok(pdf) = Pdf::new(released.to_vec()) else {
        doubts.push(Doubt::Unreadable);
        return;
    };
    if *pdf.metadata() != Default::default() {
        doubts.push(Doubt::Entry { key: "Info".into() });
    }
    let mut count = 0;
    for object in pdf.objects() {
        count += 1;
        entries(object, doubts);
    }
    // A catalogue, a tree, and three objects a page.
    let reached = reached(&pdf);
    if count != 2 + 3 * pdf.pages().len() || reached != count {
        doubts.push(Doubt::Object);
    }
    for (page, number) in pdf.pages().iter().zip(1..) {
        if !shows_a_picture(page) {
            doubts.push(Doubt::Drawing { page: number });
        }
    }
}

fn times(bytes: &[u8], needle: &[u8]) -> usize {
    std::iter::successors(find(bytes, needle, 0), |at| find(bytes, needle, at + 1)).count()
}

fn entries(object: Object<'_>, doubts: &mut Vec<Doubt>) {
    let mut dict = |dict: &Dict<'_>| {
        for (key, value) in dict.entries() {
            if !ENTRIES.contains(&key.as_ref()) {
                doubts.push(Doubt::Entry {
                    key: key.as_str().to_owned(),
                });
            }
            if let MaybeRef::NotRef(value) = value {
                entries(value, doubts);
            }
        }
    };
    match object {
        Object::Dict(it) => dict(&it),
        Object::Stream(it) => dict(it.dict()),
        Object::Array(it) => it.raw_iter().for_each(|value| {
            if let MaybeRef::NotRef(value) = value {
                entries(value, doubts);
            }
        }),
        Object::String(_) => doubts.push(Doubt::Text),
        _ => {}
    }
}

/// How many objects the catalogue leads to.
fn reached(pdf: &Pdf) -> usize {
    let mut met: HashSet<ObjectIdentifier> = HashSet::from([pdf.xref().root_id()]);
    let mut next: Vec<ObjectIdentifier> = met.iter().copied().collect();
    while let Some(id) = next.pop() {
        let Some(object) = pdf.xref().get::<Object<'_>>(id) else {
            continue;
        };
        let mut named = Vec::new();
        references(&object, &mut named);
        next.extend(named.into_iter().filter(|it| met.insert(*it)));
    }
    met.len()
}

fn references(object: &Object<'_>, found: &mut Vec<ObjectIdentifier>) {
    let mut value = |value: MaybeRef<Object<'_>>| match value {
        MaybeRef::Ref(reference) => found.push(reference.into()),
        MaybeRef::NotRef(object) => references(&object, found),
    };
    match object {
        Object::Dict(dict) => dict.entries().for_each(|(_, it)| value(it)),
        Object::Stream(stream) => stream.dict().entries().for_each(|(_, it)| value(it)),
        Object::Array(array) => array.raw_iter().for_each(value),
        _ => {}
    }
}

fn shows_a_picture(page: &Page<'_>) -> bool {
    let mut operations = page.operations();
    let mut used: Vec<Vec<u8>> = Vec::new();
    while let Some(operation) = operations.next() {
        used.push(operation.operator.to_vec());
        if used.len() > OPERATORS.len() {
            return false;
        }
    }
    let resources = page.raw().get::<Dict<'_>>(b"Resources");
    let only_pictures = resources.is_some_and(|it| it.keys().all(|key: Name<'_>| key.as_ref() == b"XObject"));
    only_pictures && used == OPERATORS
}

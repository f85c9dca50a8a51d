//! DOCX: the words that a reader sees in the body, and a list of all else.
//!
//! What is not known is not carried: an element that this reader has never met is a [`FindingKind::Unknown`].

mod body;
mod field;
mod style;

use super::finding::Found;
use super::package::Package;
use super::xml::Element;
use super::{FindingKind, Words};
use crate::Refusal;
use crate::guard::guarded;

const EXPECTED: &str = "DOCX 文件";

/// The visible words of a DOCX file.
///
/// Not carried: hidden text, tracked changes of either kind, comments, headers and footers, notes, field codes, text
/// boxes, pictures, embedded objects, custom XML, properties. Each is listed.
///
/// # Errors
/// Encrypted, of the old format, damaged, or unpacking to too much.
pub fn docx(bytes: &[u8]) -> Result<Words, Refusal> {
    guarded(|| {
        let mut package = Package::open(bytes, EXPECTED)?;
        let mut found = Found::default();
        parts(&package.names, &mut found);
        let main = package.main("word/document.xml")?;
        let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let styles = package.xml(&format!("{folder}/styles.xml"))?;
        let styles = style::Styles::read(styles.as_ref());
        let document = package.xml(&main)?.ok_or_else(|| package.damaged())?;
        let body = document.child("body").filter(|_| document.name == "document");
        let body = body.ok_or_else(|| package.damaged())?;
        linked(&mut package, &folder, &main, &mut found)?;
        let blocks = body::read(body, &styles, &mut found);
        Ok(Words {
            blocks,
            findings: found.list(),
        })
    })
}

/// What the parts' names say. A part is listed, not read: nothing of it is carried.
fn parts(names: &[String], found: &mut Found) {
    for name in names {
        let file = name.rsplit('/').next().unwrap_or_default();
        let kind = match name.to_ascii_lowercase() {
            it if it.contains("/header") || it.contains("/footer") => FindingKind::Header,
            it if it.contains("/comments") => FindingKind::Comment,
            it if it.contains("/media/") => FindingKind::Picture,
            it if it.contains("/embeddings/") || it.contains("/charts/") || it.contains("/activex/") => {
                FindingKind::Object
            }
            it if it.ends_with("vbaproject.bin") || it.contains("/afchunk") => FindingKind::Object,
            it if it.starts_with("customxml/") && it.contains("item") && !it.contains("rels") => {
                FindingKind::CustomXml
            }
            it if it.starts_with("docprops/") => FindingKind::Properties,
            _ => continue,
        };
        if file.ends_with(".rels") {
            continue;
        }
        found.add(kind, None);
    }
}

/// Links to other places: where they lead is told by relations, which are not carried.
fn linked(package: &mut Package<'_>, folder: &str, main: &str, found: &mut Found) -> Result<(), Refusal> {
    let file = main.rsplit('/').next().unwrap_or_default();
    let relations = package.xml(&format!("{folder}/_rels/{file}.rels"))?;
    let outward = |it: &&Element| it.attribute("TargetMode") == Some("External");
    let count = relations
        .iter()
        .flat_map(Element::elements)
        .filter(outward)
        .count();
    (0..count).for_each(|_| found.add(FindingKind::Link, None));
    Ok(())
}

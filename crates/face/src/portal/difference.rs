//! A difference between two texts, as a page shows it: changed paragraphs, and how many stayed between them.

use text::diff::{Change, Diff, Kind};

/// A paragraph of the difference, or a line that says how many are the same.
pub struct Passage {
    pub skipped: String,
    pub segments: Vec<(&'static str, String)>,
}

/// The changed paragraphs in their order; nothing when nothing changed.
pub fn passages(diff: &Diff) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    let mut same = 0;
    for paragraph in &diff.paragraphs {
        if paragraph.change == Change::Same {
            same += 1;
            continue;
        }
        skip(&mut same, &mut passages);
        let segments = paragraph
            .segments
            .iter()
            .map(|segment| (kind(segment.kind), segment.text.clone()))
            .collect();
        passages.push(Passage {
            skipped: String::new(),
            segments,
        });
    }
    if !passages.is_empty() {
        skip(&mut same, &mut passages);
    }
    passages
}

fn skip(same: &mut usize, passages: &mut Vec<Passage>) {
    if *same > 0 {
        passages.push(Passage {
            skipped: format!("{same} 段未改"),
            segments: Vec::new(),
        });
    }
    *same = 0;
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Same => "same",
        Kind::Removed => "removed",
        Kind::Added => "added",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_shown_and_the_rest_is_counted() {
        let old = "甲段不变。\n乙段不变。\n收费四元。\n丁段不变。";
        let new = "甲段不变。\n乙段不变。\n收费三元。\n丁段不变。";
        let passages = passages(&text::diff::texts(old, new));
        let skipped: Vec<&str> = passages.iter().map(|passage| passage.skipped.as_str()).collect();
        assert_eq!(skipped, ["2 段未改", "", "1 段未改"]);
        let changed: Vec<_> = passages[1]
            .segments
            .iter()
            .filter(|(kind, _)| *kind != "same")
            .collect();
        assert!(
            changed
                .iter()
                .any(|(kind, text)| *kind == "removed" && text.contains('四')),
            "{changed:?}"
        );
        assert!(super::passages(&text::diff::texts(old, old)).is_empty());
    }
}

//! Words that were typed are found where they stand, and marking what was found covers them.

use redact::{Concern, Ground, Look, Mark, find, release, sizes};

use crate::corpus::MARKED;
use crate::draft::one_page;
use crate::leaks::leak;
use crate::secrets::look;

fn page(lines: &str) -> Vec<u8> {
    one_page(&format!("BT /F 12 Tf 100 700 Td {lines} ET")).finish()
}

fn marks(found: &[(usize, redact::Area)]) -> Vec<Mark> {
    let ground = Ground::Privacy;
    found
        .iter()
        .map(|(page, area)| Mark {
            page: *page,
            area: *area,
            ground,
        })
        .collect()
}

#[test]
fn every_place_is_found_and_marks_of_them_leave_no_doubt() {
    let file = page(&format!(
        "(Name {MARKED}, again {MARKED}!) Tj 0 -40 Td (and {MARKED}) Tj"
    ));
    let found = find(&file, MARKED, &look()).unwrap();
    assert_eq!(found.len(), 3);
    assert!(
        found
            .iter()
            .all(|(page, area)| *page == 1 && area.width > 20.0 && area.height > 4.0)
    );
    // Neither a cut character beside them nor a place that was overlooked.
    let released = release(&file, &marks(&found), &look(), &[]).unwrap();
    assert_eq!(leak(&released.pdf, MARKED), None);
    let fewer = release(&file, &marks(&found[..2]), &look(), &[]).unwrap_err();
    assert!(
        matches!(&fewer, redact::Refusal::Unresolved(open) if matches!(open[0], Concern::Repeated { .. })),
        "{fewer}"
    );
}

#[test]
fn white_space_does_not_count_and_a_line_end_parts_the_area() {
    let file = page("(call 138 0000) Tj 0 -20 Td (5678 now) Tj");
    assert_eq!(find(&file, "1380000", &look()).unwrap().len(), 1);
    assert_eq!(find(&file, "138 00005678", &look()).unwrap().len(), 2);
    assert_eq!(find(&file, "13900005678", &look()).unwrap(), []);
    assert_eq!(find(&file, "  ", &look()).unwrap(), []);
}

#[test]
fn sizes_are_those_of_the_pages_shown() {
    let file = page("(x) Tj");
    assert_eq!(sizes(&file, &Look::default()).unwrap(), [(595.0, 842.0)]);
    assert!(sizes(b"%PDF-1.7 nothing", &Look::default()).is_err());
}

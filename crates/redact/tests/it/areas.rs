//! Marks anywhere: every pixel under them is ink, or the label that the ground alone decides.

use proptest::prelude::*;
use redact::{Area, Ground, Look, Mark, Refusal, pages, release};

use crate::draft::{one_page, stream};

/// A page that is grey steps all over: whatever shines through has another colour than ink or label.
fn grey() -> Vec<u8> {
    let mut draft = one_page("q 200 0 0 300 0 0 cm /I Do Q");
    draft.objects[2] =
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]/Resources<</XObject<</I 6 0 R>>>>/Contents 4 0 R>>"
            .to_vec();
    let steps: Vec<u8> = (0..64 * 64).map(|it| 80 + (it * 37 % 96) as u8).collect();
    draft.add(stream(
        "/Type/XObject/Subtype/Image/Width 64/Height 64/ColorSpace/DeviceGray/BitsPerComponent 8",
        &steps,
    ));
    draft.finish()
}

/// The picture of the first page of a released file, as a viewer shows it.
fn shown(file: &[u8], dpi: u16) -> (u32, u32, Vec<u8>) {
    let look = Look {
        dpi,
        substitute: None,
    };
    let page = pages(file, &look).unwrap().remove(0);
    let mut decoder = png::Decoder::new(std::io::Cursor::new(page.png));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    let channels = pixels.len() / (info.width * info.height) as usize;
    (
        info.width,
        info.height,
        pixels.iter().step_by(channels).copied().collect(),
    )
}

fn marks() -> impl Strategy<Value = Vec<Mark>> {
    let area = (-20.0..210.0f64, -20.0..310.0f64, 0.5..120.0f64, 0.5..90.0f64);
    let mark = (area, 0..Ground::ALL.len()).prop_map(|((left, top, width, height), ground)| Mark {
        page: 1,
        area: Area {
            left,
            top,
            width,
            height,
        },
        ground: Ground::ALL[ground],
    });
    prop::collection::vec(mark, 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_pixel_under_a_mark_is_ink(marks in marks(), dpi in 72u16..160) {
        let look = Look { dpi, substitute: None };
        let outside = |it: &Mark| {
            let Area { left, top, width, height } = it.area;
            left + width <= 0.0 || top + height <= 0.0 || left >= 200.0 || top >= 300.0
        };
        let released = match release(&grey(), &marks, &look, &[]) {
            Err(Refusal::EmptyMark { mark }) => {
                prop_assert!(outside(&marks[mark]));
                return Ok(());
            }
            other => other.unwrap(),
        };
        let (width, height, pixels) = shown(&released.pdf, dpi);
        let scale = f64::from(dpi) / 72.0;
        for mark in &marks {
            let Area { left, top, width: wide, height: high } = mark.area;
            let columns = ((left * scale).max(0.0) as u32)..(((left + wide) * scale).max(0.0) as u32 + 1).min(width);
            let rows = ((top * scale).max(0.0) as u32)..(((top + high) * scale).max(0.0) as u32 + 1).min(height);
            let mut white = 0;
            for y in rows.clone() {
                for x in columns.clone() {
                    let pixel = pixels[(y * width + x) as usize];
                    prop_assert!(pixel == 0 || pixel == 255, "{pixel} at {x}, {y}");
                    white += u32::from(pixel == 255);
                }
            }
            // Labels of up to four boxes that overlap.
            prop_assert!(white <= 4 * 23 * 7 * 9);
        }
    }
}

#[test]
fn a_mark_that_covers_nothing_is_refused() {
    let mark = |left, page| Mark {
        page,
        area: Area {
            left,
            top: 10.0,
            width: 20.0,
            height: 20.0,
        },
        ground: Ground::Security,
    };
    let file = grey();
    let look = Look::default();
    let refused = |marks: &[Mark]| release(&file, marks, &look, &[]).unwrap_err();
    assert_eq!(
        refused(&[mark(10.0, 1), mark(500.0, 1)]),
        Refusal::EmptyMark { mark: 1 }
    );
    assert_eq!(refused(&[mark(f64::NAN, 1)]), Refusal::EmptyMark { mark: 0 });
    assert_eq!(
        refused(&[mark(1.0, 2)]),
        Refusal::NoSuchPage { page: 2, pages: 1 }
    );
    assert_eq!(
        refused(&[mark(1.0, 0)]),
        Refusal::NoSuchPage { page: 0, pages: 1 }
    );
    assert_eq!(refused(&[]), Refusal::NoMarks);
    assert_eq!(
        refused(&vec![mark(1.0, 1); redact::MOST_MARKS + 1]),
        Refusal::TooManyMarks {
            limit: redact::MOST_MARKS
        }
    );
}

//! Words withheld: what stands elsewhere, what the ink says, what is refused.

use redact::words::{self, Kept, Mark, Part, Repeat, Run};
use redact::{Ground, Refusal};

fn mark(place: usize, from: usize, to: usize) -> Mark {
    Mark {
        place,
        from,
        to,
        ground: Ground::Privacy,
    }
}

#[test]
fn the_same_words_elsewhere_are_marked_or_kept() {
    let words = words::plain("申请人：张三\n联系人：张 三、張三丰\n".as_bytes()).unwrap();
    let refused = words::release(&words, &[mark(1, 4, 6)], &[]).unwrap_err();
    let repeat = |from, to| Repeat {
        mark: 0,
        place: 2,
        from,
        to,
    };
    assert_eq!(refused, Refusal::Repeated(vec![repeat(4, 7), repeat(8, 10)]));
    let kept = [Kept {
        place: 2,
        from: 8,
        to: 10,
    }];
    let released = words::release(&words, &[mark(1, 4, 6), mark(2, 4, 7)], &kept).unwrap();
    assert_eq!(released.text(), "申请人：■■■\n联系人：■■■、張三丰\n");
    assert_eq!((released.proof.searched, released.proof.kept), (1, 1));
}

#[test]
fn the_length_of_the_ink_says_nothing() {
    let words = words::plain("甲一乙二三四五六七八九十\n".as_bytes()).unwrap();
    let released = words::release(&words, &[mark(1, 1, 2), mark(1, 3, 7), mark(1, 7, 12)], &[]).unwrap();
    let Part::Paragraph(runs) = &released.parts[0] else {
        panic!()
    };
    let text = |it: &str| Run::Text(it.into());
    let ink = Run::Withheld(Ground::Privacy);
    assert_eq!(*runs, [text("甲"), ink.clone(), text("乙"), ink]);
    let stored = serde_json::to_string(&released.parts).unwrap();
    assert_eq!(
        stored,
        r#"[{"paragraph":[{"text":"甲"},{"withheld":"privacy"},{"text":"乙"},{"withheld":"privacy"}]}]"#
    );
}

#[test]
fn marks_that_cover_nothing() {
    let words = words::plain("甲乙\n".as_bytes()).unwrap();
    for wrong in [
        mark(1, 1, 1),
        mark(1, 0, 3),
        mark(2, 0, 1),
        mark(0, 0, 1),
        mark(1, 2, 1),
    ] {
        assert_eq!(
            words::release(&words, &[wrong], &[]),
            Err(Refusal::EmptyMark { mark: 0 })
        );
    }
    assert_eq!(words::release(&words, &[], &[]), Err(Refusal::NoMarks));
}

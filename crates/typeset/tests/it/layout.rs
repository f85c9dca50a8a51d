//! Which text stands on which line of which page.

use proptest::prelude::*;
use typeset::{Block, Heading, LetterError, Problem, lay_out};

use crate::{noto, paragraph, plain, samples};

/// Each page's lines.
fn pages(letter: &typeset::Letter, fonts: &typeset::Fonts) -> String {
    let layout = lay_out(letter, fonts).expect("laid out");
    let one = |(n, page): (usize, &typeset::layout::Page)| {
        format!("-- {} --\n{}\n", n + 1, page.lines().join("\n"))
    };
    layout.pages().iter().enumerate().map(one).collect()
}

#[test]
fn samples_are_laid_out_as_before() {
    let Some(fonts) = noto("it::layout::samples_are_laid_out_as_before") else {
        return;
    };
    for (name, letter) in samples::all().into_iter().filter(|(name, _)| *name != "register") {
        insta::assert_snapshot!(name, pages(&letter, fonts));
    }
}

#[test]
fn a_page_holds_twenty_two_lines_of_twenty_eight_characters() {
    let Some(fonts) = noto("it::layout::a_page_holds_twenty_two_lines_of_twenty_eight_characters") else {
        return;
    };
    let layout = lay_out(&plain(vec![paragraph(&"汉".repeat(28 * 60))]), fonts).expect("laid out");
    let second = layout.pages()[1].lines();
    let text: Vec<_> = second.iter().filter(|it| !it.starts_with('—')).collect();
    assert_eq!(text.len(), 22);
    assert!(text.iter().all(|it| it.chars().count() == 28));
}

#[test]
fn the_signature_never_stands_alone() {
    let Some(fonts) = noto("it::layout::the_signature_never_stands_alone") else {
        return;
    };
    for lines in 1..60 {
        let mut letter = samples::correction();
        letter.blocks = vec![paragraph(&"汉".repeat(28 * lines))];
        let layout = lay_out(&letter, fonts).expect("laid out");
        let last = layout.pages().last().expect("a page").lines();
        let signed = last
            .iter()
            .position(|it| it.contains("规划局") && !it.contains('县'))
            .or_else(|| last.iter().rposition(|it| *it == "晴川县自然资源和规划局"));
        assert!(
            signed.is_some_and(|at| last[..at].iter().any(|it| it.starts_with('汉'))),
            "{lines}: {last:?}"
        );
    }
}

#[test]
fn a_heading_is_never_the_last_on_its_page() {
    let Some(fonts) = noto("it::layout::a_heading_is_never_the_last_on_its_page") else {
        return;
    };
    for lines in 1..45 {
        let heading = |level, text: &str| {
            Block::Heading(Heading {
                level,
                text: text.into(),
            })
        };
        let mut letter = samples::correction();
        letter.blocks = vec![
            paragraph(&"汉".repeat(28 * lines)),
            heading(1, "总题"),
            heading(2, "分题"),
            paragraph("特此告知。"),
        ];
        for page in lay_out(&letter, fonts).expect("laid out").pages() {
            let lines: Vec<_> = page
                .lines()
                .into_iter()
                .filter(|it| !it.starts_with('—'))
                .collect();
            assert!(!lines.last().is_some_and(|it| it.ends_with('题')), "{lines:?}");
        }
    }
}

#[test]
fn too_many_pages_are_refused() {
    let Some(fonts) = noto("it::layout::too_many_pages_are_refused") else {
        return;
    };
    let error = lay_out(&plain(vec![paragraph(&"汉".repeat(450)); 1_000]), fonts)
        .err()
        .expect("refused");
    assert!(matches!(error, LetterError::Invalid(it) if it == [Problem::TooManyPages]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_character_is_laid_out_once_and_in_order(
        text in "[一-龥，。、；：（）《》“”—…〔〕·0-9A-Za-z./: %-]{1,600}",
    ) {
        let Some(fonts) = noto("it::layout::every_character_is_laid_out_once_and_in_order") else { return Ok(()) };
        prop_assume!(!text.trim().is_empty());
        let layout = match lay_out(&plain(vec![paragraph(&text)]), fonts) {
            Ok(layout) => layout,
            // A few old characters of the block have no glyph; they are named, not dropped.
            Err(LetterError::Invalid(problems)) => {
                prop_assert!(matches!(&problems[..], [Problem::NoGlyph(_)]), "{:?}", problems);
                return Ok(());
            }
            Err(error) => panic!("{error}"),
        };
        let lines: Vec<String> =
            layout.pages().iter().flat_map(|page| page.lines()).map(str::to_owned).collect();
        let number = |it: &String| layout.pages().len() > 1
            && (1..=layout.pages().len()).any(|n| *it == format!("— {n} —"));
        let said: String = lines.iter().skip(1).filter(|it| !number(it)).map(String::as_str).collect();
        prop_assert_eq!(said, text);
    }
}

//! Input that means harm, and input that means nothing: no panic, no script, no long wait.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use text::page::{Hints, read};
use text::{date, decode, diff, docnumber, flow, guess, identifier, paste, sanitise};

/// Everything this crate does with a string.
fn all_of_it(text: &str) {
    docnumber::parse(text);
    docnumber::find(text);
    date::parse(text);
    date::find(text);
    identifier::find(text);
    identifier::mask_all(text);
    guess::summary(text);
    guess::keywords(text, text);
    guess::genre(text);
    guess::signed_by(text);
    text::anchor::anchors(text);
    sanitise::from_plain(text);
    sanitise::plain_text(text);
    paste::clean(text);
    read(text.as_bytes(), &Hints::default()).ok();
}

/// HTML made of the pieces that break cleaners.
fn tag_soup() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<i>",
        "<em>",
        "</em>",
        "<sup>",
        "</sup>",
        "<sub>",
        "<a href='/x?a=1&b=2'>",
        "<a href=\"javascript:alert(1)\">",
        "<a href='JaVa\tScript:x()'>",
        "<a href=\"//evil.example/x\">",
        "</a>",
        "<ul>",
        "</ul>",
        "<ol start=3>",
        "</ol>",
        "<li>",
        "</li>",
        "<table>",
        "</table>",
        "<tr>",
        "<td colspan=2>",
        "<th scope=ROW>",
        "</td>",
        "<thead>",
        "<tbody>",
        "<caption>",
        "</caption>",
        "<blockquote>",
        "</blockquote>",
        "<h1>",
        "<h2 id=clause-1>",
        "</h2>",
        "<h5>",
        "<br>",
        "<hr>",
        "<img src=a.png alt='图'>",
        "<img src=x onerror=alert(1)>",
        "<img src='data:image/png;base64,AA'>",
        "<img src=https://e.example/i.png>",
        "<script>alert(1)</script>",
        "<script>",
        "<style>p{}</style>",
        "<svg onload=x()>",
        "<math><mtext>",
        "<iframe src=x>",
        "<form>",
        "<select><option>",
        "<textarea>",
        "<!--",
        "-->",
        "<![if !supportLists]>",
        "<![endif]>",
        "<o:p>",
        "</o:p>",
        "<p class=MsoListParagraph>",
        "<p align=right>",
        "<p style='text-align:center'>",
        "<center>",
        "<span style='display:none'>",
        "</span>",
        "<pre>",
        "\n",
        " ",
        "\u{3000}",
        "&nbsp;",
        "&lt;",
        "&amp;",
        "&#x6A;avascript:",
        "·",
        "l ",
        "一、总则",
        "（一）",
        "第一条",
        "甲",
        "乙。",
        "a",
        "\"",
        "'",
        "<",
        ">",
        "\u{200B}",
        "\u{0}",
        "<title>",
        "<plaintext>",
        "<noscript>",
        "<template>",
        "<dl><dt>",
        "<dd>",
        "<frameset>",
        "<p onclick=alert(1)>",
        "2026年1月2日",
        "<font face=Wingdings>",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

fn assert_harmless(html: &str) {
    // Whatever is not text is a tag; harm can only be in tags.
    for tag in html
        .split('<')
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap_or_default().to_ascii_lowercase())
    {
        let name = tag
            .trim_start_matches('/')
            .split([' ', '/'])
            .next()
            .unwrap_or_default();
        let allowed = [
            "h2",
            "h3",
            "h4",
            "p",
            "ul",
            "ol",
            "li",
            "table",
            "caption",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "blockquote",
            "strong",
            "em",
            "sub",
            "sup",
            "a",
            "img",
            "br",
            "hr",
        ];
        assert!(allowed.contains(&name), "<{tag}>");
        let names = tag.split('"').step_by(2);
        assert!(
            names
                .clone()
                .all(|part| !part.contains(" on") && !part.contains("style")),
            "<{tag}>"
        );
        assert!(
            !tag.contains("javascript:") && !tag.contains("data:") && !tag.contains("\"//"),
            "<{tag}>"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        decode::decode(&bytes).ok();
        read(&bytes, &Hints::default()).ok();
        all_of_it(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_text_makes_it_panic(text in "[\\PC\n０-９〔〕()（）年月日号第0-9一-三是。?？□ ：:]{0,120}") {
        all_of_it(&text);
    }

    #[test]
    fn cleaning_is_harmless_and_a_fixpoint(html in tag_soup()) {
        let once = sanitise::clean(&html);
        assert_harmless(&once);
        prop_assert_eq!(sanitise::clean(&once), once.clone());
        prop_assert_eq!(flow::render(&flow::read(&once)), once);
    }

    #[test]
    fn pasting_is_harmless_and_a_fixpoint(html in tag_soup()) {
        let once = paste::clean(&html);
        assert_harmless(&once);
        prop_assert_eq!(paste::clean(&once), once);
    }

    #[test]
    fn a_page_of_soup_gives_a_clean_body(html in tag_soup()) {
        let page = read(format!("<html><body>{html}").as_bytes(), &Hints::default());
        if let Ok(page) = page {
            assert_harmless(&page.body_html);
            prop_assert_eq!(sanitise::clean(&page.body_html), page.body_html);
        }
    }

    #[test]
    fn both_sides_of_a_difference_can_be_read_back(
        old in prop::collection::vec("[甲乙丙丁0-9.。 ]{1,12}", 0..8),
        new in prop::collection::vec("[甲乙丙丁0-9.。 ]{1,12}", 0..8),
    ) {
        let lines = |all: &[String]| -> String {
            let kept: Vec<&str> = all.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
            kept.join("\n")
        };
        let compared = diff::texts(&old.join("\n"), &new.join("\n"));
        prop_assert_eq!(compared.side(diff::Kind::Removed), lines(&old));
        prop_assert_eq!(compared.side(diff::Kind::Added), lines(&new));
        prop_assert_eq!(compared.is_empty(), lines(&old) == lines(&new));
    }

    #[test]
    fn no_digits_of_a_masked_number_are_shown(middle in "[0-9]{4}") {
        let text = format!("电话138{middle}5678。");
        let masked = identifier::mask_all(&text);
        prop_assert_eq!(masked, "电话138****5678。");
    }
}

/// What is ours is tried with a megabyte; what goes through the HTML parser, slow in a debug build, with less,
/// and twice as much may not take much more than twice as long.
#[test]
fn provocations_take_time_in_proportion_to_their_length() {
    for piece in [
        "<",
        "(",
        "（务(",
        "号",
        "〔2016〕5号",
        "1 ",
        "2026-",
        "是",
        "?",
        "\n",
        "来源:",
        "甲乙丙",
        "1",
        "一",
        "2026年",
    ] {
        // The two commonest provocations with a whole megabyte.
        let bytes = if matches!(piece, "<" | "(") {
            1 << 20
        } else {
            1 << 18
        };
        let text = piece.repeat(bytes / piece.len());
        let start = Instant::now();
        docnumber::find(&text);
        date::find(&text);
        identifier::mask_all(&text);
        guess::summary(&text);
        guess::written_on(&text);
        decode::decode(text.as_bytes()).ok();
        let took = start.elapsed();
        assert!(took < Duration::from_secs(20), "{piece}: {took:?}");
    }
    let pieces = [
        "<", "(", "（务(", "<div>", "<b a=1>", "<a ", "</p>", "<table>", "<!--[if", "<![", "是", "?", "\n",
        "来源:", "<p>甲", "务(wù)", "□", "<br>",
    ];
    for piece in pieces {
        let time = |bytes: usize| {
            let text = piece.repeat(bytes / piece.len());
            let start = Instant::now();
            all_of_it(&text);
            start.elapsed()
        };
        let (once, fourfold) = (time(1 << 12), time(1 << 14));
        // Sixteenfold would be quadratic; the constant forgives a busy machine.
        assert!(
            fourfold < once * 9 + Duration::from_secs(2),
            "{piece}: {once:?}, then {fourfold:?}"
        );
    }
}

#[test]
fn long_texts_with_nothing_in_common_are_compared_coarsely() {
    let compared = diff::texts(&"甲乙".repeat(100_000), &"丙丁".repeat(100_000));
    assert_eq!(
        (
            compared.summary.characters_removed,
            compared.summary.characters_added
        ),
        (200_000, 200_000)
    );
    let compared = diff::texts(&"甲\n".repeat(50_000), &"乙\n".repeat(50_000));
    assert_eq!(compared.summary.paragraphs_removed, 50_000);
}

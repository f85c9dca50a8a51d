//! The HTML that may be published.
//!
//! Two keepers, one after the other: the document model of [`crate::flow`] can only say what is allowed,
//! and ammonia, which knows nothing of that model, checks what it wrote. Either alone would do; a hole has
//! to be in both.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::flow::{self, Block};

/// Any HTML to the allowed subset, in normal form.
///
/// Idempotent. No scripts, styles, frames, forms, event attributes; links only http(s), mailto, tel or
/// relative; images only of this site (others become links); headings from h2 to h4.
///
/// ```
/// use text::sanitise::clean;
/// assert_eq!(clean("<p onclick=x()>一<script>x()</script><a href='JavaScript:x()'>二</a>"), "<p>一二</p>\n");
/// ```
pub fn clean(html: &str) -> String {
    check(&flow::render(&flow::read(html)))
}

/// The model's HTML after the second keeper.
pub(crate) fn check(html: &str) -> String {
    KEEPER.clean(html).to_string()
}

/// The words of any HTML: a paragraph, item or row a line, cells parted by tabs.
pub fn plain_text(html: &str) -> String {
    flow::plain(&flow::read(html))
}

/// Plain text as paragraphs, a line each; blank lines go.
///
/// ```
/// assert_eq!(text::sanitise::from_plain("　　一 < 二\n\n三"), "<p>一 &lt; 二</p>\n<p>三</p>\n");
/// ```
pub fn from_plain(text: &str) -> String {
    let blocks: Vec<Block> = text
        .lines()
        .map(Block::paragraph)
        .filter(|block| block.words().is_some_and(|words| !words.is_empty()))
        .collect();
    check(&flow::render(&blocks))
}

static KEEPER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut keeper = ammonia::Builder::empty();
    keeper
        .tags(HashSet::from([
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
        ]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("img", HashSet::from(["src", "alt"])),
            ("th", HashSet::from(["scope", "colspan", "rowspan"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("ol", HashSet::from(["start"])),
            ("p", HashSet::from(["id"])),
            ("h2", HashSet::from(["id"])),
            ("h3", HashSet::from(["id"])),
            ("h4", HashSet::from(["id"])),
        ]))
        .allowed_classes(HashMap::from([("p", HashSet::from(["right", "center"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true);
    keeper
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_stay_and_what_becomes_of_the_rest() {
        for (html, expected) in [
            ("<h1>甲</h1><h6>乙</h6>", "<h2>甲</h2>\n<h4>乙</h4>\n"),
            ("甲<br><br>乙<br>丙", "<p>甲</p>\n<p>乙<br>丙</p>\n"),
            (
                "<a href='mailto:a@b.c'>信</a><a href='ftp://x'>档</a>",
                "<p><a href=\"mailto:a@b.c\">信</a>档</p>\n",
            ),
            (
                "<a href='//e.example'>甲</a>",
                "<p><a href=\"https://e.example\">甲</a></p>\n",
            ),
            (
                "<a href='java\nscript:x()'>甲</a><a href='\u{1}javascript:x()'>乙</a>",
                "<p>甲乙</p>\n",
            ),
            (
                "<img src='/a.png' alt='图' onerror=x()>",
                "<p><img src=\"/a.png\" alt=\"图\"></p>\n",
            ),
            (
                "<p>关于\n    印发</p><p>Word\n2016</p>",
                "<p>关于印发</p>\n<p>Word 2016</p>\n",
            ),
            ("<p>第一章\u{3000}总则\u{3000}</p>", "<p>第一章\u{3000}总则</p>\n"),
            (
                "<div>甲<table><tr><td>乙</table>丙</div>",
                "<p>甲</p>\n<table>\n<tbody>\n<tr><td>乙</td></tr>\n</tbody>\n</table>\n<p>丙</p>\n",
            ),
            ("<svg><p>甲</svg><math>乙</math><p>丙", "<p>甲</p>\n<p>丙</p>\n"),
            (
                "<p id=clause-2>甲</p><p id=login>乙</p>",
                "<p id=\"clause-2\">甲</p>\n<p>乙</p>\n",
            ),
            ("", ""),
        ] {
            assert_eq!(clean(html), expected, "{html}");
        }
    }
}

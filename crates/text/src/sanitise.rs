//! The HTML that may be published.
//!
//! Two keepers, one after the other: the document model of [`crate::flow`] can only say what is allowed,
//! and ammonia, which knows nothing of that model, checks what it wrote. Either alone would do; a hole has
//! to be in both.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::flow::{self, Block, RunKind};

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

/// A text without characters that nobody sees: zero-width marks, marks that turn the direction of writing,
/// control characters other than white space.
///
/// ```
/// assert_eq!(text::sanitise::visible("\u{200B}关于\u{202E}放假\u{7}"), "关于放假");
/// ```
pub fn visible(text: &str) -> String {
    text.chars()
        .filter(|character| !crate::width::is_invisible(*character))
        .collect()
}

/// What a body points at that is not here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Astray {
    /// Addresses of pictures.
    pub pictures: Vec<String>,
    /// Links: their words and their address.
    pub links: Vec<(String, String)>,
}

impl Astray {
    /// Does everything lead somewhere?
    pub fn is_empty(&self) -> bool {
        self.pictures.is_empty() && self.links.is_empty()
    }
}

/// Takes out of a body what leads nowhere: pictures that `picture` does not know go, links that `link` does
/// not know become their words. Addresses of other sites and places within the page are not asked about.
///
/// ```
/// use text::sanitise::without_astray;
/// let body = "<p>见<a href=\"/upload/a.doc\">附件</a><img src=\"x.png\" alt=\"图\"></p>";
/// let (clean, astray) = without_astray(body, |_| false, |_| false);
/// assert_eq!(clean, "<p>见附件</p>\n");
/// assert_eq!(astray.pictures, ["x.png"]);
/// assert_eq!(astray.links, [("附件".to_owned(), "/upload/a.doc".to_owned())]);
/// ```
pub fn without_astray(
    html: &str,
    picture: impl Fn(&str) -> bool,
    link: impl Fn(&str) -> bool,
) -> (String, Astray) {
    let mut blocks = flow::read(html);
    let mut astray = Astray::default();
    flow::each_runs(&mut blocks, &mut |runs| {
        let before = runs.len();
        runs.retain(|run| match &run.kind {
            RunKind::Image { src, .. } if !picture(src) => {
                astray.pictures.push(src.clone());
                false
            }
            _ => true,
        });
        let mut changed = runs.len() != before;
        for run in runs.iter_mut() {
            let lost = run
                .href
                .as_deref()
                .is_some_and(|href| flow::is_of_this_site(href) && !link(href));
            if let Some(href) = run.href.take_if(|_| lost) {
                changed = true;
                let words = flow::words(std::slice::from_ref(run));
                match astray.links.last_mut() {
                    Some((last, to)) if *to == href => last.push_str(&words),
                    _ => astray.links.push((words, href)),
                }
            }
        }
        if changed {
            *runs = flow::rewrite(runs, str::to_owned);
        }
    });
    if astray.is_empty() {
        return (html.to_owned(), astray);
    }
    flow::drop_blank(&mut blocks);
    (check(&flow::render(&blocks)), astray)
}

/// The links of a body that lead into this site, each once for each stretch of words.
pub fn local_links(html: &str) -> Vec<String> {
    let mut all = Vec::new();
    flow::each_runs(&mut flow::read(html), &mut |runs| {
        let links = runs.iter().filter_map(|run| run.href.as_deref());
        all.extend(
            links
                .filter(|href| flow::is_of_this_site(href))
                .map(str::to_owned),
        );
    });
    all
}

/// Spells relative links out from the site's root, for a page that stands at `page` (`/zwgk/2015/a.html`).
/// Nothing happens where that is not known.
///
/// ```
/// use text::sanitise::resolved;
/// let body = "<p><a href=\"../2014/b.html\">上年</a><a href=\"c.html?p=1\">丙</a></p>\n";
/// assert_eq!(resolved(body, "/zwgk/2015/a.html"),
///     "<p><a href=\"/zwgk/2014/b.html\">上年</a><a href=\"/zwgk/2015/c.html?p=1\">丙</a></p>\n");
/// assert_eq!(resolved(body, ""), body);
/// ```
pub fn resolved(html: &str, page: &str) -> String {
    let Some((folder, _)) = page.rsplit_once('/').filter(|_| page.starts_with('/')) else {
        return html.to_owned();
    };
    let mut blocks = flow::read(html);
    let mut changed = false;
    flow::each_runs(&mut blocks, &mut |runs| {
        for href in runs.iter_mut().filter_map(|run| run.href.as_mut()) {
            if flow::is_of_this_site(href) && !href.starts_with('/') {
                *href = from_root(folder, href);
                changed = true;
            }
        }
    });
    if changed {
        check(&flow::render(&blocks))
    } else {
        html.to_owned()
    }
}

fn from_root(folder: &str, relative: &str) -> String {
    let (path, rest) = relative.split_at(relative.find(['?', '#']).unwrap_or(relative.len()));
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}{rest}", parts.join("/"))
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

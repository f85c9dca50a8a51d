//! Which part of a page is the document.

use std::collections::HashMap;

use ego_tree::NodeId;
use scraper::Node;
use scraper::node::Element;

use super::repair::next_tag;
use super::{Finding, Form, Link, Severity};
use crate::flow::{self, Align, Block, Dom, NodeRef, Reader, Run, RunKind, Table, is_hidden};
use crate::hanzi::is_han;
use crate::width::shorten;

/// A page taken apart.
#[derive(Default)]
pub(super) struct Content {
    /// Lines around the document (head, navigation, foot) in their order.
    pub outside: Vec<String>,
    /// The part with the document; its first blocks may still be the head, its last the foot.
    pub body: Vec<Block>,
    /// `<meta name=… content=…>`, names in lower case.
    pub meta: HashMap<String, String>,
    /// `<h1>`, else `<title>`.
    pub heading: Option<String>,
}

/// Whether a file is a web page or text. Text may hold stray tags; a page has Chinese words inside its tags.
pub(super) fn form(text: &str) -> Form {
    let head: String = text.chars().take(2_000).collect::<String>().to_ascii_lowercase();
    if ["<!doctype", "<html", "<head", "<body", "<frameset"]
        .iter()
        .any(|mark| head.contains(mark))
    {
        return Form::Html;
    }
    const HOLDERS: [&str; 14] = [
        "p", "div", "td", "th", "li", "br", "h1", "h2", "h3", "span", "font", "center", "section", "article",
    ];
    let mut rest = text;
    while let Some((open, length)) = next_tag(rest) {
        let tag = rest[open + 1..open + length].trim_end_matches(['>', '/']);
        let name = tag
            .split(|c: char| c.is_whitespace())
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        rest = &rest[open + length..];
        let words_follow = rest
            .trim_start_matches([' ', '\u{3000}', '\u{A0}'])
            .chars()
            .next()
            .is_some_and(is_han);
        if HOLDERS.contains(&name.as_str()) && words_follow {
            return Form::Html;
        }
    }
    Form::Text
}

/// Text: stray tags go, each line a paragraph.
pub(super) fn from_text(text: &str, findings: &mut Vec<Finding>) -> Content {
    let (bare, tags) = without_tags(text);
    if tags > 0 {
        let sentence =
            format!("文中混入 {tags} 个无意义的网页标签（多为镜像或被篡改网页所留），已去掉，文字未动。");
        findings
            .push(Finding::new("junk-tags", Severity::Warning, sentence).at(None, shorten(text.trim(), 40)));
    }
    let blocks: Vec<Block> = bare
        .lines()
        .map(Block::paragraph)
        .filter(|block| block.words().is_some_and(|words| !words.is_empty()))
        .collect();
    Content {
        body: blocks,
        ..Content::default()
    }
}

fn without_tags(text: &str) -> (String, usize) {
    let mut kept = String::with_capacity(text.len());
    let (mut rest, mut tags) = (text, 0);
    while let Some((open, length)) = next_tag(rest) {
        // A sign in prose (甲<A的部分) has no `>` near it on its line.
        let is_tag = length <= 500 && !rest[open..open + length].contains('\n');
        kept.push_str(&rest[..if is_tag { open } else { open + 1 }]);
        rest = &rest[if is_tag { open + length } else { open + 1 }..];
        tags += usize::from(is_tag);
    }
    kept.push_str(rest);
    let kept = [
        ("&nbsp;", " "),
        ("&ensp;", " "),
        ("&emsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(kept, |text, (entity, sign)| text.replace(entity, sign));
    (kept, tags)
}

/// HTML: the document's element, and the lines around it.
pub(super) fn from_html(html: &str, findings: &mut Vec<Finding>) -> Content {
    let dom = flow::parse(html);
    let place = container(&dom);
    let in_body = |element: &Element| {
        place
            .value()
            .as_element()
            .is_some_and(|body| std::ptr::eq(element, body))
    };
    let mut body = Reader::new(&is_navigation).blocks(place);
    unwrap_layout(&mut body);
    let mut around = Reader::new(&in_body).blocks(dom.0.tree.root());
    unwrap_layout(&mut around);
    let mut outside = Vec::new();
    flow::plain_lines(&around, &mut outside);
    // What is left out of the body may still say who runs the site.
    let left_out = place
        .descendants()
        .filter(|node| node.value().as_element().is_some_and(is_navigation));
    for node in left_out {
        flow::plain_lines(&Reader::new(&|_| false).blocks(node), &mut outside);
    }
    outside.retain(|line| !line.trim().is_empty());
    html_findings(html, &dom, findings);
    Content {
        outside,
        body,
        meta: meta(&dom),
        heading: heading(&dom),
    }
}

/// How many Chinese characters stand below each node; links, scripts and hidden parts count nothing.
fn weigh(dom: &Dom) -> HashMap<NodeId, usize> {
    let unseen = |element: &Element| {
        matches!(
            element.name(),
            "a" | "script" | "style" | "title" | "option" | "noscript"
        ) || is_hidden(element)
    };
    let mut weights = HashMap::new();
    for node in dom.0.tree.nodes() {
        let Node::Text(text) = node.value() else { continue };
        let han = text.chars().filter(|c| is_han(*c)).count();
        if han == 0
            || node
                .ancestors()
                .any(|a| a.value().as_element().is_some_and(unseen))
        {
            continue;
        }
        for ancestor in node.ancestors() {
            *weights.entry(ancestor.id()).or_insert(0) += han;
        }
    }
    weights
}

/// Identifiers and classes that site programs give to the body of an article: the surest first.
const CONTAINERS: [&[&str]; 2] = [
    &[
        "trs_editor",
        "trs_ueditor",
        "ucap-content",
        "zoom",
        "j-fontcontent",
        "v_news_content",
        "wp_articlecontent",
        "js_content",
        "article-content",
        "articlecontent",
        "pages_content",
        "artibody",
        "newscontent",
        "news_content",
        "gsj_htmlcon_bot",
        "article_content",
        "content_text",
        "info-content",
        "nr_con",
        "wzcon",
        "con_text",
        "text-content",
        "fontzoom",
        "xxgk-content",
    ],
    &[
        "content",
        "article",
        "con",
        "detail",
        "main-content",
        "maincontent",
        "view",
        "bt_content",
        "neirong",
        "articlebox",
        "nr",
    ],
];

/// The element that holds the document.
fn container(dom: &Dom) -> NodeRef<'_> {
    let weights = weigh(dom);
    let weight = |node: &NodeRef<'_>| weights.get(&node.id()).copied().unwrap_or(0);
    let root = dom.0.tree.root();
    // A sure name may hold a short document on a long page; a vague one must hold a third of the words.
    for (names, share) in CONTAINERS.into_iter().zip([10, 3]) {
        let named = dom
            .0
            .tree
            .nodes()
            .filter(|node| node.value().as_element().is_some_and(|e| is_named(e, names)));
        // Of several as heavy the innermost, which comes last.
        if let Some(best) = named.max_by_key(weight)
            && weight(&best) * share >= weight(&root)
            && weight(&best) > 0
        {
            return best;
        }
    }
    densest(root, &weight)
}

fn is_named(element: &Element, names: &[&str]) -> bool {
    let is = |name: &str| names.contains(&name.to_ascii_lowercase().as_str());
    element.id().is_some_and(is) || element.classes().any(is)
}

/// Down from the root as long as one child holds nearly all the words.
fn densest<'a>(root: NodeRef<'a>, weight: &impl Fn(&NodeRef<'_>) -> usize) -> NodeRef<'a> {
    let mut here = root;
    loop {
        let heavy = here.children().filter(|child| {
            child.value().as_element().is_some_and(|e| {
                matches!(
                    e.name(),
                    "html"
                        | "body"
                        | "div"
                        | "table"
                        | "tbody"
                        | "tr"
                        | "td"
                        | "center"
                        | "form"
                        | "section"
                        | "article"
                        | "main"
                        | "font"
                        | "span"
                )
            })
        });
        match heavy.max_by_key(weight) {
            Some(child) if weight(&child) > 0 && weight(&child) * 10 >= weight(&here) * 7 => here = child,
            _ => return here,
        }
    }
}

/// Navigation and widgets inside the document's element.
fn is_navigation(element: &Element) -> bool {
    if matches!(element.name(), "nav" | "aside" | "footer") {
        return true;
    }
    const NAMES: [&str; 22] = [
        "nav",
        "menu",
        "share",
        "bdsharebuttonbox",
        "bshare",
        "footer",
        "foot",
        "bottom",
        "sidebar",
        "toolbar",
        "print",
        "fontsize",
        "related",
        "pagination",
        "pager",
        "qrcode",
        "ewm",
        "login",
        "search",
        "prevnext",
        "tools",
        "copyright",
    ];
    is_named(element, &NAMES)
}

/// Tables that only place things on the page dissolve into what they hold.
fn unwrap_layout(blocks: &mut Vec<Block>) {
    let mut flat = Vec::with_capacity(blocks.len());
    for mut block in std::mem::take(blocks) {
        match &mut block {
            Block::Table(table) => {
                table
                    .rows
                    .iter_mut()
                    .flatten()
                    .for_each(|cell| unwrap_layout(&mut cell.blocks));
                if !is_layout(table) {
                    flat.push(block);
                    continue;
                }
                if !table.caption.is_empty() {
                    let runs = std::mem::take(&mut table.caption);
                    flat.push(Block::Paragraph {
                        id: None,
                        align: Align::Start,
                        runs,
                    });
                }
                flat.extend(table.rows.drain(..).flatten().flat_map(|cell| cell.blocks));
            }
            Block::Quote(inner) => {
                unwrap_layout(inner);
                flat.push(block);
            }
            _ => flat.push(block),
        }
    }
    *blocks = flat;
}

fn is_layout(table: &Table) -> bool {
    let cells = || table.rows.iter().flatten();
    if cells().any(|cell| cell.header) {
        return false;
    }
    let nested = cells()
        .flat_map(|cell| &cell.blocks)
        .any(|b| matches!(b, Block::Table(_) | Block::Heading { .. }));
    let single = table
        .rows
        .iter()
        .all(|row| row.iter().filter(|cell| !cell.blocks.is_empty()).count() <= 1);
    let lengths: Vec<usize> = cells()
        .map(|cell| flow::plain(&cell.blocks).chars().count())
        .collect();
    let (all, most) = (
        lengths.iter().sum::<usize>(),
        lengths.iter().max().copied().unwrap_or(0),
    );
    nested || single || (most > 300 && most * 10 > all * 6)
}

fn meta(dom: &Dom) -> HashMap<String, String> {
    let elements = dom.0.tree.nodes().filter_map(|node| node.value().as_element());
    let pairs = elements.filter(|e| e.name() == "meta").filter_map(|e| {
        let content = e.attr("content")?.trim();
        (!content.is_empty())
            .then(|| Some((e.attr("name")?.trim().to_ascii_lowercase(), content.to_owned())))?
    });
    pairs.collect()
}

fn heading(dom: &Dom) -> Option<String> {
    ["h1", "title"].into_iter().find_map(|name| {
        let node = dom
            .0
            .tree
            .nodes()
            .find(|node| node.value().as_element().is_some_and(|e| e.name() == name))?;
        let text: String = node
            .descendants()
            .filter_map(|n| n.value().as_text().map(|t| t.to_string()))
            .collect();
        let words = Block::paragraph(&text).words()?;
        (!words.is_empty()).then_some(words)
    })
}

fn html_findings(html: &str, dom: &Dom, findings: &mut Vec<Finding>) {
    let mut ids: HashMap<&str, usize> = HashMap::new();
    let (mut hidden, mut hidden_words) = (0, String::new());
    for node in dom.0.tree.nodes() {
        let Some(element) = node.value().as_element() else {
            continue;
        };
        if let Some(id) = element.id() {
            *ids.entry(id).or_default() += 1;
        }
        if is_hidden(element) && hidden < 10 {
            let text: String = node
                .descendants()
                .filter_map(|n| n.value().as_text().map(|t| t.to_string()))
                .collect();
            if text.chars().filter(|c| is_han(*c)).count() >= 4 {
                hidden += 1;
                hidden_words = if hidden_words.is_empty() {
                    shorten(text.trim(), 40)
                } else {
                    hidden_words
                };
            }
        }
    }
    let junk: usize = ids.values().filter(|count| **count >= 4).sum();
    if junk > 0 {
        let sentence = format!(
            "网页混入 {junk} 个编号相同的无意义标签（被篡改网页的常见痕迹），已去掉。请核对正文来源是否可靠。"
        );
        findings.push(Finding::new("junk-tags", Severity::Warning, sentence));
    }
    if hidden > 0 {
        let sentence = format!("网页有 {hidden} 处设为不可见的文字（常见于暗链），没有收入正文。请核对。");
        findings.push(Finding::new("hidden-text", Severity::Warning, sentence).at(None, hidden_words));
    }
    let lower = html.to_ascii_lowercase();
    if lower.contains("<html") && !lower.contains("</html") {
        let sentence = "网页没有结尾标记，文件可能只保存了前一部分。请对照原网页，或重新保存。";
        findings.push(Finding::new("truncated", Severity::Warning, sentence));
    }
}

/// The links of a body: to pages, and to files.
pub(super) fn links(body: &[Block]) -> (Vec<Link>, Vec<Link>) {
    let mut all: Vec<Link> = Vec::new();
    each_run(body, &mut |run| {
        let (Some(href), RunKind::Text(text)) = (&run.href, &run.kind) else {
            return;
        };
        match all.last_mut() {
            Some(last) if last.href == *href => last.text.push_str(text),
            _ => all.push(Link {
                text: text.clone(),
                href: href.clone(),
            }),
        }
    });
    let is_file = |link: &Link| {
        let path = link
            .href
            .split(['?', '#'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        const FILES: [&str; 15] = [
            ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".pdf", ".wps", ".et", ".zip", ".rar", ".7z",
            ".ofd", ".txt", ".csv",
        ];
        FILES.iter().any(|ending| path.ends_with(ending))
    };
    let (files, pages) = all.into_iter().partition(is_file);
    (pages, files)
}

/// The addresses of a body's images.
pub(super) fn images(body: &[Block]) -> Vec<String> {
    let mut all = Vec::new();
    each_run(body, &mut |run| {
        if let RunKind::Image { src, .. } = &run.kind {
            all.push(src.clone());
        }
    });
    all
}

fn each_run(body: &[Block], see: &mut impl FnMut(&Run)) {
    for block in body {
        match block {
            Block::Heading { runs, .. } | Block::Paragraph { runs, .. } => runs.iter().for_each(&mut *see),
            Block::List { items, .. } => items.iter().for_each(|item| each_run(item, see)),
            Block::Quote(inner) => each_run(inner, see),
            Block::Rule => {}
            Block::Table(table) => {
                table.caption.iter().for_each(&mut *see);
                table
                    .rows
                    .iter()
                    .flatten()
                    .for_each(|cell| each_run(&cell.blocks, see));
            }
        }
    }
}

//! Structured records carry their text as Markdown: headings, paragraphs, lists, tables.

use pulldown_cmark::{Options, Parser, html};

use crate::sanitise;

/// Markdown to the allowed HTML subset. Raw HTML inside it goes through the same sieve.
///
/// ```
/// let html = text::markdown::to_html("## 第一章\n\n第一条 为了……");
/// assert!(html.contains("<h2") && html.contains("<p>第一条 为了……</p>"));
/// ```
pub fn to_html(markdown: &str) -> String {
    let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES);
    let mut out = String::with_capacity(markdown.len() * 5 / 4);
    html::push_html(&mut out, parser);
    sanitise::clean(&out)
}

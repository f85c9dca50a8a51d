//! The model to HTML, in one normal form, and to plain text.

use super::{Align, Block, Cell, Marks, Run, RunKind, Table, words};

/// The normal form: one block a line, attributes double-quoted, no style.
///
/// ```
/// use text::flow::{read, render};
/// assert_eq!(render(&read("<P style='x'><B>一、</b>总则<p>")), "<p><strong>一、</strong>总则</p>\n");
/// ```
pub fn render(blocks: &[Block]) -> String {
    let mut html = String::new();
    for block in blocks {
        block_html(block, &mut html);
    }
    html
}

fn block_html(block: &Block, html: &mut String) {
    match block {
        Block::Heading { level, id, runs } => {
            let id = id_attribute(id);
            html.push_str(&format!("<h{level}{id}>"));
            runs_html(runs, html);
            html.push_str(&format!("</h{level}>\n"));
        }
        Block::Paragraph { id, align, runs } => {
            let class = match align {
                Align::Start => "",
                Align::Center => " class=\"center\"",
                Align::Right => " class=\"right\"",
            };
            html.push_str(&format!("<p{}{class}>", id_attribute(id)));
            runs_html(runs, html);
            html.push_str("</p>\n");
        }
        Block::List {
            ordered,
            start,
            items,
        } => list_html(*ordered, *start, items, html),
        Block::Table(table) => table_html(table, html),
        Block::Quote(inner) => {
            html.push_str("<blockquote>");
            contents_html(inner, html);
            html.push_str("</blockquote>\n");
        }
        Block::Rule => html.push_str("<hr>\n"),
    }
}

fn id_attribute(id: &Option<String>) -> String {
    id.as_ref()
        .map(|id| format!(" id=\"{}\"", escape_attribute(id)))
        .unwrap_or_default()
}

fn list_html(ordered: bool, start: u32, items: &[Vec<Block>], html: &mut String) {
    match (ordered, start) {
        (false, _) => html.push_str("<ul>\n"),
        (true, 1) => html.push_str("<ol>\n"),
        (true, _) => html.push_str(&format!("<ol start=\"{start}\">\n")),
    }
    for item in items {
        html.push_str("<li>");
        contents_html(item, html);
        html.push_str("</li>\n");
    }
    html.push_str(if ordered { "</ol>\n" } else { "</ul>\n" });
}

fn table_html(table: &Table, html: &mut String) {
    html.push_str("<table>\n");
    if !table.caption.is_empty() {
        html.push_str("<caption>");
        runs_html(&table.caption, html);
        html.push_str("</caption>\n");
    }
    let (head, body) = table.rows.split_at(table.head.min(table.rows.len()));
    for (name, rows) in [("thead", head), ("tbody", body)] {
        if rows.is_empty() {
            continue;
        }
        html.push_str(&format!("<{name}>\n"));
        for row in rows {
            html.push_str("<tr>");
            row.iter().for_each(|cell| cell_html(cell, html));
            html.push_str("</tr>\n");
        }
        html.push_str(&format!("</{name}>\n"));
    }
    html.push_str("</table>\n");
}

fn cell_html(cell: &Cell, html: &mut String) {
    let name = if cell.header { "th" } else { "td" };
    html.push_str(&format!("<{name}"));
    if let Some(scope) = cell.scope {
        html.push_str(&format!(" scope=\"{scope}\""));
    }
    for (attribute, span) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
        if span > 1 {
            html.push_str(&format!(" {attribute}=\"{span}\""));
        }
    }
    html.push('>');
    contents_html(&cell.blocks, html);
    html.push_str(&format!("</{name}>"));
}

/// The content of an item, cell or quotation: a lone leading paragraph needs no `<p>`.
fn contents_html(blocks: &[Block], html: &mut String) {
    let rest = match blocks {
        [
            Block::Paragraph {
                id: None,
                align: Align::Start,
                runs,
            },
            rest @ ..,
        ] if !matches!(rest.first(), Some(Block::Paragraph { .. })) => {
            runs_html(runs, html);
            rest
        }
        all => all,
    };
    rest.iter().for_each(|block| block_html(block, html));
}

fn runs_html(runs: &[Run], html: &mut String) {
    let mut rest = runs;
    while let Some(first) = rest.first() {
        let same = rest.iter().take_while(|run| run.href == first.href).count();
        let (linked, after) = rest.split_at(same);
        if let Some(href) = &first.href {
            html.push_str(&format!("<a href=\"{}\">", escape_attribute(href)));
        }
        linked.iter().for_each(|run| run_html(run, html));
        if first.href.is_some() {
            html.push_str("</a>");
        }
        rest = after;
    }
}

fn run_html(run: &Run, html: &mut String) {
    match &run.kind {
        RunKind::Break => html.push_str("<br>"),
        RunKind::Image { src, alt } => {
            let (src, alt) = (escape_attribute(src), escape_attribute(alt));
            html.push_str(&format!("<img src=\"{src}\" alt=\"{alt}\">"));
        }
        RunKind::Text(text) => {
            let names = mark_names(run.marks);
            names.iter().for_each(|name| html.push_str(&format!("<{name}>")));
            html.push_str(&escape_text(text));
            names
                .iter()
                .rev()
                .for_each(|name| html.push_str(&format!("</{name}>")));
        }
    }
}

fn mark_names(marks: Marks) -> Vec<&'static str> {
    [
        (marks.strong, "strong"),
        (marks.em, "em"),
        (marks.sub, "sub"),
        (marks.sup, "sup"),
    ]
    .into_iter()
    .filter_map(|(set, name)| set.then_some(name))
    .collect()
}

/// Text content as the HTML standard serialises it.
pub(crate) fn escape_text(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('\u{A0}', "&nbsp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn escape_attribute(value: &str) -> String {
    escape_text(value).replace('"', "&quot;")
}

/// Plain text: a paragraph, item or row a line; cells parted by tabs; no blank lines.
///
/// ```
/// let blocks = text::flow::read("<h2>甲</h2><ul><li>一<li>二</ul><table><tr><td>子<td>丑</table>");
/// assert_eq!(text::flow::plain(&blocks), "甲\n一\n二\n子\t丑");
/// ```
pub fn plain(blocks: &[Block]) -> String {
    let mut lines = Vec::new();
    plain_lines(blocks, &mut lines);
    lines.retain(|line| !line.trim().is_empty());
    lines.join("\n")
}

/// The lines of [`plain`], blank ones included.
pub(crate) fn plain_lines(blocks: &[Block], lines: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Heading { runs, .. } | Block::Paragraph { runs, .. } => {
                lines.extend(words(runs).split('\n').map(str::to_owned));
            }
            Block::List { items, .. } => items.iter().for_each(|item| plain_lines(item, lines)),
            Block::Quote(inner) => plain_lines(inner, lines),
            Block::Rule => {}
            Block::Table(table) => {
                lines.push(words(&table.caption));
                lines.extend(table.rows.iter().map(|row| {
                    row.iter()
                        .map(|cell| plain(&cell.blocks).replace('\n', " "))
                        .collect::<Vec<_>>()
                        .join("\t")
                }));
            }
        }
    }
}

//! Any HTML to the model.
//!
//! The walk recurses; the parser before it limits how deep a tree can be (see `tame`).

use scraper::Node;
use scraper::node::Element;

use super::{Align, Block, Cell, Line, Marks, Run, Table};

/// A node of the parsed tree.
pub(crate) type NodeRef<'a> = ego_tree::NodeRef<'a, Node>;

/// How deep lists, tables and quotations may nest; deeper ones are read as if they were not there.
const DEEPEST: usize = 20;

/// What the model can say of this HTML; everything else is dropped, its words kept.
///
/// Dropped with their content: scripts, styles, frames, forms' controls, what is hidden by style.
pub fn read(html: &str) -> Vec<Block> {
    let dom = super::parse(html);
    Reader::new(&|_| false).blocks(dom.0.tree.root())
}

/// Reads trees; `skip` names further elements to drop whole.
pub(crate) struct Reader<'s> {
    skip: &'s dyn Fn(&Element) -> bool,
}

/// The look that text inherits.
#[derive(Clone, Default)]
struct Context {
    marks: Marks,
    href: Option<String>,
    align: Align,
    /// Clause anchor of the nearest paragraph.
    id: Option<String>,
    /// Lists, tables and quotations around.
    depth: usize,
}

impl Context {
    /// What the content of a list, table or quotation inherits.
    fn nested(&self) -> Self {
        Context {
            align: Align::Start,
            id: None,
            depth: self.depth + 1,
            ..self.clone()
        }
    }
}

/// Blocks under construction.
#[derive(Default)]
struct Sink {
    blocks: Vec<Block>,
    line: Line,
}

impl Sink {
    /// Ends the line under way as a paragraph.
    fn flush(&mut self, context: &Context) {
        let runs = std::mem::take(&mut self.line).finish();
        self.paragraph(runs, context);
    }

    fn paragraph(&mut self, runs: Vec<Run>, context: &Context) {
        if !runs.is_empty() {
            self.blocks.push(Block::Paragraph {
                id: context.id.clone(),
                align: context.align,
                runs,
            });
        }
    }
}

impl<'s> Reader<'s> {
    pub(crate) fn new(skip: &'s dyn Fn(&Element) -> bool) -> Self {
        Reader { skip }
    }

    /// All blocks below `node`.
    pub(crate) fn blocks(&self, node: NodeRef<'_>) -> Vec<Block> {
        self.contents(node, &Context::default())
    }

    fn contents(&self, node: NodeRef<'_>, context: &Context) -> Vec<Block> {
        let mut sink = Sink::default();
        self.children(node, context, &mut sink);
        sink.flush(context);
        sink.blocks
    }

    fn children(&self, node: NodeRef<'_>, context: &Context, sink: &mut Sink) {
        for child in node.children() {
            self.child(child, context, sink);
        }
    }

    fn element(&self, node: NodeRef<'_>, element: &Element, context: &Context, sink: &mut Sink) {
        match element.name() {
            "br" => {
                if let Some(runs) = sink.line.line_break() {
                    sink.paragraph(runs, context);
                }
            }
            "hr" => {
                sink.flush(context);
                // Two rules in a row say no more than one.
                if sink.blocks.last() != Some(&Block::Rule) {
                    sink.blocks.push(Block::Rule);
                }
            }
            "img" => image(element, context, sink),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(node, element, context, sink),
            "ul" | "ol" | "dir" | "menu" | "table" | "blockquote" if context.depth >= DEEPEST => {
                self.container(node, element, context, sink);
            }
            "ul" | "ol" | "dir" | "menu" => self.list(node, element, context, sink),
            "table" => {
                sink.flush(context);
                self.table(node, context, sink);
            }
            "blockquote" => {
                sink.flush(context);
                let inner = self.contents(node, &context.nested());
                if !inner.is_empty() {
                    sink.blocks.push(Block::Quote(inner));
                }
            }
            "pre" | "xmp" | "listing" => self.preformatted(node, context, sink),
            name if is_block(name) => self.container(node, element, context, sink),
            _ => self.children(node, &inline_context(element, context), sink),
        }
    }

    fn container(&self, node: NodeRef<'_>, element: &Element, context: &Context, sink: &mut Sink) {
        sink.flush(context);
        let mut inner = inline_context(element, context);
        inner.align = alignment(element).unwrap_or(context.align);
        inner.id = if element.name() == "p" {
            clause_id(element)
        } else {
            None
        };
        self.children(node, &inner, sink);
        sink.flush(&inner);
    }

    fn heading(&self, node: NodeRef<'_>, element: &Element, context: &Context, sink: &mut Sink) {
        sink.flush(context);
        // A heading is heavy by itself: bold inside it says nothing and goes.
        let inner = Context {
            marks: Marks::default(),
            id: None,
            align: Align::Start,
            ..context.clone()
        };
        let mut line = Line::default();
        for (index, block) in self.contents(node, &inner).into_iter().enumerate() {
            let (Block::Heading { runs, .. } | Block::Paragraph { runs, .. }) = &block else {
                line.text(
                    &super::plain(std::slice::from_ref(&block)),
                    Marks::default(),
                    None,
                );
                continue;
            };
            if index > 0 {
                line.text(" ", Marks::default(), None);
            }
            for run in runs {
                add_run(&mut line, run);
            }
        }
        let runs = line.finish();
        let level = match element.name() {
            "h1" | "h2" => 2,
            "h3" => 3,
            _ => 4,
        };
        if !runs.is_empty() {
            sink.blocks.push(Block::Heading {
                level,
                id: clause_id(element),
                runs,
            });
        }
    }

    fn list(&self, node: NodeRef<'_>, element: &Element, context: &Context, sink: &mut Sink) {
        sink.flush(context);
        let inner = context.nested();
        let mut items: Vec<Vec<Block>> = Vec::new();
        let mut loose = Sink::default();
        for child in node.children() {
            let is_item = matches!(child.value(), Node::Element(e) if e.name() == "li");
            if is_item {
                items.extend(Some(std::mem::take(&mut loose)).map(|sink| ended(sink, &inner)));
                items.push(self.contents(child, &inner));
            } else {
                self.child(child, &inner, &mut loose);
            }
        }
        items.push(ended(loose, &inner));
        items.retain(|item| !item.is_empty());
        let ordered = element.name() == "ol";
        let start = element
            .attr("start")
            .filter(|_| ordered)
            .and_then(|n| n.trim().parse().ok())
            .unwrap_or(1);
        if !items.is_empty() {
            sink.blocks.push(Block::List {
                ordered,
                start: u32::min(start, 9_999),
                items,
            });
        }
    }

    /// One child, of whatever kind, into a sink.
    fn child(&self, child: NodeRef<'_>, context: &Context, sink: &mut Sink) {
        match child.value() {
            Node::Text(text) => sink.line.text(text, context.marks, context.href.as_deref()),
            Node::Element(element) if !dropped(element) && !(self.skip)(element) => {
                self.element(child, element, context, sink);
            }
            _ => {}
        }
    }

    fn preformatted(&self, node: NodeRef<'_>, context: &Context, sink: &mut Sink) {
        sink.flush(context);
        let mut text = String::new();
        for inner in node.descendants() {
            if let Node::Text(part) = inner.value() {
                text.push_str(part);
            }
        }
        for line in text.lines() {
            sink.line.text(line, context.marks, context.href.as_deref());
            sink.flush(context);
        }
    }

    fn table(&self, node: NodeRef<'_>, context: &Context, sink: &mut Sink) {
        let inner = Context {
            marks: Marks::default(),
            ..context.nested()
        };
        let mut table = Table::default();
        self.table_part(node, &inner, &mut table, false);
        // A head must lead: th rows without thead count as one where all their cells are headings.
        if table.head == 0 {
            table.head = table
                .rows
                .iter()
                .take_while(|row| row.iter().all(|cell| cell.header))
                .count();
        }
        table.head = table.head.min(table.rows.len());
        if !table.rows.is_empty() && table.rows.iter().flatten().any(|cell| !cell.blocks.is_empty()) {
            sink.blocks.push(Block::Table(table));
        } else if !table.caption.is_empty() {
            sink.paragraph(table.caption, &inner);
        }
    }

    fn table_part(&self, node: NodeRef<'_>, context: &Context, table: &mut Table, head: bool) {
        for child in node.children() {
            let Node::Element(element) = child.value() else {
                continue;
            };
            if dropped(element) || (self.skip)(element) {
                continue;
            }
            match element.name() {
                "caption" if table.caption.is_empty() => {
                    let mut line = Line::default();
                    line.text(
                        &super::plain(&self.contents(child, context)),
                        Marks::default(),
                        None,
                    );
                    table.caption = line.finish();
                }
                "thead" => self.table_part(child, context, table, table.rows.is_empty()),
                "tbody" | "tfoot" => self.table_part(child, context, table, false),
                "tr" => {
                    let row = self.row(child, context);
                    if !row.is_empty() {
                        table.rows.push(row);
                        table.head += usize::from(head);
                    }
                }
                _ => {}
            }
        }
    }

    fn row(&self, node: NodeRef<'_>, context: &Context) -> Vec<Cell> {
        let mut cells = Vec::new();
        for child in node.children() {
            let Node::Element(element) = child.value() else {
                continue;
            };
            if !matches!(element.name(), "td" | "th") || dropped(element) || (self.skip)(element) {
                continue;
            }
            let span = |name: &str, most: u32| {
                element
                    .attr(name)
                    .and_then(|n| n.trim().parse::<u32>().ok())
                    .map_or(1, |n| n.clamp(1, most))
            };
            let header = element.name() == "th";
            let scope = ["col", "row", "colgroup", "rowgroup"].into_iter().find(|scope| {
                header
                    && element
                        .attr("scope")
                        .is_some_and(|s| s.eq_ignore_ascii_case(scope))
            });
            let blocks = self.contents(child, context);
            cells.push(Cell {
                header,
                scope,
                columns: span("colspan", 100),
                rows: span("rowspan", 1000),
                blocks,
            });
        }
        cells
    }
}

fn ended(mut sink: Sink, context: &Context) -> Vec<Block> {
    sink.flush(context);
    sink.blocks
}

fn add_run(line: &mut Line, run: &Run) {
    let href = run.href.as_deref();
    let marks = Marks {
        strong: false,
        em: false,
        ..run.marks
    };
    match &run.kind {
        super::RunKind::Text(text) => line.text(text, marks, href),
        super::RunKind::Break => line.text(" ", marks, href),
        super::RunKind::Image { src, alt } => line.image(src.clone(), alt.clone(), href),
    }
}

fn inline_context(element: &Element, context: &Context) -> Context {
    let mut inner = context.clone();
    match element.name() {
        "b" | "strong" => inner.marks.strong = true,
        "i" | "em" => inner.marks.em = true,
        "sub" => (inner.marks.sub, inner.marks.sup) = (true, false),
        "sup" => (inner.marks.sup, inner.marks.sub) = (true, false),
        "a" => inner.href = element.attr("href").and_then(safe_href),
        _ => {}
    }
    inner
}

fn image(element: &Element, context: &Context, sink: &mut Sink) {
    let Some(address) = element.attr("src").and_then(safe_href) else {
        return;
    };
    let alt = tidy(element.attr("alt").unwrap_or_default());
    let has_scheme = scheme(&address).is_some();
    if !has_scheme {
        sink.line.image(address, alt, context.href.as_deref());
    } else if address.starts_with("http") {
        // An image of another site would tell that site who reads ours: it becomes a link.
        let words = if alt.is_empty() {
            "图片".to_owned()
        } else {
            format!("图片：{alt}")
        };
        sink.line.text(&words, context.marks, Some(&address));
    }
}

/// One line of text without invisible characters.
fn tidy(text: &str) -> String {
    let mut line = Line::default();
    line.text(text, Marks::default(), None);
    super::words(&line.finish())
}

/// Whether an address that may be published leads into this site, and not within its own page.
pub(crate) fn is_of_this_site(address: &str) -> bool {
    scheme(address).is_none() && !address.starts_with('#')
}

/// An address that may be published: http(s), mailto, tel, or relative to this site.
fn safe_href(address: &str) -> Option<String> {
    let address: String = address
        .trim()
        .chars()
        .filter(|c| !c.is_control() && !crate::width::is_invisible(*c))
        .collect();
    let address = address.trim().replace('\\', "/");
    if address.is_empty() || address.len() > 2_000 {
        return None;
    }
    if address.starts_with("//") {
        return Some(format!("https:{address}"));
    }
    match scheme(&address) {
        None => Some(address),
        Some(name) if ["http", "https", "mailto", "tel"].contains(&name.to_ascii_lowercase().as_str()) => {
            Some(format!("{}{}", name.to_ascii_lowercase(), &address[name.len()..]))
        }
        Some(_) => None,
    }
}

/// The scheme of an address: what stands before a colon that no `/`, `?` or `#` precedes.
fn scheme(address: &str) -> Option<&str> {
    let end = address.find([':', '/', '?', '#'])?;
    (address.as_bytes()[end] == b':').then_some(&address[..end])
}

fn clause_id(element: &Element) -> Option<String> {
    let id = element.attr("id")?;
    let rest = id.strip_prefix("clause-")?;
    let tame =
        !rest.is_empty() && rest.len() <= 64 && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    tame.then(|| id.to_owned())
}

fn alignment(element: &Element) -> Option<Align> {
    let style = element.attr("style").unwrap_or_default().to_ascii_lowercase();
    let from_style = style.split(';').rev().find_map(|part| {
        let (name, value) = part.split_once(':')?;
        (name.trim() == "text-align").then(|| value.trim().trim_end_matches("!important").trim().to_owned())
    });
    let class = ["right", "center"]
        .into_iter()
        .find(|name| element.classes().any(|class| class == *name));
    let named = from_style.as_deref().or(element.attr("align")).or(class);
    match named.map(str::to_ascii_lowercase).as_deref() {
        Some("right" | "end") => Some(Align::Right),
        Some("center") => Some(Align::Center),
        Some(_) => Some(Align::Start),
        None if element.name() == "center" => Some(Align::Center),
        None => None,
    }
}

/// Whether style or attribute keeps an element from being seen.
pub(crate) fn is_hidden(element: &Element) -> bool {
    if element.attr("hidden").is_some() {
        return true;
    }
    let Some(style) = element.attr("style") else {
        return false;
    };
    let style: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase();
    [
        "display:none",
        "visibility:hidden",
        "mso-hide:all",
        "font-size:0px",
        "font-size:0;",
        "text-indent:-9",
    ]
    .iter()
    .any(|mark| style.contains(mark))
}

fn dropped(element: &Element) -> bool {
    is_hidden(element)
        || matches!(
            element.name(),
            "script"
                | "style"
                | "noscript"
                | "template"
                | "iframe"
                | "frame"
                | "frameset"
                | "noframes"
                | "object"
                | "embed"
                | "applet"
                | "svg"
                | "math"
                | "canvas"
                | "audio"
                | "video"
                | "map"
                | "head"
                | "title"
                | "meta"
                | "link"
                | "base"
                | "input"
                | "select"
                | "option"
                | "optgroup"
                | "datalist"
                | "button"
                | "textarea"
                | "plaintext"
                | "marquee"
                | "bgsound"
                | "xml"
                | "rp"
                | "rt"
        )
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "nav"
            | "aside"
            | "center"
            | "address"
            | "figure"
            | "figcaption"
            | "dl"
            | "dt"
            | "dd"
            | "fieldset"
            | "legend"
            | "details"
            | "summary"
            | "form"
            | "body"
            | "html"
            | "li"
            | "td"
            | "th"
            | "tr"
            | "tbody"
            | "thead"
            | "tfoot"
            | "caption"
            | "hgroup"
    )
}

//! What Word and WPS put on the clipboard, to the small HTML that may be published.
//!
//! Their markup says how things look and hides what they are: lists are paragraphs with a bullet in a
//! symbol font, headings are bold paragraphs. What is beyond doubt is given back its structure.

use crate::flow::{self, Align, Block, Cell, Run, RunKind, Table};
use crate::hanzi::is_han;
use crate::sanitise;

/// Clipboard HTML to the subset of [`sanitise`]. Idempotent.
///
/// ```
/// let word = "<p class=MsoListParagraph><![if !supportLists]><span style='font-family:Wingdings'>l<span>&nbsp;\
///     </span></span><![endif]>甲<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>";
/// assert_eq!(text::paste::clean(word), "<ul>\n<li>甲</li>\n</ul>\n");
/// ```
pub fn clean(html: &str) -> String {
    let html = office_source(html);
    let mut blocks = flow::read(&html);
    flow::each_runs(&mut blocks, &mut |runs| {
        *runs = flow::rewrite(runs, str::to_owned)
    });
    numbered(&mut blocks);
    bulleted(&mut blocks);
    each_table(&mut blocks);
    flow::promote(&mut blocks);
    flow::drop_blank(&mut blocks);
    sanitise::check(&flow::render(&blocks))
}

/// The fragment without what only Office reads: conditional comments, `<o:p>`, marked list numbers.
fn office_source(html: &str) -> String {
    let fragment = between(html, "<!--StartFragment-->", "<!--EndFragment-->").unwrap_or(html);
    let fragment = without_hidden_conditionals(fragment);
    // What a downlevel-revealed condition holds is shown by browsers: only its marks go.
    let mut source = String::with_capacity(fragment.len());
    let mut rest = fragment.as_str();
    while let Some(open) = rest.find("<![") {
        source.push_str(&rest[..open]);
        match rest[open..].find('>') {
            Some(close) => {
                if rest[open..open + close].contains("!supportLists") {
                    source.push(BULLET);
                }
                rest = &rest[open + close + 1..];
            }
            None => {
                // No `>` from here on: nothing further can be a mark.
                source.push_str(&rest[open..]);
                return source;
            }
        }
    }
    source.push_str(rest);
    source
}

/// Stands for "Word put a list mark here" until the lists are built. A private-use character, so that no text
/// of the clipboard is mistaken for it: any that was there is taken away first.
const BULLET: char = '\u{F8FE}';

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    Some(rest.split_once(end).map_or(rest, |(inner, _)| inner))
}

/// `<!--[if gte mso 9]> … <![endif]-->`: settings for Word, never words.
fn without_hidden_conditionals(html: &str) -> String {
    let html = html.replace(BULLET, "");
    let mut kept = String::with_capacity(html.len());
    let mut rest = html.as_str();
    while let Some(open) = rest.find("<!--[if") {
        let Some(close) = rest[open..].find("-->") else {
            break;
        };
        kept.push_str(&rest[..open]);
        // `<!--[if !supportLists]-->` shows what follows; it ends at its own `-->` and keeps its meaning.
        if rest[open..open + close].contains("!supportLists") {
            kept.push(BULLET);
        }
        rest = &rest[open + close + 3..];
    }
    kept.push_str(rest);
    kept
}

/// Bullets that Word and WPS write as characters of symbol fonts, and the dot that people type.
const BULLETS: [char; 16] = [
    '·', '•', '●', '○', '■', '◆', '▪', '\u{F0B7}', '\u{F06C}', '\u{F0D8}', '\u{F0A7}', 'Ø', '➢', '✓', '§',
    '‣',
];

/// Letters that are bullets in Wingdings; only where Word says that a list mark stands there.
const WINGDINGS: [char; 8] = ['l', 'n', 'u', 'o', 'p', 'q', 'v', 'w'];

/// Paragraphs that Word itself numbered with Arabic figures become numbered lists. Marks that somebody typed
/// stay words, and so do 一、 and （一）: laws are cited by them.
fn numbered(blocks: &mut Vec<Block>) {
    let mut built: Vec<Block> = Vec::with_capacity(blocks.len());
    for mut block in std::mem::take(blocks) {
        let number = match &mut block {
            Block::Paragraph {
                runs,
                align: Align::Start,
                ..
            } => take_number(runs),
            Block::Quote(inner) => {
                numbered(inner);
                None
            }
            _ => None,
        };
        match (number, built.last_mut()) {
            (
                Some(number),
                Some(Block::List {
                    ordered: true,
                    start,
                    items,
                }),
            ) if *start as usize + items.len() == number as usize => items.push(vec![block]),
            (Some(number), _) => built.push(Block::List {
                ordered: true,
                start: number,
                items: vec![vec![block]],
            }),
            (None, _) => built.push(block),
        }
    }
    *blocks = built;
}

/// Takes `1.` off the start of a paragraph where Word says that a list mark stands there.
fn take_number(runs: &mut Vec<Run>) -> Option<u32> {
    let words = flow::words(runs);
    let marked = words.strip_prefix(BULLET)?.trim_start();
    let digits = marked.len() - marked.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = marked[..digits]
        .parse()
        .ok()
        .filter(|number| (1..1_000).contains(number))?;
    let rest = marked[digits..].strip_prefix(['.', '．', '、'])?;
    if rest.trim().is_empty() || rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut left = words.chars().count() - rest.trim_start().chars().count();
    *runs = flow::rewrite(runs, |text| {
        let kept: String = text.chars().skip(left).collect();
        left -= left.min(text.chars().count());
        kept
    });
    Some(number)
}

fn each_table(blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Table(table) => headed(table),
            Block::Quote(inner) => each_table(inner),
            _ => {}
        }
    }
}

/// The first row of a table whose cells are all in bold, unlike the rows below it, is its head.
fn headed(table: &mut Table) {
    let bold = |cell: &Cell| {
        let mut runs = cell.blocks.iter().flat_map(|block| match block {
            Block::Paragraph { runs, .. } | Block::Heading { runs, .. } => runs.as_slice(),
            _ => &[],
        });
        !cell.blocks.is_empty() && runs.all(|run| run.marks.strong)
    };
    let all_bold = |row: &Vec<Cell>| row.iter().all(bold);
    let looks = table.head == 0
        && table.rows.len() > 1
        && table.rows[0].len() > 1
        && all_bold(&table.rows[0])
        && !all_bold(&table.rows[1])
        && table.rows[0].iter().all(|cell| cell.rows == 1);
    if looks {
        table.head = 1;
    }
    for cell in table.rows.iter_mut().take(table.head).flatten() {
        if !cell.header {
            (cell.header, cell.scope) = (true, Some("col"));
        }
        for block in &mut cell.blocks {
            if let Block::Paragraph { runs, .. } = block {
                runs.iter_mut().for_each(|run| run.marks.strong = false);
            }
        }
    }
}

/// Paragraphs with bullets become lists; marks of numbered items stay words, since laws are cited by them.
fn bulleted(blocks: &mut Vec<Block>) {
    let mut built: Vec<Block> = Vec::with_capacity(blocks.len());
    for mut block in std::mem::take(blocks) {
        let item = match &mut block {
            Block::Paragraph {
                runs,
                align: Align::Start,
                ..
            } => take_bullet(runs),
            Block::Heading { runs, .. } => {
                unmark(runs);
                false
            }
            Block::Paragraph { runs, .. } => {
                unmark(runs);
                false
            }
            Block::List { items, .. } => {
                items.iter_mut().for_each(|item| without_bullets(item));
                false
            }
            Block::Quote(inner) => {
                bulleted(inner);
                false
            }
            Block::Table(table) => {
                unmark(&mut table.caption);
                table
                    .rows
                    .iter_mut()
                    .flatten()
                    .for_each(|cell| bulleted(&mut cell.blocks));
                false
            }
            Block::Rule => false,
        };
        match (item, built.last_mut()) {
            (
                true,
                Some(Block::List {
                    ordered: false,
                    items,
                    ..
                }),
            ) => items.push(vec![block]),
            (true, _) => built.push(Block::List {
                ordered: false,
                start: 1,
                items: vec![vec![block]],
            }),
            (false, _) => built.push(block),
        }
    }
    *blocks = built;
}

/// Items of a list need no bullet of their own.
fn without_bullets(item: &mut [Block]) {
    for block in item {
        match block {
            Block::Paragraph { runs, .. } => {
                take_bullet(runs);
            }
            Block::Heading { runs, .. } => unmark(runs),
            Block::List { items, .. } => items.iter_mut().for_each(|item| without_bullets(item)),
            Block::Quote(inner) => bulleted(inner),
            Block::Table(table) => {
                unmark(&mut table.caption);
                table
                    .rows
                    .iter_mut()
                    .flatten()
                    .for_each(|cell| bulleted(&mut cell.blocks));
            }
            Block::Rule => {}
        }
    }
}

fn unmark(runs: &mut Vec<Run>) {
    if runs
        .iter()
        .any(|run| matches!(&run.kind, RunKind::Text(text) if text.contains(BULLET)))
    {
        *runs = flow::rewrite(runs, |text| text.replace(BULLET, ""));
    }
}

/// Takes the bullets off the start of a paragraph; true when there was one.
fn take_bullet(runs: &mut Vec<Run>) -> bool {
    let mut marked = flow::words(runs).starts_with(BULLET);
    unmark(runs);
    let mut taken = false;
    // A bullet behind a bullet is one too, but Word's mark speaks of the first only.
    while starts_with_bullet(runs, std::mem::take(&mut marked)) {
        drop_first_character(runs);
        taken = true;
    }
    taken && !runs.is_empty()
}

fn starts_with_bullet(runs: &[Run], marked: bool) -> bool {
    // What starts with an image does not start with a bullet, whatever its words are.
    if !matches!(
        runs.first(),
        Some(Run {
            kind: RunKind::Text(_),
            ..
        })
    ) {
        return false;
    }
    let start: Vec<char> = flow::words(runs).chars().take(3).collect();
    let spaced = start.get(1).is_some_and(|c| c.is_whitespace());
    // A typed · or ● makes a list with or without space; a letter only where Word marked it, or with a space
    // and a Chinese word behind (`l 甲`), which is how Wingdings pastes elsewhere.
    match start.first() {
        Some(c) if BULLETS.contains(c) => start.get(1).is_some_and(|c| !BULLETS.contains(c)),
        Some(c) if WINGDINGS.contains(c) => spaced && (marked || start.get(2).is_some_and(|c| is_han(*c))),
        _ => false,
    }
}

fn drop_first_character(runs: &mut Vec<Run>) {
    let mut left = 1;
    *runs = flow::rewrite(runs, |text| {
        let rest = text.char_indices().nth(left).map_or("", |(at, _)| &text[at..]);
        left -= left.min(text.chars().count());
        rest.to_owned()
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_word_and_wps_paste() {
        let rows = [
            // A bullet's mark and nothing else: no table is left of it.
            ("<table><td colspan=2><![if !supportLists]><p>", ""),
            // Symbol font bullets, marked by Word.
            (
                "<html xmlns:o='urn:schemas-microsoft-com:office:office'><body><!--StartFragment--><p class=MsoListParagraph \
                 style='mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US style='font-family:Symbol'>\u{F0B7}<span \
                 style='font:7.0pt'>&nbsp; </span></span><![endif]>甲</p><p class=MsoListParagraph><!--[if !supportLists]-->\
                 <span style='font-family:Wingdings'>l <span>&nbsp;</span></span><!--[endif]-->乙</p><!--EndFragment--></body></html>",
                "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n",
            ),
            // Dots typed by hand; the letter of a word is no bullet.
            (
                "<p>· 甲</p><p>·乙</p><p>l 丙</p><p>v 5版</p>",
                "<ul>\n<li>甲</li>\n<li>乙</li>\n<li>丙</li>\n</ul>\n<p>v 5版</p>\n",
            ),
            // Settings, empty paragraphs, fonts and languages go.
            (
                "<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><style>p{mso-x:y}</style>\
                 <p class=MsoNormal><span lang=EN-US style='font-family:仿宋'>2026</span><span>年</span><o:p></o:p></p>\
                 <p class=MsoNormal><o:p>&nbsp;</o:p></p>",
                "<p>2026年</p>\n",
            ),
            // Bold numbered lines are headings; the last sentence before a signature is not.
            (
                "<p><b>一、总体要求</b></p><p><b>（一）目标。</b></p><p>按期完成。</p><p>二、即日起施行。</p><p align=right>某县人民政府</p>",
                "<h2>一、总体要求</h2>\n<h3>（一）目标。</h3>\n<p>按期完成。</p>\n<p>二、即日起施行。</p>\n<p class=\"right\">某县人民政府</p>\n",
            ),
            // Tables keep their spans, cells lose their paragraphs' dress.
            (
                "<table class=MsoTableGrid border=1><tr style='mso-yfti-irow:0'><td colspan=2 width=10><p class=MsoNormal><b>甲</b>\
                 <o:p></o:p></p></td></tr><tr><td><p>乙</p></td><td><p>&nbsp;</p></td></tr></table>",
                "<table>\n<tbody>\n<tr><td colspan=\"2\"><strong>甲</strong></td></tr>\n<tr><td>乙</td><td></td></tr>\n</tbody>\n</table>\n",
            ),
            // Numbers that Word counted are a list; typed ones and Chinese ones are words.
            (
                "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US><span \
                 style='mso-list:Ignore'>1.<span style='font:7.0pt'>&nbsp;&nbsp; </span></span></span><![endif]>身份证</p>\
                 <p class=MsoListParagraph><![if !supportLists]><span>2.<span>&nbsp; </span></span><![endif]><b>户口</b>簿</p>\
                 <p>3. 手写的</p><p class=MsoListParagraph><![if !supportLists]>一、<![endif]>总则</p>",
                "<ol>\n<li>身份证</li>\n<li><strong>户口</strong>簿</li>\n</ol>\n<p>3. 手写的</p>\n<p>一、总则</p>\n",
            ),
            // A row in bold above plain ones is the head, and so is what stands in thead.
            (
                "<table><tr><td><b>项目</b></td><td><b>金额</b></td></tr><tr><td>停车</td><td>4</td></tr></table>",
                "<table>\n<thead>\n<tr><th scope=\"col\">项目</th><th scope=\"col\">金额</th></tr>\n</thead>\n<tbody>\n<tr><td>停车</td><td>4</td></tr>\n</tbody>\n</table>\n",
            ),
            (
                "<table><thead><tr><td>项目</td></tr></thead><tr><td>停车</td></tr></table>",
                "<table>\n<thead>\n<tr><th scope=\"col\">项目</th></tr>\n</thead>\n<tbody>\n<tr><td>停车</td></tr>\n</tbody>\n</table>\n",
            ),
        ];
        for (pasted, expected) in rows {
            assert_eq!(clean(pasted), expected);
            assert_eq!(clean(expected), expected);
        }
    }
}

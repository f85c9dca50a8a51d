//! What a page says of its document: title, dates, number, source; and where the document starts and ends.

use std::collections::VecDeque;

use super::content::Content;
use super::furniture::{breadcrumb, ends_document, foot, is_furniture};
use super::labels::{self, Field, Labelled};
use super::{DateClaim, guess};
use crate::flow::{Block, Table, plain};
use crate::hanzi::is_han;
use crate::{date, docnumber, flow};

/// What was read.
#[derive(Default)]
pub(super) struct Head {
    pub title: Option<String>,
    pub published_on: Option<DateClaim>,
    pub written_on: Option<DateClaim>,
    pub doc_number: Option<String>,
    pub source: Option<String>,
    pub author: Option<String>,
    pub breadcrumb: Vec<String>,
    pub column: Option<String>,
    pub site_name: Option<String>,
    pub site_code: Option<String>,
    pub catalogue: Vec<(String, String)>,
    issuer: Option<String>,
    host: Option<String>,
}

/// Lines read as the head of a page at most.
const HEAD_LINES: usize = 80;

/// Reads the head, and cuts head and foot off the body.
pub(super) fn read(content: &mut Content) -> Head {
    let mut head = Head::default();
    for line in &content.outside {
        head.outside_line(line);
    }
    cut_foot(content, &mut head);
    let titles = cut_head(content, &mut head);
    head.choose_title(content, titles);
    head.add_meta(content);
    drop_repeats(content, &mut head);
    content
        .body
        .retain(|block| !block.words().is_some_and(|words| is_widget(&words)));
    flow::promote(&mut content.body);
    head
}

/// Widgets that may stand in the midst of a document; words that could be its own (大, 首页) are left alone.
fn is_widget(line: &str) -> bool {
    line.chars().count() >= 4 && is_furniture(line)
}

fn cut_foot(content: &mut Content, head: &mut Head) {
    let lines: Vec<String> = content
        .body
        .iter()
        .map(|block| plain(std::slice::from_ref(block)))
        .collect();
    let mut end = foot(&lines);
    // What a page offers besides: short lines only, behind a heading of its own.
    let tail = (lines.len() / 2..end).find(|at| ends_document(&lines[*at]));
    if let Some(at) = tail.filter(|at| {
        lines[*at..end]
            .iter()
            .all(|line| line.chars().count() < 60 || line.contains('\n'))
    }) {
        end = at;
    }
    lines[end..]
        .iter()
        .flat_map(|line| line.split('\n'))
        .for_each(|line| head.outside_line(line));
    content.body.truncate(end);
}

/// Takes the head's blocks off the body; returns the lines that may be the title, and whether a line of
/// labels came behind them.
fn cut_head(content: &mut Content, head: &mut Head) -> Titles {
    let mut titles = Titles::default();
    let mut body: VecDeque<Block> = std::mem::take(&mut content.body).into();
    for _ in 0..HEAD_LINES {
        let Some(block) = body.front() else { break };
        let taken = match block {
            Block::Table(table) => head.catalogue_table(table),
            Block::List { items, .. } => {
                !titles.labelled && items.iter().all(|item| is_furniture(&plain(item)))
            }
            Block::Rule => true,
            Block::Quote(_) => false,
            Block::Heading { .. } | Block::Paragraph { .. } => {
                let line = block.words().unwrap_or_default();
                let numbered = flow::mark_of(&line).is_some() && !is_furniture(&line);
                !numbered && head.head_line(&line, matches!(block, Block::Heading { .. }), &mut titles)
            }
        };
        if !taken {
            break;
        }
        titles
            .blocks
            .extend(body.pop_front().filter(|block| titles.waiting(block)));
    }
    if !titles.labelled {
        titles.give_back(&mut body);
    }
    content.body = body.into();
    titles
}

/// Lines that may be the title.
#[derive(Default)]
struct Titles {
    lines: Vec<String>,
    /// The blocks of those lines behind the first, to give back where they prove to be the body's.
    blocks: Vec<Block>,
    labelled: bool,
}

impl Titles {
    fn waiting(&self, block: &Block) -> bool {
        block.words().is_some_and(|words| self.lines.contains(&words))
    }

    /// Without a line of labels nothing proves that a second short line is not the body's.
    fn give_back(&mut self, body: &mut VecDeque<Block>) {
        let first = self
            .blocks
            .iter()
            .position(|b| b.words().is_some_and(|w| !is_site_name(&w)))
            .unwrap_or(0);
        let joined = self.joined_at(first).is_some();
        let keep = (first + 1 + usize::from(joined)).min(self.blocks.len());
        for block in self.blocks.drain(keep..).rev() {
            body.push_front(block);
        }
        self.lines.truncate(keep);
    }

    /// A title broken over two lines: the issuer above, 关于… below.
    fn joined_at(&self, at: usize) -> Option<String> {
        let (first, second) = (self.lines.get(at)?, self.lines.get(at + 1)?);
        let issuer = guess::is_organisation(first) && second.starts_with("关于");
        let cut = first.contains("关于") && guess::genre(first).is_none() && guess::genre(second).is_some();
        (issuer || cut).then(|| format!("{first}{second}"))
    }
}

impl Head {
    /// One line of the head: true when it is the head's, false when the document starts with it.
    fn head_line(&mut self, line: &str, heading: bool, titles: &mut Titles) -> bool {
        if is_furniture(line) || self.crumbs(line) || self.labelled_line(line, titles) {
            return true;
        }
        if titles.labelled && !titles.lines.is_empty() {
            return false;
        }
        if docnumber::parse(line).is_some() && !titles.lines.is_empty() {
            return false;
        }
        let long = line.chars().count() > 90;
        let ended = line.ends_with(['。', '；', '：', ':', ';', '，', ',', '.', '！']);
        let words = line.chars().filter(|c| is_han(*c)).count() >= 4;
        let may_be_title =
            heading || (!long && !ended && words && !line.starts_with("——") && date::parse(line).is_none());
        if may_be_title {
            titles.lines.push(line.to_owned());
        }
        may_be_title
    }

    fn crumbs(&mut self, line: &str) -> bool {
        match breadcrumb(line) {
            Some(steps) => {
                if self.breadcrumb.is_empty() {
                    self.breadcrumb = steps;
                }
                true
            }
            None => false,
        }
    }

    /// A line made of labels, or of a bare date and labels.
    fn labelled_line(&mut self, line: &str, titles: &mut Titles) -> bool {
        if line.chars().count() > 300 {
            return false;
        }
        let (before, values) = labels::split(line);
        let bare = date::find(&before);
        let bare_date =
            bare.len() == 1 && date::parse(before.split_whitespace().next().unwrap_or_default()).is_some();
        let only_labels = before
            .trim()
            .trim_matches(['【', '[', '(', '（', '|'])
            .trim()
            .is_empty();
        if values.is_empty() || !(only_labels || bare_date) {
            return false;
        }
        // 时间：… alone may be the time of a meeting that the document tells of.
        if values.len() == 1 && values[0].field == Field::SomeDate && !bare_date {
            return false;
        }
        if bare_date {
            self.publish(&before);
        }
        titles.labelled |= !titles.lines.is_empty();
        values.into_iter().for_each(|value| self.take(value));
        true
    }

    fn take(&mut self, found: Labelled) {
        let Labelled { field, label, value } = found;
        if value.is_empty() {
            return;
        }
        let first = |slot: &mut Option<String>| {
            slot.get_or_insert_with(|| value.clone());
        };
        match field {
            Field::PublishedOn | Field::SomeDate => self.publish(&value),
            Field::WrittenOn => {
                if let Some(claim) = claim(&value) {
                    self.written_on.get_or_insert(claim);
                }
            }
            Field::DocNumber => {
                let number = docnumber::canonical(&value);
                if let Some(number) = number {
                    self.doc_number.get_or_insert(number);
                }
            }
            Field::Title => first(&mut self.title),
            Field::Issuer => first(&mut self.issuer),
            Field::Source => first(&mut self.source),
            Field::Author => first(&mut self.author),
            Field::Other => {}
            Field::Furniture => return,
        }
        let catalogued = !matches!(field, Field::SomeDate | Field::Source | Field::Author);
        if catalogued && !self.catalogue.iter().any(|(known, _)| known == label) {
            self.catalogue.push((label.to_owned(), value));
        }
    }

    fn publish(&mut self, words: &str) {
        if let Some(claim) = claim(words) {
            self.published_on.get_or_insert(claim);
        }
    }

    /// A table of labels and values: true when it is one.
    fn catalogue_table(&mut self, table: &Table) -> bool {
        let cells: Vec<Vec<String>> = table
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| plain(&cell.blocks)).collect())
            .collect();
        let paired = |row: &Vec<String>| -> Vec<Labelled> {
            row.windows(2)
                .filter_map(|two| {
                    labels::exact(&two[0]).map(|(label, field)| Labelled {
                        field,
                        label,
                        value: two[1].trim().to_owned(),
                    })
                })
                .collect()
        };
        let mut all: Vec<Labelled> = cells.iter().flat_map(paired).collect();
        all.extend(cells.iter().flatten().flat_map(|cell| labels::split(cell).1));
        if all.len() < 3 {
            return false;
        }
        all.into_iter().for_each(|value| self.take(value));
        true
    }

    /// A line around the document: what it says is used, but it is no part of the body.
    fn outside_line(&mut self, line: &str) {
        if self.crumbs(line) {
            return;
        }
        if let Some(code) = site_code(line) {
            self.site_code.get_or_insert(code);
        }
        for sign in ["主办单位", "主办"] {
            if let Some(rest) = line.trim().strip_prefix(sign)
                && let Some(host) = rest
                    .trim_start_matches([':', '：', ' ', '\u{3000}'])
                    .split_whitespace()
                    .next()
            {
                self.host
                    .get_or_insert_with(|| host.trim_matches(['©', '|', ',', '，']).to_owned());
            }
        }
        self.labelled_line(line, &mut Titles::default());
        if is_site_name(line) {
            self.site_name.get_or_insert_with(|| line.trim().to_owned());
        }
    }

    fn choose_title(&mut self, content: &Content, titles: Titles) {
        let named = content.meta.get("articletitle").cloned().or(self.title.take());
        let heading = content
            .heading
            .as_deref()
            .map(|heading| without_site(heading, content));
        let candidates = &titles.lines;
        let shown = match titles.labelled {
            true => {
                let last = candidates.len().saturating_sub(1);
                last.checked_sub(1)
                    .and_then(|at| titles.joined_at(at))
                    .or_else(|| candidates.last().cloned())
            }
            false => {
                let first = candidates.iter().position(|line| !is_site_name(line));
                first.and_then(|at| titles.joined_at(at).or_else(|| candidates.get(at).cloned()))
            }
        };
        for line in candidates
            .iter()
            .filter(|line| is_site_name(line) && Some(*line) != shown.as_ref())
        {
            self.site_name.get_or_insert_with(|| line.clone());
        }
        let heading = heading.filter(|heading| heading.chars().filter(|c| is_han(*c)).count() >= 4);
        self.title = named.or_else(|| match (&shown, heading) {
            // A <title> that the page shows too is sure; a longer shown line that holds it is the whole title.
            (Some(shown), Some(heading)) if shown.contains(&heading) => Some(shown.clone()),
            (_, Some(heading)) if !is_site_name(&heading) => Some(heading),
            _ => shown.clone(),
        });
    }

    fn add_meta(&mut self, content: &Content) {
        let get = |name: &str| content.meta.get(name).cloned();
        if self.published_on.is_none() {
            self.published_on = get("pubdate").as_deref().and_then(claim);
        }
        self.source = self.source.take().or(get("contentsource"));
        self.source = self
            .source
            .take()
            .or_else(|| content.body.last()?.words().as_deref().and_then(credited));
        self.author = self.author.take().or(get("author"));
        self.column = get("columnname");
        self.site_name = get("sitename").or(self.site_name.take());
        self.site_code = get("siteidcode").or(self.site_code.take());
        if self.doc_number.is_none() {
            let first = content.body.iter().take(6).filter_map(Block::words);
            self.doc_number = first.filter_map(|line| docnumber::canonical(&line)).next();
        }
    }

    /// The body that published: as catalogued, as signed, as sourced, as hosted, as the title starts.
    pub(super) fn publishing_body(&self, signed_by: Option<String>) -> Option<String> {
        let source = self
            .source
            .clone()
            .filter(|source| guess::is_organisation(source));
        let titled = self.title.as_deref().and_then(guess::organisation_in_title);
        self.issuer
            .clone()
            .or(signed_by)
            .or(source)
            .or_else(|| self.host.clone())
            .or(titled)
    }
}

/// A date as printed.
fn claim(words: &str) -> Option<DateClaim> {
    let found = *date::find(words).first()?;
    Some(DateClaim {
        on: found.on,
        at: found.at,
        words: words[found.start..found.end].trim().to_owned(),
    })
}

/// `…效果。（某某日报）`: the paper that a last line credits in brackets.
fn credited(line: &str) -> Option<String> {
    let inner = line.trim().strip_suffix([')', '）'])?;
    let name = &inner[inner.rfind(['(', '（'])?..];
    let name = name.trim_start_matches(['(', '（', '来', '源', ':', '：']);
    let paper = ["报", "网", "社", "台", "刊"]
        .iter()
        .any(|ending| name.ends_with(ending));
    (paper && (2..=12).contains(&name.chars().count()) && name.chars().all(is_han)).then(|| name.to_owned())
}

fn site_code(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("标识码")?;
    let code: String = rest
        .trim_start_matches([':', '：', ' ', '\u{3000}', '\u{A0}'])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric())
        .collect();
    crate::identifier::site_code(&code).then_some(code)
}

fn is_site_name(line: &str) -> bool {
    let line = line.trim();
    let short = line.chars().count() <= 24;
    short
        && [
            "人民政府",
            "政府网",
            "门户网站",
            "政府网站",
            "信息网",
            "公开网",
            "公众信息网",
            "人民政府网",
            "委员会",
            "政务网",
            "门户网",
            "政府信息公开",
        ]
        .iter()
        .any(|ending| line.ends_with(ending))
}

/// A `<title>` without the site's name behind or before it.
fn without_site(heading: &str, content: &Content) -> String {
    let site = content
        .meta
        .get("sitename")
        .map(String::as_str)
        .unwrap_or("\u{0}");
    let parts: Vec<&str> = heading
        .split(['_', '|', '｜'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split("--"))
        .map(str::trim)
        .filter(|part| !part.is_empty() && *part != site && !is_site_name(part))
        .collect();
    parts
        .first()
        .map_or_else(|| heading.to_owned(), |part| (*part).to_owned())
}

/// The title again as the first line of the body goes, in one line or two.
fn drop_repeats(content: &mut Content, head: &mut Head) {
    let Some(title) = head.title.as_deref() else {
        return;
    };
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let title = bare(title);
    let mut met = String::new();
    for (at, block) in content.body.iter().take(3).enumerate() {
        let Some(words) = block.words() else { return };
        met.push_str(&bare(&words));
        if met == title {
            content.body.drain(..=at);
            return;
        }
        if !title.starts_with(&met) {
            return;
        }
    }
}

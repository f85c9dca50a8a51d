//! HTML, by way of the model of what may be published.

use text::flow::{self, Block as Flow, RunKind};

use super::finding::Found;
use super::{Builder, FindingKind, Words};
use crate::Refusal;
use crate::guard::guarded;

/// The words of an HTML text, sanitised or not: what the model of [`text::flow`] does not know (scripts, comments,
/// hidden elements) is not among them.
///
/// # Errors
/// Too large; or the parser broke.
pub fn html(bytes: &[u8]) -> Result<Words, Refusal> {
    let source = super::plain::decoded(bytes, "网页文件")?;
    guarded(|| {
        let mut reader = Reader::default();
        for (sign, kind) in [
            ("<!--", FindingKind::Comment),
            ("<script", FindingKind::Object),
            ("display:none", FindingKind::Hidden),
        ] {
            let squeezed = source
                .to_ascii_lowercase()
                .replace("display: none", "display:none");
            squeezed.matches(sign).for_each(|_| reader.found.add(kind, None));
        }
        flow::read(&source).iter().for_each(|block| reader.block(block));
        Ok(Words {
            blocks: reader.builder.blocks,
            findings: reader.found.list(),
        })
    })
}

#[derive(Default)]
struct Reader {
    builder: Builder,
    found: Found,
}

impl Reader {
    fn block(&mut self, block: &Flow) {
        match block {
            Flow::Heading { level, runs, .. } => {
                self.note(runs);
                self.builder.paragraph(&words(runs), Some(*level));
            }
            Flow::Paragraph { runs, .. } => {
                self.note(runs);
                self.builder.paragraph(&words(runs), None);
            }
            Flow::List { items, .. } => items.iter().flatten().for_each(|it| self.block(it)),
            Flow::Quote(blocks) => blocks.iter().for_each(|it| self.block(it)),
            Flow::Rule => {}
            Flow::Table(table) => {
                self.note(&table.caption);
                self.builder.paragraph(&words(&table.caption), None);
                let rows = table.rows.iter();
                let rows = rows.map(|row| row.iter().map(|cell| self.cell(&cell.blocks)).collect());
                let rows = rows.collect();
                self.builder.table(rows);
            }
        }
    }

    /// A cell's paragraphs as lines.
    fn cell(&mut self, blocks: &[Flow]) -> String {
        let mut inner = Reader::default();
        blocks.iter().for_each(|it| inner.block(it));
        for finding in inner.found.list() {
            (0..finding.count).for_each(|_| self.found.add(finding.kind, Some(self.builder.next())));
        }
        let words = Words {
            blocks: inner.builder.blocks,
            findings: Vec::new(),
        };
        let lines: Vec<&str> = words.pieces().map(|it| it.text.as_str()).collect();
        lines.join("\n")
    }

    fn note(&mut self, runs: &[flow::Run]) {
        let place = Some(self.builder.next());
        for run in runs {
            if run.href.is_some() {
                self.found.add(FindingKind::Link, place);
            }
            if matches!(run.kind, RunKind::Image { .. }) {
                self.found.add(FindingKind::Picture, place);
            }
        }
    }
}

/// The words without the texts that stand in for pictures: those are not seen.
fn words(runs: &[flow::Run]) -> String {
    let seen = runs.iter().filter(|it| !matches!(it.kind, RunKind::Image { .. }));
    flow::words(&seen.cloned().collect::<Vec<_>>())
}

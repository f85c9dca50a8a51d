//! The parts of a letter as the tag tree of a PDF.

use std::num::{NonZeroU16, NonZeroU32};

use krilla::tagging::{Identifier, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};

use crate::layout::{Part, Parts};

/// The tree of all parts. `said` holds for each part what was drawn of it, in reading order.
pub(super) fn tree(parts: &Parts, mut said: Vec<Vec<Identifier>>) -> TagTree {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); parts.0.len()];
    for (at, (_, parent)) in parts.0.iter().enumerate() {
        if let Some(parent) = parent {
            children[*parent].push(at);
        }
    }
    let mut tree = TagTree::new().with_lang(Some("zh-CN".into()));
    for (at, _) in parts
        .0
        .iter()
        .enumerate()
        .filter(|(_, (_, parent))| parent.is_none())
    {
        tree.push(group(parts, &children, &mut said, at));
    }
    tree
}

fn group(parts: &Parts, children: &[Vec<usize>], said: &mut [Vec<Identifier>], at: usize) -> TagGroup {
    let mut group = TagGroup::new(kind(&parts.0[at].0));
    for identifier in std::mem::take(&mut said[at]) {
        group.push(identifier);
    }
    for &child in &children[at] {
        group.push(self::group(parts, children, said, child));
    }
    group
}

fn kind(part: &Part) -> TagKind {
    match part {
        Part::Heading(level, text) => Tag::Hn(
            NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN),
            Some(text.clone()),
        )
        .into(),
        Part::Paragraph => Tag::P.into(),
        Part::Table => Tag::Table.into(),
        Part::Row => Tag::TR.into(),
        Part::ColumnHeader => Tag::TH(TableHeaderScope::Column).into(),
        Part::RowHeader => Tag::TH(TableHeaderScope::Row).into(),
        Part::Cell(columns) => Tag::TD.with_col_span(NonZeroU32::new((*columns).into())).into(),
        Part::Figure(text) => Tag::Figure(Some(text.clone())).into(),
    }
}

//! What a document holds besides its visible words.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Something that is carried nowhere. It repeats nothing of what was there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What it is.
    pub kind: FindingKind,
    /// How many.
    pub count: usize,
    /// In or after which pieces, where that can be told; ascending.
    pub places: Vec<usize>,
}

/// What a document may hold unseen, or seen elsewhere than in its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// Hidden text, rows and paragraphs.
    Hidden,
    /// Tracked insertions and moves: not yet accepted, so not carried.
    Inserted,
    /// Tracked deletions: still in the file.
    Deleted,
    /// Comments.
    Comment,
    /// Headers and footers.
    Header,
    /// Footnotes and endnotes.
    Note,
    /// Pictures.
    Picture,
    /// Text boxes and shapes.
    TextBox,
    /// Embedded files, formulas, charts, macros.
    Object,
    /// Codes of fields; their visible results are carried.
    FieldCode,
    /// Automatic numbers of paragraphs: seen, but not among the words.
    Numbering,
    /// Symbols of a special font; each becomes □.
    Symbol,
    /// Custom XML.
    CustomXml,
    /// Properties: author, company, times.
    Properties,
    /// Where links lead.
    Link,
    /// Text in white or nearly without size: it is carried, since the clerk sees it here.
    Faint,
    /// What this program does not know.
    Unknown,
}

impl FindingKind {
    /// The name on the screen.
    pub fn name(self) -> &'static str {
        match self {
            FindingKind::Hidden => "隐藏文字",
            FindingKind::Inserted => "尚未接受的修订（插入）",
            FindingKind::Deleted => "尚未接受的修订（删除）",
            FindingKind::Comment => "批注",
            FindingKind::Header => "页眉、页脚",
            FindingKind::Note => "脚注、尾注",
            FindingKind::Picture => "图片",
            FindingKind::TextBox => "文本框、图形",
            FindingKind::Object => "嵌入的文件、公式、图表或者宏",
            FindingKind::FieldCode => "域代码",
            FindingKind::Numbering => "自动编号",
            FindingKind::Symbol => "特殊符号（以□代替）",
            FindingKind::CustomXml => "自定义数据",
            FindingKind::Properties => "文件属性（作者、单位、时间）",
            FindingKind::Link => "链接地址",
            FindingKind::Faint => "白色或者极小的文字（已显示，请留意）",
            FindingKind::Unknown => "无法识别的内容",
        }
    }

    /// Whether a reader of the original saw it: then the clerk may want it in the released document.
    pub fn was_visible(self) -> bool {
        use FindingKind::*;
        matches!(
            self,
            Inserted | Header | Note | Picture | TextBox | Object | Numbering | Symbol | Unknown
        )
    }
}

/// Counts by kind, with places.
#[derive(Default)]
pub(super) struct Found(BTreeMap<FindingKind, (usize, Vec<usize>)>);

impl Found {
    pub(super) fn add(&mut self, kind: FindingKind, place: Option<usize>) {
        let (count, places) = self.0.entry(kind).or_default();
        *count += 1;
        places.extend(place.filter(|it| places.last() != Some(it)));
    }

    pub(super) fn list(self) -> Vec<Finding> {
        let finding = |(kind, (count, places))| Finding { kind, count, places };
        self.0.into_iter().map(finding).collect()
    }
}

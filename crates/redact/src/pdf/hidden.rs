//! What the original holds besides what is seen. None of it goes into a released file; the clerk is told that it
//! was there. Counts and pages only: a list that repeats a secret would be one more copy of it.

use std::collections::BTreeMap;

use hayro::hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object};
use serde::{Deserialize, Serialize};

use super::open::Original;
use crate::limit::{find, has};

/// Arrays and dictionaries within each other that are followed; references are met as objects of their own.
const MOST_DEPTH: usize = 12;

/// Something that stays behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leftover {
    /// What it is.
    pub kind: Kind,
    /// How many.
    pub count: usize,
    /// On which pages, from 1, where that can be told; ascending.
    pub pages: Vec<usize>,
}

/// What an original may hold unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Title, author, programs and dates of the file.
    Information,
    /// XMP.
    Metadata,
    /// Earlier revisions of the file within it.
    EarlierRevision,
    /// Bytes after the end of the file.
    Trailing,
    /// Files within the file.
    Attachment,
    /// Scripts and actions.
    Script,
    /// Notes and marks on the pages.
    Annotation,
    /// Form fields with their values.
    FormField,
    /// Links.
    Link,
    /// Layers, shown or not.
    Layer,
    /// Bookmarks.
    Bookmark,
    /// Electronic signatures: the released file carries none.
    Signature,
    /// Replacement and alternative texts.
    ReplacementText,
    /// Small pictures of pages.
    Thumbnail,
    /// Private data of programs.
    PrivateData,
    /// Sound, film, models.
    Media,
    /// Text that does not show: invisible, covered, or in the colour of what is behind it.
    UnseenText,
    /// Text beside the page.
    TextOffPage,
}

impl Kind {
    /// The name on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Information => "文件属性（标题、作者、软件、时间）",
            Kind::Metadata => "元数据",
            Kind::EarlierRevision => "较早的修改版本",
            Kind::Trailing => "文件末尾的多余数据",
            Kind::Attachment => "附件",
            Kind::Script => "脚本或者自动操作",
            Kind::Annotation => "批注",
            Kind::FormField => "表单域",
            Kind::Link => "链接",
            Kind::Layer => "图层",
            Kind::Bookmark => "书签",
            Kind::Signature => "电子签名",
            Kind::ReplacementText => "替代文字",
            Kind::Thumbnail => "缩略图",
            Kind::PrivateData => "软件私有数据",
            Kind::Media => "音视频或者三维模型",
            Kind::UnseenText => "画面上看不见的文字（扫描识别层、被遮挡或者与底色相同）",
            Kind::TextOffPage => "页面以外的文字",
        }
    }
}

/// Counts by kind, with pages.
#[derive(Default)]
pub(super) struct Tally(BTreeMap<Kind, (usize, Vec<usize>)>);

impl Tally {
    pub(super) fn add(&mut self, kind: Kind, count: usize, page: Option<usize>) {
        if count == 0 {
            return;
        }
        let (sum, pages) = self.0.entry(kind).or_default();
        *sum += count;
        pages.extend(page.filter(|it| pages.last() != Some(it)));
    }

    pub(super) fn list(self) -> Vec<Leftover> {
        let leftover = |(kind, (count, pages))| Leftover { kind, count, pages };
        self.0.into_iter().map(leftover).collect()
    }
}

/// What the file as a whole holds.
pub(super) fn inventory(original: &Original, bytes: &[u8], tally: &mut Tally) {
    revisions(bytes, tally);
    let metadata = original.pdf.metadata();
    if *metadata != Default::default() {
        tally.add(Kind::Information, 1, None);
    }
    for object in original.pdf.objects() {
        walk(object, 0, &mut |object| count(object, tally));
    }
}

fn revisions(bytes: &[u8], tally: &mut Tally) {
    let (mut ends, mut at, mut last) = (0, 0, bytes.len());
    while let Some(found) = find(bytes, b"%%EOF", at) {
        ends += 1;
        at = found + 5;
        last = at;
    }
    // A file laid out for the web has two ends and one revision.
    let web = usize::from(has(&bytes[..bytes.len().min(2048)], b"/Linearized"));
    tally.add(Kind::EarlierRevision, usize::saturating_sub(ends, 1 + web), None);
    let trailing = bytes[last..]
        .iter()
        .any(|byte| !byte.is_ascii_whitespace() && *byte != 0);
    tally.add(Kind::Trailing, usize::from(trailing), None);
}

/// Calls `meet` on an object and on all that it holds directly.
fn walk<'a>(object: Object<'a>, depth: usize, meet: &mut impl FnMut(&Object<'a>)) {
    if depth > MOST_DEPTH {
        return;
    }
    meet(&object);
    let mut below = |inner: MaybeRef<Object<'a>>| {
        if let MaybeRef::NotRef(inner) = inner {
            walk(inner, depth + 1, meet);
        }
    };
    match &object {
        Object::Dict(dict) => dict.entries().for_each(|(_, inner)| below(inner)),
        Object::Stream(stream) => stream.dict().entries().for_each(|(_, inner)| below(inner)),
        Object::Array(array) => array.raw_iter().for_each(below),
        _ => {}
    }
}

/// All strings of a file, for the search for what must not be in the released one.
pub(crate) fn walk_strings(original: &Original, mut found: impl FnMut(&[u8])) {
    for object in original.pdf.objects() {
        walk(object, 0, &mut |object| {
            if let Object::String(string) = object {
                found(string.as_bytes());
            }
        });
    }
}

fn count(object: &Object<'_>, tally: &mut Tally) {
    match object {
        Object::Stream(stream) => of_dict(stream.dict(), tally),
        Object::Dict(dict) => of_dict(dict, tally),
        _ => {}
    }
}

fn of_dict(dict: &Dict<'_>, tally: &mut Tally) {
    let name = |key: &[u8]| dict.get::<Name<'_>>(key);
    let kind = name(b"Type");
    let subtype = name(b"Subtype");
    let has = |key: &[u8]| dict.contains_key(key);
    let mut one = |kind: Kind, when: bool| tally.add(kind, usize::from(when), None);
    match kind.as_deref() {
        Some(b"Metadata") => one(Kind::Metadata, true),
        Some(b"OCG") => one(Kind::Layer, true),
        Some(b"Sig") => one(Kind::Signature, true),
        _ => {}
    }
    one(Kind::Attachment, has(b"EF"));
    let acts = matches!(
        name(b"S").as_deref(),
        Some(b"JavaScript" | b"Launch" | b"SubmitForm" | b"ImportData")
    );
    one(Kind::Script, acts || has(b"JS"));
    one(Kind::ReplacementText, has(b"ActualText") || has(b"Alt"));
    one(Kind::Thumbnail, has(b"Thumb"));
    one(Kind::PrivateData, has(b"PieceInfo"));
    one(Kind::Bookmark, has(b"Title") && has(b"Parent") && !has(b"Type"));
    one(Kind::FormField, (has(b"FT") && has(b"T")) || has(b"XFA"));
    if has(b"Rect") && (has(b"Subtype")) {
        match subtype.as_deref() {
            Some(b"Link") => one(Kind::Link, true),
            Some(b"Widget") => one(Kind::FormField, !has(b"FT")),
            Some(b"FileAttachment") => one(Kind::Attachment, true),
            Some(b"Movie" | b"Sound" | b"Screen" | b"RichMedia" | b"3D") => one(Kind::Media, true),
            Some(_) => one(Kind::Annotation, true),
            None => {}
        }
    }
    one(
        Kind::Layer,
        has(b"OCGs") && dict.get::<Array<'_>>(b"OCGs").is_none(),
    );
}

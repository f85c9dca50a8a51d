//! What a person must look at before a file goes out.

use serde::{Deserialize, Serialize};

/// Something that may be missing from the picture, or still readable in it. Pages from 1, marks from 0.
///
/// A release goes ahead only with those that the caller names as accepted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Concern {
    /// The reader found another number of pages than the file says it has.
    #[error("文件自称有 {said} 页，实际读出 {found} 页，请对照原件核对是否缺页")]
    Pages {
        /// As the page tree says.
        said: usize,
        /// As were read.
        found: usize,
    },
    /// The page's drawing instructions, or a part of them, cannot be read: it may be blank.
    #[error("第 {page} 页的部分内容无法读取，画面可能不全，请对照原件核对")]
    Content {
        /// The page.
        page: usize,
    },
    /// An image cannot be decoded and is missing.
    #[error("第 {page} 页有图片无法显示，请对照原件核对")]
    Image {
        /// The page.
        page: usize,
    },
    /// A font cannot be loaded; its text is missing or wrong.
    #[error("第 {page} 页有字体无法读取，文字可能缺失或者显示有误，请对照原件核对")]
    Font {
        /// The page.
        page: usize,
    },
    /// A font is not in the file and was replaced.
    #[error("第 {page} 页使用的字体“{name}”没有嵌入文件，已用其他字体代替，请对照原件核对文字")]
    Replaced {
        /// The page.
        page: usize,
        /// The font's name.
        name: String,
    },
    /// Characters for which the font has no shape.
    #[error("第 {page} 页有 {count} 个字没有字形，画面上缺字，请对照原件核对")]
    Glyphs {
        /// The page.
        page: usize,
        /// How many.
        count: usize,
    },
    /// An annotation's look cannot be found and is missing.
    #[error("第 {page} 页有批注无法显示，请对照原件核对")]
    Annotation {
        /// The page.
        page: usize,
    },
    /// A mark's edge runs through characters: what stands out may be read.
    #[error("第 {page} 页第 {} 处遮盖没有盖全文字，露出部分可能仍能辨认，请扩大遮盖范围", .mark + 1)]
    Cut {
        /// The page.
        page: usize,
        /// The mark's place in the list.
        mark: usize,
    },
    /// The words under a mark stand unmarked elsewhere.
    #[error("第 {} 处遮盖（第 {page} 页）的文字在第 {on} 页还出现，没有遮盖", .mark + 1)]
    Repeated {
        /// The mark's page.
        page: usize,
        /// The mark's place in the list.
        mark: usize,
        /// The page on which they stand as well.
        on: usize,
    },
}

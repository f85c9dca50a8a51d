//! What does not hold of a released file.

use serde::{Deserialize, Serialize};

/// One reason why a file is not given out. Pages from 1, marks from 0, places in bytes from the file's start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// A byte that is not what it must be: `expected` says what, in terms of PDF.
    #[error("文件结构不符（第 {at} 字节处应为 {expected}）")]
    Form {
        /// Where.
        at: usize,
        /// What should stand there.
        expected: String,
    },
    /// No PDF library can read it.
    #[error("生成的文件无法重新读取")]
    Unreadable,
    /// The original can no longer be drawn as it was shown.
    #[error("原件无法重新核对：{why}")]
    Original {
        /// The refusal.
        why: String,
    },
    /// Another number of pages.
    #[error("原件 {original} 页，生成的文件 {released} 页")]
    Pages {
        /// In the original.
        original: usize,
        /// In the released file.
        released: usize,
    },
    /// A dictionary holds what has no place in a file of pictures.
    #[error("含有不应存在的内容（{key}）")]
    Entry {
        /// The entry's name.
        key: String,
    },
    /// An object that is neither page nor picture, or that nothing leads to.
    #[error("含有多余的对象")]
    Object,
    /// A page draws otherwise than by showing its picture.
    #[error("第 {page} 页除图像外还有其他内容")]
    Drawing {
        /// The page.
        page: usize,
    },
    /// A picture is missing, or has another form or size.
    #[error("第 {page} 页的图像与原件画面大小不符")]
    Picture {
        /// The page.
        page: usize,
    },
    /// A pixel outside of the marks is not that of the original.
    #[error("第 {page} 页的图像与原件画面不一致")]
    Pixel {
        /// The page.
        page: usize,
    },
    /// A pixel under a mark is not ink.
    #[error("第 {} 处遮盖没有盖实", .mark + 1)]
    Ink {
        /// The mark's place in the list.
        mark: usize,
    },
    /// A text of the original stands in the file.
    #[error("生成的文件中仍有原件的文字")]
    Text,
}

//! Why nothing is shown or released: a Chinese sentence each, with the way onward.

use serde::{Deserialize, Serialize};

use crate::pdf::Concern;
use crate::proof::Doubt;
use crate::words::Repeat;

/// Why a file is not rendered, not read, or not released. Nothing is half done: there is no file.
#[derive(Clone, Debug, PartialEq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// Larger than is read; limit in bytes.
    #[error("文件超过 {} MB，没有处理。请拆分成几个文件后分别遮盖。", .limit / (1024 * 1024))]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// Too many pages.
    #[error("文件有 {pages} 页，一次最多处理 {limit} 页。请拆分成几个文件后分别遮盖。")]
    TooManyPages {
        /// How many it has.
        pages: usize,
        /// How many are taken.
        limit: usize,
    },
    /// A page, or all together, would be too many pixels at this resolution.
    #[error("第 {page} 页按每英寸 {dpi} 点显示太大，没有处理。请降低清晰度，或者拆分文件、缩小纸张后再试。")]
    TooManyPixels {
        /// The page, from 1, at which the limit was passed.
        page: usize,
        /// The resolution asked for, in dots per inch.
        dpi: u16,
    },
    /// It unpacks to far more than it holds, or draws without end.
    #[error(
        "文件展开后过大或过于复杂，可能会拖垮系统，没有处理。请用打印成 PDF 或扫描的方式重新生成后再试。"
    )]
    Bomb,
    /// Encrypted, with or without a password to open it.
    #[error(
        "文件设有密码或者权限限制，无法核实其中的全部内容。请用原软件取消密码和限制，另存后重新上传；没有密码的，打印后扫描上传。"
    )]
    Encrypted,
    /// Not a file of this kind, or damaged.
    #[error("文件已损坏，或者不是{expected}，无法读取。请用原软件打开核对，另存后重新上传。")]
    Damaged {
        /// What was expected, in Chinese.
        expected: String,
    },
    /// A parser of others gave up; seen as damage, but said apart.
    #[error("文件结构异常，读取时出错，没有处理。请用打印成 PDF 或扫描的方式重新生成后再试。")]
    Broke,
    /// A resolution outside of the range.
    #[error("清晰度应在每英寸 {least} 至 {most} 点之间。请重新选择。")]
    Resolution {
        /// Dots per inch.
        least: u16,
        /// Dots per inch.
        most: u16,
    },
    /// There is no such page.
    #[error("没有第 {page} 页，这份文件共 {pages} 页。请刷新页面后重试。")]
    NoSuchPage {
        /// The page asked for, from 1.
        page: usize,
        /// How many there are.
        pages: usize,
    },
    /// A mark that covers nothing: outside the page, or without extent.
    #[error("第 {} 处遮盖不在页面或文字范围内，什么也没有盖住。请删除后重新标注。", .mark + 1)]
    EmptyMark {
        /// Which mark, from 0.
        mark: usize,
    },
    /// More marks than are taken.
    #[error("遮盖超过 {limit} 处，一次处理不了。请用大块遮盖代替零碎的遮盖，或者拆分文件。")]
    TooManyMarks {
        /// The limit.
        limit: usize,
    },
    /// Nothing was marked: then there is nothing to withhold (条例 art. 37).
    #[error("没有标注任何遮盖。区分处理须至少遮盖一处；全部可以公开的，请改为予以公开。")]
    NoMarks,
    /// The name under which it would go out says what is withheld.
    #[error("文件名里有遮盖的文字，申请人会看到。请换一个文件名。")]
    Name,
    /// Things that a person must look at first.
    #[error("还有 {} 处需要核对：{}请逐项查看后确认，再提交。", .0.len(), told(.0))]
    Unresolved(Vec<Concern>),
    /// Marked words stand elsewhere, unmarked; each must be marked as well, or kept on purpose.
    #[error("{}请一并遮盖，或者逐处确认可以公开后再提交。", told(.0))]
    Repeated(Vec<Repeat>),
    /// The proof failed: the file is not given out.
    #[error("生成的文件没有通过检查，未放行：{}请重新生成；仍不行的，打印后手工遮盖再扫描，并告知系统管理员。", told(.0))]
    Unproved(Vec<Doubt>),
    /// A spreadsheet, which is not redacted here.
    #[error("{0}")]
    Spreadsheet(String),
}

fn told<T: std::fmt::Display>(items: &[T]) -> String {
    const MOST: usize = 8;
    let mut said: String = items.iter().take(MOST).map(|it| format!("{it}；")).collect();
    if items.len() > MOST {
        said.push_str("等；");
    }
    said
}

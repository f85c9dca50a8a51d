//! `sundial import`: pages of an old site, and structured records, as batches that somebody else accepts.
//!
//! Reading goes in chunks, each one act: a process that is killed goes on where it stood, and what is
//! there already is not imported twice. Nothing is public before another person accepts.

mod batch;
mod choice;
mod folder;
mod lines;
mod pages;
mod records;
mod summary;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use kernel::{Error, RefusalKind, Result};

use crate::Place;

/// What is imported.
#[derive(Subcommand, Clone, Debug)]
pub enum Verb {
    /// 导入旧网站的页面（.html .htm .shtml .txt）
    Pages {
        /// 存放页面的文件夹
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// 只读取、不导入，看看会读出什么
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        into: Into,
    },
    /// 导入结构化数据（每行一条 JSON：id title category region date notes body）
    Records {
        /// 数据文件
        #[arg(value_name = "FILE.jsonl")]
        file: PathBuf,
        #[command(flatten)]
        into: Into,
    },
}

/// Into what, by whom.
#[derive(Args, Clone, Debug)]
pub struct Into {
    /// 把读出的全部内容和发现的问题写成报告
    #[arg(long, value_name = "FILE.json")]
    pub report: Option<PathBuf>,
    /// 导入到哪个单位（代号）
    #[arg(long, value_name = "CODE")]
    pub org: Option<String>,
    /// 导入到哪个栏目（地址代号）
    #[arg(long, value_name = "SLUG")]
    pub column: Option<String>,
    /// 导入人（登录名）
    #[arg(long, value_name = "LOGIN")]
    pub by: Option<String>,
    /// 验收人（登录名），须是另一个人；不写则由验收人在工作台验收
    #[arg(long, value_name = "LOGIN")]
    pub accept_by: Option<String>,
    /// 这一批的名称；同名而没有读完的一批会接着读
    #[arg(long, value_name = "NAME")]
    pub label: Option<String>,
}

/// Imports. Exit code 1 when nothing could be read.
pub async fn run(verb: Verb, place: &Place) -> Result<ExitCode> {
    match verb {
        Verb::Pages {
            folder,
            dry_run: true,
            into,
        } => pages::look(&folder, into.report.as_deref()),
        Verb::Pages {
            folder,
            dry_run: false,
            into,
        } => pages::import(&folder, &into, place).await,
        Verb::Records { file, into } => records::import(&file, &into, place).await,
    }
}

fn refuse(sentence: impl core::convert::Into<String>, onward: impl core::convert::Into<String>) -> Error {
    Error::refuse(RefusalKind::Invalid, "import", sentence, onward)
}

/// What the machine says about a file, in Chinese.
fn unreadable(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "没有这个文件".to_owned(),
        std::io::ErrorKind::PermissionDenied => "没有读取权限".to_owned(),
        std::io::ErrorKind::IsADirectory => "这是文件夹，不是文件".to_owned(),
        std::io::ErrorKind::NotADirectory => "这是文件，不是文件夹".to_owned(),
        _ => error.to_string(),
    }
}

fn write_report(file: &std::path::Path, report: &serde_json::Value) -> Result<()> {
    std::fs::write(file, format!("{report:#}\n")).map_err(|error| {
        refuse(
            format!("报告写不进 {}：{}。", file.display(), unreadable(&error)),
            "请换一个有写权限的位置。",
        )
    })?;
    say!("报告：{}", file.display());
    Ok(())
}

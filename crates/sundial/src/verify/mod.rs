//! `sundial verify`: the ledger, the rows and the published editions held against each other, offline.
//!
//! Nothing that is checked is trusted: leaves are encoded anew from the rows, digests computed again
//! from the texts. The key and the last signed head come from files beside the database, or from the
//! person who asks.

mod address;
mod findings;
mod house;
mod http;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use kernel::{Error, RefusalKind, Result};

use crate::Place;

/// What to verify.
#[derive(Args, Clone, Debug)]
pub struct Ask {
    /// 核对这个网站公开的账本（http://主机[:端口]）；不写则核对数据目录
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// 账本公钥；不写则用数据目录里的，或者上次留存的
    #[arg(long, value_name = "VKEY")]
    pub key: Option<String>,
    /// 留存公钥和检查点的文件，下次核对时与它比较（只用于 --url）
    #[arg(long, value_name = "FILE")]
    pub kept: Option<PathBuf>,
}

/// Verifies and prints every fault with its place. Exit code 1 when there is one.
pub async fn run(ask: Ask, place: &Place) -> Result<ExitCode> {
    let findings = match &ask.url {
        Some(url) => address::verify(url, ask.key.as_deref(), ask.kept.as_deref()).await?,
        None => house::verify(place, ask.key.as_deref()).await?,
    };
    say!("{}", findings.to_string().trim_end());
    Ok(if findings.is_clean() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn verifier(text: &str) -> Result<ledger::VerifierKey> {
    text.trim()
        .parse()
        .map_err(|error| refuse(format!("公钥无法识别：{error}。"), "请照原样填写公布的账本公钥。"))
}

fn refuse(sentence: impl Into<String>, onward: impl Into<String>) -> Error {
    Error::refuse(RefusalKind::Invalid, "verify", sentence, onward)
}

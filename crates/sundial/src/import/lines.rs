//! A file of lines, read without holding it whole.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

use kernel::Result;
use matters::publication::import::{Finding, Item, ItemStanding, from_record};

use super::{refuse, unreadable};

/// A record longer than this is refused.
const LINE_BYTES_MAX: u64 = 8 << 20;

/// Records line by line.
pub struct Lines {
    reader: BufReader<File>,
    number: usize,
}

impl Lines {
    /// Opens the file.
    pub fn open(file: &Path) -> Result<Lines> {
        let opened = File::open(file).and_then(|open| {
            if open.metadata()?.is_dir() {
                Err(std::io::ErrorKind::IsADirectory.into())
            } else {
                Ok(open)
            }
        });
        let open = opened.map_err(|error| {
            refuse(
                format!("读不到 {}：{}。", file.display(), unreadable(&error)),
                "请核对路径。",
            )
        })?;
        Ok(Lines {
            reader: BufReader::new(open),
            number: 0,
        })
    }

    /// The next records, at most `limit`; empty lines are no records.
    pub fn next(&mut self, limit: usize) -> Result<Vec<Item>> {
        let mut items = Vec::with_capacity(limit);
        while items.len() < limit {
            let mut line = Vec::new();
            let read = (&mut self.reader)
                .take(LINE_BYTES_MAX + 1)
                .read_until(b'\n', &mut line);
            if read.map_err(|error| {
                refuse(
                    format!("读到第 {} 行时出错：{error}。", self.number + 1),
                    "请检查磁盘后重新运行，已读入的不会重复。",
                )
            })? == 0
            {
                break;
            }
            self.number += 1;
            if line.len() as u64 > LINE_BYTES_MAX {
                self.reader.skip_until(b'\n')?;
                items.push(too_long(self.number));
                continue;
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_start_matches('\u{FEFF}').trim();
            if !text.is_empty() {
                items.push(from_record(self.number, text));
            }
        }
        Ok(items)
    }
}

fn too_long(number: usize) -> Item {
    let digest = kernel::code::sha256_hex(format!("line-too-long\n{number}").as_bytes());
    Item {
        source_name: format!("第{number}行"),
        source_digest: digest.clone(),
        content_key: digest,
        standing: ItemStanding::Refused,
        content: Default::default(),
        findings: vec![Finding {
            code: "too-large".to_owned(),
            severity: "error".to_owned(),
            line: None,
            excerpt: String::new(),
            sentence: format!(
                "第{number}行超过 {} MB，没有读取。请拆分后重新导入。",
                LINE_BYTES_MAX >> 20
            ),
        }],
        encoding: String::new(),
    }
}

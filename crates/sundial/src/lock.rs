//! One serving process a data directory: two would sign one ledger and write one index.
//!
//! The lock is the operating system's on an open file: whoever dies gives it up. It is for the database in
//! the directory; PostgreSQL is made for several nodes. `sundial import` does not take it: its acts and those
//! of a serving process wait for each other's turn to write.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use kernel::{Error, RefusalKind, Result};

use crate::Place;

/// Held as long as the directory is in use.
#[derive(Debug)]
pub struct Lock {
    _file: Option<File>,
}

/// Takes the directory for this process. A directory that is not there is nobody's: whoever opens the house
/// says so.
pub fn take(place: &Place) -> Result<Lock> {
    if place.postgres.is_some() || !place.data.is_dir() {
        return Ok(Lock { _file: None });
    }
    let name = place.data.join("serve.lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&name)
        .map_err(|error| unusable(&name, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _file: Some(file) }),
        Err(TryLockError::WouldBlock) => Err(taken(&place.data)),
        Err(TryLockError::Error(error)) => Err(unusable(&name, &error)),
    }
}

fn taken(data: &Path) -> Error {
    Error::refuse(
        RefusalKind::Conflict,
        "data-directory-in-use",
        format!("数据目录 {} 已有一个日晷在使用。", data.display()),
        "请先停止它（在它的终端按 Ctrl+C，或者停止相应的系统服务）；要同时运行另一个，请用 --data 指定另一个目录。",
    )
}

fn unusable(file: &Path, error: &std::io::Error) -> Error {
    Error::refuse(
        RefusalKind::Invalid,
        "data-directory",
        format!("锁文件 {} 不能使用：{error}。", file.display()),
        "请确认数据目录可以写入，而且所在的磁盘支持文件锁。",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(data: &Path) -> Place {
        Place {
            data: data.to_path_buf(),
            postgres: None,
        }
    }

    #[test]
    fn a_directory_serves_one_process_at_a_time() {
        let folder = std::env::temp_dir().join(format!("sundial-lock-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let first = take(&place(&folder)).unwrap();
        let refused = take(&place(&folder)).unwrap_err().to_string();
        assert!(
            refused.contains("已有一个日晷在使用") && refused.contains("Ctrl+C"),
            "{refused}"
        );
        drop(first);
        drop(take(&place(&folder)).unwrap());
        assert!(
            take(&place(&folder.join("absent"))).is_ok(),
            "what is not there is not made"
        );
        assert!(!folder.join("absent").exists());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

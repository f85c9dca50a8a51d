//! What can go wrong with an index folder. Never the user's query: that is answered or explained.

use std::path::PathBuf;
use tantivy::directory::error::LockError;

/// A fault of the installation: disk, permissions, a second writer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another writer, of this process or another, holds the folder.
    #[error("检索索引正由另一个写入者使用；同一文件夹同时只能有一个写入者")]
    Busy,
    /// The folder holds files, but no index: most likely a wrong setting, so nothing is touched.
    #[error("{} 里有文件，但不是检索索引；请检查索引文件夹的设置，未作任何改动", .0.display())]
    NotAnIndex(PathBuf),
    /// The folder could not be read, made or moved.
    #[error("检索索引文件夹读写失败：{0}")]
    Io(#[from] std::io::Error),
    /// The engine failed.
    #[error("检索引擎出错：{0}")]
    Engine(tantivy::TantivyError),
}

impl From<tantivy::TantivyError> for Error {
    fn from(error: tantivy::TantivyError) -> Self {
        match error {
            tantivy::TantivyError::LockFailure(LockError::LockBusy, _) => Error::Busy,
            other => Error::Engine(other),
        }
    }
}

//! Attachments: which kinds are taken, and that they are what their names say.

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::IntoResponse;
use kernel::Error;
use matters::publication::{self, AttachmentRef};

use crate::App;
use crate::door::{PageResult, Upload, Visitor};
use crate::workbench::acting::may_see;
use crate::workbench::words;

/// Largest attachment.
const MAX_BYTES: usize = 50 << 20;

const ZIP: &[u8] = b"PK\x03\x04";
const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// How a file of a kind begins; nothing for plain text.
const KINDS: &[(&str, &str, &[&[u8]])] = &[
    ("pdf", "application/pdf", &[b"%PDF-"]),
    ("doc", "application/msword", &[OLE]),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        &[ZIP],
    ),
    ("xls", "application/vnd.ms-excel", &[OLE]),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        &[ZIP],
    ),
    ("ofd", "application/ofd", &[ZIP]),
    ("wps", "application/vnd.ms-works", &[OLE, ZIP]),
    ("et", "application/vnd.ms-excel", &[OLE, ZIP]),
    ("zip", "application/zip", &[ZIP]),
    ("jpg", "image/jpeg", &[&[0xFF, 0xD8, 0xFF]]),
    ("jpeg", "image/jpeg", &[&[0xFF, 0xD8, 0xFF]]),
    ("png", "image/png", &[&[0x89, b'P', b'N', b'G']]),
    ("txt", "text/plain; charset=utf-8", &[]),
    ("csv", "text/csv; charset=utf-8", &[]),
];

/// For `accept=`.
pub const ACCEPT: &str = ".pdf,.doc,.docx,.xls,.xlsx,.ofd,.wps,.et,.zip,.jpg,.jpeg,.png,.txt,.csv";

/// For `parts::files`, with what removes it.
#[derive(Clone, Debug)]
pub struct FileView {
    pub name: String,
    pub href: String,
    pub kind: String,
    pub size: String,
    pub digest: String,
}

impl FileView {
    /// A document's attachments.
    pub fn all(document_id: i64, files: &[AttachmentRef]) -> Vec<FileView> {
        files
            .iter()
            .map(|file| FileView {
                href: format!("/desk/drafts/{document_id}/files/{}", file.digest),
                kind: ending(&file.name).to_uppercase(),
                size: words::size(file.size_bytes),
                name: file.name.clone(),
                digest: file.digest.clone(),
            })
            .collect()
    }
}

fn ending(name: &str) -> String {
    name.rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase())
        .unwrap_or_default()
}

/// The media type of a file that may be attached, or why it may not.
pub fn sniff(name: &str, bytes: &[u8]) -> Result<&'static str, String> {
    let ending = ending(name);
    let Some((_, media_type, starts)) = KINDS.iter().find(|(kind, ..)| *kind == ending) else {
        return Err(format!(
            "“{name}”的类型不能上传。可以上传 PDF、Word、Excel、OFD、WPS、ZIP、图片和文本文件。"
        ));
    };
    if bytes.is_empty() {
        return Err(format!("“{name}”是空文件。请检查后重新选择。"));
    }
    if bytes.len() > MAX_BYTES {
        return Err(format!(
            "“{name}”有 {}，超过 50 MB。请压缩或拆分后再上传。",
            words::size(bytes.len() as i64)
        ));
    }
    let fits = match starts {
        [] => text::decode::decode(bytes).is_ok(),
        starts => starts.iter().any(|start| bytes.starts_with(start)),
    };
    if fits {
        Ok(media_type)
    } else {
        Err(format!(
            "“{name}”的内容与扩展名不符，可能改过名或已损坏。请用原来的软件打开并重新另存一份。"
        ))
    }
}

/// The ending that fits bytes whose name was not kept.
pub fn kind_of(bytes: &[u8]) -> &'static str {
    let holds = |mark: &[u8]| bytes.windows(mark.len()).any(|window| window == mark);
    match bytes {
        _ if bytes.starts_with(b"%PDF-") => "pdf",
        _ if bytes.starts_with(OLE) => "doc",
        _ if bytes.starts_with(ZIP) && holds(b"OFD.xml") => "ofd",
        _ if bytes.starts_with(ZIP) && holds(b"word/") => "docx",
        _ if bytes.starts_with(ZIP) => "zip",
        _ if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) => "jpg",
        _ if bytes.starts_with(&[0x89, b'P', b'N', b'G']) => "png",
        _ => "bin",
    }
}

/// Checks uploads and keeps their bytes; every file that cannot be taken is said.
pub async fn keep(
    app: &App,
    uploads: Vec<Upload>,
) -> kernel::Result<Result<Vec<AttachmentRef>, Vec<String>>> {
    let checked: Vec<_> = uploads
        .into_iter()
        .map(|upload| {
            let name = base_name(&upload.name);
            sniff(&name, &upload.bytes).map(|media_type| (name, media_type, upload.bytes))
        })
        .collect();
    let wrong: Vec<String> = checked
        .iter()
        .filter_map(|one| one.as_ref().err().cloned())
        .collect();
    if !wrong.is_empty() {
        return Ok(Err(wrong));
    }
    let store = app.files.clone();
    let kept = tokio::task::spawn_blocking(move || {
        checked
            .into_iter()
            .flatten()
            .map(|(name, media_type, bytes)| {
                let digest = store.keep(&bytes)?;
                Ok(AttachmentRef {
                    name,
                    media_type: media_type.to_owned(),
                    size_bytes: bytes.len() as i64,
                    digest,
                })
            })
            .collect::<kernel::Result<Vec<_>>>()
    });
    kept.await.map_err(kernel::Fault::new)?.map(Ok)
}

/// Browsers may send a path; readers get the name.
pub fn base_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.chars()
        .filter(|c| !c.is_control())
        .take(120)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// An attachment of a draft, for those who may read the draft.
pub async fn download(
    State(app): State<App>,
    visitor: Visitor,
    Path((id, digest)): Path<(i64, String)>,
) -> PageResult {
    let mut conn = app.db.read().await?;
    let draft = publication::draft(&mut conn, id).await?;
    may_see(&mut conn, &visitor, draft.org_id, app.now()).await?;
    drop(conn);
    let file = draft
        .content
        .attachments
        .into_iter()
        .find(|file| file.digest == digest);
    let file = file.ok_or_else(|| Error::not_found("这个附件"))?;
    let store = app.files.clone();
    let bytes = tokio::task::spawn_blocking(move || store.read(&digest))
        .await
        .map_err(kernel::Fault::new)??;
    Ok(attachment(&file.name, "application/octet-stream", bytes))
}

/// Bytes for saving, never for showing: nothing that was uploaded runs on this site.
pub fn attachment(name: &str, media_type: &'static str, bytes: Vec<u8>) -> axum::response::Response {
    let disposition = format!("attachment; filename*=UTF-8''{}", words::encode(name));
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (CONTENT_DISPOSITION, disposition),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_name_says() {
        for (name, bytes, taken) in [
            ("表.pdf", b"%PDF-1.7".as_slice(), true),
            ("表.PDF", b"%PDF-1.7", true),
            ("表.docx", b"PK\x03\x04....", true),
            ("表.pdf", b"PK\x03\x04....", false),
            ("图.png", b"\x89PNG\r\n", true),
            ("说明.txt", "说明".as_bytes(), true),
            ("空.txt", b"", false),
            ("程序.exe", b"MZ", false),
            ("网页.html", b"<script>", false),
            ("没有扩展名", b"%PDF-", false),
        ] {
            assert_eq!(sniff(name, bytes).is_ok(), taken, "{name}");
        }
    }

    #[test]
    fn bytes_without_a_name_get_an_ending() {
        for (bytes, ending) in [
            (b"%PDF-1.7".as_slice(), "pdf"),
            (b"PK\x03\x04...word/document.xml", "docx"),
            (b"PK\x03\x04...OFD.xml", "ofd"),
            (b"PK\x03\x04...", "zip"),
            (b"?", "bin"),
        ] {
            assert_eq!(kind_of(bytes), ending);
        }
    }

    #[test]
    fn a_path_is_not_a_name() {
        assert_eq!(base_name("C:\\Users\\周\\附件 1.pdf"), "附件 1.pdf");
    }
}

//! The few requests that a verification makes: plain HTTP, one answer a connection.

use std::time::Duration;

use kernel::Result;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::refuse;

/// No resource of a ledger comes near this.
const ANSWER_BYTES_MAX: u64 = 32 << 20;
const PATIENCE: Duration = Duration::from_secs(20);

/// A site by its address.
pub(super) struct Site {
    /// `host:port`
    authority: String,
    /// Path before everything, without a slash at its end.
    base: String,
}

impl Site {
    /// Reads `http://host[:port][/path]`.
    pub(super) fn parse(url: &str) -> Result<Site> {
        let rest = url.strip_prefix("http://").ok_or_else(|| {
            refuse(
                format!("地址“{url}”不能使用。"),
                "请写 http:// 开头的地址；只支持 HTTPS 的网站，请在内网用 http 地址核对，或者核对数据目录。",
            )
        })?;
        let (authority, base) = rest.split_once('/').unwrap_or((rest, ""));
        if authority.is_empty()
            || authority.contains(['@', ' ', '\r', '\n'])
            || base.contains([' ', '\r', '\n'])
        {
            return Err(refuse(
                format!("地址“{url}”不能使用。"),
                "请写成 http://主机[:端口]。",
            ));
        }
        let has_port = authority
            .rsplit_once(':')
            .is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        let authority = if has_port {
            authority.to_owned()
        } else {
            format!("{authority}:80")
        };
        let base = base.trim_end_matches('/');
        Ok(Site {
            authority,
            base: if base.is_empty() {
                String::new()
            } else {
                format!("/{base}")
            },
        })
    }

    /// A name for files about this site.
    pub(super) fn file_name(&self) -> String {
        self.authority.replace([':', '[', ']'], "_")
    }

    /// The body at this path below the site's address; none where there is nothing.
    pub(super) async fn get(&self, path: &str) -> Result<Option<Vec<u8>>> {
        let answer = tokio::time::timeout(PATIENCE, self.answer(path)).await;
        let unreachable = |cause: String| {
            refuse(
                format!("连不上 http://{}{}/{path}：{cause}。", self.authority, self.base),
                "请核对地址，确认网站正在运行。",
            )
        };
        let bytes = match answer {
            Err(_) => return Err(unreachable("等了20秒没有回答".to_owned())),
            Ok(Err(error)) => return Err(unreachable(error.to_string())),
            Ok(Ok(bytes)) => bytes,
        };
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let status = bytes
            .get(9..12)
            .and_then(|code| std::str::from_utf8(code).ok()?.parse::<u16>().ok());
        match (end, status) {
            (Some(end), Some(200)) if whole(&bytes[..end], bytes.len() - end - 4) => {
                Ok(Some(bytes[end + 4..].to_vec()))
            }
            (Some(_), Some(200)) => Err(unreachable("回答在半途中断".to_owned())),
            (Some(_), Some(404)) => Ok(None),
            (_, status) => Err(unreachable(format!(
                "回答不能使用（状态 {}）",
                status.unwrap_or_default()
            ))),
        }
    }

    async fn answer(&self, path: &str) -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(&self.authority).await?;
        // HTTP/1.0: the answer is not sent in chunks and ends with the connection.
        let request = format!(
            "GET {}/{path} HTTP/1.0\r\nHost: {}\r\n\r\n",
            self.base, self.authority
        );
        stream.write_all(request.as_bytes()).await?;
        let mut bytes = Vec::new();
        stream.take(ANSWER_BYTES_MAX).read_to_end(&mut bytes).await?;
        Ok(bytes)
    }
}

/// Is the body as long as the head says, where it says?
fn whole(head: &[u8], body: usize) -> bool {
    let head = String::from_utf8_lossy(head);
    let said = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse::<usize>().ok())?
    });
    said.is_none_or(|said| said == body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_or_refused() {
        let site = Site::parse("http://127.0.0.1:8080/").unwrap();
        assert_eq!(
            (site.authority.as_str(), site.base.as_str()),
            ("127.0.0.1:8080", "")
        );
        let site = Site::parse("http://county.example/zwgk/").unwrap();
        assert_eq!(
            (site.authority.as_str(), site.base.as_str()),
            ("county.example:80", "/zwgk")
        );
        for wrong in [
            "https://county.example",
            "county.example",
            "http://",
            "http://a b",
            "http://a\r\nX: y",
        ] {
            assert!(Site::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_torn_answer_is_not_taken() {
        assert!(whole(b"HTTP/1.0 200 OK\r\nContent-Length: 3", 3));
        assert!(!whole(b"HTTP/1.0 200 OK\r\ncontent-length: 3", 2));
        assert!(whole(b"HTTP/1.0 200 OK", 9));
    }
}

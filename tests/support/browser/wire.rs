//! What fantoccini has no words for: chromedriver's own endpoints, asked plainly.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value as Json;

/// Sends one request to chromedriver on this machine; the `value` of its answer.
pub fn ask(port: u16, method: &str, path: &str, body: &str) -> std::io::Result<Json> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )?;
    let mut stream = BufReader::new(stream);
    let mut answer = vec![0; content_length(&mut stream)?];
    stream.read_exact(&mut answer)?;
    let mut answer: Json = serde_json::from_slice(&answer)?;
    Ok(answer["value"].take())
}

fn content_length(stream: &mut impl BufRead) -> std::io::Result<usize> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().map_err(std::io::Error::other)?;
            }
            Some(_) => {}
            None if line.trim_end().is_empty() => return Ok(length),
            None => {}
        }
    }
}

//! Addresses: of pages on this site, and of whoever is asking.

use std::net::{IpAddr, Ipv6Addr};

use axum::http::HeaderMap;

/// The path, if it leads nowhere but to this site: `next=` and `back=` come from anybody.
pub fn local_path(path: &str) -> Option<&str> {
    // Browsers read `\` as `/`, and `//host` as another site; they drop tabs and line ends before that.
    let odd = |letter: char| letter == '\\' || letter.is_control();
    let local = path.starts_with('/') && !path.starts_with("//") && !path.contains(odd);
    local.then_some(path)
}

/// The address to count attempts by. A proxy on this machine adds the address it saw at the right of
/// `X-Forwarded-For`; what stands further left was written by whoever is asking and counts for nothing. Any
/// other peer speaks for itself. An IPv6 network is one address: its holder has 2⁶⁴ of them.
pub(super) fn asking(peer: Option<IpAddr>, headers: &HeaderMap) -> IpAddr {
    let peer = peer.unwrap_or(IpAddr::V6(Ipv6Addr::LOCALHOST)).to_canonical();
    let seen = if peer.is_loopback() {
        forwarded(headers)
    } else {
        None
    };
    network(seen.unwrap_or(peer))
}

fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers
        .get_all("x-forwarded-for")
        .into_iter()
        .next_back()?
        .to_str()
        .ok()?;
    last.rsplit(',')
        .next()?
        .trim()
        .parse::<IpAddr>()
        .ok()
        .map(|address| address.to_canonical())
}

fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(whole) => {
            let [a, b, c, d, ..] = whole.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// Text as it may stand after `?next=`.
pub(super) fn percent(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                encoded.push(char::from(byte));
            }
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_led_to() {
        for good in ["/", "/desk/drafts?page=2", "/d/abc#s1", "/search?q=a//b"] {
            assert_eq!(local_path(good), Some(good));
        }
        for bad in [
            "",
            "desk",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "/a\r\nb",
        ] {
            assert_eq!(local_path(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn attempts_are_counted_by_the_address_that_cannot_be_chosen() {
        let headers = |values: &[&str]| {
            values.iter().fold(HeaderMap::new(), |mut headers, value| {
                headers.append("x-forwarded-for", value.parse().unwrap());
                headers
            })
        };
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let cases: &[(Option<&str>, &[&str], &str)] = &[
            (Some("127.0.0.1"), &[], "127.0.0.1"),
            (None, &[], "::"),
            (Some("127.0.0.1"), &["10.1.1.1, 10.2.2.2"], "10.2.2.2"),
            (Some("127.0.0.1"), &["10.1.1.1", "10.3.3.3"], "10.3.3.3"),
            (Some("127.0.0.1"), &["nonsense"], "127.0.0.1"),
            (Some("10.9.9.9"), &["10.1.1.1"], "10.9.9.9"),
            (Some("::ffff:127.0.0.1"), &["10.1.1.1"], "10.1.1.1"),
            (Some("2001:db8:1:2:3:4:5:6"), &[], "2001:db8:1:2::"),
        ];
        for (peer, forwarded, expected) in cases {
            assert_eq!(
                asking(peer.map(ip), &headers(forwarded)),
                ip(expected),
                "{peer:?} {forwarded:?}"
            );
        }
    }

    #[test]
    fn a_path_survives_in_a_query() {
        assert_eq!(
            percent("/desk?q=公 开&x=1"),
            "/desk%3Fq%3D%E5%85%AC%20%E5%BC%80%26x%3D1"
        );
    }
}

//! Ten thousand requests over HTTP from thirty-two clients, each form sent twice at the same moment. What is
//! measured and how to read it: `bench/requests/RESULTS.md`.
//!
//! `cargo run --release -p tests --example filing -- http://127.0.0.1:PORT ORGANISATION [REQUESTS]`
//!
//! The server runs apart (`sundial demo --no-serve`, then `sundial serve`); ORGANISATION is the value of a choice on
//! /apply. Every client speaks for many people: each request comes from an address of its own, as a proxy on the
//! same machine would tell it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};

const CLIENTS: usize = 32;

type Http = Client<HttpConnector, Body>;

/// Somebody with a browser that keeps cookies.
struct Person {
    http: Http,
    base: String,
    address: String,
    cookies: BTreeMap<String, String>,
}

/// What was answered: status, where it leads, the page.
struct Seen {
    status: StatusCode,
    to: String,
    page: String,
}

impl Person {
    fn new(http: &Http, base: &str, n: usize) -> Person {
        Person {
            http: http.clone(),
            base: base.to_owned(),
            address: format!("10.{}.{}.{}", n >> 16 & 255, n >> 8 & 255, n & 255),
            cookies: BTreeMap::new(),
        }
    }

    fn request(&self, method: &str, path: &str, kind: &str, body: String) -> Request<Body> {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header("cookie", cookies.join("; "))
            .header("sec-fetch-site", "same-origin")
            .header("x-forwarded-for", &self.address)
            .header("content-type", kind)
            .body(Body::from(body))
            .expect("a request")
    }

    async fn send(&mut self, request: Request<Body>) -> Seen {
        let (seen, cookies) = answer(&self.http, request).await;
        self.cookies.extend(cookies);
        seen
    }

    async fn get(&mut self, path: &str) -> String {
        let seen = self
            .send(self.request("GET", path, "text/plain", String::new()))
            .await;
        assert_eq!(seen.status, 200, "{path}: {}", seen.page);
        seen.page
    }

    async fn post(&mut self, path: &str, token: &str, fields: &[(&str, &str)], multipart: bool) -> String {
        let all = [&[("csrf", token)], fields].concat();
        let request = if multipart {
            let part = |(name, value): &(&str, &str)| {
                format!("--X\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
            };
            let body: String = all.iter().map(part).collect();
            self.request(
                "POST",
                path,
                "multipart/form-data; boundary=X",
                format!("{body}--X--\r\n"),
            )
        } else {
            self.request("POST", path, "application/x-www-form-urlencoded", encoded(&all))
        };
        let seen = self.send(request).await;
        assert_eq!(seen.status, 303, "{path}: {}", seen.page);
        seen.to
    }

    /// From the first page to the one where everything is checked; the token of that page.
    async fn fill(&mut self, org: &str, n: usize) -> String {
        let token = token(&self.get("/apply").await);
        assert_eq!(
            self.post("/apply", &token, &[("org", org)], false).await,
            "/apply/wanted"
        );
        let token = token_of(self.get("/apply/wanted").await);
        let wanted = format!("2025年度第{n}号停车场协议");
        let fields = [("info_name", wanted.as_str()), ("form_wanted", "electronic")];
        let mut to = self.post("/apply/wanted", &token, &fields, false).await;
        if to == "/apply/found" {
            let token = token_of(self.get("/apply/found").await);
            to = self.post("/apply/found", &token, &[("go", "on")], false).await;
        }
        assert_eq!(to, "/apply/who");
        let token = token_of(self.get("/apply/who").await);
        let (name, number) = (format!("申请人{n}"), identity(n));
        let who = [
            ("kind", "person"),
            ("name", name.as_str()),
            ("identity_kind", "id_card"),
            ("identity_number", number.as_str()),
            ("phone", "13800005678"),
            ("delivery_way", "online"),
        ];
        assert_eq!(self.post("/apply/who", &token, &who, true).await, "/apply/check");
        token_of(self.get("/apply/check").await)
    }

    /// Presses the button twice at once; both are led to the receipt.
    async fn press_twice(&mut self, token: &str) {
        let body = encoded(&[("csrf", token)]);
        let form = || {
            self.request(
                "POST",
                "/apply/check",
                "application/x-www-form-urlencoded",
                body.clone(),
            )
        };
        let (one, other) = tokio::join!(answer(&self.http, form()), answer(&self.http, form()));
        for (seen, cookies) in [one, other] {
            assert_eq!(
                (seen.status.as_u16(), seen.to.as_str()),
                (303, "/apply/done"),
                "{}",
                seen.page
            );
            self.cookies.extend(cookies);
        }
    }

    /// The number on the receipt, which waits a moment for the ledger's signature.
    async fn receipt(&mut self) -> String {
        let page = self.get("/apply/done").await;
        let number = page.split("id=\"number\">").nth(1).expect("a number");
        number.split('<').next().unwrap_or_default().to_owned()
    }
}

async fn answer(http: &Http, request: Request<Body>) -> (Seen, Vec<(String, String)>) {
    let answer = http.request(request).await.expect("the house answers");
    let (parts, body) = answer.into_parts();
    let bytes = to_bytes(Body::new(body), 1 << 24).await.expect("a whole page");
    let header = |name: &str| {
        parts
            .headers
            .get(name)
            .and_then(|it| it.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    };
    let cookies = parts.headers.get_all("set-cookie").iter().filter_map(|it| {
        let (name, value) = it.to_str().ok()?.split(';').next()?.split_once('=')?;
        Some((name.to_owned(), value.to_owned()))
    });
    let seen = Seen {
        status: parts.status,
        to: header("location"),
        page: String::from_utf8_lossy(&bytes).into_owned(),
    };
    (seen, cookies.collect())
}

/// An identity number of nobody, with the right last figure (GB 11643).
fn identity(n: usize) -> String {
    const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let front = format!(
        "110105{}{:02}{:02}{:03}",
        1950 + n / 28_000 % 50,
        n / 1000 % 12 + 1,
        n / 12_000 % 28 + 1,
        n % 1000
    );
    let sum: usize = front
        .bytes()
        .zip(WEIGHTS)
        .map(|(digit, weight)| usize::from(digit - b'0') * weight)
        .sum();
    let last = b"10X98765432"[sum % 11];
    format!("{front}{}", char::from(last))
}

fn token(page: &str) -> String {
    let rest = page.split("name=\"csrf\" value=\"").nth(1).expect("a form");
    rest.split('"').next().unwrap_or_default().to_owned()
}

fn token_of(page: String) -> String {
    token(&page)
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let one = |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", one(value)))
        .collect();
    pairs.join("&")
}

/// Runs `work` for every number on so many clients at once; what each came to.
async fn spread<T, F>(all: Vec<T>, work: impl Fn(T) -> F + Clone + Send + 'static) -> Vec<F::Output>
where
    T: Send + 'static,
    F: Future + Send,
    F::Output: Send + 'static,
{
    let queue = Arc::new(tokio::sync::Mutex::new(all.into_iter()));
    let lanes: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (queue, work) = (queue.clone(), work.clone());
            tokio::spawn(async move {
                let mut done = Vec::new();
                loop {
                    let next = queue.lock().await.next();
                    match next {
                        Some(one) => done.push(work(one).await),
                        None => return done,
                    }
                }
            })
        })
        .collect();
    let mut done = Vec::new();
    for lane in lanes {
        done.extend(lane.await.expect("nobody panics"));
    }
    done
}

#[tokio::main]
async fn main() {
    let mut args = std::env::args().skip(1);
    let base = args.next().expect("the server's address");
    let org = args.next().expect("an organisation");
    let requests: usize = args.next().and_then(|n| n.parse().ok()).unwrap_or(10_000);
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let http: Http = Client::builder(TokioExecutor::new())
        .pool_idle_timeout(Duration::from_secs(60))
        .build(connector);

    let begun = Instant::now();
    let people = spread((1..=requests).collect(), {
        let (http, base) = (http.clone(), base.clone());
        move |n| {
            let (http, base, org) = (http.clone(), base.clone(), org.clone());
            async move {
                let mut person = Person::new(&http, &base, n);
                let token = person.fill(&org, n).await;
                (person, token)
            }
        }
    })
    .await;
    let filled = begun.elapsed().as_secs_f64();

    let begun = Instant::now();
    let people = spread(people, |(mut person, token): (Person, String)| async move {
        person.press_twice(&token).await;
        person
    })
    .await;
    let sent = begun.elapsed().as_secs_f64();

    let begun = Instant::now();
    let numbers = spread(people, |mut person: Person| async move { person.receipt().await }).await;
    let shown = begun.elapsed().as_secs_f64();

    let different: BTreeSet<&String> = numbers.iter().collect();
    assert_eq!(different.len(), requests, "each has a number of its own");
    let mut ordinals: Vec<i64> = numbers
        .iter()
        .filter_map(|it| it.rsplit('-').next()?.parse().ok())
        .collect();
    ordinals.sort_unstable();
    let first = ordinals[0];
    assert!(
        ordinals.iter().zip(first..).all(|(n, due)| *n == due),
        "without gap from {first}"
    );
    println!("| requests | filled in, s | sent twice each, s | requests/s | receipts shown, s | numbers |");
    println!("|---|---|---|---|---|---|");
    println!(
        "| {requests} | {filled:.1} | {sent:.1} | {:.0} | {shown:.1} | {first} to {} without gap or repeat |",
        requests as f64 / sent,
        first + requests as i64 - 1
    );
}

//! The house over the county's database, on an address of this machine; and somebody with a browser.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::http::Request;
use face::App;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use kernel::record::{Identity, Signer};
use kernel::session::{self, Whose};
use kernel::time::Clock;
use kernel::{Fault, Result};
use office::file::Files;
use tokio::task::JoinHandle;

use super::county::County;

type Http = Client<HttpConnector, Body>;

/// A house that answers.
pub struct House {
    county: County,
    base: String,
    http: Http,
    running: Vec<JoinHandle<()>>,
}

impl House {
    /// Opens it; the ledger's key, papers and index lie in the folder.
    pub async fn open(county: &County, folder: &Path) -> Result<House> {
        let identity = Identity::load_or_make(&folder.join("key"), || {
            Ok(ledger::Origin::demo("www.ceshi.gov.example/ledger").map_err(Fault::new)?)
        })?;
        let app = App {
            db: county.db.clone(),
            clock: Clock::simulated(county.now),
            docket: county.docket.clone(),
            files: Files::open(&folder.join("files"))?,
            search: search::Index::in_memory().map_err(Fault::new)?,
            signer: Signer::open(county.db.clone(), identity, folder.join("witness")).await?,
            press: face::press::Press::here(),
            pages: face::portal::Pages::new(),
            secure_cookies: false,
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let base = format!("http://{}", listener.local_addr()?);
        let signing = app.clone();
        let routes = face::router(app).into_make_service_with_connect_info::<SocketAddr>();
        let serving = tokio::spawn(async move { axum::serve(listener, routes).await.expect("it serves") });
        // As the house's own job does.
        let signing = tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_secs(1)).await;
                if let Err(error) = signing.signer.sign(&signing.clock).await {
                    eprintln!("{error}");
                }
            }
        });
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        Ok(House {
            county: county.clone(),
            base,
            http: Client::builder(TokioExecutor::new()).build(connector),
            running: vec![serving, signing],
        })
    }

    /// Somebody without a login. Each comes from an address of their own, as a proxy on this machine would tell it.
    pub fn stranger(&self, n: usize) -> Browser {
        Browser {
            http: self.http.clone(),
            base: self.base.clone(),
            address: format!("10.{}.{}.{}", n >> 16 & 255, n >> 8 & 255, n & 255),
            cookies: BTreeMap::new(),
        }
    }

    /// A colleague who is logged in.
    pub async fn colleague(&self, person_id: i64) -> Result<Browser> {
        let now = self.county.now;
        let begun = self
            .county
            .db
            .act(move |conn| Box::pin(session::begin(conn, Whose::Person(person_id), now)));
        let mut browser = self.stranger(0);
        browser.cookies.insert("sundial_session".into(), begun.await?.1);
        Ok(browser)
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.running.iter().for_each(JoinHandle::abort);
    }
}

/// A browser without scripts.
pub struct Browser {
    http: Http,
    base: String,
    address: String,
    cookies: BTreeMap<String, String>,
}

/// What was answered.
pub struct Seen {
    pub status: u16,
    pub to: String,
    pub page: String,
    /// Milliseconds until the whole page was there.
    pub took: f64,
}

impl Browser {
    /// A page that is there.
    pub async fn get(&mut self, path: &str) -> Seen {
        let seen = self
            .send(self.request("GET", path, "text/plain", Vec::new()))
            .await;
        assert_eq!(seen.status, 200, "{path}: {}", seen.page);
        seen
    }

    /// A form as the page has it.
    pub async fn post(&mut self, path: &str, fields: &[(String, String)]) -> Seen {
        let one = |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", one(value)))
            .collect();
        let kind = "application/x-www-form-urlencoded";
        self.send(self.request("POST", path, kind, pairs.join("&").into_bytes()))
            .await
    }

    /// A form with files: control, name, bytes.
    pub async fn upload(
        &mut self,
        path: &str,
        fields: &[(String, String)],
        files: &[(&str, &str, &[u8])],
    ) -> Seen {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--X\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        for (control, name, bytes) in files {
            let head = format!(
                "--X\r\ncontent-disposition: form-data; name=\"{control}\"; filename=\"{name}\"\r\n\r\n"
            );
            body.extend(head.bytes());
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--X--\r\n");
        let kind = "multipart/form-data; boundary=X";
        self.send(self.request("POST", path, kind, body)).await
    }

    fn request(&self, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Request<Body> {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header("cookie", cookies.join("; "))
            .header("accept", "text/html")
            .header("sec-fetch-site", "same-origin")
            .header("x-forwarded-for", &self.address)
            .header("content-type", kind)
            .body(Body::from(body))
            .expect("a request")
    }

    async fn send(&mut self, request: Request<Body>) -> Seen {
        let begun = Instant::now();
        let answer = self.http.request(request).await.expect("the house answers");
        let (parts, body) = answer.into_parts();
        let bytes = to_bytes(Body::new(body), 1 << 26).await.expect("a whole page");
        let took = begun.elapsed().as_secs_f64() * 1000.0;
        for it in parts.headers.get_all("set-cookie") {
            let pair = it
                .to_str()
                .ok()
                .and_then(|it| it.split(';').next()?.split_once('='));
            if let Some((name, value)) = pair {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let to = parts.headers.get("location").and_then(|it| it.to_str().ok());
        Seen {
            status: parts.status.as_u16(),
            to: to.unwrap_or_default().to_owned(),
            page: String::from_utf8_lossy(&bytes).into_owned(),
            took,
        }
    }
}

impl Seen {
    /// Where the answer leads.
    pub fn led(self) -> String {
        assert_eq!(self.status, 303, "{}", self.page);
        self.to
    }

    /// The hidden fields of the form in which this stands, the token among them.
    pub fn form(&self, mark: &str) -> Vec<(String, String)> {
        let Some(at) = self.page.find(mark) else {
            panic!("no {mark} in {}", self.page)
        };
        let start = self.page[..at].rfind("<form").expect("a form");
        let end = at + self.page[at..].find("</form>").expect("its end");
        let mut fields = Vec::new();
        for input in self.page[start..end]
            .split("<input type=\"hidden\" name=\"")
            .skip(1)
        {
            let (name, rest) = input.split_once("\" value=\"").expect("a value");
            let value = rest.split('"').next().unwrap_or_default();
            let value = value
                .replace("&#38;", "&")
                .replace("&#34;", "\"")
                .replace("&#39;", "'");
            fields.push((name.to_owned(), value));
        }
        fields
    }

    /// What stands in the element of this id.
    pub fn text_of(&self, id: &str) -> String {
        let rest = self
            .page
            .split(&format!("id=\"{id}\">"))
            .nth(1)
            .expect("the element");
        rest.split('<').next().unwrap_or_default().trim().to_owned()
    }
}

//! A real Chromium, driven through chromedriver, with a profile of its own for each test.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use base64::Engine as _;
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use super::skip;

mod driver;
mod files;
mod hand;
mod keys;
mod page;
mod wire;

use driver::Driver;

const AXE: &str = include_str!("../vendor/axe/axe.min.js");

/// What every page is held to: WCAG 2.2, levels A and AA.
const AXE_TAGS: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/// How long something may take to appear, on a machine that does much else. Only a failing test waits so long.
const WAIT: Duration = Duration::from_secs(20);

/// No network but the machine itself, no first-run pages, no updates.
const FLAGS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
    "--lang=zh-CN",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/// How the browser is to be.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The page's width and height, in CSS pixels.
    pub viewport: (u32, u32),
    /// False: pages run no script of their own.
    pub javascript: bool,
}

impl Settings {
    /// An office screen.
    pub const WIDE: Settings = Settings {
        viewport: (1366, 900),
        javascript: true,
    };
    /// A telephone.
    pub const NARROW: Settings = Settings {
        viewport: (390, 844),
        javascript: true,
    };

    /// The same without scripts.
    pub const fn without_javascript(self) -> Settings {
        Settings {
            javascript: false,
            ..self
        }
    }
}

/// A finding of axe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// axe's rule, such as `color-contrast`.
    pub rule: String,
    /// `minor`, `moderate`, `serious`, `critical`.
    pub impact: String,
    /// What the rule asks for.
    pub help: String,
    /// The elements, as CSS selectors.
    pub elements: Vec<String>,
}

/// A browser with one window. Dropping it ends it.
pub struct Browser {
    /// fantoccini's handle: finding, clicking, typing.
    pub client: Client,
    session: String,
    driver: Driver,
    profile: TempDir,
}

impl Browser {
    /// Starts a browser; `None` where the machine has none, and the test `name` is then skipped.
    pub async fn open(name: &str, settings: Settings) -> Option<Browser> {
        let Some(driver) = Driver::start() else {
            skip(name, "chromedriver or chromium is not installed");
            return None;
        };
        let profile = tempfile::tempdir().expect("a temporary folder");
        let Json::Object(wanted) = capabilities(settings, &profile) else {
            unreachable!("an object is written below")
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://127.0.0.1:{}", driver.port))
            .await
            .expect("chromium starts");
        let session = client
            .session_id()
            .await
            .expect("a session has begun")
            .expect("and has a name");
        let browser = Browser {
            client,
            session,
            driver,
            profile,
        };
        browser.resize(settings.viewport);
        Some(browser)
    }

    /// Gives the page another size, in CSS pixels. A window cannot be as narrow as a telephone.
    pub fn resize(&self, (width, height): (u32, u32)) {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.chromium("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// Goes to a page and waits until it is loaded.
    pub async fn goto(&self, url: &str) {
        self.client
            .goto(url)
            .await
            .unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    /// The visible text of the first element that fits, waited for a few seconds.
    pub async fn text(&self, css: &str) -> String {
        // A click returns before the next page is there: what was found may be gone when it is read.
        for _ in 0..20 {
            if let Ok(text) = self.element(css).await.text().await {
                return text;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{css} on {} is never there to be read", self.path().await)
    }

    /// Clicks the first element that fits.
    pub async fn click(&self, css: &str) {
        self.with(css, "clicking", async |it| it.click().await).await;
    }

    /// Empties the field and types into it.
    pub async fn fill(&self, css: &str, text: &str) {
        let typing = async |field: &Element| {
            field.clear().await?;
            field.send_keys(text).await
        };
        self.with(css, "typing into", typing).await;
    }

    /// Does something with the first element that fits. A click returns before the next page is there: where the
    /// element goes meanwhile, it is looked for again.
    async fn with(&self, css: &str, doing: &str, act: impl AsyncFn(&Element) -> Result<(), CmdError>) {
        let begun = Instant::now();
        loop {
            match act(&self.element(css).await).await {
                Ok(()) => return,
                Err(error) if error.is_stale_element_reference() && begun.elapsed() < WAIT => {}
                Err(error) => panic!("{doing} {css} on {}: {error}", self.path().await),
            }
        }
    }

    async fn element(&self, css: &str) -> Element {
        let wait = self.client.wait().at_most(WAIT);
        match wait.for_element(Locator::Css(css)).await {
            Ok(element) => element,
            Err(error) => panic!("{css} on {}: {error}\n{}", self.path().await, self.shown().await),
        }
    }

    /// What the page says, for whoever reads why a test failed.
    async fn shown(&self) -> String {
        match self.client.find(Locator::Css("main")).await {
            Ok(main) => main.text().await.unwrap_or_default(),
            Err(error) => error.to_string(),
        }
    }

    /// Saves a picture of the whole page as `target/screenshots/NAME.png`; where it is.
    pub fn screenshot(&self, name: &str) -> PathBuf {
        let answer = self.chromium(
            "Page.captureScreenshot",
            json!({"captureBeyondViewport": true, "format": "png"}),
        );
        let picture = answer["data"]
            .as_str()
            .unwrap_or_else(|| panic!("no picture: {answer}"));
        let picture = base64::engine::general_purpose::STANDARD
            .decode(picture)
            .expect("base64 by its own word");
        let folder = target().join("screenshots");
        std::fs::create_dir_all(&folder).expect("the target folder is ours");
        let file = folder.join(format!("{name}.png"));
        std::fs::write(&file, picture).expect("and writable");
        file
    }

    /// What axe finds wrong with the present page. Needs JavaScript.
    pub async fn violations(&self) -> Vec<Violation> {
        if self.run("return !window.axe;", vec![]).await == json!(true) {
            self.run(AXE, vec![]).await;
        }
        let script = "const done = arguments[1];
            axe.run(document, {runOnly: arguments[0], resultTypes: ['violations'], preload: false})
               .then(it => done({found: it.violations}), error => done({error: String(error)}));";
        let answer = self
            .client
            .execute_async(script, vec![json!(AXE_TAGS)])
            .await
            .expect("axe answers");
        let found = answer["found"]
            .as_array()
            .unwrap_or_else(|| panic!("axe failed: {}", answer["error"]));
        found.iter().map(violation).collect()
    }

    /// Fails with every finding when axe finds anything.
    pub async fn assert_accessible(&self) {
        let found = self.violations().await;
        let url = self.client.current_url().await.expect("a page is open");
        assert!(found.is_empty(), "{url}: {found:#?}");
    }

    /// What the browser complained about since it was asked last: a script, the policy of contents, something that
    /// was not there. That a form was refused is no complaint.
    pub fn complaints(&self) -> Vec<String> {
        let path = format!("/session/{}/se/log", self.session);
        let log = wire::ask(self.driver.port, "POST", &path, r#"{"type": "browser"}"#)
            .unwrap_or_else(|error| panic!("the browser's log: {error}"));
        let said = log.as_array().into_iter().flatten();
        said.filter(|one| one["level"] == "SEVERE" || one["level"] == "WARNING")
            .filter_map(|one| one["message"].as_str())
            .filter(|text| {
                !["status of 409", "status of 422"]
                    .iter()
                    .any(|it| text.contains(it))
            })
            .map(str::to_owned)
            .collect()
    }

    /// Fails when it complained.
    pub fn assert_quiet(&self) {
        let complaints = self.complaints();
        assert!(complaints.is_empty(), "{complaints:#?}");
    }

    /// A command of Chromium's own protocol.
    fn chromium(&self, command: &str, params: Json) -> Json {
        let path = format!("/session/{}/goog/cdp/execute", self.session);
        let body = json!({"cmd": command, "params": params}).to_string();
        wire::ask(self.driver.port, "POST", &path, &body).unwrap_or_else(|error| panic!("{command}: {error}"))
    }
}

impl Drop for Browser {
    /// Ends the session, which ends Chromium; killing chromedriver alone would leave it running.
    fn drop(&mut self) {
        let path = format!("/session/{}", self.session);
        let _ = wire::ask(self.driver.port, "DELETE", &path, "");
    }
}

fn violation(found: &Json) -> Violation {
    let text = |name: &str| found[name].as_str().unwrap_or_default().to_owned();
    let nodes = found["nodes"].as_array().into_iter().flatten();
    Violation {
        rule: text("id"),
        impact: text("impact"),
        help: text("help"),
        elements: nodes
            .map(|node| node["target"][0].as_str().unwrap_or_default().to_owned())
            .collect(),
    }
}

fn capabilities(settings: Settings, profile: &TempDir) -> Json {
    let mut flags: Vec<String> = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
    flags.push(format!("--user-data-dir={}", profile.path().display()));
    // 1 allows, 2 forbids.
    let scripts = if settings.javascript { 1 } else { 2 };
    json!({
        "pageLoadStrategy": "normal",
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": {
            "args": flags,
            "prefs": {
                "profile.managed_default_content_settings.javascript": scripts,
                "download.default_directory": profile.path().join(files::DOWNLOADS),
                "download.prompt_for_download": false,
            },
        },
    })
}

/// The target folder: three above this program, `target/debug/deps/house-…`.
fn target() -> PathBuf {
    let program = std::env::current_exe().expect("a running program has a file");
    program
        .ancestors()
        .nth(3)
        .expect("below the target folder")
        .to_path_buf()
}

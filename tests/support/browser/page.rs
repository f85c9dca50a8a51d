//! What a page is, besides its text: where it stands, what it was answered with, whether it fits a
//! telephone, what is printed of it.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{Browser, WAIT};

/// Elements that only lead elsewhere, and that paper does not need.
const LEADING: &str =
    "return [...document.querySelectorAll('nav, .top, .strip, .foot, .skip, [role=search], .elder-bar')]
    .filter(one => one.getClientRects().length > 0)
    .map(one => one.tagName.toLowerCase() + (one.className ? '.' + one.className : ''));";

/// What sticks out on the right, where the whole page can be moved sideways.
const SIDEWAYS: &str = "const page = document.scrollingElement, room = document.documentElement.clientWidth;
    if (page.scrollWidth <= innerWidth && page.scrollWidth <= room) return [];
    const held = one => one.parentElement?.closest('.table-region, .rail, [class*=overflow]');
    return [page.scrollWidth + ' > ' + room].concat([...document.querySelectorAll('body *')]
        .filter(one => one.getBoundingClientRect().right > room + 1 && !held(one))
        .slice(0, 5).map(one => one.tagName.toLowerCase() + '.' + one.className));";

/// Names that two elements bear: labels, captions and links of the page then lead to the first of them.
const TWICE: &str = "const all = [...document.querySelectorAll('[id]')].map(one => one.id);
    return [...new Set(all.filter((id, at) => all.indexOf(id) < at))];";

impl Browser {
    /// The present address without scheme and host.
    pub async fn path(&self) -> String {
        let url = self.client.current_url().await.expect("a page is open");
        match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        }
    }

    /// Gives the browser a cookie of the site whose page is open.
    pub async fn cookie(&self, name: &str, value: &str) {
        let url = self.client.current_url().await.expect("a page is open");
        let cookie = json!({"name": name, "value": value, "url": url.as_str(), "httpOnly": true});
        let answer = self.chromium("Network.setCookie", cookie);
        assert_eq!(answer["success"], json!(true), "{answer}");
    }

    /// With which status the present page was answered. Needs JavaScript.
    pub async fn status(&self) -> u64 {
        let script = "return performance.getEntriesByType('navigation')[0].responseStatus;";
        self.run(script, vec![])
            .await
            .as_u64()
            .expect("Chromium 109 and later know it")
    }

    /// Fails unless the first element that fits says all of this within a few seconds.
    pub async fn assert_says(&self, css: &str, words: &[&str]) {
        let begun = Instant::now();
        loop {
            let text = self.text(css).await;
            let missing: Vec<_> = words.iter().filter(|word| !text.contains(**word)).collect();
            if missing.is_empty() {
                return;
            }
            assert!(
                begun.elapsed() < WAIT,
                "{} {css} does not say {missing:?}: {text}",
                self.path().await
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Opens a page again and again until its text says this: what follows the record is a moment late.
    pub async fn assert_comes_to_say(&self, url: &str, words: &[&str]) {
        let begun = Instant::now();
        loop {
            self.goto(url).await;
            let text = self.text("main").await;
            if words.iter().all(|word| text.contains(word)) {
                return;
            }
            assert!(begun.elapsed() < WAIT, "{url} never says {words:?}: {text}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// What stands in a field.
    pub async fn value(&self, css: &str) -> String {
        for _ in 0..20 {
            if let Ok(value) = self.element(css).await.prop("value").await {
                return value.unwrap_or_default();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{css} on {} is never there to be read", self.path().await)
    }

    /// Fails unless the summary of errors has the focus and says all of this: whoever cannot see the page, or only a
    /// part of it, learns at once that nothing was taken.
    pub async fn assert_told(&self, words: &[&str]) {
        self.assert_says(".errors", words).await;
        let focused = self
            .client
            .active_element()
            .await
            .expect("something has the focus");
        let class = focused.attr("class").await.expect("it is on the page");
        assert_eq!(class.as_deref(), Some("errors"), "on {}", self.path().await);
    }

    /// How many elements fit.
    pub async fn count(&self, css: &str) -> usize {
        let found = self.client.find_all(fantoccini::Locator::Css(css)).await;
        found.unwrap_or_else(|error| panic!("{css}: {error}")).len()
    }

    /// What makes the page wider than the window; empty where nothing does. Needs JavaScript.
    pub async fn sideways(&self) -> Vec<String> {
        words(&self.run(SIDEWAYS, vec![]).await)
    }

    /// Names that two elements bear. Needs JavaScript.
    pub async fn named_twice(&self) -> Vec<String> {
        words(&self.run(TWICE, vec![]).await)
    }

    /// What would be printed and should not be: whatever only leads elsewhere. Needs JavaScript.
    pub async fn printed_in_vain(&self) -> Vec<String> {
        let on_screen = words(&self.run(LEADING, vec![]).await);
        assert!(
            !on_screen.is_empty(),
            "every page leads somewhere on screen, or nothing is looked at here"
        );
        self.chromium("Emulation.setEmulatedMedia", json!({"media": "print"}));
        let mut found = words(&self.run(LEADING, vec![]).await);
        let text = self
            .run(
                "return document.querySelector('main').innerText.trim().length;",
                vec![],
            )
            .await;
        if text.as_u64().unwrap_or_default() < 10 {
            found.push("no text is left".to_owned());
        }
        self.chromium("Emulation.setEmulatedMedia", json!({"media": ""}));
        found
    }
}

fn words(list: &serde_json::Value) -> Vec<String> {
    let list = list.as_array().into_iter().flatten();
    list.map(|one| one.as_str().unwrap_or_default().to_owned())
        .collect()
}

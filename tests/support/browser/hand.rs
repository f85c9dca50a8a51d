//! What a person's hand does on a page beyond a click: a key, a paste, a choice, two clicks where one was
//! meant.

use std::time::{Duration, Instant};

use fantoccini::Locator;
use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::Element;
use serde_json::{Value as Json, json};

use super::{Browser, WAIT};

/// Puts what a word processor would into the clipboard, at the next copying.
const COPY: &str = "const [html, text] = arguments;
    addEventListener('copy', copied => {
        copied.clipboardData.setData('text/html', html);
        copied.clipboardData.setData('text/plain', text);
        copied.preventDefault();
    }, {once: true});";

/// Selects the first run of text that says `arguments[1]` within the element.
const SELECT: &str = "const [css, text] = arguments, root = document.querySelector(css);
    root.focus();
    const all = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node; (node = all.nextNode());) {
        const at = node.data.indexOf(text);
        if (at < 0) continue;
        getSelection().setBaseAndExtent(node, at, node, at + text.length);
        return true;
    }
    return false;";

/// Where the element is in the window.
const BOUNDS: &str =
    "const {left, top, width, height} = document.querySelector(arguments[0]).getBoundingClientRect();
    return {left, top, width, height};";

impl Browser {
    /// Presses the first visible button, link or label that says `label`.
    pub async fn press(&self, label: &str) {
        let (found, before) = (self.button(label).await, self.path().await);
        let link = found.tag_name().await.is_ok_and(|name| name == "a");
        self.hit(&found, label).await;
        // A page that still moves can lose a click; a link may be pressed again, a button may not. A link that is
        // gone by then has led on.
        if link && !self.has_left(&found, &before).await {
            let _ = found.click().await;
        }
    }

    /// Clicks it; where a bar lies over it, the page is moved first, as a hand would.
    pub(super) async fn hit(&self, found: &Element, label: &str) {
        if found.click().await.is_ok() {
            return;
        }
        self.to_the_middle(found).await;
        found
            .click()
            .await
            .unwrap_or_else(|error| panic!("pressing {label}: {error}"));
    }

    async fn to_the_middle(&self, found: &Element) {
        let middle = "arguments[0].scrollIntoView({block: 'center'});";
        let element = serde_json::to_value(found).expect("an element has a name");
        self.run(middle, vec![element]).await;
    }

    /// Whether another page comes within a second.
    async fn has_left(&self, link: &Element, before: &str) -> bool {
        for _ in 0..20 {
            if self.path().await != before || link.is_enabled().await.is_err() {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        false
    }

    /// Ticks a box or chooses one of several by how its label begins.
    pub async fn tick(&self, label: &str) {
        let way = format!("//label[starts-with(normalize-space(.), '{label}')]");
        let found = self.find(&[way], label).await;
        self.hit(&found, label).await;
    }

    /// Presses it twice, as quickly as a hand does.
    pub async fn press_twice(&self, label: &str) {
        let element = self.button(label).await;
        self.twice(element, label).await;
    }

    /// The same of the first element that fits.
    pub async fn press_twice_at(&self, css: &str) {
        let element = self.element(css).await;
        self.twice(element, css).await;
    }

    async fn twice(&self, element: Element, label: &str) {
        self.to_the_middle(&element).await;
        let click = |mouse: MouseActions| {
            mouse
                .then(PointerAction::Down {
                    button: MOUSE_BUTTON_LEFT,
                })
                .then(PointerAction::Up {
                    button: MOUSE_BUTTON_LEFT,
                })
        };
        let there = MouseActions::new("mouse".into()).then(PointerAction::MoveToElement {
            element,
            duration: None,
            x: 0.0,
            y: 0.0,
        });
        self.client
            .perform_actions(click(click(there)))
            .await
            .unwrap_or_else(|error| panic!("pressing {label} twice: {error}"));
    }

    /// Holds the mouse button over an element and draws from one place to another, in parts of its width and height.
    /// Both places have to be in the window.
    pub async fn drag(&self, css: &str, from: (f64, f64), to: (f64, f64)) {
        self.element(css).await;
        let bounds = self.run(BOUNDS, vec![json!(css)]).await;
        let of = |name: &str| bounds[name].as_f64().unwrap_or_default();
        let at = |(across, down): (f64, f64)| PointerAction::MoveTo {
            duration: Some(Duration::from_millis(50)),
            x: of("left") + across * of("width"),
            y: of("top") + down * of("height"),
        };
        let drawn = MouseActions::new("mouse".into())
            .then(at(from))
            .then(PointerAction::Down {
                button: MOUSE_BUTTON_LEFT,
            })
            .then(at(to))
            .then(PointerAction::Up {
                button: MOUSE_BUTTON_LEFT,
            });
        self.client
            .perform_actions(drawn)
            .await
            .unwrap_or_else(|error| panic!("drawing on {css}: {error}"));
    }

    /// The first that says exactly this, or else the first that says it among other things.
    pub(super) async fn button(&self, label: &str) -> Element {
        let kinds = "//*[self::button or self::a or self::summary or self::label][not(contains(@class, 'visually-hidden'))]";
        let ways = [
            format!("{kinds}[normalize-space(.) = '{label}']"),
            format!("{kinds}[contains(normalize-space(.), '{label}')]"),
        ];
        self.find(&ways, label).await
    }

    async fn find(&self, ways: &[String], label: &str) -> Element {
        let begun = Instant::now();
        loop {
            for way in ways {
                if let Some(element) = self.first_visible(way).await {
                    return element;
                }
            }
            if begun.elapsed() > WAIT {
                panic!(
                    "nothing to press says {label} on {}: {}",
                    self.path().await,
                    self.text("body").await
                );
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Elements may go while they are looked at: the page is still coming.
    async fn first_visible(&self, xpath: &str) -> Option<Element> {
        for element in self
            .client
            .find_all(Locator::XPath(xpath))
            .await
            .unwrap_or_default()
        {
            if element.is_displayed().await.unwrap_or(false) {
                return Some(element);
            }
        }
        None
    }

    /// Presses one key on the page.
    pub async fn key(&self, key: &str) {
        self.element("body")
            .await
            .send_keys(key)
            .await
            .unwrap_or_else(|error| panic!("pressing the key {key}: {error}"));
    }

    /// Chooses in a list by what the option says.
    pub async fn choose(&self, css: &str, label: &str) {
        let doing = format!("choosing {label} in");
        self.with(css, &doing, async |it| it.select_by_label(label).await)
            .await;
    }

    /// Sets a control whose typing depends on the machine's language, such as a date.
    pub async fn set(&self, css: &str, value: &str) {
        self.element(css).await;
        let script = "document.querySelector(arguments[0]).value = arguments[1];";
        self.run(script, vec![json!(css), json!(value)]).await;
    }

    /// Copies rich text as from another program and pastes it with Ctrl+V.
    pub async fn paste(&self, css: &str, html: &str, text: &str) {
        self.run(COPY, vec![json!(html), json!(text)]).await;
        self.shortcut("c", "copy");
        self.click(css).await;
        self.shortcut("v", "paste");
    }

    fn shortcut(&self, key: &str, command: &str) {
        let code = key.to_ascii_uppercase().bytes().next().unwrap_or_default();
        let press = json!({"type": "keyDown", "modifiers": 2, "key": key, "windowsVirtualKeyCode": code,
            "commands": [command]});
        self.chromium("Input.dispatchKeyEvent", press);
    }

    /// Types `new` over the first run of text that says `old`, in an editable element.
    pub async fn type_over(&self, css: &str, old: &str, new: &str) {
        let found = self.run(SELECT, vec![json!(css), json!(old)]).await;
        assert_eq!(found, json!(true), "{css} does not say {old}");
        self.chromium("Input.insertText", json!({"text": new}));
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str, values: Vec<Json>) -> Json {
        self.client
            .execute(script, values)
            .await
            .unwrap_or_else(|error| panic!("{script}: {error}"))
    }
}

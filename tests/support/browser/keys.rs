//! A person without a mouse: Tab until something has the focus, then keys.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use serde_json::json;

use super::Browser;

const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
/// More than any page has places to stop at.
const STOPS: usize = 150;

/// What is announced of whatever has the focus: its label, or what it says itself.
const FOCUSED: &str = "const one = document.activeElement;
    if (!one || one === document.body) return '';
    const label = one.labels?.length ? one.labels[0].innerText : one.getAttribute('aria-label') ?? one.innerText;
    return (label ?? '').trim();";

/// Whether it can be seen that it has the focus: an outline, or the ring of a field.
const VISIBLE: &str = "const one = document.activeElement, look = getComputedStyle(one), box = one.getBoundingClientRect();
    const drawn = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0 || look.boxShadow !== 'none';
    return drawn && box.bottom > 0 && box.top < innerHeight;";

impl Browser {
    /// Goes on with Tab until what has the focus says `label`; fails where it never comes, or cannot be seen.
    pub async fn tab_to(&self, label: &str) {
        for _ in 0..STOPS {
            self.keys(TAB).await;
            if self.focused().await.contains(label) {
                let seen = self.run(VISIBLE, vec![]).await;
                assert_eq!(
                    seen,
                    json!(true),
                    "{label} on {} has the focus unseen",
                    self.path().await
                );
                return;
            }
        }
        panic!("no key leads to {label} on {}", self.path().await);
    }

    /// Goes to it with Tab, and presses Enter.
    pub async fn enter(&self, label: &str) {
        self.tab_to(label).await;
        self.keys(ENTER).await;
    }

    /// Types where the focus is.
    pub async fn keys(&self, keys: &str) {
        let mut typed = KeyActions::new("keys".into());
        for value in keys.chars() {
            typed = typed
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
        }
        self.client
            .perform_actions(typed)
            .await
            .unwrap_or_else(|error| panic!("typing {keys:?}: {error}"));
    }

    /// What whatever has the focus says.
    pub async fn focused(&self) -> String {
        let said = self.run(FOCUSED, vec![]).await;
        said.as_str().unwrap_or_default().to_owned()
    }
}

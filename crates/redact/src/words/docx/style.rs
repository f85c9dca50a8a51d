//! Styles, for as much as they hide text or make a heading.

use std::collections::HashMap;

use super::super::xml::Element;

/// The longest chain of styles that is followed.
const MOST_STEPS: usize = 32;

/// What a set of run properties says of a matter: yes, no, or nothing.
type Said = Option<bool>;

#[derive(Default)]
struct Style {
    based_on: Option<String>,
    hidden: Said,
    level: Option<u8>,
}

/// All styles of a document.
#[derive(Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    /// What the document's defaults say.
    hidden: bool,
    /// The style of paragraphs that name none.
    usual: Option<String>,
}

impl Styles {
    pub(super) fn read(part: Option<&Element>) -> Self {
        let mut styles = Self::default();
        for element in part.iter().flat_map(|it| it.elements()) {
            match element.name.as_str() {
                "docDefaults" => {
                    let defaults = element.child("rPrDefault").and_then(|it| it.child("rPr"));
                    styles.hidden = defaults.and_then(hides).unwrap_or(false);
                }
                "style" => styles.style(element),
                _ => {}
            }
        }
        styles
    }

    fn style(&mut self, element: &Element) {
        let Some(id) = element.attribute("styleId") else {
            return;
        };
        let value = |name: &str| element.child(name).and_then(|it| it.attribute("val"));
        let style = Style {
            based_on: value("basedOn").map(str::to_owned),
            hidden: element.child("rPr").and_then(hides),
            level: value("name").and_then(level),
        };
        let paragraphs = element.attribute("type") == Some("paragraph");
        if paragraphs && matches!(element.attribute("default"), Some("1" | "true")) {
            self.usual = Some(id.to_owned());
        }
        self.by_id.insert(id.to_owned(), style);
    }

    fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = &'a Style> {
        let first = id.and_then(|it| self.by_id.get(it));
        let next = |it: &&'a Style| it.based_on.as_deref().and_then(|it| self.by_id.get(it));
        std::iter::successors(first, next).take(MOST_STEPS)
    }

    /// Whether text is hidden by what its run, its run's style, its paragraph's style, or the defaults say: the
    /// nearest that says anything counts.
    pub(super) fn hidden(&self, run: Option<&Element>, paragraph: Option<&str>) -> bool {
        let named = run
            .and_then(|it| it.child("rStyle"))
            .and_then(|it| it.attribute("val"));
        let of_style = |id: Option<&str>| self.chain(id).find_map(|it| it.hidden);
        let said = run.and_then(hides).or_else(|| of_style(named));
        let said = said.or_else(|| of_style(paragraph.or(self.usual.as_deref())));
        said.unwrap_or(self.hidden)
    }

    /// The level of a heading, from 1.
    pub(super) fn level(&self, paragraph: Option<&str>) -> Option<u8> {
        self.chain(paragraph).find_map(|it| it.level)
    }
}

/// What run properties say of hiding. `specVanish` hides a paragraph's end only, but with `vanish` beside it.
fn hides(properties: &Element) -> Said {
    switch(properties.child("vanish")?)
}

/// A switch is on unless it says that it is off.
pub(super) fn switch(element: &Element) -> Said {
    Some(!matches!(element.attribute("val"), Some("0" | "false" | "off")))
}

fn level(name: &str) -> Option<u8> {
    let number = name.to_ascii_lowercase();
    let number = number
        .strip_prefix("heading ")
        .or_else(|| number.strip_prefix("标题 "))?;
    number.parse().ok().filter(|it| (1..=9).contains(it))
}

//! 体裁 and 主题: the names that catalogue codes stand for, from the data files embedded in the program.

use std::sync::LazyLock;

use serde::Deserialize;

/// One entry of a vocabulary.
#[derive(Clone, Debug, Deserialize)]
pub struct Term {
    /// As kept.
    pub code: String,
    /// As shown.
    pub name: String,
    /// Offered for new documents.
    #[serde(default = "yes")]
    pub enabled: bool,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
struct File {
    #[serde(alias = "genre", alias = "theme")]
    terms: Vec<Term>,
}

fn read(text: &str) -> Vec<Term> {
    toml::from_str::<File>(text)
        .expect("an embedded file that a test reads")
        .terms
}

static GENRES: LazyLock<Vec<Term>> = LazyLock::new(|| read(include_str!("../../../../data/genres.toml")));
static THEMES: LazyLock<Vec<Term>> =
    LazyLock::new(|| read(include_str!("../../../../data/theme-categories.toml")));

/// 体裁分类, in their order.
pub fn genres() -> &'static [Term] {
    &GENRES
}

/// 主题分类, in their order.
pub fn themes() -> &'static [Term] {
    &THEMES
}

/// The genre's name; a code that nobody knows is shown as it is.
pub fn genre_name(code: &str) -> &str {
    name(genres(), code)
}

/// The theme's name; a code that nobody knows is shown as it is.
pub fn theme_name(code: &str) -> &str {
    name(themes(), code)
}

/// The code of what a page calls a genre: a name becomes its code, everything else stays.
pub fn genre_code(name: &str) -> &str {
    genres()
        .iter()
        .find(|term| term.name == name)
        .map_or(name, |term| term.code.as_str())
}

fn name<'a>(terms: &'a [Term], code: &'a str) -> &'a str {
    terms
        .iter()
        .find(|term| term.code == code)
        .map_or(code, |term| term.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_names() {
        assert_eq!(genre_name("decision"), "决定");
        assert_eq!(theme_name("finance"), "财政、金融、审计");
        assert_eq!(theme_name("未知"), "未知");
        assert_eq!(
            (genre_code("决定"), genre_code("decision")),
            ("decision", "decision")
        );
        assert!(themes().len() == 22 && genres().len() >= 15);
    }
}

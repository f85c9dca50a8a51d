//! HTML to a tree, within limits.

use scraper::Html;

/// A parsed page or fragment.
pub(crate) struct Dom(pub(crate) Html);

/// Parses a whole page or a fragment alike: what stands outside `<body>` is put there by the parser.
pub(crate) fn parse(html: &str) -> Dom {
    Dom(Html::parse_document(&super::tame::tame(html)))
}

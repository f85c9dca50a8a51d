//! 繁體: the page's words converted on the fly; its tags, addresses and what the reader typed stay.

use std::sync::LazyLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

/// `None` only if the dictionaries built into the library could not be read; then nothing is converted.
static TO_TRADITIONAL: LazyLock<Option<OpenCC>> =
    LazyLock::new(|| OpenCC::from_config(BuiltinConfig::S2hk).ok());

/// Attributes whose values are read by people.
const READ: &[&str] = &["title", "alt", "aria-label", "placeholder"];
/// Elements whose text is not prose: programs, looks, and what the reader wrote.
const KEPT: &[&str] = &["script", "style", "textarea", "code"];

/// The same page in traditional characters.
pub fn traditional(html: &str) -> String {
    match &*TO_TRADITIONAL {
        Some(converter) => convert(html, |text| converter.convert(text)),
        None => html.to_owned(),
    }
}

fn convert(html: &str, words: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text(&rest[..at], &words, &mut out);
        let end = tag_end(&rest[at..]).map_or(rest.len(), |length| at + length);
        let tag = &rest[at..end];
        attributes(tag, &words, &mut out);
        rest = &rest[end..];
        if let Some(name) = KEPT.iter().find(|name| opens(tag, name)) {
            let close = rest.find(&format!("</{name}")).unwrap_or(rest.len());
            out.push_str(&rest[..close]);
            rest = &rest[close..];
        }
    }
    text(rest, &words, &mut out);
    out
}

fn text(text: &str, words: &impl Fn(&str) -> String, out: &mut String) {
    if text.is_ascii() {
        out.push_str(text)
    } else {
        out.push_str(&words(text))
    }
}

fn opens(tag: &str, name: &str) -> bool {
    tag[1..]
        .strip_prefix(name)
        .is_some_and(|rest| rest.starts_with(['>', ' ', '\n']))
}

/// Length of the tag that begins here, `>` included; a `>` within quotes does not end it.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

fn attributes(tag: &str, words: &impl Fn(&str) -> String, out: &mut String) {
    if tag.is_ascii() {
        return out.push_str(tag);
    }
    let mut rest = tag;
    while let Some(open) = rest.find("=\"") {
        let name = rest[..open].rsplit([' ', '\n', '\t']).next().unwrap_or_default();
        let begin = open + 2;
        let end = rest[begin..]
            .find('"')
            .map_or(rest.len(), |length| begin + length);
        out.push_str(&rest[..begin]);
        let value = &rest[begin..end];
        if READ.contains(&name) {
            out.push_str(&words(value))
        } else {
            out.push_str(value)
        }
        rest = &rest[end..];
        if let Some(after) = rest.strip_prefix('"') {
            out.push('"');
            rest = after;
        }
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_change_and_tags_do_not() {
        for (simplified, expected) in [
            ("<p>政务公开</p>", "<p>政務公開</p>"),
            (
                "<a href=\"/search?q=政务\" title=\"政务\">头发 &amp; 发文</a>",
                "<a href=\"/search?q=政务\" title=\"政務\">頭髮 &amp; 發文</a>",
            ),
            (
                "<input value=\"政务\" placeholder=\"搜文件、机构\">",
                "<input value=\"政务\" placeholder=\"搜文件、機構\">",
            ),
            (
                "<textarea name=\"text\">\n国务院</textarea>国务院",
                "<textarea name=\"text\">\n国务院</textarea>國務院",
            ),
            ("<code>机构</code>机构", "<code>机构</code>機構"),
            (
                "<meta name=\"SiteName\" content=\"县政务\"><title>县</title>",
                "<meta name=\"SiteName\" content=\"县政务\"><title>縣</title>",
            ),
            (
                "<img alt=\"a > 县\" src=\"x\">县",
                "<img alt=\"a > 縣\" src=\"x\">縣",
            ),
            ("没有尾巴 <a title=\"县", "沒有尾巴 <a title=\"縣"),
        ] {
            assert_eq!(traditional(simplified), expected);
        }
    }

    #[test]
    fn without_words_it_is_the_identity() {
        let html = "<!doctype html>\n<html lang=\"zh-Hant\"><body data-x='<p>'><br/><script>if(a<b){}</script></body></html>";
        assert_eq!(traditional(html), html);
        assert_eq!(
            convert("<p title=\"县\">县</p>", str::to_owned),
            "<p title=\"县\">县</p>"
        );
    }
}

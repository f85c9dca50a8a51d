//! Official text as the portal shows it: clauses that can be linked to, tables that scroll in themselves.

use text::anchor::{Anchored, anchors};

/// A line of a document's table of contents.
pub struct Heading {
    pub label: String,
    pub href: String,
}

/// A body ready for the page.
pub struct Body {
    pub html: String,
    pub headings: Vec<Heading>,
}

/// Headings from which a table of contents is worth its place.
const CONTENTS_FROM: usize = 4;

/// Tables that scroll in themselves, by keyboard too: a page never moves sideways for one.
pub fn framed(html: &str) -> String {
    let region = "<div class=\"table-region\" role=\"region\" aria-label=\"表格\" tabindex=\"0\"><table>";
    html.replace("<table>", region)
        .replace("</table>", "</table></div>")
}

/// Prepares an edition's body, which is in the allowed subset already.
pub fn body(html: &str) -> Body {
    let Anchored { html, clauses } = anchors(html);
    let mut shown = framed(&html).replace("<p class=\"right\">", "<p class=\"signature\">");
    let mut headings = Vec::new();
    for clause in &clauses {
        let mark = format!(" id=\"{}\"", clause.id);
        let Some(at) = shown.find(&mark) else { continue };
        let Some(open) = shown[at..].find('>').map(|length| at + length + 1) else {
            continue;
        };
        let is_heading = shown[..at].ends_with("<h2") || shown[..at].ends_with("<h3");
        shown.insert_str(
            open,
            &format!(
                "<a class=\"anchor\" href=\"#{}\" aria-label=\"本条链接\">¶</a>",
                clause.id
            ),
        );
        if is_heading {
            let label = format!("{}{}", clause.label, clause.heading);
            headings.push(Heading {
                label,
                href: format!("#{}", clause.id),
            });
        }
    }
    if headings.len() < CONTENTS_FROM {
        headings.clear();
    }
    Body {
        html: shown,
        headings,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_can_be_linked_to() {
        let body = body("<h2>一、总则</h2><p>第一条 为了公开。</p><p class=\"right\">晴川县人民政府</p>");
        assert!(
            body.html
                .starts_with("<h2 id=\"clause-1\"><a class=\"anchor\" href=\"#clause-1\""),
            "{}",
            body.html
        );
        assert!(
            body.html.contains("id=\"clause-article-1\"><a class=\"anchor\""),
            "{}",
            body.html
        );
        assert!(body.html.contains("<p class=\"signature\">"), "{}", body.html);
        assert!(body.headings.is_empty());
    }

    #[test]
    fn a_long_text_has_contents_and_its_tables_scroll() {
        let html = "<h2>一、甲</h2><h2>二、乙</h2><h2>三、丙</h2><h2>四、丁</h2><table><tbody><tr><td>1</td></tr></tbody></table>";
        let body = body(html);
        assert_eq!(
            body.headings
                .iter()
                .map(|it| it.href.as_str())
                .collect::<Vec<_>>(),
            ["#clause-1", "#clause-2", "#clause-3", "#clause-4"]
        );
        assert_eq!(body.html.matches("table-region").count(), 1);
        assert!(body.html.trim_end().ends_with("</table></div>"), "{}", body.html);
    }
}

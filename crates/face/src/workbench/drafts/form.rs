//! The editor's form: texts as typed, to and from what a draft says.

use matters::publication::{Column, Content, Meta, Relation};
use serde::Deserialize;

use crate::form::Errors;
use crate::portal::{genre_code, genres, themes};
use crate::workbench::offers::ChoiceView;

/// Ways in which one document speaks of another.
const RELATIONS: [&str; 4] = ["解读", "修改", "废止", "相关"];
const VALIDITIES: [&str; 4] = ["有效", "已修改", "废止", "失效"];

/// Everything the editor sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DraftForm {
    /// The revision that was opened.
    pub version: i64,
    pub title: String,
    pub body: String,
    pub column_id: String,
    pub issuer: String,
    pub doc_number: String,
    pub written_on: String,
    pub genre: String,
    pub theme: String,
    pub keywords: String,
    pub summary: String,
    pub source: String,
    pub author: String,
    pub validity: String,
    pub change_note: String,
    pub relation_kind: Vec<String>,
    pub relation_slug: Vec<String>,
    pub request_key: String,
    /// Digest of an attachment to take out.
    pub remove: String,
    /// Items to be taken from what somebody else saved meanwhile.
    pub take: Vec<String>,
}

impl DraftForm {
    /// What a draft says, as the form shows it.
    pub fn of(content: &Content, revision: i64) -> DraftForm {
        let meta = content.meta.clone();
        DraftForm {
            version: revision,
            title: content.title.clone(),
            body: content.body.clone(),
            column_id: if content.column_id == 0 {
                String::new()
            } else {
                content.column_id.to_string()
            },
            issuer: meta.issuer,
            doc_number: meta.doc_number,
            written_on: meta.written_on.map(|on| on.to_string()).unwrap_or_default(),
            genre: genre_code(&meta.genre).to_owned(),
            theme: meta.theme,
            keywords: meta.keywords.join("、"),
            summary: meta.summary,
            source: meta.source,
            author: meta.author,
            validity: meta.validity,
            change_note: content.change_note.clone(),
            relation_kind: content
                .relations
                .iter()
                .map(|relation| relation.kind.clone())
                .collect(),
            relation_slug: content
                .relations
                .iter()
                .map(|relation| relation.slug.clone())
                .collect(),
            request_key: crate::form::request_key(),
            remove: String::new(),
            take: Vec::new(),
        }
    }

    /// What the draft would say. `kept` gives what the form does not carry: attachments and claims.
    pub fn content(&self, kept: &Content) -> (Content, Errors) {
        let mut errors = Errors::none();
        let written = self.written_on.trim();
        let written_on = text::date::parse(written);
        if !written.is_empty() && written_on.is_none() {
            errors.add(
                "written_on",
                "成文日期无法识别。请按 2026-11-20 或 2026年11月20日 填写。",
            );
        }
        let content = Content {
            title: self.title.clone(),
            body: body_html(&self.body),
            column_id: self.column_id.parse().unwrap_or_default(),
            meta: Meta {
                issuer: self.issuer.clone(),
                doc_number: self.doc_number.clone(),
                written_on,
                genre: self.genre.clone(),
                theme: self.theme.clone(),
                keywords: keywords(&self.keywords),
                summary: self.summary.clone(),
                source: self.source.clone(),
                author: self.author.trim().to_owned(),
                validity: self.validity.clone(),
                claimed_published: kept.meta.claimed_published.clone(),
                old_address: kept.meta.old_address.clone(),
            },
            attachments: kept.attachments.clone(),
            relations: self.relations(),
            change_note: self.change_note.clone(),
        };
        (content.cleaned(), errors)
    }

    fn relations(&self) -> Vec<Relation> {
        let pairs = self.relation_kind.iter().zip(&self.relation_slug);
        pairs
            .filter_map(|(kind, slug)| {
                let slug = slug
                    .trim()
                    .trim_end_matches('/')
                    .rsplit('/')
                    .next()
                    .unwrap_or_default();
                let known = RELATIONS.contains(&kind.as_str()) && !slug.is_empty();
                known.then(|| Relation {
                    kind: kind.clone(),
                    slug: slug.to_owned(),
                })
            })
            .collect()
    }

    /// Rows of related documents: those there are, and one to fill.
    pub fn relation_rows(&self) -> Vec<RelationRow> {
        let mut pairs: Vec<(String, String)> = self
            .relation_kind
            .iter()
            .cloned()
            .zip(self.relation_slug.iter().cloned())
            .filter(|(_, slug)| !slug.trim().is_empty())
            .collect();
        pairs.push((String::new(), String::new()));
        pairs
            .into_iter()
            .enumerate()
            .map(|(n, (kind, slug))| RelationRow {
                id: if n == 0 {
                    "relation_slug".to_owned()
                } else {
                    format!("relation_slug-{n}")
                },
                options: RELATIONS
                    .iter()
                    .map(|one| option(one, one, *one == kind))
                    .collect(),
                slug,
            })
            .collect()
    }

    /// 体裁
    pub fn genre_options(&self) -> Vec<ChoiceView> {
        let offered = genres()
            .iter()
            .filter(|term| term.enabled || term.code == self.genre);
        offered
            .map(|term| option(&term.code, &term.name, term.code == self.genre))
            .collect()
    }

    /// 主题
    pub fn theme_options(&self) -> Vec<ChoiceView> {
        let offered = themes()
            .iter()
            .filter(|term| term.enabled || term.code == self.theme);
        offered
            .map(|term| option(&term.code, &term.name, term.code == self.theme))
            .collect()
    }

    /// 有效性
    pub fn validity_options(&self) -> Vec<ChoiceView> {
        VALIDITIES
            .iter()
            .map(|one| option(one, one, *one == self.validity))
            .collect()
    }

    /// 栏目
    pub fn column_options(&self, columns: &[Column]) -> Vec<ChoiceView> {
        column_options(columns, &self.column_id)
    }

    /// Fills what is empty from the text itself; what somebody wrote stays.
    pub fn guess(&mut self) {
        let body = text::sanitise::plain_text(&body_html(&self.body));
        let fill = |field: &mut String, guess: String| {
            if field.trim().is_empty() {
                *field = guess;
            }
        };
        fill(&mut self.summary, text::guess::summary(&body));
        fill(
            &mut self.keywords,
            text::guess::keywords(&self.title, &body)
                .into_iter()
                .take(5)
                .collect::<Vec<_>>()
                .join("、"),
        );
        fill(
            &mut self.genre,
            text::guess::genre(&self.title)
                .map(genre_code)
                .unwrap_or_default()
                .to_owned(),
        );
        fill(
            &mut self.issuer,
            text::guess::signed_by(&body).unwrap_or_default(),
        );
        fill(
            &mut self.written_on,
            text::guess::written_on(&body)
                .map(|claim| claim.on.to_string())
                .unwrap_or_default(),
        );
        let number = text::docnumber::find(&body)
            .first()
            .map(|found| found.number.to_string());
        fill(
            &mut self.doc_number,
            number
                .filter(|_| {
                    body.lines()
                        .take(6)
                        .any(|line| !text::docnumber::find(line).is_empty())
                })
                .unwrap_or_default(),
        );
    }
}

/// A row of related documents.
pub struct RelationRow {
    pub id: String,
    pub options: Vec<ChoiceView>,
    pub slug: String,
}

fn option(value: &str, label: &str, selected: bool) -> ChoiceView {
    ChoiceView {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: String::new(),
        selected,
    }
}

/// Columns as options, each below its parent.
pub fn column_options(columns: &[Column], chosen: &str) -> Vec<ChoiceView> {
    let mut options = Vec::new();
    below(columns, None, 0, chosen, &mut options);
    options
}

fn below(columns: &[Column], parent: Option<i64>, depth: usize, chosen: &str, options: &mut Vec<ChoiceView>) {
    if depth > 5 {
        return;
    }
    for column in columns.iter().filter(|column| column.parent_id == parent) {
        let label = format!("{}{}", "　".repeat(depth), column.name);
        options.push(option(
            &column.id.to_string(),
            &label,
            column.id.to_string() == chosen,
        ));
        below(columns, Some(column.id), depth + 1, chosen, options);
    }
}

/// Elements that stand on a line of their own.
const BLOCKS: [&str; 24] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "div",
    "blockquote",
    "pre",
    "hr",
    "section",
    "article",
    "br",
];
/// Ends of what stands within a line: a line with one of them was written as HTML.
const INLINE: [&str; 11] = [
    "</b>",
    "</strong>",
    "</i>",
    "</em>",
    "</u>",
    "</a>",
    "</sub>",
    "</sup>",
    "</span>",
    "</font>",
    "<br>",
];

/// What was typed without mark-up is paragraphs, a line each. One that begins with a block is HTML as a whole;
/// otherwise a tag here or there speaks for its own line only.
pub fn body_html(body: &str) -> String {
    if opens_block(body) {
        return text::sanitise::clean(body);
    }
    let lines: String = body
        .lines()
        .map(|line| match line {
            line if opens_block(line) => format!("{line}\n"),
            line if INLINE.iter().any(|end| line.contains(end)) => format!("<p>{line}</p>\n"),
            line => text::sanitise::from_plain(line),
        })
        .collect();
    text::sanitise::clean(&lines)
}

fn opens_block(text: &str) -> bool {
    let Some(tag) = text.trim_start().strip_prefix('<') else {
        return false;
    };
    let tag = tag.strip_prefix('/').unwrap_or(tag);
    let name = tag
        .find(|c: char| !c.is_ascii_alphanumeric())
        .map_or("", |end| &tag[..end]);
    BLOCKS.contains(&name.to_ascii_lowercase().as_str())
}

fn keywords(text: &str) -> Vec<String> {
    let separate = |c: char| matches!(c, '、' | '，' | ',' | ';' | '；') || c.is_whitespace();
    text.split(separate)
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> DraftForm {
        DraftForm {
            title: " 关于 停车收费的通知 ".into(),
            body: "第一段。\n第二段 1 < 2。".into(),
            doc_number: "晴政发[2026]第5号".into(),
            written_on: "2026年11月20日".into(),
            keywords: "停车，收费、标准".into(),
            relation_kind: vec!["解读".into(), "".into(), "乱写".into()],
            relation_slug: vec![
                "https://x.example/d/2026-00012".into(),
                "2026-1".into(),
                "2026-2".into(),
            ],
            ..DraftForm::default()
        }
    }

    #[test]
    fn what_is_typed_becomes_what_is_kept() {
        let kept = Content {
            meta: Meta {
                claimed_published: "2016-03-01".into(),
                ..Meta::default()
            },
            ..Content::default()
        };
        let (content, errors) = form().content(&kept);
        assert!(errors.is_empty());
        assert_eq!(content.meta.doc_number, "晴政发〔2026〕5号");
        assert_eq!(content.meta.written_on.unwrap().to_string(), "2026-11-20");
        assert_eq!(content.meta.keywords, ["停车", "收费", "标准"]);
        assert_eq!(
            content.relations,
            [Relation {
                kind: "解读".into(),
                slug: "2026-00012".into()
            }]
        );
        assert!(
            content.body.contains("<p>第一段。</p>") && content.body.contains("1 &lt; 2"),
            "{}",
            content.body
        );
        assert_eq!(content.meta.claimed_published, "2016-03-01");
    }

    #[test]
    fn one_tag_does_not_make_a_page_of_lines_into_one_paragraph() {
        for (typed, kept) in [
            (
                "一行。\n<b>二</b>行。\n1 < 2。",
                "<p>一行。</p>\n<p><strong>二</strong>行。</p>\n<p>1 &lt; 2。</p>\n",
            ),
            (
                "一行。\n<p>二行。</p>\n三行。",
                "<p>一行。</p>\n<p>二行。</p>\n<p>三行。</p>\n",
            ),
            ("一行。\n<br>\n二行。", "<p>一行。</p>\n<p>二行。</p>\n"),
            ("<p>一\n行。</p>", "<p>一行。</p>\n"),
        ] {
            assert_eq!(body_html(typed), kept, "{typed}");
        }
    }

    #[test]
    fn a_form_shown_again_says_the_same() {
        let (content, _) = form().content(&Content::default());
        let (again, _) = DraftForm::of(&content, 3).content(&Content::default());
        assert_eq!(content, again);
    }

    #[test]
    fn an_impossible_date_is_said_at_its_field() {
        let (_, errors) = DraftForm {
            written_on: "2026-02-30".into(),
            ..form()
        }
        .content(&Content::default());
        assert!(errors.of("written_on").contains("无法识别"));
    }

    #[test]
    fn a_guess_never_overwrites() {
        let mut one = DraftForm {
            summary: "我写的".into(),
            ..form()
        };
        one.guess();
        assert_eq!(one.summary, "我写的");
        assert_eq!(one.genre, "notice");
    }
}

//! 体检: what a writer should look at before submitting, each finding beside its field. It never bars
//! anybody; only [`publication::problems`] does.

use std::collections::BTreeSet;

use jiff::civil::Date;
use kernel::Result;
use kernel::db::Conn;
use matters::publication::{self, Content, PublicReader};
use text::identifier;

use crate::portal::genres;

/// For `parts::checks`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckView {
    /// `ok`, `hit` (should look), `stop` (must change).
    pub level: &'static str,
    /// A sentence.
    pub text: String,
    /// The field, or empty.
    pub href: String,
}

/// What is looked at.
pub struct Checked<'c> {
    /// The text.
    pub content: &'c Content,
    /// It was public before: a change note is due.
    pub was_public: bool,
    /// Dates behind it are in the future.
    pub today: Date,
}

fn of(level: &'static str, text: impl Into<String>, field: &str) -> CheckView {
    let href = if field.is_empty() {
        String::new()
    } else {
        format!("#{field}")
    };
    CheckView {
        level,
        text: text.into(),
        href,
    }
}

/// Everything found, gravest first, and what is in order.
pub async fn check(conn: &mut Conn, checked: &Checked<'_>) -> Result<Vec<CheckView>> {
    let mut found = of_text(checked);
    found.extend(links(conn, checked.content).await?);
    found.sort_by_key(|view| match view.level {
        "stop" => 0,
        "hit" => 1,
        _ => 2,
    });
    Ok(found)
}

fn of_text(checked: &Checked) -> Vec<CheckView> {
    let content = checked.content;
    let mut found: Vec<_> = publication::problems(content, checked.was_public)
        .into_iter()
        .map(|issue| {
            of(
                "stop",
                format!("{}{}", issue.sentence, issue.onward),
                issue.field.as_deref().unwrap_or_default(),
            )
        })
        .collect();
    found.extend(personal(content));
    found.extend(missing(content));
    found.extend(dates(checked));
    found
}

/// Numbers of people, masked: this list must not spread what it warns of.
fn personal(content: &Content) -> Vec<CheckView> {
    let mut found = Vec::new();
    let body = text::sanitise::plain_text(&content.body);
    for (line, paragraph) in body.lines().enumerate() {
        for hit in identifier::find(paragraph)
            .into_iter()
            .filter(|hit| hit.kind.personal())
        {
            let text = format!(
                "正文第 {} 段有{}：{}。确需公开的请隐去部分数字。",
                line + 1,
                hit.kind.name(),
                hit.masked
            );
            found.push(of("hit", text, "body"));
        }
    }
    for (label, field, text) in [
        ("标题", "title", &content.title),
        ("内容概述", "summary", &content.meta.summary),
    ] {
        for hit in identifier::find(text)
            .into_iter()
            .filter(|hit| hit.kind.personal())
        {
            found.push(of(
                "hit",
                format!("{label}里有{}：{}。", hit.kind.name(), hit.masked),
                field,
            ));
        }
    }
    if found.is_empty() {
        found.push(of("ok", "没有发现身份证号、手机号、银行卡号", ""));
    }
    if !content.attachments.is_empty() {
        found.push(of(
            "hit",
            "附件里的内容没有自动检查，请人工看一遍有没有个人信息。",
            "files",
        ));
    }
    found
}

fn missing(content: &Content) -> Vec<CheckView> {
    let meta = &content.meta;
    let mut found = Vec::new();
    for (empty, text, field) in [
        (
            meta.summary.is_empty(),
            "没有内容概述。读者在列表和搜索结果里先看到它。",
            "summary",
        ),
        (meta.keywords.is_empty(), "没有关键词。", "keywords"),
        (meta.theme.is_empty(), "没有选主题分类。", "theme"),
    ] {
        if empty {
            found.push(of("hit", text, field));
        }
    }
    if found.is_empty() {
        found.push(of("ok", "概述、关键词、主题分类齐全", ""));
    }
    if let Some(genre) = genres().iter().find(|genre| genre.code == meta.genre) {
        let page = text::docnumber::find(&content.title).is_empty() && meta.doc_number.is_empty();
        if page && matches!(genre.name.as_str(), "决定" | "通知" | "意见" | "批复" | "通告") {
            found.push(of(
                "hit",
                format!("体裁是“{}”，却没有发文字号。确实没有的可以不理会。", genre.name),
                "doc_number",
            ));
        }
    }
    found
}

fn dates(checked: &Checked) -> Vec<CheckView> {
    let mut found = Vec::new();
    match checked.content.meta.written_on {
        Some(on) if on > checked.today => {
            found.push(of("hit", format!("成文日期 {on} 在今天之后。"), "written_on"));
        }
        Some(on) => found.push(of("ok", format!("成文日期 {on}"), "")),
        None => {}
    }
    let body = text::sanitise::plain_text(&checked.content.body);
    for words in text::date::impossible(&body) {
        found.push(of("hit", format!("正文里的日期“{words}”不存在。"), "body"));
    }
    found
}

/// Links to other documents of this site that lead nowhere, and related documents that are not public.
async fn links(conn: &mut Conn, content: &Content) -> Result<Vec<CheckView>> {
    let mut found = Vec::new();
    let mut reader = PublicReader::new(conn);
    let mut inside = BTreeSet::new();
    for part in content.body.split("href=\"/d/").skip(1) {
        inside.insert(
            part.split(['"', '#', '?', '/'])
                .next()
                .unwrap_or_default()
                .to_owned(),
        );
    }
    let links = inside.len();
    for slug in inside {
        if reader.at(&slug).await?.is_none() {
            found.push(of("hit", format!("正文里的链接 /d/{slug} 打不开。"), "body"));
        }
    }
    for relation in &content.relations {
        if reader.at(&relation.slug).await?.is_none() {
            let text = format!(
                "{}的文件 {} 还没有公开，读者暂时看不到这个关联。",
                relation.kind, relation.slug
            );
            found.push(of("hit", text, "relation_slug"));
        }
    }
    if links > 0 && found.is_empty() {
        found.push(of("ok", format!("{links} 个站内链接都能打开"), ""));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use matters::publication::Meta;

    use super::*;

    fn content(body: &str) -> Content {
        Content {
            title: "关于停车收费的通知".into(),
            body: body.into(),
            column_id: 1,
            meta: Meta {
                genre: "notice".into(),
                theme: "economy".into(),
                keywords: vec!["停车".into()],
                summary: "停车收费。".into(),
                doc_number: "晴政发〔2026〕5号".into(),
                written_on: Some(date(2026, 11, 20)),
                ..Meta::default()
            },
            ..Content::default()
        }
    }

    fn levels(content: &Content, today: Date) -> Vec<(&'static str, String)> {
        let checked = Checked {
            content,
            was_public: false,
            today,
        };
        of_text(&checked)
            .into_iter()
            .map(|view| (view.level, view.href))
            .filter(|(level, _)| *level != "ok")
            .collect()
    }

    #[test]
    fn a_sound_text_has_nothing_to_look_at() {
        assert_eq!(
            levels(&content("<p>自十二月一日起施行。</p>"), date(2026, 11, 22)),
            []
        );
    }

    #[test]
    fn each_finding_leads_to_its_field() {
        let mut one = content("<p>联系人手机13812345678。</p><p>截至2026年2月30日。</p>");
        one.meta.summary.clear();
        one.meta.genre.clear();
        let found = levels(&one, date(2026, 11, 1));
        for expected in [
            ("stop", "#genre"),
            ("hit", "#body"),
            ("hit", "#summary"),
            ("hit", "#written_on"),
        ] {
            assert!(
                found.contains(&(expected.0, expected.1.to_owned())),
                "{expected:?} in {found:?}"
            );
        }
    }

    #[test]
    fn a_number_is_shown_masked() {
        let one = content("<p>手机13812345678</p>");
        let found = of_text(&Checked {
            content: &one,
            was_public: false,
            today: date(2026, 11, 22),
        });
        let hit = found.iter().find(|view| view.href == "#body").unwrap();
        assert!(
            hit.text.contains("138") && !hit.text.contains("13812345678"),
            "{}",
            hit.text
        );
    }
}

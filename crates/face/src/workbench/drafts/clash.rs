//! Two people at one draft: what differs, item by item, and whose is kept.

use matters::publication::Content;

/// An item of a draft that can be taken from one side or the other.
struct Item {
    code: &'static str,
    label: &'static str,
    shown: fn(&Content) -> String,
    take: fn(&mut Content, &Content),
}

const ITEMS: [Item; 15] = [
    Item {
        code: "title",
        label: "标题",
        shown: |it| it.title.clone(),
        take: |it, from| it.title = from.title.clone(),
    },
    Item {
        code: "body",
        label: "正文",
        shown: |it| text::sanitise::plain_text(&it.body),
        take: |it, from| it.body = from.body.clone(),
    },
    Item {
        code: "column_id",
        label: "栏目",
        shown: |it| it.column_id.to_string(),
        take: |it, from| it.column_id = from.column_id,
    },
    Item {
        code: "genre",
        label: "体裁分类",
        shown: |it| it.meta.genre.clone(),
        take: |it, from| it.meta.genre = from.meta.genre.clone(),
    },
    Item {
        code: "theme",
        label: "主题分类",
        shown: |it| it.meta.theme.clone(),
        take: |it, from| it.meta.theme = from.meta.theme.clone(),
    },
    Item {
        code: "doc_number",
        label: "发文字号",
        shown: |it| it.meta.doc_number.clone(),
        take: |it, from| it.meta.doc_number = from.meta.doc_number.clone(),
    },
    Item {
        code: "written_on",
        label: "成文日期",
        shown: |it| it.meta.written_on.map(|on| on.to_string()).unwrap_or_default(),
        take: |it, from| it.meta.written_on = from.meta.written_on,
    },
    Item {
        code: "issuer",
        label: "发文机关",
        shown: |it| it.meta.issuer.clone(),
        take: |it, from| it.meta.issuer = from.meta.issuer.clone(),
    },
    Item {
        code: "summary",
        label: "内容概述",
        shown: |it| it.meta.summary.clone(),
        take: |it, from| it.meta.summary = from.meta.summary.clone(),
    },
    Item {
        code: "keywords",
        label: "关键词",
        shown: |it| it.meta.keywords.join("、"),
        take: |it, from| it.meta.keywords = from.meta.keywords.clone(),
    },
    Item {
        code: "validity",
        label: "有效性",
        shown: |it| it.meta.validity.clone(),
        take: |it, from| it.meta.validity = from.meta.validity.clone(),
    },
    Item {
        code: "source",
        label: "来源",
        shown: |it| it.meta.source.clone(),
        take: |it, from| it.meta.source = from.meta.source.clone(),
    },
    Item {
        code: "author",
        label: "责任编辑",
        shown: |it| it.meta.author.clone(),
        take: |it, from| it.meta.author = from.meta.author.clone(),
    },
    Item {
        code: "relations",
        label: "关联文件",
        shown: |it| {
            let one = |other: &matters::publication::Relation| format!("{}：{}", other.kind, other.slug);
            it.relations.iter().map(one).collect::<Vec<_>>().join("、")
        },
        take: |it, from| it.relations = from.relations.clone(),
    },
    Item {
        code: "change_note",
        label: "更新说明",
        shown: |it| it.change_note.clone(),
        take: |it, from| it.change_note = from.change_note.clone(),
    },
];

/// An item that reads differently on the two sides.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    pub code: &'static str,
    pub label: &'static str,
    pub theirs: String,
    pub mine: String,
    /// Theirs is proposed: I have not touched it since I opened the form.
    pub take: bool,
}

/// Items in which my form differs from what they saved.
pub fn choices(base: &Content, theirs: &Content, mine: &Content) -> Vec<Choice> {
    let items = ITEMS
        .iter()
        .filter(|item| (item.shown)(theirs) != (item.shown)(mine));
    items
        .map(|item| Choice {
            code: item.code,
            label: item.label,
            theirs: (item.shown)(theirs),
            mine: (item.shown)(mine),
            take: (item.shown)(base) == (item.shown)(mine),
        })
        .collect()
}

/// Names of the items that were changed between two saves.
pub fn changed(before: &Content, after: &Content) -> Vec<&'static str> {
    let items = ITEMS
        .iter()
        .filter(|item| (item.shown)(before) != (item.shown)(after));
    items.map(|item| item.label).collect()
}

/// My form with the items that I take from them.
pub fn settle(mine: &mut Content, theirs: &Content, taken: &[String]) {
    for item in ITEMS
        .iter()
        .filter(|item| taken.iter().any(|code| code == item.code))
    {
        (item.take)(mine, theirs);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_they_changed_is_proposed_and_what_i_changed_stays_mine() {
        let base = Content {
            title: "停车".into(),
            body: "<p>四元</p>".into(),
            ..Content::default()
        };
        let theirs = Content {
            title: "停车收费标准".into(),
            body: "<p>三元</p>".into(),
            ..base.clone()
        };
        let mut mine = Content {
            body: "<p>五元</p>".into(),
            ..base.clone()
        };
        mine.meta.source = "县政府办".into();
        let found = choices(&base, &theirs, &mine);
        let codes: Vec<_> = found.iter().map(|one| (one.code, one.take)).collect();
        assert_eq!(codes, [("title", true), ("body", false), ("source", false)]);
        assert_eq!(changed(&base, &theirs), ["标题", "正文"]);
        settle(&mut mine, &theirs, &["title".to_owned()]);
        assert_eq!(
            (mine.title.as_str(), mine.body.as_str()),
            ("停车收费标准", "<p>五元</p>")
        );
    }
}

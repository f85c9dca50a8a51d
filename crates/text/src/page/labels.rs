//! `发布日期：2016-08-15　来源：县政府办　浏览：12`: labelled values in lines and tables.

use crate::hanzi::is_han;

/// What a label means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    PublishedOn,
    /// 日期 or 时间 alone: a date of publication only in the company of other labels.
    SomeDate,
    WrittenOn,
    DocNumber,
    Title,
    Issuer,
    Source,
    Author,
    /// Shown in the catalogue and not otherwise used.
    Other,
    /// Counters and widgets.
    Furniture,
}

use Field::*;

/// Labels as printed; a longer one is found before a shorter one that it contains.
const LABELS: &[(&str, Field)] = &[
    ("发布日期", PublishedOn),
    ("发布时间", PublishedOn),
    ("公开日期", PublishedOn),
    ("公开时间", PublishedOn),
    ("发表时间", PublishedOn),
    ("发表日期", PublishedOn),
    ("上传时间", PublishedOn),
    ("更新时间", PublishedOn),
    ("更新日期", PublishedOn),
    ("添加时间", PublishedOn),
    ("录入时间", PublishedOn),
    ("日期", SomeDate),
    ("时间", SomeDate),
    ("成文日期", WrittenOn),
    ("成文时间", WrittenOn),
    ("生成日期", WrittenOn),
    ("发文日期", WrittenOn),
    ("发文时间", WrittenOn),
    ("产生日期", WrittenOn),
    ("印发日期", WrittenOn),
    ("发文字号", DocNumber),
    ("文件编号", DocNumber),
    ("公文文号", DocNumber),
    ("文号", DocNumber),
    ("标题", Title),
    ("信息名称", Title),
    ("文件名称", Title),
    ("名称", Title),
    ("发文机关", Issuer),
    ("发文机构", Issuer),
    ("发文单位", Issuer),
    ("发布机构", Issuer),
    ("发布机关", Issuer),
    ("发布单位", Issuer),
    ("发布部门", Issuer),
    ("制发机关", Issuer),
    ("公开责任部门", Issuer),
    ("责任部门", Issuer),
    ("公开主体", Issuer),
    ("信息来源", Source),
    ("文章来源", Source),
    ("稿件来源", Source),
    ("内容来源", Source),
    ("来源", Source),
    ("稿源", Source),
    ("出处", Source),
    ("作者", Author),
    ("撰稿", Author),
    ("供稿", Author),
    ("通讯员", Author),
    ("索引号", Other),
    ("信息索引号", Other),
    ("主题分类", Other),
    ("体裁分类", Other),
    ("组配分类", Other),
    ("信息分类", Other),
    ("公文种类", Other),
    ("服务对象", Other),
    ("有效性", Other),
    ("时效性", Other),
    ("是否有效", Other),
    ("效力状态", Other),
    ("公开形式", Other),
    ("公开方式", Other),
    ("公开范围", Other),
    ("公开时限", Other),
    ("公开程序", Other),
    ("关键词", Other),
    ("关键字", Other),
    ("主题词", Other),
    ("内容概述", Other),
    ("内容摘要", Other),
    ("摘要", Other),
    ("生效日期", Other),
    ("施行日期", Other),
    ("废止日期", Other),
    ("失效日期", Other),
    ("编辑", Other),
    ("责任编辑", Other),
    ("责编", Other),
    ("审核", Other),
    ("初审", Other),
    ("终审", Other),
    ("点击数", Furniture),
    ("点击率", Furniture),
    ("点击次数", Furniture),
    ("点击", Furniture),
    ("浏览", Furniture),
    ("浏览数", Furniture),
    ("浏览次数", Furniture),
    ("浏览量", Furniture),
    ("阅读", Furniture),
    ("阅读数", Furniture),
    ("阅读次数", Furniture),
    ("阅读量", Furniture),
    ("访问量", Furniture),
    ("访问次数", Furniture),
    ("人气", Furniture),
    ("字号", Furniture),
    ("字体", Furniture),
    ("字体大小", Furniture),
    ("字体显示", Furniture),
    ("视力保护色", Furniture),
    ("背景色", Furniture),
    ("分享到", Furniture),
    ("分享", Furniture),
    ("打印", Furniture),
    ("保护视力色", Furniture),
];

/// A labelled value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Labelled {
    pub field: Field,
    pub label: &'static str,
    pub value: String,
}

/// The labelled values of a line, and what stood before the first label.
pub(super) fn split(line: &str) -> (String, Vec<Labelled>) {
    let characters: Vec<(usize, char)> = line.char_indices().collect();
    let mut marks: Vec<(usize, usize, usize)> = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let free = at == 0 || !is_han(characters[at - 1].1);
        match free.then(|| label_at(&characters, at)).flatten() {
            Some((which, end)) => {
                marks.push((at, end, which));
                at = end;
            }
            None => at += 1,
        }
    }
    let byte = |index: usize| characters.get(index).map_or(line.len(), |(at, _)| *at);
    let before = line[..marks.first().map_or(line.len(), |mark| byte(mark.0))].to_owned();
    let values = marks.iter().enumerate().map(|(index, (_, end, which))| {
        let stop = marks.get(index + 1).map_or(characters.len(), |next| next.0);
        let (label, field) = LABELS[*which];
        Labelled {
            field,
            label,
            value: trimmed(&line[byte(*end)..byte(stop)]),
        }
    });
    let values = values.collect();
    (before, values)
}

/// The label that starts at `at` and is followed by a colon or closed by a bracket: which, and where its value starts.
fn label_at(characters: &[(usize, char)], at: usize) -> Option<(usize, usize)> {
    let get = |index: usize| characters.get(index).map(|(_, c)| *c);
    let blank = |c: char| matches!(c, ' ' | '\u{3000}' | '\u{A0}' | '\t');
    let bracketed = at > 0 && matches!(get(at - 1), Some('【' | '[' | '［'));
    let ends = LABELS.iter().enumerate().filter_map(|(which, (label, _))| {
        let mut index = at;
        for (place, character) in label.chars().enumerate() {
            while place > 0 && get(index).is_some_and(blank) {
                index += 1;
            }
            (get(index) == Some(character)).then_some(())?;
            index += 1;
        }
        while get(index).is_some_and(blank) {
            index += 1;
        }
        let colon = matches!(get(index), Some(':' | '：'));
        let closed = bracketed && matches!(get(index), Some('】' | ']' | '］'));
        (colon || closed).then_some((which, index + 1))
    });
    ends.max_by_key(|(_, end)| *end)
}

/// The index of the label that this whole text is, colon or not.
pub(super) fn exact(text: &str) -> Option<(&'static str, Field)> {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, ':' | '：' | '【' | '】' | '[' | ']'))
        .collect();
    LABELS.iter().find(|(label, _)| *label == bare).copied()
}

fn trimmed(value: &str) -> String {
    let edge = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '|' | '｜' | '【' | '】' | '[' | ']' | ';' | '；' | ',' | '，' | ':' | '：'
            )
    };
    let mut value = value.trim_matches(edge);
    // A widget without a colon (打印) clings to the value before it.
    while let Some((before, last)) = value.rsplit_once(char::is_whitespace) {
        if !super::furniture::is_furniture(last) {
            break;
        }
        value = before.trim_matches(edge);
    }
    value.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_the_next_label_starts() {
        let (before, values) = split(
            "2016-08-15 信息来源：县政府办（公室）　　作 者：张三 打印 浏览次数: 12次 【字体：大 中 小】",
        );
        assert_eq!(before.trim(), "2016-08-15");
        let pairs: Vec<(&str, &str)> = values.iter().map(|v| (v.label, v.value.as_str())).collect();
        assert_eq!(
            pairs,
            [
                ("信息来源", "县政府办（公室）"),
                ("作者", "张三"),
                ("浏览次数", "12次"),
                ("字体", "大")
            ]
        );
    }

    #[test]
    fn a_label_inside_a_word_is_none() {
        assert_eq!(split("会议时间：九点").1, []);
        assert_eq!(split("资金来源：财政").1, []);
        assert_eq!(exact("索 引 号："), Some(("索引号", Field::Other)));
    }
}

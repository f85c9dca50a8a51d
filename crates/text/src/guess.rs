//! What a text seems to be: summary, keywords, genre, signature, clause anchors. Guesses for a person to
//! confirm, made from form alone; no dictionary.

use crate::hanzi::is_han;
use crate::page::DateClaim;
use crate::{date, docnumber, identifier};

/// The longest summary, in characters.
const SUMMARY: usize = 200;
/// The most keywords.
const KEYWORDS: usize = 8;

/// The first whole sentences of a body, at most 200 characters; salutations, numbers and headings left out,
/// and so is every sentence with a number of a person: a summary stands in every list.
///
/// ```
/// let body = "各乡镇人民政府：\n为做好工作，现通知如下。\n一、总体要求\n按期完成。";
/// assert_eq!(text::guess::summary(body), "为做好工作，现通知如下。按期完成。");
/// ```
pub fn summary(body_text: &str) -> String {
    let mut summary = String::new();
    let mut length = 0;
    for line in body_text.lines().map(str::trim).filter(|line| is_prose(line)) {
        for sentence in line
            .split_inclusive(['。', '！', '？'])
            .filter(|sentence| !names_a_person(sentence))
        {
            let characters = sentence.chars().count();
            if length + characters > SUMMARY {
                return if length > 0 {
                    summary
                } else {
                    crate::width::shorten(sentence, SUMMARY - 1)
                };
            }
            summary.push_str(sentence);
            length += characters;
        }
    }
    summary
}

/// Telephones too: whose they are is not seen here.
fn names_a_person(sentence: &str) -> bool {
    identifier::find(sentence)
        .iter()
        .any(|found| found.kind.personal() || found.kind == identifier::Kind::Landline)
}

fn is_prose(line: &str) -> bool {
    let ended = line.ends_with(['。', '！', '？', '；', '.', ';', '”']);
    ended && !line.contains('\t') && docnumber::parse(line).is_none()
}

/// Keywords: quoted or titled names of the title, its theme words, the document's genre, and the words most
/// often put in book-title marks in the body.
pub fn keywords(title: &str, body_text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut add = |word: String| {
        let long = word.chars().count();
        if (2..=20).contains(&long) && words.len() < KEYWORDS && !words.contains(&word) {
            words.push(word);
        }
    };
    THEMES
        .iter()
        .filter(|theme| title.contains(**theme))
        .for_each(|theme| add((*theme).to_owned()));
    subject(title).into_iter().for_each(&mut add);
    genre(title).map(str::to_owned).into_iter().for_each(&mut add);
    let mut counted: Vec<(usize, &str)> = THEMES
        .iter()
        .map(|theme| (body_text.matches(theme).count(), *theme))
        .filter(|(count, _)| *count >= 3)
        .collect();
    counted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    counted
        .into_iter()
        .take(4)
        .for_each(|(_, theme)| add(theme.to_owned()));
    words
}

/// Theme words of local government prose. Looked for, not derived: a wrong word is worse than none.
const THEMES: &[&str] = &[
    "政务公开",
    "政府信息公开",
    "依申请公开",
    "政务服务",
    "行政审批",
    "行政许可",
    "行政处罚",
    "权责清单",
    "放管服",
    "营商环境",
    "基层政务公开",
    "政策解读",
    "重大行政决策",
    "规范性文件",
    "财政预算",
    "财政决算",
    "预算",
    "决算",
    "审计",
    "税收",
    "乡村振兴",
    "脱贫攻坚",
    "扶贫",
    "低保",
    "社会救助",
    "养老服务",
    "养老",
    "社会保险",
    "医疗保障",
    "医疗保险",
    "就业",
    "创业",
    "招聘",
    "义务教育",
    "教育",
    "招生",
    "卫生健康",
    "疫苗",
    "食品安全",
    "药品安全",
    "市场监管",
    "安全生产",
    "应急管理",
    "防汛",
    "抗旱",
    "森林防火",
    "消防",
    "生态环境",
    "环境保护",
    "大气污染",
    "污水处理",
    "垃圾分类",
    "水利",
    "河长制",
    "城乡规划",
    "国土空间规划",
    "土地征收",
    "征地补偿",
    "房屋征收",
    "不动产登记",
    "保障性住房",
    "公租房",
    "住房公积金",
    "危房改造",
    "老旧小区",
    "交通运输",
    "公路",
    "农业",
    "粮食",
    "农村集体资产",
    "宅基地",
    "高标准农田",
    "惠农补贴",
    "种粮补贴",
    "文化",
    "旅游",
    "体育",
    "科技创新",
    "知识产权",
    "招商引资",
    "公共资源交易",
    "政府采购",
    "招标投标",
    "国有资产",
    "社会信用",
    "法治政府",
    "行政执法",
    "行政复议",
    "人事任免",
    "统计",
    "人口普查",
    "电子商务",
    "数字政府",
];

/// What a title is about: between 关于 (印发, 做好 …) and the genre.
fn subject(title: &str) -> Option<String> {
    let (_, rest) = title.split_once("关于")?;
    let rest = [
        "印发",
        "转发",
        "公布",
        "做好",
        "进一步",
        "加强",
        "开展",
        "推进",
        "调整",
        "举办",
        "全面",
    ]
    .iter()
    .fold(rest, |rest, verb| rest.strip_prefix(verb).unwrap_or(rest));
    let end = rest.rfind('的').unwrap_or(rest.len());
    let subject = rest[..end].trim_matches(['《', '》', '“', '”']);
    (!subject.is_empty()).then(|| subject.to_owned())
}

/// Genres by the words that a title ends with, as the field names them (党政机关公文处理工作条例 art. 8, and pages
/// of other kinds). Longer ones first, since 征求意见的公告 is a consultation and not a notice.
const GENRES: &[(&str, &str)] = &[
    ("政府信息公开工作年度报告", "年报"),
    ("政府信息公开年度报告", "年报"),
    ("信息公开年报", "年报"),
    ("征求意见稿", "征求意见"),
    ("征求意见", "征求意见"),
    ("采购公告", "采购公告"),
    ("招标公告", "采购公告"),
    ("中标公告", "采购公告"),
    ("政策解读", "解读"),
    ("解读", "解读"),
    ("一图读懂", "解读"),
    ("办事指南", "指南"),
    ("公开指南", "指南"),
    ("指南", "指南"),
    ("预算公开", "预算决算"),
    ("决算公开", "预算决算"),
    ("部门预算", "预算决算"),
    ("部门决算", "预算决算"),
    ("机构职能", "机构职能"),
    ("任前公示", "公示"),
    ("公示", "公示"),
    ("决议", "决议"),
    ("决定", "决定"),
    ("命令", "命令(令)"),
    ("令", "命令(令)"),
    ("公报", "公报"),
    ("公告", "公告"),
    ("通告", "通告"),
    ("意见", "意见"),
    ("通知", "通知"),
    ("通报", "通报"),
    ("报告", "报告"),
    ("请示", "请示"),
    ("批复", "批复"),
    ("议案", "议案"),
    ("复函", "函"),
    ("函", "函"),
    ("纪要", "纪要"),
];

/// The genre that a title names, as in the list of genres: 通知, 公告, 意见, 年报 …
///
/// ```
/// use text::guess::genre;
/// assert_eq!(genre("某县人民政府关于印发《某办法》的通知"), Some("通知"));
/// assert_eq!(genre("关于《某办法（征求意见稿）》公开征求意见的公告"), Some("征求意见"));
/// assert_eq!(genre("辽源市人民政府2014年度政府信息公开工作年度报告"), Some("年报"));
/// assert_eq!(genre("关于某事的意见（试行）"), Some("意见"));
/// assert_eq!(genre("某地政务公开建设纪实"), None);
/// ```
pub fn genre(title: &str) -> Option<&'static str> {
    let title = title.trim();
    if title.contains("征求意见") || title.contains("意见征集") {
        return Some("征求意见");
    }
    // A bracket behind the genre says only how far along it is: （试行）, (2026年修订).
    let bare = match title.rfind(['（', '(']) {
        Some(open) if title.ends_with(['）', ')']) => &title[..open],
        _ => title,
    };
    GENRES
        .iter()
        .find(|(ending, _)| bare.trim_end().ends_with(ending))
        .map(|(_, genre)| *genre)
}

/// 成文日期: the date of the signature, a line of its own below the signing body, or behind it on its line.
///
/// ```
/// let claim = text::guess::written_on("正文。\n某县人民政府\n二〇二六年十一月二十日\n（此件公开发布）").unwrap();
/// assert_eq!(claim.on, jiff::civil::date(2026, 11, 20));
/// assert!(text::guess::written_on("自2026年1月1日起施行。").is_none());
/// ```
pub fn written_on(body_text: &str) -> Option<DateClaim> {
    signature(body_text).map(|(claim, _)| claim)
}

/// Who signed: the line or lines above the signature's date; several bodies joined by 、.
///
/// ```
/// assert_eq!(text::guess::signed_by("正文。\n某县财政局\n某县民政局\n2026年1月2日").unwrap(), "某县财政局、某县民政局");
/// ```
pub fn signed_by(body_text: &str) -> Option<String> {
    signature(body_text).and_then(|(_, bodies)| (!bodies.is_empty()).then(|| bodies.join("、")))
}

fn signature(body_text: &str) -> Option<(DateClaim, Vec<String>)> {
    let lines: Vec<&str> = body_text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let dated = lines
        .iter()
        .enumerate()
        .rev()
        .filter_map(|(at, line)| Some((at, dated_line(line)?)));
    let mut lone = None;
    for (at, (claim, before)) in dated {
        let mut bodies: Vec<String> = Vec::new();
        if !before.is_empty() {
            bodies.push(before);
        } else {
            let above = lines[..at]
                .iter()
                .rev()
                .take(6)
                .take_while(|line| is_organisation(line));
            bodies = above
                .map(|line| line.split_whitespace().collect::<String>())
                .collect();
            bodies.reverse();
        }
        if !bodies.is_empty() {
            return Some((claim, bodies));
        }
        // A date alone signs only as the last thing said.
        if at + 3 >= lines.len() {
            lone.get_or_insert((claim, bodies));
        }
    }
    lone
}

/// A line that is a date, or a body and a date: the claim, and the body.
fn dated_line(line: &str) -> Option<(DateClaim, String)> {
    if line.chars().count() > 60 {
        return None;
    }
    let found = *date::find(line).first()?;
    let (before, after) = (line[..found.start].trim(), line[found.end..].trim());
    let bracket = |c: char| matches!(c, '(' | ')' | '（' | '）');
    let ends = after.trim_matches(bracket).is_empty();
    let before = before.trim_matches(bracket).trim();
    let claim = DateClaim {
        on: found.on,
        at: found.at,
        words: line[found.start..found.end].trim().to_owned(),
    };
    (ends && (before.is_empty() || is_organisation(before))).then(|| (claim, before.to_owned()))
}

/// Whether a line is the name of a body of government, and nothing else.
pub(crate) fn is_organisation(line: &str) -> bool {
    const ENDINGS: [&str; 26] = [
        "政府",
        "局",
        "委",
        "委员会",
        "办公室",
        "办公厅",
        "厅",
        "部",
        "院",
        "中心",
        "管理处",
        "办事处",
        "街道",
        "支队",
        "大队",
        "法院",
        "检察院",
        "公司",
        "协会",
        "领导小组",
        "指挥部",
        "政府办",
        "公安厅",
        "总工会",
        "村民委员会",
        "联合会",
    ];
    let name: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let length = name.chars().count();
    let plain = name
        .chars()
        .all(|c| is_han(c) || matches!(c, '（' | '）' | '(' | ')' | '、' | '·'));
    (3..=40).contains(&length) && plain && ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// The body with whose name a title starts: `辽源市人民政府2014年度…`, `某县财政局关于…`.
pub(crate) fn organisation_in_title(title: &str) -> Option<String> {
    let cut = title
        .find("关于")
        .or_else(|| title.find(|c: char| c.is_ascii_digit()))?;
    let name = title[..cut].trim();
    is_organisation(name).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_of_every_form() {
        for (text, day, body) in [
            (
                "正文。\n家朋乡人民政府\n2018年2月8日",
                "2018-02-08",
                Some("家朋乡人民政府"),
            ),
            (
                "正文。\n某县人民政府办公室　　２０２６年１１月２０日",
                "2026-11-20",
                Some("某县人民政府办公室"),
            ),
            ("正文。\n2015年3月30日", "2015-03-30", None),
            (
                "正文。\n某县财政局\n二○一六年十月一日\n附件：1.名单\n2.表格\n说明\n更多",
                "2016-10-01",
                Some("某县财政局"),
            ),
        ] {
            assert_eq!(written_on(text).unwrap().on.to_string(), day, "{text}");
            assert_eq!(signed_by(text).as_deref(), body, "{text}");
        }
        assert!(written_on("自2026年1月1日起施行。").is_none());
        assert!(written_on("一\n2015年3月30日\n二\n三\n四\n五").is_none());
    }

    #[test]
    fn a_summary_keeps_whole_sentences_within_the_limit() {
        let body = format!("{}。{}。", "甲".repeat(120), "乙".repeat(120));
        assert_eq!(summary(&body), format!("{}。", "甲".repeat(120)));
        assert_eq!(
            summary(&format!("{}。", "丙".repeat(500))).chars().count(),
            SUMMARY
        );
        assert_eq!(summary(""), "");
    }

    #[test]
    fn a_summary_repeats_no_number_of_a_person() {
        for said in [
            "身份证号码11010519491231002X",
            "手机13812345678",
            "电话0571-87654321",
            "银行卡6222021001116245702",
        ] {
            let body = format!("甲同志获得补助。{said}。补助已经发放。");
            assert_eq!(summary(&body), "甲同志获得补助。补助已经发放。", "{said}");
        }
    }

    #[test]
    fn keywords_come_from_the_title_first() {
        let words = keywords(
            "某县关于印发基层政务公开标准目录的通知",
            "政务服务，政务服务，政务服务。",
        );
        assert_eq!(
            words,
            [
                "政务公开",
                "基层政务公开",
                "基层政务公开标准目录",
                "通知",
                "政务服务"
            ]
        );
    }
}

//! What each kind of answer takes, and how it is kept.

use super::*;

/// (kind, limits, what is typed, what is kept, how the sentence ends; empty: right)
#[test]
fn each_kind_takes_what_it_should() {
    let rows: [(Kind, (&str, &str), &str, &str, &str); 34] = [
        (Kind::Text, ("", ""), " 老\u{200B}张\n面馆 ", "老张 面馆", ""),
        (
            Kind::Text,
            ("", "3"),
            "老张面馆",
            "老张面馆",
            "有 4 个字，最多 3 个字。",
        ),
        (Kind::Text, ("2", ""), "张", "张", "只有 1 个字，至少 2 个字。"),
        (Kind::Paragraph, ("", ""), "一\r\n二", "一\n二", ""),
        (Kind::Integer, ("", ""), "１，２００", "1200", ""),
        (Kind::Integer, ("", ""), "012", "12", ""),
        (Kind::Integer, ("", ""), "12.5", "12.5", "不是整数。"),
        (Kind::Integer, ("", ""), "十二", "十二", "不是整数。"),
        (Kind::Integer, ("1", ""), "0", "0", "不能小于 1。"),
        (Kind::Integer, ("", "99"), "100", "100", "不能大于 99。"),
        (
            Kind::Integer,
            ("", ""),
            "99999999999999999999",
            "99999999999999999999",
            "不是整数。",
        ),
        (Kind::Decimal, ("", ""), "0086.50", "86.5", ""),
        (Kind::Decimal, ("", ""), "-0.0", "0", ""),
        (Kind::Decimal, ("0.01", ""), "0.0099", "0.0099", "不能小于 0.01。"),
        (Kind::Decimal, ("", ""), "1.23456", "1.23456", "不是数字。"),
        (Kind::Decimal, ("", ""), "1e9", "1e9", "不是数字。"),
        (Kind::Date, ("", ""), "2026年11月27日", "2026-11-27", ""),
        (Kind::Date, ("", ""), "２０２６-11-27", "2026-11-27", ""),
        (Kind::Date, ("", ""), "2026-02-30", "2026-02-30", "不是日期。"),
        (Kind::Date, ("today", ""), "2026-11-27", "2026-11-27", ""),
        (
            Kind::Date,
            ("today", ""),
            "2026-11-26",
            "2026-11-26",
            "不能早于 2026-11-27。",
        ),
        (
            Kind::Date,
            ("", "today+30"),
            "2026-12-28",
            "2026-12-28",
            "不能晚于 2026-12-27。",
        ),
        (Kind::YesNo, ("", ""), "是", "是", ""),
        (Kind::YesNo, ("", ""), "yes", "yes", "选的不在可以选的范围里。"),
        (
            Kind::Phone,
            ("", ""),
            "０９９０－００００５１８",
            "0990-0000518",
            "",
        ),
        (
            Kind::Phone,
            ("", ""),
            "请打给老王",
            "请打给老王",
            "不像电话号码。",
        ),
        (Kind::Email, ("", ""), "a@b.cn", "a@b.cn", ""),
        (Kind::Email, ("", ""), "a@b", "a@b", "的写法有误。"),
        (
            Kind::Address,
            ("", ""),
            "晴川县城关政通路1号",
            "晴川县城关政通路1号",
            "",
        ),
        (
            Kind::CitizenId,
            ("", ""),
            "11010519491231002x",
            "11010519491231002X",
            "",
        ),
        (
            Kind::CitizenId,
            ("", ""),
            "110105194912310021",
            "110105194912310021",
            "不是有效的居民身份证号码。",
        ),
        (
            Kind::CreditCode,
            ("", ""),
            "91110000101623741k",
            "91110000101623741K",
            "",
        ),
        (
            Kind::CreditCode,
            ("", ""),
            "91350211M0000XUF46",
            "91350211M0000XUF46",
            "",
        ),
        (
            Kind::CreditCode,
            ("", ""),
            "9135021IM0000XUF46",
            "9135021IM0000XUF46",
            "不是统一社会信用代码。",
        ),
    ];
    for (kind, (min, max), typed, kept, ending) in rows {
        let fields = [of(field("it", kind), |it| {
            (it.min, it.max) = (min.into(), max.into())
        })];
        let answers = read(&fields, &pairs(&[("f.it", typed)]), &[]).answers;
        assert_eq!(answers.text("it"), kept, "{kind:?} {typed}");
        let told: Vec<String> = problems(&fields, &[], &answers, today())
            .into_iter()
            .map(|it| it.sentence)
            .collect();
        let expected: Vec<String> = Some(ending)
            .filter(|it| !it.is_empty())
            .map(|it| format!("“问it”{it}"))
            .into_iter()
            .collect();
        assert_eq!(told, expected, "{kind:?} {typed}");
    }
}

#[test]
fn choices_and_files_are_counted_and_none_comes_from_elsewhere() {
    let fields = [
        of(field("one", Kind::Choice), |it| {
            it.choices = vec!["甲".into(), "乙".into()]
        }),
        of(field("some", Kind::Several), |it| {
            it.choices = vec!["甲".into(), "乙".into(), "丙".into()];
            (it.min, it.max) = ("2".into(), "2".into());
        }),
        of(field("files", Kind::Attachment), |it| it.max = "1".into()),
    ];
    let tell = |given: &[(&str, &str)], files: &[Attached]| -> Vec<String> {
        let answers = read(&fields, &pairs(given), files).answers;
        problems(&fields, &[], &answers, today())
            .into_iter()
            .map(|it| it.sentence)
            .collect()
    };
    assert_eq!(tell(&[("f.one", "丙")], &[]), ["“问one”选的不在可以选的范围里。"]);
    assert_eq!(tell(&[("f.some", "丙")], &[]), ["“问some”选了 1 项，至少 2 项。"]);
    let all = [
        ("f.some", "丙"),
        ("f.some", "甲"),
        ("f.some", "甲"),
        ("f.some", "乙"),
    ];
    assert_eq!(tell(&all, &[]), ["“问some”选了 3 项，最多 2 项。"]);
    assert_eq!(tell(&all[..2], &[]), [] as [&str; 0]);
    // Somebody else's digest is nobody's answer.
    let other = Attached {
        digest: "cd".repeat(32),
        name: "他人的.pdf".into(),
    };
    let sent = pairs(&[("f.files", &other.digest), ("f.files", PLAN)]);
    assert_eq!(read(&fields, &sent, &[plan()]).answers.files(), [&plan()]);
    assert_eq!(
        tell(
            &[("f.files", &other.digest), ("f.files", PLAN)],
            &[plan(), other.clone()]
        ),
        ["“问files”有 2 个文件，最多 1 个。"]
    );
}

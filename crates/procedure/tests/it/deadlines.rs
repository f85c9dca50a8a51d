//! Due days worked out by hand, an article a row.
//!
//! The expected days were counted on paper (and by a separate walk over the days) along the
//! State Council's notices for 2024–2026; day 0 is never counted, the day of a pause is used,
//! the day of resuming is a new day 0 (`docs/guides/procedures.md`).

use procedure::{ClockState, Light, Reading};

use crate::script::{Case, instant};

/// (article, definition, script, read at, clock, expected)
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const REQUEST: &str = "request-sample";

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // 政府信息公开条例 art. 33¶2: twenty working days.
    ("条例33", REQUEST, "2026-02-10 receive", "2026-02-11", "answer", "running 2026-03-16 green left 19"),
    ("条例33", REQUEST, "2025-09-22 receive", "2025-09-23", "answer", "running 2025-10-24 green left 19"),
    ("条例33 收于周六", REQUEST, "2026-03-07 receive", "2026-03-09", "answer", "running 2026-04-03 green left 19"),
    ("条例33 跨年", REQUEST, "2025-12-25 receive", "2025-12-26", "answer", "running 2026-01-23 green left 19"),
    ("条例33 年末", REQUEST, "2025-12-31 receive", "2026-01-04", "answer", "running 2026-01-29 green left 19"),
    ("条例33 次年未公布", REQUEST, "2026-12-10 receive", "2026-12-11", "answer", "running 2027-01-07? green left 19"),
    ("条例33 当年内", REQUEST, "2026-12-01 receive", "2026-12-02", "answer", "running 2026-12-29 green left 19"),
    ("条例33 邮寄签收日", REQUEST, "2026-03-04 receive on=2026-03-02", "2026-03-05", "answer", "running 2026-03-30 green left 17"),
    // Lights: one working day left is yellow, the due day itself is in time, then red.
    ("电子监察 预警", REQUEST, "2026-03-02 receive", "2026-03-27", "answer", "running 2026-03-30 yellow left 1"),
    ("条例33 届满日仍在期内", REQUEST, "2026-03-02 receive", "2026-03-30T23:59", "answer", "running 2026-03-30 yellow left 0"),
    ("条例33 次日零时逾期", REQUEST, "2026-03-02 receive", "2026-03-31T00:00", "answer", "expired 2026-03-30 red left -1"),
    ("承诺逾期黄牌", REQUEST, "2026-03-02 receive", "2026-03-24", "promise", "expired 2026-03-23 yellow left -1"),
    // art. 30: one correction, told within seven working days; restart on the corrected request.
    ("条例30 七日", REQUEST, "2026-03-02 receive", "2026-03-03", "notice", "running 2026-03-11 green left 6"),
    ("条例30 七日 国庆", REQUEST, "2026-09-18 receive", "2026-09-19", "notice", "running 2026-09-29 green left 7"),
    ("条例30 待补正", REQUEST, "2026-03-02 receive; 2026-03-09 ask-correction correction_days=10", "2026-03-10", "answer", "halted"),
    ("条例30 补正期限", REQUEST, "2026-03-02 receive; 2026-03-09 ask-correction correction_days=10", "2026-03-10", "correction", "running 2026-03-23 green left 9"),
    ("条例30 重新起算", REQUEST, "2026-03-02 receive; 2026-03-09 ask-correction correction_days=15; 2026-03-24 correct", "2026-03-25", "answer", "running 2026-04-22 green left 19"),
    ("条例30 承诺随之重算", REQUEST, "2026-03-02 receive; 2026-03-09 ask-correction correction_days=15; 2026-03-24 correct", "2026-03-25", "promise", "running 2026-04-15 green left 14"),
    ("条例30 补正件邮寄日", REQUEST, "2026-03-02 receive; 2026-03-09 ask-correction correction_days=15; 2026-03-26 correct on=2026-03-24", "2026-03-27", "answer", "running 2026-04-22 green left 17"),
    ("条例30 逾期不补正", REQUEST, "2026-03-02 receive; 2026-03-09 ask-correction correction_days=10", "2026-03-24", "correction", "expired 2026-03-23 yellow left -1"),
    // arts. 32, 33¶3: time spent consulting third parties and other agencies is excluded.
    ("条例32 暂停", REQUEST, "2026-03-02 receive; 2026-03-09 consult third_parties=甲", "2026-03-12", "answer", "paused left 15"),
    ("条例32 第三方十五日", REQUEST, "2026-03-02 receive; 2026-03-09 consult third_parties=甲", "2026-03-12", "third-party@甲", "running 2026-03-30 green left 12"),
    ("条例32 恢复", REQUEST, "2026-03-02 receive; 2026-03-09 consult third_parties=甲; 2026-03-18 give-opinion@甲 agrees=yes", "2026-03-19", "answer", "running 2026-04-09 green left 14"),
    ("条例32 两方重叠只计一次", REQUEST, "2026-03-02 receive; 2026-03-09 consult third_parties=甲,乙; 2026-03-12 give-opinion@甲 agrees=yes; 2026-03-18 give-opinion@乙 agrees=no", "2026-03-19", "answer", "running 2026-04-09 green left 14"),
    ("条例32 一方未答仍暂停", REQUEST, "2026-03-02 receive; 2026-03-09 consult third_parties=甲,乙; 2026-03-12 give-opinion@甲 agrees=yes", "2026-03-13", "answer", "paused left 15"),
    ("条例32 承诺同样暂停", REQUEST, "2026-03-02 receive; 2026-03-09 consult third_parties=甲; 2026-03-18 give-opinion@甲 agrees=yes", "2026-03-19", "promise", "running 2026-04-01 green left 9"),
    ("条例33三 其他机关", REQUEST, "2026-03-02 receive; 2026-03-13 ask-agencies; 2026-03-16 agencies-answer", "2026-03-17", "answer", "running 2026-03-31 green left 10"),
    ("条例33三 周六恢复", REQUEST, "2026-03-02 receive; 2026-03-13 ask-agencies; 2026-03-14 agencies-answer", "2026-03-17", "answer", "running 2026-03-30 green left 9"),
    ("条例33三 周六暂停周六恢复", REQUEST, "2026-03-02 receive; 2026-03-14 ask-agencies; 2026-03-21 agencies-answer", "2026-03-23", "answer", "running 2026-04-07 green left 10"),
    ("条例33三 起算当日暂停", REQUEST, "2026-03-02 receive; 2026-03-02T11:00 ask-agencies; 2026-03-10 agencies-answer", "2026-03-11", "answer", "running 2026-04-08 green left 19"),
    ("条例33三 两次暂停", REQUEST, "2026-03-02 receive; 2026-03-04 ask-agencies; 2026-03-06 agencies-answer; 2026-03-10 ask-agencies; 2026-03-20 agencies-answer", "2026-03-23", "answer", "running 2026-04-14 green left 15"),
    ("条例33三 春节期间", REQUEST, "2026-02-05 receive; 2026-02-12 ask-agencies; 2026-02-25 agencies-answer", "2026-02-26", "answer", "running 2026-03-17 green left 14"),
    ("条例33三 调休上班日恢复", REQUEST, "2026-02-05 receive; 2026-02-12 ask-agencies; 2026-02-28 agencies-answer", "2026-03-02", "answer", "running 2026-03-20 green left 14"),
    ("条例33三 调休上班日暂停", REQUEST, "2026-02-05 receive; 2026-02-14 ask-agencies; 2026-02-24 agencies-answer", "2026-02-25", "answer", "running 2026-03-12 green left 12"),
    ("条例33三 届满日暂停，恢复当日到期", REQUEST, "2026-03-02 receive; 2026-03-30 ask-agencies; 2026-04-08 agencies-answer", "2026-04-08", "answer", "running 2026-04-08 yellow left 0"),
    ("条例33三 差一日暂停", REQUEST, "2026-03-02 receive; 2026-03-27 ask-agencies; 2026-04-08 agencies-answer", "2026-04-08", "answer", "running 2026-04-09 yellow left 1"),
    ("条例33三 逾期后暂停不复活", REQUEST, "2026-03-02 receive; 2026-04-01 ask-agencies; 2026-04-08 agencies-answer", "2026-04-09", "answer", "expired 2026-03-30 red left -7"),
    // art. 33¶2: extension, twenty working days in all.
    ("条例33二 延长十日", REQUEST, "2026-03-02 receive; 2026-03-20 extend extension_days=10", "2026-03-23", "answer", "running 2026-04-14 green left 15"),
    ("条例33二 两次合计二十日", REQUEST, "2026-03-02 receive; 2026-03-20 extend extension_days=5; 2026-03-23 extend extension_days=15", "2026-03-24", "answer", "running 2026-04-28 green left 24"),
    ("条例33二 暂停中延长", REQUEST, "2026-03-02 receive; 2026-03-09 consult third_parties=甲; 2026-03-10 extend extension_days=10; 2026-03-18 give-opinion@甲 agrees=yes", "2026-03-19", "answer", "running 2026-04-23 green left 24"),
    ("条例30、33 延长后补正", REQUEST, "2026-03-02 receive; 2026-03-04 extend extension_days=10; 2026-03-09 ask-correction correction_days=15; 2026-03-24 correct", "2026-03-25", "answer", "running 2026-05-09 green left 29"),
    ("条例33二 承诺不随延长", REQUEST, "2026-03-02 receive; 2026-03-10 extend extension_days=10", "2026-03-11", "promise", "running 2026-03-23 green left 8"),
    // Fees: twenty working days to pay; the answer restarts from the day after payment.
    ("处理费 缴费期限", REQUEST, "2026-03-02 receive; 2026-03-09 charge", "2026-03-10", "fee", "running 2026-04-07 green left 19"),
    ("处理费 缴费后重算", REQUEST, "2026-03-02 receive; 2026-03-09 charge; 2026-04-07 pay", "2026-04-08", "answer", "running 2026-05-08 green left 19"),
    // art. 35: a stated term replaces the twenty days.
    ("条例35 合理延迟", REQUEST, "2026-03-02 receive; 2026-03-10 delay stated_on=2026-06-30", "2026-06-01", "delay", "running 2026-06-30 green left 29"),
    ("条例35 原期限终止", REQUEST, "2026-03-02 receive; 2026-03-10 delay stated_on=2026-06-30", "2026-06-01", "answer", "stopped 2026-03-30"),
    // Stopped clocks keep their due day and whether they were late.
    ("条例33 按期答复", REQUEST, "2026-03-02 receive; 2026-03-30 answer reply_type=granted", "2026-05-01", "answer", "stopped 2026-03-30"),
    ("条例33 逾期答复", REQUEST, "2026-03-02 receive; 2026-03-31 answer reply_type=granted", "2026-05-01", "answer", "stopped 2026-03-30 red late"),
    // 行政许可法 art. 32(四): not told within five working days, accepted on the day of receipt.
    ("许可法32 五日", "licence", "2026-03-02 receive", "2026-03-09T23:59", "telling", "running 2026-03-09 yellow left 0"),
    ("许可法32 视为受理", "licence", "2026-03-02 receive", "2026-03-10", "decision", "running 2026-03-30 green left 14"),
    ("许可法32 春节", "licence", "2026-02-12 receive", "2026-02-27", "decision", "running 2026-03-18 green left 14"),
    ("许可法32 补正后再收件", "licence", "2026-03-02 receive; 2026-03-05 tell told_once=true; 2026-03-20 supply", "2026-03-23", "telling", "running 2026-03-27 green left 4"),
    ("许可法32 补正不是暂停", "licence", "2026-03-02 receive; 2026-03-05 tell told_once=true", "2026-03-30", "decision", "idle"),
    // arts. 42, 45: twenty, plus ten; special procedures are not counted.
    ("许可法42", "licence", "2026-03-02 receive; 2026-03-04 accept", "2026-03-05", "decision", "running 2026-04-01 green left 19"),
    ("许可法45 特别环节", "licence", "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 send-out; 2026-04-01 come-back", "2026-04-02", "decision", "running 2026-04-23 green left 14"),
    ("许可法42、45 延长十日", "licence", "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 send-out; 2026-03-12 extend extension_days=10; 2026-04-01 come-back", "2026-04-02", "decision", "running 2026-05-11 green left 24"),
    ("许可法44 送达", "licence", "2026-03-02 receive; 2026-03-04 accept; 2026-04-01 decide; 2026-04-10 deliver on=2026-04-08", "2026-05-01", "delivery", "stopped 2026-04-16"),
    // arts. 26, 42¶2, 45: joint approval, the case pauses when all (or any) branches are excluded.
    ("许可法42二 四十五日", "joint", "2026-03-02 accept", "2026-03-03", "whole", "running 2026-05-08 green left 44"),
    ("许可法45 全部暂停才停", "joint", "2026-03-02 accept; 2026-03-04 send departments=甲,乙; 2026-03-10 visit@甲", "2026-03-11", "whole", "running 2026-05-08 green left 38"),
    ("许可法45 全部暂停", "joint", "2026-03-02 accept; 2026-03-04 send departments=甲,乙; 2026-03-10 visit@甲; 2026-03-12 visit@乙; 2026-03-20 visited@甲", "2026-03-23", "whole", "running 2026-05-15 green left 36"),
    ("任一暂停即停", "joint-any", "2026-03-02 accept; 2026-03-04 send departments=甲,乙; 2026-03-10 visit@甲; 2026-03-12 visit@乙; 2026-03-17 visited@甲; 2026-03-20 visited@乙", "2026-03-23", "whole", "running 2026-05-19 green left 38"),
    ("已办结的部门不再算", "joint", "2026-03-02 accept; 2026-03-04 send departments=甲,乙; 2026-03-05 agree@乙 verdict=同意; 2026-03-12 visit@甲; 2026-03-20 visited@甲", "2026-03-23", "whole", "running 2026-05-15 green left 36"),
    ("部门期限各自计算", "joint", "2026-03-02 accept; 2026-03-04 send departments=甲,乙; 2026-03-10 visit@甲; 2026-03-17 visited@甲", "2026-03-18", "member@甲", "running 2026-03-25 green left 5"),
    ("另一部门不受影响", "joint", "2026-03-02 accept; 2026-03-04 send departments=甲,乙; 2026-03-10 visit@甲; 2026-03-17 visited@甲", "2026-03-18", "member@乙", "running 2026-03-18 yellow left 0"),
    // A notice published in November 2025 makes a provisional day definite.
    ("放假通知公布前", "joint", "2025-10-30 accept", "2025-10-31", "whole", "running 2026-01-01? green left 44"),
    ("放假通知公布后", "joint", "2025-10-30 accept", "2025-11-20", "whole", "running 2026-01-04 green left 30"),
    ("办结时所知的历法", "joint", "2025-10-30 accept; 2025-10-31 stop", "2026-01-20", "whole", "stopped 2026-01-01?"),
    // 行政许可法 art. 50: thirty days before the licence ends; silence renews it.
    ("许可法50 三十日前", "renewal", "2026-03-02 register", "2026-05-20", "apply-by", "running 2026-05-31 green left 11"),
    ("许可法50 届满前决定", "renewal", "2026-03-02 register; 2026-05-20 apply", "2026-06-01", "decision", "running 2026-06-30 green left 29"),
    ("许可法50 视为延续", "renewal", "2026-03-02 register; 2026-05-20 apply", "2026-07-01", "decision", "expired 2026-06-30 red late-woken"),
    // 民法典 arts. 201–203: days and months, rolled to the next working day; hours.
    ("民法典203 三十日", "spans", "2026-03-02 begin", "2026-03-03", "days", "running 2026-04-01 green left 29"),
    ("民法典203 春节顺延", "spans", "2026-01-20 begin", "2026-01-21", "days", "running 2026-02-24 green left 34"),
    ("民法典203 清明顺延", "spans", "2026-03-05 begin", "2026-03-06", "days", "running 2026-04-07 green left 32"),
    ("民法典203 国庆顺延", "spans", "2026-09-05 begin", "2026-09-06", "days", "running 2026-10-08 green left 32"),
    ("不顺延", "spans", "2026-09-05 begin", "2026-09-06", "plain-days", "running 2026-10-05 green left 29"),
    ("自然日暂停", "spans", "2026-03-02 begin; 2026-03-12 wait; 2026-03-20 go-on", "2026-03-23", "days", "running 2026-04-09 green left 17"),
    ("民法典202 月末", "spans", "2025-12-31 begin", "2026-01-05", "months", "running 2026-02-28 green left 54"),
    ("民法典202 两个月", "spans", "2026-03-02 begin", "2026-03-03", "months", "running 2026-05-06 green left 64"),
    ("月加暂停", "spans", "2026-03-02 begin; 2026-03-12 wait; 2026-03-20 go-on", "2026-03-23", "months", "running 2026-05-11 green left 49"),
    ("舆情 四十八小时", "spans", "2026-05-01T08:30 begin", "2026-05-02T08:30", "hours", "running 2026-05-03 green left 24"),
    ("舆情 十二小时内黄灯", "spans", "2026-05-01T08:30 begin", "2026-05-02T20:30", "hours", "running 2026-05-03 yellow left 12"),
    ("舆情 逾时", "spans", "2026-05-01T08:30 begin", "2026-05-03T08:30", "hours", "expired 2026-05-03 red left 0"),
    ("舆情 暂停", "spans", "2026-05-01T08:30 begin; 2026-05-01T18:30 wait; 2026-05-02T18:30 go-on", "2026-05-03T08:30", "hours", "running 2026-05-04 green left 24"),
];

/// One line for a reading.
pub fn tell(reading: &Reading) -> String {
    let due = reading
        .due_on
        .map(|d| format!(" {d}{}", if reading.provisional { "?" } else { "" }))
        .unwrap_or_default();
    let light = match reading.light {
        Light::None => "",
        Light::Green => " green",
        Light::Yellow => " yellow",
        Light::Red => " red",
    };
    let left = reading.left.map(|n| format!(" left {n}")).unwrap_or_default();
    match &reading.state {
        ClockState::Idle => "idle".into(),
        ClockState::Running => format!("running{due}{light}{left}"),
        ClockState::Paused { .. } => format!("paused{left}"),
        ClockState::Halted => "halted".into(),
        ClockState::Stopped => format!("stopped{due}{light}{}", if reading.late { " late" } else { "" }),
        ClockState::Expired => format!("expired{due}{light}{left}"),
    }
}

#[test]
fn every_row_of_the_law() {
    let mut wrong = Vec::new();
    for (article, code, script, at, clock, expected) in ROWS {
        let told = match Case::play(code, script) {
            Ok(mut case) => {
                // Reading never needs a wake; the deemed acceptances do.
                if article.contains("许可法32") || expected.ends_with("late-woken") {
                    case.wake(instant(at));
                }
                tell(&case.reading(clock, instant(at)))
            }
            Err(issues) => format!("{issues:?}"),
        };
        if told != expected.trim_end_matches(" late-woken") {
            wrong.push(format!(
                "{article}: {script}\n  {clock} at {at}: {told}\n  expected {expected}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}\n{}",
        wrong.len(),
        ROWS.len(),
        wrong.join("\n")
    );
}

/// The worked example of the convention on edge days: start 2021-08-20, ten working days,
/// paused 2021-08-30, resumed 2021-09-04 → due 2021-09-09.
#[test]
fn the_example_of_the_convention() {
    let mut case = Case::new(REQUEST);
    let ten = case.definition.source().replace(
        "budget = 20\nunit = \"working_days\"\nstarts = [\"receive\"]",
        "budget = 10\nunit = \"working_days\"\nstarts = [\"receive\"]",
    );
    // A promise may not exceed the law: ten days here.
    case.definition = procedure::Definition::parse(&ten.replace(
        "default = 15\nmin = 1\nmax = 20",
        "default = 10\nmin = 1\nmax = 10",
    ))
    .expect("proved");
    case.params = crate::given::params(&case.definition);
    for step in [
        "2021-08-20 receive",
        "2021-08-30 ask-agencies",
        "2021-09-04 agencies-answer",
    ] {
        case.step(step).expect("passes");
    }
    assert_eq!(
        tell(&case.reading("answer", instant("2021-09-06"))),
        "running 2021-09-09 green left 3"
    );
}

/// A reading accounts for every day between start and due day.
#[test]
fn an_explanation_leaves_no_day_out() {
    let case = Case::play(
        REQUEST,
        "2026-02-05 receive; 2026-02-12 ask-agencies; 2026-02-28 agencies-answer",
    )
    .expect("plays");
    let reading = case.reading("answer", instant("2026-03-02"));
    let lines: Vec<String> = reading
        .explanation
        .iter()
        .map(|l| format!("{} {} {}", l.from, l.to, l.text))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

//! 政务服务: due days of the shipped definitions, an article a row.
//!
//! Every expected day is checked twice: it stands in the row, and [`Walk`] counts it again along the State
//! Council's notices for 2025–2026 as copied from them here, without the calendar crate. Pauses, restarts
//! and extensions were worked out by hand along `docs/guides/procedures.md`.

use calendar::Calendar;
use jiff::civil::{Date, Weekday};
use procedure::{Definition, Issue, Map, Params, Standing};
use serde_json::Value;

use crate::deadlines::tell;
use crate::given;
use crate::script::{Case, date, instant};

/// What a step brings along unless its row says otherwise.
const USUAL: [(&str, &str); 15] = [
    ("receive", "channel=counter applicant_kind=person"),
    ("file", "applicant_kind=person"),
    ("tell", "told_all=true"),
    ("accept-deferred", "promise_signed=true"),
    ("begin-special", "special_kind=experts special_days=20"),
    ("begin-second", "special_kind=testing special_days=20"),
    ("begin-third", "special_kind=hearing special_days=20"),
    ("begin-lead-special", "special_kind=hearing special_days=20"),
    ("begin-hearing", "hearing_on=2026-06-30 special_days=20"),
    ("extend", "extension_days=10"),
    ("give-opinion", "verdict=agree"),
    ("propose", "proposal=grant"),
    ("send-up", "superior=市级主管部门"),
    ("superior-extend", "superior_days_more=10"),
    ("deliver", "delivery_way=counter"),
];

/// A case of an item: `service-promised deferral=true promised_days=5`.
pub fn item(words: &str) -> Case {
    let code = words.split_whitespace().next().expect("a procedure");
    bound(given::definition(code), words)
}

fn bound(definition: Definition, words: &str) -> Case {
    let mut map = Map::new();
    for word in words.split_whitespace().skip(1) {
        let (key, value) = word.split_once('=').expect("key=value");
        map.insert(
            key.into(),
            value.parse::<Value>().expect("a number, true or false"),
        );
    }
    let params = Params::bind(&definition, map).expect("binds");
    Case {
        definition,
        params,
        calendar: Calendar::national(),
        events: Vec::new(),
    }
}

/// A step with what it usually brings along.
pub fn usual(case: &Case, step: &str) -> String {
    let act = step.split_whitespace().nth(1).expect("a move");
    let code = act.split('@').next().expect("a code");
    let known = USUAL
        .iter()
        .find(|(act, _)| *act == code)
        .map_or("", |(_, data)| data);
    let taken = |word: &&str| {
        let key = word.split('=').next().expect("a key");
        let given = step.split_whitespace().any(|w| w.starts_with(&format!("{key}=")));
        let step = case.definition.find_move(code).expect("a move");
        !given && step.fields.iter().any(|f| f.field == key)
    };
    let more: Vec<&str> = known.split_whitespace().filter(taken).collect();
    format!("{step} {}", more.join(" "))
}

pub fn play(words: &str, script: &str) -> Result<Case, Vec<Issue>> {
    run(item(words), script)
}

fn run(mut case: Case, script: &str) -> Result<Case, Vec<Issue>> {
    for step in script.split(';').map(str::trim).filter(|s| !s.is_empty()) {
        go(&mut case, step)?;
    }
    Ok(case)
}

pub fn go(case: &mut Case, step: &str) -> Result<(), Vec<Issue>> {
    let (now, mut proposal) = case.proposal(&usual(case, step));
    case.wake(now);
    let made = case.definition.find_move(&proposal.act).expect("a move");
    if made.is_system() {
        proposal.standing = Standing::system();
    }
    let planned = case.check(now, &proposal)?;
    case.events.push(planned.event);
    Ok(())
}

/// Days off of 2025 and 2026 by the yearly notices (first, last), and the weekend days worked for them.
/// 2027 is not yet announced: there weekends alone are off, and what falls there is provisional.
const OFF: [(&str, &str); 13] = [
    ("2025-01-01", "2025-01-01"),
    ("2025-01-28", "2025-02-04"),
    ("2025-04-04", "2025-04-06"),
    ("2025-05-01", "2025-05-05"),
    ("2025-05-31", "2025-06-02"),
    ("2025-10-01", "2025-10-08"),
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
];
const WORKED: [&str; 11] = [
    "2025-01-26",
    "2025-02-08",
    "2025-04-27",
    "2025-09-28",
    "2025-10-11",
    "2026-01-04",
    "2026-02-14",
    "2026-02-28",
    "2026-05-09",
    "2026-09-20",
    "2026-10-10",
];

/// Without the calendar crate.
pub fn worked(day: Date) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let off = OFF.iter().any(|(from, to)| date(from) <= day && day <= date(to));
    WORKED.iter().any(|d| date(d) == day) || !weekend && !off
}

/// `20: 2026-03-04>2026-03-11, 2026-04-01`: twenty working days, some used after day 0 up to and with a
/// day, the rest counted from a new day 0.
struct Walk {
    budget: usize,
    used: Vec<(Date, Date)>,
    day0: Date,
}

impl Walk {
    fn read(text: &str) -> Walk {
        let (budget, rest) = text.split_once(": ").expect("a budget");
        let mut parts: Vec<&str> = rest.split(", ").collect();
        let day0 = date(parts.pop().expect("a day 0"));
        let stretch = |part: &str| {
            part.split_once('>')
                .map(|(a, b)| (date(a), date(b)))
                .expect("a stretch")
        };
        Walk {
            budget: budget.parse().expect("a number"),
            used: parts.into_iter().map(stretch).collect(),
            day0,
        }
    }

    fn due(&self) -> Date {
        let days = |from: Date| std::iter::successors(from.tomorrow().ok(), |d| d.tomorrow().ok());
        let within =
            |(from, to): &(Date, Date)| days(*from).take_while(|d| d <= to).filter(|d| worked(*d)).count();
        let left = self.budget - self.used.iter().map(within).sum::<usize>();
        if left == 0 {
            return self.day0;
        }
        days(self.day0)
            .filter(|d| worked(*d))
            .nth(left - 1)
            .expect("a day")
    }
}

/// (article, item, script, read at, clock, expected, counted again; empty where no day is due)
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

pub const NOW: &str = "service-immediate";
pub const ONE: &str = "service-promised";
pub const GAP: &str = "service-promised deferral=true";
pub const UP: &str = "service-reported";
pub const ALL: &str = "service-joint";
pub const PUB: &str = "grant-publication";

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("许可法42 即办件法定二十日照常", NOW, "2026-03-02 receive; 2026-03-02T10:30 accept", "2026-03-03", "decision", "running 2026-03-30 green left 19", "20: 2026-03-02"),
    ("承诺 一个工作日", NOW, "2026-03-02 receive; 2026-03-02T10:30 accept", "2026-03-02T11:00", "promise", "running 2026-03-03 yellow left 1", "1: 2026-03-02"),
    ("承诺 周六受理", NOW, "2026-03-07 receive; 2026-03-07T10:30 accept", "2026-03-07T11:00", "promise", "running 2026-03-09 yellow left 1", "1: 2026-03-07"),
    ("承诺 当日办结（0日）", "service-immediate promised_days=0", "2026-03-02 receive; 2026-03-02T10:30 accept", "2026-03-02T11:00", "promise", "running 2026-03-02 yellow left 0", "0: 2026-03-02"),
    ("许可法34二 当场决定", NOW, "2026-03-02 receive; 2026-03-02T10:30 accept; 2026-03-02T11:00 grant", "2026-05-01", "promise", "stopped 2026-03-03", "1: 2026-03-02"),
    ("许可法32四 即办件逾期未告知", NOW, "2026-03-02 receive", "2026-03-10", "decision", "running 2026-03-30 green left 14", "20: 2026-03-02"),
    ("许可法44 送达十日", NOW, "2026-03-02 receive; 2026-03-02T10:30 accept; 2026-03-02T11:00 grant", "2026-03-03", "delivery", "running 2026-03-16 green left 9", "10: 2026-03-02"),
    ("许可法32四 五日", ONE, "2026-03-02 receive", "2026-03-09T23:59", "telling", "running 2026-03-09 yellow left 0", "5: 2026-03-02"),
    ("许可法32四 五日 春节", ONE, "2026-02-12 receive", "2026-02-13", "telling", "running 2026-02-26 green left 4", "5: 2026-02-12"),
    ("许可法32四 五日 国庆", ONE, "2026-09-28 receive", "2026-09-29", "telling", "running 2026-10-10 green left 4", "5: 2026-09-28"),
    ("许可法32四 五日 元旦", ONE, "2025-12-30 receive", "2025-12-31", "telling", "running 2026-01-07 green left 4", "5: 2025-12-30"),
    ("许可法32四 视为自收到之日受理", ONE, "2026-03-02 receive", "2026-03-10", "decision", "running 2026-03-30 green left 14", "20: 2026-03-02"),
    ("许可法32四 很晚才发现", ONE, "2026-03-02 receive", "2026-03-25", "decision", "running 2026-03-30 yellow left 3", "20: 2026-03-02"),
    ("许可法32四 承诺也自收到之日", ONE, "2026-03-02 receive", "2026-03-20", "promise", "expired 2026-03-16 yellow left -4", "10: 2026-03-02"),
    ("许可法32四 晚发现后补发凭证不改期", ONE, "2026-03-02 receive; 2026-03-20 issue-voucher", "2026-03-23", "decision", "running 2026-03-30 green left 5", "20: 2026-03-02"),
    ("许可法32四 邮寄签收日", ONE, "2026-03-04 receive channel=post on=2026-03-02", "2026-03-10", "decision", "running 2026-03-30 green left 14", "20: 2026-03-02"),
    ("许可法32四 周六网上提交", ONE, "2026-03-07 file", "2026-03-16", "decision", "running 2026-04-03 green left 14", "20: 2026-03-07"),
    ("许可法32四 跨春节视为受理", ONE, "2026-02-12 receive", "2026-02-27", "decision", "running 2026-03-18 green left 14", "20: 2026-02-12"),
    ("许可法32四 届满当天告知不迟", ONE, "2026-03-02 receive; 2026-03-09T23:00 tell", "2026-03-10", "decision", "idle", ""),
    ("许可法32四 补正不计", ONE, "2026-03-02 receive; 2026-03-05 tell", "2026-03-20", "decision", "idle", ""),
    ("约定 补正十五日", ONE, "2026-03-02 receive; 2026-03-05 tell", "2026-03-06", "correction", "running 2026-03-26 green left 14", "15: 2026-03-05"),
    ("许可法32四 补正后五日", ONE, "2026-03-02 receive; 2026-03-05 tell; 2026-03-20 supply", "2026-03-23", "telling", "running 2026-03-27 green left 4", "5: 2026-03-20"),
    ("许可法32四 补正后未告知自收到补正之日", ONE, "2026-03-02 receive; 2026-03-05 tell; 2026-03-20 supply", "2026-03-30", "decision", "running 2026-04-20 green left 14", "20: 2026-03-20"),
    ("许可法32五 补正后受理", ONE, "2026-03-02 receive; 2026-03-05 tell; 2026-03-20 supply; 2026-03-24 accept", "2026-03-25", "decision", "running 2026-04-22 green left 19", "20: 2026-03-24"),
    ("约定 逾期未补正终止", ONE, "2026-03-02 receive; 2026-03-05 tell", "2026-03-27", "correction", "expired 2026-03-26 yellow", "15: 2026-03-05"),
    ("许可法42 自受理之日二十日", ONE, "2026-03-02 receive; 2026-03-04 accept", "2026-03-05", "decision", "running 2026-04-01 green left 19", "20: 2026-03-04"),
    ("承诺 十个工作日", ONE, "2026-03-02 receive; 2026-03-04 accept", "2026-03-05", "promise", "running 2026-03-18 green left 9", "10: 2026-03-04"),
    ("许可法42 事项另定期限", "service-promised statutory_days=60 promised_days=30", "2026-03-02 receive; 2026-03-04 accept", "2026-03-05", "decision", "running 2026-06-01 green left 59", "60: 2026-03-04"),
    ("承诺 事项另定承诺", "service-promised statutory_days=60 promised_days=30", "2026-03-02 receive; 2026-03-04 accept", "2026-03-05", "promise", "running 2026-04-16 green left 29", "30: 2026-03-04"),
    ("许可法82 跨年", ONE, "2025-12-24 receive; 2025-12-25 accept", "2025-12-26", "decision", "running 2026-01-23 green left 19", "20: 2025-12-25"),
    ("许可法82 春节", ONE, "2026-02-09 receive; 2026-02-10 accept", "2026-02-11", "decision", "running 2026-03-16 green left 19", "20: 2026-02-10"),
    ("许可法82 国庆", ONE, "2025-09-22 receive; 2025-09-22T11:00 accept", "2025-09-23", "decision", "running 2025-10-24 green left 19", "20: 2025-09-22"),
    ("许可法82 次年未公布", ONE, "2026-12-14 receive; 2026-12-15 accept", "2026-12-16", "decision", "running 2027-01-12? green left 19", "20: 2026-12-15"),
    ("许可法45 特别程序", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 begin-special; 2026-04-01 end-special", "2026-04-02", "decision", "running 2026-04-23 green left 14", "20: 2026-03-04>2026-03-11, 2026-04-01"),
    ("许可法45 承诺同样不计", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 begin-special; 2026-04-01 end-special", "2026-04-02", "promise", "running 2026-04-09 green left 4", "10: 2026-03-04>2026-03-11, 2026-04-01"),
    ("许可法45 进行中", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 begin-special", "2026-03-30", "decision", "paused left 15", ""),
    ("许可法45 书面告知的所需时间", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 begin-special", "2026-03-12", "special", "running 2026-04-09 green left 19", "20: 2026-03-11"),
    ("许可法45 两项同时只计一次", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 begin-special; 2026-03-13 begin-second; 2026-03-20 end-second; 2026-04-01 end-special", "2026-04-02", "decision", "running 2026-04-23 green left 14", "20: 2026-03-04>2026-03-11, 2026-04-01"),
    ("许可法45 两项同时，一项未结仍停", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 begin-special; 2026-03-13 begin-second; 2026-03-20 end-second", "2026-03-23", "decision", "paused left 15", ""),
    ("许可法45 三项同时", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 begin-special; 2026-03-12 begin-second; 2026-03-13 begin-third; 2026-03-16 end-third; 2026-03-18 end-second; 2026-03-25 end-special", "2026-03-26", "decision", "running 2026-04-16 green left 14", "20: 2026-03-04>2026-03-11, 2026-03-25"),
    ("许可法45 先后两次", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 begin-special; 2026-03-18 end-special; 2026-03-20 begin-special; 2026-03-27 end-special", "2026-03-30", "decision", "running 2026-04-16 green left 12", "20: 2026-03-04>2026-03-11, 2026-03-18>2026-03-20, 2026-03-27"),
    ("许可法45 结论签收日", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 begin-special; 2026-04-03 end-special on=2026-04-01", "2026-04-07", "decision", "running 2026-04-23 green left 12", "20: 2026-03-04>2026-03-11, 2026-04-01"),
    ("许可法45 届满日进入，结束当日到期", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-04-01 begin-special; 2026-04-09 end-special", "2026-04-09", "decision", "running 2026-04-09 yellow left 0", "20: 2026-03-04>2026-04-01, 2026-04-09"),
    ("许可法45 逾期后进入不复活", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-04-02 begin-special; 2026-04-09 end-special", "2026-04-10", "decision", "expired 2026-04-01 red left -6", "20: 2026-03-04"),
    ("许可法42 延长十日", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-20 extend", "2026-03-23", "decision", "running 2026-04-16 green left 17", "30: 2026-03-04"),
    ("承诺 不随延长", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-16 extend", "2026-03-17", "promise", "running 2026-03-18 yellow left 1", "10: 2026-03-04"),
    ("许可法42、45 特别程序中延长", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 begin-special; 2026-03-12 extend; 2026-04-01 end-special", "2026-04-02", "decision", "running 2026-05-11 green left 24", "30: 2026-03-04>2026-03-11, 2026-04-01"),
    ("许可法32四、42 视为受理后延长", ONE, "2026-03-02 receive; 2026-03-20 issue-voucher; 2026-03-23 extend extension_days=5", "2026-03-24", "decision", "running 2026-04-07 green left 9", "25: 2026-03-02"),
    ("许可法47 五日内要求听证", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-09 tell-hearing", "2026-03-10", "hearing-claim", "running 2026-03-16 green left 4", "5: 2026-03-09"),
    ("许可法47 二十日内组织听证", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-09 tell-hearing; 2026-03-12 claim-hearing", "2026-03-13", "hearing", "running 2026-04-10 green left 19", "20: 2026-03-12"),
    ("许可法45 听证不计", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-09 tell-hearing; 2026-03-12 claim-hearing; 2026-03-18 begin-hearing; 2026-04-10 end-special", "2026-04-13", "decision", "running 2026-04-24 green left 9", "20: 2026-03-04>2026-03-18, 2026-04-10"),
    ("容缺 补交期限", GAP, "2026-03-02 receive; 2026-03-04 accept-deferred", "2026-03-05", "deferral", "running 2026-03-18 green left 9", "10: 2026-03-04"),
    ("容缺 受理即起算", GAP, "2026-03-02 receive; 2026-03-04 accept-deferred", "2026-03-05", "decision", "running 2026-04-01 green left 19", "20: 2026-03-04"),
    ("容缺 补齐即止", GAP, "2026-03-02 receive; 2026-03-04 accept-deferred; 2026-03-18 supply-deferred", "2026-03-25", "deferral", "stopped 2026-03-18", "10: 2026-03-04"),
    ("容缺 逾期退办", GAP, "2026-03-02 receive; 2026-03-04 accept-deferred", "2026-03-19", "decision", "stopped 2026-04-01", "20: 2026-03-04"),
    ("容缺 特别程序中照样补交", GAP, "2026-03-02 receive; 2026-03-04 accept-deferred; 2026-03-11 begin-special", "2026-03-12", "deferral", "running 2026-03-18 green left 4", "10: 2026-03-04"),
    ("内部 审批两个工作日", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-26 propose", "2026-03-27", "signature", "running 2026-03-30 yellow left 1", "2: 2026-03-26"),
    ("许可法42 届满日决定不迟", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-26 propose; 2026-04-01 grant", "2026-05-06", "decision", "stopped 2026-04-01", "20: 2026-03-04"),
    ("许可法42 次日决定迟", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-26 propose; 2026-04-02 grant", "2026-05-06", "decision", "stopped 2026-04-01 red late", "20: 2026-03-04"),
    ("许可法44 送达", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-26 propose; 2026-04-01 grant", "2026-04-02", "delivery", "running 2026-04-16 green left 9", "10: 2026-04-01"),
    ("许可法44 凭寄出凭证", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-26 propose; 2026-04-01 grant; 2026-04-20 deliver on=2026-04-16", "2026-05-06", "delivery", "stopped 2026-04-16", "10: 2026-04-01"),
    ("许可法44 送达迟", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-26 propose; 2026-04-01 grant; 2026-04-20 deliver", "2026-05-06", "delivery", "stopped 2026-04-16 red late", "10: 2026-04-01"),
    ("撤回即止", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-20 withdraw", "2026-05-06", "decision", "stopped 2026-04-01", "20: 2026-03-04"),
    ("内部 归档二十个工作日", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-26 propose; 2026-04-01 grant; 2026-04-08 deliver", "2026-04-09", "archive", "running 2026-05-09 green left 19", "20: 2026-04-08"),
    ("许可法43 初审二十日", UP, "2026-03-02 receive; 2026-03-04 accept", "2026-03-05", "decision", "running 2026-04-01 green left 19", "20: 2026-03-04"),
    ("许可法43 上报后不计", UP, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 propose; 2026-03-13 send-up", "2026-03-30", "decision", "paused left 13", ""),
    ("许可法42 上级二十日", UP, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 propose; 2026-03-13 send-up", "2026-03-16", "superior", "running 2026-04-13 green left 19", "20: 2026-03-13"),
    ("许可法42 上级签收日", UP, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 propose; 2026-03-17 send-up on=2026-03-16", "2026-03-18", "superior", "running 2026-04-14 green left 18", "20: 2026-03-16"),
    ("许可法42 上级延长", UP, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 propose; 2026-03-13 send-up; 2026-03-20 superior-extend", "2026-03-23", "superior", "running 2026-04-27 green left 24", "30: 2026-03-13"),
    ("退回补充 上级不计", UP, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 propose; 2026-03-13 send-up; 2026-03-20 superior-return; 2026-03-26 report-again", "2026-03-27", "superior", "running 2026-04-17 green left 14", "20: 2026-03-13>2026-03-20, 2026-03-26"),
    ("退回补充 五个工作日", UP, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 propose; 2026-03-13 send-up; 2026-03-20 superior-return", "2026-03-23", "supplement", "running 2026-03-27 green left 4", "5: 2026-03-20"),
    ("许可法43、45 初审特别程序", UP, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 begin-special; 2026-03-17 end-special", "2026-03-18", "decision", "running 2026-04-13 green left 17", "20: 2026-03-04>2026-03-06, 2026-03-17"),
    ("许可法43 承诺的初审", UP, "2026-03-02 receive; 2026-03-04 accept", "2026-03-05", "promise", "running 2026-03-18 green left 9", "10: 2026-03-04"),
    ("许可法44 上级决定后送达", UP, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 propose; 2026-03-13 send-up; 2026-04-08 superior-grant", "2026-04-09", "delivery", "running 2026-04-22 green left 9", "10: 2026-04-08"),
    ("许可法42二 四十五日", ALL, "2026-03-02 receive; 2026-03-04 accept", "2026-03-05", "decision", "running 2026-05-11 green left 44", "45: 2026-03-04"),
    ("承诺 二十个工作日", ALL, "2026-03-02 receive; 2026-03-04 accept", "2026-03-05", "promise", "running 2026-04-01 green left 19", "20: 2026-03-04"),
    ("许可法32四、42二 视为受理", ALL, "2026-03-02 receive", "2026-03-12", "decision", "running 2026-05-08 green left 37", "45: 2026-03-02"),
    ("部门 十个工作日", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙", "2026-03-09", "member@甲", "running 2026-03-20 green left 9", "10: 2026-03-06"),
    ("许可法45 一个部门特别程序，全案不计", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-10 begin-special@甲; 2026-03-24 end-special@甲", "2026-03-25", "decision", "running 2026-05-25 green left 40", "45: 2026-03-04>2026-03-10, 2026-03-24"),
    ("许可法45 承诺同样不计", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-10 begin-special@甲; 2026-03-24 end-special@甲", "2026-03-25", "promise", "running 2026-04-16 green left 15", "20: 2026-03-04>2026-03-10, 2026-03-24"),
    ("许可法45 该部门不计", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-10 begin-special@甲; 2026-03-24 end-special@甲", "2026-03-25", "member@甲", "running 2026-04-03 green left 7", "10: 2026-03-06>2026-03-10, 2026-03-24"),
    ("部门 另一部门照常计算", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-10 begin-special@甲", "2026-03-17", "member@乙", "running 2026-03-20 green left 3", "10: 2026-03-06"),
    ("许可法45 两个部门重叠只计一次", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-10 begin-special@甲; 2026-03-12 begin-special@乙; 2026-03-17 end-special@甲; 2026-03-24 end-special@乙", "2026-03-25", "decision", "running 2026-05-25 green left 40", "45: 2026-03-04>2026-03-10, 2026-03-24"),
    ("许可法45 两个部门先后", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-10 begin-special@甲; 2026-03-13 end-special@甲; 2026-03-16 begin-special@乙; 2026-03-24 end-special@乙", "2026-03-25", "decision", "running 2026-05-22 green left 39", "45: 2026-03-04>2026-03-10, 2026-03-13>2026-03-16, 2026-03-24"),
    ("许可法45 一个部门两项、另一部门一项", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-10 begin-special@甲; 2026-03-11 begin-second@甲; 2026-03-12 begin-special@乙; 2026-03-16 end-second@甲; 2026-03-18 end-special@乙; 2026-03-20 end-special@甲", "2026-03-23", "decision", "running 2026-05-21 green left 40", "45: 2026-03-04>2026-03-10, 2026-03-20"),
    ("许可法45 一方结束另一方未结", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-10 begin-special@甲; 2026-03-12 begin-special@乙; 2026-03-17 end-special@甲", "2026-03-18", "decision", "paused left 41", ""),
    ("许可法45 特别程序中的部门期限", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-10 begin-special@甲; 2026-03-12 begin-special@乙; 2026-03-17 end-special@甲", "2026-03-18", "member@甲", "running 2026-03-27 green left 7", "10: 2026-03-06>2026-03-10, 2026-03-17"),
    ("许可法45 部门特别程序所需时间", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-10 begin-special@甲 special_days=15", "2026-03-11", "special@甲", "running 2026-03-31 green left 14", "15: 2026-03-10"),
    ("许可法42二 延长十五日", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-20 extend extension_days=15", "2026-03-23", "decision", "running 2026-06-01 green left 47", "60: 2026-03-04"),
    ("承诺 不随延长", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-20 extend extension_days=15", "2026-03-23", "promise", "running 2026-04-01 green left 7", "20: 2026-03-04"),
    ("许可法42二、45 特别程序中延长", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-10 begin-special@甲; 2026-03-12 extend extension_days=15; 2026-03-24 end-special@甲", "2026-03-25", "decision", "running 2026-06-15 green left 55", "60: 2026-03-04>2026-03-10, 2026-03-24"),
    ("督办 部门逾期", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-10 give-opinion@乙", "2026-03-23", "member@甲", "expired 2026-03-20 red", "10: 2026-03-06"),
    ("督办 逾期后提出意见仍记逾期", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-25 give-opinion@甲", "2026-03-26", "member@甲", "expired 2026-03-20 red", "10: 2026-03-06"),
    ("部门 按期提出意见", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-20 give-opinion@甲", "2026-03-26", "member@甲", "stopped 2026-03-20", "10: 2026-03-06"),
    ("部门 追加部门另行起算", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-10 give-opinion@甲; 2026-03-11 give-opinion@乙; 2026-03-12 collect; 2026-03-16 send departments=丙", "2026-03-17", "member@丙", "running 2026-03-30 green left 9", "10: 2026-03-16"),
    ("许可法45 牵头单位听证", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-10 begin-lead-special; 2026-03-24 end-lead-special", "2026-03-25", "decision", "running 2026-05-25 green left 40", "45: 2026-03-04>2026-03-10, 2026-03-24"),
    ("许可法42二 会议不停", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-10 convene meeting_on=2026-03-16; 2026-03-17 record-meeting", "2026-03-18", "decision", "running 2026-05-11 green left 35", "45: 2026-03-04"),
    ("许可法42二 跨年", ALL, "2025-11-27 receive; 2025-11-28 accept", "2025-12-01", "decision", "running 2026-02-02 green left 44", "45: 2025-11-28"),
    ("许可法42二 春节", ALL, "2026-01-26 receive; 2026-01-27 accept", "2026-01-28", "decision", "running 2026-04-07 green left 44", "45: 2026-01-27"),
    ("双公示 七个工作日", PUB, "2026-03-02 begin", "2026-03-03", "publication", "running 2026-03-11 green left 6", "7: 2026-03-02"),
    ("双公示 国庆", PUB, "2026-09-18 begin", "2026-09-19", "publication", "running 2026-09-29 green left 7", "7: 2026-09-18"),
    ("双公示 迟公示", PUB, "2026-03-02 begin; 2026-03-12 publish-done address=/x/1", "2026-05-06", "publication", "stopped 2026-03-11 red late", "7: 2026-03-02"),
    ("即办件 许可法32四 五日告知", NOW, "2026-03-02 receive", "2026-03-03", "telling", "running 2026-03-09 green left 4", "5: 2026-03-02"),
    ("即办件 约定 补正期限", NOW, "2026-03-02 receive; 2026-03-05 tell", "2026-03-06", "correction", "running 2026-03-26 green left 14", "15: 2026-03-05"),
    ("即办件 约定 归档", NOW, "2026-03-02 receive; 2026-03-04 accept; 2026-04-01 grant; 2026-04-08 deliver", "2026-04-09", "archive", "running 2026-05-09 green left 19", "20: 2026-04-08"),
    ("即办件 许可法44 送达", NOW, "2026-03-02 receive; 2026-03-04 accept; 2026-04-01 grant", "2026-04-02", "delivery", "running 2026-04-16 green left 9", "10: 2026-04-01"),
    ("承诺件 许可法32四 五日告知", ONE, "2026-03-02 receive", "2026-03-03", "telling", "running 2026-03-09 green left 4", "5: 2026-03-02"),
    ("承诺件 约定 补正期限", ONE, "2026-03-02 receive; 2026-03-05 tell", "2026-03-06", "correction", "running 2026-03-26 green left 14", "15: 2026-03-05"),
    ("承诺件 约定 归档", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-26 propose; 2026-04-01 grant; 2026-04-08 deliver", "2026-04-09", "archive", "running 2026-05-09 green left 19", "20: 2026-04-08"),
    ("承诺件 许可法44 送达", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-26 propose; 2026-04-01 grant", "2026-04-02", "delivery", "running 2026-04-16 green left 9", "10: 2026-04-01"),
    ("上报件 许可法32四 五日告知", UP, "2026-03-02 receive", "2026-03-03", "telling", "running 2026-03-09 green left 4", "5: 2026-03-02"),
    ("上报件 约定 补正期限", UP, "2026-03-02 receive; 2026-03-05 tell", "2026-03-06", "correction", "running 2026-03-26 green left 14", "15: 2026-03-05"),
    ("上报件 约定 归档", UP, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 propose; 2026-03-13 send-up; 2026-04-01 superior-grant; 2026-04-08 deliver", "2026-04-09", "archive", "running 2026-05-09 green left 19", "20: 2026-04-08"),
    ("上报件 许可法44 送达", UP, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 propose; 2026-03-13 send-up; 2026-04-01 superior-grant", "2026-04-02", "delivery", "running 2026-04-16 green left 9", "10: 2026-04-01"),
    ("联合办理 许可法32四 五日告知", ALL, "2026-03-02 receive", "2026-03-03", "telling", "running 2026-03-09 green left 4", "5: 2026-03-02"),
    ("联合办理 约定 补正期限", ALL, "2026-03-02 receive; 2026-03-05 tell", "2026-03-06", "correction", "running 2026-03-26 green left 14", "15: 2026-03-05"),
    ("联合办理 约定 归档", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-10 give-opinion@甲; 2026-03-11 give-opinion@乙; 2026-03-12 collect; 2026-03-30 propose; 2026-04-01 grant; 2026-04-08 deliver", "2026-04-09", "archive", "running 2026-05-09 green left 19", "20: 2026-04-08"),
    ("联合办理 许可法44 送达", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-10 give-opinion@甲; 2026-03-11 give-opinion@乙; 2026-03-12 collect; 2026-03-30 propose; 2026-04-01 grant", "2026-04-02", "delivery", "running 2026-04-16 green left 9", "10: 2026-04-01"),
    ("即办件 剩四日为绿", NOW, "2026-03-02 receive; 2026-03-04 accept", "2026-03-26", "decision", "running 2026-04-01 green left 4", "20: 2026-03-04"),
    ("即办件 剩三日为黄", NOW, "2026-03-02 receive; 2026-03-04 accept", "2026-03-27", "decision", "running 2026-04-01 yellow left 3", "20: 2026-03-04"),
    ("即办件 许可法42 延长至多十日", NOW, "2026-03-02 receive; 2026-03-04 accept; 2026-03-20 extend", "2026-03-23", "decision", "running 2026-04-16 green left 17", "30: 2026-03-04"),
    ("即办件 许可法42 不得延长十一日", NOW, "2026-03-02 receive; 2026-03-04 accept; 2026-03-20 extend extension_days=11", "2026-03-23", "decision", "refused extension-cap", ""),
    ("承诺件 剩四日为绿", ONE, "2026-03-02 receive; 2026-03-04 accept", "2026-03-26", "decision", "running 2026-04-01 green left 4", "20: 2026-03-04"),
    ("承诺件 剩三日为黄", ONE, "2026-03-02 receive; 2026-03-04 accept", "2026-03-27", "decision", "running 2026-04-01 yellow left 3", "20: 2026-03-04"),
    ("承诺件 许可法42 延长至多十日", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-20 extend", "2026-03-23", "decision", "running 2026-04-16 green left 17", "30: 2026-03-04"),
    ("承诺件 许可法42 不得延长十一日", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-20 extend extension_days=11", "2026-03-23", "decision", "refused extension-cap", ""),
    ("上报件 剩四日为绿", UP, "2026-03-02 receive; 2026-03-04 accept", "2026-03-26", "decision", "running 2026-04-01 green left 4", "20: 2026-03-04"),
    ("上报件 剩三日为黄", UP, "2026-03-02 receive; 2026-03-04 accept", "2026-03-27", "decision", "running 2026-04-01 yellow left 3", "20: 2026-03-04"),
    ("上报件 许可法42 延长至多十日", UP, "2026-03-02 receive; 2026-03-04 accept; 2026-03-20 extend", "2026-03-23", "decision", "running 2026-04-16 green left 17", "30: 2026-03-04"),
    ("上报件 许可法42 不得延长十一日", UP, "2026-03-02 receive; 2026-03-04 accept; 2026-03-20 extend extension_days=11", "2026-03-23", "decision", "refused extension-cap", ""),
    ("联合办理 剩四日为绿", ALL, "2026-03-02 receive; 2026-03-04 accept", "2026-05-06", "decision", "running 2026-05-11 green left 4", "45: 2026-03-04"),
    ("联合办理 剩三日为黄", ALL, "2026-03-02 receive; 2026-03-04 accept", "2026-05-07", "decision", "running 2026-05-11 yellow left 3", "45: 2026-03-04"),
    ("联合办理 许可法42二 不得延长十六日", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-20 extend extension_days=16", "2026-03-23", "decision", "refused extension-cap", ""),
    ("内部 初审审定两个工作日", UP, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 propose", "2026-03-12", "signature", "running 2026-03-13 yellow left 1", "2: 2026-03-11"),
    ("内部 联合办理审批两个工作日", ALL, "2026-03-02 receive; 2026-03-04 accept; 2026-03-06 send departments=甲,乙; 2026-03-10 give-opinion@甲; 2026-03-11 give-opinion@乙; 2026-03-12 collect; 2026-03-30 propose", "2026-03-31", "signature", "running 2026-04-01 yellow left 1", "2: 2026-03-30"),
    ("内部 审查五个工作日", ONE, "2026-03-02 receive; 2026-03-04 accept", "2026-03-05", "review", "running 2026-03-11 green left 4", "5: 2026-03-04"),
    ("容缺 上报件补交期限", "service-reported deferral=true", "2026-03-02 receive; 2026-03-04 accept-deferred", "2026-03-05", "deferral", "running 2026-03-18 green left 9", "10: 2026-03-04"),
    ("容缺 联合办理补交期限", "service-joint deferral=true", "2026-03-02 receive; 2026-03-04 accept-deferred", "2026-03-05", "deferral", "running 2026-03-18 green left 9", "10: 2026-03-04"),
    ("许可法42 上级不得延长十一日", UP, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 propose; 2026-03-13 send-up; 2026-03-20 superior-extend superior_days_more=11", "2026-03-23", "superior", "refused extension-cap", ""),
    ("上级期限 剩四日为绿", UP, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 propose; 2026-03-13 send-up", "2026-04-07", "superior", "running 2026-04-13 green left 4", "20: 2026-03-13"),
    ("上级期限 剩三日为黄", UP, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 propose; 2026-03-13 send-up", "2026-04-08", "superior", "running 2026-04-13 yellow left 3", "20: 2026-03-13"),
    ("双公示 剩三日为绿", PUB, "2026-03-02 begin", "2026-03-06", "publication", "running 2026-03-11 green left 3", "7: 2026-03-02"),
    ("双公示 剩两日为黄", PUB, "2026-03-02 begin", "2026-03-09", "publication", "running 2026-03-11 yellow left 2", "7: 2026-03-02"),
    ("许可法45 特别程序至多一百八十日", ONE, "2026-03-02 receive; 2026-03-04 accept; 2026-03-11 begin-special special_days=181", "2026-03-12", "special", "refused budget-out-of-range", ""),
];

/// What a row's clock tells, in a case of this definition.
fn told(case: Case, row: &Row) -> String {
    let (_, _, script, at, clock, _, _) = row;
    match run(case, script) {
        Ok(mut case) => {
            case.wake(instant(at));
            tell(&case.reading(clock, instant(at)))
        }
        Err(issues) => format!("refused {}", issues[0].code),
    }
}

#[test]
fn every_row_of_a_service() {
    let mut wrong = Vec::new();
    for row in ROWS {
        let (article, words, script, at, clock, expected, walk) = row;
        let told = told(item(words), row);
        let counted = (!walk.is_empty()).then(|| Walk::read(walk).due().to_string());
        let agree = counted.as_ref().is_none_or(|day| expected.contains(day.as_str()));
        if told != *expected || !agree {
            wrong.push(format!(
                "{article}: {script}\n  {clock} at {at}: {told}\n  expected {expected}, counted {counted:?}"
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

/// No number of days can be changed, up or down by one, without a row that says so.
#[test]
fn a_row_holds_every_number_of_days() {
    let mut free = Vec::new();
    for code in [NOW, ONE, UP, ALL, PUB] {
        let source = given::definition(code).source().to_owned();
        for (line, text) in source.lines().enumerate() {
            for changed in changed(text) {
                let lines = source.lines().enumerate();
                let mutant: Vec<&str> = lines
                    .map(|(n, l)| if n == line { changed.as_str() } else { l })
                    .collect();
                if !noticed(code, &mutant.join("\n")) {
                    free.push(format!("{code}, line {}: {text} → {changed}", line + 1));
                }
            }
        }
    }
    assert!(free.is_empty(), "{}", free.join("\n"));
}

/// A line that states days, once with a day more and once with a day less.
fn changed(text: &str) -> Vec<String> {
    let stated = ["default = ", "budget = ", "yellow = ", "cap = "];
    let states = |word: &&str| text.starts_with(*word) || text.contains(&format!(" {word}"));
    let Some(word) = stated.into_iter().find(states) else {
        return vec![];
    };
    let at = text.find(word).expect("found") + word.len();
    let digits: String = text[at..].chars().take_while(char::is_ascii_digit).collect();
    let Ok(days) = digits.parse::<i64>() else {
        return vec![];
    };
    let with = |days: i64| format!("{}{days}{}", &text[..at], &text[at + digits.len()..]);
    vec![with(days + 1), with(days - 1)]
}

/// The proof refuses it, or a row tells something else.
fn noticed(code: &str, mutant: &str) -> bool {
    let Ok(definition) = Definition::parse(mutant) else {
        return true;
    };
    let mine = |row: &&Row| row.1.split_whitespace().next() == Some(code);
    ROWS.iter()
        .filter(mine)
        .any(|row| told(bound(definition.clone(), row.1), row) != row.5)
}

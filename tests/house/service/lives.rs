//! Lives of applications, an article a row: all of one table are lived in one town, side by side, through a year.
//!
//! Every expected day was counted by hand along the State Council's notice for 2026 and `docs/guides/procedures.md`.
//! Every step is first sent with nothing filled in, then whole, then once more as if pressed twice.

use std::collections::BTreeSet;

use kernel::RefusalKind;
use office::catalogue::{Handling, Item};
use procedure::Definition;
use tests::both;

use super::script::Step;
use super::{permit, terms};
use crate::catalogue::in_force;
use crate::town::{Ledger, Town, caches_differ};

/// (article, item, script, read on, promised, statutory, others, how it stands)
type Life = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

/// The items: handling, statutory and promised working days.
const ITEMS: [(&str, Handling, u16, u16); 5] = [
    ("now", Handling::Immediate, 20, 0),
    ("one", Handling::Promised, 20, 10),
    ("long", Handling::Promised, 60, 30),
    ("up", Handling::Reported, 20, 10),
    ("all", Handling::Joint, 45, 20),
];

#[rustfmt::skip]
const LIVES: &[Life] = &[
    ("许可法42二、82 联合办理四十五日，跨春节", "all", "2026-02-10 receive; 2026-02-10 accept; 2026-02-12 send to=land,housing", "2026-02-13",
        "2026-03-16", "2026-04-21", &[("member@land", "2026-03-04"), ("member@housing", "2026-03-04")], "办理中"),
    ("许可法32四 五日内未告知，自收到之日起即为受理", "one", "2026-03-02 receive; 2026-03-12 issue-voucher", "2026-03-13",
        "2026-03-16", "2026-03-30", &[("telling", "2026-03-09 迟")], "办理中"),
    ("许可法32四 邮寄的自签收之日；2月28日周六上班", "one", "2026-03-02 receive on=2026-02-27", "2026-03-06",
        "2026-03-12", "2026-03-26", &[("telling", "2026-03-05 迟")], "办理中"),
    ("许可法32四 受理前补正：期限尚未起算", "one", "2026-03-02 receive; 2026-03-05 tell", "2026-03-19",
        "无", "无", &[("correction", "2026-03-26"), ("telling", "2026-03-09")], "办理中"),
    ("许可法32五 补正后受理，自受理之日起算", "one", "2026-03-02 receive; 2026-03-05 tell; 2026-03-20 supply; 2026-03-24 accept", "2026-03-25",
        "2026-04-08", "2026-04-22", &[("telling", "2026-03-27")], "办理中"),
    ("许可法32四 补正后又未告知，自收到补正之日；跨劳动节", "one", "2026-04-20 receive; 2026-04-22 tell; 2026-04-29 supply", "2026-05-11",
        "2026-05-15", "2026-05-29", &[("telling", "2026-05-09 迟")], "办理中"),
    ("许可法32四、42二 联合办理视为受理", "all", "2026-03-02 receive", "2026-03-12",
        "2026-03-30", "2026-05-08", &[], "办理中"),
    ("许可法45 一项特别程序；清明", "one", "2026-03-02 receive; 2026-03-02 accept; 2026-03-06 begin-special; 2026-03-18 end-special", "2026-03-19",
        "2026-03-26", "2026-04-10", &[("special", "2026-03-20")], "办理中"),
    ("许可法45 特别程序进行中，两个期限都停", "one", "2026-03-02 receive; 2026-03-02 accept; 2026-03-06 begin-special", "2026-04-24",
        "停", "停", &[("special", "2026-03-20 迟")], "办理中"),
    ("许可法45 两项重叠只计一次；劳动节", "one", "2026-04-07 receive; 2026-04-07 accept; 2026-04-10 begin-special; 2026-04-13 begin-second; 2026-04-20 end-second; 2026-04-28 end-special", "2026-04-29",
        "2026-05-11", "2026-05-25", &[], "办理中"),
    ("许可法45 周六进入、端午节假期里结束", "one", "2026-06-12 receive; 2026-06-12 accept; 2026-06-13 begin-special; 2026-06-21 end-special", "2026-06-22",
        "2026-07-03", "2026-07-17", &[], "办理中"),
    ("许可法45 停、续、再停、再续；结论按签收之日", "one", "2026-07-06 receive; 2026-07-06 accept; 2026-07-08 begin-special; 2026-07-14 end-special; 2026-07-15 begin-special; 2026-07-22 end-special on=2026-07-20", "2026-07-23",
        "2026-07-29", "2026-08-12", &[], "办理中"),
    ("许可法45 届满当日进入，结束当日到期", "one", "2026-08-03 receive; 2026-08-03 accept; 2026-08-17 begin-special; 2026-08-26 end-special", "2026-08-26",
        "2026-08-26", "2026-09-09", &[], "办理中"),
    ("许可法45 承诺逾期后进入不复活，法定期限照停", "one", "2026-10-12 receive; 2026-10-12 accept; 2026-10-28 begin-special; 2026-11-06 end-special", "2026-11-09",
        "2026-10-26 迟", "2026-11-18", &[], "办理中 承诺超期"),
    ("许可法42 延长十日，承诺不延；延长期内决定", "one", "2026-03-02 receive; 2026-03-02 accept; 2026-03-20 extend; 2026-04-13 propose; 2026-04-14 grant", "2026-04-15",
        "2026-03-16 迟", "2026-04-14", &[("delivery", "2026-04-28")], "granted 承诺超期"),
    ("许可法42 延长期满次日决定，两个都超期", "one", "2026-03-02 receive; 2026-03-02 accept; 2026-03-20 extend; 2026-04-13 propose proposal=refuse; 2026-04-15 refuse", "2026-04-16",
        "2026-03-16 迟", "2026-04-14 迟", &[("delivery", "2026-04-29")], "refused 承诺超期 法定超期"),
    ("许可法42、45 特别程序中延长五日", "one", "2026-05-06 receive; 2026-05-06 accept; 2026-05-11 begin-special; 2026-05-12 extend days=5; 2026-05-22 end-special", "2026-05-25",
        "2026-06-01", "2026-06-23", &[], "办理中"),
    ("容缺（本地） 受理即起算，补交期限另计", "one", "2026-08-31 receive; 2026-08-31 accept-deferred; 2026-09-10 supply-deferred", "2026-09-11",
        "2026-09-14", "2026-09-28", &[("deferral", "2026-09-14")], "办理中"),
    ("许可法47、48 听证：五日内要求、二十日内组织、七日前通知，所需时间不计", "one", "2026-06-01 receive; 2026-06-01 accept; 2026-06-02 tell-hearing; 2026-06-05 claim-hearing; 2026-06-08 begin-hearing at=2026-06-17; 2026-06-23 end-special", "2026-06-24",
        "2026-06-30", "2026-07-14", &[("hearing-claim", "2026-06-09"), ("hearing", "2026-07-06")], "办理中"),
    ("许可法34二、44 即办件当场决定；双公示七个工作日", "now", "2026-04-03 receive; 2026-04-03 accept; 2026-04-03 grant", "2026-04-07",
        "2026-04-03", "2026-05-07", &[("publication", "2026-04-15"), ("delivery", "2026-04-20")], "granted"),
    ("许可法44、40 跨国庆：双公示七个工作日，送达十日，迟送一日", "one", "2026-09-07 receive; 2026-09-07 accept; 2026-09-14 propose; 2026-09-18 grant; 2026-10-10 deliver", "2026-10-12",
        "2026-09-20", "2026-10-10", &[("publication", "2026-09-29 迟"), ("delivery", "2026-10-09 迟")], "granted"),
    ("许可法82 跨国庆", "one", "2026-09-21 receive; 2026-09-21 accept", "2026-09-22",
        "2026-10-12", "2026-10-26", &[], "办理中"),
    ("许可法43 初审中的特别程序；端午", "up", "2026-05-18 receive; 2026-05-18 accept; 2026-05-20 begin-special; 2026-05-28 end-special", "2026-05-29",
        "2026-06-09", "2026-06-24", &[], "办理中"),
    ("许可法42、43 上报、退回补充、再上报", "up", "2026-03-02 receive; 2026-03-02 accept; 2026-03-06 propose; 2026-03-09 send-up; 2026-03-20 superior-return; 2026-03-26 report-again", "2026-03-27",
        "停", "停", &[("superior", "2026-04-13"), ("supplement", "2026-03-27")], "办理中"),
    ("许可法42 上级延长十日后准予，送达十日", "up", "2026-07-01 receive; 2026-07-01 accept; 2026-07-02 propose; 2026-07-03 send-up; 2026-07-20 superior-extend; 2026-08-13 superior-grant", "2026-08-14",
        "停", "停", &[("superior", "2026-08-14"), ("delivery", "2026-08-27")], "granted"),
    ("许可法45 一个部门的特别程序，全案不计，别的部门照计", "all", "2026-03-02 receive; 2026-03-02 accept; 2026-03-03 send to=land,housing,fire; 2026-03-06 begin-special@land; 2026-03-20 end-special@land", "2026-03-23",
        "2026-04-14", "2026-05-21", &[("member@land", "2026-03-31"), ("member@housing", "2026-03-17 迟"), ("member@fire", "2026-03-17 迟")], "办理中"),
    ("许可法45 两个部门重叠，全案只计一次，各部门各计各的", "all", "2026-04-07 receive; 2026-04-07 accept; 2026-04-07 send to=land,housing; 2026-04-09 begin-special@land; 2026-04-14 begin-special@housing; 2026-04-17 end-special@land; 2026-04-29 end-special@housing", "2026-04-29",
        "2026-05-27", "2026-07-02", &[("member@land", "2026-04-29"), ("member@housing", "2026-05-09")], "办理中"),
    ("许可法45 两项重叠、先后又停；逾期的部门不因停而复活", "all", "2026-05-06 receive; 2026-05-06 accept; 2026-05-06 send to=land,housing,fire; 2026-05-08 begin-special@land; 2026-05-11 begin-second@land; 2026-05-12 begin-special@housing; 2026-05-15 end-second@land; 2026-05-18 end-special@housing; 2026-05-20 end-special@land; 2026-05-25 begin-special@fire; 2026-06-01 end-special@fire", "2026-06-02",
        "2026-06-23", "2026-07-28", &[("member@fire", "2026-05-19 迟")], "办理中"),
    ("许可法42二 经本级政府负责人批准延长十五日，特别程序中", "all", "2026-06-01 receive; 2026-06-01 accept; 2026-06-01 send to=land,housing; 2026-06-05 begin-special@land; 2026-06-10 extend days=15; 2026-06-18 end-special@land", "2026-06-22",
        "2026-07-13", "2026-09-07", &[], "办理中"),
    ("许可法26、45 牵头单位听证，追加部门另行起算", "all", "2026-10-12 receive; 2026-10-12 accept; 2026-10-13 send to=land; 2026-10-15 give-opinion@land; 2026-10-16 collect; 2026-10-19 begin-lead-special; 2026-10-30 end-lead-special; 2026-11-02 send to=housing", "2026-11-03",
        "2026-11-20", "2026-12-25", &[("member@housing", "2026-11-16")], "办理中"),
    ("许可法42二、82 跨年：次年安排未公布", "all", "2026-11-30 receive; 2026-11-30 accept", "2026-12-01",
        "2026-12-28", "2027-02-01?", &[], "办理中"),
    ("许可法42 跨年延长：未公布的日期待定，不算超期", "one", "2026-12-14 receive; 2026-12-15 accept; 2026-12-30 extend", "2027-01-29",
        "2026-12-29 迟", "2027-01-26?", &[], "办理中 承诺超期"),
    ("许可法82 跨2027年春节（未公布）：两个都待定，都不算超期", "long", "2026-12-01 receive; 2026-12-01 accept", "2027-02-25",
        "2027-01-12?", "2027-02-23?", &[], "办理中"),
    ("许可法32一 依法不需要许可，告知不受理；当场更正不改期", "one", "2026-03-02 receive; 2026-03-02 fix-on-spot; 2026-03-03 decline-unneeded; 2026-03-04 object; 2026-03-05 archive", "2026-03-06",
        "无", "无", &[("telling", "2026-03-09")], "unneeded"),
    ("许可法32二 不属于本机关职权", "one", "2026-03-02 receive; 2026-03-04 decline-elsewhere", "2026-03-05",
        "无", "无", &[("telling", "2026-03-09")], "declined"),
    ("许可法32五 补正后仍不符合", "one", "2026-03-02 receive; 2026-03-05 tell; 2026-03-09 supply; 2026-03-10 refuse-incomplete", "2026-03-11",
        "无", "无", &[("telling", "2026-03-16")], "declined"),
    ("补正（本地） 十五个工作日没有补正，次日终止", "one", "2026-04-20 receive; 2026-04-22 tell; 2026-05-18 tell-closed", "2026-05-19",
        "无", "无", &[("correction", "2026-05-15 迟")], "lapsed"),
    ("容缺（本地） 十个工作日没有补齐，次日退办", "one", "2026-08-31 receive; 2026-08-31 accept-deferred", "2026-09-16",
        "2026-09-14 迟", "2026-09-28", &[("deferral", "2026-09-14 迟")], "returned 承诺超期"),
    ("许可法36、45 转交、优先、告知、陈述都不停；三项特别程序重叠只计一次", "one", "2026-05-06 receive; 2026-05-06 accept; 2026-05-06 route; 2026-05-06 prioritise; 2026-05-07 tell-interested; 2026-05-08 state-views; 2026-05-09 supplement; 2026-05-11 begin-special; 2026-05-12 begin-second; 2026-05-13 begin-third; 2026-05-14 end-third; 2026-05-18 end-second; 2026-05-20 end-special; 2026-05-21 propose; 2026-05-22 send-back; 2026-05-25 propose; 2026-05-26 grant; 2026-05-27 deliver; 2026-05-28 rate; 2026-05-29 archive", "2026-06-01",
        "2026-05-28", "2026-06-11", &[("delivery", "2026-06-09")], "granted"),
    ("许可法26、40 催办、会议都不停；各部门意见齐了才决定", "all", "2026-08-03 receive; 2026-08-03 accept; 2026-08-03 send to=land,housing; 2026-08-05 urge@land; 2026-08-06 convene at=2026-08-12; 2026-08-12 record-meeting; 2026-08-13 give-opinion@land; 2026-08-14 give-opinion@housing; 2026-08-17 collect; 2026-08-18 propose; 2026-08-19 grant", "2026-08-20",
        "2026-08-31", "2026-10-10", &[("publication", "2026-08-28"), ("delivery", "2026-09-02")], "granted"),
    ("许可法44 上级不予许可，送达十日", "up", "2026-07-01 receive; 2026-07-01 accept; 2026-07-02 propose; 2026-07-03 send-up; 2026-07-10 superior-refuse", "2026-07-13",
        "停", "停", &[("superior", "2026-07-31"), ("delivery", "2026-07-24")], "refused"),
    ("撤回即止", "all", "2026-03-02 receive; 2026-03-02 accept; 2026-03-03 send to=land,housing; 2026-03-06 begin-special@land; 2026-03-10 withdraw", "2026-06-01",
        "停", "停", &[], "withdrawn"),
];

fn items() -> Vec<Item> {
    let of = |(code, handling, statutory, promised): (&str, _, _, _)| {
        terms(permit(code, handling), statutory, promised)
    };
    ITEMS.into_iter().map(of).collect()
}

/// Everything that happens, in the order of days: which life, and its step, or nothing where it is read.
fn year() -> Vec<(&'static str, usize, Option<Step<'static>>)> {
    let mut all = Vec::new();
    for (n, life) in LIVES.iter().enumerate() {
        let steps = life.2.split(';').map(Step::read);
        all.extend(steps.map(|step| (step.day, n, Some(step))));
        all.push((life.3, n, None));
    }
    all.sort_by_key(|(day, _, step)| (*day, step.is_none()));
    all
}

/// No step of a person is left out of the table: each is sent empty, whole and twice.
#[test]
fn every_step_of_a_person_is_lived() {
    let lived: BTreeSet<&str> = year()
        .into_iter()
        .filter_map(|(_, _, step)| Some(step?.act))
        .collect();
    let mut missing = BTreeSet::new();
    for (_, handling, ..) in ITEMS {
        let code = handling.procedure_code();
        let (_, toml) = procedure::shipped()
            .find(|(known, _)| *known == code)
            .expect("shipped");
        let definition = Definition::parse(toml).expect("sound");
        let people = definition.moves().iter().filter(|it| !it.is_system());
        missing.extend(
            people
                .map(|it| it.code.clone())
                .filter(|it| !lived.contains(it.as_str())),
        );
    }
    // Filed online is taken as at the window; what is not published is granted in `eleven`.
    assert_eq!(
        missing.into_iter().collect::<Vec<_>>(),
        ["file", "grant-unpublished"]
    );
}

/// The step with nothing filled in is refused with words; whole it is taken; pressed again it was taken already.
async fn take(town: &Town, case_id: i64, step: &Step<'_>) {
    let case = town.case(case_id).await;
    let who = step.who(case.definition.code());
    if step.asks(&case) {
        let refused = town.serves(&who, case_id, step.bare(town, &case)).await;
        let refused = refused.expect_err("something is missing");
        let refusal = refused
            .as_refusal()
            .unwrap_or_else(|| panic!("{step:?}: {refused}"));
        assert_eq!(refusal.kind, RefusalKind::Invalid, "{step:?}: {refusal:?}");
        for issue in &refusal.issues {
            assert!(!issue.sentence.is_ascii(), "{step:?}: {issue:?}");
        }
        assert_eq!(
            town.case(case_id).await.state.seq,
            case.state.seq,
            "{step:?} left a trace"
        );
    }
    let mut whole = step.whole(town, &case);
    whole.order.request_key = Some(kernel::code::token());
    let once = town.serves(&who, case_id, whole.clone()).await;
    let once = once.unwrap_or_else(|error| panic!("{step:?} by {who}: {error}"));
    let letters = town.letters(case_id).await;
    let twice = town.serves(&who, case_id, whole).await.expect("it was taken");
    assert_eq!(
        (twice.seq, twice.repeated),
        (once.seq, true),
        "{step:?} pressed twice"
    );
    assert_eq!(town.letters(case_id).await, letters, "{step:?} wrote twice");
}

/// What is wrong with a life on the day of reading.
async fn read(town: &Town, case_id: i64, life: &Life) -> Vec<String> {
    let (article, _, script, at, promised, statutory, others, stands) = life;
    let mut expected = vec![("promise", *promised), ("decision", *statutory)];
    expected.extend_from_slice(others);
    let mut wrong = Vec::new();
    for (clock, day) in expected {
        let of = match clock {
            "publication" => {
                let mut conn = town.db.read().await.expect("a reader");
                town.docket.linked(&mut conn, case_id).await.expect("linked")[0].id
            }
            _ => case_id,
        };
        let shown = town.shown(of, clock).await;
        if shown != day {
            wrong.push(format!(
                "{article}: {script}\n  {clock} on {at}: {shown}, by hand {day}"
            ));
        }
    }
    let it = town.service(case_id).await;
    let found = format!(
        "{}{}{}",
        it.result.as_deref().unwrap_or("办理中"),
        if it.late_promised { " 承诺超期" } else { "" },
        if it.late_statutory { " 法定超期" } else { "" }
    );
    if found != *stands {
        wrong.push(format!(
            "{article}: {script}\n  stands on {at}: {found}, by hand {stands}"
        ));
    }
    wrong
}

both! {
    async fn a_year_of_applications_as_counted_by_hand(site: TestDb) {
        let town = Town::founded(&site.db, "2026-02-09", 3).await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        in_force(&town, items()).await;
        let mut cases = vec![0; LIVES.len()];
        let (mut today, mut wrong) = ("", Vec::new());
        for (day, n, step) in year() {
            if day != today {
                today = day;
                town.on_day(day);
                town.night().await;
            }
            match step {
                Some(step) if step.act == "receive" => {
                    let filing = step.filing(LIVES[n].1);
                    let once = town.applies("chuang", filing.clone()).await.expect("it is received");
                    let twice = town.applies("chuang", filing).await.expect("it was received");
                    assert_eq!((twice.case_id, twice.repeated), (once.case_id, true));
                    cases[n] = once.case_id;
                }
                Some(step) => take(&town, cases[n], &step).await,
                None => wrong.extend(read(&town, cases[n], &LIVES[n]).await),
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, Vec::<String>::new());
        assert_eq!(ledger.verify(&site.db, town.now()).await, Vec::<String>::new());
    }
}

//! 联合验收: a lead and eleven departments side by side, lived to the end: three late, one silent.

use kernel::args;
use matters::service::{Checked, Sent};
use office::catalogue::{Handling, Item, Material};
use office::letter;
use serde_json::json;
use tests::both;

use super::script::Step;
use super::{answer, found, permit, says};
use crate::catalogue::in_force;
use crate::request::{in_branch, sent, with_paper};
use crate::town::{DEPARTMENTS, Ledger, Town, caches_differ, codes};

/// The late ones, and the one that never answers.
const LATE: [&str; 3] = ["environment", "water", "city"];
const SILENT: &str = "health";

/// 建设工程竣工联合验收: what eleven departments each used to inspect by themselves.
fn acceptance() -> Item {
    let paper = |name: &str| Material {
        name: name.into(),
        copies: 1,
        needed: true,
        ..Material::default()
    };
    Item {
        name: "建设工程竣工联合验收".into(),
        kind: "confirmation".into(),
        result_name: "联合验收意见书".into(),
        partners: DEPARTMENTS.map(|(code, _)| code.to_owned()).into(),
        materials: vec![paper("联合验收申请表"), paper("竣工图")],
        ..permit("acceptance", Handling::Joint)
    }
}

fn in_order() -> Vec<Checked> {
    found(&[("联合验收申请表", "ok", ""), ("竣工图", "ok", "")])
}

/// Accepted and sent to all eleven on 7 September 2026.
async fn asked(town: &Town) -> i64 {
    let mut filed = Step::read("2026-09-07 receive").filing("acceptance");
    filed.sheets.clear();
    let case = town
        .applies("chuang", filed)
        .await
        .expect("it is received")
        .case_id;
    town.walk(
        case,
        vec![
            ("chuang", answer("accept", "", json!({}), in_order())),
            ("shi", sent("send", "", json!({}))),
        ],
    )
    .await;
    case
}

async fn says_what(town: &Town, case: i64, code: &str, verdict: &str) -> Sent {
    let words = json!({ "verdict": verdict, "opinion": "见意见书。" });
    let said = with_paper(sent("give-opinion", "", words), "material");
    in_branch(town, case, said, &format!("o{}", town.org(code))).await
}

async fn speaks(town: &Town, case: i64, code: &str) {
    let said = says_what(town, case, code, "agree").await;
    town.walk(case, vec![(&format!("{code}-shen"), said)]).await;
}

/// How often time reported somebody late.
async fn escalated(town: &Town, case: i64) -> usize {
    let acts = town.case(case).await.state.acts;
    acts.iter().filter(|act| act.act == "escalate").count()
}

/// Notices to this person that say these words.
async fn notices(town: &Town, who: &str, words: &str) -> i64 {
    let mut conn = town.db.read().await.expect("a reader");
    let row = conn
        .one(
            "SELECT COUNT(*) AS n FROM notice WHERE person_id = $1 AND sentence LIKE $2",
            args![town.person(who), format!("%{words}%")],
        )
        .await
        .expect("notices");
    row.get("n").expect("a number")
}

/// Whatever the lead tries before the last has spoken is refused, in Chinese.
async fn the_lead_cannot(town: &Town, case: i64) {
    let tries = [
        ("shi", sent("collect", "", json!({}))),
        (
            "shi",
            sent(
                "propose",
                "",
                json!({ "proposal": "grant", "opinion": "视为同意。" }),
            ),
        ),
        ("shen", sent("grant-unpublished", "", json!({}))),
        ("shen", sent("refuse", "没有意见。", json!({}))),
    ];
    for (who, tried) in tries {
        let act = tried.act.clone();
        let refused = town.serves(who, case, tried).await.expect_err("one is silent");
        let refusal = refused.as_refusal().unwrap_or_else(|| panic!("{act}: {refused}"));
        assert!(
            refusal.issues.iter().all(|it| !it.sentence.is_ascii()),
            "{act}: {refusal:?}"
        );
    }
}

/// Nobody speaks in the silent one's branch but its own head.
async fn nobody_speaks_for_it(town: &Town, case: i64) {
    for who in [
        "shen",
        "shi",
        "xian-shou",
        "guan",
        "fire-shen",
        "xiang-shen",
        "health-shi",
    ] {
        let said = says_what(town, case, SILENT, "agree").await;
        assert_eq!(
            codes(town.serves(who, case, said).await),
            ["not-authorised"],
            "{who}"
        );
    }
}

both! {
    async fn eleven_departments_three_late_one_silent(site: TestDb) {
        let town = Town::founded(&site.db, "2026-09-07", DEPARTMENTS.len()).await;
        let ledger = Ledger::open(&site.db, site.folder()).await;
        in_force(&town, vec![acceptance()]).await;
        let case = asked(&town).await;
        let lost = asked(&town).await;

        // All eleven are told, each by its own letter, and find it on their desks.
        let mut conn = site.db.read().await.unwrap();
        let rows = letter::of_case(&mut conn, case).await.unwrap();
        let inquiries: Vec<_> = rows.iter().filter(|it| it.name == "联合审查征求意见函").collect();
        assert_eq!(inquiries.len(), DEPARTMENTS.len());
        for (code, name) in DEPARTMENTS {
            let own = format!("o{}", town.org(code));
            let told = inquiries.iter().find(|it| it.member.as_ref() == Some(&own)).unwrap();
            assert!(says(told).contains(name) && says(told).contains("2026年9月20日前提出"), "{code}");
            assert_eq!(town.shown(case, &format!("member@{code}")).await, "2026-09-20");
            assert_eq!(notices(&town, &format!("{code}-shi"), "请您单位审查").await, 2, "{code} is told of both");
        }
        let desks = conn
            .all("SELECT DISTINCT branch FROM holding WHERE case_id = $1 AND place = 'member-review'", args![case])
            .await
            .unwrap();
        assert_eq!(desks.len(), DEPARTMENTS.len());
        drop(conn);

        town.on_day("2026-09-14");
        for (code, _) in DEPARTMENTS.iter().filter(|(code, _)| !LATE.contains(code) && *code != SILENT) {
            speaks(&town, case, code).await;
        }
        // 20 September is a worked Sunday: the tenth working day. The night after it reports four, once.
        town.on_day("2026-09-20");
        town.night().await;
        assert_eq!(escalated(&town, case).await, 0);
        for day in ["2026-09-21", "2026-09-22"] {
            town.on_day(day);
            town.night().await;
            assert_eq!(escalated(&town, case).await, 4, "each is reported once");
        }
        assert_eq!(escalated(&town, lost).await, 11);
        for who in ["shen", "jian"] {
            assert_eq!(notices(&town, who, "逾期").await, 15, "{who} is told of each");
        }
        the_lead_cannot(&town, case).await;

        // Late is late, and decides still.
        for code in LATE {
            speaks(&town, case, code).await;
            assert_eq!(town.shown(case, &format!("member@{code}")).await, "2026-09-20 迟");
        }
        let urging = in_branch(&town, case, sent("urge", "请在两日内提出意见。", json!({})), &format!("o{}", town.org(SILENT))).await;
        town.walk(case, vec![("shi", urging)]).await;
        town.takes(case, "2026-09-22 convene at=2026-09-29").await;
        let letters = town.letters(case).await;
        let count = |name: &str| letters.iter().filter(|it| it.0 == name).count();
        assert_eq!((count("催办函"), count("联合审查会议通知")), (1, 11));
        town.on_day("2026-09-29");
        town.takes(case, "2026-09-29 record-meeting").await;
        the_lead_cannot(&town, case).await;
        nobody_speaks_for_it(&town, case).await;
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, Vec::<String>::new());

        // It never answered the letter; at last its own head enters what it said at the meeting.
        town.on_day("2026-10-09");
        town.night().await;
        assert_eq!(escalated(&town, case).await, 4);
        speaks(&town, case, SILENT).await;
        for step in ["collect", "propose", "grant-unpublished", "deliver", "archive"] {
            town.takes(case, &format!("2026-10-09 {step}")).await;
        }
        let it = town.service(case).await;
        assert_eq!((it.result.as_deref(), it.late_promised, it.late_statutory), (Some("granted"), false, false));
        assert_eq!((town.shown(case, "promise").await, town.shown(case, "decision").await), ("2026-10-10".into(), "2026-11-13".into()));

        // The other one: all are silent to the end. Nothing is ever taken for consent; the applicant may go.
        town.on_day("2026-11-16");
        town.night().await;
        assert_eq!(escalated(&town, lost).await, 11);
        the_lead_cannot(&town, lost).await;
        nobody_speaks_for_it(&town, lost).await;
        town.takes(lost, "2026-11-16 withdraw").await;
        let it = town.service(lost).await;
        assert_eq!((it.result.as_deref(), it.late_promised, it.late_statutory), (Some("withdrawn"), true, true));
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, Vec::<String>::new());
        assert_eq!(ledger.verify(&site.db, town.now()).await, Vec::<String>::new());
    }
}

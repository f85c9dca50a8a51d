//! What people do wrong at the desk: two at once, a hearing too soon or too late.

use kernel::{Error, RefusalKind, Result};
use matters::service::{self, Sent};
use office::catalogue::Handling;
use serde_json::json;
use tests::both;

use super::script::Step;
use super::{answer, complete, found, permit};
use crate::catalogue::in_force;
use crate::request::sent;
use crate::town::{Answer, Town, codes};

/// One step at this very instant, under a key of its own.
async fn at_once(town: &Town, who: &str, case: i64, mut sent: Sent) -> Result<Answer> {
    let actor = town.actor(who);
    sent.order.request_key = Some(kernel::code::token());
    let done = town
        .run_now(move |docket, conn, now| {
            Box::pin(async move { service::act(&docket, conn, &actor, case, sent, now).await })
        })
        .await?;
    Ok(done.into())
}

/// Both press at the same instant: one is taken, the other learns in Chinese that it came too late, and nothing of it
/// is left behind.
async fn one_wins(town: &Town, case: i64, first: (&str, Sent), second: (&str, Sent)) {
    let acts = format!("{} and {}", first.1.act, second.1.act);
    let seq = town.case(case).await.state.seq;
    let both = tokio::join!(
        at_once(town, first.0, case, first.1),
        at_once(town, second.0, case, second.1)
    );
    let refused = match both {
        (Ok(_), Err(Error::Refusal(refused))) | (Err(Error::Refusal(refused)), Ok(_)) => refused,
        other => panic!("{acts}: {other:?}"),
    };
    assert_ne!(refused.kind, RefusalKind::Forbidden, "{acts}: {refused:?}");
    for issue in &refused.issues {
        assert!(
            !issue.sentence.is_ascii() && !issue.sentence.is_empty(),
            "{acts}: {issue:?}"
        );
    }
    let after = town.case(case).await;
    assert_eq!(after.state.seq, seq + 1, "{acts}: one event");
    assert!(
        crate::town::caches_differ(&town.docket, &town.db, Some(case), town.now())
            .await
            .is_empty()
    );
}

/// A step with everything it needs, and who takes it.
async fn whole(town: &Town, case: i64, step: &str) -> (String, Sent) {
    let step = Step::read(step);
    let held = town.case(case).await;
    (step.who(held.definition.code()), step.whole(town, &held))
}

async fn twice(town: &Town, case: i64, first: &str, second: &str) {
    let (a, first) = whole(town, case, first).await;
    let (b, second) = whole(town, case, second).await;
    one_wins(town, case, (&a, first), (&b, second)).await;
}

both! {
    async fn of_two_at_once_one_is_taken_whatever_the_step(site: TestDb) {
        let town = Town::founded(&site.db, "2026-09-07", 2).await;
        let mut joint = permit("all", Handling::Joint);
        joint.partners = vec!["land".into(), "housing".into()];
        in_force(&town, vec![permit("s-1", Handling::Promised), joint]).await;
        let case = town.received().await.case_id;
        let gaps = found(&[("取水许可申请书", "wrong", "没有签字，请签字。")]);
        one_wins(
            &town,
            case,
            ("chuang", answer("accept", "", json!({}), complete())),
            ("chuang", answer("tell", "", json!({ "told_all": true }), gaps)),
        )
        .await;
        // Whoever won, the case goes on; this one from acceptance.
        let case = town.received().await.case_id;
        town.takes(case, "2026-09-07 accept").await;
        twice(&town, case, "2026-09-07 begin-special", "2026-09-07 propose").await;
        let case = town.received().await.case_id;
        town.takes(case, "2026-09-07 accept").await;
        twice(&town, case, "2026-09-07 extend", "2026-09-07 extend").await;
        town.takes(case, "2026-09-07 begin-special").await;
        twice(&town, case, "2026-09-07 end-special", "2026-09-07 end-special").await;
        town.takes(case, "2026-09-07 propose").await;
        let back = sent("send-back", "请再核对。", json!({}));
        one_wins(&town, case, ("shen", sent("grant", "", json!({}))), ("shen", back)).await;
        if town.places(case).await != ["decided"] {
            town.takes(case, "2026-09-07 propose").await;
            town.takes(case, "2026-09-07 grant").await;
        }
        twice(&town, case, "2026-09-07 deliver", "2026-09-07 deliver").await;
        twice(&town, case, "2026-09-07 archive", "2026-09-07 archive").await;
        assert_eq!(town.letters(case).await.iter().filter(|it| it.0 == "准予决定书").count(), 1);

        let mut filed = Step::read("2026-09-07 receive").filing("all");
        filed.sheets.clear();
        let case = town.applies("chuang", filed).await.unwrap().case_id;
        town.takes(case, "2026-09-07 accept").await;
        let send = "2026-09-07 send to=land,housing";
        twice(&town, case, send, send).await;
        assert_eq!(town.letters(case).await.iter().filter(|it| it.0 == "联合审查征求意见函").count(), 2);
        // Two of one department are at odds: the first word is its word.
        twice(&town, case, "2026-09-07 give-opinion@land", "2026-09-07 give-opinion@land verdict=disagree").await;
        town.takes(case, "2026-09-07 give-opinion@housing").await;
        twice(&town, case, "2026-09-07 collect", "2026-09-07 collect").await;
    }

    async fn two_departments_at_once_are_both_heard(site: TestDb) {
        let town = Town::founded(&site.db, "2026-09-07", 11).await;
        let mut joint = permit("all", Handling::Joint);
        joint.partners = crate::town::DEPARTMENTS.map(|(code, _)| code.to_owned()).into();
        in_force(&town, vec![joint]).await;
        let filed = Step::read("2026-09-07 receive").filing("all");
        let case = town.applies("chuang", filed).await.unwrap().case_id;
        town.takes(case, "2026-09-07 accept").await;
        town.walk(case, vec![("shi", sent("send", "", json!({})))]).await;
        let mut all = Vec::new();
        for (code, _) in crate::town::DEPARTMENTS {
            let (who, said) = whole(&town, case, &format!("2026-09-07 give-opinion@{code}")).await;
            let town = town.clone();
            all.push(tokio::spawn(async move { at_once(&town, &who, case, said).await.map(|it| it.seq) }));
        }
        let mut seqs = Vec::new();
        for one in all {
            seqs.push(one.await.expect("no panic").expect("each in its own branch"));
        }
        seqs.sort_unstable();
        assert_eq!(seqs, (4..15).collect::<Vec<i64>>(), "eleven at once, each heard, none twice");
        town.takes(case, "2026-09-07 collect").await;
        assert!(crate::town::caches_differ(&town.docket, &site.db, None, town.now()).await.is_empty());
    }

    async fn a_hearing_is_told_seven_days_before_and_held_within_twenty(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Promised).await;
        let case = town.received().await.case_id;
        for step in ["accept", "tell-hearing", "claim-hearing"] {
            town.takes(case, &format!("2026-09-07 {step}")).await;
        }
        let on = |day: &str| sent("begin-hearing", "", json!({ "hearing_on": day, "special_days": 10 }));
        // The seventh working day after the 7th is the 16th; the twentieth after the claim is 10 October.
        assert_eq!(codes(town.serves("shi", case, on("2026-09-15")).await), ["hearing-too-soon"]);
        assert_eq!(codes(town.serves("shi", case, on("2026-10-11")).await), ["hearing-too-late"]);
        assert_eq!(town.case(case).await.state.last_act("begin-hearing"), None);
        // Once it cannot be in time any more it is held late rather than never.
        let late = town.received().await.case_id;
        for step in ["accept", "tell-hearing", "claim-hearing"] {
            town.takes(late, &format!("2026-09-07 {step}")).await;
        }
        town.walk(case, vec![("shi", on("2026-09-16"))]).await;
        assert!(town.clock(case, "hearing").await == "2026-10-10");
        town.on_day("2026-09-28");
        // 28 September: 29, 30, 8, 9, 10, 12, 13 October.
        assert_eq!(codes(town.serves("shi", late, on("2026-10-12")).await), ["hearing-too-soon"]);
        town.walk(late, vec![("shi", on("2026-10-13"))]).await;
    }

    async fn a_hearing_begun_as_a_special_procedure_has_its_day_too(site: TestDb) {
        let town = Town::serving(&site.db, Handling::Promised).await;
        let case = town.received().await.case_id;
        town.takes(case, "2026-09-07 accept").await;
        let with = |kind: &str, day: &str| {
            let mut data = json!({ "special_kind": kind, "special_days": 10 });
            if !day.is_empty() {
                data["hearing_on"] = json!(day);
            }
            sent("begin-special", "", data)
        };
        assert_eq!(codes(town.serves("shi", case, with("hearing", "")).await), ["hearing-day-missing"]);
        assert_eq!(codes(town.serves("shi", case, with("hearing", "2026-09-15")).await), ["hearing-too-soon"]);
        town.walk(case, vec![("shi", with("hearing", "2026-09-16"))]).await;
        let mut conn = site.db.read().await.unwrap();
        let rows = office::letter::of_case(&mut conn, case).await.unwrap();
        let told = serde_json::to_string(&rows.last().unwrap().letter).unwrap();
        assert!(told.contains("听证定于2026年9月16日公开举行"), "{told}");
        // Other procedures have no such day.
        let other = town.received().await.case_id;
        town.takes(other, "2026-09-07 accept").await;
        town.walk(other, vec![("shi", with("experts", ""))]).await;
    }
}

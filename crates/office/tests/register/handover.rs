//! Work changes hands when the named successor accepts, and not before.

use office::docket::Order;
use office::register::{
    HandOver, accept_hand_over, cancel_hand_over, decline_hand_over, end_posts, hand_over, handovers_of,
    post_id,
};

use crate::done;
use crate::given::{County, codes, day, now, reason};
use crate::store;

async fn working() -> County {
    let county = County::founded().await;
    let (org, person) = (county.org("housing"), county.person("cai"));
    county
        .db
        .act(move |conn| {
            Box::pin(async move {
                store::put_work(conn, org, person).await;
                Ok(())
            })
        })
        .await
        .unwrap();
    county
}

async fn offer(county: &County, by: &str, to: &str) -> kernel::Result<i64> {
    let new = HandOver {
        from_person: county.person("cai"),
        to_person: county.person(to),
        org_id: county.org("housing"),
    };
    let actor = county.actor(by);
    done!(county, |docket, conn| hand_over(
        &docket,
        conn,
        &actor,
        new,
        reason("调任"),
        now()
    ))
}

async fn end_post(county: &County) -> kernel::Result<()> {
    let on = day("2026-11-23");
    let id = post_id(
        &mut county.read().await,
        county.person("cai"),
        county.org("housing"),
        "submitter",
        on,
    )
    .await?
    .unwrap();
    let actor = county.actor("admin");
    done!(county, |docket, conn| end_posts(
        &docket,
        conn,
        &actor,
        &[id],
        on,
        Order::default(),
        now()
    ))
}

#[tokio::test]
async fn a_post_does_not_end_while_its_holder_owns_something() {
    let county = working().await;
    let refusal = end_post(&county).await.unwrap_err();
    let text = refusal.to_string();
    assert!(
        text.contains("栏目“通知公告”") && text.contains("稿件“危房改造公示”"),
        "{text}"
    );
    assert!(text.contains("交接给同事"), "{text}");
    let id = offer(&county, "cai", "eve").await.unwrap();
    assert!(codes(end_post(&county).await).contains(&"handover-open".to_owned()));
    let eve = county.actor("eve");
    done!(county, |docket, conn| accept_hand_over(
        &docket,
        conn,
        &eve,
        id,
        Order::default(),
        now()
    ))
    .unwrap();
    end_post(&county).await.unwrap();
}

#[tokio::test]
async fn everything_passes_at_acceptance() {
    let county = working().await;
    let (cai, eve, housing) = (county.person("cai"), county.person("eve"), county.org("housing"));
    let id = offer(&county, "cai", "eve").await.unwrap();
    let mut conn = county.read().await;
    assert_eq!(store::owners(&mut conn, housing).await, [cai, cai]);
    let open = handovers_of(&mut conn, eve).await.unwrap();
    assert_eq!(open[0].items, ["栏目“通知公告”", "稿件“危房改造公示”"]);
    for stranger in ["cai", "dan", "admin", "fay"] {
        let actor = county.actor(stranger);
        let refused = done!(county, |docket, conn| accept_hand_over(
            &docket,
            conn,
            &actor,
            id,
            Order::default(),
            now()
        ));
        assert!(refused.is_err(), "{stranger} is not the successor");
        assert_eq!(
            store::owners(&mut conn, housing).await,
            [cai, cai],
            "after {stranger}"
        );
    }
    let actor = county.actor("eve");
    done!(county, |docket, conn| accept_hand_over(
        &docket,
        conn,
        &actor,
        id,
        Order::default(),
        now()
    ))
    .unwrap();
    assert_eq!(store::owners(&mut conn, housing).await, [eve, eve]);
    assert!(handovers_of(&mut conn, eve).await.unwrap().is_empty());
}

#[tokio::test]
async fn declined_or_taken_back_nothing_passes() {
    let county = working().await;
    let (cai, housing) = (county.person("cai"), county.org("housing"));
    let id = offer(&county, "admin", "eve").await.unwrap();
    let eve = county.actor("eve");
    let silent = eve.clone();
    let refused = done!(county, |docket, conn| decline_hand_over(
        &docket,
        conn,
        &silent,
        id,
        Order::default(),
        now()
    ));
    assert_eq!(codes(refused), ["missing-reason"]);
    done!(county, |docket, conn| decline_hand_over(
        &docket,
        conn,
        &eve,
        id,
        reason("手上事多"),
        now()
    ))
    .unwrap();
    let again = offer(&county, "cai", "eve").await.unwrap();
    let giver = county.actor("cai");
    done!(county, |docket, conn| cancel_hand_over(
        &docket,
        conn,
        &giver,
        again,
        reason("不调了"),
        now()
    ))
    .unwrap();
    assert_eq!(store::owners(&mut county.read().await, housing).await, [cai, cai]);
}

#[tokio::test]
async fn to_whom_and_by_whom_work_is_offered() {
    let county = working().await;
    for (by, to, expected) in [
        ("cai", "cai", "to-oneself"),
        ("cai", "fay", "not-a-colleague"),
        ("eve", "eve", "not-authorised"),
        ("gus", "eve", "not-authorised"),
    ] {
        assert!(
            codes(offer(&county, by, to).await).contains(&expected.to_owned()),
            "{by} to {to}"
        );
    }
    offer(&county, "cai", "eve").await.unwrap();
    assert_eq!(codes(offer(&county, "cai", "eve").await), ["handover-open"]);
}

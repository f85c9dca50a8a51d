//! Somebody is away: their colleague acts for them on the days named, and on no other.

use office::organisation::{Actor, standing};
use office::register::{NewDelegation, delegate, end_delegation, end_posts, post_id};

use crate::done;
use crate::given::{County, codes, day, now, reason};

async fn lend(
    county: &County,
    by: &str,
    whose: &str,
    to: &str,
    from: &str,
    until: &str,
) -> kernel::Result<Vec<i64>> {
    let role = if whose == "dan" {
        "section_head"
    } else {
        "submitter"
    };
    let id = post_id(
        &mut county.read().await,
        county.person(whose),
        county.org("housing"),
        role,
        day("2026-11-23"),
    )
    .await?
    .unwrap();
    let new = NewDelegation {
        post_ids: vec![id],
        to_person: county.person(to),
        from_on: day(from),
        until_on: day(until),
    };
    let actor = county.actor(by);
    done!(county, |docket, conn| delegate(
        &docket,
        conn,
        &actor,
        new,
        reason("年休假"),
        now()
    ))
}

async fn acts_for(county: &County, who: &str, principal: &str, on: &str) -> bool {
    let actor = county.actor(who).on_behalf(county.person(principal));
    let held = standing(&mut county.read().await, &actor, county.org("housing"), day(on))
        .await
        .unwrap();
    held.holds.iter().any(|hold| hold.role == "section_head")
}

#[tokio::test]
async fn a_delegation_runs_from_its_first_day_through_its_last() {
    let county = County::founded().await;
    lend(&county, "dan", "dan", "eve", "2026-11-25", "2026-11-27")
        .await
        .unwrap();
    for (on, acts) in [
        ("2026-11-24", false),
        ("2026-11-25", true),
        ("2026-11-27", true),
        ("2026-11-28", false),
    ] {
        assert_eq!(acts_for(&county, "eve", "dan", on).await, acts, "{on}");
        assert!(!acts_for(&county, "cai", "dan", on).await, "{on}: nobody else");
    }
}

#[tokio::test]
async fn taken_back_it_ends_the_same_day() {
    let county = County::founded().await;
    let made = lend(&county, "dan", "dan", "eve", "2026-11-23", "2026-11-27")
        .await
        .unwrap();
    assert!(acts_for(&county, "eve", "dan", "2026-11-23").await);
    let (stranger, owner) = (county.actor("cai"), county.actor("dan"));
    let id = made[0];
    let refused = done!(county, |docket, conn| end_delegation(
        &docket,
        conn,
        &stranger,
        id,
        Default::default(),
        now()
    ));
    assert_eq!(codes(refused), ["not-authorised"]);
    done!(county, |docket, conn| end_delegation(
        &docket,
        conn,
        &owner,
        id,
        Default::default(),
        now()
    ))
    .unwrap();
    assert!(!acts_for(&county, "eve", "dan", "2026-11-23").await);
    lend(&county, "dan", "dan", "cai", "2026-11-24", "2026-11-27")
        .await
        .expect("it can be lent again");
}

#[tokio::test]
async fn who_may_lend_what_to_whom() {
    let county = County::founded().await;
    lend(&county, "dan", "dan", "eve", "2026-11-25", "2026-11-27")
        .await
        .unwrap();
    for (by, whose, to, from, until, expected) in [
        ("cai", "dan", "eve", "2026-12-01", "2026-12-02", "not-authorised"),
        ("cai", "cai", "cai", "2026-12-01", "2026-12-02", "to-oneself"),
        ("cai", "cai", "fay", "2026-12-01", "2026-12-02", "not-a-colleague"),
        ("cai", "cai", "eve", "2026-12-02", "2026-12-01", "dates-crossed"),
        ("cai", "cai", "eve", "2026-11-20", "2026-11-24", "backdated"),
        ("dan", "dan", "cai", "2026-11-27", "2026-11-30", "already-lent"),
    ] {
        let refused = codes(lend(&county, by, whose, to, from, until).await);
        assert!(
            refused.contains(&expected.to_owned()),
            "{by} {whose} {to}: {refused:?}"
        );
    }
    // Whoever administers may do it for somebody who cannot, and to somebody above.
    lend(&county, "admin", "cai", "site", "2026-12-01", "2026-12-02")
        .await
        .unwrap();
}

#[tokio::test]
async fn a_lent_post_does_not_end_under_its_delegate_and_nobody_lends_on() {
    let county = County::founded().await;
    lend(&county, "dan", "dan", "eve", "2026-11-23", "2026-11-27")
        .await
        .unwrap();
    let mut conn = county.read().await;
    let id = post_id(
        &mut conn,
        county.person("dan"),
        county.org("housing"),
        "section_head",
        day("2026-11-23"),
    )
    .await
    .unwrap()
    .unwrap();
    let actor = county.actor("admin");
    let until = day("2026-11-24");
    let refused = done!(county, |docket, conn| end_posts(
        &docket,
        conn,
        &actor,
        &[id],
        until,
        Default::default(),
        now()
    ));
    assert_eq!(codes(refused), ["still-lent"]);
    let on = NewDelegation {
        post_ids: vec![id],
        to_person: county.person("cai"),
        from_on: day("2026-11-28"),
        until_on: day("2026-11-29"),
    };
    let delegate_of_dan = Actor::person(county.person("eve")).on_behalf(county.person("dan"));
    let refused = done!(county, |docket, conn| delegate(
        &docket,
        conn,
        &delegate_of_dan,
        on,
        reason("转托"),
        now()
    ));
    assert_eq!(codes(refused), ["not-authorised"]);
}

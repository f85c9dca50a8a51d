//! Role × relation, and who may appoint whom.

use jiff::civil::Date;
use office::organisation::standing;
use office::register::{NewPerson, appoint, bootstrap, end_posts, enrol, post_id, posts_of};
use procedure::Relation;

use crate::done;
use crate::given::{County, codes, day, first, now};
use crate::store;

/// What a person holds towards an organisation, `role@relation`, without the colleague's `handler`.
async fn holds(county: &County, login: &str, org: &str, on: Date) -> Vec<String> {
    let mut conn = county.read().await;
    let standing = standing(&mut conn, &county.actor(login), county.org(org), on)
        .await
        .unwrap();
    let roles = standing.holds.iter().filter(|hold| hold.role != "handler");
    roles
        .map(|hold| format!("{}@{}", hold.role, hold.relation))
        .collect()
}

#[tokio::test]
async fn a_post_stands_to_its_own_organisation_and_to_those_below() {
    let county = County::founded().await;
    let mut reaching = county.post("eve", "town", "supervisor");
    reaching.subtree = true;
    let actor = county.actor("site");
    done!(county, |docket, conn| appoint(
        &docket,
        conn,
        &actor,
        reaching,
        Default::default(),
        now()
    ))
    .unwrap();
    let today = day("2026-11-23");
    let none: &[&str] = &[];
    for (login, org, expected) in [
        ("admin", "county", &["org_admin@self"][..]),
        ("admin", "housing", &["org_admin@ancestor(county)"]),
        ("admin", "village", &["org_admin@ancestor(county)"]),
        ("gus", "town", &["org_admin@self"]),
        ("gus", "village", &["org_admin@ancestor(township)"]),
        ("gus", "county", none),
        ("gus", "housing", none),
        ("cai", "housing", &["submitter@self"]),
        ("cai", "water", none),
        ("cai", "county", none),
        ("eve", "town", &["supervisor@self"]),
        ("eve", "village", &["supervisor@self"]),
        ("eve", "water", none),
        ("eve", "housing", &["submitter@self"]),
    ] {
        assert_eq!(
            holds(&county, login, org, today).await,
            expected,
            "{login} towards {org}"
        );
    }
}

#[tokio::test]
async fn a_post_counts_from_its_first_day_through_its_last() {
    let county = County::founded().await;
    let mut post = county.post("fay", "housing", "branch_leader");
    (post.from_on, post.until_on) = (day("2026-12-01"), Some(day("2026-12-31")));
    let actor = county.actor("admin");
    done!(county, |docket, conn| appoint(
        &docket,
        conn,
        &actor,
        post,
        Default::default(),
        now()
    ))
    .unwrap();
    for (on, held) in [
        ("2026-11-30", false),
        ("2026-12-01", true),
        ("2026-12-31", true),
        ("2027-01-01", false),
    ] {
        let found = holds(&county, "fay", "housing", day(on)).await;
        assert_eq!(found == ["branch_leader@self"], held, "{on}: {found:?}");
    }
}

#[tokio::test]
async fn administrators_appoint_below_them_and_never_themselves() {
    let county = County::founded().await;
    for (who, whom, org, role, refused) in [
        ("admin", "cai", "village", "submitter", None),
        ("gus", "eve", "town", "submitter", None),
        ("site", "dan", "water", "supervisor", None),
        ("admin", "admin", "housing", "head", Some("own-post")),
        ("site", "site", "county", "org_admin", Some("own-post")),
        ("gus", "eve", "housing", "head", Some("not-authorised")),
        ("gus", "eve", "county", "head", Some("not-authorised")),
        ("cai", "dan", "housing", "head", Some("not-authorised")),
        ("admin", "dan", "county", "site_admin", Some("reserved-role")),
        ("admin", "dan", "housing", "supervisor", Some("reserved-role")),
        ("admin", "cai", "housing", "submitter", Some("already-held")),
        ("admin", "cai", "housing", "emperor", Some("unknown-role")),
    ] {
        let (actor, post) = (county.actor(who), county.post(whom, org, role));
        let result = done!(county, |docket, conn| appoint(
            &docket,
            conn,
            &actor,
            post,
            Default::default(),
            now()
        ));
        match refused {
            None => assert_eq!(
                result.unwrap().len(),
                1,
                "{who} appoints {whom} as {role} at {org}"
            ),
            Some(code) => assert_eq!(codes(result), [code], "{who} appoints {whom} as {role} at {org}"),
        }
    }
}

#[tokio::test]
async fn every_problem_of_an_appointment_is_told_at_once_and_nothing_is_kept() {
    let county = County::founded().await;
    let before = store::events(&mut county.read().await).await;
    let mut post = county.post("cai", "housing", "submitter");
    (post.title, post.until_on, post.from_on) = (String::new(), Some(day("2026-11-01")), day("2026-11-20"));
    let actor = county.actor("admin");
    let result = done!(county, |docket, conn| appoint(
        &docket,
        conn,
        &actor,
        post,
        Default::default(),
        now()
    ));
    assert_eq!(
        codes(result),
        ["already-held", "title-missing", "dates-crossed", "backdated"]
    );
    assert_eq!(store::events(&mut county.read().await).await, before);
}

#[tokio::test]
async fn a_withdrawn_role_is_gone_the_day_after() {
    let county = County::founded().await;
    let mut conn = county.read().await;
    let today = day("2026-11-23");
    let id = post_id(
        &mut conn,
        county.person("eve"),
        county.org("housing"),
        "submitter",
        today,
    )
    .await
    .unwrap()
    .unwrap();
    let actor = county.actor("admin");
    let end = |until| {
        let (county, actor) = (&county, actor.clone());
        async move {
            done!(county, |docket, conn| end_posts(
                &docket,
                conn,
                &actor,
                &[id],
                until,
                Default::default(),
                now()
            ))
        }
    };
    assert_eq!(codes(end(day("2026-11-22")).await), ["backdated"]);
    end(today).await.unwrap();
    assert_eq!(holds(&county, "eve", "housing", today).await, ["submitter@self"]);
    assert!(
        holds(&county, "eve", "housing", day("2026-11-24"))
            .await
            .is_empty()
    );
    assert_eq!(codes(end(today).await), ["already-ended"]);
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let county = County::founded().await;
    let mut conn = county.read().await;
    let id = posts_of(&mut conn, county.person("admin")).await.unwrap()[0].id;
    let (actor, today) = (county.actor("site"), day("2026-11-23"));
    let result = done!(county, |docket, conn| end_posts(
        &docket,
        conn,
        &actor,
        &[id],
        today,
        Default::default(),
        now()
    ));
    assert_eq!(codes(result), ["last-administrator"]);
    // A town's own administrator is not the last: the county's stands above.
    let id = posts_of(&mut conn, county.person("gus")).await.unwrap()[0].id;
    let actor = county.actor("admin");
    done!(county, |docket, conn| end_posts(
        &docket,
        conn,
        &actor,
        &[id],
        today,
        Default::default(),
        now()
    ))
    .unwrap();
}

#[tokio::test]
async fn an_installation_is_founded_once_and_by_two() {
    let county = County::founded().await;
    let again = done!(county, |docket, conn| bootstrap(&docket, conn, &first(), now()));
    assert_eq!(codes(again), ["not-empty"]);
    let mut one = first();
    one.posts.retain(|post| post.login != "site");
    one.organisations[2].parent = Some("nowhere".to_owned());
    let folder = tempfile::tempdir().unwrap();
    let db = kernel::db::Db::sqlite(&folder.path().join("empty.db"))
        .await
        .unwrap();
    let docket = county.docket.clone();
    let refused = db
        .act(move |conn| Box::pin(async move { bootstrap(&docket, conn, &one, now()).await }))
        .await;
    assert_eq!(codes(refused), ["parent-missing", "two-persons"]);
}

#[tokio::test]
async fn a_person_is_entered_once() {
    let county = County::founded().await;
    let new = |login: &str| NewPerson {
        login: login.to_owned(),
        name: "韩𬭎".to_owned(),
        phone: Some("电话123".to_owned()),
        email: Some("han@".to_owned()),
    };
    let (actor, org) = (county.actor("admin"), county.org("housing"));
    let person = new("cai");
    let by = actor.clone();
    let refused = done!(county, |docket, conn| enrol(
        &docket,
        conn,
        &by,
        org,
        person,
        Default::default(),
        now()
    ));
    assert_eq!(codes(refused), ["login-taken", "phone-form", "email-form"]);
    let person = NewPerson {
        phone: None,
        email: None,
        ..new("han")
    };
    let order = office::docket::Order {
        request_key: Some("form-1".to_owned()),
        ..Default::default()
    };
    let mut rows = Vec::new();
    for _ in 0..2 {
        let (person, order, actor) = (person.clone(), order.clone(), actor.clone());
        rows.push(
            done!(county, |docket, conn| enrol(
                &docket,
                conn,
                &actor,
                org,
                person,
                order,
                now()
            ))
            .unwrap(),
        );
    }
    assert_eq!(rows[0], rows[1]);
    let relation = standing(
        &mut county.read().await,
        &county.actor("cai"),
        org,
        day("2026-11-23"),
    )
    .await
    .unwrap();
    assert!(
        relation
            .holds
            .iter()
            .any(|hold| hold.role == "handler" && hold.relation == Relation::Own)
    );
}

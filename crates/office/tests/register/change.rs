//! The tree changes when a second person confirms.

use office::docket::Order;
use office::organisation::{name, standing};
use office::register::{
    Change, NewOrganisation, appoint, cancel, confirm, former_names, org_by_code, organisation, propose,
    refuse, tree,
};

use crate::done;
use crate::given::{County, codes, day, now, ordered, reason};
use crate::store;

async fn proposed(county: &County, by: &str, change: Change) -> kernel::Result<i64> {
    let actor = county.actor(by);
    done!(county, |docket, conn| propose(
        &docket,
        conn,
        &actor,
        change,
        "晴政发〔2026〕17号",
        ordered(),
        now()
    ))
}

async fn confirmed(county: &County, by: &str, case_id: i64) -> kernel::Result<()> {
    let actor = county.actor(by);
    done!(county, |docket, conn| confirm(
        &docket,
        conn,
        &actor,
        case_id,
        Order::default(),
        now()
    ))
}

#[tokio::test]
async fn a_rename_takes_two_people_and_keeps_the_old_name() {
    let county = County::founded().await;
    let village = county.org("village");
    let change = || Change::Rename {
        org_id: village,
        name: "北冲社区".into(),
        short_name: "北冲".into(),
    };
    let case_id = proposed(&county, "admin", change()).await.unwrap();
    let mut conn = county.read().await;
    assert_eq!(name(&mut conn, village).await.unwrap(), "village单位全称");
    assert_eq!(codes(proposed(&county, "admin", change()).await), ["change-open"]);
    assert_eq!(
        codes(confirmed(&county, "admin", case_id).await)[0],
        "not-authorised"
    );
    assert_eq!(
        codes(confirmed(&county, "cai", case_id).await),
        ["not-authorised"]
    );
    confirmed(&county, "site", case_id).await.unwrap();
    assert_eq!(name(&mut conn, village).await.unwrap(), "北冲社区");
    let former = former_names(&mut conn, village).await.unwrap();
    assert_eq!(
        (former[0].name.as_str(), former[0].until_on),
        ("village单位全称", day("2026-11-23"))
    );
}

#[tokio::test]
async fn whoever_proposed_does_not_confirm_even_as_system_administrator() {
    let county = County::founded().await;
    let post = county.post("admin", "county", "site_admin");
    let site = county.actor("site");
    done!(county, |docket, conn| appoint(
        &docket,
        conn,
        &site,
        post,
        Order::default(),
        now()
    ))
    .unwrap();
    let change = Change::Rename {
        org_id: county.org("town"),
        name: "新镇政府".into(),
        short_name: "新镇".into(),
    };
    let case_id = proposed(&county, "admin", change).await.unwrap();
    assert_eq!(codes(confirmed(&county, "admin", case_id).await), ["same-person"]);
}

#[tokio::test]
async fn a_new_organisation_has_its_register_at_once() {
    let county = County::founded().await;
    let new = NewOrganisation {
        code: "forestry".into(),
        name: "县林业局".into(),
        short_name: "林业局".into(),
        kind: "department".into(),
        parent: Some("county".into()),
        phone: Some("0990-0000300".into()),
        ..NewOrganisation::default()
    };
    let case_id = proposed(&county, "admin", Change::Found(new.clone()))
        .await
        .unwrap();
    let mut conn = county.read().await;
    assert_eq!(org_by_code(&mut conn, "forestry").await.unwrap(), None);
    confirmed(&county, "site", case_id).await.unwrap();
    let id = org_by_code(&mut conn, "forestry").await.unwrap().unwrap();
    let kept = organisation(&mut conn, id).await.unwrap().unwrap();
    assert_eq!(kept.path, format!("{}/{id}/", county.org("county")));
    assert_eq!(
        (kept.phone.as_deref(), kept.case_id.is_some()),
        (Some("0990-0000300"), true)
    );
    let mut post = county.post("cai", "housing", "head");
    post.org_id = id;
    let actor = county.actor("admin");
    done!(county, |docket, conn| appoint(
        &docket,
        conn,
        &actor,
        post,
        Order::default(),
        now()
    ))
    .unwrap();
    let wrong = NewOrganisation {
        uscc: Some("12".into()),
        kind: "moon".into(),
        short_name: String::new(),
        ..new
    };
    let refused = codes(proposed(&county, "admin", Change::Found(wrong)).await);
    assert_eq!(
        refused,
        [
            "short-missing",
            "name-taken",
            "kind-missing",
            "uscc",
            "code-taken"
        ]
    );
}

#[tokio::test]
async fn refused_and_cancelled_changes_leave_everything_as_it_was() {
    let county = County::founded().await;
    let org_id = county.org("water");
    for refusing in [true, false] {
        let change = Change::Rename {
            org_id,
            name: "县水务局".into(),
            short_name: "水务局".into(),
        };
        let case_id = proposed(&county, "admin", change).await.unwrap();
        let actor = county.actor(if refusing { "site" } else { "admin" });
        done!(county, |docket, conn| async move {
            match refusing {
                true => refuse(&docket, conn, &actor, case_id, reason("依据不足"), now()).await,
                false => cancel(&docket, conn, &actor, case_id, reason("写错了"), now()).await,
            }
        })
        .unwrap();
        assert_eq!(
            name(&mut county.read().await, org_id).await.unwrap(),
            "water单位全称"
        );
    }
}

#[tokio::test]
async fn a_merger_orphans_nothing_and_its_cases_go_on_with_the_successor() {
    let county = County::founded().await;
    let (housing, water) = (county.org("housing"), county.org("water"));
    let cai = county.person("cai");
    county
        .db
        .act(move |conn| {
            Box::pin(async move {
                store::put_work(conn, housing, cai).await;
                Ok(())
            })
        })
        .await
        .unwrap();
    let change = || Change::Merge {
        org_id: housing,
        successor_id: water,
    };
    assert_eq!(
        codes(proposed(&county, "admin", change()).await),
        ["still-owned", "still-owned"]
    );
    let (actor, post) = (county.actor("admin"), county.post("cai", "water", "submitter"));
    done!(county, |docket, conn| appoint(
        &docket,
        conn,
        &actor,
        post,
        Order::default(),
        now()
    ))
    .unwrap();
    let case_id = proposed(&county, "admin", change()).await.unwrap();
    confirmed(&county, "site", case_id).await.unwrap();
    let mut conn = county.read().await;
    let ended = organisation(&mut conn, housing).await.unwrap().unwrap();
    assert_eq!(
        (ended.ended_on, ended.successor_id),
        (Some(day("2026-11-23")), Some(water))
    );
    // The document stays under its name, the column is the successor's.
    assert_eq!(store::owners(&mut conn, housing).await, [cai]);
    assert_eq!(store::owners(&mut conn, water).await, [cai]);
    // The successor's head stands to the old bureau's cases as to the bureau's own; its people do not.
    let held = |login: &'static str| {
        let actor = county.actor(login);
        let county = &county;
        async move {
            let standing = standing(&mut county.read().await, &actor, housing, day("2026-11-23"))
                .await
                .unwrap();
            standing
                .holds
                .iter()
                .map(|hold| format!("{}@{}", hold.role, hold.relation))
                .collect::<Vec<_>>()
        }
    };
    assert_eq!(held("fay").await, ["head@self", "handler@self"]);
    assert_eq!(held("dan").await, Vec::<String>::new());
    let actor = county.actor("admin");
    let post = county.post("eve", "housing", "head");
    let late = done!(county, |docket, conn| appoint(
        &docket,
        conn,
        &actor,
        post,
        Order::default(),
        now()
    ));
    assert_eq!(codes(late), ["org-ended"]);
}

#[tokio::test]
async fn what_stands_below_goes_along_and_no_ring_is_made() {
    let county = County::founded().await;
    let (town, village, water) = (county.org("town"), county.org("village"), county.org("water"));
    let ring = Change::Merge {
        org_id: town,
        successor_id: village,
    };
    assert!(codes(proposed(&county, "admin", ring).await).contains(&"into-itself".to_owned()));
    let end = proposed(&county, "admin", Change::End { org_id: town }).await;
    assert_eq!(codes(end), ["has-members"]);
    let case_id = proposed(
        &county,
        "admin",
        Change::Merge {
            org_id: town,
            successor_id: water,
        },
    )
    .await
    .unwrap();
    confirmed(&county, "site", case_id).await.unwrap();
    let mut conn = county.read().await;
    let path = format!("{}/{water}/{town}/{village}/", county.org("county"));
    assert_eq!(
        organisation(&mut conn, village).await.unwrap().unwrap().path,
        path
    );
    let rows = tree(&mut conn, day("2026-11-23")).await.unwrap();
    assert_eq!(rows.len(), 5);
    assert!(rows.iter().all(|row| row.path.ends_with(&format!("{}/", row.id))));
}

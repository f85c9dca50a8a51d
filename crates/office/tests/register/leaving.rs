//! Somebody leaves, and what is personal about them is erased to the last byte.

use office::docket::Order;
use office::organisation::person_name;
use office::register::{ERASED_TABLES, NewDelegation, delegate, erase_person, leave, person, posts_of, tree};

use crate::done;
use crate::given::{County, codes, day, now, reason};
use crate::store;

/// Whether a byte string stands in any file of the database.
fn stands_in_files(county: &County, needle: &str) -> bool {
    let files = std::fs::read_dir(county.folder.path()).unwrap();
    files
        .map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .any(|bytes| {
            bytes
                .windows(needle.len())
                .any(|window| window == needle.as_bytes())
        })
}

#[tokio::test]
async fn nothing_personal_stays_after_erasure() {
    let county = County::founded().await;
    let eve = county.person("eve");
    let post = posts_of(&mut county.read().await, eve).await.unwrap()[0].id;
    let lent = NewDelegation {
        post_ids: vec![post],
        to_person: county.person("cai"),
        from_on: day("2026-11-23"),
        until_on: day("2026-11-23"),
    };
    let own = county.actor("eve");
    done!(county, |docket, conn| delegate(
        &docket,
        conn,
        &own,
        lent,
        reason("住院手术"),
        now()
    ))
    .unwrap();
    let actor = county.actor("admin");
    let by = actor.clone();
    let early = done!(county, |docket, conn| erase_person(
        &docket,
        conn,
        &by,
        eve,
        Order::default(),
        now()
    ));
    assert_eq!(codes(early), ["still-here"]);
    let by = actor.clone();
    let on = day("2026-11-24");
    done!(county, |docket, conn| leave(
        &docket,
        conn,
        &by,
        eve,
        on,
        Order::default(),
        now()
    ))
    .unwrap();
    let secrets = ["eve姓名", "eve@county.example", "住院手术"];
    for secret in secrets {
        assert!(stands_in_files(&county, secret), "{secret} was there");
    }
    let later = "2026-11-25T09:00:00+08:00".parse().unwrap();
    done!(county, |docket, conn| erase_person(
        &docket,
        conn,
        &actor,
        eve,
        Order::default(),
        later
    ))
    .unwrap();
    county.db.settle(ERASED_TABLES).await.unwrap();
    for secret in secrets {
        assert!(!stands_in_files(&county, secret), "{secret} is gone");
    }
    let mut conn = county.read().await;
    assert_eq!(person_name(&mut conn, eve).await.unwrap(), "已离职人员");
    let gone = person(&mut conn, eve).await.unwrap().unwrap();
    assert_eq!((gone.phone, gone.email, gone.erased), (None, None, true));
    assert_eq!(gone.login, format!("left-{eve}"));
    assert_eq!(
        posts_of(&mut conn, eve).await.unwrap().len(),
        1,
        "the post stays in the history"
    );
}

#[tokio::test]
async fn leaving_ends_every_post_and_is_refused_while_something_is_owned() {
    let county = County::founded().await;
    let (eve, housing) = (county.person("eve"), county.org("housing"));
    county
        .db
        .act(move |conn| {
            Box::pin(async move {
                store::put_work(conn, housing, eve).await;
                Ok(())
            })
        })
        .await
        .unwrap();
    let on = day("2026-12-01");
    let actor = county.actor("admin");
    let refused = done!(county, |docket, conn| leave(
        &docket,
        conn,
        &actor,
        eve,
        on,
        Order::default(),
        now()
    ));
    assert_eq!(codes(refused), ["still-owned", "still-owned"]);
    let (actor, dan) = (county.actor("admin"), county.person("dan"));
    let own = county.actor("dan");
    let refused = done!(county, |docket, conn| leave(
        &docket,
        conn,
        &own,
        dan,
        on,
        Order::default(),
        now()
    ));
    assert_eq!(codes(refused), ["own-post"]);
    let town = county.actor("gus");
    let refused = done!(county, |docket, conn| leave(
        &docket,
        conn,
        &town,
        dan,
        on,
        Order::default(),
        now()
    ));
    assert_eq!(codes(refused), ["not-authorised"]);
    done!(county, |docket, conn| leave(
        &docket,
        conn,
        &actor,
        dan,
        on,
        Order::default(),
        now()
    ))
    .unwrap();
    let mut conn = county.read().await;
    assert_eq!(
        posts_of(&mut conn, dan).await.unwrap()[0].until_on,
        Some(day("2026-11-30"))
    );
    assert_eq!(person(&mut conn, dan).await.unwrap().unwrap().left_on, Some(on));
    let count =
        |rows: &[office::register::TreeRow]| rows.iter().find(|row| row.id == housing).unwrap().people;
    assert_eq!(count(&tree(&mut conn, day("2026-11-30")).await.unwrap()), 3);
    assert_eq!(count(&tree(&mut conn, on).await.unwrap()), 2);
}

#[tokio::test]
async fn no_leaf_and_no_event_names_a_person() {
    let county = County::founded().await;
    let recorded = store::recorded(&mut county.read().await).await;
    for login in county.founded.people.keys() {
        assert!(!recorded.contains(&format!("{login}姓名")), "{login}");
        assert!(!recorded.contains(&format!("{login}@county")), "{login}");
    }
    assert!(recorded.contains("appoint"));
}

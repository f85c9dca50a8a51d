//! Who may see it.

use office::catalogue::Handling;

use super::{ALL_OK, BOTH, NO_FILE, accepted, answering, link, received, send, serving};

#[tokio::test]
async fn strangers_learn_nothing() {
    let town = serving(Handling::Promised, &[]).await;
    let case = accepted(&town, "a").await;
    let other = received(&town, "b", &BOTH).await;
    let page = town.get("chuang", &case).await;
    let (letter, paper) = (
        link(&page, "/desk/letters/"),
        link(&page, &format!("{case}/papers/")),
    );
    let id = case.rsplit('/').next().unwrap();
    let record = format!("/desk/cases/{id}?view=record");
    for who in ["wai", "cao", "xie", "gong", "zu", "xitong", "jing"] {
        for address in [&case, &letter, &paper, &record] {
            let seen = town.get(who, address).await;
            assert!(
                seen.status == 403 && !seen.has("陈晓月"),
                "{who} {address}: {}",
                seen.status
            );
        }
        assert!(!town.get(who, "/desk/services").await.has("取水许可"), "{who}");
        assert!(
            !town.get(who, "/desk/services/list.csv").await.has("取水许可"),
            "{who}"
        );
    }
    for who in ["chuang", "pi", "piz", "shou", "jian"] {
        assert_eq!(town.get(who, &case).await.status, 200, "{who}");
        assert_eq!(town.get(who, &letter).await.status, 200, "{who}");
    }
    let crossed = paper.replace(&case, &other);
    assert_eq!(
        town.get("chuang", &crossed).await.status,
        404,
        "a paper is reached through its own case alone"
    );
    let fields = answering(&town.get("chuang", &other).await, "accept", &ALL_OK, &[]);
    let forced = send(
        &town,
        "xie",
        &fields,
        &format!("{other}/acts"),
        &[("go", "confirm")],
        NO_FILE,
    )
    .await;
    assert!(forced.status == 403 && !forced.has("陈晓月"), "{}", forced.body);
    assert_eq!(town.get("chuang", "/desk/services/999").await.status, 404);
}

#[tokio::test]
async fn the_menu_leads_there_and_words_lead_to_the_desk() {
    let town = serving(Handling::Promised, &[]).await;
    let case = accepted(&town, "a").await;
    for (who, sees) in [
        ("chuang", true),
        ("pi", true),
        ("piz", true),
        ("shou", true),
        ("jian", true),
        ("xie", false),
    ] {
        assert_eq!(
            town.get(who, "/desk").await.has("href=\"/desk/services\""),
            sees,
            "{who}"
        );
    }
    let id = case.rsplit('/').next().unwrap();
    let led = town.get("pi", &format!("/desk/cases/{id}")).await;
    assert_eq!(
        (led.status.as_u16(), led.leads_to()),
        (303, case.as_str()),
        "a notice leads to the desk"
    );
    let record = town.get("pi", &format!("/desk/cases/{id}?view=record")).await;
    assert!(
        record.has("回到办理页面") && !record.has("组织与人员”里办理"),
        "{}",
        record.body
    );
}

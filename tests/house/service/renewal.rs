//! 延续: applied for thirty days before expiry; no decision by then is a grant (行政许可法 art. 50).
//!
//! No shipped procedure has it yet: the engine's own definition is adopted here and lived in the house.

use jiff::civil::date;
use office::docket::{Opening, Order};
use procedure::EventKind;
use serde_json::json;
use tests::both;

use crate::caches::adopt;
use crate::town::{Town, caches_differ, codes};

const RENEWAL: &str = include_str!("../../../crates/procedure/tests/definitions/renewal.toml");

/// A permit that ends on Sunday, 8 November 2026.
async fn permitted(town: &Town) -> i64 {
    let opening = Opening {
        procedure: "renewal".into(),
        act: "register".into(),
        org_id: town.org("bureau"),
        title: "取水许可延续".into(),
        subject_kind: "licence".into(),
        subject_id: 1,
        parent_id: None,
        params: json!({ "expires_on": "2026-11-08" })
            .as_object()
            .cloned()
            .unwrap_or_default(),
        series: "许".into(),
    };
    let actor = town.actor("shi");
    let opened = town
        .run(move |docket, conn, now| {
            Box::pin(async move { docket.open(conn, opening, &actor, Order::default(), now).await })
        })
        .await;
    opened.expect("a permit").case_id
}

async fn does(town: &Town, who: &str, case: i64, act: &'static str) -> kernel::Result<i64> {
    let actor = town.actor(who);
    town.run(move |docket, conn, now| {
        Box::pin(async move {
            let done = docket.act(conn, case, act, &actor, Order::default(), now).await?;
            Ok(done.seq)
        })
    })
    .await
}

both! {
    async fn no_decision_by_expiry_renews_and_a_late_application_does_not(site: TestDb) {
        let town = Town::found(&site.db).await;
        adopt(&town, &RENEWAL.replace("\"handler@self\"", "\"service_handler@self\"")).await;
        let (asked, late, decided) = (permitted(&town).await, permitted(&town).await, permitted(&town).await);
        assert_eq!(town.clock(asked, "apply-by").await, "2026-10-09", "thirty days of the calendar before the 8th");
        town.on_day("2026-10-09");
        for case in [asked, decided] {
            does(&town, "xie", case, "apply").await.expect("in time");
        }
        town.on_day("2026-10-10");
        assert!(!codes(does(&town, "xie", late, "apply").await).is_empty(), "a day too late");
        does(&town, "shi", decided, "renew").await.expect("decided in time");
        // The last day is still the office's, and the job runs a week late.
        town.on_day("2026-11-08");
        town.night().await;
        assert_eq!(town.places(asked).await, ["deciding"]);
        town.on_day("2026-11-16");
        town.night().await;
        assert_eq!((town.places(asked).await, town.places(late).await), (vec!["renewed".to_owned()], vec!["lapsed".to_owned()]));
        let deemed = town.case(asked).await.events.pop().unwrap();
        assert_eq!((deemed.kind, deemed.effective_on), (EventKind::Expired, date(2026, 11, 8)));
        assert_eq!(caches_differ(&town.docket, &site.db, None, town.now()).await, Vec::<String>::new());
    }
}

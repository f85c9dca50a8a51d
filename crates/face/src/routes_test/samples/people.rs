//! 组织与人员: organisations, their seals, posts and people.

use office::register;

use super::rows::{bureau, post_of};
use super::{FILE, Samples};
use crate::workbench::tests::town::Town;

impl Samples {
    /// A seal of the county, taken into use; another that may be proposed.
    async fn seals(&mut self, town: &Town, at: &str) {
        let basis = ("basis", "批准.pdf", FILE.as_bytes());
        let with = |what: &'static str| {
            let key = ("request_key", what);
            [("what", what), ("basis_number", "晴政办发〔2026〕2号"), key]
        };
        let room = format!("{at}/seals");
        let proposed = town.upload("zu", &room, &with("take-official"), basis).await;
        assert_eq!(proposed.status, 303, "{}", proposed.body);
        let mut conn = town.app.db.read().await.unwrap();
        let change = register::open_change(&mut conn, town.county)
            .await
            .unwrap()
            .unwrap();
        drop(conn);
        let confirmed = town
            .post(
                "xitong",
                &format!("/desk/people/changes/{change}/confirmation"),
                &[("request_key", "seal")],
            )
            .await;
        assert_eq!(confirmed.status, 303, "{}", confirmed.body);
        let rooms = "/desk/people/organisations/{id}/seals";
        self.get(rooms, room.clone());
        self.get(
            "/desk/people/organisations/{id}/seals/{file}",
            format!("{room}/uses.csv?year=2026"),
        );
        self.get(
            "/desk/people/organisations/{id}/seals/{seal}/impression.svg",
            format!("{room}/1/impression.svg"),
        );
        self.post(rooms, room, &with("take-service")).file = Some(("basis", "批准.pdf", FILE));
    }

    pub(super) async fn people(&mut self, town: &Town) {
        let (county, bureau) = (town.county.to_string(), bureau(town).await.to_string());
        let at = format!("/desk/people/organisations/{county}");
        let below = format!("/desk/people/organisations/{bureau}");
        let rename = [
            ("change", "rename"),
            ("name", "晴川县住房建设局"),
            ("short_name", "县住建局"),
            ("basis_number", "晴编发〔2026〕1号"),
        ];
        let again = [rename.as_slice(), &[("request_key", "again")]].concat();
        self.post(
            "/desk/people/organisations/{id}/change",
            format!("{at}/change"),
            &again,
        )
        .file = Some(("basis", "文件.pdf", FILE));
        let key = |key: &'static str| [rename.as_slice(), &[("request_key", key)]].concat();
        let basis = ("basis", "文件.pdf", FILE.as_bytes());
        let proposed = town
            .upload("zu", &format!("{below}/change"), &key("rename"), basis)
            .await;
        assert_eq!(proposed.status, 303, "{} {}", town.clock.now(), proposed.body);
        let mut conn = town.app.db.read().await.unwrap();
        let change = register::open_change(&mut conn, bureau.parse().unwrap())
            .await
            .unwrap()
            .unwrap();
        drop(conn);
        let digest = kernel::code::sha256_hex(FILE.as_bytes());
        self.get(
            "/desk/cases/{id}/files/{digest}",
            format!("/desk/cases/{change}/files/{digest}"),
        );
        for answer in ["confirmation", "refusal", "cancellation"] {
            let fields = [("reason", "依据不足"), ("request_key", "answer")];
            let to = format!("/desk/people/changes/{change}/{answer}");
            self.post("/desk/people/changes/{case}/{answer}", to, &fields)
                .note = match answer {
                "confirmation" => " confirm",
                "refusal" => " refuse",
                _ => " cancel",
            };
        }
        for (pattern, way) in [
            ("/desk/people/organisations/{id}", ""),
            ("/desk/people/organisations/{id}/facts", "/facts"),
            ("/desk/people/organisations/{id}/appointment", "/appointment"),
            ("/desk/people/organisations/{id}/change", "/change"),
        ] {
            self.get(pattern, format!("{at}{way}"));
        }
        self.seals(town, &at).await;
        let facts = [
            ("uscc", "11990100001001005F"),
            ("address", "明德路18号"),
            ("request_key", "facts"),
        ];
        self.post(
            "/desk/people/organisations/{id}/facts",
            format!("{at}/facts"),
            &facts,
        );
        let new = [
            ("login", "xin"),
            ("name", "新人"),
            ("roles", "submitter"),
            ("title", "科员"),
            ("from_on", "2026-11-20"),
            ("request_key", "appointment"),
        ];
        self.post(
            "/desk/people/organisations/{id}/appointment",
            format!("{at}/appointment"),
            &new,
        );
        self.person(town, &county).await;
        let site = [
            ("name", "晴川县人民政府"),
            ("domain", "www.qingchuan.gov.example"),
            ("request_key", "site"),
        ];
        self.post("/desk/site", "/desk/site".into(), &site);
        let text = [("text", "year = 2027")];
        self.post("/desk/calendar/preview", "/desk/calendar/preview".into(), &text);
        self.post("/desk/calendar/notices", "/desk/calendar/notices".into(), &text);
    }

    /// What an administrator does to ning.
    async fn person(&mut self, town: &Town, county: &str) {
        let (ning, xie) = (town.people["ning"], town.people["xie"].to_string());
        let (at, post) = (
            format!("/desk/people/persons/{ning}"),
            post_of(town, "ning").await.to_string(),
        );
        self.get("/desk/people/persons/{id}", at.clone());
        let fields = [
            ("posts", post.as_str()),
            ("until_on", "2026-12-31"),
            ("left_on", "2026-12-31"),
            ("org_id", county),
            ("to_person", &xie),
            ("reason", "调动"),
            ("request_key", "person"),
        ];
        for (pattern, way) in [
            ("/desk/people/persons/{id}/posts-end", "/posts-end"),
            ("/desk/people/persons/{id}/hand-over", "/hand-over"),
            ("/desk/people/persons/{id}/password", "/password"),
            ("/desk/people/persons/{id}/departure", "/departure"),
            ("/desk/people/persons/{id}/erasure", "/erasure"),
        ] {
            self.post(pattern, format!("{at}{way}"), &fields);
        }
    }
}

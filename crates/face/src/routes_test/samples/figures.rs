//! What is sent to the pages of figures, registers, wordings and erasure.

use matters::request::{self, register::Entry};

use super::{Samples, Town};

impl Samples {
    pub(super) async fn figures(&mut self, town: &Town) {
        let (county, jing) = (
            town.county,
            office::organisation::Actor::person(town.people["jing"]),
        );
        let entry = Entry {
            number: "旧1".into(),
            received_on: jiff::civil::date(2025, 3, 3),
            channel: request::Channel::Post,
            applicant_kind: request::Kind::Person,
            concluded_on: None,
            result: None,
            late: false,
            fee_yuan: None,
            paid_yuan: None,
        };
        let now = town.clock.now();
        let begun = town.app.db.act(move |conn| {
            Box::pin(async move {
                request::register::begin(
                    conn,
                    &jing,
                    county,
                    2025,
                    ("旧.xlsx", &"0".repeat(64)),
                    &[(2, entry)],
                    now,
                )
                .await
            })
        });
        let batch = begun.await.unwrap();
        let org = county.to_string();
        let cases = "/desk/requests/figures/cases?cell=new&column=all";
        self.get("/desk/requests/figures/cases", cases.into());
        self.get(
            "/desk/requests/figures/{file}",
            "/desk/requests/figures/three.csv".into(),
        );
        let received = "/desk/services/figures/cases?what=received";
        self.get("/desk/services/figures/cases", received.into());
        self.get(
            "/desk/services/figures/{file}",
            "/desk/services/figures/months.csv".into(),
        );
        for ending in ["csv", "xlsx", "json"] {
            let pattern: &'static str = format!("/desk/requests/register.{ending}").leak();
            self.get(pattern, pattern.to_owned());
            self.get(pattern, format!("{pattern}?personal=yes&org={org}"))
                .note = " with names";
        }
        let at = format!("/desk/requests/register/import/{batch}");
        self.get("/desk/requests/register/import/{id}", at.clone());
        self.get(
            "/desk/requests/register/import/{id}/{file}",
            format!("{at}/rows.csv"),
        );
        for (act, note) in [("propose", " propose"), ("discard", " discard")] {
            let fields = [("act", act), ("request_key", "register")];
            self.post(
                "/desk/requests/register/import/{id}/acts",
                format!("{at}/acts"),
                &fields,
            )
            .note = note;
        }
        let import = "/desk/requests/register/import";
        self.post(import, import.into(), &[("org", org.as_str()), ("year", "2025")])
            .file = Some(("file", "旧.xlsx", "no workbook"));
        self.wordings(town, &org).await;
        let all = [
            ("org", org.as_str()),
            ("requests", "1"),
            ("ground", "依法"),
            ("sure", "yes"),
        ];
        self.post("/desk/requests/erasure", "/desk/requests/erasure".into(), &all);
    }

    async fn wordings(&mut self, town: &Town, org: &str) {
        let at = "/desk/requests/wordings/request-receipt";
        let typed = |version: &'static str| {
            [
                ("org", org.to_owned()),
                ("version", version.to_owned()),
                ("body", "收到。".to_owned()),
            ]
        };
        let first = typed("0");
        let first: Vec<(&str, &str)> = first
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let done = town.post("qian", at, &first).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let next = typed("1");
        let next: Vec<(&str, &str)> = next.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.get("/desk/requests/wordings/{code}", at.to_owned());
        self.post("/desk/requests/wordings/{code}", at.to_owned(), &next);
        self.post(
            "/desk/requests/wordings/{code}/restore",
            format!("{at}/restore"),
            &next,
        );
        self.get(
            "/desk/requests/wordings/{code}/preview.pdf",
            format!("{at}/preview.pdf"),
        );
        self.get(
            "/desk/requests/wordings/{code}/versions/{version}",
            format!("{at}/versions/1"),
        );
    }
}

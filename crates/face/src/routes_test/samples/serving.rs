//! An application for a service item, and what one would send to each address of its desk.

use office::catalogue::Handling;

use super::{FILE, Samples};
use crate::workbench::catalogue::tests::in_force;
use crate::workbench::service::tests::{ALL_OK, BOTH, answering, permit, received};
use crate::workbench::tests::town::Town;

impl Samples {
    /// An application that chuang received, with its voucher and its papers.
    pub(super) async fn serving(&mut self, town: &Town) {
        in_force(town, &[permit("s-1", Handling::Promised, &[])]).await;
        let at = received(town, "service", &BOTH).await;
        let case = at.rsplit('/').next().unwrap().to_owned();
        let page = town.get("chuang", &at).await;
        let own = |part: &str| {
            let found = page.body.split('"').find(|it| it.contains(part));
            found.unwrap().to_owned()
        };
        self.get("/desk/services/{id}", at.clone());
        self.get("/desk/services/{id}/papers/{paper}", own("/papers/"));
        self.get(
            "/desk/letters/{file}",
            own("/desk/letters/").replace(".pdf", ".docx"),
        )
        .note = " application's";
        self.get("/desk/cases/{id}", format!("/desk/cases/{case}?view=record"))
            .note = " application's record";
        let mut accept = answering(&page, "accept", &ALL_OK, &[]);
        accept.push(("go".into(), "confirm".into()));
        self.add("POST", "/desk/services/{id}/acts", format!("{at}/acts"), accept)
            .file = Some(("none", "空.pdf", FILE));
        for ending in ["csv", "xlsx", "json"] {
            let pattern: &'static str = format!("/desk/services/list.{ending}").leak();
            self.get(pattern, pattern.to_owned());
        }
    }
}

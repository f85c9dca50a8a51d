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
        // The window: its screen, the screen sent with nothing typed, and what is taken home.
        let screen = "/desk/window/items/s-1";
        self.get("/desk/window/items/{code}", screen.to_owned());
        self.post("/desk/window/items/{code}", screen.to_owned(), &[("go", "")])
            .file = Some(("m.9", "空.pdf", FILE));
        self.get("/desk/window/done/{case}", format!("/desk/window/done/{case}"));
        // Applying: the first step; the others lead whoever has no form to where it begins.
        let begin = "/services/s-1/apply";
        self.get("/services/{code}/apply", begin.to_owned());
        self.post("/services/{code}/apply", begin.to_owned(), &[("agent", "self")])
            .file = Some(("none", "空.pdf", FILE));
        for step in ["form", "materials"] {
            let pattern: &'static str = format!("/services/apply/{step}").leak();
            self.post(pattern, pattern.to_owned(), &[]).file = Some(("none", "空.pdf", FILE));
        }
        for step in ["check", "relay", "forget"] {
            let pattern: &'static str = format!("/services/apply/{step}").leak();
            self.post(pattern, pattern.to_owned(), &[]);
        }
        for ending in ["csv", "xlsx", "json"] {
            let pattern: &'static str = format!("/desk/services/list.{ending}").leak();
            self.get(pattern, pattern.to_owned());
        }
    }
}

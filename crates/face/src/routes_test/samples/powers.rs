//! A power on the list, a draft, a proposal: and what one would send to each address of them.

use super::Samples;
use crate::workbench::powers::tests::{adjusted, power, workbook};
use crate::workbench::tests::town::Town;

const PAGE: &str = "/desk/powers/adjustments/{id}";
const ACTS: &str = "/desk/powers/adjustments/{id}/acts";

impl Samples {
    /// What pi proposes and ku accepts.
    pub(super) async fn powers(&mut self, town: &Town) {
        let county = town.county.to_string();
        let propose = [
            ("act", "propose"),
            ("ground", "first"),
            ("holds_from", "2025-09-01"),
            ("reason", "晴政发〔2025〕19号"),
        ];
        let one = adjusted(town, &[power("990100-QT-0001", "取水备案")]).await;
        let proposed = town.post("pi", &format!("{one}/acts"), &propose).await;
        assert_eq!(proposed.status, 303, "{}", proposed.body);
        let accepted = town
            .post("ku", &format!("{one}/acts"), &[("act", "accept")])
            .await;
        assert_eq!(accepted.status, 303, "{}", accepted.body);
        let draft = adjusted(town, &[power("990100-QT-0002", "取土备案")]).await;
        let waiting = adjusted(town, &[power("990100-QT-0003", "采砂备案")]).await;
        let proposed = town.post("pi", &format!("{waiting}/acts"), &propose).await;
        assert_eq!(proposed.status, 303, "{}", proposed.body);

        self.get("/powers/{code}", "/powers/990100-QT-0001".into());
        self.get("/powers/list/{file}", "/powers/list/2026.csv".into());
        self.get("/powers/changes/{file}", "/powers/changes/2025-2026.csv".into());
        self.get("/procedures/{file}", "/procedures/service-joint.svg".into());
        self.get(
            "/desk/powers/items/{code}",
            "/desk/powers/items/990100-QT-0001".into(),
        );
        self.get(PAGE, waiting.clone());
        let file = workbook(&[power("990100-QT-0009", "打井备案")]);
        let fields = [("org", county.as_str())];
        let book = ("file", "清单.xlsx", file.as_slice());
        let sent = town.upload("pi", "/desk/powers/import", &fields, book).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        // A workbook is no text: what is not one is refused alike to whoever may import.
        self.post(
            "/desk/powers/import",
            "/desk/powers/import".into(),
            &[("org", &county)],
        )
        .file = Some(("file", "清单.xlsx", "不是工作簿"));
        self.post(ACTS, format!("{draft}/acts"), &propose).note = " propose";
        self.post(ACTS, format!("{waiting}/acts"), &[("act", "accept")])
            .note = " accept";
    }
}

//! An item in force, a draft, a proposal: and what one would send to each address of them.

use super::Samples;
use crate::workbench::catalogue::tests::{adjusted, item, workbook};
use crate::workbench::tests::town::Town;

const FORM: &str = "/desk/catalogue/items/{code}/form";
const PAGE: &str = "/desk/catalogue/adjustments/{id}";
const ITEM: &str = "/desk/catalogue/items/990100-XK-0001";
const ACTS: &str = "/desk/catalogue/adjustments/{id}/acts";

impl Samples {
    /// What pi proposes and ku accepts.
    pub(super) async fn catalogue(&mut self, town: &Town) {
        let county = town.county.to_string();
        let one = adjusted(town, &[item("990100-XK-0001", "取水许可")]).await;
        let propose = [
            ("act", "propose"),
            ("ground", "first"),
            ("reason", "《水法》第四十八条"),
        ];
        let proposed = town.post("pi", &format!("{one}/acts"), &propose).await;
        assert_eq!(proposed.status, 303, "{}", proposed.body);
        let accepted = town
            .post("ku", &format!("{one}/acts"), &[("act", "accept")])
            .await;
        assert_eq!(accepted.status, 303, "{}", accepted.body);
        let draft = adjusted(town, &[item("990100-XK-0002", "取土许可")]).await;
        let waiting = adjusted(town, &[item("990100-XK-0003", "采砂许可")]).await;
        let proposed = town.post("pi", &format!("{waiting}/acts"), &propose).await;
        assert_eq!(proposed.status, 303, "{}", proposed.body);

        let files = format!("{ITEM}/files");
        for name in ["form.pdf", "old.pdf"] {
            let sent = town
                .upload("ku", &files, &[], ("file", name, b"%PDF-1.7 f"))
                .await;
            assert_eq!(sent.status, 303, "{}", sent.body);
        }
        self.get("/desk/catalogue/items/{code}/files", files.clone());
        self.post("/desk/catalogue/items/{code}/files", files.clone(), &[])
            .file = Some(("file", "more.pdf", "%PDF-1.7 m"));
        self.post(
            "/desk/catalogue/items/{code}/files/end",
            format!("{files}/end"),
            &[("name", "old.pdf")],
        );
        self.get("/services/{code}", "/services/990100-XK-0001".into());
        for (pattern, rest) in [
            ("/services/{code}/process", "/process"),
            ("/services/{code}/process.csv", "/process.csv"),
            ("/services/{code}/process.json", "/process.json"),
            ("/services/{code}/process.svg", "/process.svg"),
            ("/services/{code}/process.xlsx", "/process.xlsx"),
            ("/services/{code}/files/{name}", "/files/form.pdf"),
        ] {
            self.get(pattern, format!("/services/990100-XK-0001{rest}"));
        }
        self.get("/q/{code}", "/q/990100-XK-0001".into());
        self.get(
            "/desk/catalogue/items/{code}",
            "/desk/catalogue/items/990100-XK-0001".into(),
        );
        self.get(FORM, "/desk/catalogue/items/990100-XK-0001/form".into());
        let chosen = [("f.source", "河水")];
        self.post(FORM, "/desk/catalogue/items/990100-XK-0001/form".into(), &chosen)
            .file = Some(("f.plan", "图.pdf", "%PDF-1.7"));
        self.get(PAGE, waiting.clone());
        let file = workbook(&[item("990100-XK-0009", "打井许可")]);
        let fields = [("org", county.as_str())];
        let book = ("file", "目录.xlsx", file.as_slice());
        let sent = town.upload("pi", "/desk/catalogue/import", &fields, book).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        // A workbook is no text: what is not one is refused alike to whoever may import.
        self.post(
            "/desk/catalogue/import",
            "/desk/catalogue/import".into(),
            &[("org", &county)],
        )
        .file = Some(("file", "目录.xlsx", "不是工作簿"));
        self.post(ACTS, format!("{draft}/acts"), &propose).note = " propose";
        self.post(ACTS, format!("{waiting}/acts"), &[("act", "accept")])
            .note = " accept";
    }
}

//! A request for information, and what one would send to each address of its desk.

use super::{FILE, Samples};
use crate::workbench::requests::tests::redaction::pdf;
use crate::workbench::tests::town::Town;

impl Samples {
    /// A request that jing registered, with its receipt and a paper; a grievance about it.
    pub(super) async fn requests(&mut self, town: &Town) {
        let county = town.county.to_string();
        let fields = [
            ("org_id", county.as_str()),
            ("channel", "counter"),
            ("kind", "person"),
            ("name", "陈晓月"),
            ("identity_kind", "passport"),
            ("phone", "13800005678"),
            ("info_name", "停车场特许经营协议"),
            ("form_wanted", "electronic"),
            ("delivery_way", "counter"),
            ("request_key", "request"),
            ("go", "confirm"),
        ];
        let paper = ("identity", "护照.pdf", FILE.as_bytes());
        let done = town.upload("jing", "/desk/requests/new", &fields, paper).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let at = done.leads_to().to_owned();
        let case = at.rsplit('/').next().unwrap().to_owned();
        let page = town.get("jing", &at).await;
        let own = |part: &str| {
            page.body
                .split('"')
                .find(|it| it.contains(part))
                .unwrap()
                .to_owned()
        };
        let nothing = Some(("none", "空.pdf", FILE));
        self.get("/desk/requests/{id}", at.clone());
        self.get("/desk/requests/{id}/papers/{paper}", own("/papers/"));
        self.get(
            "/desk/letters/{file}",
            own("/desk/letters/").replace(".pdf", ".docx"),
        );
        self.get("/desk/cases/{id}", format!("/desk/cases/{case}?view=record"))
            .note = " request's record";
        self.redactions(town, &at).await;
        let seq = page.hidden("seq");
        let other = fields.map(|(name, value)| {
            if name == "request_key" {
                (name, "other")
            } else {
                (name, value)
            }
        });
        self.post("/desk/requests/new", "/desk/requests/new".into(), &other)
            .file = nothing;
        let clear = [("act", "clear"), ("request_key", "clear"), ("seq", seq.as_str())];
        self.post("/desk/requests/{id}/acts", format!("{at}/acts"), &clear)
            .file = nothing;
        let suit = [
            ("act", "lawsuit"),
            ("lawsuit.court", "晴川县人民法院"),
            ("lawsuit.route", "direct"),
            ("request_key", "suit"),
        ];
        let to = format!("{at}/remedies");
        self.post("/desk/requests/{id}/remedies", to.clone(), &suit).file = nothing;
        self.post(
            "/desk/requests/{id}/log",
            format!("{at}/log"),
            &[("log_title", "停车场协议")],
        );
        let told = [
            ("act", "grievance"),
            ("grievance.reason", "没有按时答复"),
            ("request_key", "told"),
        ];
        let linked = town.upload("jing", &to, &told, ("none", "", b"")).await;
        assert_eq!(linked.status, 303, "{}", linked.body);
        let linked = linked.leads_to().to_owned();
        let concluded = [
            ("act", "conclude"),
            ("conclude.finding", "unfounded"),
            ("conclude.reason", "已经按时答复"),
            ("request_key", "concluded"),
        ];
        self.get("/desk/cases/{id}", linked.clone()).note = " grievance";
        self.post("/desk/cases/{id}/linked", format!("{linked}/linked"), &concluded)
            .file = nothing;
    }

    /// Documents of the request that jing marked: one that is looked at, one that is changed.
    async fn redactions(&mut self, town: &Town, case: &str) {
        let to = format!("{case}/redactions");
        let at = redacted(town, &to, "协议.pdf", "zhaoming").await;
        let other = redacted(town, &to, "合同.pdf", "qianwei").await;
        let file = Some(("original", "说明.txt", "说明"));
        self.post("/desk/requests/{id}/redactions", to, &[]).file = file;
        self.get("/desk/requests/{id}/redactions/{work}", at.clone());
        let page = format!("{at}/pages/1");
        self.get("/desk/requests/{id}/redactions/{work}/pages/{page}", page);
        self.get(
            "/desk/requests/{id}/redactions/{work}/given",
            format!("{at}/given"),
        );
        let remove = [("version", "2"), ("page", "1"), ("remove", "0")];
        self.post("/desk/requests/{id}/redactions/{work}", other.clone(), &remove);
        let release = format!("{at}/release");
        self.post(
            "/desk/requests/{id}/redactions/{work}/release",
            release,
            &[("version", "2")],
        );
        let drop = redacted(town, &format!("{case}/redactions"), "附件.pdf", "sunli").await;
        self.post(
            "/desk/requests/{id}/redactions/{work}/drop",
            format!("{drop}/drop"),
            &[],
        );
    }
}

/// A document in which this word is withheld; its address.
async fn redacted(town: &Town, to: &str, name: &str, word: &str) -> String {
    let file = pdf(&[word, "other"]);
    let begun = town.upload("jing", to, &[], ("original", name, &file)).await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    let at = begun.leads_to().to_owned();
    let mark = [
        ("version", "1"),
        ("page", "1"),
        ("ground", "privacy"),
        ("words", word),
        ("go", "words"),
    ];
    assert_eq!(town.post("jing", &at, &mark).await.status, 303);
    let made = town
        .post("jing", &format!("{at}/release"), &[("version", "2")])
        .await;
    assert_eq!(made.status, 303, "{}", made.body);
    at
}

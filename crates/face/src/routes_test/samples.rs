//! A town in which every kind of thing stands once, and what one would send to each address of it.

mod applying;
mod catalogue;
mod figures;
mod people;
mod powers;
mod requests;
mod rows;
mod serving;

use kernel::code::sha256_hex;
use office::{organisation, register};

use rows::{post_of, slug};

use super::sources::Route;
use crate::workbench::tests::town::{HANDS, Town, refs};

/// The attachment of every document.
const FILE: &str = "%PDF-1.7 x";
/// A legacy page.
const PAGE: &str = "<html><head><title>关于防汛的通知</title></head><body><h1>关于防汛的通知</h1>\
    <p>发布日期：2016-03-01</p><div class=content><p>汛期将至，请落实值班制度。</p></div></body></html>";

type Fields = Vec<(String, String)>;
type File = (&'static str, &'static str, &'static str);

/// What is sent.
#[derive(Clone)]
pub struct Sample {
    method: &'static str,
    pattern: &'static str,
    /// Says which one, where there are several.
    pub note: &'static str,
    pub address: String,
    pub fields: Fields,
    /// Control, name, content; such a form is sent as multipart.
    pub file: Option<File>,
}

/// One for every route that needs one.
pub struct Samples(Vec<Sample>);

impl Samples {
    /// What is sent to a route. Pages without parameters need no sample.
    pub fn of(&self, route: &Route) -> Vec<Sample> {
        let known = self
            .0
            .iter()
            .filter(|one| one.method == route.method && one.pattern == route.pattern);
        let known: Vec<Sample> = known.cloned().collect();
        if !known.is_empty() {
            return known;
        }
        assert!(
            route.method == "GET" && !route.pattern.contains('{'),
            "{} {} has no sample: add one to samples.rs",
            route.method,
            route.pattern
        );
        let pattern: &'static str = route.pattern.clone().leak();
        vec![Sample {
            method: route.method,
            pattern,
            note: "",
            address: pattern.to_owned(),
            fields: Vec::new(),
            file: None,
        }]
    }

    /// Makes the things by the pages that staff use, and says what is sent to each.
    pub async fn make(town: &Town) -> Samples {
        let mut all = Samples(Vec::new());
        all.public(town).await;
        all.drafts(town).await;
        all.reviews(town).await;
        all.imports(town).await;
        all.people(town).await;
        all.own(town).await;
        all.figures(town).await;
        all.requests(town).await;
        all.catalogue(town).await;
        all.powers(town).await;
        all.serving(town).await;
        all.applying();
        all
    }

    fn get(&mut self, pattern: &'static str, address: String) -> &mut Sample {
        self.add("GET", pattern, address, Vec::new())
    }

    fn post(&mut self, pattern: &'static str, address: String, fields: &[(&str, &str)]) -> &mut Sample {
        let fields = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        self.add("POST", pattern, address, fields.collect())
    }

    fn add(
        &mut self,
        method: &'static str,
        pattern: &'static str,
        address: String,
        fields: Fields,
    ) -> &mut Sample {
        self.0.push(Sample {
            method,
            pattern,
            note: "",
            address,
            fields,
            file: None,
        });
        self.0.last_mut().unwrap()
    }

    async fn public(&mut self, town: &Town) {
        let document = published(town).await;
        let (slug, digest) = (slug(town, document).await, sha256_hex(FILE.as_bytes()));
        town.app.signer.sign(&town.clock).await.unwrap();
        self.get("/c/{slug}", "/c/policy".into());
        self.get("/d/{slug}", format!("/d/{slug}"));
        self.get("/d/{slug}/editions", format!("/d/{slug}/editions"));
        self.get("/d/{slug}/editions/{ordinal}", format!("/d/{slug}/editions/1"));
        self.get("/d/{slug}/receipt", format!("/d/{slug}/receipt"));
        self.get("/d/{slug}/receipt/{ordinal}", format!("/d/{slug}/receipt/1"));
        self.get("/d/{slug}/files/{digest}", format!("/d/{slug}/files/{digest}"));
        self.get("/orgs/{code}", "/orgs/county".into());
        self.get("/search", "/search?q=policy".into());
        self.get("/sitemap/{n}", "/sitemap/0.xml".into());
        self.get("/api/v1/search", "/api/v1/search?q=policy".into());
        self.get("/ledger/tile/{*path}", "/ledger/tile/entries/000.p/1".into());
        self.get("/assets/{*path}", "/assets/sundial.css".into());
        self.get("/favicon.ico", "/favicon.ico".into());
        self.get("/v/{code}", "/v/7K3M-9QXA-CDEF".into());
        self.post("/verify", "/verify".into(), &[("text", "收费")]);
        self.post("/login", "/login".into(), &[]);
        self.post("/logout", "/logout".into(), &[]);
        let shelved = format!("/desk/published/{document}");
        self.get("/desk/published/{id}", shelved.clone());
        self.post("/desk/published/{id}/revise", format!("{shelved}/revise"), &[]);
        self.post(
            "/desk/published/{id}/remove",
            format!("{shelved}/remove"),
            &PROPOSAL,
        )
        .note = " propose";
        let taken = [
            ("act", "take-offline"),
            ("take-offline.ground", "personal"),
            ("take-offline.reason", "号码"),
        ];
        self.post("/desk/published/{id}/remove", format!("{shelved}/remove"), &taken)
            .note = " take-offline";
    }

    async fn drafts(&mut self, town: &Town) {
        let draft = town.draft("xie", "停车").await;
        attach(town, draft).await;
        let (form, digest) = (town.form("xie", draft).await, sha256_hex(FILE.as_bytes()));
        let (org, column) = (town.county.to_string(), town.column.to_string());
        let new = [
            ("org_id", org.as_str()),
            ("column_id", &column),
            ("title", "停车"),
        ];
        self.post("/desk/drafts/new", "/desk/drafts/new".into(), &new);
        self.post(
            "/desk/drafts/clean",
            "/desk/drafts/clean".into(),
            &[("text", "停车")],
        );
        let at = format!("/desk/drafts/{draft}");
        self.get("/desk/drafts/{id}", at.clone());
        self.get("/desk/drafts/{id}/preview", format!("{at}/preview"));
        self.get("/desk/drafts/{id}/revisions", format!("{at}/revisions"));
        self.get(
            "/desk/drafts/{id}/revisions/{revision}",
            format!("{at}/revisions/1"),
        );
        self.get("/desk/drafts/{id}/files/{digest}", format!("{at}/files/{digest}"));
        let stands = form.iter().find(|(name, _)| name == "version").unwrap().1.clone();
        let restore = [("version", stands.as_str())];
        self.post(
            "/desk/drafts/{id}/revisions/{revision}",
            format!("{at}/revisions/1"),
            &restore,
        );
        for (pattern, way) in [
            ("/desk/drafts/{id}", ""),
            ("/desk/drafts/{id}/autosave", "/autosave"),
            ("/desk/drafts/{id}/guess", "/guess"),
            ("/desk/drafts/{id}/submit", "/submit"),
            ("/desk/drafts/{id}/preview", "/preview"),
        ] {
            self.post(pattern, format!("{at}{way}"), &refs(&form));
        }
        self.post("/desk/drafts/{id}/files", format!("{at}/files"), &refs(&form))
            .file = Some(("files", "二.pdf", "%PDF-1.7 y"));
        let removal = [refs(&form), vec![("remove", digest.as_str())]].concat();
        self.post(
            "/desk/drafts/{id}/files/remove",
            format!("{at}/files/remove"),
            &removal,
        );
    }

    async fn reviews(&mut self, town: &Town) {
        let draft = town.draft("xie", "停车").await;
        attach(town, draft).await;
        let review = submit(town, draft).await;
        let at = format!("/desk/reviews/{review}");
        let page = town.get("ke", &at).await;
        let hidden = ["request_key", "seq", "seen_digest"].map(|name| (name, page.hidden(name)));
        let mut fields: Vec<(&str, &str)> = hidden
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        fields.push(("act", "approve-section"));
        self.get("/desk/reviews/{id}", at.clone());
        self.post("/desk/reviews/{id}/acts", format!("{at}/acts"), &fields);
        let seen = [("digest", fields[2].1)];
        self.post("/desk/reviews/{id}/seen", format!("{at}/seen"), &seen);
        self.get("/desk/drafts/{id}", format!("/desk/drafts/{draft}"))
            .note = " under review";
        self.get("/desk/cases/{id}", format!("/desk/cases/{review}?view=record"))
            .note = " review's record";

        let document = published(town).await;
        let key = [PROPOSAL.as_slice(), &[("request_key", "withdrawal")]].concat();
        let proposed = town
            .post("xie", &format!("/desk/published/{document}/remove"), &key)
            .await;
        let at = proposed.leads_to().to_owned();
        let page = town.get("gong", &at).await;
        let (key, seq) = (page.hidden("request_key"), page.hidden("seq"));
        let refusal = [
            ("act", "refuse"),
            ("request_key", key.as_str()),
            ("seq", &seq),
            ("refuse.reason", "仍在执行"),
        ];
        self.get("/desk/cases/{id}", at.clone()).note = " withdrawal";
        self.post("/desk/cases/{id}/acts", format!("{at}/acts"), &refusal)
            .note = " withdrawal";
    }

    async fn imports(&mut self, town: &Town) {
        let (org, column) = (town.county.to_string(), town.column.to_string());
        let fields = [
            ("org_id", org.as_str()),
            ("column_id", &column),
            ("label", "2016"),
        ];
        let file: File = ("pages", "a.html", PAGE);
        let bytes = (file.0, file.1, PAGE.as_bytes());
        let read = town.upload("dao", "/desk/imports/new", &fields, bytes).await;
        assert_eq!(read.status, 303, "{}", read.body);
        let at = read.leads_to().to_owned();
        let page = town.get("dao", &at).await;
        let item = page.body.split(&format!("{at}/items/")).nth(1).unwrap();
        let item = format!("{at}/items/{}", item.split('"').next().unwrap());
        self.get("/desk/imports/{id}", at.clone());
        self.get("/desk/imports/{id}/report.json", format!("{at}/report.json"));
        self.get(
            "/desk/imports/{id}/items/{item}/original",
            format!("{item}/original"),
        );
        self.get("/desk/imports/{id}/items/{item}", item);
        self.post("/desk/imports/new", "/desk/imports/new".into(), &fields)
            .file = Some(file);
        self.post("/desk/imports/{id}/pages", format!("{at}/pages"), &[])
            .file = Some(file);
        self.post(
            "/desk/imports/{id}/report",
            format!("{at}/report"),
            &[("request_key", "report")],
        );
    }

    /// What everybody does for themselves, tried on what is xie's.
    async fn own(&mut self, town: &Town) {
        let (xie, ning) = (town.people["xie"], town.people["ning"].to_string());
        let (post, county) = (post_of(town, "xie").await.to_string(), town.county.to_string());
        let fields = [
            ("posts", post.as_str()),
            ("to_person", &ning),
            ("org_id", &county),
            ("from_on", "2026-12-01"),
            ("until_on", "2026-12-05"),
            ("reason", "出差"),
        ];
        let keyed = |key: &'static str| [fields.as_slice(), &[("request_key", key)]].concat();
        let fresh = keyed("fresh");
        let later = fresh.iter().map(|(name, value)| match *name {
            "from_on" => ("from_on", "2026-12-10"),
            "until_on" => ("until_on", "2026-12-15"),
            name => (name, *value),
        });
        let later: Vec<(&str, &str)> = later.collect();
        self.post("/desk/me/delegations", "/desk/me/delegations".into(), &later);
        self.post("/desk/me/hand-overs", "/desk/me/hand-overs".into(), &fresh);
        let done = town.post("xie", "/desk/me/delegations", &keyed("lent")).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let done = town.post("xie", "/desk/me/hand-overs", &keyed("given")).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let mut conn = town.app.db.read().await.unwrap();
        let delegation = register::delegations_of(&mut conn, xie).await.unwrap()[0].id;
        let hand_over = register::handovers_of(&mut conn, xie).await.unwrap()[0].id;
        let person = town.people["ke"];
        let notices = organisation::notices(&mut conn, person, 1).await.unwrap();
        let notice = notices[0].id.to_string();
        self.post(
            "/desk/me/delegations/{id}/end",
            format!("/desk/me/delegations/{delegation}/end"),
            &[("request_key", "end")],
        );
        for (answer, note) in [
            ("acceptance", " accept"),
            ("refusal", " refuse"),
            ("cancellation", " cancel"),
        ] {
            let to = format!("/desk/me/hand-overs/{hand_over}/{answer}");
            let fields = [("reason", "忙"), ("request_key", "hand-over")];
            self.post("/desk/me/hand-overs/{id}/{answer}", to, &fields).note = note;
        }
        self.post("/desk/notices/{id}", format!("/desk/notices/{notice}"), &[])
            .note = " of section_head";
        let newest = [("newest", notice.as_str())];
        self.post("/desk/notices/seen", "/desk/notices/seen".into(), &newest);
        self.post("/desk/password", "/desk/password".into(), &[]);
    }
}

const PROPOSAL: [(&str, &str); 4] = [
    ("act", "propose"),
    ("propose.ground", "superseded"),
    ("propose.public_notice", "已由新的标准取代"),
    ("propose.reason", "新标准已经公布"),
];

async fn attach(town: &Town, draft: i64) {
    let (form, to) = (
        town.form("xie", draft).await,
        format!("/desk/drafts/{draft}/files"),
    );
    let done = town
        .upload("xie", &to, &refs(&form), ("files", "表.pdf", FILE.as_bytes()))
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
}

/// Its review.
async fn submit(town: &Town, draft: i64) -> i64 {
    let form = town.form("xie", draft).await;
    let sent = town
        .post("xie", &format!("/desk/drafts/{draft}/submit"), &refs(&form))
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    sent.leads_to().rsplit('/').next().unwrap().parse().unwrap()
}

async fn published(town: &Town) -> i64 {
    let draft = town.draft("xie", "停车").await;
    attach(town, draft).await;
    let review = submit(town, draft).await;
    for (who, act) in HANDS {
        assert_eq!(town.decide(who, review, act, &[]).await.status, 303);
    }
    draft
}

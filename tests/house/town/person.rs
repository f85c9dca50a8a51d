//! What a person does, each thing one act.

use kernel::Result;
use matters::publication::{self, Content, Decision, Saved};
use office::docket::{Done, Order};
use office::register::{self, NewDelegation};
use procedure::State;
use serde_json::json;

use super::Town;

/// The signatures of a bureau's document, in order, after the submitter's.
pub const SIGNATURES: [(&str, &str); 4] = [
    ("ke", "approve-section"),
    ("fen", "approve-leader"),
    ("gong", "approve-openness"),
    ("shou", "approve-head"),
];

/// Why something is removed.
#[derive(Clone, Copy)]
pub enum Take {
    /// 应急下线
    Down,
    /// 申请撤回
    Back,
}

/// What an act answered.
#[derive(Debug)]
pub struct Answer {
    pub case_id: i64,
    pub number: String,
    pub seq: i64,
    pub repeated: bool,
    pub state: State,
}

impl From<Done> for Answer {
    fn from(done: Done) -> Answer {
        let Done {
            case_id,
            number,
            seq,
            repeated,
            state,
            ..
        } = done;
        Answer {
            case_id,
            number,
            seq,
            repeated,
            state,
        }
    }
}

/// Words, where there are any.
fn said(reason: &str) -> Order {
    Order {
        reason: Some(reason.to_owned()).filter(|it| !it.is_empty()),
        ..Order::default()
    }
}

impl Town {
    pub async fn start(&self, who: &str, org: &str, content: Content) -> Result<i64> {
        let (actor, org_id) = (self.actor(who), self.org(org));
        self.run(move |_, conn, now| {
            Box::pin(async move { publication::start(conn, &actor, org_id, content, now).await })
        })
        .await
    }

    /// A notice of the bureau, written by `xie`.
    pub async fn draft(&self, title: &str) -> i64 {
        self.start("xie", "bureau", self.content(title))
            .await
            .expect("xie writes for the bureau")
    }

    pub async fn save(&self, who: &str, document: i64, base: i64, content: Content) -> Result<Saved> {
        let actor = self.actor(who);
        self.run(move |_, conn, now| {
            Box::pin(async move { publication::save(conn, &actor, document, base, content, now).await })
        })
        .await
    }

    pub async fn revise(&self, who: &str, document: i64) -> Result<i64> {
        let actor = self.actor(who);
        self.run(move |_, conn, now| {
            Box::pin(async move { publication::revise(conn, &actor, document, now).await })
        })
        .await
    }

    /// Submits what stands in the draft.
    pub async fn submit(&self, who: &str, document: i64, key: &str) -> Result<Answer> {
        let (actor, key) = (self.actor(who), key.to_owned());
        self.run(move |docket, conn, now| {
            Box::pin(async move {
                let revision = publication::draft(conn, document).await?.revision;
                let order = Order {
                    request_key: Some(key),
                    ..Order::default()
                };
                publication::submit(&docket, conn, &actor, document, revision, order, now)
                    .await
                    .map(Answer::from)
            })
        })
        .await
    }

    /// A draft of `xie` on its way: document and case.
    pub async fn submitted(&self, title: &str) -> (i64, i64) {
        let document = self.draft(title).await;
        let done = self
            .submit("xie", document, &format!("{document} first"))
            .await
            .expect("it is complete");
        (document, done.case_id)
    }

    /// Decides about the edition submitted last, as the page would have shown it.
    pub async fn decide(&self, who: &str, case: i64, act: &str) -> Result<Answer> {
        let seen = self.seen(who, case).await;
        self.decide_seen(who, case, act, &seen, None).await
    }

    /// The digest of what the review page shows.
    pub async fn seen(&self, who: &str, case: i64) -> String {
        let mut conn = self.db.read().await.expect("a reader");
        let page = publication::review(&self.docket, &mut conn, &self.actor(who), case, self.now()).await;
        page.expect("a review").edition.digest
    }

    pub async fn decide_seen(
        &self,
        who: &str,
        case: i64,
        act: &str,
        seen: &str,
        key: Option<&str>,
    ) -> Result<Answer> {
        let (actor, act, seen_digest) = (self.actor(who), act.to_owned(), seen.to_owned());
        let reason = if act.starts_with("return") {
            "请核对数字"
        } else {
            ""
        };
        let order = Order {
            request_key: key.map(str::to_owned),
            ..said(reason)
        };
        self.run_now(move |docket, conn, now| {
            Box::pin(async move {
                let decision = Decision {
                    act,
                    seen_digest,
                    order,
                };
                publication::decide(&docket, conn, &actor, case, decision, now)
                    .await
                    .map(Answer::from)
            })
        })
        .await
    }

    /// Any other move in a case.
    pub async fn act(&self, who: &str, case: i64, act: &str, reason: &str) -> Result<Answer> {
        let (actor, act, order) = (self.actor(who), act.to_owned(), said(reason));
        self.run(move |docket, conn, now| {
            Box::pin(async move {
                publication::act_in(&docket, conn, &actor, case, &act, order, now)
                    .await
                    .map(Answer::from)
            })
        })
        .await
    }

    /// The four signatures that follow a submission.
    pub async fn sign_all(&self, case: i64) {
        for (who, act) in SIGNATURES {
            self.decide(who, case, act)
                .await
                .unwrap_or_else(|error| panic!("{who} {act}: {error}"));
        }
    }

    /// A notice that is public: document and case.
    pub async fn published(&self, title: &str) -> (i64, i64) {
        let (document, case) = self.submitted(title).await;
        self.sign_all(case).await;
        (document, case)
    }

    /// Takes a document offline, or asks for it.
    pub async fn remove(
        &self,
        who: &str,
        document: i64,
        take: Take,
        reason: &str,
        key: &str,
    ) -> Result<Answer> {
        let actor = self.actor(who);
        let data = match take {
            Take::Down => json!({ "ground": "personal" }),
            Take::Back => json!({ "ground": "superseded", "public_notice": "已有新的通知，见本栏目。" }),
        };
        let data = data.as_object().expect("an object").clone();
        let order = Order {
            data,
            request_key: Some(key.to_owned()),
            ..said(reason)
        };
        self.run(move |docket, conn, now| {
            Box::pin(async move {
                let done = match take {
                    Take::Down => publication::take_down(&docket, conn, &actor, document, order, now).await,
                    Take::Back => {
                        publication::propose_withdrawal(&docket, conn, &actor, document, order, now).await
                    }
                };
                done.map(Answer::from)
            })
        })
        .await
    }

    /// While `whom` is away for a month, `who` stands in for them in all their posts.
    pub async fn stand_in(&self, who: &str, whom: &str) {
        let (actor, to_person, from) = (self.actor("guan"), self.person(who), self.person(whom));
        self.run(move |docket, conn, now| {
            Box::pin(async move {
                let from_on = kernel::time::civil_date(now);
                let posts = register::posts_of(conn, from).await?;
                let new = NewDelegation {
                    post_ids: posts.iter().map(|post| post.id).collect(),
                    to_person,
                    from_on,
                    until_on: from_on.saturating_add(jiff::Span::new().days(30)),
                };
                register::delegate(&docket, conn, &actor, new, said("休假"), now)
                    .await
                    .map(|_| ())
            })
        })
        .await
        .unwrap_or_else(|error| panic!("{who} stands in for {whom}: {error}"));
    }
}

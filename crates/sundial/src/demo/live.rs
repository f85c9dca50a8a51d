//! One act of the story, through the same verbs as the pages, in one transaction.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use kernel::db::Conn;
use kernel::time::civil_date;
use kernel::{Error, RefusalKind, Result};
use matters::publication::{self, Content, Decision, PublicReader, Saved};
use office::catalogue::Item;
use office::docket::{Docket, Order};
use office::file::Files;
use office::organisation::Actor;
use serde_json::{Map, Value as Json};

use super::document::{Document, Names, pasted};
use super::fixtures::{Act, Deed};
use super::found::County;
use super::{applications, batch, items, requests, staff};

/// The county as it goes along.
#[derive(Clone)]
pub struct World {
    /// Cases.
    pub docket: Docket,
    /// Originals.
    pub files: Files,
    /// Rows by name.
    pub county: County,
    /// Documents by slug.
    pub documents: BTreeMap<String, i64>,
    /// The case of a document's take-down or withdrawal.
    pub removals: BTreeMap<String, i64>,
    /// Batches by label.
    pub batches: BTreeMap<String, i64>,
    /// Adjustments of the catalogue and of the powers by workbook.
    pub adjustments: BTreeMap<String, i64>,
    /// Cases of requests by label.
    pub requests: BTreeMap<String, i64>,
    /// Applications for service items by label.
    pub services: BTreeMap<String, applications::Running>,
    /// The catalogue's items by code.
    pub items: Arc<BTreeMap<String, Item>>,
}

/// Where and when an act happens.
pub struct Scene<'a> {
    /// The act's connection.
    pub conn: &'a mut Conn,
    /// Who acts.
    pub actor: Actor,
    /// When.
    pub now: Timestamp,
}

impl World {
    /// Does what the act says. A refusal means that story and procedures disagree.
    pub async fn carry_out(mut self, conn: &mut Conn, act: &Act) -> Result<World> {
        let actor = requests::actor(&self, &act.who)?;
        let mut scene = Scene {
            conn,
            actor,
            now: act.at,
        };
        match &act.deed {
            Deed::Draft { .. } | Deed::SecondEdition { .. } | Deed::Paste { .. } | Deed::Edit { .. } => {
                self.write(&mut scene, &act.deed).await?;
            }
            Deed::Submit { document, edition } => self.submit(&mut scene, document, *edition).await?,
            Deed::Approve {
                document,
                step,
                edition,
                on_behalf_of,
            } => {
                if let Some(principal) = on_behalf_of {
                    scene.actor = scene.actor.clone().on_behalf(self.person(principal)?);
                }
                self.same_edition(&mut scene, document, *edition).await?;
                self.decide(&mut scene, document, step, "approve", Order::default())
                    .await?;
            }
            Deed::Return {
                document,
                step,
                reason,
                text,
            } => {
                let order = Order {
                    data: data([("return_reason", reason)]),
                    ..because(text)
                };
                self.decide(&mut scene, document, step, "return", order).await?;
            }
            Deed::Recall { document, text } => {
                let case_id = self.review_of(&mut scene, document).await?;
                self.act_in(&mut scene, case_id, "recall", because(text)).await?;
            }
            Deed::TakeDown { .. }
            | Deed::ReviewTakeDown { .. }
            | Deed::Withdraw { .. }
            | Deed::SupportWithdrawal { .. }
            | Deed::ConfirmWithdrawal { .. } => self.remove(&mut scene, &act.deed).await?,
            Deed::ImportPages { .. } | Deed::AcceptBatch { .. } => {
                batch::carry_out(&mut self, &mut scene, &act.deed).await?
            }
            Deed::AdjustCatalogue { .. }
            | Deed::AdjustPowers { .. }
            | Deed::AcceptAdjustment { .. }
            | Deed::KeepForms { .. } => {
                items::carry_out(&mut self, &mut scene, &act.deed).await?;
            }
            Deed::FileRequest(_)
            | Deed::RequestStep(_)
            | Deed::Remedy { .. }
            | Deed::LogRequest { .. }
            | Deed::OpenAccount { .. }
            | Deed::KeepRequest { .. } => requests::carry_out(&mut self, &mut scene, &act.deed).await?,
            Deed::FileService(applied) => applications::file(&mut self, &mut scene, applied).await?,
            Deed::ServiceStep(step) => applications::act(&self, &mut scene, step).await?,
            _ => staff::carry_out(&mut self, &mut scene, &act.deed).await?,
        }
        Ok(self)
    }

    /// The row of a person of the story.
    pub fn person(&self, login: &str) -> Result<i64> {
        found(self.county.people.get(login), "人员", login)
    }

    /// The row of an organisation.
    pub fn organisation(&self, code: &str) -> Result<i64> {
        found(self.county.organisations.get(code), "单位", code)
    }

    /// The row of a column.
    pub fn column(&self, slug: &str) -> Result<i64> {
        found(self.county.columns.get(slug), "栏目", slug)
    }

    /// The row of a document.
    pub fn document(&self, slug: &str) -> Result<i64> {
        found(self.documents.get(slug), "稿件", slug)
    }

    fn names(&self) -> Names<'_> {
        Names {
            columns: &self.county.columns,
            organisations: &self.county.names,
        }
    }

    async fn write(&mut self, scene: &mut Scene<'_>, deed: &Deed) -> Result<()> {
        match deed {
            Deed::Draft { document, flaw } => {
                let read = Document::read(document, 1)?;
                let content = read.content(&self.names(), flaw)?;
                if self.person(&read.front.submitter)? != scene.actor.person_id().unwrap_or_default() {
                    return Err(disagrees(format!(
                        "{document} 的起草人是 {}",
                        read.front.submitter
                    )));
                }
                self.start(scene, document, &read.front.org, content).await
            }
            Deed::Paste {
                document,
                file,
                organisation,
                column,
                genre,
            } => {
                let content = pasted(file, self.column(column)?, genre)?;
                self.start(scene, document, organisation, content).await
            }
            Deed::SecondEdition { document, edition } => {
                let content = Document::read(document, *edition)?.content(&self.names(), &[])?;
                self.same_edition(scene, document, *edition).await?;
                let document_id = self.document(document)?;
                publication::revise(scene.conn, &scene.actor, document_id, scene.now).await?;
                self.save(scene, document_id, content).await
            }
            Deed::Edit { document } => {
                let content = Document::read(document, 1)?.content(&self.names(), &[])?;
                self.save(scene, self.document(document)?, content).await
            }
            other => Err(disagrees(format!("这不是写稿：{other:?}"))),
        }
    }

    async fn start(&mut self, scene: &mut Scene<'_>, slug: &str, org: &str, content: Content) -> Result<()> {
        let (person_id, org_id) = (
            scene.actor.person_id().unwrap_or_default(),
            self.organisation(org)?,
        );
        let document_id =
            publication::start_at(scene.conn, person_id, org_id, slug, content, scene.now).await?;
        self.documents.insert(slug.to_owned(), document_id);
        Ok(())
    }

    async fn save(&self, scene: &mut Scene<'_>, document_id: i64, content: Content) -> Result<()> {
        let base = publication::draft(scene.conn, document_id).await?.revision;
        match publication::save(scene.conn, &scene.actor, document_id, base, content, scene.now).await? {
            Saved::Kept { .. } => Ok(()),
            Saved::Conflict { .. } => Err(disagrees("有人同时在改")),
        }
    }

    async fn submit(&self, scene: &mut Scene<'_>, slug: &str, edition: usize) -> Result<()> {
        self.same_edition(scene, slug, edition).await?;
        let document_id = self.document(slug)?;
        let draft = publication::draft(scene.conn, document_id).await?;
        let (docket, now) = (&self.docket, scene.now);
        let order = Order::default();
        publication::submit(
            docket,
            scene.conn,
            &scene.actor,
            document_id,
            draft.revision,
            order,
            now,
        )
        .await
        .map(|_| ())
    }

    /// Decides at the step that the story names, about the edition that the page shows.
    async fn decide(
        &self,
        scene: &mut Scene<'_>,
        slug: &str,
        step: &str,
        kind: &str,
        order: Order,
    ) -> Result<()> {
        let case_id = self.review_of(scene, slug).await?;
        let review = publication::review(&self.docket, scene.conn, &scene.actor, case_id, scene.now).await?;
        let here = review.case.state.holders(&review.case.definition);
        if !here
            .iter()
            .any(|ball| ball.actors.iter().any(|actor| actor.role == step))
        {
            let places: Vec<_> = here.into_iter().map(|ball| ball.label).collect();
            return Err(disagrees(format!(
                "{slug} 不在 {step}，而在“{}”",
                places.join("、")
            )));
        }
        let offer = review.offers.iter().find(|offer| offer.act.starts_with(kind));
        let act = offer
            .map(|offer| offer.act.clone())
            .ok_or_else(|| disagrees(format!("{slug} 这一步这个人不能办理")))?;
        let person_id = scene.actor.person_id().unwrap_or_default();
        publication::look(
            scene.conn,
            person_id,
            self.document(slug)?,
            review.edition.id,
            scene.now,
        )
        .await?;
        let decision = Decision {
            act,
            seen_digest: review.edition.digest,
            order,
        };
        publication::decide(
            &self.docket,
            scene.conn,
            &scene.actor,
            case_id,
            decision,
            scene.now,
        )
        .await
        .map(|_| ())
    }

    async fn review_of(&self, scene: &mut Scene<'_>, slug: &str) -> Result<i64> {
        let draft = publication::draft(scene.conn, self.document(slug)?).await?;
        draft
            .case_id
            .ok_or_else(|| disagrees(format!("{slug} 还没有提交过")))
    }

    /// The story repeats which edition it is about; published ones count.
    async fn same_edition(&self, scene: &mut Scene<'_>, slug: &str, edition: usize) -> Result<()> {
        let next = next_edition(scene.conn, self.document(slug)?).await?;
        if next == edition {
            Ok(())
        } else {
            Err(disagrees(format!("{slug} 现在是第{next}版，不是第{edition}版")))
        }
    }

    async fn remove(&mut self, scene: &mut Scene<'_>, deed: &Deed) -> Result<()> {
        let (docket, now) = (self.docket.clone(), scene.now);
        match deed {
            Deed::TakeDown {
                document,
                ground,
                text,
            } => {
                let order = Order {
                    data: data([("ground", ground)]),
                    ..because(text)
                };
                let id = self.document(document)?;
                let done = publication::take_down(&docket, scene.conn, &scene.actor, id, order, now).await?;
                self.removals.insert(document.clone(), done.case_id);
                Ok(())
            }
            Deed::Withdraw {
                document,
                ground,
                text,
            } => {
                let order = Order {
                    data: data([("ground", ground), ("public_notice", text)]),
                    ..because(text)
                };
                let id = self.document(document)?;
                let done = publication::propose_withdrawal(&docket, scene.conn, &scene.actor, id, order, now)
                    .await?;
                self.removals.insert(document.clone(), done.case_id);
                Ok(())
            }
            Deed::ReviewTakeDown {
                document,
                finding,
                text,
            } => {
                let act = if finding == "lifted" { "restore" } else { "uphold" };
                self.act_in(scene, self.removal(document)?, act, because(text))
                    .await
            }
            Deed::SupportWithdrawal { document } => {
                self.act_in(scene, self.removal(document)?, "support", Order::default())
                    .await
            }
            Deed::ConfirmWithdrawal { document } => {
                self.act_in(scene, self.removal(document)?, "approve", Order::default())
                    .await
            }
            other => Err(disagrees(format!("这不是下线：{other:?}"))),
        }
    }

    fn removal(&self, slug: &str) -> Result<i64> {
        found(self.removals.get(slug), "下线或撤回", slug)
    }

    async fn act_in(&self, scene: &mut Scene<'_>, case_id: i64, act: &str, order: Order) -> Result<()> {
        publication::act_in(
            &self.docket,
            scene.conn,
            &scene.actor,
            case_id,
            act,
            order,
            scene.now,
        )
        .await
        .map(|_| ())
    }
}

/// The number of the edition that is being worked on: one more than were published.
pub async fn next_edition(conn: &mut Conn, document_id: i64) -> Result<usize> {
    let article = PublicReader::new(conn).article_by_id(document_id).await?;
    Ok(article.map_or(0, |article| article.editions.len()) + 1)
}

/// An order with the person's words.
pub fn because(text: &str) -> Order {
    Order {
        reason: Some(text.to_owned()),
        ..Order::default()
    }
}

fn data<const N: usize>(fields: [(&str, &String); N]) -> Map<String, Json> {
    fields
        .into_iter()
        .map(|(field, value)| (field.to_owned(), Json::from(value.as_str())))
        .collect()
}

/// The story says something that the county is not.
pub fn disagrees(sentence: impl Into<String>) -> Error {
    Error::refuse(
        RefusalKind::Conflict,
        "story",
        format!("故事与系统不符：{}。", sentence.into()),
        "",
    )
}

/// A row by its name in the story.
pub fn found(row: Option<&i64>, what: &str, name: &str) -> Result<i64> {
    known(row, what, name).copied()
}

/// What has this name in the story.
pub fn known<'w, T>(it: Option<&'w T>, what: &str, name: &str) -> Result<&'w T> {
    it.ok_or_else(|| disagrees(format!("没有{what} {name}")))
}

/// The civil day of the scene.
pub fn today(scene: &Scene<'_>) -> jiff::civil::Date {
    civil_date(scene.now)
}

//! The steps that may be made, as forms of the case desk.

use std::collections::BTreeMap;

use kernel::Result;
use kernel::db::Conn;
use kernel::time::civil_date;
use matters::request::Party;
use office::redaction::Work;
use office::{letter, organisation};
use procedure::{Definition, Offer};

use super::fields::{self, Papers};
use super::inputs;
use super::redaction::{self, ReadyView};
use super::sheets::Waiting;
use crate::App;
use crate::form::Errors;
use crate::workbench::offers::{ChoiceView, InputView, forward};

pub use super::inputs::{ROWS, option};

/// Names and texts, as a form sent them.
pub type Typed = BTreeMap<String, Vec<String>>;

/// The first text under a name.
pub fn text<'t>(typed: &'t Typed, name: &str) -> &'t str {
    typed
        .get(name)
        .and_then(|all| all.first())
        .map_or("", |text| text.trim())
}

/// What was sent before, for a form that comes back.
#[derive(Default)]
pub struct Back {
    /// Names and texts.
    pub typed: Typed,
    /// Uploads that wait.
    pub waiting: Vec<Waiting>,
    /// What is wrong.
    pub errors: Errors,
}

/// A step as a form.
pub struct ActView {
    pub act: String,
    pub branch: String,
    pub label: String,
    /// Whom the branch is about, or empty.
    pub about: String,
    pub inputs: Vec<InputView>,
    pub offices: Option<OfficesView>,
    pub parties: Option<PartiesView>,
    pub words: Option<InputView>,
    /// Redacted files that it may take along.
    pub ready: Vec<ReadyView>,
    pub papers: Vec<PapersView>,
    pub dated: Option<DatedView>,
    /// Names of letters that it sends.
    pub letters: Vec<String>,
    /// What the letter says by reply type.
    pub wordings: Vec<(String, String)>,
    pub article: String,
    pub danger: bool,
    pub outward: bool,
    pub main: bool,
    pub key: &'static str,
    /// Something about it is wrong, or it is being filled in: shown open.
    pub open: bool,
}

/// Organisations to choose from.
pub struct OfficesView {
    pub name: String,
    pub label: String,
    pub error: String,
    pub options: Vec<ChoiceView>,
}

/// Rows in which somebody is named.
pub struct PartiesView {
    pub what: &'static str,
    pub error: String,
    pub rows: Vec<PartyRow>,
    /// Name of the input that says how many there are.
    pub count_name: String,
    pub makers: bool,
}

pub struct PartyRow {
    pub n: usize,
    pub name_name: String,
    pub name: String,
    pub contact_name: String,
    pub contact: String,
    pub office_name: String,
    pub offices: Vec<ChoiceView>,
}

pub struct PapersView {
    pub is: Papers,
    pub error: String,
    pub waiting: Vec<WaitingView>,
}

pub struct WaitingView {
    pub text: String,
    pub digest: String,
    pub label: String,
}

/// An earlier legal date.
pub struct DatedView {
    pub on_name: String,
    pub on: String,
    pub on_error: String,
    pub ground_name: String,
    pub ground_error: String,
    pub grounds: Vec<ChoiceView>,
    pub open: bool,
}

/// Steps under one heading.
pub struct GroupView {
    pub label: &'static str,
    pub acts: Vec<ActView>,
}

/// What the forms of a case need to know of it.
#[derive(Default)]
pub struct About {
    /// Who was asked.
    pub parties: Vec<Party>,
    /// Organisations that may be given work: row and name.
    pub offices: Vec<(i64, String)>,
    /// Hints by field.
    pub hints: Vec<(&'static str, String)>,
    /// What a field holds while nothing was typed.
    pub presets: Vec<(&'static str, String)>,
    /// Names of letters by wording, and the texts of parts.
    pub wordings: Vec<letter::Wording>,
    /// Documents that are being redacted.
    pub works: Vec<Work>,
}

impl About {
    /// Offices and wordings of the organisation whose case it is.
    pub async fn read(app: &App, conn: &mut Conn, org_id: i64) -> Result<About> {
        let mut offices: Vec<(i64, String)> = Vec::new();
        for one in organisation::incumbents(conn, civil_date(app.now())).await? {
            let Some(id) = one
                .org_id
                .filter(|id| one.role == "request_clerk" && *id != org_id)
            else {
                continue;
            };
            if !offices.iter().any(|(known, _)| *known == id) {
                offices.push((id, one.org_name));
            }
        }
        offices.sort();
        let wordings = letter::wordings(conn, org_id).await?;
        Ok(About {
            offices,
            wordings,
            ..About::default()
        })
    }

    /// What a member of a branch is called.
    pub fn called(&self, member: &str) -> String {
        if let Some(party) = self.parties.iter().find(|party| party.member == member) {
            return if party.name.is_empty() {
                "（姓名已清除）".to_owned()
            } else {
                party.name.clone()
            };
        }
        let id = member.strip_prefix('o').and_then(|id| id.parse::<i64>().ok());
        let office = self.offices.iter().find(|(known, _)| Some(*known) == id);
        office.map_or_else(|| member.to_owned(), |(_, name)| name.clone())
    }
}

/// Every offer as a form; the usual one first and open.
pub fn views(definition: &Definition, offers: &[Offer], about: &About, back: &Back) -> Vec<ActView> {
    let usual = fields::USUAL
        .iter()
        .find_map(|act| offers.iter().position(|offer| offer.act == *act));
    let mut all: Vec<ActView> = offers
        .iter()
        .enumerate()
        .filter(|(_, offer)| {
            offer.act != "tell-third-party" || about.parties.iter().any(|it| it.kind == "third_party")
        })
        .map(|(n, offer)| view(definition, offer, Some(n) == usual, about, back))
        .collect();
    all.sort_by_key(|view| (!view.main, view.danger));
    all
}

/// The main form, and the others by what they are for.
pub fn grouped(views: Vec<ActView>) -> (Option<ActView>, Vec<GroupView>) {
    let (main, mut rest): (Vec<_>, Vec<_>) = views.into_iter().partition(|view| view.main);
    let mut groups = Vec::new();
    for (label, acts) in fields::GROUPS {
        let (here, others): (Vec<_>, Vec<_>) = rest
            .into_iter()
            .partition(|view| acts.contains(&view.act.as_str()));
        rest = others;
        if !here.is_empty() {
            groups.push(GroupView { label, acts: here });
        }
    }
    if !rest.is_empty() {
        groups.push(GroupView {
            label: "其他",
            acts: rest,
        });
    }
    (main.into_iter().next(), groups)
}

fn view(definition: &Definition, offer: &Offer, main: bool, about: &About, back: &Back) -> ActView {
    let prefix = fields::prefix(offer);
    let branch = offer.branch.as_ref();
    let step = definition.find_move(&offer.act);
    let member = branch
        .map(|it| format!("{}.{}", it.fork, it.member))
        .unwrap_or_default();
    // Asked of the form itself: boxes that were left empty send nothing.
    let touched = text(&back.typed, "act") == offer.act && text(&back.typed, "branch") == member;
    ActView {
        branch: member,
        about: branch.map(|it| about.called(&it.member)).unwrap_or_default(),
        inputs: inputs::office(offer, &prefix, back)
            .into_iter()
            .chain(
                offer
                    .fields
                    .iter()
                    .filter(|need| inputs::visible(need))
                    .map(|need| inputs::input(&prefix, need, about, back)),
            )
            .collect(),
        offices: inputs::offices(offer, &prefix, about, back),
        parties: inputs::parties(offer, &prefix, about, back),
        words: inputs::words(offer, &prefix, back),
        ready: redaction::ready(offer, &about.works, &back.typed),
        papers: inputs::papers(offer, &prefix, back),
        dated: inputs::dated(offer, &prefix, back),
        letters: step
            .map(|step| inputs::letters(&step.effects, about))
            .unwrap_or_default(),
        wordings: if offer.act == "propose-reply" {
            inputs::wordings(offer, about)
        } else {
            Vec::new()
        },
        article: offer.article.clone().unwrap_or_default(),
        danger: offer.danger,
        outward: offer.outward,
        key: if main && forward(offer) { "a" } else { "" },
        open: main || touched,
        main,
        act: offer.act.clone(),
        label: offer.label.clone(),
    }
}

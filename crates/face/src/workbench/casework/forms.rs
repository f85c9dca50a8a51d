//! The steps that may be made, as forms of the case desk.

use std::collections::BTreeMap;

use kernel::Result;
use kernel::db::Conn;
use kernel::time::civil_date;
use office::docket::Case;
use office::{letter, organisation};
use procedure::{Definition, Offer};

use super::checks::{self, CheckRow, ChecksView};
use super::inputs::{self, DatedView, OfficesView, PapersView, PartiesView, PicksView};
use super::{Manner, Waiting, prefix};
use crate::App;
use crate::door::Visitor;
use crate::form::{self, Errors};
use crate::workbench::acting::Acting;
use crate::workbench::offers::{InputView, forward};

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
    /// Things of the matter that it may take along.
    pub picks: Vec<PicksView>,
    pub papers: Vec<PapersView>,
    pub dated: Option<DatedView>,
    /// Names of letters that it sends.
    pub letters: Vec<String>,
    /// What comes after the button, where the letter is not the step's own.
    pub onward: &'static str,
    /// What the letter says by choice.
    pub wordings: Vec<(String, String)>,
    pub article: String,
    pub danger: bool,
    pub outward: bool,
    pub main: bool,
    pub key: &'static str,
    /// Something about it is wrong, or it is being filled in: shown open.
    pub open: bool,
}

/// Steps under one heading.
pub struct GroupView {
    pub label: &'static str,
    pub acts: Vec<ActView>,
}

/// The answers to an application: one list of materials, one choice.
pub struct AnswersView {
    pub checks: ChecksView,
    pub acts: Vec<ActView>,
}

/// Somebody with a branch, or to whom letters go.
pub struct Member {
    /// As the case names them: `o5`, `t1`.
    pub code: String,
    /// What they are called; empty after erasure.
    pub name: String,
}

/// Things of the matter that a step may take along.
pub struct Picks {
    /// The step.
    pub act: &'static str,
    /// Name of the control, behind the step's prefix.
    pub control: &'static str,
    pub legend: &'static str,
    pub hint: &'static str,
    /// Value and label.
    pub options: Vec<(String, String)>,
}

/// What the forms of a case need to know of it.
#[derive(Default)]
pub struct About {
    /// Who has a branch, or was written to.
    pub members: Vec<Member>,
    /// Organisations that may be given work: row and name.
    pub offices: Vec<(i64, String)>,
    /// Those that are usually given it.
    pub usual_offices: Vec<i64>,
    /// People who may be named: row and name; none where no step of the matter names one.
    pub people: Option<Vec<(i64, String)>>,
    /// Hints by field.
    pub hints: Vec<(&'static str, String)>,
    /// What a field holds while nothing was typed.
    pub presets: Vec<(&'static str, String)>,
    /// Names of letters by wording, and the texts of parts.
    pub wordings: Vec<letter::Wording>,
    /// What steps may take along.
    pub picks: Vec<Picks>,
    /// Steps that would say nothing to anybody: they are not shown.
    pub hidden: Vec<&'static str>,
    /// The list of materials, where the case has one.
    pub checklist: Vec<CheckRow>,
    /// The answer that the list suggests.
    pub suggested: &'static str,
}

impl About {
    /// Wordings of the organisation whose case it is, and the others that have one of these posts.
    pub async fn read(app: &App, conn: &mut Conn, org_id: i64, roles: &[&str]) -> Result<About> {
        let mut offices: Vec<(i64, String)> = Vec::new();
        for one in organisation::incumbents(conn, civil_date(app.now())).await? {
            let Some(id) = one
                .org_id
                .filter(|id| roles.contains(&one.role.as_str()) && *id != org_id)
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
        if let Some(known) = self.members.iter().find(|it| it.code == member) {
            return if known.name.is_empty() {
                "（姓名已清除）".to_owned()
            } else {
                known.name.clone()
            };
        }
        let id = organisation::of_member(member);
        let office = self.offices.iter().find(|(known, _)| Some(*known) == id);
        office.map_or_else(|| member.to_owned(), |(_, name)| name.clone())
    }
}

/// What every form of a case carries.
pub struct FormsView {
    pub action: String,
    pub csrf: String,
    pub request_key: String,
    pub seq: i64,
    pub principal: String,
    pub behalf: String,
    pub accept: &'static str,
    pub no_offices: &'static str,
    pub answers: Option<AnswersView>,
    pub main: Option<ActView>,
    pub groups: Vec<GroupView>,
    pub withheld: Vec<String>,
}

impl FormsView {
    /// The steps that are offered in this case, posted to `action`.
    pub fn of(
        manner: &Manner,
        visitor: &Visitor,
        case: &Case,
        acting: &Acting,
        action: String,
        about: &About,
        back: &Back,
    ) -> Self {
        let views = views(manner, &case.definition, &acting.offers, about, back);
        let (answers, views): (Vec<_>, Vec<_>) = views
            .into_iter()
            .partition(|view| manner.answers.contains(&view.act.as_str()));
        let answers = (!answers.is_empty()).then(|| AnswersView {
            checks: checks::checks(about, back),
            acts: chosen(manner, answers, about),
        });
        let (main, groups) = grouped(manner, views);
        let principal = acting.principal.as_ref();
        // Only a step's form says what it saw of the case.
        let key = match back.typed.contains_key("seq") {
            true => text(&back.typed, "request_key"),
            false => "",
        };
        FormsView {
            action,
            csrf: visitor.csrf.clone(),
            request_key: if key.is_empty() {
                form::request_key()
            } else {
                key.to_owned()
            },
            seq: case.file.last_seq,
            principal: principal.map(|(id, _)| id.to_string()).unwrap_or_default(),
            behalf: principal.map(|(_, name)| name.clone()).unwrap_or_default(),
            accept: crate::workbench::drafts::ACCEPT,
            no_offices: manner.no_offices,
            answers,
            main,
            groups,
            withheld: acting.withheld.clone(),
        }
    }

    /// Nothing is offered.
    pub fn is_empty(&self) -> bool {
        self.answers.is_none() && self.main.is_none() && self.groups.is_empty()
    }
}

/// The answers in their order, one of them chosen: what was sent, otherwise what the list suggests.
fn chosen(manner: &Manner, mut answers: Vec<ActView>, about: &About) -> Vec<ActView> {
    answers.sort_by_key(|view| manner.answers.iter().position(|act| *act == view.act));
    let sent = answers.iter().position(|view| view.open && !view.main);
    let suggested = answers.iter().position(|view| view.act == about.suggested);
    let at = sent.or(suggested).unwrap_or_default();
    for (n, view) in answers.iter_mut().enumerate() {
        view.open = n == at;
    }
    answers
}

/// Every offer as a form; the usual one first and open.
pub fn views(
    manner: &Manner,
    definition: &Definition,
    offers: &[Offer],
    about: &About,
    back: &Back,
) -> Vec<ActView> {
    let usual = manner
        .usual
        .iter()
        .find_map(|act| offers.iter().position(|offer| offer.act == *act));
    let mut all: Vec<ActView> = offers
        .iter()
        .enumerate()
        .filter(|(_, offer)| !about.hidden.contains(&offer.act.as_str()))
        .map(|(n, offer)| view(manner, definition, offer, Some(n) == usual, about, back))
        .collect();
    all.sort_by_key(|view| (!view.main, view.danger));
    all
}

/// The main form, and the others by what they are for.
fn grouped(manner: &Manner, views: Vec<ActView>) -> (Option<ActView>, Vec<GroupView>) {
    let (main, mut rest): (Vec<_>, Vec<_>) = views.into_iter().partition(|view| view.main);
    let mut groups = Vec::new();
    for (label, acts) in manner.groups {
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

fn view(
    manner: &Manner,
    definition: &Definition,
    offer: &Offer,
    main: bool,
    about: &About,
    back: &Back,
) -> ActView {
    let prefix = prefix(offer);
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
        inputs: inputs::other_office(manner, offer, &prefix, back)
            .into_iter()
            .chain(
                offer
                    .fields
                    .iter()
                    .filter(|need| inputs::visible(manner, need, about))
                    .map(|need| inputs::input(manner, &prefix, need, about, back)),
            )
            .collect(),
        offices: inputs::offices(offer, &prefix, about, back, touched),
        parties: inputs::parties(manner, offer, &prefix, about, back),
        words: inputs::words(manner, offer, &prefix, back),
        picks: inputs::picks(offer, &prefix, about, back),
        papers: inputs::papers(manner, offer, about, back),
        dated: inputs::dated(offer, &prefix, back),
        letters: step
            .map(|step| inputs::letters(&step.effects, about))
            .unwrap_or_default(),
        onward: (manner.onward)(&offer.act),
        wordings: (manner.wordings)(offer, about),
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

//! What differs between the desks of two matters, as data.

use matters::Sent;
use procedure::Offer;

use super::About;

/// The manner of a desk. One table, so that the page and the reading of it cannot differ.
pub struct Manner {
    /// Where the desk stands: `/desk/requests`.
    pub address: &'static str,
    /// What it is called, where a page leads back to it.
    pub name: &'static str,
    /// Steps that are what one does at their place; the first one offered stands open, with the main button.
    pub usual: &'static [&'static str],
    /// Steps by what they are for, as the drawer lists them; whatever stands in none comes last.
    pub groups: &'static [(&'static str, &'static [&'static str])],
    /// Steps that answer an application on one list of materials: one form with a choice.
    pub answers: &'static [&'static str],
    /// What the words of a step are called, and what becomes of them.
    pub words: fn(&str) -> (&'static str, &'static str),
    /// The papers that a step takes.
    pub papers: fn(&Offer, &About) -> Vec<Papers>,
    /// Rows in which a step names people; none for other steps.
    pub asks: fn(&str) -> Option<Asks>,
    /// Label and hint of the other agency that a step names outside its definition.
    pub other_office: fn(&str) -> Option<(&'static str, &'static str)>,
    /// What comes after the button, where the letter is not the step's own.
    pub onward: fn(&str) -> &'static str,
    /// Ready words of the letter, by choice.
    pub wordings: fn(&Offer, &About) -> Vec<(String, String)>,
    /// What the page says before a letter goes out.
    pub outlook: fn(&Offer, &Sent) -> Outlook,
    /// What the kind of a paper is called.
    pub paper_kind: fn(&str) -> &'static str,
    /// Where a problem with a field is shown, where that is another control.
    pub shown_at: fn(&str) -> Option<&'static str>,
    /// Fields that have a control of their own.
    pub known: &'static [&'static str],
    /// Fields that the room computes.
    pub computed: &'static [&'static str],
    /// Fields that take more than a line, among them personal ones.
    pub long: &'static [&'static str],
    /// Fields that the room writes where they are left empty.
    pub composed: &'static [&'static str],
    /// Said instead of a choice of organisations, where there is none to choose.
    pub no_offices: &'static str,
}

/// A control for papers.
pub struct Papers {
    /// Name of the control; behind the step's prefix its id.
    pub name: String,
    /// Kind under which the papers are kept.
    pub kind: &'static str,
    /// Of which material they are, or empty.
    pub about: String,
    /// In Chinese.
    pub label: String,
    /// Below it.
    pub hint: &'static str,
    /// Several.
    pub many: bool,
    /// May be left empty.
    pub optional: bool,
}

/// People whom a step names.
pub struct Asks {
    /// What they are.
    pub what: &'static str,
    /// They may be organisations of this house.
    pub offices: bool,
    /// Those who were named before are written to again.
    pub again: bool,
}

/// What a page says before a letter goes out.
pub struct Outlook {
    /// What confirming does.
    pub intro: &'static str,
    /// On the button.
    pub confirm: &'static str,
    /// A figure that has to be seen: its name and itself.
    pub figure: Option<(&'static str, String)>,
}

impl Outlook {
    /// The letter goes out at once.
    pub fn sends() -> Outlook {
        Outlook {
            intro: "确认以后，下面的文书立即成文、编号，不能更改。每一个字请再看一遍。",
            confirm: "确认发出",
            figure: None,
        }
    }
}

/// Name of the controls of an offer; the same step in two branches has two.
pub fn prefix(offer: &Offer) -> String {
    match &offer.branch {
        Some(branch) => format!("{}-{}-{}", offer.act, branch.fork, branch.member),
        None => offer.act.clone(),
    }
}

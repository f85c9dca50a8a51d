//! What the pages of this room share.

use office::catalogue::Question;

use crate::portal::page::Ask;
use crate::portal::progress::page::{Choice, trail_of};
use crate::workbench::NavLink;

/// Where the pages of this matter stand.
pub(super) const HOME: (&str, &str) = ("办事", "/services");
/// How the names of the situation's questions begin.
pub(super) const QUESTION: &str = "q.";

/// 首页 › 办事 › the item › last.
pub(super) fn trail(ask: &Ask, (name, code): (&str, &str), last: &str) -> Vec<NavLink> {
    let mut trail = trail_of(ask, HOME, last);
    trail.insert(
        2,
        NavLink {
            label: name.to_owned(),
            href: format!("/services/{code}"),
            current: false,
        },
    );
    trail
}

/// A question about the situation, with what was answered.
pub(super) struct QuestionView {
    pub name: String,
    pub text: String,
    pub options: Vec<Choice>,
}

/// The questions, with what was answered.
pub(super) fn questions(all: &[Question], chosen: &[(String, String)]) -> Vec<QuestionView> {
    let view = |it: &Question| {
        let said = chosen.iter().find(|(code, _)| *code == it.code);
        let said = said.map_or("", |(_, option)| option.as_str());
        QuestionView {
            name: format!("{QUESTION}{}", it.code),
            text: it.text.clone(),
            options: Choice::all(it.options.iter().map(|one| (one.as_str(), one.as_str())), said),
        }
    };
    all.iter().map(view).collect()
}

/// What was answered: `q.size=小`. Only questions of this item, each once.
pub(super) fn chosen(all: &[Question], pairs: &[(String, String)]) -> Vec<(String, String)> {
    let of = |it: &Question| {
        let name = format!("{QUESTION}{}", it.code);
        let said = pairs.iter().find(|(known, _)| *known == name)?;
        it.options
            .contains(&said.1)
            .then(|| (it.code.clone(), said.1.clone()))
    };
    all.iter().filter_map(of).collect()
}

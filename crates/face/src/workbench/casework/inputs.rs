//! The controls of a step's form, with what was typed and what is wrong.

use procedure::{Effect, FieldKind, FieldNeed, Offer};

use super::forms::{About, Back, text};
use super::sheets::{Control, Waiting, WaitingView};
use super::{Manner, Papers, prefix};
use crate::workbench::offers::{ChoiceView, InputView};

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
    /// They may be organisations of this house.
    pub offices: bool,
    /// Who is written to without being named again.
    pub known: String,
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

/// Things of the matter to take along.
pub struct PicksView {
    pub name: String,
    pub legend: &'static str,
    pub hint: &'static str,
    pub options: Vec<ChoiceView>,
}

/// What the page or the room fills itself is not asked for.
pub fn visible(manner: &Manner, need: &FieldNeed, about: &About) -> bool {
    takes(manner, need)
        && match need.kind {
            FieldKind::Integer
            | FieldKind::Boolean
            | FieldKind::Date
            | FieldKind::Choice
            | FieldKind::Text => true,
            FieldKind::Person => about.people.is_some(),
            _ => false,
        }
}

/// Whether the form itself says what stands in a field.
pub fn takes(manner: &Manner, need: &FieldNeed) -> bool {
    let field = need.field.as_str();
    !manner.computed.contains(&field) && (!need.personal || manner.long.contains(&field))
}

/// The other agency whose help is asked for has no field of the definition: it stands in the letter alone.
pub fn other_office(manner: &Manner, offer: &Offer, prefix: &str, back: &Back) -> Option<InputView> {
    let name = format!("{prefix}.other_office");
    let (label, hint) = (manner.other_office)(&offer.act)?;
    Some(InputView {
        label: label.to_owned(),
        hint: hint.to_owned(),
        kind: "text",
        options: Vec::new(),
        value: text(&back.typed, &name).to_owned(),
        error: back.errors.of(&name).to_owned(),
        optional: false,
        name,
    })
}

pub fn input(manner: &Manner, prefix: &str, need: &FieldNeed, about: &About, back: &Back) -> InputView {
    let name = format!("{prefix}.{}", need.field);
    let of = |list: &[(&'static str, String)]| {
        list.iter()
            .find(|(field, _)| *field == need.field)
            .map(|(_, text)| text.clone())
    };
    let value = match back.typed.get(&name) {
        Some(_) => text(&back.typed, &name).to_owned(),
        None => of(&about.presets).unwrap_or_default(),
    };
    let field = need.field.as_str();
    InputView {
        kind: match need.kind {
            FieldKind::Integer => "number",
            FieldKind::Boolean => "checked",
            FieldKind::Date => "date",
            FieldKind::Person => "select",
            FieldKind::Choice if need.choices.len() > 6 => "select",
            FieldKind::Choice => "choice",
            _ if manner.long.contains(&field) => "long",
            _ => "text",
        },
        label: need.label.clone(),
        hint: of(&about.hints).or_else(|| need.hint.clone()).unwrap_or_default(),
        options: options(need, about, &value),
        error: back.errors.of(&name).to_owned(),
        optional: !need.required || manner.composed.contains(&field),
        name,
        value,
    }
}

fn options(need: &FieldNeed, about: &About, value: &str) -> Vec<ChoiceView> {
    if need.kind == FieldKind::Person {
        let people = about.people.iter().flatten();
        return people
            .map(|(id, name)| option(&id.to_string(), name, id.to_string() == value))
            .collect();
    }
    need.choices
        .iter()
        .map(|choice| option(&choice.code, &choice.label, choice.code == value))
        .collect()
}

pub fn option(value: &str, label: &str, selected: bool) -> ChoiceView {
    ChoiceView {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: String::new(),
        selected,
    }
}

pub fn words(manner: &Manner, offer: &Offer, prefix: &str, back: &Back) -> Option<InputView> {
    if !offer.reason {
        return None;
    }
    let (label, hint) = (manner.words)(&offer.act);
    let name = format!("{prefix}.reason");
    Some(InputView {
        label: label.to_owned(),
        hint: hint.to_owned(),
        kind: "words",
        options: Vec::new(),
        value: text(&back.typed, &name).to_owned(),
        error: back.errors.of(&name).to_owned(),
        optional: false,
        name,
    })
}

/// The controls for papers, each under its id.
fn paper_controls(manner: &Manner, offer: &Offer, about: &About) -> Vec<Papers> {
    let prefix = prefix(offer);
    let own = (manner.papers)(offer, about).into_iter();
    own.map(|it| Papers {
        name: format!("{prefix}.{}", it.name),
        ..it
    })
    .collect()
}

/// The same, for taking what comes through them.
pub fn controls(manner: &Manner, offer: &Offer, about: &About) -> Vec<Control> {
    let own = paper_controls(manner, offer, about).into_iter();
    own.map(|it| Control {
        name: it.name,
        kind: it.kind,
        about: it.about,
    })
    .collect()
}

pub fn papers(manner: &Manner, offer: &Offer, about: &About, back: &Back) -> Vec<PapersView> {
    paper_controls(manner, offer, about)
        .into_iter()
        .map(|is| PapersView {
            error: back.errors.of(&is.name).to_owned(),
            waiting: Waiting::at(&back.waiting, &is.name),
            is,
        })
        .collect()
}

pub fn dated(offer: &Offer, prefix: &str, back: &Back) -> Option<DatedView> {
    if offer.backdated.is_empty() {
        return None;
    }
    let (on_name, ground_name) = (format!("{prefix}.on"), format!("{prefix}.ground"));
    let (on, ground) = (text(&back.typed, &on_name), text(&back.typed, &ground_name));
    let (on_error, ground_error) = (back.errors.of(&on_name), back.errors.of(&ground_name));
    Some(DatedView {
        open: !on.is_empty() || !on_error.is_empty() || !ground_error.is_empty(),
        on: on.to_owned(),
        on_error: on_error.to_owned(),
        ground_error: ground_error.to_owned(),
        grounds: offer
            .backdated
            .iter()
            .map(|it| option(it, it, it == ground))
            .collect(),
        on_name,
        ground_name,
    })
}

/// `touched`: the form came back; boxes that were left empty send nothing.
pub fn offices(
    offer: &Offer,
    prefix: &str,
    about: &About,
    back: &Back,
    touched: bool,
) -> Option<OfficesView> {
    let need = offer.fields.iter().find(|need| need.field == "departments")?;
    let name = format!("{prefix}.{}", need.field);
    let typed = back.typed.get(&name).cloned().unwrap_or_default();
    let options = about.offices.iter().map(|(id, label)| {
        let member = office::organisation::as_member(*id);
        let chosen = match touched {
            true => typed.contains(&member),
            false => about.usual_offices.contains(id),
        };
        option(&member, label, chosen)
    });
    Some(OfficesView {
        label: need.label.clone(),
        error: back.errors.of(&name).to_owned(),
        options: options.collect(),
        name,
    })
}

/// Rows of a form that names people: three, and as many more as were asked for.
pub const ROWS: usize = 3;

pub fn parties(
    manner: &Manner,
    offer: &Offer,
    prefix: &str,
    about: &About,
    back: &Back,
) -> Option<PartiesView> {
    let asks = (manner.asks)(&offer.act)?;
    let count_name = format!("{prefix}.rows");
    let count = text(&back.typed, &count_name)
        .parse::<usize>()
        .unwrap_or(ROWS)
        .clamp(ROWS, 20);
    let row = |n: usize| {
        let named = |field: &str| format!("{prefix}.party-{n}-{field}");
        let office = text(&back.typed, &named("office"));
        PartyRow {
            n,
            name: text(&back.typed, &named("name")).to_owned(),
            contact: text(&back.typed, &named("contact")).to_owned(),
            offices: about
                .offices
                .iter()
                .map(|(id, label)| option(&id.to_string(), label, id.to_string() == office))
                .collect(),
            name_name: named("name"),
            contact_name: named("contact"),
            office_name: named("office"),
        }
    };
    Some(PartiesView {
        what: asks.what,
        error: back.errors.of(&format!("{prefix}.party-1-name")).to_owned(),
        rows: (1..=count).map(row).collect(),
        count_name,
        offices: asks.offices,
        known: match asks.again {
            true => people(about),
            false => String::new(),
        },
    })
}

/// Everybody who is no organisation.
fn people(about: &About) -> String {
    let people = about.members.iter().filter(|it| it.code.starts_with('t'));
    let names: Vec<&str> = people.map(|it| it.name.as_str()).collect();
    names.join("、")
}

pub fn picks(offer: &Offer, prefix: &str, about: &About, back: &Back) -> Vec<PicksView> {
    let own = about
        .picks
        .iter()
        .filter(|it| it.act == offer.act && !it.options.is_empty());
    own.map(|it| {
        let name = format!("{prefix}.{}", it.control);
        let chosen = back.typed.get(&name).cloned().unwrap_or_default();
        let options = it
            .options
            .iter()
            .map(|(value, label)| option(value, label, chosen.contains(value)));
        PicksView {
            legend: it.legend,
            hint: it.hint,
            options: options.collect(),
            name,
        }
    })
    .collect()
}

/// Letters that a step sends: name and addressee.
pub fn letters(effects: &[Effect], about: &About) -> Vec<String> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Letter { template, to } => {
                let wording = about.wordings.iter().find(|wording| wording.code == *template)?;
                Some(format!("《{}》→ {}", wording.name, procedure::role_label(to)))
            }
            _ => None,
        })
        .collect()
}

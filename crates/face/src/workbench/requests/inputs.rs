//! The controls of a step's form, with what was typed and what is wrong.

use procedure::{Effect, FieldKind, FieldNeed, Offer};

use super::fields;
use super::forms::{
    About, Back, DatedView, OfficesView, PapersView, PartiesView, PartyRow, WaitingView, text,
};
use crate::workbench::offers::{ChoiceView, InputView};

/// What the page or the room fills itself is not asked for.
pub fn visible(need: &FieldNeed) -> bool {
    need.field != "fee_yuan"
        && !need.personal
        && matches!(
            need.kind,
            FieldKind::Integer | FieldKind::Boolean | FieldKind::Date | FieldKind::Choice | FieldKind::Text
        )
}

/// The other agency whose help is asked for has no field of the definition: it stands in the letter alone.
pub fn office(offer: &Offer, prefix: &str, back: &Back) -> Option<InputView> {
    let name = format!("{prefix}.other_office");
    (offer.act == "ask-agencies").then(|| InputView {
        label: "请哪个机关协助".to_owned(),
        hint: "写全称，就是《协办函》的主送".to_owned(),
        kind: "text",
        options: Vec::new(),
        value: text(&back.typed, &name).to_owned(),
        error: back.errors.of(&name).to_owned(),
        optional: false,
        name,
    })
}

pub fn input(prefix: &str, need: &FieldNeed, about: &About, back: &Back) -> InputView {
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
    let options = need
        .choices
        .iter()
        .map(|choice| option(&choice.code, &choice.label, choice.code == value));
    InputView {
        kind: match need.kind {
            FieldKind::Integer => "number",
            FieldKind::Boolean => "checked",
            FieldKind::Date => "date",
            FieldKind::Choice if need.choices.len() > 6 => "select",
            FieldKind::Choice => "choice",
            _ => "text",
        },
        label: need.label.clone(),
        hint: of(&about.hints).or_else(|| need.hint.clone()).unwrap_or_default(),
        options: options.collect(),
        error: back.errors.of(&name).to_owned(),
        optional: !need.required,
        name,
        value,
    }
}

pub fn option(value: &str, label: &str, selected: bool) -> ChoiceView {
    ChoiceView {
        value: value.to_owned(),
        label: label.to_owned(),
        hint: String::new(),
        selected,
    }
}

pub fn words(offer: &Offer, prefix: &str, back: &Back) -> Option<InputView> {
    if !offer.reason {
        return None;
    }
    let (label, hint) = fields::words(&offer.act);
    let name = format!("{prefix}.reason");
    Some(InputView {
        label: label.to_owned(),
        hint: hint.to_owned(),
        kind: if offer.act == "propose-reply" || offer.act == "submit-draft" {
            "text"
        } else {
            "words"
        },
        options: Vec::new(),
        value: text(&back.typed, &name).to_owned(),
        error: back.errors.of(&name).to_owned(),
        optional: false,
        name,
    })
}

pub fn papers(offer: &Offer, prefix: &str, back: &Back) -> Vec<PapersView> {
    let waiting = |name: &str| {
        let here = back.waiting.iter().filter(|it| it.control == name);
        here.map(|it| WaitingView {
            text: it.text(),
            digest: it.sheet.digest.clone(),
            label: it.label(),
        })
        .collect()
    };
    fields::papers(offer, prefix)
        .into_iter()
        .map(|is| PapersView {
            error: back.errors.of(&is.name).to_owned(),
            waiting: waiting(&is.name),
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

pub fn offices(offer: &Offer, prefix: &str, about: &About, back: &Back) -> Option<OfficesView> {
    let need = offer.fields.iter().find(|need| need.field == "departments")?;
    let name = format!("{prefix}.{}", need.field);
    let chosen = back.typed.get(&name).cloned().unwrap_or_default();
    let options = about.offices.iter().map(|(id, label)| {
        let member = format!("o{id}");
        option(&member, label, chosen.contains(&member))
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

pub fn parties(offer: &Offer, prefix: &str, about: &About, back: &Back) -> Option<PartiesView> {
    let what = fields::asks(&offer.act)?;
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
        what,
        error: back.errors.of(&format!("{prefix}.party-1-name")).to_owned(),
        rows: (1..=count).map(row).collect(),
        count_name,
        makers: offer.act == "ask-makers",
    })
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

/// What the reply says by its type, without the words that are typed.
pub fn wordings(offer: &Offer, about: &About) -> Vec<(String, String)> {
    let choices = offer
        .fields
        .iter()
        .filter(|need| need.field == "reply_type")
        .flat_map(|need| &need.choices);
    choices
        .filter_map(|choice| {
            let code = format!("part-{}", choice.code);
            let wording = about.wordings.iter().find(|wording| wording.code == code)?;
            let body = wording.body.replace("{{ reply }}", "（您写的答复内容）");
            Some((choice.label.clone(), body.trim().to_owned()))
        })
        .collect()
}

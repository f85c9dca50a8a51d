//! A move that may be made, as a form: drawn from the engine's offer, read back into an order.

use std::collections::BTreeMap;

use kernel::Refusal;
use office::docket::Order;
use procedure::{Branch, FieldKind, FieldNeed, Offer};
use serde_json::{Map, Value as Json};

use crate::form::Errors;
use crate::workbench::reasons;

/// What a form of offers sent: names and texts.
pub type Sent = BTreeMap<String, String>;

/// One thing that may be done.
pub struct OfferView {
    /// The move.
    pub act: String,
    /// Fork and member of its branch, or empty.
    pub branch: String,
    /// The words on the button.
    pub label: String,
    /// Inputs.
    pub inputs: Vec<InputView>,
    /// A reason is required.
    pub reason: bool,
    /// Name of the reason's input.
    pub reason_name: String,
    /// What was typed there.
    pub reason_value: String,
    /// What is wrong with it.
    pub reason_error: String,
    /// It returns the work with one of the fixed reasons.
    pub fixed_reasons: Vec<ReasonView>,
    /// What is wrong with the choice among them.
    pub fixed_error: String,
    /// Name of the fixed reasons' input.
    pub fixed_name: String,
    /// Documents that it needs; those are uploaded elsewhere.
    pub documents: Vec<String>,
    /// It refuses, cancels or takes back.
    pub danger: bool,
    /// The outside will see it.
    pub outward: bool,
    /// The article behind it.
    pub article: String,
    /// One-key shortcut, or empty.
    pub key: &'static str,
    /// Folded away, since it is not what one usually does here.
    pub aside: bool,
    /// Something about it is wrong: it is shown open.
    pub wrong: bool,
}

/// One input.
pub struct InputView {
    /// Name and id.
    pub name: String,
    /// Label.
    pub label: String,
    /// Hint, or empty.
    pub hint: String,
    /// `text`, `long`, `number`, `date`, `choice`, `checked`.
    pub kind: &'static str,
    /// For a choice.
    pub options: Vec<ChoiceView>,
    /// What was typed.
    pub value: String,
    /// What is wrong.
    pub error: String,
    /// May be left empty.
    pub optional: bool,
}

/// One option of `parts::choices` or `parts::select`.
pub struct ChoiceView {
    /// Sent.
    pub value: String,
    /// Shown.
    pub label: String,
    /// Below it.
    pub hint: String,
    /// Chosen.
    pub selected: bool,
}

/// One fixed reason with its key.
pub struct ReasonView {
    /// Its code.
    pub code: &'static str,
    /// Its words.
    pub name: &'static str,
    /// What to write with it.
    pub hint: &'static str,
    /// Number key.
    pub key: &'static str,
    /// Chosen.
    pub selected: bool,
}

/// The field in which a return names its fixed reason.
const RETURN_REASON: &str = "return_reason";

/// Fields that the page fills itself.
fn silent(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Digest
            | FieldKind::Person
            | FieldKind::Persons
            | FieldKind::Organisation
            | FieldKind::Members
    )
}

fn name(act: &str, field: &str) -> String {
    format!("{act}.{field}")
}

/// The offers as forms, with what was typed before and what is wrong with it.
pub fn views(offers: &[Offer], sent: &Sent, errors: &Errors) -> Vec<OfferView> {
    let main = offers.iter().position(forward);
    offers
        .iter()
        .enumerate()
        .map(|(n, offer)| view(offer, main == Some(n), sent, errors))
        .collect()
}

/// It takes the case onward. Whatever refuses, returns, gives up or removes is marked as danger or has to be
/// reasoned: it never becomes the main button, nor gets the one key that decides.
pub fn forward(offer: &Offer) -> bool {
    !offer.danger && !offer.reason && !returns(offer)
}

fn returns(offer: &Offer) -> bool {
    offer.fields.iter().any(|need| need.field == RETURN_REASON)
}

fn view(offer: &Offer, main: bool, sent: &Sent, errors: &Errors) -> OfferView {
    let typed = |field: &str| sent.get(&name(&offer.act, field)).cloned().unwrap_or_default();
    let wrong = |field: &str| errors.of(&name(&offer.act, field)).to_owned();
    let returns = returns(offer);
    let chosen = typed(RETURN_REASON);
    let key = match (main, returns, offer.danger) {
        (true, ..) => "a",
        (_, true, _) => "r",
        _ => "",
    };
    OfferView {
        act: offer.act.clone(),
        branch: offer
            .branch
            .as_ref()
            .map(|branch| format!("{}.{}", branch.fork, branch.member))
            .unwrap_or_default(),
        label: offer.label.clone(),
        inputs: offer
            .fields
            .iter()
            .filter(|need| !silent(need.kind) && need.field != RETURN_REASON)
            .map(|need| input(&offer.act, need, typed(&need.field), wrong(&need.field)))
            .collect(),
        reason: offer.reason,
        reason_name: name(&offer.act, "reason"),
        reason_value: typed("reason"),
        reason_error: wrong("reason"),
        fixed_reasons: if returns {
            reasons::views(&chosen)
        } else {
            Vec::new()
        },
        fixed_error: wrong(RETURN_REASON),
        fixed_name: name(&offer.act, RETURN_REASON),
        documents: offer.documents.clone(),
        danger: offer.danger,
        outward: offer.outward,
        article: offer.article.clone().unwrap_or_default(),
        aside: !main && !returns,
        wrong: errors
            .iter()
            .any(|error| error.field.starts_with(&name(&offer.act, ""))),
        key,
    }
}

fn input(act: &str, need: &FieldNeed, value: String, error: String) -> InputView {
    let kind = match need.kind {
        FieldKind::Integer => "number",
        FieldKind::Boolean => "checked",
        FieldKind::Date => "date",
        FieldKind::Choice => "choice",
        _ => "long",
    };
    InputView {
        name: name(act, &need.field),
        label: need.label.clone(),
        hint: need.hint.clone().unwrap_or_default(),
        kind,
        options: need
            .choices
            .iter()
            .map(|choice| ChoiceView {
                value: choice.code.clone(),
                label: choice.label.clone(),
                hint: String::new(),
                selected: choice.code == value,
            })
            .collect(),
        value,
        error,
        optional: !need.required,
    }
}

/// The act that a form names, and its order. What is missing is the engine's to say, except for the
/// fixed reasons, which only the workbench knows.
pub fn order(offer: &Offer, sent: &Sent) -> Result<Order, Errors> {
    let typed = |field: &str| {
        sent.get(&name(&offer.act, field))
            .map(|text| text.trim().to_owned())
            .unwrap_or_default()
    };
    let mut data = Map::new();
    for need in offer
        .fields
        .iter()
        .filter(|need| !silent(need.kind) && need.field != RETURN_REASON)
    {
        if let Some(value) = value(need.kind, &typed(&need.field)) {
            data.insert(need.field.clone(), value);
        }
    }
    let mut reason = typed("reason");
    if returns(offer) {
        let (code, words) =
            reasons::compose(&typed(RETURN_REASON), &reason).map_err(|(field, message)| {
                let mut errors = Errors::none();
                errors.add(&name(&offer.act, field), message);
                errors
            })?;
        data.insert(RETURN_REASON.to_owned(), code.into());
        reason = words;
    }
    Ok(Order {
        branch: offer.branch.clone(),
        reason: Some(reason).filter(|reason| !reason.is_empty()),
        data,
        request_key: sent.get("request_key").cloned().filter(|key| !key.is_empty()),
        ..Order::default()
    })
}

fn value(kind: FieldKind, text: &str) -> Option<Json> {
    match kind {
        _ if text.is_empty() => None,
        FieldKind::Integer => Some(text.parse::<i64>().map_or_else(|_| Json::from(text), Json::from)),
        FieldKind::Boolean => Some(matches!(text, "yes" | "on" | "true" | "1").into()),
        _ => Some(text.into()),
    }
}

/// The offer that a form means.
pub fn chosen<'o>(offers: &'o [Offer], sent: &Sent) -> Option<&'o Offer> {
    let act = sent.get("act")?;
    let branch = sent.get("branch").map(String::as_str).unwrap_or_default();
    let text = |branch: &Branch| format!("{}.{}", branch.fork, branch.member);
    offers
        .iter()
        .find(|offer| offer.act == *act && offer.branch.as_ref().map(text).unwrap_or_default() == branch)
}

/// The branch that a form names.
pub fn branch(sent: &Sent) -> Option<Branch> {
    let (fork, member) = sent.get("branch")?.split_once('.')?;
    Some(Branch {
        fork: fork.parse().ok()?,
        member: member.to_owned(),
    })
}

/// The engine's issues are about fields of the move; this form's inputs carry the move's name as well.
pub fn placed(act: &str, refusal: &Refusal) -> Errors {
    let mut placed = Errors::none();
    for issue in &refusal.issues {
        let field = issue
            .field
            .as_ref()
            .map_or_else(String::new, |field| name(act, field));
        placed.add(&field, format!("{}{}", issue.sentence, issue.onward));
    }
    placed
}

#[cfg(test)]
mod tests {
    use kernel::{Issue, RefusalKind};

    use super::*;

    /// What one who holds both posts is offered at each place of every shipped definition.
    #[test]
    fn what_refuses_is_never_one_key_away() {
        for (code, toml) in procedure::shipped() {
            let definition = procedure::Definition::parse(toml).unwrap();
            for place in definition.places() {
                let offers: Vec<_> = definition
                    .moves()
                    .iter()
                    .filter(|step| leaves(step, &place.code))
                    .map(offered)
                    .collect();
                for view in views(&offers, &Sent::new(), &Errors::none()) {
                    let main = view.key == "a" || !(view.aside || view.key == "r");
                    assert!(!main || !view.danger && !view.reason, "{code}: {}", view.act);
                }
            }
        }
    }

    fn leaves(step: &procedure::Move, place: &str) -> bool {
        match &step.from {
            procedure::From::Nowhere => false,
            procedure::From::Places(places) => places.iter().any(|one| one == place),
            procedure::From::Everywhere => true,
        }
    }

    fn offered(step: &procedure::Move) -> Offer {
        Offer {
            act: step.code.clone(),
            label: step.label.clone(),
            branch: None,
            fields: Vec::new(),
            reason: step.reason,
            documents: Vec::new(),
            backdated: Vec::new(),
            outward: false,
            danger: step.danger,
            article: None,
        }
    }

    #[test]
    fn on_a_withdrawal_s_decision_nothing_is_main() {
        let offer = |act: &str, danger: bool, reason: bool| Offer {
            act: act.into(),
            label: act.into(),
            branch: None,
            fields: Vec::new(),
            reason,
            documents: Vec::new(),
            backdated: Vec::new(),
            outward: false,
            danger,
            article: None,
        };
        let keys = |offers: &[Offer]| -> Vec<(&'static str, bool)> {
            views(offers, &Sent::new(), &Errors::none())
                .iter()
                .map(|view| (view.key, view.aside))
                .collect()
        };
        let decision = [offer("approve", true, false), offer("refuse", false, true)];
        assert_eq!(keys(&decision), [("", true), ("", true)]);
        let proposed = [offer("refuse", false, true), offer("support", false, false)];
        assert_eq!(keys(&proposed), [("", true), ("a", false)]);
    }

    #[test]
    fn issues_stand_at_their_inputs_in_whole_sentences() {
        let issues = vec![
            Issue::new("missing-reason", "须说明理由。", "请写明理由。").at("reason"),
            Issue::new("missing", "还没有选择缘由。", "").at("ground"),
            Issue::new("not-yours", "不由您办理。", ""),
        ];
        let errors = placed(
            "restore",
            &Refusal {
                kind: RefusalKind::Invalid,
                issues,
            },
        );
        assert_eq!(errors.of("restore.reason"), "须说明理由。请写明理由。");
        assert_eq!(errors.of("restore.ground"), "还没有选择缘由。");
        assert_eq!(errors.of(""), "不由您办理。");
    }
}

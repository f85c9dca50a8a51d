//! One definition, many items: the parameters that an item binds in the procedure of its handling
//! ([`office::catalogue::Handling::procedure_code`]).

use kernel::Result;
use office::catalogue::{Item, Term, Unit};
use procedure::Definition;
use serde_json::{Map, Value as Json};

/// What the item binds in this definition. A parameter that the definition does not have is not bound; what the item
/// does not say, the definition's default does.
///
/// # Errors
/// None of its own: bounds are checked where a case opens.
pub fn parameters(item: &Item, definition: &Definition) -> Result<Map<String, Json>> {
    let promised = working_days(item.promised);
    // Where the law sets no term, the procedure's usual one stands, or the promise where that is longer [K].
    let beyond = promised.filter(|days| usual(definition).is_some_and(|usual| i64::from(*days) > usual));
    let statutory = working_days(item.statutory).or(beyond);
    let promised = promised.or(statutory);
    let wanted = [
        ("statutory_days", statutory.map(|days| Json::from(days.max(1)))),
        ("promised_days", promised.map(Json::from)),
        (
            "deferral",
            Some(Json::from(item.materials.iter().any(|it| it.may_follow))),
        ),
        // 双公示 is of permits; what else is granted is not published as one.
        ("publishes", Some(Json::from(item.kind == "permit"))),
    ];
    let mut bound = Map::new();
    for (code, value) in wanted {
        let known = definition.parameters().iter().any(|it| it.code == code);
        if let Some(value) = value.filter(|_| known) {
            bound.insert(code.to_owned(), value);
        }
    }
    // A promise is within the law, also where the law's term is shorter than the procedure's usual promise.
    let days = |code: &str| bound.get(code).and_then(Json::as_i64);
    if let (Some(statutory), None) = (days("statutory_days"), days("promised_days")) {
        bound.insert("promised_days".to_owned(), Json::from(statutory));
    }
    Ok(bound)
}

/// The statutory term that the definition has by itself.
fn usual(definition: &Definition) -> Option<i64> {
    let known = definition.parameters();
    let term = known.iter().find(|it| it.code == "statutory_days")?;
    term.default.as_ref()?.as_i64()
}

/// Terms of calendar days are counted in working days, five of seven and never more than the term itself: the earlier
/// day binds [K].
fn working_days(term: Term) -> Option<u16> {
    let days = term.days?;
    Some(match term.unit {
        Unit::Working => days,
        Unit::Calendar => (u32::from(days) * 5 / 7).try_into().unwrap_or(u16::MAX),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use office::catalogue::{Handling, Material};

    fn definition(handling: Handling) -> Definition {
        let code = handling.procedure_code();
        let (_, toml) = procedure::shipped()
            .find(|(known, _)| *known == code)
            .expect("shipped");
        Definition::parse(toml).expect("sound")
    }

    fn item(handling: Handling, statutory: Option<u16>, promised: Option<u16>, unit: Unit) -> Item {
        Item {
            handling,
            kind: "permit".into(),
            statutory: Term {
                days: statutory,
                unit,
            },
            promised: Term { days: promised, unit },
            ..Item::default()
        }
    }

    /// (办件类型, 法定, 承诺, 单位) → (bound statutory, bound promised)
    #[test]
    fn terms_are_bound() {
        use Handling::*;
        use Unit::*;
        let rows = [
            (Promised, Some(45), Some(20), Working, Some(45), Some(20)),
            (Promised, Some(20), None, Working, Some(20), Some(20)),
            (Promised, Some(30), Some(14), Calendar, Some(21), Some(10)),
            (Promised, Some(1), Some(1), Calendar, Some(1), Some(0)),
            (Promised, None, None, Working, None, None),
            (Promised, None, Some(15), Working, None, Some(15)),
            (Reported, None, Some(30), Working, Some(30), Some(30)),
            (Immediate, Some(20), Some(0), Working, Some(20), Some(0)),
            (Immediate, Some(0), Some(0), Working, Some(1), Some(0)),
            (Joint, Some(45), Some(15), Working, Some(45), Some(15)),
            (Reported, Some(20), Some(5), Working, Some(20), Some(5)),
        ];
        for (handling, statutory, promised, unit, bound_statutory, bound_promised) in rows {
            let item = item(handling, statutory, promised, unit);
            let bound = parameters(&item, &definition(handling)).unwrap();
            let days = |code: &str| bound.get(code).and_then(Json::as_u64);
            assert_eq!(
                (days("statutory_days"), days("promised_days")),
                (bound_statutory, bound_promised),
                "{handling:?} {statutory:?} {promised:?}"
            );
        }
    }

    #[test]
    fn only_what_the_definition_has_is_bound() {
        let mut it = item(Handling::Immediate, Some(5), Some(0), Unit::Working);
        it.materials = vec![Material {
            may_follow: true,
            ..Material::default()
        }];
        let bound = parameters(&it, &definition(Handling::Immediate)).unwrap();
        assert!(!bound.contains_key("deferral"));
        it.handling = Handling::Promised;
        it.kind = "confirmation".into();
        let bound = parameters(&it, &definition(Handling::Promised)).unwrap();
        assert_eq!(
            (&bound["deferral"], &bound["publishes"]),
            (&Json::from(true), &Json::from(false))
        );
    }
}

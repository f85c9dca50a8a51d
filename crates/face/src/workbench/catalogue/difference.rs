//! What an adjustment changes of an item, field by field.

use std::collections::BTreeMap;

use office::catalogue::{Item, facts};

/// A field that differs.
pub struct Changed {
    pub label: String,
    pub before: String,
    pub after: String,
}

/// Fields that differ between two versions, in the order of the newer one; what is gone comes last.
pub fn between(
    before: Option<&Item>,
    after: Option<&Item>,
    org_name: &dyn Fn(&str) -> String,
) -> Vec<Changed> {
    let said = |item: Option<&Item>| item.map(|item| facts(item, org_name)).unwrap_or_default();
    let (old, new) = (said(before), said(after));
    let mut left: BTreeMap<String, String> = old.iter().cloned().collect();
    let mut changed = Vec::new();
    for (label, after) in new {
        let before = left.remove(&label).unwrap_or_default();
        if before != after {
            changed.push(Changed { label, before, after });
        }
    }
    let gone = old.into_iter().filter(|(label, _)| left.contains_key(label));
    changed.extend(gone.map(|(label, before)| Changed {
        label,
        before,
        after: String::new(),
    }));
    changed
}

#[cfg(test)]
mod tests {
    use office::catalogue::Fee;

    use super::*;

    #[test]
    fn what_changed_came_and_went_is_named_and_nothing_else() {
        let before = Item {
            name: "取水许可".into(),
            place: "一楼".into(),
            quota: "无".into(),
            ..Item::default()
        };
        let fee = Fee {
            name: "水资源费".into(),
            tariff: "每立方米 0.2 元".into(),
            ..Fee::default()
        };
        let after = Item {
            place: "二楼".into(),
            quota: String::new(),
            fees: vec![fee],
            ..before.clone()
        };
        let found = between(Some(&before), Some(&after), &str::to_owned);
        let found: Vec<_> = found
            .iter()
            .map(|it| (it.label.as_str(), it.before.as_str(), it.after.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("办理地点", "一楼", "二楼"),
                ("收费：水资源费", "", "收费标准：每立方米 0.2 元"),
                ("数量限制", "无", "")
            ]
        );
        assert!(between(Some(&before), Some(&before), &str::to_owned).is_empty());
    }
}

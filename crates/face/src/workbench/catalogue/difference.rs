//! What an adjustment changes of an item or a power, field by field.

use office::catalogue::{self, Changed};

use super::shelf::{Name, Shelf};

/// Fields that differ between two versions; of one that is not there, all that the other says.
pub fn between<T: Shelf>(before: Option<&T>, after: Option<&T>, org_name: &Name<'_>) -> Vec<Changed> {
    let said = |it: Option<&T>| it.map(|it| it.facts(org_name)).unwrap_or_default();
    catalogue::between(said(before), said(after))
}

#[cfg(test)]
mod tests {
    use office::catalogue::{Fee, Item};

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

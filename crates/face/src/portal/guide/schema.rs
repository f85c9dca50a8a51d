//! What search engines and assistants read of an item: schema.org's GovernmentService as JSON-LD.

use office::catalogue::{Audience, Entry, Hours, Item, kind_label};
use serde_json::{Value, json};

use super::item::{address, apply_address};
use super::parts::fee;
use crate::portal::frame::telephone;
use crate::portal::page::Ask;

/// The item as JSON-LD that can stand in a page: it holds no character that could end its element.
pub(super) fn json_ld(ask: &Ask, entry: &Entry, item: &Item) -> String {
    let absolute = |path: String| ask.frame.absolute(&path);
    let org = ask.frame.org(entry.org_id);
    let apply = apply_address(entry, item);
    let value = json!({
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": item.name,
        "identifier": item.code,
        "description": item.brief,
        "serviceType": kind_label(&item.kind),
        "category": item.theme,
        "url": absolute(address(&item.code)),
        "provider": {
            "@type": "GovernmentOrganization",
            "name": entry.org_name,
            "url": org.map(|org| absolute(format!("/orgs/{}", org.code))),
        },
        "areaServed": {
            "@type": "AdministrativeArea",
            "name": ask.frame.site.sponsor.trim_end_matches("人民政府"),
        },
        "audience": item.audience.iter().map(|it| audience(*it)).collect::<Vec<_>>(),
        "availableChannel": channels(item, &absolute(apply)),
        "offers": offers(item),
        "serviceOutput": some(&item.result_name).map(|name| json!({ "@type": "GovernmentPermit", "name": name })),
        "termsOfService": some(&item.conditions.join("；")),
        "isBasedOn": item.basis,
    });
    escaped(&without_empty(value))
}

fn audience(it: Audience) -> Value {
    match it {
        Audience::Person => json!({ "@type": "PeopleAudience", "audienceType": it.label() }),
        Audience::Legal => json!({ "@type": "BusinessAudience", "audienceType": it.label() }),
    }
}

/// The window, and the address where one applies where it can be done online.
fn channels(item: &Item, apply: &str) -> Vec<Value> {
    let mut channels = Vec::new();
    if !item.place.is_empty() {
        channels.push(json!({
            "@type": "ServiceChannel",
            "name": "窗口办理",
            "serviceLocation": {
                "@type": "GovernmentOffice",
                "address": item.place,
                "openingHours": Hours::read(&item.hours).map(|it| it.schema()),
            },
            "servicePhone": some(telephone(&item.phone).0)
                .map(|phone| json!({ "@type": "ContactPoint", "telephone": phone })),
        }));
    }
    if !apply.is_empty() {
        channels.push(json!({ "@type": "ServiceChannel", "name": "网上办理", "serviceUrl": apply }));
    }
    channels
}

/// What it costs; a tariff is words, nothing is a number.
fn offers(item: &Item) -> Value {
    match item.fees.is_empty() {
        true => json!({ "@type": "Offer", "price": "0", "priceCurrency": "CNY" }),
        false => json!({ "@type": "Offer", "priceCurrency": "CNY", "description": fee(item) }),
    }
}

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// What is not said is left out.
fn without_empty(value: Value) -> Value {
    let empty = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    };
    match value {
        Value::Object(map) => {
            let kept = map.into_iter().map(|(key, value)| (key, without_empty(value)));
            Value::Object(kept.filter(|(_, value)| !empty(value)).collect())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(without_empty).collect()),
        other => other,
    }
}

/// JSON in which `<`, `>` and `&` are escapes: whatever an item says, it cannot end the element it stands in.
fn escaped(value: &Value) -> String {
    value
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_an_item_says_ends_its_element_and_it_stays_the_same_json() {
        let said = json!({ "name": "</script><script>alert(1)</script>&\u{2028}“引号”\"" });
        let text = escaped(&said);
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), said);
    }

    #[test]
    fn what_is_not_said_is_left_out() {
        let value =
            json!({ "a": "", "b": null, "c": [], "d": { "e": "" }, "f": "1", "g": [{ "h": "", "i": 2 }] });
        assert_eq!(without_empty(value), json!({ "f": "1", "g": [{ "i": 2 }] }));
    }
}

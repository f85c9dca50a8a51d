//! What is typed on the pages of the form, and how it goes into what is kept.

use matters::request::{Application, Kind};
use serde::Deserialize;

use super::parts;

/// Every field of the form; a page sends some of them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    /// Which part of the page; empty or 0 for all of it.
    pub part: String,
    /// `check`: back there afterwards.
    pub back: String,
    /// Anything: who asks is to be taken from the account's last request.
    pub last: String,
    /// Digest of a paper that is taken out again.
    pub remove: String,
    kind: String,
    name: String,
    identity_kind: String,
    identity_number: String,
    contact_person: String,
    phone: String,
    email: String,
    address: String,
    postcode: String,
    info_name: String,
    info_number: String,
    info_features: String,
    form_wanted: String,
    delivery_way: String,
    help_wanted: String,
}

impl Typed {
    /// Takes over the fields that stand on this part of the page; the others stay as they were.
    pub fn into(self, kept: &mut Application, page: &str, number: u8) {
        if parts::holds(page, number, "kind") {
            kept.kind = Kind::of(&self.kind).unwrap_or_default();
        }
        for (field, typed, kept) in [
            ("name", self.name, &mut kept.name),
            ("identity_kind", self.identity_kind, &mut kept.identity_kind),
            ("identity_number", self.identity_number, &mut kept.identity_number),
            ("contact_person", self.contact_person, &mut kept.contact_person),
            ("phone", self.phone, &mut kept.phone),
            ("email", self.email, &mut kept.email),
            ("address", self.address, &mut kept.address),
            ("postcode", self.postcode, &mut kept.postcode),
            ("info_name", self.info_name, &mut kept.info_name),
            ("info_number", self.info_number, &mut kept.info_number),
            ("info_features", self.info_features, &mut kept.info_features),
            ("form_wanted", self.form_wanted, &mut kept.form_wanted),
            ("delivery_way", self.delivery_way, &mut kept.delivery_way),
            ("help_wanted", self.help_wanted, &mut kept.help_wanted),
        ] {
            if parts::holds(page, number, field) {
                *kept = cut(typed);
            }
        }
        *kept = std::mem::take(kept).tidied();
    }
}

/// Nobody types more; what is longer is told at its field, and kept no longer than this.
fn cut(mut typed: String) -> String {
    const MOST: usize = 4000;
    if let Some((at, _)) = typed.char_indices().nth(MOST) {
        typed.truncate(at);
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_changes_only_what_stands_on_it() {
        let mut kept = Application {
            phone: "1".into(),
            name: "旧".into(),
            ..Application::default()
        };
        let typed = Typed {
            name: " 新 ".into(),
            kind: "research".into(),
            ..Typed::default()
        };
        typed.into(&mut kept, parts::WHO, 1);
        assert_eq!(
            (kept.name.as_str(), kept.phone.as_str(), kept.kind),
            ("新", "1", Kind::Research)
        );
    }
}

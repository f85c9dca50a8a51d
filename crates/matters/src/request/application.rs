//! What an applicant gives, and what is missing in it (条例 art. 29). A purpose is not asked.

use kernel::Issue;
use serde::{Deserialize, Serialize};

use super::{DELIVERY_WAYS, FORMS_WANTED, IDENTITY_KINDS, Kind};
use crate::applicant::{self, Reach};

/// Everything that an applicant gives. All of it is personal: it is kept apart and can be erased.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Application {
    /// Who asks.
    pub kind: Kind,
    /// 姓名或者名称
    pub name: String,
    /// 身份证明的种类
    pub identity_kind: String,
    /// 证件号码
    pub identity_number: String,
    /// For an organisation: whom to talk to.
    pub contact_person: String,
    /// 联系电话
    pub phone: String,
    /// 电子邮箱
    pub email: String,
    /// 通信地址
    pub address: String,
    /// 邮政编码
    pub postcode: String,
    /// 信息名称
    pub info_name: String,
    /// 文号
    pub info_number: String,
    /// 其他特征性描述
    pub info_features: String,
    /// 获取方式
    pub form_wanted: String,
    /// 送达方式
    pub delivery_way: String,
    /// Help with reading, seeing or hearing (art. 43).
    pub help_wanted: String,
}

impl Application {
    /// What is asked for, in one line.
    pub fn wanted(&self) -> String {
        let parts = [&self.info_name, &self.info_number, &self.info_features];
        // Letters put it into a sentence of their own.
        let parts = parts
            .into_iter()
            .map(|part| part.trim_end_matches(['。', '；', '，', ' ']));
        parts
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("；")
    }

    /// Takes over who asks and how to reach them from what was typed earlier, wherever nothing stands yet. What is
    /// asked for stays. A number goes with its name and its kind of paper, or not at all.
    pub fn fill_who(&mut self, earlier: &Application) {
        if self.name.is_empty() {
            self.kind = earlier.kind;
            self.name.clone_from(&earlier.name);
        }
        let paper_fits = self.identity_kind.is_empty() || self.identity_kind == earlier.identity_kind;
        if self.name == earlier.name && self.identity_number.is_empty() && paper_fits {
            self.identity_kind.clone_from(&earlier.identity_kind);
            self.identity_number.clone_from(&earlier.identity_number);
        }
        for (field, earlier) in [
            (&mut self.contact_person, &earlier.contact_person),
            (&mut self.phone, &earlier.phone),
            (&mut self.email, &earlier.email),
            (&mut self.address, &earlier.address),
            (&mut self.postcode, &earlier.postcode),
            (&mut self.delivery_way, &earlier.delivery_way),
            (&mut self.help_wanted, &earlier.help_wanted),
        ] {
            if field.is_empty() {
                field.clone_from(earlier);
            }
        }
    }

    /// Without blanks around anything and without invisible characters.
    pub fn tidied(mut self) -> Application {
        for field in [
            &mut self.name,
            &mut self.identity_number,
            &mut self.contact_person,
            &mut self.phone,
            &mut self.email,
            &mut self.address,
            &mut self.postcode,
            &mut self.info_name,
            &mut self.info_number,
            &mut self.info_features,
            &mut self.help_wanted,
        ] {
            *field = applicant::visible(field);
        }
        self.identity_number = applicant::number(&self.identity_number);
        self
    }
}

/// What keeps an application from being taken; all of it at once, each at its field.
pub fn problems(it: &Application, by_clerk: bool) -> Vec<Issue> {
    let mut found = Vec::new();
    who(it, by_clerk, &mut found);
    reach(it, &mut found);
    what(it, &mut found);
    for issue in &mut found {
        issue
            .article
            .get_or_insert_with(|| "政府信息公开条例 第二十九条".to_owned());
    }
    found
}

fn need(found: &mut Vec<Issue>, missing: bool, field: &str, sentence: &str, onward: &str) {
    if missing {
        found.push(Issue::new("application", sentence, onward).at(field));
    }
}

fn who(it: &Application, by_clerk: bool, found: &mut Vec<Issue>) {
    let person = it.kind == Kind::Person;
    let (sentence, onward) = match person {
        true => ("还没有填写姓名。", "请填写身份证件上的姓名。"),
        false => ("还没有填写单位名称。", "请填写营业执照或者登记证书上的名称。"),
    };
    need(found, it.name.is_empty(), "name", sentence, onward);
    need(
        found,
        it.name.chars().count() > 100,
        "name",
        "名称超过100个字。",
        "请填写证件上的名称。",
    );
    let known = IDENTITY_KINDS.iter().any(|(code, _)| *code == it.identity_kind);
    need(
        found,
        !known,
        "identity_kind",
        "还没有选择身份证明的种类。",
        "请选择一种证件。",
    );
    // At a counter the clerk has seen the paper itself.
    let needed = !by_clerk || it.identity_kind == "id_card";
    found.extend(applicant::identity(
        &it.identity_kind,
        &it.identity_number,
        needed,
    ));
    need(
        found,
        !person && it.contact_person.is_empty(),
        "contact_person",
        "还没有填写联系人。",
        "请填写可以联系的人的姓名。",
    );
}

fn reach(it: &Application, found: &mut Vec<Issue>) {
    applicant::reach(
        &Reach {
            phone: &it.phone,
            email: &it.email,
            address: &it.address,
            postcode: &it.postcode,
        },
        found,
    );
    let known = DELIVERY_WAYS.iter().any(|(code, _)| *code == it.delivery_way);
    need(
        found,
        !known,
        "delivery_way",
        "还没有选择怎么把答复交给您。",
        "请选择一种送达方式。",
    );
    let lacks = |way: &str, value: &str| it.delivery_way == way && value.is_empty();
    need(
        found,
        lacks("post", &it.address),
        "address",
        "选了邮寄，还没有填写地址。",
        "请填写收件地址，或者改选其他送达方式。",
    );
    need(
        found,
        lacks("email", &it.email),
        "email",
        "选了电子邮件，还没有填写邮箱。",
        "请填写电子邮箱，或者改选其他送达方式。",
    );
    need(
        found,
        lacks("fax", &it.phone),
        "phone",
        "选了传真，还没有填写号码。",
        "请填写传真号码，或者改选其他送达方式。",
    );
}

fn what(it: &Application, found: &mut Vec<Issue>) {
    need(
        found,
        it.wanted().is_empty(),
        "info_name",
        "还没有写明要哪一份信息。",
        "名称、文号、其他特征，写明其中一项即可。",
    );
    let long = |text: &str, most: usize| text.chars().count() > most;
    need(
        found,
        long(&it.info_name, 300),
        "info_name",
        "信息名称超过300个字。",
        "细节请写在“其他特征”里。",
    );
    need(
        found,
        long(&it.info_number, 100),
        "info_number",
        "文号超过100个字。",
        "一件申请请只写一份信息的文号。",
    );
    need(
        found,
        long(&it.info_features, 2000),
        "info_features",
        "描述超过2000个字。",
        "请缩短，或者作为补充材料上传。",
    );
    need(
        found,
        long(&it.help_wanted, 500),
        "help_wanted",
        "需要的帮助超过500个字。",
        "请缩短。",
    );
    let known = FORMS_WANTED.iter().any(|(code, _)| *code == it.form_wanted);
    need(
        found,
        !known,
        "form_wanted",
        "还没有选择要哪种形式。",
        "请选择电子数据、纸质复制件或者当场查阅。",
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete() -> Application {
        Application {
            name: "陈晓月".into(),
            identity_kind: "id_card".into(),
            identity_number: "11010519491231002X".into(),
            phone: "13800005678".into(),
            info_name: "停车场特许经营协议".into(),
            form_wanted: "electronic".into(),
            delivery_way: "online".into(),
            ..Application::default()
        }
    }

    #[test]
    fn what_was_typed_earlier_fills_gaps_and_mixes_no_two_people() {
        let earlier = Application {
            kind: Kind::Research,
            ..complete()
        };
        let filled = |mut typed: Application| {
            typed.fill_who(&earlier);
            typed
        };
        let blank = filled(Application::default());
        assert_eq!(
            (
                blank.kind,
                blank.name.as_str(),
                blank.identity_number.as_str(),
                blank.info_name.as_str()
            ),
            (Kind::Research, "陈晓月", "11010519491231002X", "")
        );
        let typed = filled(Application {
            name: "赵德福".into(),
            phone: "1".into(),
            ..Application::default()
        });
        assert_eq!(
            (
                typed.kind,
                typed.identity_number.as_str(),
                typed.phone.as_str(),
                typed.delivery_way.as_str()
            ),
            (Kind::Person, "", "1", "online")
        );
        let other_paper = filled(Application {
            identity_kind: "passport".into(),
            ..Application::default()
        });
        assert_eq!(
            (
                other_paper.identity_kind.as_str(),
                other_paper.identity_number.as_str()
            ),
            ("passport", "")
        );
    }

    /// (what is changed, the fields that are named) — 条例 art. 29.
    #[test]
    fn everything_missing_is_told_at_once() {
        type Change = fn(&mut Application);
        let rows: [(Change, &[&str]); 10] = [
            (|_| {}, &[]),
            (|it| it.name.clear(), &["name"]),
            (
                |it| it.identity_number = "11010519491231002".into(),
                &["identity_number"],
            ),
            (
                |it| it.identity_number = "110105194912310021".into(),
                &["identity_number"],
            ),
            (|it| it.phone.clear(), &["phone"]),
            (|it| it.delivery_way = "post".into(), &["address"]),
            (|it| it.kind = Kind::Business, &["contact_person"]),
            (|it| it.info_name.clear(), &["info_name"]),
            (|it| it.postcode = "12345".into(), &["postcode"]),
            (
                |it| *it = Application::default(),
                &[
                    "name",
                    "identity_kind",
                    "identity_number",
                    "phone",
                    "delivery_way",
                    "info_name",
                    "form_wanted",
                ],
            ),
        ];
        for (n, (change, fields)) in rows.into_iter().enumerate() {
            let mut it = complete();
            change(&mut it);
            let told: Vec<_> = problems(&it, false)
                .into_iter()
                .filter_map(|issue| issue.field)
                .collect();
            assert_eq!(told, fields, "row {n}");
        }
    }

    #[test]
    fn a_clerk_who_saw_the_passport_need_not_copy_its_number() {
        let it = Application {
            identity_kind: "passport".into(),
            identity_number: String::new(),
            ..complete()
        };
        assert_eq!(problems(&it, true), []);
        assert_eq!(problems(&it, false).len(), 1);
    }

    #[test]
    fn what_cannot_be_seen_is_taken_out() {
        let it = Application {
            name: " 陈\u{200B}晓月\u{202E} ".into(),
            identity_number: "1101 0519491231002x".into(),
            ..complete()
        };
        let it = it.tidied();
        assert_eq!(
            (it.name.as_str(), it.identity_number.as_str()),
            ("陈晓月", "11010519491231002X")
        );
    }
}

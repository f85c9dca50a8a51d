//! What every application asks: who applies, and how to reach them.

use std::collections::BTreeMap;

use super::answers::Answers;
use super::field::{Field, Kind, Prefill};

/// How the codes of these fields begin; an item's own fields begin otherwise.
pub(super) const RESERVED: [&str; 2] = ["applicant_", "contact_"];

const PERSON: &str = "个人";
const BODY: &str = "单位";
const CARD: &str = "居民身份证";
const PAPERS: [&str; 5] = [
    CARD,
    "护照",
    "港澳居民来往内地通行证",
    "台湾居民来往大陆通行证",
    "外国人永久居留身份证",
];

/// The fields of the part that every application has, in the same language as an item's own: an item for persons alone
/// or for bodies alone does not ask which of the two it is.
pub fn common(persons: bool, bodies: bool) -> Vec<Field> {
    let both = persons == bodies;
    let mut fields = Vec::new();
    if both {
        fields.push(Field {
            section: "申请人".into(),
            choices: [PERSON, BODY].map(str::to_owned).into(),
            ..required("applicant_kind", "谁来申请", Kind::Choice)
        });
    }
    let of = |kind: &str| -> Vec<String> {
        let asked = both.then(|| format!("applicant_kind:{kind}"));
        asked.into_iter().collect()
    };
    fields.push(Field {
        section: "申请人".into(),
        hint: "与证件、营业执照或者登记证书上的一致".into(),
        max: "100".into(),
        prefill: Some(Prefill::ApplicantName),
        ..required("applicant_name", name(both, persons), Kind::Text)
    });
    if persons || both {
        fields.extend(person(&of(PERSON)));
    }
    if bodies || both {
        fields.push(Field {
            only_if: of(BODY),
            hint: "营业执照、登记证书上的 18 位代码".into(),
            prefill: Some(Prefill::ApplicantCreditCode),
            ..required("applicant_credit_code", "统一社会信用代码", Kind::CreditCode)
        });
        fields.push(Field {
            only_if: of(BODY),
            max: "50".into(),
            prefill: Some(Prefill::Contact),
            ..required("contact_name", "联系人", Kind::Text)
        });
    }
    fields.extend(reach());
    fields
}

fn name(both: bool, persons: bool) -> &'static str {
    match (both, persons) {
        (true, _) => "姓名或者单位名称",
        (false, true) => "姓名",
        (false, false) => "单位名称",
    }
}

fn required(code: &str, label: &str, kind: Kind) -> Field {
    Field {
        required: true,
        ..optional(code, label, kind)
    }
}

fn optional(code: &str, label: &str, kind: Kind) -> Field {
    Field {
        code: code.to_owned(),
        label: label.to_owned(),
        kind,
        ..Field::default()
    }
}

/// The paper by which a person is known.
fn person(only_if: &[String]) -> [Field; 3] {
    let other = PAPERS.iter().filter(|it| **it != CARD);
    [
        Field {
            choices: PAPERS.map(str::to_owned).into(),
            only_if: only_if.to_vec(),
            ..required("applicant_paper", "身份证件", Kind::Choice)
        },
        Field {
            only_if: vec![format!("applicant_paper:{CARD}")],
            prefill: Some(Prefill::ApplicantId),
            ..required("applicant_id", "身份证号码", Kind::CitizenId)
        },
        Field {
            only_if: other.map(|it| format!("applicant_paper:{it}")).collect(),
            max: "40".into(),
            ..required("applicant_paper_number", "证件号码", Kind::Text)
        },
    ]
}

fn reach() -> [Field; 3] {
    [
        Field {
            section: "联系方式".into(),
            hint: "手机号码，或者带区号的固定电话".into(),
            prefill: Some(Prefill::Phone),
            ..required("contact_phone", "联系电话", Kind::Phone)
        },
        Field {
            prefill: Some(Prefill::Email),
            ..optional("contact_email", "电子邮箱", Kind::Email)
        },
        Field {
            hint: "证件、批文要邮寄的请填写".into(),
            prefill: Some(Prefill::Address),
            ..optional("contact_address", "通信地址", Kind::Address)
        },
    ]
}

/// What the common part says of the applicant, to fill in elsewhere what it says already.
pub fn facts_of(answers: &Answers) -> BTreeMap<Prefill, String> {
    let codes = [
        (Prefill::ApplicantName, "applicant_name"),
        (Prefill::ApplicantId, "applicant_id"),
        (Prefill::ApplicantCreditCode, "applicant_credit_code"),
        (Prefill::Contact, "contact_name"),
        (Prefill::Phone, "contact_phone"),
        (Prefill::Email, "contact_email"),
        (Prefill::Address, "contact_address"),
    ];
    let said = codes
        .into_iter()
        .map(|(fact, code)| (fact, answers.text(code).to_owned()));
    said.filter(|(_, text)| !text.is_empty()).collect()
}

//! What a step of a request asks for beside the fields of its definition: words for its letter, papers,
//! whom it asks.

use matters::Sent;
use matters::request::{RemedyKind, fee};
use procedure::Offer;

use crate::workbench::casework::{About, Asks, Manner, Outlook, Papers};

/// The desk of 依申请公开.
pub static MANNER: Manner = Manner {
    address: "/desk/requests",
    name: "依申请公开",
    usual: &USUAL,
    groups: &GROUPS,
    answers: &[],
    words,
    papers,
    asks,
    other_office,
    onward,
    wordings,
    outlook,
    paper_kind,
    shown_at,
    known: &KNOWN,
    computed: &["fee_yuan"],
    long: &[],
    composed: &[],
    no_offices: "还没有别的单位设了依申请公开经办人，不能交办。",
};

/// Steps that are what one does at their place; the first one offered stands open, with the main button.
const USUAL: [&str; 25] = [
    "sign",
    "confirm",
    "clear",
    "correct",
    "submit-draft",
    "collect-drafts",
    "collect-opinions",
    "collect-makers",
    "serve",
    "maker-served",
    "give-opinion",
    "maker-opinion",
    "agencies-answer",
    "charge-served",
    "pay",
    "give-reasons",
    "propose-reply",
    "dispatch",
    "archive",
    "respond",
    "record-outcome",
    "explain",
    "conclude",
    "publish-done",
    "accept-late",
];
/// Steps by what they are for, as the drawer lists them; whatever stands in none comes last.
const GROUPS: [(&str, &[&str]); 4] = [
    (
        "内部承办",
        &["assign", "submit-draft", "collect-drafts", "hand-back"],
    ),
    (
        "征求意见",
        &[
            "consult",
            "serve",
            "unserved",
            "give-opinion",
            "collect-opinions",
            "ask-makers",
            "maker-served",
            "maker-opinion",
            "collect-makers",
            "ask-agencies",
            "agencies-answer",
            "tell-third-party",
        ],
    ),
    (
        "补正、收费与期限",
        &[
            "ask-correction",
            "correct",
            "accept-late",
            "ask-reasons",
            "give-reasons",
            "no-reasons",
            "delay",
            "charge",
            "charge-served",
            "pay",
            "waive-fee",
            "extend",
        ],
    ),
    (
        "答复",
        &[
            "propose-reply",
            "sign",
            "send-back",
            "dispatch",
            "archive",
            "convert",
        ],
    ),
];

/// What the words of a step are called, and what becomes of them.
fn words(act: &str) -> (&'static str, &'static str) {
    // Told by somebody outside: the room keeps it apart.
    if act == RemedyKind::Grievance.code() {
        return (
            "申诉、举报的内容",
            "按本人的原话记；属于个人信息，只有经办和核查的人看得到",
        );
    }
    match act {
        "ask-correction" => ("需要补正的事项", "原样写进《补正告知书》，一次说全"),
        "ask-agencies" => ("请对方协助的事项", "原样写进《协办函》"),
        "ask-reasons" => ("请申请人说明什么", "原样写进《说明理由告知书》"),
        "delay" => ("不能按期答复的原因", "原样写进《延迟答复告知书》"),
        "extend" => ("延长的原因", "原样写进《延期答复告知书》"),
        "propose-reply" => (
            "答复内容",
            "原样写进《答复书》；开头、法律依据和救济途径由格式文书带出，不用重写",
        ),
        "tell-third-party" => ("决定公开的内容和理由", "原样写进《依申请公开告知书》"),
        "submit-draft" => ("拟办意见", "写明查到了什么、能不能公开、依据哪一条"),
        "give-reasons" => ("申请人说明的理由", "按申请人的原话记"),
        "explain" => ("说明", "写明经过和依据"),
        "conclude" => ("核查情况", "记入经过，并告知申请人"),
        _ => ("理由", "记入经过，只有办理、监督这件事的同事看得到"),
    }
}

/// The papers that a step takes.
fn papers(offer: &Offer, _: &About) -> Vec<Papers> {
    let mut all = Vec::new();
    let mut add = |control: &str, kind, label: String, hint, many, optional| {
        all.push(Papers {
            name: control.to_owned(),
            kind,
            about: String::new(),
            label,
            hint,
            many,
            optional,
        });
    };
    let kind = match offer.act.as_str() {
        "supplement" | "correct" | "accept-late" | "give-reasons" => "supplement",
        "give-opinion" | "maker-opinion" | "submit-draft" => "material",
        _ => "proof",
    };
    if !offer.documents.is_empty() {
        add(
            "document",
            kind,
            offer.documents.join("、"),
            "扫描件、照片都可以",
            true,
            false,
        );
    } else if !offer.backdated.is_empty() {
        add(
            "document",
            kind,
            "凭证".to_owned(),
            "填了以前日期的，要上传邮戳、签收单等",
            true,
            true,
        );
    } else if offer.act == "submit-draft" {
        add(
            "document",
            kind,
            "附件".to_owned(),
            "查到的信息、拟提供的版本",
            true,
            true,
        );
    }
    if matches!(offer.act.as_str(), "propose-reply" | "dispatch") {
        let hint = "不宜公开的部分要先遮盖。答复送达以后申请人才能打开";
        add(
            "given",
            "given",
            "提供给申请人的材料".to_owned(),
            hint,
            true,
            true,
        );
    }
    all
}

/// Rows in which a step names whom it asks; none for other steps.
fn asks(act: &str) -> Option<Asks> {
    match act {
        "consult" => Some(Asks {
            what: "第三方",
            offices: false,
            again: false,
        }),
        "ask-makers" => Some(Asks {
            what: "共同制作机关",
            offices: true,
            again: false,
        }),
        _ => None,
    }
}

fn other_office(act: &str) -> Option<(&'static str, &'static str)> {
    (act == "ask-agencies").then_some(("请哪个机关协助", "写全称，就是《协办函》的主送"))
}

fn onward(act: &str) -> &'static str {
    match act {
        "propose-reply" => "下一步先看《答复书》全文，再送签",
        _ => "",
    }
}

/// What the reply says by its type, without the words that are typed.
fn wordings(offer: &Offer, about: &About) -> Vec<(String, String)> {
    if offer.act != "propose-reply" {
        return Vec::new();
    }
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

fn outlook(offer: &Offer, sent: &Sent) -> Outlook {
    match offer.act.as_str() {
        "propose-reply" => Outlook {
            intro: "送签以后由政务公开工作机构负责人签发；签发时原样发出下面这份文书，文号在签发时取。",
            confirm: "确认，送签",
            figure: None,
        },
        "charge" => {
            let quantity = sent.integer("fee_quantity").unwrap_or_default();
            let charged = fee::by(sent.text("fee_method"), quantity);
            Outlook {
                figure: charged.map(|it| ("应收金额", format!("{}，共 {} 元", it.basis, it.yuan))),
                ..Outlook::sends()
            }
        }
        _ => Outlook::sends(),
    }
}

fn paper_kind(kind: &str) -> &'static str {
    match kind {
        "identity" => "身份证明",
        "application" => "申请书",
        "supplement" => "补充、补正材料",
        "given" => "提供给申请人",
        "material" => "办理材料",
        _ => "凭证",
    }
}

fn shown_at(field: &str) -> Option<&'static str> {
    match field {
        "party" | "third_parties" | "joint_makers" => Some("party-1-name"),
        "fee_yuan" => Some("fee_quantity"),
        "statement" => Some("reason"),
        _ => None,
    }
}

/// Every control that a step of this room may have.
const KNOWN: [&str; 24] = [
    "reason",
    "other_office",
    "departments",
    "applicant_confirmed",
    "correction_days",
    "agrees",
    "maker_agrees",
    "extension_days",
    "stated_on",
    "fee_method",
    "fee_quantity",
    "paid_yuan",
    "reply_type",
    "delivery_way",
    "retention",
    "review_organ",
    "outcome",
    "court",
    "route",
    "finding",
    "address",
    "satisfied",
    "given",
    "redacted",
];

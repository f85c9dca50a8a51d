//! What a step of an application asks for beside the fields of its definition.

use matters::Sent;
use procedure::Offer;

use crate::workbench::casework::{About, Asks, Manner, Outlook, Papers};

/// The desk of 办件.
pub static MANNER: Manner = Manner {
    address: "/desk/services",
    name: "办件",
    usual: &USUAL,
    groups: &GROUPS,
    answers: &ANSWERS,
    words,
    papers,
    asks,
    other_office: |_| None,
    onward: |_| "",
    wordings: |_, _| Vec::new(),
    outlook,
    paper_kind,
    shown_at,
    known: &KNOWN,
    computed: &[],
    long: &["gaps", "deferred", "fixed", "opinion"],
    composed: &["gaps", "deferred"],
    no_offices: "还没有别的单位设了审批岗位，不能分送。请组织人员管理员设岗。",
};

/// The five answers of 行政许可法 art. 32, and what is allowed beside them.
const ANSWERS: [&str; 7] = [
    "accept",
    "accept-deferred",
    "tell",
    "fix-on-spot",
    "decline-unneeded",
    "decline-elsewhere",
    "refuse-incomplete",
];

const USUAL: [&str; 21] = [
    "issue-voucher",
    "supply",
    "give-opinion",
    "end-special",
    "end-second",
    "end-third",
    "end-lead-special",
    "collect",
    "propose",
    "send",
    "grant",
    "grant-unpublished",
    "refuse",
    "send-up",
    "report-again",
    "superior-grant",
    "deliver",
    "supply-deferred",
    "tell-closed",
    "archive",
    "publish-done",
];

const GROUPS: [(&str, &[&str]); 5] = [
    (
        "审查",
        &[
            "propose",
            "tell-interested",
            "state-views",
            "tell-hearing",
            "claim-hearing",
            "begin-hearing",
            "begin-special",
            "begin-second",
            "begin-third",
            "end-special",
            "end-second",
            "end-third",
            "extend",
        ],
    ),
    (
        "联合办理",
        &[
            "send",
            "give-opinion",
            "urge",
            "collect",
            "convene",
            "record-meeting",
            "begin-lead-special",
            "end-lead-special",
        ],
    ),
    (
        "上报",
        &[
            "send-up",
            "superior-grant",
            "superior-refuse",
            "superior-extend",
            "superior-return",
            "report-again",
        ],
    ),
    ("决定", &["grant", "grant-unpublished", "refuse", "send-back"]),
    (
        "转办、补充与送达",
        &[
            "issue-voucher",
            "route",
            "prioritise",
            "supply",
            "supply-deferred",
            "supplement",
            "deliver",
            "tell-closed",
            "archive",
            "object",
            "withdraw",
        ],
    ),
];

/// What the words of a step are called, and what becomes of them.
fn words(act: &str) -> (&'static str, &'static str) {
    match act {
        "decline-unneeded" => ("为什么不需要许可", "原样写进《不受理告知书》，写明依据"),
        "decline-elsewhere" => ("为什么不属于本机关职权", "原样写进《不予受理决定书》，写明依据"),
        "refuse-incomplete" => ("还缺什么、哪里不符合", "原样写进《不予受理决定书》"),
        "extend" => ("延长的理由", "原样写进《延期决定告知书》"),
        "superior-extend" => ("上级机关延长的理由", "原样写进《延期决定告知书》"),
        "tell-interested" => (
            "对利害关系人有什么影响",
            "原样写进《利害关系人告知书》，并告知可以陈述、申辩",
        ),
        "refuse" => (
            "不予许可的理由",
            "原样写进《不予许可决定书》；救济途径由格式文书带出，不用重写",
        ),
        "tell-closed" => ("终止、退办的原因", "原样写进告知书"),
        "urge" => ("催办的话", "原样写进《催办函》"),
        "convene" => ("议题", "原样写进《联合审查会议通知》"),
        "route" => ("为什么转交", "一并告知接手的人"),
        "prioritise" => ("具体情况", "一并告知经办人"),
        "send-back" => ("还要查清什么", "一并告知经办人"),
        _ => ("理由", "记入经过，只有办理、监督这件事的同事看得到"),
    }
}

/// The papers that a step takes: of each open material where materials come in, otherwise what it needs.
fn papers(offer: &Offer, about: &About) -> Vec<Papers> {
    let act = offer.act.as_str();
    let mut all = materials(act, about);
    let needed = offer.documents.join("、");
    let (kind, label, hint) = match act {
        "supply" | "supply-deferred" | "supplement" | "state-views" | "claim-hearing" | "object" => {
            ("supplement", needed, "扫描件、照片都可以")
        }
        "give-opinion" => ("opinion", needed, "加盖部门印章的扫描件"),
        "propose" => ("proof", "附件".to_owned(), "勘验记录、审查报告等"),
        _ if needed.is_empty() => ("proof", "凭证".to_owned(), "填了以前日期的，要上传邮戳、签收单等"),
        _ => ("proof", needed, "扫描件、照片都可以"),
    };
    let none = offer.documents.is_empty();
    if !none || !offer.backdated.is_empty() || act == "propose" {
        all.push(Papers {
            name: "document".to_owned(),
            kind,
            about: String::new(),
            label: match all.is_empty() {
                true => label,
                false => format!("{label}：清单以外的"),
            },
            hint,
            many: true,
            optional: none || !all.is_empty(),
        });
    }
    all
}

/// A control for each material that is still open: what comes through it stands with its material.
fn materials(act: &str, about: &About) -> Vec<Papers> {
    let open = |found: &str| match act {
        "supply" | "supplement" => !matches!(found, "ok" | "shared"),
        "supply-deferred" => found == "later" || found.is_empty(),
        _ => false,
    };
    let rows = about.checklist.iter().zip(1..);
    rows.filter(|(row, _)| open(&row.found))
        .map(|(row, n): (_, usize)| Papers {
            name: format!("material-{n}"),
            kind: "supplement",
            about: row.material.clone(),
            label: row.material.clone(),
            hint: "",
            many: true,
            optional: true,
        })
        .collect()
}

fn asks(act: &str) -> Option<Asks> {
    let named = matches!(act, "tell-interested" | "tell-hearing" | "begin-hearing");
    named.then_some(Asks {
        what: "利害关系人",
        offices: false,
        again: true,
    })
}

fn outlook(offer: &Offer, _: &Sent) -> Outlook {
    match offer.act.as_str() {
        "grant" | "grant-unpublished" | "refuse" => Outlook {
            intro: "确认以后，下面的决定书立即成文、编号，不能更改。每一个字请再看一遍。",
            confirm: "确认，作出决定",
            figure: None,
        },
        _ => Outlook::sends(),
    }
}

fn paper_kind(kind: &str) -> &'static str {
    match kind {
        "identity" => "身份证明",
        "mandate" => "授权委托书",
        "material" => "申请材料",
        "supplement" => "补充、补正材料",
        "opinion" => "部门审查意见书",
        _ => "凭证、文书",
    }
}

fn shown_at(field: &str) -> Option<&'static str> {
    match field {
        "party" => Some("party-1-name"),
        _ => None,
    }
}

/// Every control that a step of this room may have.
const KNOWN: [&str; 25] = [
    "reason",
    "checklist",
    "handler",
    "competent",
    "fixed",
    "gaps",
    "told_all",
    "deferred",
    "promise_signed",
    "priority_ground",
    "departments",
    "verdict",
    "meeting_on",
    "special_kind",
    "special_days",
    "hearing_on",
    "extension_days",
    "proposal",
    "opinion",
    "valid_until",
    "delivery_way",
    "retention",
    "superior",
    "superior_days_more",
    "address",
];

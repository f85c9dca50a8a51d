//! What a step of a request asks for beside the fields of its definition: words for its letter, papers,
//! whom it asks. One table, so that the page and the reading of it cannot differ.

use matters::request::RemedyKind;
use procedure::Offer;

/// A control for papers.
pub struct Papers {
    /// Name and id.
    pub name: String,
    /// Kind under which the papers are kept.
    pub kind: &'static str,
    /// In Chinese.
    pub label: String,
    /// Below it.
    pub hint: &'static str,
    /// Several.
    pub many: bool,
    /// May be left empty.
    pub optional: bool,
}

/// Steps that are what one does at their place; the first one offered stands open, with the main button.
pub const USUAL: [&str; 25] = [
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
pub const GROUPS: [(&str, &[&str]); 4] = [
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

/// Name of the controls of an offer; the same step in two branches has two.
pub fn prefix(offer: &Offer) -> String {
    match &offer.branch {
        Some(branch) => format!("{}-{}-{}", offer.act, branch.fork, branch.member),
        None => offer.act.clone(),
    }
}

/// What the words of a step are called, and what becomes of them.
pub fn words(act: &str) -> (&'static str, &'static str) {
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
pub fn papers(offer: &Offer, prefix: &str) -> Vec<Papers> {
    let mut all = Vec::new();
    let mut add = |control: &str, kind, label: String, hint, many, optional| {
        all.push(Papers {
            name: format!("{prefix}.{control}"),
            kind,
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
pub fn asks(act: &str) -> Option<&'static str> {
    match act {
        "consult" => Some("第三方"),
        "ask-makers" => Some("共同制作机关"),
        _ => None,
    }
}

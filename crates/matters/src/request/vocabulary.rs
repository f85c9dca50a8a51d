//! How a request comes in, who asks, and what may be chosen (条例 art. 29, 31, 40).

use serde::{Deserialize, Serialize};

pub use crate::applicant::{IDENTITY_KINDS, option_label};

/// How a request came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// On the portal.
    #[default]
    Online,
    /// 当面提交: received on the day of submission.
    Counter,
    /// Post that is signed for: received on the day of signing.
    Post,
    /// Ordinary mail: received when the office has confirmed it with the applicant.
    PlainMail,
    /// 传真: received when both sides have confirmed.
    Fax,
    /// 电子邮件: likewise.
    Email,
}

impl Channel {
    /// Every channel that a clerk registers, with its label.
    pub const BY_CLERK: [Channel; 5] = [
        Channel::Counter,
        Channel::Post,
        Channel::PlainMail,
        Channel::Fax,
        Channel::Email,
    ];

    /// As definitions and rows write it.
    pub fn code(self) -> &'static str {
        match self {
            Channel::Online => "online",
            Channel::Counter => "counter",
            Channel::Post => "post",
            Channel::PlainMail => "plain_mail",
            Channel::Fax => "fax",
            Channel::Email => "email",
        }
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Channel::Online => "网上提交",
            Channel::Counter => "当面提交",
            Channel::Post => "签收邮寄",
            Channel::PlainMail => "平信等无需签收的邮寄",
            Channel::Fax => "传真",
            Channel::Email => "电子邮件",
        }
    }

    /// The channel of a code.
    pub fn of(code: &str) -> Option<Channel> {
        [Channel::Online]
            .into_iter()
            .chain(Channel::BY_CLERK)
            .find(|it| it.code() == code)
    }

    /// The term begins with the submission itself; otherwise both sides confirm first (art. 31).
    pub fn received_at_once(self) -> bool {
        matches!(self, Channel::Counter | Channel::Post)
    }

    /// The ground on which an earlier day of receipt may be stated.
    pub fn ground(self) -> &'static str {
        if self == Channel::Post {
            "邮寄签收"
        } else {
            "当面提交"
        }
    }
}

/// Who asks: the columns of the annual report's table 3.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 自然人
    #[default]
    Person,
    /// 商业企业
    Business,
    /// 科研机构
    Research,
    /// 社会公益组织
    Welfare,
    /// 法律服务机构
    Legal,
    /// 其他
    Other,
}

impl Kind {
    /// In the order of the table.
    pub const ALL: [Kind; 6] = [
        Kind::Person,
        Kind::Business,
        Kind::Research,
        Kind::Welfare,
        Kind::Legal,
        Kind::Other,
    ];

    /// As definitions and rows write it.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Business => "business",
            Kind::Research => "research",
            Kind::Welfare => "welfare",
            Kind::Legal => "legal",
            Kind::Other => "other",
        }
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Kind::Person => "自然人",
            Kind::Business => "商业企业",
            Kind::Research => "科研机构",
            Kind::Welfare => "社会公益组织",
            Kind::Legal => "法律服务机构",
            Kind::Other => "其他",
        }
    }

    /// The kind of a code.
    pub fn of(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// 获取信息的方式 (art. 40): code and label.
pub const FORMS_WANTED: &[(&str, &str)] = &[
    ("electronic", "电子数据"),
    ("paper", "纸质复制件"),
    ("reading", "当场查阅、抄录"),
];

/// 送达方式: code and label.
pub const DELIVERY_WAYS: &[(&str, &str)] = &[
    ("online", "网上查看下载"),
    ("post", "邮寄"),
    ("counter", "当面领取"),
    ("email", "电子邮件"),
    ("fax", "传真"),
];

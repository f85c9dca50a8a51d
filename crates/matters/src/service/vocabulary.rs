//! How an application comes in, who applies, and how a case can end.

use serde::{Deserialize, Serialize};

/// How an application came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 网上提交
    #[default]
    Online,
    /// 窗口提交
    Counter,
    /// 邮寄
    Post,
    /// 异地代收
    Elsewhere,
}

impl Channel {
    /// Every channel that a clerk registers.
    pub const BY_CLERK: [Channel; 3] = [Channel::Counter, Channel::Post, Channel::Elsewhere];

    /// As definitions and rows write it.
    pub fn code(self) -> &'static str {
        match self {
            Channel::Online => "online",
            Channel::Counter => "counter",
            Channel::Post => "post",
            Channel::Elsewhere => "elsewhere",
        }
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Channel::Online => "网上提交",
            Channel::Counter => "窗口提交",
            Channel::Post => "邮寄",
            Channel::Elsewhere => "异地代收",
        }
    }

    /// The channel of a code.
    pub fn of(code: &str) -> Option<Channel> {
        [Channel::Online]
            .into_iter()
            .chain(Channel::BY_CLERK)
            .find(|it| it.code() == code)
    }

    /// The ground on which an earlier day of receipt may be stated.
    pub(super) fn ground(self) -> &'static str {
        if self == Channel::Post {
            "邮寄签收"
        } else {
            "当面提交"
        }
    }
}

/// Who applies (服务对象).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 自然人
    #[default]
    Person,
    /// 法人
    Legal,
    /// 非法人组织
    Other,
}

impl Kind {
    /// In the order of the form.
    pub const ALL: [Kind; 3] = [Kind::Person, Kind::Legal, Kind::Other];

    /// As definitions and rows write it.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Legal => "legal",
            Kind::Other => "other",
        }
    }

    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Kind::Person => "自然人",
            Kind::Legal => "法人",
            Kind::Other => "非法人组织",
        }
    }

    /// The kind of a code.
    pub fn of(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// 送达方式: code and label.
pub const DELIVERY_WAYS: &[(&str, &str)] = &[
    ("counter", "窗口领取"),
    ("post", "邮寄"),
    ("online", "网上查看下载"),
];

/// How an application can end: code of `service.result` and label.
pub const RESULTS: &[(&str, &str)] = &[
    ("granted", "准予"),
    ("refused", "不予"),
    ("unneeded", "不受理：依法不需要"),
    ("declined", "不予受理"),
    ("lapsed", "逾期未补正"),
    ("returned", "容缺退办"),
    ("withdrawn", "申请人撤回"),
];

/// The label of a result; the code itself where there is none.
pub fn result_label(code: &str) -> &str {
    crate::applicant::option_label(RESULTS, code)
}

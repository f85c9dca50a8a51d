//! One imported request: what an old register says of it, and nothing personal.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::request::{Channel, Kind};

/// A row of an old register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// As the old register has it.
    pub number: String,
    /// 收到日期
    pub received_on: Date,
    /// How it came in.
    pub channel: Channel,
    /// Who asked.
    pub applicant_kind: Kind,
    /// When it ended; nothing while it is open.
    pub concluded_on: Option<Date>,
    /// How: a code of [`super::RESULTS`].
    pub result: Option<String>,
    /// Too late.
    pub late: bool,
    /// 应收
    pub fee_yuan: Option<i64>,
    /// 实收
    pub paid_yuan: Option<i64>,
}

//! A clock as the definition states it.

use serde::{Deserialize, Serialize};

pub use calendar::{Direction, Roll};

use super::{Actor, Definition, Holder};

/// How binding a clock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// Set by law.
    Statutory,
    /// Promised to the public; never longer than its statutory clock.
    Promised,
    /// Set within the office.
    Internal,
}

impl ClockKind {
    /// In Chinese.
    pub fn label(self) -> &'static str {
        match self {
            ClockKind::Statutory => "法定",
            ClockKind::Promised => "承诺",
            ClockKind::Internal => "内部",
        }
    }
}

/// For what a clock runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The whole case.
    #[default]
    Case,
    /// Each branch by itself.
    Branch,
}

/// What a budget is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 工作日.
    WorkingDays,
    /// 日 (calendar days).
    Days,
    /// Hours, through nights and holidays, from the instant of recording.
    Hours,
    /// 月.
    Months,
    /// To a fixed date.
    Date,
}

impl Unit {
    /// In Chinese, after a number.
    pub fn label(self) -> &'static str {
        match self {
            Unit::WorkingDays => "个工作日",
            Unit::Days => "日",
            Unit::Hours => "小时",
            Unit::Months => "个月",
            Unit::Date => "（至指定日期）",
        }
    }

    /// In Chinese, after the number that is left or overdrawn: months and dates are counted down in days.
    pub fn counted(self) -> &'static str {
        match self {
            Unit::WorkingDays => "个工作日",
            Unit::Hours => "小时",
            Unit::Days | Unit::Months | Unit::Date => "天",
        }
    }
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Source {
    /// A parameter of the item.
    Parameter(String),
    /// A field of the case.
    Field(String),
}

/// How much time there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Budget {
    /// The same in every case.
    Constant(u32),
    /// Bound by the item.
    Parameter {
        /// The integer parameter.
        parameter: String,
    },
    /// Stated in the case when the clock starts, up to a cap.
    Field {
        /// The integer field.
        field: String,
        /// Never more than this.
        max: u32,
    },
}

/// Who may lengthen a clock, and by how much in all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// The move that grants it; it stays where it is.
    #[serde(rename = "move")]
    pub by: String,
    /// The integer field that states how much.
    pub field: String,
    /// The most in all, over every grant and every restart.
    pub cap: u32,
    /// Who decides; the move's actor must be exactly this.
    pub approver: Actor,
}

/// The legal date of an expiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effective {
    /// The day on which the clock (last) started: deemed acceptance, 行政许可法 art. 32（四）.
    Start,
    /// The due day.
    Due,
    /// The day after.
    DayAfterDue,
}

/// What running out does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expiry {
    /// The move the program makes.
    #[serde(rename = "move")]
    pub by: String,
    /// On which legal date.
    pub effective: Effective,
}

/// When a case clock pauses while branches are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PausesWhen {
    /// As soon as one open branch is in an excluded place.
    Any,
    /// Only when every open branch is.
    All,
}

/// A clock: `[[clock]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// Code.
    pub code: String,
    /// Chinese label.
    pub label: String,
    /// The article of law, or the local rule, that sets it.
    pub article: String,
    /// How binding.
    pub kind: ClockKind,
    /// Whose duty it measures. Only an office's lateness is red.
    #[serde(default = "office")]
    pub binds: Holder,
    /// Case or branch.
    #[serde(default)]
    pub scope: Scope,
    /// How much; absent for a fixed date.
    #[serde(default)]
    pub budget: Option<Budget>,
    /// Counted in.
    pub unit: Unit,
    /// What happens to a due day that is not worked (days and months only).
    #[serde(default)]
    pub roll: Roll,
    /// After the start, or before a date.
    #[serde(default)]
    pub direction: Direction,
    /// The date before which, or to which, it is counted.
    #[serde(default)]
    pub anchor: Option<Source>,
    /// Moves that start it (afresh where it had stopped).
    #[serde(default)]
    pub starts: Vec<String>,
    /// Moves that stop it.
    #[serde(default)]
    pub stops: Vec<String>,
    /// Moves after which it awaits a restart.
    #[serde(default)]
    pub halts: Vec<String>,
    /// Moves that restart it with nothing used.
    #[serde(default)]
    pub restarts: Vec<String>,
    /// Instead of starts and stops: runs while a token is in one of these places.
    #[serde(default)]
    pub during: Vec<String>,
    /// Places where it pauses.
    #[serde(default)]
    pub pauses: Vec<String>,
    /// With branches: pauses when any, or when all, open ones are there.
    #[serde(default)]
    pub pauses_when: Option<PausesWhen>,
    /// The law for that choice.
    #[serde(default)]
    pub pauses_basis: Option<String>,
    /// Extension.
    #[serde(default)]
    pub extension: Option<Extension>,
    /// Yellow when so much (or less) is left, in its unit (months: days). The due day has 0 left.
    #[serde(default = "one")]
    pub yellow: i64,
    /// Red when so much (or less) is left. Overdue is always red, for a promise yellow.
    #[serde(default)]
    pub red: Option<i64>,
    /// What running out does; nothing by default, it only shows.
    #[serde(default)]
    pub expiry: Option<Expiry>,
    /// For a promise: the statutory clock it may not exceed.
    #[serde(default)]
    pub within: Option<String>,
}

fn one() -> i64 {
    1
}

fn office() -> Holder {
    Holder::Office
}

impl Clock {
    /// Its due day rests on a date that somebody stated.
    pub fn anchored(&self) -> bool {
        self.unit == Unit::Date || self.direction == Direction::Before
    }

    /// It measures the duty of an office, not of a party.
    pub fn binds_office(&self) -> bool {
        matches!(self.binds, Holder::Office | Holder::OtherOffice)
    }

    /// `20个工作日`, for drawings; a parameter shows its default.
    pub fn budget_label(&self, definition: &Definition) -> String {
        let unit = self.unit.label();
        let amount = match &self.budget {
            None => return "至指定日期".into(),
            Some(Budget::Constant(n)) => format!("{n}{unit}"),
            Some(Budget::Parameter { parameter }) => {
                let default = definition.parameter(parameter).and_then(|p| p.default.as_ref());
                let bare = unit.trim_start_matches('个');
                match default {
                    None => format!("按事项确定的{bare}"),
                    Some(serde_json::Value::String(said)) => said.clone(),
                    Some(n) if definition.is_bound(parameter) => format!("{n}{unit}"),
                    Some(n) => format!("{n}{unit}（可调）"),
                }
            }
            Some(Budget::Field { max, .. }) => format!("不超过{max}{unit}"),
        };
        match self.direction {
            Direction::After => amount,
            Direction::Before => format!("指定日期前{amount}"),
        }
    }
}

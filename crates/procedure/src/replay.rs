//! A case worked out again by whoever doubts it: JSON in, JSON out.
//!
//! `docs/guides/replay.md` explains the form with a worked example; the JSON Schema of both
//! sides is [`schema`].

use calendar::{Calendar, Notice, Override};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::clock::{Reading, explained_readings};
use crate::definition::{Definition, Holder};
use crate::fact::{Branch, Event, Map};
use crate::fold::fold;
use crate::params::Params;

/// What is to be worked out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplayInput {
    /// The definition: its whole TOML text, or the code of a shipped one.
    pub procedure: String,
    /// Parameters that the item binds.
    #[serde(default)]
    pub parameters: Map,
    /// Holiday notices with the instants from which they were known; absent: the national
    /// ones that come with the program.
    #[serde(default)]
    pub notices: Option<Vec<Notice>>,
    /// Local holidays.
    #[serde(default)]
    pub overrides: Vec<Override>,
    /// The events of the case in order.
    pub events: Vec<Event>,
    /// The instant at which the clocks are read.
    #[schemars(with = "String")]
    pub now: Timestamp,
}

/// A place where the case is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct At {
    /// The place's code.
    pub place: String,
    /// Its label.
    pub label: String,
    /// Who holds the ball.
    pub holder: Holder,
    /// The branch.
    pub branch: Option<Branch>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReplayOutput {
    /// The definition's code.
    pub procedure: String,
    /// Its version.
    pub version: u32,
    /// SHA-256 of its source.
    pub digest: String,
    /// Sequence of the last event.
    pub seq: i64,
    /// Where the case is.
    pub places: Vec<At>,
    /// The outcome's code, when it has ended.
    pub outcome: Option<String>,
    /// Every clock, each explaining itself.
    pub readings: Vec<Reading>,
}

/// Works a case out.
///
/// # Errors
/// In Chinese: what of the input does not hold.
pub fn run(input: &ReplayInput) -> Result<ReplayOutput, String> {
    let source = crate::shipped()
        .find(|(code, _)| *code == input.procedure)
        .map(|(_, toml)| toml);
    let definition = Definition::parse(source.unwrap_or(&input.procedure)).map_err(|e| e.to_string())?;
    let params = Params::bind(&definition, input.parameters.clone()).map_err(|list| {
        list.into_iter()
            .map(|i| format!("{}：{}", i.sentence, i.onward))
            .collect::<Vec<_>>()
            .join("\n")
    })?;
    let calendar = match &input.notices {
        Some(notices) => Calendar::with(notices.clone(), input.overrides.clone()),
        None => Calendar::national().plus(vec![], input.overrides.clone()),
    };
    let calendar = calendar.map_err(|e| e.to_string())?;
    let state =
        fold(&definition, &input.events).map_err(|e| format!("第{}条记录不成立：{}", e.seq, e.reason))?;
    let at = |ball: crate::Ball| At {
        place: ball.place,
        label: ball.label,
        holder: ball.holder,
        branch: ball.branch,
    };
    Ok(ReplayOutput {
        procedure: definition.code().to_owned(),
        version: definition.version(),
        digest: definition.digest().to_owned(),
        seq: state.seq,
        places: state.holders(&definition).into_iter().map(at).collect(),
        outcome: state.outcome.as_ref().map(|o| o.outcome.clone()),
        readings: explained_readings(&definition, &params, &state, &calendar, input.now),
    })
}

/// [`run`] from JSON text to JSON text.
///
/// # Errors
/// In Chinese: what of the input does not hold.
pub fn run_json(input: &str) -> Result<String, String> {
    let input: ReplayInput = serde_json::from_str(input)
        .map_err(|error| format!("不是有效的重演输入：{}", crate::json_fault(&error)))?;
    serde_json::to_string_pretty(&run(&input)?).map_err(|e| e.to_string())
}

/// The JSON Schema of input and output, for programs of outsiders.
pub fn schema() -> serde_json::Value {
    serde_json::json!({
        "input": schemars::schema_for!(ReplayInput),
        "output": schemars::schema_for!(ReplayOutput),
    })
}

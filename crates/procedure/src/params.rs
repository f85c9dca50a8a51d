//! What an item binds: budgets, dates, choices.

use serde_json::Value;

use crate::definition::{Budget, Clock, ClockKind, Definition, FieldKind, Parameter};
use crate::fact::Map;
use crate::issue::Issue;
use crate::value;

/// Parameters checked against a definition, defaults filled in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Params(Map);

impl Params {
    /// Checks the values an item gives and adds the defaults. All problems at once.
    pub fn bind(definition: &Definition, given: Map) -> Result<Params, Vec<Issue>> {
        let mut issues = Vec::new();
        for code in given.keys().filter(|code| definition.parameter(code).is_none()) {
            let sentence = format!("流程“{}”没有参数“{code}”", definition.name());
            issues.push(Issue::new("unknown-parameter", sentence, "请删去这一项").of_field(code));
        }
        let mut bound = Map::new();
        for parameter in definition.parameters() {
            match given
                .get(&parameter.code)
                .filter(|v| !v.is_null())
                .or(parameter.default.as_ref())
            {
                None => issues.push(missing(parameter)),
                Some(value) => {
                    issues.extend(problem(parameter, value));
                    bound.insert(parameter.code.clone(), value.clone());
                }
            }
        }
        let params = Params(bound);
        if issues.is_empty() {
            issues.extend(
                definition
                    .clocks()
                    .iter()
                    .filter_map(|clock| longer(definition, &params, clock)),
            );
        }
        if issues.is_empty() {
            Ok(params)
        } else {
            Err(issues)
        }
    }

    /// A value by parameter code.
    pub fn get(&self, code: &str) -> Option<&Value> {
        self.0.get(code)
    }

    /// All values, for keeping with the case.
    pub fn as_map(&self) -> &Map {
        &self.0
    }
}

fn missing(parameter: &Parameter) -> Issue {
    let sentence = format!("没有给出参数“{}”", parameter.label);
    Issue::new("missing-parameter", sentence, "请在事项中填写").of_field(&parameter.code)
}

fn problem(parameter: &Parameter, value: &Value) -> Option<Issue> {
    let label = &parameter.label;
    let wrong = |onward: String| {
        Some(Issue::new("bad-parameter", format!("参数“{label}”有误"), onward).of_field(&parameter.code))
    };
    if let Some(onward) = value::kind_problem(parameter.kind, &parameter.choices, value) {
        return wrong(onward);
    }
    let number = value.as_i64().filter(|_| parameter.kind == FieldKind::Integer)?;
    match (parameter.min, parameter.max) {
        (Some(min), _) if number < min => wrong(format!("不得小于{min}")),
        (_, Some(max)) if number > max => wrong(format!("不得大于{max}")),
        _ if number < 0 => wrong("不得为负数".into()),
        _ => None,
    }
}

/// A promise longer than the law allows.
fn longer(definition: &Definition, params: &Params, clock: &Clock) -> Option<Issue> {
    let law = definition.clock(clock.within.as_deref()?)?;
    let (promised, allowed) = (amount(params, clock)?, amount(params, law)?);
    let code = match &clock.budget {
        Some(Budget::Parameter { parameter }) => parameter.as_str(),
        _ => "",
    };
    (clock.kind == ClockKind::Promised && promised > allowed).then(|| {
        let unit = clock.unit.label();
        let sentence = format!("“{}”承诺{promised}{unit}，超过法定的{allowed}{unit}", clock.label);
        Issue::new("promise-too-long", sentence, "承诺时限不得长于法定时限，请改短")
            .of_field(code)
            .under(Some(&law.article))
    })
}

fn amount(params: &Params, clock: &Clock) -> Option<i64> {
    match clock.budget.as_ref()? {
        Budget::Constant(n) => Some((*n).into()),
        Budget::Parameter { parameter } => params.get(parameter)?.as_i64(),
        Budget::Field { max, .. } => Some((*max).into()),
    }
}

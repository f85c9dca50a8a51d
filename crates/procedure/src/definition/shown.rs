//! A definition as it is shown for one item: with the item's figures, without what the item does not allow.

use std::sync::Arc;

use super::{Body, Clock, Definition, From, Guard, Move};
use crate::fact::Map;

impl Definition {
    /// The same for showing what holds for one item: under the item's name, with its values in place of the
    /// defaults, without moves that these values exclude and what only they lead to. A text stands for a length that
    /// is counted otherwise, such as `30个自然日`. Nothing runs by it: a case binds its values through
    /// [`crate::Params`].
    ///
    /// ```
    /// let (_, toml) = procedure::shipped().find(|(code, _)| *code == "service-promised").unwrap();
    /// let definition = procedure::Definition::parse(toml).unwrap();
    /// let values = serde_json::json!({ "promised_days": 3 });
    /// let shown = definition.shown_for("取水许可", values.as_object().unwrap());
    /// let promised = shown.clock("promise").unwrap();
    /// assert_eq!(promised.budget_label(&shown), "3个工作日");
    /// ```
    pub fn shown_for(&self, name: &str, values: &Map) -> Definition {
        let mut body = Body::clone(&self.0);
        body.head.name = name.to_owned();
        for parameter in &mut body.parameters {
            // What the item does not bind is the default for it, and nothing to adjust.
            body.bound.insert(parameter.code.clone());
            if let Some(value) = values.get(&parameter.code) {
                parameter.default = Some(value.clone());
            }
        }
        prune(&mut body, values);
        Definition(Arc::new(body))
    }
}

/// Takes out what the values exclude, and then whatever nothing leads to any more.
fn prune(body: &mut Body, values: &Map) {
    body.moves
        .retain(|step| step.guards.iter().all(|guard| allows(guard, values)));
    loop {
        let before = (body.moves.len(), body.clocks.len(), body.places.len());
        drop_clocks(body);
        drop_moves(body);
        drop_places(body);
        if before == (body.moves.len(), body.clocks.len(), body.places.len()) {
            return;
        }
    }
}

fn allows(guard: &Guard, values: &Map) -> bool {
    let Guard::ParameterIn {
        parameter,
        values: pass,
    } = guard
    else {
        return true;
    };
    let said = values.get(parameter).map(|value| match value.as_str() {
        Some(text) => text.to_owned(),
        None => value.to_string(),
    });
    said.is_none_or(|said| pass.contains(&said))
}

/// A clock that nothing starts does not run.
fn drop_clocks(body: &mut Body) {
    let moves = &body.moves;
    let there = |code: &String| moves.iter().any(|step| step.code == *code);
    body.clocks
        .retain(|clock| clock.starts.is_empty() || clock.starts.iter().any(there));
}

/// A move that waits for such a clock, or that starts where nobody comes, is never made.
fn drop_moves(body: &mut Body) {
    let (clocks, places) = (&body.clocks, &body.places);
    let runs = |code: &String| clocks.iter().any(|clock| clock.code == *code);
    let expires = |step: &Move| {
        let by = |clock: &Clock| clock.expiry.as_ref().is_some_and(|it| it.by == step.code);
        clocks.iter().any(by)
    };
    body.moves.retain(|step| {
        let waits = step.guards.iter().all(|guard| match guard {
            Guard::Pending(clock) | Guard::Before(clock) | Guard::After(clock) => runs(clock),
            _ => true,
        });
        let from = match &step.from {
            From::Places(codes) => codes.iter().any(|code| places.iter().any(|it| it.code == *code)),
            From::Nowhere | From::Everywhere => true,
        };
        waits && from && (!step.is_system() || expires(step))
    });
}

/// A place to which no move leads.
fn drop_places(body: &mut Body) {
    let moves = &body.moves;
    body.places.retain(|place| {
        moves
            .iter()
            .any(|step| step.targets().contains(&place.code.as_str()))
    });
}

//! What guards can tell apart in fields and parameters: all that an exploration has to try.

use std::collections::BTreeSet;

use crate::definition::{Choice, Definition, Field, FieldKind, Guard, Parameter};

/// The values that a guarded field can take, one for all that no guard tells apart; empty where no
/// guard reads it.
pub(super) fn domain(definition: &Definition, field: &Field) -> Vec<String> {
    let reads = reads(definition, |guard| match guard {
        Guard::ValueIn { field: read, values }
        | Guard::EveryBranch {
            field: read, values, ..
        } if *read == field.code => Some(values),
        _ => None,
    });
    told_apart(&reads, field.kind, &field.choices)
}

/// The same for a parameter.
pub(super) fn bindings(definition: &Definition, parameter: &Parameter) -> Vec<String> {
    let reads = reads(definition, |guard| match guard {
        Guard::ParameterIn {
            parameter: read,
            values,
        } if *read == parameter.code => Some(values),
        _ => None,
    });
    told_apart(&reads, parameter.kind, &parameter.choices)
}

fn reads<'a>(
    definition: &'a Definition,
    asks: impl Fn(&'a Guard) -> Option<&'a Vec<String>>,
) -> Vec<&'a Vec<String>> {
    let guards = definition.moves().iter().flat_map(|m| &m.guards);
    guards.filter_map(asks).collect()
}

fn told_apart(reads: &[&Vec<String>], kind: FieldKind, choices: &[Choice]) -> Vec<String> {
    let mut kept: Vec<String> = match kind {
        _ if reads.is_empty() => vec![],
        FieldKind::Choice => choices.iter().map(|c| c.code.clone()).collect(),
        FieldKind::Boolean => vec!["true".into(), "false".into()],
        // Any value that is not mentioned is like any other.
        _ => reads
            .iter()
            .flat_map(|values| values.iter().cloned())
            .chain([String::new()])
            .collect(),
    };
    let mut seen = BTreeSet::new();
    kept.retain(|value| {
        let marks: Vec<bool> = reads.iter().map(|values| values.contains(value)).collect();
        seen.insert(marks)
    });
    kept
}

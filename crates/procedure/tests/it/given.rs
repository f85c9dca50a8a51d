//! Definitions and standings that the tests share.

use std::sync::LazyLock;

use procedure::{Actor, Definition, Params, Standing};

const SOURCES: [(&str, &str); 7] = [
    (
        "request-sample",
        include_str!("../definitions/request-sample.toml"),
    ),
    ("licence", include_str!("../definitions/licence.toml")),
    ("joint", include_str!("../definitions/joint.toml")),
    ("joint-any", include_str!("../definitions/joint-any.toml")),
    ("co-author", include_str!("../definitions/co-author.toml")),
    ("renewal", include_str!("../definitions/renewal.toml")),
    ("spans", include_str!("../definitions/spans.toml")),
];

/// Every definition of the tests and of the program.
pub fn sources() -> impl Iterator<Item = (&'static str, &'static str)> {
    SOURCES.into_iter().chain(procedure::shipped())
}

/// Proved once: the proof explores every marking.
static PROVED: LazyLock<Vec<Definition>> = LazyLock::new(|| {
    let prove =
        |(code, toml)| Definition::parse(toml).unwrap_or_else(|problems| panic!("{code}:\n{problems}"));
    sources().map(prove).collect()
});

/// A proved definition by code.
pub fn definition(code: &str) -> Definition {
    PROVED
        .iter()
        .find(|d| d.code() == code)
        .expect("a known definition")
        .clone()
}

/// Defaults, with an expiry date where a licence needs one.
pub fn params(definition: &Definition) -> Params {
    let mut map = procedure::Map::new();
    if definition.parameter("expires_on").is_some() {
        map.insert("expires_on".into(), "2026-06-30".into());
    }
    Params::bind(definition, map).expect("the defaults bind")
}

/// A person who may do everything a person may do in this definition.
pub fn anybody(definition: &Definition) -> Standing {
    let places = definition.places().iter().flat_map(|p| &p.actors);
    let moves = definition.moves().iter().flat_map(|m| &m.actors);
    let people = places.chain(moves).filter(|a: &&Actor| !a.is_system());
    people.fold(Standing::default(), |standing, actor| {
        actor
            .relations
            .iter()
            .fold(standing, |s, relation| s.with(&actor.role, relation.clone()))
    })
}

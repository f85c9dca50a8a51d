//! The parts of a definition, as they are written in TOML.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Actor, Effect, Guard};

/// Head of a definition: `[procedure]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Lower-case code, unique among procedures.
    pub code: String,
    /// Counts up with every change.
    pub version: u32,
    /// Chinese name.
    pub name: String,
    /// What it is for, one or two Chinese sentences.
    #[serde(default)]
    pub summary: String,
    /// The law behind it.
    pub basis: Vec<String>,
    /// An applicant waits for the outcome, even where no place or move shows it.
    #[serde(default)]
    pub applicant: bool,
}

/// What kind of value a field or parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// Yes or no.
    Boolean,
    /// A civil date, `YYYY-MM-DD`.
    Date,
    /// One of the declared choices.
    Choice,
    /// SHA-256 in hex of exactly what was seen.
    Digest,
    /// A person's identifier.
    Person,
    /// A list of persons' identifiers.
    Persons,
    /// An organisation's code.
    Organisation,
    /// A list of the members (organisations or parties) for which a fork runs.
    Members,
}

/// One value of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Code, kept in events.
    pub code: String,
    /// Chinese label.
    pub label: String,
}

/// A declared datum of a case: `[[field]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Code.
    pub code: String,
    /// Chinese label.
    pub label: String,
    /// Kind of value.
    pub kind: FieldKind,
    /// For a choice: its values.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// A personal value: events hold only its salted digest (64 hex digits).
    #[serde(default)]
    pub personal: bool,
    /// One line under the input.
    #[serde(default)]
    pub hint: Option<String>,
}

/// A value that an item binds when a case is opened: `[[parameter]]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Code.
    pub code: String,
    /// Chinese label.
    pub label: String,
    /// Kind of value: integer, boolean, date, text or choice.
    pub kind: FieldKind,
    /// Used where the item binds nothing. Without it the item must bind a value.
    #[serde(default)]
    pub default: Option<serde_json::Value>,
    /// Least integer.
    #[serde(default)]
    pub min: Option<i64>,
    /// Greatest integer.
    #[serde(default)]
    pub max: Option<i64>,
    /// For a choice: its values.
    #[serde(default)]
    pub choices: Vec<Choice>,
}

/// Who holds the ball.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// The handling organisation.
    Office,
    /// The applicant.
    Applicant,
    /// A third party.
    ThirdParty,
    /// Another organisation.
    OtherOffice,
    /// Nobody: an end, or a branch that waits for its join.
    Nobody,
}

impl Holder {
    /// In Chinese, for drawings.
    pub fn label(self) -> &'static str {
        match self {
            Holder::Office => "承办单位",
            Holder::Applicant => "申请人",
            Holder::ThirdParty => "第三方",
            Holder::OtherOffice => "其他单位",
            Holder::Nobody => "无人",
        }
    }
}

/// Where a token can be: `[[place]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Code.
    pub code: String,
    /// Chinese label, for officials.
    pub label: String,
    /// What the public may see; `None`: the case is not shown to the public here.
    #[serde(default)]
    pub public: Option<String>,
    /// Who holds the ball.
    pub holder: Holder,
    /// Who acts here, unless a move says otherwise.
    #[serde(default, rename = "actor", deserialize_with = "one_or_many")]
    pub actors: Vec<Actor>,
    /// The legal ground for pausing a clock here.
    #[serde(default)]
    pub ground: Option<String>,
    /// For an end: the outcome's code.
    #[serde(default)]
    pub outcome: Option<String>,
    /// Somebody outside still waits here (default). `false`: what they waited for is given.
    #[serde(default = "yes")]
    pub awaited: bool,
}

impl Place {
    /// The case ends here.
    pub fn is_end(&self) -> bool {
        self.outcome.is_some()
    }
}

/// Where a move starts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// It opens the case.
    Nowhere,
    /// Any one of these places.
    Places(Vec<String>),
    /// Anywhere in an open case; cancels all tokens unless the move stays.
    Everywhere,
}

/// A branch for each member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Fork {
    /// One branch for each member named in a field of kind `members`.
    Each {
        /// The field.
        each: String,
        /// Where every branch starts.
        to: String,
    },
    /// Named branches, each with its own first place.
    Named {
        /// Branch name → place.
        to: BTreeMap<String, String>,
    },
}

impl Fork {
    /// The first places of the branches.
    pub fn targets(&self) -> Vec<&str> {
        match self {
            Fork::Each { to, .. } => vec![to],
            Fork::Named { to } => to.values().map(String::as_str).collect(),
        }
    }
}

/// When a join may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinRule {
    /// Every branch has come to one of the join's places.
    All,
    /// At least one has.
    Any,
    /// Every branch has, or its clock has run out: the lead goes on without it.
    LeadAfter,
}

/// Closes a fork's block; what remains of it is cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The forking move.
    pub of: String,
    /// When.
    pub when: JoinRule,
    /// For `lead_after`: the clock.
    #[serde(default)]
    pub clock: Option<String>,
    /// For `lead_after`: the law that lets silence pass.
    #[serde(default)]
    pub basis: Option<String>,
}

/// A field that a move takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldUse {
    /// The field's code.
    pub field: String,
    /// Must it be given with this move.
    pub required: bool,
}

/// A step: `[[move]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// Code, unique in the definition.
    pub code: String,
    /// Chinese label: the words on the button.
    pub label: String,
    /// What the public sees in the course of the case; `None`: nothing.
    #[serde(default)]
    pub public: Option<String>,
    /// Where it starts; absent for a move that opens a case.
    #[serde(default = "nowhere", deserialize_with = "from")]
    pub from: From,
    /// With `from = "*"`: not while a token is in one of these places.
    #[serde(default)]
    pub except: Vec<String>,
    /// Where it leads; absent when it stays or forks.
    #[serde(default)]
    pub to: Option<String>,
    /// It moves no token.
    #[serde(default)]
    pub stay: bool,
    /// It forks.
    #[serde(default)]
    pub fork: Option<Fork>,
    /// It joins.
    #[serde(default)]
    pub join: Option<Join>,
    /// Who makes it; empty: whoever acts at the place.
    #[serde(default, rename = "actor", deserialize_with = "one_or_many")]
    pub actors: Vec<Actor>,
    /// Fields it takes; a trailing `?` in TOML marks an optional one.
    #[serde(default, deserialize_with = "field_uses")]
    pub fields: Vec<FieldUse>,
    /// A reason must be given.
    #[serde(default)]
    pub reason: bool,
    /// Conditions, all of which must hold.
    #[serde(default)]
    pub guards: Vec<Guard>,
    /// What it does besides.
    #[serde(default)]
    pub effects: Vec<Effect>,
    /// Grounds on which it may be recorded after it took effect; empty: never.
    #[serde(default)]
    pub backdated: Vec<String>,
    /// The law behind it.
    #[serde(default)]
    pub article: Option<String>,
    /// Refuses, cancels or takes back: the button is drawn apart.
    #[serde(default)]
    pub danger: bool,
}

impl Move {
    /// It opens a case.
    pub fn is_start(&self) -> bool {
        self.from == From::Nowhere
    }

    /// It has an effect that the outside has seen.
    pub fn outward(&self) -> bool {
        self.effects.iter().any(Effect::outward)
    }

    /// A document must come with it, or it makes one.
    pub fn documented(&self) -> bool {
        self.guards.iter().any(|g| matches!(g, Guard::Document(_)))
            || self.effects.iter().any(|e| matches!(e, Effect::Letter { .. }))
    }

    /// It may be made while a token is in this place.
    pub fn starts_at(&self, place: &str) -> bool {
        match &self.from {
            From::Nowhere => false,
            From::Places(places) => places.iter().any(|p| p == place),
            From::Everywhere => !self.except.iter().any(|p| p == place),
        }
    }

    /// The places it starts from by name.
    pub fn sources(&self) -> &[String] {
        match &self.from {
            From::Places(places) => places,
            _ => &[],
        }
    }

    /// The places it leads to.
    pub fn targets(&self) -> Vec<&str> {
        let fork = self.fork.iter().flat_map(Fork::targets);
        self.to.as_deref().into_iter().chain(fork).collect()
    }

    /// Only the program makes it.
    pub fn is_system(&self) -> bool {
        !self.actors.is_empty() && self.actors.iter().all(Actor::is_system)
    }
}

fn yes() -> bool {
    true
}

fn nowhere() -> From {
    From::Nowhere
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    fn list(self) -> Vec<T> {
        match self {
            OneOrMany::One(one) => vec![one],
            OneOrMany::Many(many) => many,
        }
    }
}

fn one_or_many<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Actor>, D::Error> {
    let texts = OneOrMany::<String>::deserialize(from)?.list();
    texts
        .into_iter()
        .map(|text| Actor::deserialize(serde::de::value::StringDeserializer::new(text)))
        .collect()
}

fn from<'de, D: serde::Deserializer<'de>>(from: D) -> Result<From, D::Error> {
    let places = OneOrMany::<String>::deserialize(from)?.list();
    if places.is_empty() {
        return Ok(From::Nowhere);
    }
    Ok(if places == ["*"] {
        From::Everywhere
    } else {
        From::Places(places)
    })
}

fn field_uses<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<FieldUse>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    let one = |text: String| match text.strip_suffix('?') {
        Some(field) => FieldUse {
            field: field.to_owned(),
            required: false,
        },
        None => FieldUse {
            field: text,
            required: true,
        },
    };
    Ok(texts.into_iter().map(one).collect())
}

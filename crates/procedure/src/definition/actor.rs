//! Who may act: a role at a relation to the case's organisation.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

/// How a person stands to the case (or to one of its branches).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Belongs to the case's organisation (`self`).
    #[serde(rename = "self")]
    Own,
    /// Belongs to the organisation that leads a joint case.
    Lead,
    /// Belongs to the organisation for which a branch runs.
    Member,
    /// Belongs to a superior organisation of the named level (`county`, `city` …).
    Ancestor(String),
    /// Is a party: applicant, third party.
    Party,
    /// The program itself: expiries, scheduled acts.
    System,
}

impl Relation {
    /// Reads `self`, `lead`, `member`, `party`, `system` or `ancestor(level)`.
    pub fn parse(text: &str) -> Option<Relation> {
        Some(match text.trim() {
            "self" => Relation::Own,
            "lead" => Relation::Lead,
            "member" => Relation::Member,
            "party" => Relation::Party,
            "system" => Relation::System,
            other => {
                let level = other.strip_prefix("ancestor(")?.strip_suffix(')')?.trim();
                (!level.is_empty()).then(|| Relation::Ancestor(level.to_owned()))?
            }
        })
    }

    /// In Chinese, for drawings.
    pub fn label(&self) -> String {
        match self {
            Relation::Own => "本单位".into(),
            Relation::Lead => "牵头单位".into(),
            Relation::Member => "参与单位".into(),
            Relation::Ancestor(level) => format!("上级单位（{}）", level_label(level)),
            Relation::Party => "当事人".into(),
            Relation::System => "系统".into(),
        }
    }
}

fn level_label(level: &str) -> &str {
    match level {
        "province" => "省级",
        "city" => "市级",
        "county" => "县级",
        "township" => "乡镇",
        other => other,
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Relation::Own => f.write_str("self"),
            Relation::Lead => f.write_str("lead"),
            Relation::Member => f.write_str("member"),
            Relation::Ancestor(level) => write!(f, "ancestor({level})"),
            Relation::Party => f.write_str("party"),
            Relation::System => f.write_str("system"),
        }
    }
}

/// Who may make a move: `role@self|ancestor(county)`, or `system`.
///
/// Relations after `else` count only where the case's organisation has nobody in the role
/// (a township without an openness office of its own turns to its county's).
///
/// ```
/// use procedure::{Actor, Relation};
/// let actor = Actor::parse("openness_office@self else ancestor(county)").unwrap();
/// assert_eq!(actor.role, "openness_office");
/// assert_eq!(actor.otherwise, [Relation::Ancestor("county".into())]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Actor {
    /// A role of the vocabulary; empty for `system`.
    pub role: String,
    /// Any of these relations will do.
    pub relations: Vec<Relation>,
    /// These too, where nobody in the case's organisation holds the role.
    pub otherwise: Vec<Relation>,
}

impl Actor {
    /// Reads `role@relation|relation else relation`, or `system`.
    pub fn parse(text: &str) -> Option<Actor> {
        if text.trim() == "system" {
            return Some(Actor {
                role: String::new(),
                relations: vec![Relation::System],
                otherwise: vec![],
            });
        }
        let (role, rest) = text.split_once('@')?;
        let (first, second) = rest
            .split_once(" else ")
            .map_or((rest, None), |(a, b)| (a, Some(b)));
        let role = role.trim();
        if role.is_empty() || !role.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
            return None;
        }
        let otherwise = second.map_or(Some(vec![]), relations)?;
        Some(Actor {
            role: role.to_owned(),
            relations: relations(first)?,
            otherwise,
        })
    }

    /// Only the program makes this move.
    pub fn is_system(&self) -> bool {
        self.relations == [Relation::System]
    }

    /// Whether a person (or the program) of this standing fits, in this branch.
    pub fn fits(&self, standing: &Standing, member: Option<&str>) -> bool {
        let lacking = standing.lacking.contains(&self.role);
        let open = self
            .relations
            .iter()
            .chain(self.otherwise.iter().filter(|_| lacking));
        open.into_iter().any(|wanted| {
            standing
                .holds
                .iter()
                .any(|hold| hold.fits(&self.role, wanted, member))
        })
    }
}

fn relations(text: &str) -> Option<Vec<Relation>> {
    text.split('|').map(Relation::parse).collect()
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_system() {
            return f.write_str("system");
        }
        let join = |list: &[Relation]| list.iter().map(ToString::to_string).collect::<Vec<_>>().join("|");
        write!(f, "{}@{}", self.role, join(&self.relations))?;
        if self.otherwise.is_empty() {
            Ok(())
        } else {
            write!(f, " else {}", join(&self.otherwise))
        }
    }
}

impl<'de> Deserialize<'de> for Actor {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Actor, D::Error> {
        let text = String::deserialize(from)?;
        Actor::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "“{text}”不是“角色@关系”(关系为 self、lead、member、ancestor（层级）、party，或单写 system)"
            ))
        })
    }
}

/// One role that a person holds, seen from the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// A role of the vocabulary.
    pub role: String,
    /// At which relation to the case.
    pub relation: Relation,
    /// Only in branches of this member; `None`: everywhere in the case.
    pub member: Option<String>,
}

impl Hold {
    fn fits(&self, role: &str, wanted: &Relation, member: Option<&str>) -> bool {
        let here = self.member.is_none() || self.member.as_deref() == member;
        // Whoever belongs to the case's organisation belongs to the one that leads it.
        let related =
            self.relation == *wanted || (*wanted == Relation::Lead && self.relation == Relation::Own);
        here && related && (*wanted == Relation::System || self.role == role)
    }
}

/// Everything about a person that decides what they may do in one case. The caller
/// computes it from the organisation tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Roles held.
    pub holds: Vec<Hold>,
    /// Roles that nobody holds in the case's organisation: opens `else` relations.
    pub lacking: Vec<String>,
}

impl Standing {
    /// A standing of plain role and relation pairs.
    pub fn of<R: Into<String>>(holds: impl IntoIterator<Item = (R, Relation)>) -> Standing {
        holds
            .into_iter()
            .fold(Standing::default(), |standing, (role, relation)| {
                standing.with(role, relation)
            })
    }

    /// The program's own.
    pub fn system() -> Standing {
        Standing::of([("", Relation::System)])
    }

    /// With one role more.
    pub fn with(mut self, role: impl Into<String>, relation: Relation) -> Standing {
        self.holds.push(Hold {
            role: role.into(),
            relation,
            member: None,
        });
        self
    }

    /// With one role more, held only in the branches of one member.
    pub fn within(
        mut self,
        role: impl Into<String>,
        relation: Relation,
        member: impl Into<String>,
    ) -> Standing {
        self.holds.push(Hold {
            role: role.into(),
            relation,
            member: Some(member.into()),
        });
        self
    }

    /// Noting that nobody in the case's organisation holds this role.
    pub fn lacking(mut self, role: impl Into<String>) -> Standing {
        self.lacking.push(role.into());
        self
    }
}

//! The closed sets of guards and effects.

use serde::{Deserialize, Serialize};

/// A condition of a move. Closed: a new kind of condition is a change of this program.
/// No guard reads a personal value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Guard {
    /// The field has a value, given now or earlier.
    Field(String),
    /// The field's value, given now or earlier, is one of these.
    ValueIn {
        /// A field that is not personal.
        field: String,
        /// The values that let the move pass.
        values: Vec<String>,
    },
    /// At least one document is attached; the text says which, in Chinese.
    Document(String),
    /// The boolean field was ticked, now or earlier.
    Checked(String),
    /// The move is made at most so many times in the case (within a branch: in the branch).
    Count(u32),
    /// The clock is not past its due day.
    Before(String),
    /// The clock is past its due day.
    After(String),
    /// Neither actor nor the person acted for is in this field of persons.
    UntouchedByActor(String),
    /// Neither actor nor the person acted for made the latest of any of these moves.
    DistinctFrom(Vec<String>),
    /// Every linked case has ended.
    LinkedEnded,
    /// The item binds the parameter to one of these values: what one item allows another may not.
    ParameterIn {
        /// The parameter.
        parameter: String,
        /// The values that let the move pass.
        values: Vec<String>,
    },
    /// Something is open on the clock: it runs, is paused, or awaits a restart.
    Pending(String),
    /// Nothing is open on the clock: it neither runs, nor is paused, nor awaits a restart.
    Settled(String),
    /// Each member for whom a fork opened a branch has given one of these values, by its latest
    /// branch. One who said nothing has not agreed.
    EveryBranch {
        /// The forking move.
        of: String,
        /// A field that is not personal.
        field: String,
        /// The values that let the move pass.
        values: Vec<String>,
    },
}

/// What a move does beyond moving tokens. Closed, like [`Guard`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Effect {
    /// The person or organisation named in a field becomes the handler in a role.
    Assign {
        /// A role of the vocabulary.
        role: String,
        /// The field that names the handler.
        field: String,
    },
    /// Takes a number of a series.
    Number(String),
    /// Issues a letter.
    Letter {
        /// Code of the letter's template.
        template: String,
        /// `applicant`, `third_party`, or a role.
        to: String,
    },
    /// Tells somebody.
    Notify {
        /// `applicant`, `third_party`, or a role.
        to: String,
        /// Code of the message's template.
        template: String,
    },
    /// Makes the subject public.
    Publish,
    /// Takes the subject out of public view; a tombstone stays.
    Withdraw,
    /// Opens a linked case.
    OpenCase {
        /// Code of its procedure.
        procedure: String,
        /// What it is to this case.
        relation: String,
    },
    /// Reports an outcome to the case that opened this one.
    TellParent(String),
    /// Carries out a change in the catalogue or the organisation tree.
    ChangeItem(String),
}

impl Effect {
    /// The world outside has seen it: a letter, a publication, a withdrawal. Such a move is
    /// countered by another move and never corrected.
    pub fn outward(&self) -> bool {
        matches!(self, Effect::Letter { .. } | Effect::Publish | Effect::Withdraw)
    }

    /// In Chinese, for drawings.
    pub fn label(&self) -> String {
        match self {
            Effect::Assign { role, .. } => format!("指定{}", super::role_label(role)),
            Effect::Number(_) => "编号".into(),
            Effect::Letter { to, .. } => format!("向{}出具文书", super::role_label(to)),
            Effect::Notify { to, .. } => format!("通知{}", super::role_label(to)),
            Effect::Publish => "公开发布".into(),
            Effect::Withdraw => "撤下公开内容".into(),
            Effect::OpenCase { .. } => "另立关联事项".into(),
            Effect::TellParent(_) => "结果告知上级事项".into(),
            Effect::ChangeItem(_) => "更新目录或机构".into(),
        }
    }
}

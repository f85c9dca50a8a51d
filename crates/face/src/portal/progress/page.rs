//! What pages that are one person's own share.

use askama::Template;
use axum::http::StatusCode;
use kernel::Result;
use kernel::db::Conn;
use office::account;

use crate::door::{Owner, PageResult};
use crate::form::Errors;
use crate::portal::frame::Shell;
use crate::portal::page::{Ask, Drawn};
use crate::workbench::NavLink;

/// A radio, or an option of a list.
pub(in crate::portal) struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
    pub selected: bool,
}

impl Choice {
    /// Codes with their labels, one of them chosen.
    pub fn all<'c>(options: impl IntoIterator<Item = (&'c str, &'c str)>, chosen: &str) -> Vec<Choice> {
        let choice = |(code, label): (&str, &str)| Choice {
            value: code.to_owned(),
            label: label.to_owned(),
            hint: String::new(),
            selected: code == chosen,
        };
        options.into_iter().map(choice).collect()
    }

    /// With a word of explanation under the one of this code.
    pub fn hint(mut all: Vec<Choice>, code: &str, hint: &str) -> Vec<Choice> {
        if let Some(choice) = all.iter_mut().find(|choice| choice.value == code) {
            choice.hint = hint.to_owned();
        }
        all
    }
}

/// Whether a case is offered to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::portal) enum Keeping {
    /// Nobody is logged in.
    Nobody,
    /// It may come among the account's.
    Offered,
    /// It is there.
    Held,
}

impl Keeping {
    /// For whoever looks at this case.
    pub async fn of(conn: &mut Conn, owner: Option<&Owner>, case_id: i64) -> Result<Keeping> {
        Ok(match owner {
            None => Keeping::Nobody,
            Some(owner) if account::holds(conn, owner.account.id, case_id).await? => Keeping::Held,
            Some(_) => Keeping::Offered,
        })
    }

    /// For templates.
    pub fn is(self, code: &str) -> bool {
        code == match self {
            Keeping::Nobody => "nobody",
            Keeping::Offered => "offered",
            Keeping::Held => "held",
        }
    }
}

/// 首页 › the matter › last.
pub(in crate::portal) fn trail_of(ask: &Ask, (label, href): (&str, &str), last: &str) -> Vec<NavLink> {
    let mut trail = ask.frame.trail(None, last);
    trail.insert(
        1,
        NavLink {
            label: label.into(),
            href: href.into(),
            current: false,
        },
    );
    trail
}

/// The shell of a page that is one person's own: search engines and caches have no address for it.
pub(in crate::portal) fn shell(ask: &Ask, path: &str) -> Shell {
    let mut shell = ask.shell(path);
    shell.canonical.clear();
    shell
}

/// The page, for this reader alone; under 422 where the form comes back.
pub(in crate::portal) fn own(ask: &Ask, page: &impl Template, errors: &Errors) -> PageResult {
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    own_with(ask, page, status)
}

/// The same under this status.
pub(in crate::portal) fn own_with(ask: &Ask, page: &impl Template, status: StatusCode) -> PageResult {
    ask.private(Drawn::new(page)?.status(status))
}

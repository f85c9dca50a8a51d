//! What the pages of this room share.

use askama::Template;
use axum::http::StatusCode;
use serde::Deserialize;

use crate::door::{PageResult, local_path};
use crate::portal::frame::Shell;
use crate::portal::page::{Ask, Drawn};
use crate::workbench::NavLink;

/// Where somebody wants to go on afterwards.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Way {
    pub next: String,
    /// What was just done, such as `left` or `closed`.
    pub done: String,
}

/// Where one goes on: on the applicant's side of the site, otherwise at the list.
pub(super) fn destination(next: &str) -> &str {
    let ours = |path: &&str| {
        ["/my", "/apply", "/track"].into_iter().any(|room| {
            path.strip_prefix(room)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
        })
    };
    let entrance = |path: &&str| {
        !["/my/login", "/my/new", "/my/reset"]
            .iter()
            .any(|at| path.starts_with(at))
    };
    local_path(next).filter(ours).filter(entrance).unwrap_or("/my")
}

/// 首页 › 我的账号 › last; the list itself is the last.
pub(super) fn trail(ask: &Ask, last: &str) -> Vec<NavLink> {
    let mut trail = ask.frame.trail(None, last);
    if last != "我的账号" {
        let link = NavLink {
            label: "我的账号".into(),
            href: "/my".into(),
            current: false,
        };
        trail.insert(1, link);
    }
    trail
}

/// The shell of a page that is one person's own: search engines and caches have no address for it.
pub(super) fn shell(ask: &Ask, path: &str) -> Shell {
    let mut shell = ask.shell(path);
    shell.canonical.clear();
    shell
}

/// The page, for this reader alone.
pub(super) fn own(ask: &Ask, page: &impl Template, status: StatusCode) -> PageResult {
    ask.private(Drawn::new(page)?.status(status))
}

#[cfg(test)]
mod tests {
    use super::destination;

    #[test]
    fn one_goes_on_among_ones_own_pages_only() {
        for good in ["/my", "/apply/who", "/track/case?done=kept", "/my/password"] {
            assert_eq!(destination(good), good);
        }
        for other in [
            "",
            "/desk",
            "//evil.example",
            "https://evil.example",
            "/my/login?next=/my/login",
            "/myth",
            "/tracker",
            "/apply\\x",
        ] {
            assert_eq!(destination(other), "/my", "{other}");
        }
    }
}

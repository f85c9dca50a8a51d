//! What stands at the address of a document that was taken away: what it was, when and why it went (410).

use askama::Template;
use axum::http::StatusCode;
use kernel::Result;
use matters::publication::Tombstone;

use super::frame::Shell;
use super::page::{Ask, Drawn};
use super::shape::Fact;
use crate::workbench::NavLink;

#[derive(Template)]
#[template(path = "portal/tombstone.html")]
struct TombstonePage {
    shell: Shell,
    trail: Vec<NavLink>,
    title: String,
    under_review: bool,
    ground: String,
    notice: String,
    facts: Vec<Fact>,
}

/// The same for every address below the document's: its text, editions and attachments went with it.
pub(super) fn drawn(ask: &Ask, stone: &Tombstone) -> Result<Drawn> {
    let page = TombstonePage {
        shell: ask.shell(&format!("/d/{}", stone.slug)),
        trail: ask.frame.trail(
            None,
            if stone.under_review {
                "已下线"
            } else {
                "已撤回"
            },
        ),
        title: stone.title.clone(),
        under_review: stone.under_review,
        ground: stone.ground.clone(),
        notice: stone.notice.clone(),
        facts: facts(stone),
    };
    Ok(Drawn::new(&page)?.status(StatusCode::GONE).changed(stone.at))
}

fn facts(stone: &Tombstone) -> Vec<Fact> {
    Fact::present(vec![
        Fact::new("索引号", &*stone.index_number),
        Fact::new("发布单位", &*stone.org_name),
        Fact::at("首次公开", stone.first_published_at),
        Fact::at(
            if stone.under_review {
                "下线时间"
            } else {
                "撤回时间"
            },
            stone.at,
        ),
    ])
}

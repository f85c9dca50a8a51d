//! What the pages of this room share.

pub(super) use crate::portal::progress::page::{Choice, own, own_with, shell, trail_of};

use super::followed::HOME;
use crate::portal::page::Ask;
use crate::workbench::NavLink;

/// 首页 › 依申请公开 › last.
pub(super) fn trail(ask: &Ask, last: &str) -> Vec<NavLink> {
    trail_of(ask, HOME, last)
}

//! The embedded national record.

use crate::{Notice, import};

const NATIONAL: &str = include_str!("../../../data/calendar/national.toml");

/// The notices of `data/calendar/national.toml`, read exactly as an operator's file is.
pub(crate) fn notices() -> Vec<Notice> {
    import::parse_notices(NATIONAL).expect("the embedded notices are tested")
}

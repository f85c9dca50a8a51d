//! What the integration tests stand on. The tests themselves live in `house/`.

pub mod support;

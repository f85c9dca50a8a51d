//! The window over the house's own router.

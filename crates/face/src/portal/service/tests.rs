//! Applying over the house's own router, without a script.

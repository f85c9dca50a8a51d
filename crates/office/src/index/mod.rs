//! The search index, following the record.
//!
//! Derived: what it holds is read from published views, and a folder that was deleted fills itself
//! again. It follows the ledger's order, which has no gaps, so nothing committed is missed.

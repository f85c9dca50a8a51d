//! The ledger as others see it: against independent implementations, damaged, and rewritten.

mod audit;
mod built;
mod damage;
mod guide;
mod oracle;
mod proofs;
mod texts;

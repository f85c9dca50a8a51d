//! Each rule of the proof has a definition that violates exactly it.

//! Procedure definitions, their proof, fold, clocks and drawings. Pure.

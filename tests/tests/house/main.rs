//! The house rules that a compiler does not check: who may depend on whom, on what, and under
//! which licence.

mod arrows;
mod dependencies;
mod metadata;

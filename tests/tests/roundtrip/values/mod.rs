//! Every type of attribute, written and read exactly.

mod absent;
mod collections;
mod lines;
mod model;
mod moments;
mod numbers;
mod own_types;
mod random;
mod refused;
mod text;
mod vectors;

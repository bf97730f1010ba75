//! Queries: the files in `tests/queries` are parsed, and mistakes are reported at their position.

mod check;
mod corpus;
mod cypher;
mod cypher_random;
mod cypher_types;
mod errors;
mod format;
mod interface;
mod mistakes;
mod strict;
mod tree;
mod vectors;

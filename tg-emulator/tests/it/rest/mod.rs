//! The schema changed over REST, as 4.x has it: one file per family.

mod graphs;
mod indexes;
mod jobs;
mod malformed;
mod scopes;
mod stored;
mod types;

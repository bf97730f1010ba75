//! Schema changes over REST in 4.x, one file per family of endpoints.

mod graphs;
mod indexes;
mod jobs;
mod malformed;
mod scopes;
mod stored;
mod types;

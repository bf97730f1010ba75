//! The client against the emulator, in both generations of the server.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod admin;
mod answers;
mod blocking;
mod change;
mod connection;
mod edges;
mod faults;
mod goods;
mod headers;
mod injection;
mod kinds;
mod limits;
mod live;
mod load;
mod optional;
mod paths;
mod query;
mod random;
mod realistic;
mod renames;
mod repeats;
mod schema;
mod shared;
mod statistics;
mod tls;
mod tokens;
mod values;
mod vertices;
mod words_for_all;

//! The client against the emulator, in both generations of the server.

mod edges;
mod goods;
mod schema;
mod tokens;
mod vertices;

//! The client against the emulator, in both generations of the server.

mod goods;
mod schema;
mod vertices;

//! Every kind of id, wherever an id can stand.

mod edges;
mod gateway;
mod keys;
mod model;
mod random;
mod text;

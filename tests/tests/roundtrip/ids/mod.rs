//! Every kind of id, in every place of an id.

mod edges;
mod gateway;
mod keys;
mod model;
mod random;
mod text;

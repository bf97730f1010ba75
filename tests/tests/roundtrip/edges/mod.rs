//! Every operation of an edge handle.

mod batches;
mod following;
mod model;
mod one;
mod pairs;
mod parallel;
mod undirected;
mod writing;

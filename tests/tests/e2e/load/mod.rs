//! Loading: jobs, data from the program, runs of the server, and where data comes from.

mod jobs;
mod push;
mod sources;

//! Loading: jobs, data from the program, runs of the server, and where data comes from.

mod gsql;
mod jobs;
mod push;
mod schema_jobs;
mod sources;
mod udf;

//! Loading: jobs, data from the program, runs of the server, and where data comes from.

mod bulk;
mod gsql;
mod jobs;
mod push;
mod runs;
mod schema_jobs;
mod sources;
mod udf;

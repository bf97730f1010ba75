//! Loading: jobs, data from the program, runs on the server, and data sources.

mod bulk;
mod gsql;
mod jobs;
mod push;
mod rows;
mod runs;
mod schema_jobs;
mod sources;
mod udf;

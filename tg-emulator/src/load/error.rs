//! Errors of loading jobs.

/// The reason why a job cannot run. Mistakes in single lines are counted instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LoadError {
    #[error("The loading job '{job}' does not exist in graph '{graph}'.")]
    Job { job: String, graph: String },
    #[error("Graph '{0}' does not exist.")]
    Graph(String),
    #[error("The loading job needs {what} '{name}', which does not exist in graph '{graph}'.")]
    Type { what: &'static str, name: String, graph: String },
    #[error("The emulator does not support loading jobs with {0}.")]
    Unsupported(String),
    #[error("{0}")]
    Definition(String),
    #[error(
        "The loading is aborted: {errors} lines or objects of {lines} lines are invalid, which \
         exceeds {limit}."
    )]
    TooManyErrors { errors: u64, lines: u64, limit: String },
    #[error("{0}")]
    Source(String),
}

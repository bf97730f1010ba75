//! The name of the one query or loading job in a text.

use tg_gsql::Finding;
use tg_gsql::syntax::outline::{self, Outline};

use crate::error::{Error, ErrorKind, Result};

/// Returns the name of the query that a text creates.
///
/// # Errors
///
/// With [`ErrorKind::Encode`] if the text is anything but one `CREATE QUERY`.
pub(crate) fn query_name(text: &str) -> Result<String> {
    name(outline::query(text))
}

/// Returns the name of the loading job that a text creates.
///
/// # Errors
///
/// With [`ErrorKind::Encode`] if the text is anything but one `CREATE LOADING JOB`.
pub(crate) fn job_name(text: &str) -> Result<String> {
    name(outline::loading_job(text))
}

fn name(outline: Result<Outline, Finding>) -> Result<String> {
    outline.map(|outline| outline.name).map_err(|Finding { message, help, .. }| {
        let help = help.map(|help| format!("; {help}")).unwrap_or_default();
        Error::new(ErrorKind::Encode, format!("{message}{help}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_more_than_one_statement_is_rejected_with_a_remedy() {
        assert_eq!(query_name("CREATE QUERY q() {}").unwrap(), "q");
        let error = query_name("CREATE QUERY q() {} DROP ALL").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode);
        assert!(error.message().contains("; give one `CREATE QUERY "), "{error}");
        assert_eq!(job_name("CREATE LOADING JOB j { }").unwrap(), "j");
        let error = job_name("USE GRAPH g CREATE LOADING JOB j { }").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode);
        assert!(error.message().contains("; give one `CREATE LOADING JOB "), "{error}");
    }
}

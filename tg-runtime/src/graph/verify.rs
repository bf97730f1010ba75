//! Comparing the typed queries with the server at the end of `connect`.

use crate::client::Client;
use crate::error::{Error, Result};
use crate::query::{Queries, verify_spec};
use crate::schema::GraphSpec;
use crate::schema_change::Verify;

/// Verifies the queries at the end of `connect`.
pub(super) async fn verify_queries(client: &Client, spec: GraphSpec, verify: Verify) -> Result<()> {
    if verify == Verify::Off || spec.queries.is_empty() {
        return Ok(());
    }
    let report = match verify_spec(Queries::new(client.clone()), spec).await {
        Ok(report) => report,
        Err(error) if verify == Verify::Warn => {
            let graph = client.graph();
            tracing::warn!(graph, %error, "the queries could not be compared with the program");
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    match (report.require_fit(), verify) {
        (Err(error), Verify::Refuse) => {
            let how = "to install them, connect once without `Verify::Refuse`";
            Err(Error::new(error.kind(), format!("{}; {how}", error.message())))
        }
        (Err(_), _) => {
            for difference in &report.differences {
                tracing::warn!(graph = report.graph, %difference, "a query is not the program's");
            }
            Ok(())
        }
        (Ok(()), _) => Ok(()),
    }
}

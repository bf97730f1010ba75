//! openCypher.

mod changes;
mod expressions;
mod installed;
mod patterns;
mod projections;
mod user;

use serde_json::{Value, json};

use crate::support::Server;

/// Returns the table that an interpreted query prints.
async fn table(server: &Server, body: &str) -> Value {
    let text = format!("INTERPRET OPENCYPHER QUERY () FOR GRAPH g {{ {body} }}");
    let results = server.interpret(&text, "").await.results();
    assert_eq!(results.as_array().map(Vec::len), Some(1), "{body}: {results}");
    results[0]["Result_Table"].clone()
}

/// Returns the rows of a table as lists, in the order of the columns.
async fn rows(server: &Server, body: &str) -> Value {
    let table = table(server, body).await;
    let row = |row: &Value| json!(row.as_object().unwrap().values().collect::<Vec<_>>());
    table.as_array().unwrap().iter().map(row).collect()
}

/// Returns the message of a query that fails.
async fn failure(server: &Server, body: &str) -> String {
    let text = format!("INTERPRET OPENCYPHER QUERY () FOR GRAPH g {{ {body} }}");
    server.interpret(&text, "").await.error().1
}

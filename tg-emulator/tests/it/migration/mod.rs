//! Schema changes of a store with data.

mod basics;
mod edges;
mod graphs;
mod vertices;

use tg_emulator::Emulator;

use crate::support::Server;

/// Starts a server of 4.x with a schema.
async fn start(schema: &str) -> Server {
    Server::with(Emulator::builder().gsql(schema)).await
}

/// Runs a local schema change job in the graph `g`.
async fn local(server: &Server, changes: &str) {
    let script = format!(
        "USE GRAPH g CREATE SCHEMA_CHANGE JOB j FOR GRAPH g {{ {changes} }} \
         RUN SCHEMA_CHANGE JOB j DROP JOB j"
    );
    let output = server.emulator.gsql(&script).await.unwrap();
    assert!(output.contains("Local schema change succeeded"), "{output}");
}

/// Runs a global schema change job.
async fn global(server: &Server, changes: &str) {
    let script = format!(
        "CREATE GLOBAL SCHEMA_CHANGE JOB j {{ {changes} }} \
         RUN GLOBAL SCHEMA_CHANGE JOB j DROP JOB j"
    );
    let output = server.emulator.gsql(&script).await.unwrap();
    assert!(output.contains("Global schema change succeeded"), "{output}");
}

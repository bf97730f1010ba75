//! Vector attributes of 4.2. They are written; no GET returns them.

use tg_emulator::Generation;
use tg_runtime::Vector;
use tg_runtime::prelude::*;

use crate::harness::{address, assert_rejected, connect, serve};

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Document {
    #[tg(primary_id)]
    id: String,
    title: String,
    #[tg(metric = "L2")]
    embedding: Option<Vector<3>>,
}

#[tigergraph(graph = "Library", auth = "secret")]
struct Library {
    documents: Vertices<Document>,
}

fn document(embedding: [f32; 3]) -> Document {
    let embedding = Some(embedding.into());
    Document { id: "d".to_owned(), title: "A title".to_owned(), embedding }
}

#[tokio::test]
async fn a_vector_is_written() {
    let server = serve(Generation::V4).await;
    let graph: Library = connect(&server).await;
    for embedding in [[0.1, -0.0, f32::MAX], [f32::MIN_POSITIVE, 1e-45, 1.0]] {
        let document = document(embedding);
        graph.documents.upsert(&document).await.unwrap();
        let back = graph.documents.get("d").await.unwrap().unwrap();
        assert_eq!(back, Document { embedding: None, ..document });
    }
}

#[tokio::test]
async fn a_vector_without_numbers_is_rejected() {
    let server = serve(Generation::V4).await;
    let graph: Library = connect(&server).await;
    server.forget_requests();
    let outcome = graph.documents.upsert(&document([0.0, f32::NAN, 0.0])).await;
    assert_rejected(outcome, "attribute `embedding`");
    assert_eq!(server.requests().iter().len(), 0);
}

#[tokio::test]
async fn a_server_without_vectors_is_reported() {
    let server = serve(Generation::V3).await;
    let graph: Library = address(&server).secret(server.secret()).connect().await.unwrap();
    let error = graph.create_schema().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Gsql, "{error}");
}

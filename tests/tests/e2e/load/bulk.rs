//! Mixed batches: operators, conditions, and what was not taken.

use tg_emulator::{Method, Path};
use tg_runtime::AnyId;
use tg_runtime::load::Ack;
use tg_runtime::prelude::*;

use crate::goods::{Depot, Package, StoredAt, connect, in_both_generations};

fn depot(code: i64) -> Depot {
    Depot { code, city: "Ulm".to_owned() }
}

fn upserts(server: &tg_emulator::Emulator) -> Vec<String> {
    let requests = server.requests();
    let posts =
        requests.iter().filter(|it| it.method == Method::POST && it.path.ends_with("/graph/Goods"));
    posts.map(|it| it.query.clone().unwrap_or_default()).collect()
}

in_both_generations! {
    async fn operators_travel_in_a_batch(server) {
        let graph = connect(&server).await;
        graph.packages.upsert(&Package::new("P-1", 1.0)).await.unwrap();
        let outcome = graph
            .batch()
            .update(graph.packages.update("P-1").add(|p| p.stops, 2).max(|p| p.weight_kg, 3.0))
            .update(graph.packages.update("P-2").add(|p| p.stops, 5))
            .upsert(&depot(1))
            .edge("P-1", 1, &StoredAt { since: DateTime::MIN })
            .ack(Ack::All)
            .send()
            .await
            .unwrap();
        outcome.require_all().unwrap();
        assert_eq!((outcome.accepted_vertices(), outcome.accepted_edges()), (3, 1));
        let changed = graph.packages.get("P-1").await.unwrap().unwrap();
        assert_eq!((changed.stops, changed.weight_kg), (2, 3.0));
        assert_eq!(graph.packages.get("P-2").await.unwrap().unwrap().stops, 5);
        assert_eq!(upserts(&server).last().unwrap(), "ack=all");
        // Adding twice is something else than adding once.
        server.on(Path::ends("/graph/Goods").and(Method::POST)).times(1).then(tg_emulator::Fault::Status(500));
        let again = graph.batch().update(graph.packages.update("P-2").add(|p| p.stops, 1)).send();
        assert!(again.await.is_err());
        let only = graph.batch().update(graph.packages.update("P-3").add(|p| p.stops, 1)).update_only();
        let outcome = only.send().await.unwrap();
        assert_eq!(outcome.skipped_vertices(), 1, "{outcome}");
        assert_eq!(outcome.missing(), [AnyId::new("Package", "P-3")]);
    }

    async fn conditions_of_a_batch_name_what_is_skipped(server) {
        let graph = connect(&server).await;
        graph.depots.upsert(&depot(1)).await.unwrap();
        let outcome = graph.batch().upsert(&depot(1)).upsert(&depot(2)).insert_only().send().await.unwrap();
        assert_eq!((outcome.accepted_vertices(), outcome.skipped_vertices()), (1, 1));
        assert_eq!(outcome.already_exist(), [AnyId::new("Depot", "1")]);
        assert!(outcome.require_all().is_err());
        // Of an undirected edge either end is the source, so a directed one is taken.
        let stored = StoredAt { since: DateTime::MIN };
        let edges = [("P-1", 1_i64, &stored), ("P-2", 9, &stored)];
        let many = graph.stored_at.upsert_many(edges).target_must_exist().ack(Ack::All);
        let outcome = many.await.unwrap();
        assert_eq!((outcome.accepted_edges(), outcome.skipped_edges()), (1, 1), "{outcome}");
        assert_eq!(outcome.missing(), [AnyId::new("Depot", "9")]);
        let many = graph.stored_at.upsert_many([("P-3", 1_i64, &stored)]).source_must_exist();
        assert_eq!(many.await.unwrap().missing(), [AnyId::new("Package", "P-3")]);
        let many = graph.stored_at.upsert_many([("P-3", 1_i64, &stored)]);
        let outcome = many.source_must_exist().target_must_exist().await.unwrap();
        assert_eq!(outcome.skipped_edges(), 1);
        let sent = upserts(&server);
        assert_eq!(sent[sent.len() - 3..], [
            "target_vertex_must_exist=true&ack=all",
            "source_vertex_must_exist=true",
            "vertex_must_exist=true",
        ]);
    }
}

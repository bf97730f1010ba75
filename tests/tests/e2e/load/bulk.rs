//! Mixed batches: operators, conditions, and rejected elements.

use tg_emulator::{Method, Path};
use tg_runtime::AnyId;
use tg_runtime::client::AtomicLevel;
use tg_runtime::load::Ack;
use tg_runtime::prelude::*;

use crate::goods::{Depot, Driver, Package, Scanned, StoredAt, WorksAt, connect, in_all_versions};

fn depot(code: i64) -> Depot {
    Depot { code, city: "Ulm".to_owned() }
}

fn upserts(server: &tg_emulator::Emulator) -> Vec<String> {
    let requests = server.requests();
    let posts =
        requests.iter().filter(|it| it.method == Method::POST && it.path.ends_with("/graph/Goods"));
    posts.map(|it| it.query.clone().unwrap_or_default()).collect()
}

in_all_versions! {
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
        // Adding twice differs from adding once.
        server
            .on(Path::ends("/graph/Goods").and(Method::POST))
            .times(1)
            .then(tg_emulator::Fault::Status(500));
        let again = graph.batch().update(graph.packages.update("P-2").add(|p| p.stops, 1)).send();
        assert!(again.await.is_err());
        let only =
            graph.batch().update(graph.packages.update("P-3").add(|p| p.stops, 1)).update_only();
        let outcome = only.send().await.unwrap();
        assert_eq!(outcome.skipped_vertices(), 1, "{outcome}");
        assert_eq!(outcome.missing(), [AnyId::new("Package", "P-3")]);
    }

    async fn conditions_of_a_batch_report_skipped_elements(server) {
        let graph = connect(&server).await;
        graph.depots.upsert(&depot(1)).await.unwrap();
        let outcome =
            graph.batch().upsert(&depot(1)).upsert(&depot(2)).insert_only().send().await.unwrap();
        assert_eq!((outcome.accepted_vertices(), outcome.skipped_vertices()), (1, 1));
        assert_eq!(outcome.already_exist(), [AnyId::new("Depot", "1")]);
        assert!(outcome.require_all().is_err());
        // Of an undirected edge either end is the source, so a directed one is used.
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
        assert_eq!(
            sent[sent.len() - 3..],
            [
                "target_vertex_must_exist=true&ack=all",
                "source_vertex_must_exist=true",
                "vertex_must_exist=true",
            ]
        );
    }

    async fn a_batch_is_divided_by_bytes(server) {
        let graph = connect(&server).await;
        let mut batch = graph.batch().max_request_bytes(400);
        for code in 0..40 {
            let package = Package::new(&format!("P-{code}"), 1.0);
            // The edge is added before its ends.
            batch = batch.edge(&package, code, &StoredAt { since: DateTime::MIN });
            batch = batch.upsert(&package).upsert(&depot(code));
        }
        let stored = StoredAt { since: DateTime::MIN };
        batch = batch.edge("P-0", 777, &stored).edge("P-1", 778, &stored);
        assert_eq!(batch.len(), 122);
        let before = upserts(&server).len();
        let outcome = batch.ends_must_exist().send().await.unwrap();
        let requests = upserts(&server).split_off(before);
        assert!(requests.len() > 10, "{}", requests.len());
        assert!(requests.iter().all(|query| query == "vertex_must_exist=true"), "{requests:?}");
        assert_eq!((outcome.sent_vertices(), outcome.accepted_vertices()), (80, 80));
        assert_eq!((outcome.sent_edges(), outcome.accepted_edges()), (42, 40), "{outcome}");
        assert_eq!(outcome.skipped_edges(), 2);
        let mut missing = outcome.missing().to_vec();
        missing.sort_by_key(|id| format!("{id:?}"));
        assert_eq!(missing, [AnyId::new("Depot", "777"), AnyId::new("Depot", "778")]);
        let error = outcome.require_all().unwrap_err();
        assert!(error.message().contains("80 of 80 vertices accepted, 40 of 42 edges"), "{error}");
        assert_eq!(graph.packages.count().await.unwrap(), 40);
        assert_eq!(graph.stored_at.count().await.unwrap(), 40);
    }

    async fn the_same_twice_ends_with_the_last(server) {
        let graph = connect(&server).await;
        let mut batch = graph.batch();
        for city in ["Ulm", "Bern", "Graz"] {
            batch = batch.upsert(&Depot { code: 1, city: city.to_owned() });
        }
        batch.max_request_bytes(1).send().await.unwrap().require_all().unwrap();
        assert_eq!(graph.depots.get(1).await.unwrap().unwrap().city, "Graz");
    }

    async fn an_atomic_batch_is_never_divided(server) {
        let graph = connect(&server).await;
        let before = upserts(&server).len();
        let both = || graph.batch().upsert(&depot(1)).upsert(&depot(2)).max_request_bytes(60);
        let by_level = both().atomic_level(AtomicLevel::Atomic).send();
        for rejected in [both().atomic().send(), by_level] {
            let error = rejected.await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::TooLarge);
            for part in ["atomic", "max_request_bytes(60)", "into 2", "send a batch to Goods"] {
                assert!(error.to_string().contains(part), "{part}: {error}");
            }
        }
        assert_eq!(upserts(&server).len(), before);
        both().max_request_bytes(1_000).atomic().send().await.unwrap().require_all().unwrap();
        assert_eq!(graph.depots.count().await.unwrap(), 2);
    }

    async fn a_failure_reports_what_was_accepted_before(server) {
        let graph = connect(&server).await;
        server
            .on(Path::ends("/graph/Goods").and(Method::POST))
            .after(1)
            .times(1)
            .then(tg_emulator::Fault::Status(413));
        let batch = graph.batch().upsert(&depot(1)).upsert(&depot(2)).upsert(&depot(3));
        let error = batch.max_request_bytes(1).send().await.unwrap_err();
        assert!(error.to_string().contains("1 of 1 vertices accepted"), "{error}");
        assert_eq!(graph.depots.count().await.unwrap(), 1);
    }

    async fn edges_are_updated_in_a_batch(server) {
        let graph = connect(&server).await;
        let ann = Driver { name: "Ann".to_owned(), since: DateTime::MIN };
        let scans = ["Ulm", "Bern"].map(|place| Scanned {
            at: DateTime::MIN,
            place: place.to_owned(),
            ok: true,
        });
        let made = graph
            .batch()
            .upsert(&ann)
            .upsert(&depot(1))
            .edge(&ann, 1, &WorksAt { hours: 8 })
            .edge(&ann, "P-1", &scans[0])
            .edge(&ann, "P-1", &scans[1]);
        made.send().await.unwrap().require_all().unwrap();
        let bern = (DateTime::MIN, "Bern".to_owned());
        let changes = graph
            .batch()
            .update_edge(graph.works_at.update("Ann", 1).add(|e| e.hours, 4))
            .update_edge(graph.works_at.update("Ann", 9).add(|e| e.hours, 4))
            .update_edge(graph.scanned.update_parallel("Ann", "P-1", &bern).and(|e| e.ok, false));
        let outcome = changes.ends_must_exist().send().await.unwrap();
        assert_eq!((outcome.accepted_edges(), outcome.skipped_edges()), (2, 1), "{outcome}");
        assert_eq!(outcome.missing(), [AnyId::new("Depot", "9")]);
        assert_eq!(graph.works_at.get("Ann", 1).await.unwrap(), Some(WorksAt { hours: 12 }));
        let mut kept = graph.scanned.between("Ann", "P-1").await.unwrap();
        kept.sort_by(|a, b| a.place.cmp(&b.place));
        assert_eq!(kept.iter().map(|scan| scan.ok).collect::<Vec<_>>(), [false, true]);
        // Without the condition, the edge and its end are created.
        let made = graph.batch().update_edge(graph.works_at.update("Ann", 9).add(|e| e.hours, 4));
        made.send().await.unwrap().require_all().unwrap();
        assert_eq!(graph.works_at.get("Ann", 9).await.unwrap(), Some(WorksAt { hours: 4 }));
        // It adds, so a failure after it may have been executed is not repeated.
        server
            .on(Path::ends("/graph/Goods").and(Method::POST))
            .times(1)
            .then(tg_emulator::Fault::Status(500));
        let again = graph.batch().update_edge(graph.works_at.update("Ann", 9).add(|e| e.hours, 4));
        assert!(again.send().await.is_err());
        let no_discriminator = graph.batch().update_edge(graph.scanned.update("Ann", "P-1"));
        let error = no_discriminator.send().await.unwrap_err();
        assert!(error.to_string().contains("update_parallel"), "{error}");
    }
}

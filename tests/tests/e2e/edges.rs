//! Reading, writing and deleting edges.

use std::num::NonZeroUsize;

use futures_util::TryStreamExt as _;
use tg_emulator::{Fault, Method, Path};
use tg_runtime::EdgeRecord;
use tg_runtime::prelude::*;

use crate::goods::{
    Depot, Driver, Goods, Package, Scanned, StoredAt, WorksAt, builder, connect, in_all_versions,
};

fn day(day: u8) -> DateTime {
    format!("2024-05-{day:02} 08:30:00").parse().unwrap()
}

/// Writes five packages in two depots.
async fn fill(graph: &Goods) {
    let packages = (0..5).map(|n| Package::new(&format!("P-{n}"), f64::from(n)));
    let _ = graph.packages.upsert_many(packages).await.unwrap();
    let depots = [(1, "Bonn"), (2, "Lyon")].map(|(code, city)| Depot { code, city: city.into() });
    let _ = graph.depots.upsert_many(depots).await.unwrap();
    let edges =
        (0..5_u8).map(|n| (format!("P-{n}"), i64::from(n % 2) + 1, StoredAt { since: day(n + 1) }));
    let outcome = graph.stored_at.upsert_many(edges).ends_must_exist().await.unwrap();
    outcome.require_all().unwrap();
    assert_eq!(outcome.accepted_edges(), 5);
}

in_all_versions! {
    async fn an_edge_goes_in_and_comes_back(server) {
        let graph = connect(&server).await;
        let package = Package::new("P-1", 1.0);
        let depot = Depot { code: 7, city: "Bonn".to_owned() };
        graph.packages.upsert(&package).await.unwrap();
        graph.depots.upsert(&depot).await.unwrap();
        let edge = StoredAt { since: day(3) };
        graph.stored_at.upsert(&package, &depot, &edge).await.unwrap();
        assert_eq!(graph.stored_at.get("P-1", 7).await.unwrap(), Some(edge.clone()));
        let record = EdgeRecord { from: Id::new("P-1"), to: Id::new(7), edge };
        assert_eq!(graph.stored_at.of(&package).await.unwrap(), std::slice::from_ref(&record));
        assert_eq!(graph.stored_at.reaching(&depot).await.unwrap(), [record]);
        assert_eq!(graph.stored_at.get("P-1", 8).await.unwrap(), None);
        assert_eq!(graph.stored_at.get("P-2", 7).await.unwrap(), None);
        assert_eq!(graph.stored_at.of("P-2").await.unwrap(), []);
    }

    async fn an_edge_makes_its_ends_unless_they_must_exist(server) {
        let graph = connect(&server).await;
        let edge = StoredAt { since: day(1) };
        assert!(!graph.stored_at.upsert("P-1", 1, &edge).ends_must_exist().await.unwrap());
        assert!(!graph.packages.exists("P-1").await.unwrap());
        graph.stored_at.upsert("P-1", 1, &edge).await.unwrap();
        assert!(graph.packages.exists("P-1").await.unwrap());
        assert!(graph.stored_at.upsert("P-1", 1, &edge).ends_must_exist().await.unwrap());

        let edges = [("P-1", 1, &edge), ("P-8", 1, &edge), ("P-9", 9, &edge)];
        let outcome = graph.stored_at.upsert_many(edges).ends_must_exist().await.unwrap();
        assert_eq!((outcome.accepted_edges(), outcome.skipped_edges()), (1, 2));
        let missing: Vec<_> = outcome.missing().iter().map(AnyId::as_str).collect();
        assert_eq!(missing, ["P-8", "P-9", "9"]);
    }

    async fn the_edges_of_a_vertex_are_filtered_sorted_limited_and_counted(server) {
        let graph = connect(&server).await;
        fill(&graph).await;
        let held = || graph.stored_at.reaching(1);
        assert_eq!(held().count().await.unwrap(), 3);
        assert_eq!(held().filter(|e| e.since.gt(day(1))).count().await.unwrap(), 2);
        let newest = held().order_by(|e| e.since.desc()).limit(2).await.unwrap();
        let packages: Vec<_> = newest.iter().map(|edge| edge.from.key().clone()).collect();
        assert_eq!(packages, ["P-4", "P-2"]);
        assert!(newest.iter().all(|edge| *edge.to.key() == 1));
        let first = held().order_by(|e| e.since.asc()).first().await.unwrap().unwrap();
        assert_eq!(first.edge.since, day(1));
        let streamed: Vec<_> = held().stream().try_collect().await.unwrap();
        assert_eq!(streamed.len(), 3);
        assert_eq!(graph.stored_at.of("P-0").to_type::<Depot>().count().await.unwrap(), 1);
        assert_eq!(graph.stored_at.of("P-0").limit(0).await.unwrap(), []);
        assert_eq!(graph.stored_at.of("P-0").limit(0_usize).await.unwrap(), []);
        for error in [
            graph.stored_at.of("P-0").limit(-1).await.unwrap_err(),
            graph.stored_at.of("P-0").limit(-1).delete().await.unwrap_err(),
            graph.stored_at.of("P-0").limit(u128::MAX).await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
            assert!(error.message().contains("the limit is negative"), "{error}");
        }
        assert_eq!(graph.stored_at.of("nobody").count().await.unwrap(), 0);
        assert_eq!(graph.stored_at.count().await.unwrap(), 5);
    }

    async fn edges_are_deleted_and_vertices_stay(server) {
        let graph = connect(&server).await;
        fill(&graph).await;
        assert_eq!(graph.stored_at.delete("P-0", 1).await.unwrap(), 1);
        assert_eq!(graph.stored_at.delete("P-0", 1).await.unwrap(), 0);
        assert_eq!(graph.stored_at.delete("nobody", 1).await.unwrap(), 0);
        assert_eq!(graph.stored_at.delete_many([("P-1", 2), ("P-0", 1)]).await.unwrap(), 1);
        assert_eq!(
            graph.stored_at.reaching(2).filter(|e| e.since.lt(day(2))).delete().await.unwrap(),
            0
        );
        assert_eq!(graph.stored_at.reaching(2).delete().await.unwrap(), 1);
        assert_eq!(graph.stored_at.of("P-2").delete().await.unwrap(), 1);
        assert_eq!(graph.stored_at.of("P-4").limit(0).delete().await.unwrap(), 0);
        assert_eq!(graph.stored_at.count().await.unwrap(), 1);
        assert_eq!(graph.packages.count().await.unwrap(), 5);
        assert!(graph.packages.delete("P-4").await.unwrap());
        assert_eq!(graph.stored_at.count().await.unwrap(), 0);
    }

    async fn a_delete_of_edges_keeps_to_its_limit(server) {
        let graph = connect(&server).await;
        fill(&graph).await;
        let deleted = graph.stored_at.reaching(1).order_by(|e| e.since.asc()).limit(2).delete();
        assert_eq!(deleted.await.unwrap(), 2);
        let left = graph.stored_at.reaching(1).await.unwrap();
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].from, Id::new("P-4"));
    }

    async fn an_undirected_edge_is_read_from_both_ends(server) {
        let graph = connect(&server).await;
        graph.works_at.upsert("Ann", 1, &WorksAt { hours: 8 }).await.unwrap();
        let record = EdgeRecord::<WorksAt> {
            from: Id::new("Ann"),
            to: Id::new(1),
            edge: WorksAt { hours: 8 },
        };
        assert_eq!(
            graph.works_at.of(Id::<Driver>::new("Ann")).await.unwrap(),
            std::slice::from_ref(&record)
        );
        assert_eq!(graph.works_at.of(Id::<Depot>::new(1)).await.unwrap(), [record]);
        assert_eq!(
            graph.works_at.of(Id::<Depot>::new(1)).to_type::<Driver>().count().await.unwrap(),
            1
        );
        assert_eq!(graph.works_at.count().await.unwrap(), 1);
        assert_eq!(graph.works_at.delete("Ann", 1).await.unwrap(), 1);
    }

    async fn parallel_edges_are_distinguished(server) {
        let graph = connect(&server).await;
        let scan = |n, place: &str, ok| Scanned { at: day(n), place: place.to_owned(), ok };
        let scans = [scan(1, "door", true), scan(1, "a,b\\c/d", false), scan(2, "door", true)];
        let edges = scans.iter().map(|scan| ("Ann", "P-1", scan));
        graph.scanned.upsert_many(edges).await.unwrap().require_all().unwrap();
        let mut read = graph.scanned.between("Ann", "P-1").await.unwrap();
        read.sort_by(|a, b| (a.at, &a.place).cmp(&(b.at, &b.place)));
        assert_eq!(read, [scans[1].clone(), scans[0].clone(), scans[2].clone()]);

        let key = |scan: &Scanned| (scan.at, scan.place.clone());
        let one = graph.scanned.get_parallel("Ann", "P-1", &key(&scans[2])).await.unwrap();
        assert_eq!(one, Some(scans[2].clone()));
        graph.scanned.upsert("Ann", "P-1", &scan(2, "door", false)).await.unwrap();
        assert_eq!(graph.scanned.between("Ann", "P-1").await.unwrap().len(), 3);
        assert_eq!(graph.scanned.delete_parallel("Ann", "P-1", &key(&scans[2])).await.unwrap(), 1);
        assert_eq!(graph.scanned.delete("Ann", "P-1").await.unwrap(), 2);
    }

    async fn any_text_can_be_the_id_of_an_end(server) {
        let graph = connect(&server).await;
        let ids = [
            "a/b", "a?b=c", "a#b", "100%", "%2F", "a+b", "a&b", "a b", "a,b", "a\nb", "\\",
            "\u{e9}", "_", "0",
        ];
        for id in ids {
            let edge = StoredAt { since: day(1) };
            graph.stored_at.upsert(id, 0, &edge).await.unwrap();
            assert_eq!(graph.stored_at.get(id, 0).await.unwrap(), Some(edge), "{id:?}");
            assert_eq!(graph.stored_at.of(id).await.unwrap()[0].from.key(), id, "{id:?}");
            assert_eq!(graph.stored_at.of(id).count().await.unwrap(), 1, "{id:?}");
            assert_eq!(graph.stored_at.delete(id, 0).await.unwrap(), 1, "{id:?}");
            assert_eq!(graph.stored_at.of(id).delete().await.unwrap(), 0, "{id:?}");
        }
        assert_eq!(graph.stored_at.count().await.unwrap(), 0);
        let error = graph.stored_at.of("..").delete().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode);
    }

    async fn a_batch_holds_vertices_and_edges(server) {
        let graph = connect(&server).await;
        let package = Package::new("P-1", 1.0);
        let depot = Depot { code: 7, city: "Bonn".to_owned() };
        let outcome = graph
            .batch()
            .upsert(&package)
            .upsert(&depot)
            .edge(&package, &depot, &StoredAt { since: day(1) })
            .edge("Ann", &depot, &WorksAt { hours: 8 })
            .atomic()
            .send()
            .await
            .unwrap();
        assert_eq!((outcome.accepted_vertices(), outcome.accepted_edges()), (2, 2));
        assert!(outcome.is_complete());

        let outcome = graph
            .batch()
            .upsert(&Package::new("P-2", 1.0))
            .edge("P-2", 7, &StoredAt { since: day(1) })
            .edge("P-3", 7, &StoredAt { since: day(1) })
            .ends_must_exist()
            .send()
            .await
            .unwrap();
        assert_eq!((outcome.accepted_edges(), outcome.skipped_edges()), (1, 1));
        assert_eq!(outcome.missing()[0].as_str(), "P-3");

        let bad =
            graph.batch().upsert(&Package::new("P-9", 1.0)).upsert(&Package::new("P-9", f64::NAN));
        assert_eq!(bad.send().await.unwrap_err().kind(), ErrorKind::Encode);
        assert!(!graph.packages.exists("P-9").await.unwrap());
        assert_eq!(graph.batch().send().await.unwrap().sent_vertices(), 0);
    }

    async fn many_edges_go_in_batches(server) {
        let graph = connect(&server).await;
        let edges =
            (0..250).map(|n| (format!("P-{}", n % 7), i64::from(n), StoredAt { since: day(1) }));
        let ten = NonZeroUsize::new(10).unwrap();
        let outcome =
            graph.stored_at.upsert_many(edges).batch_size(ten).concurrency(ten).await.unwrap();
        outcome.require_all().unwrap();
        assert_eq!(outcome.accepted_edges(), 250);
        assert_eq!(graph.stored_at.count().await.unwrap(), 250);
    }
}

in_all_versions! {
    async fn some_attributes_of_an_edge_are_changed(server) {
        let graph = connect(&server).await;
        // Without its ends the edge is not created, and neither are the ends.
        assert!(!graph.works_at.update("Ann", 1).set(|e| e.hours, 5).await.unwrap());
        assert_eq!(graph.drivers.count().await.unwrap(), 0);
        graph.works_at.upsert("Ann", 1, &WorksAt { hours: 8 }).await.unwrap();
        let hours = async || graph.works_at.get("Ann", 1).await.unwrap().unwrap().hours;
        assert!(graph.works_at.update("Ann", 1).add(|e| e.hours, 2).await.unwrap());
        assert_eq!(hours().await, 10);
        graph.works_at.update("Ann", 1).max(|e| e.hours, 4).await.unwrap();
        assert_eq!(hours().await, 10);
        graph.works_at.update("Ann", 1).min(|e| e.hours, 4).await.unwrap();
        graph.works_at.update("Ann", 1).set_if_absent(|e| e.hours, 99).await.unwrap();
        assert_eq!(hours().await, 4);
        graph.works_at.update("Ann", 1).set(|e| e.hours, 6).await.unwrap();
        assert_eq!(hours().await, 6);
        // An edge that does not exist is created.
        graph.depots.upsert(&Depot { code: 2, city: "Lyon".into() }).await.unwrap();
        assert!(graph.works_at.update("Ann", 2).add(|e| e.hours, 3).await.unwrap());
        assert_eq!(graph.works_at.count().await.unwrap(), 2);
        let error = graph.works_at.update("", 2).set(|e| e.hours, 3).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
    }

    async fn one_of_several_parallel_edges_is_changed(server) {
        let graph = connect(&server).await;
        let scan = |n, place: &str| Scanned { at: day(n), place: place.to_owned(), ok: false };
        let scans = [scan(1, "door"), scan(1, "a,b\\c"), scan(2, "door")];
        graph
            .scanned
            .upsert_many(scans.iter().map(|scan| ("Ann", "P-1", scan)))
            .await
            .unwrap()
            .require_all()
            .unwrap();
        let key = (day(1), "a,b\\c".to_owned());
        assert!(
            graph.scanned.update_parallel("Ann", "P-1", &key).or(|e| e.ok, true).await.unwrap()
        );
        let read = graph.scanned.between("Ann", "P-1").await.unwrap();
        let changed: Vec<_> = read.iter().filter(|scan| scan.ok).collect();
        assert_eq!((read.len(), changed.len()), (3, 1));
        assert_eq!(changed[0].place, "a,b\\c");
        graph.scanned.update_parallel("Ann", "P-1", &key).and(|e| e.ok, false).await.unwrap();
        assert!(graph.scanned.between("Ann", "P-1").await.unwrap().iter().all(|scan| !scan.ok));
        let error = graph.scanned.update("Ann", "P-1").set(|e| e.ok, true).await.unwrap_err();
        assert!(error.message().contains("update_parallel"), "{error}");
    }

    async fn all_edges_of_a_type_are_read_and_deleted(server) {
        let graph = connect(&server).await;
        fill(&graph).await;
        let mut packages: Vec<_> = graph
            .stored_at
            .all()
            .await
            .unwrap()
            .into_iter()
            .map(|record| (record.from.into_key(), record.to.into_key()))
            .collect();
        packages.sort();
        let expected: Vec<_> = (0..5_i64).map(|n| (format!("P-{n}"), n % 2 + 1)).collect();
        assert_eq!(packages, expected);
        assert_eq!(graph.stored_at.all().filter(|e| e.since.gt(day(2))).await.unwrap().len(), 3);
        graph.works_at.upsert("Ann", 1, &WorksAt { hours: 8 }).await.unwrap();
        graph.works_at.upsert("Bob", 1, &WorksAt { hours: 9 }).await.unwrap();
        let by_depot: Vec<_> =
            graph.works_at.all().from_type::<Depot>().stream().try_collect().await.unwrap();
        assert_eq!(by_depot.len(), 2);
        assert!(by_depot.iter().all(|record| *record.to.key() == 1));
        assert_eq!(graph.stored_at.delete_all(tg_runtime::ConfirmAll).await.unwrap(), 5);
        assert_eq!(graph.stored_at.count().await.unwrap(), 0);
        assert_eq!(graph.works_at.count().await.unwrap(), 2);
        assert_eq!(graph.works_at.delete_all(tg_runtime::ConfirmAll).await.unwrap(), 2);
        assert_eq!(graph.packages.count().await.unwrap(), 5);
    }
}

/// The limit is for answers that are in memory as a whole.
#[tokio::test]
async fn the_edges_of_a_vertex_are_not_in_memory_at_once() {
    let server = tg_emulator::Emulator::start().await.unwrap();
    connect(&server).await;
    let graph = builder(&server).response_limit(4_096).connect().await.unwrap();
    let edges = (0..300_i64).map(|code| ("P-1", code, StoredAt { since: day(1) }));
    graph.stored_at.upsert_many(edges).await.unwrap().require_all().unwrap();
    let error = graph.stored_at.of("P-1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    let records: Vec<_> = graph.stored_at.all().stream().try_collect().await.unwrap();
    assert_eq!(records.len(), 300);

    // The first error is the last item.
    let edges = (0..50_i64).map(|n| (format!("P-{n}"), n, StoredAt { since: day(1) }));
    graph.stored_at.upsert_many(edges).await.unwrap().require_all().unwrap();
    server.on(Path::has("/edges/").and(Method::GET)).after(3).then(Fault::Status(400));
    let mut stream = graph.stored_at.all().stream();
    let mut failures = 0;
    while let Some(record) = stream.next().await {
        assert_eq!(failures, 0);
        failures += usize::from(record.is_err());
    }
    assert_eq!(failures, 1);
}

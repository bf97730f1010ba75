//! Counts, statistics, degrees, and metadata of types.

use std::collections::BTreeMap;

use tg_runtime::prelude::*;
use tg_runtime::statistics::{Booleans, Numbers};

use crate::goods::{
    Depot, Driver, Goods, Package, Scanned, StoredAt, WorksAt, connect, in_all_versions,
};

fn day(day: u8) -> DateTime {
    format!("2024-05-{day:02} 08:30:00").parse().unwrap()
}

async fn fill(graph: &Goods) {
    let packages = (0..5_i64).map(|n| Package {
        fragile: n < 2,
        stops: n - 2,
        ..Package::new(&format!("P-{n}"), n as f64 / 2.0)
    });
    graph.packages.upsert_many(packages).await.unwrap().require_all().unwrap();
    graph.depots.upsert(&Depot { code: i64::MAX, city: "Bonn".into() }).await.unwrap();
    let edges = (0..3).map(|n| (format!("P-{n}"), i64::MAX, StoredAt { since: day(1) }));
    graph.stored_at.upsert_many(edges).await.unwrap().require_all().unwrap();
    graph.works_at.upsert("Ann", i64::MAX, &WorksAt { hours: i64::MAX }).await.unwrap();
    graph.works_at.upsert("Bob", i64::MAX, &WorksAt { hours: 1 }).await.unwrap();
    let scan = |place: &str| Scanned { at: day(2), place: place.into(), ok: place == "door" };
    let scans = [("Ann", "P-0", scan("door")), ("Ann", "P-0", scan("gate"))];
    graph.scanned.upsert_many(scans).await.unwrap().require_all().unwrap();
}

fn counts<'a>(pairs: impl IntoIterator<Item = (&'a str, u64)>) -> BTreeMap<String, u64> {
    pairs.into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
}

in_all_versions! {
    async fn all_types_are_counted_at_once(server) {
        let graph = connect(&server).await;
        fill(&graph).await;
        let vertices = counts([("Package", 5), ("Depot", 1), ("Driver", 2)]);
        let statistics = graph.statistics();
        assert_eq!(statistics.vertices().realtime().await.unwrap(), vertices);
        assert_eq!(statistics.exact_vertices().await.unwrap(), vertices);
        assert_eq!(
            statistics.edges().await.unwrap(),
            counts([("StoredAt", 3), ("holds", 3), ("WorksAt", 2), ("Scanned", 2)])
        );
        assert_eq!(
            statistics.edges().leaving("Driver").realtime().await.unwrap(),
            counts([("StoredAt", 0), ("holds", 0), ("WorksAt", 2), ("Scanned", 2)])
        );
        assert_eq!(statistics.vertices_of("Package").await.unwrap(), 5);
        assert_eq!(
            statistics.edges_of("holds").leaving("Depot").reaching("Package").await.unwrap(),
            3
        );
        assert_eq!(graph.packages.approximate_count().realtime().await.unwrap(), 5);
        assert_eq!(graph.scanned.approximate_count().await.unwrap(), 2);
        for name in ["Nope", "\"*\"", "a\",\"function\":\"x"] {
            let error = statistics.vertices_of(name).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnknownName, "{error}");
        }
        // The server reads this name as all types.
        let error = statistics.vertices_of("*").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
        let error = statistics.edges().reaching("*").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
    }

    async fn attributes_have_statistics(server) {
        let graph = connect(&server).await;
        let nothing = graph.packages.statistics().await.unwrap();
        assert_eq!(nothing.names().len(), 0);
        assert_eq!(nothing.numbers(|p| p.weight_kg).unwrap(), None);
        assert_eq!(graph.stored_at.statistics().await.unwrap().names().len(), 0);
        fill(&graph).await;
        let statistics = graph.packages.statistics().realtime().await.unwrap();
        assert_eq!(
            statistics.numbers(|p| p.weight_kg).unwrap(),
            Some(Numbers { min: 0.0, max: 2.0, average: 1.0 })
        );
        assert_eq!(
            statistics.numbers(|p| p.stops).unwrap(),
            Some(Numbers { min: -2, max: 2, average: 0.0 })
        );
        assert_eq!(statistics.booleans(|p| p.fragile), Some(Booleans { trues: 2, falses: 3 }));
        assert_eq!(statistics.numbers(|p| p.note).unwrap(), None);
        assert_eq!(statistics.names().collect::<Vec<_>>(), ["fragile", "stops", "weight_kg"]);
        // Whole numbers are exact.
        let hours = graph.works_at.statistics().await.unwrap();
        assert_eq!(hours.numbers(|e| e.hours).unwrap().unwrap().max, i64::MAX);
        let between = graph.scanned.statistics_between::<Driver, Package>().await.unwrap();
        assert_eq!(between.booleans(|e| e.ok), Some(Booleans { trues: 1, falses: 1 }));
        let by_name = graph.statistics().vertex_attributes("Package").await.unwrap();
        assert_eq!(by_name.number("weight_kg").unwrap().average, 1.0);
        assert_eq!(by_name.boolean("fragile").unwrap().trues, 2);
        assert_eq!(by_name.number("fragile"), None);
        assert_eq!(by_name.boolean("weight_kg"), None);
        let none = graph.statistics().edge_attributes("WorksAt").leaving("Package").await.unwrap();
        assert_eq!(none.names().len(), 0);
        let error = graph.statistics().edge_attributes("Nope").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownName, "{error}");
    }

    async fn the_degrees_of_vertices(server) {
        let graph = connect(&server).await;
        fill(&graph).await;
        let depot = graph.depots.degrees(i64::MAX).await.unwrap().unwrap();
        assert_eq!(
            (depot.of::<WorksAt>(), depot.of::<StoredAt>(), depot.reaching::<StoredAt>()),
            (2, 0, 3)
        );
        assert_eq!((depot.total(), depot.named("holds"), depot.named("Nope")), (5, 3, 0));
        let drivers = graph.drivers.degrees_many(["Ann", "Nobody", "Bob"]).await.unwrap();
        let scans: Vec<_> = drivers
            .iter()
            .map(|it| it.as_ref().map(tg_runtime::statistics::Degrees::of::<Scanned>))
            .collect();
        assert_eq!(scans, [Some(2), None, Some(0)]);
        assert_eq!(graph.packages.degrees("P-0").await.unwrap().unwrap().reaching::<Scanned>(), 0);
        assert_eq!(graph.packages.degrees("").await.unwrap_err().kind(), ErrorKind::Encode);
    }

    async fn questions_about_types(server) {
        let graph = connect(&server).await;
        let metadata = graph.schema().metadata().await.unwrap();
        let names: Vec<_> = metadata.vertex_types().map(|ty| ty.name.as_str()).collect();
        assert_eq!((metadata.graph(), names), ("Goods", vec!["Package", "Depot", "Driver"]));
        let names: Vec<_> = metadata.edge_types().map(|ty| ty.name.as_str()).collect();
        assert_eq!(names, ["StoredAt", "WorksAt", "Scanned"]);
        let attributes: Vec<_> = metadata
            .vertex_attributes("Depot")
            .iter()
            .map(|it| (it.name.as_str(), it.ty.to_string()))
            .collect();
        assert_eq!(attributes, [("city", "STRING".to_owned())]);
        assert_eq!(metadata.edge_attributes("Scanned").len(), 3);
        assert_eq!(metadata.source_types("StoredAt"), ["Package"]);
        assert_eq!(metadata.source_types("holds"), ["Depot"]);
        assert_eq!(metadata.target_types("holds"), ["Package"]);
        assert_eq!(metadata.target_types("Nope"), [""; 0]);
        assert_eq!(metadata.is_directed("WorksAt"), Some(false));
        assert_eq!(metadata.is_directed("Nope"), None);
        assert_eq!(metadata.reverse_of("StoredAt"), Some("holds"));
        assert_eq!(metadata.reverse_of("Scanned"), None);
        assert_eq!(metadata.is_multi_edge("Scanned"), Some(true));
        assert_eq!(metadata.is_multi_edge("holds"), Some(false));
        let discriminator: Vec<_> =
            metadata.discriminator("Scanned").iter().map(|it| it.name.as_str()).collect();
        assert_eq!(discriminator, ["at", "place"]);
        assert!(metadata.vertex_type("Depot").is_some() && metadata.vertex_type("holds").is_none());
        assert!(metadata.tuples().is_empty() && metadata.tuple("t").is_none());
        assert!(
            tg_runtime::name::is_reserved("order")
                && tg_runtime::name::reserved_words().contains(&"SELECT")
        );
    }

    async fn the_schema_version_grows(server) {
        let graph = connect(&server).await;
        let before = graph.schema().version().await.unwrap();
        assert_eq!(graph.schema().version().await.unwrap(), before);
        graph.gsql("USE GLOBAL\nCREATE VERTEX Truck (PRIMARY_ID id STRING)").await.unwrap();
        graph.schema().add_global_vertices(["Truck"]).await.unwrap();
        assert_eq!(graph.schema().version().await.unwrap(), before + 1);
        assert!(graph.schema().metadata().await.unwrap().vertex_type("Truck").is_some());
        assert!(graph.schema().add_global_vertices(["Nope"]).await.is_err());
        let error =
            graph.schema().add_global_vertices(["A TO GRAPH x; DROP VERTEX B"]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode);
        graph.schema().add_global_vertices([""; 0]).await.unwrap();
        let error = tg_runtime::AnyGraph::from_client(graph.client().clone());
        assert_eq!(error.schema().metadata().await.unwrap().graph(), "Goods");
    }

    async fn the_catalog_is_checked_and_mended(server) {
        let graph = connect(&server).await;
        let (checked, mended) = (
            graph.admin().server().check_schema().await,
            graph.admin().server().recover_schema().await,
        );
        match graph.client().generation().await.unwrap() {
            Generation::V4 => {
                assert_eq!(checked.unwrap(), "Schema Check succeeded.");
                assert_eq!(mended.unwrap(), "Recover schema succeed!");
            }
            _ => {
                assert_eq!(checked.unwrap_err().kind(), ErrorKind::Unsupported);
                assert_eq!(mended.unwrap_err().kind(), ErrorKind::Unsupported);
            }
        }
        assert_eq!(graph.admin().server().graphs().await.unwrap(), ["Goods"]);
        assert!(graph.admin().server().catalog().await.unwrap().graph("Goods").is_some());
    }

    async fn endpoints_are_listed(server) {
        let graph = connect(&server).await;
        let builtin = graph.admin().endpoints().builtin().await.unwrap();
        let list = builtin.iter().find(|it| {
            it.path == "/graph/{graph_name}/vertices/{vertex_type}" && it.method == "GET"
        });
        assert_eq!(list.unwrap().parameters["limit"].ty.as_deref(), Some("UINT64"));
        assert!(graph.admin().endpoints().dynamic().await.unwrap().is_empty());
        assert!(graph.admin().endpoints().fixed().await.unwrap().is_empty());
        assert_eq!(graph.admin().endpoints().await.unwrap().len(), builtin.len());
        assert_eq!(graph.admin().server().endpoints().builtin().await.unwrap(), builtin);
    }
}

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Doc {
    #[tg(primary_id)]
    id: String,
    #[tg(metric = "COSINE")]
    meaning: Option<tg_runtime::Vector<2>>,
}

#[tigergraph(graph = "Docs", auth = "secret")]
struct Docs {
    docs: Vertices<Doc>,
}

in_all_versions! {
    async fn vector_indexes_are_waited_for(server) {
        use std::time::Duration;
        let builder =
            Docs::builder().url(server.url()).secret(server.secret()).retry(crate::goods::quick());
        let builder = match server.restpp_port() {
            Some(_) => builder.restpp_url(server.restpp_url()),
            None => builder,
        };
        let graph = builder.connect().await.unwrap();
        if graph.client().generation().await.unwrap() == Generation::V3 {
            let error = graph.docs.vector_indexes().rebuilding().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Unsupported);
            return;
        }
        if server.version() < tg_emulator::Version::V4_2 {
            let error = graph.create_schema().await.unwrap_err();
            assert!(error.message().contains("vector attributes need 4.2"), "{error}");
            return;
        }
        graph.create_schema().await.unwrap();
        assert!(graph.statistics().vector_indexes().rebuilding().await.unwrap().is_empty());
        let rebuild = server.rebuild_vectors("Doc", "meaning");
        let indexes = graph.docs.vector_indexes();
        let rebuilding = indexes.clone().attribute("meaning").rebuilding().await.unwrap();
        assert_eq!(rebuilding, ["GPE_1#1"]);
        let error = indexes.wait_until_ready(Duration::ZERO).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut, "{error}");
        let _ = rebuild.for_questions(2);
        indexes.wait_until_ready(Duration::from_secs(60)).await.unwrap();
        assert!(indexes.rebuilding().await.unwrap().is_empty());
        let of_graph = graph.statistics().vector_indexes();
        let error = of_graph.clone().of_type("Nope").rebuilding().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownName, "{error}");
        let error = of_graph.attribute("meaning").rebuilding().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
    }
}

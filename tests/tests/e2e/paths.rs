//! Finding paths.

use tg_emulator::{Emulator, Fault};
use tg_runtime::paths::Path;
use tg_runtime::prelude::*;

use crate::goods::{in_all_versions, quick};

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Town {
    #[tg(primary_id)]
    id: i64,
    size: i64,
    name: String,
    open: bool,
    since: DateTime,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Plot {
    #[tg(primary_key)]
    street: String,
    #[tg(primary_key)]
    number: i64,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Town, to = Town, undirected)]
struct Road {
    length: i64,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Town, to = Town, reverse = "rail_back")]
struct Rail {
    #[tg(discriminator)]
    line: String,
    gauge: f64,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Town, to = Plot, undirected)]
struct Holds {}

#[tigergraph(graph = "Towns", auth = "secret")]
struct Map {
    towns: Vertices<Town>,
    plots: Vertices<Plot>,
    roads: Edges<Road>,
    rails: Edges<Rail>,
    holds: Edges<Holds>,
}

fn town(id: i64) -> Id<Town> {
    Id::new(id)
}

/// Roads 1 - 2 - 3 - 4 and 1 - 5 - 4; two railway lines from 1 to 6 and one from 6 to 4; a plot
/// between 2 and 4; 7 has no edges.
async fn map(server: &Emulator) -> Map {
    let builder = Map::builder().url(server.url()).secret(server.secret()).retry(quick());
    let graph = match server.restpp_port() {
        Some(_) => builder.restpp_url(server.restpp_url()).connect().await.unwrap(),
        None => builder.connect().await.unwrap(),
    };
    graph.create_schema().await.unwrap();
    let since: DateTime = "2020-01-02 03:04:05".parse().unwrap();
    let towns = (1..=7).map(|id| Town {
        id,
        size: id * 10,
        name: format!("town \"{id}\" or \\"),
        open: id != 5,
        since,
    });
    graph.towns.upsert_many(towns).await.unwrap().require_all().unwrap();
    let roads = [(1, 2, 3), (2, 3, 4), (3, 4, 5), (1, 5, 20), (5, 4, 1)];
    let roads = roads.map(|(from, to, length)| (from, to, Road { length }));
    graph.roads.upsert_many(roads).await.unwrap().require_all().unwrap();
    let rail = |line: &str| Rail { line: line.to_owned(), gauge: 1.435 };
    let rails = [(1, 6, rail("A")), (1, 6, rail("B")), (6, 4, rail("A"))];
    graph.rails.upsert_many(rails).await.unwrap().require_all().unwrap();
    let plot = ("High Street", 7);
    graph
        .holds
        .upsert_many([(2, plot, Holds {}), (4, plot, Holds {})])
        .await
        .unwrap()
        .require_all()
        .unwrap();
    graph
}

fn ids(path: &Path<'_>) -> Vec<String> {
    path.vertices().map(|id| id.as_str().to_owned()).collect()
}

in_all_versions! {
    async fn one_shortest_path_is_a_path(server) {
        let graph = map(&server).await;
        let paths = graph.shortest_path(town(1), town(3)).await.unwrap();
        let found: Vec<_> = paths.shortest().collect();
        assert_eq!(found.len(), 1);
        assert_eq!(ids(&found[0]), ["1", "2", "3"]);
        assert_eq!(found[0].to_string(), "Town `1` -Road- Town `2` -Road- Town `3`");
        assert_eq!((found[0].len(), found[0].hops().len()), (2, 2));
        let mut towns: Vec<Town> = paths.vertices().unwrap();
        towns.sort_by_key(|town| town.id);
        assert_eq!(
            towns,
            graph
                .towns
                .get_many([1, 2, 3])
                .await
                .unwrap()
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
        );
        let lengths: i64 = paths.edges::<Road>().unwrap().iter().map(|road| road.edge.length).sum();
        assert_eq!(lengths, 7);
        assert_eq!(paths.vertices::<Plot>().unwrap(), []);
        // Against the direction in which it was written, an undirected edge is the same.
        let back = graph.shortest_path(town(3), town(1)).await.unwrap();
        assert_eq!(ids(&back.shortest().next().unwrap()), ["3", "2", "1"]);
    }

    async fn all_shortest_paths_are_distinct(server) {
        let graph = map(&server).await;
        let paths = graph.shortest_path(town(1), town(4)).all_shortest().await.unwrap();
        let mut found: Vec<_> = paths.shortest().map(|path| path.to_string()).collect();
        found.sort();
        assert_eq!(
            found,
            [
                "Town `1` -Rail-> Town `6` -Rail-> Town `4`",
                "Town `1` -Rail-> Town `6` -Rail-> Town `4`",
                "Town `1` -Road- Town `5` -Road- Town `4`",
            ]
        );
        // The two lines are two paths.
        let lines: Vec<_> = paths
            .shortest()
            .filter_map(|path| {
                let rail = paths.edge::<Rail>(path.hops()[0].edge).unwrap()?;
                Some((path.hops()[0].edge.discriminator.clone(), rail.edge.line))
            })
            .collect();
        let pair = |line: &str| (Some(line.to_owned()), line.to_owned());
        assert!(lines.contains(&pair("A")) && lines.contains(&pair("B")), "{lines:?}");
        assert_eq!(paths.vertex_ids().len(), 4);
        assert_eq!(paths.all_edges().len(), 5);
        assert_eq!(paths.vertex::<Town>(&AnyId::new("Town", "6")).unwrap().unwrap().size, 60);
        assert_eq!(paths.vertex::<Plot>(&AnyId::new("Town", "6")).unwrap(), None);
    }

    async fn all_paths_up_to_a_length(server) {
        let graph = map(&server).await;
        let short = graph.all_paths(town(1), town(4), 2).await.unwrap();
        assert_eq!(short.simple().count(), 3);
        let paths = graph.all_paths(town(1), town(4), 3).await.unwrap();
        assert_eq!(paths.simple().count(), 5);
        assert!(paths.simple().all(|path| path.len() <= 3 && path.end().as_str() == "4"));
        assert_eq!(paths.shortest().count(), 3);
        assert_eq!(
            paths.vertices::<Plot>().unwrap(),
            [Plot { street: "High Street".into(), number: 7 }]
        );
        assert!(graph.all_paths(town(1), town(4), 1).await.unwrap().is_empty());
    }

    async fn a_reverse_type_is_followed_backwards(server) {
        let graph = map(&server).await;
        let paths = graph.shortest_path(town(4), town(6)).await.unwrap();
        let path = paths.shortest().next().unwrap();
        assert_eq!(path.to_string(), "Town `4` -rail_back-> Town `6`");
        let rails = paths.edges::<Rail>().unwrap();
        assert_eq!((*rails[0].from.key(), *rails[0].to.key()), (6, 4));
        let only_forwards = graph.shortest_path(town(4), town(6)).edges_of(&graph.rails);
        assert!(only_forwards.await.unwrap().is_empty());
    }

    async fn a_vertex_that_the_server_names_twice_is_one(server) {
        let graph = map(&server).await;
        let town = |id| {
            format!(
                r#"{{"v_id":"{id}","v_type":"Town","attributes":{{"id":{id},"size":1,"name":"",
                "open":true,"since":"2020-01-01 00:00:00"}}}}"#
            )
        };
        let answer = format!(
            r#"{{"error":false,"message":"","results":[{{"vertices":[{},{},{}],"edges":[{{
            "e_type":"Road","directed":false,"from_id":"1","from_type":"Town","to_id":"2",
            "to_type":"Town","attributes":{{"length":1}}}}]}}]}}"#,
            town(1), town(1), town(2)
        );
        let rule = server.on(tg_emulator::Path::has("/shortestpath/"));
        rule.then(tg_emulator::Fault::answer(200, "application/json", answer));
        let paths = graph.shortest_path(self::town(1), self::town(2)).await.unwrap();
        assert_eq!(paths.shortest().map(|path| ids(&path)).collect::<Vec<_>>(), [["1", "2"]]);
        assert_eq!(paths.simple().count(), 1);
        assert_eq!(paths.vertices::<Town>().unwrap().len(), 2);
    }

    async fn conditions_on_vertices_and_edges(server) {
        let graph = map(&server).await;
        let by = |a: i64, b: i64| graph.shortest_path(town(a), town(b)).all_shortest();
        let ids_of = async |paths: tg_runtime::paths::FindPaths<Map>| {
            let paths = paths.await.unwrap();
            paths.shortest().map(|path| ids(&path)).collect::<Vec<_>>()
        };
        let roads = by(1, 4).edges_of(&graph.roads);
        assert_eq!(ids_of(roads).await, [["1", "5", "4"]]);
        let short = by(1, 4).edges_where(&graph.roads, |road| road.length.lt(10));
        assert_eq!(ids_of(short).await, [["1", "2", "3", "4"]]);
        let either = by(1, 4)
            .edges_where(&graph.roads, |r| r.length.eq(20).or(r.length.le(2).and(r.length.gt(0))));
        assert_eq!(ids_of(either).await, [["1", "5", "4"]]);
        let open =
            by(1, 4).edges_of(&graph.roads).vertices_where(&graph.towns, |t| t.open.eq(true));
        assert_eq!(ids_of(open).await, [["1", "2", "3", "4"]]);
        let plots = by(2, 4)
            .edges_of(&graph.holds)
            .vertices_of(&graph.plots)
            .vertices_where(&graph.towns, |t| {
                t.size.ne(30).and(t.since.lt("2021-01-01 00:00:00".parse::<DateTime>().unwrap()))
            });
        assert_eq!(ids_of(plots).await, [["2", "High Street,7", "4"]]);
        let both = by(1, 4)
            .edges_where(&graph.rails, |r| r.line.eq("A"))
            .edges_where(&graph.roads, |r| r.length.gt(99));
        assert_eq!(ids_of(both).await, [["1", "6", "4"]]);
        // The value of a comparison is not changed.
        let name = |id: i64| format!("town \"{id}\" or \\");
        let named =
            by(1, 2).vertices_where(&graph.towns, |t| t.name.eq(name(1)).or(t.name.eq(name(2))));
        assert_eq!(ids_of(named).await, [["1", "2"]]);
        for attack in ["x\" or size > 0 or name == \"x", "\\", "\" or 1==1", ") or (size>0"] {
            let none = by(1, 2).vertices_where(&graph.towns, |t| t.name.eq(attack));
            assert_eq!(ids_of(none).await, Vec::<Vec<String>>::new(), "{attack}");
        }
    }

    async fn many_ends_of_several_types(server) {
        let graph = map(&server).await;
        let one = graph.towns.get(1).await.unwrap().unwrap();
        let plot = Plot { street: "High Street".into(), number: 7 };
        let from = [town(7), town(1)];
        let paths = graph.shortest_path(&from, (&plot, town(3))).all_shortest().await.unwrap();
        let mut ends: Vec<_> =
            paths.shortest().map(|path| path.end().as_str().to_owned()).collect();
        ends.sort();
        assert_eq!(ends, ["3", "High Street,7"]);
        let paths = graph.shortest_path(&one, vec![town(7)]).await.unwrap();
        assert!(paths.is_empty());
        assert_eq!(paths.shortest().count(), 0);
        let itself = graph.shortest_path(&one, &one).await.unwrap();
        let path = itself.shortest().next().unwrap();
        assert_eq!((path.len(), path.start(), path.end()), (0, path.end(), path.start()));
        let none: &[Id<Town>] = &[];
        assert!(graph.shortest_path(none, &one).await.unwrap().is_empty());
        let by_name =
            graph.shortest_path(AnyId::new("Town", "1"), AnyId::new("Plot", "High Street,7"));
        assert_eq!(by_name.await.unwrap().shortest().next().unwrap().len(), 2);
        assert!(graph.shortest_path(town(1), town(3)).max_length(1).await.unwrap().is_empty());
    }

    async fn vertices_and_edges_that_are_listed_twice_are_one(server) {
        let map = map(&server).await;
        let vertex = |id: u8| format!(r#"{{"v_id":"{id}","v_type":"Town","attributes":{{}}}}"#);
        let edge = r#"{"e_type":"Road","directed":false,"from_id":"1","from_type":"Town",
            "to_id":"2","to_type":"Town","attributes":{}}"#;
        let (one, two) = (vertex(1), vertex(2));
        let union = format!(r#"{{"vertices":[{one},{one},{two}],"edges":[{edge},{edge}]}}"#);
        let body = format!(r#"{{"error":false,"message":"","results":[{union},{union}]}}"#);
        let paths = tg_emulator::Path::has("/shortestpath/");
        server.on(paths).then(Fault::answer(200, "application/json", body));
        let found = map.shortest_path(town(1), town(2)).await.unwrap();
        assert_eq!(found.shortest().map(|path| ids(&path)).collect::<Vec<_>>(), [["1", "2"]]);
    }

    async fn mistakes_in_paths_are_reported(server) {
        let graph = map(&server).await;
        let error = graph.shortest_path(town(99), town(1)).await.unwrap_err();
        assert!(error.is_not_found(), "{error}");
        let error = graph.all_paths(town(1), AnyId::new("Nope", "1"), 2).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownName, "{error}");
        let error = graph.shortest_path(town(1), AnyId::new("Town", "")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
        let nan = graph
            .shortest_path(town(1), town(2))
            .edges_where(&graph.rails, |r| r.gauge.gt(f64::NAN));
        assert_eq!(nan.await.unwrap_err().kind(), ErrorKind::Encode);
        let many = |road: <Road as tg_runtime::Edge>::Columns| {
            let either = || road.length.gt(1).or(road.length.lt(0));
            (0..30).fold(either(), |all, _| all.and(either()))
        };
        let error = graph
            .shortest_path(town(1), town(2))
            .edges_where(&graph.roads, many)
            .await
            .unwrap_err();
        assert!(error.message().contains("256 alternatives"), "{error}");
    }
}

in_all_versions! {
    async fn an_undirected_edge_between_alike_is_read_once(server) {
        let graph = map(&server).await;
        graph.roads.upsert(7, 7, &Road { length: 0 }).await.unwrap();
        let mut lengths: Vec<_> =
            graph.roads.all().await.unwrap().iter().map(|record| record.edge.length).collect();
        lengths.sort_unstable();
        assert_eq!(lengths, [0, 1, 3, 4, 5, 20]);
        assert_eq!(graph.rails.all().await.unwrap().len(), 3);
        assert_eq!(graph.roads.delete_all(tg_runtime::ConfirmAll).await.unwrap(), 6);
    }
}

//! Typed queries: the methods that `#[tigergraph]` writes for files of queries.

use std::collections::BTreeMap;

use tg_runtime::prelude::*;

use crate::goods::in_all_versions;

#[derive(Debug, Clone, PartialEq, Vertex)]
#[tg(schema = "tests/e2e/query/goods.schema.gsql")]
struct Package {
    #[tg(primary_id)]
    id: String,
    weight_kg: f64,
    status: String,
}

#[derive(Debug, Clone, PartialEq, Vertex)]
#[tg(schema = "tests/e2e/query/goods.schema.gsql")]
struct Depot {
    #[tg(primary_id)]
    code: String,
    city: String,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Package, to = Depot, reverse = "Holds", schema = "tests/e2e/query/goods.schema.gsql")]
struct StoredAt {
    since: DateTime,
}

#[tigergraph(
    graph = "GoodsDelivery",
    auth = "password",
    schema = "tests/e2e/query/goods.schema.gsql",
    queries = "tests/e2e/query/goods"
)]
struct GoodsDelivery {
    packages: Vertices<Package>,
    depots: Vertices<Depot>,
    stored_at: Edges<StoredAt>,
}

async fn goods(server: &tg_emulator::Emulator) -> GoodsDelivery {
    let graph = GoodsDelivery::connect(server.url(), "tigergraph", "tigergraph").await.unwrap();
    graph.create_schema().await.unwrap();
    let depot = Depot { code: "HAM".to_owned(), city: "Hamburg".to_owned() };
    graph.depots.upsert(&depot).await.unwrap();
    let since = StoredAt { since: "2026-11-23 08:00:00".parse().unwrap() };
    for (id, weight_kg, status) in
        [("P-1", 24.5, "sent"), ("P-2", 8.0, "due"), ("P-3", 30.5, "sent")]
    {
        let package = Package { id: id.to_owned(), weight_kg, status: status.to_owned() };
        graph.packages.upsert(&package).await.unwrap();
        graph.stored_at.upsert(&package, &depot, &since).await.unwrap();
    }
    graph.install_queries().await.unwrap();
    graph.verify_queries().await.unwrap().require_fit().unwrap();
    graph
}

in_all_versions! {
    async fn a_query_of_a_file_is_a_method(server) {
        let graph = goods(&server).await;
        let depot = graph.depots.get("HAM").await.unwrap().unwrap();
        let call = graph.depot_report(&depot, ["sent", "due"]).min_weight(20.0);
        assert_eq!(
            call.explain().unwrap(),
            "GET /query/GoodsDelivery/depot_report\
             ?depot=HAM&depot.type=Depot&status=sent&status=due&min_weight=20.0"
        );
        let report = call.await.unwrap();
        let heavy: Vec<_> =
            report.heavy.iter().map(|it| (it.vertex.id.as_str(), it.accums.stops)).collect();
        assert_eq!(heavy, [("P-3", 1), ("P-1", 1)]);
        assert_eq!(report.short[0].attributes.id, "P-3");
        let number: i64 = report.number;
        let mean: &BTreeMap<String, f64> = &report.mean_weight;
        assert_eq!((number, mean), (2, &BTreeMap::from([("sent".to_owned(), 27.5)])));
    }

    async fn a_literal_is_a_query_at_the_place_of_its_use(server) {
        let graph = goods(&server).await;
        let found = gsql!(
            graph: GoodsDelivery,
            "INTERPRET QUERY (DOUBLE least, VERTEX<Depot> depot, INT most = 1)
             FOR GRAPH GoodsDelivery {
               SumAccum<DOUBLE> @@total;
               S = {depot};
               heavy = SELECT p FROM S:d -(Holds>)- Package:p WHERE p.weight_kg > least
                       ACCUM @@total += p.weight_kg ORDER BY p.weight_kg DESC LIMIT most;
               PRINT heavy;
               PRINT @@total AS total;
             }",
            least = 10.0,
            depot = "HAM",
        )
        .await
        .unwrap();
        assert_eq!(found.heavy.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["P-3"]);
        assert_eq!(found.total, 55.0);
    }
}

mod kinds {
    use std::collections::{BTreeMap, BTreeSet};

    use tg_runtime::prelude::*;

    use crate::goods::in_all_versions;

    #[derive(Debug, Clone, PartialEq, Tuple)]
    #[tg(schema = "tests/e2e/query/kinds.schema.gsql")]
    struct Stop {
        at: DateTime,
        #[tg(size = 20)]
        place: String,
    }

    #[derive(Debug, Clone, PartialEq, Vertex)]
    #[tg(schema = "tests/e2e/query/kinds.schema.gsql")]
    struct Person {
        #[tg(primary_id)]
        id: String,
        age: i64,
        weight: f32,
        points: u64,
        active: bool,
        born: DateTime,
        tags: BTreeSet<String>,
        scores: Vec<f64>,
        phones: BTreeMap<String, i64>,
        stops: Vec<Stop>,
    }

    /// Has another name on the server.
    #[derive(Debug, Clone, PartialEq, Vertex)]
    #[tg(rename = "Town", schema = "tests/e2e/query/kinds.schema.gsql")]
    struct Place {
        #[tg(primary_id)]
        id: i64,
        name: String,
    }

    #[derive(Debug, Clone, PartialEq, Edge)]
    #[tg(from = Person, to = Person, undirected, schema = "tests/e2e/query/kinds.schema.gsql")]
    struct Knows {
        since: DateTime,
    }

    /// Has another name on the server.
    #[derive(Debug, Clone, PartialEq, Edge)]
    #[tg(rename = "Lives", from = Person, to = Place, reverse = "Houses")]
    #[tg(schema = "tests/e2e/query/kinds.schema.gsql")]
    struct LivesIn {
        rent: f64,
    }

    #[tigergraph(
        graph = "Kinds",
        auth = "password",
        tuples(Stop),
        schema = "tests/e2e/query/kinds.schema.gsql",
        queries = "tests/e2e/query/kinds",
        query(mixed, rename = "both_types")
    )]
    struct Kinds {
        people: Vertices<Person>,
        places: Vertices<Place>,
        #[allow(dead_code)]
        knows: Edges<Knows>,
        lives: Edges<LivesIn>,
    }

    fn person(id: &str, age: i64) -> Person {
        let born = "2001-02-03 04:05:06".parse().unwrap();
        Person {
            id: id.to_owned(),
            age,
            weight: 1.5,
            points: 7,
            active: age > 30,
            born,
            tags: BTreeSet::from(["a".to_owned()]),
            scores: vec![0.5],
            phones: BTreeMap::from([("home".to_owned(), 1)]),
            stops: vec![Stop { at: born, place: "here".to_owned() }],
        }
    }

    async fn filled(server: &tg_emulator::Emulator) -> Kinds {
        let graph = Kinds::connect(server.url(), "tigergraph", "tigergraph").await.unwrap();
        graph.create_schema().await.unwrap();
        let (ann, bob) = (person("ann", 40), person("bob", 20));
        let town = Place { id: 9, name: "Ghent".to_owned() };
        graph.people.upsert_many([&ann, &bob]).await.unwrap().require_all().unwrap();
        graph.places.upsert(&town).await.unwrap();
        graph.lives.upsert(&ann, &town, &LivesIn { rent: 700.5 }).await.unwrap();
        graph.lives.upsert(&bob, &town, &LivesIn { rent: 300.0 }).await.unwrap();
        let check = Kinds::check_queries();
        assert!(check.findings.is_empty(), "{check}");
        graph.install_queries().await.unwrap();
        graph.verify_queries().await.unwrap().require_fit().unwrap();
        graph
    }

    in_all_versions! {
        async fn parameters_and_values_of_all_types(server) {
            let graph = filled(&server).await;
            let moment: DateTime = "2026-11-23 08:00:00".parse().unwrap();
            let town = Id::<Place>::new(9);
            let found = graph
                .all_values(
                    -5, 7_u64, 0.5, 2, true, "a b%", moment, "ann", AnyId::new("Person", "bob"),
                    [3, 3, 4], ["x"], [1.5, 2.0], [&town], [("one", 1)],
                )
                .await
                .unwrap();
            assert_eq!((found.number, found.amount, found.ratio, found.weight), (-5, 7, 0.5, 2.0));
            assert_eq!((found.flag, found.text.as_str(), found.moment), (true, "a b%", moment));
            assert_eq!((found.person, found.anything), (Id::from("ann"), "bob".to_owned()));
            assert_eq!(found.numbers, BTreeSet::from([3, 4]));
            assert_eq!((found.texts, found.weights), (vec!["x".to_owned()], vec![1.5, 2.0]));
            assert_eq!((found.next, found.louder.as_str()), (-4, "a b%!"));
            assert_eq!(found.weight_2, 1.0);
            assert_eq!(found.counts, BTreeMap::from([("one".to_owned(), 1)]));
            assert_eq!(found.towns, BTreeSet::from([town]));
        }

        async fn accumulators_of_all_types(server) {
            let graph = filled(&server).await;
            let found = graph.collections().await.unwrap();
            assert_eq!((found.total, found.mean, found.least, found.some), (60, 30.0, 300.0, true));
            assert_eq!(found.names, BTreeSet::from(["ann".to_owned(), "bob".to_owned()]));
            assert_eq!(found.ages.len(), 2);
            let people: BTreeSet<Id<Person>> = found.people.into_iter().collect();
            assert_eq!(people, BTreeSet::from([Id::from("ann"), Id::from("bob")]));
            let rents: f64 = found.homes.iter().map(|home| home.edge.rent).sum();
            assert_eq!(rents, 1000.5);
            assert_eq!(found.by_town[&Id::new(9)].len(), 2);
            assert_eq!(found.rents, BTreeMap::from([(9, 1000.5)]));
            let ages: i64 = found.aged.iter().map(|it| it.age).sum();
            assert_eq!((found.aged.len(), ages), (2, 60));
            let whole: &Person = &found.s[0].vertex;
            assert_eq!((whole, found.s[0].accums.neighbours), (&person("ann", 40), 1));
            let few = &found.few[1];
            assert_eq!((&few.id, few.attributes.number), (&Id::from("bob"), 1));
            assert_eq!((few.attributes.id.as_str(), few.attributes.born), ("bob", whole.born));
        }

        async fn sets_of_several_types_conditions_and_loops(server) {
            let graph = filled(&server).await;
            let found = graph.both_types().await.unwrap();
            assert_eq!((found.both.len(), found.size), (3, Some(3)));
            assert_eq!(found.square, [1, 4, 9]);
            let towns = found.both.iter().filter_map(|it| match it {
                BothTypesBoth::Town(town) => Some((town.vertex.name.as_str(), town.accums.degree)),
                BothTypesBoth::Person(_) => None,
            });
            assert_eq!(towns.collect::<Vec<_>>(), [("Ghent", 0)]);
            let limited = graph.both_types().all(false).timeout(std::time::Duration::from_secs(9));
            assert_eq!(limited.clone().await.unwrap().size, None);
            let detached = limited.detached().await.unwrap();
            assert_eq!(detached.wait().await.unwrap().square, [1, 4, 9]);
            let () = graph.nothing().await.unwrap();
        }

        async fn an_unset_vertex_or_edge_is_none(server) {
            let graph = filled(&server).await;
            let found = graph.unset().await.unwrap();
            assert_eq!((found.last, found.none, found.way), (None, None, None));
            assert_eq!(found.first, "Unknown");
            let places: Vec<_> = found.places.iter().map(|it| (it.home.clone(), it.age)).collect();
            assert_eq!((places.len(), &places[0].0), (2, &None));
            assert_eq!((&found.s[0].accums.home, &found.homes[0].attributes.home), (&None, &None));
            let town = Id::<Place>::new(9);
            assert_eq!(found.set_last, Some(town.clone()));
            let way: EdgeRecord<LivesIn> = found.set_way.unwrap();
            assert_eq!((&way.to, way.edge.rent), (&town, 700.5));
            assert_eq!(found.set_homes[0].attributes.home, Some(town));
        }

        async fn a_set_is_of_the_types_that_reach_the_print(server) {
            let graph = filled(&server).await;
            let found = graph.reused_set().await.unwrap();
            assert_eq!(found.people.len(), 2);
            assert_eq!(found.s, [Place { id: 9, name: "Ghent".to_owned() }]);
            let stops: Vec<Stop> = found.stops;
            assert_eq!(stops[0], person("ann", 40).stops[0]);
        }

        async fn the_value_of_a_query_that_returns(server) {
            let graph = filled(&server).await;
            assert_eq!(graph.following(5).await.unwrap().ret, Some(6));
        }

        async fn edges_of_a_literal(server) {
            let graph = filled(&server).await;
            let found = gsql!(
                graph: Kinds,
                "INTERPRET QUERY () FOR GRAPH Kinds {
                   SetAccum<EDGE<Lives>> @@ways; SetAccum<EDGE<Houses>> @@back;
                   S = {Person.*};
                   S = SELECT t FROM S:s -(Lives>:e)- Town:t ACCUM @@ways += e;
                   S = SELECT s FROM S:t -(Houses>:e)- Person:s ACCUM @@back += e;
                   PRINT @@ways, @@back;
                 }",
            )
            .await
            .unwrap();
            let ways: Vec<EdgeRecord<LivesIn>> = found.ways.into_iter().collect();
            assert_eq!((ways.len(), &ways[0].to), (2, &Id::new(9)));
            let back: Vec<EdgeRecord<LivesIn>> = found.back.into_iter().collect();
            assert_eq!((back.len(), &back[0].to), (2, &Id::new(9)));
        }

        async fn an_interpreted_query_is_a_method_too(server) {
            let graph = filled(&server).await;
            let found = graph.town_of(&person("ann", 40)).most(1).await.unwrap();
            assert_eq!(found.towns, [Place { id: 9, name: "Ghent".to_owned() }]);
            let error = graph.town_of("nobody").await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
        }
    }
}

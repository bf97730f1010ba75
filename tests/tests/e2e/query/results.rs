//! The output of queries, read into types.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use tg_runtime::prelude::*;
use tg_runtime::query::{Projected, QueryVertex, typed};

use super::{Stop, Truck, Visits, fleet, install, stops, trucks};
use crate::goods::in_all_versions;

in_all_versions! {
    async fn vertex_sets_go_into_vertices_ids_and_views(server) {
        #[derive(Debug, PartialEq, View)]
        #[tg(of = Stop)]
        struct City {
            city: String,
        }
        let graph = fleet(&server).await;
        install(&graph, "v() FOR GRAPH Fleet { S = {Stop.*}; PRINT S; PRINT S.size() AS n; }")
            .await;
        let results = graph.query("v").await.unwrap();
        let mut found: Vec<Stop> = results.get("S").unwrap();
        found.sort_by(|a, b| a.id.cmp(&b.id));
        assert_eq!(found, stops());
        let ids: BTreeSet<Id<Stop>> = results.get("S").unwrap();
        assert_eq!(ids, BTreeSet::from(stops().each_ref().map(Id::from)));
        let cities: Vec<City> = results.get("S").unwrap();
        assert_eq!(cities.iter().filter(|it| it.city == "Ghent").count(), 2);
        assert_eq!(results.get::<u64>("n").unwrap(), 3);
        let error = results.get::<Vec<Truck>>("S").unwrap_err();
        assert!(
            error.message().contains("`S` of PRINT 1") && error.message().contains("Truck"),
            "{error}"
        );
        let error = results.get::<i64>("m").unwrap_err();
        assert!(error.message().contains("`S`, `n`"), "{error}");
    }

    async fn accumulators_are_read_with_vertices_and_alone(server) {
        #[derive(Debug, PartialEq, Deserialize)]
        struct Extra {
            minutes: i64,
        }
        let graph = fleet(&server).await;
        install(&graph, "a() FOR GRAPH Fleet {\n\
            SumAccum<INT> @minutes;\n\
            SumAccum<INT> @@total;\n\
            S = SELECT t FROM Stop:t -(visited_by>:e)- Truck:k ACCUM t.@minutes += e.minutes, @@total += e.minutes;\n\
            PRINT S; PRINT @@total; PRINT S[S.city, S.@minutes AS m];\n}").await;
        let results = graph.query("a").await.unwrap();
        let visited: Vec<QueryVertex<Stop, Extra>> = results.nth("S", 0).unwrap();
        let visited: BTreeMap<_, _> =
            visited.into_iter().map(|it| (it.vertex.id, it.accums.minutes)).collect();
        assert_eq!(visited, BTreeMap::from([("s/1 %".to_owned(), 5), ("s2".to_owned(), 30)]));
        assert_eq!(results.get::<i64>("@@total").unwrap(), 35);
        #[derive(Debug, PartialEq, Deserialize)]
        struct Some {
            city: String,
            m: i64,
        }
        let some: Vec<Projected<Stop, Some>> = results.nth("S", 1).unwrap();
        let lille = some.iter().find(|it| it.attributes.city == "Lille").unwrap();
        assert_eq!((&lille.id, lille.attributes.m), (&Id::from("s2"), 30));
        assert_eq!(results.all::<Vec<Id<Stop>>>("S").unwrap().len(), 2);
        assert!(results.get::<Vec<Id<Stop>>>("S").unwrap_err().message().contains("2 times"));
    }

    async fn maps_and_sets_have_keys_of_their_types(server) {
        let graph = fleet(&server).await;
        install(&graph, "m() FOR GRAPH Fleet {\n\
            MapAccum<INT, SumAccum<INT>> @@by_number;\n\
            SetAccum<VERTEX<Stop>> @@stops;\n\
            MapAccum<VERTEX<Stop>, SumAccum<INT>> @@by_stop;\n\
            S = SELECT t FROM Truck:k -(Visits>:e)- Stop:t ACCUM @@by_number += (k.number -> e.minutes), \
                @@stops += t, @@by_stop += (t -> e.minutes);\n\
            PRINT @@by_number, @@stops, @@by_stop;\n}").await;
        let results = graph.query("m").await.unwrap();
        let by_number: BTreeMap<i64, i64> = results.get("@@by_number").unwrap();
        assert_eq!(by_number, BTreeMap::from([(7, 15), (8, 20)]));
        let by_stop: BTreeMap<Id<Stop>, i64> = results.get("@@by_stop").unwrap();
        assert_eq!(by_stop[&Id::from("s2")], 30);
        assert_eq!(results.get::<BTreeSet<Id<Stop>>>("@@stops").unwrap().len(), 2);
    }

    async fn edges_are_records(server) {
        let graph = fleet(&server).await;
        install(
            &graph,
            "e() FOR GRAPH Fleet {\n\
            ListAccum<EDGE> @@edges;\n\
            S = SELECT t FROM Truck:k -(Visits>:e)- Stop:t ACCUM @@edges += e;\n\
            PRINT @@edges;\n}",
        )
        .await;
        let edges: Vec<EdgeRecord<Visits>> =
            graph.query("e").await.unwrap().get("@@edges").unwrap();
        let mut minutes: Vec<_> =
            edges.iter().map(|it| (it.edge.minutes, it.to.key().clone())).collect();
        minutes.sort();
        let expected = [(5, "s/1 %"), (10, "s2"), (20, "s2")];
        assert_eq!(minutes, expected.map(|(number, stop)| (number, stop.to_owned())));
        assert!(edges.iter().any(|it| it.from == Id::from(&trucks()[1])));
    }

    async fn a_whole_result_goes_into_a_struct(server) {
        #[derive(Debug, Deserialize)]
        struct All {
            total: f64,
            #[serde(rename = "S", deserialize_with = "typed")]
            stops: Vec<Stop>,
        }
        let graph = fleet(&server).await;
        install(&graph, "w() FOR GRAPH Fleet { SumAccum<DOUBLE> @@total; @@total += 1.5; S = {Stop.*}; PRINT @@total; PRINT S; }").await;
        let results = graph.query("w").await.unwrap();
        let all: All = results.deserialize().unwrap();
        assert_eq!((all.total, all.stops.len()), (1.5, 3));
        let (total, ids): (f64, Vec<Id<Stop>>) = results.values().unwrap();
        assert_eq!((total, ids.len()), (1.5, 3));
    }
}

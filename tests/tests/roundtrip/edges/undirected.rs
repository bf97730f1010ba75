//! Undirected edges, from either end.

use tg_runtime::prelude::*;

use super::model::{Knows, People, Person, Serves, Town, person, town};
use crate::harness::in_both_generations;

in_both_generations! {
    async fn of_one_type_are_seen_from_both_ends(graph: People) {
        let knows = Knows { years: 3 };
        graph.knows.upsert("Ann", "Bob", &knows).await.unwrap();
        for (one, other) in [("Ann", "Bob"), ("Bob", "Ann")] {
            assert_eq!(graph.knows.get(one, other).await.unwrap(), Some(knows.clone()));
            let record = EdgeRecord { from: person(one), to: person(other), edge: knows.clone() };
            assert_eq!(graph.knows.of(one).await.unwrap(), [record]);
            assert_eq!(graph.knows.of(one).count().await.unwrap(), 1);
        }
        assert_eq!(graph.knows.count().await.unwrap(), 1);
    }

    async fn are_one_whichever_end_is_named_first(graph: People) {
        graph.knows.upsert("Ann", "Bob", &Knows { years: 3 }).await.unwrap();
        graph.knows.upsert("Bob", "Ann", &Knows { years: 4 }).await.unwrap();
        assert_eq!(graph.knows.get("Ann", "Bob").await.unwrap(), Some(Knows { years: 4 }));
        assert_eq!(graph.knows.count().await.unwrap(), 1);
        assert_eq!(graph.knows.delete("Bob", "Ann").await.unwrap(), 1);
        assert_eq!(graph.knows.get("Ann", "Bob").await.unwrap(), None);
    }

    async fn go_with_either_end(graph: People) {
        graph.knows.upsert("Ann", "Bob", &Knows { years: 3 }).await.unwrap();
        graph.knows.upsert("Cleo", "Ann", &Knows { years: 4 }).await.unwrap();
        assert!(graph.people.delete("Ann").await.unwrap());
        assert_eq!(graph.knows.of("Bob").await.unwrap(), []);
        assert_eq!(graph.knows.of("Cleo").await.unwrap(), []);
        assert_eq!(graph.knows.count().await.unwrap(), 0);
    }

    async fn of_two_types_keep_their_declared_order(graph: People) {
        for hours in [8, 9] {
            graph.serves.upsert("Ann", hours as u64, &Serves { hours }).await.unwrap();
        }
        graph.serves.upsert("Bob", 9_u64, &Serves { hours: 10 }).await.unwrap();
        let record = |name, code, hours| EdgeRecord {
            from: person(name),
            to: town(code),
            edge: Serves { hours },
        };
        let of_ann = graph.serves.of(person("Ann")).order_by(|s| s.hours.asc()).await.unwrap();
        assert_eq!(of_ann, [record("Ann", 8, 8), record("Ann", 9, 9)]);
        let of_nine = graph.serves.of(town(9)).order_by(|s| s.hours.asc()).await.unwrap();
        assert_eq!(of_nine, [record("Ann", 9, 9), record("Bob", 9, 10)]);
        let long = graph.serves.of(town(9)).filter(|s| s.hours.gt(9)).to_type::<Person>();
        assert_eq!(long.await.unwrap(), [record("Bob", 9, 10)]);
        let towns = graph.serves.of(person("Ann")).to_type::<Town>().count().await.unwrap();
        assert_eq!(towns, 2);
    }

    async fn of_two_types_are_deleted_from_either_end(graph: People) {
        graph.serves.upsert("Ann", 8_u64, &Serves { hours: 8 }).await.unwrap();
        graph.serves.upsert("Ann", 9_u64, &Serves { hours: 9 }).await.unwrap();
        assert_eq!(graph.serves.of(town(9)).delete().await.unwrap(), 1);
        assert_eq!(graph.serves.of(person("Ann")).count().await.unwrap(), 1);
        assert_eq!(graph.serves.delete("Ann", 8_u64).await.unwrap(), 1);
        assert_eq!(graph.serves.count().await.unwrap(), 0);
    }

    async fn may_join_a_vertex_with_itself(graph: People) {
        graph.knows.upsert("Ann", "Ann", &Knows { years: 40 }).await.unwrap();
        assert_eq!(graph.knows.get("Ann", "Ann").await.unwrap(), Some(Knows { years: 40 }));
        assert_eq!(graph.knows.delete("Ann", "Ann").await.unwrap(), 1);
        assert_eq!(graph.knows.count().await.unwrap(), 0);
    }
}

//! An edge type that joins several pairs of vertex types.

use tg_runtime::prelude::*;

use super::model::{People, Person, PointsAt, Town, person, town};
use crate::harness::in_both_generations;

/// Writes one edge of each pair, from the person and the town that both have the id 7.
async fn fill(graph: &People) {
    let batch = graph
        .batch()
        .edge(person("7"), person("8"), &PointsAt { km: 1.0 })
        .edge(person("7"), town(8), &PointsAt { km: 2.0 })
        .edge(town(7), person("8"), &PointsAt { km: 3.0 })
        .edge(town(7), town(8), &PointsAt { km: 4.0 });
    batch.send().await.unwrap().require_all().unwrap();
}

fn km(edge: Option<PointsAt>) -> Option<f64> {
    edge.map(|edge| edge.km)
}

in_both_generations! {
    async fn distinguishes_the_types_of_its_ends(graph: People) {
        fill(&graph).await;
        let of = graph.points_at.of(person("7")).order_by(|p| p.km.asc()).await.unwrap();
        let [first, second] = &of[..] else { panic!("{of:?}") };
        assert_eq!(first.from.downcast(), Some(person("7")));
        assert_eq!(first.to.downcast(), Some(person("8")));
        assert_eq!(first.to.downcast::<Town>(), None);
        assert_eq!(second.to.downcast(), Some(town(8)));
        assert_eq!((second.to.vertex_type(), second.to.as_str()), ("Town", "8"));
        assert_eq!((first.edge.km, second.edge.km), (1.0, 2.0));
    }

    async fn is_read_by_typed_ends(graph: People) {
        fill(&graph).await;
        let edges = &graph.points_at;
        assert_eq!(km(edges.get(person("7"), person("8")).await.unwrap()), Some(1.0));
        assert_eq!(km(edges.get(person("7"), town(8)).await.unwrap()), Some(2.0));
        assert_eq!(km(edges.get(town(7), person("8")).await.unwrap()), Some(3.0));
        assert_eq!(km(edges.get(town(7), town(8)).await.unwrap()), Some(4.0));
        assert_eq!(km(edges.get(town(8), town(7)).await.unwrap()), None);
        assert_eq!(edges.count().await.unwrap(), 4);
    }

    async fn is_narrowed_to_one_type_of_target(graph: People) {
        fill(&graph).await;
        let towns = graph.points_at.of(town(7)).to_type::<Town>().await.unwrap();
        assert_eq!(towns.len(), 1);
        assert_eq!(towns[0].edge, PointsAt { km: 4.0 });
        let people = graph.points_at.of(town(7)).to_type::<Person>();
        assert_eq!(people.count().await.unwrap(), 1);
        assert_eq!(graph.points_at.of(town(7)).to_type::<Town>().delete().await.unwrap(), 1);
        assert_eq!(graph.points_at.of(town(7)).count().await.unwrap(), 1);
    }

    async fn is_followed_backwards(graph: People) {
        fill(&graph).await;
        let back = graph.points_at.reaching(town(8)).order_by(|p| p.km.asc()).await.unwrap();
        let from: Vec<_> = back.iter().map(|record| record.from.vertex_type()).collect();
        assert_eq!(from, ["Person", "Town"]);
        assert!(back.iter().all(|record| record.to.downcast() == Some(town(8))));
    }

    async fn is_deleted_by_typed_ends(graph: People) {
        fill(&graph).await;
        assert_eq!(graph.points_at.delete(town(7), person("8")).await.unwrap(), 1);
        assert_eq!(graph.points_at.count().await.unwrap(), 3);
        assert!(graph.people.delete("8").await.unwrap());
        assert_eq!(graph.points_at.count().await.unwrap(), 2);
    }
}

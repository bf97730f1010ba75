//! Reading by id.

use tg_runtime::prelude::*;

use super::model::{Parcel, Parcels, parcel};
use crate::harness::in_both_generations;

in_both_generations! {
    async fn one(graph: Parcels) {
        graph.fill(3).await;
        assert_eq!(graph.parcels.get("P-1").await.unwrap(), Some(parcel(1)));
        assert_eq!(graph.parcels.get(&parcel(1)).await.unwrap(), Some(parcel(1)));
        assert_eq!(graph.parcels.get(Id::from(&parcel(1))).await.unwrap(), Some(parcel(1)));
        assert_eq!(graph.parcels.get("P-3").await.unwrap(), None);
    }

    async fn an_existing_and_a_missing_one(graph: Parcels) {
        graph.fill(1).await;
        assert!(graph.parcels.exists("P-0").await.unwrap());
        assert!(!graph.parcels.exists("P-1").await.unwrap());
        assert!(graph.depots.exists(0).await.unwrap());
        assert!(!graph.depots.exists(1).await.unwrap());
    }

    async fn many_in_the_order_of_the_ids(graph: Parcels) {
        graph.fill(100).await;
        let numbers = [99, 3, 1000, 3, 0, 100];
        let back = graph.parcels.get_many(numbers.map(|n| format!("P-{n}"))).await.unwrap();
        let expected = numbers.map(|n| (n < 100).then(|| parcel(n)));
        assert_eq!(back, expected);
        let all: Vec<Parcel> = (0..100).map(parcel).collect();
        let back = graph.parcels.get_many(&all).await.unwrap();
        assert_eq!(back, all.into_iter().map(Some).collect::<Vec<_>>());
    }

    async fn none_at_all(graph: Parcels, server) {
        server.forget_requests();
        assert_eq!(graph.parcels.get_many(Vec::<String>::new()).await.unwrap(), []);
        assert_eq!(server.requests().iter().len(), 0);
    }
}

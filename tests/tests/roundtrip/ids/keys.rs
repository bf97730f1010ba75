//! Ids that are not text, and ids of several parts.

use std::slice;

use tg_runtime::prelude::*;

use super::model::{Composed, Dated, Keys, Signed, Unsigned};
use crate::harness::{assert_rejected, assert_returns, in_both_generations};

fn moment(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn composed(street: &str, house: u64, since: &str, mark: i64) -> Composed {
    Composed { street: street.to_owned(), house, since: moment(since), mark }
}

fn some_composed() -> Vec<Composed> {
    vec![
        composed("Main Street", 1, "1969-07-20 20:17:40", 1),
        composed("Main Street", 2, "1969-07-20 20:17:40", 2),
        composed("Main Street", 1, "2038-01-19 03:14:08", 3),
        composed("a/b?#%+& \"\\\n\u{1F69A}", u64::MAX, "9999-12-31 23:59:59", 4),
        composed("", 0, "1582-10-15 00:00:00", 5),
        composed("..", 0, "1582-10-15 00:00:00", 6),
    ]
}

in_both_generations! {
    async fn signed_numbers(graph: Keys) {
        let numbers = [0, 1, -1, i64::MIN, i64::MAX, (1 << 53) + 1];
        let all = numbers.map(|number| Signed { number, mark: number / 2 });
        for vertex in &all {
            assert!(!graph.signed.exists(vertex.number).await.unwrap());
            assert_returns(&graph.signed, vertex.clone()).await;
            assert_eq!(graph.signed.get(vertex.number).await.unwrap().as_ref(), Some(vertex));
            let found = graph.signed.find(|s| s.number.eq(vertex.number)).await.unwrap();
            assert_eq!(found, slice::from_ref(vertex));
        }
        let back = graph.signed.get_many(numbers).await.unwrap();
        assert_eq!(back, all.map(Some));
        let sorted = graph.signed.find(|s| s.number.lt(0_i64)).order_by(|s| s.number.asc());
        let sorted: Vec<_> = sorted.await.unwrap().into_iter().map(|s| s.number).collect();
        assert_eq!(sorted, [i64::MIN, -1]);
        assert_eq!(graph.signed.delete_many(numbers).await.unwrap(), 6);
        assert_eq!(graph.signed.count().await.unwrap(), 0);
    }

    async fn unsigned_numbers(graph: Keys) {
        let numbers = [0, 1, u64::MAX, i64::MAX as u64 + 1, (1 << 53) + 1];
        let all = numbers.map(|number| Unsigned { number, mark: -1 });
        for vertex in &all {
            assert_returns(&graph.unsigned, vertex.clone()).await;
            assert!(graph.unsigned.exists(vertex.number).await.unwrap());
            let found = graph.unsigned.find(|u| u.number.eq(vertex.number)).await.unwrap();
            assert_eq!(found, slice::from_ref(vertex));
        }
        assert_eq!(graph.unsigned.get_many(numbers).await.unwrap(), all.map(Some));
        assert!(graph.unsigned.delete(u64::MAX).await.unwrap());
        assert!(graph.unsigned.delete(0_u64).await.unwrap());
        assert_eq!(graph.unsigned.count().await.unwrap(), 3);
    }

    async fn moments(graph: Keys) {
        let moments = [
            "1582-10-15 00:00:00",
            "1969-12-31 23:59:59",
            "1970-01-01 00:00:00",
            "9999-12-31 23:59:59",
        ];
        let all = moments.map(|text| Dated { at: moment(text), mark: 1 });
        for vertex in &all {
            assert_returns(&graph.dated, vertex.clone()).await;
            assert_eq!(graph.dated.get(vertex.at).await.unwrap().as_ref(), Some(vertex));
            let found = graph.dated.find(|d| d.at.eq(vertex.at)).await.unwrap();
            assert_eq!(found, slice::from_ref(vertex));
        }
        let old = graph.dated.count_where(|d| d.at.lt(DateTime::default())).await.unwrap();
        assert_eq!(old, 2);
        assert_eq!(graph.dated.delete_many(&all).await.unwrap(), 4);
    }

    async fn several_parts(graph: Keys) {
        let all = some_composed();
        graph.composed.upsert_many(&all).await.unwrap().require_all().unwrap();
        assert_eq!(graph.composed.count().await.unwrap(), all.len() as u64);
        for vertex in &all {
            let parts = (vertex.street.as_str(), vertex.house, vertex.since);
            assert_eq!(graph.composed.get(vertex).await.unwrap().as_ref(), Some(vertex));
            assert_eq!(graph.composed.get(parts).await.unwrap().as_ref(), Some(vertex));
            let id = Id::<Composed>::new((vertex.street.clone(), vertex.house, vertex.since));
            assert!(graph.composed.exists(&id).await.unwrap(), "{id:?}");
            let found = graph
                .composed
                .find(|c| c.street.eq(&vertex.street).and(c.house.eq(vertex.house)))
                .order_by(|c| (c.since.asc(), c.mark.asc()))
                .await
                .unwrap();
            assert!(found.contains(vertex), "{vertex:?}");
        }
        let one = (all[0].street.clone(), all[0].house, all[0].since);
        assert!(graph.composed.delete(&one).await.unwrap());
        assert!(!graph.composed.exists(&all[0]).await.unwrap());
        assert_eq!(graph.composed.delete_many(&all).await.unwrap(), all.len() as u64 - 1);
    }

    async fn a_comma_in_a_part_is_rejected(graph: Keys, server) {
        server.forget_requests();
        let vertex = composed("a,b", 1, "1970-01-01 00:00:00", 1);
        assert_rejected(graph.composed.upsert(&vertex).await, "`a,b`, holds a comma");
        assert_rejected(graph.composed.get(&vertex).await, "`a,b`, holds a comma");
        assert_rejected(graph.composed.delete(&vertex).await, "`a,b`, holds a comma");
        assert_eq!(server.requests().iter().len(), 0);
    }
}

//! Upserts of one vertex and of many.

use std::num::NonZeroUsize;

use futures_util::stream;
use tg_emulator::Method;
use tg_runtime::ConfirmAll;
use tg_runtime::prelude::*;

use super::model::{Parcel, Parcels, parcel, some_parcels};
use crate::harness::{assert_returns, in_both_generations};

fn at_most(number: usize) -> NonZeroUsize {
    NonZeroUsize::new(number).unwrap()
}

in_both_generations! {
    async fn one(graph: Parcels) {
        assert_returns(&graph.parcels, parcel(1)).await;
        assert_returns(&graph.parcels, Parcel { id: "P-1".to_owned(), ..parcel(2) }).await;
        assert_eq!(graph.parcels.count().await.unwrap(), 1);
    }

    async fn an_iterator_of_borrowed_or_owned(graph: Parcels) {
        let parcels = some_parcels(10);
        graph.parcels.upsert_many(&parcels[..4]).await.unwrap().require_all().unwrap();
        graph
            .parcels
            .upsert_many(parcels[4..7].iter().cloned())
            .await
            .unwrap()
            .require_all()
            .unwrap();
        graph.parcels.upsert_many((7..10).map(parcel)).await.unwrap().require_all().unwrap();
        assert_eq!(graph.stored().await, parcels);
    }

    async fn a_stream(graph: Parcels) {
        let outcome = graph.parcels.upsert_stream(stream::iter(some_parcels(10))).await.unwrap();
        assert!(outcome.is_complete());
        assert_eq!((outcome.sent_vertices(), outcome.accepted_vertices()), (10, 10));
        assert_eq!(graph.stored().await, some_parcels(10));
    }

    async fn in_requests_of_the_given_size(graph: Parcels, server) {
        server.forget_requests();
        let parcels = some_parcels(100);
        let upsert = graph.parcels.upsert_many(&parcels).batch_size(at_most(7));
        let outcome = upsert.concurrency(at_most(3)).await.unwrap();
        assert_eq!(outcome.accepted_vertices(), 100);
        assert_eq!(server.requests().count(Method::POST), 100_usize.div_ceil(7));
        assert_eq!(graph.stored().await, parcels);
    }

    async fn in_requests_of_the_given_length(graph: Parcels, server) {
        for bytes in [0, 1, 13, 14] {
            server.forget_requests();
            let upsert = graph.parcels.upsert_many(some_parcels(50)).batch_bytes(bytes);
            assert_eq!(upsert.await.unwrap().accepted_vertices(), 50, "{bytes}");
            assert_eq!(server.requests().count(Method::POST), 50, "{bytes}");
            assert_eq!(graph.stored().await, some_parcels(50));
            graph.parcels.delete_all(ConfirmAll).await.unwrap();
        }
    }

    async fn nothing_is_sent_for_nothing(graph: Parcels, server) {
        server.forget_requests();
        let outcome = graph.parcels.upsert_many(Vec::<Parcel>::new()).await.unwrap();
        assert!(outcome.is_complete());
        assert_eq!(outcome.sent_vertices(), 0);
        assert_eq!(server.requests().iter().len(), 0);
    }

    async fn inserting_only_names_the_first_of_many(graph: Parcels) {
        let insert = || graph.parcels.upsert_many(some_parcels(2_500)).insert_only();
        assert!(insert().await.unwrap().is_complete());
        let outcome = insert().await.unwrap();
        assert_eq!((outcome.skipped_vertices(), outcome.already_exist().len()), (2_500, 1_000));
        let once = insert().batch_size(at_most(2_500)).await.unwrap();
        assert_eq!((once.skipped_vertices(), once.already_exist().len()), (2_500, 1_000));
    }

    async fn inserting_one_only(graph: Parcels) {
        assert!(graph.parcels.upsert(&parcel(1)).insert_only().await.unwrap());
        let other = Parcel { id: "P-1".to_owned(), ..parcel(2) };
        assert!(!graph.parcels.upsert(&other).insert_only().await.unwrap());
        assert_eq!(graph.stored().await, [parcel(1)]);
    }

    async fn updating_one_only(graph: Parcels) {
        assert!(!graph.parcels.upsert(&parcel(1)).update_only().await.unwrap());
        assert_eq!(graph.parcels.count().await.unwrap(), 0);
        graph.parcels.upsert(&parcel(1)).await.unwrap();
        let other = Parcel { id: "P-1".to_owned(), ..parcel(2) };
        assert!(graph.parcels.upsert(&other).update_only().await.unwrap());
        assert_eq!(graph.stored().await, [other]);
    }

    async fn inserting_many_only(graph: Parcels) {
        graph.fill(2).await;
        let changed = (0..4).map(|n| Parcel { stops: -100, ..parcel(n) });
        let outcome = graph.parcels.upsert_many(changed).insert_only().await.unwrap();
        assert_eq!(
            (outcome.sent_vertices(), outcome.accepted_vertices(), outcome.skipped_vertices()),
            (4, 2, 2)
        );
        let there: Vec<_> = outcome.already_exist().iter().map(AnyId::downcast::<Parcel>).collect();
        assert_eq!(there, [Some(Id::from("P-0")), Some(Id::from("P-1"))]);
        assert_eq!(outcome.require_all().unwrap_err().kind(), ErrorKind::PartiallyAccepted);
        let stops: Vec<_> = graph.stored().await.iter().map(|p| p.stops).collect();
        assert_eq!(stops, [-3, -2, -100, -100]);
    }

    async fn updating_many_only(graph: Parcels) {
        graph.fill(2).await;
        let changed = (0..4).map(|n| Parcel { stops: -100, ..parcel(n) });
        let outcome = graph.parcels.upsert_many(changed).update_only().await.unwrap();
        assert_eq!((outcome.accepted_vertices(), outcome.skipped_vertices()), (2, 2));
        let missing: Vec<_> = outcome.missing().iter().map(AnyId::as_str).collect();
        assert_eq!(missing, ["P-2", "P-3"]);
        let stops: Vec<_> = graph.stored().await.iter().map(|p| p.stops).collect();
        assert_eq!(stops, [-100, -100]);
    }
}

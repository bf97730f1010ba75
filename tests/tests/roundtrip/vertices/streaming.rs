//! Streams of more rows than fit into one chunk.

use futures_util::{StreamExt as _, TryStreamExt as _};
use tg_emulator::Method;
use tg_runtime::{View, client::RowStream};

use super::model::{Parcel, Parcels, parcel};
use crate::harness::in_both_generations;

const MANY: u32 = 20_000;

#[derive(Debug, PartialEq, View)]
#[tg(of = Parcel)]
struct Scans {
    scans: u64,
}

in_both_generations! {
    async fn every_vertex_of_a_type(graph: Parcels, server) {
        let loaded = graph.parcels.upsert_stream(futures_util::stream::iter((0..MANY).map(parcel)));
        assert_eq!(loaded.await.unwrap().accepted_vertices(), u64::from(MANY));
        server.forget_requests();
        let mut seen = vec![false; MANY as usize];
        let mut rows = graph.parcels.stream();
        while let Some(row) = rows.try_next().await.unwrap() {
            let number = u32::try_from(row.scans).unwrap();
            assert_eq!(row, parcel(number));
            assert!(!std::mem::replace(&mut seen[number as usize], true), "{number} came twice");
        }
        assert!(seen.iter().all(|seen| *seen));
        assert_eq!(server.requests().count(Method::GET), 1);
    }

    async fn filtered_vertices_in_order(graph: Parcels) {
        graph.fill(3000).await;
        let last = graph.parcels.find(|p| p.scans.ge(1000_u64)).order_by(|p| p.scans.desc());
        let rows: RowStream<Scans> = last.limit(1500).view().stream();
        let scans: Vec<_> = rows.map_ok(|row| row.scans).try_collect().await.unwrap();
        assert!(scans.into_iter().eq((1500..3000).rev()));
    }

    async fn nothing(graph: Parcels) {
        assert!(graph.parcels.stream().next().await.is_none());
        graph.fill(3).await;
        assert!(graph.parcels.all().limit(0).stream().next().await.is_none());
    }

    async fn a_stream_that_is_dropped_stops(graph: Parcels) {
        graph.fill(3000).await;
        let first: Vec<_> = graph.parcels.stream().take(10).try_collect().await.unwrap();
        assert_eq!(first.len(), 10);
        assert_eq!(graph.parcels.count().await.unwrap(), 3000);
    }
}

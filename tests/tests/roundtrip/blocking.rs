//! The same operations without an async runtime.

use tg_emulator::{Emulator, Generation};
use tg_runtime::blocking::{Wait as _, WaitEach as _};
use tg_runtime::prelude::*;
use tokio::runtime::Runtime;

use crate::harness::{address, serve};

#[derive(Debug, Clone, PartialEq, Vertex)]
struct Stop {
    #[tg(primary_id)]
    number: u64,
    title: String,
    fare: f64,
}

#[derive(Debug, Clone, PartialEq, Edge)]
#[tg(from = Stop, to = Stop, reverse = "comes_from")]
struct LeadsTo {
    minutes: i64,
}

#[tigergraph(graph = "Lines", auth = "secret")]
struct Lines {
    stops: Vertices<Stop>,
    leads_to: Edges<LeadsTo>,
}

fn stop(number: u64) -> Stop {
    Stop { number, title: format!("Stop \"{number}\""), fare: number as f64 / 8.0 }
}

/// Starts a server on a runtime of its own, which this thread is not a part of.
fn with_each_generation(test: impl Fn(&Emulator, Lines)) {
    for generation in [Generation::V3, Generation::V4] {
        let runtime = Runtime::new().unwrap();
        let server = runtime.block_on(serve(generation));
        let graph: Lines = address(&server).secret(server.secret()).connect().wait().unwrap();
        graph.create_schema().wait().unwrap();
        test(&server, graph);
        runtime.block_on(server.shutdown());
    }
}

#[test]
fn vertices() {
    with_each_generation(|_, graph| {
        graph.stops.upsert(&stop(u64::MAX)).wait().unwrap();
        assert_eq!(graph.stops.get(u64::MAX).wait().unwrap(), Some(stop(u64::MAX)));
        assert_eq!(graph.stops.get(0_u64).wait().unwrap(), None);
        graph.stops.upsert_many((0..10).map(stop)).wait().unwrap().require_all().unwrap();
        let back = graph.stops.get_many([3_u64, 77]).wait().unwrap();
        assert_eq!(back, [Some(stop(3)), None]);
        let dear = graph.stops.find(|s| s.fare.ge(1)).order_by(|s| s.fare.asc()).limit(2);
        assert_eq!(dear.wait().unwrap(), [stop(8), stop(9)]);
        assert!(graph.stops.update(1_u64).add(|s| s.fare, 0.5).wait().unwrap());
        assert_eq!(graph.stops.count_where(|s| s.fare.eq(0.625)).wait().unwrap(), 2);
        assert!(graph.stops.exists(9_u64).wait().unwrap());
        assert!(graph.stops.delete(9_u64).wait().unwrap());
        assert_eq!(graph.stops.find(|s| s.fare.lt(0.5)).delete().wait().unwrap(), 3);
        assert_eq!(graph.stops.delete_all(ConfirmAll).wait().unwrap(), 7);
    });
}

#[test]
fn edges_and_batches() {
    with_each_generation(|_, graph| {
        let batch = graph.batch().upsert(&stop(1)).upsert(&stop(2));
        let batch = batch.edge(1_u64, 2_u64, &LeadsTo { minutes: 5 });
        batch.atomic().send().wait().unwrap().require_all().unwrap();
        graph.leads_to.upsert(2_u64, 1_u64, &LeadsTo { minutes: 6 }).wait().unwrap();
        let edge = graph.leads_to.get(1_u64, 2_u64).wait().unwrap();
        assert_eq!(edge, Some(LeadsTo { minutes: 5 }));
        let back = graph.leads_to.reaching(1_u64).wait().unwrap();
        assert_eq!(back[0].edge, LeadsTo { minutes: 6 });
        assert_eq!(graph.leads_to.count().wait().unwrap(), 2);
        assert_eq!(graph.leads_to.delete(1_u64, 2_u64).wait().unwrap(), 1);
        assert_eq!(graph.leads_to.of(2_u64).delete().wait().unwrap(), 1);
    });
}

#[test]
fn streams() {
    with_each_generation(|_, graph| {
        graph.stops.upsert_many((0..5000).map(stop)).wait().unwrap().require_all().unwrap();
        let rows = graph.stops.all().order_by(|s| s.number.asc()).stream().wait_each();
        let mut count = 0;
        for (row, number) in rows.zip(0..) {
            assert_eq!(row.unwrap(), stop(number));
            count += 1;
        }
        assert_eq!(count, 5000);
    });
}

#[test]
fn errors() {
    with_each_generation(|server, graph| {
        server.forget_requests();
        let bad = Stop { fare: f64::NAN, ..stop(1) };
        let error = graph.stops.upsert(&bad).wait().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode);
        assert_eq!(server.requests().iter().len(), 0);
    });
}

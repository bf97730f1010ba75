//! The same operations without an async runtime.

use futures_util::FutureExt as _;
use tg_emulator::{Emulator, Fault, Gate, Path};
use tg_runtime::blocking::{Wait as _, WaitEach as _};
use tg_runtime::prelude::*;

use crate::goods::{Goods, Package, StoredAt, builder};

/// Starts a server on a runtime of its own.
fn serve() -> (tokio::runtime::Runtime, Emulator) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(Emulator::start()).unwrap();
    (runtime, server)
}

#[test]
fn every_operation_can_be_waited_for() {
    let (_runtime, server) = serve();
    let graph: Goods = builder(&server).connect().wait().unwrap();
    graph.create_schema().wait().unwrap();
    let packages = (0..20).map(|n| Package::new(&format!("P-{n}"), f64::from(n)));
    graph.packages.upsert_many(packages).wait().unwrap().require_all().unwrap();
    let since = "2024-05-01".parse().unwrap();
    graph.stored_at.upsert("P-1", 7, &StoredAt { since }).wait().unwrap();
    assert_eq!(graph.packages.get("P-1").wait().unwrap().unwrap().weight_kg, 1.0);
    assert_eq!(graph.packages.find(|p| p.weight_kg.lt(5.0)).wait().unwrap().len(), 5);
    let streamed: Result<Vec<Package>> = graph.packages.stream().wait_each().collect();
    assert_eq!(streamed.unwrap().len(), 20);
    assert_eq!(graph.stored_at.of("P-1").wait().unwrap().len(), 1);

    let threads: Vec<_> = (0..8)
        .map(|n| {
            let graph = graph.clone();
            std::thread::spawn(move || graph.packages.exists(format!("P-{n}")).wait())
        })
        .collect();
    assert!(threads.into_iter().all(|thread| thread.join().unwrap().unwrap()));
}

#[tokio::test]
async fn waiting_inside_of_a_runtime_is_an_error() {
    let server = Emulator::start().await.unwrap();
    let graph: Goods = builder(&server).connect_lazy().unwrap();
    let error = graph.packages.count().wait().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Blocking);
    assert!(error.message().contains(".await"), "{error}");
    let mut each = graph.packages.stream().wait_each();
    assert_eq!(each.next().unwrap().unwrap_err().kind(), ErrorKind::Blocking);
    assert!(each.next().is_none());
}

#[test]
fn waiting_works_where_blocking_is_allowed() {
    let (runtime, server) = serve();
    let graph: Goods = builder(&server).connect().wait().unwrap();
    graph.create_schema().wait().unwrap();
    let count = |graph: &Goods| graph.packages.count().wait().unwrap();
    let all = |graph: &Goods| graph.packages.stream().wait_each().count();

    let one = graph.clone();
    let pool = runtime.spawn_blocking(move || (count(&one), all(&one)));
    assert_eq!(runtime.block_on(pool).unwrap(), (0, 0));

    let one = graph.clone();
    let worker = async move { tokio::task::block_in_place(|| (count(&one), all(&one))) };
    assert_eq!(runtime.block_on(runtime.spawn(worker)).unwrap(), (0, 0));

    let entered = runtime.enter();
    assert_eq!((count(&graph), all(&graph)), (0, 0));
    drop(entered);
    assert_eq!((count(&graph), all(&graph)), (0, 0));
}

#[test]
fn waiting_in_a_task_is_an_error_and_the_task_continues() {
    let (runtime, server) = serve();
    let graph: Goods = builder(&server).connect_lazy().unwrap();
    let task = async move {
        for _ in 0..300 {
            let error = graph.packages.count().wait().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Blocking);
        }
        graph.client().ping().await
    };
    runtime.block_on(runtime.spawn(task)).unwrap().unwrap();
}

#[test]
fn an_operation_outside_of_a_runtime_is_an_error() {
    let (_runtime, server) = serve();
    let graph: Goods = builder(&server).connect_lazy().unwrap();
    let limit = std::time::Duration::from_secs(5);
    let calls = vec![
        graph.packages.count().timeout(limit).into_future().now_or_never().unwrap().map(drop),
        graph.packages.get("a").into_future().now_or_never().unwrap().map(drop),
        graph.packages.all().timeout(limit).into_future().now_or_never().unwrap().map(drop),
        graph.packages.all().stream().next().now_or_never().unwrap().unwrap().map(drop),
        graph.gsql("ls").timeout(limit).into_future().now_or_never().unwrap().map(drop),
        graph.get_token().now_or_never().unwrap().map(drop),
        graph.client().ping().now_or_never().unwrap(),
        builder(&server).connect().now_or_never().unwrap().map(|_: Goods| ()),
    ];
    for call in calls {
        let error = call.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
        assert!(error.message().contains("needs a tokio runtime"), "{error}");
    }
    let call = graph.packages.count().into_future();
    assert_eq!(
        tokio::runtime::Runtime::new().unwrap().block_on(call).unwrap_err().kind(),
        ErrorKind::UnknownName
    );
}

#[test]
fn a_wait_ends_at_the_deadline() {
    let (_runtime, server) = serve();
    let graph: Goods = builder(&server).connect().wait().unwrap();
    let gate = Gate::new();
    server.on(Path::has("/vertices/")).then(Fault::Hold(gate.clone()));
    let limit = std::time::Duration::from_millis(50);
    let error = graph.packages.count().timeout(limit).wait().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut, "{error}");
    gate.open();
}

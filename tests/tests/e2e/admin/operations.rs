//! The server's information about itself.

use std::time::{Duration, SystemTime};

use tg_emulator::{Any, Fault, License, Path};
use tg_runtime::admin::{Service, ServiceState};
use tg_runtime::prelude::*;

use crate::admin::connect;
use crate::goods::{self, Depot, in_all_versions};

in_all_versions! {
    async fn it_answers_and_describes_itself(server) {
        let whole = connect(&server).await;
        whole.ping().await.unwrap();
        assert_eq!(whole.echo().await.unwrap(), "Hello GSQL");
        let version = whole.version().await.unwrap();
        assert_eq!(version, server.version().to_string().parse().unwrap());
        assert!(version > "3.5".parse().unwrap() && version < "10.0".parse().unwrap());
        let components = whole.components().await.unwrap();
        let names: Vec<&str> = components.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["product", "olgp", "topology", "gpe", "gse", "gsql"]);
        assert!(components.iter().all(|it| it.version == Some(version) && it.commit.is_some()));
        assert_eq!(whole.gsql_version().await.unwrap().version, Some(version));
    }

    async fn an_echo_can_wait(server) {
        let whole = connect(&server).await;
        assert_eq!(whole.echo_after(Duration::ZERO).await.unwrap(), "Hello GSQL");
        let late = whole.echo_after(Duration::from_secs(600)).timeout(Duration::from_millis(20));
        let late = late.await.unwrap_err();
        assert_eq!(late.kind(), ErrorKind::TimedOut);
    }

    async fn a_license_is_read_missing_and_enforced(server) {
        let graph = goods::connect(&server).await;
        let whole = graph.admin().server();
        server.set_license(License::Valid(Duration::from_secs(12 * 86_400)));
        let license = whole.license().await.unwrap();
        assert_eq!(license.days_remaining, Some(12));
        let date = license.expiration_date.unwrap();
        assert!(date.contains(':') && !date.ends_with('\n'), "{date:?}");
        server.set_license(License::Missing);
        let error = whole.license().await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::License, Some("REST-5000")));
        graph.depots.count().await.unwrap();
        server.set_license(License::Expired);
        let error = graph.depots.count().await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::License, Some("REST-10020")));
        assert!(!error.is_retryable());
        assert_eq!(whole.license().await.unwrap().days_remaining, Some(0));
    }

    async fn services_are_online(server) {
        let whole = connect(&server).await;
        let all = whole.services().await.unwrap();
        assert_eq!(all.len(), 13);
        assert!(all.iter().all(|it| it.state == ServiceState::Online));
        let some = whole.services_of([Service::Gpe, Service::ZooKeeper]).await.unwrap();
        let names: Vec<&str> = some.iter().map(|it| it.service.name()).collect();
        assert_eq!(names, ["GPE", "ZK"]);
        let unknown = whole.services_of([Service::Other("NONE".to_owned())]).await;
        assert!(unknown.unwrap_err().message().contains("NONE"));
        assert_eq!(whole.wait_until_online().await.unwrap().len(), 4);
    }

    async fn a_server_that_starts_is_waited_for(server) {
        let whole = connect(&server).await;
        let warm = r#"{"ServiceStatusEvents":[{"ServiceDescriptor":{"ServiceName":"GPE"},"ServiceStatus":"Warmup"}]}"#;
        let status = Path::ends("/current-service-status");
        server.on(status.clone()).times(1).then(Fault::StartingWorkspace);
        server.on(status.clone()).times(1).then(Fault::answer(200, "application/json", warm));
        whole.wait_until_online().await.unwrap();
        server.on(Any).then(Fault::answer(200, "application/json", warm));
        let wait = whole.wait_until_online().timeout(Duration::from_millis(10));
        let error = wait.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut);
        assert!(error.message().contains("GPE is Warmup"), "{error}");
    }

    async fn metrics_are_measured(server) {
        let whole = connect(&server).await;
        let clock = server.clock();
        let first = whole.cpu_memory().await.unwrap();
        let at = first.last().unwrap().at.unwrap();
        assert_eq!(first[0].host.as_deref(), Some("m1"));
        assert_eq!(first[0].service, Some(Service::Gpe));
        assert!(first[0].numbers["Memory.MemoryUsageMB"] >= 0.0);
        assert!(first[0].numbers["CPU.CPUUsage"] >= 0.0);
        clock.advance(Duration::from_secs(100));
        let later = whole.cpu_memory().since(at + Duration::from_secs(50)).await.unwrap();
        assert_eq!(later.len(), 1);
        assert!(whole.cpu_memory().until(SystemTime::UNIX_EPOCH).await.unwrap().is_empty());
        assert_eq!(whole.network().latest(2).await.unwrap().len(), 2);
        assert!(whole.network().host("m7").await.unwrap().is_empty());
        assert!(whole.network().service(&Service::Gpe).await.unwrap().is_empty());
        assert!(whole.cpu_memory().service(&Service::Gse).await.unwrap().is_empty());
        let network = whole.network().latest(1).await.unwrap();
        assert!(network[0].numbers["Network.OutgoingBytesNum"] > 0.0);
        assert!(!whole.disk_space().await.unwrap().is_empty());
        assert!(whole.qps().latest(1).await.unwrap()[0].numbers["QPS"] >= 0.0);
    }

    async fn open_metrics_are_parsed(server) {
        let whole = connect(&server).await;
        let metrics = whole.open_metrics().await.unwrap();
        assert!(metrics.text().ends_with("# EOF\n"));
        let traffic: Vec<_> = metrics.named("tigergraph_network_traffic").collect();
        let directions: Vec<_> = traffic.iter().map(|it| it.label("direction")).collect();
        assert_eq!(directions, [Some("incoming"), Some("outgoing")]);
        assert!(traffic[1].value > 0.0);
        let online = ServiceState::Online.number().map(f64::from);
        let states: Vec<_> = metrics.named("tigergraph_service_status").collect();
        assert_eq!(states.len(), 13);
        assert!(states.iter().all(|it| Some(it.value) == online));
    }

    async fn datapoints_are_of_the_older_generation(server) {
        let whole = connect(&server).await;
        let points = whole.datapoints().metric("mem").latest(1).await;
        if server.generation() == tg_emulator::Generation::V4 {
            assert_eq!(points.unwrap_err().kind(), ErrorKind::Unsupported);
        } else {
            let points = points.unwrap();
            assert_eq!(points.len(), 1);
            assert!(points[0].numbers.keys().eq(["mem"]) && points[0].texts.contains_key("who"));
            assert!(whole.datapoints().instance("nobody").await.unwrap().is_empty());
            let before = points[0].at.unwrap() - Duration::from_secs(1000);
            assert!(whole.datapoints().until(before).await.unwrap().is_empty());
            assert!(!whole.datapoints().since(before).host("m1").await.unwrap().is_empty());
        }
    }

    async fn requests_are_counted_by_endpoint(server) {
        let graph = goods::connect(&server).await;
        for _ in 0..3 {
            graph.depots.count().await.unwrap();
        }
        graph.depots.upsert(&Depot { code: 1, city: "Bonn".to_owned() }).await.unwrap();
        let read = |seconds, segments| {
            graph.admin().request_statistics(Duration::from_secs(seconds), segments)
        };
        let all = read(60, 4).await.unwrap();
        let counts = &all["GET /graph/{graph_name}/vertices/{vertex_type}"];
        assert_eq!((counts.completed_requests, counts.timeout_requests), (3, 0));
        assert!((counts.qps - 3.0 / 60.0).abs() < 1e-9);
        assert_eq!(counts.latency_percentile.len(), 4);
        assert!(counts.min_latency <= counts.average_latency);
        assert!(counts.average_latency <= counts.max_latency);
        assert_eq!(all["POST /graph/{graph_name}"].completed_requests, 1);
        server.clock().advance(Duration::from_secs(30));
        assert!(read(10, 10).await.unwrap().is_empty());
        for (seconds, segments) in [(61, 10), (0, 10), (60, 0), (60, 101)] {
            let wrong = read(seconds, segments).await.unwrap_err();
            assert_eq!(wrong.kind(), ErrorKind::Encode);
        }
    }

    async fn the_engine_is_rebuilt_and_checked(server) {
        let graph = goods::connect(&server).await;
        let note = graph.admin().rebuild().await.unwrap();
        assert!(note.ends_with("/tmp/rebuildnow"), "{note}");
        let all = graph
            .admin()
            .rebuild()
            .threads(2)
            .vertex_type("Depot")
            .segment("1")
            .path("/data/x")
            .force();
        assert!(all.await.unwrap().ends_with("/data/x"));
        let unknown = graph.admin().rebuild().vertex_type("Nothing").await.unwrap_err();
        assert_eq!(unknown.kind(), ErrorKind::UnknownName);
        let whole = graph.admin().server();
        let checks =
            whole.check_deleted_vertices().threads(2).verbosity(1).log_level(1).await.unwrap();
        assert_eq!((checks.len(), checks[0].part.as_str(), checks[0].passed), (1, "GPE_1_1", true));
        let checks = whole.check_data_consistency().await.unwrap();
        assert!(checks.iter().all(|check| check.passed));
        let parts: Vec<&str> = checks.iter().map(|check| check.part.as_str()).collect();
        assert_eq!(parts, ["1", "GPE_1_1"]);
    }
}

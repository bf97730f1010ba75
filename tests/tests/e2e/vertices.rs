//! Reading, writing and deleting vertices.

use std::num::NonZeroUsize;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tg_emulator::{Any, Fault, Path};
use tg_runtime::prelude::*;

use crate::goods::{Depot, Driver, Package, connect, in_all_versions};

in_all_versions! {
    async fn a_vertex_goes_in_and_comes_back(server) {
        let graph = connect(&server).await;
        let mut package = Package::new("P-1", 3.25);
        package.fragile = true;
        package.handling = ["dry", "upright"].map(str::to_owned).into();
        package.labels = [("to".to_owned(), "Köln \"Süd\"\n".to_owned())].into();
        package.note = Some("say \\ \u{1F4E6}".to_owned());
        graph.packages.upsert(&package).await.unwrap();
        assert_eq!(graph.packages.get("P-1").await.unwrap(), Some(package.clone()));
        assert_eq!(graph.packages.get(&package).await.unwrap(), Some(package));
        assert_eq!(graph.packages.get("P-2").await.unwrap(), None);
        assert!(graph.packages.exists("P-1").await.unwrap());
        assert!(!graph.packages.exists("P-2").await.unwrap());
    }

    async fn each_id_of_many_is_one_request(server) {
        let graph = connect(&server).await;
        let packages: Vec<_> = (0..40).map(|n| Package::new(&format!("P-{n}"), 1.0)).collect();
        graph.packages.upsert_many(&packages).await.unwrap().require_all().unwrap();
        server.forget_requests();
        let found = graph.packages.get_many(&packages).await.unwrap();
        assert_eq!(found.into_iter().flatten().count(), 40);
        assert_eq!(graph.packages.delete_many(&packages).await.unwrap(), 40);
        let log = server.requests();
        assert_eq!((log.count(Method::GET), log.count(Method::DELETE)), (40, 40));
        for package in &packages {
            let path = format!("/graph/Goods/vertices/Package/{}", package.id);
            let of_id = log.iter().filter(|request| request.path.ends_with(&path)).count();
            assert_eq!(of_id, 2, "{path}");
        }
    }

    async fn pages_are_read_by_the_key(server) {
        let graph = connect(&server).await;
        let packages: Vec<_> = (0..25).map(|n| Package::new(&format!("P-{n:02}"), 1.0)).collect();
        graph.packages.upsert_many(&packages).await.unwrap().require_all().unwrap();
        let (mut last, mut pages) = (String::new(), Vec::new());
        loop {
            let next = graph.packages.find(|p| p.id.gt(last.as_str()));
            let page = next.order_by(|p| p.id.asc()).limit(10).await.unwrap();
            let Some(end) = page.last() else { break };
            last.clone_from(&end.id);
            pages.push(page);
        }
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [10, 10, 5]);
        assert_eq!(pages.concat(), packages);
    }

    async fn none_does_not_change_the_value(server) {
        let graph = connect(&server).await;
        let mut package = Package::new("P-1", 1.0);
        package.note = Some("first".to_owned());
        graph.packages.upsert(&package).await.unwrap();
        graph.packages.upsert(&Package { note: None, weight_kg: 2.0, ..package }).await.unwrap();
        let read = graph.packages.get("P-1").await.unwrap().unwrap();
        assert_eq!((read.weight_kg, read.note.as_deref()), (2.0, Some("first")));
    }

    async fn any_text_can_be_an_id(server) {
        let graph = connect(&server).await;
        let ids = [
            "a/b",
            "a?b=c",
            "a#b",
            "100%",
            "%2F",
            "a+b",
            "a&b",
            "a b",
            "a,b",
            "a\nb",
            "\\",
            ".",
            "..",
            "\"quoted\"",
            "'",
            "\u{e9}\u{1F4E6}",
            "0",
            "false",
            "null",
            " ",
            "_",
            "[]",
            "{}",
            ";",
        ];
        for id in ids {
            let package = Package::new(id, 1.0);
            graph.packages.upsert(&package).await.unwrap();
            assert_eq!(graph.packages.get(id).await.unwrap(), Some(package), "{id:?}");
        }
        let read = graph.packages.get_many(ids).await.unwrap();
        assert!(read.iter().zip(ids).all(|(package, id)| package.as_ref().unwrap().id == id));
        assert_eq!(graph.packages.count().await.unwrap(), ids.len() as u64);
        for id in ids {
            assert!(graph.packages.delete(id).await.unwrap(), "{id:?}");
            assert!(!graph.packages.exists(id).await.unwrap(), "{id:?}");
        }
        assert_eq!(graph.packages.count().await.unwrap(), 0);
    }

    async fn many_ids_are_the_parameter_of_a_query(server) {
        let graph = connect(&server).await;
        let id = |number: usize| format!("P \"{number}\" & \u{e9},\n%2F");
        let all: Vec<_> = (0..500).map(|number| Package::new(&id(number), 0.5)).collect();
        graph.packages.upsert_many(&all).await.unwrap().require_all().unwrap();
        // Backwards, with ids that do not exist and one that is given twice.
        let mut ids: Vec<_> = (0..600).rev().map(id).collect();
        ids.push(id(7));
        let mut expected: Vec<_> = (0..600).rev().map(|number| all.get(number).cloned()).collect();
        expected.push(all.get(7).cloned());
        server.forget_requests();
        assert_eq!(graph.packages.get_many(&ids).await.unwrap(), expected);
        let requests = server.requests().iter().count();
        assert!(requests < 10, "{requests}");
        // Fewer are read by their paths, and numbers are keys too.
        server.forget_requests();
        assert_eq!(graph.packages.get_many(&ids[..20]).await.unwrap(), expected[..20]);
        assert_eq!(server.requests().iter().count(), 20);
        let depots: Vec<_> =
            (-40..40).map(|code| Depot { code, city: format!("{code}") }).collect();
        graph.depots.upsert_many(&depots).await.unwrap().require_all().unwrap();
        let read = graph.depots.get_many(-41..40).await.unwrap();
        assert_eq!(read[0], None);
        assert!(read[1..].iter().flatten().eq(&depots));
        let drivers: Vec<_> = (0..70).map(|number| format!("d{number}")).collect();
        let driver = Driver { name: "d3".to_owned(), since: DateTime::default() };
        graph.drivers.upsert(&driver).await.unwrap();
        let read = graph.drivers.get_many(&drivers).await.unwrap();
        assert_eq!(read.len(), 70);
        assert!(read.into_iter().flatten().eq([driver]));
    }

    async fn pages_are_in_the_order_of_ids(server) {
        let graph = connect(&server).await;
        let depots: Vec<_> = (-12..12).map(|code| Depot { code, city: "Ulm".to_owned() }).collect();
        graph.depots.upsert_many(&depots).await.unwrap().require_all().unwrap();
        let (mut last, mut read) = (None, Vec::new());
        loop {
            let find = graph.depots.find(|d| d.city.eq("Ulm"));
            let page = find.after(last).limit(5).await.unwrap();
            let Some(depot) = page.last() else { break };
            last = Some(depot.code);
            read.extend(page);
        }
        assert_eq!(read, depots);
        let names = ["a", "b \"c\"", "b,c", "\u{e9}"];
        let packages = names.map(|name| Package::new(name, 1.0));
        graph.packages.upsert_many(&packages).await.unwrap().require_all().unwrap();
        assert_eq!(graph.packages.all().after(None::<&str>).limit(2).await.unwrap(), packages[..2]);
        assert_eq!(graph.packages.all().after(Some(names[1])).await.unwrap(), packages[2..]);
        let error = graph.drivers.all().after(Some("Ann")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode);
        assert!(error.to_string().contains("`name` of `Driver` is not an attribute"), "{error}");
    }

    async fn without_interpreted_queries_each_of_many_ids_is_read_by_itself(server) {
        let graph = connect(&server).await;
        let all: Vec<_> = (0..70).map(|it| Package::new(&format!("P-{it}"), it.into())).collect();
        graph.packages.upsert_many(&all[1..]).await.unwrap().require_all().unwrap();
        let ids: Vec<_> = all.iter().map(|package| package.id.clone()).collect();
        let interpret = || Path::has("/interpret");
        for fault in [
            Fault::Status(404),
            Fault::answer(403, "application/json", r#"{"error":true,"message":"no privilege"}"#),
            Fault::answer(200, "application/json", r#"{"error":true,"message":"line 1:2 x"}"#),
            Fault::answer(200, "application/json", r#"{"error":false,"results":[]}"#),
        ] {
            let rule = server.on(interpret()).then(fault);
            let read = graph.packages.get_many(&ids).await.unwrap();
            assert_eq!(rule.hits(), 1);
            assert_eq!(read[0], None);
            assert!(read[1..].iter().flatten().eq(&all[1..]));
            rule.remove();
        }
        // A server that does not answer is an error.
        let rule = server.on(Path::starts("/")).then(Fault::Status(503));
        let error = graph.packages.get_many(&ids).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unavailable);
        rule.remove();
    }

    async fn an_id_that_is_not_an_attribute_is_sent_in_the_path(server) {
        let graph = connect(&server).await;
        for id in ["Ann", "a/b", "a?b", "100%", "a b"] {
            let driver = Driver { name: id.to_owned(), since: "2024-05-01".parse().unwrap() };
            graph.drivers.upsert(&driver).await.unwrap();
            assert_eq!(graph.drivers.get(id).await.unwrap(), Some(driver), "{id:?}");
            assert!(graph.drivers.delete(id).await.unwrap(), "{id:?}");
        }
        let error = graph.drivers.get("..").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
    }

    async fn a_view_reads_its_attributes_only(server) {
        #[derive(Debug, PartialEq, View)]
        #[tg(of = Package)]
        struct Weight {
            #[tg(primary_id)]
            id: String,
            weight_kg: f64,
        }

        let graph = connect(&server).await;
        graph.packages.upsert(&Package::new("P-1", 2.5)).await.unwrap();
        server.forget_requests();
        let views = graph.packages.find(|p| p.weight_kg.gt(1.0)).view::<Weight>().await.unwrap();
        assert_eq!(views, [Weight { id: "P-1".to_owned(), weight_kg: 2.5 }]);
        let requests = server.requests();
        let query = requests.iter().next().unwrap().query.clone().unwrap();
        assert!(query.contains("select=weight_kg"), "{query}");
    }

    async fn zero_and_what_looks_empty_are_values(server) {
        let graph = connect(&server).await;
        let depot = Depot { code: 0, city: String::new() };
        graph.depots.upsert(&depot).await.unwrap();
        assert_eq!(graph.depots.get(0).await.unwrap(), Some(depot));
        let found = graph.depots.find(|d| d.code.eq(0).and(d.city.eq(""))).await.unwrap();
        assert_eq!(found.len(), 1);
        assert!(graph.depots.delete(0).await.unwrap());
    }

    async fn an_empty_id_is_rejected_before_sending(server) {
        let graph = connect(&server).await;
        graph.packages.upsert(&Package::new("P-1", 1.0)).await.unwrap();
        server.forget_requests();
        let refused = [
            graph.packages.get("").await.unwrap_err(),
            graph.packages.delete("").await.unwrap_err(),
            graph.packages.upsert(&Package::new("", 1.0)).await.unwrap_err(),
            graph.packages.delete_many(["P-1", ""]).await.unwrap_err(),
        ];
        assert!(refused.iter().all(|error| error.kind() == ErrorKind::Encode), "{refused:?}");
        assert_eq!(server.requests().count(Any), 0);
        assert_eq!(graph.packages.count().await.unwrap(), 1);
    }

    async fn values_that_are_not_numbers_are_rejected_before_sending(server) {
        let graph = connect(&server).await;
        server.forget_requests();
        for weight in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let error = graph.packages.upsert(&Package::new("P-1", weight)).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Encode);
            assert!(error.message().contains("weight_kg"), "{error}");
            let error = graph.packages.find(|p| p.weight_kg.gt(weight)).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Encode);
            let error =
                graph.packages.update("P-1").set(|p| p.weight_kg, weight).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Encode);
        }
        let many = [Package::new("P-1", 1.0), Package::new("P-2", f64::NAN)];
        let error = graph.packages.upsert_many(&many).await.unwrap_err();
        assert!(error.message().contains("number 2"), "{error}");
        assert_eq!(server.requests().count(Any), 0);
    }

    async fn many_go_in_batches(server) {
        let graph = connect(&server).await;
        let packages: Vec<_> =
            (0..2500).map(|n| Package::new(&format!("P-{n}"), f64::from(n))).collect();
        server.forget_requests();
        let outcome = graph.packages.upsert_many(&packages).await.unwrap();
        assert_eq!((outcome.sent_vertices(), outcome.accepted_vertices()), (2500, 2500));
        assert!(outcome.is_complete());
        assert_eq!(server.requests().count(Any), 3);

        server.forget_requests();
        let ten = NonZeroUsize::new(10).unwrap();
        let owned = stream::iter(packages.clone().into_iter().take(25));
        let outcome = graph.packages.upsert_stream(owned).batch_size(ten).await.unwrap();
        outcome.require_all().unwrap();
        assert_eq!(outcome.sent_vertices(), 25);
        assert_eq!(server.requests().count(Any), 3);

        let nothing: Vec<Package> = Vec::new();
        server.forget_requests();
        assert_eq!(graph.packages.upsert_many(nothing).await.unwrap().sent_vertices(), 0);
        assert_eq!(server.requests().count(Any), 0);
        assert_eq!(graph.packages.count().await.unwrap(), 2500);
        assert_eq!(graph.packages.stream().count().await, 2500);
    }

    async fn a_body_stays_below_the_limit(server) {
        let graph = connect(&server).await;
        let packages = (0..20).map(|n| {
            let note = Some("x".repeat(100_000));
            Package { note, ..Package::new(&format!("P-{n}"), 1.0) }
        });
        server.forget_requests();
        let outcome = graph.packages.upsert_many(packages).batch_bytes(500_000).await.unwrap();
        assert!(outcome.is_complete());
        assert_eq!(server.requests().count(Any), 4);
    }

    async fn inserting_and_updating_only(server) {
        let graph = connect(&server).await;
        let (old, new) = (Package::new("P-1", 1.0), Package::new("P-2", 1.0));
        assert!(graph.packages.upsert(&old).insert_only().await.unwrap());
        assert!(!graph.packages.upsert(&old).insert_only().await.unwrap());
        assert!(graph.packages.upsert(&old).update_only().await.unwrap());
        assert!(!graph.packages.upsert(&new).update_only().await.unwrap());

        let both = [old, new];
        let outcome = graph.packages.upsert_many(&both).update_only().await.unwrap();
        assert_eq!((outcome.accepted_vertices(), outcome.skipped_vertices()), (1, 1));
        assert_eq!(outcome.missing()[0].as_str(), "P-2");
        let outcome = graph.packages.upsert_many(&both).insert_only().await.unwrap();
        assert_eq!((outcome.accepted_vertices(), outcome.skipped_vertices()), (1, 1));
        assert_eq!(outcome.already_exist()[0].downcast(), Some(Id::<Package>::new("P-1")));
        let error = outcome.require_all().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PartiallyAccepted);
    }

    async fn parts_of_a_vertex_are_updated(server) {
        let graph = connect(&server).await;
        let package = Package { stops: 5, ..Package::new("P-1", 2.0) };
        graph.packages.upsert(&package).await.unwrap();
        let was_there = graph
            .packages
            .update("P-1")
            .add(|p| p.stops, 2)
            .max(|p| p.weight_kg, 7.5)
            .or(|p| p.fragile, true)
            .set(|p| p.note, "changed".to_owned())
            .await
            .unwrap();
        assert!(was_there);
        let read = graph.packages.get("P-1").await.unwrap().unwrap();
        let note = Some("changed".to_owned());
        assert_eq!(read, Package { stops: 7, weight_kg: 7.5, fragile: true, note, ..package });

        let update =
            graph.packages.update("P-1").min(|p| p.weight_kg, 1.5).and(|p| p.fragile, false);
        assert!(update.set_if_absent(|p| p.stops, 100).await.unwrap());
        let read = graph.packages.get("P-1").await.unwrap().unwrap();
        assert_eq!((read.weight_kg, read.fragile, read.stops), (1.5, false, 7));

        assert!(!graph.packages.update("P-2").set(|p| p.stops, 1).await.unwrap());
        assert!(!graph.packages.exists("P-2").await.unwrap());
        let made = graph.packages.update("P-2").set_if_absent(|p| p.stops, 1).or_insert();
        assert!(made.await.unwrap());
        assert_eq!(graph.packages.get("P-2").await.unwrap().unwrap().stops, 1);
    }

    async fn rows_are_found_sorted_limited_counted_and_viewed(server) {
        let graph = connect(&server).await;
        let packages = (0..20).map(|n| Package {
            fragile: n % 2 == 0,
            ..Package::new(&format!("P-{n:02}"), f64::from(n / 4))
        });
        graph.packages.upsert_many(packages).await.unwrap().require_all().unwrap();

        let heavy = graph
            .packages
            .find(|p| p.weight_kg.ge(3.0).and(p.fragile.eq(true)))
            .order_by(|p| (p.weight_kg.desc(), p.id.asc()))
            .limit(3)
            .await
            .unwrap();
        let ids: Vec<_> = heavy.iter().map(|package| &*package.id).collect();
        assert_eq!(ids, ["P-16", "P-18", "P-12"]);

        assert_eq!(graph.packages.count_where(|p| p.fragile.eq(true)).await.unwrap(), 10);
        assert_eq!(graph.packages.find(|p| p.weight_kg.lt(1.0)).count().await.unwrap(), 4);
        assert_eq!(graph.packages.all().limit(0).await.unwrap(), []);
        assert_eq!(graph.packages.all().await.unwrap().len(), 20);
        let first = graph.packages.all().order_by(|p| p.id.desc()).first().await.unwrap();
        assert_eq!(first.unwrap().id, "P-19");
        let streamed: Vec<Package> = graph
            .packages
            .find(|p| p.fragile.eq(false))
            .order_by(|p| p.id.asc())
            .stream()
            .try_collect()
            .await
            .unwrap();
        assert_eq!(streamed.len(), 10);
        assert_eq!(streamed[0].id, "P-01");
    }

    async fn vertices_are_deleted(server) {
        let graph = connect(&server).await;
        let packages = (0..10).map(|n| Package::new(&format!("P-{n}"), f64::from(n)));
        let _ = graph.packages.upsert_many(packages).await.unwrap();
        assert!(graph.packages.delete("P-0").await.unwrap());
        assert!(!graph.packages.delete("P-0").await.unwrap());
        assert_eq!(graph.packages.delete_many(["P-0", "P-1", "P-2"]).await.unwrap(), 2);
        assert_eq!(graph.packages.find(|p| p.weight_kg.ge(8.0)).delete().await.unwrap(), 2);
        assert_eq!(graph.packages.count().await.unwrap(), 5);
        assert_eq!(graph.packages.delete_all(ConfirmAll).await.unwrap(), 5);
        assert_eq!(graph.packages.count().await.unwrap(), 0);
    }

    async fn a_delete_with_a_limit_keeps_to_it(server) {
        let graph = connect(&server).await;
        let packages = (0..10).map(|n| Package::new(&format!("P-{n}"), f64::from(n)));
        let _ = graph.packages.upsert_many(packages).await.unwrap();
        let light = || graph.packages.find(|p| p.weight_kg.lt(5.0));
        assert_eq!(light().limit(2).delete().await.unwrap(), 2);
        assert_eq!(light().limit(0).delete().await.unwrap(), 0);
        assert_eq!(light().order_by(|p| p.weight_kg.asc()).limit(1).delete().await.unwrap(), 1);
        assert_eq!(graph.packages.count().await.unwrap(), 7);
        let error = graph.packages.all().limit(3).delete().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encode, "{error}");
        assert_eq!(graph.packages.count().await.unwrap(), 7);
    }
}

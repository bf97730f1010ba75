//! Rows whose types are known by their names.

use std::io::Cursor;

use tg_emulator::Emulator;
use tg_runtime::AnyGraph;
use tg_runtime::load::CsvSource;
use tg_runtime::prelude::*;

use super::{connect, in_all_versions, reasons, sums};

pub(super) async fn any(server: &Emulator) -> AnyGraph {
    AnyGraph::builder("Goods")
        .url(server.url())
        .restpp_url(server.restpp_url())
        .credentials(tg_runtime::auth::Credentials::Secret(server.secret().into()))
        .connect()
        .await
        .unwrap()
}

pub(super) fn rows(text: &'static str) -> CsvSource {
    CsvSource::reader(Cursor::new(text))
}

in_all_versions! {
    async fn types_can_be_known_by_name(server) {
        let graph = connect(&server).await;
        let source = || rows("id,weight,depot\nP-1,2.5,1\n,1,1\nP-2,3,2\n");
        type Row = (String, f64, String);
        let any = any(&server).await;
        let load = |source| any.load(source, |(id, weight, depot): Row, out| {
            out.named_vertex("Package", &id, |out| out.change("weight_kg", &weight, None))?;
            out.named_edge("StoredAt", ("Package", &id), ("Depot", &depot), |out| {
                out.change("since", &DateTime::MIN, None);
            })
        });
        assert_eq!(sums(&load(source()).dry_run().await.unwrap()), [0, 1, 0, 2]);
        let account = load(source()).await.unwrap();
        assert_eq!(sums(&account), [2, 1, 0, 0]);
        let reason = "line 3: Package: the id is empty, which the server refuses";
        assert_eq!(reasons(&account), [reason]);
        assert_eq!(graph.packages.get("P-1").await.unwrap().unwrap().weight_kg, 2.5);
        assert_eq!(graph.stored_at.of("P-2").await.unwrap().len(), 1);
    }
}

//! Failures of a server, by name.

use tg_emulator::{Fault, Path};
use tg_runtime::prelude::*;

use crate::goods::{self, in_all_versions};

in_all_versions! {
    async fn a_code_decides_the_kind_and_the_repetition(server) {
        let graph = goods::connect(&server).await;
        let cases = [
            (Fault::query_timeout(), "REST-3002", ErrorKind::ServerTimedOut, true),
            (Fault::response_too_large(), "REST-4000", ErrorKind::TooLarge, false),
            (Fault::query_disabled("Goods", "q"), "REST-1005", ErrorKind::Unavailable, true),
            (Fault::error("REST-12003", "disk"), "REST-12003", ErrorKind::Server, false),
            (Fault::error("SYS-0002", "memory"), "SYS-0002", ErrorKind::Unavailable, true),
        ];
        for (fault, code, kind, retryable) in cases {
            let rule = server.on(Path::has("/vertices/")).then(fault);
            let error = graph.depots.count().await.unwrap_err();
            assert_eq!((error.code(), error.kind()), (Some(code), kind), "{error}");
            assert_eq!(error.is_retryable(), retryable, "{error}");
            rule.remove();
        }
    }

    async fn a_query_that_is_installed_meanwhile_is_waited_for(server) {
        let graph = goods::connect(&server).await;
        let disabled = Fault::query_disabled("Goods", "q");
        let rule = server.on(Path::has("/vertices/")).times(2).then(disabled);
        assert_eq!(graph.depots.count().await.unwrap(), 0);
        assert_eq!(rule.hits(), 2);
    }

    async fn odd_answers_are_understood(server) {
        let graph = goods::connect(&server).await;
        for fault in [Fault::TextFlag, Fault::RawControls] {
            let rule = server.on(Path::has("/vertices/")).then(fault);
            assert_eq!(graph.depots.count().await.unwrap(), 0);
            assert!(rule.hits() > 0);
            rule.remove();
        }
        let rule = server.on(Path::has("/vertices/")).times(1).then(Fault::NoToken);
        assert_eq!(graph.depots.count().await.unwrap(), 0);
        assert_eq!(rule.hits(), 1);
    }
}

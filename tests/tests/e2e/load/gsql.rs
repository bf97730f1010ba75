//! GSQL text: results per statement, files, and scripts that the server runs in the background.

use std::io::Write as _;

use tg_emulator::Generation as Served;
use tg_runtime::prelude::*;
use tg_runtime::{ErrorKind, operation::WorkState};

use crate::goods::{connect, in_all_versions};

in_all_versions! {
    async fn each_statement_has_its_own_result(server) {
        let graph = connect(&server).await;
        let script =
            "USE GRAPH Goods\nDROP JOB none\nCREATE QUERY q() FOR GRAPH Goods { PRINT 1; }";
        let output = graph.gsql(script).output().await.unwrap();
        assert!(!output.is_success(), "{output:?}");
        let failures: Vec<_> = output.failures().map(ToString::to_string).collect();
        assert_eq!(failures.len(), 1, "{output:?}");
        assert!(failures[0].contains("none"), "{failures:?}");
        assert!(output.findings().iter().any(|it| !it.is_failure && it.text.contains("[q]")));
        let error = output.require_success().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Gsql, "{error}");
        assert_eq!(graph.gsql(script).await.unwrap_err().kind(), ErrorKind::Gsql);
    }

    async fn texts_of_the_user_are_not_failures(server) {
        let graph = connect(&server).await;
        let query = "CREATE QUERY q() FOR GRAPH Goods {\n\
            # Semantic Check Fails is what the server would say\n\
            PRINT \"already exists\", \"SEMANTIC ERROR\";\n}";
        graph.gsql(format!("USE GRAPH Goods\n{query}")).await.unwrap();
        let output = graph.gsql("USE GRAPH Goods\nSHOW QUERY q").await.unwrap();
        assert!(output.contains("already exists"), "{output}");
        let error = graph.gsql("USE GRAPH Nowhere\nSHOW QUERY q").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Gsql, "{error}");
        let listed = graph.gsql("USE GRAPH Goods ls").output().await.unwrap();
        listed.require_success().unwrap();
    }

    async fn a_file_is_a_script(server) {
        let graph = connect(&server).await;
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(
            b"USE GRAPH Goods\n// a comment\nCREATE QUERY q() FOR GRAPH Goods { PRINT 1; }\n",
        )
        .unwrap();
        let printed = graph.admin().gsql_file(file.path()).await.unwrap();
        assert!(printed.contains("Successfully created queries: [q]"), "{printed}");
        let error = graph.admin().gsql_file("/nowhere/x.gsql").output().await.unwrap_err();
        assert!(error.message().contains("/nowhere/x.gsql"), "{error}");
    }

    async fn a_script_can_be_read_before_it_is_sent(server) {
        let graph = connect(&server).await;
        let script = "USE GRAPH Goods\nDROP QUERY ALL\nCREATE VERTEX X (PRIMARY_ID";
        server.forget_requests();
        let error = graph.gsql(script).checked().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Gsql, "{error}");
        assert!(error.message().starts_with("line 3 of the script: "), "{error}");
        assert_eq!(server.requests().iter().count(), 0);
        graph.gsql("USE GRAPH Goods\nls").checked().await.unwrap();
    }

    async fn a_script_runs_by_itself(server) {
        let graph = connect(&server).await;
        let submitted = graph.gsql("USE GRAPH Goods\nDROP JOB none\nls").submit().await;
        if server.generation() == Served::V3 {
            assert_eq!(submitted.unwrap_err().kind(), ErrorKind::Unsupported);
            let kept = graph.admin().gsql_request("1");
            for outcome in
                [kept.status().await.map(drop), kept.cancel().await, kept.wait().await.map(drop)]
            {
                assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Unsupported);
            }
            return;
        }
        let request = submitted.unwrap();
        let output = request.wait().await.unwrap();
        assert_eq!(output.failures().count(), 1, "{output:?}");
        assert!(output.text().contains("Using graph 'Goods'"), "{output:?}");
        let found = graph.admin().gsql_request(request.id());
        assert_eq!(found.status().await.unwrap().state, WorkState::Finished);
        // The script has ended.
        assert!(found.cancel().await.is_err());
        let error = graph.admin().gsql_request("none").status().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownName, "{error}");
    }
}

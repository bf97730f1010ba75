//! Files of user-defined functions.

use tg_emulator::Generation as Served;
use tg_runtime::{ErrorKind, Graph as _, udf::UdfFile};

use crate::goods::{connect, in_all_versions};

const BANK: &str = "// one\nextern \"C\" void Twice(const char token[], uint32_t n) {\n}\n";

in_all_versions! {
    async fn files_come_back_as_they_were_sent(server) {
        let graph = connect(&server).await;
        let files = graph.admin().server().udf_files();
        files.put(UdfFile::TokenBank, BANK).await.unwrap();
        assert_eq!(files.get(UdfFile::TokenBank).await.unwrap(), BANK);
        let both = [
            (UdfFile::ExprFunctions, "// f\n".to_owned()),
            (UdfFile::ExprUtil, "// u\n".to_owned()),
        ];
        graph.admin().server().udf_files().put_all(both).await.unwrap();
        let all = files.get_all().await.unwrap();
        assert_eq!(all.len(), 3, "{all:?}");
        assert_eq!(
            (all[&UdfFile::ExprUtil].as_str(), all[&UdfFile::TokenBank].as_str()),
            ("// u\n", BANK)
        );
        assert!(!files.get(UdfFile::BuiltinExprFunctions).await.unwrap().is_empty());
        let error = files.put(UdfFile::BuiltinExprUtil, "x").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        let too_large = " ".repeat(5_000_000);
        let error = files.put(UdfFile::ExprUtil, too_large).await.unwrap_err();
        assert!(error.message().contains("bytes"), "{error}");
        let functions = files.token_functions::<serde_json::Value>().await;
        match server.generation() {
            Served::V3 => assert_eq!(functions.unwrap_err().kind(), ErrorKind::Unsupported),
            _ => assert_eq!(functions.unwrap()[0]["name"], "Twice"),
        }
    }

    async fn files_of_the_servers_machine_are_not_touched(server) {
        let graph = connect(&server).await;
        for statement in
            ["PUT ExprFunctions FROM \"/tmp/f.hpp\"", "GET TokenBank TO \"/tmp/f.hpp\""]
        {
            let error = graph.gsql(statement).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Gsql);
            assert!(error.message().contains("files of its machine"), "{error}");
        }
    }
}

//! The files of functions written in C++. They are stored; nothing compiles them.

use std::collections::BTreeMap;

/// The names of the files that can be written; those of the second list are read-only.
const WRITABLE: [&str; 3] = ["ExprFunctions", "ExprUtil", "TokenBank"];
const READ_ONLY: [&str; 2] = ["tg_ExprFunctions", "tg_ExprUtil"];

/// The texts of two files until they are written. The names of the functions of the ML Workbench
/// are in them, because the official client looks for them before it creates queries that call
/// `stringify`.
const EXPR_FUNCTIONS: &str = "\
// ExprFunctions: no function has been added.
// Of the ML Workbench, queries can call stringify. Those that send data to Kafka do not exist:
// init_kafka_producer, write_to_kafka, close_kafka_producer.
";
const EXPR_UTIL: &str = "\
// ExprUtil: no function has been added.
// Of the ML Workbench, class KafkaProducer does not exist.
";

/// The texts that users have written, by file name.
#[derive(Debug, Default, Clone)]
pub(crate) struct FunctionFiles(BTreeMap<String, String>);

impl FunctionFiles {
    /// Returns the names of the files that users can write.
    pub(crate) fn names() -> &'static [&'static str] {
        &WRITABLE
    }

    /// Returns a file's text, or `None` if the server has no such file.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let known = WRITABLE.contains(&name) || READ_ONLY.contains(&name);
        let fresh = || match name {
            "ExprFunctions" => EXPR_FUNCTIONS.to_owned(),
            "ExprUtil" => EXPR_UTIL.to_owned(),
            _ => format!("// {name}: no function has been added.\n"),
        };
        known.then(|| self.0.get(name).cloned().unwrap_or_else(fresh))
    }

    /// Writes a file; returns `false` if it is not one that can be written.
    pub(crate) fn put(&mut self, name: &str, text: String) -> bool {
        let writable = WRITABLE.contains(&name);
        if writable {
            self.0.insert(name.to_owned(), text);
        }
        writable
    }
}

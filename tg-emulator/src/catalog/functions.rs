//! The files of functions written in C++. They are kept; nothing compiles them.

use std::collections::BTreeMap;

/// The files that can be written, and those that can only be read.
const WRITABLE: [&str; 3] = ["ExprFunctions", "ExprUtil", "TokenBank"];
const READ_ONLY: [&str; 2] = ["tg_ExprFunctions", "tg_ExprUtil"];

/// By name, as far as somebody has written them.
#[derive(Debug, Default, Clone)]
pub(crate) struct FunctionFiles(BTreeMap<String, String>);

impl FunctionFiles {
    /// The names of the files that users write.
    pub(crate) fn names() -> &'static [&'static str] {
        &WRITABLE
    }

    /// A file's text; nothing if the server has no such file.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let known = WRITABLE.contains(&name) || READ_ONLY.contains(&name);
        let fresh = || format!("// {name}: no function has been added.\n");
        known.then(|| self.0.get(name).cloned().unwrap_or_else(fresh))
    }

    /// Writes a file; whether it is one that can be written.
    pub(crate) fn put(&mut self, name: &str, text: String) -> bool {
        let writable = WRITABLE.contains(&name);
        if writable {
            self.0.insert(name.to_owned(), text);
        }
        writable
    }
}

//! The files of functions written in C++. They are stored; nothing compiles them.

use std::collections::BTreeMap;

/// The names of the files that can be written; those of the second list are read-only.
const WRITABLE: [&str; 3] = ["ExprFunctions", "ExprUtil", "TokenBank"];
const READ_ONLY: [&str; 2] = ["tg_ExprFunctions", "tg_ExprUtil"];

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
        let fresh = || format!("// {name}: no function has been added.\n");
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

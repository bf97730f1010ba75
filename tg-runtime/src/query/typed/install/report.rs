//! The result of an installation of the queries of a program.

use std::fmt;

/// The result of [`InstallChanged`](super::InstallChanged): the names of queries. Its `Display` has
/// a line for each list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct InstallReport {
    /// Those that did not exist.
    pub created: Vec<String>,
    /// Those that had another text, were drafts, or call one that was created or replaced.
    pub replaced: Vec<String>,
    /// Those that were installed, also without being created or replaced; and other queries of the
    /// graph that call a replaced one.
    pub installed: Vec<String>,
    /// Those that were not touched.
    pub unchanged: Vec<String>,
    /// Other queries of the graph that call a replaced one, and do not compile with it.
    pub invalid_callers: Vec<String>,
}

impl InstallReport {
    /// Returns `true` if nothing was done.
    pub fn is_unchanged(&self) -> bool {
        self.created.is_empty() && self.replaced.is_empty() && self.installed.is_empty()
    }

    fn lists(&self) -> impl Iterator<Item = (&'static str, String)> {
        let lists = [
            ("created", &self.created),
            ("replaced", &self.replaced),
            ("installed", &self.installed),
            ("unchanged", &self.unchanged),
            ("no longer valid", &self.invalid_callers),
        ];
        lists.into_iter().filter(|(_, names)| !names.is_empty()).map(|(head, names)| {
            let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
            (head, names.join(", "))
        })
    }

    /// Returns the sentences for an error.
    pub(super) fn sentences(&self) -> String {
        let lists: Vec<_> = self.lists().map(|(head, names)| format!("{head}: {names}")).collect();
        if lists.is_empty() { "nothing was changed".to_owned() } else { lists.join("; ") }
    }
}

impl fmt::Display for InstallReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (head, names) in self.lists() {
            writeln!(f, "{head}: {names}")?;
        }
        Ok(())
    }
}

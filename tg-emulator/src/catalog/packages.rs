//! Packages, which contain queries and other packages.

use std::collections::BTreeSet;

/// The packages of the server itself.
pub(crate) const BUILT_IN: [&str; 2] = ["GDBMS_ALGO", "GDS"];

/// The packages that users have created, by their dotted names.
#[derive(Debug, Default, Clone)]
pub(crate) struct Packages(BTreeSet<String>);

impl Packages {
    /// Returns the names in the order of the alphabet.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.iter().map(String::as_str)
    }

    /// Returns `true` if there is such a package, or it is one of the server or in one of them.
    pub(crate) fn has(&self, name: &str) -> bool {
        let root = name.split('.').next().unwrap_or_default();
        self.0.contains(name) || BUILT_IN.iter().any(|known| root.eq_ignore_ascii_case(known))
    }

    /// Creates a package.
    ///
    /// # Errors
    ///
    /// If there is such a package, or if the one that would contain it does not exist.
    pub(crate) fn create(&mut self, name: &str) -> Result<(), String> {
        if self.has(name) {
            return Err(format!("The package {name} already exists."));
        }
        if let Some((outer, _)) = name.rsplit_once('.')
            && !self.has(outer)
        {
            return Err(to_be_created(outer));
        }
        self.0.insert(name.to_owned());
        Ok(())
    }

    /// Drops a package.
    ///
    /// # Errors
    ///
    /// If users have not created such a package, or if it contains another one or queries with
    /// these names.
    pub(crate) fn drop(&mut self, name: &str, queries: &[&str]) -> Result<(), String> {
        if !self.0.contains(name) {
            return Err(missing(name));
        }
        let is_within =
            |other: &&str| other.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
        let within: Vec<_> =
            self.names().chain(queries.iter().copied()).filter(is_within).collect();
        if !within.is_empty() {
            let within = within.join(", ");
            return Err(format!("The package {name} contains [{within}]; drop them first."));
        }
        self.0.remove(name);
        Ok(())
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

/// Returns the message about a package that does not exist.
pub(crate) fn missing(name: &str) -> String {
    format!("The package {name} does not exist.")
}

/// Returns the message about a package that does not exist and is to contain something.
pub(crate) fn to_be_created(name: &str) -> String {
    format!("{} Use CREATE PACKAGE {name} first.", missing(name))
}

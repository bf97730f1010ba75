//! Statements about packages.

use std::collections::BTreeSet;

use tg_gsql::name::is_identifier;

use super::pattern::Pattern;
use super::session::Session;
use crate::catalog::{BUILT_IN_PACKAGES as BUILT_IN, missing_package};
use crate::config::Version;

impl Session<'_> {
    /// `CREATE PACKAGE a.b`
    pub(super) fn create_package(&mut self, name: &str) {
        if !self.has_packages() {
            return;
        }
        if !name.split('.').all(is_identifier) {
            return self.output.semantic_error(format!("\"{name}\" is not a valid name."));
        }
        let created = self.state.stored().packages.create(name);
        match created {
            Ok(()) => self.output.line(format!("Successfully created packages: [{name}].")),
            Err(reason) => self.output.semantic_error(reason),
        }
    }

    /// `DROP PACKAGE a.b`
    pub(super) fn drop_package(&mut self, name: &str) {
        if !self.has_packages() {
            return;
        }
        let mut stored = self.state.stored();
        let queries: Vec<_> = stored.queries.all().map(|query| query.name.clone()).collect();
        let queries: Vec<_> = queries.iter().map(String::as_str).collect();
        let dropped = stored.packages.drop(name, &queries);
        drop(stored);
        match dropped {
            Ok(()) => self.output.line(format!("Successfully dropped packages: [{name}].")),
            Err(reason) => self.output.semantic_error(reason),
        }
    }

    /// `IMPORT PACKAGE a`: the queries of a package are always called by their dotted names, so
    /// nothing is to be done.
    pub(super) fn import_package(&mut self, name: &str) {
        let is_known = self.state.stored().packages.has(name);
        match is_known {
            true => {
                let built_in = BUILT_IN.iter().find(|known| known.eq_ignore_ascii_case(name));
                let name = built_in.unwrap_or(&name);
                self.output.line(format!("Successfully imported package [{name}]."));
            }
            false => self.output.semantic_error(missing_package(name)),
        }
    }

    /// `SHOW PACKAGE [name]`: the packages, or the packages and queries in one, which the official
    /// client reads from the third line on.
    pub(super) fn show_package(&mut self, pattern: &Pattern) {
        let name = pattern.name();
        let within = name.map_or(String::new(), |name| format!("{name}."));
        let stored = self.state.stored();
        let graph = self.graph.as_deref();
        let queries = stored.queries.all().filter(|it| graph.is_none_or(|name| name == it.graph));
        let queries = queries.map(|query| &*query.name).filter(|name| name.contains('.'));
        let packages = BUILT_IN.into_iter().chain(stored.packages.names());
        let is_known = name.is_none_or(|name| packages.clone().any(|known| known == name));
        let rests = packages.chain(queries).filter_map(|it| it.strip_prefix(&within));
        let parts = rests.filter_map(|rest| rest.split('.').next());
        let found = parts.filter(|part| name.is_some() || pattern.matches(part));
        let found: BTreeSet<_> = found.map(ToOwned::to_owned).collect();
        drop(stored);
        match name {
            Some(name) if found.is_empty() && !is_known => {
                return self.output.semantic_error(missing_package(name));
            }
            Some(name) => {
                self.output.line(format!("Package \"{name}\":"));
                self.output.line("Packages and queries:");
            }
            None => self.output.line("Packages:"),
        }
        for name in found {
            self.output.line(format!("  - {name}"));
        }
    }

    /// Returns `true` if the version has packages; otherwise prints which one has them.
    fn has_packages(&mut self) -> bool {
        let version = self.state.config.version;
        if version < Version::V4_2 {
            self.output.semantic_error(format!("packages need 4.2, and this is {version}."));
        }
        version >= Version::V4_2
    }
}

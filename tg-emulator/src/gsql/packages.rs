//! Statements about packages.

use tg_gsql::name::is_identifier;

use super::pattern::Pattern;
use super::session::Session;
use crate::catalog::missing_package;
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
                let is_gds = name.eq_ignore_ascii_case("GDS");
                let name = if is_gds { "GDS" } else { name };
                self.output.line(format!("Successfully imported package [{name}]."));
            }
            false => self.output.semantic_error(missing_package(name)),
        }
    }

    /// Returns the lines of `SHOW PACKAGE`: a package by its name is shown with its queries.
    pub(super) fn package_lines(&mut self, pattern: &Pattern) -> Vec<String> {
        if !self.has_packages() {
            return Vec::new();
        }
        let stored = self.state.stored();
        let names = stored.packages.names().filter(|name| pattern.matches(name));
        let mut lines: Vec<_> = names.map(str::to_owned).collect();
        let Some(name) = pattern.name() else { return lines };
        if lines.is_empty() {
            drop(stored);
            self.output.semantic_error(missing_package(name));
            return lines;
        }
        let queries = stored.queries.all().filter(|query| {
            query.name.rsplit_once('.').is_some_and(|(package, _)| package == name)
        });
        lines.extend(queries.map(|it| format!("{}({})", it.name, it.parameter_text)));
        lines
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

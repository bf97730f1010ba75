//! Paths of generated items, of the standard library and of the runtime, and visibilities.

use super::Form;
use super::item::Writer;
use super::names::TypeName;

impl Writer<'_> {
    /// Returns the path of a type from a module.
    pub(super) fn path(&self, to: &TypeName, from: Option<usize>) -> String {
        let identifier = &to.identifier;
        match (from, to.module) {
            (from, to) if from == to => identifier.clone(),
            (None, None) => identifier.clone(),
            (None, Some(module)) => format!("{}::{identifier}", self.names.modules[module]),
            (Some(_), None) => format!("super::{identifier}"),
            (Some(_), Some(module)) => {
                format!("super::{}::{identifier}", self.names.modules[module])
            }
        }
    }

    /// Returns the vertex type that a type of the graph, or a global one, means by this name.
    pub(super) fn vertex_path(
        &self,
        graph: Option<&str>,
        name: &str,
        from: Option<usize>,
    ) -> String {
        let vertices = &self.catalog.vertices;
        let of = |owner: Option<&str>| {
            vertices.iter().position(|it| it.name == name && it.local_to.as_deref() == owner)
        };
        match of(graph).or_else(|| of(None)) {
            Some(at) => self.path(&self.names.vertices[at], from),
            // A checked schema has every type that it mentions.
            None => name.to_owned(),
        }
    }

    /// Returns the visibility of items and fields; those of a module are as visible as those
    /// outside.
    pub(super) fn visibility(&self, module: Option<usize>) -> String {
        match (module, self.options.visibility) {
            (Some(_), "" | "pub(self)") => "pub(super)".to_owned(),
            (Some(_), "pub(super)") => "pub(in super::super)".to_owned(),
            (_, other) => other.to_owned(),
        }
    }

    /// Returns the path of an item of the standard library.
    pub(super) fn std(&self, path: &str) -> String {
        match self.options.form {
            Form::File { .. } => path.rsplit("::").next().unwrap_or(path).to_owned(),
            Form::Items { .. } => format!("::std::{path}"),
        }
    }

    pub(super) fn std_derive(&self, derive: &str) -> String {
        self.std(&match derive {
            "Debug" => "fmt::Debug".to_owned(),
            "Clone" => "clone::Clone".to_owned(),
            "Hash" => "hash::Hash".to_owned(),
            _ => format!("cmp::{derive}"),
        })
    }

    /// Returns the path of an item of the runtime.
    pub(super) fn runtime(&self, name: &str) -> String {
        match self.options.form {
            Form::File { .. } => name.to_owned(),
            Form::Items { runtime } => format!("{runtime}::{name}"),
        }
    }
}

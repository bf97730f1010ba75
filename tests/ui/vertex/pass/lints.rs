//! No lint fires in generated code.

#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications, missing_debug_implementations)]
#![deny(missing_copy_implementations, non_ascii_idents, single_use_lifetimes, trivial_casts)]
#![deny(trivial_numeric_casts, unused_lifetimes, unused_results, rust_2018_idioms, let_underscore_drop)]
#![deny(elided_lifetimes_in_paths, explicit_outlives_requirements, redundant_lifetimes)]
#![forbid(unsafe_code)]

use tg_runtime::{tigergraph, Attribute, AttributeGroup, DateTime, Edge, Tuple, Vertex, Vertices, View};

/// A group.
#[derive(Debug, Clone, AttributeGroup)]
pub struct Audit {
    /// The author.
    pub author: String,
}

/// A vertex.
#[derive(Debug, Clone, Vertex)]
pub struct Package {
    /// The id.
    #[tg(primary_id)]
    pub id: String,
    /// A deprecated field.
    #[deprecated]
    pub old: i64,
    /// A group.
    #[tg(flatten)]
    pub audit: Audit,
    state: State,
    code: Code,
    size: Size,
}

/// A vertex that is only written.
#[derive(Debug, Vertex)]
pub struct Borrowed<'a> {
    /// The id.
    #[tg(primary_id)]
    pub id: &'a str,
}

/// A state.
#[derive(Debug, Clone, Copy, Attribute)]
pub enum State {
    /// Open.
    Open,
}

/// A level.
#[derive(Debug, Clone, Copy, Attribute)]
#[tg(stored_as = "INT")]
pub enum Level {
    /// Low.
    Low = 1,
}

/// A code.
#[derive(Debug, Clone, Attribute)]
pub struct Code(String);

/// A size.
#[derive(Debug, Clone, Copy, Tuple)]
pub struct Size {
    width: i64,
}

/// An edge.
#[derive(Debug, Clone, Copy, Edge)]
#[tg(from = Package, to = Package, reverse = "lies_under")]
pub struct LiesOn {
    /// The first day.
    pub since: DateTime,
    #[tg(discriminator)]
    slot: i64,
}

/// A view.
#[derive(Debug, Clone, View)]
#[tg(of = Package)]
pub struct Summary {
    /// The id.
    #[tg(primary_id)]
    pub id: String,
    /// The state.
    pub state: State,
}

/// A type with the names that another language gave it.
#[allow(non_camel_case_types, non_snake_case)]
#[derive(Debug, Clone, Vertex)]
pub struct legacy_package {
    /// The id.
    #[tg(primary_id)]
    pub packageId: String,
    /// The weight.
    #[deprecated]
    pub weightKg: f64,
}

/// A state with a deprecated variant.
#[derive(Debug, Clone, Copy, Attribute)]
pub enum Phase {
    /// New.
    New,
    /// Old.
    #[deprecated]
    Old,
}

/// A graph with a deprecated handle.
#[allow(non_snake_case)]
#[tigergraph(graph = "Legacy", auth = "none")]
pub struct Legacy {
    /// Packages.
    #[deprecated]
    pub legacyPackages: Vertices<legacy_package>,
}

pub(crate) mod private {
    use super::*;

    #[derive(Debug, Vertex)]
    pub(crate) struct Hidden {
        #[tg(primary_id)]
        id: String,
        secret: Secret,
    }

    #[derive(Debug, Attribute)]
    struct Secret(i64);

    pub(crate) fn used() -> Hidden {
        Hidden { id: String::new(), secret: Secret(1) }
    }
}

fn main() {
    drop(private::used());
}

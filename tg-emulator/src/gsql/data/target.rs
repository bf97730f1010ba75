//! The types that a data statement is about.

use tg_gsql::syntax::Name;
use tg_gsql::syntax::ast::query::DataTarget;

use crate::gsql::Rejection;
use crate::gsql::session::Session;
use crate::store::{EdgeView, GraphShape, Schema, VertexTypeId};

/// The types that a statement names; `None` for any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Vertices(Option<VertexTypeId>),
    Edges { from: Option<VertexTypeId>, edge: Option<EdgeView>, to: Option<VertexTypeId> },
}

impl Session<'_> {
    /// Returns the working graph.
    pub(super) fn graph_of_data<'s>(
        &self,
        schema: &'s Schema,
    ) -> Result<&'s GraphShape, Rejection> {
        let name = self.graph.as_ref().ok_or(Rejection::NoGraph)?;
        let found = schema.graph(name);
        found.ok_or_else(|| format!("Graph '{name}' does not exist.").into())
    }
}

impl Target {
    pub(super) fn of(written: &DataTarget, graph: &GraphShape) -> Result<Self, String> {
        let vertex = |name: &Option<Name>| match name {
            None => Ok(None),
            Some(name) => {
                let found = graph.vertex(&name.value);
                found.map(Some).ok_or_else(|| no_vertex_type(&name.value))
            }
        };
        let first = vertex(&written.vertex)?;
        let Some(step) = &written.edge else { return Ok(Self::Vertices(first)) };
        let edge = match &step.edge {
            None => None,
            Some(name) => Some(
                graph
                    .edge(&name.value)
                    .ok_or_else(|| format!("The edge type {} does not exist.", name.value))?,
            ),
        };
        Ok(Self::Edges { from: first, edge, to: vertex(&step.to)? })
    }
}

fn no_vertex_type(name: &str) -> String {
    format!("The vertex type {name} does not exist.")
}

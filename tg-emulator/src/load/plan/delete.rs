//! Resolution of `DELETE VERTEX` and `DELETE EDGE`.

use tg_gsql::syntax::ast::{Deleted, EndType as EndTypeSyntax, LoadDelete};

use super::edge::{End, EndType};
use super::{Action, Planner, Step, unsupported};
use crate::load::error::LoadError;
use crate::load::expr::Expr;
use crate::load::statistics::ObjectKind;
use crate::load::value::Cell;
use crate::store::{Conditions, EdgeView, VertexTypeId};

/// A step that deletes the vertex of a line.
#[derive(Debug)]
pub(in crate::load) struct DeleteVertex {
    pub(in crate::load) ty: VertexTypeId,
    pub(in crate::load) key: Vec<Expr>,
}

/// A step that deletes the edges of a line.
#[derive(Debug)]
pub(in crate::load) struct DeleteEdges {
    /// `None` for edges of all types.
    pub(in crate::load) view: Option<EdgeView>,
    pub(in crate::load) from: End,
    /// `None` for all edges of the source.
    pub(in crate::load) to: Option<End>,
    pub(in crate::load) discriminator: Vec<Cell>,
}

impl Planner<'_> {
    pub(super) fn delete(&mut self, delete: &LoadDelete) -> Result<Step, LoadError> {
        let filter = delete.filter.as_ref().map(|it| self.condition(it)).transpose()?;
        let has_filter = filter.is_some();
        let (action, counter) = match &delete.deleted {
            Deleted::Vertex { name, id } => {
                let action = DeleteVertex { ty: self.vertex_type(name)?, key: self.key(id)? };
                let counter = self.add_counter(ObjectKind::DeletedVertex, &name.value, has_filter);
                (Action::DeleteVertex(action), counter)
            }
            Deleted::Edge { name: Some(name), from, to, discriminator } => {
                let view = self.edge_view(name)?;
                let (from, to) = self.ends(view, from, to.as_ref())?;
                let parts = discriminator.iter().map(|it| Ok(Cell::Single(self.expr(it)?)));
                let discriminator = parts.collect::<Result<_, LoadError>>()?;
                let action = DeleteEdges { view: Some(view), from, to, discriminator };
                let counter = self.add_counter(ObjectKind::DeletedEdge, &name.value, has_filter);
                (Action::DeleteEdges(action), counter)
            }
            Deleted::Edge { name: None, from, .. } => {
                let Some(EndTypeSyntax::Named(ty)) = &from.ty else {
                    return Err(unsupported("DELETE EDGE * without a vertex type after the id"));
                };
                let ty = EndType::Fixed(self.vertex_type(ty)?);
                let from = End { key: self.key(&from.expr)?, ty };
                let action = DeleteEdges { view: None, from, to: None, discriminator: Vec::new() };
                let counter = self.add_counter(ObjectKind::DeletedEdge, "*", has_filter);
                (Action::DeleteEdges(action), counter)
            }
            other => return Err(unsupported(format!("{other:?}"))),
        };
        Ok(Step { filter, counter: Some(counter), conditions: Conditions::default(), action })
    }
}

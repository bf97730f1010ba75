//! `DELETE VERTEX`, `DELETE EDGE`

use tg_gsql::syntax::ast::{Deleted, EndType as WrittenType, LoadDelete};

use super::edge::{End, EndType};
use super::{Action, Planner, Step, unsupported};
use crate::load::error::LoadError;
use crate::load::expr::Expr;
use crate::load::statistics::ObjectKind;
use crate::load::value::Cell;
use crate::store::{Conditions, EdgeView, VertexTypeId};

/// How a line names a vertex to delete.
#[derive(Debug)]
pub(in crate::load) struct DeleteVertex {
    pub(in crate::load) ty: VertexTypeId,
    pub(in crate::load) key: Vec<Expr>,
}

/// How a line names edges to delete.
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
        let filtered = filter.is_some();
        let (action, counted) = match &delete.deleted {
            Deleted::Vertex { name, id } => {
                let action = DeleteVertex { ty: self.vertex_type(name)?, key: self.key(id)? };
                let counted = self.counted(ObjectKind::DeletedVertex, &name.value, filtered);
                (Action::DeleteVertex(action), counted)
            }
            Deleted::Edge { name: Some(name), from, to, discriminator } => {
                let view = self.edge_view(name)?;
                let (from, to) = self.ends(view, from, to.as_ref())?;
                let parts = discriminator.iter().map(|it| Ok(Cell::One(self.expr(it)?)));
                let discriminator = parts.collect::<Result<_, LoadError>>()?;
                let action = DeleteEdges { view: Some(view), from, to, discriminator };
                let counted = self.counted(ObjectKind::DeletedEdge, &name.value, filtered);
                (Action::DeleteEdges(action), counted)
            }
            Deleted::Edge { name: None, from, .. } => {
                let Some(WrittenType::Named(ty)) = &from.ty else {
                    return Err(unsupported(
                        "DELETE EDGE * whose vertex type is not named behind the id",
                    ));
                };
                let ty = EndType::Known(self.vertex_type(ty)?);
                let from = End { key: self.key(&from.expr)?, ty };
                let action = DeleteEdges { view: None, from, to: None, discriminator: Vec::new() };
                let counted = self.counted(ObjectKind::DeletedEdge, "*", filtered);
                (Action::DeleteEdges(action), counted)
            }
            other => return Err(unsupported(format!("{other:?}"))),
        };
        Ok(Step { filter, counted: Some(counted), conditions: Conditions::default(), action })
    }
}

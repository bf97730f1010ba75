//! Resolution of `TO VERTEX` and `TO VECTOR ATTRIBUTE`.

use tg_gsql::syntax::Name;
use tg_gsql::syntax::ast::{LoadExpr, LoadValue};

use super::{Planner, ungrouped};
use crate::load::error::LoadError;
use crate::load::expr::Expr;
use crate::load::value::Cell;
use crate::store::{KeyShape, Op, VertexTypeId};

/// A step that converts a line to a vertex.
#[derive(Debug)]
pub(in crate::load) struct VertexStep {
    pub(in crate::load) ty: VertexTypeId,
    pub(in crate::load) key: Vec<Expr>,
    pub(in crate::load) attributes: Vec<Assignment>,
}

/// The assignment of a value to a column.
#[derive(Debug)]
pub(in crate::load) struct Assignment {
    pub(in crate::load) column: usize,
    pub(in crate::load) op: Op,
    pub(in crate::load) cell: Cell,
}

impl Planner<'_> {
    /// Resolves `TO VERTEX`. The values are those of the key, followed by the other attributes.
    pub(super) fn vertex(
        &mut self,
        name: &Name,
        values: &[LoadValue],
    ) -> Result<VertexStep, LoadError> {
        let ty = self.vertex_type(name)?;
        let shape = self.schema.vertex(ty);
        let (parts, is_part): (usize, Box<dyn Fn(usize) -> bool>) = match &shape.key {
            KeyShape::Id { .. } => (1, Box::new(|_| false)),
            KeyShape::Columns(columns) => {
                (columns.len(), Box::new(|at| columns.iter().any(|(part, _)| *part == at)))
            }
        };
        let (key, rest) = match values {
            // All parts of a composite key are in parentheses.
            [first, rest @ ..]
                if parts > 1
                    && matches!(&first.expr.value, LoadExpr::Group(it) if it.len() == parts) =>
            {
                (self.key(&first.expr)?, rest)
            }
            _ if values.len() < parts => {
                return Err(LoadError::Definition(format!(
                    "The vertex type '{}' needs {parts} values for its key.",
                    name.value
                )));
            }
            _ => {
                let (key, rest) = values.split_at(parts);
                (key.iter().map(|it| self.expr(&it.expr)).collect::<Result<_, _>>()?, rest)
            }
        };
        let columns = (0..shape.attributes).filter(|at| !is_part(*at));
        let mut attributes = Vec::new();
        for (column, value) in columns.zip(rest) {
            let ty = &shape.columns[column].ty;
            if let Some((op, cell)) = self.attribute(&value.expr, ty)? {
                attributes.push(Assignment { column, op, cell });
            }
        }
        Ok(VertexStep { ty, key, attributes })
    }

    /// Resolves `TO VECTOR ATTRIBUTE`. The values are the id and the vector.
    pub(super) fn vector(
        &mut self,
        attribute: &Name,
        vertex: &Name,
        values: &[LoadValue],
    ) -> Result<VertexStep, LoadError> {
        let ty = self.vertex_type(vertex)?;
        let shape = self.schema.vertex(ty);
        let vectors = shape.columns.iter().enumerate().skip(shape.attributes);
        let found = vectors.into_iter().find(|(_, column)| column.name == attribute.value);
        let (column, known) =
            found.ok_or_else(|| self.missing("the vector attribute", &attribute.value))?;
        let [id, vector] = values else {
            return Err(LoadError::Definition(format!(
                "The vector attribute '{}' needs an id and a vector.",
                attribute.value
            )));
        };
        let key = self.key(&id.expr)?;
        let value = self.attribute(&vector.expr, &known.ty)?;
        let attributes =
            value.into_iter().map(|(op, cell)| Assignment { column, op, cell }).collect();
        Ok(VertexStep { ty, key, attributes })
    }

    pub(super) fn vertex_type(&self, name: &Name) -> Result<VertexTypeId, LoadError> {
        let found = self.graph.vertex(&name.value);
        found.ok_or_else(|| self.missing("the vertex type", &name.value))
    }

    /// Resolves a key: several parts in parentheses, or a single value.
    pub(super) fn key(
        &mut self,
        expr: &tg_gsql::syntax::Spanned<LoadExpr>,
    ) -> Result<Vec<Expr>, LoadError> {
        match &ungrouped(expr).value {
            LoadExpr::Group(parts) => self.exprs(parts),
            _ => Ok(vec![self.expr(expr)?]),
        }
    }
}

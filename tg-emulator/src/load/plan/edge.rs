//! `TO EDGE`

use tg_gsql::syntax::Name;
use tg_gsql::syntax::ast::{EndType as WrittenType, LoadValue};

use super::vertex::Assignment;
use super::{Planner, unsupported};
use crate::load::error::LoadError;
use crate::load::expr::Expr;
use crate::load::value::Cell;
use crate::store::{EdgeView, Op, VertexTypeId};

/// How a line becomes an edge.
#[derive(Debug)]
pub(in crate::load) struct EdgeStep {
    pub(in crate::load) view: EdgeView,
    pub(in crate::load) from: End,
    pub(in crate::load) to: End,
    pub(in crate::load) discriminator: Vec<Cell>,
    pub(in crate::load) attributes: Vec<Assignment>,
}

/// How a line names an edge's end.
#[derive(Debug)]
pub(in crate::load) struct End {
    pub(in crate::load) key: Vec<Expr>,
    pub(in crate::load) ty: EndType,
}

#[derive(Debug)]
pub(in crate::load) enum EndType {
    Known(VertexTypeId),
    /// The line says.
    Column(Expr),
}

impl Planner<'_> {
    /// The values are the source, the target, the parts of the discriminator, the attributes.
    pub(super) fn edge(
        &mut self,
        name: &Name,
        values: &[LoadValue],
    ) -> Result<EdgeStep, LoadError> {
        let view = self.edge_view(name)?;
        let shape = self.schema.edge(view.ty);
        let [from, to, rest @ ..] = values else {
            return Err(LoadError::Definition(format!(
                "The edge type '{}' needs the ids of its ends.",
                name.value
            )));
        };
        let (from, to) = self.ends(view, from, Some(to))?;
        let to = to.ok_or_else(|| unsupported("an edge without a target"))?;
        if rest.len() < shape.discriminators {
            return Err(LoadError::Definition(format!(
                "The edge type '{}' needs {} values for its discriminator.",
                name.value, shape.discriminators
            )));
        }
        let (parts, rest) = rest.split_at(shape.discriminators);
        let discriminator = parts.iter().map(|part| Ok(Cell::One(self.expr(&part.expr)?)));
        let discriminator = discriminator.collect::<Result<_, LoadError>>()?;
        let mut attributes = Vec::new();
        for (column, value) in (shape.discriminators..shape.columns.len()).zip(rest) {
            let value = self.attribute(&value.expr, &shape.columns[column].ty)?;
            let assigned = |(op, cell): (Op, Cell)| Assignment { column, op, cell };
            attributes.extend(value.map(assigned));
        }
        Ok(EdgeStep { view, from, to, discriminator, attributes })
    }

    pub(super) fn edge_view(&self, name: &Name) -> Result<EdgeView, LoadError> {
        let found = self.graph.edge(&name.value);
        found.ok_or_else(|| self.missing("the edge type", &name.value))
    }

    /// The ends, their types found by elimination where the job does not name them.
    pub(super) fn ends(
        &mut self,
        view: EdgeView,
        from: &LoadValue,
        to: Option<&LoadValue>,
    ) -> Result<(End, Option<End>), LoadError> {
        let shape = self.schema.edge(view.ty);
        let mut pairs: Vec<(VertexTypeId, VertexTypeId)> = shape
            .pairs()
            .iter()
            .map(|(from, to)| if view.reversed { (*to, *from) } else { (*from, *to) })
            .collect();
        let named =
            |planner: &Self, end: Option<&LoadValue>| match end.and_then(|it| it.ty.as_ref()) {
                Some(WrittenType::Named(name)) => planner.vertex_type(name).map(Some),
                _ => Ok(None),
            };
        let (first, second) = (named(self, Some(from))?, named(self, to)?);
        if !shape.directed && (first.is_some() || second.is_some()) {
            let turned: Vec<_> = pairs.iter().map(|(from, to)| (*to, *from)).collect();
            pairs.extend(turned);
        }
        pairs.retain(|(from, to)| {
            first.is_none_or(|ty| ty == *from) && second.is_none_or(|ty| ty == *to)
        });
        let from = self.end(from, pairs.iter().map(|(from, _)| *from), &shape.name)?;
        let to = match to {
            Some(to) => Some(self.end(to, pairs.iter().map(|(_, to)| *to), &shape.name)?),
            None => None,
        };
        Ok((from, to))
    }

    fn end(
        &mut self,
        end: &LoadValue,
        mut types: impl Iterator<Item = VertexTypeId>,
        edge: &str,
    ) -> Result<End, LoadError> {
        let key = self.key(&end.expr)?;
        if let Some(WrittenType::Column(column)) = &end.ty {
            let expr = tg_gsql::syntax::ast::LoadExpr::Column(column.value.clone());
            let column = tg_gsql::syntax::Spanned { value: expr, span: column.span };
            return Ok(End { key, ty: EndType::Column(self.expr(&column)?) });
        }
        match types.next() {
            Some(first) if types.all(|ty| ty == first) => {
                Ok(End { key, ty: EndType::Known(first) })
            }
            Some(_) => Err(LoadError::Definition(format!(
                "An end of the edge type '{edge}' may be of several vertex types; the job must \
                 name one behind the value."
            ))),
            None => Err(LoadError::Definition(format!(
                "The edge type '{edge}' does not join the vertex types that the job names."
            ))),
        }
    }
}

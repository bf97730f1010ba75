//! Resolution of `TO EDGE`.

use tg_gsql::syntax::Name;
use tg_gsql::syntax::ast::{EndType as EndTypeSyntax, LoadValue};

use super::vertex::Assignment;
use super::{Planner, unsupported};
use crate::load::error::LoadError;
use crate::load::expr::Expr;
use crate::load::value::Cell;
use crate::store::{EdgeView, Op, VertexTypeId};

/// A step that converts a line to an edge.
#[derive(Debug)]
pub(in crate::load) struct EdgeStep {
    pub(in crate::load) view: EdgeView,
    pub(in crate::load) from: End,
    pub(in crate::load) to: End,
    pub(in crate::load) discriminator: Vec<Cell>,
    pub(in crate::load) attributes: Vec<Assignment>,
}

/// The expressions for an end of an edge.
#[derive(Debug)]
pub(in crate::load) struct End {
    pub(in crate::load) key: Vec<Expr>,
    pub(in crate::load) ty: EndType,
}

#[derive(Debug)]
pub(in crate::load) enum EndType {
    Fixed(VertexTypeId),
    /// The name of the type is in a column.
    Column(Expr),
}

impl Planner<'_> {
    /// Resolves `TO EDGE`. The values are the source, the target, the parts of the discriminator
    /// and the attributes.
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
        let discriminator = parts.iter().map(|part| Ok(Cell::Single(self.expr(&part.expr)?)));
        let discriminator = discriminator.collect::<Result<_, LoadError>>()?;
        let mut attributes = Vec::new();
        for (column, value) in (shape.discriminators..shape.columns.len()).zip(rest) {
            let value = self.attribute(&value.expr, &shape.columns[column].ty)?;
            let assignment = |(op, cell): (Op, Cell)| Assignment { column, op, cell };
            attributes.extend(value.map(assignment));
        }
        Ok(EdgeStep { view, from, to, discriminator, attributes })
    }

    pub(super) fn edge_view(&self, name: &Name) -> Result<EdgeView, LoadError> {
        let found = self.graph.edge(&name.value);
        found.ok_or_else(|| self.missing("the edge type", &name.value))
    }

    /// Resolves both ends. A type that the job does not name is inferred from the edge type.
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
        let named_type =
            |planner: &Self, end: Option<&LoadValue>| match end.and_then(|it| it.ty.as_ref()) {
                Some(EndTypeSyntax::Named(name)) => planner.vertex_type(name).map(Some),
                _ => Ok(None),
            };
        let (first, second) = (named_type(self, Some(from))?, named_type(self, to)?);
        if !shape.directed && (first.is_some() || second.is_some()) {
            let swapped: Vec<_> = pairs.iter().map(|(from, to)| (*to, *from)).collect();
            pairs.extend(swapped);
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
        if let Some(EndTypeSyntax::Column(column)) = &end.ty {
            let expr = tg_gsql::syntax::ast::LoadExpr::Column(column.value.clone());
            let column = tg_gsql::syntax::Spanned { value: expr, span: column.span };
            return Ok(End { key, ty: EndType::Column(self.expr(&column)?) });
        }
        match types.next() {
            Some(first) if types.all(|ty| ty == first) => {
                Ok(End { key, ty: EndType::Fixed(first) })
            }
            Some(_) => Err(LoadError::Definition(format!(
                "An end of the edge type '{edge}' can be of several vertex types; name one after \
                 the value."
            ))),
            None => Err(LoadError::Definition(format!(
                "The edge type '{edge}' does not connect the vertex types that the job names."
            ))),
        }
    }
}

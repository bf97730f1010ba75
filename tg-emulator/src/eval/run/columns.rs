//! Statements and conditions about many vertices at once.

use super::Machine;
use crate::eval::Value;
use crate::eval::plan::{Node, Place, Read, Slot, Stmt, Target};
use crate::eval::stop::Stop;
use crate::eval::value::{Column, Plain};
use crate::store::VertexRef;

/// The number of vertices whose values are computed together: they fit into the fastest memory.
pub(super) const CHUNK: usize = 256;

impl<'a> Machine<'a> {
    /// Runs statements for vertices of an alias, each statement for all of them before the next
    /// one.
    pub(super) fn by_columns(
        &mut self,
        slot: Slot,
        statements: &'a [Stmt],
        vertices: &[VertexRef],
    ) -> Result<(), Stop> {
        for statement in statements {
            self.budget().work(vertices.len())?;
            if let Stmt::Assign { target: Target::Accum(place), set, value } = statement
                && let Some(column) = self.values_at(slot, value, vertices)
            {
                self.assign_column(slot, place, *set, &column, vertices)?;
                continue;
            }
            for vertex in vertices {
                self.frame[slot] = Value::Vertex(Some(*vertex));
                self.dml(std::slice::from_ref(statement))?;
            }
        }
        Ok(())
    }

    /// Adds or assigns values to accumulators of vertices of an alias, or to a global one.
    fn assign_column(
        &mut self,
        slot: Slot,
        place: &'a Place,
        set: bool,
        column: &Column,
        vertices: &[VertexRef],
    ) -> Result<(), Stop> {
        match place {
            Place::Item { vertex: Some(number), .. } => {
                if let Some(accum) = &mut self.vertex_accums[*number] {
                    return Ok(accum.assign_all(vertices, self.cx.budget, set, column)?);
                }
            }
            Place::Global(number, _) if !set => {
                if let Some(global) = &mut self.globals[*number]
                    && global.accum.add_all(&global.ty, column)
                {
                    return Ok(());
                }
            }
            _ => {}
        }
        for (at, vertex) in vertices.iter().enumerate() {
            self.frame[slot] = Value::Vertex(Some(*vertex));
            self.assign_accum(place, set, column.get(at).into())?;
        }
        Ok(())
    }

    /// Keeps the vertices that meet a condition.
    pub(super) fn retain(
        &mut self,
        slot: Slot,
        filter: Option<&'a (Node, tg_gsql::syntax::Span)>,
        vertices: &mut Vec<VertexRef>,
    ) -> Result<(), Stop> {
        let Some((condition, _)) = filter else { return Ok(()) };
        self.budget().work(vertices.len())?;
        if let Some(Column::Bools(met)) = self.values_at(slot, condition, vertices) {
            let mut met = met.into_iter();
            vertices.retain(|_| met.next().unwrap_or(false));
            return Ok(());
        }
        let mut kept = Vec::with_capacity(vertices.len());
        for vertex in vertices.drain(..) {
            self.frame[slot] = Value::Vertex(Some(vertex));
            if self.meets(filter)? {
                kept.push(vertex);
            }
        }
        *vertices = kept;
        Ok(())
    }

    /// Computes an expression at vertices of an alias. Returns `None` if a value is not plain, or
    /// cannot be computed.
    pub(super) fn values_at(
        &mut self,
        slot: Slot,
        node: &'a Node,
        vertices: &[VertexRef],
    ) -> Option<Column> {
        match node {
            Node::Plain(inner) => self.plain_values_at(slot, inner, vertices),
            Node::Constant(_) | Node::Once(..) => self.plain(node).map(Column::One),
            // Others can have effects, or cannot be computed with plain values.
            _ => None,
        }
    }

    fn plain_values_at(
        &mut self,
        slot: Slot,
        node: &'a Node,
        vertices: &[VertexRef],
    ) -> Option<Column> {
        match node {
            Node::Binary(op, operands) => {
                let a = self.plain_values_at(slot, &operands.0, vertices)?;
                let b = self.plain_values_at(slot, &operands.1, vertices)?;
                Column::apply(*op, &a, &b, vertices.len())
            }
            Node::Accum(Place::Item { of, vertex: Some(number), read, .. })
                if is_alias(of, slot) =>
            {
                let accum = self.vertex_accums[*number].as_ref()?;
                accum.column(vertices, *read == Read::Before)
            }
            Node::Degree(degree) if is_alias(&degree.of, slot) => {
                let degrees = vertices.iter().map(|at| self.degree_at(degree, *at));
                degrees.collect::<Option<_>>().map(Column::Ints)
            }
            Node::Function { function, arguments, .. }
                if !arguments.iter().any(|argument| is_alias(argument, slot)) =>
            {
                let argument = self.plain_values_at(slot, arguments.first()?, vertices)?;
                let of = |at| Plain::of(&function(&self.cx, &[argument.get(at).into()])?.ok()?);
                let values: Option<Vec<_>> = (0..vertices.len()).map(of).collect();
                Column::of(&values?)
            }
            Node::Constant(_) | Node::Once(..) => self.plain(node).map(Column::One),
            Node::Slot(of, _) if *of == slot => None,
            Node::Slot(..) => self.plain(node).map(Column::One),
            node => {
                let mut values: Vec<Plain> = Vec::with_capacity(vertices.len());
                for vertex in vertices {
                    self.frame[slot] = Value::Vertex(Some(*vertex));
                    values.push(self.plain(node)?);
                }
                Column::of(&values)
            }
        }
    }
}

/// Returns `true` if an expression is an alias.
fn is_alias(node: &Node, alias: Slot) -> bool {
    matches!(node, Node::Slot(slot, _) if *slot == alias)
}

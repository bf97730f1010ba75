//! PRINT statements.

use std::mem::size_of;
use std::rc::Rc;
use std::sync::Arc;

use tg_gsql::query::{expression_key, key};
use tg_gsql::syntax::Name;
use tg_gsql::syntax::ast::query::{Expr, ExprKind, Print, PrintItem};

use super::machine::Machine;
use super::stop::{Stop, semantic, unsupported};
use super::value::id_of;
use super::{Failure, PrintedValue, Value};
use crate::store::VertexRef;

/// An expression in the brackets after a vertex set, and its `AS`.
type Column<'i> = (&'i Expr, Option<&'i Name>);

/// The expressions to print for each vertex; `None` prints all its attributes.
type Columns<'i> = Option<Vec<Column<'i>>>;

impl Machine<'_> {
    pub(super) fn print(&mut self, print: &Print) -> Result<(), Stop> {
        let span = print.items.first().map(|item| item.value.span);
        if let (Some(span), true) = (span, print.csv.is_some()) {
            return Err(unsupported(self.text, span, "PRINT TO_CSV"));
        }
        let mut printed = Vec::new();
        for item in &print.items {
            let Some((set, vertices, columns)) = self.vertices_of(item) else {
                if item.projection.is_some() || print.with_vector {
                    let what = "a projection is allowed for vertex sets only";
                    return Err(semantic(self.text, item.value.span, what));
                }
                if print.condition.as_ref().map_or(Ok(true), |it| self.eval_bool(it))? {
                    let value = self.print_item(item)?;
                    self.budget.grow(value.bytes())?;
                    printed.push((key(self.text, item), value));
                }
                continue;
            };
            let mut members = Vec::new();
            for at in vertices.iter() {
                self.budget.step()?;
                if let Some(condition) = &print.condition
                    && !self.with_alias(set, *at, |machine| machine.eval_bool(condition))?
                {
                    continue;
                }
                let member = self.print_member(columns.as_deref(), set, *at, print.with_vector)?;
                self.budget.grow(member.bytes())?;
                members.push(member);
            }
            printed.push((key(self.text, item), PrintedValue::List(members)));
        }
        // If the condition of the statement is false, nothing is printed, not even an empty object.
        if !printed.is_empty() {
            let names: usize =
                printed.iter().map(|(name, _)| size_of::<String>() + name.len()).sum();
            self.budget.grow(size_of::<PrintedValue>() + names)?;
            self.results.push(PrintedValue::Object(printed));
        }
        Ok(())
    }

    /// Returns the name of the vertex set that an item prints, its vertices, and the expressions to
    /// print for each.
    fn vertices_of<'i>(
        &self,
        item: &'i PrintItem,
    ) -> Option<(&'i str, Arc<Vec<VertexRef>>, Columns<'i>)> {
        let (name, columns) = match &item.value.kind {
            ExprKind::Name(name) => {
                let columns = item.projection.as_ref();
                (name, columns.map(|all| all.iter().map(|(e, key)| (e, key.as_ref())).collect()))
            }
            // `S.@a` is short for `S[S.@a]`.
            ExprKind::Accumulator(of, _) => match &of.kind {
                ExprKind::Name(name) => (name, Some(vec![(&item.value, None)])),
                _ => return None,
            },
            _ => return None,
        };
        match self.lookup(name)? {
            Value::Vertices(vertices) => Some((name, vertices.clone(), columns)),
            _ => None,
        }
    }

    fn print_item(&self, item: &PrintItem) -> Result<PrintedValue, Stop> {
        let value = self.eval(&item.value)?;
        match value {
            Value::Vertices(vertices) => {
                let mut held = self.budget.hold();
                let all = vertices.iter().map(|at| {
                    self.budget.step()?;
                    let printed = self.print_vertex(*at, false);
                    held.grow(printed.bytes())?;
                    Ok(printed)
                });
                Ok(PrintedValue::List(all.collect::<Result<_, Failure>>()?))
            }
            value => Ok(value.to_printed(self.graphs)),
        }
    }

    /// Prints a vertex of a set: all its attributes, or the expressions in the brackets.
    fn print_member(
        &mut self,
        columns: Option<&[Column<'_>]>,
        set: &str,
        at: VertexRef,
        vectors: bool,
    ) -> Result<PrintedValue, Stop> {
        let Some(columns) = columns else {
            return Ok(self.print_vertex(at, vectors));
        };
        let mut attributes = Vec::new();
        for (expr, key) in columns {
            let value = self.with_alias(set, at, |machine| machine.eval(expr));
            match value {
                Ok(value) => {
                    attributes.push((self.column_name(*key, expr), value.to_printed(self.graphs)));
                }
                // Only some types of the set have the attribute.
                Err(Stop::Missing { .. }) => {}
                Err(stop) => return Err(stop),
            }
        }
        Ok(self.vertex_object(at, attributes))
    }

    /// Prints a vertex with all its attributes and all vertex accumulators.
    pub(super) fn print_vertex(&self, at: VertexRef, vectors: bool) -> PrintedValue {
        let shape = self.graphs.schema().vertex(at.ty);
        let mut attributes = Vec::new();
        if let Some(vertex) = self.graphs.vertex(at) {
            for (name, field) in shape.fields() {
                let value = PrintedValue::of_stored(&vertex.get(field), &shape.field_type(field));
                attributes.push((name.to_owned(), value));
            }
        }
        for (name, accum) in &self.locals {
            attributes.push((format!("@{name}"), accum.at(at).value().to_printed(self.graphs)));
        }
        let mut object = self.vertex_object(at, attributes);
        if let (true, Some(vertex), PrintedValue::Object(entries)) =
            (vectors, self.graphs.vertex(at), &mut object)
        {
            let columns = shape.columns.iter().zip(&vertex.values).skip(shape.attributes);
            let embeddings = columns.map(|(column, value)| {
                (column.name.clone(), PrintedValue::of_stored(value, &column.ty))
            });
            entries.push(("Embeddings".to_owned(), PrintedValue::Object(embeddings.collect())));
        }
        object
    }

    fn vertex_object(
        &self,
        at: VertexRef,
        attributes: Vec<(String, PrintedValue)>,
    ) -> PrintedValue {
        PrintedValue::Object(vec![
            ("v_id".to_owned(), PrintedValue::text(id_of(self.graphs, Some(at)))),
            ("v_type".to_owned(), PrintedValue::text(&self.graphs.schema().vertex(at.ty).name)),
            ("attributes".to_owned(), PrintedValue::Object(attributes)),
        ])
    }

    /// Runs a function with an alias for a vertex.
    pub(super) fn with_alias<T>(
        &mut self,
        name: &str,
        at: VertexRef,
        run: impl FnOnce(&mut Self) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        self.aliases.push((Rc::from(name), Value::Vertex(Some(at))));
        let result = run(self);
        self.aliases.pop();
        result
    }

    /// Returns the name after `AS`, or else the text of the expression without blanks.
    fn column_name(&self, key: Option<&Name>, expr: &Expr) -> String {
        match key {
            Some(name) => name.value.clone(),
            None => expression_key(self.text, expr),
        }
    }
}

//! PRINT: names, and what stands under them.

use std::rc::Rc;
use std::sync::Arc;

use tg_gsql::query::{expression_key, key};
use tg_gsql::syntax::Name;
use tg_gsql::syntax::ast::query::{Expr, ExprKind, Print, PrintItem};

use super::machine::Machine;
use super::stop::{Stop, semantic, unsupported};
use super::value::id_of;
use super::{Shown, Value};
use crate::store::VertexRef;

/// An expression in the brackets behind a set, and its `AS`.
type Column<'i> = (&'i Expr, Option<&'i Name>);

/// What is printed of each vertex; nothing for all of it.
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
                    let what = "a projection of what is no vertex set";
                    return Err(semantic(self.text, item.value.span, what));
                }
                if print.condition.as_ref().map_or(Ok(true), |it| self.truth(it))? {
                    printed.push((key(self.text, item), self.shown_item(item)?));
                }
                continue;
            };
            let mut members = Vec::new();
            for at in vertices.iter() {
                self.budget.step()?;
                if let Some(condition) = &print.condition
                    && !self.with_alias(set, *at, |machine| machine.truth(condition))?
                {
                    continue;
                }
                members.push(self.member_shown(columns.as_deref(), set, *at, print.with_vector)?);
            }
            printed.push((key(self.text, item), Shown::List(members)));
        }
        // Of one with a condition that does not hold nothing is printed.
        if !printed.is_empty() {
            self.results.push(Shown::Object(printed));
        }
        Ok(())
    }

    /// The name of the vertex set that an item prints, its vertices, and what it prints of each.
    fn vertices_of<'i>(
        &self,
        item: &'i PrintItem,
    ) -> Option<(&'i str, Arc<Vec<VertexRef>>, Columns<'i>)> {
        let (name, columns) = match &item.value.kind {
            ExprKind::Name(name) => {
                let columns = item.projection.as_ref();
                (name, columns.map(|all| all.iter().map(|(e, key)| (e, key.as_ref())).collect()))
            }
            // `S.@a` is `S[S.@a]`.
            ExprKind::Accumulator(of, _) => match &of.kind {
                ExprKind::Name(name) => (name, Some(vec![(&item.value, None)])),
                _ => return None,
            },
            _ => return None,
        };
        match self.named(name)? {
            Value::Vertices(vertices) => Some((name, vertices.clone(), columns)),
            _ => None,
        }
    }

    fn shown_item(&self, item: &PrintItem) -> Result<Shown, Stop> {
        let value = self.eval(&item.value)?;
        match value {
            Value::Vertices(vertices) => {
                let all = vertices.iter().map(|at| self.vertex_shown(*at, false));
                Ok(Shown::List(all.collect()))
            }
            value => Ok(value.show(self.graphs)),
        }
    }

    /// A vertex of a set: all of it, or what the brackets list.
    fn member_shown(
        &mut self,
        columns: Option<&[Column<'_>]>,
        set: &str,
        at: VertexRef,
        vectors: bool,
    ) -> Result<Shown, Stop> {
        let Some(columns) = columns else {
            return Ok(self.vertex_shown(at, vectors));
        };
        let mut attributes = Vec::new();
        for (expr, key) in columns {
            let value = self.with_alias(set, at, |machine| machine.eval(expr));
            match value {
                Ok(value) => {
                    attributes.push((self.name(*key, expr), value.show(self.graphs)));
                }
                // Only some types of the set have it.
                Err(Stop::Missing { .. }) => {}
                Err(stop) => return Err(stop),
            }
        }
        Ok(self.vertex_object(at, attributes))
    }

    /// A vertex with all its attributes, and every vertex accumulator.
    pub(super) fn vertex_shown(&self, at: VertexRef, vectors: bool) -> Shown {
        let shape = self.graphs.schema().vertex(at.ty);
        let mut attributes = Vec::new();
        if let Some(vertex) = self.graphs.vertex(at) {
            for (name, field) in shape.fields() {
                let value = Shown::of_stored(&vertex.get(field), &shape.field_type(field));
                attributes.push((name.to_owned(), value));
            }
        }
        for (name, accum) in &self.locals {
            attributes.push((format!("@{name}"), accum.at(at).value().show(self.graphs)));
        }
        let mut shown = self.vertex_object(at, attributes);
        if let (true, Some(vertex), Shown::Object(entries)) =
            (vectors, self.graphs.vertex(at), &mut shown)
        {
            let columns = shape.columns.iter().zip(&vertex.values).skip(shape.attributes);
            let embeddings = columns
                .map(|(column, value)| (column.name.clone(), Shown::of_stored(value, &column.ty)));
            entries.push(("Embeddings".to_owned(), Shown::Object(embeddings.collect())));
        }
        shown
    }

    fn vertex_object(&self, at: VertexRef, attributes: Vec<(String, Shown)>) -> Shown {
        Shown::Object(vec![
            ("v_id".to_owned(), Shown::text(id_of(self.graphs, Some(at)))),
            ("v_type".to_owned(), Shown::text(&self.graphs.schema().vertex(at.ty).name)),
            ("attributes".to_owned(), Shown::Object(attributes)),
        ])
    }

    /// Runs something in which a name stands for one vertex.
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

    /// The name given, or the expression's text without blanks.
    fn name(&self, key: Option<&Name>, expr: &Expr) -> String {
        match key {
            Some(name) => name.value.clone(),
            None => expression_key(self.text, expr),
        }
    }
}

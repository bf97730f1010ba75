//! The values of an INSERT: their number, types, and the ends of an edge.

use std::collections::HashSet;

use super::Inference;
use super::resolve::key_type;
use super::ty::Ty;
use crate::finding::{Finding, Rule};
use crate::model::{EdgeType, VertexType};
use crate::syntax::Name;
use crate::syntax::ast::query::{Insert, InsertColumns, InsertInto, InsertValue};

/// A column of an INSERT.
struct Column {
    name: String,
    target: Target,
}

/// The values that a column takes.
enum Target {
    /// A value of this type.
    Value(Ty),
    /// A vertex of one of these types.
    End(Vec<String>),
}

impl Column {
    fn value(name: &str, ty: Ty) -> Self {
        Self { name: name.to_owned(), target: Target::Value(ty) }
    }
}

impl<'a> Inference<'a> {
    pub(super) fn insert(&mut self, insert: &'a Insert) {
        let types: Vec<_> = insert.values.iter().map(|it| self.value(&it.value)).collect();
        let InsertInto::Name(ty) = &insert.into else { return };
        let (catalog, graph) = (self.names.catalog, self.names.graph);
        let vertex = catalog.vertex(graph, &ty.value);
        let edge = catalog.edge(graph, &ty.value);
        // The name may be that of a STRING.
        let columns = match (vertex, edge) {
            _ if self.names.is_declared(&ty.value) => return,
            (Some(vertex), None) => self.vertex_columns(vertex, insert.columns.as_ref(), ty),
            (None, Some(edge)) => self.edge_columns(edge, insert.columns.as_ref(), ty),
            _ => return,
        };
        self.require_count(insert, ty, &columns);
        for ((value, found), column) in insert.values.iter().zip(&types).zip(&columns) {
            match &column.target {
                // A time may be written as a STRING.
                Target::Value(Ty::DateTime) if *found == Ty::String => {}
                Target::Value(target) => {
                    self.require_fit(target, found, &value.value, &format!("`{}`", column.name));
                }
                Target::End(ends) => self.require_end(value, found, &column.name, ty, ends),
            }
        }
    }

    fn vertex_columns(
        &mut self,
        vertex: &VertexType,
        columns: Option<&InsertColumns>,
        ty: &Name,
    ) -> Vec<Column> {
        let keys = vertex.key_parts().map(|(name, key)| Column::value(name, key_type(key)));
        let of = Ty::vertex(&ty.value);
        match columns {
            Some(columns) => {
                let key = keys.into_iter().next().into_iter().collect();
                self.named_columns(key, columns, &of, ty)
            }
            None => {
                let own = vertex.attributes.iter().filter(|it| !vertex.is_key(&it.name));
                let attributes = own.map(|it| {
                    let known = self.resolver().attribute(&vertex.attributes, &it.name);
                    Column::value(&it.name, known.unwrap_or(Ty::Unknown))
                });
                keys.chain(attributes).collect()
            }
        }
    }

    fn edge_columns(
        &mut self,
        edge: &EdgeType,
        columns: Option<&InsertColumns>,
        ty: &Name,
    ) -> Vec<Column> {
        let end = |name: &str, is_source: bool| {
            let mut ends = Vec::new();
            for pair in &edge.pairs {
                let own = if is_source { [&pair.from, &pair.to] } else { [&pair.to, &pair.from] };
                // The ends of an undirected edge have no order.
                ends.extend(own.into_iter().take(if edge.directed { 1 } else { 2 }).cloned());
            }
            Column { name: name.to_owned(), target: Target::End(ends) }
        };
        let ends = [end("FROM", true), end("TO", false)];
        match columns {
            Some(columns) => {
                let of = Ty::Edge(Some(HashSet::from([ty.value.clone()])));
                self.named_columns(ends.into(), columns, &of, ty)
            }
            None => {
                let attributes = edge.attributes.iter().map(|it| {
                    let known = self.resolver().attribute(&edge.attributes, &it.name);
                    Column::value(&it.name, known.unwrap_or(Ty::Unknown))
                });
                ends.into_iter().chain(attributes).collect()
            }
        }
    }

    /// Returns the columns that an INSERT names, after those of the key.
    fn named_columns(
        &mut self,
        mut all: Vec<Column>,
        columns: &InsertColumns,
        of: &Ty,
        ty: &Name,
    ) -> Vec<Column> {
        let (before, after) = columns.attributes.split_at(columns.before_discriminator);
        for name in before.iter().chain(&columns.discriminator).chain(after) {
            let target = self.member(of, &ty.value, name);
            all.push(Column::value(&name.value, target));
        }
        all
    }

    /// Checks the number of values. Without a list of columns, the last attributes may be left out.
    fn require_count(&mut self, insert: &Insert, ty: &Name, columns: &[Column]) {
        let (most, found) = (columns.len(), insert.values.len());
        let span = match (insert.values.get(most), &insert.columns, insert.values.last()) {
            (Some(extra), ..) => extra.value.span,
            (None, Some(_), Some(last)) if found < most => last.value.span,
            _ => return,
        };
        let names: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
        let message = format!("`{}` takes {most} values, not {found}", ty.value);
        let help = Some(format!("they are {}", names.join(", ")));
        self.report(Finding { rule: Rule::ValueCount, span, message, help });
    }

    /// Checks an end of an edge: a vertex, or an id with the name of its type.
    fn require_end(
        &mut self,
        value: &InsertValue,
        found: &Ty,
        column: &str,
        ty: &Name,
        ends: &[String],
    ) {
        let (span, types) = match (&value.vertex_type, found) {
            // The name may be that of a STRING.
            (Some(name), _) if !self.names.is_vertex_type(&name.value) => return,
            (Some(name), _) => (name.span, HashSet::from([name.value.clone()])),
            (None, Ty::Vertex(Some(types))) if !types.is_empty() => {
                (value.value.span, types.clone())
            }
            _ => return,
        };
        if ends.iter().any(|end| types.contains(end)) {
            return;
        }
        let mut types: Vec<_> = types.into_iter().collect();
        types.sort();
        let message = format!(
            "{column} of `{}` is not a vertex of type `{}`",
            ty.value,
            types.join("` or `")
        );
        let mut ends = ends.to_vec();
        ends.sort();
        ends.dedup();
        let help = Some(format!("it is one of type `{}`", ends.join("` or `")));
        self.report(Finding { rule: Rule::TypeMismatch, span, message, help });
    }
}

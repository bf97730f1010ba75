//! `vectorSearch`.

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::{Expr, ExprKind};

use super::Compiler;
use crate::eval::plan::{Node, Place, VectorOf, VectorSearch};
use crate::store::ValueType;

impl Compiler<'_> {
    pub(super) fn vector_search(
        &mut self,
        vectors: &Expr,
        query: &Expr,
        count: &Expr,
        options: Option<&Expr>,
    ) -> Node {
        let among = match &vectors.kind {
            ExprKind::Braces(all) => all.iter().filter_map(|it| self.vector_of(it)).collect(),
            _ => return self.no_expression(vectors.span, "vectors that are not in braces:"),
        };
        let mut search = VectorSearch {
            among,
            query: self.condition(query),
            count: self.condition(count),
            candidates: None,
            ef: None,
            distances: None,
        };
        match options.map(|options| (&options.kind, options.span)) {
            None => {}
            Some((ExprKind::Object(options), _)) => {
                for (name, value) in options {
                    match name.value.to_ascii_lowercase().as_str() {
                        // Servers before 4.2 have the old name.
                        "candidate_set" | "filter" => {
                            search.candidates = Some(self.condition(value));
                        }
                        "ef" => search.ef = Some(self.condition(value)),
                        "distance_map" => match self.place(value) {
                            Some(place @ Place::Global(..)) => search.distances = Some(place),
                            _ => {
                                let what = "the distance_map is not a global MapAccum";
                                self.problem(value.span, what);
                            }
                        },
                        _ => {
                            let what = format!(
                                "vectorSearch has no option {}; its options are candidate_set, ef \
                                 and distance_map",
                                name.value
                            );
                            self.problem(name.span, what);
                        }
                    }
                }
            }
            // `{}` contains no option.
            Some((ExprKind::Braces(members), _)) if members.is_empty() => {}
            Some((_, span)) => {
                return self.no_expression(span, "options that are not in braces:");
            }
        }
        Node::VectorSearch(Box::new(search))
    }

    /// Returns the vector attribute that `Type.name` is.
    fn vector_of(&mut self, expr: &Expr) -> Option<VectorOf> {
        let ExprKind::Member(of, name) = &expr.kind else {
            return self.no_vector(expr.span, "a vector is written as `Type.attribute`");
        };
        let ExprKind::Name(type_name) = &of.kind else {
            return self.no_vector(of.span, "a vector is written as `Type.attribute`");
        };
        let graph = &self.graph.name;
        let Some(ty) = self.graph.vertex(type_name) else {
            let what = format!("the vertex type {type_name} does not exist in graph {graph}");
            return self.no_vector(of.span, &what);
        };
        let catalog = self.schema.catalog.vertex(graph, type_name);
        let declared = catalog.and_then(|it| it.vectors.iter().find(|it| it.name == name.value));
        let shape = self.schema.vertex(ty);
        let column = shape.vector(&name.value);
        match (declared, column.map(|column| (column, &shape.columns[column].ty))) {
            (Some(declared), Some((column, ValueType::Vector(dimension)))) => {
                let (dimension, metric) = (*dimension as usize, declared.metric);
                Some(VectorOf { ty, column, dimension, metric })
            }
            _ => {
                let what = format!("{type_name} has no vector attribute {}", name.value);
                self.no_vector(name.span, &what)
            }
        }
    }

    fn no_vector<T>(&mut self, span: Span, what: &str) -> Option<T> {
        self.problem(span, what);
        None
    }
}

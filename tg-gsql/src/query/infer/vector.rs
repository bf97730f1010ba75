//! Searches of vectors.

use std::collections::HashSet;

use super::Inference;
use super::ty::Types;
use crate::finding::{Finding, Rule};
use crate::suggest;
use crate::syntax::Name;
use crate::syntax::ast::query::{Expr, ExprKind};

/// Returns the types of the vertices that `vectorSearch` with these arguments finds.
pub(crate) fn searched(arguments: &[Expr]) -> Types {
    let vectors = vectors(arguments)?;
    let types = vectors.iter().map(|vector| Some(of_type(vector)?.0.to_owned()));
    types.collect::<Option<HashSet<_>>>()
}

/// Returns the vectors in braces.
fn vectors(arguments: &[Expr]) -> Option<&[Expr]> {
    match &arguments.first()?.kind {
        ExprKind::Braces(vectors) => Some(vectors),
        _ => None,
    }
}

/// Returns the type and the vector of `Type.vector`.
fn of_type(vector: &Expr) -> Option<(&str, &Name)> {
    match &vector.kind {
        ExprKind::Member(of, name) => match &of.kind {
            ExprKind::Name(ty) => Some((ty, name)),
            _ => None,
        },
        _ => None,
    }
}

impl Inference<'_> {
    /// Reports the vectors that a type does not have.
    pub(super) fn searched_vectors(&mut self, arguments: &[Expr]) {
        for (ty, name) in vectors(arguments).unwrap_or_default().iter().filter_map(of_type) {
            let Some(vertex) = self.names.catalog.vertex(self.names.graph, ty) else { continue };
            if vertex.vector(&name.value).is_some() {
                continue;
            }
            let known = vertex.vectors.iter().map(|vector| vector.name.as_str());
            let near = suggest::nearest(&name.value, known);
            self.report_certain(Finding {
                rule: Rule::UnknownAttribute,
                span: name.span,
                message: format!("the vertex type `{ty}` has no vector `{}`", name.value),
                help: near.map(|near| format!("did you mean `{near}`?")),
            });
        }
    }
}

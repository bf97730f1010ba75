//! The ends of edges: their vertex types, where the value alone does not determine them, and
//! composite keys.

use crate::check::{Checker, Scope};
use crate::finding::Rule;
use crate::model::EdgeType;
use crate::suggest::nearest;
use crate::syntax::ast::{EndType, LoadExpr, LoadValue};
use crate::syntax::{Name, Spanned};

impl Checker<'_> {
    /// Checks the first two values of an edge; `reversed` if they are those of the reverse type.
    pub(super) fn load_ends(&mut self, edge: &EdgeType, reversed: bool, values: &[LoadValue]) {
        let [from, to, rest @ ..] = values else { return };
        self.untyped(rest);
        self.pair(edge, reversed, from, Some(to));
    }

    /// `DELETE EDGE name (FROM .., TO ..)`
    pub(super) fn deleted_edge(
        &mut self,
        name: &Name,
        from: &LoadValue,
        to: Option<&LoadValue>,
        discriminator: &[Spanned<LoadExpr>],
    ) {
        let Some((edge, reversed)) = self.loaded_edge(name) else { return };
        self.pair(edge, reversed, from, to);
        let expected = edge.discriminator().len();
        if !discriminator.is_empty() && discriminator.len() != expected {
            let message = format!(
                "the discriminator of `{}` has {expected} parts, not {}",
                edge.name,
                discriminator.len()
            );
            self.error(Rule::ValueCount, discriminator[0].span, message);
        }
    }

    fn pair(&mut self, edge: &EdgeType, reversed: bool, from: &LoadValue, to: Option<&LoadValue>) {
        let mut pairs: Vec<(&str, &str)> = edge
            .pairs
            .iter()
            .map(|pair| (pair.from.as_str(), pair.to.as_str()))
            .map(|(from, to)| if reversed { (to, from) } else { (from, to) })
            .collect();
        if !edge.directed && (named(from).is_some() || to.and_then(named).is_some()) {
            // Named ends may be in either order.
            let turned: Vec<_> = pairs.iter().map(|(from, to)| (*to, *from)).collect();
            pairs.extend(turned);
        }
        let mut sound = true;
        for (end, types) in [(Some(from), firsts(&pairs)), (to, seconds(&pairs))] {
            if let Some(name) = end.and_then(named) {
                sound &= self.is_end(name, edge, &types);
            }
        }
        if !sound {
            return;
        }
        if let (Some(first), Some(second)) = (named(from), to.and_then(named)) {
            if !pairs.contains(&(first.value.as_str(), second.value.as_str())) {
                let message = format!(
                    "`{}` does not join `{}` to `{}`",
                    edge.name, first.value, second.value
                );
                self.error(Rule::UnknownEndpoint, second.span, message);
            }
        } else if let Some(first) = named(from) {
            pairs.retain(|(from, _)| *from == first.value);
        } else if let Some(second) = to.and_then(named) {
            pairs.retain(|(_, to)| *to == second.value);
        }
        for (end, types) in [(Some(from), firsts(&pairs)), (to, seconds(&pairs))] {
            let Some(end) = end else { continue };
            match (&end.ty, &types[..]) {
                (None, [only]) => self.parts(end, only),
                (None, [_, _, ..]) => self.ambiguous(end, edge, &types),
                (Some(EndType::Named(name)), _) => self.parts(end, &name.value),
                _ => {}
            }
        }
    }

    fn is_end(&mut self, name: &Name, edge: &EdgeType, types: &[&str]) -> bool {
        let known = types.contains(&name.value.as_str());
        if !known {
            let message =
                format!("`{}` is not a vertex type at this end of `{}`", name.value, edge.name);
            let help = match nearest(&name.value, types.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the vertex type here is {}", types.join(" or ")),
            };
            self.error_with_help(Rule::UnknownEndpoint, name.span, message, help);
        }
        known
    }

    fn ambiguous(&mut self, end: &LoadValue, edge: &EdgeType, types: &[&str]) {
        let message = format!("this end of `{}` may be {}", edge.name, types.join(" or "));
        let help = format!("write the type after the value, such as `$0 {}`", types[0]);
        self.error_with_help(Rule::EndpointType, end.expr.span, message, help);
    }

    /// Checks that the value has as many parts in parentheses as the key of the vertex type.
    fn parts(&mut self, end: &LoadValue, vertex: &str) {
        let Scope::Graph(graph) = self.scope else { return };
        let Some(vertex) = self.catalog.vertex(graph, vertex) else { return };
        let expected = vertex.key_parts().count();
        if let LoadExpr::Group(parts) = &end.expr.value
            && parts.len() != expected
        {
            let keys: Vec<_> = vertex.key_parts().map(|(name, _)| name).collect();
            let message =
                format!("the key of `{}` has {expected} parts, not {}", vertex.name, parts.len());
            let help = format!("they are {}", keys.join(", "));
            self.error_with_help(Rule::ValueCount, end.expr.span, message, help);
        }
    }

    /// Checks that only ends of edges have a vertex type.
    pub(super) fn untyped(&mut self, values: &[LoadValue]) {
        for value in values {
            let span = match &value.ty {
                Some(EndType::Named(name)) => name.span,
                Some(EndType::Column(column)) => column.span,
                None => continue,
            };
            let message = "only the ends of an edge have a vertex type";
            let help = "remove it, or put a comma before it";
            self.error_with_help(Rule::EndpointType, span, message, help);
        }
    }
}

fn named(end: &LoadValue) -> Option<&Name> {
    match &end.ty {
        Some(EndType::Named(name)) => Some(name),
        _ => None,
    }
}

fn firsts<'p>(pairs: &[(&'p str, &'p str)]) -> Vec<&'p str> {
    distinct(pairs.iter().map(|(from, _)| *from))
}

fn seconds<'p>(pairs: &[(&'p str, &'p str)]) -> Vec<&'p str> {
    distinct(pairs.iter().map(|(_, to)| *to))
}

fn distinct<'p>(names: impl Iterator<Item = &'p str>) -> Vec<&'p str> {
    let mut distinct = Vec::new();
    for name in names {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    distinct
}

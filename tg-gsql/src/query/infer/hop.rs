//! Hops that no edge can match.

use super::Inference;
use super::ty::{Ty, Types};
use crate::finding::{Finding, Rule};
use crate::syntax::ast::cypher;
use crate::syntax::ast::query::{
    Arrow, ClassicPath, EdgeAtom, EdgeTerm, GqlDirection, GqlEdge, GqlNode, GqlPath, Path,
    TypeItem, VertexStep,
};
use crate::syntax::{Name, Span};

/// The edges of a type, seen in the direction of its name: `Holds` is the reverse of `StoredAt`.
struct Edges<'a> {
    directed: bool,
    pairs: Vec<(&'a str, &'a str)>,
}

/// The directions in which a hop follows edges.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Directions {
    forward: bool,
    backward: bool,
    undirected: bool,
}

const FORWARD: Directions = Directions { forward: true, backward: false, undirected: false };
const BACKWARD: Directions = Directions { forward: false, backward: true, undirected: false };
const UNDIRECTED: Directions = Directions { forward: false, backward: false, undirected: true };
const ALL: Directions = Directions { forward: true, backward: true, undirected: true };

impl Edges<'_> {
    /// Returns `true` if an edge can lead from one of the types to one of the others. Of the ends
    /// of a repeated hop, each must only be possible by itself.
    fn join(&self, directions: Directions, from: &Types, to: &Types, together: bool) -> bool {
        let is = |types: &Types, ty: &str| {
            types.as_ref().is_none_or(|types| types.is_empty() || types.contains(ty))
        };
        let mut hops = Vec::new();
        for (source, target) in &self.pairs {
            if (self.directed && directions.forward) || (!self.directed && directions.undirected) {
                hops.push((*source, *target));
            }
            if (self.directed && directions.backward) || (!self.directed && directions.undirected) {
                hops.push((*target, *source));
            }
        }
        match together {
            true => hops.iter().any(|(one, other)| is(from, one) && is(to, other)),
            false => {
                hops.iter().any(|(one, _)| is(from, one))
                    && hops.iter().any(|(_, other)| is(to, other))
            }
        }
    }

    /// Lists the pairs: `Package -> Depot`.
    fn list(&self) -> String {
        let arrow = if self.directed { "->" } else { "-" };
        let pairs: Vec<_> =
            self.pairs.iter().map(|(from, to)| format!("`{from} {arrow} {to}`")).collect();
        pairs.join(", ")
    }
}

/// A hop whose edge types are known.
struct Known<'a> {
    /// The types with their names.
    edges: Vec<(&'a Name, Edges<'a>, Directions)>,
    from: Types,
    to: Types,
    /// `false` for a repeated hop.
    together: bool,
    /// The place of the edge and of the vertex that it reaches.
    edge_span: Span,
    to_span: Span,
    /// Writes a type in another direction.
    spell: fn(&str, Directions) -> String,
}

impl<'a> Inference<'a> {
    /// Reports the hops of a path that no edge can match.
    pub(super) fn hops(&mut self, path: &'a Path) {
        if !self.names.has_schema {
            return;
        }
        match path {
            Path::Classic(path) => self.classic(path),
            Path::Gql(path) => self.gql(path),
        }
    }

    fn classic(&mut self, path: &'a ClassicPath) {
        let version = self.query.syntax.as_ref().map(|it| it.value.to_ascii_lowercase());
        let is_arrow = |term: &EdgeTerm| {
            term.repeat.is_some() || term.atoms.iter().any(|atom| atom.arrow != Arrow::None)
        };
        let terms = || path.hops.iter().flat_map(|hop| &hop.edge.terms);
        let modern = match version.as_deref() {
            Some(version) => version.ends_with('2'),
            None => path.hops.len() > 1 || terms().count() > 1 || terms().any(is_arrow),
        };
        let mut from = self.step_types(&path.start);
        for hop in &path.hops {
            let to = self.step_types(&hop.to);
            let (edge, end) = (hop.edge.span, to_span(&hop.to));
            match &hop.edge.terms[..] {
                [] => {}
                [only] => self.term(only, modern, from, to.clone(), edge, end),
                [first, .., last] => {
                    self.term(first, modern, from, None, edge, end);
                    self.term(last, modern, None, to.clone(), edge, end);
                }
            }
            from = to;
        }
    }

    fn term(
        &mut self,
        term: &'a EdgeTerm,
        modern: bool,
        from: Types,
        to: Types,
        edge_span: Span,
        to_span: Span,
    ) {
        if term.repeat.is_some_and(|repeat| repeat.least == 0) {
            return;
        }
        let known = |atom: &'a EdgeAtom| {
            let (name, edges) = self.edges_of(&atom.item)?;
            let directions = match atom.arrow {
                Arrow::Right => FORWARD,
                Arrow::Left => BACKWARD,
                Arrow::None if modern => UNDIRECTED,
                // The first version of patterns follows outgoing edges without an arrow.
                Arrow::None => Directions { forward: true, ..UNDIRECTED },
            };
            Some((name, edges, directions))
        };
        let Some(edges) = term.atoms.iter().map(known).collect::<Option<Vec<_>>>() else { return };
        let together = term.repeat.is_none_or(|repeat| repeat.most == Some(1));
        let spell = |name: &str, directions: Directions| match directions {
            FORWARD => format!("{name}>"),
            BACKWARD => format!("<{name}"),
            _ => name.to_owned(),
        };
        self.possible(&Known { edges, from, to, together, edge_span, to_span, spell });
    }

    fn gql(&mut self, path: &'a GqlPath) {
        let mut from = self.node_types(&path.start);
        for (edge, node) in &path.steps {
            let to = self.node_types(node);
            self.gql_edge(edge, from, to.clone(), node.span);
            from = to;
        }
    }

    fn gql_edge(&mut self, edge: &'a GqlEdge, from: Types, to: Types, to_span: Span) {
        if edge.labels.is_empty() || edge.repeat.is_some_and(|repeat| repeat.least == 0) {
            return;
        }
        let directions = directions(edge.direction);
        let known = |label: &'a TypeItem| {
            self.edges_of(label).map(|(name, edges)| (name, edges, directions))
        };
        let Some(edges) = edge.labels.iter().map(known).collect::<Option<Vec<_>>>() else { return };
        let together = edge.repeat.is_none_or(|repeat| repeat.most == Some(1));
        let spell = |name: &str, directions: Directions| match directions {
            FORWARD => format!("-[:{name}]->"),
            BACKWARD => format!("<-[:{name}]-"),
            _ => format!("~[:{name}]~"),
        };
        let edge_span = edge.span;
        self.possible(&Known { edges, from, to, together, edge_span, to_span, spell });
    }

    /// Reports an edge of openCypher that cannot be between vertices of these types.
    pub(super) fn cypher_edge(
        &mut self,
        edge: &'a cypher::Edge,
        (from, to): (Types, Types),
        to_span: Span,
    ) {
        let is_optional = edge.repeat.is_some_and(|repeat| repeat.least == 0);
        if edge.types.is_empty() || is_optional || !self.names.has_schema {
            return;
        }
        let directions = directions(edge.direction);
        let known = edge.types.iter().map(|ty| Some((ty, self.edges_named(ty)?, directions)));
        let Some(edges) = known.collect::<Option<Vec<_>>>() else { return };
        let together = edge.repeat.is_none_or(|repeat| repeat.most == Some(1));
        let spell = |name: &str, directions: Directions| match directions {
            FORWARD => format!("-[:{name}]->"),
            BACKWARD => format!("<-[:{name}]-"),
            _ => format!("-[:{name}]-"),
        };
        let edge_span = edge.span;
        self.possible(&Known { edges, from, to, together, edge_span, to_span, spell });
    }

    fn possible(&mut self, hop: &Known<'_>) {
        let joins = |directions: Option<Directions>, from: &Types, to: &Types| {
            hop.edges.iter().any(|(_, edges, own)| {
                edges.join(directions.unwrap_or(*own), from, to, hop.together)
            })
        };
        if joins(None, &hop.from, &hop.to) {
            return;
        }
        let [(name, edges, own)] = &hop.edges[..] else {
            let pairs: Vec<_> = hop
                .edges
                .iter()
                .map(|(name, edges, _)| format!("`{}`: {}", name.value, edges.list()))
                .collect();
            let message = "no edge of these types can be between these vertices".to_owned();
            return self.impossible(hop.edge_span, message, Some(pairs.join("; ")));
        };
        let edge = &name.value;
        let right = [FORWARD, BACKWARD, UNDIRECTED]
            .into_iter()
            .find(|other| other != own && joins(Some(*other), &hop.from, &hop.to));
        let (message, span) = if !edges.directed && !own.undirected {
            (format!("`{edge}` is undirected, and an arrow matches directed edges only"), name.span)
        } else if edges.directed && *own == UNDIRECTED {
            (format!("`{edge}` is directed, and matches nothing without an arrow"), name.span)
        } else if right.is_some() {
            (
                format!("`{edge}` joins {}, and not {}", edges.list(), pair(&hop.from, &hop.to)),
                name.span,
            )
        } else if joins(None, &hop.from, &None) && hop.to.is_some() {
            (format!("`{edge}` does not lead to {}", names(&hop.to)), hop.to_span)
        } else {
            (format!("`{edge}` does not join {}", pair(&hop.from, &hop.to)), name.span)
        };
        let help = match right {
            Some(right) => format!("write `{}`", (hop.spell)(edge, right)),
            None => format!("it joins {}", edges.list()),
        };
        self.impossible(span, message, Some(help));
    }

    fn impossible(&mut self, span: Span, message: String, help: Option<String>) {
        self.report(Finding { rule: Rule::ImpossibleHop, span, message, help });
    }

    /// Returns the edges of a type; `None` if their type is known only when the query runs.
    fn edges_of(&self, item: &'a TypeItem) -> Option<(&'a Name, Edges<'a>)> {
        let TypeItem::Name(name) = item else { return None };
        if self.names.is_declared(&name.value) {
            return None;
        }
        Some((name, self.edges_named(name)?))
    }

    fn edges_named(&self, name: &Name) -> Option<Edges<'a>> {
        let (catalog, graph) = self.context.schema?;
        if let Some(edge) = catalog.edge(graph, &name.value) {
            let pairs = edge.pairs.iter().map(|pair| (pair.from.as_str(), pair.to.as_str()));
            return Some(Edges { directed: edge.directed, pairs: pairs.collect() });
        }
        let edge = catalog.edge_by_reverse(graph, &name.value)?;
        let pairs = edge.pairs.iter().map(|pair| (pair.to.as_str(), pair.from.as_str()));
        Some(Edges { directed: true, pairs: pairs.collect() })
    }

    fn step_types(&self, step: &VertexStep) -> Types {
        match &step.alias {
            _ if !step.items.is_empty() => self.names.vertices(&step.items),
            Some(alias) => self.alias_types(alias),
            None => None,
        }
    }

    fn node_types(&self, node: &GqlNode) -> Types {
        match &node.alias {
            _ if !node.labels.is_empty() => self.names.vertices(&node.labels),
            Some(alias) => self.alias_types(alias),
            None => None,
        }
    }

    fn alias_types(&self, alias: &Name) -> Types {
        match self.variable(&alias.value) {
            Some(Ty::Vertex(types)) => types.clone(),
            _ => None,
        }
    }
}

fn directions(direction: GqlDirection) -> Directions {
    match direction {
        GqlDirection::Right => FORWARD,
        GqlDirection::Left => BACKWARD,
        GqlDirection::Any => ALL,
        GqlDirection::LeftOrRight => Directions { undirected: false, ..ALL },
        GqlDirection::Undirected => UNDIRECTED,
        GqlDirection::LeftOrUndirected => Directions { forward: false, ..ALL },
        GqlDirection::RightOrUndirected => Directions { backward: false, ..ALL },
    }
}

/// Returns the place of the only type of a vertex, or of all of it.
fn to_span(step: &VertexStep) -> Span {
    match &step.items[..] {
        [TypeItem::Name(name)] => name.span,
        _ => step.span,
    }
}

fn pair(from: &Types, to: &Types) -> String {
    format!("{} to {}", names(from), names(to))
}

/// Lists types: `Depot or Package`.
fn names(types: &Types) -> String {
    let Some(types) = types else { return "any type".to_owned() };
    let mut types: Vec<_> = types.iter().map(|ty| format!("`{ty}`")).collect();
    types.sort();
    types.join(" or ")
}

//! The aliases of patterns, with the types that each may have.

use std::collections::{HashMap, HashSet};

use super::names::Names;
use crate::query::Types;
use crate::syntax::ast::cypher::Edge;
use crate::syntax::ast::query::{
    Arrow, ClassicPath, EdgeStep, GqlDirection, GqlEdge, GqlPath, Path, Repeat, TypeItem,
    VertexStep,
};

/// The aliases of one SELECT.
#[derive(Debug, Default)]
pub(crate) struct Aliases<'p> {
    pub(crate) vertices: HashMap<&'p str, Types>,
    pub(crate) edges: HashMap<&'p str, Types>,
}

impl<'p> Aliases<'p> {
    /// Adds an alias. It may occur in several places; the first one determines its types.
    fn vertex(&mut self, alias: &'p str, types: Types) {
        let known = self.vertices.entry(alias).or_insert_with(|| types.clone());
        if known.is_none() {
            *known = types;
        }
    }

    fn edge(&mut self, alias: &'p str, types: Types) {
        self.edges.insert(alias, types);
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.vertices.contains_key(name) || self.edges.contains_key(name)
    }

    /// Lists the aliases, for a name that is not among them.
    pub(super) fn list(&self) -> Option<String> {
        let mut names: Vec<_> = self.vertices.keys().chain(self.edges.keys()).copied().collect();
        names.sort_unstable();
        match &names[..] {
            [] => None,
            [only] => Some(format!("the only alias is `{only}`")),
            _ => Some(format!("its aliases are `{}`", names.join("`, `"))),
        }
    }
}

/// The directions in which a hop may follow directed edges.
#[derive(Clone, Copy)]
struct Follows {
    forward: bool,
    backward: bool,
}

impl Names<'_> {
    /// Returns the aliases of patterns, with the types that each may have.
    pub(crate) fn aliases<'p>(&self, paths: &'p [Path]) -> Aliases<'p> {
        let mut aliases = Aliases::default();
        for path in paths {
            match path {
                Path::Classic(path) => self.classic(path, &mut aliases),
                Path::Gql(path) => self.gql(path, &mut aliases),
            }
        }
        aliases
    }

    fn classic<'p>(&self, path: &'p ClassicPath, aliases: &mut Aliases<'p>) {
        let mut from = self.step(&path.start, None, aliases);
        for hop in &path.hops {
            let term = match &hop.edge.terms[..] {
                [term] if term.repeat.is_none() => Some(term),
                _ => None,
            };
            if let Some(alias) = &hop.edge.alias {
                let edges = term.and_then(|it| self.edges(it.atoms.iter().map(|atom| &atom.item)));
                aliases.edge(&alias.value, edges);
            }
            let reached = self.reached(&hop.edge, &from);
            from = self.step(&hop.to, reached, aliases);
        }
    }

    fn gql<'p>(&self, path: &'p GqlPath, aliases: &mut Aliases<'p>) {
        let mut from = self.vertices(&path.start.labels);
        if let Some(alias) = &path.start.alias {
            aliases.vertex(&alias.value, from.clone());
        }
        for (edge, node) in &path.steps {
            if let Some(alias) = &edge.alias {
                let types = self.edges(edge.labels.iter());
                aliases.edge(&alias.value, types.filter(|_| edge.repeat.is_none()));
            }
            let reached = self.reached_gql(edge, &from);
            from = self.vertices(&node.labels).or(reached.filter(|_| node.labels.is_empty()));
            if let Some(alias) = &node.alias {
                aliases.vertex(&alias.value, from.clone());
                from =
                    from.or_else(|| aliases.vertices.get(alias.value.as_str()).cloned().flatten());
            }
        }
    }

    /// Adds the alias of a vertex and returns its types. Without types of its own, they are those
    /// that the edge before it reaches.
    fn step<'p>(&self, step: &'p VertexStep, reached: Types, aliases: &mut Aliases<'p>) -> Types {
        let types = match step.items.is_empty() {
            true => reached,
            false => self.vertices(&step.items),
        };
        match (&step.alias, &step.items[..]) {
            // A set without an alias is called by its own name.
            (Some(alias), _) | (None, [TypeItem::Name(alias)]) => {
                aliases.vertex(&alias.value, types.clone());
                types.or_else(|| aliases.vertices.get(alias.value.as_str()).cloned().flatten())
            }
            _ => types,
        }
    }

    /// Returns the vertex types that an edge reaches from others.
    fn reached(&self, edge: &EdgeStep, from: &Types) -> Types {
        let [term] = &edge.terms[..] else { return None };
        if term.repeat.is_some() {
            return None;
        }
        let mut types = HashSet::new();
        for atom in &term.atoms {
            let follows = Follows {
                forward: atom.arrow != Arrow::Left,
                backward: atom.arrow != Arrow::Right,
            };
            types.extend(self.ends(&atom.item, follows, from)?);
        }
        (!types.is_empty()).then_some(types)
    }

    fn reached_gql(&self, edge: &GqlEdge, from: &Types) -> Types {
        if edge.repeat.is_some() {
            return None;
        }
        let follows = Follows {
            forward: edge.direction != GqlDirection::Left,
            backward: edge.direction != GqlDirection::Right,
        };
        let mut types = HashSet::new();
        for label in &edge.labels {
            types.extend(self.ends(label, follows, from)?);
        }
        (!types.is_empty()).then_some(types)
    }

    /// Returns the vertex types that an edge of openCypher reaches from others; `backward` to go
    /// against the order of the pattern.
    pub(crate) fn reached_cypher(&self, edge: &Edge, from: &Types, backward: bool) -> Types {
        let of_any = match edge.repeat {
            None => from,
            Some(Repeat { least: 0, .. }) => return None,
            Some(_) => &None,
        };
        let follows = Follows {
            forward: edge.direction
                != if backward { GqlDirection::Right } else { GqlDirection::Left },
            backward: edge.direction
                != if backward { GqlDirection::Left } else { GqlDirection::Right },
        };
        let mut types = HashSet::new();
        for ty in &edge.types {
            types.extend(self.ends(&TypeItem::Name(ty.clone()), follows, of_any)?);
        }
        (!types.is_empty()).then_some(types)
    }

    /// Returns the other ends of the edges of a type.
    fn ends(&self, item: &TypeItem, follows: Follows, from: &Types) -> Types {
        let TypeItem::Name(name) = item else { return None };
        if self.is_declared(&name.value) {
            return None;
        }
        let own = self.catalog.edge(self.graph, &name.value);
        let edge = own.or_else(|| self.catalog.edge_by_reverse(self.graph, &name.value))?;
        let leaves =
            |ty: &String| from.as_ref().is_none_or(|from| from.is_empty() || from.contains(ty));
        let mut types = HashSet::new();
        for pair in &edge.pairs {
            let (source, target) = match own {
                Some(_) => (&pair.from, &pair.to),
                None => (&pair.to, &pair.from),
            };
            if (follows.forward || !edge.directed) && leaves(source) {
                types.insert(target.clone());
            }
            if (follows.backward || !edge.directed) && leaves(target) {
                types.insert(source.clone());
            }
        }
        Some(types)
    }

    pub(crate) fn vertices(&self, items: &[TypeItem]) -> Types {
        if items.is_empty() {
            return None;
        }
        let mut types = HashSet::new();
        for item in items {
            let TypeItem::Name(name) = item else { return None };
            if self.is_vertex_type(&name.value) && !self.is_declared(&name.value) {
                types.insert(name.value.clone());
            } else {
                types.extend(self.types_of_name(&name.value)?);
            }
        }
        Some(types)
    }

    pub(crate) fn edges<'i>(&self, items: impl Iterator<Item = &'i TypeItem>) -> Types {
        let mut types = HashSet::new();
        for item in items {
            let TypeItem::Name(name) = item else { return None };
            if self.is_declared(&name.value) || !self.is_edge_type(&name.value) {
                return None;
            }
            types.insert(name.value.clone());
        }
        (!types.is_empty()).then_some(types)
    }
}

//! Patterns of FROM.

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::query::{
    Arrow, ClassicPath, EdgeAtom, EdgeStep, Expr, GqlDirection, GqlEdge, GqlNode, GqlPath, Op,
    Path, Property, TypeItem, VertexStep,
};

use super::select::all_of;
use super::{Compiler, Kind};
use crate::eval::plan::{
    Direction, EdgeAtomNode, EdgeNode, Hop, NameNode, Node, Slot, Source, Step, TermNode,
};

/// The steps of the patterns, and the conditions.
pub(super) struct Matched {
    pub(super) steps: Vec<Step>,
    pub(super) filter: Option<(Node, Span)>,
    pub(super) aliases: Vec<String>,
}

/// The patterns while they are compiled.
#[derive(Default)]
struct Patterns {
    steps: Vec<Step>,
    filters: Vec<(Node, Span)>,
    aliases: Vec<String>,
    /// The number of aliases of the patterns before the present one.
    earlier: usize,
    /// The aliases that a step has bound.
    bound: Vec<Slot>,
}

impl Compiler<'_> {
    /// Compiles patterns and the conditions on them. The aliases are declared in the innermost
    /// scope.
    pub(super) fn matched(&mut self, from: &[Path], filter: Option<&Expr>) -> Matched {
        let mut patterns = Patterns::default();
        for path in from {
            patterns.earlier = patterns.aliases.len();
            match path {
                Path::Classic(path) => self.classic(path, &mut patterns),
                Path::Gql(path) => self.gql(path, &mut patterns),
            }
        }
        let Patterns { steps, mut filters, aliases, .. } = patterns;
        filters.extend(filter.map(|filter| self.condition(filter)));
        let steps = self.early_filters(steps, filter, &aliases);
        Matched { steps, filter: all_of(filters), aliases }
    }

    fn classic(&mut self, path: &ClassicPath, patterns: &mut Patterns) {
        let outward = self.is_version_1(path);
        let source = self.source(&path.start.items, path.start.span);
        let mut at = self.vertex_step(&path.start, patterns);
        self.begin(at, source, patterns);
        for hop in &path.hops {
            let edge_slot = hop.edge.alias.as_ref().and_then(|alias| {
                if patterns.aliases.contains(&alias.value) {
                    self.unsupported(hop.edge.span, "an edge alias in two places");
                    return None;
                }
                patterns.aliases.push(alias.value.clone());
                Some(self.declare(&alias.value, Kind::EdgeAlias))
            });
            let edge = self.edge_step(&hop.edge, outward);
            let source = self.source(&hop.to.items, hop.to.span);
            let to = self.vertex_step(&hop.to, patterns);
            let bound = patterns.bind(to);
            let hop = Hop { from: at, edge, edge_slot, to, source, bound, ways: None };
            patterns.steps.push(Step::Hop(Box::new(hop)));
            at = to;
        }
    }

    /// Adds the first vertex of a path.
    fn begin(&mut self, slot: Slot, source: Source, patterns: &mut Patterns) {
        let step = match patterns.bind(slot) {
            true => Step::Check { slot, source },
            false => Step::Scan { slot, source },
        };
        patterns.steps.push(step);
    }

    /// Returns the slot of a vertex step.
    ///
    /// All steps with the same alias are joined. A type or set without an alias can be referred to
    /// by its name, which then is the alias of the first such step; steps with the same name are
    /// not joined.
    fn vertex_step(&mut self, step: &VertexStep, patterns: &mut Patterns) -> Slot {
        match (&step.alias, step.items.as_slice()) {
            (Some(alias), _) => self.alias_slot(&alias.value, patterns),
            (None, [TypeItem::Name(name)]) => {
                match patterns.aliases.iter().position(|known| *known == name.value) {
                    None => self.alias_slot(&name.value, patterns),
                    Some(at) if at >= patterns.earlier => self.slot("", false),
                    Some(_) => {
                        let what = format!("{} in two patterns without an alias", name.value);
                        self.unsupported(name.span, what);
                        self.slot("", false)
                    }
                }
            }
            _ => self.slot("", false),
        }
    }

    /// Returns the slot of an alias, and declares it if necessary.
    fn alias_slot(&mut self, alias: &str, patterns: &mut Patterns) -> Slot {
        let own = self.scopes.last().and_then(|scope| scope.variables.get(alias));
        match own.filter(|_| patterns.aliases.iter().any(|known| known == alias)) {
            Some(variable) => variable.slot,
            None => {
                patterns.aliases.push(alias.to_owned());
                self.declare(alias, Kind::VertexAlias)
            }
        }
    }

    /// Returns the vertices that items of a step name; without items, all vertices.
    fn source(&mut self, items: &[TypeItem], span: Span) -> Source {
        let mut source = Source::default();
        if items.is_empty() {
            source.types.extend(&self.graph.vertices);
        }
        for item in items {
            match item {
                TypeItem::Any(_) | TypeItem::Underscore(_) => {
                    source.types.extend(&self.graph.vertices);
                }
                TypeItem::Name(name) => {
                    match (self.outer_variable(&name.value), self.graph.vertex(&name.value)) {
                        (Some(slot), _) => source.values.push(NameNode::Slot(slot, name.span)),
                        (None, Some(ty)) => source.types.push(ty),
                        (None, None) => {
                            let graph = &self.graph.name;
                            let what = format!(
                                "'{}' is neither a vertex type of graph {graph} nor a vertex set",
                                name.value
                            );
                            self.problem(name.span, what);
                        }
                    }
                }
                TypeItem::Global(name) => {
                    if let Some(slot) = self.global(&name.value, span) {
                        source.values.push(NameNode::Global(slot, name.span));
                    }
                }
            }
        }
        source
    }

    /// Returns the slot of a name that is not an alias of the present block.
    fn outer_variable(&mut self, name: &str) -> Option<Slot> {
        let own = self.scopes.pop();
        let found = self.variable(name).map(|variable| variable.slot);
        self.scopes.extend(own);
        found
    }

    /// Returns `true` if a path has the meaning of syntax version 1: the query declares that
    /// version, or the path is a single hop without an arrow that starts at a set.
    fn is_version_1(&mut self, path: &ClassicPath) -> bool {
        if let Some(version) = &self.query.syntax {
            let version = version.value.trim_start_matches('_');
            return version.eq_ignore_ascii_case("v1");
        }
        let [hop] = path.hops.as_slice() else { return false };
        let [term] = hop.edge.terms.as_slice() else { return hop.arrow };
        let arrows = term.atoms.iter().any(|atom| atom.arrow != Arrow::None);
        let starts_at_set = path.start.items.iter().all(|item| match item {
            TypeItem::Name(name) => self.outer_variable(&name.value).is_some(),
            TypeItem::Global(_) => true,
            _ => false,
        });
        hop.arrow || (!arrows && term.repeat.is_none() && starts_at_set)
    }

    fn edge_step(&mut self, edge: &EdgeStep, outward: bool) -> EdgeNode {
        if edge.terms.is_empty() {
            let any = if outward { EdgeAtomNode::Outward } else { EdgeAtomNode::Any };
            return EdgeNode(vec![TermNode { atoms: vec![any], repeat: None }]);
        }
        let terms = edge.terms.iter().map(|term| {
            let atoms = term.atoms.iter();
            let atoms = atoms.filter_map(|atom| self.atom(atom, outward)).collect();
            TermNode { atoms, repeat: term.repeat }
        });
        EdgeNode(terms.collect())
    }

    fn atom(&mut self, atom: &EdgeAtom, outward: bool) -> Option<EdgeAtomNode> {
        let direction = match atom.arrow {
            Arrow::Right => Direction::OUTGOING,
            Arrow::Left => Direction::INCOMING,
            Arrow::None if outward => Direction::OUTWARD,
            // A directed type without an arrow matches nothing.
            Arrow::None => Direction::UNDIRECTED,
        };
        let is_any = matches!(atom.item, TypeItem::Any(_));
        match (&atom.item, atom.arrow) {
            (TypeItem::Any(_) | TypeItem::Underscore(_), Arrow::None) if outward => {
                Some(EdgeAtomNode::Outward)
            }
            (TypeItem::Any(_), Arrow::None) if is_any => Some(EdgeAtomNode::Any),
            (TypeItem::Any(_) | TypeItem::Underscore(_), _) => Some(EdgeAtomNode::Every(direction)),
            (TypeItem::Name(_), Arrow::None) | (TypeItem::Global(_), _) => {
                // A parameter as a type needs no arrow.
                self.label(&atom.item, direction, Direction::OUTWARD)
            }
            (TypeItem::Name(_), _) => self.label(&atom.item, direction, direction),
        }
    }

    /// Compiles the name of an edge type, or of a value that names types. The directions are those
    /// of a type and of a value.
    fn label(
        &mut self,
        item: &TypeItem,
        direction: Direction,
        of_value: Direction,
    ) -> Option<EdgeAtomNode> {
        match item {
            TypeItem::Name(name) => {
                if let Some(view) = self.graph.edge(&name.value) {
                    return Some(EdgeAtomNode::Typed(view, direction));
                }
                match self.outer_variable(&name.value) {
                    Some(slot) => {
                        Some(EdgeAtomNode::Named(NameNode::Slot(slot, name.span), of_value))
                    }
                    None => {
                        let graph = &self.graph.name;
                        let what =
                            format!("the edge type {} does not exist in graph {graph}", name.value);
                        self.problem(name.span, what);
                        None
                    }
                }
            }
            TypeItem::Global(name) => {
                let slot = self.global(&name.value, name.span)?;
                Some(EdgeAtomNode::Named(NameNode::Global(slot, name.span), of_value))
            }
            TypeItem::Any(_) | TypeItem::Underscore(_) => Some(EdgeAtomNode::Every(direction)),
        }
    }

    fn gql(&mut self, path: &GqlPath, patterns: &mut Patterns) {
        let (mut at, source) = self.gql_node(&path.start, patterns);
        self.begin(at, source, patterns);
        self.node_filters(at, &path.start, patterns);
        for (edge, node) in &path.steps {
            let edge_slot = edge.alias.as_ref().map(|alias| {
                patterns.aliases.push(alias.value.clone());
                self.declare(&alias.value, Kind::EdgeAlias)
            });
            let (to, source) = self.gql_node(node, patterns);
            let bound = patterns.bind(to);
            let (ways, edges) = (None, self.gql_edge(edge));
            let hop = Hop { from: at, edge: edges, edge_slot, to, source, bound, ways };
            patterns.steps.push(Step::Hop(Box::new(hop)));
            if edge_slot.is_none() && edge.repeat.is_none() {
                let has_filter = !edge.properties.is_empty() || edge.filter.is_some();
                if has_filter && let Some(Step::Hop(hop)) = patterns.steps.last_mut() {
                    hop.edge_slot = Some(self.slot("", false));
                }
            }
            let slot = match patterns.steps.last() {
                Some(Step::Hop(hop)) => hop.edge_slot,
                _ => None,
            };
            match slot {
                Some(slot) => {
                    self.properties(slot, &edge.properties, edge.span, patterns);
                    patterns.filters.extend(edge.filter.as_ref().map(|it| self.condition(it)));
                }
                None if !edge.properties.is_empty() || edge.filter.is_some() => {
                    self.unsupported(edge.span, "a condition on a repeated edge:");
                }
                None => {}
            }
            self.node_filters(to, node, patterns);
            at = to;
        }
    }

    fn gql_node(&mut self, node: &GqlNode, patterns: &mut Patterns) -> (Slot, Source) {
        let source = self.source(&node.labels, node.span);
        let slot = match &node.alias {
            Some(alias) => self.alias_slot(&alias.value, patterns),
            None => self.slot("", false),
        };
        (slot, source)
    }

    /// Adds the conditions in the parentheses of a node.
    fn node_filters(&mut self, slot: Slot, node: &GqlNode, patterns: &mut Patterns) {
        self.properties(slot, &node.properties, node.span, patterns);
        if let Some(filter) = &node.filter {
            let filter = self.condition(filter);
            patterns.filters.push(filter);
        }
    }

    fn properties(
        &mut self,
        slot: Slot,
        properties: &[Property],
        span: Span,
        patterns: &mut Patterns,
    ) {
        for property in properties {
            let attribute = self.attribute(&property.name.value);
            let of = Box::new(Node::Slot(slot, span));
            let value = Node::Attribute(of, attribute, property.name.span);
            let sought = self.expr(&property.value);
            let test = Node::Binary(Op::Equal, Box::new((value, sought)));
            patterns.filters.push((test, property.name.span));
        }
    }

    fn gql_edge(&mut self, edge: &GqlEdge) -> EdgeNode {
        let of = |outgoing, incoming, undirected| Direction { outgoing, incoming, undirected };
        let direction = match edge.direction {
            GqlDirection::Right => of(true, false, false),
            GqlDirection::Left => of(false, true, false),
            GqlDirection::Any => of(true, true, true),
            GqlDirection::LeftOrRight => of(true, true, false),
            GqlDirection::Undirected => of(false, false, true),
            GqlDirection::LeftOrUndirected => of(false, true, true),
            GqlDirection::RightOrUndirected => of(true, false, true),
        };
        let mut atoms = Vec::new();
        for label in &edge.labels {
            atoms.extend(self.label(label, direction, direction));
        }
        if edge.labels.is_empty() {
            atoms.push(match edge.direction {
                GqlDirection::Any => EdgeAtomNode::Any,
                _ => EdgeAtomNode::Every(direction),
            });
        }
        EdgeNode(vec![TermNode { atoms, repeat: edge.repeat }])
    }
}

impl Patterns {
    /// Records that a step binds a slot; returns `true` if an earlier step has bound it.
    fn bind(&mut self, slot: Slot) -> bool {
        let known = self.bound.contains(&slot);
        if !known {
            self.bound.push(slot);
        }
        known
    }
}

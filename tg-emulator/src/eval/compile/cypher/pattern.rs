//! Patterns of MATCH.

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::cypher::{
    Edge, Expr, ExprKind, Node as NodePattern, Op, Pattern, Property,
};
use tg_gsql::syntax::ast::query::GqlDirection;

use super::Reader;
use crate::eval::compile::select::all_of;
use crate::eval::plan::{
    CypherNode, Direction, EdgeAtomNode, EdgeNode, Hop, Node, Slot, Source, Step, TermNode, Ways,
};

/// The patterns of a MATCH while they are compiled.
pub(super) struct Patterns {
    pub(super) steps: Vec<Step>,
    /// The conditions in the patterns.
    pub(super) tests: Vec<(Node, Span)>,
    /// The slots that earlier steps or clauses have bound.
    bound: Vec<Slot>,
}

impl Patterns {
    pub(super) fn new(bound: impl Iterator<Item = Slot>) -> Self {
        Self { steps: Vec::new(), tests: Vec::new(), bound: bound.collect() }
    }

    /// Records that a step binds a slot; returns `true` if an earlier step has bound it.
    fn bind(&mut self, slot: Slot) -> bool {
        let known = self.bound.contains(&slot);
        if !known {
            self.bound.push(slot);
        }
        known
    }
}

impl Reader<'_, '_> {
    /// Adds the steps of a pattern. They begin at a vertex that is known, or else at the one with
    /// conditions.
    pub(super) fn pattern(&mut self, pattern: &Pattern, patterns: &mut Patterns) {
        let nodes: Vec<&NodePattern> = pattern.nodes().collect();
        let slots: Vec<Slot> = nodes.iter().map(|node| self.node_slot(node)).collect();
        let known = slots.iter().position(|slot| patterns.bound.contains(slot));
        let tested = || nodes.iter().position(|node| !node.properties.is_empty());
        let first = known.or_else(tested).unwrap_or(0);
        let source = self.source(nodes[first]);
        let slot = slots[first];
        let step = match patterns.bind(slot) {
            true => Step::Check { slot, source },
            false => Step::Scan { slot, source },
        };
        patterns.steps.push(step);
        self.node_tests(nodes[first], slot, patterns);
        for (at, (edge, _)) in pattern.steps.iter().enumerate().skip(first) {
            self.hop(edge, slots[at], (nodes[at + 1], slots[at + 1]), false, patterns);
        }
        for (at, (edge, _)) in pattern.steps.iter().enumerate().take(first).rev() {
            self.hop(edge, slots[at + 1], (nodes[at], slots[at]), true, patterns);
        }
    }

    fn node_slot(&mut self, node: &NodePattern) -> Slot {
        match &node.variable {
            Some(name) => match self.slot(&name.value) {
                Some(_) => self.stored(name).unwrap_or_default(),
                None => self.bind(&name.value),
            },
            None => self.compiler.slot("", false),
        }
    }

    fn source(&mut self, node: &NodePattern) -> Source {
        let graph = self.compiler.graph;
        if node.labels.is_empty() {
            return Source { types: graph.vertices.clone(), values: Vec::new() };
        }
        let mut source = Source::default();
        for label in &node.labels {
            match graph.vertex(&label.value) {
                Some(ty) => source.types.push(ty),
                None => self.no_type("vertex", &label.value, label.span),
            }
        }
        source
    }

    pub(super) fn no_type(&mut self, kind: &str, name: &str, span: Span) {
        let graph = &self.compiler.graph.name;
        let what = format!("the {kind} type {name} does not exist in graph {graph}");
        self.compiler.problem(span, what);
    }

    /// Adds an edge and the vertex at its other end; `backward` if the pattern has them in the
    /// other order.
    fn hop(
        &mut self,
        edge: &Edge,
        from: Slot,
        (node, to): (&NodePattern, Slot),
        backward: bool,
        patterns: &mut Patterns,
    ) {
        let known = edge.variable.as_ref().and_then(|name| self.slot(&name.value));
        let mut ways = None;
        let edge_slot = match (&edge.variable, &edge.repeat) {
            (Some(name), Some(_)) if known.is_some() => {
                self.compiler.unsupported(name.span, "edges of a variable length in two places:");
                None
            }
            (None, Some(_)) if edge.properties.is_empty() => None,
            (name, Some(_)) => {
                let slot = match name {
                    Some(name) => self.bind(&name.value),
                    None => self.compiler.slot("", false),
                };
                let tested = self.compiler.slot("", false);
                let tests = edge.properties.iter();
                let tests = tests.map(|it| (self.test(it, tested), it.name.span)).collect();
                let test = all_of(tests);
                ways = Some(Ways { slot, edge: tested, test, is_backward: backward });
                None
            }
            (Some(_), None) if known.is_some() => Some(self.compiler.slot("", false)),
            (Some(name), None) => Some(self.bind(&name.value)),
            (None, None) if !edge.properties.is_empty() => Some(self.compiler.slot("", false)),
            (None, _) => None,
        };
        let source = self.source(node);
        let bound = patterns.bind(to);
        let edges = self.edge_node(edge, backward);
        let hop = Hop { from, edge: edges, edge_slot, to, source, bound, ways };
        patterns.steps.push(Step::Hop(Box::new(hop)));
        if let (Some(known), Some(slot)) = (known, edge_slot) {
            let [known, same] = [known, slot].map(CypherNode::Slot);
            let test = CypherNode::Compare(Box::new(same), vec![(Op::Equal, known)]);
            let test = CypherNode::IsTrue(Box::new(test), edge.span);
            patterns.steps.push(Step::Filter(Node::Cypher(Box::new(test))));
        }
        if let Some(slot) = edge_slot {
            self.tests(&edge.properties, slot, patterns);
        }
        self.node_tests(node, to, patterns);
    }

    fn edge_node(&mut self, edge: &Edge, backward: bool) -> EdgeNode {
        let direction = match (edge.direction, backward) {
            (GqlDirection::Right, false) | (GqlDirection::Left, true) => Direction::OUTGOING,
            (GqlDirection::Left, false) | (GqlDirection::Right, true) => Direction::INCOMING,
            _ => Direction { outgoing: true, incoming: true, undirected: true },
        };
        let mut atoms = Vec::new();
        for ty in &edge.types {
            match self.compiler.graph.edge(&ty.value) {
                Some(view) => atoms.push(EdgeAtomNode::Typed(view, direction)),
                None => self.no_type("edge", &ty.value, ty.span),
            }
        }
        if edge.types.is_empty() {
            atoms.push(EdgeAtomNode::Every(direction));
        }
        EdgeNode(vec![TermNode { atoms, repeat: edge.repeat }])
    }

    fn node_tests(&mut self, node: &NodePattern, slot: Slot, patterns: &mut Patterns) {
        self.tests(&node.properties, slot, patterns);
    }

    /// Adds the conditions in braces: at once, and for their failures at the end.
    fn tests(&mut self, properties: &[Property], slot: Slot, patterns: &mut Patterns) {
        for property in properties {
            let early = self.test(property, slot);
            patterns.steps.push(Step::Filter(early));
            let test = self.test(property, slot);
            patterns.tests.push((test, property.name.span));
        }
    }

    fn test(&mut self, property: &Property, slot: Slot) -> Node {
        let attribute = self.compiler.attribute(&property.name.value);
        let span = property.name.span;
        let value = CypherNode::Property(Box::new(CypherNode::Slot(slot)), attribute, span);
        let sought = self.expr(&property.value);
        let test = CypherNode::Compare(Box::new(value), vec![(Op::Equal, sought)]);
        Node::Cypher(Box::new(CypherNode::IsTrue(Box::new(test), span)))
    }
}

/// Returns the operands of the ANDs of a condition.
pub(super) fn conjuncts(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Chain(first, rest) if matches!(rest.first(), Some((Op::And, _))) => {
            let operands = std::iter::once(&**first).chain(rest.iter().map(|(_, it)| it));
            operands.flat_map(conjuncts).collect()
        }
        ExprKind::Group(inner) => conjuncts(inner),
        _ => vec![expr],
    }
}

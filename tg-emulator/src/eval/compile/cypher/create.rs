//! CREATE: the same as INSERT.

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::cypher::{Edge, Node as NodePattern, Pattern, Property};
use tg_gsql::syntax::ast::query::GqlDirection;

use super::Reader;
use crate::eval::plan::{CypherNode, CypherStep, InsertNode, InsertType, Node, Slot};

/// An end of an edge: a value, and the type of a vertex that is new.
type End = (Option<Node>, Option<String>);

impl Reader<'_, '_> {
    /// Adds the steps that create the vertices and edges of a pattern. A variable that is known is
    /// a vertex that exists.
    pub(super) fn create(&mut self, pattern: &Pattern) {
        let slots: Vec<Option<Slot>> = pattern.nodes().map(|node| self.create_node(node)).collect();
        for (at, (edge, _)) in pattern.steps.iter().enumerate() {
            if let (Some(left), Some(right)) = (slots[at], slots[at + 1]) {
                self.create_edge(edge, left, right);
            }
        }
    }

    /// Returns the slot of the vertex, or of the key of a new one.
    fn create_node(&mut self, node: &NodePattern) -> Option<Slot> {
        let known = node.variable.as_ref().and_then(|name| self.slot(&name.value));
        if let (Some(slot), [], []) = (known, &*node.labels, &*node.properties) {
            return Some(slot);
        }
        let [label] = &*node.labels else {
            self.compiler.problem(node.span, "a new vertex needs one label");
            return None;
        };
        let Some(ty) = self.compiler.graph.vertex(&label.value) else {
            self.no_type("vertex", &label.value, label.span);
            return None;
        };
        let shape = self.compiler.schema.vertex(ty);
        let key: Vec<String> = shape.key_names().into_iter().map(str::to_owned).collect();
        let given = |name: &String| node.properties.iter().find(|it| it.name.value == **name);
        let Some(keys) = key.iter().map(given).collect::<Option<Vec<_>>>() else {
            let what = format!("a new {} needs a value for {}", label.value, key.join(", "));
            self.compiler.problem(node.span, what);
            return None;
        };
        let slot = match &node.variable {
            Some(name) => self.compiler.slot(&name.value, false),
            None => self.compiler.slot("", false),
        };
        let values = keys.iter().map(|it| (Some(self.node(&it.value)), None)).collect();
        if let [key] = &*keys {
            let key = self.node(&key.value);
            self.steps.push(CypherStep::Bind(slot, key));
        }
        let rest = node.properties.iter().filter(|it| !key.contains(&it.name.value));
        self.insert(InsertType::Vertex(ty), values, rest, node.span);
        if let Some(name) = &node.variable {
            self.names.push((name.value.clone(), slot));
        }
        self.created.insert(slot, ty);
        Some(slot)
    }

    fn create_edge(&mut self, edge: &Edge, left: Slot, right: Slot) {
        let ([ty], None) = (&*edge.types, edge.repeat) else {
            self.compiler.problem(edge.span, "a new edge needs one type, and no length");
            return;
        };
        let Some(view) = self.compiler.graph.edge(&ty.value) else {
            self.no_type("edge", &ty.value, ty.span);
            return;
        };
        let directed = self.compiler.schema.edge(view.ty).directed;
        let (from, to) = match edge.direction {
            GqlDirection::Left => (right, left),
            GqlDirection::Right => (left, right),
            _ if !directed => (left, right),
            _ => {
                self.compiler.problem(edge.span, "a new directed edge needs a direction");
                return;
            }
        };
        let ends = vec![self.end(from, edge.span), self.end(to, edge.span)];
        self.insert(InsertType::Edge(view), ends, edge.properties.iter(), edge.span);
    }

    fn end(&mut self, slot: Slot, span: Span) -> End {
        let node = Some(Node::Cypher(Box::new(CypherNode::Slot(slot))));
        let Some(ty) = self.created.get(&slot) else { return (node, None) };
        let shape = self.compiler.schema.vertex(*ty);
        if shape.key_columns().len() > 1 {
            let what = "an edge of a new vertex whose key has several parts:";
            self.compiler.unsupported(span, what);
        }
        (node, Some(shape.name.clone()))
    }

    fn insert<'p>(
        &mut self,
        into: InsertType,
        mut values: Vec<End>,
        attributes: impl Iterator<Item = &'p Property>,
        span: Span,
    ) {
        let mut columns = Vec::new();
        for attribute in attributes {
            columns.push(attribute.name.value.clone());
            values.push((Some(self.node(&attribute.value)), None));
        }
        let insert = InsertNode { into, columns: Some(columns), values, span };
        self.steps.push(CypherStep::Insert(insert));
    }
}

//! CREATE: the same as INSERT.

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::cypher::{Edge, Node as NodePattern, Op, Pattern, Property};
use tg_gsql::syntax::ast::query::GqlDirection;

use super::Reader;
use crate::eval::plan::{CypherNode, CypherStep, InsertNode, InsertType, Node, Slot};
use crate::eval::{Value, function};

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
        let id = self.id(&keys);
        self.steps.push(CypherStep::Bind(slot, id));
        let rest = node.properties.iter().filter(|it| !key.contains(&it.name.value));
        self.insert(InsertType::Vertex(ty), values, rest, node.span);
        if let Some(name) = &node.variable {
            self.names.push((name.value.clone(), slot));
        }
        self.created.insert(slot, Some(ty));
        Some(slot)
    }

    /// Compiles the id of a new vertex; the parts of a key are joined as in the id of a request.
    fn id(&mut self, keys: &[&Property]) -> Node {
        if let [key] = keys {
            return self.node(&key.value);
        }
        let mut parts = Vec::new();
        for key in keys {
            let arguments = vec![self.expr(&key.value)];
            let (name, span) = ("toString".into(), key.value.span);
            if let Some(function) = function::find_cypher("tostring", 1) {
                let comma =
                    CypherNode::Constant(Value::text(if parts.is_empty() { "" } else { "," }));
                parts.push((Op::Add, comma));
                parts.push((Op::Add, CypherNode::Function { function, arguments, name, span }));
            }
        }
        let start = Box::new(CypherNode::Constant(Value::text("")));
        let span = keys.first().map_or_else(Span::default, |key| key.value.span);
        Node::Cypher(Box::new(CypherNode::Chain(start, parts, span)))
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
        if let Some(name) = &edge.variable {
            let slot = self.bind(&name.value);
            self.created.insert(slot, None);
        }
        let ends = vec![self.end(from), self.end(to)];
        self.insert(InsertType::Edge(view), ends, edge.properties.iter(), edge.span);
    }

    fn end(&self, slot: Slot) -> End {
        let node = Some(Node::Cypher(Box::new(CypherNode::Slot(slot))));
        let ty = self.created.get(&slot).copied().flatten();
        (node, ty.map(|ty| self.compiler.schema.vertex(ty).name.clone()))
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

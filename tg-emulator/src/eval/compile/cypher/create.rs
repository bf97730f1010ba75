//! CREATE: the same as INSERT.

use tg_gsql::syntax::Span;
use tg_gsql::syntax::ast::cypher::{Edge, Node as NodePattern, Op, Pattern, Property};
use tg_gsql::syntax::ast::query::{GqlDirection, TypeKind};

use super::{Created, Reader};
use crate::eval::plan::{
    CreatedField, CypherNode, CypherStep, EndType, InsertNode, InsertType, Node, Slot,
};
use crate::eval::{Value, function};

/// An end of an edge: a value, and the type of a vertex that is new.
type End = (Option<Node>, Option<EndType>);

/// The name of a property, the slot of its value, and its place.
type Given = (String, Slot, Span);

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
        let known = node.variable.as_ref().and_then(|name| self.known_vertex(&name.value));
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
        let values = self.values(&node.properties);
        let given = |name: &String| values.iter().find(|(known, ..)| known == name);
        let Some(keys) = key.iter().map(given).collect::<Option<Vec<_>>>() else {
            let what = format!("a new {} needs a value for {}", label.value, key.join(", "));
            self.compiler.problem(node.span, what);
            return None;
        };
        let slot = match &node.variable {
            Some(name) => self.compiler.slot(&name.value, false),
            None => self.compiler.slot("", false),
        };
        self.steps.push(CypherStep::Bind(slot, id(&keys)));
        let ids = keys.iter().map(|(_, slot, _)| (Some(value_of(*slot)), None)).collect();
        let rest = values.iter().filter(|(name, ..)| !key.contains(name));
        self.insert(InsertType::Vertex(ty), ids, rest, node.span);
        if let Some(name) = &node.variable {
            self.names.push((name.value.clone(), slot));
        }
        let given = |name: &str| values.iter().find(|it| it.0 == name).map(|it| it.1);
        let fields = shape.fields().map(|(name, field)| {
            (name.to_owned(), CreatedField { ty, field, id: slot, given: given(name) })
        });
        let attributes = fields.collect();
        self.created.insert(slot, Created { ty: Some(ty), attributes });
        Some(slot)
    }

    /// Returns the slot of a variable, or of a parameter that is a vertex.
    fn known_vertex(&mut self, name: &str) -> Option<Slot> {
        if let Some(slot) = self.slot(name) {
            return Some(slot);
        }
        let mut vertices = self.compiler.query.parameters.iter();
        vertices.find(|it| it.name.value == name && matches!(it.ty.kind, TypeKind::Vertex(_)))?;
        let slot = self.compiler.variable(name)?.slot;
        self.names.push((name.to_owned(), slot));
        Some(slot)
    }

    /// Binds the values of properties, which later clauses read.
    fn values(&mut self, properties: &[Property]) -> Vec<Given> {
        let mut values = Vec::new();
        for Property { name, value } in properties {
            let node = self.node(value);
            values.push((name.value.clone(), self.computed(node), value.span));
        }
        values
    }

    /// Returns a slot with the value of an expression.
    fn computed(&mut self, node: Node) -> Slot {
        let slot = self.compiler.slot("", false);
        self.steps.push(CypherStep::Bind(slot, node));
        slot
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
            self.created.insert(slot, Created::default());
        }
        let ends = vec![self.end(from), self.end(to)];
        let values = self.values(&edge.properties);
        self.insert(InsertType::Edge(view), ends, values.iter(), edge.span);
    }

    fn end(&self, slot: Slot) -> End {
        let ty = self.created.get(&slot).and_then(|it| it.ty);
        let name = ty.map(|ty| self.compiler.schema.vertex(ty).name.as_str());
        (Some(value_of(slot)), name.map(|name| EndType::Name(name.into())))
    }

    fn insert<'p>(
        &mut self,
        into: InsertType,
        mut values: Vec<End>,
        attributes: impl Iterator<Item = &'p Given>,
        span: Span,
    ) {
        let mut columns = Vec::new();
        for (name, slot, _) in attributes {
            columns.push(name.clone());
            values.push((Some(value_of(*slot)), None));
        }
        let insert = InsertNode { into, columns: Some(columns), values, span };
        self.steps.push(CypherStep::Insert(insert));
    }
}

/// Compiles the id of a new vertex, a text; the parts of a key are joined as in a request.
fn id(keys: &[&Given]) -> Node {
    let mut parts = Vec::new();
    for (_, slot, span) in keys {
        let arguments = vec![CypherNode::Slot(*slot)];
        if let Some(function) = function::find_cypher("tostring", 1) {
            let comma = CypherNode::Constant(Value::text(if parts.is_empty() { "" } else { "," }));
            parts.push((Op::Add, comma));
            let name = "toString".into();
            parts.push((Op::Add, CypherNode::Function { function, arguments, name, span: *span }));
        }
    }
    let start = Box::new(CypherNode::Constant(Value::text("")));
    let span = keys.first().map_or_else(Span::default, |(.., span)| *span);
    Node::Cypher(Box::new(CypherNode::Chain(start, parts, span)))
}

fn value_of(slot: Slot) -> Node {
    Node::Cypher(Box::new(CypherNode::Slot(slot)))
}

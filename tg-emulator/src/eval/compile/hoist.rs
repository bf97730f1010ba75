//! Parts of expressions that are the same in all iterations of the innermost loop of a clause.
//! They are evaluated once per loop.

use crate::eval::accum::Method;
use crate::eval::plan::{DegreeOf, Node, Place, Read, Slot, Step, Stmt};

/// The functions whose results depend on nothing but their arguments.
pub(super) const PURE: [&str; 9] =
    ["abs", "ceil", "exp", "floor", "float_to_int", "getvid", "log", "pow", "sqrt"];

/// The slots and accumulators that can change within the loop.
pub(super) struct Loop {
    slots: Vec<Slot>,
    /// The first slot that the clause itself declares.
    first: Slot,
    /// `true` if the clause reads the accumulators from before it.
    reads_before: bool,
}

impl Loop {
    /// The loop of the last step: that of ACCUM.
    pub(super) fn of_steps(steps: &[Step], first: Slot) -> Self {
        let slots = steps.iter().rev().find_map(|step| match step {
            Step::Scan { slot, .. } => Some(vec![*slot]),
            Step::Hop(hop) => Some(std::iter::once(hop.to).chain(hop.edge_slot).collect()),
            Step::Check { .. } | Step::Filter(_) => None,
        });
        Self { slots: slots.unwrap_or_default(), first, reads_before: true }
    }

    /// The loop over the vertices of an alias: that of POST-ACCUM.
    pub(super) fn of_alias(slot: Slot, first: Slot) -> Self {
        Self { slots: vec![slot], first, reads_before: false }
    }

    /// Marks the parts of statements; `count` is the number of marks in the query.
    pub(super) fn statements(&self, statements: &mut [Stmt], count: &mut usize) {
        for statement in statements {
            match statement {
                Stmt::Assign { value, .. } => self.node(value, count),
                Stmt::Declare { value: Some(value), .. } => self.node(value, count),
                Stmt::If(branches, otherwise) => {
                    for (when, _, body) in branches {
                        self.node(when, count);
                        self.statements(body, count);
                    }
                    self.statements(otherwise.as_deref_mut().unwrap_or_default(), count);
                }
                Stmt::Switch(_, branches, otherwise) => {
                    branches.iter_mut().for_each(|(_, body)| self.statements(body, count));
                    self.statements(otherwise.as_deref_mut().unwrap_or_default(), count);
                }
                Stmt::While { condition: (condition, _), body, .. } => {
                    self.node(condition, count);
                    self.statements(body, count);
                }
                Stmt::Foreach(foreach) => self.statements(&mut foreach.body, count),
                _ => {}
            }
        }
    }

    fn node(&self, node: &mut Node, count: &mut usize) {
        if matches!(node, Node::Constant(_) | Node::Slot(..)) {
            return;
        }
        if self.is_constant(node) {
            let inner = std::mem::replace(node, Node::Unsupported);
            *node = Node::Once(*count, Box::new(inner));
            *count += 1;
            return;
        }
        match node {
            Node::Binary(_, operands) => {
                self.node(&mut operands.0, count);
                self.node(&mut operands.1, count);
            }
            Node::Function { arguments, .. } | Node::Tuple(_, arguments) => {
                arguments.iter_mut().for_each(|argument| self.node(argument, count));
            }
            Node::And(operands) | Node::Or(operands) => {
                operands.iter_mut().for_each(|(operand, _)| self.node(operand, count));
            }
            Node::Negative(of, _) | Node::Not(of, _) => self.node(of, count),
            _ => {}
        }
    }

    /// Returns `true` if the value of an expression is the same in all iterations.
    fn is_constant(&self, node: &Node) -> bool {
        let all = |nodes: &[Node]| nodes.iter().all(|node| self.is_constant(node));
        match node {
            Node::Constant(_) => true,
            Node::Slot(slot, _) => *slot < self.first && !self.slots.contains(slot),
            Node::Accum(place) => self.is_constant_place(place),
            Node::AccumMethod(place, Method::Read(_), arguments) => {
                self.is_constant_place(place) && all(arguments)
            }
            Node::Attribute(of, ..) | Node::Negative(of, _) | Node::Not(of, _) => {
                self.is_constant(of)
            }
            Node::GetAttr(get) => self.is_constant(&get.of) && self.is_constant(&get.name),
            Node::Binary(_, operands) => {
                self.is_constant(&operands.0) && self.is_constant(&operands.1)
            }
            Node::And(operands) | Node::Or(operands) => {
                operands.iter().all(|(operand, _)| self.is_constant(operand))
            }
            Node::Function { arguments, name, .. } => {
                PURE.iter().any(|pure| name.eq_ignore_ascii_case(pure)) && all(arguments)
            }
            Node::Degree(degree) => {
                self.is_constant(&degree.of)
                    && match &degree.types {
                        DegreeOf::Named(name) => self.is_constant(name),
                        DegreeOf::All | DegreeOf::Type(_) => true,
                    }
            }
            _ => false,
        }
    }

    fn is_constant_place(&self, place: &Place) -> bool {
        self.reads_before
            && match place {
                Place::Global(_, read) => *read == Read::Before,
                Place::Item { of, edge, read, .. } => {
                    edge.is_none() && *read == Read::Before && self.is_constant(of)
                }
            }
    }
}

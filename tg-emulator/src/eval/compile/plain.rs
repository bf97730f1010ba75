//! Expressions that are computed without values that have memory.

use std::collections::BTreeSet;

use crate::eval::accum::AccumType;
use crate::eval::plan::{Node, Place, Read, Select, Slot, Step, Stmt, Tail, Target};
use crate::eval::ty::Ty;
use crate::eval::value::Plain;
use crate::store::{Field, ValueType};

use super::Compiler;
use super::hoist::PURE;

impl Compiler<'_> {
    /// Marks the expressions of a block.
    pub(super) fn mark_select(&self, select: &mut Select) {
        for step in &mut select.steps {
            if let Step::Filter(condition) = step {
                self.mark(condition);
            }
        }
        select.filter.iter_mut().for_each(|(condition, _)| self.mark(condition));
        self.mark_statements(&mut select.accum.statements);
        if let ([Step::Scan { slot, .. }], None, None) =
            (&*select.steps, &select.sample, &select.per)
        {
            select.by_columns = runs_by_columns(*slot, &select.accum.statements);
        }
        for group in select.posts.iter_mut().flat_map(|post| &mut post.groups) {
            self.mark_statements(&mut group.statements);
            group.by_columns = runs_by_columns(group.alias, &group.statements);
        }
        let Tail { having, order, .. } = &mut select.tail;
        having.iter_mut().for_each(|(having, _)| self.mark(having));
        order.iter_mut().for_each(|sort| self.mark(&mut sort.key));
    }

    fn mark_statements(&self, statements: &mut [Stmt]) {
        for statement in statements {
            match statement {
                Stmt::Assign { value, .. } | Stmt::Declare { value: Some(value), .. } => {
                    self.mark(value);
                }
                Stmt::If(branches, otherwise) => {
                    for (when, _, body) in branches {
                        self.mark(when);
                        self.mark_statements(body);
                    }
                    self.mark_statements(otherwise.as_deref_mut().unwrap_or_default());
                }
                Stmt::Switch(_, branches, otherwise) => {
                    branches.iter_mut().for_each(|(_, body)| self.mark_statements(body));
                    self.mark_statements(otherwise.as_deref_mut().unwrap_or_default());
                }
                Stmt::While { condition: (condition, _), body, .. } => {
                    self.mark(condition);
                    self.mark_statements(body);
                }
                Stmt::Foreach(foreach) => self.mark_statements(&mut foreach.body),
                _ => {}
            }
        }
    }

    /// Marks the greatest parts of an expression that can be computed with plain values.
    fn mark(&self, node: &mut Node) {
        if let Node::Once(_, of) = node {
            return self.mark(of);
        }
        if self.is_plain(node) {
            if !matches!(node, Node::Constant(_) | Node::Slot(..)) {
                let inner = std::mem::replace(node, Node::Unsupported);
                *node = Node::Plain(Box::new(inner));
            }
            return;
        }
        match node {
            Node::Binary(_, operands) => {
                self.mark(&mut operands.0);
                self.mark(&mut operands.1);
            }
            Node::And(operands) | Node::Or(operands) => {
                operands.iter_mut().for_each(|(operand, _)| self.mark(operand));
            }
            Node::Negative(of, _) | Node::Not(of, _) => self.mark(of),
            Node::Function { arguments, .. } | Node::Tuple(_, arguments) => {
                arguments.iter_mut().for_each(|argument| self.mark(argument));
            }
            Node::Case(operand, branches, otherwise) => {
                operand.iter_mut().for_each(|operand| self.mark(operand));
                for (when, then, _) in branches {
                    self.mark(when);
                    self.mark(then);
                }
                otherwise.iter_mut().for_each(|otherwise| self.mark(otherwise));
            }
            _ => {}
        }
    }

    fn is_plain(&self, node: &Node) -> bool {
        match node {
            Node::Constant(value) => Plain::of(value).is_some(),
            Node::Slot(..) | Node::Once(..) => true,
            Node::Accum(place) => {
                let is_simple = match place {
                    Place::Global(..) => true,
                    Place::Item { of, edge, .. } => edge.is_none() && is_slot(of),
                };
                is_simple
                    && match &*self.type_of(place) {
                        AccumType::BitOr(width) | AccumType::BitAnd(width) => *width <= 64,
                        AccumType::Sum(ty) | AccumType::Min(ty) | AccumType::Max(ty) => {
                            matches!(ty, Ty::Int | Ty::Double | Ty::Bool | Ty::Vertex(_))
                        }
                        AccumType::Or | AccumType::And | AccumType::Avg => true,
                        _ => false,
                    }
            }
            Node::Attribute(of, attribute, _) => {
                let is_plain = |ty: &ValueType| {
                    matches!(ty, ValueType::Int(_) | ValueType::Double | ValueType::Bool)
                };
                let mut fields = self.schema.vertex_ids().zip(&attribute.of_vertices);
                let mut columns = self.schema.edge_ids().zip(&attribute.of_edges);
                is_slot(of)
                    && fields.all(|(ty, field)| match field {
                        Some(Field::Column(at)) => {
                            is_plain(&self.schema.vertex(ty).columns[*at].ty)
                        }
                        Some(Field::Id(_)) => false,
                        None => true,
                    })
                    && columns.all(|(ty, column)| {
                        column.is_none_or(|at| is_plain(&self.schema.edge(ty).columns[at].ty))
                    })
            }
            Node::GetAttr(get) => {
                is_slot(&get.of)
                    && matches!(get.name, Node::Constant(_) | Node::Slot(..))
                    && matches!(get.ty, Some((Ty::Int | Ty::Double | Ty::Bool, _)))
            }
            Node::Degree(degree) => is_slot(&degree.of),
            Node::Binary(_, operands) => self.is_plain(&operands.0) && self.is_plain(&operands.1),
            Node::And(operands) | Node::Or(operands) => {
                operands.iter().all(|(operand, _)| self.is_plain(operand))
            }
            Node::Not(of, _) | Node::Negative(of, _) => self.is_plain(of),
            Node::Function { arguments, name, .. } => {
                matches!(arguments.as_slice(), [argument] if self.is_plain(argument))
                    && PURE.iter().any(|pure| name.eq_ignore_ascii_case(pure))
            }
            _ => false,
        }
    }
}

/// Returns `true` if each statement can be run for many vertices of an alias before the next one:
/// if no statement reads what another one has changed at another vertex, and the values of an
/// accumulator are still added in the same order.
fn runs_by_columns(alias: Slot, statements: &[Stmt]) -> bool {
    let mut changed = BTreeSet::new();
    let are_places = statements.iter().all(|statement| match statement {
        Stmt::Assign { target: Target::Accum(Place::Global(number, _)), .. } => {
            changed.insert(*number)
        }
        Stmt::Assign { target: Target::Accum(place), .. } => is_of_alias(place, alias),
        _ => false,
    });
    are_places
        && statements.iter().all(|statement| match statement {
            Stmt::Assign { value, .. } => reads_alias_only(value, alias, &changed),
            _ => false,
        })
}

fn is_of_alias(place: &Place, alias: Slot) -> bool {
    match place {
        Place::Item { of, edge: None, .. } => matches!(&**of, Node::Slot(of, _) if *of == alias),
        _ => false,
    }
}

/// Returns `true` if the value of an expression depends on one vertex and on what does not change.
fn reads_alias_only(node: &Node, alias: Slot, changed: &BTreeSet<usize>) -> bool {
    let reads = |node: &Node| reads_alias_only(node, alias, changed);
    match node {
        Node::Constant(_) | Node::Slot(..) => true,
        Node::Plain(of)
        | Node::Once(_, of)
        | Node::Not(of, _)
        | Node::Negative(of, _)
        | Node::Attribute(of, ..) => reads(of),
        Node::Accum(Place::Global(number, read)) => {
            *read == Read::Before || !changed.contains(number)
        }
        Node::Accum(place) => is_of_alias(place, alias),
        Node::GetAttr(get) => reads(&get.of) && reads(&get.name),
        Node::Binary(_, operands) => reads(&operands.0) && reads(&operands.1),
        Node::And(operands) | Node::Or(operands) => operands.iter().all(|(it, _)| reads(it)),
        Node::Degree(degree) => matches!(degree.of, Node::Slot(..)),
        Node::Function { arguments, name, .. } => {
            PURE.iter().any(|pure| name.eq_ignore_ascii_case(pure)) && arguments.iter().all(reads)
        }
        _ => false,
    }
}

fn is_slot(node: &Node) -> bool {
    matches!(node, Node::Slot(..))
}

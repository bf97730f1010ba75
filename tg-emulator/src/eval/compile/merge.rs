//! ACCUM clauses whose rows can be merged: those of parallel edges, and those of a source.

use crate::eval::accum::AccumType;
use crate::eval::plan::{
    Added, DegreeOf, Merge, Node, Place, Read, Select, Slot, Step, Stmt, Target, Times,
};
use crate::eval::ty::Ty;

use super::Compiler;
use super::hoist::PURE;

impl Compiler<'_> {
    /// Returns the way in which the rows of a block are merged, if its statements only add values
    /// without side effects, and the order of the rows makes no difference to any sum.
    pub(super) fn merge(&self, select: &Select) -> Option<Merge> {
        let Select { steps, sample: None, per, accum, filter, .. } = select else { return None };
        let [Step::Scan { slot, .. }, .., Step::Hop(last)] = steps.as_slice() else { return None };
        let (first, to) = (*slot, last.to);
        let (mut hops, mut edges, mut slots) = (0, Vec::new(), Vec::new());
        for step in &steps[1..] {
            match step {
                Step::Hop(hop) => {
                    if hop.bound || hop.edge.0.len() != 1 || hop.edge.0[0].repeat.is_some() {
                        return None;
                    }
                    hops += 1;
                    edges.extend(hop.edge_slot);
                }
                Step::Filter(node) => reads(node, &mut slots)?,
                Step::Scan { .. } | Step::Check { .. } => return None,
            }
        }
        let is_distinct = match per.as_deref() {
            None => false,
            Some([a, b]) if hops == 1 && [[first, to], [to, first]].contains(&[*a, *b]) => true,
            Some(_) => return None,
        };
        if let Some((filter, _)) = filter {
            reads(filter, &mut slots)?;
        }
        let mut parts = Vec::new();
        let mut places = Vec::new();
        for statement in &accum.statements {
            let Stmt::Assign { target: Target::Accum(place), set: false, value } = statement else {
                return None;
            };
            let mut read = Vec::new();
            reads(value, &mut read)?;
            let (is_global, number, of_end) = match place {
                Place::Global(number, _) => (true, *number, false),
                Place::Item { of, vertex: Some(number), edge: None, .. } => match &**of {
                    Node::Slot(slot, _) => (false, *number, *slot == to),
                    _ => return None,
                },
                Place::Item { .. } => return None,
            };
            let per_row = read.contains(&to);
            let (times, has_order) = times(&self.type_of(place))?;
            if has_order && (hops > 1 || (per_row && !of_end)) {
                return None;
            }
            places.push(((is_global, number), has_order));
            slots.extend(read);
            parts.push(Added { times, per_row, of_end });
        }
        // The values of two statements would be added in another order.
        let is_alone = |(at, (place, has_order)): (usize, &((bool, usize), bool))| {
            let mut others = places.iter().enumerate();
            !has_order || others.all(|(other, (known, _))| other == at || known != place)
        };
        (!parts.is_empty()
            && places.iter().enumerate().all(is_alone)
            && !slots.iter().any(|slot| edges.contains(slot)))
        .then_some(Merge { parts, is_distinct })
    }
}

/// Returns how an accumulator takes the same value several times, and `true` if the order of the
/// values makes a difference. Returns `None` if the rows must remain.
///
/// Sums of reals are rounded, and the two zeros are equal but not the same.
fn times(ty: &AccumType) -> Option<(Times, bool)> {
    let is_real = |ty: &Ty| match ty {
        Ty::Float | Ty::Double => Some(true),
        Ty::Int | Ty::Uint | Ty::Bool | Ty::Text | Ty::DateTime | Ty::Vertex(_) => Some(false),
        _ => None,
    };
    Some(match ty {
        AccumType::Sum(Ty::Int) => (Times::Product, false),
        AccumType::Sum(Ty::Uint) => (Times::Each, false),
        AccumType::Sum(Ty::Float | Ty::Double) | AccumType::Avg => (Times::Each, true),
        AccumType::Or | AccumType::And | AccumType::BitOr(_) | AccumType::BitAnd(_) => {
            (Times::Once, false)
        }
        AccumType::Min(ty) | AccumType::Max(ty) | AccumType::Set(ty) => (Times::Once, is_real(ty)?),
        _ => return None,
    })
}

/// Adds the slots that an expression reads. Returns `None` if its value can be different in rows
/// with the same vertices.
fn reads(node: &Node, slots: &mut Vec<Slot>) -> Option<()> {
    let mut all = |nodes: &[Node]| nodes.iter().try_for_each(|node| reads(node, slots));
    match node {
        Node::Constant(_) => Some(()),
        Node::Slot(slot, _) => {
            slots.push(*slot);
            Some(())
        }
        Node::Once(_, of)
        | Node::Attribute(of, ..)
        | Node::Negative(of, _)
        | Node::Not(of, _)
        | Node::Accum(Place::Item { of, edge: None, read: Read::Before, .. }) => reads(of, slots),
        Node::Accum(Place::Global(_, Read::Before)) => Some(()),
        Node::Binary(_, operands) | Node::CountCommon(operands) => {
            reads(&operands.0, slots)?;
            reads(&operands.1, slots)
        }
        Node::Between { operands, .. } => {
            reads(&operands.0, slots)?;
            reads(&operands.1, slots)?;
            reads(&operands.2, slots)
        }
        Node::And(operands) | Node::Or(operands) => {
            operands.iter().try_for_each(|(operand, _)| reads(operand, slots))
        }
        Node::Function { arguments, name, .. } => {
            PURE.iter().any(|pure| name.eq_ignore_ascii_case(pure)).then_some(())?;
            all(arguments)
        }
        Node::Degree(degree) => {
            reads(&degree.of, slots)?;
            match &degree.types {
                DegreeOf::Named(name) => reads(name, slots),
                _ => Some(()),
            }
        }
        _ => None,
    }
}

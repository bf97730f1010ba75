//! ACCUM clauses whose rows can be merged: those of parallel edges, and those of a source.

use crate::eval::accum::Times;
use crate::eval::plan::{
    Added, DegreeOf, Merge, Node, Place, Read, Select, Slot, Step, Stmt, Target,
};

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
                    Node::Slot(slot, _) => {
                        slots.push(*slot);
                        (false, *number, *slot == to)
                    }
                    _ => return None,
                },
                Place::Item { .. } => return None,
            };
            let per_row = read.contains(&to);
            let (times, has_order) = Times::of(&self.type_of(place))?;
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
        if parts.is_empty() {
            // Single rows end with the first match of an alias that is not needed.
            let is_needed = select.selected == to || select.others.contains(&to);
            if hops > 1 || !(is_needed || filter.is_none()) {
                return None;
            }
        }
        (places.iter().enumerate().all(is_alone) && !slots.iter().any(|slot| edges.contains(slot)))
            .then_some(Merge { parts, reads: slots, is_distinct })
    }
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

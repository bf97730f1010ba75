//! openCypher, compiled to the same steps and projections as SELECT.

mod create;
mod expr;
mod pattern;
mod projection;

use std::collections::BTreeMap;

use tg_gsql::syntax::ast::cypher::{Clause, ClauseKind, Cypher, Expr, Match, SetItem};
use tg_gsql::syntax::{Name, Span};

use super::Compiler;
use crate::eval::plan::{
    Aggregate, CreatedField, CypherNode, CypherQuery, CypherStep, Node, Part, Slot, Step,
};
use crate::store::VertexTypeId;

/// Compiles the body of a query.
pub(super) fn compile(compiler: &mut Compiler<'_>, body: &Cypher) -> CypherQuery {
    let mut parts = Vec::new();
    let mut columns = None;
    let unions = body.unions.iter().map(|union| !union.all);
    for (clauses, distinct) in body.parts().zip(std::iter::once(false).chain(unions)) {
        let mut reader = Reader {
            compiler: &mut *compiler,
            names: Vec::new(),
            created: BTreeMap::new(),
            aggregates: None,
            steps: Vec::new(),
            columns: None,
        };
        clauses.iter().for_each(|clause| reader.clause(clause));
        let Reader { steps: clauses, columns: own, .. } = reader;
        columns = columns.or(own);
        parts.push(Part { clauses, distinct });
    }
    CypherQuery { parts, columns: columns.map(|names| names.into_iter().map(Into::into).collect()) }
}

/// The compiler of a part.
struct Reader<'c, 'a> {
    compiler: &'c mut Compiler<'a>,
    /// The variables in scope, in the order in which they are bound.
    names: Vec<(String, Slot)>,
    /// The slots of the ids of vertices that the query creates, and of its new edges.
    created: BTreeMap<Slot, Created>,
    /// The aggregates of the present projection.
    aggregates: Option<Vec<Aggregate>>,
    steps: Vec<CypherStep>,
    /// The columns of RETURN.
    columns: Option<Vec<String>>,
}

/// A vertex or edge that the query creates, which it cannot read from the store.
#[derive(Default)]
struct Created {
    /// The type of a vertex.
    ty: Option<VertexTypeId>,
    /// Its attributes, unless a WITH separates them from their clause.
    attributes: BTreeMap<String, CreatedField>,
}

impl Reader<'_, '_> {
    fn clause(&mut self, clause: &Clause) {
        match &clause.kind {
            ClauseKind::Match(it) => self.match_clause(it, clause.span),
            ClauseKind::Unwind { list, name } => {
                let list = (self.node(list), list.span);
                let slot = self.bind(&name.value);
                self.steps.push(CypherStep::Unwind { list, slot });
            }
            ClauseKind::With(projection) => {
                self.project(projection);
                if let Some(filter) = &projection.filter {
                    let (node, span) = self.condition(filter);
                    self.steps.push(CypherStep::Filter(node, span));
                }
            }
            ClauseKind::Return(projection) => {
                self.project(projection);
                self.columns = Some(self.names.iter().map(|(name, _)| name.clone()).collect());
            }
            ClauseKind::Create(patterns) => patterns.iter().for_each(|it| self.create(it)),
            ClauseKind::Set(items) => items.iter().for_each(|item| self.set(item)),
            ClauseKind::Delete { items, .. } => items.iter().for_each(|item| self.delete(item)),
            _ => self.compiler.unsupported(clause.span, "the clause"),
        }
    }

    fn match_clause(&mut self, clause: &Match, span: Span) {
        let known = self.names.len();
        let mut patterns = pattern::Patterns::new(self.names.iter().map(|(_, slot)| *slot));
        for it in &clause.patterns {
            self.pattern(it, &mut patterns);
        }
        let pattern::Patterns { mut steps, mut tests, .. } = patterns;
        let slots = self.names[known..].iter().map(|(_, slot)| *slot).collect();
        if let Some(filter) = &clause.filter {
            for condition in pattern::conjuncts(filter) {
                self.early(condition, &mut steps);
            }
            tests.push(self.condition(filter));
        }
        let filter = super::select::all_of(tests);
        self.steps.push(CypherStep::Match { kind: clause.kind, steps, filter, slots, span });
    }

    /// Adds a test of a condition after the step that binds the last of its variables.
    fn early(&mut self, condition: &Expr, steps: &mut Vec<Step>) {
        let mut slots = Vec::new();
        condition.each(&mut |expr| slots.extend(self.slot_of_name(expr)));
        let last = slots
            .iter()
            .filter_map(|slot| steps.iter().position(|step| super::select::binds(step, *slot)));
        if let Some(last) = last.max().filter(|last| last + 1 < steps.len()) {
            let (node, _) = self.condition(condition);
            steps.insert(last + 1, Step::Filter(node));
        }
    }

    fn set(&mut self, item: &SetItem) {
        let value = self.node(&item.value);
        let attribute = self.compiler.attribute(&item.attribute.value);
        if let Some(slot) = self.stored(&item.variable) {
            let span = item.attribute.span;
            self.steps.push(CypherStep::Set { slot, attribute, value, span });
        }
    }

    fn delete(&mut self, item: &Expr) {
        match self.slot_of_name(item) {
            Some(slot) => self.steps.push(CypherStep::Delete(slot, item.span)),
            None => {
                let what = "DELETE of something else than a variable:";
                self.compiler.unsupported(item.span, what);
            }
        }
    }

    /// Binds a variable to a new slot.
    fn bind(&mut self, name: &str) -> Slot {
        let slot = self.compiler.slot(name, false);
        self.names.push((name.to_owned(), slot));
        slot
    }

    /// Returns the slot of a variable, if it is in scope.
    fn slot(&self, name: &str) -> Option<Slot> {
        self.names.iter().rev().find(|(known, _)| known == name).map(|(_, slot)| *slot)
    }

    /// Returns the slot of a variable whose value is stored already, or the value of which is the
    /// id of a new vertex.
    fn value_slot(&mut self, name: &Name) -> Option<Slot> {
        let slot = self.slot(&name.value);
        match slot.and_then(|slot| self.created.get(&slot)) {
            Some(Created { ty: Some(_), .. }) => slot,
            _ => self.stored(name),
        }
    }

    /// Returns the slot of a variable whose value is stored already.
    fn stored(&mut self, name: &Name) -> Option<Slot> {
        let slot = self.slot(&name.value);
        match slot {
            Some(slot) if self.created.contains_key(&slot) => {
                let what = "reading or changing what the query itself creates:";
                self.compiler.unsupported(name.span, what);
                None
            }
            None => {
                self.compiler.undefined(&name.value, name.span);
                None
            }
            slot => slot,
        }
    }

    /// Compiles an expression for the places in which GSQL has expressions.
    fn node(&mut self, expr: &Expr) -> Node {
        Node::Cypher(Box::new(self.expr(expr)))
    }

    /// Compiles a condition, which null does not meet.
    fn condition(&mut self, expr: &Expr) -> (Node, Span) {
        let of = Box::new(self.expr(expr));
        (Node::Cypher(Box::new(CypherNode::IsTrue(of, expr.span))), expr.span)
    }
}

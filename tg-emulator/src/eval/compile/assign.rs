//! Assignments.

use tg_gsql::syntax::ast::query::{Assign, AssignOp, Expr, Select, Target as AstTarget};
use tg_gsql::syntax::{Name, Span};

use super::{Compiler, Kind};
use crate::eval::accum::AccumType;
use crate::eval::plan::{Node, Place, Read, Slot, Stmt, Target};
use crate::eval::ty::Ty;

impl Compiler<'_> {
    pub(super) fn assign(&mut self, assign: &Assign, value: Node, span: Span) -> Option<Stmt> {
        let set = assign.op == AssignOp::Set;
        let target = match &assign.target {
            AstTarget::Global { name, indexes } => {
                let slot = self.global(&name.value, name.span)?;
                if let Some(clause) = self.clause.as_mut().filter(|clause| clause.dml) {
                    if set && indexes.is_empty() {
                        let what = "a global accumulator cannot be assigned in ACCUM or POST-ACCUM";
                        self.problem(span, what);
                        return None;
                    }
                    clause.changed_globals.insert(slot);
                }
                self.target_of(Place::Global(slot, Read::Current), indexes)
            }
            AstTarget::Accumulator { alias, name, indexes } => {
                let place = self.changed_item(alias, name)?;
                self.target_of(place, indexes)
            }
            AstTarget::Name { name, types } => {
                let target = self.variable_target(name, set, span)?;
                self.with_types(target, types)
            }
            AstTarget::Member { alias, name } => {
                let Some(variable) = self.variable(&alias.value) else {
                    self.undefined(&alias.value, alias.span);
                    return None;
                };
                let is_vertex =
                    matches!(variable.kind, Kind::VertexAlias | Kind::Variable(Ty::Vertex(_)));
                if is_vertex && set && self.clause.as_ref().is_some_and(|clause| clause.accum) {
                    let (alias, name) = (&alias.value, &name.value);
                    let what = "cannot be assigned with = in ACCUM; POST-ACCUM can assign it";
                    self.problem(span, format!("the attribute {alias}.{name} {what}"));
                    return None;
                }
                let attribute = self.attribute(&name.value);
                Target::Attribute(variable.slot, attribute, name.span)
            }
        };
        let value = self.element(&target, value);
        Some(Stmt::Assign { target, set, value })
    }

    /// Returns a value for a target. A list that is added to a list of lists is one element, also
    /// if it is empty.
    fn element(&mut self, target: &Target, value: Node) -> Node {
        if let (Target::Accum(target), Node::Accum(place)) = (target, &value)
            && let (AccumType::List(element), AccumType::List(added)) =
                (&*self.type_of(target), &*self.type_of(place))
            && element.levels() == added.levels() + 1
        {
            return Node::List(vec![value]);
        }
        value
    }

    fn target_of(&mut self, place: Place, indexes: &[Expr]) -> Target {
        match indexes {
            [] => Target::Accum(place),
            indexes => {
                let indexes = indexes.iter().map(|index| self.expr(index)).collect();
                Target::Cell(place, indexes)
            }
        }
    }

    /// Returns an accumulator of a vertex or edge that a statement changes.
    fn changed_item(&mut self, alias: &Name, name: &Name) -> Option<Place> {
        let Some(variable) = self.variable(&alias.value) else {
            self.undefined(&alias.value, alias.span);
            return None;
        };
        let of = Box::new(Node::Slot(variable.slot, alias.span));
        let Some(place) = self.item(of, name, Read::Current) else {
            self.not_declared("@", &name.value, name.span);
            return None;
        };
        self.changes(&place);
        Some(place)
    }

    /// Records that the present clause changes an accumulator.
    pub(super) fn changes(&mut self, place: &Place) {
        let Some(clause) = &mut self.clause else { return };
        match place {
            Place::Global(slot, _) => _ = clause.changed_globals.insert(*slot),
            Place::Item { vertex, .. } => clause.changed_accums.extend(vertex),
        }
    }

    fn variable_target(&mut self, name: &Name, set: bool, span: Span) -> Option<Target> {
        let is_known = self.scopes.iter().any(|it| it.variables.contains_key(&name.value));
        if !is_known && !set {
            self.undefined(&name.value, name.span);
            return None;
        }
        if !is_known {
            if self.clause.is_some() {
                self.problem(name.span, format!("the variable {} is not declared", name.value));
                return None;
            }
            let slot = self.declare_set(&name.value, Kind::Set);
            return Some(Target::Vertices { slot, types: None, span });
        }
        let variable = self.variable(&name.value)?;
        let depth = self.depth_of(&name.value);
        match variable.kind {
            Kind::Parameter | Kind::Loop => {
                self.problem(span, format!("the parameter {} cannot be changed", name.value));
                None
            }
            Kind::VertexAlias | Kind::EdgeAlias => {
                self.problem(span, format!("the alias {} cannot be changed", name.value));
                None
            }
            Kind::Variable(ty) => {
                let slot = variable.slot;
                let clause = self.clause.as_ref().filter(|clause| clause.dml);
                let deferred = clause.is_some_and(|clause| depth < clause.scopes);
                Some(Target::Variable { slot, ty, deferred })
            }
            Kind::Set | Kind::Table => {
                Some(Target::Vertices { slot: variable.slot, types: None, span })
            }
        }
    }

    /// Compiles `S = SELECT ..`.
    pub(super) fn assign_select(&mut self, assign: &Assign, select: &Select) -> Option<Stmt> {
        let AstTarget::Name { name, types } = &assign.target else {
            let slot = self.slot("", false);
            let compiled = self.select(select)?;
            let value = Node::Slot(slot, select.span);
            // A SELECT that is added to a global accumulator.
            let assigned = self.assign(assign, value, select.span)?;
            let span = select.span;
            let select = Stmt::Select { slot, select: Box::new(compiled), types: None, span };
            let condition = Node::Constant(crate::eval::Value::Bool(true));
            return Some(Stmt::If(
                vec![(condition, name_span(assign), vec![select, assigned])],
                None,
            ));
        };
        let compiled = self.select(select)?;
        let target = self.variable_target(name, true, name.span)?;
        match self.with_types(target, types) {
            Target::Vertices { slot, types, span } => {
                Some(Stmt::Select { slot, select: Box::new(compiled), types, span })
            }
            Target::Variable { slot, .. } => {
                let (select, span) = (Box::new(compiled), name.span);
                Some(Stmt::Select { slot, select, types: None, span })
            }
            _ => None,
        }
    }

    /// Adds the types that an assignment declares.
    fn with_types(&self, target: Target, types: &[Name]) -> Target {
        match target {
            Target::Vertices { slot, span, .. } if !types.is_empty() => {
                // With another word, as in `S (ANY)`, there is no restriction.
                let known: Option<_> =
                    types.iter().map(|ty| self.graph.vertex(&ty.value)).collect();
                Target::Vertices { slot, types: Some(known.unwrap_or_default()), span }
            }
            other => other,
        }
    }

    /// Returns the slot of a vertex set that is assigned.
    pub(super) fn set_slot(&mut self, name: &Name) -> Option<Slot> {
        match self.variable_target(name, true, name.span)? {
            Target::Vertices { slot, .. } | Target::Variable { slot, .. } => Some(slot),
            _ => None,
        }
    }
}

fn name_span(assign: &Assign) -> Span {
    match &assign.target {
        AstTarget::Global { name, .. }
        | AstTarget::Accumulator { name, .. }
        | AstTarget::Name { name, .. }
        | AstTarget::Member { name, .. } => name.span,
    }
}

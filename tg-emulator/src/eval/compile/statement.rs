//! Statements.

use std::sync::Arc;

use tg_gsql::syntax::ast::EdgeDecl;
use tg_gsql::syntax::ast::query::{
    AccumulatorDecl, Expr, ExprKind, Foreach, Iteration, Statement, StatementKind, Switch,
    Target as AstTarget, Try, Type, TypeKind, Value,
};
use tg_gsql::syntax::{Name, Span};

use super::{Compiler, Kind};
use crate::eval::accum::AccumType;
use crate::eval::plan::{self, AccumName, Node, Over, Place, Stmt};
use crate::eval::ty::Ty;

impl Compiler<'_> {
    pub(super) fn statements(&mut self, statements: &[Statement]) -> Vec<Stmt> {
        let mut compiled = Vec::with_capacity(statements.len());
        statements.iter().for_each(|statement| self.statement(statement, &mut compiled));
        compiled
    }

    /// Compiles statements in a scope of their own.
    pub(super) fn block(&mut self, statements: &[Statement]) -> Vec<Stmt> {
        self.in_scope(|compiler| compiler.statements(statements))
    }

    fn statement(&mut self, statement: &Statement, out: &mut Vec<Stmt>) {
        let span = statement.span;
        let compiled = match &statement.kind {
            StatementKind::Print(print) => self.print(print),
            StatementKind::Typedef { name, ty } => return self.typedef(name, ty),
            StatementKind::Declare { ty, variables } => {
                let ty = self.ty(ty);
                for variable in variables {
                    let value = variable.value.as_ref().map(|value| self.expr(value));
                    let slot = self.declare(&variable.name.value, Kind::Variable(ty.clone()));
                    out.push(Stmt::Declare { slot, ty: ty.clone(), value });
                }
                return;
            }
            StatementKind::DeclareAccumulators { is_static, ty, of_edges, accumulators } => {
                let ty = Arc::new(self.accum_type(ty));
                for declared in accumulators {
                    if *is_static && !declared.global {
                        self.unsupported(span, "STATIC accumulators of vertices and edges:");
                    }
                    let compiled = self.accumulator(declared, &ty, *of_edges, *is_static);
                    out.push(compiled);
                }
                return;
            }
            StatementKind::DeclareFile { name, path } => {
                let (value, span) = (self.expr(path), path.span);
                let slot = self.declare(&name.value, Kind::Variable(Ty::File));
                Stmt::DeclareFile { slot, path: value, span }
            }
            StatementKind::DeclareException { name, code } => {
                let number = self.exceptions.len();
                self.exceptions.insert(name.value.clone(), (number, *code));
                return;
            }
            StatementKind::Assign(assign) => match &assign.value {
                Value::Expr(value) => {
                    let value_node = self.expr(value);
                    match self.assign(assign, value_node, span) {
                        Some(statement) => statement,
                        None => return,
                    }
                }
                Value::Select(select) => match self.assign_select(assign, select) {
                    Some(statement) => statement,
                    None => return,
                },
                Value::Load(loads) => match self.load_accum(assign, loads, span) {
                    Some(statement) => statement,
                    None => return,
                },
            },
            StatementKind::SelectInto(select) => match self.select_into(select) {
                Some(select) => Stmt::SelectInto(Box::new(select)),
                None => return,
            },
            StatementKind::Call(call) => self.call_statement(call),
            StatementKind::If(all) => {
                let branches = all.branches.iter().map(|branch| {
                    let when = self.expr(&branch.when);
                    (when, branch.when.span, self.block(&branch.body))
                });
                let branches = branches.collect();
                Stmt::If(branches, all.otherwise.as_ref().map(|body| self.block(body)))
            }
            StatementKind::Case(switch) => self.switch(switch),
            StatementKind::While { condition, limit, body } => {
                let limit = limit.as_ref().map(|limit| (self.expr(limit), limit.span));
                let condition = (self.expr(condition), condition.span);
                Stmt::While { condition, limit, body: self.block(body) }
            }
            StatementKind::Foreach(foreach) => self.foreach(foreach),
            StatementKind::Break => Stmt::Break,
            StatementKind::Continue => Stmt::Continue,
            StatementKind::Log(parts) => {
                // A log is not part of the answer; its expressions must be valid all the same.
                parts.iter().for_each(|part| _ = self.expr(part));
                return;
            }
            StatementKind::Return(value) => {
                Stmt::Return(value.as_ref().map(|value| self.expr(value)))
            }
            StatementKind::Raise { name, message } => match self.raise(name, message.as_ref()) {
                Some(statement) => statement,
                None => return,
            },
            StatementKind::Try(all) => self.try_block(all),
            StatementKind::Insert(insert) => match self.insert(insert, span) {
                Some(insert) => Stmt::Insert(Box::new(insert)),
                None => return,
            },
            StatementKind::Update(update) => self.update(update, span),
            StatementKind::Delete(delete) => self.delete(delete, span),
            StatementKind::DeleteAlias(name) => match self.variable(&name.value) {
                Some(variable) => Stmt::DeleteAlias(variable.slot, name.span),
                None => return self.undefined(&name.value, name.span),
            },
            StatementKind::Table(table) => match self.table_statement(table) {
                Some(statement) => statement,
                None => return,
            },
            StatementKind::VirtualEdge(edge) => return self.virtual_edge(edge),
            _ => return self.unsupported(span, "the statement"),
        };
        out.push(compiled);
    }

    /// Checks the place of a virtual edge, which is part of the schema of the query.
    fn virtual_edge(&mut self, edge: &EdgeDecl) {
        // The scopes of the parameters and of the body.
        if self.scopes.len() > 2 {
            let what = format!("the virtual edge {} is created in a block", edge.name.value);
            self.problem(edge.name.span, what);
        }
    }

    pub(super) fn undefined(&mut self, name: &str, span: Span) {
        self.problem(span, format!("the name '{name}' is not defined"));
    }

    fn typedef(&mut self, name: &Name, ty: &Type) {
        match &ty.kind {
            TypeKind::Tuple(fields) => {
                let tuple = self.tuple(fields);
                self.tuples.insert(name.value.clone(), tuple);
            }
            _ => {
                let accum = Arc::new(self.accum_type(ty));
                self.accum_types.insert(name.value.clone(), accum);
            }
        }
    }

    fn accumulator(
        &mut self,
        declared: &AccumulatorDecl,
        ty: &Arc<AccumType>,
        edge: bool,
        is_static: bool,
    ) -> Stmt {
        let sizes = declared.dimensions.iter().flatten().map(|size| self.expr(size)).collect();
        let value = declared.value.as_ref().map(|value| self.expr(value));
        let name = declared.name.value.clone();
        let (all, is_edge) = match (declared.global, edge) {
            (true, _) => (&mut self.globals, false),
            (false, true) => (&mut self.edge_accums, true),
            (false, false) => (&mut self.vertex_accums, false),
        };
        let slot = all.len();
        all.push(AccumName { name: name.as_str().into(), ty: ty.clone() });
        if let Some(scope) = self.scopes.last_mut() {
            let names = match (declared.global, is_edge) {
                (true, _) => &mut scope.globals,
                (false, true) => &mut scope.edge_accums,
                (false, false) => &mut scope.vertex_accums,
            };
            names.insert(name, slot);
        }
        let ty = ty.clone();
        match (declared.global, is_edge) {
            (true, _) => Stmt::DeclareGlobal { slot, ty, sizes, value, is_static },
            (false, true) => Stmt::DeclareEdge { slot, ty, value },
            (false, false) => Stmt::DeclareVertex { slot, ty, sizes, value },
        }
    }

    fn call_statement(&mut self, call: &Expr) -> Stmt {
        if let ExprKind::Method { of, method, arguments } = &call.kind
            && method.value.eq_ignore_ascii_case("println")
            && let ExprKind::Name(name) = &of.kind
            && let Some(variable) = self.variable(name)
        {
            let arguments = arguments.iter().map(|it| self.expr(it)).collect();
            return Stmt::Println(variable.slot, arguments, call.span);
        }
        Stmt::Call(self.expr(call))
    }

    fn switch(&mut self, switch: &Switch) -> Stmt {
        let otherwise = |compiler: &mut Self| {
            switch.otherwise.as_ref().map(|otherwise| compiler.block(otherwise))
        };
        match &switch.operand {
            Some(operand) => {
                let operand = self.expr(operand);
                let branches = switch.branches.iter();
                let branches = branches
                    .map(|branch| (self.expr(&branch.when), self.block(&branch.body)))
                    .collect();
                Stmt::Switch(operand, branches, otherwise(self))
            }
            None => {
                let branches = switch.branches.iter().map(|branch| {
                    let when = self.expr(&branch.when);
                    (when, branch.when.span, self.block(&branch.body))
                });
                let branches = branches.collect();
                Stmt::If(branches, otherwise(self))
            }
        }
    }

    fn foreach(&mut self, foreach: &Foreach) -> Stmt {
        let over = match &foreach.over {
            Iteration::Of(of) => Over::Of(self.expr(of)),
            Iteration::Range(range) => Over::Range(Box::new(plan::Range {
                first: (self.expr(&range.first), range.first.span),
                last: (self.expr(&range.last), range.last.span),
                step: range.step.as_ref().map(|step| (self.expr(step), step.span)),
            })),
        };
        let (first, last) = (foreach.variables.first(), foreach.variables.last());
        let span = match (first, last) {
            (Some(first), Some(last)) => Span { start: first.span.start, end: last.span.end },
            _ => Span { start: 0, end: 0 },
        };
        let (element, writes) = match self.clause {
            None => self.loop_variable(&over, foreach.variables.len()),
            Some(_) => (None, None),
        };
        let writes = writes.filter(|_| last.is_some_and(|last| assigns(&foreach.body, last)));
        self.in_scope(|compiler| {
            let mut slots = Vec::new();
            for (at, name) in foreach.variables.iter().enumerate() {
                // Only the last variable, an element or the value of a map, can be changed.
                let is_last = at + 1 == foreach.variables.len();
                let kind = element.clone().filter(|_| is_last).map_or(Kind::Loop, Kind::Variable);
                slots.push(compiler.declare(&name.value, kind));
            }
            let body = compiler.statements(&foreach.body);
            Stmt::Foreach(Box::new(plan::Foreach { slots, over, body, writes, span }))
        })
    }

    /// Returns the type of a loop's last variable, if it can be assigned, and the accumulator whose
    /// element or value changes with it.
    fn loop_variable(&self, over: &Over, variables: usize) -> (Option<Ty>, Option<usize>) {
        let slot = match (over, variables) {
            (Over::Range(_), 1) => return (Some(Ty::Int), None),
            (Over::Of(Node::Accum(Place::Global(slot, _))), _) => *slot,
            _ => return (None, None),
        };
        match (&*self.globals[slot].ty, variables) {
            (AccumType::List(ty), 1) => (Some(ty.clone()), Some(slot)),
            // A set is iterated over a copy.
            (AccumType::Set(ty) | AccumType::Bag(ty), 1) => (Some(ty.clone()), None),
            (AccumType::Map(_, ty), 2) => (Some(super::types::value_type(ty)), Some(slot)),
            _ => (None, None),
        }
    }

    fn raise(&mut self, name: &Name, message: Option<&Expr>) -> Option<Stmt> {
        let message = message.map(|message| (self.expr(message), message.span));
        let Some((exception, code)) = self.exceptions.get(&name.value).copied() else {
            self.problem(name.span, format!("the exception {} is not declared", name.value));
            return None;
        };
        Some(Stmt::Raise { exception, name: name.value.as_str().into(), code, message })
    }

    fn try_block(&mut self, all: &Try) -> Stmt {
        let body = self.block(&all.body);
        let mut handlers = Vec::new();
        for (name, body) in &all.handlers {
            let body = self.block(body);
            match self.exceptions.get(&name.value) {
                Some((exception, _)) => handlers.push((*exception, body)),
                None => {
                    let what = format!("the exception {} is not declared", name.value);
                    self.problem(name.span, what);
                }
            }
        }
        let otherwise = all.otherwise.as_ref().map(|body| self.block(body));
        Stmt::Try { body, handlers, otherwise }
    }

    /// Compiles a condition.
    pub(super) fn condition(&mut self, expr: &Expr) -> (Node, Span) {
        (self.expr(expr), expr.span)
    }
}

/// Returns `true` if statements assign a variable, or a field of it.
fn assigns(statements: &[Statement], variable: &Name) -> bool {
    let mut found = false;
    for statement in statements {
        statement.each(&mut |statement| {
            if let StatementKind::Assign(assign) = &statement.kind {
                found |= match &assign.target {
                    AstTarget::Name { name, .. } => name.value == variable.value,
                    AstTarget::Member { alias, .. } => alias.value == variable.value,
                    _ => false,
                };
            }
        });
    }
    found
}

//! Statements: the names that they declare, and their expressions.

use super::compare::is_single;
use super::ty::{Fields, Ty};
use super::{Clause, Inference};
use crate::finding::{Finding, Rule};
use crate::syntax::Name;
use crate::syntax::ast::query::{
    Branch, Expr, ExprKind, Foreach, Iteration, Path, Projection, Select, Statement, StatementKind,
    Try, TypeKind, Update,
};

impl<'a> Inference<'a> {
    /// Infers a block in a scope of its own.
    pub(super) fn block(&mut self, statements: &'a [Statement]) {
        self.scoped(|inference| statements.iter().for_each(|it| inference.statement(it)));
    }

    fn statement(&mut self, statement: &'a Statement) {
        match &statement.kind {
            StatementKind::Declare { ty, variables } => {
                if let TypeKind::Named(name) = &ty.kind {
                    self.unknown_types.push(name);
                }
                let ty = self.resolve(ty);
                for variable in variables {
                    let name = &variable.name;
                    if let Some(value) = &variable.value {
                        self.assigned(&ty, value, &format!("`{}`", name.value));
                    }
                    if variable.value.is_none() {
                        self.unset_fields(&ty);
                    }
                    self.declare_once(name, ty.clone());
                }
            }
            StatementKind::DeclareAccumulators { ty, accumulators, .. } => {
                self.accumulator_parts(ty);
                for accumulator in accumulators {
                    accumulator.dimensions.iter().flatten().for_each(|size| {
                        self.number(size, "the size of an array");
                    });
                    let ty = self.declare_accumulator(ty, accumulator);
                    self.unset_fields(&ty);
                    if let Some(value) = &accumulator.value {
                        let at = if accumulator.global { "@@" } else { "@" };
                        self.assigned(&ty, value, &format!("`{at}{}`", accumulator.name.value));
                    }
                }
            }
            StatementKind::DeclareFile { name, path } => {
                self.assigned(&Ty::String, path, "a path");
                self.declare(&name.value, Ty::File);
            }
            StatementKind::Assign(assign) => self.assign(assign),
            StatementKind::SelectInto(select) => self.select(select),
            StatementKind::Call(call) => {
                self.is_statement =
                    matches!(call.kind, ExprKind::Call { .. } | ExprKind::Method { .. });
                self.expr(call);
            }
            StatementKind::If(it) => self.branches(None, &it.branches, it.otherwise.as_deref()),
            StatementKind::Case(it) => {
                let operand = it.operand.as_ref().map(|operand| (operand, self.value(operand)));
                self.branches(operand.as_ref(), &it.branches, it.otherwise.as_deref());
            }
            StatementKind::While { condition, limit, body } => {
                self.condition(condition);
                limit.iter().for_each(|limit| self.limit(limit));
                self.repeated(body);
            }
            StatementKind::Foreach(foreach) => self.foreach(foreach),
            StatementKind::Insert(insert) => self.insert(insert),
            StatementKind::Update(update) => self.update(update),
            StatementKind::Delete(delete) => self.scoped(|inference| {
                inference.patterns(&delete.from);
                delete.filter.iter().for_each(|it| inference.condition(it));
            }),
            StatementKind::Print(print) => self.print(print),
            StatementKind::Log(exprs) => exprs.iter().for_each(|it| drop(self.value(it))),
            StatementKind::Return(value) => self.returns(value.as_ref()),
            StatementKind::Raise { name, message } => {
                self.exception(name);
                message.iter().for_each(|it| drop(self.value(it)));
            }
            StatementKind::Try(it) => self.attempt(it),
            StatementKind::Table(table) => self.table_statement(table),
            StatementKind::Typedef { .. }
            | StatementKind::DeclareException { .. }
            | StatementKind::Break
            | StatementKind::Continue
            | StatementKind::DeleteAlias(_)
            | StatementKind::VirtualEdge(_) => {}
        }
    }

    fn branches(
        &mut self,
        operand: Option<&(&'a Expr, Ty)>,
        branches: &'a [Branch],
        otherwise: Option<&'a [Statement]>,
    ) {
        branches.iter().for_each(|branch| self.when(operand, &branch.when));
        let blocks = branches.iter().map(|branch| branch.body.as_slice()).chain(otherwise);
        self.alternatives(otherwise.is_some(), blocks.collect());
    }

    fn attempt(&mut self, attempt: &'a Try) {
        self.interrupted(&attempt.body);
        attempt.handlers.iter().for_each(|(name, _)| self.exception(name));
        let handlers = attempt.handlers.iter().map(|(_, block)| block.as_slice());
        self.alternatives(false, handlers.chain(attempt.otherwise.as_deref()).collect());
    }

    fn foreach(&mut self, foreach: &'a Foreach) {
        let count = foreach.variables.len();
        let types = match &foreach.over {
            Iteration::Range(range) => {
                let ends = [&range.first, &range.last].into_iter().chain(&range.step);
                ends.for_each(|end| self.number(end, "an end of a RANGE"));
                vec![Ty::Int]
            }
            Iteration::Of(expr) => {
                let over = self.value(expr);
                if is_single(&over) {
                    let message = format!("FOREACH takes a collection, and this is {over}");
                    let help = match over {
                        Ty::Int | Ty::Uint => {
                            Some(format!("write `RANGE[1, {}]`", self.excerpt(expr)))
                        }
                        _ => None,
                    };
                    self.mismatch(expr.span, message, help);
                }
                self.loop_variables(foreach, &over);
                match (over.entry(), over.element().map(Ty::value), count) {
                    (Some((key, value)), _, 2) => vec![key, value.read()],
                    (None, Some(element), 1) => vec![element],
                    (None, Some(Ty::Row(fields)), _) if fields.len() == count => types(fields),
                    (None, Some(Ty::Tuple(tuple)), _) if tuple.fields.len() == count => {
                        types(tuple.fields)
                    }
                    _ => Vec::new(),
                }
            }
        };
        let types = types.into_iter().chain(std::iter::repeat(Ty::Unknown));
        self.scoped(|inference| {
            for (variable, ty) in foreach.variables.iter().zip(types) {
                inference.declare(&variable.value, ty);
            }
            inference.repeated(&foreach.body);
        });
    }

    /// Checks the number of variables, of which there may be one for each part of an element.
    fn loop_variables(&mut self, foreach: &'a Foreach, over: &Ty) {
        let [first, .., last] = &foreach.variables[..] else {
            if let ([one], Some(_)) = (&foreach.variables[..], over.entry()) {
                let map = over.with_article();
                let message = format!("FOREACH over {map} takes 2 variables, not 1");
                let finding = Finding::new(Rule::Arguments, one.span, message);
                self.report_certain(finding.help("write `FOREACH (key, value) IN`"));
            }
            return;
        };
        let parts = match (over.entry(), over.element().map(Ty::value)) {
            (Some(_), _) => 2,
            (None, Some(Ty::Row(fields))) => fields.len(),
            (None, Some(Ty::Tuple(tuple))) => tuple.fields.len(),
            (None, Some(element)) if is_single(&element) => 1,
            _ => return,
        };
        let count = foreach.variables.len();
        if count == parts {
            return;
        }
        let takes = if parts == 1 { "1 variable".to_owned() } else { format!("{parts} variables") };
        self.report(Finding {
            rule: Rule::Arguments,
            span: first.span.to(last.span),
            message: format!("FOREACH over {} takes {takes}, not {count}", over.with_article()),
            help: Some(match parts {
                1 => format!("write `FOREACH {} IN`", first.value),
                _ => "write one for each part of an element, or one for all of it".to_owned(),
            }),
        });
    }

    /// Declares the aliases of patterns in the present scope.
    fn patterns(&mut self, paths: &'a [Path]) {
        let aliases = self.names.aliases(paths);
        for (alias, types) in aliases.vertices {
            self.declare(alias, Ty::Vertex(types));
        }
        for (alias, types) in aliases.edges {
            self.declare(alias, Ty::Edge(types));
        }
        self.rows(paths);
        for path in paths {
            self.hops(path);
            if let Path::Gql(path) = path {
                self.properties(path);
            }
        }
    }

    pub(super) fn select(&mut self, select: &'a Select) {
        let table = self.scoped(|inference| {
            inference.patterns(&select.from);
            let table = inference.table(select);
            if let Some(sample) = &select.sample {
                inference.number(&sample.amount, "the amount of a SAMPLE");
                inference.condition(&sample.condition);
            }
            select.filter.iter().for_each(|it| inference.condition(it));
            inference.clause(Clause::Accum, &select.accum);
            for clause in &select.post_accum {
                inference.clause(Clause::PostAccum, &clause.body);
            }
            let keys = select.order_by.iter().map(|key| &key.value);
            let limits = select.limit.count.iter().chain(&select.limit.skip);
            select.group_by.iter().for_each(|it| drop(inference.value(it)));
            if let (Projection::Table { columns, .. }, Some((_, fields))) =
                (&select.projection, &table)
            {
                for (column, (_, ty)) in columns.iter().zip(fields) {
                    if let Some(name) = &column.name {
                        inference.declare(&name.value, ty.clone());
                    }
                }
            }
            select.having.iter().for_each(|it| inference.condition(it));
            keys.for_each(|key| inference.sort_key(key));
            inference.offset(select);
            limits.for_each(|limit| inference.limit(limit));
            table
        });
        if let Some((name, fields)) = table {
            self.create_table(name, Some(fields));
        }
    }

    /// Returns the name and columns of the table that a SELECT fills.
    fn table(&mut self, select: &'a Select) -> Option<(&'a Name, Fields)> {
        let Projection::Table { columns, into, .. } = &select.projection else { return None };
        Some((into, self.fields(columns)))
    }

    fn update(&mut self, update: &'a Update) {
        self.scoped(|inference| {
            inference.patterns(&update.from);
            inference.block(&update.set);
            update.filter.iter().for_each(|it| inference.condition(it));
        });
    }
}

fn types(fields: Fields) -> Vec<Ty> {
    fields.into_iter().map(|(_, ty)| ty).collect()
}

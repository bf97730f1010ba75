//! Statements: the names that they declare, and their expressions.

use super::Inference;
use super::ty::{Fields, Ty};
use crate::query::expression_key;
use crate::syntax::ast::query::{
    Assign, Branch, ExprKind, Foreach, Insert, Iteration, Path, Projection, Select, Statement,
    StatementKind, Target, Try, Update, Value,
};

impl<'a> Inference<'a> {
    /// Infers a block in a scope of its own.
    pub(super) fn block(&mut self, statements: &'a [Statement]) {
        self.scoped(|inference| statements.iter().for_each(|it| inference.statement(it)));
    }

    fn statement(&mut self, statement: &'a Statement) {
        match &statement.kind {
            StatementKind::Declare { ty, variables } => {
                let ty = self.resolve(ty);
                for variable in variables {
                    variable.value.iter().for_each(|value| drop(self.value(value)));
                    self.declare(&variable.name.value, ty.clone());
                }
            }
            StatementKind::DeclareAccumulators { ty, accumulators, .. } => {
                for accumulator in accumulators {
                    let parts = accumulator.dimensions.iter().flatten().chain(&accumulator.value);
                    parts.for_each(|it| drop(self.value(it)));
                    self.declare_accumulator(ty, accumulator);
                }
            }
            StatementKind::DeclareFile { name, path } => {
                self.value(path);
                self.declare(&name.value, Ty::File);
            }
            StatementKind::Assign(assign) => self.assign(assign),
            StatementKind::SelectInto(select) => self.select(select),
            StatementKind::Call(call) => drop(self.expr(call)),
            StatementKind::If(it) => self.branches(&it.branches, it.otherwise.as_deref()),
            StatementKind::Case(it) => {
                it.operand.iter().for_each(|operand| drop(self.value(operand)));
                self.branches(&it.branches, it.otherwise.as_deref());
            }
            StatementKind::While { condition, limit, body } => {
                self.value(condition);
                limit.iter().for_each(|limit| drop(self.value(limit)));
                self.block(body);
            }
            StatementKind::Foreach(foreach) => self.foreach(foreach),
            StatementKind::Insert(insert) => self.insert(insert),
            StatementKind::Update(update) => self.update(update),
            StatementKind::Delete(delete) => self.scoped(|inference| {
                inference.patterns(&delete.from);
                delete.filter.iter().for_each(|it| drop(inference.value(it)));
            }),
            StatementKind::Print(print) => self.print(print),
            StatementKind::Log(exprs) => exprs.iter().for_each(|it| drop(self.value(it))),
            StatementKind::Return(value) => value.iter().for_each(|it| drop(self.expr(it))),
            StatementKind::Raise { message, .. } => {
                message.iter().for_each(|it| drop(self.value(it)));
            }
            StatementKind::Try(it) => self.attempt(it),
            StatementKind::Typedef { .. }
            | StatementKind::DeclareException { .. }
            | StatementKind::Break
            | StatementKind::Continue
            | StatementKind::DeleteAlias(_)
            | StatementKind::Opaque(_) => {}
        }
    }

    fn branches(&mut self, branches: &'a [Branch], otherwise: Option<&'a [Statement]>) {
        for branch in branches {
            self.value(&branch.when);
            self.block(&branch.body);
        }
        otherwise.into_iter().for_each(|block| self.block(block));
    }

    fn attempt(&mut self, attempt: &'a Try) {
        self.block(&attempt.body);
        attempt.handlers.iter().for_each(|(_, block)| self.block(block));
        attempt.otherwise.iter().for_each(|block| self.block(block));
    }

    fn foreach(&mut self, foreach: &'a Foreach) {
        let count = foreach.variables.len();
        let types = match &foreach.over {
            Iteration::Range(range) => {
                let ends = [&range.first, &range.last].into_iter().chain(&range.step);
                ends.for_each(|end| drop(self.value(end)));
                vec![Ty::Int]
            }
            Iteration::Of(expr) => {
                let over = self.value(expr);
                match (over.entry(), over.element().map(Ty::value), count) {
                    (Some((key, value)), _, 2) => vec![key, value],
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
            inference.block(&foreach.body);
        });
    }

    fn assign(&mut self, assign: &'a Assign) {
        if let Target::Global { indexes, .. } | Target::Accumulator { indexes, .. } = &assign.target
        {
            indexes.iter().for_each(|index| drop(self.value(index)));
        }
        match &assign.value {
            Value::Expr(value) => drop(self.expr(value)),
            Value::Select(select) => self.select(select),
            Value::Load(loads) => {
                let exprs = loads.iter().flat_map(|it| it.arguments.iter().chain(&it.filter));
                exprs.for_each(|it| drop(self.value(it)));
            }
        }
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
        for path in paths {
            let Path::Gql(path) = path else { continue };
            let nodes = std::iter::once(&path.start).chain(path.steps.iter().map(|(_, node)| node));
            for node in nodes {
                let exprs = node.properties.iter().map(|it| &it.value).chain(&node.filter);
                exprs.for_each(|it| drop(self.value(it)));
            }
            for (edge, _) in &path.steps {
                let exprs = edge.properties.iter().map(|it| &it.value).chain(&edge.filter);
                exprs.for_each(|it| drop(self.value(it)));
            }
        }
    }

    fn select(&mut self, select: &'a Select) {
        let table = self.scoped(|inference| {
            inference.patterns(&select.from);
            let table = inference.table(select);
            let sample = select.sample.iter().flat_map(|it| [&it.amount, &it.condition]);
            for expr in sample.chain(&select.filter) {
                inference.value(expr);
            }
            inference.block(&select.accum);
            select.post_accum.iter().for_each(|clause| inference.block(&clause.body));
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
            select.having.iter().chain(keys).chain(limits).for_each(|it| drop(inference.value(it)));
            table
        });
        self.tables.extend(table);
    }

    /// Returns the name and columns of the table that a SELECT fills.
    fn table(&mut self, select: &'a Select) -> Option<(&'a str, Fields)> {
        let Projection::Table { columns, into, .. } = &select.projection else { return None };
        let fields = columns.iter().map(|column| {
            let ty = self.value(&column.value);
            let key = match (&column.name, &column.value.kind) {
                (Some(name), _) | (None, ExprKind::Member(_, name)) => name.value.clone(),
                _ => expression_key(self.text, &column.value),
            };
            (key, ty)
        });
        Some((&into.value, fields.collect()))
    }

    fn insert(&mut self, insert: &'a Insert) {
        insert.values.iter().for_each(|value| drop(self.value(&value.value)));
    }

    fn update(&mut self, update: &'a Update) {
        self.scoped(|inference| {
            inference.patterns(&update.from);
            inference.block(&update.set);
            update.filter.iter().for_each(|it| drop(inference.value(it)));
        });
    }
}

fn types(fields: Fields) -> Vec<Ty> {
    fields.into_iter().map(|(_, ty)| ty).collect()
}

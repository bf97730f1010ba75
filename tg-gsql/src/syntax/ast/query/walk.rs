//! Going through a query: the blocks and expressions of a statement, the parts of an expression.

use super::{
    Expr, ExprKind, Insert, Iteration, Path, Print, Projection, Seed, Select, Statement,
    StatementKind, Target, Value,
};

impl Statement {
    /// Calls `f` with each block of statements directly within this one, including those of a
    /// SELECT's clauses.
    pub fn blocks<'a>(&'a self, f: &mut dyn FnMut(&'a [Statement])) {
        match &self.kind {
            StatementKind::If(it) => {
                it.branches.iter().for_each(|branch| f(&branch.body));
                it.otherwise.iter().for_each(|block| f(block));
            }
            StatementKind::Case(it) => {
                it.branches.iter().for_each(|branch| f(&branch.body));
                it.otherwise.iter().for_each(|block| f(block));
            }
            StatementKind::While { body, .. } => f(body),
            StatementKind::Foreach(it) => f(&it.body),
            StatementKind::Try(it) => {
                f(&it.body);
                it.handlers.iter().for_each(|(_, block)| f(block));
                it.otherwise.iter().for_each(|block| f(block));
            }
            StatementKind::Update(it) => f(&it.set),
            _ => {
                if let Some(select) = self.select() {
                    f(&select.accum);
                    select.post_accum.iter().for_each(|clause| f(&clause.body));
                }
            }
        }
    }

    /// Calls `f` with this statement and each one within it.
    pub fn each<'a>(&'a self, f: &mut dyn FnMut(&'a Statement)) {
        f(self);
        self.blocks(&mut |block| block.iter().for_each(|statement| statement.each(f)));
    }

    /// Returns the SELECT block that the statement is or assigns.
    #[must_use]
    pub fn select(&self) -> Option<&Select> {
        match &self.kind {
            StatementKind::SelectInto(select) => Some(select),
            StatementKind::Assign(assign) => match &assign.value {
                Value::Select(select) => Some(select),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns the patterns of the SELECT, UPDATE or DELETE that the statement is.
    #[must_use]
    pub fn paths(&self) -> &[Path] {
        match &self.kind {
            StatementKind::Update(it) => &it.from,
            StatementKind::Delete(it) => &it.from,
            _ => self.select().map_or(&[], |select| &select.from),
        }
    }

    /// Calls `f` with each expression that is the statement's own, and not one of its blocks'.
    pub fn exprs<'a>(&'a self, f: &mut dyn FnMut(&'a Expr)) {
        self.paths().iter().for_each(|path| path_exprs(path, f));
        match &self.kind {
            StatementKind::Declare { variables, .. } => {
                variables.iter().filter_map(|it| it.value.as_ref()).for_each(f);
            }
            StatementKind::DeclareAccumulators { accumulators, .. } => {
                for accumulator in accumulators {
                    accumulator.dimensions.iter().flatten().for_each(&mut *f);
                    accumulator.value.iter().for_each(&mut *f);
                }
            }
            StatementKind::DeclareFile { path, .. } => f(path),
            StatementKind::Assign(assign) => {
                if let Target::Global { indexes, .. } | Target::Accumulator { indexes, .. } =
                    &assign.target
                {
                    indexes.iter().for_each(&mut *f);
                }
                match &assign.value {
                    Value::Expr(value) => f(value),
                    Value::Select(select) => select_exprs(select, f),
                    Value::Load(loads) => {
                        for load in loads {
                            load.arguments.iter().chain(&load.filter).for_each(&mut *f);
                        }
                    }
                }
            }
            StatementKind::SelectInto(select) => select_exprs(select, f),
            StatementKind::Call(call) => f(call),
            StatementKind::If(it) => it.branches.iter().for_each(|branch| f(&branch.when)),
            StatementKind::Case(it) => {
                it.operand.iter().chain(it.branches.iter().map(|it| &it.when)).for_each(f);
            }
            StatementKind::While { condition, limit, .. } => {
                std::iter::once(condition).chain(limit).for_each(f);
            }
            StatementKind::Foreach(it) => match &it.over {
                Iteration::Of(expr) => f(expr),
                Iteration::Range(range) => {
                    [&range.first, &range.last].into_iter().chain(&range.step).for_each(f);
                }
            },
            StatementKind::Insert(insert) => insert_exprs(insert, f),
            StatementKind::Update(it) => it.filter.iter().for_each(f),
            StatementKind::Delete(it) => it.filter.iter().for_each(f),
            StatementKind::Print(print) => print_exprs(print, f),
            StatementKind::Log(exprs) => exprs.iter().for_each(f),
            StatementKind::Return(value) => value.iter().for_each(f),
            StatementKind::Raise { message, .. } => message.iter().for_each(f),
            StatementKind::Table(table) => table.exprs(f),
            StatementKind::Typedef { .. }
            | StatementKind::DeclareException { .. }
            | StatementKind::Break
            | StatementKind::Continue
            | StatementKind::DeleteAlias(_)
            | StatementKind::Try(_)
            | StatementKind::VirtualEdge(_) => {}
        }
    }
}

fn select_exprs<'a>(select: &'a Select, f: &mut dyn FnMut(&'a Expr)) {
    if let Projection::Table { columns, .. } = &select.projection {
        columns.iter().for_each(|column| f(&column.value));
    }
    if let Some(sample) = &select.sample {
        f(&sample.amount);
        f(&sample.condition);
    }
    let order = select.order_by.iter().map(|key| &key.value);
    let limits = select.limit.count.iter().chain(&select.limit.skip);
    select.filter.iter().chain(&select.group_by).chain(&select.having).for_each(&mut *f);
    order.chain(limits).for_each(f);
}

fn insert_exprs<'a>(insert: &'a Insert, f: &mut dyn FnMut(&'a Expr)) {
    insert.values.iter().for_each(|value| f(&value.value));
}

fn print_exprs<'a>(print: &'a Print, f: &mut dyn FnMut(&'a Expr)) {
    for item in &print.items {
        f(&item.value);
        item.projection.iter().flatten().for_each(|(value, _)| f(value));
    }
    print.condition.iter().chain(&print.csv).for_each(f);
}

fn path_exprs<'a>(path: &'a Path, f: &mut dyn FnMut(&'a Expr)) {
    let Path::Gql(path) = path else { return };
    let nodes = std::iter::once(&path.start).chain(path.steps.iter().map(|(_, node)| node));
    for node in nodes {
        node.properties.iter().map(|it| &it.value).chain(&node.filter).for_each(&mut *f);
    }
    for (edge, _) in &path.steps {
        edge.properties.iter().map(|it| &it.value).chain(&edge.filter).for_each(&mut *f);
    }
}

impl Expr {
    /// Calls `f` with each expression directly within this one.
    pub fn children<'a>(&'a self, f: &mut dyn FnMut(&'a Expr)) {
        match &self.kind {
            ExprKind::Member(of, _)
            | ExprKind::Accumulator(of, _)
            | ExprKind::Previous(of)
            | ExprKind::Negative(of)
            | ExprKind::Not(of)
            | ExprKind::IsNull { operand: of, .. }
            | ExprKind::Interval { amount: of, .. } => f(of),
            ExprKind::Index(of, index) => {
                f(of);
                f(index);
            }
            ExprKind::Call { arguments, .. } => arguments.iter().for_each(f),
            ExprKind::Method { of, arguments, .. } => {
                f(of);
                arguments.iter().for_each(f);
            }
            ExprKind::Aggregate(it) => it.arguments.iter().for_each(f),
            ExprKind::Chain(first, rest) => {
                f(first);
                rest.iter().for_each(|(_, operand)| f(operand));
            }
            ExprKind::In(it) => [&it.operand, &it.among].into_iter().for_each(f),
            ExprKind::Like(it) => {
                [&it.operand, &it.pattern].into_iter().chain(&it.escape).for_each(f);
            }
            ExprKind::Between { operands, .. } => operands.iter().for_each(f),
            ExprKind::Group(items) | ExprKind::List(items) | ExprKind::Braces(items) => {
                items.iter().for_each(f);
            }
            ExprKind::Entry { keys, values } => keys.iter().chain(values).for_each(f),
            ExprKind::Case(it) => {
                it.operand.iter().for_each(&mut *f);
                it.branches.iter().flat_map(|(when, then)| [when, then]).for_each(&mut *f);
                it.otherwise.iter().for_each(f);
            }
            ExprKind::Seeds(seeds) => {
                for seed in seeds {
                    if let Seed::Call(call) = &seed.value {
                        f(call);
                    }
                }
            }
            ExprKind::Object(entries) => entries.iter().for_each(|(_, value)| f(value)),
            ExprKind::Trim(it) => it.characters.iter().chain([&it.text]).for_each(f),
            ExprKind::Constant(_)
            | ExprKind::Name(_)
            | ExprKind::Global(_)
            | ExprKind::Local(_)
            | ExprKind::Column
            | ExprKind::Underscore => {}
        }
    }

    /// Calls `f` with this expression and each one within it.
    pub fn each<'a>(&'a self, f: &mut dyn FnMut(&'a Expr)) {
        f(self);
        self.children(&mut |child| child.each(f));
    }
}

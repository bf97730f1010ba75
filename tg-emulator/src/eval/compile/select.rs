//! SELECT blocks.

use std::collections::BTreeSet;

use tg_gsql::syntax::ast::query::{
    Expr, ExprKind, Limit, OrderKey, Per, PostAccum, Projection, Sample, SampleKind, Select,
    Statement, StatementKind, Target,
};
use tg_gsql::syntax::{Name, Span};

use super::hoist::Loop;
use super::pattern::Matched;
use super::{Clause, Compiler, Kind};
use crate::eval::plan::{self, Block, Node, Post, PostGroup, Slot, Sort, Step, Tail};

impl Compiler<'_> {
    pub(super) fn select(&mut self, select: &Select) -> Option<plan::Select> {
        let Projection::Alias(selected) = &select.projection else {
            self.unsupported(select.span, "SELECT ... INTO a table as a value:");
            return None;
        };
        if self.clause.is_some() {
            let what = "a SELECT is not allowed within ACCUM or POST-ACCUM";
            self.problem(select.span, what);
            return None;
        }
        let outer = std::mem::take(&mut self.previous);
        let compiled = self.in_scope(|compiler| compiler.select_in_scope(select, selected));
        self.previous = outer;
        compiled
    }

    fn select_in_scope(&mut self, select: &Select, selected: &Name) -> Option<plan::Select> {
        self.clause = Some(Clause { scopes: self.scopes.len(), ..Clause::default() });
        let matched = self.matched(&select.from, select.filter.as_ref());
        let Matched { mut steps, filter, aliases } = matched;
        let sample = select.sample.as_ref().and_then(|it| self.sample(it, &mut steps));
        let selected_slot = self.vertex_alias(selected);
        let per = match &select.per {
            Some(Per::Aliases(names)) => {
                let slots = names.iter().filter_map(|name| self.alias(name));
                Some(slots.map(|variable| variable.slot).collect())
            }
            Some(Per::Match) | None => None,
        };
        self.outside_per(select, selected, &aliases);
        let mut accum = Block::default();
        if let Some(clause) = &mut self.clause {
            (clause.accum, clause.dml) = (true, true);
        }
        let first = self.slots.len();
        accum.statements = self.block(&select.accum);
        Loop::of_steps(&steps, first).statements(&mut accum.statements, &mut self.once);
        if let Some(clause) = self.clause.take() {
            accum.globals = &clause.read_globals & &clause.changed_globals;
            accum.vertex_accums = &clause.read_accums & &clause.changed_accums;
        }
        let posts: Vec<_> = select
            .post_accum
            .iter()
            .filter_map(|post| self.post_accum(post, &aliases, selected))
            .collect();
        let mut others: Vec<Slot> =
            posts.iter().flat_map(|post| post.groups.iter().map(|group| group.alias)).collect();
        others.sort_unstable();
        others.dedup();
        let selected = selected_slot?;
        others.retain(|slot| *slot != selected);
        let tail = self.tail(select);
        let previous = std::mem::take(&mut self.previous);
        let mut compiled = plan::Select {
            steps,
            sample,
            filter,
            selected,
            others,
            per,
            accum,
            previous,
            posts,
            tail,
            merge: None,
            by_columns: false,
        };
        compiled.merge = self.merge(&compiled);
        self.mark_select(&mut compiled);
        Some(compiled)
    }

    /// Reports the aliases that a SELECT uses without their being in its PER.
    fn outside_per(&mut self, select: &Select, selected: &Name, aliases: &[String]) {
        let Some(Per::Aliases(names)) = &select.per else { return };
        let of_posts = select.post_accum.iter().flat_map(|post| &post.body);
        let used = select.accum.iter().chain(of_posts).flat_map(|statement| {
            let mut names = BTreeSet::new();
            names_of(statement, &mut names);
            names.into_iter().map(|name| (name, statement.span))
        });
        let own = std::iter::once((selected.value.clone(), selected.span));
        for (name, span) in own.chain(used) {
            if aliases.contains(&name) && names.iter().all(|listed| listed.value != name) {
                self.problem(span, format!("the alias {name} is not in PER"));
            }
        }
    }

    /// Compiles SAMPLE, which applies before WHERE and to one hop.
    fn sample(&mut self, sample: &Sample, steps: &mut Vec<Step>) -> Option<plan::Sample> {
        steps.retain(|step| !matches!(step, Step::Filter(_)));
        let [Step::Scan { .. }, Step::Hop(hop)] = steps.as_slice() else {
            self.problem(sample.amount.span, "SAMPLE needs a pattern with one edge");
            return None;
        };
        let (source, edge, target) = (hop.from, hop.edge_slot, hop.to);
        let (amount, condition) =
            (self.condition(&sample.amount), self.condition(&sample.condition));
        let of_targets = sample.kind != SampleKind::Edge;
        let percent = sample.percent;
        Some(plan::Sample { amount, percent, of_targets, condition, source, edge, target })
    }

    /// Compiles HAVING, ORDER BY and LIMIT.
    pub(super) fn tail(&mut self, select: &Select) -> Tail {
        let having = select.having.as_ref().map(|having| self.condition(having));
        Tail { having, ..self.order_and_limit(&select.order_by, &select.limit) }
    }

    pub(super) fn order_and_limit(&mut self, keys: &[OrderKey], limit: &Limit) -> Tail {
        Tail {
            having: None,
            order: keys
                .iter()
                .map(|key| Sort { key: self.expr(&key.value), descending: key.descending })
                .collect(),
            skip: limit.skip.as_ref().map(|skip| self.condition(skip)),
            count: limit.count.as_ref().map(|count| self.condition(count)),
        }
    }

    fn alias(&mut self, name: &Name) -> Option<super::Variable> {
        let found = self.scopes.last().and_then(|scope| scope.variables.get(&name.value)).cloned();
        if found.is_none() {
            self.problem(name.span, format!("the alias {} is not in FROM", name.value));
        }
        found
    }

    /// Returns the slot of an alias of vertices.
    pub(super) fn vertex_alias(&mut self, name: &Name) -> Option<Slot> {
        let variable = self.alias(name)?;
        if matches!(variable.kind, Kind::EdgeAlias) {
            let what = format!("{} is the alias of an edge, and SELECT takes vertices", name.value);
            self.problem(name.span, what);
            return None;
        }
        Some(variable.slot)
    }

    /// Compiles a POST-ACCUM clause. Statements with different aliases, which version 1 allows,
    /// are executed one after the other.
    fn post_accum(
        &mut self,
        post: &PostAccum,
        aliases: &[String],
        selected: &Name,
    ) -> Option<Post> {
        let (scopes, first) = (self.scopes.len(), self.slots.len());
        self.clause = Some(Clause { scopes, post: true, dml: true, ..Clause::default() });
        let groups = self.in_scope(|compiler| {
            let mut groups: Vec<(Name, Vec<crate::eval::plan::Stmt>)> = Vec::new();
            for statement in &post.body {
                let alias = match &post.alias {
                    Some(alias) => alias.clone(),
                    None => compiler.alias_of(statement, post, aliases, selected)?,
                };
                let compiled = compiler.statements(std::slice::from_ref(statement));
                match groups.last_mut() {
                    Some((known, statements)) if known.value == alias.value => {
                        statements.extend(compiled);
                    }
                    _ => groups.push((alias, compiled)),
                }
            }
            Some(groups)
        });
        let clause = self.clause.take();
        let mut compiled = Vec::new();
        for (alias, mut statements) in groups? {
            let variable = self.alias(&alias)?;
            if matches!(variable.kind, Kind::EdgeAlias) {
                let name = &alias.value;
                let what = format!("{name} is the alias of an edge, and POST-ACCUM takes vertices");
                self.problem(alias.span, what);
                return None;
            }
            let innermost = Loop::of_alias(variable.slot, first);
            innermost.statements(&mut statements, &mut self.once);
            compiled.push(PostGroup { alias: variable.slot, statements, by_columns: false });
        }
        let globals = clause.map(|it| &it.read_globals & &it.changed_globals).unwrap_or_default();
        Some(Post { groups: compiled, globals })
    }

    /// Returns the alias that a statement of POST-ACCUM uses. If it uses none, returns that of the
    /// whole clause, or else the selected one.
    fn alias_of(
        &mut self,
        statement: &Statement,
        post: &PostAccum,
        aliases: &[String],
        selected: &Name,
    ) -> Option<Name> {
        let used = |statements: &[Statement]| -> BTreeSet<String> {
            let mut names = BTreeSet::new();
            statements.iter().for_each(|statement| names_of(statement, &mut names));
            names.into_iter().filter(|name| aliases.contains(name)).collect()
        };
        let own = used(std::slice::from_ref(statement));
        let uses_none = own.is_empty();
        let mut own = if uses_none { used(&post.body) } else { own }.into_iter();
        match (own.next(), own.next()) {
            (Some(alias), None) => Some(Name { value: alias, span: statement.span }),
            (Some(_), Some(_)) if !uses_none => {
                let what =
                    "a statement of POST-ACCUM can use one alias only, this one uses several";
                self.problem(statement.span, what);
                None
            }
            _ => Some(selected.clone()),
        }
    }

    /// Adds conditions of WHERE that can be tested before the last step. They are tested again at
    /// the end, which is where their errors are reported.
    pub(super) fn early_filters(
        &mut self,
        steps: Vec<Step>,
        filter: Option<&Expr>,
        aliases: &[String],
    ) -> Vec<Step> {
        let Some(filter) = filter else { return steps };
        if steps.len() < 2 {
            return steps;
        }
        let mut tests: Vec<Vec<Step>> = steps.iter().map(|_| Vec::new()).collect();
        for condition in conjuncts(filter) {
            if !is_total(condition) {
                break;
            }
            let mut names = BTreeSet::new();
            condition.each(&mut |expr| {
                if let ExprKind::Name(name) = &expr.kind {
                    names.insert(name.clone());
                }
            });
            let slots: Vec<Slot> = names
                .iter()
                .filter(|name| aliases.contains(name))
                .filter_map(|name| self.variable(name).map(|variable| variable.slot))
                .collect();
            let last = slots.iter().map(|slot| steps.iter().position(|it| binds(it, *slot)));
            let last = last.map(|at| at.unwrap_or(steps.len())).max().unwrap_or(0);
            if last + 1 < steps.len() {
                let known = self.problems.len();
                let node = self.expr(condition);
                if self.problems.len() == known {
                    tests[last].push(Step::Filter(node));
                } else {
                    self.problems.truncate(known);
                }
            }
        }
        let steps = steps.into_iter().zip(tests);
        steps.flat_map(|(step, tests)| std::iter::once(step).chain(tests)).collect()
    }
}

pub(super) fn binds(step: &Step, slot: Slot) -> bool {
    match step {
        Step::Scan { slot: bound, .. } => *bound == slot,
        Step::Hop(hop) => {
            (!hop.bound && hop.to == slot)
                || hop.edge_slot == Some(slot)
                || hop.ways.as_ref().is_some_and(|ways| ways.slot == slot)
        }
        Step::Check { .. } | Step::Filter(_) => false,
    }
}

/// Returns the operands of the ANDs of a condition.
fn conjuncts(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Chain(first, rest)
            if matches!(rest.first(), Some((tg_gsql::syntax::ast::query::Op::And, _))) =>
        {
            std::iter::once(&**first)
                .chain(rest.iter().map(|(_, it)| it))
                .flat_map(conjuncts)
                .collect()
        }
        ExprKind::Group(members) => match members.as_slice() {
            [one] => conjuncts(one),
            _ => vec![expr],
        },
        _ => vec![expr],
    }
}

/// Returns `true` if the evaluation of a condition cannot fail, except for an attribute that a
/// type does not have.
fn is_total(expr: &Expr) -> bool {
    let mut total = true;
    expr.each(&mut |expr| {
        use tg_gsql::syntax::ast::query::Op;
        total &= match &expr.kind {
            ExprKind::Constant(_)
            | ExprKind::Name(_)
            | ExprKind::Global(_)
            | ExprKind::Member(..)
            | ExprKind::Accumulator(..)
            | ExprKind::Not(_)
            | ExprKind::In(_)
            | ExprKind::Between { .. }
            | ExprKind::Group(_)
            | ExprKind::List(_) => true,
            ExprKind::Chain(_, rest) => rest.iter().all(|(op, _)| {
                matches!(
                    op,
                    Op::And
                        | Op::Or
                        | Op::Equal
                        | Op::NotEqual
                        | Op::Less
                        | Op::LessOrEqual
                        | Op::Greater
                        | Op::GreaterOrEqual
                )
            }),
            _ => false,
        };
    });
    total
}

/// Adds the names that a statement and those within it use.
fn names_of(statement: &Statement, names: &mut BTreeSet<String>) {
    statement.each(&mut |statement| {
        statement.exprs(&mut |expr| {
            expr.each(&mut |expr| {
                if let ExprKind::Name(name) = &expr.kind {
                    names.insert(name.clone());
                }
            });
        });
        match &statement.kind {
            StatementKind::Assign(assign) => match &assign.target {
                Target::Name { name, .. } => _ = names.insert(name.value.clone()),
                Target::Accumulator { alias, .. } | Target::Member { alias, .. } => {
                    names.insert(alias.value.clone());
                }
                Target::Global { .. } => {}
            },
            StatementKind::DeleteAlias(alias) => _ = names.insert(alias.value.clone()),
            _ => {}
        }
    });
}

/// Returns a condition that is the conjunction of several.
pub(super) fn all_of(mut conditions: Vec<(Node, Span)>) -> Option<(Node, Span)> {
    let (last, span) = conditions.pop()?;
    if conditions.is_empty() {
        return Some((last, span));
    }
    conditions.push((last, span));
    Some((Node::And(conditions), span))
}

//! SELECT blocks, with their ACCUM and POST-ACCUM clauses.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::mem::size_of;
use std::rc::Rc;

use tg_gsql::syntax::ast::query::{PostAccum, Projection, Select, Statement};
use tg_gsql::syntax::{Name, Span, Token, tokens};

use super::Value;
use super::identifiers::identifiers;
use super::machine::{Clause, Machine};
use super::pattern::Table;
use super::stop::{Stop, semantic, unsupported};
use crate::store::VertexRef;

/// The number of vertices for which memory is taken at once.
const MANY: usize = 4_096;

impl<'a> Machine<'a> {
    /// Runs a block and returns the selected vertices.
    pub(super) fn select(&mut self, select: &Select) -> Result<Vec<VertexRef>, Stop> {
        let Projection::Alias(selected) = &select.projection else {
            return Err(unsupported(self.text, select.span, "SELECT ... INTO a table"));
        };
        if self.clause.is_some() {
            return Err(semantic(
                self.text,
                select.span,
                "a SELECT is not allowed within ACCUM or POST-ACCUM",
            ));
        }
        let unsupported_clauses = [
            (select.sample.is_some(), "SAMPLE"),
            (select.per.is_some(), "PER"),
            (!select.group_by.is_empty(), "GROUP BY"),
        ];
        if let Some((_, what)) = unsupported_clauses.into_iter().find(|(is_used, _)| *is_used) {
            return Err(unsupported(self.text, select.span, what));
        }
        let mut table = self.matches(&select.from)?;
        if let Some(filter) = &select.filter {
            let rows = std::mem::take(&mut table.rows);
            for row in rows {
                self.budget.step()?;
                if self.with_row(&table.aliases, &row, |machine| machine.eval_bool(filter))? {
                    table.rows.push(row);
                }
            }
        }
        let found = self.vertices_of_alias(&table, selected)?;
        let mut held = self.budget.hold();
        if uses_previous(self.text, select) {
            held.grow(self.locals.values().map(|accum| accum.bytes).sum())?;
            self.previous = Some(self.locals.clone());
        }
        let accumulated = self.accumulate(select, &table, selected);
        self.previous = None;
        drop(held);
        accumulated?;
        let found = match &select.having {
            None => found,
            Some(having) => {
                let mut matching = Vec::new();
                for at in found {
                    self.budget.step()?;
                    if self.with_alias(&selected.value, at, |machine| machine.eval_bool(having))? {
                        matching.push(at);
                    }
                }
                matching
            }
        };
        self.sort_and_limit(select, selected, found)
    }

    fn accumulate(
        &mut self,
        select: &Select,
        table: &Table<'_>,
        selected: &Name,
    ) -> Result<(), Stop> {
        if !select.accum.is_empty() {
            self.begin_clause(false);
            for row in &table.rows {
                self.budget.step()?;
                let result = self.with_row(&table.aliases, row, |machine| {
                    machine.in_scope(|machine| machine.dml(&select.accum))
                });
                if let Err(stop) = result {
                    self.clause = None;
                    return Err(stop);
                }
            }
            self.end_clause()?;
        }
        for post in &select.post_accum {
            self.post_accum(post, table, selected)?;
        }
        Ok(())
    }

    /// Executes a POST-ACCUM clause once per vertex of its alias. Statements with different
    /// aliases, which version 1 allows, are executed one after the other.
    fn post_accum(
        &mut self,
        post: &PostAccum,
        table: &Table<'_>,
        selected: &Name,
    ) -> Result<(), Stop> {
        let mut groups: Vec<(Name, Vec<&Statement>)> = Vec::new();
        for statement in &post.body {
            let alias = match &post.alias {
                Some(alias) => alias.clone(),
                None => self.alias_of(statement, post, table, selected)?,
            };
            match groups.last_mut() {
                Some((known, statements)) if known.value == alias.value => {
                    statements.push(statement);
                }
                _ => groups.push((alias, vec![statement])),
            }
        }
        self.begin_clause(true);
        for (alias, statements) in groups {
            for at in self.vertices_of_alias(table, &alias)? {
                self.budget.step()?;
                let result = self.with_alias(&alias.value, at, |machine| {
                    machine.in_scope(|machine| {
                        statements
                            .iter()
                            .try_for_each(|statement| machine.dml(std::slice::from_ref(statement)))
                    })
                });
                if let Err(stop) = result {
                    self.clause = None;
                    return Err(stop);
                }
            }
        }
        self.end_clause()
    }

    /// Returns the alias that a statement of POST-ACCUM uses. If it uses none, returns that of the
    /// whole clause, or else the selected one.
    fn alias_of(
        &self,
        statement: &Statement,
        post: &PostAccum,
        table: &Table<'_>,
        selected: &Name,
    ) -> Result<Name, Stop> {
        let aliases = |statements: &[Statement]| -> BTreeSet<Rc<str>> {
            let mut names = BTreeSet::new();
            for statement in statements {
                names.extend(identifiers(statement.span.of(self.text)));
            }
            table.aliases.iter().filter(|alias| names.contains(&***alias)).cloned().collect()
        };
        let own = aliases(std::slice::from_ref(statement));
        let own = if own.is_empty() { aliases(&post.body) } else { own };
        let mut own = own.into_iter();
        match (own.next(), own.next()) {
            (None, _) => Ok(selected.clone()),
            (Some(alias), None) => Ok(Name { value: alias.to_string(), span: statement.span }),
            (Some(_), Some(_)) => {
                let what =
                    "a statement of POST-ACCUM can use one alias only, this one uses several";
                Err(semantic(self.text, statement.span, what))
            }
        }
    }

    fn begin_clause(&mut self, post: bool) {
        let held = self.budget.hold();
        self.clause = Some(Clause { scopes: self.scopes.len(), pending: Vec::new(), post, held });
    }

    /// Applies the pending changes of the clause.
    fn end_clause(&mut self) -> Result<(), Stop> {
        let Some(mut clause) = self.clause.take() else { return Ok(()) };
        for write in clause.pending {
            self.budget.step()?;
            clause.held.shrink(write.bytes());
            self.apply_write(write)?;
        }
        Ok(())
    }

    /// Executes statements of ACCUM or POST-ACCUM. A statement with an attribute that the types of
    /// the row do not have is skipped if other types of the graph have it.
    fn dml(&mut self, statements: &[Statement]) -> Result<(), Stop> {
        for statement in statements {
            match self.statements(std::slice::from_ref(statement)) {
                Ok(_) => {}
                Err(Stop::Missing { attribute, span }) => {
                    if !self.is_attribute(&attribute) {
                        let what = format!("the attribute {attribute} does not exist");
                        return Err(semantic(self.text, span, what));
                    }
                }
                Err(stop) => return Err(stop),
            }
        }
        Ok(())
    }

    /// Returns `true` if a type of the graph has an attribute of the name.
    fn is_attribute(&self, name: &str) -> bool {
        let schema = self.graphs.schema();
        let of_vertex = |ty: &crate::store::VertexTypeId| schema.vertex(*ty).field(name).is_some();
        self.graph.vertices.iter().any(of_vertex)
            || self.graph.edges.iter().any(|view| schema.edge(view.ty).column(name).is_some())
    }

    /// Returns the vertices of an alias without duplicates.
    fn vertices_of_alias(&self, table: &Table<'_>, alias: &Name) -> Result<Vec<VertexRef>, Stop> {
        let column = table.aliases.iter().position(|known| **known == *alias.value);
        let column = column.ok_or_else(|| {
            let what = format!("the alias {} is not in FROM", alias.value);
            semantic(self.text, alias.span, what)
        })?;
        let mut known = HashSet::with_capacity(table.rows.len().min(MANY));
        let mut vertices = Vec::with_capacity(table.rows.len().min(MANY));
        for row in &table.rows {
            match row.get(column) {
                Some(Value::Vertex(Some(at))) => {
                    if known.insert(*at) {
                        vertices.push(*at);
                    }
                }
                _ => {
                    let what = format!("the edge alias {} here", alias.value);
                    return Err(unsupported(self.text, alias.span, what));
                }
            }
        }
        Ok(vertices)
    }

    /// Applies ORDER BY, LIMIT and OFFSET.
    fn sort_and_limit(
        &mut self,
        select: &Select,
        selected: &Name,
        mut found: Vec<VertexRef>,
    ) -> Result<Vec<VertexRef>, Stop> {
        let number = |expr: Option<&tg_gsql::syntax::ast::query::Expr>, default| {
            let Some(expr) = expr else { return Ok(default) };
            let number = self.eval_int(expr)?;
            usize::try_from(number).map_err(|_| self.negative(expr.span))
        };
        let skip = number(select.limit.skip.as_ref(), 0)?;
        let count = number(select.limit.count.as_ref(), usize::MAX)?;
        let needed = skip.saturating_add(count);
        if !select.order_by.is_empty() {
            let mut held = self.budget.hold();
            // Unlike a sort, the insertion into a tree can be stopped, and needs only the memory of
            // the first ones.
            let mut sorted = BTreeMap::new();
            for (position, at) in found.into_iter().enumerate() {
                self.budget.step()?;
                let keys = self.with_alias(&selected.value, at, |machine| {
                    let keys = select.order_by.iter().map(|key| match machine.eval(&key.value) {
                        Ok(value) if key.descending => Ok(SortKey::Descending(Reverse(value))),
                        Ok(value) => Ok(SortKey::Ascending(value)),
                        Err(Stop::Missing { .. }) => Ok(SortKey::Missing),
                        Err(stop) => Err(stop),
                    });
                    keys.collect::<Result<Vec<_>, _>>()
                })?;
                held.grow(size_of_entry(&keys))?;
                sorted.insert((keys, position), at);
                if sorted.len() > needed
                    && let Some(((keys, _), _)) = sorted.pop_last()
                {
                    held.shrink(size_of_entry(&keys));
                }
            }
            found = sorted.into_values().collect();
        }
        Ok(found.into_iter().skip(skip).take(count).collect())
    }

    fn negative(&self, span: Span) -> Stop {
        semantic(self.text, span, "this number is negative")
    }

    /// Runs a function with the aliases of a row.
    fn with_row<T>(
        &mut self,
        aliases: &[Rc<str>],
        row: &[Value],
        run: impl FnOnce(&mut Self) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let before = self.aliases.len();
        self.aliases.extend(aliases.iter().cloned().zip(row.iter().cloned()));
        let result = run(self);
        self.aliases.truncate(before);
        result
    }
}

/// The value of a vertex for one expression of ORDER BY.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum SortKey {
    Ascending(Value),
    Descending(Reverse<Value>),
    /// Vertices without the attribute come last.
    Missing,
}

/// Returns the memory of an entry of a sort.
fn size_of_entry(keys: &[SortKey]) -> usize {
    let heap = |key: &SortKey| match key {
        SortKey::Ascending(value) | SortKey::Descending(Reverse(value)) => value.heap_bytes(),
        SortKey::Missing => 0,
    };
    let keys: usize = keys.iter().map(|key| size_of::<SortKey>() + heap(key)).sum();
    size_of::<(Vec<SortKey>, usize, VertexRef)>() + keys
}

/// Returns `true` if a block reads the value that an accumulator had before the block.
fn uses_previous(text: &str, select: &Select) -> bool {
    let is_prime = |token: Token<'_>| token.is_symbol('\'');
    select.post_accum.iter().any(|post| tokens(post.span.of(text)).any(is_prime))
}

//! SELECT blocks: a set of vertices, and what accumulates on the way.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use tg_gsql::syntax::ast::query::{PostAccum, Projection, Select, Statement};
use tg_gsql::syntax::{Name, Span};

use super::Value;
use super::machine::{Clause, Machine};
use super::mentions::mentioned;
use super::pattern::Table;
use super::stop::{Stop, semantic, unsupported};
use crate::store::VertexRef;

impl Machine<'_> {
    /// Runs a block, and gives the vertices that it selects.
    pub(super) fn select(&mut self, select: &Select) -> Result<Vec<VertexRef>, Stop> {
        let Projection::Alias(selected) = &select.projection else {
            return Err(unsupported(self.text, select.span, "SELECT ... INTO a table"));
        };
        if self.clause.is_some() {
            return Err(semantic(self.text, select.span, "a SELECT within ACCUM or POST-ACCUM"));
        }
        let refused = [
            (select.sample.is_some(), "SAMPLE"),
            (select.per.is_some(), "PER"),
            (!select.group_by.is_empty(), "GROUP BY"),
        ];
        if let Some((_, what)) = refused.into_iter().find(|(is, _)| *is) {
            return Err(unsupported(self.text, select.span, what));
        }
        let mut table = self.matches(&select.from)?;
        if let Some(filter) = &select.filter {
            let rows = std::mem::take(&mut table.rows);
            for row in rows {
                self.budget.step()?;
                if self.with_row(&table.aliases, &row, |machine| machine.truth(filter))? {
                    table.rows.push(row);
                }
            }
        }
        let found = self.column(&table, selected)?;
        self.before = Some(self.locals.clone()).filter(|_| uses_previous(self.text, select));
        let accumulated = self.accumulate(select, &table, selected);
        self.before = None;
        accumulated?;
        let kept = match &select.having {
            None => found,
            Some(having) => {
                let mut kept = Vec::new();
                for at in found {
                    self.budget.step()?;
                    if self.with_alias(&selected.value, at, |machine| machine.truth(having))? {
                        kept.push(at);
                    }
                }
                kept
            }
        };
        self.cut(select, selected, kept)
    }

    fn accumulate(&mut self, select: &Select, table: &Table, selected: &Name) -> Result<(), Stop> {
        if !select.accum.is_empty() {
            self.begin(false);
            for row in &table.rows {
                self.budget.step()?;
                let done = self.with_row(&table.aliases, row, |machine| {
                    machine.scoped(|machine| machine.dml(&select.accum))
                });
                if let Err(stop) = done {
                    self.clause = None;
                    return Err(stop);
                }
            }
            self.finish()?;
        }
        for post in &select.post_accum {
            self.post_accum(post, table, selected)?;
        }
        Ok(())
    }

    /// One POST-ACCUM: once for every vertex of its alias. Statements about different aliases, which
    /// version 1 allows, go one after another.
    fn post_accum(&mut self, post: &PostAccum, table: &Table, selected: &Name) -> Result<(), Stop> {
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
        self.begin(true);
        for (alias, statements) in groups {
            for at in self.column(table, &alias)? {
                self.budget.step()?;
                let done = self.with_alias(&alias.value, at, |machine| {
                    machine.scoped(|machine| {
                        statements
                            .iter()
                            .try_for_each(|statement| machine.dml(std::slice::from_ref(statement)))
                    })
                });
                if let Err(stop) = done {
                    self.clause = None;
                    return Err(stop);
                }
            }
        }
        self.finish()
    }

    /// The one alias that a statement of POST-ACCUM, or else its clause, is about.
    fn alias_of(
        &self,
        statement: &Statement,
        post: &PostAccum,
        table: &Table,
        selected: &Name,
    ) -> Result<Name, Stop> {
        let aliases = |statements: &[Statement]| -> BTreeSet<Rc<str>> {
            let mut names = BTreeSet::new();
            for statement in statements {
                names.extend(mentioned(statement.span.of(self.text)));
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
                let what = "a statement of POST-ACCUM is about one alias, this one about several";
                Err(semantic(self.text, statement.span, what))
            }
        }
    }

    fn begin(&mut self, post: bool) {
        self.clause = Some(Clause { scopes: self.scopes.len(), pending: Vec::new(), post });
    }

    /// Lets what the clause has written take effect.
    fn finish(&mut self) -> Result<(), Stop> {
        let Some(clause) = self.clause.take() else { return Ok(()) };
        for write in clause.pending {
            self.budget.step()?;
            self.carry_out(write)?;
        }
        Ok(())
    }

    /// Statements of ACCUM and POST-ACCUM. One with an attribute that the types of this row do not
    /// have is left out, if others have it.
    fn dml(&mut self, statements: &[Statement]) -> Result<(), Stop> {
        for statement in statements {
            match self.statements(std::slice::from_ref(statement)) {
                Ok(_) => {}
                Err(Stop::Missing { attribute, span }) => {
                    if !self.is_attribute(&attribute) {
                        let what = format!("there is no attribute {attribute}");
                        return Err(semantic(self.text, span, what));
                    }
                }
                Err(stop) => return Err(stop),
            }
        }
        Ok(())
    }

    /// Whether some type of the graph has such an attribute.
    fn is_attribute(&self, name: &str) -> bool {
        let schema = self.graphs.schema();
        let of_vertex = |ty: &crate::store::VertexTypeId| schema.vertex(*ty).field(name).is_some();
        self.graph.vertices.iter().any(of_vertex)
            || self.graph.edges.iter().any(|view| schema.edge(view.ty).column(name).is_some())
    }

    /// The vertices of an alias, each once.
    fn column(&self, table: &Table, alias: &Name) -> Result<Vec<VertexRef>, Stop> {
        let place = table.aliases.iter().position(|known| **known == *alias.value);
        let place = place.ok_or_else(|| {
            let what = format!("the alias {} does not stand in FROM", alias.value);
            semantic(self.text, alias.span, what)
        })?;
        let mut known = HashSet::new();
        let mut vertices = Vec::new();
        for row in &table.rows {
            match row.get(place) {
                Some(Value::Vertex(Some(at))) => {
                    if known.insert(*at) {
                        vertices.push(*at);
                    }
                }
                _ => {
                    let what = format!("the alias {} is one of edges", alias.value);
                    return Err(unsupported(self.text, alias.span, what));
                }
            }
        }
        Ok(vertices)
    }

    /// ORDER BY, LIMIT and OFFSET.
    fn cut(
        &mut self,
        select: &Select,
        selected: &Name,
        mut found: Vec<VertexRef>,
    ) -> Result<Vec<VertexRef>, Stop> {
        if !select.order_by.is_empty() {
            let mut keyed = Vec::with_capacity(found.len());
            for at in found {
                self.budget.step()?;
                let keys = self.with_alias(&selected.value, at, |machine| {
                    let keys = select.order_by.iter().map(|key| match machine.eval(&key.value) {
                        Ok(value) => Ok(Some(value)),
                        // What cannot be sorted comes last.
                        Err(Stop::Missing { .. }) => Ok(None),
                        Err(stop) => Err(stop),
                    });
                    keys.collect::<Result<Vec<_>, _>>()
                })?;
                keyed.push((keys, at));
            }
            keyed.sort_by(|(a, _), (b, _)| {
                let pairs = a.iter().zip(b).zip(&select.order_by);
                let orderings = pairs.map(|((a, b), key)| match (a, b) {
                    (Some(a), Some(b)) if key.descending => b.cmp(a),
                    (Some(a), Some(b)) => a.cmp(b),
                    (Some(_), None) => Ordering::Less,
                    (None, Some(_)) => Ordering::Greater,
                    (None, None) => Ordering::Equal,
                });
                orderings.fold(Ordering::Equal, Ordering::then)
            });
            found = keyed.into_iter().map(|(_, at)| at).collect();
        }
        let number = |expr: Option<&tg_gsql::syntax::ast::query::Expr>, otherwise| {
            let Some(expr) = expr else { return Ok(otherwise) };
            let number = self.whole(expr)?;
            usize::try_from(number).map_err(|_| self.negative(expr.span))
        };
        let skip = number(select.limit.skip.as_ref(), 0)?;
        let count = number(select.limit.count.as_ref(), usize::MAX)?;
        Ok(found.into_iter().skip(skip).take(count).collect())
    }

    fn negative(&self, span: Span) -> Stop {
        semantic(self.text, span, "this is negative")
    }

    /// Runs something with the aliases of a row.
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

/// Whether a block reads the value that an accumulator had before it.
fn uses_previous(text: &str, select: &Select) -> bool {
    select.post_accum.iter().any(|post| post.span.of(text).contains('\''))
}
